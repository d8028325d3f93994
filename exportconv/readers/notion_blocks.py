"""Notion's blocks that Markdown has no word for: callouts, and indented blocks that are no code.

All work on lines that remember their line in the source, so that an issue can name it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from exportconv.model import Span
from exportconv.syntax.callouts import callout_lines, callout_type
from exportconv.syntax.fences import Fences

__all__ = ["Body", "body_from", "convert_callouts", "is_icon", "line_starts", "outdent"]


class Body(NamedTuple):
    """A page's text below its head."""

    text: str
    """The text."""
    numbers: Sequence[int]
    """The source line of each of its lines."""


class Line(NamedTuple):
    """A line of a body."""

    number: int
    """Its line in the source file."""
    text: str
    """Its text without the line feed; a carriage return stays at its end."""


_OPEN = re.compile(r"(?P<indent>[ \t]*(?:>[ \t]?)*)<aside>[ \t]*\r?")
_CLOSE = re.compile(r"[ \t]*(?:>[ \t]?)*</aside>[ \t]*\r?")
_ICON_IMAGE = re.compile(r'<img src="(?P<src>[^"]+)"[^>]*>')
_BUILT_IN = re.compile(r"notion\.so/icons/(?P<name>[\w-]+?)(?:_[a-z]+)?\.svg")
_MAX_NESTING = 50
_BLANKS = " \t\r>"
_MARKS = frozenset("\ufe0f\u200d\u20e3")


def body_from(text: str, first: int) -> Body:
    """A body as the source has it, whose first line is line `first` there."""
    return Body(text, range(first, first + text.count("\n") + 1))


def line_starts(text: str) -> list[int]:
    """Where each line of a text starts."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _lines(body: Body) -> list[Line]:
    return [Line(number, line) for number, line in zip(body.numbers, body.text.split("\n"), strict=True)]


def _body(lines: Sequence[Line]) -> Body:
    return Body("\n".join(line.text for line in lines), [line.number for line in lines])


def _pairs(lines: list[Line]) -> tuple[dict[int, int], list[int]]:
    """Opening line → closing line of each callout outside code, and the tags without their other half."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    lone: list[int] = []
    fences = Fences()
    fenced = any("```" in line.text or "~~~" in line.text for line in lines)
    for at, line in enumerate(lines):
        if (fenced and fences.holds(line.text)) or "aside>" not in line.text:
            continue
        if _OPEN.fullmatch(line.text):
            (opened if len(opened) < _MAX_NESTING else lone).append(at)
        elif _CLOSE.fullmatch(line.text):
            if opened:
                pairs[opened.pop()] = at
            else:
                lone.append(at)
    return pairs, opened + lone


def convert_callouts(body: Body) -> tuple[Body, list[int]]:
    """Each `<aside>` as an Obsidian callout, nested ones within; and the source lines of unpaired tags."""
    if "aside>" not in body.text:
        return body, []
    lines = _lines(body)
    pairs, unpaired = _pairs(lines)
    return _body(_convert(lines, 0, len(lines), pairs)), [lines[at].number for at in unpaired]


def _convert(lines: list[Line], at: int, end: int, pairs: dict[int, int]) -> list[Line]:
    out: list[Line] = []
    while at < end:
        close = pairs.get(at)
        if close is None:
            out.append(lines[at])
            at += 1
            continue
        match = _OPEN.fullmatch(lines[at].text)
        indent = match["indent"] if match else ""
        out += _callout(lines[at].number, indent, _convert(lines, at + 1, close, pairs), after=out)
        at = close + 1
        if at < len(lines) and lines[at].text.strip(_BLANKS):
            # without a blank line the next paragraph would become part of the quote
            out.append(Line(lines[close].number, indent.rstrip()))
    return out


def _callout(number: int, indent: str, inner: list[Line], *, after: list[Line]) -> list[Line]:
    body = [Line(line.number, _inside(line.text, indent)) for line in inner]
    title, kind = "", "note"
    while body and not body[0].text.strip():
        body.pop(0)
    if body:
        title, kind, rest = _icon(body[0].text)
        if title:
            body[:1] = [Line(body[0].number, rest)] if rest.strip() else []
    while body and not body[0].text.strip():
        body.pop(0)
    while body and not body[-1].text.strip():
        body.pop()
    texts = callout_lines(kind, title, [line.text for line in body], indent=indent)
    numbers = [number, *(line.number for line in body)]
    lines = [Line(n, text) for n, text in zip(numbers, texts, strict=True)]
    gap = bool(after) and after[-1].text.strip(_BLANKS) != ""
    return [Line(number, indent.rstrip()), *lines] if gap else lines


def _inside(text: str, indent: str) -> str:
    """A line of a callout without the indent or the quote mark that the whole callout has."""
    return "" if text.rstrip() == indent.rstrip() else text.removeprefix(indent)


def _icon(text: str) -> tuple[str, str, str]:
    """Title, callout type and the rest of the line that opens a callout; an empty title for no icon."""
    image = _ICON_IMAGE.match(text.lstrip())
    if image:
        built_in = _BUILT_IN.search(image["src"])
        name = built_in["name"] if built_in else "icon"
        return f"![{name}|20]({image['src']})", "note", text.lstrip()[image.end() :].lstrip()
    first, _, rest = text.strip().partition(" ")
    return (first, callout_type(first), rest) if is_icon(first) else ("", "note", text)


def is_icon(text: str) -> bool:
    """Whether a word is an emoji and nothing else."""
    if not text or len(text) > 16:
        return False
    if "\u20e3" in text:
        return text[0] in "0123456789#*" and set(text[1:]) <= _MARKS
    symbols = [c for c in text if c not in _MARKS]
    styled = "\ufe0f" in text
    emoji = styled or any(unicodedata.category(c) == "So" for c in symbols)
    return emoji and all(not c.isascii() and (styled or not c.isalnum()) for c in symbols)


def outdent(body: Body, blocks: Iterable[Span]) -> Body:
    """The body with blocks moved left that a parser would read as indented code.

    Notion always fences code; what is indented further than its list is an indented child block.
    """
    starts, lines = line_starts(body.text), _lines(body)
    moved = dict[int, tuple[int, int]]()
    for block in blocks:
        first, last = bisect_right(starts, block.start) - 1, bisect_right(starts, block.end - 1) - 1
        # the parser's block starts behind the four blanks that make it code to it
        column = block.start - starts[first]
        container = column - min(4, column)
        rest = lines[first].text[container:]
        depth = len(rest) - len(rest.lstrip(" \t"))
        moved |= dict.fromkeys(range(first, last + 1), (container, max(depth, 1)))
    return _body([Line(line.number, _moved(line.text, *moved.get(at, (0, 0)))) for at, line in enumerate(lines)])


def _moved(text: str, container: int, depth: int) -> str:
    """A line with its indent inside a container (list or quote) made smaller."""
    room = len(text[container:]) - len(text[container:].lstrip(" \t"))
    return text[:container] + text[container + min(depth, room) :]
