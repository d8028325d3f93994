"""Give rows that have no page the Notion id that relations know them by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exportconv.model import Database, Note, evolve
from exportconv.notion_names import id_of_path, name_key, split_id
from exportconv.paths import SourcePath, decode_path, fold, parent_of, split_name

__all__ = ["row_ids"]

RowName = tuple[SourcePath, str]
"""A database and the key of a title."""


def row_ids(notes: Mapping[SourcePath, Note], databases: Iterable[Database]) -> Mapping[SourcePath, Note]:
    """The notes with an id for each row without a page that relations name: `Title (…/DB <id>/Title <id>.md)`.

    Only where one row of the database has the title, and all paths that name it have one id.
    """
    databases = list(databases)
    unnamed: dict[RowName, list[Note]] = {}
    for database in databases:
        for row in database.rows:
            note = notes.get(row.note or SourcePath(""))
            if note and note.id is None:
                unnamed.setdefault((database.path, name_key(note.title)), []).append(note)
    if not unnamed:
        return notes
    known = {note.id for note in notes.values()}
    ids: dict[RowName, set[str]] = {}
    for name, notion_id in _named(notes.values(), _by_folder(databases)):
        if name in unnamed and notion_id not in known:
            ids.setdefault(name, set()).add(notion_id)
    given = dict(notes)
    for name, found in ids.items():
        if len(found) == len(unnamed[name]) == 1:
            note = unnamed[name][0]
            given[note.path] = evolve(note, id=min(found))
    return given


def _by_folder(databases: Iterable[Database]) -> Mapping[str, SourcePath]:
    """Id of a database, or its title where only one has it, → the database."""
    by_id, by_title = {}, dict[str, list[SourcePath]]()
    for database in databases:
        if database.id:
            by_id[database.id] = database.path
        by_title.setdefault(fold(database.title), []).append(database.path)
    return {title: paths[0] for title, paths in by_title.items() if len(paths) == 1} | by_id


def _named(notes: Iterable[Note], folders: Mapping[str, SourcePath]) -> Iterator[tuple[RowName, str]]:
    """Rows that links name by a path in their database's folder, with the id in that path."""
    for note in notes:
        for link in note.all_links():
            notion_id = id_of_path(link.raw_target)
            if notion_id is None:
                continue
            folder, notion_id_of_folder = split_id(decode_path(parent_of(link.raw_target).rpartition("/")[2]))
            database = folders.get(notion_id_of_folder or fold(folder))
            if database:
                title = split_id(decode_path(split_name(link.raw_target)[1]))[0]
                yield (database, name_key(title)), notion_id
