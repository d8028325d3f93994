"""A repository while it is being mended: nothing of it is on disk before all is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from exportconv.model import Content, evolve
from exportconv.normalize.contents import Bytes
from exportconv.normalize.findings import Finding
from exportconv.normalize.repository import Repository, text_of, with_folders
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, fold, join_path, parent_of, parents_of
from exportconv.syntax.edits import Edit, apply_edits

__all__ = ["Change", "State"]


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

        done = _free_of_clashes(self.files, findings)
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


def _free_of_clashes(paths: Iterable[SourcePath], findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose new names no other file or folder has, nor one that differs in case or Unicode form only."""
    taken = Counter(map(fold, with_folders(paths)))
    done: dict[str, Finding] = {}
    for item in findings:
        if item.name and item.path not in done:
            old, new = fold(item.path), fold(join_path(parent_of(item.path), item.name))
            if taken[new] == (old == new):
                taken[new] += old != new
                done[item.path] = item
    return list(done.values())


def _moved(path: SourcePath, names: Mapping[str, str]) -> OutputPath:
    """A path with the new names of its file and folders."""
    steps, at = [], ""
    for step in path.split("/"):
        at = f"{at}/{step}" if at else step
        steps.append(names.get(at, step))
    return OutputPath("/".join(steps))
