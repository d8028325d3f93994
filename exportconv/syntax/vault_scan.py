"""What is found in one pass over an Obsidian note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exportconv.model import Link, Section, Span

__all__ = ["BlockSpan", "Heading", "VaultScan", "sections_of"]

_HASHES = re.compile(r"#{1,6}(?:[ \t]+|\Z)")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]+\Z")
_CLOSING = re.compile(r"(?:\A|(?<=[ \t]))#+[ \t]*\Z")


class BlockSpan(NamedTuple):
    """A block of a note."""

    kind: str
    """`Paragraph`, `Item`, `List`, `BlockQuote`, `Table`, `CodeBlock`, `HtmlBlock`, `Heading`, `TableCell` …"""
    span: Span
    """Where it stands."""


class VaultScan(NamedTuple):
    """What one pass found in a note."""

    links: tuple[Link, ...] = ()
    """Wikilinks, inline links and embeds, by place."""
    sections: Sequence[Section] = ()
    """Headings, by place."""
    opaque: tuple[Span, ...] = ()
    """Code, math and HTML, in which nothing else is markup, by place."""
    html: tuple[Span, ...] = ()
    """HTML alone, by place."""
    blocks: Sequence[BlockSpan] = ()
    """All blocks, by place, outer ones first."""


class Heading(NamedTuple):
    """A heading of a note."""

    level: int
    """1 to 6."""
    span: Span
    """Where it stands."""
    text: str
    """What a reader sees, and the id of a block behind it."""
    limit: int | None = None
    """Where the quote, list or footnote ends that it stands in; None at the top level."""


def sections_of(text: str, headings: Sequence[Heading]) -> Iterator[Section]:
    """The headings of a text, each with what stands below it; one within a quote or list ends no other outside."""
    ends = [len(text) if heading.limit is None else heading.limit for heading in headings]
    open_in: dict[int | None, list[int]] = {}
    for number, heading in enumerate(headings):
        open_ones = open_in.setdefault(heading.limit, [])
        while open_ones and headings[open_ones[-1]].level >= heading.level:
            ends[open_ones.pop()] = heading.span.start
        open_ones.append(number)
    for (level, span, shown, _), end in zip(headings, ends, strict=True):
        source = _source_of(text[span.start : span.end])
        yield Section(_BLOCK_ID.sub("", shown) if "^" in shown else shown, source, level, Span(span.start, end))


def _source_of(heading: str) -> str:
    """A heading without its number signs or underline."""
    line = heading.strip()
    hashes = _HASHES.match(line)
    if hashes:
        return _CLOSING.sub("", line[hashes.end() :]).strip()
    return line.rpartition("\n")[0].strip()
