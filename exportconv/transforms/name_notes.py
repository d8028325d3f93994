"""Give every note, folder and attachment its name in the output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from exportconv.codes import Code
from exportconv.model import Attachment, Database, Note, SourceKind, Vault, View, evolve
from exportconv.notion_names import split_id
from exportconv.options import LONGEST_PATH, Options
from exportconv.paths import (
    NamePool,
    OutputPath,
    SourcePath,
    decode_path,
    fold,
    join_path,
    parent_of,
    parents_of,
    safe_name,
    split_name,
)
from exportconv.report import Issue
from exportconv.transforms.keep_names import ascii_slug, keep_names
from exportconv.transforms.known_names import KnownNames

__all__ = ["name_notes", "reserved_names", "taken_names"]

_DATABASE = (".csv", "_all.csv", ".md", "")


@dataclass(slots=True)
class _Folder:
    """What lies in one folder of the source."""

    notes: list[Note] = field(default_factory=list)
    databases: list[Database] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Naming:
    """The names given so far."""

    options: Options
    known: KnownNames
    reserved: Mapping[str, list[str]]
    pools: dict[str, NamePool] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Folder of the source → folder of the output."""
    outputs: dict[SourcePath, OutputPath] = field(default_factory=dict)
    homes: dict[SourcePath, OutputPath] = field(default_factory=dict)
    """Database → folder of its rows."""

    def pool(self, folder: str) -> NamePool:
        """The names of an output folder."""
        if folder not in self.pools:
            glue = "-" if self.options.ascii_names else " "
            self.pools[folder] = NamePool(self.reserved.get(fold(folder), ()), glue=glue)
        return self.pools[folder]

    def name(self, text: str, suffix: str = "") -> str:
        """A safe stem for a title or file name."""
        return safe_name(ascii_slug(text) if self.options.ascii_names else text, suffix)

    def known_stem(self, slot: _Slot, place: str) -> str | None:
        """The stem that an earlier run gave, if it is still right."""
        if not self.options.known or isinstance(slot.item, str):
            return None
        if isinstance(slot.item, Database):
            return self.known.database(slot.item.path, place, slot.stem)
        return self.known.stem(slot.item.path, place, slot.stem, slot.suffixes[0])


def name_notes(vault: Vault, options: Options) -> Vault:
    """The vault with an output path for all that is in it.

    A note is named for its full title; what clashes when case and Unicode form are ignored gets a number, in
    the order of the Notion ids, so that the order of files does not matter. A folder follows its page. The rows of
    a database lie in its folder, each under its own name: a base finds its rows by their folder. The names of an
    Obsidian vault or a folder of Markdown files are the user's own, and `keep_names` keeps them.
    """
    if vault.kind is not SourceKind.NOTION:
        return keep_names(vault, options, taken_names(options))
    known = KnownNames(options, vault.files())
    naming = _Naming(options, known, taken_names(options))
    owners = vault.folders or {}
    tree = _tree(vault)
    for folder in sorted(tree, key=lambda path: (path.count("/") if path else -1, path)):
        _name_folder(naming, folder, tree[folder], owners)
    notes = tuple(evolve(note, output=naming.outputs[note.path]) for note in vault.notes)
    attachments = tuple(evolve(item, output=naming.outputs[item.path]) for item in vault.attachments)
    databases = tuple(evolve(item, output=naming.homes[item.path]) for item in vault.databases)
    issues = vault.issues + tuple(_long(notes))
    return evolve(vault, notes=notes, attachments=attachments, databases=databases, issues=issues)


def taken_names(options: Options, more: Iterable[str] = ()) -> dict[str, list[str]]:
    """Key of a folder → the names in it that are taken: of what stands in the destination, is avoided, and more.

    Folders in which an earlier run from this source put something are its own, whatever else is in them now; and so is
    one with the name of a note from it, or the note would get another as soon as only the user's own is left in there.
    """
    own = {folder for _, place in options.known.values() for folder in (place.removesuffix(".md"), *parents_of(place))}
    names = reserved_names((*options.reserved, *more), own)
    for path in sorted(options.avoided):
        folder, _, name = path.rpartition("/")
        names.setdefault(fold(folder), []).append(name)
    return names


def reserved_names(paths: Iterable[str], free: AbstractSet[str] = frozenset()) -> dict[str, list[str]]:
    """Key of a folder → the names in it, of files and of folders that are not free."""
    names: dict[str, set[str]] = {}
    for path in paths:
        rest = path
        while rest:
            folder, _, name = rest.rpartition("/")
            if rest not in free:
                names.setdefault(fold(folder), set()).add(name)
            rest = folder
    return {folder: sorted(found) for folder, found in names.items()}


def _tree(vault: Vault) -> Mapping[str, _Folder]:
    tree: dict[str, _Folder] = {"": _Folder()}

    def at(folder: str) -> _Folder:
        if folder not in tree:
            tree[folder] = _Folder()
            at(parent_of(folder)).folders.append(folder)
        return tree[folder]

    files = vault.table_files()
    owners = vault.folders or {}
    for note in vault.notes:
        folder = parent_of(note.path)
        is_apart = note.database is not None and owners.get(folder) != note.database
        # a row of a flat export goes to its database's folder all the same
        at(f"{note.database}:rows" if is_apart else folder).notes.append(note)
    for database in vault.databases:
        at(parent_of(database.path)).databases.append(database)
        for view in database.views:
            if view.path != database.path:
                at(parent_of(view.path)).views.append(view)
    for attachment in vault.attachments:
        if attachment.path not in files:
            at(parent_of(attachment.path)).attachments.append(attachment)
    return tree


