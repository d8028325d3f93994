"""What a report is about, and the way from it to the notes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from exportconv.codes import Code
from exportconv.inventory import own_files
from exportconv.model import Attachment, Vault
from exportconv.report import Issue, Report
from exportconv.report_page.markup import shown
from exportconv.source_keys import without_row
from exportconv.writers.filetree import FileTree

__all__ = ["Places", "Subject"]

_IN_DESTINATION = (Code.EDITED_BOTH, Code.WRITTEN_AGAIN, Code.GONE)
"""Issues whose paths are those of the destination."""


class Places:
    """Where files are, as seen from the report; only what is there is linked."""

    def __init__(self, tree: FileTree, destination: Path | None, file: Path) -> None:
        """Without a destination nothing is linked. `file` is where the report is going to be."""
        self._outputs: Mapping[str, str] = {item.source: item.path for item in reversed(tree.files) if item.source}
        self._folder = destination
        self._start = _address(destination, file) if destination else ""

    def output(self, source: str) -> str | None:
        """Where a file of the source went, below the destination."""
        return self._outputs.get(source) or self._outputs.get(without_row(source))

    def link(self, output: str | None, html: str) -> str:
        """HTML as a link to a file of the destination, where that is there."""
        if output is None or self._folder is None or not os.path.isfile(self._folder / output):
            return html
        return f'<a href="{shown(self._start + quote(os.fsencode(output)))}">{html}</a>'

    def issue_link(self, issue: Issue, html: str) -> str:
        """HTML as a link to the note in which something was noticed."""
        return self.link(issue.path if issue.code in _IN_DESTINATION else self.output(issue.path), html)


def _address(folder: Path, file: Path) -> str:
    """How links from a file into a folder begin."""
    try:
        way = os.path.relpath(folder, file.parent)
    except ValueError:
        # on another drive
        return Path(os.path.abspath(folder)).as_uri() + "/"
    return quote(os.fsencode(way.replace(os.sep, "/"))) + "/"


@dataclass(frozen=True)
class Subject:
    """A conversion to be reported."""

    report: Report
    """What it counted and noticed."""
    tree: FileTree
    """The files it made."""
    places: Places
    """Where they are."""
    sources: tuple[str, ...] = ()
    """Names of what was converted."""
    outcome: str = "written"
    """`written`, `unchanged` or `dry run`."""

    @property
    def vault(self) -> Vault:
        """The vault they were made of."""
        return self.tree.vault

    @cached_property
    def codes(self) -> Mapping[Code, int]:
        """How many issues each code has, findings first, then the most frequent."""
        found = Counter(issue.code for issue in self.report.issues)
        return dict(sorted(found.items(), key=lambda item: (not item[0].is_finding, -item[1], item[0])))

    @cached_property
    def tables(self) -> frozenset[str]:
        """The CSV files of databases."""
        return self.vault.table_files()

    @cached_property
    def attachments(self) -> tuple[Attachment, ...]:
        """The attachments that somebody attached: no CSV of a database, no setting."""
        return tuple(own_files(self.vault))

    @cached_property
    def attachment_bytes(self) -> int:
        """The size of all of them."""
        return sum(item.content.size for item in self.attachments)
