"""Take the marks out of a text that is complete, and tell where links, blocks and breaks stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from exportconv.model import Block, IdPlace, Link, LinkForm, Mark, MarkKind, Span
from exportconv.notion_names import plain_id
from exportconv.readers.html_inline import MadeLink
from exportconv.readers.html_to_markdown import PageText
from exportconv.readers.note_marks import BLOCK, LINE_BLOCK, LINK, LINK_END, MARK, QUOTE_BLOCK

__all__ = ["Assembled", "assembled"]

_ID_PLACES = {BLOCK: IdPlace.INLINE, LINE_BLOCK: IdPlace.BELOW, QUOTE_BLOCK: IdPlace.BELOW_QUOTE}
_LINE = 1
"""Notion writes a page on one line."""


class Assembled(NamedTuple):
    """A page's body and what the model knows of it."""

    body: str
    links: tuple[Link, ...]
    blocks: dict[str, Block]
    marks: tuple[Mark, ...]


def assembled(lines: Iterable[str], page: PageText) -> Assembled:
    """The body of a page; the first of several blocks with one id counts."""
    text = "\n".join(lines)
    _name_contents(page)
    parts: list[str] = []
    links: list[Link] = []
    opened: list[tuple[int, int]] = []
    blocks: dict[str, Block] = {}
    marks: list[Mark] = []
    at = last = 0
    for match in MARK.finditer(text):
        parts.append(text[last : match.start()])
        at += match.start() - last
        last = match.end()
        kind = match["kind"]
        if kind == LINK:
            opened.append((int(match["number"]), at))
        elif kind == LINK_END:
            number, start = opened.pop()
            links.append(_link(page.inline.links[number], Span(start, at)))
        elif kind in _ID_PLACES:
            named = page.blocks[int(match["number"])]
            blocks.setdefault(named.id, Block(at, named.heading, _ID_PLACES[kind]))
        else:
            is_mark = kind == "H"
            marks.append(Mark(MarkKind.HIGHLIGHT, Span(at, at + 2)) if is_mark else Mark(MarkKind.BREAK, Span(at, at)))
    parts.append(text[last:] + ("\n" if text else ""))
    links.sort(key=lambda link: link.span)
    return Assembled("".join(parts), tuple(links), blocks, tuple(marks))


def _name_contents(page: PageText) -> None:
    """Lets entries of a table of contents name a heading by its text where its id is nowhere in the page.

    Toggle headings have no id before 2026.
    """
    known, headings = {block.id for block in page.blocks}, set(page.headings)
    for number, text in page.contents.items():
        made = page.inline.links[number]
        if plain_id(made.raw_target.removeprefix("#")) not in known and text in headings:
            page.inline.links[number] = made._replace(raw_target="#" + quote(text))


def _link(made: MadeLink, span: Span) -> Link:
    end = span.end - 1
    return Link(
        span=span,
        target_span=Span(end - len(made.destination), end),
        raw_target=made.raw_target,
        text=made.text,
        line=_LINE,
        form=LinkForm.URL if made.is_url else LinkForm.INLINE,
        is_embed=made.is_embed,
        is_plain=made.is_plain,
        is_nested=made.is_nested,
        in_table=made.in_table,
    )
