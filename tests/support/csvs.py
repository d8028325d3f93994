"""The databases of an unpacked export, as their CSV files show them."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from support.values import RELATION, plain_key

_NAME = re.compile(r"(?P<title>.*?)(?: ?(?P<id>[0-9a-f]{32}))?(?P<all>_all)?\.csv")


@dataclass(frozen=True)
class Table:
    """A CSV: a whole database, its default view, or a linked view."""

    file: Path
    path: str
    """Below the export, `/` between folders."""
    columns: list[str]
    rows: list[list[str]]
    """Without wholly empty rows; each as long as `columns`."""
    page_titles: list[str]
    """Titles of its row pages."""
    is_view: bool = False
    """Whether it is a linked or default view: all that it shows stands in another table, too."""

    @property
    def name(self) -> str:
        match = _NAME.fullmatch(self.file.name)
        return match["title"].strip() if match else self.file.stem

    @property
    def folder(self) -> str:
        """Where its row notes are expected, in the names of the export without ids."""
        return "/".join([*map(without_id, self.path.split("/")[:-1]), self.name])


def tables(export: Path) -> list[Table]:
    """The fullest CSV of each database, and the linked views."""
    files = [file for file in files_below(export) if file.suffix == ".csv"]
    views = {_view_of(file) for file in files if file.stem.endswith("_all")}
    found = [_read(export, file) for file in files if file not in views]
    return [replace(table, is_view=_is_linked_view(table, found)) for table in found]


def default_view(export: Path, table: Table) -> Table | None:
    """The view that stands beside an `_all.csv`."""
    view = _view_of(table.file)
    return replace(_read(export, view), is_view=True) if view != table.file and view.exists() else None


def files_below(folder: Path) -> Iterator[Path]:
    """All files, in order, without hidden ones and the leftovers of a Mac."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        yield from (Path(base, name) for name in sorted(names) if not name.startswith("."))


def read_csv(file: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows, all of one length."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream)) or [[]]
    lines = [lines[0], *(line for line in lines[1:] if any(cell.strip() for cell in line))]
    width = max(map(len, lines))
    header, *rows = [line + [""] * (width - len(line)) for line in lines]
    return header, rows


def without_id(name: str) -> str:
    """The title in a name of Notion's."""
    return re.sub(r" ?[0-9a-f]{32}$", "", name).strip() or name


def _view_of(file: Path) -> Path:
    return file.with_name(file.name.replace("_all.csv", ".csv"))


def _read(export: Path, file: Path) -> Table:
    columns, rows = read_csv(file)
    cells = {plain_key(cell) for row in rows for cell in row}
    return Table(file, file.relative_to(export).as_posix(), columns, rows, _page_titles(file, cells))


def _page_titles(file: Path, cells: set[str]) -> list[str]:
    """Titles of the pages in a database's folder, or of those beside a CSV that has none."""
    own = file.with_name(file.stem.removesuffix("_all"))
    folder = next((each for each in (own, own.with_name(without_id(own.name))) if each.is_dir()), None)
    titles = [_page_title(page) for page in sorted((folder or file.parent).glob("*.md"))]
    return titles if folder else [title for title in titles if plain_key(title) in cells]


def _page_title(page: Path) -> str:
    first = page.read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0]
    return first.removeprefix("# ").strip()


def _is_linked_view(table: Table, others: list[Table]) -> bool:
    if table.page_titles or table.file.stem.endswith("_all") or len(table.columns) < 2:
        return False
    return any(_shows_part_of(table, other) for other in others if other is not table)


def _shows_part_of(table: Table, other: Table) -> bool:
    if not set(table.columns) <= set(other.columns):
        return False
    places = [other.columns.index(column) for column in table.columns]
    known = {tuple(_without_paths(row[place]) for place in places) for row in other.rows}
    return all(tuple(map(_without_paths, row)) in known for row in table.rows)


def _without_paths(cell: str) -> str:
    """A cell without the folders of relations and files, which each CSV sees from another place."""
    bare = RELATION.sub(lambda match: match["title"] + ", ", cell)
    return ", ".join(item.rpartition("/")[2] for item in bare.split(", "))
