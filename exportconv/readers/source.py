"""Folder, zip, zip in zip and several parts as one list of named files below the export's root."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.errors import SourceError
from exportconv.notion_names import split_id
from exportconv.options import Options, Track, no_track
from exportconv.paths import SourcePath, join_path, split_name
from exportconv.readers.folders import Entry, FileContent, Others, list_folder
from exportconv.readers.refusals import refusal
from exportconv.report import Issue

if TYPE_CHECKING:
    from exportconv.readers.archive import Keeper, ZipContent
    from exportconv.readers.gate import Gate

__all__ = ["Entry", "FileContent", "Others", "Source", "decode_text", "open_plain", "open_source"]

_LITTER = re.compile(
    r"(?:.*/)?(?:__MACOSX/.*|\.git/.*|\._[^/]*|\.DS_Store|[Tt]humbs\.db|[Dd]esktop\.ini|Icon\r)", re.DOTALL
)
_PART = re.compile(r"(?:Export|ExportBlock)-[0-9a-f-]{36}(?:-Part-\d+)?\.zip$", re.IGNORECASE)
_WRAPPER = re.compile(
    r"(?:Export|ExportBlock)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?:-Part-\d+)?", re.IGNORECASE
)
_PAGES = (".md", ".html", ".csv")
_UNPACK = "packed, but no zip; unpack it and give the folder"
_UNFINISHED = "a download that has not come to its end; wait for it, or load it again"
_OTHER_KINDS = {
    ".pdf": "a PDF, which holds no properties and no files; export from Notion as HTML or Markdown & CSV",
    ".enex": "an export of Evernote, which exportconv does not read",
    **dict.fromkeys((".doc", ".docx"), "a Word file, which exportconv does not read"),
    **dict.fromkeys((".7z", ".rar", ".tar", ".gz", ".tgz", ".xz"), _UNPACK),
    **dict.fromkeys((".crdownload", ".part", ".download"), _UNFINISHED),
}
_NEVER = (".git/", ".exportconv/")
_NESTING = 3
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """The files of an export; archives stay open as long as one of their files is referred to."""

    entries: tuple[Entry, ...]
    """By path."""
    issues: tuple[Issue, ...]
    """What was noticed while listing them."""
    others: Others = field(default_factory=Others)
    """What stands beside them, where the source is a folder."""


def open_source(paths: Sequence[Path], options: Options | None = None, track: Track = no_track) -> Source:
    """One or several folders and zips as one source; parts of one export share their root.

    Raises SourceError for what is missing or unreadable and UnsafeSourceError for a harmful archive.
    """
    gate, keeper = _gate(options, track)
    issues = gate.issues
    found = ([item for item in _list(path, keeper, gate) if not _LITTER.fullmatch(item.path)] for path in paths)
    listings = (listing for part in found for listing in _parts(part, keeper, gate, _NESTING))
    parts = [part for listing in listings for part in _unpacked_parts(listing)]
    listed = ((entry for entry in part if not _is_index(entry)) for part in _without_wrappers(parts))
    entries = _merge(listed, issues)
    return Source(tuple(entries), tuple(issues))


def open_plain(
    path: Path, options: Options | None = None, track: Track = no_track, *, needs_all: bool = True
) -> Source:
    """A vault or folder of notes as it is, dot files included; only `.git` and what an earlier run noted are left out.

    In a zip it may lie in one folder. needs_all: a folder that cannot be read is an error, not one of the `others`.
    Raises what `open_source` raises.
    """
    issues: list[Issue] = []
    if path.is_dir():
        listed, found = list_folder(os.fspath(path), track)
    else:
        gate, keeper = _gate(options, track)
        issues, (listed, found) = gate.issues, _list_all(path, keeper, gate)
    others = Others(_kept(found.special), _kept(found.unread), found.unfinished)
    issues += _skipped(others)
    if needs_all:
        _refuse_unread(others)
    entries = [item for item in listed if not item.path.startswith(_NEVER)]
    if not path.is_dir():
        entries = [item for item in entries if not item.path.startswith("__MACOSX/")]
        tops = {item.path.partition("/")[0] if "/" in item.path else "" for item in entries}
        if len(tops) == 1 and not tops & {"", ".obsidian"}:
            entries = _strip_top(entries)
    return Source(tuple(_merge([entries], issues)), tuple(issues), others)


def _gate(options: Options | None, track: Track) -> tuple[Gate, Keeper]:
    # whoever reads folders only starts sooner without these
    from exportconv.readers.archive import Keeper
    from exportconv.readers.gate import Gate

    return Gate(options or Options()), Keeper(track)


def _kept(places: Mapping[SourcePath, str]) -> Mapping[SourcePath, str]:
    return {path: place for path, place in places.items() if not f"{path}/".startswith(_NEVER)}


def _list(path: Path, keeper: Keeper, gate: Gate) -> list[Entry]:
    entries, others = _list_all(path, keeper, gate)
    gate.issues += _skipped(others)
    _refuse_unread(others)
    return entries


def _list_all(path: Path, keeper: Keeper, gate: Gate) -> tuple[list[Entry], Others]:
    if path.is_dir():
        return list_folder(os.fspath(path), keeper.track)
    if not path.exists():
        raise SourceError(f"{path}: there is no such file or folder")
    if not path.is_file():
        raise SourceError(f"{path}: is neither a folder nor a zip")
    if path.suffix.lower() in _PAGES:
        raise SourceError(f"{path}: is a single page; give the folder that it lies in")
    if path.suffix.lower() in _OTHER_KINDS:
        raise SourceError(f"{path}: is {_OTHER_KINDS[path.suffix.lower()]}")
    return list(_list_archive(path, str(path), keeper, gate)), Others()


def _skipped(others: Others) -> Iterator[Issue]:
    for path in others.special:
        if not _LITTER.fullmatch(path):
            yield Issue(Code.SKIPPED_ENTRY, path, 0, "is no plain file and was skipped")


def _refuse_unread(others: Others) -> None:
    for message in others.unread.values():
        raise SourceError(message)


def _list_archive(file: Path | ZipContent, name: str, keeper: Keeper, gate: Gate) -> Iterator[Entry]:
    from exportconv.readers.archive import list_zip, open_zip

    for path, content in list_zip(open_zip(file, name, keeper, gate), name, keeper, gate):
        yield Entry(SourcePath(path), content)


def _parts(entries: list[Entry], keeper: Keeper, gate: Gate, depth: int) -> Iterator[list[Entry]]:
    """A listing, with the zips that are parts of the export opened; any other zip is an attachment."""
    zips = [entry for entry in entries if entry.path.lower().endswith(".zip") and "/" not in entry.path]
    alone = all(entry in zips for entry in entries if entry.path != "index.html") if zips else False
    parts = [entry for entry in zips if alone or _PART.search(entry.path)]
    if not parts:
        yield entries
        return
    if depth == 0:
        raise refusal(Code.DEEP_NESTING, f"{parts[0].path}:", f"lies in archives more than {_NESTING} deep")
    names = {entry.path for entry in parts}
    rest = [entry for entry in entries if entry.path not in names]
    if not alone:
        yield rest
    for part in parts:
        inner = Path(part.content.file) if isinstance(part.content, FileContent) else cast("ZipContent", part.content)
        listed = [item for item in _list_archive(inner, part.path, keeper, gate) if not _LITTER.fullmatch(item.path)]
        yield from _parts(listed, keeper, gate, depth - 1)


def _unpacked_parts(entries: list[Entry]) -> list[list[Entry]]:
    """A listing of nothing but unpacked `Export-<uuid>/` folders as one part for each of them."""
    tops: dict[str, list[Entry]] = {}
    for entry in entries:
        tops.setdefault(entry.path.partition("/")[0], []).append(entry)
    return list(tops.values()) if tops and all(_WRAPPER.fullmatch(top) for top in tops) else [entries]


def _top(part: Iterable[Entry]) -> str | None:
    """The one folder that holds a whole part, if it is a wrapper; a page's folder has its page beside it."""
    tops = {entry.path.partition("/")[0] if "/" in entry.path else "" for entry in part if entry.path != "index.html"}
    top = tops.pop() if len(tops) == 1 else ""
    return top if top and split_id(top)[1] is None else None


