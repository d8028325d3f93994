"""Put a text of several blocks in the place of an embed, within quotes and lists, too."""

from __future__ import annotations

import re

from exportconv.model import Span
from exportconv.syntax.edits import Edit

__all__ = ["insertion", "outdented"]

_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?[ \t>]*)*")
_QUOTE = re.compile(r"[ \t>]*")
_BLOCK = re.compile(
    r"[ ]{0,3}(?:\#{1,6}(?:\s|\Z)|[-*+][ \t]|\d{1,9}[.)][ \t]|>|```|~~~|\||<|\$\$"
    r"|(?P<rule>[-*_=])[ \t]*+(?:(?P=rule)[ \t]*+)*+\Z)|[ ]{4}|\t"
)


def insertion(text: str, span: Span, content: str) -> Edit:
    """The edit that writes a content where an embed stands.

    Its lines get the quote marks and the indent of the place. A content of one paragraph within a sentence stays
    in it; any other gets a blank line on each side that has a text.
    """
    content = content.replace("\r\n", "\n").strip("\n")
    begin = text.rfind("\n", 0, span.start) + 1
    found = text.find("\n", span.end)
    end = found if found >= 0 else len(text)
    match = _PREFIX.match(text, begin, span.start)
    first = match[0] if match else ""
    rest = re.sub(r"[^\t>]", " ", first)
    before, after = text[begin + len(first) : span.start], text[span.end : end]
    newline = "\r\n" if text.endswith("\r", 0, end) else "\n"
    lines = content.rstrip().split("\n")
    if (before.strip() or after.strip()) and _is_paragraph(lines):
        return Edit(span, f"{newline}{rest}".join(line.strip() for line in lines))
    body = f"{newline}".join((rest + line if line.strip() else rest.rstrip()) for line in lines)[len(rest) :]
    gap = f"{newline}{rest.rstrip()}{newline}"
    start = span.start
    head = ""
    if before.strip():
        start, head = span.start - len(before) + len(before.rstrip()), f"{gap}{rest}"
    elif first == rest and _has_text(text, text.rfind("\n", 0, max(begin - 1, 0)) + 1, begin - 1):
        head = f"{rest.rstrip()}{newline}{rest}"
        start = begin
    tail = ""
    stop = span.end
    if after.strip():
        stop, tail = span.end + len(after) - len(after.lstrip()), f"{gap}{rest}"
    elif found >= 0 and _goes_on(text, end + 1, rest if first != rest else ""):
        tail = f"{newline}{rest.rstrip()}"
    return Edit(Span(start, stop), head + body + tail)


def _goes_on(text: str, at: int, indent: str) -> bool:
    """Whether the line at a place belongs to the same block; in a list item only lines with its indent do."""
    end = text.find("\n", at)
    return _has_text(text, at, end if end >= 0 else len(text)) and text.startswith(indent, at)


def _has_text(text: str, start: int, end: int) -> bool:
    """Whether a line has more than quote marks."""
    return start < end and bool(text[start:end].strip(" \t>\r"))


def _is_paragraph(lines: list[str]) -> bool:
    return all(line.strip() for line in lines) and not any(_BLOCK.match(line) for line in lines)


def outdented(part: str, width: int) -> str:
    """A part of a text that begins so many characters within its line, as it would stand at the start of lines."""
    if not width:
        return part
    lines = part.split("\n")
    return "\n".join([lines[0], *(_without_prefix(line, width) for line in lines[1:])])


def _without_prefix(line: str, width: int) -> str:
    match = _QUOTE.match(line, 0, width)
    return line[match.end() :] if match else line
