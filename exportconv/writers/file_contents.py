"""What is written to a file: in chunks, counted, and with its digest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from exportconv.digests import digest_of, new_hasher
from exportconv.disk_names import shown
from exportconv.errors import DestinationError, SourceError
from exportconv.model import Content
from exportconv.writers.filetree import MadeContent, NoteContent

__all__ = ["write_content"]

_CHUNK = 1 << 20
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_content(place: bytes, content: Content, modified: int | None = None, mode: int = 0o666) -> str:
    """Writes a new file and returns its digest; never over another one.

    modified: the time it is to have, in nanoseconds since 1970. Raises DestinationError where fewer or more bytes
    came than there were to be, FileExistsError, and what reading raises.
    """
    descriptor = os.open(place, _CREATE, mode)
    try:
        digest, size = _write(descriptor, content)
        there = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if there != size:
        raise DestinationError(f"{there} of {size} bytes of a file could be written; is there room on the disk?")
    if modified is not None:
        os.utime(place, ns=(modified, modified))
    return digest


def _write(descriptor: int, content: Content) -> tuple[str, int]:
    """Writes all bytes and gives their digest and number."""
    if isinstance(content, NoteContent | MadeContent):
        # their size is known by printing them only
        data = content.read()
    elif content.size <= _CHUNK:
        data = content.read()
        _refuse_other_size(len(data), content)
    else:
        return _copy(content, descriptor)
    _write_all(descriptor, data)
    return digest_of(data), len(data)


def _copy(content: Content, descriptor: int) -> tuple[str, int]:
    hasher, size = new_hasher(), 0
    with content.open() as stream:
        before = _state_of(stream)
        for chunk in _chunks(stream):
            hasher.update(chunk)
            _write_all(descriptor, chunk)
            size += len(chunk)
        if _state_of(stream) != before:
            raise SourceError(f"{_name_of(stream)}: was changed while it was read; run it again")
    _refuse_other_size(size, content)
    return hasher.hexdigest(), size


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise SourceError(f"{_name_of(stream)}: cannot be read: {error.strerror or error}") from error


def _state_of(stream: BinaryIO) -> tuple[int, int] | None:
    """Size and time of the file behind a stream; None where there is none, as for an entry of an archive."""
    try:
        status = os.fstat(stream.fileno())
    except (OSError, AttributeError):
        return None
    return status.st_size, status.st_mtime_ns


def _name_of(stream: BinaryIO) -> str:
    return shown(os.fsencode(str(getattr(stream, "name", "the source"))))


def _write_all(descriptor: int, data: bytes) -> None:
    done = os.write(descriptor, data)
    while done < len(data):
        done += os.write(descriptor, data[done:])


def _refuse_other_size(size: int, content: Content) -> None:
    if size != content.size:
        raise DestinationError(f"{size} of {content.size} bytes of a file could be read; run it again")
