"""Names of files that are being written: what a killed run leaves behind can be told from everything else."""

from __future__ import annotations

import os
import re

__all__ = ["is_given_up", "is_unfinished", "unfinished_name"]

_NAME = re.compile(r"\.exportconv-(?P<process>[0-9]+)-[0-9a-f]{8}\.tmp")


def unfinished_name() -> str:
    """A new name for what this process writes; short, for a name made from that of the file could be too long."""
    return f".exportconv-{os.getpid()}-{os.urandom(4).hex()}.tmp"


def is_unfinished(name: str) -> bool:
    """Whether a name was made by `unfinished_name`, in whatever process."""
    return name.startswith(".exportconv-") and _NAME.fullmatch(name) is not None


def is_given_up(name: str) -> bool:
    """Whether the process that wrote an unfinished file is gone."""
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
