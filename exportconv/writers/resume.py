"""What a stopped run had written already, so that the next one need not read it again."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from exportconv.digests import digest_of_stream
from exportconv.writers.filetree import MadeContent, NoteContent, TreeFile

__all__ = ["Written", "clear_written"]

_BEFORE, _LIST = "before", "written.jsonl"
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class _Entry(NamedTuple):
    """A copy that was complete."""

    source: str
    stamp: str
    digest: str


class Written:
    """The copies that are complete, as a list beside the new folder that is being made; notes are printed anew.

    A copy counts if its file in the source has the size and time, in a zip the size and checksum, that it had, and the
    copy the digest that it was written with.
    """

    def __init__(self, outer: Path, tree: Path, *, resume: bool) -> None:
        """Puts aside what lies in `tree`, to be used or, without `resume`, to be cleared away."""
        self._list = outer / _LIST
        self._before = outer / _BEFORE
        self._tree = tree
        self._known: dict[str, _Entry] = {}
        if resume:
            self._known = _load(self._list)
            _gather(tree, self._before)
        else:
            shutil.rmtree(tree, ignore_errors=True)
            clear_written(outer)
        self._descriptor: int | None = None

    def take(self, file: TreeFile, place: bytes) -> str | None:
        """Puts a complete copy in its place and returns its digest; None where there is none."""
        known = self._known.get(file.path)
        if known is None or (known.source, known.stamp) != (file.source, _stamp(file)):
            return None
        copy = os.path.join(os.fsencode(self._before), file.path.encode())
        if _digest_at(copy) != known.digest:
            return None
        os.rename(copy, place)
        if file.modified is not None:
            os.utime(place, ns=(file.modified, file.modified))
        return known.digest

    def note(self, file: TreeFile, digest: str) -> None:
        """Writes down that a copy is complete."""
        stamp = _stamp(file)
        if stamp is None:
            return
        if self._descriptor is None:
            self._descriptor = os.open(self._list, _APPEND, 0o600)
        line = json.dumps([file.path, *_Entry(file.source, stamp, digest)])
        os.write(self._descriptor, f"{line}\n".encode())

    def close(self) -> None:
        """Lets go of the list."""
        if self._descriptor is not None:
            os.close(self._descriptor)


def clear_written(outer: Path) -> None:
    """Clears away what a stopped run had written."""
    shutil.rmtree(outer / _BEFORE, ignore_errors=True)
    with suppress(OSError):
        (outer / _LIST).unlink()


def _load(file: Path) -> dict[str, _Entry]:
    known = {}
    # there may be no list, or a last line that was never finished
    with suppress(OSError, ValueError, TypeError):
        for line in file.read_bytes().split(b"\n")[:-1]:
            path, *entry = json.loads(line)
            known[path] = _Entry(*entry)
    return known


def _gather(tree: Path, before: Path) -> None:
    """Moves the files of a tree to where those of earlier stopped runs wait."""
    for base, _, names in os.walk(os.fsencode(tree)):
        folder = os.path.join(os.fsencode(before), os.path.relpath(base, os.fsencode(tree)))
        os.makedirs(folder, exist_ok=True)
        for name in names:
            os.replace(os.path.join(base, name), os.path.join(folder, name))
    shutil.rmtree(tree, ignore_errors=True)


def _stamp(file: TreeFile) -> str | None:
    """What tells the bytes of a source file from others without reading them; None where nothing does."""
    if isinstance(file.content, NoteContent | MadeContent):
        return None
    # a library user's own contents may have none
    stamp: str | None = getattr(file.content, "stamp", None)
    return stamp


def _digest_at(place: bytes) -> str | None:
    try:
        with open(place, "rb", 0) as stream:
            return digest_of_stream(stream)
    except OSError:
        return None
