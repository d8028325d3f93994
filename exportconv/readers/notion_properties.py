"""Links in the values of a Notion page's properties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exportconv.model import Link, LinkForm, Span
from exportconv.nesting import is_too_deep
from exportconv.readers.notion_blocks import Body
from exportconv.readers.notion_links import page_links
from exportconv.syntax.spans import scan

__all__ = ["PATH", "property_links"]

PATH = r"[^\s]+?\.(?:md|csv|html)"
"""Pattern of the encoded path in a relation: no blanks, and perhaps parentheses without their other half."""
_RELATION = re.compile(rf"(?P<title>[^\n]+?) \((?P<path>{PATH}|https?://[^\s]+?)\)(?:, |\Z)")
_FILE = re.compile(r"[^\s:]+\.[A-Za-z][A-Za-z0-9]{1,7}|https?://[^\s]+")


def property_links(value: str, line: int) -> tuple[Link, ...]:
    """Links in a value: a relation's `Title (path), …`, a Files property's bare paths, or Markdown."""
    if "(" in value:
        relation = _relation(value, line)
        if relation:
            return relation
    items = value.split(", ")
    if all(_FILE.fullmatch(item) for item in items) and not all(item.startswith("http") for item in items):
        return _files(items, line)
    if ("](" not in value and "notion." not in value) or is_too_deep(value):
        return ()
    body = Body(value, [line] * (value.count("\n") + 1))
    return page_links(body, scan(value, html=False, lines=body.numbers))


def _relation(value: str, line: int) -> tuple[Link, ...]:
    links, at = [], 0
    while at < len(value):
        match = _RELATION.match(value, at)
        if match is None:
            return ()
        links.append(
            Link(
                span=Span(at, match.end("path") + 1),
                target_span=Span(*match.span("path")),
                raw_target=match["path"],
                text=match["title"].strip(),
                line=line,
                form=LinkForm.RELATION,
            )
        )
        at = match.end()
    return tuple(links)


def _files(items: Sequence[str], line: int) -> tuple[Link, ...]:
    links, at = [], 0
    for item in items:
        span = Span(at, at + len(item))
        links.append(Link(span=span, target_span=span, raw_target=item, text="", line=line, form=LinkForm.FILE))
        at = span.end + 2
    return tuple(links)
