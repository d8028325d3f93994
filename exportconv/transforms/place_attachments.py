"""Put attachments where the options want them."""

from __future__ import annotations

from collections.abc import Mapping

from exportconv.model import Attachment, Note, Vault, evolve
from exportconv.options import Options
from exportconv.paths import NamePool, OutputPath, SourcePath, fold, join_path, parent_of, split_name
from exportconv.transforms.known_names import KnownNames
from exportconv.transforms.name_notes import taken_names

__all__ = ["place_attachments"]


def place_attachments(vault: Vault, options: Options) -> Vault:
    """The vault with attachments beside their note, in a folder for each note, or in one folder.

    An attachment belongs to the page whose folder it lies in, else to the first note that links to it; one
    that belongs to no note keeps its place, and so do the CSV files of databases, canvases and bases, and what
    is hidden in a vault. `keep` changes nothing.
    """
    if options.attachments in (None, "keep"):
        return vault
    homes = _homes(vault, options)
    fixed = [note.output for note in vault.notes]
    fixed += [item.output for item in vault.attachments if item.path not in homes]
    taken = taken_names(options, fixed)
    pools = {home: NamePool(taken.get(fold(home), ())) for home in set(homes.values())}
    known = KnownNames(options, vault.files())
    places: dict[SourcePath, OutputPath] = {}
    late = []
    # of equal names, the one nearest to the root keeps its own, but for those that an earlier run gave
    for item in sorted(vault.attachments, key=lambda item: (item.path.count("/"), item.path)):
        home = homes.get(item.path)
        if home is None:
            continue
        _, stem, suffix = split_name(item.output)
        given = known.stem(item.path, home, stem, suffix)
        if given and pools[home].take(given, suffix):
            places[item.path] = OutputPath(join_path(home, given + suffix))
        else:
            late.append((item.path, home, stem, suffix))
    for path, home, stem, suffix in late:
        places[path] = OutputPath(join_path(home, pools[home].claim(stem, suffix) + suffix))
    attachments = tuple(
        evolve(item, output=places[item.path]) if item.path in places else item for item in vault.attachments
    )
    return evolve(vault, attachments=attachments)


def _homes(vault: Vault, options: Options) -> Mapping[SourcePath, str]:
    """Attachment → the folder it goes to, for all that belong to a note."""
    notes = {note.path: note for note in vault.notes}
    linking: dict[SourcePath, Note] = {}
    for note in vault.notes:
        for link in note.all_links():
            if link.target:
                linking.setdefault(link.target, note)
    files = vault.table_files()
    homes = {}
    for item in vault.attachments:
        owner = _owner(item, vault.folders or {}, notes) or linking.get(item.path)
        if item.path not in files and not _is_fixed(item) and (owner or options.attachments == "folder"):
            homes[item.path] = _home(owner, options)
    return homes


def _is_fixed(item: Attachment) -> bool:
    """Whether a file is the user's own work or a setting, and not something that a note shows."""
    return item.is_apart or item.path.endswith((".canvas", ".base"))


def _owner(item: Attachment, folders: Mapping[str, SourcePath], notes: Mapping[SourcePath, Note]) -> Note | None:
    folder = parent_of(item.path)
    while folder:
        owner = folders.get(folder)
        if owner and owner in notes:
            return notes[owner]
        folder = parent_of(folder)
    return None


def _home(owner: Note | None, options: Options) -> str:
    beside = parent_of(owner.output) if owner else ""
    if options.attachments == "beside":
        return beside
    if options.attachments == "note" and owner:
        stem = split_name(owner.output)[1]
        return beside if beside.rpartition("/")[2] == stem else join_path(beside, stem)
    folder = options.attachment_folder.strip("/")
    return join_path(beside, folder[2:]) if folder.startswith("./") else folder
