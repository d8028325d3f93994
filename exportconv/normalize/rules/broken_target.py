"""Links that lead to no file."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.normalize.findings import Fix, Rule
from exportconv.normalize.rules.noticed import noticed

__all__ = ["RULE"]

RULE = Rule(Code.BROKEN_LINK, Fix.NONE, noticed(Code.BROKEN_LINK), "A link leads to no file.")
