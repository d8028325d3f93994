"""Byte order marks: UTF-8 needs none, and programs that do not expect one find no frontmatter behind it."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.model import Span
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, text_of
from exportconv.syntax.edits import Edit

__all__ = ["RULE"]

_MARK = "\ufeff"


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        if (note.frontmatter or note.body).startswith(_MARK):
            text = text_of(note)
            edit = Edit(Span(0, len(text) - len(text.lstrip(_MARK))), "")
            yield Finding(Code.BYTE_ORDER_MARK, note.path, 1, "the note begins with a byte order mark", edit)


RULE = Rule(Code.BYTE_ORDER_MARK, Fix.SAFE, _check)
