"""Show nothing in the place of embeds, for targets in which embeds are no links."""

from __future__ import annotations

import re

from exportconv.model import Link, Mark, MarkKind, Note, Span, evolve
from exportconv.syntax.lines import line_start

__all__ = ["hide_embeds"]

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")
_NEXT = re.compile(r"[ \t\r]*(?:\n([ \t]*)|\Z)")


def hide_embeds(note: Note) -> Note:
    """The note with its embeds of what is left out taken for comments, which plain Markdown does not show.

    Within the text of a link they stay, for without them nobody would see the link.
    """
    hidden = [link for link in note.links if link.is_left_out and link.is_embed and not link.is_nested]
    if not hidden:
        return note
    places = {link.span for link in hidden}
    starts = {at for place in places for at in range(place.start, place.end)}
    marks = [mark for mark in note.marks if mark.span.start not in starts]
    marks += [Mark(MarkKind.COMMENT, _place(note.body, link)) for link in hidden]
    links = tuple(link for link in note.links if link.span not in places)
    return evolve(note, links=links, marks=tuple(sorted(marks, key=lambda mark: mark.span)))


def _place(text: str, link: Link) -> Span:
    """The embed; with the sign of a list before it where nothing else is in the item.

    A lone `-` below a paragraph would make a heading of that.
    """
    start = line_start(text, link.span.start)
    item, below = _ITEM.fullmatch(text, start, link.span.start), _NEXT.match(text, link.span.end)
    if item is None or below is None:
        return link.span
    indent = len(item[0]) - len(item[0].lstrip())
    return Span(start, link.span.end) if len(below[1] or "") <= indent else link.span
