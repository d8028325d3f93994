"""The check of each page while it is written: one whose note would not say what it says is copied as it is."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from exportconv.codes import Code
from exportconv.model import Content, Note
from exportconv.report import Issue
from exportconv.verification.run import job_of
from exportconv.verification.texts import TOO_DEEP, Job, compare_page
from exportconv.verification.trees import is_text
from exportconv.workers import in_order
from exportconv.writers.filetree import FileTree, NoteContent, TreeFile

__all__ = ["PageCheck", "checked", "printed"]


@dataclass(slots=True)
class PageCheck:
    """What the notes of one tree are compared with, and which of them failed."""

    job: Job
    """What is converted to what."""
    pages: Mapping[str, Content]
    """The files of the source."""
    failed: dict[str, Issue]
    """Path of a page in the source → why it is copied as it is."""

    def bytes_of(self, path: str, output: str, note: bytes) -> bytes:
        """The bytes to write: those of the note or, where they do not say what its page says, those of the page."""
        page = self.pages[path].read()
        try:
            wrong = compare_page(self.job, path, page, output, note)
        except RecursionError:
            return self.copy_of(path, f"it {TOO_DEEP}")
        return note if wrong is None else self.copy_of(path, f"its note would differ: {wrong.message}")

    def copy_of(self, path: str, reason: str) -> bytes:
        """The bytes of a page that is copied as it is."""
        self.failed[path] = Issue(Code.UNSURE_PAGE, path, 0, f"is copied as it is, for {reason}; please report this")
        return self.pages[path].read()


@dataclass(frozen=True, slots=True)
class _CheckedContent(NoteContent):
    """A note's bytes, compared with its page whenever they are read."""

    check: PageCheck
    path: str
    output: str

    def read(self) -> bytes:
        """All bytes."""
        try:
            note = self.text_of(self.note).encode()
        except ValueError as error:
            # a page in which links overlap, or anything else that nobody has thought of: all others are written
            return self.check.copy_of(self.path, f"its note cannot be written ({error})")
        return self.check.bytes_of(self.path, self.output, note)


def checked(tree: FileTree, pages: Mapping[str, Content]) -> tuple[FileTree, PageCheck]:
    """A tree whose notes are compared with their pages as they are read; `pages` are the files of the source."""
    check = PageCheck(job_of(tree.kind, tree.settings), pages, {})
    return replace(tree, files=tuple(_checked(file, check) for file in tree.files)), check


def printed(tree: FileTree, check: PageCheck, jobs: int) -> Generator[bytes | None, None, None]:
    """The bytes of each file of a tree that is a note, compared with its page; None for any other.

    They are made ahead in so many processes; to be closed by the caller.
    """

    def read(file: TreeFile) -> tuple[bytes | None, Issue | None]:
        data = file.content.read() if isinstance(file.content, NoteContent) else None
        return data, check.failed.get(file.source)

    with closing(in_order(read, tree.files, jobs)) as found:
        for file, (data, failed) in zip(tree.files, found, strict=True):
            if failed:
                check.failed[file.source] = failed
            yield data


def _checked(file: TreeFile, check: PageCheck) -> TreeFile:
    content = file.content
    is_page = file.source in check.pages and is_text(file.source) and bool(file.source_digest)
    if not is_page or not isinstance(content, NoteContent):
        return file
    note: Note = content.note
    return replace(file, content=_CheckedContent(note, content.text_of, check, file.source, file.path))
