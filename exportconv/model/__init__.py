"""The model between readers and writers: a vault of notes, attachments and databases, all frozen.

A link points to a note, not to a path: `Link.target` is the source path of what it means, so a
transform that renames a note changes one field and every link follows when it is printed.
"""

from exportconv.model.bases import BaseFile, BaseTable
from exportconv.model.databases import Column, Database, Row, View
from exportconv.model.deferred import Deferred, DeferredMapping, Later
from exportconv.model.embeds import Embedded
from exportconv.model.links import Content, Link, LinkForm, Span
from exportconv.model.parts import evolve
from exportconv.model.places import Block, IdPlace, Mark, MarkKind, Section
from exportconv.model.properties import ColumnKind, DateRange, Property, PropertyType, PropertyValue, written_names
from exportconv.model.vault import Attachment, Note, SourceKind, Superseded, Vault

__all__ = [
    "Attachment", "BaseFile", "BaseTable", "Block", "Column", "ColumnKind", "Content", "Database", "DateRange",
    "Deferred", "DeferredMapping", "Embedded", "IdPlace", "Later", "Link", "LinkForm", "Mark", "MarkKind", "Note",
    "Property", "PropertyType", "PropertyValue", "Row", "Section", "SourceKind", "Span", "Superseded", "Vault", "View",
    "evolve", "written_names",
]  # fmt: skip
