"""Where links, headings and code stand in a Markdown text; the only module that imports the parser.

pyromark gives byte ranges; they become character spans here. The reading is CommonMark with GFM tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, TypeVar

import pyromark

from exportconv.model import Link, LinkForm, Span
from exportconv.syntax.links import trimmed, with_bar

__all__ = ["Scan", "Walk", "WalkedLink", "char_spans", "links_in", "scan", "walk_events"]

# Strikethrough and task marks change no span here, and every event costs time.
_OPTIONS = pyromark.Options.ENABLE_TABLES
# A tag at the start of a line, behind list, quote and task marks, opens an HTML block. The mask has one byte.
_LINE_TAG = re.compile(
    r"(?m)^((?:[ \t>*+\-]|(?<!\d)\d{1,9}[.)](?=[ \t]))*+)<(?![a-zA-Z][a-zA-Z0-9+.\-]*:)(?=[a-zA-Z/!?])"
)
_ANGLES = re.compile(rb"<(?:[^<>\\]|\\.)*>")
_MAX_DEPTH = 20
_MARKUP = frozenset(("Emphasis", "Strong"))
_SIMPLE = _MARKUP | {"TableCell"}


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
    has_loose_ends: bool
    """Whether there are brackets that may be links the parser did not find."""
    has_blocks: bool
    """Whether code and cells were asked for."""


@dataclass(slots=True)
class WalkedLink:
    """A link, its places in bytes; `end` is 0 until its end comes."""

    start: int
    is_embed: bool
    target: str
    is_nested: bool
    form: LinkForm = LinkForm.INLINE
    text: list[str] = field(default_factory=list)
    is_plain: bool = True
    children_end: int = 0
    end: int = 0
    in_table: bool = False


@dataclass(slots=True)
class Walk:
    """The state of one walk over the parser's events."""

    links: list[WalkedLink] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    indented: list[tuple[int, int]] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    stack: list[WalkedLink] = field(default_factory=list)
    heading: list[str] | None = None
    in_table: bool = False
    simple: ClassVar[AbstractSet[str]] = _SIMPLE
    """The tags without data of their own that it wants to know of; most events have another one."""

    def start(self, tag: Mapping[str, Any], start: int, end: int) -> None:
        """A tag with data of its own begins."""
        kind, data = next(iter(tag.items()))
        if kind in ("Link", "Image"):
            self.open_link(data, start, is_embed=kind == "Image")
        elif kind == "Heading":
            self.heading = []
        elif kind == "CodeBlock":
            (self.indented if data == "Indented" else self.code).append((start, end))

    def start_simple(self, tag: str, start: int, end: int) -> None:
        """A tag without data begins."""
        if tag == "TableCell":
            self.in_table = True
            self.cells.append((start, end))
        elif self.stack and tag in _MARKUP:
            self.stack[-1].is_plain = False

    def open_link(self, data: Mapping[str, Any], start: int, *, is_embed: bool) -> None:
        """A link or image begins."""
        if self.stack:
            self.stack[-1].is_plain = False
        # only inline links have a destination of their own in the text
        target = data["dest_url"] if data["link_type"] == "Inline" else None
        self.stack.append(WalkedLink(start, is_embed, target or "", bool(self.stack)))
        if target is None:
            self.stack[-1].start = -1

    def end(self, tag: Any, end: int) -> None:
        """A tag ends inside a link, or is one that matters outside."""
        if tag in ("Link", "Image"):
            found = self.stack.pop()
            if found.start >= 0:
                found.end, found.in_table = end, self.in_table
                self.links.append(found)
            # among many brackets the parser now and then ends a link before what is in it
            end = max(end, found.children_end)
            if self.stack:
                # an image in an image in an image …: at some depth nobody reads the text, and it only grows
                self.stack[-1].text += found.text if len(self.stack) < _MAX_DEPTH else []
        elif tag == "TableCell":
            self.in_table = False
        elif self.heading is not None and "Heading" in tag:
            self.headings.append("".join(self.heading).strip())
            self.heading = None
        if self.stack:
            self.stack[-1].children_end = max(end, self.stack[-1].children_end)

    def leaf(self, event: Any, start: int, end: int) -> None:
        """Text, code or a break."""
        kind = event if isinstance(event, str) else next(iter(event))
        text = "\n" if isinstance(event, str) else str(event[kind])
        if kind == "Code":
            self.code.append((start, end))
        if self.stack:
            self.stack[-1].text.append(text)
            self.stack[-1].children_end = max(end, self.stack[-1].children_end)
            self.stack[-1].is_plain &= kind == "Text"
        if self.heading is not None:
            self.heading.append(text)


W = TypeVar("W", bound=Walk)


def walk_events(text: str, walk: W, options: pyromark.Options = _OPTIONS) -> W:
    """The walk, over by now: told of every event in a text that may matter to it."""
    simple = walk.simple
    for event, where in pyromark.events_with_range(text, options=options):
        if "Text" in event:
            if walk.stack or walk.heading is not None:
                walk.leaf(event, where["start"], where["end"])
        elif "Start" in event:
            tag: Any = event["Start"]  # type: ignore[index]  # a dict, for it has the key
            if tag.__class__ is not str:
                walk.start(tag, where["start"], where["end"])
            elif tag in simple:
                walk.start_simple(tag, where["start"], where["end"])
        elif "End" in event:
            tag = event["End"]  # type: ignore[index]  # a dict, for it has the key
            if walk.stack or walk.heading is not None or tag == "TableCell":
                walk.end(tag, where["end"])
        else:
            walk.leaf(event, where["start"], where["end"])
    return walk


