"""What is missing on other systems is not needed: every module loads without it, and every command works."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import exportconv
from support.vault_trees import tree

PROMISES = (7, 16)
EXAMPLES = Path(__file__).parents[1] / "examples"

# what Windows has not, and most of it is of Linux alone
_WITHOUT = """
import os, signal, sys
for name in ("fcntl", "grp", "posix_spawn", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
for name in ("chown", "fchown", "fchmod", "getuid", "geteuid", "lchown", "mkfifo", "mknod", "sync", "sendfile", "copy_file_range", "O_NOFOLLOW", "O_DIRECTORY"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGKILL"):
    delattr(signal, name)
"""
_LOAD_ALL = """
import importlib, pkgutil, exportconv
names = [item.name for item in pkgutil.walk_packages(exportconv.__path__, "exportconv.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
_RUN = "import sys; sys.argv = ['exportconv', *{args!r}]; from exportconv.__main__ import main; main()"


def without(program: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT + program], cwd=cwd, capture_output=True, text=True, encoding="utf-8"
    )


def test_every_module_loads(tmp_path: Path, record_property) -> None:
    done = without(_LOAD_ALL, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 100
    record_property("figure", f"{done.stdout.strip()} modules load without what only some systems have")
    record_property("promise", 7)


@pytest.mark.parametrize(
    "args",
    [
        ["convert", "notion-export.zip", "OUT"],
        ["convert", "notion-export.zip", "OUT", "--to", "markdown", "--ascii-names"],
        ["convert", "vault", "OUT", "--to", "markdown", "--preserve-mtime"],
        ["convert", "vault", "OUT", "--into"],
        ["inspect", "notion-export.zip", "--json"],
        ["inspect", "vault"],
        ["normalize", "untidy", "--check", "--diff"],
    ],
)
def test_every_command_does_the_same(tmp_path: Path, args: list[str]) -> None:
    results = []
    for name in ("here", "elsewhere"):
        out = tmp_path / name
        if "--into" in args:
            out.mkdir()
            (out / "mine.md").write_bytes(b"mine")
        line = [str(EXAMPLES / word) if (EXAMPLES / word).exists() else word.replace("OUT", str(out)) for word in args]
        done = exportconv(*line, cwd=tmp_path) if name == "here" else without(_RUN.format(args=line), tmp_path)
        said = [text.replace(str(out), "OUT") for text in (done.stdout, done.stderr)]
        results.append((done.returncode, said, tree(out)))
    assert results[0] == results[1]
    assert results[0][0] in (0, 1)
    if "--json" in args:
        assert json.loads(results[1][1][0])


def test_normalize_does_the_same(tmp_path: Path) -> None:
    import shutil

    results = []
    for name in ("here", "elsewhere"):
        root = tmp_path / name / "notes"
        shutil.copytree(EXAMPLES / "untidy", root)
        line = ["normalize", str(root), "--unsafe-fixes"]
        done = exportconv(*line) if name == "here" else without(_RUN.format(args=line), tmp_path)
        results.append((done.returncode, done.stderr, tree(root)))
        again = without(_RUN.format(args=["normalize", str(root), "--check"]), tmp_path)
        assert again.returncode in (0, 1)
    assert results[0] == results[1]
    assert results[0][2] != tree(EXAMPLES / "untidy")
