"""A Notion export as a vault: its Markdown and HTML pages, its databases, and who owns which folder.

Facts from real exports of 2020 to 2026: pages are `Title <32 hex>.md` or `.html`; what belongs to a page lies in a
folder beside it, named like it or, since 2026, without the id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from exportconv.errors import SourceError
from exportconv.model import Attachment, Database, Note, Vault, evolve
from exportconv.notion_names import id_of_path
from exportconv.options import Track
from exportconv.paths import PathKey, encode_path, parent_of, parents_of, path_key
from exportconv.readers.notion_csv import read_databases
from exportconv.readers.notion_folders import own_folders, row_folders
from exportconv.readers.notion_head import Columns, columns_of
from exportconv.readers.notion_html import is_html, is_html_page, read_html_page
from exportconv.readers.notion_markdown import read_page
from exportconv.readers.notion_twins import (
    attachment_twins,
    database_twins,
    page_twins,
    pages_of_databases,
    superseded,
)
from exportconv.readers.source import Entry, Source
from exportconv.report import Issue
from exportconv.workers import in_order

__all__ = ["is_notion_export", "read_notion"]

_LOOKED_AT = 20
"""So many HTML files without an id in their names are looked into."""


def is_notion_export(source: Source) -> bool:
    """Whether any file of the source bears a Notion id, or is a page of an HTML export."""
    if any(_has_id(entry.path) for entry in source.entries):
        return True
    files = [entry for entry in source.entries if is_html(entry.path)]
    return any(is_html_page(entry) for entry in files[:_LOOKED_AT])


def _has_id(path: str) -> bool:
    return path.lower().endswith((".md", ".csv", ".html")) and id_of_path(path) is not None


def read_notion(source: Source, track: Track, jobs: int = 1) -> Vault:
    """The vault that an export holds; nothing is resolved or named yet; `jobs` processes read its pages.

    Raises SourceError when there is neither a page nor a database in it.
    """
    folders = {folder: None for entry in source.entries for folder in parents_of(entry.path)}
    files = [entry for entry in source.entries if entry.path.lower().endswith(".md") or is_html(entry.path)]
    found, unread = read_databases(source.entries, {path_key(folder) for folder in folders})
    issues = [*source.issues, *unread]
    reading = _Reading(found, folders, with_ids=any(_has_id(entry.path) for entry in source.entries))
    notes = []
    with closing(in_order(reading.note, files, jobs, [entry.content for entry in files])) as read_files:
        for note, noticed in track(read_files, len(files), "reading"):
            issues += noticed
            notes += [note] if note else []
    if not notes and not found:
        raise SourceError("there is no Notion page or database in the source; export as HTML or Markdown & CSV")
    pages = {note.path for note in notes}
    databases, twins = database_twins(found, notes)
    twins |= page_twins(notes) | pages_of_databases(notes, databases)
    notes = [note for note in _with_ids_of_databases(notes, databases) if note.path not in twins]
    owners = own_folders(notes, databases, folders)
    attachments = [Attachment(path=e.path, content=e.content) for e in source.entries if e.path not in pages]
    if any(is_html(path) and not is_html(twin) for twin, path in twins.items()):
        twins |= attachment_twins(attachments, owners)
    return Vault(
        notes=tuple(notes),
        attachments=tuple(item for item in attachments if item.path not in twins),
        databases=tuple(databases),
        folders=owners,
        superseded=tuple(superseded(twins, {entry.path: entry.content for entry in source.entries})),
        issues=tuple(issues),
    )


def _with_ids_of_databases(notes: Iterable[Note], databases: Iterable[Database]) -> Iterator[Note]:
    """The notes; a page that shows a database and says more stays one, but its id means the database."""
    ids = {database.id for database in databases if database.id}
    for note in notes:
        yield evolve(note, id=None) if note.id in ids and is_html(note.path) else note


class _Reading:
    """Reads the pages of one export."""

    def __init__(self, databases: Iterable[Database], folders: Iterable[str], *, with_ids: bool) -> None:
        """`with_ids`: whether names in this export hold ids."""
        databases = list(databases)
        self._columns = _columns_by_folder(databases, folders)
        self._csvs = {item.id: encode_path(item.path.rpartition("/")[2]) for item in databases if item.id}
        self._with_ids = with_ids

    def note(self, entry: Entry) -> tuple[Note | None, list[Issue]]:
        """The note that a file is, None for a file that is none; and what was noticed."""
        issues: list[Issue] = []
        if is_html(entry.path):
            return read_html_page(entry, self._csvs, issues), issues
        choices = self._columns.get(path_key(parent_of(entry.path))) or [Columns()]
        return read_page(entry, choices, issues, with_ids=self._with_ids), issues


def _columns_by_folder(databases: Iterable[Database], folders: Iterable[str]) -> Mapping[PathKey, list[Columns]]:
    """Key of a folder → columns of the databases whose rows may lie in it."""
    keys = {path_key(folder) for folder in folders}
    found: dict[PathKey, list[Columns]] = {}
    for database in databases:
        # in a flat export the rows lie beside the CSV
        for place in row_folders(database.path) & keys or {path_key(parent_of(database.path))}:
            found.setdefault(place, []).append(columns_of(database))
    return found