def _without_wrappers(parts: list[list[Entry]]) -> list[list[Entry]]:
    """The parts without `Export-<uuid>/` and `Private & Shared/`, in whatever language it is.

    A wrapper is known by its place: one folder that holds everything, of all parts alike.
    """
    while True:
        # a part with nothing but the page tree in it has no say
        parts = [part for part in parts if any(entry.path != "index.html" for entry in part)]
        tops = [_top(part) for part in parts]
        alike = len(set(tops)) == 1
        strip = [top is not None and (alike or bool(_WRAPPER.fullmatch(top))) for top in tops]
        if not any(strip):
            return parts
        parts = [_strip_top(part) if away else part for part, away in zip(parts, strip, strict=True)]


def _strip_top(part: Iterable[Entry]) -> list[Entry]:
    return [Entry(SourcePath(entry.path.partition("/")[2] or entry.path), entry.content) for entry in part]


def _merge(parts: Iterable[Iterable[Entry]], issues: list[Issue]) -> list[Entry]:
    """All parts as one list by path; equal files count once, different ones under one path are all kept."""
    found: dict[str, list[Entry]] = {}
    for entry in (entry for part in parts for entry in part):
        found.setdefault(entry.path, []).append(entry)
    merged: dict[str, Entry] = {}
    for path in sorted(found):
        merged[path] = found[path][0]
        if len(found[path]) > 1:
            _keep_all(found[path], found, merged, issues)
    return [merged[path] for path in sorted(merged)]


def _keep_all(entries: Iterable[Entry], taken: Container[str], merged: dict[str, Entry], issues: list[Issue]) -> None:
    """Adds the files of one path, numbered by their content, so that the order of the parts does not matter."""
    different = {digest_of(entry.content.read()): entry for entry in entries}
    for index, digest in enumerate(sorted(different)):
        entry, number = different[digest], 1
        path = entry.path
        while index and (path in merged or path in taken):
            number += 1
            path = _numbered(entry.path, number)
        if index:
            issues.append(Issue(Code.SAME_PATH, entry.path, 0, f"is there twice; another one is read as {path}"))
        merged[path] = Entry(path, entry.content)


def _numbered(path: str, number: int) -> SourcePath:
    """A path with a number in it, before the id where it has one."""
    folder, stem, suffix = split_name(path)
    tail = "_all" if stem.endswith("_all") else ""
    title, notion_id = split_id(stem.removesuffix("_all"))
    numbered = f"{title} ({number}) {notion_id}{tail}" if notion_id else f"{stem} ({number})"
    return SourcePath(join_path(folder, numbered + suffix))


def _is_index(entry: Entry) -> bool:
    """Whether this is the page tree that Notion adds to a workspace export; it holds nothing else."""
    if entry.path != "index.html":
        return False
    with entry.content.open() as stream:
        return b'<ul id="id::' in stream.read(_CHUNK)


def decode_text(data: bytes) -> str | None:
    """The text of a file in UTF-8, or in UTF-16 that says so, without its mark; None for any other bytes."""
    # the mark of UTF-32 begins as that of UTF-16 does
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(codecs.BOM_UTF32_LE)
    encoding = "utf-16" if is_utf16 else "utf-8"
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError:
        return None
