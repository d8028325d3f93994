"""A command at a terminal, and what somebody sees there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

__all__ = ["AT_ONCE", "Seen", "at_terminal", "screen"]

AT_ONCE = "import exportconv.cli.progress as it; it._DELAY = it._EACH = 0; from exportconv.__main__ import main; main()"
"""The command, which shows at once what it would show after two seconds."""


class Seen:
    """What came to a terminal."""

    def __init__(self, code: int, data: bytes) -> None:
        """The exit code, and all bytes."""
        self.code = code
        self.text = data.decode()
        self.lines = screen(self.text)


def at_terminal(
    *args: object,
    cwd: Path,
    env: Mapping[str, str | None] | None = None,
    program: str = AT_ONCE,
    during: Callable[[subprocess.Popen[bytes], bytes], None] = lambda child, shown: None,
) -> Seen:
    """Runs the command with its standard error at a terminal; `during` is called with all that is shown so far."""
    import pty

    variables: dict[str, str | None] = {**os.environ, "TERM": "xterm", "CI": None, "NO_COLOR": None, **(env or {})}
    main, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=terminal,
        cwd=cwd,
        env={name: value for name, value in variables.items() if value is not None},
    )
    os.close(terminal)
    shown = b""
    # the other end is closed when it is over
    with suppress(OSError):
        while chunk := os.read(main, 4096):
            shown += chunk
            during(child, shown)
    os.close(main)
    with child:
        return Seen(child.wait(60), shown)


def screen(text: str) -> list[str]:
    """The lines that stand there in the end, where `\\r` goes back to the first column."""
    lines: list[str] = []
    for part in text.replace("\r\n", "\n").split("\n"):
        shown = ""
        for over in part.split("\r"):
            shown = over + shown[len(over) :]
        lines.append(shown.rstrip(" "))
    return lines
