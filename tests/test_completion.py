"""The Tab key, in the shells that are on this machine, with the lines that the documentation gives."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent / "docs/commands.md").read_text("utf-8")
STARTED = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
HERE = [shell for shell in ("bash", "zsh", "fish") if os.name != "nt" and shutil.which(shell)]
WAIT = 60


def line_for(shell: str) -> str:
    """What the documentation says to put into the shell's own file."""
    found = re.search(rf"^(.*_EXPORTCONV_COMPLETE={shell}_source.*?) +#", PAGE, re.MULTILINE)
    assert found
    return found[1]


class Typing:
    """Somebody who types in a shell."""

    def __init__(self, shell: str, place: Path) -> None:
        import pty

        self.terminal, other = pty.openpty()
        env = {**os.environ, "PATH": f"{place / 'bin'}:{os.environ['PATH']}", "TERM": "dumb", "PS1": "$ "}
        self.child = subprocess.Popen(
            STARTED[shell], stdin=other, stdout=other, stderr=other, cwd=place / "here", env=env, start_new_session=True
        )
        os.close(other)
        self.shown = ""

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def sees(self, text: str) -> bool:
        """Whether it is shown within a minute."""
        until = time.monotonic() + WAIT
        while text not in self.shown and time.monotonic() < until:
            if select.select([self.terminal], [], [], 0.2)[0]:
                # what colours and moves the cursor is no text
                data = os.read(self.terminal, 4096).decode("utf-8", "replace")
                self.shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x08|\r", "", self.shown + data)
        return text in self.shown

    def ends(self) -> None:
        self.child.kill()
        self.child.wait()
        os.close(self.terminal)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the command in one folder and an export in another one."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here/Export-5f2a.zip").write_bytes(b"x")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin/exportconv"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exportconv "$@"\n', "utf-8")
    command.chmod(0o755)
    return tmp_path


@pytest.fixture(params=[shell for shell in HERE if shell in STARTED])
def typing(request: pytest.FixtureRequest, place: Path) -> Iterator[Typing]:
    found = Typing(request.param, place)
    try:
        first = "autoload -U compinit; compinit -u; " if request.param == "zsh" else ""
        found.type(f"{first}{line_for(request.param)}\necho rea''dy\n")
        assert found.sees("ready"), found.shown
        yield found
    finally:
        found.ends()


CASES = [
    ("exportconv conv", "convert"),
    ("exportconv convert Exp", "Export-5f2a.zip"),
    ("exportconv convert x --attachment-f", "--attachment-folder"),
    ("exportconv convert x v --to mark", "markdown"),
]


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_tab_completes(typing: Typing, typed: str, expected: str) -> None:
    typing.shown = ""
    typing.type(f"{typed}\t")
    assert typing.sees(expected), typing.shown
    assert "stopped" not in typing.shown


if "fish" in HERE:
    # it wants a terminal that answers, but tells what it would do

    @pytest.mark.parametrize(("typed", "expected"), CASES)
    def test_tab_completes_in_fish(place: Path, typed: str, expected: str) -> None:
        env = {**os.environ, "PATH": f"{place / 'bin'}:{os.environ['PATH']}"}
        command = ["fish", "--no-config", "-c", f"{line_for('fish')}; complete -C '{typed}'"]
        done = subprocess.run(command, cwd=place / "here", env=env, capture_output=True, text=True, timeout=WAIT)
        assert (expected in done.stdout, "stopped" in done.stderr) == (True, False), done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_a_shell_is_told_is_all_that_is_said(shell: str) -> None:
    env = {**os.environ, "_EXPORTCONV_COMPLETE": f"{shell}_source"}
    done = subprocess.run([sys.executable, "-m", "exportconv"], env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_EXPORTCONV_COMPLETE" in done.stdout
