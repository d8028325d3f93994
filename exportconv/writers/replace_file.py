"""Replace a single file at once, and put back what stood there, whatever comes in between."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread

from exportconv.unfinished import unfinished_name

__all__ = ["place_beside", "put_bytes", "replaced", "take_mode", "undisturbed", "write_beside"]

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def put_bytes(path: bytes, data: bytes) -> None:
    """Replaces a file at once, with its mode and owner: a reader sees the old or the new one.

    Whatever stops it, nothing is left beside the file.
    """
    with replaced(path) as fresh:
        write_beside(path, fresh, data)


@contextmanager
def replaced(path: bytes) -> Iterator[bytes]:
    """Where to write what is to stand at a path, which gets its place at once; nothing is left of it on any error."""
    fresh = place_beside(path)
    try:
        yield fresh
        os.replace(fresh, path)
    except BaseException:
        with undisturbed(), suppress(OSError):
            os.unlink(fresh)
        raise


def place_beside(path: bytes) -> bytes:
    """Where what is to replace a file can be written first."""
    return os.path.join(os.path.dirname(path), unfinished_name().encode())


def write_beside(path: bytes, fresh: bytes, data: bytes) -> None:
    """Writes what is to replace a file, with that file's mode, and its owner and group where that is allowed."""
    status = os.stat(path)
    # nobody else may look into it before it has the mode of the file
    with open(os.open(fresh, _CREATE, 0o600), "wb") as stream:
        stream.write(data)
    take_mode(fresh, status)


def take_mode(fresh: bytes, status: os.stat_result) -> None:
    """Gives a file the mode that another one has, and its owner and group where that is allowed."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(fresh, status.st_uid, status.st_gid)
    os.chmod(fresh, status.st_mode & 0o7777)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Lets no second interrupt in while things are put back after the first; only the main thread ever gets one."""
    if current_thread() is not main_thread():
        yield
        return
    before = {}
    try:
        for number in _STOPS:
            before[number] = signal.signal(number, signal.SIG_IGN)
        yield
    finally:
        for number, handler in before.items():
            # None: it was not set from Python, and cannot be set again from here
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
