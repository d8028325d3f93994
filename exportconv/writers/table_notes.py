"""A database as a note with a table: its rows linked, its relations linked, every cell's text as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from exportconv.model import Database, Link, Note, Property, PropertyType, Row
from exportconv.paths import SourcePath, split_name
from exportconv.syntax.tables import escape_cell, table
from exportconv.writers.database_targets import table_path
from exportconv.writers.link_printer import LinkPrinter

__all__ = ["TablePrinter"]


class TablePrinter:
    """Prints the tables of a vault's databases."""

    def __init__(self, notes: Mapping[SourcePath, Note], printer: LinkPrinter) -> None:
        """`notes` are the notes of the vault by their path."""
        self._notes = notes
        self._printer = printer

    def text_of(self, database: Database, *, has_heading: bool) -> str:
        """The note: a heading where the target shows one or the name differs, the table, and one for each view."""
        page = Note(path=database.path, title=database.title, body="", digest="", output=table_path(database.output))
        names = [column.name for column in database.columns]
        parts = []
        if has_heading or database.title != split_name(page.output)[1]:
            parts.append(f"# {database.title}\n")
        parts.append(self._table(page, database, names, database.rows))
        # the database's own first view shows nothing that is not in the table above
        for view in (view for view in database.views if view.path != database.path):
            parts += [f"## {view.name}\n", self._table(page, database, view.columns, view.rows)]
        return "\n".join(part for part in parts if part)

    def _table(self, page: Note, database: Database, names: Sequence[str], rows: Sequence[Row]) -> str:
        places = {column.name: at for at, column in enumerate(database.columns)}
        shown = [at for name in names if (at := places[name]) == database.title_column or database.columns[at].property]
        header = [escape_cell(database.columns[at].name) for at in shown]
        filled = (row for row in rows if row.note or any(cell.strip() for cell in row.cells))
        return table(header, [list(self._cells(page, database, row, shown)) for row in filled])

    def _cells(self, page: Note, database: Database, row: Row, shown: Sequence[int]) -> Iterator[str]:
        note = self._notes.get(row.note or SourcePath(""))
        properties = {item.name: item for item in note.properties} if note else {}
        for at in shown:
            cell = row.cell(at)
            item = properties.get(database.columns[at].property)
            if at == database.title_column:
                title = cell.strip() or (note.title if note else "")
                yield self._printer.cell_link(page, note.path, title) if note else escape_cell(title)
            elif item and item.type is PropertyType.LINKS and cell.strip():
                yield self._links(page, item)
            else:
                yield escape_cell(cell)

    def _links(self, page: Note, item: Property) -> str:
        if not item.links:
            return escape_cell(item.raw)
        return ", ".join(self._link(page, item, link) for link in item.links)

    def _link(self, page: Note, item: Property, link: Link) -> str:
        if link.target is None:
            return escape_cell(self._printer.item(page, link, item.raw))
        return self._printer.cell_link(page, link.target, link.text or self._printer.name_of(link))
