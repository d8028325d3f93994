"""Where Obsidian finds the file that a link names (pure).

Source of the facts: Obsidian's help on internal links, its API, and the links of 14 public vaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from exportconv.paths import decode_once, decode_path, fold, join_path, nfc, parents_of, split_name, target_path

__all__ = ["Found", "Reading", "VaultFolders", "VaultPaths", "is_page", "means_folder"]

_NOTE = ".md"
_STEP = "./"
_BACKSLASH = re.compile("%5[Cc]")


class Found(NamedTuple):
    """The file that a link names."""

    path: str
    """Its path below the vault's root."""
    others: int = 0
    """How many further files the link may as well mean."""


class Reading(NamedTuple):
    """One way to read the target of a link."""

    path: str
    """Path of the file, decoded; `""` for the note that the link stands in."""
    fragment: str
    """The heading or block in it, decoded, without its `#`."""
    length: int
    """How many characters of the target are the path, as it is written."""
    query: str = ""
    """What stands between path and fragment, with its `?`: something that a server is asked for."""


def _readings_of(target: str, *, wikilink: bool) -> Iterator[Reading]:
    """The ways to read a link's target, the likeliest first.

    A name may hold a number sign, though Obsidian itself cannot link to such a note, or a question mark. A Markdown
    link is decoded once; if that leads nowhere, the path may be meant as it is written, or be encoded more than once.
    """
    path, sign, fragment = target.partition("#")
    if not path.strip():
        yield Reading("", fragment.strip() if wikilink else decode_once(fragment), len(path))
        return
    for name, part in ((path, fragment), (target, "")) if sign else ((target, ""),):
        if wikilink:
            yield Reading(name.strip(), part.strip(), len(name.rstrip()))
        else:
            yield from (Reading(spelling, decode_once(part), len(name)) for spelling in _spellings(name))
    if not wikilink and "?" in path:
        name = path[: path.index("?")]
        query = path[len(name) :]
        yield from (Reading(spelling, decode_once(fragment), len(name), query) for spelling in _spellings(name))


def _spellings(name: str) -> Iterable[str]:
    """What the path of a Markdown link may say."""
    if "%" not in name:
        return (name,)
    spellings = ["/".join(map(decode_once, name.split("/"))), name, decode_path(name)]
    if _BACKSLASH.search(name):
        # it stays encoded in what may become a path on disk; here it can only be part of a name
        parts = ("/".join(map(decode_once, part.split("/"))) for part in _BACKSLASH.split(name))
        spellings.insert(2, "\\".join(parts))
    return dict.fromkeys(spellings)


