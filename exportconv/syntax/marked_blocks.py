"""Ids of blocks in a note's text, and the blocks that they name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from exportconv.model import Span
from exportconv.syntax.lines import begins_line
from exportconv.syntax.vault_scan import BlockSpan

__all__ = ["find_ids", "next_bound", "with_blanks"]

# it begins with a plain character, which is found at once
_ID = re.compile(r"\^(?<![^\n \t>]\^)([A-Za-z0-9-]+)[ \t]*+(?=\r?(?:\n|\Z))")
_TEXT = re.compile(r"[^ \t\r\n>]")
_HOLDERS = frozenset(("Item", "FootnoteDefinition"))


def next_bound(bounds: Sequence[int], at: int) -> int:
    """The next place from here on where a block begins or ends."""
    index = bisect_left(bounds, at)
    return bounds[index] if index < len(bounds) else at


def find_ids(masked: str, blocks: Sequence[BlockSpan], bounds: Sequence[int]) -> Iterator[tuple[str, Span, Span]]:
    """Id, where it stands, and the block that it names."""
    family = _Family(blocks)
    for match in _ID.finditer(masked):
        marker = Span(match.start(), match.end(1))
        until = next_bound(bounds, match.end())
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


def with_blanks(text: str, marker: Span) -> Span:
    """An id with the blanks before it."""
    start = marker.start
    while start and text[start - 1] in " \t":
        start -= 1
    return Span(start, marker.end)
