"""Places in a note's text that links lead to, or that targets write differently."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from exportconv.model.links import Span

__all__ = ["Block", "IdPlace", "Mark", "MarkKind"]


class IdPlace(StrEnum):
    """Where the id of a block stands."""

    INLINE = "inline"
    """At its end."""
    BELOW = "below"
    """On a line of its own below it: of code, tables, equations."""
    BELOW_QUOTE = "below the quote"
    """The same, one quote mark less: of quotes and callouts."""


class Block(NamedTuple):
    """A block of a note that links may lead to."""

    end: int
    """Where its text (of a list item: its first paragraph) ends in the body, in characters."""
    heading: int | None = None
    """Number of the heading that it is, from 0 in `Note.headings`."""
    id_place: IdPlace = IdPlace.INLINE
    """Where its id is to stand."""


class MarkKind(StrEnum):
    """What targets write differently."""

    BREAK = "line break"
    """A line break within a paragraph, at the end of the line: Obsidian shows it, CommonMark needs a backslash."""
    HIGHLIGHT = "highlight"
    """The `==` that opens or closes a highlight, in turn: an extension of Obsidian's."""


class Mark(NamedTuple):
    """Something in a note's body that targets write differently."""

    kind: MarkKind
    """What it is."""
    span: Span
    """Where it stands."""
