"""Print links that lead nowhere as what a reader sees of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.model import Link, LinkForm, Span
from exportconv.syntax.edits import Edit
from exportconv.syntax.escapes import escape_line_start, escape_marks, lone_marks
from exportconv.syntax.lines import line_head
from exportconv.syntax.links import split_size
from exportconv.syntax.quotes import in_quotes

__all__ = ["as_text", "left_out_link"]

_BOX = re.compile(r"\[[ xX]\](?=\s|\Z)")
_LINE_START = re.compile(r"[ \t>]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++[ \t>]*+)*+")
_LINE_START_SIGNS = " \t>-*+.)0123456789"


def left_out_link(text: str, link: Link) -> Iterator[Edit]:
    """Edits of a text that leave of a link to something left out its text, and nothing of an embed.

    A bare address leads to the web as before, and a definition has no text.
    """
    if link.form in (LinkForm.URL, LinkForm.DEFINITION, LinkForm.ATTRIBUTE):
        return
    if link.is_embed and not link.is_nested:
        yield Edit(link.span, "")
    else:
        yield from as_text(text, link, split_size(link.text)[0] if link.is_embed else link.text)


def as_text(text: str, link: Link, shown: str) -> Iterator[Edit]:
    """Edits that write `shown` in the place of a link; of one with markup in its text, that stays as it is written."""
    if link.form is LinkForm.WIKILINK or (link.is_plain and "==" not in link.text):
        if link.quote:
            yield Edit(link.span, in_quotes(shown, link.quote))
            return
        plain = escape_marks(shown, lone_marks(shown), in_cell=link.in_table)
        start = link.span.start
        is_first = _begins_block(text, start)
        # at the start of an item it would be a box to tick, with a bracket before the link, too
        if is_first and _BOX.match(plain):
            plain = f"\\{plain}"
        elif text[start - 1 : start] == "[" and _begins_block(text, start - 1) and _BOX.match(f"[{plain}"):
            plain = f"{plain[0]}\\{plain[1:]}"
        yield Edit(link.span, escape_line_start(plain) if is_first else plain)
        return
    end = text.rfind("](", link.span.start, link.target_span.start)
    yield Edit(Span(link.span.start, link.span.start + 1 + link.is_embed), "")
    yield Edit(Span(end, link.span.end), "")


def _begins_block(text: str, at: int) -> bool:
    """Whether nothing but blanks and the marks of quotes and items stands before a place on its line."""
    head = line_head(text, at, _LINE_START_SIGNS)
    return head is not None and _LINE_START.fullmatch(head) is not None
