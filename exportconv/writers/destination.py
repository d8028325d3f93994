"""The only writes: a new folder, all at once, or additions to a vault that never overwrite."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exportconv.digests import digest_of, new_hasher
from exportconv.errors import DestinationError
from exportconv.model import Content
from exportconv.options import TYPES_FILE, Track
from exportconv.writers.filetree import FileTree, NoteContent, TreeFile
from exportconv.writers.lock import only_run
from exportconv.writers.manifest import MANIFEST, Manifest, Record, Run, combined_digest, content_digest, load_manifest
from exportconv.writers.replace_file import put_bytes, undisturbed

__all__ = ["Destination", "open_destination", "write_tree"]

_CHUNK = 1 << 20
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder to write to, as it stands before."""

    folder: Path
    """Where."""
    into: bool
    """Whether files are added to what stands there."""
    existing: frozenset[str]
    """Paths of the files in it, with `/`."""
    manifest: Manifest | None
    """What earlier runs wrote."""
    app: dict[str, Any]
    """Obsidian's settings, where it is a vault."""
    types: bytes | None
    """Its types of properties, as the file stands."""

    def run_of(self, digest: str) -> Run | None:
        """The earlier run from a source with this digest."""
        return next((run for run in (self.manifest or Manifest()).runs if run.digest == digest), None)


def open_destination(folder: Path, sources: Iterable[Path], *, into: bool) -> Destination:
    """The destination as it stands; raises DestinationError where writing would overwrite or mix up something."""
    here = folder.resolve()
    for source in sources:
        there = source.resolve()
        if here == there or (there.is_dir() and there in here.parents) or here in there.parents:
            raise DestinationError(f"{folder}: lies inside the source, or the source inside it; choose another folder")
    if folder.exists() and not folder.is_dir():
        raise DestinationError(f"{folder}: is a file, not a folder")
    existing = frozenset(_files_in(folder)) if folder.is_dir() else frozenset()
    manifest = load_manifest(folder)
    occupied = bool(existing) or (folder.is_dir() and any(folder.iterdir()))
    if occupied and manifest is None and not into:
        raise DestinationError(f"{folder}: is not empty; choose a new folder, or add to it with --into")
    types = folder / TYPES_FILE
    return Destination(
        folder, into, existing, manifest, _app_settings(folder), types.read_bytes() if types.is_file() else None
    )


def _files_in(folder: Path) -> Iterable[str]:
    for base, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(base, name), folder).replace(os.sep, "/")