class VaultPaths:
    """The files of a vault, found by their paths or the ends of them; built once, asked once a link.

    Case and Unicode form do not matter. The order: the path from the root; the end of the path of a single file;
    of several such files, the one in the note's own folder, else the one with the shortest path. Paths of Markdown
    links are relative to the note first.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        """Indexes the paths of all files that a link may lead to."""
        self._by_key: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in paths:
            key = fold(path)
            if key not in self._by_key:
                self._by_name.setdefault(key.rpartition("/")[2], []).append(key)
            self._by_key.setdefault(key, []).append(path)
        self._ends: dict[str, tuple[str, int]] = {}
        self._known: dict[tuple[str, str, bool], Found | None] = {}
        self._read: dict[tuple[str, str, bool], tuple[Found | None, Reading]] = {}

    def find(self, link: str, folder: str, *, relative: bool = False) -> Found | None:
        """The file that a decoded path in a note of a folder means, with or without `.md`; None for no file.

        relative: whether the path is one of a Markdown link, relative to the folder first.
        """
        question = (link, folder, relative)
        if question not in self._known:
            self._known[question] = self._find(link, folder, relative=relative)
        return self._known[question]

    def read(self, target: str, folder: str, *, wikilink: bool) -> tuple[Found | None, Reading]:
        """The file that a link's target means, and how the target was read; of a link within its note only that."""
        if wikilink and not _has_dot_steps(target):
            # where one file alone fits, it does so from every folder
            found, reading = self._once("", target, wikilink=True)
            if found is None or not found.others:
                return found, reading
        return self._once(folder, target, wikilink=wikilink)

    def read_in_page(self, target: str, folder: str) -> tuple[Found | None, Reading]:
        """The same for a page of HTML: its addresses count from its own folder or, behind a slash, from the root."""
        if target.startswith(("/", "#", "?")):
            return self.read(target, folder, wikilink=False)
        found, reading = self.read(_STEP + target, folder, wikilink=False)
        return found, reading._replace(path=reading.path[len(_STEP) :], length=reading.length - len(_STEP))

    def _once(self, folder: str, target: str, *, wikilink: bool) -> tuple[Found | None, Reading]:
        question = (target, folder, wikilink)
        if question not in self._read:
            self._read[question] = self._first_that_fits(target, folder, wikilink=wikilink)
        return self._read[question]

    def _first_that_fits(self, target: str, folder: str, *, wikilink: bool) -> tuple[Found | None, Reading]:
        reading = Reading("", "", 0)
        for reading in _readings_of(target, wikilink=wikilink):
            found = self.find(reading.path, folder, relative=not wikilink) if reading.path else None
            if found or not reading.path:
                return found, reading
        return None, reading

    def _find(self, link: str, folder: str, *, relative: bool) -> Found | None:
        found = self._spelt(link, folder, relative=relative)
        if found is None and "\u00a0" in link:
            return self._spelt(link.replace("\u00a0", " "), folder, relative=relative)
        return found

    def _spelt(self, link: str, folder: str, *, relative: bool) -> Found | None:
        steps = link.split("/")
        if "." in steps or ".." in steps:
            path = target_path(folder, "/".join(steps))
            return next(filter(None, (self._at(path, form) for form in _forms(path))), None) if path else None
        path = "/".join(step for step in steps if step)
        for form in _forms(path) if path else ():
            found = self._best(path, form, folder, relative=relative, absolute=link.startswith("/"))
            if found:
                return found
        return None

    def _at(self, spelling: str, key: str) -> Found | None:
        """The file at just this path."""
        return _nearest(spelling, self._by_key.get(key, ()))

    def _best(self, spelling: str, key: str, folder: str, *, relative: bool, absolute: bool) -> Found | None:
        found = self._at(spelling, join_path(fold(folder), key)) if relative and not absolute else None
        found = found or self._at(spelling, key)
        if found or absolute:
            return found
        end, count = self._ending(key)
        if count > 1:
            here = join_path(fold(folder), key.rpartition("/")[2])
            end = here if here in self._by_key and here.endswith("/" + key) else end
        nearest = self._at(spelling, end)
        return Found(nearest.path, max(count - 1, nearest.others)) if nearest else None

    def _ending(self, key: str) -> tuple[str, int]:
        """Of the files whose path ends so, the one with the shortest path, and how many there are."""
        if key not in self._ends:
            named = self._by_name.get(key.rpartition("/")[2], ())
            fits = [known for known in named if known.endswith("/" + key)]
            nearest = min(fits, key=lambda known: (known.count("/"), len(known), known), default="")
            self._ends[key] = (nearest, len(fits))
        return self._ends[key]


class VaultFolders:
    """The folders of a vault, which a Markdown link may lead to; most vaults have no such link."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are those of all files."""
        self._paths = paths

    @cached_property
    def _by_key(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {"": [""]}
        for folder in sorted({folder for path in self._paths for folder in parents_of(path)}):
            found.setdefault(fold(folder), []).append(folder)
        return found

    def read(self, target: str, folder: str) -> tuple[str, Reading] | None:
        """The folder that the target of a link means, below the link's own folder or the root, and how it was read."""
        for reading in _readings_of(target, wikilink=False):
            is_absolute = reading.path.startswith("/")
            starts = ("",) if is_absolute else (folder,) if _has_dot_steps(reading.path) else (folder, "")
            for start in starts:
                path = target_path(start, reading.path) if reading.path else None
                known = self._by_key.get(fold(path)) if path is not None else None
                if path is not None and known:
                    return (path if path in known else known[0]), reading
        return None


def is_page(path: str) -> bool:
    """Whether a file is a page of HTML, whose links lead where a browser finds something."""
    return path.lower().endswith((".html", ".htm"))


def means_folder(path: str) -> bool:
    """Whether a path can name nothing but a folder: `sub/`, `.`, `../..`."""
    return bool(path) and path.rpartition("/")[2] in ("", ".", "..")


def _has_dot_steps(target: str) -> bool:
    return target.startswith(".") or "/." in target


def _forms(path: str) -> Iterator[str]:
    """Keys of the files that a path may mean: a note needs no suffix, everything else does."""
    key = fold(path)
    if key.endswith(_NOTE):
        yield key
    elif split_name(key)[2]:
        yield from (key, key + _NOTE)
    else:
        yield from (key + _NOTE, key)


def _nearest(spelling: str, paths: Sequence[str]) -> Found | None:
    """Of files that differ in case or Unicode form only, the one that is spelt like the link."""
    if len(paths) < 2:
        return Found(paths[0]) if paths else None
    for form in (str, nfc):
        fits = [path for path in paths if form(path).endswith((form(spelling), form(spelling) + _NOTE))]
        if fits:
            return Found(fits[0], len(fits) - 1)
    return Found(paths[0], len(paths) - 1)
