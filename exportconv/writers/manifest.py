"""`.exportconv/manifest.json`: what was written from which source, so that a second run knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from exportconv.digests import new_hasher
from exportconv.errors import DestinationError
from exportconv.model import Content
from exportconv.notion_names import id_of_path

__all__ = [
    "MANIFEST", "Manifest", "Record", "Run", "combined_digest", "content_digest", "load_manifest", "notion_ids_in",
]  # fmt: skip

MANIFEST = ".exportconv/manifest.json"
_VERSION = 1
_PARTS = ("files", "gone", "beside")
_quote = json.encoder.encode_basestring


class Record(NamedTuple):
    """One file that was written."""

    source: str
    """Its path in the source."""
    source_digest: str
    """BLAKE2b of the source file; `""` for a file that was made, such as a base."""
    output: str
    """Its path below the destination."""
    output_digest: str
    """BLAKE2b of what was written."""


@dataclass(frozen=True, slots=True)
class Run:
    """One conversion into the destination."""

    digest: str
    """Of all source files with their paths."""
    settings: dict[str, Any]
    """The options that shaped the output."""
    files: tuple[Record, ...]
    """By output path. What the user has edited or removed since is among them."""
    gone: tuple[Record, ...] = ()
    """Files of earlier runs that the source does not have any more; they were left there."""
    beside: tuple[Record, ...] = ()
    """Newer forms of files that the user had edited, which were written beside those."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All conversions into one destination."""

    runs: tuple[Run, ...] = ()
    """In the order they were made."""

    def lines(self) -> Iterator[bytes]:
        """The lines of the file: JSON with a line for each file written, so that a diff of two can be read."""
        fields = ", ".join(f'"{name}": %s' for name in Record._fields)
        yield f'{{"version": {_VERSION}, "runs": ['.encode()
        for number, run in enumerate(self.runs):
            settings = json.dumps(run.settings, ensure_ascii=False, sort_keys=True)
            comma = "," if number else ""
            yield f'{comma}\n{{"digest": "{run.digest}", "settings": {settings}'.encode()
            for part in _PARTS:
                records: tuple[Record, ...] = getattr(run, part)
                if records or part == "files":
                    yield f', "{part}": ['.encode()
                    for index, record in enumerate(records):
                        line = f"{{{fields}}}" % tuple(map(_quote, record))
                        yield f"{',' if index else ''}\n{line}".encode()
                    yield b"\n]"
            yield b"}"
        yield b"\n]}\n"


def combined_digest(files: Iterable[tuple[str, str]]) -> str:
    """One digest for pairs of source path and digest, whatever order they come in."""
    hasher = new_hasher()
    for path, digest in sorted(files):
        hasher.update(f"{path}\0{digest}\n".encode())
    return hasher.hexdigest()


def content_digest(content: str | Content) -> str:
    """The digest of a source file that is not held in memory, where it is not known already."""
    if isinstance(content, str):
        return content
    hasher = new_hasher()
    with content.open() as stream:
        while chunk := stream.read(1 << 20):
            hasher.update(chunk)
    return hasher.hexdigest()


def notion_ids_in(paths: Iterable[str]) -> frozenset[str]:
    """The Notion ids of the pages and databases among source paths."""
    return frozenset(notion_id for path in paths if (notion_id := id_of_path(path)))


def load_manifest(folder: Path) -> Manifest | None:
    """The manifest of a destination; None where there is none.

    Raises DestinationError for one that is damaged or of a later version: what it protects is unknown then.
    """
    file = folder / MANIFEST
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_bytes())
        if data["version"] != _VERSION:
            raise DestinationError(f"{file}: was written by another version of exportconv")
        return Manifest(tuple(_run(run) for run in data["runs"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DestinationError(f"{file}: is damaged; choose a new folder") from error


def _run(data: dict[str, Any]) -> Run:
    parts: list[Sequence[dict[str, str]]] = [data["files"], *(data.get(part, ()) for part in _PARTS[1:])]
    return Run(data["digest"], data["settings"], *(tuple(Record(**record) for record in part) for part in parts))
