"""A run that is stopped by a signal says what it has done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.vault_trees import put_files, tree

from exportconv.writers.replace_file import undisturbed

PROMISES = (19,)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
NAME = f"회의 {'a' * 32}.md"
EXPORT = {NAME: "# 회의\n\n글"}
NOTES = {".git/HEAD": "", "글.md": "\ufeff글"}
BEFORE = """
import exportconv.writers.{module} as module
def stop(*_):
    os.kill(os.getpid(), signal.SIGTERM)
    raise AssertionError("it went on")
module.{function} = stop
"""
# the lock is let go after everything else
AFTER = """
from exportconv.writers import lock
real = lock._lock
def held(folder):
    release = real(folder)
    def stop():
        release()
        os.kill(os.getpid(), signal.SIGTERM)
    return stop
lock._lock = held
"""
KILLED = """
from exportconv.writers.work import Work
Work._put = lambda *_: os._exit(9)
"""


def run(folder: Path, program: str, *arguments: str) -> tuple[int, str]:
    """Code and last line of a run in which a few lines of Python come first."""
    code = (
        f"import os, signal, sys\n{program}\nfrom exportconv.__main__ import main\nsys.argv[1:] = {arguments!r}\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.splitlines()[-1] if done.stderr else ""


def stopped(module: str, function: str) -> str:
    return BEFORE.format(module=module, function=function)


def test_a_new_folder(tmp_path):
    put_files(tmp_path / "export", EXPORT)
    before = run(tmp_path, stopped("write_tree", "put_in_place"), "convert", "export", "vault", "-q")
    assert before == (143, "exportconv: stopped; nothing was left behind")
    assert os.listdir(tmp_path) == ["export"]
    after = run(tmp_path, AFTER, "convert", "export", "vault", "-q")
    assert after == (143, "exportconv: stopped; everything was written before that")
    assert (tmp_path / "vault/회의.md").exists()
    assert sorted(os.listdir(tmp_path)) == ["export", "vault"]


def test_one_that_goes_on_later(tmp_path):
    put_files(tmp_path / "export", EXPORT)
    before = run(tmp_path, stopped("write_tree", "put_in_place"), "convert", "export", "vault", "-q", "--resume")
    assert before == (143, "exportconv: stopped; what is written is kept for --resume")
    after = run(tmp_path, AFTER, "convert", "export", "vault", "-q", "--resume")
    assert after == (143, "exportconv: stopped; everything was written before that")
    assert sorted(os.listdir(tmp_path)) == ["export", "vault"]


def test_a_folder_that_was_there(tmp_path):
    put_files(tmp_path / "export", EXPORT)
    own = put_files(tmp_path / "vault", {"내 글.md": "글"})
    as_it_was = tree(own)
    before = run(tmp_path, stopped("work", "save_journal"), "convert", "export", "vault", "-q", "--into")
    assert before == (143, "exportconv: stopped; nothing was left behind")
    assert tree(own) == as_it_was
    after = run(tmp_path, AFTER, "convert", "export", "vault", "-q", "--into")
    assert after == (143, "exportconv: stopped; everything was written before that")
    assert (own / "회의.md").exists()


def test_mended_notes(tmp_path):
    put_files(tmp_path, NOTES)
    assert run(tmp_path, stopped("work", "save_journal"), "normalize", ".") == (
        143,
        "exportconv: stopped; nothing was changed",
    )
    assert (tmp_path / "글.md").read_text("utf-8") == "\ufeff글"
    assert run(tmp_path, AFTER, "normalize", ".") == (143, "exportconv: stopped; everything was written before that")
    assert (tmp_path / "글.md").read_text("utf-8") == "글"
    # nothing is to be done, and nothing is
    assert run(tmp_path, AFTER, "normalize", ".") == (143, "exportconv: stopped; nothing was changed")


def test_what_a_killed_run_had_left_to_do(tmp_path):
    put_files(tmp_path, NOTES)
    assert run(tmp_path, KILLED, "normalize", ".") == (9, "")
    assert (tmp_path / "글.md").read_text("utf-8") == "\ufeff글"
    assert run(tmp_path, AFTER, "normalize", ".") == (
        143,
        f"exportconv: stopped; {tmp_path}: what a killed run had left to do was done first; nothing else was changed",
    )
    assert (tmp_path / "글.md").read_text("utf-8") == "글"


def test_a_stop_while_stops_are_shut_out_leaves_no_other_shut_out(monkeypatch):
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    real, seen = signal.signal, []

    def second_fails(number, handler):
        seen.append(number)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(number, handler)

    monkeypatch.setattr(signal, "signal", second_fails)
    with pytest.raises(KeyboardInterrupt), undisturbed():
        pass
    monkeypatch.undo()
    assert {name: signal.getsignal(name) for name in before} == before
