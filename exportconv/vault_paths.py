"""Where Obsidian finds the file that a link names (pure).

Source of the facts: Obsidian's help on internal links, its API, and the links of 14 public vaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exportconv.paths import decode_once, decode_path, fold, join_path, nfc, split_name, target_path

__all__ = ["Found", "Reading", "VaultPaths"]

_NOTE = ".md"


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


def _readings_of(target: str, *, wikilink: bool) -> Iterator[Reading]:
    """The ways to read a link's target, the likeliest first.

    A name may hold a number sign, though Obsidian itself cannot link to such a note. A Markdown link is decoded
    once; if that leads nowhere, the path may be meant as it is written, or be encoded more than once.
    """
    path, sign, fragment = target.partition("#")
    if not path.strip():
        yield Reading("", fragment.strip() if wikilink else decode_once(fragment), len(path))
        return
    for name, part in ((path, fragment), (target, "")) if sign else ((target, ""),):
        if wikilink:
            yield Reading(name.strip(), part.strip(), len(name.rstrip()))
        else:
            once = "/".join(decode_once(step) for step in name.split("/"))
            for spelling in dict.fromkeys([once, name, decode_path(name)]) if "%" in name else (name,):
                yield Reading(spelling, decode_once(part), len(name))


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
        own = fold(folder)
        found = self._at(spelling, join_path(own, key)) if relative and not absolute else None
        found = found or self._at(spelling, key)
        if found or absolute:
            return found
        end, count = self._ending(key)
        if count > 1:
            here = join_path(own, key.rpartition("/")[2])
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
    if not paths:
        return None
    for form in (str, nfc):
        fits = [path for path in paths if form(path).endswith((form(spelling), form(spelling) + _NOTE))]
        if fits:
            return Found(fits[0], len(fits) - 1)
    return Found(paths[0], len(paths) - 1)
