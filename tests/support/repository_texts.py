"""Repositories of notes made from texts, and what a rule finds in them and makes of them."""

from __future__ import annotations

from collections.abc import Mapping

from exportconv.normalize.findings import Finding, Rule
from exportconv.normalize.repository import text_of
from exportconv.syntax.edits import apply_edits
from support.repositories import repository

__all__ = ["findings", "lines", "mend", "mended"]


def findings(rule: Rule, files: Mapping[str, str | bytes] | str) -> list[Finding]:
    """What a rule finds in some files, or in one note."""
    return list(rule.check(repository({"Note.md": files} if isinstance(files, str) else files)))


def lines(rule: Rule, text: str) -> list[int]:
    """The lines of a note in which a rule finds something."""
    return [finding.line for finding in findings(rule, text)]


def mend(rule: Rule, text: str) -> str:
    """A note after all edits of a rule; a second check may find what has no edit and nothing else."""
    made = repository({"Note.md": text})
    found = list(rule.check(made))
    assert text_of(made.vault.notes[0]) == text
    after = apply_edits(text, [finding.edit for finding in found if finding.edit])
    assert all(finding.edit is None for finding in findings(rule, after)), after
    return after


def mended(rule: Rule, text: str) -> str:
    """The same where everything is mended."""
    after = mend(rule, text)
    assert findings(rule, after) == [], after
    return after
