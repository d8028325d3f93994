"""Tables of plain Markdown, as a reader sees them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from support.csvs import Table
from support.values import nfc, relation
from support.vaults import Note, World, file_items, visible


@dataclass(frozen=True)
class Shown:
    """A cell of a rendered table."""

    text: str
    links: list[tuple[str, str]]
    """Text and target of each."""


@dataclass(frozen=True)
class Printed:
    """A rendered table."""

    path: str
    """Of the note it stands in."""
    header: list[str]
    lines: list[list[Shown]]


def printed_tables(world: World, table: Table, notes: Iterable[Note | None]) -> list[Printed]:
    """The tables that link these notes, in or beside their folder, with the columns of a CSV; the likest first."""
    paths = {note.path for note in notes if note}
    folders = {folder for path in paths for folder in (_parent(path), _parent(_parent(path)))}
    wanted = {rendered(column) for column in table.columns} - {""}
    near = [note for note in world.notes.values() if note.folder in folders and "|" in note.body]
    found = [each for note in near for each in _tables_in(note) if wanted <= set(each.header)]
    found = [each for each in found if paths & _all_targets(world, each)]
    return sorted(found, key=lambda each: _unlikeness(world, table, paths, each))


def _unlikeness(world: World, table: Table, paths: set[str], found: Printed) -> tuple[int, int, bool]:
    missing = len(paths - _all_targets(world, found))
    return missing, abs(len(found.lines) - len(table.rows)), len(found.header) != len(table.columns)


def _all_targets(world: World, found: Printed) -> set[str]:
    return {target for line in found.lines for target in _targets(world, found, line)}


def rendered(text: str) -> str:
    """A text as HTML shows it: blanks run together, none at either end, and any break is one line."""
    lines = nfc(text).replace("\r\n", "\n").split("\n")
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip(" \t") for line in lines).strip("\n")


def line_complaints(world: World, table: Table, title: int, row: list[str], note: Note, found: Printed) -> list[str]:
    """What is wrong with the line of a row; `title` is the number of the title column."""
    places = _places(table.columns, found.header)
    linked = [line for line in found.lines if note.path in _targets(world, found, [line[places[title]]])]
    if len(linked) != 1:
        return [f"no line for {row[title]!r}" if not linked else f"differs: {len(linked)} lines for {row[title]!r}"]
    shown = [linked[0][place] if place >= 0 else Shown("", []) for place in places]
    return [
        f"{wrong}: in the table {column!r} {cell!r} is {there}"
        for column, cell, there in zip(table.columns, row, shown, strict=True)
        if cell.strip() and (wrong := _complaint(world, table, found.path, cell, there))
    ]


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _tables_in(note: Note) -> Iterator[Printed]:
    lines: list[list[Shown]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(note.body)
    for token, inline in zip(tokens, tokens[1:] + tokens[:1], strict=True):
        if token.type == "table_open":
            lines = []
        elif token.type == "tr_open":
            lines.append([])
        elif token.type in ("th_open", "td_open"):
            lines[-1].append(Shown(rendered(visible(inline)), _links(inline)))
        elif token.type == "table_close":
            yield Printed(note.path, [shown.text for shown in lines[0]], lines[1:])


def _links(inline: Token) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    is_open = False
    for token in inline.children or []:
        if token.type in ("link_open", "link_close"):
            is_open = token.type == "link_open"
            found += [("", str(token.attrs["href"]))] if is_open else []
        elif is_open:
            found[-1] = (found[-1][0] + token.content, found[-1][1])
    return found


def _targets(world: World, found: Printed, line: list[Shown]) -> set[str]:
    return {world.lead(found.path, href) for shown in line for _, href in shown.links}


def _places(columns: list[str], header: list[str]) -> list[int]:
    """Where each column stands in the table, -1 for none; a second one of a name, or one without, may have a number."""
    places: list[int] = []
    for number, column in enumerate(columns, 1):
        name = rendered(column)
        names = re.compile(f"{re.escape(name)}(?: \\d+)?" if name else f"(?:Column {number})?")
        same = [at for at, shown in enumerate(header) if at not in places and names.fullmatch(shown)]
        exact = [at for at in same if header[at] == name]
        places.append((exact or same or [-1])[0])
    return places


def _complaint(world: World, table: Table, path: str, cell: str, shown: Shown) -> str:
    if items := relation(cell):
        return _relation_complaint(world, path, items, shown)
    if files := file_items(world.export, table.file.parent, cell):
        wanted = [file.read_bytes() for _, file in files if file]
        given = [world.files[target].read_bytes() for _, href in shown.links if (target := world.lead(path, href))]
        return "" if wanted == given else "wrong link"
    return "" if shown.text == rendered(cell) else "differs"


def _relation_complaint(world: World, path: str, items: list[tuple[str, str]], shown: Shown) -> str:
    """Titles in order, as links that lead to notes of these titles; only an item without a page may be text."""
    text, titles = shown.text.replace("\n", ", "), rendered(", ".join(title for title, _ in items))
    if text != titles and ", ".join(title for title, _ in relation(text)) != titles:
        return "differs"
    targets = [(title, world.notes.get(world.lead(path, href))) for title, href in shown.links]
    good = Counter(rendered(title) for title, target in targets if target and target.is_called(title))
    must = Counter(rendered(title) for title, page in items if world.has_page(page))
    return "" if good.total() == len(targets) and not must - good else "wrong link"
