"""Put what was mended on disk, all or nothing: files are replaced at once, names changed as git would see it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from exportconv.errors import DestinationError
from exportconv.normalize.symlinks import Symlink, follow_renames
from exportconv.paths import SourcePath
from exportconv.readers.disk_names import readable
from exportconv.unfinished import is_given_up

if TYPE_CHECKING:
    from exportconv.normalize.state import Change

__all__ = ["remove_unfinished", "write_changes"]


def remove_unfinished(places: Iterable[str]) -> None:
    """Removes what runs that were killed have left behind; what may belong to a run that still goes on stays."""
    for place in places:
        if is_given_up(os.path.basename(place)):
            with suppress(OSError):
                os.unlink(place)


def write_changes(places: Mapping[SourcePath, str], changes: Iterable[Change], special: Iterable[str] = ()) -> None:
    """Writes the texts that changed, then symbolic links, then renames; whatever stops it, all is taken back.

    places: where each path is on disk. special: places of files that may be symbolic links. Raises DestinationError:
    where a name is taken or a folder may not be written to, before anything is done.
    """
    found = list(changes)
    if not found:
        return
    # new names are UTF-8 whatever the locale, which may not even be able to say them
    renames = _renames({change.path: os.fsencode(places[SourcePath(change.path)]) for change in found}, found)
    links = list(follow_renames(map(os.fsencode, special), renames))
    texts = [(os.fsencode(places[SourcePath(change.path)]), change) for change in found if change.after is not None]
    _refuse_taken(renames)
    _refuse_closed({os.path.dirname(place) for place in (*dict(texts), *renames, *(link.place for link in links))})
    work = _Work()
    try:
        work.write(texts, links)
        for old, new in _in_order(renames):
            work.rename(old, new)
    except BaseException as error:
        lost = work.take_back()
        if lost:
            raise DestinationError(f"{_shown(lost[0])}: was changed, and cannot be changed back: {error}") from error
        if isinstance(error, OSError):
            place = _shown(os.fsencode(error.filename or ""))
            raise DestinationError(
                f"{place}: cannot be written: {error.strerror or error}; nothing was changed"
            ) from error
        raise


def _refuse_taken(renames: Mapping[bytes, bytes]) -> None:
    for old, new in renames.items():
        if os.path.lexists(new) and new not in renames and not _is_one(old, new):
            raise DestinationError(f"{_shown(new)}: is there already, so {_shown(old)} cannot get its name")


def _refuse_closed(folders: Iterable[bytes]) -> None:
    for folder in sorted(folders):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise DestinationError(f"{_shown(folder)}: may not be written to; nothing was changed")


class _Work:
    """What was done on disk so far, so that it can be taken back.

    All new bytes are on disk before the first file is replaced: a full disk stops it while nothing is changed yet.
    Everything is noted before it is done, so that no interrupt can come between.
    """

    def __init__(self) -> None:
        self._fresh: list[bytes] = []
        self._undo: list[tuple[bytes, Callable[[], object]]] = []
        """Places, and what brings back what was there, also where it still is."""

    def write(self, texts: Iterable[tuple[bytes, Change]], links: Iterable[Symlink]) -> None:
        """Replaces files and symbolic links."""
        # most runs write nothing, and start sooner without this
        from exportconv.writers.replace_file import place_beside, write_beside

        ready: list[tuple[bytes, bytes, Callable[[], object]]] = []
        for place, change in texts:
            self._fresh.append(place_beside(place))
            write_beside(place, self._fresh[-1], change.after or b"")
            ready.append((self._fresh[-1], place, partial(_bring_back, place, change.before or b"")))
        for link in links:
            self._fresh.append(place_beside(link.place))
            os.symlink(link.after, self._fresh[-1], target_is_directory=os.path.isdir(link.place))
            ready.append((self._fresh[-1], link.place, partial(_lead_back, link)))
        for fresh, place, undo in ready:
            self._undo.append((place, undo))
            os.replace(fresh, place)

    def rename(self, old: bytes, new: bytes) -> None:
        """Gives a file or folder its new name."""
        self._undo.append((new, partial(_name_back, old, new)))
        os.rename(old, new)

    def take_back(self) -> list[bytes]:
        """Undoes everything, the last first, and gives the places where that was not possible."""
        from exportconv.writers.replace_file import undisturbed

        lost = []
        with undisturbed():
            for place, undo in reversed(self._undo):
                try:
                    undo()
                except OSError:
                    lost.append(place)
            for fresh in self._fresh:
                with suppress(OSError):
                    os.unlink(fresh)
        return lost


def _bring_back(place: bytes, data: bytes) -> None:
    from exportconv.writers.replace_file import put_bytes

    with open(place, "rb") as stream:
        is_there = stream.read() == data
    if not is_there:
        put_bytes(place, data)


def _lead_back(link: Symlink) -> None:
    from exportconv.writers.replace_file import place_beside

    if os.readlink(link.place) != link.before:
        fresh = place_beside(link.place)
        os.symlink(link.before, fresh, target_is_directory=os.path.isdir(link.place))
        os.replace(fresh, link.place)


def _name_back(old: bytes, new: bytes) -> None:
    if os.path.lexists(new) and (not os.path.lexists(old) or _is_one(old, new)):
        os.rename(new, old)


def _is_one(old: bytes, new: bytes) -> bool:
    """Whether two names are of one file, as on a disk to which case or Unicode form are all the same."""
    return os.path.samestat(os.lstat(old), os.lstat(new))


def _in_order(renames: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The renames, so that each name is free when it is given away; in a circle one file waits under a third name."""
    waiting = dict(renames)
    for first in renames:
        chain, at = [], first
        while at in waiting:
            chain.append((at, waiting.pop(at)))
            at = chain[-1][1]
        if chain and at == first:
            old, new = chain.pop()
            third = os.path.join(os.path.dirname(new), b"exportconv-%d-moved" % os.getpid())
            yield old, third
            yield from reversed(chain)
            yield third, new
        else:
            yield from reversed(chain)


def _renames(places: Mapping[str, bytes], changes: Iterable[Change]) -> Mapping[bytes, bytes]:
    """Old and new place of each file and folder with a new name, the deepest first, so that the others stay valid."""
    found: dict[bytes, bytes] = {}
    for change in changes:
        place = places[change.path]
        old, new = change.path.split("/"), change.new_path.split("/")
        for depth in range(len(old), 0, -1):
            if old[depth - 1] != new[depth - 1]:
                found[place] = os.path.join(os.path.dirname(place), new[depth - 1].encode())
            place = os.path.dirname(place)
    return dict(sorted(found.items(), key=lambda pair: (-pair[0].count(os.sep.encode()), pair)))


def _shown(place: bytes) -> str:
    return readable(os.fsdecode(place))
