"""Zip archives as named entries: names recovered, unsafe entries refused, nested zips opened in place."""

from __future__ import annotations

import os
import stat
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Self, cast

from exportconv.errors import SourceError, UnsafeSourceError

__all__ = ["Keeper", "ZipContent", "list_zip", "open_zip", "read_error"]

_UTF8_FLAG = 0x800
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075
_IN_MEMORY = 64 << 20
_SMALL = 1 << 20
_LOCAL = struct.Struct("<26sHH")
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def read_error(name: str, error: Exception) -> SourceError:
    """The one-line error for an archive or entry that cannot be read."""
    reason = "it is compressed in a way Python cannot read" if isinstance(error, NotImplementedError) else str(error)
    return SourceError(f"{name}: cannot be read: {reason}")


class Keeper:
    """Keeps archives open as long as something still refers to it, then closes them."""

    def __init__(self) -> None:
        """Keeps nothing yet."""
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

    @property
    def size(self) -> int:
        """Length in bytes, as the archive says."""
        return self.info.file_size

    @property
    def modified(self) -> int | None:
        """When it was changed last, in nanoseconds since 1970; a zip has the local time of the day and no zone."""
        try:
            return int(datetime(*self.info.date_time).timestamp()) * 10**9  # noqa: DTZ001  # local is what it is
        except (ValueError, OverflowError):
            return None

    def read(self) -> bytes:
        """All bytes of a small entry, as `open` gives them but without the cost of a stream."""
        info = self.info
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.file_size > _SMALL:
            with self.open() as stream:
                return stream.read()
        try:
            file = cast(IO[bytes], self.archive.fp)
            file.seek(info.header_offset)
            header = file.read(_LOCAL.size)
            *_, name, extra = _LOCAL.unpack(header)
            file.seek(name + extra, os.SEEK_CUR)
            data = file.read(info.compress_size)
            if info.compress_type == zipfile.ZIP_DEFLATED:
                data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, info.file_size + 1)
            if header[:4] != b"PK\3\4" or len(data) != info.file_size or zlib.crc32(data) != info.CRC:
                raise zipfile.BadZipFile("its checksum is wrong")
        except (*_READ_ERRORS, struct.error) as error:
            raise read_error(info.filename, error) from error
        return data

    def open(self) -> BinaryIO:
        """A stream of the entry's bytes; raises SourceError where the archive is damaged."""
        try:
            return cast(BinaryIO, _Stream(self.archive.open(self.info), self.info.filename))
        except _READ_ERRORS as error:
            raise read_error(self.info.filename, error) from error


class _Stream:
    """An entry's stream whose read errors name the entry."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            return self._stream.read(size)
        except _READ_ERRORS as error:
            raise read_error(self._name, error) from error

    def close(self) -> None:
        """Closes it."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def open_zip(file: Path | ZipContent, keeper: Keeper) -> zipfile.ZipFile:
    """An archive on disk or inside another one; `keeper` closes it.

    A nested archive is read into memory up to 64 MiB, else into an unnamed temporary file.
    """
    name = file.info.filename if isinstance(file, ZipContent) else str(file)
    try:
        if isinstance(file, Path):
            return keeper.stack.enter_context(zipfile.ZipFile(file))
        spool = keeper.stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # the keeper closes
        with file.open() as stream:
            while chunk := stream.read(1 << 20):
                spool.write(chunk)
        spool.seek(0)
        return keeper.stack.enter_context(zipfile.ZipFile(cast(IO[bytes], spool)))
    except _READ_ERRORS as error:
        raise read_error(name, error) from error


def list_zip(archive: zipfile.ZipFile, name: str, keeper: Keeper) -> Iterator[tuple[str, ZipContent]]:
    """The files of an archive with their real names.

    Raises UnsafeSourceError for an entry that would leave the destination or is no plain file,
    and SourceError for an encrypted one.
    """
    for info in archive.infolist():
        path = entry_name(info).replace("\\", "/")
        if path.endswith("/"):
            continue
        reason = _unsafe(path, info)
        if reason:
            raise UnsafeSourceError(f"{name}: refused, the entry {path!r} {reason}")
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(f"{name}: {path!r} is encrypted; unpack the archive with its password first")
        yield path, ZipContent(archive, info, keeper)


def _unsafe(path: str, info: zipfile.ZipInfo) -> str:
    """Why an entry is unsafe; empty for a safe one."""
    if path.startswith("/") or path[1:3] == ":/":
        return "has an absolute path"
    if ".." in path.split("/"):
        return "leads out of the archive"
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is no plain file"
    # zipfile cuts a name at a NUL; the name as it stands in the archive must not have had one
    return "holds a NUL" if "\0" in info.orig_filename else ""


def entry_name(info: zipfile.ZipInfo) -> str:
    """An entry's name; without the UTF-8 flag it is UTF-8, else Korean CP949, else the old IBM code page."""
    if info.flag_bits & _UTF8_FLAG or info.filename.isascii():
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    stored = _unicode_path(info.extra, zlib.crc32(raw))
    if stored:
        return stored
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes, crc: int) -> str:
    """The UTF-8 name that Info-ZIP keeps beside an old one, if it belongs to that name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and field[:1] == b"\1" and int.from_bytes(field[1:5], "little") == crc:
            return os.fsdecode(field[5:])
        at += 4 + size
    return ""
