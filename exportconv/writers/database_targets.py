"""What stands for a database in the output, and thus where links to its CSV files lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from exportconv.model import Vault
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, join_path

__all__ = ["DatabaseTarget", "base_path", "database_targets", "table_path"]


class DatabaseTarget(NamedTuple):
    """Where a link to a CSV leads."""

    path: OutputPath | None
    """The file; None where nothing stands for the database."""
    title: str
    """The database's title."""
    view: str | None = None
    """The view in it."""


def base_path(home: OutputPath) -> OutputPath:
    """Path of the base of the database whose rows lie in a folder."""
    return OutputPath(join_path(home, home.rpartition("/")[2] + ".base"))


def table_path(home: OutputPath) -> OutputPath:
    """Path of the note with the table of the database whose rows lie in a folder."""
    return OutputPath(home + ".md")


def database_targets(vault: Vault, options: Options) -> Mapping[SourcePath, DatabaseTarget]:
    """CSV file → where links to it lead; empty where the CSV files themselves are written."""
    form = options.database_form()
    targets: dict[SourcePath, DatabaseTarget] = {}
    for database in vault.databases if form != "csv" else ():
        home = database.output
        path = base_path(home) if form == "base" else table_path(home) if form == "table" else None
        targets.update((file, DatabaseTarget(path, database.title)) for file in database.files)
        for view in database.views:
            if view.path != database.path:
                targets[view.path] = DatabaseTarget(path, database.title, view.name)
    return targets
