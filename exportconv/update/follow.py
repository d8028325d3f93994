"""The user's own notes, and those that the user has edited, keep their links to files that get another name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exportconv.digests import digest_of
from exportconv.model import Attachment, Note, SourceKind, Vault, evolve
from exportconv.options import Options, Track
from exportconv.paths import OutputPath
from exportconv.readers.obsidian import read_files
from exportconv.readers.source import open_plain
from exportconv.transforms.resolve_links import resolve_links
from exportconv.update.plan import Update
from exportconv.writers.apply_changes import NewContent
from exportconv.writers.filetree import MadeContent, NoteContent
from exportconv.writers.kept_notes import render_kept

__all__ = ["links_that_follow"]


def links_that_follow(folder: Path, update: Update, track: Track) -> Iterator[NewContent]:
    """The notes and canvases in a destination that lead to renamed files, with their links led there.

    Files that get other bytes anyway are not among them. Nothing is read where nothing is renamed.
    """
    if not update.renames:
        return
    settings = update.run.settings
    is_wiki = settings["to"] == "obsidian" or settings["links"] == "wikilink"
    kept = Options(
        to="obsidian" if is_wiki else "markdown", reserved=frozenset(create.path for create in update.creates)
    )
    vault = read_files(open_plain(folder, kept, track), track, SourceKind.OBSIDIAN if is_wiki else SourceKind.MARKDOWN)
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
