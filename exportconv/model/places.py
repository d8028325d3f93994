"""Places in a note's text that links lead to, or that targets write differently."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from exportconv.model.links import Span

__all__ = ["Block", "IdPlace", "Mark", "MarkKind", "Section"]


class IdPlace(StrEnum):
    """Where the id of a block stands."""

    INLINE = "inline"
    """At its end."""
    BELOW = "below"
    """On a line of its own below it: of code, tables, equations."""
    BELOW_QUOTE = "below the quote"
    """On a line of its own below it, with one quote mark less: of quotes and callouts."""


class Block(NamedTuple):
    """A block of a note that links may lead to."""

    end: int
    """Where its text (of a list item: its first paragraph) ends in the body, in characters."""
    heading: int | None = None
    """Number of the heading that it is, from 0 in `Note.headings`."""
    id_place: IdPlace = IdPlace.INLINE
    """Where its id is to stand."""
    marker: Span | None = None
    """Where its id stands in the source already, with its `^`."""
    span: Span | None = None
    """All of it, as an embed of it shows it; None where the source has no embeds."""


class Section(NamedTuple):
    """A heading and what stands below it, up to the next heading of its level or a higher one."""

    text: str
    """The heading as a reader sees it."""
    source: str
    """The heading as it is written, with its markup."""
    level: int
    """1 to 6."""
    span: Span
    """All of it, the heading included."""


class MarkKind(StrEnum):
    """What targets write differently."""

    BREAK = "line break"
    """A line break within a paragraph, at the end of the line: Obsidian shows it, CommonMark needs a backslash."""
    HIGHLIGHT = "highlight"
    """The `==` that opens or closes a highlight, in turn: an extension of Obsidian's."""
    COMMENT = "comment"
    """`%%…%%`, which only Obsidian hides."""
    BLOCK_ID = "block id"
    """` ^id` behind a block, or on a line of its own, with the blanks before it."""
    TILDE = "tilde"
    """A single `~`, of which GitHub takes two in a block for the ends of a text that is struck out."""
    FOOTNOTE = "footnote"
    """The label in `[^label]`, of a reference or of a definition."""
    FOOTNOTE_TEXT = "text of a footnote"
    """A whole definition `[^label]: …`; references in it are marks of their own."""


class Mark(NamedTuple):
    """Something in a note's body that targets write differently."""

    kind: MarkKind
    """What it is."""
    span: Span
    """Where it stands."""
