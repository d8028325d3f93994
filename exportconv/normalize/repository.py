"""A repository of notes as the rules see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from exportconv.model import Attachment, Content, Link, Note, SourceKind, Span, Vault, evolve
from exportconv.options import Track, no_track
from exportconv.paths import SourcePath, is_hidden, parents_of
from exportconv.readers.obsidian import FileReader, read_files
from exportconv.readers.source import Entry, Source
from exportconv.transforms.resolve_vault_links import resolve_vault_links
from exportconv.vault_paths import VaultPaths

__all__ = ["PlacedLink", "Repository", "read_repository", "text_of", "with_folders"]


class PlacedLink(NamedTuple):
    """A link, the note that it stands in, and where."""

    note: Note
    """The note."""
    link: Link
    """The link; its own spans count from the frontmatter, or from the body."""
    shift: int
    """Where that part begins in the whole text."""

    @property
    def target(self) -> Span:
        """Where its target stands in the whole text."""
        return Span(self.link.target_span.start + self.shift, self.link.target_span.end + self.shift)


@dataclass(frozen=True)
class Repository:
    """All files of a repository, its notes read and their links resolved."""

    vault: Vault
    """Notes and attachments by path; hidden files and nested vaults are attachments apart."""
    skipped: AbstractSet[str] = frozenset()
    """Files in which nothing is looked for; links lead to them all the same, and theirs follow what is renamed."""

    @cached_property
    def notes(self) -> Mapping[str, Note]:
        """The notes by path."""
        return {note.path: note for note in self.vault.notes}

    @cached_property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that are no notes, without hidden ones, nested vaults and what is skipped."""
        items = self.vault.attachments
        return tuple(item for item in items if not item.is_apart and item.path not in self.skipped)

    @cached_property
    def links(self) -> tuple[PlacedLink, ...]:
        """The links of all notes, of each those in its frontmatter first."""
        found = []
        for note in self.vault.notes:
            found += [PlacedLink(note, link, 0) for link in note.head_links]
            shift = len(note.frontmatter or "")
            found += [PlacedLink(note, link, shift) for link in note.links]
        return tuple(found)

    @cached_property
    def paths(self) -> VaultPaths:
        """Finds the file that a link names."""
        items = self.vault.attachments
        others = [item.path for item in items if not item.is_apart]
        return VaultPaths([*self.notes, *others])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Paths of all notes, attachments and their folders, in order; what is apart is not among them."""
        notes = (note.path for note in self.vault.notes if note.path not in self.skipped)
        return tuple(sorted(with_folders([*notes, *(item.path for item in self.attachments)])))


def with_folders(paths: Iterable[str]) -> set[str]:
    """The paths of files and of all folders that they lie in."""
    return {place for path in paths for place in (path, *parents_of(path))}


def text_of(note: Note) -> str:
    """The whole text of a note; spans of links in its body begin behind its frontmatter."""
    return (note.frontmatter or "") + note.body


def read_repository(
    files: Mapping[SourcePath, Content],
    *,
    skipped: AbstractSet[str] = frozenset(),
    ignored: AbstractSet[str] = frozenset(),
    reader: FileReader | None = None,
    track: Track = no_track,
) -> Repository:
    """The repository that some files are, which come by path; of those that are ignored only the names are known.

    reader: what has read some of them before.
    """
    entries = tuple(Entry(path, content) for path, content in files.items() if path not in ignored)
    vault = read_files(Source(entries, ()), track, SourceKind.OBSIDIAN, reader)
    others = tuple(
        Attachment(path=path, content=files[path], is_apart=is_hidden(path)) for path in files if path in ignored
    )
    vault = evolve(vault, attachments=(*vault.attachments, *others))
    return Repository(resolve_vault_links(vault), skipped | ignored)
