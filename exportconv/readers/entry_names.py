"""The names in a zip: what an entry is called, whatever its archive says about the encoding."""

from __future__ import annotations

import os
import zipfile
import zlib

__all__ = ["entry_name", "is_guessed"]

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_GUESSES = ("utf-8", "cp949")


def entry_name(info: zipfile.ZipInfo) -> str:
    """An entry's name; without the UTF-8 flag it is UTF-8, else Korean CP949, else the old IBM code page."""
    if info.flag_bits & _UTF8_FLAG or info.filename.isascii():
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    stored = _unicode_path(info.extra, zlib.crc32(raw))
    if stored:
        return stored
    for encoding in _GUESSES:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def is_guessed(info: zipfile.ZipInfo, name: str) -> bool:
    """Whether an entry's name is not the one that the archive gives it by the rules."""
    if name == info.filename:
        return False
    return name != _unicode_path(info.extra, zlib.crc32(info.orig_filename.encode("cp437", "replace")))


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
