"""Where links, headings and code stand in a Markdown text; the only module that imports the parser.

pyromark gives byte ranges; they become character spans here. The reading is CommonMark with GFM tables.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyromark

from exportconv.model import Link, LinkForm, Span

__all__ = ["Scan", "scan"]

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
# A tag at the start of a line, behind list, quote and task marks, opens an HTML block. The mask has one byte.
_LINE_TAG = re.compile(r"(?m)^([ \t>*+\-]*+(?:\d{1,9}[.)][ \t]+)?)<(?![a-zA-Z][a-zA-Z0-9+.\-]*:)(?=[a-zA-Z/!?])")
_MARKUP = frozenset(("Emphasis", "Strong", "Strikethrough"))


class Scan(NamedTuple):
    """What one pass of the parser found in a text."""

    links: tuple[Link, ...]
    """Inline links and images, by place."""
    headings: tuple[str, ...]
    """Texts of the headings, by place."""
    indented: tuple[Span, ...]
    """What the parser takes for indented code."""
    code: tuple[Span, ...]
    """Code spans and fenced code."""
    cells: tuple[Span, ...]
    """Table cells."""


@dataclass(slots=True)
class _Open:
    """A link whose end has not come yet."""

    start: int
    is_embed: bool
    target: str
    is_nested: bool
    text: list[str] = field(default_factory=list)
    is_plain: bool = True
    children_end: int = 0


@dataclass(slots=True)
class _Found:
    """A link in bytes."""

    start: int
    end: int
    opened: _Open
    in_table: bool


@dataclass(slots=True)
class _Walk:
    """The state of one walk over the parser's events."""

    links: list[_Found] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    indented: list[tuple[int, int]] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    heading: list[str] | None = None
    in_table: bool = False

    def start(self, tag: Any, start: int, end: int) -> None:
        kind = tag if isinstance(tag, str) else next(iter(tag))
        if self.stack and kind in _MARKUP:
            self.stack[-1].is_plain = False
        if kind in ("Link", "Image"):
            self.open_link(tag[kind], start, is_embed=kind == "Image")
        elif kind == "Heading":
            self.heading = []
        elif kind == "CodeBlock":
            (self.indented if tag[kind] == "Indented" else self.code).append((start, end))
        elif kind == "TableCell":
            self.in_table = True
            self.cells.append((start, end))

    def open_link(self, data: Mapping[str, Any], start: int, *, is_embed: bool) -> None:
        if self.stack:
            self.stack[-1].is_plain = False
        # only inline links have a destination of their own in the text
        target = data["dest_url"] if data["link_type"] == "Inline" else None
        self.stack.append(_Open(start, is_embed, target or "", bool(self.stack)))
        if target is None:
            self.stack[-1].start = -1

    def end(self, tag: Any, start: int, end: int) -> None:
        kind = tag if isinstance(tag, str) else next(iter(tag))
        if kind in ("Link", "Image"):
            opened = self.stack.pop()
            if opened.start >= 0:
                self.links.append(_Found(start, end, opened, self.in_table))
            if self.stack:
                self.stack[-1].text += opened.text
        elif kind == "Heading" and self.heading is not None:
            self.headings.append("".join(self.heading).strip())
            self.heading = None
        elif kind == "TableCell":
            self.in_table = False
        if self.stack:
            self.stack[-1].children_end = end

    def leaf(self, event: Any, start: int, end: int) -> None:
        kind = event if isinstance(event, str) else next(iter(event))
        text = "\n" if isinstance(event, str) else str(event[kind])
        if kind == "Code":
            self.code.append((start, end))
        if self.stack:
            self.stack[-1].text.append(text)
            self.stack[-1].children_end = end
            self.stack[-1].is_plain &= kind == "Text"
        if self.heading is not None:
            self.heading.append(text)


def _walk(text: str) -> _Walk:
    walk = _Walk()
    for event, where in pyromark.events_with_range(text, options=_OPTIONS):
        if "Text" in event:
            if walk.stack or walk.heading is not None:
                walk.leaf(event, where["start"], where["end"])
        elif "Start" in event:
            walk.start(event["Start"], where["start"], where["end"])  # type: ignore[index]
        elif "End" in event:
            walk.end(event["End"], where["start"], where["end"])  # type: ignore[index]
        else:
            walk.leaf(event, where["start"], where["end"])
    return walk


def _destination(data: bytes, found: _Found) -> tuple[int, int, int]:
    """Byte offsets in an inline link: where its text ends, where its destination starts and ends."""
    begin = found.start + 1 + found.opened.is_embed
    close = data.find(b"](", max(found.opened.children_end, begin), found.end)
    inner = data[close + 2 : found.end - 1]
    start = close + 2 + len(inner) - len(inner.lstrip())
    if data[start : start + 1] == b"<":
        return close, start, data.index(b">", start) + 1
    bare = data[start : found.end - 1].split(None, 1)
    return close, start, start + (len(bare[0]) if bare else 0)


class _Offsets:
    """Character offsets of byte offsets, looked up in one pass over the text."""

    def __init__(self, data: bytes, offsets: Iterable[int]) -> None:
        self._chars: dict[int, int] = {}
        at = chars = 0
        for offset in sorted(set(offsets)):
            chars += len(data[at:offset].decode())
            at = offset
            self._chars[offset] = chars

    def __getitem__(self, offset: int) -> int:
        return self._chars[offset]

    def span(self, start: int, end: int) -> Span:
        return Span(self._chars[start], self._chars[end])


def _link(data: bytes, found: _Found, parts: tuple[int, int, int], chars: _Offsets, line: int) -> Link:
    opened, (_, start, end) = found.opened, parts
    raw = data[start:end].decode()
    if raw.startswith("<"):
        raw = raw[1:-1]
    return Link(
        span=chars.span(found.start, found.end),
        target_span=chars.span(start, end),
        raw_target=opened.target if "\\" in raw else raw,
        text="".join(opened.text),
        line=line,
        form=LinkForm.INLINE,
        is_embed=opened.is_embed,
        is_plain=opened.is_plain,
        is_nested=opened.is_nested,
        in_table=found.in_table,
    )


def scan(text: str, *, html: bool = True, lines: Sequence[int] | None = None) -> Scan:
    """Links, headings and code of a Markdown text, with spans in characters.

    html: whether a tag at the start of a line opens an HTML block, as CommonMark has it; a source that
    never means HTML (Notion escapes nothing) sets it to False, so that links behind a `<` are seen.
    lines: the source line of each line of the text; without it lines count from 1.
    """
    if not html and "<" in text:
        masked = _LINE_TAG.sub("\\1\x01", text)
    else:
        masked = text
    walk = _walk(masked)
    data = text.encode()
    walk.links.sort(key=lambda found: found.start)
    parts = [_destination(data, found) for found in walk.links]
    blocks = walk.indented + walk.code + walk.cells
    offsets = [o for f, p in zip(walk.links, parts, strict=True) for o in (f.start, f.end, p[1], p[2])]
    chars = _Offsets(data, offsets + [offset for block in blocks for offset in block])
    breaks = [match.start() for match in re.finditer(b"\n", data)] if walk.links else []
    links = []
    for found, part in zip(walk.links, parts, strict=True):
        index = bisect_right(breaks, found.start - 1)
        links.append(_link(data, found, part, chars, lines[index] if lines else index + 1))
    return Scan(
        tuple(links),
        tuple(walk.headings),
        tuple(chars.span(*block) for block in walk.indented),
        tuple(chars.span(*block) for block in walk.code),
        tuple(chars.span(*block) for block in walk.cells),
    )
