"""Tell which CSV files only show some rows of a database that has a CSV of its own: linked views."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.model import Database, Row, View, evolve
from exportconv.paths import SourcePath
from exportconv.report import Issue
from exportconv.transforms.row_keys import canonical

__all__ = ["find_views", "located_rows"]

Content = tuple[str, ...]


class _Shape(NamedTuple):
    """A view of a host, as far as lookups by content go: several views may share them."""

    host: SourcePath
    columns: tuple[str, ...]


@dataclass(slots=True)
class _Hosts:
    """Databases that may have linked views, and their rows by content."""

    databases: list[Database] = field(default_factory=list)
    contents: dict[_Shape, dict[Content, int]] = field(default_factory=dict)

    def fitting(self, view: Database) -> list[Database]:
        """The databases that have every column and every row of a CSV."""
        names = tuple(column.name for column in view.columns)
        return [host for host in self.databases if _has_columns(host, names) and self._has_rows(host, names, view.rows)]

    def _has_rows(self, host: Database, names: tuple[str, ...], rows: Sequence[Row]) -> bool:
        shape = _Shape(host.path, names)
        if shape not in self.contents:
            self.contents[shape] = _counted(_contents(host.rows, _numbers(host, names)))
        known = self.contents[shape]
        wanted = _counted(_contents(rows, range(len(names))))
        return all(known.get(content, 0) >= count for content, count in wanted.items())


def find_views(
    databases: Iterable[Database], with_pages: AbstractSet[SourcePath]
) -> tuple[list[Database], list[SourcePath], list[Issue]]:
    """The databases with their linked views, CSV files that may be views of several, and what was noticed.

    with_pages: the databases that have pages of their own, which no view has. Since 2023 every database has an
    `_all.csv`, so where one exists in the export, a CSV without is a view if any database holds all of it. In older
    exports only one with the database's own title is.
    """
    found = sorted(databases, key=lambda item: (item.path not in with_pages, not item.is_complete, _size(item)))
    is_modern = any(database.is_complete for database in found)
    hosts = _Hosts()
    views: dict[SourcePath, list[View]] = {}
    unclear: list[SourcePath] = []
    issues: list[Issue] = []
    for database in found:
        fitting = [] if database.is_complete or database.path in with_pages else hosts.fitting(database)
        namesakes = [host for host in fitting if host.title == database.title]
        if len(namesakes) == 1 or not is_modern or not database.rows:
            fitting = namesakes
        if not fitting:
            hosts.databases.append(database)
        elif len(fitting) == 1:
            views.setdefault(fitting[0].path, []).append(_as_view(database))
        else:
            titles = ", ".join(repr(str(host.path)) for host in fitting)
            issues.append(Issue(Code.AMBIGUOUS_VIEW, database.path, 0, f"may be a view of {titles}"))
            unclear.append(database.path)
    joined = [_with_views(database, views.get(database.path, [])) for database in hosts.databases]
    return sorted(joined, key=lambda database: database.path), unclear, issues


def _size(database: Database) -> tuple[int, int, str]:
    """Larger ones first, then by path."""
    return (-len(database.columns), -len(database.rows), database.path)


def _as_view(database: Database) -> View:
    columns = tuple(column.name for column in database.columns)
    return View(path=database.path, title=database.title, columns=columns, rows=database.rows, id=database.id)


def _with_views(database: Database, views: Sequence[View]) -> Database:
    ordered = tuple(sorted(views, key=lambda view: view.path))
    files = (*database.files, *(view.path for view in ordered))
    return evolve(database, views=database.views + ordered, files=files)


def _has_columns(database: Database, names: Sequence[str]) -> bool:
    return {column.name for column in database.columns}.issuperset(names)


def _numbers(database: Database, names: Sequence[str]) -> list[int]:
    places = {column.name: at for at, column in enumerate(database.columns)}
    return [places[name] for name in names if name in places]


def _contents(rows: Iterable[Row], numbers: Sequence[int]) -> list[Content]:
    return [tuple(canonical(row.cell(at)) for at in numbers) for row in rows]


def _counted(contents: Iterable[Content]) -> dict[Content, int]:
    counts: dict[Content, int] = {}
    for content in contents:
        counts[content] = counts.get(content, 0) + 1
    return counts


def located_rows(database: Database, view: View) -> Mapping[int, Row]:
    """Number of a view's row → the row of the database that it shows; of equal ones each is shown once."""
    known = {column.name for column in database.columns}
    shown = [name for name in view.columns if name in known]
    places: dict[Content, deque[Row]] = {}
    for content, row in zip(_contents(database.rows, _numbers(database, shown)), database.rows, strict=True):
        places.setdefault(content, deque()).append(row)
    numbers = {name: at for at, name in enumerate(view.columns)}
    contents = _contents(view.rows, [numbers[name] for name in shown])
    return {at: places[content].popleft() for at, content in enumerate(contents) if places.get(content)}
