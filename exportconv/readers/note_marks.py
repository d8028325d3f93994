"""Marks in a text that is being made: they hold the place of links, blocks and line breaks until it is complete.

Each is U+FDD0, a letter, perhaps a number, U+FDD1: characters that no page holds (such a page is not read).
"""

from __future__ import annotations

import re

__all__ = [
    "BLOCK", "BREAK", "HIGHLIGHT", "LINE_BLOCK", "LINK", "LINK_END", "MARK", "QUOTE_BLOCK", "holds_marks",
    "marked",
    "without_marks",
]  # fmt: skip

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
MARK = re.compile(f"{_OPEN}(?P<kind>[A-Z])(?P<number>\\d*){_CLOSE}")
"""Any mark."""
_FORBIDDEN = re.compile("[\ufdd0-\ufdef]")
_REFERENCE = re.compile("&#(?:x0*fd[de]|0*6(?:49[789]|50))", re.IGNORECASE)
LINK, LINK_END, BLOCK, LINE_BLOCK, QUOTE_BLOCK = "L", "E", "I", "J", "Q"
"""Where a link starts (with its number) and ends; the end of a block (with its number) whose id stands at its end, on
a line below, or below a quote."""
BREAK = f"{_OPEN}B{_CLOSE}"
"""Before a line break that a reader sees."""
HIGHLIGHT = f"{_OPEN}H{_CLOSE}"
"""Before the mark that opens or closes a highlight."""


def holds_marks(html: str) -> bool:
    """Whether a page has characters of the marks, also as references."""
    # a search in bytes is many times as fast; U+FDC0 to U+FDFF begin so
    if not html.isascii() and b"\xef\xb7" in html.encode() and _FORBIDDEN.search(html):
        return True
    return "&#" in html and _REFERENCE.search(html) is not None


def marked(kind: str, number: int | None = None) -> str:
    """A mark."""
    return f"{_OPEN}{kind}{'' if number is None else number}{_CLOSE}"


def without_marks(text: str) -> str:
    """A text without any of them."""
    return MARK.sub("", text) if _OPEN in text else text
