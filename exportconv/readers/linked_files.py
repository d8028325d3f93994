"""Links in files that are no notes: canvases, pages of HTML, and Markdown files whose endings Obsidian does not know.

Such files are copied as they are; their links are known so that they follow what gets another name or place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.model import Content, Link, Span, evolve
from exportconv.paths import split_name
from exportconv.readers.canvases import canvas_links
from exportconv.readers.source import Entry
from exportconv.readers.vault_notes import attribute_links, read_vault_note
from exportconv.vault_paths import is_page

__all__ = ["links_of_file"]

_MARKDOWN = frozenset((".markdown", ".mdown", ".mkd", ".mdx", ".qmd"))
_LARGEST = 16 << 20
"""Pages of more bytes are no work of people, and are left alone."""
_BASE = re.compile(r"<base\s[^<>]*?\bhref\s*=", re.IGNORECASE)
"""It says that addresses count from another place than the page's own."""


def links_of_file(entry: Entry, *, wikilinks: bool) -> tuple[Link, ...]:
    """The links in a file that is no note, with spans in its text; none where it is not UTF-8 or of another kind.

    wikilinks: whether `[[…]]` is a link in Markdown.
    """
    suffix = split_name(entry.path)[2]
    if suffix == ".canvas":
        return canvas_links(entry.content)
    if is_page(entry.path):
        return tuple(_page_links(entry.content))
    return tuple(_note_links(entry, wikilinks=wikilinks)) if suffix.lower() in _MARKDOWN else ()


def _page_links(content: Content) -> Iterator[Link]:
    """Links in a page of HTML: the addresses that its tags name."""
    if content.size > _LARGEST:
        return
    try:
        text = content.read().decode()
    except UnicodeDecodeError:
        return
    if not _BASE.search(text):
        yield from attribute_links(text, [Span(0, len(text))], 1)


def _note_links(entry: Entry, *, wikilinks: bool) -> Iterator[Link]:
    """Links in a file that is read as a note, those in its frontmatter first."""
    note = read_vault_note(entry, [], wikilinks=wikilinks)
    yield from note.head_links
    shift = len(note.frontmatter or "")
    for link in note.links:
        yield evolve(link, span=_moved(link.span, shift), target_span=_moved(link.target_span, shift))


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)
