"""What a run that was killed in the midst of its changes had left to do: the next one does it first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

from exportconv.errors import DestinationError
from exportconv.normalize.journal import Journal, Put, Rename, is_within, load_journal, stamp_at
from exportconv.normalize.work import is_one
from exportconv.readers.disk_names import shown
from exportconv.unfinished import JOURNAL
from exportconv.writers.lock import only_run
from exportconv.writers.replace_file import undisturbed

__all__ = ["finish", "refuse_above"]


def refuse_above(root: Path, above: Path) -> None:
    """Raises DestinationError where what is left to do in a folder above is in this repository."""
    try:
        journal = load_journal(os.fsencode(above))
    except (OSError, ValueError):
        # whoever may write to a folder like /tmp could put one there
        return
    within = os.path.join(os.fsencode(root), b"")
    places = [*(put.place for put in journal.puts), *(item.old for item in journal.renames)]
    if any(place.startswith(within) or within.startswith(os.path.join(place, b"")) for place in places):
        raise DestinationError(
            f"{shown(os.fsencode(above))}: a run is changing files here, or was killed; normalize it first"
        )


def finish(root: Path, home: Path) -> Iterator[str]:
    """Finishes what is left to do in a folder of a repository, which is locked, or in itself; says what it did.

    Nothing is overwritten that somebody has changed since. Raises DestinationError where it cannot be done.
    """
    place = os.fsencode(home)
    with nullcontext() if home == root else only_run(os.fspath(home)):
        if not os.path.lexists(home / JOURNAL):
            # the run has ended meanwhile
            return
        try:
            journal = load_journal(place)
            # it takes no longer than taking everything back would
            with undisturbed():
                left = list(_done(place, journal))
                for put in journal.puts:
                    with suppress(OSError):
                        os.unlink(put.fresh)
                os.unlink(home / JOURNAL)
        except ValueError as error:
            message = f"tells what a killed run had left to do, but {error}; remove it to go on without"
            raise DestinationError(f"{shown(os.fsencode(home / JOURNAL))}: {message}") from error
        except OSError as error:
            where = shown(os.fsencode(error.filename or place))
            message = f"what a killed run had left to do cannot be done: {error.strerror or error}"
            raise DestinationError(f"{where}: {message}") from error
    yield f"{shown(place)}: a run was killed while it changed files; what it had left to do was done first"
    for item in left:
        yield f"{shown(item)}: was changed since a run was killed, and is left so; look at its name and links"


def _done(root: bytes, journal: Journal) -> Iterator[bytes]:
    """Does it, and gives the places where that is not possible any more."""
    for put in journal.puts:
        if not is_within(root, put.place) or not is_within(root, put.fresh) or not _is_put(put):
            yield put.place
    places = {place for item in journal.renames for place in (item.old, item.new) if os.path.lexists(place)}
    where = {os.lstat(place).st_ino: place for place in sorted(places)}
    for item in journal.renames:
        if not is_within(root, item.old) or not is_within(root, item.new) or not _is_renamed(item, where):
            yield item.old


def _is_put(put: Put) -> bool:
    stamp = stamp_at(put.place)
    if stamp == put.before and stamp_at(put.fresh) == put.after:
        os.replace(put.fresh, put.place)
        return True
    # where nothing waits any more all was done, and the name may have changed since
    return stamp == put.after or (stamp != put.before and not os.path.lexists(put.fresh))


def _is_renamed(item: Rename, where: dict[int, bytes]) -> bool:
    """Gives a file its new name, unless it is further on already; `where` are files that are under one of the names."""
    if not os.path.lexists(item.old):
        return True
    if os.path.lexists(item.new):
        if not is_one(item.old, item.new):
            return where.get(item.inode, item.old) != item.old
    elif where.get(item.inode, item.old) != item.old:
        return True
    os.rename(item.old, item.new)
    where[item.inode] = item.new
    return True
