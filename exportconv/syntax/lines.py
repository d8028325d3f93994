"""Find the line of a place in a text, in a time that does not grow with the length of the line.

A note of one long line asks for it once for each of its links.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from exportconv.model import Span

__all__ = ["begins_line", "line_end", "line_head", "line_start"]

_NEAR = 2048
_LONG = re.compile(rf"(?m)^[^\n]{{{_NEAR},}}+")


def line_start(text: str, at: int) -> int:
    """Where the line of a place begins."""
    near = max(at - _NEAR, 0)
    found = text.rfind("\n", near, at)
    return found + 1 if found >= 0 or not near else _long_line(text, near).start


def line_end(text: str, at: int) -> int:
    """Where the line of a place ends: at its line feed, or with the text."""
    found = text.find("\n", at, at + _NEAR)
    if found >= 0:
        return found
    return _long_line(text, at).end if at + _NEAR <= len(text) else len(text)


def line_head(text: str, at: int, signs: str) -> str | None:
    r"""What stands before a place on its line; None where anything but some signs does.

    >>> line_head("a\n> b", 4, "> "), line_head("a> b", 3, "> ")
    ('> ', None)
    """
    start = at
    while start and text[start - 1] in signs:
        start -= 1
    return text[start:at] if not start or text[start - 1] == "\n" else None


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but blanks and the marks of quotes stands before a place on its line."""
    return line_head(text, at, " \t>") is not None


def _long_line(text: str, at: int) -> Span:
    lines = _long_lines(text)
    return lines[bisect_right(lines, at, key=lambda line: line.start) - 1]


# a note and those that it embeds take turns
@lru_cache(maxsize=8)
def _long_lines(text: str) -> Sequence[Span]:
    return [Span(*match.span()) for match in _LONG.finditer(text)]
