"""Symbolic links of a repository, which are to lead where they did when what they lead to gets a new name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["Symlink", "follow_renames"]

_SEPARATOR = os.sep.encode()


class Symlink(NamedTuple):
    """A symbolic link that has to say something else."""

    place: bytes
    """Where it is."""
    before: bytes
    """What it says."""
    after: bytes
    """What it is to say."""


def follow_renames(places: Iterable[bytes], renames: Mapping[bytes, bytes]) -> Iterator[Symlink]:
    """Those of some special files that lead through a name which is to change; a relative one stays relative.

    renames: old and new place of files and folders, each with the old names of the folders above it.
    """
    for place in places if renames else ():
        if os.path.islink(place):
            before = os.readlink(place)
            after = _followed(os.path.dirname(place), before, renames)
            if after != before:
                yield Symlink(place, before, after)


def _followed(folder: bytes, target: bytes, renames: Mapping[bytes, bytes]) -> bytes:
    """A target with the new names of all that it leads through, further symbolic links included."""
    at = _SEPARATOR if os.path.isabs(target) else folder
    steps = []
    for step in target.split(_SEPARATOR):
        name = step
        if step == b"..":
            at = os.path.dirname(at)
        elif step not in (b"", b"."):
            at = os.path.join(at, step)
            name = os.path.basename(renames.get(at, at))
            at = os.path.realpath(at) if os.path.islink(at) else at
        steps.append(name)
    return _SEPARATOR.join(steps)
