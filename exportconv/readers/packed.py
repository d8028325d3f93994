"""A file inside a zip: its bytes are counted and checked while they are read."""

from __future__ import annotations

import os
import struct
import weakref
import zipfile
import zlib
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO, Self, cast

from exportconv.codes import Code
from exportconv.errors import SourceError
from exportconv.options import Track, no_track
from exportconv.readers.entry_names import entry_name
from exportconv.readers.refusals import refusal
from exportconv.readers.unpackers import LZMA_HEAD, new_unpacker

__all__ = ["FAILURES", "Keeper", "ZipContent", "read_error"]

_HAS_END_MARK = 0x2
_SMALL = 1 << 20
_CHUNK = 1 << 18
_LOCAL = struct.Struct("<26sHH")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, ArithmeticError, RuntimeError)
FAILURES = (OSError, ImportError, *_DAMAGE)
"""What may be raised where an archive is read that is not as it should be."""


def read_error(place: str, error: Exception) -> SourceError:
    """The one-line error for an archive or entry that cannot be read."""
    if isinstance(error, NotImplementedError | ImportError):
        return refusal(Code.UNKNOWN_COMPRESSION, place, "is compressed in a way that Python cannot read")
    # bz2 has no error of its own for damage
    if isinstance(error, OSError) and error.errno is not None:
        return SourceError(f"{place} cannot be read: {error.strerror}")
    return refusal(Code.DAMAGED, place, f"cannot be read: {error}")


class Keeper:
    """Keeps archives open as long as something still refers to it, then closes them."""

    def __init__(self, track: Track = no_track) -> None:
        """Keeps nothing yet; `track` follows what has to be unpacked to be kept."""
        self.track = track
        self.stack = ExitStack()
        weakref.finalize(self, self.stack.close)


@dataclass(frozen=True, slots=True)
class ZipContent:
    """A file inside a zip."""

    archive: zipfile.ZipFile
    """The open archive."""
    info: zipfile.ZipInfo
    """Which entry."""
    keeper: Keeper
    """What keeps the archive open."""
    source: str
    """What the archive is called."""
    end: int
    """Where in the archive the next entry begins."""

    @property
    def size(self) -> int:
        """Length in bytes, as the archive says; reading gives this many or an error."""
        return self.info.file_size

    @property
    def modified(self) -> int | None:
        """When it was changed last, in nanoseconds since 1970; a zip has the local time of the day and no zone."""
        try:
            return int(datetime(*self.info.date_time).timestamp()) * 10**9  # noqa: DTZ001  # local is what it is
        except (ValueError, OverflowError):
            return None

    @property
    def stamp(self) -> str:
        """Size and checksum, as the archive says; reading gives these or an error."""
        return f"{self.info.file_size} {self.info.CRC:08x}"

    @property
    def place(self) -> str:
        """The archive and the entry, as an error names them."""
        return f"{self.source}: {entry_name(self.info)!r}"

    def read(self) -> bytes:
        """All bytes of a small entry, as `open` gives them but without the cost of a stream."""
        info = self.info
        deflated = info.compress_type == zipfile.ZIP_DEFLATED
        if (
            not (deflated or info.compress_type == zipfile.ZIP_STORED)
            or max(info.file_size, info.compress_size) > _SMALL
        ):
            return self.open().read()
        try:
            data = _packed_bytes(cast(IO[bytes], self.archive.fp), self)
            if deflated:
                data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, info.file_size + 1)
        except FAILURES as error:
            raise read_error(self.place, error) from error
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise refusal(Code.WRONG_SIZE, self.place, "has not the size and checksum that it declares")
        return data

    def open(self) -> BinaryIO:
        """A stream of the entry's bytes; raises SourceError where the archive is damaged."""
        try:
            return cast(BinaryIO, _Stream(self))
        except FAILURES as error:
            raise read_error(self.place, error) from error


