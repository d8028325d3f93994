"""Changes to files of one folder, all of them or none: new files, other contents, other names, and files that go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from exportconv.disk_names import shown
from exportconv.errors import DestinationError
from exportconv.model import Content
from exportconv.writers.journal import file_stamp
from exportconv.writers.work import Work, all_or_nothing, in_order

__all__ = ["Move", "NewContent", "NewFile", "apply_changes"]


class NewFile(NamedTuple):
    """A file where nothing is yet."""

    path: str
    """Where, below the folder, with `/`."""
    content: Content
    """Its bytes."""
    modified: int | None = None
    """The time it is to have, in nanoseconds since 1970; None for the time of writing."""


class NewContent(NamedTuple):
    """Another content for a file that is there, which keeps its mode."""

    path: str
    """Where it is now, also where it is to be moved."""
    before: str
    """The digest of what stands there."""
    content: Content
    """Its bytes."""
    modified: int | None = None
    """The time it is to have, in nanoseconds since 1970; None for the time of writing."""


class Move(NamedTuple):
    """Another place for a file; no content changes."""

    old: str
    """Where it is."""
    new: str
    """Where it is to be: where nothing is, or what is there moves away or goes."""


def apply_changes(
    folder: Path,
    *,
    creates: Iterable[NewFile] = (),
    puts: Iterable[NewContent] = (),
    renames: Iterable[Move] = (),
    removes: Mapping[str, str] | None = None,
    last: Callable[[Mapping[str, str]], NewFile | NewContent] | None = None,
) -> dict[str, str]:
    """Does it all, or nothing whatever stops it, and returns the digest of everything written by its path.

    New files may be where something moves away from or goes. removes: path → digest of files that go, and with them
    the folders that removing and moving leaves empty. last: one more file, such as the manifest, which is made when
    the digests of all others are known. The caller keeps other runs out (`only_run`) and has finished what a killed
    run left to do (`recovery.finish`); when this one is killed, that finishes it. Raises DestinationError where the
    disk refuses, a place is taken, or a file has another digest than is said, and what reading contents raises.
    """
    root = os.fsencode(folder)
    moves = {_at(root, move.old): _at(root, move.new) for move in renames}
    gone = {_at(root, path): file_stamp(digest) for path, digest in (removes or {}).items()}
    with all_or_nothing(root) as work:
        digests = {put.path: _stage(work, root, put) for put in puts}
        for new in creates:
            _refuse_taken(_at(root, new.path), moves, gone)
            digests[new.path] = _stage(work, root, new)
        if last:
            item = last(digests)
            digests[item.path] = _stage(work, root, item)
        for place in moves.values():
            _refuse_taken(place, moves, gone)
        work.finish(in_order(moves), gone, _emptied(root, {*moves, *gone}))
    return digests


def _at(root: bytes, path: str) -> bytes:
    # bytes, for in a plain C locale Python would not encode Hangul; Windows takes UTF-8 and `/` as well
    return os.path.join(root, path.replace("/", os.sep).encode())


def _stage(work: Work, root: bytes, item: NewFile | NewContent) -> str:
    place = _at(root, item.path)
    if isinstance(item, NewFile):
        return work.stage_creation(place, item.content, item.modified)
    return work.stage_put(place, file_stamp(item.before), item.content, item.modified)


def _refuse_taken(place: bytes, moves: Mapping[bytes, bytes], gone: Mapping[bytes, str]) -> None:
    if place not in moves and place not in gone and os.path.lexists(place):
        raise DestinationError(f"{shown(place)}: is there already; nothing was changed")


def _emptied(root: bytes, places: Iterable[bytes]) -> Iterator[bytes]:
    """The folders above some places, the deepest first."""
    above = set()
    for place in places:
        folder = os.path.dirname(place)
        while folder != root and folder not in above:
            above.add(folder)
            folder = os.path.dirname(folder)
    return iter(sorted(above, key=lambda folder: (-folder.count(os.sep.encode()), folder)))
