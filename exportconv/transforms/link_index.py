"""The files of a vault by every name a link may have for them; built once, asked once a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from exportconv.model import Vault
from exportconv.notion_names import ADDRESS, ID, id_of_path, plain_id, split_id
from exportconv.paths import SourcePath, decode_once, join_path, nfc, parent_of, path_key, split_name

__all__ = ["Fit", "LinkIndex", "Step", "notion_ids"]

_HEX = re.compile(rf"(?<![0-9A-Fa-f])(?:{ID})(?![0-9A-Fa-f])")
_NOTION = re.compile(rf"(?:{ADDRESS}|notion://[\w.-]*notion\.(?:so|com|site)/)(?P<rest>\S*)", re.IGNORECASE)
_PAGES = (".md", ".html", ".htm")
_PEEK = re.compile(r"[?&]p=([0-9a-f]{32})", re.IGNORECASE)


class Step(IntEnum):
    """How sure a match is; lower is surer. All from `MOVED` on are guesses that other links may contradict."""

    EXACT = 1
    KEY = 2
    ID = 3
    MOVED = 4


class Fit(NamedTuple):
    """Where a link leads."""

    path: SourcePath
    """The file."""
    step: Step
    """How it was found."""
    others: int = 0
    """How many further files it fits as well."""


def _files_by_id(vault: Vault) -> dict[str, list[SourcePath]]:
    """Notion id → the pages, databases and views that have it."""
    found: dict[str, list[SourcePath]] = {}
    for note in vault.notes:
        if note.id:
            found.setdefault(note.id, []).append(note.path)
    for database in vault.databases:
        views = {view.id: view.path for view in database.views if view.id != database.id}
        for notion_id, path in {database.id: database.path, **views}.items():
            if notion_id:
                found.setdefault(notion_id, []).append(path)
    return found


def notion_ids(url: str) -> tuple[tuple[str, ...], str | None] | None:
    """Page ids that a Notion URL may mean, surest first, and its block id; None for any other URL."""
    match = _NOTION.match(url)
    if match is None:
        return None
    page, _, fragment = match["rest"].partition("#")
    path, _, _ = page.partition("?")
    found = _HEX.findall(path.rpartition("/")[2])
    peek = _PEEK.search(page)
    ids = ([peek[1]] if peek else []) + found[-1:]
    return tuple(i.replace("-", "").lower() for i in ids), plain_id(fragment)


class LinkIndex:
    """Looks up the targets of links.

    The order (every step only where the one before finds nothing): the path decoded once, exact; any other
    spelling of the path (NFC or NFD, case, encoded up to four times); the Notion id; then the path without
    ids, and the base name in the note's own folder, the folder of the note, and the root.
    """

    def __init__(self, vault: Vault) -> None:
        """Indexes all notes and attachments."""
        self._by_key: dict[str, list[SourcePath]] = {}
        self._notes = tuple(note.path for note in vault.notes)
        self._has_notes = False
        self._idless: dict[str, list[SourcePath]] | None = None
        for attachment in vault.attachments:
            self._add(attachment.path)
        for item in vault.superseded:
            self._by_key.setdefault(path_key(item.path), []).append(item.by)
        self._by_id = _files_by_id(vault)
        self._only = {
            notion_id: Fit(found[0], Step.ID)
            for notion_id, found in self._by_id.items()
            if len(found) == 1 and found[0].endswith(_PAGES)
        }
        self._folders: dict[SourcePath, list[str]] = {}
        for folder, owner in (vault.folders or {}).items():
            self._folders.setdefault(owner, []).append(folder)

    def _add(self, path: SourcePath) -> None:
        self._by_key.setdefault(path_key(path), []).append(path)

    def _without_ids(self) -> dict[str, list[SourcePath]]:
        """The files by their path without ids; built when the first link needs it, for most exports never do."""
        if self._idless is None:
            self._idless = {}
            self._files(_PAGES[0])
            for path in sorted(path for paths in self._by_key.values() for path in paths):
                self._idless.setdefault(path_key(_without_ids(path)), []).append(path)
        return self._idless

    def by_id(self, notion_id: str) -> Fit | None:
        """The page or database with an id."""
        found = self._by_id.get(notion_id)
        return Fit(found[0], Step.ID, len(found) - 1) if found else None

    def by_path(self, path: str) -> Fit | None:
        """The file at a path, in any spelling; the path is still encoded as the link has it."""
        found = self._files(path_key(path))
        return _nearest(path, found) if found else None

    def _files(self, key: str) -> list[SourcePath] | None:
        """The files with a key. Notes are indexed when the first link asks for one: most are found by their id."""
        if not self._has_notes and key.endswith(_PAGES):
            self._has_notes = True
            for path in self._notes:
                self._add(path)
        return self._by_key.get(key)

    def only_by_id(self, target: str) -> Fit | None:
        """The page whose id ends a link's target, where no other file has that id.

        What `by_path` and `by_last_id` would find as well, without decoding a path: most links of most exports.
        """
        for suffix in _PAGES:
            if target.endswith(suffix):
                return self._only.get(target[-32 - len(suffix) : -len(suffix)].lower())
        return None

    def by_last_id(self, path: str) -> Fit | None:
        """The page or database whose id stands at the end of a path, whatever its extension."""
        notion_id = id_of_path(path)
        return self.by_id(notion_id) if notion_id else None

    def moved(self, note: SourcePath, path: str) -> Fit | None:
        """The file that a path may mean after folders lost their ids or files were moved."""
        name = path.rpartition("/")[2]
        places = [_without_ids(path)]
        places += [join_path(folder, name) for folder in self._folders.get(note, ())]
        places += [join_path(parent_of(note), name), name]
        own = self._without_ids().get(path_key(places[0]))
        if own:
            return Fit(own[0], Step.MOVED, len(own) - 1)
        for place in places[1:]:
            found = self._files(path_key(place))
            if found:
                return _nearest(place, found)._replace(step=Step.MOVED)
        return None


def _without_ids(path: str) -> str:
    """A path whose folders have lost their Notion ids, and its file too where that leaves a name."""
    folder, slash, name = path.rpartition("/")
    return f"{_folder_without_ids(folder)}/{_segment_without_id(name)}" if slash else _segment_without_id(name)


@lru_cache(maxsize=1024)
def _folder_without_ids(folder: str) -> str:
    return "/".join(map(_segment_without_id, folder.split("/")))


def _segment_without_id(segment: str) -> str:
    if len(segment) < 32:
        return segment
    decoded = decode_once(segment)
    _, stem, suffix = split_name(decoded)
    title, notion_id = split_id(stem)
    if notion_id and title:
        return title + suffix
    title, notion_id = split_id(decoded)
    return title if notion_id and title else segment


def _nearest(path: str, found: Sequence[SourcePath]) -> Fit:
    """Of files with one key, the one whose spelling needs the fewest steps from the link's."""
    spellings: Iterable[str] = _spellings(path)
    if len(found) == 1:
        return Fit(found[0], Step.KEY)
    for spelling in spellings:
        for form in (str, nfc):
            for candidate in found:
                if form(candidate) == form(spelling):
                    others = sum(_folded(other) != _folded(candidate) for other in found)
                    return Fit(candidate, Step.EXACT, others)
    return Fit(found[0], Step.KEY, len(found) - 1)


def _folded(path: str) -> str:
    """A spelling without case and Unicode form, so that only its percent-encoding is left to differ."""
    return nfc(path).casefold()


def _spellings(path: str) -> Iterable[str]:
    """The path decoded once, twice … four times, then as it is written."""
    literal = path
    for _ in range(4):
        decoded = "/".join(decode_once(segment) for segment in path.split("/"))
        yield decoded
        if decoded == path:
            break
        path = decoded
    yield literal
