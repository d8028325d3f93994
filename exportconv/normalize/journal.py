"""What a run is about to change, as a file in the repository: of a run that was killed the next one finishes it."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Sequence
from typing import Any, NamedTuple

from exportconv.digests import digest_of
from exportconv.unfinished import JOURNAL, is_unfinished

__all__ = ["Journal", "Put", "Rename", "is_within", "load_journal", "save_journal", "stamp_at", "stamp_of"]

_VERSION = 1
# what git and file systems take for `.git`, which no run changes
_GIT = re.compile(rb"(?:\.git|git~[0-9]+)[. ]*(?::.*)?", re.IGNORECASE | re.DOTALL)


class Put(NamedTuple):
    """A file or symbolic link that is to take the place of one."""

    fresh: bytes
    """Where it waits."""
    place: bytes
    """Where it is to be."""
    before: str
    """What stands there, as a stamp."""
    after: str
    """Its own stamp."""


class Rename(NamedTuple):
    """A file or folder that is to get another name."""

    old: bytes
    """Where it is."""
    new: bytes
    """Where it is to be."""
    inode: int
    """By what the system knows it under any name."""


class Journal(NamedTuple):
    """All that a run is about to do, in that order: replace, then rename. Places are below the repository."""

    puts: tuple[Put, ...]
    """Files and symbolic links that are to be replaced."""
    renames: tuple[Rename, ...]
    """Names that are to change."""


def stamp_of(data: bytes, *, is_link: bool = False) -> str:
    """What tells bytes of a file, or what a symbolic link says, from any other."""
    return f"{'link' if is_link else 'file'} {digest_of(data)}"


def stamp_at(place: bytes) -> str | None:
    """The stamp of what stands in a place; None where that is nothing, a folder or a device."""
    try:
        mode = os.lstat(place).st_mode
        if stat.S_ISLNK(mode):
            return stamp_of(os.readlink(place), is_link=True)
        if not stat.S_ISREG(mode):
            return None
        with open(place, "rb", 0) as stream:
            return stamp_of(stream.read())
    except (FileNotFoundError, NotADirectoryError):
        return None


def save_journal(root: bytes, fresh: bytes, journal: Journal) -> None:
    """Writes the journal of a repository, at once and to the disk itself; `fresh` is where it is written first."""
    # bytes of names are no text, but every byte is a letter of Latin-1
    text = {
        "version": _VERSION,
        # nobody else's journal is taken for ours: not that of a copy, nor one that came with the repository
        "inode": os.stat(root).st_ino,
        "puts": [(_told(root, put.fresh), _told(root, put.place), put.before, put.after) for put in journal.puts],
        "renames": [(_told(root, item.old), _told(root, item.new), item.inode) for item in journal.renames],
    }
    with open(fresh, "xb") as stream:
        stream.write(json.dumps(text).encode())
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(fresh, os.path.join(root, JOURNAL.encode()))


def load_journal(root: bytes) -> Journal:
    """The journal of a repository; raises ValueError where it is damaged or of another folder, and OSError."""
    place = os.path.join(root, JOURNAL.encode())
    if not stat.S_ISREG(os.lstat(place).st_mode):
        raise ValueError("it is no plain file")
    with open(place, "rb") as stream:
        data = stream.read()
    try:
        told = json.loads(data)
        journal, inode = _journal(root, told), told["inode"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("it is damaged") from error
    if inode != os.stat(root).st_ino:
        raise ValueError("it is of another folder")
    return journal


def is_within(root: bytes, place: bytes) -> bool:
    """Whether a place lies in a repository itself: not in git's folder, nor behind a symbolic link."""
    at = root
    *folders, _ = steps = os.path.relpath(place, root).split(os.sep.encode())
    # some disks do not see some letters beyond ASCII
    if any(step == b".." or _GIT.fullmatch(bytes(byte for byte in step if byte < 128)) for step in steps):
        return False
    for folder in folders:
        at = os.path.join(at, folder)
        if os.path.islink(at):
            return False
    return True


def _journal(root: bytes, told: Any) -> Journal:
    if told["version"] != _VERSION:
        raise ValueError("it is of another version")
    puts = [
        Put(_place(root, fresh), _place(root, place), str(before), str(after))
        for fresh, place, before, after in told["puts"]
    ]
    renames = [Rename(_place(root, old), _place(root, new), inode) for old, new, inode in told["renames"]]
    if not all(isinstance(item.inode, int) for item in renames):
        raise TypeError
    if not all(is_unfinished(os.fsdecode(os.path.basename(put.fresh))) for put in puts):
        raise ValueError("something else is to be moved")
    return Journal(tuple(puts), tuple(renames))


def _told(root: bytes, place: bytes) -> str:
    return os.path.relpath(place, root).decode("latin-1")


def _place(root: bytes, told: str) -> bytes:
    """A place that a journal tells of; raises ValueError where it is none below the repository."""
    name = told.encode("latin-1")
    steps: Sequence[bytes] = name.split(os.sep.encode())
    if os.path.isabs(name) or b"\0" in name or {b"", b".", b".."} & set(steps):
        raise ValueError("it leads elsewhere")
    return os.path.join(root, name)
