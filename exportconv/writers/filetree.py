"""What a writer makes: output paths with their bytes, or with a handle to copy from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from exportconv.model import Content, Note, Vault
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath

__all__ = ["FileTree", "NoteContent", "TreeFile", "tree_of"]


@dataclass(frozen=True, slots=True)
class NoteContent:
    """A note's bytes; printing them is pure, so they need not be kept."""

    note: Note
    """Which note."""
    text_of: Callable[[Note], str]
    """How the target prints it."""

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.read())

    def open(self) -> BinaryIO:
        """A stream of the bytes."""
        return BytesIO(self.read())

    def read(self) -> bytes:
        """All bytes."""
        return self.text_of(self.note).encode()


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file to write."""

    path: OutputPath
    """Where, below the destination."""
    content: Content = field(repr=False)
    """What: a note's text, printed when it is asked for, or the source's own file."""
    source: SourcePath
    """Where it comes from."""
    source_digest: str | None
    """BLAKE2b of the source file; None for a copy, whose digest is its own."""


@dataclass(frozen=True, slots=True)
class FileTree:
    """The files of a destination, none of them written yet."""

    files: tuple[TreeFile, ...]
    """By output path."""
    settings: dict[str, object]
    """The options that shaped them."""

    def __iter__(self) -> Iterator[TreeFile]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def notes(self) -> int:
        """How many of the files are notes."""
        return sum(file.path.endswith(".md") for file in self.files)


def tree_of(vault: Vault, options: Options, text_of: Callable[[Note], str]) -> FileTree:
    """The tree of a vault whose notes print as `text_of` says; all else is copied."""
    files = [TreeFile(item.output, item.content, item.path, None) for item in vault.attachments]
    for note in vault.notes:
        if note.verbatim is not None:
            files.append(TreeFile(note.output, note.verbatim, note.path, None))
        else:
            files.append(TreeFile(note.output, NoteContent(note, text_of), note.path, note.digest))
    files.sort(key=lambda file: file.path)
    return FileTree(tuple(files), options.settled())