def _destination(data: bytes, found: WalkedLink) -> tuple[int, int]:
    """Byte offsets in an inline link: where its destination starts and ends."""
    begin = found.start + 1 + found.is_embed
    close = data.find(b"](", max(found.children_end, begin), found.end)
    if close > begin > found.children_end:
        # there is a text, of which the parser has told nothing, so all before the last such place may be of it
        close = data.rfind(b"](", begin, found.end)
    inner = data[close + 2 : found.end - 1]
    start = close + 2 + len(inner) - len(inner.lstrip())
    if data[start : start + 1] == b"<":
        angles = _ANGLES.match(data, start)
        return start, angles.end() if angles else found.end - 1
    bare = data[start : found.end - 1].split(None, 1)
    return start, start + (len(bare[0]) if bare else 0)


def char_spans(data: bytes, pairs: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Character spans of byte spans, which must be in the order of their starts."""
    if data.isascii():
        yield from (Span(start, end) for start, end in pairs)
        return
    at = chars = 0
    for start, end in pairs:
        chars += len(data[at:start].decode())
        at = start
        yield Span(chars, chars + len(data[start:end].decode()))


def _wikilink(data: bytes, found: WalkedLink, span: Span, line: int) -> Link:
    """A wikilink; what stands behind its first bar is its text, and a size alone is none."""
    begin = found.start + 2 + found.is_embed
    target, bar, alias = data[begin : found.end - 2].decode().partition("|")
    raw = target.removesuffix("\\") if bar else target
    raw, target_span = trimmed(raw, span.start + 2 + found.is_embed)
    alias = alias.replace("\\|", "|").strip()
    return Link(
        span=span,
        target_span=target_span,
        raw_target=raw,
        text=with_bar(alias) if found.is_embed else alias,
        line=line,
        form=LinkForm.WIKILINK,
        is_embed=found.is_embed,
        is_nested=found.is_nested,
        in_table=found.in_table,
    )


def _link(data: bytes, found: WalkedLink, span: Span, line: int) -> Link:
    start, end = _destination(data, found)
    raw = data[start:end].decode()
    until = span.end - len(data[end : found.end].decode())
    target_span = Span(until - len(raw), until)
    if raw.startswith("<"):
        raw = raw[1:-1]
    return Link(
        span=span,
        target_span=target_span,
        raw_target=found.target if "\\" in raw else raw,
        text="".join(found.text),
        line=line,
        form=LinkForm.INLINE,
        is_embed=found.is_embed,
        is_plain=found.is_plain,
        is_nested=found.is_nested,
        in_table=found.in_table,
    )


def _is_written(data: bytes, found: WalkedLink) -> bool:
    """Whether a link of the parser stands in the text; among many brackets it now and then tells places of none.

    Such a link starts behind its opening bracket, or ends before its label or the link in it does.
    """
    opening, closing = (b"[", b")") if found.form is LinkForm.INLINE else (b"[[", b"]]")
    opens = data.startswith(opening, found.start + found.is_embed) and data.endswith(closing, found.start, found.end)
    return opens and (found.form is not LinkForm.INLINE or data.find(b"](", found.children_end, found.end) >= 0)


def links_in(data: bytes, found: list[WalkedLink], lines: Sequence[int] | None) -> Iterator[Link]:
    """The links that a walk found, by place; `lines` as for `scan`."""
    found = sorted((link for link in found if _is_written(data, link)), key=lambda link: link.start)
    spans = char_spans(data, ((link.start, link.end) for link in found))
    index = at = 0
    for link, span in zip(found, spans, strict=True):
        index, at = index + data.count(b"\n", at, link.start), link.start
        make = _link if link.form is LinkForm.INLINE else _wikilink
        yield make(data, link, span, lines[index] if lines else index + 1)


def scan(text: str, *, html: bool = True, lines: Sequence[int] | None = None, blocks: bool = True) -> Scan:
    """Links, headings and code of a Markdown text, with spans in characters.

    html: whether a tag at the start of a line opens an HTML block, as CommonMark has it; a source that
    never means HTML (Notion escapes nothing) sets it to False, so that links behind a `<` are seen.
    lines: the source line of each line of the text; without it lines count from 1.
    blocks: whether the spans of code and of table cells are wanted, too.
    """
    data = text.encode()
    # the parser leaves a UTF-8 copy in the string it is given; a string of its own takes that along when it goes
    walk = walk_events(data.decode() if html or "<" not in text else _LINE_TAG.sub("\\1\x01", text), Walk())
    loose = data.count(b"](") != len(walk.links) or data.count(b"[") != data.count(b"]")
    return Scan(
        tuple(links_in(data, walk.links, lines)),
        tuple(walk.headings),
        tuple(char_spans(data, walk.indented)),
        tuple(char_spans(data, sorted(walk.code))) if blocks else (),
        tuple(char_spans(data, walk.cells)) if blocks else (),
        loose,
        blocks,
    )
