"""Leave out of databases the rows of notes that are left out, and with their CSV files whole databases."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from exportconv.codes import Code
from exportconv.model import Database, Note, Row, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.report import Issue
from exportconv.transforms.row_keys import title_key

__all__ = ["thin_databases"]

_NOT_COPIED = "is not copied, for it holds, or may hold, rows that are left out"


def thin_databases(vault: Vault, gone: AbstractSet[SourcePath], options: Options) -> tuple[Vault, set[SourcePath]]:
    """The vault without the rows of left-out notes in its databases, and all that is left out now.

    A database is made of its CSV: with that it goes whole, and so it does when no row is left. Pages of its rows are
    files of their own and stay. A CSV with a row that is left out is not copied either; where it would have been, that
    is reported.
    """
    gone = set(gone)
    hidden = _hidden_titles(vault, gone)
    thinned = {database.path: _thinned(database, gone, hidden.get(database.path)) for database in vault.databases}
    if all(thinned[database.path] == database for database in vault.databases):
        return vault, gone
    issues = []
    for database in vault.databases:
        kept = thinned[database.path]
        if kept is None:
            gone.update(database.files)
            continue
        gone.update(set(database.files).difference(kept.files))
        if hidden.get(database.path) and (database.is_kept or options.database_form() == "csv"):
            issues.append(Issue(Code.LEFT_OUT, database.files[0], 0, _NOT_COPIED))
            gone.update(database.files if options.database_form() == "csv" else ())
    is_less = hidden or None in thinned.values()
    for issue in vault.issues if is_less else ():
        # a CSV that may be a view of several databases
        if issue.code is Code.AMBIGUOUS_VIEW and issue.path not in gone:
            issues.append(Issue(Code.LEFT_OUT, issue.path, 0, _NOT_COPIED))
            gone.add(SourcePath(issue.path))
    databases = tuple(database for database in thinned.values() if database)
    vault = evolve(vault, databases=databases, issues=(*vault.issues, *issues))
    return _without_owners(vault, {path for path, database in thinned.items() if database is None}, gone)


def _hidden_titles(vault: Vault, gone: AbstractSet[SourcePath]) -> Mapping[SourcePath, set[str]]:
    """Database → keys of the titles of its left-out notes."""
    titles: dict[SourcePath, set[str]] = {}
    for note in vault.notes:
        if note.database and note.path in gone:
            titles.setdefault(note.database, set()).add(title_key(note.title))
    return titles


def _thinned(database: Database, gone: AbstractSet[SourcePath], hidden: set[str] | None) -> Database | None:
    """What is left of a database; None for nothing."""
    if database.path in gone or database.files[0] in gone:
        return None

    def left(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(row for row in rows if not hidden or _stays(database, row, gone, hidden))

    rows = left(database.rows)
    if hidden and not any(row.note or any(map(str.strip, row.cells)) for row in rows):
        return None
    views = [evolve(view, rows=left(view.rows)) for view in database.views if view.path not in gone]
    ended = {view.path for view in views if hidden and not view.rows} - {database.path}
    return evolve(
        database,
        rows=rows,
        views=tuple(view for view in views if view.path not in ended),
        files=tuple(file for file in database.files if file not in gone and file not in ended),
        others=tuple(path for path in database.others if path not in gone),
        is_kept=database.is_kept and not hidden,
    )


def _stays(database: Database, row: Row, gone: AbstractSet[SourcePath], hidden: AbstractSet[str]) -> bool:
    """Whether a row is surely none of a left-out note; of one without a note the title decides."""
    return row.note not in gone if row.note else title_key(row.cell(database.title_column)) not in hidden


def _without_owners(
    vault: Vault, ended: AbstractSet[SourcePath], gone: set[SourcePath]
) -> tuple[Vault, set[SourcePath]]:
    """The vault with nothing belonging to databases that are gone; rows that were made from their CSV go, too."""
    rows = [note for note in vault.notes if note.database in ended]
    gone.update(note.path for note in rows if note.path.startswith(f"{note.database}:rows/"))
    notes = tuple(_alone(note) if note.database in ended else note for note in vault.notes)
    folders = {folder: owner for folder, owner in (vault.folders or {}).items() if owner not in ended}
    return evolve(vault, notes=notes, folders=folders), gone


def _alone(note: Note) -> Note:
    return evolve(note, database=None)
