"""The files that stand for databases: a base, or a note with a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from exportconv.model import Vault
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.writers.bases import print_base
from exportconv.writers.database_targets import base_path, table_path
from exportconv.writers.filetree import MadeContent, TreeFile
from exportconv.writers.link_printer import LinkPrinter
from exportconv.writers.table_notes import TablePrinter

__all__ = ["made_files", "merged_tables"]


def made_files(vault: Vault, options: Options, printer: LinkPrinter) -> Iterator[TreeFile]:
    """A file for each database, in the form that the options ask for; none for `csv` and `none`."""
    form = options.database_form()
    if form == "base":
        outputs = {note.path: note.output for note in vault.notes}
        for database in vault.databases:
            content = MadeContent(partial(print_base, database, outputs))
            yield TreeFile(base_path(database.output), content, database.path, "")
    if form == "table":
        tables = TablePrinter({note.path: note for note in vault.notes}, printer)
        has_heading = options.to == "markdown"
        for database in vault.databases:
            content = MadeContent(partial(tables.text_of, database, has_heading=has_heading))
            yield TreeFile(table_path(database.output), content, database.path, "")


def merged_tables(vault: Vault, options: Options) -> frozenset[SourcePath]:
    """The CSV files that need no copy: not chosen, and all they say stands in notes."""
    if options.database_form() == "csv":
        return frozenset()
    return frozenset(file for database in vault.databases if not database.is_kept for file in database.files)
