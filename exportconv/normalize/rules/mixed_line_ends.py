"""Line ends of several kinds in one note: diffs show changes where nobody sees one.

To Markdown, and to YAML, a lone CR is a line end as LF and CRLF are. It is never what others are changed to: git and
most programs do not take it for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.model import Span
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, text_of
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.frontmatter import split_note

__all__ = ["RULE"]

_END = re.compile(r"\r\n?|\n")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        text = text_of(note)
        if "\r" in text:
            counts = _counts(text)
            if len(counts) > 1:
                usual = "\r\n" if counts.get("\r\n", 0) > counts.get("\n", 0) else "\n"
                told = ", ".join(f"{count} in {_NAMES[end]}" for end, count in counts.items())
                edit = _edit(text, usual)
                line = text.count("\n", 0, edit.span.start) + 1
                is_same = _blocks(apply_edits(text, [edit])) == _blocks(text)
                message = f"lines end in several ways: {told}"
                yield Finding(Code.MIXED_LINE_ENDS, note.path, line, message, edit if is_same else None)


def _counts(text: str) -> dict[str, int]:
    """How many line ends there are of each kind that there is."""
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    return {end: count for end, count in counts.items() if count}


def _edit(text: str, usual: str) -> Edit:
    """One edit from the first to the last line end that is not the usual one."""
    others = [match.span() for match in _END.finditer(text) if match[0] != usual]
    span = Span(others[0][0], others[-1][1])
    return Edit(span, _END.sub(usual, text[slice(*span)]))


def _blocks(text: str) -> str | None:
    """The frontmatter, whatever its line ends: what was none is not to become one."""
    head = split_note(text)[0]
    return _END.sub("\n", head) if head else head


RULE = Rule(Code.MIXED_LINE_ENDS, Fix.SAFE, _check)
