"""What only Obsidian reads in a note (comments, highlights, ids of blocks), and footnotes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exportconv.model import Block, Link, LinkForm, Mark, MarkKind, Span
from exportconv.syntax.lines import begins_line
from exportconv.syntax.vault_scan import BlockSpan, VaultScan

__all__ = ["NoteMarks", "find_comments", "find_marks", "has_marks", "lies_in"]

_NOT_NEWLINE = re.compile(r"[^\r\n]+")
_TILDE = re.compile(r"(?<![~\\])~(?!~)")
_EQUALS = re.compile(r"=+")
# it begins with a plain character, which is found at once
_ID = re.compile(r"\^(?<![^\n \t>]\^)([A-Za-z0-9-]+)[ \t]*+(?=\r?(?:\n|\Z))")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s^]++)\]")
_TEXT = re.compile(r"[^ \t\r\n>]")
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp)://[^\s<>]*[^\s<>=~*_.,;:!?)\]]|<[a-z][a-z0-9+.\-]*:[^\s<>]*>")
_CODE = re.compile(r"%%[0-9A-Fa-f]{2}")
_HOLDERS = frozenset(("Item", "FootnoteDefinition"))
_MARK = "\x01"


class NoteMarks(NamedTuple):
    """What was found in a note."""

    marks: tuple[Mark, ...]
    """Comments, highlights, ids of blocks and footnotes, by place; nothing else lies in a comment."""
    blocks: dict[str, Block]
    """Id → its block; of two equal ids the first counts."""


def has_marks(text: str) -> bool:
    """Whether a text has characters that such marks are made of."""
    return "^" in text or "==" in text or "%%" in text or text.count("~") > 1


def find_marks(text: str, scan: VaultScan) -> NoteMarks:
    """Comments, highlights, ids of blocks and footnotes in a note's text."""
    if not has_marks(text):
        return NoteMarks((), {})
    # one pass each, and only for what there is
    has_carets, has_highlights, has_comments = "^" in text, "==" in text, "%%" in text
    has_tildes = text.count("~") > 1
    opaque = _opaque_in(scan)
    # of carets alone it is enough to know which ones lie in such a place
    has_more = has_highlights or has_comments or has_tildes or "[^" in text
    masked = _masked(text, opaque) if has_more else text
    comments = list(_comments(masked)) if has_comments else []
    masked = _masked(masked, comments) if comments else masked
    marks = [Mark(MarkKind.COMMENT, span) for span in comments]
    blocks: dict[str, Block] = {}
    needs_bounds = has_carets or has_highlights or has_tildes
    bounds = sorted({at for block in scan.blocks for at in block.span}) if needs_bounds else []
    if has_tildes or has_highlights:
        masked = _masked(masked, (Span(*match.span()) for match in _ADDRESS.finditer(masked)))
    if has_tildes:
        marks += _tildes(masked, bounds)
    if has_highlights:
        marks += _highlights(masked, bounds)
    if has_carets:
        marks += _footnotes(masked, scan.blocks)
        hidden = _outermost(opaque) if not has_more else []
        for name, marker, whole in _ids(masked, scan.blocks, bounds):
            if hidden and _is_hidden(text, marker, hidden):
                continue
            marks.append(Mark(MarkKind.BLOCK_ID, _with_blanks(text, marker)))
            blocks.setdefault(name, Block(whole.end, marker=marker, span=whole))
    marks.sort(key=lambda mark: mark.span)
    return NoteMarks(tuple(marks), blocks)


def find_comments(text: str, scan: VaultScan) -> list[Span]:
    """The comments alone, in order."""
    return list(_comments(_masked(text, _opaque_in(scan)))) if "%%" in text else []


