"""An Obsidian vault, or a folder of Markdown files, as a vault: every file at its place, every byte as it is.

Facts: a vault is a folder of plain files, mostly with `.obsidian/` in it. What lies in folders or files with a dot
before their names is no part of it, and neither is a folder that is a vault of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exportconv.codes import Code
from exportconv.errors import SourceError
from exportconv.model import Attachment, Content, Link, Note, SourceKind, Vault, evolve
from exportconv.notion_names import id_of_path
from exportconv.options import Track
from exportconv.paths import SourcePath, is_hidden, parents_of, split_name
from exportconv.readers.linked_files import links_of_file
from exportconv.readers.source import Entry, Source
from exportconv.readers.vault_notes import read_vault_note
from exportconv.report import Issue

__all__ = ["FileReader", "is_obsidian_vault", "read_files", "read_markdown", "read_obsidian"]

_SETTINGS = ".obsidian"
_LOOKED_AT = 50
"""So many notes of a folder without settings are looked into for wikilinks."""


def is_obsidian_vault(source: Source) -> bool:
    """Whether a source has Obsidian's settings, or wikilinks in its notes and few names with Notion ids.

    An export that was unpacked in a vault, or opened as one, has both: it is a vault until somebody says otherwise.
    """
    notes = [entry for entry in source.entries if _is_note(entry.path)]
    if notes and any(entry.path.startswith(_SETTINGS + "/") for entry in source.entries):
        return True
    if 2 * sum(id_of_path(entry.path) is not None for entry in notes) >= len(notes):
        return False
    return any(b"[[" in entry.content.read() for entry in notes[:_LOOKED_AT])


def read_obsidian(source: Source, track: Track, jobs: int = 1) -> Vault:  # noqa: ARG001  # most of it is done later
    """The vault that a folder or zip is; nothing is resolved yet. Raises SourceError when there is no note in it."""
    return _read(source, track, SourceKind.OBSIDIAN)


def read_markdown(source: Source, track: Track, jobs: int = 1) -> Vault:  # noqa: ARG001  # as above
    """A folder of Markdown files as a vault; nothing is resolved yet. Raises SourceError when there is none in it."""
    return _read(source, track, SourceKind.MARKDOWN)


def _read(source: Source, track: Track, kind: SourceKind) -> Vault:
    vault = read_files(source, track, kind)
    if not vault.notes:
        raise SourceError("there is no Markdown file in the source")
    return vault


class FileReader:
    """Reads the files of a vault one by one; one that comes again, perhaps under another name, is not read again."""

    def __init__(self, kind: SourceKind) -> None:
        """`kind` says whether `[[…]]` is a link."""
        self._wikilinks = kind is SourceKind.OBSIDIAN
        self._notes: dict[Content, Note] = {}
        self._links: dict[tuple[Content, str], tuple[Link, ...]] = {}

    def note(self, entry: Entry, issues: list[Issue]) -> Note:
        """A file as a note; what is noticed is added to the issues."""
        known = self._notes.get(entry.content)
        if known is not None:
            return evolve(known, path=entry.path, title=split_name(entry.path)[1])
        note = read_vault_note(entry, issues, wikilinks=self._wikilinks)
        if note.verbatim is None:
            self._notes[entry.content] = note
        return note

    def attachment(self, entry: Entry, *, is_apart: bool) -> Attachment:
        """Any other file."""
        links = () if is_apart else self._links_of(entry)
        return Attachment(
            path=entry.path, content=entry.content, links=links, is_apart=is_apart, modified=entry.modified
        )

    def _links_of(self, entry: Entry) -> tuple[Link, ...]:
        kind = (entry.content, split_name(entry.path)[2])
        if kind not in self._links:
            self._links[kind] = links_of_file(entry, wikilinks=self._wikilinks)
        return self._links[kind]


def read_files(source: Source, track: Track, kind: SourceKind, reader: FileReader | None = None) -> Vault:
    """The same for a folder that may have no note in it; `reader` may know files of it already."""
    reader = reader or FileReader(kind)
    issues = list(source.issues)
    nested = frozenset(_nested_vaults(source.entries))
    message = "is a vault of its own and is copied as it is; convert it by itself"
    issues += [Issue(Code.NESTED_VAULT, folder, 0, message) for folder in sorted(nested)]
    notes: list[Note] = []
    attachments: list[Attachment] = []
    for entry in track(source.entries, len(source.entries), "reading"):
        is_apart = is_hidden(entry.path) or (bool(nested) and not nested.isdisjoint(parents_of(entry.path)))
        if _is_note(entry.path) and not is_apart:
            notes.append(reader.note(entry, issues))
        else:
            attachments.append(reader.attachment(entry, is_apart=is_apart))
    return Vault(
        kind=kind, notes=tuple(notes), attachments=tuple(attachments), folders=_owners(notes), issues=tuple(issues)
    )


def _is_note(path: str) -> bool:
    return path[-3:].lower() == ".md"


def _nested_vaults(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        folder, settings, _ = entry.path.partition(f"/{_SETTINGS}/")
        if settings and not is_hidden(folder):
            yield folder


def _owners(notes: Iterable[Note]) -> Mapping[str, SourcePath]:
    """Folder → the note beside it that has its name; what is in the folder belongs to that note."""
    return {note.path[:-3]: note.path for note in notes}
