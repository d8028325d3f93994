"""Looks whether every cell of an export's databases is found again in what was made of it.

What is known here of names, types and links is written down a second time and shares no code with the converter, so
that a mistake there is not repeated. Each problem is one line that begins with what is wrong:

- `no note`, `no table`, `no line`: there is no place where the cell could be
- `lost`: the place is there, the value is not
- `differs`: it is another value
- `retyped`: the value has a wrong type, as a number for `012`, or text for `Yes` in a column of checkboxes
- `wrong link`: a relation or file leads elsewhere or nowhere
- `unreadable`: the frontmatter is no YAML

What is lost or differs is forgiven where a copy of the CSV lies in the vault and holds the row; a wrong type or link
never is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from support.csvs import Table, tables
from support.npm import npm_yaml_reader, why_no_npm
from support.printed import line_complaints, printed_tables
from support.values import are_numbers, dates, loose_key, moment, nfc, number, plain_key, relation, same_files
from support.vaults import Note, ReadYaml, World, file_items, look_at

__all__ = ["Match", "look_at", "match", "npm_yaml_reader", "problems", "why_no_npm"]

_TAGS = {"tags", "tag", "태그", "タグ", "标签", "標籤"}
_TAG = re.compile(r"(?=.*\D)(?:[\w/-]|[^\x00-\x7f\s])+")
_FORGIVEN = ("no note", "lost", "differs")


def problems(export: Path, vault: Path, to: str = "obsidian", read_yaml: ReadYaml = yaml.safe_load) -> list[str]:
    """What of the databases' cells is not found again, or not as what it was."""
    world = look_at(export, vault, to, read_yaml)
    found = list(world.unreadable)
    for table in tables(export):
        found += (f"{complaint} [{table.path}]" for complaint in _table_problems(match(world, table)))
    return found


def _table_problems(matched: Match) -> Iterator[str]:
    world, table = matched.world, matched.table
    printed = printed_tables(world, table, matched.notes) if world.to == "markdown" else []
    if world.to == "markdown" and not printed and any(matched.notes):
        yield "no table"
    for row, note in zip(table.rows, matched.notes, strict=True):
        found = _row_problems(matched, row, note)
        if note and printed:
            found += line_complaints(world, table, matched.title, row, note, printed[0])
        copied = tuple(row) in world.copies.get(tuple(table.columns), ())
        yield from (each for each in found if not (copied and each.startswith(_FORGIVEN)))


def _row_problems(matched: Match, row: list[str], note: Note | None) -> list[str]:
    title = nfc(row[matched.title]).strip()
    if note is None:
        return [f"no note for {title!r}: {row}"]
    found = [f"{each} ({note.path})" for each in matched.complaints(row, note)]
    return found if not title or title in note.names else [*found, f"lost: the title {title!r} ({note.path})"]


# --- which note is which row ---


@dataclass(frozen=True)
class Match:
    """The rows of a table and the notes they became."""

    world: World
    table: Table
    title: int
    """Number of the title column."""
    names: list[str]
    """Property of each column."""
    kinds: list[str]
    """Type of each column by its values; empty where they leave a choice."""
    notes: list[Note | None]
    """Of each row; no note stands for two."""
    cost: int = 0
    """How many cells do not agree."""

    def complaints(self, row: list[str], note: Note) -> list[str]:
        """What is wrong with the frontmatter of a row's note."""
        found = []
        for at, cell in enumerate(row):
            if at != self.title and cell.strip():
                tries = [_Property(self, at, name, cell, note) for name in self._names_in(note, at)]
                wrong = [each.complaint() for each in tries]
                told = f"{wrong[0]}: {self.table.columns[at]!r} {cell!r} is {tries[0].value!r}"
                found += [told] if all(wrong) else []
        return found

    def _names_in(self, note: Note, at: int) -> list[str]:
        """The property of a column; one named as the second property of another, or for the third time, has some number."""
        name = self.names[at]
        if not re.fullmatch(r".* (?:\(text\)|\(end\)|\d+)", name, re.DOTALL):
            return [name]
        numbered = re.compile(rf"{re.escape(nfc(self.table.columns[at]))}(?: \d+)+")
        return [name, *(other for other in note.front if numbered.fullmatch(str(other)))]


def match(world: World, table: Table) -> Match:
    """The notes of a table's rows, in the folder that fits best."""
    folders: dict[str, list[Note]] = {}
    for note in world.notes.values():
        folders.setdefault(note.folder, []).append(note)
    likely = {folder: _likelihood(table, folder, notes) for folder, notes in folders.items()}
    best = [folders[folder] for folder in folders if likely[folder] == max(likely.values())] or [[]]
    return min((_match_in(world, table, pool) for pool in best), key=lambda matched: matched.cost)