def _opaque_in(scan: VaultScan) -> list[Span]:
    """Where nothing is a mark."""
    return [*scan.opaque, *(span for link in scan.links for span in _opaque_parts(link))]


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that begin in another one."""
    found: list[Span] = []
    for span in sorted(spans):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _is_hidden(text: str, marker: Span, places: Sequence[Span]) -> bool:
    """Whether an id lies in one of some places, or right behind one and not at the start of a line."""
    behind = Span(marker.start - 1, marker.start)
    return lies_in(marker, places) or (text[behind.start : behind.end] not in ("", "\n") and lies_in(behind, places))


def lies_in(span: Span, places: Sequence[Span]) -> bool:
    """Whether a span lies in one of several, which are in order."""
    at = bisect_right(places, (span.start, span.end))
    return any(place.start <= span.start and span.end <= place.end for place in places[max(at - 1, 0) : at + 1])


def _masked(text: str, spans: Iterable[Span]) -> str:
    """The text with every character but line ends in some places out of the way; all places stay."""
    parts: list[str] = []
    at = 0
    for span in sorted(spans):
        if span.end > at:
            start = max(span.start, at)
            hidden = text[start : span.end]
            is_line = "\n" not in hidden and "\r" not in hidden
            hidden = _MARK * len(hidden) if is_line else _NOT_NEWLINE.sub(lambda match: _MARK * len(match[0]), hidden)
            parts += (text[at:start], hidden)
            at = span.end
    return "".join((*parts, text[at:])) if parts else text


def _comments(masked: str) -> Iterator[Span]:
    """`%%…%%`, over several lines, too. One that is never closed stays text: nobody can say what it was to hide.

    In an address `%%20` is a sign with an encoded one behind it, and begins nothing.
    """
    codes = {
        match.start() for address in _ADDRESS.finditer(masked) for match in _CODE.finditer(masked, *address.span())
    }
    start = masked.find("%%")
    while start >= 0:
        if start in codes or _is_escaped(masked, start):
            start = masked.find("%%", start + 1)
            continue
        end = masked.find("%%", start + 2)
        if end < 0:
            return
        yield Span(start, end + 2)
        start = masked.find("%%", end + 2)


def _highlights(masked: str, bounds: Sequence[int]) -> Iterator[Mark]:
    """The marks of highlights in pairs: both in one block, no blank behind the first or before the second."""
    opener: Span | None = None
    for match in _EQUALS.finditer(masked):
        start, end = match.span()
        if end - start != 2:
            continue
        if opener and _next_bound(bounds, opener.end) < start:
            opener = None
        if opener and not masked[start - 1].isspace() and not _is_escaped(masked, start):
            yield Mark(MarkKind.HIGHLIGHT, opener)
            yield Mark(MarkKind.HIGHLIGHT, Span(start, end))
            opener = None
        elif masked[end : end + 1].strip() and not _is_escaped(masked, start):
            opener = Span(start, end)


def _footnotes(masked: str, blocks: Sequence[BlockSpan]) -> Iterator[Mark]:
    """The definitions of footnotes that the parser found, and the labels of those."""
    texts = [block.span for block in blocks if block.kind == "FootnoteDefinition"]
    labels = {masked[span.start + 2 : masked.find("]", span.start)].casefold() for span in texts}
    yield from (Mark(MarkKind.FOOTNOTE_TEXT, span) for span in texts)
    for match in _FOOTNOTE.finditer(masked) if labels else ():
        if match[1].casefold() in labels and not _is_escaped(masked, match.start()):
            yield Mark(MarkKind.FOOTNOTE, Span(*match.span(1)))


def _is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before a place."""
    start = at
    while start and text[start - 1] == "\\":
        start -= 1
    return (at - start) % 2 == 1


def _opaque_parts(link: Link) -> tuple[Span, ...]:
    """What is no text in a link; the text of a Markdown link may hold markup."""
    if link.form is not LinkForm.INLINE or link.is_embed or "==" not in link.text:
        return (link.span,)
    return Span(link.span.start, link.span.start + 1), Span(link.target_span.start - 2, link.span.end)


def _tildes(masked: str, bounds: Sequence[int]) -> Iterator[Mark]:
    """The single tildes of a block that has several."""
    before: Span | None = None
    is_told = False
    for match in _TILDE.finditer(masked):
        span = Span(*match.span())
        if before and _next_bound(bounds, before.end) >= span.start:
            if not is_told:
                yield Mark(MarkKind.TILDE, before)
            yield Mark(MarkKind.TILDE, span)
            is_told = True
        else:
            is_told = False
        before = span


def _next_bound(bounds: Sequence[int], at: int) -> int:
    """The next place from here on where a block begins or ends."""
    index = bisect_left(bounds, at)
    return bounds[index] if index < len(bounds) else at


def _ids(masked: str, blocks: Sequence[BlockSpan], bounds: Sequence[int]) -> Iterator[tuple[str, Span, Span]]:
    """Id, where it stands, and the block that it names."""
    family = _Family(blocks)
    for match in _ID.finditer(masked):
        marker = Span(match.start(), match.end(1))
        until = _next_bound(bounds, match.end())
        if not _TEXT.search(masked, match.end(), until):
            family.go_to(marker)
            found = _owner(masked, family, marker)
            if found:
                yield match[1], marker, found


class _Family:
    """The blocks around a place and the one before them; places are asked for in their order."""

    def __init__(self, blocks: Sequence[BlockSpan]) -> None:
        self._blocks = blocks
        self._next = 0
        self.around: list[BlockSpan] = []
        """From the outermost to the innermost."""
        self._done: list[BlockSpan | None] = [None]
        """For each level the block on it that ended last."""

    def go_to(self, marker: Span) -> None:
        """Takes in all blocks that begin before the end of an id."""
        while self._next < len(self._blocks) and self._blocks[self._next].span.start < marker.end:
            block = self._blocks[self._next]
            self._leave(block.span.start)
            self.around.append(block)
            self._done.append(None)
            self._next += 1
        self._leave(marker.start)

    def _leave(self, at: int) -> None:
        while self.around and self.around[-1].span.end <= at:
            self._done.pop()
            self._done[-1] = self.around.pop()

    def before(self) -> BlockSpan | None:
        """The block right before the innermost one, on its level."""
        return self._done[-2]


def _owner(masked: str, family: _Family, marker: Span) -> Span | None:
    """The block that an id names; None where it stands in nothing that can have one."""
    around = family.around
    if not around or around[-1].kind not in ("Paragraph", "Heading", *_HOLDERS):
        return None
    quote = next((block.span for block in around if block.kind == "BlockQuote"), None)
    if quote:
        # nothing leads to a part of a quote or callout
        return quote
    inner, outer = around[-1], around[-2] if len(around) > 1 else around[-1]
    if not begins_line(masked, marker.start):
        is_first = outer.kind in _HOLDERS and "\n" not in masked[outer.span.start : inner.span.start]
        return outer.span if is_first else inner.span
    if _TEXT.search(masked, inner.span.start, marker.start):
        return inner.span
    before = family.before()
    return before.span if before else None


def _with_blanks(text: str, marker: Span) -> Span:
    """An id with the blanks before it."""
    start = marker.start
    while start and text[start - 1] in " \t":
        start -= 1
    return Span(start, marker.end)
