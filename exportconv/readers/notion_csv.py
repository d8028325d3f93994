"""The CSV files of Notion databases: which belong together, their columns, and the folder of their rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from exportconv.model import Database
from exportconv.notion_names import split_id
from exportconv.paths import PathKey, SourcePath, join_path, nfc, path_key, split_name
from exportconv.readers.source import Entry

__all__ = ["read_databases"]

_CELL_LIMIT = 1 << 30


def read_databases(entries: Iterable[Entry], folders: AbstractSet[PathKey]) -> tuple[Database, ...]:
    """The databases of an export; `folders` are the keys of its folders.

    `X <id>.csv` is a view of a database, `X <id>_all.csv` holds every row and column of it. A CSV without an id is
    a database only if it has such a twin or a folder of its name; any other is the user's own file.
    """
    groups: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        folder, stem, suffix = split_name(entry.path)
        if suffix.lower() == ".csv":
            name = stem.removesuffix("_all")
            groups.setdefault(join_path(folder, name), {})["all" if name != stem else "view"] = entry
    databases = []
    for place, files in sorted(groups.items()):
        folder, _, name = place.rpartition("/")
        title, notion_id = split_id(name)
        if notion_id or len(files) == 2 or path_key(place) in folders:
            databases.append(_database(files, title, notion_id))
    return tuple(databases)


def _database(files: Mapping[str, Entry], title: str, notion_id: str | None) -> Database:
    fullest = files.get("all") or files["view"]
    main = files.get("view") or files["all"]
    return Database(
        path=main.path,
        title=nfc(title),
        columns=_columns(fullest),
        files=tuple(SourcePath(entry.path) for entry in files.values()),
        id=notion_id,
    )


def _columns(entry: Entry) -> tuple[str, ...]:
    text = entry.content.read().decode("utf-8-sig", "replace")
    csv.field_size_limit(_CELL_LIMIT)
    return tuple(next(csv.reader(io.StringIO(text, newline="")), ()))
