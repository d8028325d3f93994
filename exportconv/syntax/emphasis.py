"""Where emphasis stands in the notes of an Obsidian vault."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pyromark

from exportconv.model import MarkKind, Note, Span
from exportconv.paths import SourcePath
from exportconv.syntax.lines import line_start
from exportconv.syntax.spans import Walk, char_spans, walk_events

__all__ = ["Emphasis", "emphasis_in"]

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_WIKILINKS
)
_MARK = re.compile(r"[*_~=]")
_LONG_LINE = 1000
_KINDS = frozenset(("Emphasis", "Strong", "Strikethrough"))


@dataclass(slots=True)
class _EmphasisWalk(Walk):
    """A walk that sees emphasis and nothing else."""

    simple: ClassVar[AbstractSet[str]] = _KINDS
    found: list[tuple[int, int]] = field(default_factory=list)

    def start(self, tag: Mapping[str, Any], start: int, end: int) -> None:
        """A tag with data of its own begins."""

    def start_simple(self, tag: str, start: int, end: int) -> None:
        """A tag without data begins."""
        if tag in _KINDS:
            self.found.append((start, end))

    def leaf(self, event: Any, start: int, end: int) -> None:
        """Text, code or a break."""


def emphasis_in(text: str) -> tuple[Span, ...]:
    """The places that are bold, italic or struck out, marks included, in the order of their starts.

    >>> [tuple(span) for span in emphasis_in("a *b **c*** `*d*`")]
    [(2, 11), (5, 10)]
    """
    data = text.encode()
    return tuple(char_spans(data, walk_events(data.decode(), _EmphasisWalk(), _OPTIONS).found))


class Emphasis:
    """Says what stands in emphasis; a note is read once, and only where it may have some there."""

    def __init__(self) -> None:
        """Starts without any note."""
        self._places: dict[SourcePath, Sequence[Span]] = {}

    def holds(self, note: Note, span: Span) -> bool:
        """Whether a place in a note is bold, italic, struck out or highlighted."""
        start, end = span
        if note.path not in self._places:
            if _opens_nothing(note.body, start):
                return False
            self._places[note.path] = _merged([*emphasis_in(note.body), *_highlights(note)])
        places = self._places[note.path]
        at = bisect_right(places, start, key=lambda place: place.start) - 1
        return at >= 0 and end <= places[at].end


def _opens_nothing(body: str, at: int) -> bool:
    """Whether a look at its line shows that no emphasis can be open at a place; a long line is left to the parser."""
    line = line_start(body, at)
    if at - line > _LONG_LINE:
        return False
    above = body[line_start(body, max(line - 1, 0)) : line]
    return not above.strip(" \t\r\n>") and not _MARK.search(body, line, at)


def _highlights(note: Note) -> Iterator[Span]:
    marks = [mark.span for mark in note.marks if mark.kind is MarkKind.HIGHLIGHT]
    yield from (Span(opener.start, closer.end) for opener, closer in zip(marks[::2], marks[1::2], strict=False))


def _merged(places: Iterable[Span]) -> list[Span]:
    """Places in order, those that overlap as one."""
    found: list[Span] = []
    for place in sorted(places):
        if found and place.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, place.end))
        else:
            found.append(place)
    return found
