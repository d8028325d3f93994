"""Names of files that are being written: what a killed run leaves behind can be told from everything else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress

from exportconv.digests import digest_of

__all__ = [
    "JOURNAL", "is_given_up", "is_lock", "is_unfinished", "lock_name", "remove_unfinished", "staging_name",
    "unfinished_name",
]  # fmt: skip

JOURNAL = ".exportconv-journal.tmp"
"""The name of the file in which a run notes what it is about to change."""
_NAME = re.compile(r"\.exportconv-(?P<process>[0-9]+)-[0-9a-f]{8}\.(?:tmp|lock)")


def unfinished_name() -> str:
    """A new name for what this process writes; short, for a name made from that of the file could be too long."""
    return f"{_stem()}.tmp"


def lock_name() -> str:
    """A new name for a file that says that this process is at work in a folder."""
    return f"{_stem()}.lock"


def staging_name(name: str) -> str:
    """The name of the folder beside one with this name in which that is made: always the same, so that it is found."""
    whole = f".{name}.exportconv-new"
    raw = os.fsencode(whole)
    return whole if len(raw) <= 255 else f".exportconv-{digest_of(raw)}-new"


def is_unfinished(name: str) -> bool:
    """Whether a name was made here, in whatever process."""
    return name.startswith(".exportconv-") and (name == JOURNAL or _NAME.fullmatch(name) is not None)


def is_lock(name: str) -> bool:
    """Whether a name was made by `lock_name`, in whatever process."""
    return name.endswith(".lock") and _NAME.fullmatch(name) is not None


def is_given_up(name: str) -> bool:
    """Whether the process that wrote an unfinished file is gone; a journal is nobody's to give up."""
    found = _NAME.fullmatch(name)
    if not found or os.name == "nt":
        # Windows has no way to ask, but does not let go of a file that is open
        return found is not None
    try:
        os.kill(int(found["process"]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return int(found["process"]) == os.getpid()


def remove_unfinished(places: Iterable[str]) -> None:
    """Removes what runs that were killed have left behind; what may belong to a run that still goes on stays."""
    for place in places:
        name = os.path.basename(place)
        # a lock is taken care of by the next that wants it
        if is_given_up(name) and not is_lock(name):
            with suppress(OSError):
                os.unlink(place)


def _stem() -> str:
    return f".exportconv-{os.getpid()}-{os.urandom(4).hex()}"
