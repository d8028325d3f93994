"""Links to headings and blocks that are not in their note."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.normalize.findings import Fix, Rule
from exportconv.normalize.rules.noticed import noticed

__all__ = ["RULE"]

RULE = Rule(
    Code.UNKNOWN_FRAGMENT,
    Fix.NONE,
    noticed(Code.UNKNOWN_FRAGMENT),
    "A link names a heading or block that its note does not have.",
)
