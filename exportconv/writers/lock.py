"""One run at a time in a folder, so that no two change the same files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from exportconv.errors import DestinationError
from exportconv.unfinished import is_given_up, is_lock, lock_name

__all__ = ["only_run"]

_HELD: set[str] = set()
"""Names of the locks of this process: another thread is another run."""


@contextmanager
def only_run(folder: str) -> Iterator[None]:
    """Keeps other runs out of a folder; raises DestinationError where one is at work there already.

    The system lets go of it when the process ends, however that comes.
    """
    release = _lock(folder)
    try:
        yield
    finally:
        release()


def _lock(folder: str) -> Callable[[], None]:
    try:
        # Windows has no such module
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return _lock_by_file(folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise _at_work(folder) from error
        # not every network disk knows locks
        return _lock_by_file(folder)
    if not _is_at(descriptor, folder):
        # the run that had it has just ended, and taken the folder away or put another in its place
        os.close(descriptor)
        raise _at_work(folder)
    return lambda: os.close(descriptor)


def _is_at(descriptor: int, folder: str) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(folder))
    except FileNotFoundError:
        return False


def _lock_by_file(folder: str) -> Callable[[], None]:
    """Where folders cannot be locked: a file with a name that tells of its process, and a look at those of others."""
    name = lock_name()
    own = os.path.join(folder, name)
    try:
        descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        # who may not write here changes nothing here
        return lambda: None

    _HELD.add(name)

    def release() -> None:
        _HELD.discard(name)
        os.close(descriptor)
        with suppress(OSError):
            os.unlink(own)

    try:
        is_alone = not any(_is_held(os.path.join(folder, item)) for item in os.listdir(folder) if item != name)
    except BaseException:
        release()
        raise
    if not is_alone:
        release()
        raise _at_work(folder)
    return release


def _is_held(place: str) -> bool:
    name = os.path.basename(place)
    if not is_lock(name) or name in _HELD or not is_given_up(name):
        return is_lock(name)
    try:
        os.unlink(place)
    except FileNotFoundError:
        return False
    except OSError:
        # on Windows a file that is open cannot be removed
        return os.name == "nt"
    return False


def _at_work(folder: str) -> DestinationError:
    return DestinationError(f"{folder}: another run is at work here; wait until it has ended")
