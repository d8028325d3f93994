"""A Notion "Markdown & CSV" export as a vault.

Facts from real exports of 2020 to 2026: pages are `Title <32 hex>.md` and start with `# Title`; what
belongs to a page lies in a folder beside it, named like it or, since 2026, without the id.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping

from exportconv.digests import digest_of
from exportconv.errors import SourceError
from exportconv.model import Attachment, Database, Note, Property, Vault
from exportconv.notion_names import id_of_path, is_name_of, split_id
from exportconv.options import Track
from exportconv.paths import PathKey, join_path, nfc, parent_of, path_key, split_name
from exportconv.readers.notion_blocks import Body, body_from, convert_callouts, outdent
from exportconv.readers.notion_csv import read_databases
from exportconv.readers.notion_folders import own_folders, row_folder_names
from exportconv.readers.notion_head import Columns, split_head
from exportconv.readers.notion_links import has_bare_urls, page_links
from exportconv.readers.source import Entry, Source, decode_text
from exportconv.report import Code, Issue
from exportconv.syntax.frontmatter import load, split
from exportconv.syntax.spans import Scan, scan

__all__ = ["is_notion_export", "read_notion"]

_MAX_ROUNDS = 16


def is_notion_export(source: Source) -> bool:
    """Whether any file of the source bears a Notion id."""
    return any(_has_id(entry.path) for entry in source.entries)


def _has_id(path: str) -> bool:
    return path.lower().endswith((".md", ".csv")) and id_of_path(path) is not None


def read_notion(source: Source, track: Track) -> Vault:
    """The vault that an export holds; nothing is resolved or named yet.

    Raises SourceError when there is neither a page nor a database in it.
    """
    folders = {folder: None for entry in source.entries for folder in _ancestors(entry.path)}
    pages = [entry for entry in source.entries if entry.path.lower().endswith(".md")]
    databases, unread = read_databases(source.entries, {path_key(folder) for folder in folders})
    if not pages and not databases:
        raise SourceError("there is no Notion page or database in the source")
    columns = _columns_by_folder(databases, folders)
    issues = [*source.issues, *unread]
    with_ids = is_notion_export(source)
    tracked = track(pages, len(pages), "reading")
    notes = [_read_page(entry, columns, issues, with_ids=with_ids) for entry in tracked]
    names = {entry.path for entry in pages}
    return Vault(
        notes=tuple(notes),
        attachments=tuple(Attachment(path=e.path, content=e.content) for e in source.entries if e.path not in names),
        databases=databases,
        folders=own_folders(notes, databases, folders),
        issues=tuple(issues),
    )


def _ancestors(path: str) -> Iterable[str]:
    folder = parent_of(path)
    while folder:
        yield folder
        folder = parent_of(folder)


def _columns_by_folder(databases: Iterable[Database], folders: Iterable[str]) -> Mapping[PathKey, list[Columns]]:
    """Key of a folder → columns of the databases whose rows may lie in it."""
    keys = {path_key(folder) for folder in folders}
    found: dict[PathKey, list[Columns]] = {}
    for database in databases:
        parent, stem, _ = split_name(database.path)
        places = {path_key(join_path(parent, name)) for name in row_folder_names(stem.removesuffix("_all"))} & keys
        # in a flat export the rows lie beside the CSV
        for place in places or {path_key(parent)}:
            found.setdefault(place, []).append(_columns_of(database))
    return found


def _columns_of(database: Database) -> Columns:
    names = sorted((column.name for column in database.columns), key=len, reverse=True)
    long_texts: dict[tuple[str, str], dict[str, None]] = {}
    for row in database.rows:
        for column, cell in zip(database.columns, row.cells, strict=False):
            if "\n" in cell:
                text = cell.replace("\r\n", "\n").strip()
                long_texts.setdefault((column.name, text.partition("\n")[0].rstrip()), {})[text] = None
    sorted_texts = {key: sorted(texts, key=len, reverse=True) for key, texts in long_texts.items()}
    return Columns(names, database.is_complete, sorted_texts)


def _read_page(entry: Entry, columns: Mapping[PathKey, list[Columns]], issues: list[Issue], *, with_ids: bool) -> Note:
    data = entry.content.read()
    folder, stem, _ = split_name(entry.path)
    title, notion_id = split_id(stem)
    text = decode_text(data)
    if text is None:
        issues.append(Issue(Code.UNREADABLE_TEXT, entry.path, 0, "is no UTF-8 text and is copied as it is"))
        return Note(
            path=entry.path, title=nfc(title) or "Untitled", body="", digest=digest_of(data), id=notion_id,
            has_heading=False, verbatim=entry.content,
        )  # fmt: skip
    choices = columns.get(path_key(folder)) or [Columns()]
    head = max((split_head(text, choice) for choice in choices), key=lambda head: len(head.properties))
    if notion_id is None and with_ids and not _fits(head.title, title):
        return _read_foreign(entry, data, text, title)
    body, unpaired = convert_callouts(body_from(text[head.body :], text.count("\n", 0, head.body) + 1))
    message = "is half of a callout and is kept as it is"
    issues += [Issue(Code.UNCLOSED_CALLOUT, entry.path, number, message) for number in unpaired]
    body, found = _scan_body(body)
    return Note(
        path=entry.path,
        title=nfc(head.title or title) or "Untitled",
        body=body.text,
        digest=digest_of(data),
        id=notion_id,
        has_heading=head.title is not None,
        properties=head.properties,
        links=page_links(body, found),
        headings=found.headings,
    )


def _fits(heading: str | None, name: str) -> bool:
    """Whether a page's heading is what its file is named for, as in every export."""
    return heading is not None and is_name_of(name, heading)


def _read_foreign(entry: Entry, data: bytes, text: str, title: str) -> Note:
    """A Markdown file that the user had attached to a page: nothing of it changes but its links."""
    block, body = split(text)
    if data.startswith(codecs.BOM_UTF8):
        block, body = ("\ufeff" + block, body) if block else (None, "\ufeff" + body)
    first = (block or "").count("\n") + 1
    lines = range(first, first + body.count("\n") + 1)
    found = scan(body, lines=lines)
    values = (load(block.removeprefix("\ufeff")) if block else None) or {}
    properties = tuple(
        Property(
            name=str(name), raw=str(value), line=0, value=value if isinstance(value, str | int | float) else str(value)
        )
        for name, value in values.items()
    )
    return Note(
        path=entry.path, title=title, body=body, digest=digest_of(data), has_heading=False, frontmatter=block,
        properties=properties, links=found.links, headings=found.headings,
    )  # fmt: skip


def _scan_body(body: Body) -> tuple[Body, Scan]:
    """The body, with indented child blocks moved left until no parser takes them for code, and its spans."""
    found = scan(body.text, html=False, lines=body.numbers, blocks=False)
    for _ in range(_MAX_ROUNDS):
        if not found.indented:
            break
        body = outdent(body, found.indented)
        found = scan(body.text, html=False, lines=body.numbers, blocks=False)
    # where code and cells are matters only to what the parser did not see, which few pages have
    if found.has_loose_ends or has_bare_urls(body.text, found.links):
        found = scan(body.text, html=False, lines=body.numbers)
    return body, found
