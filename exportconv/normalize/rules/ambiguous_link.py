"""Links that fit several files."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.normalize.findings import Fix, Rule
from exportconv.normalize.rules.noticed import noticed

__all__ = ["RULE"]

RULE = Rule(Code.AMBIGUOUS_LINK, Fix.NONE, noticed(Code.AMBIGUOUS_LINK), "A link fits several files.")
