"""A page of a Notion "Markdown & CSV" export as a note; in exports of 2020 to 2026 it starts with `# Title`."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.model import Note, Property, evolve
from exportconv.nesting import is_too_deep
from exportconv.notion_names import is_name_of, split_id
from exportconv.paths import nfc, split_name
from exportconv.readers.notion_blocks import Body, body_from, convert_callouts, outdent
from exportconv.readers.notion_head import Columns, split_head
from exportconv.readers.notion_links import has_bare_urls, page_links
from exportconv.readers.source import Entry, decode_text
from exportconv.readers.unread_pages import unread_note
from exportconv.report import Issue
from exportconv.syntax.frontmatter import load, split
from exportconv.syntax.quick_scan import quick_page_scan
from exportconv.syntax.spans import Scan, scan

__all__ = ["read_page"]

_MAX_ROUNDS = 16


def read_page(entry: Entry, choices: Sequence[Columns], issues: list[Issue], *, with_ids: bool) -> Note:
    """The note that a page is.

    choices: the columns of the databases that it may be a row of. with_ids: whether pages of this export have ids in
    their names; a file without one may be a user's own then, of which nothing changes but its links.
    """
    data = entry.content.read()
    title, notion_id = split_id(split_name(entry.path)[1])
    text = decode_text(data)
    if text is None or is_too_deep(text):
        return evolve(unread_note(entry, data, text, issues, title=nfc(title) or "Untitled"), id=notion_id)
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
    values = (load(block) if block else None) or {}
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
    found = quick_page_scan(body.text, body.numbers) or scan(body.text, html=False, lines=body.numbers, blocks=False)
    for _ in range(_MAX_ROUNDS):
        if not found.indented:
            break
        body = outdent(body, found.indented)
        found = scan(body.text, html=False, lines=body.numbers, blocks=False)
    # where code and cells are matters only to what the parser did not see, which few pages have
    if found.has_loose_ends or has_bare_urls(body.text, found.links):
        found = scan(body.text, html=False, lines=body.numbers)
    return body, found
