"""Notes that are not UTF-8; nothing in them is looked for."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.normalize.findings import Fix, Rule
from exportconv.normalize.rules.noticed import noticed

__all__ = ["RULE"]

RULE = Rule(
    Code.UNREADABLE_TEXT,
    Fix.NONE,
    noticed(Code.UNREADABLE_TEXT, "is not UTF-8, so nothing is looked for in it"),
    "A note is not UTF-8, so nothing is looked for in it.",
)
