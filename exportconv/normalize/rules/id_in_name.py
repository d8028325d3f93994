"""Names that still have the id that Notion gave to their page.

Notion names pages (`.md`, `.html`), databases (`.csv`, `_all.csv`) and their folders so; a hash in the name of an image
is no id. The id stands behind a blank. Behind a dash, as in addresses, or alone it counts only for a page, and a folder
beside its page, and only if it is built like an id: doxygen and others name their pages for hashes. All names of a page
change, or none does: a note and its folder stay together. None does where one of the plain names is taken, where two
pages of a folder would get the same, or where nothing is left. Of two notes with one id, as two exports of a page have
it, none loses it where the other has to keep it: links to the page at Notion would find that one alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, with_folders
from exportconv.normalize.rules.unsafe_name import files_of
from exportconv.notion_names import id_of_path, split_id
from exportconv.paths import fold, join_path, split_name

__all__ = ["RULE"]

_PAGES = (".md", ".html", ".csv")
_ID = 32
_BLANKS = (" ", "\u00a0")
_UUID = re.compile(r"[0-9a-f]{12}[48][0-9a-f]{3}[89ab][0-9a-f]{15}")
"""The versions that Notion gave its ids until 2024 and since."""


class _Named(NamedTuple):
    """A file or folder with an id in its name."""

    path: str
    folder: str
    stem: str
    """Its name with the id, as all files of its page have it."""
    title: str
    """The same without the id."""
    tail: str
    """What stands behind the id; `""` of a folder."""
    id: str
    """The id."""


def _check(repository: Repository) -> Iterator[Finding]:
    pages: dict[tuple[str, str], list[_Named]] = {}
    files = files_of(repository)
    for path in repository.names:
        item = _named(path, is_folder=path not in files)
        if item:
            pages.setdefault((item.folder, item.stem), []).append(item)
    found = [page for page in pages.values() if _is_page(page)]
    wanted = Counter(_key(page[0]) for page in found)
    taken = _taken(repository) if found else frozenset()
    problems = {}
    for page in found:
        problem = "" if wanted[_key(page[0])] == 1 else "another page has the same name without it"
        problems[page[0].path] = problem or _problem_of(page, taken)
    kept = _kept_ids(repository, [item for page in found if not problems[page[0].path] for item in page])
    for page in found:
        twin = "another note that has to keep its name has this id" if page[0].id in kept else ""
        yield from _findings(page, problems[page[0].path] or twin)


def _named(path: str, *, is_folder: bool) -> _Named | None:
    folder, stem, tail = split_name(path)
    if is_folder:
        stem, tail = path.rpartition("/")[2], ""
    elif tail.lower() not in _PAGES:
        return None
    elif tail.lower() == ".csv" and stem.endswith("_all"):
        stem, tail = stem.removesuffix("_all"), "_all" + tail
    title, notion_id = split_id(stem)
    before = stem[:-_ID]
    is_apart = before.endswith(_BLANKS) or (
        (not before or before.endswith("-")) and bool(_UUID.fullmatch(notion_id or ""))
    )
    return _Named(path, folder, stem, title, tail, notion_id) if notion_id and is_apart else None


def _is_page(items: Iterable[_Named]) -> bool:
    """Whether the files and folders with one name and id are of a page, and not only a folder named for a hash."""
    return any(item.tail or item.stem[:-_ID].endswith(_BLANKS) for item in items)


def _key(item: _Named) -> tuple[str, str]:
    return item.folder, fold(item.title)


def _taken(repository: Repository) -> AbstractSet[str]:
    """Keys of the paths of all files and folders, those that nothing is looked for in included."""
    vault = repository.vault
    paths = [*(note.path for note in vault.notes), *(item.path for item in vault.attachments)]
    return set(map(fold, with_folders(paths)))


def _kept_ids(repository: Repository, free: Iterable[_Named]) -> AbstractSet[str]:
    """The ids that some note would have in its name still, were the names that are free to lose theirs without them."""
    paths = {item.path for item in free}
    ids = {item.id for item in free}
    notes = (note.path for note in repository.vault.notes if note.path not in paths) if ids else ()
    return ids & {id_of_path(path) for path in notes}


def _problem_of(page: Iterable[_Named], taken: AbstractSet[str]) -> str:
    for item in page:
        if not item.title:
            return "nothing is left without it"
        if fold(join_path(item.folder, item.title + item.tail)) in taken:
            return f"{item.title + item.tail!r} is there already"
    return ""


def _findings(page: Iterable[_Named], problem: str) -> Iterator[Finding]:
    for item in page:
        name = item.title + item.tail
        message = f"the name has a Notion id, and {problem}" if problem else f"{name!r} has a Notion id behind it"
        yield Finding(Code.ID_IN_NAME, item.path, 0, message, name=None if problem else name)


RULE = Rule(Code.ID_IN_NAME, Fix.UNSAFE, _check)
