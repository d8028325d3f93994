"""Notion exports (Markdown & CSV) written from a short description, in the shape that Notion gives them.

Nothing here uses the converter: what the tests expect must not come from the code they test.
"""

from __future__ import annotations

import csv
import hashlib
import io
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

Ref = tuple[str, int]
"""Title of a database and number of a row in it."""
Cell = str | Sequence[Ref]
"""Text, or a relation."""

_TO_BLANK = re.compile(r'[/|.:?*"<>\\]')


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells by column, and its page."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    body: str = ""
    page: bool = True
    shown: Mapping[str, Cell] = field(default_factory=dict)
    """What the page says where that is not what the CSV says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database; all its rows lose their pages with `pages=False`."""

    title: str = "DB"
    columns: Sequence[str] = ("Name",)
    rows: Sequence[Row] = ()
    title_column: str = "Name"
    pages: bool = True
    checkboxes: frozenset[str] = frozenset()
    csv_only: frozenset[str] = frozenset()
    """Columns that stand in the CSV and in no page, as `Created by` does."""
    view_rows: Sequence[int] | None = None
    view_columns: Sequence[str] | None = None
    inside: Ref | None = None
    """The row whose page holds it; by default the home page does."""

    def cell(self, number: int, column: str, *, shown: bool = False) -> Cell:
        """A cell in the CSV or, with `shown`, on the page; a checkbox is never empty."""
        row = self.rows[number]
        cell = row.shown[column] if shown and column in row.shown else row.cells.get(column, "")
        return cell or ("No" if column in self.checkboxes else "")

    def title_of(self, number: int) -> str:
        """Title of a row, as its page has it."""
        return str(self.rows[number].cells.get(self.title_column, "")) or "Untitled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How an export came out of Notion, or what was done to it afterwards."""

    newline: str = "\r\n"
    bom: bool = True
    all_csv: bool = True
    flat: bool = False
    folder_ids: bool = True
    nfd: bool = False
    old_relations: bool = False
    """In the CSV, as of 2023: seen from the folder of the CSV, and with its suffix."""


def notion_id(*words: object) -> str:
    """An id, the same for the same words."""
    return hashlib.blake2b("\0".join(map(str, words)).encode(), digest_size=16).hexdigest()


def notion_name(title: str) -> str:
    """What a title becomes in a file name: marks are blanks, and it ends after 50 decomposed characters."""
    name = re.sub(r"\s+", " ", _TO_BLANK.sub(" ", title)).strip()
    return unicodedata.normalize("NFD", name)[:50] or "Untitled"


def encode_uri(path: str) -> str:
    """JavaScript's `encodeURI`, which Notion uses."""
    return quote(path, safe="-_.!~*'();/?:@&=+$,#")


def relative(path: str, folder: str) -> str:
    """A path as seen from a folder."""
    return posixpath.relpath(path, folder or ".")


@dataclass(frozen=True, slots=True)
class Export:
    """Databases below one home page, which links to each of them alone on a line."""

    databases: Sequence[Database]
    layout: Layout = Layout()
    home: str = "Home"

    def files(self) -> dict[str, bytes]:
        """Path of every file, with its bytes."""
        made = {self.home_path(): self._home().encode()}
        for database in self.databases:
            made |= self._tables(database)
            made |= {
                self.row_path(database.title, number): self._page(database, number).encode()
                for number, row in enumerate(database.rows)
                if database.pages and row.page
            }
        return made

    def database(self, title: str) -> Database:
        """The database with a title."""
        return next(item for item in self.databases if item.title == title)

    # --- paths ---

    def _named(self, folder: str, title: str, suffix: str, *key: object) -> str:
        name = notion_name(title)
        if not self.layout.nfd:
            name = unicodedata.normalize("NFC", name)
        return posixpath.join("" if self.layout.flat else folder, f"{name} {notion_id(*key)}{suffix}")

    def folder_of(self, path: str) -> str:
        """The folder of what lies below a page or database."""
        stem = posixpath.splitext(path)[0]
        return stem if self.layout.folder_ids else stem[:-33].rstrip()

    def home_path(self) -> str:
        """Path of the page that links to the databases."""
        return self._named("", self.home, ".md", "home", self.home)

    def csv_path(self, title: str) -> str:
        """Path of a database's CSV, the default view."""
        inside = self.database(title).inside
        folder = self.folder_of(self.row_path(*inside) if inside else self.home_path())
        return self._named(folder, title, ".csv", "database", title)

    def row_path(self, title: str, number: int) -> str:
        """Path of a row's page, whether or not it is there."""
        folder = self.folder_of(self.csv_path(title))
        return self._named(folder, self.database(title).title_of(number), ".md", "row", title, number)

    # --- texts ---

    def _home(self) -> str:
        folder = posixpath.dirname(self.home_path())
        links = [
            f"[{item.title}]({encode_uri(relative(self.csv_path(item.title), folder))})" for item in self.databases
        ]
        return "\n\n".join([f"# {self.home}", *links])

    def _text(self, cell: Cell, folder: str, suffix: str = ".md") -> str:
        """A cell's text, with the paths of a relation as seen from a folder."""
        if isinstance(cell, str):
            return cell
        paths = [relative(self.row_path(*ref), folder).removesuffix(".md") + suffix for ref in cell]
        titles = [self.database(title).title_of(number) for title, number in cell]
        return ", ".join(f"{title} ({encode_uri(path)})" for title, path in zip(titles, paths, strict=True))

    def cell_text(self, database: Database, number: int, column: str) -> str:
        """A cell as the CSV has it: paths start at the folder that holds the parent page's file."""
        cell, folder = database.cell(number, column), posixpath.dirname(self.csv_path(database.title))
        if self.layout.old_relations:
            return self._text(cell, folder, ".csv")
        return self._text(cell, posixpath.dirname(folder))

    def _csv(self, database: Database, columns: Sequence[str], numbers: Sequence[int]) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator=self.layout.newline)
        writer.writerow(columns)
        writer.writerows([self.cell_text(database, number, column) for column in columns] for number in numbers)
        text = out.getvalue().removesuffix(self.layout.newline)
        return text.encode("utf-8-sig" if self.layout.bom else "utf-8")

    def _tables(self, database: Database) -> dict[str, bytes]:
        path, everything = self.csv_path(database.title), range(len(database.rows))
        shown = everything if database.view_rows is None else database.view_rows
        view = self._csv(database, database.view_columns or database.columns, shown)
        if not self.layout.all_csv:
            return {path: view}
        return {path: view, path.removesuffix(".csv") + "_all.csv": self._csv(database, database.columns, everything)}

    def _page(self, database: Database, number: int) -> str:
        row, folder = database.rows[number], posixpath.dirname(self.row_path(database.title, number))
        lines = []
        # the order of a page is the schema's, which is not that of the CSV
        for column in reversed(database.columns):
            text = self._text(database.cell(number, column, shown=True), folder)
            if text and column != database.title_column and column not in database.csv_only:
                lines.append(f"{column}: {text}")
        parts = [f"# {database.title_of(number)}", "\n".join(lines), row.body]
        return "\n\n".join(part for part in parts if part)
