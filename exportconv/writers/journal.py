"""What a run is about to change, as a file in the folder: of a run that was killed the next one finishes it."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from exportconv.digests import digest_of, digest_of_stream
from exportconv.unfinished import JOURNAL, is_unfinished
from exportconv.writers.system_calls import sync_folder

__all__ = [
    "Creation", "Journal", "Put", "Removal", "Rename", "file_stamp", "is_within", "load_journal", "save_journal",
    "stamp_at", "stamp_of",
]  # fmt: skip

_VERSION = 2
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


class Removal(NamedTuple):
    """A file that is to go."""

    place: bytes
    """Where it is."""
    aside: bytes
    """Where it waits until all is done, so that it can come back."""
    before: str
    """Its stamp."""


class Creation(NamedTuple):
    """A file that is to be where nothing is."""

    fresh: bytes
    """Where it waits."""
    place: bytes
    """Where it is to be."""
    after: str
    """Its stamp."""


class Journal(NamedTuple):
    """All that a run is about to do, in this order. Places are below one folder, such as a repository."""

    puts: tuple[Put, ...] = ()
    """Files and symbolic links that are to be replaced."""
    removals: tuple[Removal, ...] = ()
    """Files that are to go."""
    renames: tuple[Rename, ...] = ()
    """Names that are to change."""
    creations: tuple[Creation, ...] = ()
    """New files."""
    emptied: tuple[bytes, ...] = ()
    """Folders that go where nothing is left in them, the deepest first."""

    def places(self) -> Iterator[bytes]:
        """Where files are or will be that it changes."""
        yield from (put.place for put in self.puts)
        yield from (removal.place for removal in self.removals)
        yield from (rename.old for rename in self.renames)
        yield from (creation.place for creation in self.creations)

    def waiting(self) -> Iterator[bytes]:
        """Where files wait that nobody needs when all is done."""
        yield from (put.fresh for put in self.puts)
        yield from (removal.aside for removal in self.removals)
        yield from (creation.fresh for creation in self.creations)


def stamp_of(data: bytes, *, is_link: bool = False) -> str:
    """What tells bytes of a file, or what a symbolic link says, from any other."""
    return f"link {digest_of(data)}" if is_link else file_stamp(digest_of(data))


def file_stamp(digest: str) -> str:
    """The stamp of a file whose bytes have this digest."""
    return f"file {digest}"


def stamp_at(place: bytes) -> str | None:
    """The stamp of what stands in a place; None where that is nothing, a folder or a device."""
    try:
        mode = os.lstat(place).st_mode
        if stat.S_ISLNK(mode):
            return stamp_of(os.readlink(place), is_link=True)
        if not stat.S_ISREG(mode):
            return None
        with open(place, "rb", 0) as stream:
            return file_stamp(digest_of_stream(stream))
    except (FileNotFoundError, NotADirectoryError):
        return None


def save_journal(root: bytes, fresh: bytes, journal: Journal) -> None:
    """Writes the journal of a folder, at once and to the disk itself; `fresh` is where it is written first."""
    # bytes of names are no text, but every byte is a letter of Latin-1
    text = {
        "version": _VERSION,
        # nobody else's journal is taken for ours: not that of a copy, nor one that came with the repository
        "inode": os.stat(root).st_ino,
        **{
            name: [[_told(root, value) if isinstance(value, bytes) else value for value in item] for item in items]
            for name, items in journal._asdict().items()
            if name != "emptied"
        },
        "emptied": [_told(root, folder) for folder in journal.emptied],
    }
    with open(fresh, "xb") as stream:
        stream.write(json.dumps(text).encode())
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(fresh, os.path.join(root, JOURNAL.encode()))
    sync_folder(root)


def load_journal(root: bytes) -> Journal:
    """The journal of a folder; raises ValueError where it is damaged or of another folder, and OSError."""
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
    """Whether a place lies in a folder itself: not in git's folder, nor behind a symbolic link."""
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
    at = partial(_place, root)
    journal = Journal(
        tuple(Put(at(fresh), at(place), str(before), str(after)) for fresh, place, before, after in told["puts"]),
        tuple(Removal(at(place), at(aside), str(before)) for place, aside, before in told["removals"]),
        tuple(Rename(at(old), at(new), inode) for old, new, inode in told["renames"]),
        tuple(Creation(at(fresh), at(place), str(after)) for fresh, place, after in told["creations"]),
        tuple(at(folder) for folder in told["emptied"]),
    )
    if not all(isinstance(item.inode, int) for item in journal.renames):
        raise TypeError
    if not all(is_unfinished(os.fsdecode(os.path.basename(place))) for place in journal.waiting()):
        raise ValueError("something else is to be moved")
    return journal


def _told(root: bytes, place: bytes) -> str:
    return os.path.relpath(place, root).decode("latin-1")


def _place(root: bytes, told: str) -> bytes:
    """A place that a journal tells of; raises ValueError where it is none below the repository."""
    name = told.encode("latin-1")
    steps: Sequence[bytes] = name.split(os.sep.encode())
    if os.path.isabs(name) or b"\0" in name or {b"", b".", b".."} & set(steps):
        raise ValueError("it leads elsewhere")
    return os.path.join(root, name)
