"""Databases: the tables of an export, their columns, rows and views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exportconv.model.links import Link
from exportconv.model.properties import ColumnKind, PropertyType
from exportconv.paths import OutputPath, SourcePath

__all__ = ["Column", "Database", "Row", "View"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a database."""

    name: str
    """Its name in the source."""
    kind: ColumnKind = ColumnKind.TEXT
    """What it holds; set by `map_properties`."""
    type: PropertyType = PropertyType.TEXT
    """The type of its property; set by `map_properties`."""
    property: str = ""
    """The name of its property in notes, set by `map_properties`; `""` for the title and for one that is left out."""

    def key(self) -> str:
        """Its name as the pages of rows have it, without blanks at its ends."""
        return self.name.strip() or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record of a CSV."""

    line: int
    """Line in the CSV on which it starts, from 1."""
    cells: tuple[str, ...]
    """Its texts, one for each column; what stands behind the last column follows."""
    links: Mapping[int, tuple[Link, ...]]
    """Links in the cells, by number of the cell from 0."""
    note: SourcePath | None = None
    """The note that it is, set by `join_databases`; None where nobody can say, and for an empty row."""

    def cell(self, at: int) -> str:
        """The text in a column; `""` where the row ends before it."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A CSV that shows some of a database's rows and columns: its own first view, or one on another page."""

    path: SourcePath
    """Where it comes from."""
    title: str
    """Title, as far as the file name holds it."""
    columns: tuple[str, ...]
    """Names of the columns it shows, in its order."""
    rows: tuple[Row, ...]
    """The rows it shows, in its order."""
    id: str | None = None
    """Notion id of the view, 32 hex digits."""
    name: str = ""
    """A name that no other view of its database has; set by `join_databases`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A Notion database. Its CSV files are attachments of the vault, too."""

    path: SourcePath
    """The CSV that stands for it: the view where there is one."""
    title: str
    """Title, as far as the file name holds it."""
    columns: tuple[Column, ...]
    """All columns in Notion's order: those of its own view first."""
    files: tuple[SourcePath, ...]
    """All its CSV files; the fullest, which `rows` come from, is the first."""
    digest: str = ""
    """BLAKE2b of the fullest CSV."""
    rows: tuple[Row, ...] = ()
    """All rows, in the order of the fullest CSV."""
    id: str | None = None
    """Notion id, 32 hex digits."""
    title_column: int = 0
    """Number of the column that holds the titles, from 0."""
    is_complete: bool = False
    """Whether the export has its `_all.csv`, which holds every row."""
    views: tuple[View, ...] = ()
    """Views that show less than all of it."""
    others: tuple[SourcePath, ...] = ()
    """Pages in its folder that are none of its rows: templates, for one."""
    is_kept: bool = False
    """Whether its CSV files say something that no note does, so that they are copied, too."""
    output: OutputPath = OutputPath("")  # noqa: RUF009
    """The folder of its rows; set by `name_notes`."""

    def row_notes(self) -> list[SourcePath]:
        """The notes that its rows are, in the order of the rows."""
        return [row.note for row in self.rows if row.note]
