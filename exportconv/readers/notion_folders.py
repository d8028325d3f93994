"""Which page or database each folder of a Notion export belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportconv.model import Database, Note
from exportconv.paths import PathKey, SourcePath, join_path, parent_of, path_key, split_id, split_name

__all__ = ["own_folders"]


def own_folders(
    notes: Iterable[Note], databases: Iterable[Database], folders: Mapping[str, object]
) -> Mapping[str, SourcePath]:
    """Folder → the page or database it belongs to; a folder of neither is left out.

    A folder has the name of its page, with the id (until 2025), without it (2026), or with the ends of the
    id where titles are equal. Of several that fit, the one that links into the folder has it.
    """
    named: dict[PathKey, list[SourcePath]] = {}
    linking: dict[SourcePath, Note] = {}
    for note in notes:
        linking[note.path] = note
        _add(named, note.path, split_name(note.path)[1])
    for database in databases:
        _add(named, database.path, split_name(database.path)[1].removesuffix("_all"))
    owners: dict[str, SourcePath] = {}
    loose = []
    for folder in sorted(folders):
        found = named.get(path_key(folder), [])
        if len(found) == 1 and split_id(folder)[1]:
            owners[folder] = found[0]
        elif found:
            loose.append((folder, found))
    taken = set(owners.values())
    # folders that fit one page only come first, so that the others are left for the rest
    for folder, found in sorted(loose, key=lambda item: len(item[1])):
        free = [path for path in found if path not in taken] or found
        owner = next((path for path in free if _links_into(linking.get(path), folder)), free[0])
        owners[folder] = owner
        taken.add(owner)
    return owners


def _add(named: dict[PathKey, list[SourcePath]], path: SourcePath, stem: str) -> None:
    title, notion_id = split_id(stem)
    names = {stem, title}
    if notion_id:
        names.add(f"{title} {notion_id[:4]}-{notion_id[-4:]}")
    for name in names:
        if name:
            named.setdefault(path_key(join_path(parent_of(path), name)), []).append(path)


def _links_into(note: Note | None, folder: str) -> bool:
    if note is None:
        return False
    key = path_key(folder.rpartition("/")[2])
    return any(path_key(link.raw_target.partition("/")[0]) == key for link in note.links)