def _likelihood(table: Table, folder: str, notes: list[Note]) -> tuple[int, int]:
    """How likely a folder holds the rows.

    A whole database has a folder of its name. A linked view shows notes of another folder, whatever its name: the one
    with most of its titles.
    """
    titles = {plain_key(cell) for row in table.rows for cell in row} - {""}
    known = sum(not titles.isdisjoint(map(plain_key, note.names)) for note in notes)
    alike = _alike(folder, table.folder)
    return (known, alike) if table.is_view else (alike, known)


def _alike(folder: str, other: str) -> int:
    """How many folders, from the last one up, have one name, but for the number of a second one."""
    shared = 0
    for here, there in zip(reversed(folder.split("/")), reversed(other.split("/")), strict=False):
        if loose_key(there) not in (loose_key(here), loose_key(re.sub(r" \d+$", "", here))):
            break
        shared += 1
    return shared


def _match_in(world: World, table: Table, pool: list[Note]) -> Match:
    title = _title_column(table, pool)
    kinds = [_kind([row[at] for row in table.rows]) for at in range(len(table.columns))]
    kinds = [""] * len(kinds) if table.is_view else kinds
    matched = Match(world, table, title, property_names(table.columns), kinds, [])
    pairs = sorted(_pairs(matched, pool), key=lambda pair: pair[:2])
    found: list[Note | None] = [None] * len(table.rows)
    cost, taken = 0, set()
    for wrong, at, note in pairs:
        if found[at] is None and note.path not in taken:
            found[at], cost = note, cost + wrong
            taken.add(note.path)
    cost += sum(len(table.columns) for note in found if note is None)
    return Match(world, table, title, matched.names, kinds, found, cost)


def _pairs(matched: Match, pool: list[Note]) -> Iterator[tuple[int, int, Note]]:
    """What does not agree, row, and note, for each note that by its name may be the row."""
    by_name: dict[str, list[Note]] = {}
    for note in pool:
        for name in set(map(plain_key, note.names)):
            by_name.setdefault(name, []).append(note)
    titles = [plain_key(row[matched.title]) for row in matched.table.rows]
    others = set(titles) - {"Untitled"}
    nameless = [note for note in pool if others.isdisjoint(map(plain_key, note.names))]
    for at, (row, title) in enumerate(zip(matched.table.rows, titles, strict=True)):
        for note in by_name.get(title, []) if title else nameless:
            yield len(matched.complaints(row, note)), at, note


def _title_column(table: Table, pool: list[Note]) -> int:
    """The column whose cells are the titles of the row pages, or of notes where rows have no pages."""
    known = set(map(plain_key, table.page_titles or [name for note in pool for name in note.names]))
    hits = [sum(plain_key(row[at]) in known for row in table.rows) for at in range(len(table.columns))]
    return hits.index(max(hits)) if hits else 0


def property_names(columns: list[str]) -> list[str]:
    """The property of each column."""
    taken: Counter[str] = Counter()
    names = []
    for at, column in enumerate(columns, 1):
        name = "tags" if column.strip().casefold() in _TAGS else nfc(column) if column.strip() else f"Column {at}"
        taken[name.casefold()] += 1
        count = taken[name.casefold()]
        names.append(name if count == 1 else f"{name} {count}")
    return names


def _kind(cells: list[str]) -> str:
    filled = [cell for cell in cells if cell.strip()]
    if cells and set(cells) <= {"Yes", "No"}:
        return "checkbox"
    if filled and all(number(cell) is not None for cell in filled):
        return "number" if are_numbers(filled) else ""
    return "date" if filled and all(map(dates, filled)) else "text"


# --- is a cell its property ---


