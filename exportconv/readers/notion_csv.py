"""The CSV files of Notion databases: which belong together, their columns, rows and views."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.model import Column, Database, Link, Row, View
from exportconv.notion_names import split_id, split_source
from exportconv.paths import PathKey, SourcePath, join_path, nfc, path_key, split_name
from exportconv.readers.notion_properties import property_links
from exportconv.readers.source import Entry, decode_text
from exportconv.report import Issue

__all__ = ["long_cells", "read_databases"]

_CELL_LIMIT = 1 << 30


class _Table(NamedTuple):
    """A CSV as it was read."""

    path: SourcePath
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    data: bytes
    is_broken: bool = False
    """Whether its last row may hold others."""


def read_databases(entries: Iterable[Entry], folders: AbstractSet[PathKey]) -> tuple[tuple[Database, ...], list[Issue]]:
    """The databases of an export, and what could not be read; `folders` are the keys of its folders.

    `X <id>.csv` is a view of a database, `X <id>_all.csv` holds every row and column of it. A CSV without an id is
    a database only if it has such a twin or a folder of its name; any other is the user's own file, and so is one
    that is neither UTF-8 nor UTF-16.
    """
    groups: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        folder, stem, suffix = split_name(entry.path)
        if suffix.lower() == ".csv":
            name = stem.removesuffix("_all")
            groups.setdefault(join_path(folder, name), {})["all" if name != stem else "view"] = entry
    databases: list[Database] = []
    issues: list[Issue] = []
    for place, files in sorted(groups.items()):
        title, notion_id = split_id(place.rpartition("/")[2])
        if notion_id or len(files) == 2 or path_key(place) in folders:
            tables = _read_tables(files, issues)
            if tables:
                databases.append(_database(tables, nfc(split_source(title)[1] or title), notion_id))
    return tuple(databases), issues


def _read_tables(files: Mapping[str, Entry], issues: list[Issue]) -> Mapping[str, _Table]:
    tables: dict[str, _Table] = {}
    for name, entry in sorted(files.items()):
        data = entry.content.read()
        twin = tables.get("all")
        # most views show the whole database, byte for byte
        table = twin._replace(path=entry.path) if twin and twin.data == data else _read_table(entry.path, data, issues)
        if table:
            tables[name] = table
    return tables


def _database(tables: Mapping[str, _Table], title: str, notion_id: str | None) -> Database:
    fullest = tables.get("all") or tables["view"]
    main = tables.get("view") or fullest
    has_view = main is not fullest and (main.data != fullest.data)
    view = View(path=main.path, title=title, columns=main.columns, rows=main.rows, id=notion_id) if has_view else None
    order = _notion_order(fullest.columns, main.columns)
    return Database(
        path=main.path,
        title=title,
        columns=tuple(Column(name=fullest.columns[at]) for at in order),
        files=tuple(dict.fromkeys([fullest.path, *(table.path for table in tables.values())])),
        digest=digest_of(fullest.data),
        rows=fullest.rows if order == sorted(order) else tuple(_reordered(row, order) for row in fullest.rows),
        id=notion_id,
        is_complete="all" in tables,
        views=(view,) if view else (),
        is_kept=any(table.is_broken for table in tables.values()),
    )


def _notion_order(columns: Sequence[str], shown: Sequence[str]) -> list[int]:
    """Numbers of the columns, those that the view shows first: the rest of an `_all.csv` may be by alphabet."""
    numbers = {name: at for at, name in enumerate(columns)}
    first = [numbers[name] for name in shown if name in numbers]
    return first + [at for at in range(len(columns)) if at not in set(first)]


def _reordered(row: Row, order: Sequence[int]) -> Row:
    size = len(order)
    cells = [*row.cells[:size], *[""] * (size - len(row.cells))]
    places = {old: new for new, old in enumerate(order)}
    return Row(
        line=row.line,
        cells=(*(cells[at] for at in order), *row.cells[size:]),
        links={places.get(at, at): links for at, links in row.links.items()},
    )


def _read_table(path: SourcePath, data: bytes, issues: list[Issue]) -> _Table | None:
    text = decode_text(data)
    if text is None:
        message = "is no UTF-8 text and is copied as it is"
        issues.append(Issue(Code.UNREADABLE_TEXT, path, 0, message))
        return None
    rows: list[Row] = []
    columns: tuple[str, ...] = ()
    with long_cells():
        reader = csv.reader(io.StringIO(text, newline=""))
        line = 1
        for cells in reader:
            if not columns:
                columns = _unique(cells)
            elif cells:
                rows.append(Row(line=line, cells=tuple(cells), links=_links(cells, line)))
            line = reader.line_num + 1
    is_open = bool(rows) and "\n" in rows[-1].cells[-1] and _has_open_quote(text)
    if is_open:
        issues.append(Issue(Code.OPEN_QUOTE, path, rows[-1].line, "a quote in this row is never closed"))
    return _Table(path, columns, tuple(rows), data, is_open) if columns else None


def _has_open_quote(text: str) -> bool:
    """Whether the text ends within a quoted cell: in a CSV that was cut, or that somebody edited."""
    try:
        with long_cells():
            for _ in csv.reader(io.StringIO(text, newline=""), strict=True):
                pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


@contextmanager
def long_cells() -> Iterator[None]:
    """Lets the csv module read cells of over 128 KiB, and leaves its setting as it was."""
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Names of columns, each once; one without a name is called by its number."""
    given: dict[str, None] = {}
    for number, text in enumerate(names, 1):
        name = free = text or f"Column {number}"
        count = 1
        while free in given:
            count += 1
            free = f"{name} {count}"
        given[free] = None
    return tuple(given)


def _links(cells: Sequence[str], line: int) -> Mapping[int, tuple[Link, ...]]:
    return {
        at: links
        for at, cell in enumerate(cells)
        if ("(" in cell or "." in cell) and (links := property_links(cell, line))
    }
