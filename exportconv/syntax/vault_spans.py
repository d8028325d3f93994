"""Where links, headings, blocks and code stand in an Obsidian note.

The reading is CommonMark with GFM tables, footnotes, math and, where they are asked for, wikilinks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import pyromark

from exportconv.model import Link, LinkForm, Section, Span, evolve
from exportconv.syntax.links import shown_target, with_bar
from exportconv.syntax.spans import Walk, WalkedLink, char_spans, links_in, walk_events

__all__ = ["BlockSpan", "VaultScan", "scan_vault_note"]

_PLAIN = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_MATH
_WITH_WIKILINKS = _PLAIN | pyromark.Options.ENABLE_WIKILINKS
_BLOCKS = frozenset(("Paragraph", "Item", "Table", "HtmlBlock"))
_OPAQUE = frozenset(("Code", "InlineMath", "DisplayMath", "Html", "InlineHtml"))
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
    """What one pass of the parser found in a note."""

    links: tuple[Link, ...]
    """Wikilinks, inline links and embeds, by place."""
    sections: tuple[Section, ...]
    """Headings, by place."""
    opaque: tuple[Span, ...]
    """Code, math and HTML, in which nothing else is markup, by place."""
    blocks: tuple[BlockSpan, ...]
    """All blocks, by place, outer ones first."""


@dataclass(slots=True)
class _VaultWalk(Walk):
    """A walk that sees wikilinks, math and HTML, too."""

    levels: list[tuple[int, int, int]] = field(default_factory=list)
    opaque: list[tuple[int, int]] = field(default_factory=list)
    blocks: list[tuple[str, int, int]] = field(default_factory=list)

    def start(self, tag: Mapping[str, Any], start: int, end: int) -> None:
        """A tag with data of its own begins."""
        Walk.start(self, tag, start, end)
        if "Heading" in tag:
            self.levels.append((int(tag["Heading"]["level"][1]), start, end))
        elif "CodeBlock" in tag:
            self.opaque.append((start, end))

    def open_link(self, data: Mapping[str, Any], start: int, *, is_embed: bool) -> None:
        """A link or image begins."""
        if isinstance(data["link_type"], str):
            Walk.open_link(self, data, start, is_embed=is_embed)
            return
        if self.stack:
            self.stack[-1].is_plain = False
        self.stack.append(WalkedLink(start, is_embed, data["dest_url"], bool(self.stack), LinkForm.WIKILINK))

    def leaf(self, event: Any, start: int, end: int) -> None:
        """Text, code, math, HTML or a break."""
        kind = event if isinstance(event, str) else next(iter(event))
        if kind in _OPAQUE:
            self.opaque.append((start, end))
        if kind == "InlineHtml" and not self.stack:
            return
        if self.heading is not None and self.stack and self.stack[-1].form is LinkForm.WIKILINK:
            target = self.stack[-1].target
            event = {"Text": shown_target(target) if event.get("Text") == target else event.get("Text", "")}
        Walk.leaf(self, event, start, end)


@dataclass(slots=True)
class _BlockWalk(_VaultWalk):
    """A walk that sees blocks, too."""

    simple: ClassVar[AbstractSet[str]] = Walk.simple | _BLOCKS

    def start(self, tag: Mapping[str, Any], start: int, end: int) -> None:
        """A tag with data of its own begins."""
        _VaultWalk.start(self, tag, start, end)
        if "Link" not in tag and "Image" not in tag:
            self.blocks.append((next(iter(tag)), start, end))

    def start_simple(self, tag: str, start: int, end: int) -> None:
        """A tag without data begins."""
        Walk.start_simple(self, tag, start, end)
        if tag in _BLOCKS or tag == "TableCell":
            self.blocks.append((tag, start, end))


def scan_vault_note(
    text: str, *, wikilinks: bool = True, lines: Sequence[int] | None = None, blocks: bool = True
) -> VaultScan:
    """Links, headings, blocks, and what is no text, with spans in characters.

    wikilinks: whether `[[…]]` is a link. lines: the source line of each line of the text; without it lines count
    from 1. blocks: whether blocks are wanted, too.
    """
    data = text.encode()
    fresh = _BlockWalk() if blocks else _VaultWalk()
    walk = walk_events(data.decode(), fresh, _WITH_WIKILINKS if wikilinks else _PLAIN)
    kinds = [kind for kind, _, _ in walk.blocks]
    spans = char_spans(data, ((start, end) for _, start, end in walk.blocks)) if kinds else ()
    return VaultScan(
        tuple(_untangled(text, links_in(data, walk.links, lines))) if walk.links else (),
        tuple(_sections(text, data, walk)) if walk.levels else (),
        tuple(char_spans(data, walk.opaque)) if walk.opaque else (),
        tuple(map(BlockSpan, kinds, spans)),
    )


def _untangled(text: str, links: Iterable[Link]) -> Iterator[Link]:
    """The links that Obsidian sees, too: what stands in the text of a wikilink is plain, an embed in a label is none.

    The parser takes `![[a]]](b)` for an image of b; it is an embed of a that is linked to b.
    """
    end = 0
    for link in links:
        if link.span.start < end or not _is_link(text, link):
            continue
        if link.form is LinkForm.WIKILINK:
            end = link.span.end
        close = text.find("]]", link.span.start, link.span.end) if link.is_embed else -1
        if link.form is LinkForm.INLINE and close > 0 and text.startswith("![[", link.span.start):
            outer = text.rfind("[", text.rfind("\n", 0, link.span.start) + 1, link.span.start)
            if outer >= 0:
                yield evolve(link, span=Span(outer, link.span.end), is_embed=False, is_plain=False)
            yield _embed_in(text, link, close)
        else:
            yield link


def _embed_in(text: str, link: Link, close: int) -> Link:
    """The embed at the beginning of what the parser took for an image."""
    start = link.span.start + 3
    raw, _, alias = text[start:close].partition("|")
    return evolve(
        link, span=Span(link.span.start, close + 2), target_span=Span(start, start + len(raw.rstrip())),
        raw_target=raw.strip(), text=with_bar(alias.strip()), form=LinkForm.WIKILINK, is_nested=True,
    )  # fmt: skip


def _is_link(text: str, link: Link) -> bool:
    """Whether Obsidian takes it for a link, too: a wikilink is on one line and has a target."""
    is_wiki = link.form is LinkForm.WIKILINK
    return not is_wiki or (bool(link.raw_target) and "\n" not in text[link.span.start : link.span.end])


def _sections(text: str, data: bytes, walk: _VaultWalk) -> Iterator[Section]:
    spans = list(char_spans(data, ((start, end) for _, start, end in walk.levels)))
    ends = [len(text)] * len(spans)
    open_ones: list[int] = []
    for number, (level, _, _) in enumerate(walk.levels):
        while open_ones and walk.levels[open_ones[-1]][0] >= level:
            ends[open_ones.pop()] = spans[number].start
        open_ones.append(number)
    for (level, _, _), heading, shown, end in zip(walk.levels, spans, walk.headings, ends, strict=True):
        source = _source_of(text[heading.start : heading.end])
        yield Section(_BLOCK_ID.sub("", shown) if "^" in shown else shown, source, level, Span(heading.start, end))


def _source_of(heading: str) -> str:
    """A heading without its number signs or underline."""
    line = heading.strip()
    hashes = _HASHES.match(line)
    if hashes:
        return _CLOSING.sub("", line[hashes.end() :]).strip()
    return line.rpartition("\n")[0].strip()
