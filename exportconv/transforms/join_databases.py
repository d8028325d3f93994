"""Join the rows of databases to their pages: one note a row, with all that the CSV knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from exportconv.codes import Code
from exportconv.model import Database, Note, Property, Row, Vault, View, evolve
from exportconv.notion_names import split_id
from exportconv.options import Options
from exportconv.paths import SourcePath, join_path, nfc, parent_of, split_name
from exportconv.report import Issue
from exportconv.syntax.links import heading_anchor, without_brackets
from exportconv.transforms.find_views import find_views, located_rows
from exportconv.transforms.match_rows import Matches, match_rows
from exportconv.transforms.row_ids import row_ids
from exportconv.transforms.row_keys import canonical, find_title_column, is_anonymous, title_key

__all__ = ["join_databases"]

_DEFAULT_VIEW = "Default view"


@dataclass(slots=True)
class _Joining:
    """What is known while the databases of a vault are joined."""

    notes: dict[SourcePath, Note]
    folders: dict[str, SourcePath]
    own: dict[SourcePath, list[Note]]
    """Database → pages in its folder."""
    beside: Mapping[str, Mapping[str, list[SourcePath]]]
    """Folder → pages in it, by the key of their title."""
    issues: list[Issue] = field(default_factory=list)


def join_databases(vault: Vault, options: Options) -> Vault:  # noqa: ARG001  # every transform has this shape
    """The vault with every row of a database joined to its page, or made a note where it has none.

    The note gets what only the CSV says of it. A CSV that shows some rows of another database becomes a view of
    it. What cannot be told is joined to nothing and reported; the CSV is kept then.
    """
    if not vault.databases:
        return vault
    joining = _begin(vault)
    with_pages = {path for path, pages in joining.own.items() if pages}
    databases, unclear, issues = find_views(vault.databases, with_pages)
    joining.issues += issues
    views = {view.path for database in databases for view in database.views} - {item.path for item in databases}
    joined = [_joined(joining, database) for database in databases]
    notes = row_ids(joining.notes, joined)
    gone = views | set(unclear)
    return evolve(
        vault,
        notes=tuple(notes[path] for path in sorted(notes)),
        databases=tuple(joined),
        folders={folder: owner for folder, owner in joining.folders.items() if owner not in gone},
        issues=vault.issues + tuple(joining.issues),
    )


def _begin(vault: Vault) -> _Joining:
    folders = dict(vault.folders or {})
    paths = {database.path for database in vault.databases}
    own: dict[SourcePath, list[Note]] = {path: [] for path in paths}
    beside: dict[str, dict[str, list[SourcePath]]] = {}
    for note in vault.notes:
        folder = parent_of(note.path)
        owner = folders.get(folder)
        if owner in own:
            own[owner].append(note)
        if note.title:
            beside.setdefault(folder, {}).setdefault(title_key(note.title), []).append(note.path)
    return _Joining({note.path: note for note in vault.notes}, folders, own, beside)


def _joined(joining: _Joining, database: Database) -> Database:
    pages = [page for page in joining.own[database.path] if joining.notes[page.path].database is None]
    names = [column.name for column in database.columns]
    candidates = pages or _candidates(joining, database, names)
    title_column = find_title_column(names, database.rows, candidates)
    matches = match_rows(names, database.rows, candidates, title_column, is_sure=bool(pages))
    database = evolve(database, title_column=title_column)
    rows = _RowNotes(joining, database, matches)
    database = evolve(database, rows=tuple(rows.note_of(at, row) for at, row in enumerate(database.rows)))
    database = evolve(database, is_kept=rows.is_kept, others=_others(joining, database, pages, matches))
    return _with_views(joining, database)


def _candidates(joining: _Joining, database: Database, names: Sequence[str]) -> list[Note]:
    """Pages that may be rows: beside the CSV in a flat export, or in a folder that two of one title share."""
    columns = {name.strip() for name in names}
    folder, stem, _ = split_name(database.path)
    places = dict.fromkeys([folder, join_path(folder, split_id(stem.removesuffix("_all"))[0])])
    found = [joining.beside[place] for place in places if place in joining.beside]
    keys = dict.fromkeys(title_key(cell) for row in database.rows for cell in row.cells) if found else ()
    pages = (joining.notes[path] for titles in found for key in keys for path in titles.get(key, ()))
    return [page for page in pages if page.database is None and columns.issuperset(p.name for p in page.properties)]


class _RowNotes:
    """Gives each row of a database its note."""

    def __init__(self, joining: _Joining, database: Database, matches: Matches) -> None:
        self._joining = joining
        self._database = database
        self._matches = matches
        self._csv = database.files[0]
        self._names = [column.key() for column in database.columns]
        self._place = SourcePath(f"{database.path}:rows")
        self.is_kept = database.is_kept
        """Whether something of the CSV has come to no note."""

    def note_of(self, number: int, row: Row) -> Row:
        """The row with its note, which is made or completed here; as it was where its page cannot be told."""
        extra = [cell for cell in row.cells[len(self._database.columns) :] if cell]
        if extra:
            self._say(Code.EXTRA_CELLS, row, f"has {len(extra)} cells behind the last column, such as {extra[0]!r}")
        if number in self._matches.undecided:
            pages = [repr(str(page.path)) for page in self._matches.undecided[number]]
            may_be = f"any of {', '.join(pages)}" if len(pages) > 1 else f"{pages[0]}, as another row may"
            self._say(Code.AMBIGUOUS_ROW, row, f"{self._title(row)!r} may be {may_be}")
            return row
        page = self._matches.pages.get(number)
        if page is None and not any(cell.strip() for cell in row.cells):
            return row
        note = self._completed(page, row) if page else self._made(row)
        self._joining.notes[note.path] = note
        if self._joining.folders.get(parent_of(note.path)) != self._database.path:
            self._joining.folders[self._place] = self._database.path
        return evolve(row, note=note.path)

    def _say(self, code: Code, row: Row, message: str) -> None:
        self.is_kept = True
        self._joining.issues.append(Issue(code, self._csv, row.line, message))

    def _title(self, row: Row) -> str:
        return nfc(row.cell(self._database.title_column).strip())

    def _made(self, row: Row) -> Note:
        return Note(
            path=SourcePath(f"{self._place}/{row.line:06}"),
            title=self._title(row) or "Untitled",
            body="",
            digest=self._database.digest,
            properties=tuple(self._property(row, *filled) for filled in self._filled(row)),
            database=self._database.path,
        )

    def _completed(self, page: Note, row: Row) -> Note:
        """A page with what only the CSV says, and with the CSV's spelling of what both say."""
        # such a page is copied byte for byte, or keeps a frontmatter of its own
        self.is_kept |= page.verbatim is not None or page.frontmatter is not None
        title = self._title(row)
        if title and title_key(title) != title_key(page.title) and page.has_heading:
            self._differ(page, 1, f"the title is {page.title!r} here and {title!r} in line {row.line} of {self._csv!r}")
        known = {item.name: item for item in page.properties}
        more = []
        for at, name, cell in self._filled(row):
            own = known.get(name)
            if own is None:
                more.append(self._property(row, at, name, cell))
            elif own.raw != cell:
                known[name] = self._agreed(own, self._property(row, at, name, cell), page)
        properties = tuple(known[item.name] for item in page.properties)
        return evolve(page, properties=(*properties, *more), database=self._database.path)

    def _agreed(self, own: Property, item: Property, page: Note) -> Property:
        if is_anonymous(own.raw):
            return item
        if canonical(own.raw) == canonical(item.raw):
            return own if own.links else evolve(own, raw=item.raw, value=item.raw)
        message = f"{own.name!r} is {own.raw!r} here and {item.raw!r} in line {item.line} of {self._csv!r}"
        self._differ(page, own.line, message)
        return own

    def _differ(self, page: Note, line: int, message: str) -> None:
        self.is_kept = True
        self._joining.issues.append(Issue(Code.VALUES_DIFFER, page.path, line, message))

    def _filled(self, row: Row) -> Iterator[tuple[int, str, str]]:
        """Number, column and text of the cells that are not empty; the title is no property."""
        for at, (name, cell) in enumerate(zip(self._names, row.cells, strict=False)):
            if at != self._database.title_column and cell.strip():
                yield at, name, cell

    def _property(self, row: Row, at: int, name: str, cell: str) -> Property:
        links = row.links.get(at, ())
        return Property(name=name, raw=cell, line=row.line, value=cell, links=links, source=self._csv)


