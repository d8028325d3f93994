"""How a single change on disk is taken back, and what two names have to do with each other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress

from exportconv.writers.journal import Creation, Put, Removal, stamp_at
from exportconv.writers.replace_file import place_beside
from exportconv.writers.symlinks import Symlink
from exportconv.writers.system_calls import rename_new

__all__ = [
    "come_back", "is_one", "keep", "lead_back", "link", "make_again", "name_back", "put_back", "remove_folder",
    "take_new",
]  # fmt: skip


def is_one(old: bytes, new: bytes) -> bool:
    """Whether two names are of one file, as on a disk to which case or Unicode form are all the same."""
    return os.path.samestat(os.lstat(old), os.lstat(new))


def link(place: bytes, target: bytes, fresh: bytes) -> None:
    """Makes a symbolic link that is to take the place of another."""
    os.symlink(target, fresh, target_is_directory=os.path.isdir(place))


def keep(place: bytes, kept: bytes) -> None:
    """Has a file, or a symbolic link itself, under a second name."""
    try:
        os.link(place, kept, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except (OSError, NotImplementedError):
        # not every disk knows a second name; one on the network may make it and say that it did not
        if not os.path.lexists(kept):
            shutil.copy2(place, kept, follow_symlinks=False)


def put_back(put: Put, bring_back: Callable[[], object]) -> bool:
    """Takes a replacement back; False where somebody else has changed the file since."""
    stamp = stamp_at(put.place)
    if stamp == put.after:
        # it waits again, so that the journal is right whenever this is killed
        with suppress(OSError, NotImplementedError):
            os.link(put.place, put.fresh, follow_symlinks=False)
        bring_back()
    return stamp in (put.before, put.after)


def lead_back(item: Symlink) -> None:
    """Has a symbolic link say what it said."""
    fresh = place_beside(item.place)
    link(item.place, item.before, fresh)
    os.replace(fresh, item.place)


def name_back(old: bytes, new: bytes) -> bool:
    """Takes a new name back; False where somebody else has the old one."""
    is_there = os.path.lexists(old)
    if os.path.lexists(new):
        if is_there and not is_one(old, new):
            return False
        os.rename(new, old)
        return True
    return is_there


def come_back(removal: Removal) -> bool:
    """Takes a removal back; False where somebody else has a file there."""
    if os.path.lexists(removal.aside):
        try:
            rename_new(removal.aside, removal.place)
        except FileExistsError:
            return False
    return True


def take_new(creation: Creation) -> bool:
    """Takes a new file away again, to where it waited; False where somebody else has changed it since."""
    if os.path.lexists(creation.fresh) or not os.path.lexists(creation.place):
        # it has not come yet, or is gone
        return True
    if stamp_at(creation.place) != creation.after:
        return False
    os.replace(creation.place, creation.fresh)
    return True


def remove_folder(folder: bytes) -> bool:
    """Removes a folder where nothing is in it; True always, for what is left in one belongs there."""
    try:
        if not os.listdir(folder):
            os.rmdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        # somebody else was faster, or it is a symbolic link
        return True
    return True


def make_again(folder: bytes, mode: int) -> bool:
    """Makes a folder again that was removed."""
    if not os.path.isdir(folder):
        os.mkdir(folder)
        os.chmod(folder, mode & 0o7777)
    return True
