"""What only Obsidian reads in a note (comments, highlights, ids of blocks), and footnotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exportconv.model import Block, Link, LinkForm, Mark, MarkKind, Span
from exportconv.syntax.marked_blocks import find_ids, next_bound, with_blanks
from exportconv.syntax.vault_scan import BlockSpan, VaultScan

__all__ = ["NoteMarks", "find_comments", "find_marks", "find_signs", "has_marks", "is_escaped", "lies_in"]

_NOT_NEWLINE = re.compile(r"[^\r\n]+")
_TILDE = re.compile(r"(?<![~\\])~(?!~)")
# it begins with plain characters, which are found at once
_EQUALS = re.compile(r"==(?!=)(?<!===)")
_BRACKETS = re.compile(r"\[{2,}")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s^]++)\]")
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp)://[^\s<>]*[^\s<>=~*_.,;:!?)\]]|<[a-z][a-z0-9+.\-]*:[^\s<>]*>")
_CODE = re.compile(r"%%[0-9A-Fa-f]{2}")
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
        for name, marker, whole in find_ids(masked, scan.blocks, bounds):
            if hidden and _is_hidden(text, marker, hidden):
                continue
            marks.append(Mark(MarkKind.BLOCK_ID, with_blanks(text, marker)))
            blocks.setdefault(name, Block(whole.end, marker=marker, span=whole))
    marks.sort(key=lambda mark: mark.span)
    return NoteMarks(tuple(marks), blocks)


def find_comments(text: str, scan: VaultScan) -> list[Span]:
    """The comments alone, in order."""
    return list(_comments(_masked(text, _opaque_in(scan)))) if "%%" in text else []


def find_signs(text: str, scan: VaultScan) -> list[int]:
    """Where `[[`, `%%` and `==` may begin or end wikilinks, comments and highlights; none where none is made."""
    wikilinks = [link for link in scan.links if link.form is LinkForm.WIKILINK]
    # what stands in them is text, if they are
    scan = scan._replace(links=tuple(link for link in scan.links if link.form is not LinkForm.WIKILINK))
    masked = _masked(text, _opaque_in(scan))
    runs = _BRACKETS.finditer(masked) if wikilinks else ()
    brackets = [at for run in runs for at in range(run.start() + len(run[0]) % 2, run.end(), 2)]
    codes = _codes_in(masked)
    every = [match.start() for match in re.finditer("%%", masked)]
    comments = [at for at in every if at not in codes]
    comments = comments if comments and comments[0] < every[-1] else []
    masked = _masked(masked, (Span(*match.span()) for match in _ADDRESS.finditer(masked)))
    highlights = [match.start() for match in _EQUALS.finditer(masked)]
    highlights = [at for at in highlights if (masked[max(at - 1, 0) : at] + masked[at + 2 : at + 3]).strip()]
    return brackets + comments + (highlights if len(highlights) > 1 else [])


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
    """`%%…%%`, over several lines, too. One that is never closed stays text: nobody can say what it was to hide."""
    codes = _codes_in(masked)
    start = masked.find("%%")
    while start >= 0:
        if start in codes or is_escaped(masked, start):
            start = masked.find("%%", start + 1)
            continue
        end = masked.find("%%", start + 2)
        if end < 0:
            return
        yield Span(start, end + 2)
        start = masked.find("%%", end + 2)


def _codes_in(masked: str) -> set[int]:
    """Where in an address `%%20` is a sign with an encoded one behind it, and begins nothing."""
    return {match.start() for address in _ADDRESS.finditer(masked) for match in _CODE.finditer(masked, *address.span())}


def _highlights(masked: str, bounds: Sequence[int]) -> Iterator[Mark]:
    """The marks of highlights in pairs: both in one block, no blank behind the first or before the second."""
    opener: Span | None = None
    for match in _EQUALS.finditer(masked):
        start, end = match.span()
        if opener and next_bound(bounds, opener.end) < start:
            opener = None
        if opener and not masked[start - 1].isspace() and not is_escaped(masked, start):
            yield Mark(MarkKind.HIGHLIGHT, opener)
            yield Mark(MarkKind.HIGHLIGHT, Span(start, end))
            opener = None
        elif masked[end : end + 1].strip() and not is_escaped(masked, start):
            opener = Span(start, end)


def _footnotes(masked: str, blocks: Sequence[BlockSpan]) -> Iterator[Mark]:
    """The definitions of footnotes that the parser found, and the labels of those."""
    texts = [block.span for block in blocks if block.kind == "FootnoteDefinition"]
    labels = {masked[span.start + 2 : masked.find("]", span.start)].casefold() for span in texts}
    yield from (Mark(MarkKind.FOOTNOTE_TEXT, span) for span in texts)
    for match in _FOOTNOTE.finditer(masked) if labels else ():
        if match[1].casefold() in labels and not is_escaped(masked, match.start()):
            yield Mark(MarkKind.FOOTNOTE, Span(*match.span(1)))


def is_escaped(text: str, at: int) -> bool:
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
        if before and next_bound(bounds, before.end) >= span.start:
            if not is_told:
                yield Mark(MarkKind.TILDE, before)
            yield Mark(MarkKind.TILDE, span)
            is_told = True
        else:
            is_told = False
        before = span
