"""The two sides of a check: the files of the source, and those of the destination, as they are now."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from exportconv.digests import digest_of_stream
from exportconv.errors import DestinationError, SourceError
from exportconv.model import Content
from exportconv.options import Options, Track, no_track
from exportconv.readers.source import FileContent, open_plain, open_source
from exportconv.writers.manifest import Manifest, Record, Run, load_manifest

__all__ = ["Sides", "open_sides"]

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_NOT_OURS = frozenset((".exportconv", ".git"))


class Sides:
    """What was converted, what it became, and what stands there now."""

    def __init__(
        self,
        run: Run,
        kind: str,
        source: Mapping[str, Content],
        root: Path,
        digests: Mapping[str, str],
        track: Track = no_track,
    ) -> None:
        """`digests` are those of the source files."""
        self._root = root
        self._track = track
        places = list(self._places_now(run))
        pairs = zip((record.output for record in run.files), places, strict=True)
        self.moves = [(output, place) for output, place in pairs if output != place and place in self.written]
        """Where files were written that the user has put elsewhere since, and where they are."""
        moved = (record._replace(output=place) for record, place in zip(run.files, places, strict=True))
        run = self.run = replace(run, files=tuple(moved))
        self.kind = kind
        self.source = source
        self.source_digests = digests
        self.records: dict[str, list[Record]] = {}
        for record in run.files:
            if record.source_digest:
                self.records.setdefault(record.source, []).append(record)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """Path of every file in the destination → its digest."""
        paths = _files_in(self._root)
        files = self._track(paths, len(paths), "comparing")
        return {path: _digest_of(FileContent(os.path.join(self._root, path), 0)) for path in files}

    def _places_now(self, run: Run) -> Iterator[str]:
        """Where each file is: in its place, or the one new file that has its bytes or else its name."""
        own = {record.place for part in (run.files, run.gone, run.beside) for record in part}
        fresh = [path for path in self.written if path not in own and not path.startswith(".")]
        by_name: dict[str, list[str]] = {}
        for path in fresh:
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
        for record in run.files:
            others = [record.place]
            if record.place not in self.written:
                others = [path for path in self.places.get(record.output_digest, ()) if path not in own]
                others = others if len(others) == 1 else by_name.get(record.place.rpartition("/")[2], [])
            yield others[0] if len(others) == 1 else record.place

    @cached_property
    def places(self) -> Mapping[str, list[str]]:
        """Digest → the files of the destination that have it."""
        found: dict[str, list[str]] = {}
        for path, digest in self.written.items():
            found.setdefault(digest, []).append(path)
        return found

    def read_source(self, path: str) -> bytes:
        """The bytes of a file of the source."""
        return self.source[path].read()

    def read_written(self, path: str) -> bytes:
        """The bytes of a file of the destination."""
        return (self._root / path).read_bytes()

    def pages(self) -> list[Record]:
        """The notes that pages of the source became and that are there."""
        pages = (record for record in self.run.files if self.is_page(record) and record.source in self.source)
        return [record for record in pages if record.output in self.written]

    def newest(self, record: Record) -> Record:
        """What says what a page says now: for a note that was edited, what was written beside it."""
        return self._beside.get(record.source, record)

    @cached_property
    def _beside(self) -> Mapping[str, Record]:
        # of several the first counts
        return {item.source: item for item in reversed(self.run.beside) if item.output in self.written}

    def is_page(self, record: Record) -> bool:
        """Whether a record is that of a page of the source."""
        return bool(record.source_digest) and record.output.endswith(".md") and is_text(record.source)


def is_text(path: str) -> bool:
    """Whether a file may be a page by its name."""
    return path.lower().endswith((".md", ".html", ".htm"))


def open_sides(sources: Sequence[Path], destination: Path, options: Options, track: Track = no_track) -> Sides:
    """Both sides, with the conversion in the manifest that had this source.

    Raises DestinationError where there is no manifest, SourceError where it tells of no file of this source.
    """
    manifest = load_manifest(destination) if destination.is_dir() else None
    if not destination.exists():
        raise DestinationError(f"{destination}: there is no such folder")
    if manifest is None:
        raise DestinationError(
            f"{destination}: has no .exportconv/manifest.json, so nobody knows what was converted;"
            " name a folder that `convert` has written"
        )
    best: tuple[int, Run, str, Mapping[str, Content], Mapping[str, str]] | None = None
    for kind, source in _readings(sources, options, manifest, track):
        files = track(source.items(), len(source), "comparing")
        digests = {path: _digest_of(content) for path, content in files}
        for run in manifest.runs:
            known = ((item.source, item.source_digest) for items in (run.files, run.merged) for item in items)
            count = sum(digests.get(path) == digest for path, digest in known)
            if _kind_of(run) in (kind, "") and (best is None or count > best[0]):
                best = count, run, kind, source, digests
    if best is None or not best[0]:
        raise SourceError(
            f"{destination}: was not made from this source; name the export that it was made from, with all its parts"
        )
    return Sides(best[1], best[2], best[3], destination, best[4], track)


def _readings(
    sources: Sequence[Path], options: Options, manifest: Manifest, track: Track
) -> Iterator[tuple[str, Mapping[str, Content]]]:
    """The source as each kind of conversion in the manifest would have read it."""
    kinds = {_kind_of(run) for run in manifest.runs}
    if "notion" in kinds:
        yield "notion", {str(entry.path): entry.content for entry in open_source(sources, options, track).entries}
    others = kinds - {"notion"}
    if others and len(sources) == 1:
        files = {str(entry.path): entry.content for entry in open_plain(sources[0], options, track).entries}
        for kind in sorted(others):
            yield kind, files


def _kind_of(run: Run) -> str:
    """What was converted; of an older manifest that is told by the settings, or by ids in the names of pages."""
    told = run.kind or str(run.settings.get("source_format", "auto"))
    if told != "auto":
        return told
    has_ids = any(_ID.search(record.source) for record in run.files if is_text(record.source))
    return "notion" if has_ids else "obsidian"


def _files_in(root: Path) -> list[str]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in _NOT_OURS or folder != os.fspath(root)]
        found += [os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/") for name in names]
    return sorted(path for path in found if os.path.isfile(root / path))


def _digest_of(content: Content) -> str:
    with content.open() as stream:
        return digest_of_stream(stream)
