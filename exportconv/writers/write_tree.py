"""The only writes: a new folder, all at once, or additions to a vault that never overwrite."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

from exportconv.digests import digest_of
from exportconv.disk_names import shown
from exportconv.errors import DestinationError
from exportconv.model.contents import Bytes
from exportconv.options import Track
from exportconv.writers.apply_changes import NewContent, NewFile, apply_changes
from exportconv.writers.destination import Destination
from exportconv.writers.file_contents import write_content
from exportconv.writers.filetree import FileTree, TreeFile
from exportconv.writers.manifest import MANIFEST, Manifest, Record, Run, load_manifest
from exportconv.writers.staging import Staging, put_in_place
from exportconv.writers.system_calls import sync_written

__all__ = ["manifest_content", "write_tree"]


def write_tree(
    tree: FileTree, destination: Destination, track: Track, printed: Iterable[bytes | None] = repeat(None)
) -> None:
    """Writes a tree with its manifest; what stands in the destination is never changed.

    A new or empty folder appears whole or not at all; `printed` are the bytes for each of its files that somebody has
    made ahead. Into any other folder all files are added or none. Raises DestinationError where the disk refuses, and
    what reading the source raises.
    """
    if destination.staging is None:
        _add_files(tree, destination, track)
    else:
        with _telling_place(destination.staging.tree, destination.folder):
            _write_new(tree, printed, destination.staging, destination.folder, track)


@contextmanager
def _telling_place(staging: Path, folder: Path) -> Iterator[None]:
    """Says of an error where the file was to be, not where it was being made."""
    try:
        yield
    except OSError as error:
        # most places are bytes here
        place = os.fsencode(error.filename or folder).replace(os.fsencode(staging), os.fsencode(folder))
        message = f"cannot be written: {error.strerror or error}; nothing was changed"
        raise DestinationError(f"{shown(place)}: {message}") from error


def _write_new(tree: FileTree, printed: Iterable[bytes | None], staging: Staging, folder: Path, track: Track) -> None:
    # bytes, for in a plain C locale Python would not encode Hangul; Windows takes UTF-8 and `/` as well
    root = os.fsencode(staging.tree) + b"/"
    folders, places = {os.path.dirname(root)}, []
    digests: dict[str, str] = {}
    for file, data in zip(track(tree.files, len(tree), "writing"), printed, strict=False):
        places.append(root + file.path.encode())
        _make_folder(os.path.dirname(places[-1]), folders)
        digest = staging.written.take(file, places[-1])
        content = file.content if data is None else Bytes(data)
        digests[file.path] = digest or write_content(places[-1], content, file.modified)
        staging.written.note(file, digests[file.path])
    places.append(root + MANIFEST.encode())
    _make_folder(os.path.dirname(places[-1]), folders)
    write_content(places[-1], manifest_content(Manifest((_run_of(tree, digests),))), tree.modified)
    if tree.modified is not None:
        # whatever is made in a folder gives it another time
        for made in folders:
            os.utime(made, ns=(tree.modified, tree.modified))
    for _ in track(("",), 1, "saving"):
        sync_written(root, places)
    put_in_place(staging.tree, folder)


def _make_folder(folder: bytes, made: set[bytes]) -> None:
    if folder not in made:
        made.add(folder)
        _make_folder(os.path.dirname(folder), made)
        os.mkdir(folder)


def _run_of(tree: FileTree, digests: Mapping[str, str]) -> Run:
    """What the manifest says of files that are written, by their digests."""
    return tree.run(tuple(map(_record, tree.files, (digests[file.path] for file in tree.files))))


def _record(file: TreeFile, digest: str) -> Record:
    known = file.source_digest
    return Record(file.source, digest if known is None else known, file.path, digest)


def _add_files(tree: FileTree, destination: Destination, track: Track) -> None:
    folder, types = destination.folder, destination.types
    if load_manifest(folder) != destination.manifest:
        raise DestinationError(f"{folder}: was changed meanwhile; nothing was changed, run it again")
    files, puts = list(tree.files), []
    same: dict[str, str] = {}
    for file in [file for file in files if file.merges and types is not None]:
        # it holds all of the one that stands there
        before, after = digest_of(types or b""), digest_of(file.content.read())
        if after == before:
            same[file.path] = after
        else:
            puts.append(NewContent(file.path, before, file.content, file.modified))
        files.remove(file)

    def manifest(digests: Mapping[str, str]) -> NewFile | NewContent:
        earlier = destination.manifest.runs if destination.manifest else ()
        content = manifest_content(Manifest((*earlier, _run_of(tree, {**digests, **same}))))
        if destination.manifest is None:
            return NewFile(MANIFEST, content, tree.modified)
        return NewContent(MANIFEST, digest_of((folder / MANIFEST).read_bytes()), content, tree.modified)

    apply_changes(folder, creates=_new_files(track(files, len(files), "writing")), puts=puts, last=manifest)


def _new_files(files: Iterable[TreeFile]) -> Iterator[NewFile]:
    for file in files:
        yield NewFile(file.path, file.content, file.modified)


def manifest_content(manifest: Manifest) -> Bytes:
    """The file of a manifest."""
    return Bytes(b"".join(manifest.lines()))
