"""A database as an Obsidian base: a table of the notes in its folder, with the columns in Notion's order.

An export holds neither filters, sorting, grouping and layout of views nor the colours of options; none of them is
invented. A view is the rows that its CSV shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exportconv.model import Column, ColumnKind, Database, View
from exportconv.paths import OutputPath, SourcePath, nfc
from exportconv.syntax.frontmatter import scalar

__all__ = ["print_base"]

_TITLE = "file.name"


def print_base(database: Database, outputs: Mapping[SourcePath, OutputPath]) -> str:
    """The text of a `.base` file.

    It holds exactly the rows: the notes right in the database's folder, but for those that are none. Sub-pages lie
    in folders below it, and files that are no notes have another extension.
    """
    names = {column.name: _properties(column, at == database.title_column) for at, column in _numbered(database)}
    lines = ["filters:", "  and:", _statement("file.folder", "==", database.output), '    - file.ext == "md"']
    lines += [_statement("file.path", "!=", outputs[path]) for path in database.others]
    lines += ["properties:", *_display_names(database)]
    lines += ["views:", *_view(database.title, names.values(), [])]
    rows = database.row_notes()
    for view in database.views:
        shown = _unique(name for column in view.columns for name in names[column])
        lines += _view(view.name, [shown], _rows_of(view, rows, outputs))
    return "\n".join(lines) + "\n"


def _numbered(database: Database) -> Iterator[tuple[int, Column]]:
    return enumerate(database.columns)


def _properties(column: Column, is_title: bool) -> list[str]:
    """Ids of the properties that a column has in a base; a range has two, one that is left out has none."""
    if is_title:
        return [_TITLE]
    if not column.property:
        return []
    name = f"note.{column.property}"
    return [name, f"{name} (end)"] if column.kind is ColumnKind.RANGE else [name]


def _display_names(database: Database) -> Iterator[str]:
    seen = set()
    for at, column in _numbered(database):
        for name in _properties(column, at == database.title_column):
            tail = " (end)" if name.endswith(" (end)") and column.kind is ColumnKind.RANGE else ""
            if name not in seen:
                seen.add(name)
                yield f"  {scalar(name)}:"
                yield f"    displayName: {scalar(nfc(column.name) + tail)}"


def _view(name: str, columns: Iterable[Sequence[str]], filters: Sequence[str]) -> Iterator[str]:
    yield "  - type: table"
    yield f"    name: {scalar(name)}"
    yield from filters
    yield "    order:"
    yield from (f"      - {scalar(column)}" for column in _unique(name for names in columns for name in names))


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _rows_of(view: View, rows: Sequence[SourcePath], outputs: Mapping[SourcePath, OutputPath]) -> list[str]:
    """The filter of a view: the paths of its rows, or of the others where those are fewer."""
    shown = {row.note for row in view.rows}
    hidden = [path for path in rows if path not in shown]
    if not hidden:
        return []
    paths = [path for path in rows if path in shown]
    if paths and len(paths) <= len(hidden):
        statements = [_statement("file.path", "==", outputs[path]) for path in paths]
        return ["    filters:", "      or:", *(f"    {statement}" for statement in statements)]
    statements = [_statement("file.path", "!=", outputs[path]) for path in hidden]
    return ["    filters:", "      and:", *(f"    {statement}" for statement in statements)]


def _statement(name: str, sign: str, path: str) -> str:
    text = f'{name} {sign} "{path}"'
    # quotes within a plain scalar are plain to YAML; what else is special in it, no path of ours has
    return f"    - {text if scalar(f'{name} {path}').startswith(name) else scalar(text)}"
