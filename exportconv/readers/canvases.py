"""Links in an Obsidian canvas: the files that its nodes and groups show, and wikilinks in their texts.

Facts: JSON Canvas 1.0; a canvas is edited by its places, never printed anew, for its layout is the user's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from exportconv.model import Content, Link, LinkForm, Span
from exportconv.syntax.links import trimmed
from exportconv.syntax.quotes import unquoted

__all__ = ["canvas_links"]

_STRING = re.compile(r'"(?P<key>file|background|text)"[ \t\r\n]*+:[ \t\r\n]*+"(?P<value>(?:[^"\\]|\\.)*+)"')
_WIKILINK = re.compile(r"\[\[(?P<target>(?:[^\[\]|\\\r\n]|\\(?!\|))++)\\?(?:\|(?P<text>[^\[\]]*+))?\]\]")


def canvas_links(content: Content) -> tuple[Link, ...]:
    """The links in a canvas with spans in its text; none where it is no JSON in UTF-8."""
    try:
        text = content.read().decode()
        json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(_links(text))


def _links(text: str) -> Iterator[Link]:
    line, before = 1, 0
    for match in _STRING.finditer(text):
        line, before = line + text.count("\n", before, match.start()), match.start()
        start = match.start("value")
        value, places = unquoted(match["value"], '"')
        if match["key"] == "background" and not value:
            continue
        if match["key"] != "text":
            span = Span(*match.span("value"))
            yield _link(span, span, value, "", line, LinkForm.FILE)
            continue
        for found in _WIKILINK.finditer(value):
            raw, target = trimmed(found["target"], found.start("target"))
            whole, named = (Span(start + places[at], start + places[end]) for at, end in (found.span(), target))
            yield _link(whole, named, raw, found["text"] or "", line, LinkForm.WIKILINK)


def _link(span: Span, target: Span, raw: str, text: str, line: int, form: LinkForm) -> Link:
    return Link(span=span, target_span=target, raw_target=raw, text=text, line=line, form=form, quote='"')
