"""Give the files of a vault, or of a folder of Markdown files, their names in the output: those that they have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from exportconv.model import Attachment, SourceKind, Vault, evolve
from exportconv.options import Options
from exportconv.paths import (
    NamePool,
    OutputPath,
    SourcePath,
    fold,
    join_path,
    nfc,
    parent_of,
    parents_of,
    safe_name,
    split_name,
)
from exportconv.transforms.known_names import KnownNames

__all__ = ["ascii_slug", "keep_names"]

_SETTINGS = ".obsidian/"
_Change: TypeAlias = "Callable[[str, str], str]"


def ascii_slug(text: str) -> str:
    """A text in lower-case ASCII with dashes, as a name in addresses; never empty (`untitled`)."""
    from unidecode import unidecode

    return re.sub(r"[^A-Za-z0-9._]+", "-", unidecode(text)).strip("-").lower() or "untitled"


@dataclass(slots=True)
class _Names:
    """The names given so far."""

    change: _Change | None
    """What becomes of each name and its suffix; None where names stay."""
    taken: Mapping[str, list[str]]
    """Key of a folder → the names in it, in the destination and of folders."""
    glue: str = " "
    """What stands between a name and its number."""
    pools: dict[str, NamePool] = field(default_factory=dict)
    outputs: dict[SourcePath, OutputPath] = field(default_factory=dict)

    def pool(self, folder: str) -> NamePool:
        """The names of an output folder."""
        key = fold(folder)
        if key not in self.pools:
            self.pools[key] = NamePool(self.taken.get(key, ()), glue=self.glue)
        return self.pools[key]

    def name(self, stem: str, suffix: str = "") -> str:
        """What becomes of a name."""
        return self.change(stem, suffix) if self.change else stem

    def folder(self, folder: str) -> str:
        """Where a folder of the source goes."""
        return "/".join(self.name(step) for step in folder.split("/")) if self.change and folder else folder


def keep_names(vault: Vault, options: Options, taken: Mapping[str, list[str]]) -> Vault:
    """The vault with an output path for all that is in it: its own path, but for what options or the target change.

    A note whose title is not its name any more is renamed; slugs, folder notes and names that Obsidian cannot link
    to are new names, too. In plain Markdown names are NFC. What then has the name of another file gets a number.
    A vault that files are added to keeps its own settings, and gets none beside them.
    """
    if any(path.startswith(_SETTINGS) for path in options.reserved):
        others = (item for item in vault.attachments if not item.path.startswith(_SETTINGS))
        vault = evolve(vault, attachments=tuple(others))
    names = _Names(_change(vault, options), taken, "-" if options.ascii_names else " ")
    wanted = dict(_wanted(vault, options, names))
    if names.change or taken:
        folders = {parent for path in wanted.values() for parent in parents_of(path)}
        names.taken = _with_folders(taken, folders)
    known = KnownNames(options, wanted)
    late = []
    for path, output in wanted.items():
        folder, stem, suffix = split_name(output)
        stem = known.stem(path, folder, stem, suffix) or stem
        # two names that differ in case alone are the user's own
        if names.pool(folder).take(stem, suffix) or (output == path and not taken):
            names.outputs[path] = OutputPath(join_path(folder, stem + suffix))
        else:
            late.append((path, folder, stem, suffix))
    for path, folder, stem, suffix in late:
        free = names.pool(folder).claim(stem, suffix) + suffix
        names.outputs[path] = OutputPath(join_path(folder, free))
    notes = tuple(evolve(note, output=names.outputs[note.path]) for note in vault.notes)
    attachments = tuple(evolve(item, output=names.outputs[item.path]) for item in vault.attachments)
    return evolve(vault, notes=notes, attachments=attachments)


def _change(vault: Vault, options: Options) -> _Change | None:
    if options.ascii_names:
        return lambda stem, suffix: safe_name(ascii_slug(stem), suffix)
    if options.to == "markdown":
        return lambda stem, _: nfc(stem)
    return None if vault.kind is SourceKind.OBSIDIAN else safe_name


def _wanted(vault: Vault, options: Options, names: _Names) -> Iterable[tuple[SourcePath, str]]:
    """Path of every file with the one that it wants; those that keep theirs first."""
    folders = _folders(vault) if options.folder_notes else set()
    pairs = []
    for note in vault.notes:
        folder, stem, suffix = split_name(note.path)
        given = note.title if options.ascii_names or note.title == stem else safe_name(note.title, suffix)
        place = join_path(folder, stem)
        place = names.folder(place if place in folders else folder)
        pairs.append((note.path, join_path(place, names.name(given, suffix) + suffix)))
    pairs += [(item.path, _attachment_path(item, names)) for item in vault.attachments]
    return sorted(pairs, key=lambda pair: (pair[0] != pair[1], pair))


def _folders(vault: Vault) -> set[str]:
    folders = {parent_of(note.path) for note in vault.notes}
    return folders | {parent_of(item.path) for item in vault.attachments}


def _attachment_path(item: Attachment, names: _Names) -> str:
    if item.is_apart:
        return item.path
    folder, stem, suffix = split_name(item.path)
    return join_path(names.folder(folder), names.name(stem, suffix) + suffix)


def _with_folders(taken: Mapping[str, list[str]], folders: Iterable[str]) -> Mapping[str, list[str]]:
    names = {folder: list(found) for folder, found in taken.items()}
    for folder in sorted(folders):
        parent, _, name = folder.rpartition("/")
        names.setdefault(fold(parent), []).append(name)
    return names