def _others(joining: _Joining, database: Database, pages: Iterable[Note], matches: Matches) -> tuple[SourcePath, ...]:
    """Pages in the database's folder that are no rows; without an `_all.csv` any of them may be one."""
    rows = {page.path for page in matches.pages.values()}
    maybe = {page.path for page in matches.doubtful}
    others = []
    for page in pages:
        # a page has an id or, where those were stripped, a heading; a Markdown file that somebody attached has neither
        is_page = page.id is not None or page.has_heading
        if page.path in maybe or (not database.is_complete and is_page and page.path not in rows):
            joining.notes[page.path] = evolve(joining.notes[page.path], database=database.path)
        elif page.path not in rows:
            others.append(page.path)
    return tuple(others)


def _with_views(joining: _Joining, database: Database) -> Database:
    """The database with views that show less than all of it, each with a name of its own."""
    views, names = [], {database.title}
    everything = {column.name for column in database.columns}
    is_kept = database.is_kept
    for view in database.views:
        located = located_rows(database, view)
        own = [
            *((1, f"the column {name!r}") for name in view.columns if name not in everything),
            *((row.line, "this row") for at, row in enumerate(view.rows) if at not in located and any(row.cells)),
        ]
        is_kept |= bool(own)
        joining.issues += [
            Issue(Code.ONLY_IN_VIEW, view.path, line, f"{what} is in no other CSV of {database.title!r}")
            for line, what in own
        ]
        rows = tuple(row for row in located.values() if row.note)
        if len(rows) < len(database.row_notes()) or set(view.columns) != everything or view.path != database.path:
            name = _view_name(joining, database, view, names)
            columns = tuple(column for column in view.columns if column in everything)
            views.append(evolve(view, name=name, rows=rows, columns=columns))
    return evolve(database, views=tuple(views), is_kept=is_kept)


def _view_name(joining: _Joining, database: Database, view: View, names: set[str]) -> str:
    """A name that no other view of the database has; a linked view called like it is named for its page."""
    page = joining.notes.get(joining.folders.get(parent_of(view.path), SourcePath("")))
    name = _DEFAULT_VIEW if view.path == database.path else view.title
    if page and name == database.title:
        name = page.title
    name = free = without_brackets(heading_anchor(name)) or view.title
    number = 1
    while free in names:
        number += 1
        free = f"{name} {number}"
    names.add(free)
    return free
