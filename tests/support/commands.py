"""The command as a user runs it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

__all__ = ["EXPORTCONV", "exportconv"]

EXPORTCONV = (sys.executable, "-m", "exportconv")


def exportconv(
    *args: object,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    under: Sequence[object] = (),
    start: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end.

    env: variables beside the usual ones. under: a command that runs it, such as strace. start: what is done in the
    new process before.
    """
    return subprocess.run(
        [str(part) for part in (*under, *EXPORTCONV, *args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        cwd=cwd,
        env={**os.environ, **(env or {})},
        preexec_fn=start,
        timeout=300,
    )
