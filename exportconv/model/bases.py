"""Obsidian bases, worked out to the files that they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["BaseFile", "BaseTable"]


class BaseFile(NamedTuple):
    """A note or another file as a base sees it."""

    path: str
    """Its path in the vault."""
    properties: Mapping[str, Any]
    """The values of its frontmatter; none where it is no note."""
    tags: frozenset[str]
    """All its tags, in lower case and without `#`."""


class BaseTable(NamedTuple):
    """A view of a base as a table of files."""

    columns: tuple[str, ...]
    """What the columns show: `file.name`, `note.author` …"""
    names: tuple[str, ...]
    """Their headers."""
    files: tuple[BaseFile, ...]
    """The rows, in order."""
