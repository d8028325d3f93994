"""Small repositories of notes given as texts, looked at by one rule without touching the disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from exportconv.model.contents import Bytes
from exportconv.normalize.findings import Finding, Rule
from exportconv.normalize.repository import Repository, read_repository
from exportconv.paths import SourcePath

__all__ = ["findings", "new_names", "nfd", "repository"]


def nfd(text: str) -> str:
    """The text in decomposed Unicode."""
    return unicodedata.normalize("NFD", text)


def repository(files: Mapping[str, str | bytes] | Iterable[str], skipped: Iterable[str] = ()) -> Repository:
    """The repository that files are, given by path with their contents, or by path alone."""
    given = files if isinstance(files, Mapping) else dict.fromkeys(files, b"x")
    made = {
        SourcePath(path): Bytes(content if isinstance(content, bytes) else content.encode())
        for path, content in sorted(given.items())
    }
    return read_repository(made, skipped=frozenset(skipped))


def findings(
    files: Mapping[str, str | bytes] | Iterable[str], rule: Rule, skipped: Iterable[str] = ()
) -> list[Finding]:
    """What a rule finds in them, with its own code everywhere."""
    found = list(rule.check(repository(files, skipped)))
    assert {item.code for item in found} <= {rule.code}
    assert all(item.message and item.edit is None for item in found)
    return found


def new_names(files: Mapping[str, str | bytes] | Iterable[str], rule: Rule) -> dict[str, str | None]:
    """Path of each file and folder that a rule finds something wrong with → its new name."""
    return {item.path: item.name for item in findings(files, rule)}
