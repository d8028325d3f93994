"""The notes of an Obsidian vault as plain Markdown: what only Obsidian reads, in CommonMark and GFM."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import NamedTuple, TypeVar

from exportconv.model import Embedded, Link, LinkForm, Mark, MarkKind, Note, Span, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.syntax.callouts import to_alerts
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.emphasis import Emphasis
from exportconv.syntax.insertion import insertion, outdented
from exportconv.syntax.lines import begins_line, line_start
from exportconv.syntax.open_blocks import closing_of
from exportconv.syntax.references import Definition, Reference, References, find_references
from exportconv.writers.anchors import Anchors
from exportconv.writers.base_rows import print_base_table
from exportconv.writers.kept_links import KeptLinks
from exportconv.writers.link_printer import is_image
from exportconv.writers.vault_links import VaultLinks

__all__ = ["VaultPrinter"]

_SIGN = re.compile(r"#{1,6}(?!\S)|>|[-+*](?!\S)")
"""What makes a heading, quote or list of a line that begins so."""
T = TypeVar("T", Link, Mark, Reference, Definition)


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
        self._emphasis = Emphasis()
        self._references: dict[SourcePath, References] = {}
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
        return f"^{link.block}" if link.block and self._kept else link.block or ""

    def _link(self, page: Note, text: str, holder: Note, link: Link) -> Iterator[Edit]:
        if self._kept and link.form is LinkForm.WIKILINK and not link.is_left_out:
            return self._kept.edits(holder, text, [link], page=None if page is holder else page)
        # within the text of a link there is no other one
        is_text = link.is_embed and link.is_nested and link.target and not is_image(link.target)
        return self._links.edits(page, text, evolve(link, target=None) if is_text else link)

    def _part(self, place: _Place, note: Note, part: Span, inner: Mapping[int, Embedded]) -> str:
        """A part of a note as it stands on a page."""
        edits = [*self._link_edits(place, note, part, inner), *self._mark_edits(place, note, part)]
        edits += self._reference_edits(place, note, part) if place.number else ()
        if part.start or len(edits) > 1:
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
                for edit in self._link(place.page, note.body, note, link):
                    yield insertion(note.body, link.span, edit.text) if self._is_block(note, link) else edit

    def _is_block(self, note: Note, link: Link) -> bool:
        """Whether a link stands for an embed that is a block to Obsidian."""
        is_wiki = link.form is LinkForm.WIKILINK and self._kept is None
        is_embed = is_wiki and link.is_embed and link.target and not is_image(link.target)
        return bool(is_embed) and not (link.in_table or link.is_nested or self._emphasis.holds(note, link.span))

    def _embedded(self, place: _Place, embedded: Embedded) -> str:
        """What stands in the place of an embed, with the footnotes that it refers to."""
        note, part = self._notes[embedded.note], embedded.span
        place = place._replace(number=next(place.numbers))
        width = part.start - line_start(note.body, part.start)
        closing = closing_of(outdented(note.body[part.start : part.end], width))
        text = outdented(self._part(place, note, part, embedded.inner), width).strip("\r\n")
        texts = [f"{text}\n{closing}" if closing else text]
        if part.end - part.start < len(note.body):
            texts += [self._part(place, note, span, {}).strip() for span in _missing_footnotes(note, part)]
        return "\n\n".join(text for text in texts if text)

    def _mark_edits(self, place: _Place, note: Note, part: Span) -> Iterator[Edit]:
        is_open = False
        for mark in _within(note.marks, part) if not note.is_of_plugin else ():
            if mark.kind is MarkKind.HIGHLIGHT:
                is_open = not is_open
                yield Edit(mark.span, "<mark>" if is_open else "</mark>")
            elif mark.kind is MarkKind.COMMENT:
                yield _removed(note.body, mark.span)
            elif mark.kind is MarkKind.BLOCK_ID:
                # where links stay wikilinks, they lead to ids as Obsidian has them
                yield from () if self._kept and not place.number else (self._block_id(place, note, mark.span),)
            elif mark.kind is MarkKind.TILDE:
                yield Edit(Span(mark.span.start, mark.span.start), "\\")
            elif mark.kind is MarkKind.FOOTNOTE and place.number:
                yield Edit(Span(mark.span.end, mark.span.end), f"-{place.number}")

    def _references_of(self, note: Note) -> References:
        """The links of a note that have labels; only a note with definitions has any."""
        if note.path not in self._references:
            targets = [link.span.start for link in note.links if link.form is LinkForm.DEFINITION]
            comments = [mark.span for mark in note.marks if mark.kind is MarkKind.COMMENT]
            self._references[note.path] = find_references(note.body, targets, comments) if targets else References()
        return self._references[note.path]

    def _reference_edits(self, place: _Place, note: Note, part: Span) -> Iterator[Edit]:
        """Edits that keep the labels of an embedded part apart from all others on the page.

        Where the definition of a label is not in the part, the link gets its target.
        """
        links, definitions, targets = self._references_of(note)
        inside = _within(definitions, part)
        labels = {item.key for item in inside}
        for item in inside:
            yield Edit(Span(item.span.end - 2, item.span.end - 2), f"-{place.number}")
        for link in _within(links, part):
            if link.key in labels:
                yield Edit(link.place, f"[{link.label}-{place.number}]")
            elif link.key in targets:
                yield Edit(link.place, f"({self._part(place, note, targets[link.key], {}).strip()})")

    def _block_id(self, place: _Place, note: Note, span: Span) -> Edit:
        """An id of a block as an anchor where links lead to it, on the page of its own note."""
        written = note.body[span.start : span.end].lstrip()
        if written[1:] not in note.blocks or place.number or self._anchors is None:
            return Edit(_all_of(note.body, span), "")
        return Edit(Span(span.end - len(written), span.end), f'<a id="{written[1:]}"></a>')


def _from(start: int, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits in order, by their places from a start on.

    Two embeds on a line share the blanks between them, two on following lines share the empty line.
    """
    at = 0
    tail: str | None = None
    for span, text in edits:
        begin = max(span.start - start, at)
        first = text.partition("\n")[0]
        is_below = at < begin <= at + 2 and first.rstrip("\r") == tail
        shown = text[len(first) + 1 :] if is_below else text
        at = max(span.end - start, begin)
        yield Edit(Span(begin, at), shown)
        _, newline, last = text.rpartition("\n")
        tail = last if newline and not last.strip(" \t>") else None


def _within(items: Sequence[T], part: Span) -> Sequence[T]:
    """The links, marks or the like that begin in a part of a text."""
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


def _removed(text: str, comment: Span) -> Edit:
    """The edit that removes a comment, so that what is left means what it did before."""
    span = _all_of(text, comment)
    is_first = begins_line(text, span.start)
    if is_first and text[span.end - 1] != "\n" and _SIGN.match(text, span.end):
        return Edit(span, "\\")
    blanks = text[comment.end : span.end]
    is_break = blanks.startswith("  ") and text[span.end : span.end + 1] in ("\r", "\n") and not is_first
    return Edit(span, "  " if is_break else "")


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
    if end == span.end:
        return span
    # one of the blanks on both sides is enough, and none behind where nothing stands before: four would make code
    return Span(span.start, end) if begins_line(text, start) else Span(start, span.end)
