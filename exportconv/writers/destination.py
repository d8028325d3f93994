"""The destination: a new folder, all at once, or additions to a vault that never overwrite."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exportconv.disk_names import shown
from exportconv.errors import DestinationError
from exportconv.options import TYPES_FILE
from exportconv.unfinished import JOURNAL, is_unfinished, remove_unfinished
from exportconv.writers.lock import only_run
from exportconv.writers.manifest import Manifest, load_manifest
from exportconv.writers.recovery import finish
from exportconv.writers.staging import Staging, can_be_staged, clear_staging, staged

__all__ = ["Destination", "open_destination"]


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
    staging: Staging | None
    """An empty folder beside it in which all is made that is to take its place; None where single files change."""
    finished: tuple[str, ...]
    """What was done first, for a run that was killed before had left it to do, in lines."""


@contextmanager
def open_destination(
    folder: Path, sources: Iterable[Path], *, into: bool, dry_run: bool = False, resume: bool = False
) -> Iterator[Destination]:
    """The destination as it stands; until it is closed no other run gets in.

    What a killed run had left to do there is done first. dry_run: nothing is written. resume: a new folder is made of
    what a stopped run had written of it, and when this one is stopped, that is kept. Raises DestinationError where
    writing would overwrite or mix up something, where another run is at work, and where the disk refuses.
    """
    _refuse_overlap(folder, sources)
    try:
        with _opened(folder, into=into, dry_run=dry_run, resume=resume) as destination:
            yield destination
    except OSError as error:
        place = os.fsencode(error.filename) if isinstance(error.filename, str | bytes) else b""
        if not os.path.join(place, b"").startswith(os.path.join(os.fsencode(folder), b"")):
            # a transform of the user's own may have reasons of its own
            raise
        message = f"cannot be read: {error.strerror or error}; nothing was changed"
        raise DestinationError(f"{shown(place)}: {message}") from error


@contextmanager
def _opened(folder: Path, *, into: bool, dry_run: bool, resume: bool) -> Iterator[Destination]:
    if os.path.lexists(folder) and not folder.is_dir():
        what = "is a file" if folder.exists() else "is a symbolic link that leads nowhere"
        raise DestinationError(f"{folder}: {what}, not a folder")
    if dry_run:
        if os.path.lexists(folder / JOURNAL):
            raise DestinationError(f"{folder}: a run is changing files here, or was killed; run it without --dry-run")
        yield _standing(folder, None, (), into=into)
    elif can_be_staged(folder):
        with staged(folder, resume=resume) as staging:
            yield _standing(folder, staging, (), into=into)
    else:
        with only_run(os.fspath(folder)):
            yield _standing(folder, None, _finished(folder), into=into)


def _refuse_overlap(folder: Path, sources: Iterable[Path]) -> None:
    # unlike `resolve`, it is at peace with links that lead in a circle
    here = Path(os.path.realpath(folder))
    for source in sources:
        there = Path(os.path.realpath(source))
        if here == there or (there.is_dir() and there in here.parents) or here in there.parents:
            raise DestinationError(f"{folder}: lies inside the source, or the source inside it; choose another folder")


def _finished(folder: Path) -> tuple[str, ...]:
    """Finishes what a killed run had left to do, removes what it left behind, and says what was done."""
    said = tuple(finish(folder, folder))
    clear_staging(folder)
    remove_unfinished(place for place in _files_in(folder) if is_unfinished(os.path.basename(place)))
    return said


def _standing(folder: Path, staging: Staging | None, finished: tuple[str, ...], *, into: bool) -> Destination:
    places = (place for place in _files_in(folder) if not is_unfinished(os.path.basename(place)))
    existing = frozenset(os.path.relpath(place, folder).replace(os.sep, "/") for place in places)
    manifest = load_manifest(folder)
    if not into and manifest is None and _is_occupied(folder):
        raise DestinationError(f"{folder}: is not empty; choose a new folder, or add to it with --into")
    types = folder / TYPES_FILE
    return Destination(
        folder, into, existing, manifest, _app_settings(folder), types.read_bytes() if types.is_file() else None,
        staging, finished,
    )  # fmt: skip


def _is_occupied(folder: Path) -> bool:
    return folder.is_dir() and not all(map(is_unfinished, os.listdir(folder)))


def _files_in(folder: Path) -> Iterator[str]:
    """The files, and symbolic links to folders: what lies behind those is elsewhere, and nothing is written there."""
    for base, folders, names in os.walk(folder, onerror=_refuse_unread):
        for name in (*names, *(name for name in folders if os.path.islink(os.path.join(base, name)))):
            yield os.path.join(base, name)


def _refuse_unread(error: OSError) -> None:
    # what is closed to us, such as `lost+found`, cannot be ours
    if error.errno not in (errno.EACCES, errno.ENOENT):
        raise error


def _app_settings(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / ".obsidian" / "app.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
