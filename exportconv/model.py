"""The model between readers and writers: a vault of notes, attachments and databases, all frozen.

A link points to a note, not to a path: `Link.target` is the source path of what it means, so a
transform that renames a note changes one field and every link follows when it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, NamedTuple, Protocol, TypeAlias, TypeVar

from exportconv.paths import OutputPath, SourcePath
from exportconv.report import Issue

__all__ = [
    "Attachment", "Content", "Database", "DateRange", "Link", "LinkForm", "Note", "Property", "PropertyType",
    "PropertyValue", "Span", "Vault", "evolve", "range_names",
]  # fmt: skip

T = TypeVar("T")
_NOWHERE = OutputPath("")


def evolve(item: T, **changes: object) -> T:
    """The same note, link or other part of the model with some fields changed.

    What `dataclasses.replace` does, at a quarter of its cost: a large vault is made of a hundred thousand parts,
    and every transform makes most of them anew.
    """
    fresh = object.__new__(item.__class__)
    for name in item.__slots__:  # type: ignore[attr-defined]  # every class here has slots
        object.__setattr__(fresh, name, changes[name] if name in changes else getattr(item, name))
    return fresh


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
    """The same, alone on its line, with brackets in its text that no Markdown parser accepts."""
    URL = "url"
    """A bare URL, or one in `<…>`."""
    RELATION = "relation"
    """`Title (path)` in a property."""
    FILE = "file"
    """A bare path in a property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
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


class PropertyType(StrEnum):
    """The type a property has in frontmatter."""

    TEXT = "text"
    LIST = "list"
    NUMBER = "number"
    CHECKBOX = "checkbox"
    DATE = "date"
    DATETIME = "datetime"
    TAGS = "tags"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class DateRange:
    """A span of time, both ends included."""

    start: date | datetime
    """First day or moment."""
    end: date | datetime
    """Last day or moment."""


PropertyValue: TypeAlias = str | int | float | bool | date | datetime | DateRange | tuple[str, ...]


def range_names(name: str, value: PropertyValue) -> tuple[str, ...]:
    """The names under which a property is written: a range has one for each end."""
    return (name, f"{name} (end)") if isinstance(value, DateRange) else (name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A named value of a note."""

    name: str
    """The name it is written under."""
    raw: str
    """The text of the value in the source."""
    line: int
    """Line in the source file, from 1."""
    type: PropertyType = PropertyType.TEXT
    """Its type; `DATE` and `DATETIME` may hold a `DateRange`."""
    value: PropertyValue = ""
    """The typed value; for `LINKS` the links themselves are in `links`."""
    links: tuple[Link, ...] = ()
    """Links in `raw`, with spans in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A page of text with its properties."""

    path: SourcePath
    """Where it comes from."""
    title: str
    """The full title."""
    body: str
    """The text without the title line and the properties; no writer changes it outside spans."""
    digest: str
    """BLAKE2b of the source file's bytes, 16 bytes in hex."""
    id: str | None = None
    """Notion id, 32 hex digits."""
    has_heading: bool = True
    """Whether the source shows the title as a heading above the body."""
    frontmatter: str | None = None
    """A block of frontmatter that the source has, kept byte for byte."""
    properties: tuple[Property, ...] = ()
    """In the order of the source."""
    links: tuple[Link, ...] = ()
    """Links in the body, by place."""
    headings: tuple[str, ...] = ()
    """Texts of the headings in the body, by place."""
    verbatim: Content | None = None
    """The file itself where its text cannot be read; it is copied then."""
    output: OutputPath = _NOWHERE
    """Where it goes; set by `name_notes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that is no note."""

    path: SourcePath
    """Where it comes from."""
    content: Content
    """Its bytes."""
    output: OutputPath = _NOWHERE
    """Where it goes; set by `name_notes` and `place_attachments`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A Notion database: its CSV files and columns. The files themselves are attachments of the vault."""

    path: SourcePath
    """The CSV that stands for it: the view where there is one."""
    title: str
    """Title, as far as the file name holds it."""
    columns: tuple[str, ...]
    """Names of all columns, in the order of the fullest CSV."""
    files: tuple[SourcePath, ...]
    """All its CSV files."""
    id: str | None = None
    """Notion id, 32 hex digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """All that a source holds; any source becomes one."""

    notes: tuple[Note, ...] = ()
    """By source path."""
    attachments: tuple[Attachment, ...] = ()
    """By source path; the CSV files of databases are among them."""
    databases: tuple[Database, ...] = ()
    """By source path."""
    folders: Mapping[str, SourcePath] | None = None
    """Folder in the source → the note or database it belongs to."""
    issues: tuple[Issue, ...] = ()
    """What every step so far noticed."""