@dataclass(frozen=True, slots=True)
class _Slot:
    """Something that wants a stem: a page, a database, or a folder of neither."""

    order: tuple[str, str]
    stem: str
    suffixes: tuple[str, ...]
    item: Note | Database | View | str


def _slots(naming: _Naming, folder: _Folder, owners: Mapping[str, SourcePath]) -> Iterator[_Slot]:
    for note in folder.notes:
        yield _Slot((note.id or "~", note.path), naming.name(note.title, ".md"), (".md", ""), note)
    for database in folder.databases:
        yield _Slot((database.id or "~", database.path), naming.name(database.title, "_all.csv"), _DATABASE, database)
    for view in folder.views:
        yield _Slot((view.id or "~", view.path), naming.name(view.title, ".csv"), (".csv",), view)
    for path in folder.folders:
        if path not in owners:
            title, notion_id = split_id(decode_path(path.rpartition("/")[2]))
            yield _Slot((notion_id or "~", path), naming.name(title or "Untitled"), ("",), path)


def _name_folder(naming: _Naming, path: str, folder: _Folder, owners: Mapping[str, SourcePath]) -> None:
    place = naming.places.get(path, "")
    pool = naming.pool(place)
    owned: dict[str, list[str]] = {}
    for sub in folder.folders:
        if sub in owners:
            owned.setdefault(owners[sub], []).append(sub)
    # first the names that an earlier run gave, then every one that nobody else has; only then the numbered ones,
    # which must keep clear of those
    fresh, late = [], []
    for slot in sorted(_slots(naming, folder, owners), key=lambda slot: slot.order):
        known = naming.known_stem(slot, place)
        if known and pool.take(known, *slot.suffixes):
            _settle(naming, slot, place, known, owned)
        else:
            fresh.append(slot)
    for slot in fresh:
        if pool.take(slot.stem, *slot.suffixes):
            _settle(naming, slot, place, slot.stem, owned)
        else:
            late.append(slot)
    for slot in late:
        _settle(naming, slot, place, pool.claim(slot.stem, *slot.suffixes), owned)
    _name_attachments(naming, place, folder.attachments)


def _settle(naming: _Naming, slot: _Slot, place: str, stem: str, owned: Mapping[str, list[str]]) -> None:
    home = join_path(place, stem)
    if isinstance(slot.item, str):
        naming.places[slot.item] = home
        return
    subs = owned.get(slot.item.path, [])
    for sub in subs:
        naming.places[sub] = home
    if isinstance(slot.item, Database):
        _settle_database(naming, slot.item, home)
    elif isinstance(slot.item, View):
        naming.outputs[slot.item.path] = OutputPath(home + ".csv")
    elif subs and naming.options.folder_notes and slot.item.database is None:
        naming.outputs[slot.item.path] = OutputPath(join_path(home, naming.pool(home).claim(stem, ".md") + ".md"))
    else:
        naming.outputs[slot.item.path] = OutputPath(home + ".md")


def _settle_database(naming: _Naming, database: Database, home: str) -> None:
    naming.homes[database.path] = OutputPath(home)
    naming.pool(home).take(home.rpartition("/")[2], ".base")
    own = [file for file in database.files if file == database.path or file == database.files[0]]
    for file in own:
        tail = "_all.csv" if file.endswith("_all.csv") and len(own) > 1 else ".csv"
        naming.outputs[file] = OutputPath(home + tail)


def _name_attachments(naming: _Naming, place: str, attachments: Iterable[Attachment]) -> None:
    pool, late = naming.pool(place), []
    for item in attachments:
        _, stem, suffix = split_name(item.name or decode_path(item.path.rpartition("/")[2]))
        title, notion_id = split_id(stem.removesuffix("_all")) if suffix.lower() == ".csv" else (stem, None)
        # a database's CSV that cannot be read, is empty, or may be a view of several
        stem = title or "Untitled" if notion_id else stem
        suffix = safe_name("x" + suffix)[1:] if suffix else ""
        stem = naming.name(stem, suffix)
        known = naming.known.stem(item.path, place, stem, suffix)
        if pool.take(known or stem, suffix):
            naming.outputs[item.path] = OutputPath(join_path(place, (known or stem) + suffix))
        else:
            late.append((item, stem, suffix))
    for item, stem, suffix in late:
        naming.outputs[item.path] = OutputPath(join_path(place, pool.claim(stem, suffix) + suffix))


def _long(notes: Iterable[Note]) -> Iterator[Issue]:
    for note in notes:
        length = len(note.output.encode("utf-16-le")) // 2
        if length > LONGEST_PATH:
            yield Issue(Code.LONG_PATH, note.path, 0, f"{note.output!r} has {length} characters")
