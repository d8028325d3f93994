"""A folder on disk as named files, and what stands in it beside them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from exportconv.disk_names import readable
from exportconv.errors import SourceError
from exportconv.model import Content
from exportconv.options import Track, no_track
from exportconv.paths import SourcePath
from exportconv.unfinished import is_unfinished

__all__ = ["Entry", "FileContent", "Others", "list_folder"]


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file on disk."""

    file: str
    """Where it is."""
    size: int
    """Length in bytes."""
    modified: int | None = None
    """When it was changed last, in nanoseconds since 1970."""

    @property
    def stamp(self) -> str | None:
        """Size and time of the last change; None where that is not known."""
        return None if self.modified is None else f"{self.size} {self.modified}"

    def read(self) -> bytes:
        """All bytes of the file; raises what `open` raises."""
        try:
            # unbuffered: for many small files half of the cost
            with open(self.file, "rb", 0) as stream:
                return stream.read()
        except OSError as error:
            raise SourceError(f"{self.file}: cannot be read: {error.strerror}") from error

    def open(self) -> BinaryIO:
        """A stream of the file's bytes; raises SourceError where it cannot be read."""
        try:
            return open(self.file, "rb")
        except OSError as error:
            raise SourceError(f"{self.file}: cannot be read: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the source."""

    path: SourcePath
    """Its path below the export's root."""
    content: Content
    """Its bytes."""

    @property
    def modified(self) -> int | None:
        """When it was changed last, in nanoseconds since 1970, where that is known."""
        # what is held in memory has none
        modified: int | None = getattr(self.content, "modified", None)
        return modified


@dataclass(frozen=True, slots=True)
class Others:
    """What stands in a folder beside the files that are read from it; places are paths on disk."""

    special: Mapping[SourcePath, str] = field(default_factory=dict)
    """Symbolic links, devices and the like → where they are."""
    unread: Mapping[SourcePath, str] = field(default_factory=dict)
    """Folders that cannot be read → why, in one line that names the place."""
    unfinished: tuple[str, ...] = ()
    """Where a run that was killed left something behind."""


def list_folder(root: str, track: Track = no_track) -> tuple[list[Entry], Others]:
    """The plain files below a folder, and the rest; raises SourceError where the folder itself cannot be read."""
    entries: list[Entry] = []
    special: dict[SourcePath, str] = {}
    unread: dict[SourcePath, str] = {}
    unfinished: list[str] = []
    pending = [(root, "")]
    for folder, place in track(_taken_from(pending), None, "listing folders"):
        try:
            items = _scan(folder)
        except SourceError as error:
            if not place:
                raise
            unread[SourcePath(readable(place[:-1]))] = str(error)
            continue
        pending += [(item.path, f"{place}{item.name}/") for item, status in reversed(items) if status is None]
        for item, status in items:
            if status is None:
                continue
            path = SourcePath(readable(place + item.name))
            if is_unfinished(item.name):
                unfinished.append(item.path)
            elif stat.S_ISREG(status.st_mode):
                entries.append(Entry(path, FileContent(item.path, status.st_size, status.st_mtime_ns)))
            else:
                special[path] = item.path
    return entries, Others(special, unread, tuple(unfinished))


def _taken_from(pending: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The folders, also those that each one of them adds, the last first."""
    while pending:
        yield pending.pop()


def _scan(folder: str) -> list[tuple[os.DirEntry[str], os.stat_result | None]]:
    """What stands in a folder, by name, and what is known of all but folders; raises SourceError."""
    try:
        with os.scandir(folder) as found:
            items = sorted(found, key=lambda item: item.name)
        return [
            (item, None if item.is_dir(follow_symlinks=False) else item.stat(follow_symlinks=False)) for item in items
        ]
    except OSError as error:
        raise SourceError(f"{readable(error.filename or folder)}: cannot be read: {error.strerror}") from error
