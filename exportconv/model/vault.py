"""The vault: all that a source holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from exportconv.model.bases import BaseTable
from exportconv.model.databases import Database
from exportconv.model.embeds import Embedded
from exportconv.model.links import Content, Link
from exportconv.model.packed_text import PackedText
from exportconv.model.parts import Part
from exportconv.model.places import Block, Mark, Section
from exportconv.model.properties import Property
from exportconv.paths import OutputPath, SourcePath
from exportconv.report import Issue

__all__ = ["Attachment", "Note", "SourceKind", "Superseded", "Vault"]

_NOWHERE = OutputPath("")


class SourceKind(StrEnum):
    """What a vault was read from."""

    NOTION = "notion"
    """An export; names, ids and links are Notion's."""
    OBSIDIAN = "obsidian"
    """An Obsidian vault; its names and its way of linking are the user's own."""
    MARKDOWN = "markdown"
    """A folder of Markdown files that link one another by relative paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Part):
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
    """A block of frontmatter that the source has, kept byte for byte, with what stands before it (a BOM)."""
    head_links: tuple[Link, ...] = ()
    """Links in `frontmatter`, with spans in it."""
    properties: tuple[Property, ...] = ()
    """Its properties, in the order of the source."""
    links: tuple[Link, ...] = ()
    """Links in the body, by place."""
    headings: Sequence[str] = ()
    """Texts of the headings in the body, by place."""
    sections: Sequence[Section] = ()
    """The headings with what stands below them, where the source can link or embed that."""
    blocks: Mapping[str, Block] = field(default_factory=dict)
    """Id of a block (32 hex digits) → where it is; `resolve_links` leaves those that links lead to."""
    marks: Sequence[Mark] = ()
    """What targets write differently in the body, by place."""
    verbatim: Content | None = None
    """The file itself where its text cannot be read; it is copied then."""
    database: SourcePath | None = None
    """The database that it is a row of."""
    modified: int | None = None
    """When the source file was changed last, in nanoseconds since 1970; None where nobody knows."""
    output: OutputPath = _NOWHERE
    """Where it goes; set by `name_notes`."""

    def all_links(self) -> Iterator[Link]:
        """The links in its body, its frontmatter and its properties."""
        yield from self.links
        yield from self.head_links
        for item in self.properties:
            yield from item.links

    @property
    def is_of_plugin(self) -> bool:
        """Whether a plug-in of Obsidian's keeps its own data in it, as `excalidraw-plugin` and `kanban-plugin` do."""
        return any(item.name.endswith("-plugin") for item in self.properties)


# behind the class, for a dataclass makes its slots itself
Note.body = PackedText(Note.__dict__["body"])  # type: ignore[assignment,misc]  # it takes and gives what the field does


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that is no note."""

    path: SourcePath
    """Where it comes from."""
    content: Content
    """Its bytes."""
    name: str = ""
    """Its name before the export damaged it, where a link still has that; set by `restore_names`."""
    links: tuple[Link, ...] = ()
    """Links in the text of a canvas, a page of HTML, or Markdown with another ending, with spans in it."""
    is_apart: bool = False
    """Whether no link leads to it: it is hidden, or lies in a vault of its own."""
    modified: int | None = None
    """When the source file was changed last, in nanoseconds since 1970; None where nobody knows."""
    output: OutputPath = _NOWHERE
    """Where it goes; set by `name_notes` and `place_attachments`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    """A file of which another says all: a page in a second export, a page that only shows a database."""

    path: SourcePath
    """Where it comes from."""
    content: Content
    """Its bytes."""
    by: SourcePath
    """The file that stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """All that a source holds; any source becomes one."""

    kind: SourceKind = SourceKind.NOTION
    """What it was read from."""
    notes: tuple[Note, ...] = ()
    """Its notes, by source path."""
    attachments: tuple[Attachment, ...] = ()
    """Its other files, by source path; the CSV files of databases are among them."""
    databases: tuple[Database, ...] = ()
    """Its databases, by source path."""
    folders: Mapping[str, SourcePath] | None = None
    """Folder in the source → the note or database it belongs to; for rows that have no folder, `<CSV>:rows`."""
    superseded: tuple[Superseded, ...] = ()
    """Files of which another says all."""
    property_types: Mapping[str, str] | None = None
    """Property → the one type that Obsidian is to show it with, in its own word; set by `unify_types`."""
    embeds: Mapping[SourcePath, Mapping[int, Embedded]] = field(default_factory=dict)
    """Note → where an embed starts in its body → what is written there instead; set by `plan_embeds`."""
    tables: Mapping[tuple[SourcePath, str], BaseTable] = field(default_factory=dict)
    """Base and view → the table that it shows; set by `work_out_bases`."""
    issues: tuple[Issue, ...] = ()
    """What every step so far noticed."""

    def files(self) -> Iterator[SourcePath]:
        """The paths of all notes and attachments."""
        yield from (note.path for note in self.notes)
        yield from (item.path for item in self.attachments)

    def table_files(self) -> frozenset[SourcePath]:
        """The CSV files of all databases."""
        return frozenset(path for database in self.databases for path in database.files)
