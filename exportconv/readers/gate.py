"""The gate: every zip is checked here before anything of it is used."""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from operator import attrgetter
from typing import IO, TypeAlias

from exportconv.codes import Code
from exportconv.errors import SourceError
from exportconv.options import Options, show_size
from exportconv.readers.entry_names import entry_name, is_guessed
from exportconv.readers.refusals import refusal
from exportconv.readers.unpackers import METHODS
from exportconv.report import Issue

__all__ = ["Gate"]

_MOST_ENTRIES = 2_000_000
_LARGE = 256 << 20
"""A smaller entry may have any ratio: a blank bitmap and a long log are no bombs."""
_ENCRYPTED = 0x1
_AES = 99
_OTHER_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_LOCAL_HEADER = 30
_CENTRAL_HEADER = 46
_MARK = b"PK\1\2"
_END = struct.Struct("<4s6xHL4x2x")
_END_64 = struct.Struct("<4s28xQQ8x")
_LOCATOR_64 = 20
_LONGEST_COMMENT = 0xFFFF
_CHUNK = 1 << 20
_DRIVE = re.compile("[A-Za-z]:/")
_ANY_DRIVE = re.compile("[A-Za-z]:")
_Directory: TypeAlias = tuple[int, int, int]


class Gate:
    """Lets the archives of one run pass, and adds up what they would unpack to."""

    def __init__(self, options: Options, *, windows: bool = os.name == "nt") -> None:
        """A gate with these limits, before any archive; on Windows `C:name` is no name of a file."""
        self.issues: list[Issue] = []
        self._options = options
        self._drive = _ANY_DRIVE if windows else _DRIVE
        self._size = 0
        self._entries = 0

    def count(self, stream: IO[bytes], name: str) -> None:
        """Refuses what is no archive, or has too many entries to be listed; nothing is kept in memory for that."""
        found = _find_directory(stream)
        if found is None:
            stream.seek(0)
            head = stream.read(4)
            why = "it is cut off" if head == b"PK\3\4" else "it is no zip" if head else "it is empty"
            raise refusal(Code.DAMAGED, f"{name}:", f"cannot be read: {why}")
        start, size, declared = found
        most = _MOST_ENTRIES - self._entries
        # what is declared may be a lie, so that a list which is long enough for more is gone through
        if declared > most or (size // _CENTRAL_HEADER > most and _count_entries(stream, start, size) > most):
            raise _too_many(name)

    def admit(self, archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, zipfile.ZipInfo, int]]:
        """The files of an archive, each with its real name and the place where the next one begins.

        Raises UnsafeSourceError or SourceError, before the first, for an entry that is not let through.
        """
        infos = sorted(archive.infolist(), key=attrgetter("header_offset"))
        self._entries += len(infos)
        if self._entries > _MOST_ENTRIES:
            raise _too_many(name)
        paths = [self._checked_path(info, name) for info in infos]
        ends = [*(info.header_offset for info in infos), archive.start_dir][1:]
        _check_places(infos, ends, name)
        self._check_sizes(infos, name)
        self._tell_repaired(infos, paths, name)
        return ((path, info, end) for path, info, end in zip(paths, infos, ends, strict=True) if not path.endswith("/"))

    def _checked_path(self, info: zipfile.ZipInfo, name: str) -> str:
        """The path of an entry that is safe and can be read."""
        path = entry_name(info).replace("\\", "/")
        reason = self._unsafe(path, info) or (None if path.endswith("/") else _unreadable(path, info))
        if reason:
            code, what = reason
            raise refusal(code, f"{name}: {path!r}", what)
        return path

    def _unsafe(self, path: str, info: zipfile.ZipInfo) -> tuple[Code, str] | None:
        # zipfile cuts a name at a NUL; the name as it stands in the archive must not have had one
        if "\0" in info.orig_filename or "\0" in path:
            return Code.NUL_IN_NAME, "is a name with a NUL in it"
        if path.startswith("/") or self._drive.match(path):
            return Code.ABSOLUTE_PATH, "is an absolute path"
        if ".." in path and ".." in path.split("/"):
            return Code.LEADS_OUT, "leads out of the archive"
        mode = info.external_attr >> 16
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            return Code.SPECIAL_FILE, "is a link or a device, no plain file"
        return None

    def _check_sizes(self, infos: list[zipfile.ZipInfo], name: str) -> None:
        for info in infos:
            if info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size:
                raise refusal(Code.WRONG_SIZE, _place(name, info), "is stored with two different sizes")
            if info.file_size > _LARGE and info.file_size > self._options.max_ratio * info.compress_size:
                ratio = -(-info.file_size // max(info.compress_size, 1))
                raise refusal(Code.HIGH_RATIO, _place(name, info), f"unpacks to {ratio} times its size", ratio)
        self._size += sum(info.file_size for info in infos)
        if self._size > self._options.max_size:
            size, largest = show_size(self._size), max(infos, key=attrgetter("file_size"))
            what = f"is the largest entry, and all that is read would unpack to {size}"
            raise refusal(Code.TOO_LARGE, _place(name, largest), what, size)

    def _tell_repaired(self, infos: list[zipfile.ZipInfo], paths: list[str], name: str) -> None:
        found = [path for info, path in zip(infos, paths, strict=True) if is_guessed(info, path)]
        if found:
            what = f"does not say how its names are encoded; {len(found)} were repaired, such as {min(found)!r}"
            self.issues.append(Issue(Code.REPAIRED_NAMES, os.path.basename(name), 0, what))


def _place(name: str, info: zipfile.ZipInfo) -> str:
    return f"{name}: {entry_name(info)!r}"


def _too_many(name: str) -> SourceError:
    return refusal(Code.TOO_MANY_ENTRIES, f"{name}:", f"has too many entries, more than {_MOST_ENTRIES} in all")


def _unreadable(path: str, info: zipfile.ZipInfo) -> tuple[Code, str] | None:
    if not path:
        return Code.DAMAGED, "is no name of a file"
    if info.flag_bits & _ENCRYPTED or info.compress_type == _AES:
        return Code.ENCRYPTED, "is encrypted"
    if info.compress_type not in METHODS:
        how = _OTHER_METHODS.get(info.compress_type, f"number {info.compress_type}")
        return Code.UNKNOWN_COMPRESSION, f"is compressed in a way that Python cannot read ({how})"
    return None


def _check_places(infos: list[zipfile.ZipInfo], ends: list[int], name: str) -> None:
    """Refuses entries that begin before the last one ends; their own headers are looked at when they are read."""
    for info, end in zip(infos, ends, strict=True):
        if info.header_offset < 0:
            raise refusal(Code.DAMAGED, _place(name, info), "lies outside of the archive, which is cut off")
        if info.header_offset + _LOCAL_HEADER + len(info.orig_filename) + info.compress_size > end:
            if info is infos[-1]:
                raise refusal(Code.DAMAGED, _place(name, info), "reaches beyond the archive's end")
            raise refusal(Code.OVERLAP, _place(name, info), "shares bytes with another entry")


def _find_directory(stream: IO[bytes]) -> _Directory | None:
    """Where zipfile will look for the list of entries: its place, its length, and how many it declares."""
    length = stream.seek(0, os.SEEK_END)
    tail_start = max(length - _END.size - _LONGEST_COMMENT, 0)
    stream.seek(tail_start)
    tail = stream.read()
    at = len(tail) - _END.size
    if tail[at : at + 4] != b"PK\5\6" or tail[-2:] != b"\0\0":
        at = tail.rfind(b"PK\5\6")
    if not 0 <= at <= len(tail) - _END.size:
        return None
    _, count, size = _END.unpack_from(tail, at)
    end = tail_start + at
    before = end - _LOCATOR_64 - _END_64.size
    if before >= 0:
        stream.seek(before)
        record = stream.read(_END_64.size + 4)
        if record[:4] == b"PK\6\6" and record[-4:] == b"PK\6\7":
            _, count, size = _END_64.unpack_from(record)
            end = before
    return (end - size, size, count) if size <= end else None


def _count_entries(stream: IO[bytes], start: int, size: int) -> int:
    """How many entries a list has, by the marks with which they begin."""
    stream.seek(start)
    count, rest = 0, b""
    while size > 0 and (data := stream.read(min(size, _CHUNK))):
        size -= len(data)
        count += (rest + data).count(_MARK)
        rest = data[-len(_MARK) + 1 :]
    return count
