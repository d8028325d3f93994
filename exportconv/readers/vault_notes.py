"""One note of an Obsidian vault, or of a folder of Markdown files: its links, headings, blocks and properties.

Its bytes stay as they are: what stands in the note and what stands before it are kept apart, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from exportconv.digests import digest_of
from exportconv.model import Deferred, DeferredMapping, Later, Link, LinkForm, Note, Span, evolve
from exportconv.nesting import is_too_deep
from exportconv.paths import split_name
from exportconv.readers.plain_properties import properties_in
from exportconv.readers.source import Entry
from exportconv.readers.unread_pages import unread_note
from exportconv.report import Issue
from exportconv.syntax.frontmatter import split_note
from exportconv.syntax.html_tags import tag_addresses
from exportconv.syntax.links import trimmed
from exportconv.syntax.quotes import unquoted
from exportconv.syntax.vault_marks import find_comments, find_marks, has_marks, lies_in
from exportconv.syntax.vault_scan import VaultScan
from exportconv.syntax.vault_spans import scan_vault_note

__all__ = ["attribute_links", "read_vault_note"]

_MAY_MEAN = re.compile(r"[\[#^=%~-]")
_HEAD_LINK = re.compile(r"(?P<embed>!?)\[\[(?P<target>[^\[\]\r\n|]++)(?:\|(?P<text>[^\[\]\r\n]*+))?\]\]")
_DEFINITION = re.compile(
    r"^[ \t>]*+\[(?!\^)(?:[^\[\]\\\n]|\\.)++\]:[ \t]*+(?P<target><[^<>\n]*+>|[^\s<]\S*+)", re.MULTILINE
)
_STARTS = frozenset(("", ":", "-", "[", ",", "{", "!"))
_NOTHING = VaultScan()


def read_vault_note(entry: Entry, issues: list[Issue], *, wikilinks: bool) -> Note:
    """A note; one that is not UTF-8, or nested too deep, is copied as it is and reported.

    wikilinks: whether `[[…]]` is a link, and what only Obsidian reads has its meaning.
    """
    data = entry.content.read()
    title = split_name(entry.path)[1]
    text: str | None = None
    with suppress(UnicodeDecodeError):
        text = data.decode()
    if text is None or is_too_deep(text):
        return evolve(unread_note(entry, data, text, issues, title=title), modified=entry.modified)
    head, body = split_note(text)
    first = (head or "").count("\n") + 1
    found = _NOTHING
    may_have_marks = wikilinks and has_marks(body)
    if _MAY_MEAN.search(body):
        lines = range(first, first + body.count("\n") + 1)
        found = scan_vault_note(body, wikilinks=wikilinks, lines=lines, blocks=may_have_marks)
    marks = Later(partial(find_marks, body, found)) if may_have_marks else None
    links = [*found.links, *_definitions(body, found.opaque, first)] if "]:" in body else list(found.links)
    if found.html:
        links += attribute_links(body, found.html, first)
    comments = find_comments(body, found) if may_have_marks else ()
    if comments:
        links = [link for link in links if not lies_in(link.span, comments)]
    sections = found.sections
    return Note(
        path=entry.path,
        title=title,
        body=body,
        digest=digest_of(data),
        has_heading=False,
        frontmatter=head,
        head_links=tuple(_head_links(head)) if head and "[[" in head and wikilinks else (),
        properties=properties_in(head) if head else (),
        links=tuple(sorted(links, key=lambda link: link.span)),
        headings=Deferred(lambda: tuple(section.text for section in sections)),
        sections=sections,
        blocks=DeferredMapping(lambda: marks.now().blocks) if marks and "^" in body else {},
        marks=Deferred(lambda: marks.now().marks) if marks else (),
        modified=entry.modified,
    )


def _definitions(body: str, opaque: Sequence[Span], first: int) -> Iterator[Link]:
    """Links whose target stands in a line of its own, `[label]: target`."""
    at, line = 0, first
    for match in _DEFINITION.finditer(body):
        span = Span(*match.span("target"))
        line += body.count("\n", at, span.start)
        at = span.start
        if not lies_in(span, opaque):
            raw = match["target"]
            raw = raw[1:-1] if raw.startswith("<") else raw
            yield Link(span=span, target_span=span, raw_target=raw, text="", line=line, form=LinkForm.DEFINITION)


def attribute_links(text: str, html: Sequence[Span], first: int) -> Iterator[Link]:
    """Links in the HTML of a text: the addresses that tags name; `first` is the number of its first line."""
    at, line = 0, first
    for span, raw in tag_addresses(text, html):
        line += text.count("\n", at, span.start)
        at = span.start
        yield Link(span=span, target_span=span, raw_target=raw, text="", line=line, form=LinkForm.ATTRIBUTE)


def _head_links(head: str) -> Iterator[Link]:
    """Wikilinks in the texts of a frontmatter block; without quotes around them they are lists to YAML, not links."""
    at, line = 0, 1
    place = _Place(head)
    for match in _HEAD_LINK.finditer(head):
        line += head.count("\n", at, match.start())
        at = match.start()
        quote = place.go_to(at)
        if not quote and place.is_start:
            continue
        raw, target = trimmed(match["target"], match.start("target"))
        yield Link(
            span=Span(*match.span()), target_span=target, raw_target=unquoted(raw, quote)[0],
            text=unquoted(match["text"] or "", quote)[0].strip(), line=line, form=LinkForm.WIKILINK,
            is_embed=bool(match["embed"]), quote=quote,
        )  # fmt: skip


class _Place:
    """A place in a frontmatter block, and what its line has left open before it; it only goes forward."""

    def __init__(self, head: str) -> None:
        self._head, self._at = head, 0
        self._quote, self._last, self._skip = "", "", False

    def go_to(self, place: int) -> str:
        """The quote that is open at a place."""
        start = self._head.rfind("\n", self._at, place) + 1
        if start:
            self._quote, self._last, self._skip = "", "", False
        for char in self._head[start or self._at : place]:
            self._add(char)
        self._at = place
        return self._quote

    def _add(self, char: str) -> None:
        if self._skip:
            self._skip = False
        elif self._quote:
            self._skip = self._quote == '"' and char == "\\"
            self._quote = "" if char == self._quote else self._quote
        elif char in "'\"" and self._last in _STARTS:
            self._quote = char
        self._last = self._last if char.isspace() else char

    @property
    def is_start(self) -> bool:
        """Whether a value begins here: behind a key, a dash, a bracket or a comma."""
        return self._last in _STARTS
