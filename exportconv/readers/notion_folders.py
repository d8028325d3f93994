"""Which page or database each folder of a Notion export belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from exportconv.model import Database, Note
from exportconv.notion_names import is_name_of, split_id, split_source
from exportconv.paths import PathKey, SourcePath, join_path, parent_of, path_key, split_name

__all__ = ["own_folders", "row_folders"]


def own_folders(
    notes: Iterable[Note], databases: Iterable[Database], folders: Mapping[str, object]
) -> Mapping[str, SourcePath]:
    """Folder → the page or database it belongs to; a folder of neither is left out.

    A folder has the name of its page, with the id (until 2025), without it (2026), or with the ends of the
    id where titles are equal. Of several that fit, the one that links into the folder has it.
    """
    linking = {note.path: note for note in notes}
    notes_in: dict[str, list[Note]] = {}
    for note in linking.values():
        notes_in.setdefault(parent_of(note.path), []).append(note)
    stems = [(path, split_name(path)[1]) for path in linking]
    stems += [(item.path, split_name(item.path)[1].removesuffix("_all")) for item in databases]
    fitting = _fitting(stems, folders)
    owners: dict[str, SourcePath] = {}
    loose = []
    for folder, found in sorted(fitting.items()):
        if len(found) == 1 and split_id(folder)[1]:
            owners[folder] = found[0]
        else:
            loose.append((folder, found))
    owners |= _linked_folders(notes_in, [folder for folder in folders if folder not in fitting])
    taken = set(owners.values())
    # folders that fit one page only come first, so that the others are left for the rest
    for folder, found in sorted(loose, key=lambda item: len(item[1])):
        free = [path for path in found if path not in taken] or found
        owner = next((path for path in free if _links_into(linking.get(path), folder)), free[0])
        owners[folder] = owner
        taken.add(owner)
    return owners


def _linked_folders(notes_in: Mapping[str, Sequence[Note]], folders: Iterable[str]) -> Mapping[str, SourcePath]:
    """Owners of folders named for no page: until 2023 an HTML export gave them the id of the page's first file."""
    owners: dict[str, SourcePath] = {}
    known: dict[str, dict[PathKey, Note]] = {}
    for folder in folders:
        parent, _, name = folder.rpartition("/")
        if split_id(name)[1] is None or parent not in notes_in:
            continue
        if parent not in known:
            known[parent] = {
                path_key(first): note
                for note in notes_in[parent]
                for link in note.all_links()
                for first, slash, _ in [link.raw_target.partition("/")]
                if slash
            }
        owner = known[parent].get(path_key(name))
        if owner and is_name_of(split_id(name)[0], owner.title):
            owners[folder] = owner.path
    return owners


def _fitting(stems: Iterable[tuple[SourcePath, str]], folders: Mapping[str, object]) -> Mapping[str, list[SourcePath]]:
    """Folder → the pages and databases that it may belong to by its name; in any spelling where none fits exactly."""
    wanted = [(path, join_path(parent_of(path), name)) for path, stem in stems for name in _folder_names(stem)]
    fitting: dict[str, list[SourcePath]] = {}
    for path, name in wanted:
        if name in folders:
            fitting.setdefault(name, []).append(path)
    rest = [folder for folder in folders if folder not in fitting]
    if rest:
        keys: dict[PathKey, list[SourcePath]] = {}
        for path, name in wanted:
            keys.setdefault(path_key(name), []).append(path)
        fitting |= {folder: keys[path_key(folder)] for folder in rest if path_key(folder) in keys}
    return fitting


def row_folders(csv: SourcePath) -> set[PathKey]:
    """Keys of the folders in which the pages of a database's rows may lie."""
    parent, stem, _ = split_name(csv)
    return {path_key(join_path(parent, name)) for name in _folder_names(stem.removesuffix("_all"))}


def _folder_names(stem: str) -> frozenset[str]:
    """Names that the folder of a page or database may have, below the folder that its file lies in.

    A database with several data sources is said to write `<DB> <id>_<source> <id>.csv` and rows in `<DB>/<source>/`.
    """
    title, notion_id = split_id(stem)
    database, source = split_source(title)
    names = {stem, title, f"{title} {notion_id[:4]}-{notion_id[-4:]}" if notion_id else title}
    return frozenset(names | {f"{database}/{source}"} if source else names) - {""}


def _links_into(note: Note | None, folder: str) -> bool:
    if note is None:
        return False
    key = path_key(folder.rpartition("/")[2])
    return any(path_key(link.raw_target.partition("/")[0]) == key for link in note.links)
