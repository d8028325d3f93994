"""Edits of a text by span: everything outside the spans stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from exportconv.model import Span

__all__ = ["Edit", "apply_edits"]


class Edit(NamedTuple):
    """A span of a text and what to put in its place."""

    span: Span
    """The place in the text before any edit."""
    text: str
    """The new text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made; the very same object when there is none.

    Raises ValueError when two edits overlap: one of them would be lost.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.span.start < at:
            raise ValueError(f"edits overlap at character {edit.span.start}: {edit.text!r}")
        parts += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    if not parts:
        return text
    parts.append(text[at:])
    return "".join(parts)
