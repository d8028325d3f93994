"""Zip archives as named entries: checked before anything of them is used, nested ones opened in place."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from exportconv.readers.gate import Gate
from exportconv.readers.packed import FAILURES, Keeper, ZipContent, read_error

__all__ = ["Keeper", "ZipContent", "list_zip", "open_zip"]

_IN_MEMORY = 16 << 20
_CHUNK = 1 << 20


def open_zip(file: Path | ZipContent, name: str, keeper: Keeper, gate: Gate) -> zipfile.ZipFile:
    """An archive on disk or inside another one, with no more entries than `gate` allows; `keeper` closes it.

    A nested archive is read into memory up to 16 MiB, else into an unnamed temporary file.
    """
    try:
        if isinstance(file, Path):
            stream: IO[bytes] = keeper.stack.enter_context(open(file, "rb"))  # noqa: SIM115  # the keeper closes
        else:
            stream = _spooled(file, keeper)
        gate.count(stream, name)
        stream.seek(0)
        return keeper.stack.enter_context(zipfile.ZipFile(stream))
    except FAILURES as error:
        raise read_error(f"{name}:", error) from error


def _spooled(content: ZipContent, keeper: Keeper) -> IO[bytes]:
    spool: IO[bytes] = BytesIO() if content.size <= _IN_MEMORY else tempfile.TemporaryFile()  # noqa: SIM115  # below
    keeper.stack.enter_context(spool)
    with content.open() as stream:
        chunks = iter(lambda: stream.read(_CHUNK), b"")
        for chunk in keeper.track(chunks, -(-content.size // _CHUNK), "unpacking"):
            spool.write(chunk)
    spool.flush()
    return spool


def list_zip(archive: zipfile.ZipFile, name: str, keeper: Keeper, gate: Gate) -> Iterator[tuple[str, ZipContent]]:
    """The files of an archive with their real names; raises SourceError for one that `gate` does not let pass."""
    for path, info, end in gate.admit(archive, name):
        yield path, ZipContent(archive, info, keeper, name, end)
