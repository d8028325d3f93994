"""The user's own notes, and those that the user has edited, keep their links to files that get another name."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.digests import digest_of
from exportconv.model import Attachment, Note, Vault, evolve
from exportconv.options import Options, Track
from exportconv.paths import OutputPath
from exportconv.readers.source import open_plain
from exportconv.transforms.resolve_links import resolve_links
from exportconv.update.plan import Update
from exportconv.update.standing import are_names_shared, has_wikilinks, read_standing
from exportconv.writers.apply_changes import NewContent
from exportconv.writers.destination import Destination
from exportconv.writers.filetree import MadeContent, NoteContent
from exportconv.writers.kept_notes import render_kept

__all__ = ["links_that_follow"]


def links_that_follow(target: Destination, update: Update, track: Track) -> Iterator[NewContent]:
    """The notes and canvases in a destination whose links would lead elsewhere, with their links led where they did.

    That is so where files are renamed, and where a new one has the name of another. Files that get other bytes anyway
    are not among them. Nothing is read where nothing of it is so.
    """
    folder = target.folder
    if not update.renames and not are_names_shared(target.existing, (create.path for create in update.creates)):
        return
    is_wiki = has_wikilinks(update.run.settings)
    kept = Options(
        to="obsidian" if is_wiki else "markdown", reserved=frozenset(create.path for create in update.creates)
    )
    vault = read_standing(open_plain(folder, kept, track), track, is_wiki=is_wiki)
    vault = _named(resolve_links(vault, kept), update)
    written = {put.path for put in update.puts} | update.removes.keys()
    for file in render_kept(vault, kept):
        place = OutputPath(file.source)
        if place in written or not isinstance(file.content, NoteContent | MadeContent):
            continue
        before, after = (folder / place).read_bytes(), file.content.read()
        if before != after:
            yield NewContent(place, digest_of(before), MadeContent(after.decode))


def _named(vault: Vault, update: Update) -> Vault:
    """The vault with everything where it will be."""

    def place(item: Note | Attachment) -> OutputPath:
        return update.renames.get(item.path) or OutputPath(item.path)

    notes = tuple(evolve(item, output=place(item)) for item in vault.notes if item.path not in update.removes)
    files = tuple(evolve(item, output=place(item)) for item in vault.attachments if item.path not in update.removes)
    return evolve(vault, notes=notes, attachments=files)