class _Property:
    """A cell and the property it should have become."""

    def __init__(self, matched: Match, at: int, name: str, cell: str, note: Note) -> None:
        self.world, self.folder = matched.world, matched.table.file.parent
        self.column, self.kind = matched.table.columns[at], matched.kinds[at]
        self.name, self.cell, self.note = name, cell, note
        self.linked = relation(cell) or file_items(self.world.export, self.folder, cell)
        """What a relation or a cell of files names."""
        self.value: Any = self._get(self.name, self.name.strip())
        self.text: Any = self._get(f"{self.name} (text)", f"{self.column} (text)")
        """Holds the cell to the letter where the value cannot."""

    def _get(self, *names: str) -> Any:
        return next((self.note.front[name] for name in names if name in self.note.front), None)

    def complaint(self) -> str:
        """What is wrong with the property, in a word or two; empty where all is well."""
        return "lost" if self.value is None else self._check()()

    def _check(self) -> Callable[[], str]:
        if re.fullmatch(r"tags(?: \d+)?", self.name):
            return self._tags_complaint
        if self.linked:
            return self._links_complaint
        checks = {bool: self._checkbox_complaint, int: self._number_complaint, float: self._number_complaint}
        return checks.get(type(self.value), self._date_complaint if self._is_date() else self._text_complaint)

    def _is_date(self) -> bool:
        """A date, which for a reader that knows none is text, and differs from the cell unless that is ISO, too."""
        return isinstance(self.value, date) or (
            not self.world.has_dates and self.value != self.cell and moment(self.value) is not None
        )

    def _checkbox_complaint(self) -> str:
        if self.kind not in ("", "checkbox") or self.cell not in ("Yes", "No"):
            return "retyped"
        return "" if self.value is (self.cell == "Yes") else "differs"

    def _number_complaint(self) -> str:
        wanted, given = number(self.cell), Decimal(repr(self.value))
        if wanted is None or self.kind not in ("", "number"):
            return "retyped"
        if given != wanted:
            return "differs"
        says_all = f"{given:f}" == self.cell.replace(",", "")
        return "" if says_all or self.text == self.cell else "lost"

    def _date_complaint(self) -> str:
        wanted = dates(self.cell)
        if not wanted:
            return "retyped"
        given = [moment(self._get(name)) for name in (self.name, f"{self.name} (end)")[: len(wanted)]]
        same = all(type(a) is type(b) and a == b for a, b in zip(given, wanted, strict=True))
        return "" if same else "differs"

    def _text_complaint(self) -> str:
        """Text, or a list of texts, in a column whose type is free."""
        items = self._items()
        # for a reader without dates, text that is an ISO date is right in a column of them
        wants_other = self.kind in ("checkbox", "number") or (self.kind == "date" and not self._is_iso())
        if wants_other or items is None:
            return "retyped"
        says_all = ", ".join(items) == self.cell or same_files(self.cell, items)
        return "" if says_all or (items is self.value and self.text == self.cell) else "differs"

    def _is_iso(self) -> bool:
        return not self.world.has_dates and moment(self.value) is not None

    def _items(self) -> list[str] | None:
        items = self.value if isinstance(self.value, list) else [self.value]
        return items if all(isinstance(item, str) for item in items) else None

    def _raw_items(self) -> list[str]:
        """The items of a value that is text, as it may be where nothing in it leads anywhere."""
        if not relation(self.cell):
            return self.value.split(", ") if self.value == self.cell else []
        return [f"{title} ({path})" for title, path in relation(str(self.value))]

    def _tags_complaint(self) -> str:
        if not isinstance(self.value, list) or self._items() is None:
            return "retyped"
        if self.world.to == "obsidian" and not all(map(_TAG.fullmatch, self.value)):
            return "differs"
        return "" if self._says_all_tags() else self._other_tags_complaint()

    def _says_all_tags(self) -> bool:
        """Whether the tags are the cell but for blanks, and a letter before what is no word, as Obsidian needs one."""
        slugs = ["-".join(item.split()) for item in self.cell.split(", ")]
        slugs = [slug if re.search(r"[^\W\d_]", slug) or not slug[:1].isdigit() else f"y{slug}" for slug in slugs]
        return self.value == slugs or (self.world.to == "markdown" and ", ".join(self.value) == self.cell)

    def _other_tags_complaint(self) -> str:
        """What is wrong with tags that had to change further: they have the letters of the cell, which stands beside."""
        if self.text != self.cell:
            return "lost"
        wanted = {loose_key(item).removeprefix("y") for item in self.cell.split(",")}
        given = {loose_key(tag).removeprefix("y") for tag in self.value}
        return "" if given <= wanted and not any(map(str.isalnum, wanted - given)) else "differs"

    def _links_complaint(self) -> str:
        items = self._items() if isinstance(self.value, list) else self._raw_items()
        if not items:
            return "retyped"
        if len(items) != len(self.linked):
            return "differs"
        fits = self.world.is_relation if relation(self.cell) else self.world.is_file
        good = all(fits(self.note.path, item, *wanted) for item, wanted in zip(items, self.linked, strict=True))
        return "" if good else "wrong link"
