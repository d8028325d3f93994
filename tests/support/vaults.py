"""What a vault holds: notes, their names, and where links lead."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from support.csvs import files_below, read_csv
from support.values import loose_key, nfc, plain_key, relation, same_file, same_files

ReadYaml = Callable[[str], dict[str, Any]]

PROBE = "day: 2024-05-10\n"
"""A text that every reader of YAML is asked for, to learn what it makes of dates."""

_WIKILINK = re.compile(r"\[\[([^\]|]+)(?:\|(.*))?\]\]", re.DOTALL)
_LINK = re.compile(r"\[(.*)\]\((?:<(.*)>|(.*))\)", re.DOTALL)


@dataclass(frozen=True)
class Note:
    """A Markdown file of the vault."""

    path: str
    front: dict[str, Any]
    body: str
    names: frozenset[str]
    """What it is called: stem, aliases, and the heading it begins with."""

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    def is_called(self, title: str) -> bool:
        untitled = not title.strip() and self.path.rpartition("/")[2].startswith("Untitled")
        return untitled or plain_key(title) in map(plain_key, self.names)


@dataclass
class World:
    """An export and the vault that was made of it, read once."""

    export: Path
    to: str
    has_dates: bool
    """Whether the YAML reader makes dates of dates; then one that is text was quoted."""
    page_ids: set[str]
    """Ids of the pages in the export."""
    files: dict[str, Path]
    """Path in the vault → file."""
    notes: dict[str, Note] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    copies: dict[tuple[str, ...], set[tuple[str, ...]]] = field(default_factory=dict)
    """Header → rows of the CSV files in the vault."""

    def lead(self, path: str, target: str) -> str:
        """The file that a link in a note leads to; empty where there is none, or more than one it could be."""
        if self.to == "markdown":
            found = nfc(os.path.normpath(os.path.join(os.path.dirname(path), unquote(target))))
            return found if found in self.files else ""
        names = (nfc(target), f"{nfc(target)}.md")
        exact = [name for name in names if name in self.files]
        fitting = exact or [file for file in self.files if file.endswith(tuple(f"/{name}" for name in names))]
        return fitting[0] if len(fitting) == 1 else ""

    def is_relation(self, path: str, given: str, title: str, page: str) -> bool:
        """Whether an item leads to a note of the relation's title; it is raw only where its page is not there."""
        link = self._parse_link(given)
        if link is None:
            raw = relation(given)
            return len(raw) == 1 and raw[0][0] == title and same_file(raw[0][1], page) and not self.has_page(page)
        target = self.notes.get(self.lead(path, link[0]))
        shown = link[1] or title  # Obsidian shows no brackets and bars
        return target is not None and loose_key(shown) == loose_key(title) and target.is_called(title)

    def is_file(self, path: str, given: str, item: str, file: Path | None) -> bool:
        """Whether an item leads to a copy of a file; it is raw only where the export has no such file."""
        if file is None:
            return given == item or same_files(item, [given])
        link = self._parse_link(given)
        target = self.lead(path, link[0]) if link else ""
        return bool(target) and self.files[target].read_bytes() == file.read_bytes()

    def has_page(self, path: str) -> bool:
        """Whether the page that a path of the export names is there."""
        return not self.page_ids.isdisjoint(_ids(unquote(path)))

    def _parse_link(self, text: str) -> tuple[str, str] | None:
        """Target and shown text of a property's link, in the form that this kind of vault has."""
        if self.to == "obsidian":
            match = _WIKILINK.fullmatch(text)
            return (match[1], match[2] or "") if match else None
        match = _LINK.fullmatch(text)
        return (match[2] or match[3] or "", re.sub(r"\\([\[\]\\])", r"\1", match[1])) if match else None


def look_at(export: Path, vault: Path, to: str = "obsidian", read_yaml: ReadYaml = yaml.safe_load) -> World:
    """Reads an export and what was made of it."""
    ids = {found for file in files_below(export) if file.suffix == ".md" for found in _ids(file.name)}
    files = {nfc(file.relative_to(vault).as_posix()): file for file in files_below(vault)}
    world = World(export, to, isinstance(read_yaml(PROBE)["day"], date), ids, files)
    for path, file in files.items():
        if file.suffix == ".md":
            _add_note(world, path, file, read_yaml)
        elif file.suffix == ".csv":
            header, rows = read_csv(file)
            world.copies.setdefault(tuple(header), set()).update(map(tuple, rows))
    return world


def _ids(path: str) -> list[str]:
    return re.findall(r"[0-9a-f]{32}(?=\.\w+$)", path)


def _add_note(world: World, path: str, file: Path, read_yaml: ReadYaml) -> None:
    head, body = split_note(file.read_bytes().decode("utf-8", "replace"))
    try:
        front = read_yaml(head) or {}
        names = _names(path, front, body)
    except (ValueError, AttributeError, yaml.YAMLError) as error:  # no mapping has no aliases to get
        world.unreadable.append(f"unreadable: {path}: {' '.join(str(error).split())}")
    else:
        world.notes[path] = Note(path, front, body, names)


def split_note(text: str) -> tuple[str, str]:
    """The YAML at the head of a note, empty where it has none, and its body."""
    match = re.match(r"---\n(.*?)^---(?:\n|$)", text, re.DOTALL | re.MULTILINE)
    return (match[1], text[match.end() :]) if match else ("", text)


def _names(path: str, front: dict[str, Any], body: str) -> frozenset[str]:
    aliases = front.get("aliases")
    first = body.lstrip("\n").partition("\n")[0]
    # Notion escapes nothing in a heading, so its title may be what stands there or what a reader sees
    heading = [first[2:], visible(MarkdownIt().parseInline(first[2:])[0])] if first.startswith("# ") else []
    names = [Path(path).stem, *(aliases if isinstance(aliases, list) else []), *heading]
    return frozenset(nfc(str(name)).strip() for name in names)


def visible(inline: Token) -> str:
    """What a reader sees of a piece of Markdown."""
    return "".join(map(_visible, inline.children or []))


def _visible(token: Token) -> str:
    if token.type == "html_inline":
        return "\n" if re.fullmatch(r"<br */?>", token.content, re.IGNORECASE) else ""
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


def file_items(export: Path, folder: Path, cell: str) -> list[tuple[str, Path | None]]:
    """The items of a CSV's cell and the files of the export they name; none where no item names a file."""
    items = [(item, _export_file(export, folder, item)) for item in cell.split(", ")]
    return items if any(file for _, file in items) else []


@functools.cache
def _export_file(export: Path, folder: Path, item: str) -> Path | None:
    """A file by its path in a CSV: as seen from the CSV's folder or, since 2024, from the folder above."""
    if "." not in item or item.startswith("/") or "://" in item:
        return None
    places = [folder, *folder.parents][: len(folder.relative_to(export).parts) + 1]
    found = (place / form for place in places for form in (unquote(item), item))
    return next((file for file in found if os.path.isfile(file) and file.suffix not in (".md", ".csv")), None)
