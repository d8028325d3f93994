"""Properties: named values of a note, and the types they have in frontmatter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from exportconv.model.links import Link
from exportconv.model.parts import Part
from exportconv.paths import SourcePath

__all__ = ["ColumnKind", "DateRange", "Property", "PropertyType", "PropertyValue", "written_names"]


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


class ColumnKind(StrEnum):
    """What a property, or a column of a database, holds; HTML exports say it, in others its values tell."""

    TITLE = "title"
    TEXT = "text"
    SELECT = "select"
    MULTI_SELECT = "multi-select"
    NUMBER = "number"
    CHECKBOX = "checkbox"
    DATE = "date"
    DATETIME = "date and time"
    RANGE = "date range"
    PERSON = "person"
    FILES = "files"
    URL = "url"
    EMAIL = "email"
    UNIQUE_ID = "unique id"
    RELATION = "relation"
    TAGS = "tags"
    COVER = "cover"
    ICON = "icon"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class DateRange:
    """A span of time, both ends included."""

    start: date | datetime
    """First day or moment."""
    end: date | datetime
    """Last day or moment."""


PropertyValue: TypeAlias = str | int | float | bool | date | datetime | DateRange | tuple[str, ...]


def written_names(name: str, value: PropertyValue, *, keeps_text: bool = False) -> tuple[str, ...]:
    """The names under which a property is written: a range has one for each end, a kept text one of its own."""
    names = (name, f"{name} (end)") if isinstance(value, DateRange) else (name,)
    return (*names, f"{name} (text)") if keeps_text else names


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Part):
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
    """The typed value; for `LINKS` the links themselves are in `links`, or, where there are none, texts here."""
    links: tuple[Link, ...] = ()
    """Links in `raw`, with spans in it."""
    keeps_text: bool = False
    """Whether the value loses something of `raw` (a currency, a mark in a tag), which is written beside it then."""
    kind: ColumnKind | None = None
    """What the source says it holds; None where its text must tell."""
    source: SourcePath | None = None
    """The CSV it comes from; None for the note's own file."""
