"""What a writer makes: output paths with their bytes, or with a handle to copy from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from exportconv.digests import digest_of
from exportconv.model import Attachment, Content, Note, SourceKind, Vault
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, is_hidden
from exportconv.writers.manifest import Merged, Record, Run, combined_digest, content_digest, left_out_mark

__all__ = ["FileTree", "MadeContent", "NoteContent", "TreeFile", "tree_of"]


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
class MadeContent:
    """Bytes that no file of the source has: of a base, a table, or a setting."""

    text_of: Callable[[], str]
    """Makes the text; pure, as a note's."""

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.read())

    def open(self) -> BinaryIO:
        """A stream of the bytes."""
        return BytesIO(self.read())

    def read(self) -> bytes:
        """All bytes."""
        return self.text_of().encode()


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
    """BLAKE2b of the source file; None for a copy, whose digest is its own, `""` for a file that is made."""
    merges: bool = False
    """Whether it holds all of a file that may stand there, and takes its place."""
    modified: int | None = None
    """The time it is to have, in nanoseconds since 1970; None for the time of writing."""


_NOTHING = Vault()


@dataclass(frozen=True, slots=True)
class FileTree:
    """The files of a destination, none of them written yet."""

    files: tuple[TreeFile, ...]
    """By output path."""
    settings: dict[str, object]
    """The options that shaped them."""
    kind: SourceKind = SourceKind.NOTION
    """What they were made from."""
    merged: tuple[tuple[SourcePath, str | Content], ...] = ()
    """Source files, or their digests, that are none of these: they went into others, as CSV files, or were left out."""
    left_out: frozenset[SourcePath] = frozenset()
    """Which of those were left out."""
    modified: int | None = None
    """The time of what has none of its own, in nanoseconds since 1970; None for the time of writing."""
    vault: Vault = field(default=_NOTHING, repr=False, compare=False)
    """What they were made from, named and placed."""

    def __iter__(self) -> Iterator[TreeFile]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def notes(self) -> int:
        """How many of the files are notes."""
        return sum(file.path.endswith(".md") for file in self.files)

    def run(
        self,
        records: tuple[Record, ...],
        *,
        digest: str = "",
        gone: tuple[Record, ...] = (),
        beside: tuple[Record, ...] = (),
    ) -> Run:
        """What the manifest says of a run that has these records of the files.

        digest: of all that was read, where it is known.
        """
        others = sorted((path, content_digest(found)) for path, found in self.merged)
        written = ((record.source, record.source_digest) for record in records if record.source_digest)
        digest = digest or combined_digest([*written, *others])
        merged = tuple(Merged(path, found) for path, found in others if path not in self.left_out)
        marks = sorted(left_out_mark(path, found) for path, found in others if path in self.left_out)
        return Run(digest, self.settings, records, str(self.kind), merged, tuple(marks), gone, beside)

    def sources(self) -> Iterator[tuple[SourcePath, str | Content]]:
        """Every source file with its digest or, where that is not known, its bytes."""
        for file in self.files:
            if file.source_digest != "":
                yield file.source, file.source_digest or file.content
        yield from self.merged


def tree_of(
    vault: Vault,
    options: Options,
    text_of: Callable[[Note], str],
    *,
    made: Iterable[TreeFile] = (),
    merged: AbstractSet[SourcePath] = frozenset(),
    edited: Mapping[SourcePath, str] | None = None,
) -> FileTree:
    """The tree of a vault whose notes print as `text_of` says.

    made: files that stand for something else. merged: attachments that are not copied, for notes or such files
    hold all they say; every other one is copied. edited: texts that take the place of an attachment's own.
    """
    keeps_time = options.preserve_mtime
    usual = None if options.mtime is None else options.mtime * 10**9
    texts = edited or {}
    files = [
        _copy_of(item, texts.get(item.path), item.modified if keeps_time else None)
        for item in vault.attachments
        if item.path not in merged
    ]
    for note in vault.notes:
        content = note.verbatim or NoteContent(note, text_of)
        digest = note.digest if note.verbatim is None else None
        files.append(TreeFile(note.output, content, note.path, digest, modified=note.modified if keeps_time else None))
    files += made
    if usual is not None:
        files = [replace(file, modified=usual) if file.modified is None else file for file in files]
    files.sort(key=lambda file: file.path)
    gone: list[tuple[SourcePath, str | Content]] = [
        (item.path, item.content) for item in vault.attachments if item.path in merged
    ]
    gone += [(item.path, item.content) for item in vault.superseded]
    hidden = frozenset(path for path in merged if is_hidden(path))
    return FileTree(tuple(files), options.settled(), vault.kind, tuple(gone), hidden, usual, vault)


def _copy_of(item: Attachment, text: str | None, time: int | None) -> TreeFile:
    """An attachment as it is, or with another text."""
    if text is None:
        return TreeFile(item.output, item.content, item.path, None, modified=time)
    digest = digest_of(item.content.read())
    return TreeFile(item.output, MadeContent(lambda: text), item.path, digest, modified=time)
