"""The notes of an Obsidian vault as plain Markdown: what only Obsidian reads, in CommonMark and GFM."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import NamedTuple, TypeVar

from exportconv.model import Embedded, Link, Mark, MarkKind, Note, Span, Vault
from exportconv.options import Options
from exportconv.syntax.callouts import to_alerts
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.insertion import insertion, outdented
from exportconv.writers.anchors import Anchors
from exportconv.writers.base_rows import print_base_table
from exportconv.writers.kept_links import KeptLinks
from exportconv.writers.vault_links import VaultLinks

__all__ = ["VaultPrinter"]

T = TypeVar("T", Link, Mark)


class _Place(NamedTuple):
    """Where a text is shown."""

    page: Note
    """The note that it is written in."""
    numbers: Iterator[int]
    """Numbers for the parts of other notes on this page."""
    number: int = 0
    """The number of this part; 0 for the page's own text."""


class VaultPrinter:
    """Prints the notes of one vault."""

    def __init__(self, vault: Vault, options: Options) -> None:
        """`vault` with its embeds planned, its bases worked out, and everything named."""
        self._notes = {note.path: note for note in vault.notes}
        self._embeds = vault.embeds
        self._tables = vault.tables
        self._anchors = Anchors(vault) if options.anchors == "github" else None
        self._links = VaultLinks(vault, options, fragment=self._fragment)
        self._kept = KeptLinks(vault, options) if options.links == "wikilink" else None

    def body_of(self, note: Note) -> str:
        """The text of a note."""
        place = _Place(note, count(1))
        part = Span(0, len(note.body))
        return to_alerts(self._part(place, note, part, self._embeds.get(note.path, {})), bold_titles=True)

    def head_edits(self, note: Note) -> Iterator[Edit]:
        """The edits of the links in a note's frontmatter."""
        for link in note.head_links:
            yield from self._link(note, note.frontmatter or "", note, link)

    def _fragment(self, link: Link) -> str:
        if self._anchors is None or link.target is None:
            return ""
        if link.section is not None:
            return self._anchors.of(link.target, link.section)
        return link.block or ""

    def _link(self, page: Note, text: str, holder: Note, link: Link) -> Iterator[Edit]:
        return self._kept.edits(holder, [link]) if self._kept else self._links.edits(page, text, link)

    def _part(self, place: _Place, note: Note, part: Span, inner: Mapping[int, Embedded]) -> str:
        """A part of a note as it stands on a page."""
        edits = [*self._link_edits(place, note, part, inner), *self._mark_edits(place, note, part)]
        if part.start or inner or self._tables:
            edits = list(_from(part.start, sorted(edits)))
        return apply_edits(note.body[part.start : part.end], edits)

    def _link_edits(self, place: _Place, note: Note, part: Span, inner: Mapping[int, Embedded]) -> Iterator[Edit]:
        for link in _within(note.links, part):
            embedded = inner.get(link.span.start)
            table = self._tables.get((link.target, link.fragment)) if link.target and link.is_embed else None
            if embedded:
                yield insertion(note.body, link.span, self._embedded(place, embedded))
            elif table and not link.in_table and not link.is_nested:
                text = print_base_table(table, self._notes, partial(self._links.address, place.page))
                yield insertion(note.body, link.span, text)
            else:
                yield from self._link(place.page, note.body, note, link)

    def _embedded(self, place: _Place, embedded: Embedded) -> str:
        """What stands in the place of an embed, with the footnotes that it refers to."""
        note, part = self._notes[embedded.note], embedded.span
        place = place._replace(number=next(place.numbers))
        width = part.start - (note.body.rfind("\n", 0, part.start) + 1)
        texts = [outdented(self._part(place, note, part, embedded.inner), width).strip("\r\n")]
        if part.end - part.start < len(note.body):
            texts += [self._part(place, note, span, {}).strip() for span in _missing_footnotes(note, part)]
        return "\n\n".join(text for text in texts if text)

    def _mark_edits(self, place: _Place, note: Note, part: Span) -> Iterator[Edit]:
        is_open = False
        for mark in _within(note.marks, part):
            if mark.kind is MarkKind.HIGHLIGHT:
                is_open = not is_open
                yield Edit(mark.span, "<mark>" if is_open else "</mark>")
            elif mark.kind is MarkKind.COMMENT:
                yield Edit(_all_of(note.body, mark.span), "")
            elif mark.kind is MarkKind.BLOCK_ID:
                yield self._block_id(place, note, mark.span)
            elif mark.kind is MarkKind.TILDE:
                yield Edit(Span(mark.span.start, mark.span.start), "\\")
            elif mark.kind is MarkKind.FOOTNOTE and place.number:
                yield Edit(Span(mark.span.end, mark.span.end), f"-{place.number}")

    def _block_id(self, place: _Place, note: Note, span: Span) -> Edit:
        """An id of a block as an anchor where links lead to it, on the page of its own note."""
        written = note.body[span.start : span.end].lstrip()
        if written[1:] not in note.blocks or place.number or self._anchors is None:
            return Edit(_all_of(note.body, span), "")
        return Edit(Span(span.end - len(written), span.end), f'<a id="{written[1:]}"></a>')


def _from(start: int, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits in order, by their places from a start on. Two embeds on a line share the blanks between them."""
    at = 0
    for span, text in edits:
        begin = max(span.start - start, at)
        at = max(span.end - start, begin)
        yield Edit(Span(begin, at), text)


def _within(items: Sequence[T], part: Span) -> Sequence[T]:
    """The links or marks that begin in a part of a text."""
    start = bisect_left(items, part.start, key=lambda item: item.span.start)
    return items[start : bisect_left(items, part.end, key=lambda item: item.span.start)]


def _missing_footnotes(note: Note, part: Span) -> Iterator[Span]:
    """The definitions of footnotes that a part of a note refers to and does not hold."""
    texts = {}
    for mark in note.marks:
        if mark.kind is MarkKind.FOOTNOTE_TEXT and not part.start <= mark.span.start < part.end:
            start = mark.span.start + 2
            texts[note.body[start : note.body.find("]", start)]] = mark.span
    marks = _within(note.marks, part) if texts else ()
    labels = [note.body[mark.span.start : mark.span.end] for mark in marks if mark.kind is MarkKind.FOOTNOTE]
    yield from (texts[label] for label in dict.fromkeys(labels) if label in texts)


def _all_of(text: str, span: Span) -> Span:
    """What goes with a comment or id: the blanks before it, or the whole lines where nothing else is on them."""
    start, end = span
    while start and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t\r":
        end += 1
    begins, ends = start == 0 or text[start - 1] == "\n", end == len(text) or text[end] == "\n"
    if begins and ends:
        return Span(start, min(end + 1, len(text)))
    if ends:
        return Span(start, end - text.count("\r", end - 1, end))
    # one of the blanks on both sides is enough
    return Span(start, span.end) if end > span.end else span
