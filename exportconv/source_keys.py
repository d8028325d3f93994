"""What the files of one export are known by in a newer export of the same workspace (pure).

Fact: titles, and with them names and folders, change in Notion, and the 32 hex digits of a page or database do not.
A file that somebody attached has no id; it is known by its name and the page in whose folder it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportconv.notion_names import id_of_path, split_id
from exportconv.paths import decode_path, fold, join_path, parent_of, split_name

__all__ = ["base_key", "is_same_name", "key_of_made", "output_keys", "row_number", "source_keys", "without_row"]

_ROWS = ":rows/"
_PAGES = (".md", ".html", ".htm")


def source_keys(paths: Iterable[str]) -> Mapping[str, str]:
    """Source path → key, for all files of one export; no two keys are equal, and the order of paths does not matter."""
    found = sorted(set(paths))
    owners = _owners(found)
    folders: dict[str, str] = {"": ""}
    keys: dict[str, str] = {}
    taken = set()
    for path in found:
        folder, stem, suffix = split_name(path)
        page_id = id_of_path(path)
        kind = "page" if suffix.lower() in _PAGES else suffix.lower()
        if page_id:
            key = f"{page_id} {'_all' if stem.endswith('_all') else ''}{kind}"
        else:
            name = _plain(stem) if kind == "page" else _plain(stem + suffix)
            key = f"{join_path(_folder_key(folder, folders, owners), name)} {kind}"
        # the same page twice, or a folder and its copy
        key = f"{key} {path}" if key in taken else key
        taken.add(key)
        keys[path] = key
    return keys


def output_keys(files: Iterable[tuple[str, str, bool]]) -> list[str]:
    """The keys of output files, each given as its path in the source, its output path and whether it is made.

    Rows without a page have no ids, so a note that was made of one is known by the name that its title gave it.
    """
    found = list(files)
    own = source_keys(without_row(source) for source, _, _ in found if source)
    keys = []
    for source, output, is_made in found:
        key = own.get(without_row(source), "")
        if _ROWS in source:
            key = f"{key} row {fold(split_name(output)[1])}"
        keys.append(key_of_made(key, output) if is_made else key)
    return keys


def key_of_made(key: str, output: str) -> str:
    """The key of a file that stands for another one, as a base does for a CSV, or, without one, of a setting."""
    return f"{key} made {split_name(output)[2]}" if key else f" made {output}"


def base_key(key: str) -> str:
    """The key of the source file itself, for one that is made of it or of a row in it."""
    return key.partition(" row ")[0].partition(" made ")[0]


def without_row(path: str) -> str:
    """The path of the file that a row is in, for that of a row; any other path as it is."""
    return path.partition(_ROWS)[0]


def row_number(path: str) -> int | None:
    """The number of a row in its file, the head being the first; None for the path of anything else."""
    number = path.partition(_ROWS)[2]
    return int(number) if number else None


def is_same_name(path: str, other: str) -> bool:
    """Whether two source paths have one name but for ids: a page of these names has not been renamed in between."""
    return _title(path) == _title(other)


def _title(path: str) -> str:
    stem = split_name(path)[1]
    return _plain(split_id(stem)[0])


def _plain(name: str) -> str:
    return fold(decode_path(name))


def _owners(paths: Iterable[str]) -> Mapping[str, str | None]:
    """Folder without an id → id of the page that it belongs to; None where that may be several."""
    owners: dict[str, str | None] = {}
    for path in paths:
        page_id = id_of_path(path)
        if page_id and split_name(path)[2].lower() in _PAGES:
            folder, stem, _ = split_name(path)
            place = _plain(join_path(folder, split_id(stem)[0]))
            owners[place] = page_id if owners.get(place, page_id) == page_id else None
    return owners


def _folder_key(folder: str, known: dict[str, str], owners: Mapping[str, str | None]) -> str:
    steps = []
    while folder not in known:
        steps.append(folder)
        folder = parent_of(folder)
    for step in reversed(steps):
        name = step.rpartition("/")[2]
        owner = split_id(name)[1] or owners.get(_plain(step))
        known[step] = owner or join_path(known[parent_of(step)], _plain(name))
    return known[steps[0] if steps else folder]
