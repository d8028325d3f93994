"""Fenced code, followed line by line."""

from __future__ import annotations

import re

__all__ = ["Fences"]

_FENCE = re.compile(r"(?:[ \t>]++|[-*+] |\d{1,9}[.)] )*+(?P<mark>`{3,}|~{3,})(?P<info>.*)")


class Fences:
    """Whether a line lies in fenced code, asked line by line; behind quote and list marks, too."""

    def __init__(self) -> None:
        """Starts outside of code."""
        self._open = ""

    def holds(self, text: str) -> bool:
        """Whether this line belongs to fenced code, its fences included."""
        mark = _FENCE.match(text) if "```" in text or "~~~" in text else None
        if self._open:
            closes = mark and mark["mark"].startswith(self._open) and not mark["info"].strip()
            self._open = "" if closes else self._open
            return True
        if mark and not ("`" in mark["mark"] and "`" in mark["info"]):
            self._open = mark["mark"]
        return bool(self._open)
