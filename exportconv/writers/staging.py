"""A new folder that appears whole or not at all: it is made beside its place, and gets its name when it is complete."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from exportconv.errors import DestinationError
from exportconv.landing import note_landed
from exportconv.unfinished import staging_name
from exportconv.writers.lock import only_run
from exportconv.writers.replace_file import take_mode, undisturbed
from exportconv.writers.resume import Written, clear_written
from exportconv.writers.system_calls import rename_new, sync_folder

__all__ = ["Staging", "can_be_staged", "clear_staging", "put_in_place", "staged"]

_TREE, _OLD = "tree", "old"
# what systems say that cannot rename over an empty folder, as Windows
_REFUSALS = {errno.EEXIST, errno.ENOTEMPTY, errno.EACCES, errno.EPERM, errno.EINVAL, errno.EOPNOTSUPP}


def can_be_staged(folder: Path) -> bool:
    """Whether a folder is not there or can give way to a new one.

    Not so: one with anything in it, a mount point, the one where we stand, and one whose parent is closed.
    """
    if not os.path.lexists(folder):
        return True
    status, parent = folder.stat(), folder.resolve().parent
    is_free = not any(folder.iterdir()) and not folder.is_symlink()
    is_movable = status.st_dev == parent.stat().st_dev and os.access(parent, os.W_OK)
    return is_free and is_movable and not os.path.samestat(status, Path.cwd().stat())


class Staging(NamedTuple):
    """A new folder that is being made."""

    tree: Path
    """Where it is made."""
    written: Written
    """What is complete of it, and was of a run before that was stopped."""


@contextmanager
def staged(folder: Path, *, resume: bool = False) -> Iterator[Staging]:
    """A new empty folder beside another one, in which that can be made; only one run at a time gets it.

    What a killed run left there is cleared away first, and all of it at the end; with `resume` it is kept for use, and
    what this run has written is kept as well when it is stopped. Raises DestinationError where another run is at work.
    """
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise DestinationError(f"{folder}: cannot be written: permission denied; choose a new folder")
    outer = folder.parent / staging_name(folder.name)
    missing = [place for place in (folder.parent, *folder.parent.parents) if not place.exists()]
    try:
        with _telling(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            outer.mkdir(exist_ok=True)
        if outer.is_symlink():
            raise DestinationError(f"{outer}: is in the way; remove it")
        with only_run(os.fspath(outer)):
            try:
                with _telling(folder):
                    _heal(outer, folder)
                    written = Written(outer, outer / _TREE, resume=resume)
                    (outer / _TREE).mkdir()
                try:
                    yield Staging(outer / _TREE, written)
                finally:
                    written.close()
            finally:
                with undisturbed():
                    _heal(outer, folder)
                    if not resume or not (outer / _TREE).exists():
                        _clear(outer)
    finally:
        for place in (outer, *missing):
            # where a lock is a file in it, it can go only now
            with suppress(OSError):
                place.rmdir()


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Says of an error what it keeps from being made."""
    try:
        yield
    except OSError as error:
        raise DestinationError(
            f"{folder}: cannot be written: {error.strerror or error}; nothing was changed"
        ) from error


def clear_staging(folder: Path) -> None:
    """Clears away what a run left beside a folder that was killed when that was in place."""
    outer = folder.parent / staging_name(folder.name)
    if outer.is_dir() and not outer.is_symlink():
        with only_run(os.fspath(outer)):
            _heal(outer, folder)
            _clear(outer)
        with suppress(OSError):
            outer.rmdir()


def put_in_place(tree: Path, folder: Path) -> None:
    """Gives a complete folder its place, where nothing or an empty folder is; no interrupt comes between.

    Raises DestinationError where somebody else has put something there meanwhile.
    """
    was_there = folder.is_dir()
    if was_there:
        take_mode(os.fsencode(tree), folder.stat())
    with undisturbed():
        if was_there:
            _take_place(tree, folder)
        else:
            _rename_new(tree, folder)
        note_landed()
        # it is there, whole; that its name is not yet on the disk itself is no reason to say otherwise
        with suppress(OSError):
            sync_folder(os.fsencode(folder.parent))


def _heal(outer: Path, folder: Path) -> None:
    """Brings back what had to be moved away."""
    if (outer / _OLD).is_dir() and not os.path.lexists(folder):
        (outer / _OLD).rename(folder)
    with suppress(OSError):
        (outer / _OLD).rmdir()


def _clear(outer: Path) -> None:
    """Clears away what was written, also where it has got the mode of a folder that is closed already."""
    with suppress(OSError):
        (outer / _TREE).chmod(0o700)
    shutil.rmtree(outer / _TREE, ignore_errors=True)
    clear_written(outer)


def _rename_new(tree: Path, folder: Path) -> None:
    try:
        rename_new(os.fsencode(tree), os.fsencode(folder))
    except FileExistsError as error:
        raise _taken(folder) from error


def _take_place(tree: Path, folder: Path) -> None:
    """Takes the place of an empty folder: at once, so that it never vanishes, or else in two steps.

    A plain rename does the first on POSIX, and refuses a folder that is not empty any more, which an exchange of both
    would not.
    """
    try:
        tree.rename(folder)
    except OSError as error:
        _refuse_filled(folder, folder)
        if error.errno not in _REFUSALS:
            raise
        _take_place_in_steps(tree, folder)


def _take_place_in_steps(tree: Path, folder: Path) -> None:
    """Moves the empty folder away first; where this ends there, `_heal` brings it back, in this run or the next."""
    old = tree.with_name(_OLD)
    folder.rename(old)
    _refuse_filled(old, folder)
    tree.rename(folder)


def _refuse_filled(place: Path, folder: Path) -> None:
    if any(place.iterdir()):
        raise _taken(folder)


def _taken(folder: Path) -> DestinationError:
    return DestinationError(f"{folder}: somebody else has put something there meanwhile; nothing was changed")
