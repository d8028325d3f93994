"""What a run that was killed in the midst of its changes had left to do: the next one does it first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path

from exportconv.disk_names import shown
from exportconv.errors import DestinationError
from exportconv.landing import note_recovered
from exportconv.unfinished import JOURNAL
from exportconv.writers.journal import Creation, Journal, Put, Removal, Rename, is_within, load_journal, stamp_at
from exportconv.writers.lock import only_run
from exportconv.writers.replace_file import undisturbed
from exportconv.writers.steps import is_one, remove_folder
from exportconv.writers.system_calls import rename_new

__all__ = ["finish", "refuse_above"]


def refuse_above(root: Path, above: Path) -> None:
    """Raises DestinationError where what is left to do in a folder above is in this repository."""
    try:
        journal = load_journal(os.fsencode(above))
    except (OSError, ValueError):
        # whoever may write to a folder like /tmp could put one there
        return
    within = os.path.join(os.fsencode(root), b"")
    if any(place.startswith(within) or within.startswith(os.path.join(place, b"")) for place in journal.places()):
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
                os.unlink(home / JOURNAL)
                note_recovered(shown(place))
                for waiting in journal.waiting():
                    if is_within(place, waiting):
                        with suppress(OSError):
                            os.unlink(waiting)
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
    is_ours = partial(is_within, root)
    yield from (put.place for put in journal.puts if not (is_ours(put.fresh) and is_ours(put.place) and _is_put(put)))
    for removal in journal.removals:
        if not (is_ours(removal.place) and is_ours(removal.aside) and _is_removed(removal)):
            yield removal.place
    yield from _renamed(journal.renames, is_ours)
    for creation in journal.creations:
        if not (is_ours(creation.place) and is_ours(creation.fresh) and _is_created(creation)):
            yield creation.place
    for folder in filter(is_ours, journal.emptied):
        remove_folder(folder)


def _renamed(renames: Sequence[Rename], is_ours: Callable[[bytes], bool]) -> Iterator[bytes]:
    places = {place for item in renames for place in (item.old, item.new) if os.path.lexists(place)}
    where = {os.lstat(place).st_ino: place for place in sorted(places)}
    for item in renames:
        if not (is_ours(item.old) and is_ours(item.new) and _is_renamed(item, where)):
            yield item.old


def _is_put(put: Put) -> bool:
    stamp = stamp_at(put.place)
    if stamp == put.before and stamp_at(put.fresh) == put.after:
        os.replace(put.fresh, put.place)
        return True
    # where nothing waits any more all was done, and the name may have changed since
    return stamp == put.after or (stamp != put.before and not os.path.lexists(put.fresh))


def _is_removed(removal: Removal) -> bool:
    if os.path.lexists(removal.aside):
        return True
    stamp = stamp_at(removal.place)
    if stamp == removal.before:
        os.rename(removal.place, removal.aside)
    return stamp in (removal.before, None)


def _is_renamed(item: Rename, where: dict[int, bytes]) -> bool:
    """Gives a file its new name, unless it is further on already; `where` are files that are under one of the names."""
    if not os.path.lexists(item.old):
        return True
    if os.path.lexists(item.new):
        if not is_one(item.old, item.new):
            return where.get(item.inode, item.old) != item.old
    elif where.get(item.inode, item.old) != item.old:
        return True
    os.makedirs(os.path.dirname(item.new), exist_ok=True)
    os.rename(item.old, item.new)
    where[item.inode] = item.new
    return True


def _is_created(creation: Creation) -> bool:
    """Gives a new file its name; where nothing waits any more all was done, and somebody may have changed it since."""
    if stamp_at(creation.fresh) == creation.after:
        os.makedirs(os.path.dirname(creation.place), exist_ok=True)
        try:
            rename_new(creation.fresh, creation.place)
        except FileExistsError:
            return False
    return True
