"""Calls that Linux has and Python has not; where one is missing something else does, if not as well."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

__all__ = ["rename_new", "sync_folder", "sync_written"]

_NOREPLACE = 1
_AT_WORKING_FOLDER = -100
# what an old kernel, a file system that cannot, a network disk and a sandbox answer
_MISSING = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}
# one by one it takes a third of a millisecond each and more
_FEW = 256


@cache
def _libc() -> Any:
    """The C library with its errors; None where Python cannot call it."""
    try:
        import ctypes

        return ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError, TypeError):
        return None


def _call(name: str, *arguments: object) -> bool:
    """Whether a call did its work; False where there is none, raises OSError where it failed."""
    # other systems have other calls under such names, or none
    function: Callable[..., int] | None = getattr(_libc(), name, None) if os.name == "posix" else None
    if function is None:
        return False
    if function(*arguments) == 0:
        return True
    import ctypes

    number = ctypes.get_errno()
    if number in _MISSING:
        return False
    raise OSError(number, os.strerror(number))


def rename_new(old: bytes, new: bytes) -> None:
    """Gives a file or folder a name that nothing has yet; raises FileExistsError where something has it."""
    try:
        if _call("renameat2", _AT_WORKING_FOLDER, old, _AT_WORKING_FOLDER, new, _NOREPLACE):
            return
    except OSError as error:
        raise OSError(error.errno, error.strerror, old, None, new) from None
    if os.path.lexists(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
    os.rename(old, new)


def sync_written(folder: bytes, files: Sequence[bytes]) -> None:
    """Has all that was written below a folder on the disk itself; where only single files can be, then some files.

    Raises OSError where the disk says that it is not.
    """
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if _call("syncfs", descriptor):
                return
        finally:
            os.close(descriptor)
    if len(files) <= _FEW:
        for file in files:
            # a symbolic link has no bytes of its own, and what it leads to may get its name only later
            if not os.path.islink(file):
                _sync_file(file)


def _sync_file(file: bytes) -> None:
    # Windows wants to be allowed to write; elsewhere the file may be one that nobody may write to
    with open(file, "rb+" if os.name == "nt" else "rb", 0) as stream:
        _sync(stream.fileno())


def sync_folder(folder: bytes) -> None:
    """Has the names in a folder on the disk itself, where the system can do that; raises OSError where it fails."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _MISSING:
            raise
