"""What a program does to files, as strace sees it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Call", "trace", "why_no_strace"]

_LINE = re.compile(r"\d+ +(?P<name>\w+)\((?P<arguments>.*)")
_PART = re.compile(
    r'(?:<(?P<base>(?:\\x[0-9a-f]{2})*)>, )?"(?P<path>(?:\\x[0-9a-f]{2})*)"|<(?P<open>(?:\\x[0-9a-f]{2})*)>'
)
_CHANGING = re.compile(
    r"(?:mkdir|rename|unlink|rmdir|symlink|link|f?chmod|[lf]?chown|f?truncate|utime|mknod|creat|f?setxattr|f?removexattr|flock)"
)
_OPENED_TO_WRITE = re.compile(r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b")


class Call(NamedTuple):
    """A system call with the places that it names."""

    name: str
    places: tuple[str, ...]
    changes: bool
    """Whether it may change something there, or lock it."""


def why_no_strace() -> str:
    """Why nothing can be traced here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(["strace", "-f", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def trace(command: Sequence[object], log: Path, *, cwd: Path) -> tuple[subprocess.CompletedProcess[bytes], list[Call]]:
    """Runs a command and gives its calls that name files; its working folder never changes."""
    strace = ["strace", "-f", "-y", "-xx", "-s", "9999", "-qq", "-e", "signal=none", "-o", log]
    strace += ["-e", "trace=%file,fchmod,fchown,ftruncate,flock,fsetxattr"]
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [str(part) for part in (*strace, *command)], cwd=cwd, capture_output=True, env=quiet, timeout=300
    )
    return done, list(_calls(log.read_text(encoding="ascii"), os.fspath(cwd)))


def _calls(log: str, cwd: str) -> Iterator[Call]:
    for line in log.splitlines():
        found = _LINE.match(line)
        if found:
            name, arguments = found["name"], found["arguments"]
            changes = bool(_CHANGING.match(name)) or (
                name.startswith("open") and bool(_OPENED_TO_WRITE.search(arguments))
            )
            # what a call returns is open as well
            asked = arguments.rpartition(" = ")[0] or arguments
            yield Call(name, tuple(_places(asked, cwd)), changes)


def _places(arguments: str, cwd: str) -> Iterator[str]:
    for part in _PART.finditer(arguments):
        if part["path"] is None:
            yield _text(part["open"])
        else:
            yield os.path.normpath(os.path.join(cwd, _text(part["base"] or ""), _text(part["path"])))


def _text(escaped: str) -> str:
    return os.fsdecode(bytes.fromhex(escaped.replace("\\x", "")))
