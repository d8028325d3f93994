"""Changes being made on disk, step by step, each of which can be taken back or, by a later run, be finished."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial

from exportconv.disk_names import shown
from exportconv.errors import DestinationError
from exportconv.landing import note_landed
from exportconv.model import Content
from exportconv.unfinished import JOURNAL
from exportconv.writers import steps
from exportconv.writers.file_contents import write_content
from exportconv.writers.journal import (
    Creation,
    Journal,
    Put,
    Removal,
    Rename,
    file_stamp,
    save_journal,
    stamp_at,
    stamp_of,
)
from exportconv.writers.replace_file import place_beside, put_bytes, take_mode, undisturbed, write_beside
from exportconv.writers.steps import is_one
from exportconv.writers.symlinks import Symlink
from exportconv.writers.system_calls import rename_new, sync_written

__all__ = ["Work", "all_or_nothing", "changed_meanwhile", "in_order"]


class Work:
    """What was done on disk so far, so that it can be taken back.

    All new bytes are on disk, and all that is to be done is in the journal, before the first file is replaced: a full
    disk stops it while nothing is changed yet. Everything is noted before it is done, so that no interrupt can come
    between.
    """

    def __init__(self, root: bytes) -> None:
        """`root` is the folder in which everything lies, such as a repository."""
        self.at = root
        """The place that is worked on."""
        self._journal = os.path.join(root, JOURNAL.encode())
        self._root = root
        self._fresh: list[bytes] = []
        self._kept: list[bytes] = []
        self._puts: list[tuple[Put, Callable[[], object]]] = []
        self._creations: list[Creation] = []
        self._homes: dict[bytes, bytes] = {}
        self._there: set[bytes] = set()
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
            steps.link(link.place, link.after, fresh)
            put = Put(fresh, self.at, stamp_of(link.before, is_link=True), stamp_of(link.after, is_link=True))
            self._puts.append((put, partial(steps.lead_back, link)))

    def stage_put(self, place: bytes, before: str, content: Content, modified: int | None = None) -> str:
        """Writes what is to replace a file with the stamp `before`, and returns the digest of what it wrote."""
        self.at = place
        kept, fresh = self._aside(place), self._new_place(place)
        self._kept.append(kept)
        try:
            status = os.stat(place)
            steps.keep(place, kept)
        except FileNotFoundError as error:
            raise changed_meanwhile(place) from error
        if os.path.islink(place):
            # what it leads to was read, and it gives way to that
            before = stamp_at(place) or before
        # nobody else may look into it before it has the mode of the file
        digest = write_content(fresh, content, modified, 0o600)
        take_mode(fresh, status)
        put = Put(fresh, place, before, file_stamp(digest))
        self._puts.append((put, partial(os.replace, kept, place)))
        return digest

    def stage_creation(self, place: bytes, content: Content, modified: int | None = None) -> str:
        """Writes what is to be a new file, near to where it is to be, and returns its digest."""
        self.at = place
        fresh = self._new_place(os.path.join(self._home(os.path.dirname(place)), b"new"))
        digest = write_content(fresh, content, modified)
        self._creations.append(Creation(fresh, place, file_stamp(digest)))
        return digest

    def finish(
        self,
        renames: Iterable[tuple[bytes, bytes]],
        removals: Mapping[bytes, str] | None = None,
        emptied: Iterable[bytes] = (),
    ) -> None:
        """Puts all that was staged in its place, removes files, gives others their new names, and adds what is new.

        removals: places with the stamp of what is there. emptied: folders that go where nothing is left in them. Raises
        DestinationError where somebody else has changed one of the files since it was read.
        """
        puts = tuple(put for put, _ in self._puts)
        gone = tuple(Removal(place, self._aside(place), stamp) for place, stamp in (removals or {}).items())
        journal = Journal(puts, gone, self._named(list(renames)), tuple(self._creations), tuple(emptied))
        self.at = self._root
        sync_written(self._root, self._fresh)
        save_journal(self._root, self._new_place(self._journal), journal)
        for put, bring_back in self._puts:
            self._put(put, bring_back)
        for removal in gone:
            self._remove(removal)
        for rename in journal.renames:
            self._rename(rename)
        for creation in self._creations:
            self._create(creation)
        for folder in journal.emptied:
            self._leave(folder)
        self.at = self._root
        with undisturbed():
            os.unlink(self._journal)
            # from here on there is no way back
            note_landed()
            self._undo.clear()
            _unlink(*self._kept, *(removal.aside for removal in gone))

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
            if self._fresh:
                _unlink(self._journal, *self._fresh, *self._kept)
        return lost

    def _put(self, put: Put, bring_back: Callable[[], object]) -> None:
        self.at = put.place
        if stamp_at(put.place) != put.before:
            raise changed_meanwhile(put.place)
        self._undo.append((put.place, partial(steps.put_back, put, bring_back)))
        os.replace(put.fresh, put.place)

    def _remove(self, removal: Removal) -> None:
        self.at = removal.place
        if stamp_at(removal.place) != removal.before:
            raise changed_meanwhile(removal.place)
        self._undo.append((removal.place, partial(steps.come_back, removal)))
        os.rename(removal.place, removal.aside)

    def _rename(self, rename: Rename) -> None:
        old, new, _ = rename
        self.at = old
        if not os.path.lexists(old):
            raise changed_meanwhile(old)
        if os.path.lexists(new) and not is_one(old, new):
            raise changed_meanwhile(new)
        self._make_folder(os.path.dirname(new))
        self._undo.append((new, partial(steps.name_back, old, new)))
        os.rename(old, new)

    def _create(self, creation: Creation) -> None:
        self.at = creation.place
        self._make_folder(os.path.dirname(creation.place))
        self._undo.append((creation.place, partial(steps.take_new, creation)))
        try:
            rename_new(creation.fresh, creation.place)
        except FileExistsError as error:
            raise changed_meanwhile(creation.place) from error

    def _make_folder(self, folder: bytes) -> None:
        if folder in self._there:
            return
        self._there.add(folder)
        if not os.path.isdir(folder):
            self._make_folder(os.path.dirname(folder))
            self._undo.append((folder, partial(steps.remove_folder, folder)))
            os.mkdir(folder)

    def _leave(self, folder: bytes) -> None:
        self.at = folder
        with suppress(FileNotFoundError):
            mode = os.stat(folder).st_mode
            self._undo.append((folder, partial(steps.make_again, folder, mode)))
            steps.remove_folder(folder)

    def _new_place(self, place: bytes) -> bytes:
        self._fresh.append(place_beside(place))
        return self._fresh[-1]

    def _home(self, folder: bytes) -> bytes:
        """The nearest folder that is there already: it is on the same disk."""
        if folder not in self._homes:
            self._homes[folder] = folder if os.path.isdir(folder) else self._home(os.path.dirname(folder))
        return self._homes[folder]

    def _aside(self, place: bytes) -> bytes:
        """Where what a file was can wait: not in its own folder, which may go with it, unless that is a disk."""
        folder = os.path.dirname(place)
        is_same = os.path.isdir(folder) and os.stat(folder).st_dev == os.stat(self._root).st_dev
        return place_beside(os.path.join(self._root if is_same else folder, b"old"))

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


@contextmanager
def all_or_nothing(root: bytes) -> Iterator[Work]:
    """Work in a folder that is taken back when anything stops it.

    Raises DestinationError where the disk refuses, or where something could not be brought back.
    """
    work = Work(root)
    try:
        yield work
    except BaseException as error:
        lost = work.take_back()
        if lost:
            raise DestinationError(f"{'; '.join(lost)}; all else is as it was") from error
        if isinstance(error, OSError):
            reason = error.strerror or error
            raise DestinationError(f"{shown(work.at)}: cannot be written: {reason}; nothing was changed") from error
        raise


def in_order(renames: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The renames, so that each name is free when it is given away; in a circle one file waits under a third name."""
    waiting = dict(renames)
    for first in renames:
        chain, at = [], first
        while at in waiting:
            chain.append((at, waiting.pop(at)))
            at = chain[-1][1]
        if chain and at == first:
            old, new = chain.pop()
            # no unfinished name: it is somebody's file, which nothing may take for litter
            third = os.path.join(os.path.dirname(new), b"exportconv-%s-moved" % os.urandom(4).hex().encode())
            yield old, third
            yield from reversed(chain)
            yield third, new
        else:
            yield from reversed(chain)


def changed_meanwhile(place: bytes) -> DestinationError:
    """Says that somebody else was faster."""
    return DestinationError(f"{shown(place)}: was changed meanwhile; nothing was changed, run it again")


def _unlink(*places: bytes) -> None:
    for place in places:
        with suppress(OSError):
            os.unlink(place)
