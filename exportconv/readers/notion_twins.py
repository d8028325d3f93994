"""What is there twice when the Markdown and the HTML export of one workspace are read together.

The HTML page says more, so it stands for both; its Markdown twin, equal files and equal CSVs are superseded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportconv.digests import digest_of
from exportconv.model import Attachment, Content, Database, Note, Superseded
from exportconv.notion_names import id_of_path
from exportconv.paths import SourcePath, parent_of, path_key
from exportconv.readers.notion_folders import row_folders
from exportconv.readers.notion_html import is_html

__all__ = ["attachment_twins", "database_twins", "page_twins", "pages_of_databases", "superseded"]

_LINKED = (".html)", ".md)")

Twins = dict[SourcePath, SourcePath]


def page_twins(notes: Iterable[Note]) -> Twins:
    """Markdown page → the HTML page with its id."""
    known = {note.id: note.path for note in notes if note.id and is_html(note.path)}
    return {note.path: known[note.id] for note in notes if note.id in known and note.id and not is_html(note.path)}


def pages_of_databases(notes: Iterable[Note], databases: Iterable[Database]) -> Twins:
    """HTML page that only shows a database → the CSV of that database."""
    known = {database.id: database.path for database in databases if database.id}
    shown = (note for note in notes if note.id in known and is_html(note.path))
    return {note.path: known[note.id] for note in shown if _is_one_link(note) and note.id}


def _is_one_link(note: Note) -> bool:
    return len(note.links) == 1 and note.links[0].span == (0, len(note.body.rstrip()))


def database_twins(databases: Iterable[Database], notes: Iterable[Note]) -> tuple[list[Database], Twins]:
    """The databases, each id once, and the CSV files of others with the same content.

    A second one whose content differs (the exports were made at different times) is no database, for its rows would
    be there twice: its CSV stays a file, which the source has reported as a second one of its name. The one beside
    whose CSV its pages lie is the first: of two CSVs with one path, the second has got another.
    """
    folders = {path_key(parent_of(note.path)) for note in notes}

    def order(item: Database) -> tuple[bool, bool, str]:
        return folders.isdisjoint(row_folders(item.path)), not _links_to_html(item), item.path

    first: dict[str, Database] = {}
    kept: list[Database] = []
    twins: Twins = {}
    for database in sorted(databases, key=order):
        same = first.setdefault(database.id, database) if database.id else database
        if same is database:
            kept.append(database)
        elif _content(same) == _content(database):
            twins |= dict(zip(database.files, same.files, strict=True))
    return sorted(kept, key=lambda item: item.path), twins


def _links_to_html(database: Database) -> bool:
    links = (link for row in database.rows for found in row.links.values() for link in found)
    return any(is_html(link.raw_target) for link in links)


def _content(database: Database) -> tuple[object, ...]:
    return (
        [column.name for column in database.columns],
        [[_cell(cell) for cell in row.cells] for row in database.rows],
        [[_cell(cell) for cell in row.cells] for view in database.views for row in view.rows],
        len(database.files),
    )


def _cell(text: str) -> object:
    """A cell; of one with links the titles and ids, for paths differ from export to export."""
    if not any(end in text for end in _LINKED):
        return text
    parts = [part.rpartition(" (") for part in text.split("), ")]
    return [(title, id_of_path(path.rstrip(")").replace(".html", ".md"))) for title, _, path in parts]


def attachment_twins(attachments: Iterable[Attachment], owners: Mapping[str, SourcePath]) -> Twins:
    """File → an equal one of the same name that belongs to the same page, in a folder named in another way."""
    groups: dict[tuple[SourcePath, str, int], list[Attachment]] = {}
    for item in attachments:
        folder, rest = parent_of(item.path), item.path.rpartition("/")[2]
        while folder and folder not in owners:
            folder, rest = parent_of(folder), f"{folder.rpartition('/')[2]}/{rest}"
        if folder:
            groups.setdefault((owners[folder], path_key(rest), item.content.size), []).append(item)
    twins: Twins = {}
    for group in groups.values():
        first: dict[str, SourcePath] = {}
        for item in group if len(group) > 1 else ():
            same = first.setdefault(_digest(item.content), item.path)
            if same != item.path:
                twins[item.path] = same
    return twins


def _digest(content: Content) -> str:
    return digest_of(content.read())


def superseded(twins: Twins, contents: Mapping[SourcePath, Content]) -> Iterable[Superseded]:
    """The twins as parts of a vault."""
    return (Superseded(path=path, content=contents[path], by=by) for path, by in sorted(twins.items()))
