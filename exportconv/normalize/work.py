"""Changes being made on disk, step by step, each of which can be taken back or, by a later run, be finished."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from exportconv.errors import DestinationError
from exportconv.normalize.journal import Journal, Put, Rename, save_journal, stamp_at, stamp_of
from exportconv.normalize.symlinks import Symlink
from exportconv.readers.disk_names import shown
from exportconv.unfinished import JOURNAL
from exportconv.writers.replace_file import place_beside, put_bytes, undisturbed, write_beside

__all__ = ["Work", "changed_meanwhile", "is_one"]


class Work:
    """What was done on disk so far, so that it can be taken back.

    All new bytes are on disk, and all that is to be done is in the journal, before the first file is replaced: a full
    disk stops it while nothing is changed yet. Everything is noted before it is done, so that no interrupt can come
    between.
    """

    def __init__(self, root: bytes) -> None:
        """`root` is the repository."""
        self.at = root
        """The place that is worked on."""
        self._journal = os.path.join(root, JOURNAL.encode())
        self._root = root
        self._fresh: list[bytes] = []
        self._puts: list[tuple[Put, Callable[[], object]]] = []
        self._undo: list[tuple[bytes, Callable[[], bool]]] = []
        """Places, and what brings back what was there, also where it still is; False where somebody else was there."""

    def stage(self, texts: Iterable[tuple[bytes, bytes, bytes]], links: Iterable[Symlink]) -> None:
        """Writes what is to replace files (place, bytes before and after) and symbolic links beside them."""
        for self.at, before, after in texts:
            fresh = self._new_place(self.at)
            try:
                write_beside(self.at, fresh, after)
            except FileNotFoundError as error:
                raise changed_meanwhile(self.at) from error
            put = Put(fresh, self.at, stamp_of(before), stamp_of(after))
            self._puts.append((put, partial(put_bytes, self.at, before)))
        for link in links:
            self.at = link.place
            fresh = self._new_place(self.at)
            _link(link.place, link.after, fresh)
            put = Put(fresh, self.at, stamp_of(link.before, is_link=True), stamp_of(link.after, is_link=True))
            self._puts.append((put, partial(_lead_back, link)))

    def finish(self, renames: Iterable[tuple[bytes, bytes]]) -> None:
        """Puts all that was staged in its place, then gives files and folders their new names.

        Raises DestinationError where somebody else has changed one of them since it was read.
        """
        named = self._named(list(renames))
        self.at = self._root
        save_journal(self._root, self._new_place(self._journal), Journal(tuple(put for put, _ in self._puts), named))
        for put, bring_back in self._puts:
            self.at = put.place
            if stamp_at(put.place) != put.before:
                raise changed_meanwhile(put.place)
            self._undo.append((put.place, partial(_put_back, put, bring_back)))
            os.replace(put.fresh, put.place)
        for old, new, _ in named:
            self.at = old
            if not os.path.lexists(old):
                raise changed_meanwhile(old)
            if os.path.lexists(new) and not is_one(old, new):
                raise changed_meanwhile(new)
            self._undo.append((new, partial(_name_back, old, new)))
            os.rename(old, new)
        self.at = self._root
        os.unlink(self._journal)

    def take_back(self) -> list[str]:
        """Undoes everything, the last first, and says where that was not possible."""
        lost = []
        with undisturbed():
            for place, undo in reversed(self._undo):
                try:
                    if not undo():
                        lost.append(f"{shown(place)}: was changed by somebody else meanwhile, and is left so")
                except OSError as error:
                    reason = error.strerror or error
                    lost.append(f"{shown(place)}: was changed, and cannot be changed back: {reason}")
            for place in (self._journal, *self._fresh) if self._fresh else ():
                with suppress(OSError):
                    os.unlink(place)
        return lost

    def _new_place(self, place: bytes) -> bytes:
        self._fresh.append(place_beside(place))
        return self._fresh[-1]

    def _named(self, renames: Iterable[tuple[bytes, bytes]]) -> tuple[Rename, ...]:
        staged = {put.place: put.fresh for put, _ in self._puts}
        inodes: dict[bytes, int] = {}
        found = []
        for old, new in renames:
            try:
                inode = inodes.pop(old, None) or os.lstat(staged.get(old, old)).st_ino
            except FileNotFoundError as error:
                raise changed_meanwhile(old) from error
            inodes[new] = inode
            found.append(Rename(old, new, inode))
        return tuple(found)


def changed_meanwhile(place: bytes) -> DestinationError:
    """Says that somebody else was faster."""
    return DestinationError(f"{shown(place)}: was changed meanwhile; nothing was changed, run it again")


def is_one(old: bytes, new: bytes) -> bool:
    """Whether two names are of one file, as on a disk to which case or Unicode form are all the same."""
    return os.path.samestat(os.lstat(old), os.lstat(new))


def _put_back(put: Put, bring_back: Callable[[], object]) -> bool:
    stamp = stamp_at(put.place)
    if stamp == put.after:
        # it waits again, so that the journal is right whenever this is killed
        with suppress(OSError, NotImplementedError):
            os.link(put.place, put.fresh, follow_symlinks=False)
        bring_back()
    return stamp in (put.before, put.after)


def _lead_back(link: Symlink) -> None:
    fresh = place_beside(link.place)
    _link(link.place, link.before, fresh)
    os.replace(fresh, link.place)


def _link(place: bytes, target: bytes, fresh: bytes) -> None:
    os.symlink(target, fresh, target_is_directory=os.path.isdir(place))


def _name_back(old: bytes, new: bytes) -> bool:
    is_there = os.path.lexists(old)
    if os.path.lexists(new):
        if is_there and not is_one(old, new):
            return False
        os.rename(new, old)
        return True
    return is_there
