"""Zips byte by byte: what `zipfile` would not write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

UTF8 = 0x800


class Raw(NamedTuple):
    """An entry as it stands in the archive, byte for byte; what is None is as it should be."""

    name: bytes
    data: bytes = b"x"
    flags: int = 0
    extra: bytes = b""
    mode: int = 0
    method: int = 0
    size: int | None = None
    """What it declares to unpack to."""
    crc: int | None = None
    packed: int | None = None
    """How many bytes it declares to take."""
    offset: int | None = None
    """Where it declares to begin."""
    local_extra: bytes = b""
    """More in its own header than in the list."""


def raw_zip(entries: Sequence[Raw], *, count: int | None = None) -> bytes:
    """A zip whose entries are exactly as given; zipfile itself would always set the UTF-8 flag."""
    body, central = b"", b""
    for entry in entries:
        size = len(entry.data) if entry.size is None else entry.size
        packed = len(entry.data) if entry.packed is None else entry.packed
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        fields = (entry.flags, entry.method, 0, 33, crc, packed, size, len(entry.name))
        offset = len(body) if entry.offset is None else entry.offset
        place = struct.pack("<HHHLL", 0, 0, 0, entry.mode << 16, offset)
        listed = struct.pack("<4sHHHHHHLLLHH", b"PK\1\2", 20, 20, *fields, len(entry.extra))
        central += listed + place + entry.name + entry.extra
        own = entry.extra + entry.local_extra
        body += struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, *fields, len(own)) + entry.name + own + entry.data
    many = len(entries) if count is None else count
    return body + central + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, many, many, len(central), len(body), 0)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def squeezed(name: bytes, data: bytes, **fields: int) -> Raw:
    """A deflated entry."""
    return Raw(name, deflated(data), method=8, **{"size": len(data), "crc": zlib.crc32(data), **fields})  # type: ignore[arg-type]


def quoting_bomb(count: int, kernel: int) -> bytes:
    """Entries each of which unpacks to the header of the next one and all that the next one unpacks to."""
    name_of = b"%04d".__mod__
    plain = bytes(kernel)
    packed = deflated(plain)
    records: list[tuple[bytes, int, int, int]] = []
    whole = b""
    for number in reversed(range(count)):
        name = name_of(number)
        records.append((name, zlib.crc32(plain), len(packed), len(plain)))
        header = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 33, *records[-1][1:], len(name), 0) + name
        whole = header + packed
        plain = header + plain
        packed = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + whole
    central = b""
    for place, (name, *sizes) in enumerate(reversed(records)):
        listed = struct.pack("<4sHHHHHHLLLHH", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, len(name), 0)
        central += listed + struct.pack("<HHHLL", 0, 0, 0, 0, place * 39) + name
    return whole + central + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(central), len(whole), 0)


def zip_bytes(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()