def _app_settings(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / ".obsidian" / "app.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


class _Writer:
    """Writes files below one folder, never over another, and can take back all it wrote."""

    def __init__(self, root: Path) -> None:
        self._root = os.fsencode(root) + b"/"
        self._files: list[bytes] = []
        self._folders: list[bytes] = []
        self._made: set[bytes] = set()
        self._replaced: list[tuple[bytes, bytes]] = []

    def write(self, file: TreeFile) -> Record:
        """Writes one file; raises FileExistsError rather than overwrite."""
        # bytes, for in a plain C locale Python would not encode Hangul; Windows takes UTF-8 and `/` as well
        path = self._root + file.path.encode()
        self._make_folder(os.path.dirname(path))
        if file.merges and os.path.isfile(path):
            return self._replace(path, file)
        # noted before it is there, so that an interrupt between the two cannot leave it behind
        self._files.append(path)
        try:
            descriptor = os.open(path, _CREATE, 0o666)
        except FileExistsError:
            self._files.pop()
            raise
        try:
            if isinstance(file.content, NoteContent) or file.content.size <= _CHUNK:
                data = file.content.read()
                digest = digest_of(data)
                _write_all(descriptor, data)
            else:
                digest = _copy(file.content, descriptor)
        finally:
            os.close(descriptor)
        if file.modified is not None:
            os.utime(path, ns=(file.modified, file.modified))
        known = file.source_digest
        return Record(file.source, digest if known is None else known, file.path, digest)

    def _replace(self, path: bytes, file: TreeFile) -> Record:
        """Puts a file that holds all of the one that stands there in its place, and remembers that one."""
        data = file.content.read()
        with open(path, "rb") as stream:
            before = stream.read()
        if data != before:
            self._replaced.append((path, before))
            put_bytes(path, data)
        return Record(file.source, file.source_digest or "", file.path, digest_of(data))

    def _make_folder(self, folder: bytes) -> None:
        if folder in self._made:
            return
        self._made.add(folder)
        if os.path.isdir(folder):
            return
        self._make_folder(os.path.dirname(folder))
        self._folders.append(folder)
        os.mkdir(folder)

    def take_back(self) -> None:
        """Removes what was written, and folders that are empty then; a replaced file gets its bytes back."""
        for path, before in self._replaced:
            with suppress(OSError):
                put_bytes(path, before)
        for path in reversed(self._files):
            with suppress(OSError):
                os.unlink(path)
        for folder in reversed(self._folders):
            with suppress(OSError):
                os.rmdir(folder)


def _write_all(descriptor: int, data: bytes) -> None:
    done = os.write(descriptor, data)
    while done < len(data):
        done += os.write(descriptor, data[done:])


def _copy(content: Content, descriptor: int) -> str:
    """Copies in chunks and returns the digest; raises DestinationError where bytes are missing at the end."""
    hasher, size = new_hasher(), 0
    with content.open() as stream:
        while chunk := stream.read(_CHUNK):
            hasher.update(chunk)
            _write_all(descriptor, chunk)
            size += len(chunk)
    if size != content.size:
        raise DestinationError(f"{size} of {content.size} bytes of a file could be read")
    return hasher.hexdigest()


def write_tree(tree: FileTree, destination: Destination, track: Track) -> None:
    """Writes a tree with its manifest; what stands in the destination is never changed.

    A new or empty folder appears whole or not at all. Into an existing one files are added one by one, and
    taken back when one of them fails. Raises DestinationError where the disk refuses.
    """
    folder = destination.folder
    try:
        if destination.into and folder.is_dir():
            _write_into(tree, destination, track)
        else:
            _write_new(tree, folder, track)
    except OSError as error:
        # most places are bytes here
        place = os.fsdecode(error.filename or folder)
        raise DestinationError(f"{place}: cannot be written: {error.strerror or error}") from error


def _write_files(tree: FileTree, writer: _Writer, track: Track) -> Run:
    records = tuple(writer.write(file) for file in track(tree.files, len(tree), "writing"))
    written = [(record.source, record.source_digest) for record in records if record.source_digest]
    digest = combined_digest([*written, *((path, content_digest(content)) for path, content in tree.merged)])
    return Run(digest, tree.settings, records)


def _write_into(tree: FileTree, destination: Destination, track: Track) -> None:
    with only_run(os.fspath(destination.folder)):
        if load_manifest(destination.folder) != destination.manifest:
            raise DestinationError(f"{destination.folder}: was changed meanwhile; nothing was changed, run it again")
        _add_files(tree, destination, track)


def _add_files(tree: FileTree, destination: Destination, track: Track) -> None:
    writer = _Writer(destination.folder)
    try:
        run = _write_files(tree, writer, track)
        earlier = destination.manifest or Manifest()
        _save(destination.folder / MANIFEST, Manifest((*earlier.runs, run)))
    except BaseException:
        with undisturbed():
            writer.take_back()
        raise


def _write_new(tree: FileTree, folder: Path, track: Track) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    inside = folder.is_dir() and not _is_replaceable(folder)
    name = f".{folder.name}.exportconv-{os.getpid()}"
    staging = folder / name if inside else folder.parent / name
    try:
        staging.mkdir()
        run = _write_files(tree, _Writer(staging), track)
        _save(staging / MANIFEST, Manifest((run,)))
        if inside:
            _move_up(staging, folder)
        else:
            _put_in_place(staging, folder)
    finally:
        if staging.exists():
            with undisturbed():
                shutil.rmtree(staging, ignore_errors=True)


def _is_replaceable(folder: Path) -> bool:
    """Whether an empty folder can give way to a new one: no mount point, not where we stand, its parent writable."""
    same_device = folder.stat().st_dev == folder.parent.stat().st_dev
    return same_device and os.access(folder.parent, os.W_OK) and folder.resolve() != Path.cwd()


def _put_in_place(staging: Path, folder: Path) -> None:
    was_there = folder.is_dir()
    if was_there:
        folder.rmdir()
    try:
        staging.rename(folder)
    except BaseException:
        if was_there:
            folder.mkdir()
        raise


def _move_up(staging: Path, folder: Path) -> None:
    """The staged files into the folder that they were staged in; all of them or none."""
    moved: list[Path] = []
    try:
        for child in sorted(staging.iterdir()):
            moved.append(folder / child.name)
            child.rename(folder / child.name)
    except BaseException:
        for child in moved:
            shutil.rmtree(child, ignore_errors=True) if child.is_dir() else child.unlink(missing_ok=True)
        raise


def _save(file: Path, manifest: Manifest) -> None:
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as stream:
        stream.writelines(manifest.lines())
    fresh.replace(file)
