"""Links, places in a text, and the bytes of files."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, BinaryIO, NamedTuple, Protocol

from exportconv.paths import SourcePath

__all__ = ["Content", "Link", "LinkForm", "Span"]


class Span(NamedTuple):
    """A place in a text, in characters."""

    start: int
    """Of the first character."""
    end: int
    """After the last character."""


class Content(Protocol):
    """The bytes of a source file, not held in memory."""

    @property
    def size(self) -> int:
        """Length in bytes."""

    def open(self) -> BinaryIO:
        """A new stream from the first byte on; the caller closes it."""

    def read(self) -> bytes:
        """All bytes at once."""


class LinkForm(StrEnum):
    """How a link is written in its source."""

    INLINE = "inline"
    """`[text](target)` or `![text](target)`."""
    LOOSE = "loose"
    """`[text](target)` alone on its line, with brackets in its text that no Markdown parser accepts."""
    URL = "url"
    """A bare URL, or one in `<…>`."""
    RELATION = "relation"
    """`Title (path)` in a property."""
    FILE = "file"
    """A bare path in a property."""
    WIKILINK = "wikilink"
    """`[[target]]`, `[[target|text]]` or an embed of it."""
    DEFINITION = "definition"
    """`[label]: target`; the label may stand elsewhere, and is no text of this link."""
    ATTRIBUTE = "attribute"
    """`src="target"` or the like in an HTML tag, which is no text of this link."""


class Link(NamedTuple):
    """A link or embed in a note's body or in the text of a property."""

    span: Span
    """The whole link in the text it stands in."""
    target_span: Span
    """The destination alone, with its `<…>` where it has them."""
    raw_target: str
    """The destination as written, without `<…>`."""
    text: str
    """What a reader sees, without escapes; `""` where the link has no text of its own."""
    line: int
    """Line in the source file, from 1."""
    form: LinkForm = LinkForm.INLINE
    """How it is written."""
    is_embed: bool = False
    """Whether it is an image."""
    is_plain: bool = True
    """Whether the text is free of markup, line breaks and further links."""
    is_nested: bool = False
    """Whether it stands inside the text of another link."""
    in_table: bool = False
    """Whether it stands in a table cell, where a bar must be escaped."""
    target: SourcePath | None = None
    """Source path of the note or attachment it means; None while unresolved and for the web."""
    heading: str | None = None
    """Text of the heading in the target that it means."""
    section: int | None = None
    """Number of that heading in the target's `Note.sections`, where the source has them."""
    block: str | None = None
    """Id of the block in the target that it means, in the target's `Note.blocks`."""
    fragment: str = ""
    """What stands behind `#` and is no heading or block: a page of a PDF, a style of an image, a line of a text."""
    query: str = ""
    """What stands before the fragment, with its `?`: something that a server is asked for."""
    folder: SourcePath | None = None
    """Source path of the folder it means, `""` for the root; None where it means a file, and where it is unresolved."""
    quote: str = ""
    """The quote of the YAML or JSON text that it stands in."""
    is_left_out: bool = False
    """Whether it led to something that the options leave out; set by `leave_out`."""

    def leading_to(
        self, target: SourcePath, *, heading: str | None = None, section: int | None = None, block: str | None = None,
        fragment: str = "",
    ) -> Link:  # fmt: skip
        """The same link with what it means; what `evolve` does, at a third of its cost."""
        return Link._make((*self[:_TARGET], target, heading, section, block, fragment, *self[_BEHIND:]))

    def __reduce__(self) -> tuple[Any, ...]:
        # a large vault has a hundred thousand, and each part of one that is sent alone costs as much as all of it
        return _made_link, (*self.span, *self.target_span, *self[2:])


def _made_link(start: int, end: int, target_start: int, target_end: int, *others: Any) -> Link:
    return Link._make((Span(start, end), Span(target_start, target_end), *others))


_TARGET, _BEHIND = Link._fields.index("target"), Link._fields.index("fragment") + 1
"""Between these two fields stands what a link means."""
