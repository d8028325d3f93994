"""The compressions of a zip behind one face, each of which gives no more bytes at a time than it is asked for."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import Protocol

__all__ = ["LZMA_HEAD", "METHODS", "Unpacker", "new_unpacker"]

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
"""The compressions that can be read."""
LZMA_HEAD = 9
"""How many bytes stand before LZMA data: versions, a length, and the properties."""
_SMALLEST_WINDOW = 4096


class Unpacker(Protocol):
    """What `bz2` and `lzma` unpack with."""

    @property
    def eof(self) -> bool:
        """Whether the end was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether it has nothing left of what it was fed."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most so many bytes; what is left of the data is kept."""


def new_unpacker(method: int, head: bytes, size: int) -> Unpacker:
    """The unpacker for one of `METHODS`; `head` are the `LZMA_HEAD` bytes, and `size` is what comes out."""
    if method == zipfile.ZIP_BZIP2:
        from bz2 import BZ2Decompressor

        return BZ2Decompressor()
    if method == zipfile.ZIP_LZMA:
        return _Lzma(head, size)
    return _Inflater() if method == zipfile.ZIP_DEFLATED else _Stored()


class _Stored:
    """Bytes that are not compressed; it must be fed no more than what is wanted."""

    eof = False
    needs_input = True

    def decompress(self, data: bytes, max_length: int) -> bytes:  # noqa: ARG002  # the face of the others
        return data


class _Inflater:
    """The unpacker of `zlib`."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail or data, max_length)


class _Lzma:
    """The unpacker of `lzma`, whose error is none of the usual kinds."""

    def __init__(self, head: bytes, size: int) -> None:
        import lzma

        self._error = lzma.LZMAError
        marks, window = struct.unpack_from("<BL", head, 4)
        # no more of a window is needed than there are bytes, and a head may ask for 4 GiB
        kind = {"id": lzma.FILTER_LZMA1, "dict_size": max(min(window, size), _SMALLEST_WINDOW)}
        kind |= {"lc": marks % 9, "lp": marks // 9 % 5, "pb": marks // 45}
        try:
            self._lzma = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[kind])
        except lzma.LZMAError as error:
            raise zipfile.BadZipFile(str(error)) from error

    @property
    def eof(self) -> bool:
        return self._lzma.eof

    @property
    def needs_input(self) -> bool:
        return self._lzma.needs_input

    def decompress(self, data: bytes, max_length: int) -> bytes:
        try:
            return self._lzma.decompress(data, max_length)
        except self._error as error:
            raise zipfile.BadZipFile(str(error)) from error
