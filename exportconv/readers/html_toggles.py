"""Toggles of a Notion HTML page: their titles, and those that are headings."""

from __future__ import annotations

import re

from exportconv.readers.html_tree import Child, Node

__all__ = ["HEADINGS", "heading_level", "inner_heading", "split_summary"]

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
"""Tag of a heading → its level; Notion does not shift them below the page's title."""
_SIZES = {"1.875em": 1, "1.5em": 2, "1.25em": 3, "1.125em": 4}
_FONT_SIZE = re.compile(r"font-size:\s*(?P<size>[\d.]+em)")


def split_summary(details: Node) -> tuple[Node | None, list[Child]]:
    """The title of a toggle, and what it hides."""
    summary = next((child for child in details.elements() if child.tag == "summary"), None)
    return summary, [child for child in details.children if child is not summary]


def inner_heading(summary: Node | None) -> Node | None:
    """The heading in a toggle's title, as since 2026."""
    return next((child for child in summary.elements() if child.tag in HEADINGS), None) if summary else None


def heading_level(details: Node) -> int:
    """The level of a toggle heading, told from its title; 0 for a plain toggle."""
    summary, _ = split_summary(details)
    inner = inner_heading(summary)
    if summary is None or inner:
        return HEADINGS[inner.tag] if inner else 0
    size = _FONT_SIZE.search(summary.get("style"))
    return _SIZES.get(size["size"], 0) if size else 0
