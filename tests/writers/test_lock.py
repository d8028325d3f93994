"""One run at a time in a folder, also where folders cannot be locked."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

import exportconv as ec
from exportconv.unfinished import is_lock, is_unfinished, lock_name
from exportconv.writers.lock import only_run

PROMISES = (21,)

try:
    import fcntl
except ImportError:
    fcntl = None

CODE = """
import sys
if sys.argv[2] == "no fcntl": sys.modules["fcntl"] = None
from exportconv.writers.lock import only_run
with only_run(sys.argv[1]):
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["as it is", "no fcntl", "no such locks"])
def kind(request, monkeypatch):
    if request.param == "no fcntl":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    elif request.param == "no such locks":
        fcntl = pytest.importorskip("fcntl")

        def refuse(*_):
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(fcntl, "flock", refuse)
    return request.param


def other_run(folder, kind):
    how = "as it is" if kind == "as it is" else "no fcntl"
    child = subprocess.Popen(
        [sys.executable, "-c", CODE, str(folder), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout.readline().strip() == b"locked"
    return child


def test_the_second_is_refused_until_the_first_ends(tmp_path, kind):
    child = other_run(tmp_path, kind)
    with pytest.raises(ec.DestinationError, match="another run is at work here"), only_run(str(tmp_path)):
        pass
    child.communicate(b"")
    assert os.listdir(tmp_path) == []
    with only_run(str(tmp_path)):
        pass
    assert os.listdir(tmp_path) == []


def test_a_killed_run_holds_nothing(tmp_path, kind):
    child = other_run(tmp_path, kind)
    child.kill()
    child.communicate()
    with only_run(str(tmp_path)):
        assert len(os.listdir(tmp_path)) == (kind != "as it is" or fcntl is None)
    assert os.listdir(tmp_path) == []


def test_a_run_that_ends_badly_lets_go(tmp_path, kind):
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), only_run(str(tmp_path)):
            raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


def test_who_may_not_write_needs_no_lock(tmp_path, kind):
    with only_run(str(tmp_path / "gone")):
        pass


def test_names_of_locks():
    assert is_lock(lock_name())
    assert is_unfinished(lock_name())
    assert not is_lock("uv.lock")
    assert not is_lock(".exportconv-1-01234567.tmp")


def test_adding_to_a_vault_takes_the_lock_too(make_folder, tmp_path):
    source, vault = make_folder({f"P {'a' * 32}.md": "# P\n\ntext"}), tmp_path / "v"
    (vault / ".obsidian").mkdir(parents=True)
    with only_run(str(vault)), pytest.raises(ec.DestinationError, match="another run is at work here"):
        ec.convert(source, vault, into=True)
    assert os.listdir(vault) == [".obsidian"]
    ec.convert(source, vault, into=True)
    assert (vault / "P.md").exists()


CONVERT = """
import sys
if sys.argv[1] != "as it is": sys.modules["fcntl"] = None
from exportconv.__main__ import main
del sys.argv[1]
main()
"""


@pytest.mark.parametrize("state", ["absent", "empty", "filled"])
def test_no_other_run_from_the_beginning_to_the_end(make_folder, tmp_path, kind, state):
    source, other = make_folder({f"P {'a' * 32}.md": "# P"}), make_folder({f"Q {'b' * 32}.md": "# Q"}, "other")
    vault = tmp_path / "deep" / "v"
    if state != "absent":
        vault.mkdir(parents=True)
    if state == "filled":
        (vault / "mine.md").write_bytes(b"mine")
    said = []

    def meanwhile(given):
        for into in ([], ["--into"]):
            command = [sys.executable, "-c", CONVERT, kind, "convert", str(other), str(vault), *into]
            ran = subprocess.run(command, capture_output=True, text=True)
            said.append((ran.returncode, ran.stderr.count("another run is at work here"), ran.stderr.count("\n")))
        return given

    ec.convert(source, vault, into=True, transforms=[meanwhile])
    assert said == [(2, 1, 1)] * 2
    assert {".exportconv", "P.md"} <= set(os.listdir(vault)) <= {".exportconv", "P.md", "mine.md"}
    assert os.listdir(tmp_path / "deep") == ["v"]
    ec.convert(other, vault, into=True)
    assert (vault / "Q.md").exists()


def test_a_manifest_that_something_else_changes_meanwhile(make_folder, tmp_path):
    source, other = make_folder({f"P {'a' * 32}.md": "# P"}), make_folder({f"Q {'b' * 32}.md": "# Q"}, "other")
    ec.convert(source, tmp_path / "v")
    earlier = (tmp_path / "v/.exportconv/manifest.json").read_bytes()
    ec.convert(other, tmp_path / "v", into=True)

    def meanwhile(given):
        (tmp_path / "v/.exportconv/manifest.json").write_bytes(earlier)
        return given

    third = make_folder({f"R {'c' * 32}.md": "# R"}, "third")
    with pytest.raises(ec.DestinationError, match="was changed meanwhile; nothing was changed, run it again"):
        ec.convert(third, tmp_path / "v", into=True, transforms=[meanwhile])
    assert not (tmp_path / "v/R.md").exists()
