"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.normalize.repository import Repository
from exportconv.syntax.edits import Edit

__all__ = ["Finding", "Fix", "Rule"]


class Fix(StrEnum):
    """Whether a rule mends what it finds."""

    SAFE = "safe"
    """Yes: no meaning can be lost."""
    UNSAFE = "unsafe"
    """With `--unsafe-fixes`: meaning may be lost."""
    NONE = "none"
    """No; a person has to decide."""


class Finding(NamedTuple):
    """Something wrong in one place, with what would mend it."""

    code: Code
    """Which rule found it."""
    path: str
    """Path of the file or folder below the repository's root."""
    line: int
    """Line in the file, from 1; 0 for the file itself."""
    message: str
    """One sentence for a person."""
    edit: Edit | None = None
    """What mends it in the file's text."""
    name: str | None = None
    """The new name, without its folder, that mends it."""


class Rule(NamedTuple):
    """A rule of a clean repository."""

    code: Code
    """Its stable code."""
    fix: Fix
    """Whether it mends what it finds."""
    check: Callable[[Repository], Iterable[Finding]]
    """Finds it; in the order of the repository."""
    finds: str = ""
    """What it finds, where the meaning of its code speaks of conversions."""

    @property
    def meaning(self) -> str:
        """What it finds, in one plain sentence."""
        return self.finds or self.code.meaning
