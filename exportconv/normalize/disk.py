"""Put what was mended on disk: each file is replaced at once, each name changed as git would see it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from exportconv.errors import DestinationError
from exportconv.normalize.state import Change

__all__ = ["write_changes"]


def write_changes(places: Mapping[str, str], changes: Iterable[Change]) -> None:
    """Writes the texts that changed, then renames; `places` says of each path where it is on disk.

    Raises DestinationError: where a name is taken or a folder may not be written to, before anything is done.
    """
    found = list(changes)
    if not found:
        return
    from exportconv.writers.destination import put_bytes

    renames = _renames(places, found)
    for old, new in renames.items():
        if os.path.lexists(new) and new not in renames and not os.path.samefile(old, new):
            raise DestinationError(f"{new}: is there already, so {old} cannot get its name")
    written = [places[change.path] for change in found if change.after is not None]
    for folder in sorted({os.path.dirname(place) for place in (*written, *renames)}):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise DestinationError(f"{folder}: may not be written to; nothing was changed")
    try:
        for change in found:
            if change.after is not None:
                put_bytes(os.fsencode(places[change.path]), change.after)
        for _, group in groupby(renames.items(), key=lambda pair: os.path.dirname(pair[0])):
            _rename_all(dict(group))
    except OSError as error:
        raise DestinationError(f"{error.filename}: cannot be written: {error.strerror or error}") from error


def _rename_all(renames: Mapping[str, str]) -> None:
    """Renames what stands in one folder; what wants the name of another that moves waits for that under a third one."""
    waiting = {}
    for old, new in renames.items():
        place = f"{new}.exportconv-{os.getpid()}" if new in renames else new
        os.rename(old, place)
        if place != new:
            waiting[place] = new
    for place, new in waiting.items():
        os.rename(place, new)


def _renames(places: Mapping[str, str], changes: Iterable[Change]) -> Mapping[str, str]:
    """Old and new place of each file and folder with a new name, the deepest first, so that the others stay valid."""
    found: dict[str, str] = {}
    for change in changes:
        place = Path(places[change.path])
        old, new = change.path.split("/"), change.new_path.split("/")
        for depth in range(len(old), 0, -1):
            if old[depth - 1] != new[depth - 1]:
                found[str(place)] = str(place.with_name(new[depth - 1]))
            place = place.parent
    return dict(sorted(found.items(), key=lambda pair: (-pair[0].count(os.sep), pair)))
