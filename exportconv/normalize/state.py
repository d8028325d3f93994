"""A repository while it is being mended: nothing of it is on disk before all is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from exportconv.model import Content, evolve
from exportconv.model.contents import Bytes
from exportconv.normalize.findings import Finding
from exportconv.normalize.repository import Repository, text_of, with_folders
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, fold, join_path, parent_of, parents_of
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.transforms.ignore_patterns import ignore_files

__all__ = ["Change", "State"]

_LONGEST_NAME = 255
"""In bytes; more no usual file system takes."""


class Change(NamedTuple):
    """A file that is to change."""

    path: str
    """Its path before."""
    new_path: str
    """Its path afterwards, mostly the same."""
    before: bytes | None
    """Its bytes before; None where they stay."""
    after: bytes | None
    """Its bytes afterwards; None where they stay."""


class State:
    """All files as they are to be."""

    def __init__(self, files: Mapping[SourcePath, Content]) -> None:
        """`files` by path, as they stand on disk."""
        self.files = dict(files)
        self._before = files
        self._origins = {path: path for path in files}
        self._folders: dict[str, str] = {}
        """Folders with new names → their paths on disk."""
        self.refused: dict[tuple[str, str], str] = {}
        """Path on disk and new name of what cannot have that name → why."""

    def origin(self, path: str) -> str:
        """The path on disk of a file, or of a folder, that may have a new one."""
        return self._origins.get(SourcePath(path)) or self._folders.get(path, path)

    def changes(self) -> list[Change]:
        """What is to change on disk, by path."""
        found = []
        for path, origin in self._origins.items():
            content, before = self.files[path], self._before[origin]
            if path != origin or content is not before:
                old, new = (before.read(), content.read()) if content is not before else (None, None)
                found.append(Change(origin, path, old, new))
        return sorted(found, key=lambda change: change.path)

    def mend(self, repository: Repository, findings: Iterable[Finding]) -> list[Finding]:
        """Does what findings ask for, texts before names, and gives those that it did; others may come again."""
        found = list(findings)
        if not found:
            return []
        edited = [item for item in found if item.edit is not None]
        return self._edit(repository, edited) if edited else self._rename(repository, found)

    def _edit(self, repository: Repository, findings: list[Finding]) -> list[Finding]:
        done: list[Finding] = []
        by_path: dict[str, list[tuple[Edit, Finding]]] = {}
        for item in findings:
            if item.edit is not None:
                by_path.setdefault(item.path, []).append((item.edit, item))
        for path, edits in by_path.items():
            chosen: list[Edit] = []
            at = -1
            for edit, item in sorted(edits, key=lambda pair: pair[0]):
                if edit.span.start >= at and (not chosen or edit != chosen[-1]):
                    chosen.append(edit)
                    done.append(item)
                    at = max(edit.span.end, at)
            text = apply_edits(text_of(repository.notes[path]), chosen)
            self.files[SourcePath(path)] = Bytes(text.encode())
        return done

    def _rename(self, repository: Repository, findings: list[Finding]) -> list[Finding]:
        # most runs find no name that is wrong, and start sooner without this
        from exportconv.writers.kept_notes import render_kept

        done = self._possible(findings)
        names = {item.path: item.name or "" for item in done}
        vault = repository.vault
        moved = {path: _moved(path, names) for path in self.files}
        vault = evolve(
            vault,
            notes=tuple(evolve(note, output=moved[note.path]) for note in vault.notes),
            attachments=tuple(evolve(item, output=moved[item.path]) for item in vault.attachments),
        )
        files: dict[SourcePath, Content] = {}
        for file in render_kept(vault, Options(source_format="obsidian")):
            old = self.files[file.source]
            data = file.content.read() if file.content is not old else b""
            is_new = file.content is not old and data != old.read()
            files[SourcePath(file.path)] = Bytes(data) if is_new else old
        self._origins = {SourcePath(moved[path]): origin for path, origin in self._origins.items()}
        pairs = (zip(parents_of(path), parents_of(origin), strict=True) for path, origin in self._origins.items())
        self._folders = {folder: before for places in pairs for folder, before in places}
        self.files = files
        return done

    def _possible(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings whose new names no other file or folder has, nor one that differs in case or form only.

        Neither may a disk refuse the name, nor git stop to ignore what it ignores.
        """
        taken = Counter(map(fold, with_folders(self.files)))
        done: dict[str, Finding] = {}
        for item in findings:
            if not item.name or item.path in done:
                continue
            old, new = fold(item.path), fold(join_path(parent_of(item.path), item.name))
            if len(item.name.encode()) > _LONGEST_NAME:
                self._refuse(item, f"the name would be longer than {_LONGEST_NAME} bytes")
            elif taken[new] != (old == new):
                self._refuse(item, f"another file has or wants the name {item.name!r}")
            else:
                taken[new] += old != new
                done[item.path] = item
        for path, now in self._otherwise_ignored({path: item.name or "" for path, item in done.items()}):
            for place in (path, *parents_of(path)):
                if place in done:
                    reason = f"a .gitignore {'does not speak' if now else 'speaks'} of {path!r} under the new one"
                    self._refuse(done.pop(place), reason)
        for item in done.values():
            self.refused.pop((self.origin(item.path), item.name or ""), None)
        return list(done.values())

    def _refuse(self, finding: Finding, reason: str) -> None:
        self.refused[self.origin(finding.path), finding.name or ""] = reason

    def _otherwise_ignored(self, names: Mapping[str, str]) -> Iterator[tuple[SourcePath, bool]]:
        """Files that git ignores and would not with the new names, or would and does not; and whether it does now."""
        lists = [(path, content) for path, content in self.files.items() if path.rpartition("/")[2] == ".gitignore"]
        if not lists or not names:
            return
        now = ignore_files(lists, form=str)
        then = ignore_files(((_moved(path, names), content) for path, content in lists), form=str)
        for path in self.files:
            is_ignored = now.ignores(path)
            if is_ignored != then.ignores(_moved(path, names)):
                yield path, is_ignored


def _moved(path: SourcePath, names: Mapping[str, str]) -> OutputPath:
    """A path with the new names of its file and folders."""
    steps, at = [], ""
    for step in path.split("/"):
        at = f"{at}/{step}" if at else step
        steps.append(names.get(at, step))
    return OutputPath("/".join(steps))
