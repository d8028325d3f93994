"""Notes whose quotes or lists are nested too deep to be read; nothing in them is looked for."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.normalize.findings import Fix, Rule
from exportconv.normalize.rules.noticed import noticed

__all__ = ["RULE"]

RULE = Rule(
    Code.UNREADABLE_PAGE,
    Fix.NONE,
    noticed(Code.UNREADABLE_PAGE, "has quotes or lists more than 1,000 deep, so nothing is looked for in it"),
    "A note has quotes or lists more than 1,000 deep, so nothing is looked for in it.",
)