def _packed_bytes(file: IO[bytes], content: ZipContent) -> bytes:
    """The bytes of a small entry as they are packed, mostly with a single read."""
    info = content.info
    most = min(content.end - info.header_offset, _SMALL << 1)
    found = read_at(file, info.header_offset, most)
    start = _start(found[: _LOCAL.size], content)
    at = start - info.header_offset
    data = found[at : at + info.compress_size]
    return data if len(data) == info.compress_size else read_at(file, start, info.compress_size)


def _start(header: bytes, content: ZipContent) -> int:
    """Where an entry's bytes begin; its own header knows how long its name is there."""
    info = content.info
    *_, name, extra = _LOCAL.unpack(header)
    if header[:4] != b"PK\3\4":
        raise zipfile.BadZipFile("it does not begin where it should")
    start = info.header_offset + _LOCAL.size + int(name) + int(extra)
    if start + info.compress_size > content.end:
        raise refusal(Code.OVERLAP, content.place, "shares bytes with another entry")
    return start


def read_at(file: IO[bytes], at: int, size: int) -> bytes:
    """The bytes of a file at a place, fewer at its end; the position that processes share does not count, if it can."""
    try:
        descriptor = file.fileno()
    except OSError:
        descriptor = -1
    if descriptor < 0 or not hasattr(os, "pread"):
        file.seek(at)
        return file.read(size)
    data = os.pread(descriptor, size, at)
    while len(data) < size and (more := os.pread(descriptor, size - len(data), at + len(data))):
        data += more
    return data


class _Stream:
    """An entry's bytes, no more and no fewer than declared; errors name the entry."""

    def __init__(self, content: ZipContent) -> None:
        self._content = content
        self._file = cast(IO[bytes], content.archive.fp)
        self._at = _start(read_at(self._file, content.info.header_offset, _LOCAL.size), content)
        self._packed_left = content.info.compress_size
        self._left = content.info.file_size
        self._crc = 0
        self._is_checked = False
        self._is_stored = content.info.compress_type == zipfile.ZIP_STORED
        method = content.info.compress_type
        head = self._take(LZMA_HEAD) if method == zipfile.ZIP_LZMA else b""
        self._unpacker = new_unpacker(method, head, self._left)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            return self._read(self._left if size < 0 else min(size, self._left))
        except FAILURES as error:
            raise read_error(self._content.place, error) from error

    def _read(self, wanted: int) -> bytes:
        parts: list[bytes] = []
        while wanted:
            data = self._more(min(wanted, _CHUNK))
            if not data:
                raise refusal(Code.WRONG_SIZE, self._content.place, "has fewer bytes than it declares")
            parts.append(data)
            wanted -= len(data)
            self._left -= len(data)
            self._crc = zlib.crc32(data, self._crc)
        if not self._left and not self._is_checked:
            self._check_end()
        return b"".join(parts)

    def _check_end(self) -> None:
        info = self._content.info
        # LZMA without a mark at its end only ends because the size says so
        if (info.compress_type != zipfile.ZIP_LZMA or info.flag_bits & _HAS_END_MARK) and self._more(1):
            raise refusal(Code.WRONG_SIZE, self._content.place, "has more bytes than it declares")
        if self._crc != info.CRC:
            raise refusal(Code.WRONG_SIZE, self._content.place, "has not the checksum that it declares")
        self._is_checked = True

    def _more(self, most: int) -> bytes:
        """At most so many bytes; none only where there are no more."""
        unpacker = self._unpacker
        while not unpacker.eof:
            is_hungry = unpacker.needs_input
            feed = (
                self._take(most if self._content.info.compress_type == zipfile.ZIP_STORED else _CHUNK)
                if is_hungry
                else b""
            )
            data = unpacker.decompress(feed, most)
            if data or (is_hungry and not feed):
                return data
        return b""

    def _take(self, most: int) -> bytes:
        most = min(most, self._packed_left)
        data = read_at(self._file, self._at, most)
        if len(data) < most:
            raise EOFError("it is cut off")
        self._at += most
        self._packed_left -= most
        return data

    def close(self) -> None:
        """There is nothing to close: the archive stays open for others."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
