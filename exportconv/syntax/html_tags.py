"""Addresses in HTML tags: where they stand, what they say, and how another is written in their place.

Source of the facts: the HTML standard, on how tags, character references and `srcset` are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from exportconv.model import Span
from exportconv.syntax.lines import line_start
from exportconv.syntax.links import trimmed

__all__ = ["TagAddress", "in_attribute", "tag_addresses"]

_ADDRESSES = frozenset(("src", "href", "poster", "data", "xlink:href"))
_SEVERAL = "srcset"
_RAW = frozenset(("script", "style", "textarea", "title"))
"""Elements in which nothing is a tag but their own end."""
_START = re.compile(r"<(?:!--|(?P<name>(?i:script|style|textarea|title)(?=>)|[A-Za-z][^\s/<>]*+(?=[\s/])))")
"""A comment, or a tag of such an element, or one that may have attributes."""
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>[^\s/<>="']++)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'<>`]++)))?+"""
)
_END = re.compile(r"[\s/]*+>")
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:[^\s,]|,++(?=[^\s,]))*+)(?:,|\s[^,(]*+(?:\([^)]*+[^,(]*+)*+)?+")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PREFIX = re.compile(r"[ \t>*+\-\d.)]*+")
_NOT_IN_PATH = str.maketrans({"'": "%27", "=": "%3D", ",": "%2C"})
_NOT_IN_TAIL = re.compile(r"[\s\"'<>`]")


class TagAddress(NamedTuple):
    """An address that a tag names."""

    span: Span
    """Where it is written."""
    text: str
    """What it says, without character references."""


def tag_addresses(text: str, html: Sequence[Span]) -> Iterator[TagAddress]:
    """The addresses in the tags of a text, without those in comments and scripts; `html` is where there is HTML."""
    masked = _masked(text, html)
    at, unclosed = 0, set()
    while tag := _START.search(masked, at):
        if tag["name"] is None:
            end = text.find("-->", tag.start() + 2)
            at = end + 3 if end >= 0 else len(text)
            continue
        end, values = _attributes(masked, tag.end())
        if end < 0:
            at = tag.start() + 1
            continue
        for value in values:
            yield from _in_value(masked, value)
        at, name = end, tag["name"].lower()
        if name in _RAW and name not in unclosed:
            close = re.compile(f"</{name}", re.IGNORECASE).search(text, end)
            at = close.start() if close else end
            # a tag that is never closed is looked for once
            unclosed |= {name} if close is None else set()


def _masked(text: str, html: Sequence[Span]) -> str:
    """The HTML of a text at its places, and blanks for all else, such as the marks of a quote around it."""
    parts, at = [], 0
    for span in html:
        part = text[span.start : span.end]
        parts += [" " * (span.start - at), _without_quote_marks(text, span) if "\n>" in part.replace(" ", "") else part]
        at = span.end
    return "".join(parts)


def _without_quote_marks(text: str, span: Span) -> str:
    """HTML of several lines with blanks for the marks of the quotes that it stands in."""
    before = _PREFIX.match(text, line_start(text, span.start), span.start)
    depth = before[0].count(">") if before else 0
    part = text[span.start : span.end]
    if not depth:
        return part
    marks = re.compile(rf"\n(?:[ \t]*>){{1,{depth}}}")
    return marks.sub(lambda match: "\n" + " " * (len(match[0]) - 1), part)


def _attributes(masked: str, at: int) -> tuple[int, list[tuple[str, Span]]]:
    """Where a tag ends, -1 for what is none, and the attributes in it that name addresses."""
    found = []
    while match := _ATTRIBUTE.match(masked, at):
        at, name, kind = match.end(), match["name"].lower(), match.lastgroup
        if kind and kind != "name" and (name in _ADDRESSES or name == _SEVERAL):
            found.append((name, Span(*match.span(kind))))
    end = _END.match(masked, at)
    return (end.end() if end else -1), found


def _in_value(masked: str, value: tuple[str, Span]) -> Iterator[TagAddress]:
    """The addresses in the value of an attribute; what leads within its own page is none."""
    name, (start, end) = value
    if name == _SEVERAL:
        spans = [Span(*match.span("url")) for match in _CANDIDATE.finditer(masked, start, end)]
    else:
        spans = [trimmed(masked[start:end], start)[1]]
    for span in spans:
        written = masked[span.start : span.end]
        # in a quote or list a line break is more than that
        if written and written[0] != "#" and "\n" not in written and "\r" not in written:
            shown = _REFERENCE.sub(lambda match: unescape(match[0]), written) if "&" in written else written
            yield TagAddress(span, shown)


def in_attribute(path: str, tail: str) -> str:
    """An encoded path, and what stands behind it, as any attribute may have them, with quotes or without.

    >>> in_attribute("it's,%20so.png", "?a=1&b=2")
    'it%27s%2C%20so.png?a=1&amp;b=2'
    """
    tail = _NOT_IN_TAIL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), tail)
    return path.translate(_NOT_IN_PATH) + tail.replace("&", "&amp;")
