"""Where links, headings, blocks and code stand in an Obsidian note.

The reading is CommonMark with GFM tables, footnotes, math and, where they are asked for, wikilinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

import pyromark

from exportconv.model import Deferred, Link, LinkForm, Span, evolve
from exportconv.syntax.links import shown_target, with_bar
from exportconv.syntax.quick_scan import quick_blocks, quick_scan
from exportconv.syntax.spans import Walk, WalkedLink, char_spans, links_in, walk_events
from exportconv.syntax.vault_scan import BlockSpan, Heading, VaultScan, sections_of

__all__ = ["WITH_WIKILINKS", "parsed_scan", "scan_vault_note"]

_PLAIN = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_MATH
WITH_WIKILINKS = _PLAIN | pyromark.Options.ENABLE_WIKILINKS
"""What the parser is to know of a note in a vault."""
_BLOCKS = frozenset(("Paragraph", "Item", "Table", "HtmlBlock"))
_HOLDERS = frozenset(("BlockQuote", "List", "FootnoteDefinition"))
_HTML = frozenset(("Html", "InlineHtml"))
_OPAQUE = _HTML | {"Code", "InlineMath", "DisplayMath"}


@dataclass(slots=True)
class _VaultWalk(Walk):
    """A walk that sees wikilinks, math and HTML, too."""

    levels: list[tuple[int, int, int]] = field(default_factory=list)
    holder_ends: list[int | None] = field(default_factory=list)
    """For each heading where the outermost quote, list or footnote around it ends."""
    holder_end: int = 0
    opaque: list[tuple[int, int]] = field(default_factory=list)
    html: list[tuple[int, int]] = field(default_factory=list)
    blocks: list[tuple[str, int, int]] = field(default_factory=list)

    def start(self, tag: Mapping[str, Any], start: int, end: int) -> None:
        """A tag with data of its own begins."""
        Walk.start(self, tag, start, end)
        if "Heading" in tag:
            self.levels.append((int(tag["Heading"]["level"][1]), start, end))
            self.holder_ends.append(self.holder_end if start < self.holder_end else None)
        elif not _HOLDERS.isdisjoint(tag):
            self.holder_end = max(self.holder_end, end)
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
        if kind in _HTML:
            self.html.append((start, end))
        if kind == "InlineHtml" and not self.stack:
            return
        is_wiki = self.stack and self.stack[-1].form is LinkForm.WIKILINK
        if self.heading is not None and is_wiki and not isinstance(event, str):
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
    from 1. blocks: whether blocks may be asked for, too.
    """
    quick = quick_scan(text, lines) if wikilinks else None
    if quick is None:
        return parsed_scan(text, wikilinks=wikilinks, lines=lines, blocks=blocks)
    return quick._replace(blocks=Deferred(partial(_blocks_of, text))) if blocks else quick


def _blocks_of(text: str) -> Sequence[BlockSpan]:
    """The blocks of a note that was scanned without the parser."""
    quick = quick_blocks(text)
    return parsed_scan(text, wikilinks=True, lines=None, blocks=True).blocks if quick is None else quick


def parsed_scan(text: str, *, wikilinks: bool, lines: Sequence[int] | None, blocks: bool) -> VaultScan:
    """The same, by the parser in any case."""
    data = text.encode()
    fresh = _BlockWalk() if blocks else _VaultWalk()
    walk = walk_events(data.decode(), fresh, WITH_WIKILINKS if wikilinks else _PLAIN)
    kinds = [kind for kind, _, _ in walk.blocks]
    spans = char_spans(data, ((start, end) for _, start, end in walk.blocks)) if kinds else ()
    links = links_in(data, walk.links, lines) if walk.links else ()
    return VaultScan(
        tuple(_untangled(text, links) if wikilinks else links),
        tuple(sections_of(text, _headings(data, walk))) if walk.levels else (),
        # among many brackets the parser now and then tells of a place twice, or late
        tuple(char_spans(data, sorted(walk.opaque))) if walk.opaque else (),
        tuple(char_spans(data, sorted(walk.html))) if walk.html else (),
        tuple(map(BlockSpan, kinds, spans)),
    )


def _untangled(text: str, links: Iterable[Link]) -> Iterator[Link]:
    """The links that Obsidian sees, too: what stands in the text of a wikilink is plain, an embed in a label is none.

    The parser takes `![[a]]](b)` for an image of b; it is an embed of a that is linked to b.
    """
    end = floor = 0
    around: list[Span] = []
    for link in links:
        if link.span.start < end or not _is_link(text, link):
            continue
        while around and around[-1].end <= link.span.start:
            floor = around.pop().end
        around.append(link.span)
        if link.form is LinkForm.WIKILINK:
            end = link.span.end
        close = _embed_end(text, link)
        if close >= 0:
            outer = _label_start(text, floor, link.span.start)
            if outer >= 0:
                yield evolve(link, span=Span(outer, link.span.end), is_embed=False, is_plain=False)
            yield _embed_in(text, link, close)
        else:
            yield link


def _embed_end(text: str, link: Link) -> int:
    """Where the brackets of an embed close at the beginning of what the parser took for an image; -1 for none."""
    start = link.span.start
    if link.form is not LinkForm.INLINE or not text.startswith("![[", start):
        return -1
    close = text.find("]]", start, link.span.end)
    # with another bracket in it it is a text, in which there may be links
    return close if close < 0 or {"[", "]"}.isdisjoint(text[start + 3 : close]) else -1


def _label_start(text: str, floor: int, at: int) -> int:
    """The bracket on the same line that opens a label in which a place lies, and no earlier link; -1 for none."""
    start = text.rfind("[", max(floor, text.rfind("\n", floor, at) + 1), at)
    return start if start >= 0 and text.find("]", start, at) < 0 else -1


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


def _headings(data: bytes, walk: _VaultWalk) -> list[Heading]:
    spans = char_spans(data, ((start, end) for _, start, end in walk.levels))
    holders = char_spans(data, ((start, walk.holder_ends[at] or end) for at, (_, start, end) in enumerate(walk.levels)))
    found = zip(walk.levels, spans, walk.headings, holders, walk.holder_ends, strict=True)
    return [
        Heading(level, span, text, None if limit is None else holder.end)
        for (level, _, _), span, text, holder, limit in found
    ]
