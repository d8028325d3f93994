"""Keep a repository of notes clean: find what is wrong in it, and mend what can be mended."""

from __future__ import annotations

from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.registry import RULES
from exportconv.normalize.run import Normalized, normalize
from exportconv.normalize.state import Change

__all__ = ["RULES", "Change", "Finding", "Fix", "Normalized", "Rule", "normalize"]
