"""`.exportconv/manifest.json`: what was written from which source, so that a second run knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from exportconv.digests import digest_of_stream, new_hasher
from exportconv.errors import DestinationError
from exportconv.model import Content
from exportconv.notion_names import id_of_path
from exportconv.options import without_words

__all__ = [
    "MANIFEST", "Manifest", "Merged", "Record", "Run", "combined_digest", "content_digest", "left_out_mark",
    "load_manifest", "notion_ids_in",
]  # fmt: skip

MANIFEST = ".exportconv/manifest.json"
_VERSION = 1
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
    moved: str = ""
    """Where the user had put it before this run; `""` for a file that was at `output`, which another may have now."""

    @property
    def place(self) -> str:
        """Where it was when the run had ended."""
        return self.moved or self.output


class Merged(NamedTuple):
    """One file of the source of which others that were written hold all that it says."""

    source: str
    """Its path in the source."""
    source_digest: str
    """BLAKE2b of the source file."""


@dataclass(frozen=True, slots=True)
class Run:
    """One conversion into the destination."""

    digest: str
    """Of all source files with their paths."""
    settings: dict[str, Any]
    """The options that shaped the output; a digest stands for what they leave out."""
    files: tuple[Record, ...]
    """By output path. What the user has edited or removed since is among them."""
    kind: str = ""
    """What the source was: `notion`, `obsidian` or `markdown`; `""` in a manifest of an older version."""
    merged: tuple[Merged, ...] = ()
    """Files of which others hold all that they say, by source path."""
    left_out: tuple[str, ...] = ()
    """Marks of files that the options left out, in order; not their names, which nobody else is to know."""
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
        yield f'{{"version": {_VERSION}, "runs": ['.encode()
        for number, run in enumerate(self.runs):
            settings = json.dumps(run.settings, ensure_ascii=False, sort_keys=True)
            comma = "," if number else ""
            kind = f', "kind": "{run.kind}"' if run.kind else ""
            left_out = f', "left_out": {json.dumps(run.left_out)}' if run.left_out else ""
            yield f'{comma}\n{{"digest": "{run.digest}"{kind}, "settings": {settings}{left_out}'.encode()
            for part in _PARTS:
                items: tuple[Record | Merged, ...] = getattr(run, part)
                if items or part == "files":
                    yield f', "{part}": ['.encode()
                    for index, item in enumerate(items):
                        yield f"{',' if index else ''}\n{_line(item)}".encode()
                    yield b"\n]"
            yield b"}"
        yield b"\n]}\n"


_PARTS = ("files", "merged", "gone", "beside")


def _line(item: Record | Merged) -> str:
    # most files have not been moved
    values = item if isinstance(item, Merged) or item.moved else item[:-1]
    pairs = zip(item._fields, map(_quote, values), strict=False)
    return "{%s}" % ", ".join(f'"{name}": {value}' for name, value in pairs)  # noqa: UP031  # braces stand for themselves


def left_out_mark(path: str, digest: str) -> str:
    """What the manifest has of a file that the options left out: who has the file can tell, and nobody else."""
    return combined_digest([(path, digest)])


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
    with content.open() as stream:
        return digest_of_stream(stream)


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
            raise DestinationError(
                f"{file}: was written by another version of exportconv; use that one, or choose a new folder"
            )
        return Manifest(tuple(_run(run) for run in data["runs"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DestinationError(f"{file}: is damaged; choose a new folder") from error


def _run(data: dict[str, Any]) -> Run:
    def records(part: str) -> tuple[Record, ...]:
        return tuple(Record(**item) for item in data.get(part, ()))

    return Run(
        data["digest"],
        # an older version wrote down the words
        without_words(data["settings"]),
        tuple(Record(**item) for item in data["files"]),
        data.get("kind", ""),
        tuple(Merged(**item) for item in data.get("merged", ())),
        tuple(data.get("left_out", ())),
        records("gone"),
        records("beside"),
    )
