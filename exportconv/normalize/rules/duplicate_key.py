"""Properties that stand twice in one block: programs do not agree on which of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.head_values import entries_in

__all__ = ["RULE"]

_KEY = re.compile(r"^[ \t]*+([^\s:#][^:\n]*+):", re.MULTILINE)
_ODD = re.compile(r"[{\\]|^[ \t]*+[?&!]", re.MULTILINE)
"""What makes two names equal that do not look so, or puts one where it is not looked for."""


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        if not note.frontmatter or not _may_repeat(note.frontmatter):
            continue
        lines: dict[str, int] = {}
        for entry in entries_in(note.frontmatter):
            name, line = entry.key.text, entry.key.line
            if name in lines:
                message = f"property {name!r} is in line {lines[name]} already"
                yield Finding(Code.DUPLICATE_KEY, note.path, line, message)
            lines.setdefault(name, line)


def _may_repeat(head: str) -> bool:
    names = [name.strip(" \t\"'") for name in _KEY.findall(head)]
    return len(set(names)) < len(names) or _ODD.search(head) is not None


RULE = Rule(Code.DUPLICATE_KEY, Fix.NONE, _check)
