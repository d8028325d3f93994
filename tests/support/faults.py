"""Runs the command with a fault that the system injects at one of its system calls, and tells what came of it."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from exportconv import __main__ as command
from exportconv.unfinished import JOURNAL, is_unfinished
from exportconv.writers.system_calls import sync_folder, sync_written
from support.vault_trees import put_files

__all__ = ["CASES", "Case", "Outcome", "in_child", "needs_strace", "ran", "short_form"]

CALLS = (
    "rename", "renameat", "renameat2", "mkdir", "mkdirat", "openat", "write", "fsync", "fdatasync", "syncfs", "unlink",
    "unlinkat", "rmdir", "utimensat", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "chown",
    "fchownat", "ftruncate", "flock",
)  # fmt: skip
A, B, C, D = ("0123456789abcdef0123456789abcde" + letter for letter in "abcd")


class Outcome(NamedTuple):
    """How a run ended."""

    code: int
    """Its exit code; negative for the signal that killed it."""
    said: str
    """What it printed."""


def _may_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


needs_strace = pytest.mark.skipif(not _may_trace(), reason="strace is not there or may not trace")


def short_form() -> bool:
    """Whether only some points are tried, as in CI."""
    return "EXPORTCONV_LONG" not in os.environ


def in_child(action: Callable[[], int], *tracing: str) -> Outcome:
    """Does something in a process of its own, under strace where there are options for that.

    All modules are loaded already, so that the system calls of one are those of the command alone.
    """
    # what is loaded or looked up once is not to be met in the child
    sync_written(os.fsencode(os.getcwd()), [])
    sync_folder(os.fsencode(os.getcwd()))
    ours, its = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            sys.stdout = sys.stderr = said = io.StringIO()
            os.kill(os.getpid(), signal.SIGSTOP)
            code = action()
            os.write(its, said.getvalue().encode("utf-8", "replace"))
        finally:
            os._exit(code)
    os.close(its)
    os.waitpid(child, os.WUNTRACED)
    tracer = _trace(child, tracing) if tracing else None
    os.kill(child, signal.SIGCONT)
    with open(ours, "rb") as stream:
        said = stream.read().decode()
    status = os.waitpid(child, 0)[1]
    if tracer:
        tracer.wait()
    return Outcome(os.waitstatus_to_exitcode(status), said)


def _trace(child: int, tracing: tuple[str, ...]) -> subprocess.Popen[bytes]:
    tracer = subprocess.Popen(["strace", "-q", "-p", str(child), *tracing], stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{child}/status")
    until = time.monotonic() + 20
    while "TracerPid:\t0\n" in status.read_text():
        assert time.monotonic() < until, "strace did not attach"
        time.sleep(0.001)
    return tracer


def ran(arguments: list[str], cwd: Path, *tracing: str) -> Outcome:
    """Runs the command."""

    def run() -> int:
        os.chdir(cwd)
        sys.argv = ["exportconv", *arguments]
        return command._run()

    return in_child(run, *tracing)


@cache
def _load(prepare: Callable[[Path], list[str]], home: Path) -> None:
    """Has all modules loaded that a command needs, so that no system call is of that."""
    arguments = prepare(home)
    with chdir(home), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        sys.argv, before = ["exportconv", *arguments], sys.argv
        command._run()
        sys.argv = before


class Case:
    """A command, with the folders that it works on, made anew for each try."""

    def __init__(self, prepare: Callable[[Path], list[str]], home: Path):
        self.prepare, self.home = prepare, home
        self.number = 0
        self.arguments: list[str] = []
        (home / "load").mkdir()
        _load(prepare, home / "load")
        self.folder = home / "0"
        self.fresh()
        self.old = self.tree()
        assert self.run().code in (0, 1)
        self.new = self.tree()
        assert self.new != self.old
        self.points = self._points()

    def fresh(self) -> None:
        """Makes the folders again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.number += 1
        self.folder = self.home / str(self.number)
        self.folder.mkdir()
        self.arguments = self.prepare(self.folder)

    def run(self, *tracing: str) -> Outcome:
        """Runs the command."""
        return ran(self.arguments, self.folder, *tracing)

    def tree(self) -> dict[str, object]:
        """All files and folders, what is being made left out."""
        return {path: data for path, data in self.whole_tree().items() if not is_made(path)}

    def whole_tree(self) -> dict[str, object]:
        """All files and folders."""
        found = sorted(self.folder.rglob("*"))
        return {
            path.relative_to(self.folder).as_posix(): path.is_dir() or (path.read_bytes(), path.stat().st_mode)
            for path in found
        }

    def has_journal(self) -> bool:
        """Whether a run has noted what it does, and not ended."""
        return any(self.folder.rglob(JOURNAL))

    def _points(self) -> list[tuple[str, int]]:
        """Every system call that changes a disk, by name and number."""
        self.fresh()
        log = self.home / "log"
        assert self.run("-o", str(log), "-e", f"trace={','.join(CALLS)}").code in (0, 1)
        names = Counter(re.findall(r"(?m)^(?:\d+ +)?(\w+)\(", log.read_text("utf-8", "replace")))
        # the last write hands over what was said
        names["write"] -= 1
        return [(name, number) for name in sorted(names) for number in range(1, names[name] + 1)]

    def chosen(self, few: int) -> list[tuple[str, int]]:
        """All points, or in the short form about so many of them, evenly."""
        step = max(1, len(self.points) // few) if short_form() else 1
        return self.points[::step]


def is_made(path: str) -> bool:
    """Whether a path is of something that is being made, or was when a run was killed."""
    return any(is_unfinished(name) or name.endswith(".exportconv-new") for name in path.split("/"))


PICTURE = bytes(range(256)) * 4200
EXPORT: Mapping[str, str | bytes] = {
    f"회의 {A}.md": f"# 회의\n\nDue: 2024-05-10\n\n![](%ED%9A%8C%EC%9D%98%20{A}/x.bin)\n\n[아래](%ED%9A%8C%EC%9D%98%20{A}/b%20{B}.md)\n",
    f"회의 {A}/x.bin": PICTURE,
    f"회의 {A}/b {B}.md": "# b\n",
    f"c {C}.md": "# c\n",
}
NEWER: Mapping[str, str | bytes] = {
    f"회의 {A}.md": f"# 회의\n\nDue: 2024-06-10\n\n![](%ED%9A%8C%EC%9D%98%20{A}/y.bin)\n",
    f"회의 {A}/y.bin": PICTURE + b"y",
    f"옮김 {B}.md": "# 옮김\n\nnew\n",
    f"d {D}.md": "# d\n",
}


def _absent(home: Path) -> list[str]:
    put_files(home / "source", EXPORT)
    return ["convert", "source", "vault", "-q"]


def _times(home: Path) -> list[str]:
    put_files(
        home / "source", {".obsidian/app.json": "{}", "글.md": "[[b]] ==x==", "곳/b.md": "b", "곳/x.bin": PICTURE}
    )
    return ["convert", "source", "notes", "-q", "--to", "markdown", "--preserve-mtime"]


def _empty(home: Path) -> list[str]:
    (home / "vault").mkdir(mode=0o750)
    return _absent(home)


def _into(home: Path) -> list[str]:
    put_files(
        home / "vault", {"mine.md": "mine", ".obsidian/types.json": '{"types": {"mine": "text"}}', "c.md": "mine"}
    )
    return [*_absent(home), "--into"]


def _update(home: Path) -> list[str]:
    assert ran(_absent(home), home).code == 0
    put_files(home / "vault", {"mine.md": "[[b]] mine"})
    shutil.rmtree(home / "source")
    put_files(home / "source", NEWER)
    return ["convert", "source", "vault", "-q", "--prune"]


def _normalize(home: Path) -> list[str]:
    put_files(
        home / "vault",
        {".git/HEAD": "", "CON.md": "하나", f"d {D}.md": "\ufeff# d\r\n", "글.md": f"[[CON]] [[d {D}]]\n"},
    )
    return ["normalize", "vault", "--unsafe-fixes"]


CASES: Mapping[str, Callable[[Path], list[str]]] = {
    "new": _absent,
    "new, times kept": _times,
    "empty": _empty,
    "into": _into,
    "update": _update,
    "normalize": _normalize,
}
"""What is swept: a name → what makes the folders and gives the arguments."""
