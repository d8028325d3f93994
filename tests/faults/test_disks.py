"""Disks that are full, closed or elsewhere, limits, and signals: one line, exit 2, and the destination as it was."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from support.faults import CASES, EXPORT, Case, Outcome, needs_strace
from support.vault_trees import put_files, tree

PROMISES = (19,)
TOTALS = (("sum", r"(\d+) points; (\d+) half", "{:,.0f} errors of a full or broken disk, {:,.0f} half"),)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root"),
]

COMMAND = [sys.executable, "-m", "exportconv"]


def convert(home: Path, *arguments: str, limit: tuple[int, int] | None = None) -> Outcome:
    """Converts the source in a folder to `d/vault` there."""

    def set_limit() -> None:
        if limit:
            resource.setrlimit(limit[0], (limit[1], limit[1]))

    command = [*COMMAND, "convert", "source", "d/vault", "-q", *arguments]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, preexec_fn=set_limit)
    return Outcome(done.returncode, done.stderr)


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """Something mounted on a folder; the test is skipped where that is not allowed."""
    place.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["mount", *options, str(place)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def small(place: Path, options: str) -> contextmanager[Path]:
    return mounted(place, "-t", "tmpfs", "-o", options, "tmpfs")


def is_refused(done: Outcome, why: str) -> None:
    assert (done.code, done.said.count("\n")) == (2, 1), done
    assert why in done.said
    assert "a bug" not in done.said


STATES = ("absent", "empty", "filled")


def stand(home: Path, state: str) -> list[str]:
    """Has the destination be in a state, and gives the arguments for that."""
    if state != "absent":
        (home / "d/vault").mkdir(parents=True)
    if state == "filled":
        put_files(home / "d/vault", {"mine.md": "mine"})
    return ["--into"] if state == "filled" else []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("options", ["size=1200k,nr_inodes=999", "size=9m,nr_inodes=9"], ids=["bytes", "inodes"])
def test_a_full_disk(tmp_path, record_property, options, state):
    put_files(tmp_path / "source", {**EXPORT, **{f"n{n} {n:032x}.md": "x" * 4000 for n in range(60)}})
    with small(tmp_path / "d", options):
        arguments = stand(tmp_path, state)
        before = tree(tmp_path)
        is_refused(convert(tmp_path, *arguments), "No space left on device")
        assert tree(tmp_path) == before
        subprocess.run(["mount", "-o", "remount,size=90m,nr_inodes=999", str(tmp_path / "d")], check=True)
        assert convert(tmp_path, *arguments).code in (0, 1)
    record_property("figure", f"tmpfs, {state}: refused, old")


@pytest.mark.parametrize("state", STATES)
def test_a_disk_that_is_only_read(tmp_path, state):
    put_files(tmp_path / "source", EXPORT)
    with small(tmp_path / "d", "size=9m"):
        arguments = stand(tmp_path, state)
        before = tree(tmp_path)
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "d")], check=True)
        is_refused(convert(tmp_path, *arguments), "Read-only file system")
        assert tree(tmp_path) == before


@pytest.mark.parametrize("state", STATES)
def test_a_source_that_is_only_read(tmp_path, state):
    put_files(tmp_path / "source", EXPORT)
    before = {path: path.stat() for path in (tmp_path / "source").rglob("*")}
    with mounted(tmp_path / "source", "-o", "bind,ro", str(tmp_path / "source")):
        assert convert(tmp_path, *stand(tmp_path, state)).code in (0, 1)
    for path, status in before.items():
        after = path.stat()
        assert (after.st_ino, after.st_mtime_ns, after.st_size) == (status.st_ino, status.st_mtime_ns, status.st_size)


@pytest.mark.parametrize("state", STATES)
def test_a_folder_that_may_not_be_changed(tmp_path, state):
    home = Path(os.environ.get("TMPDIR", "/var/tmp")) / f"exportconv-test-{os.getpid()}"
    put_files(home / "source", EXPORT)
    try:
        (home / "d").mkdir()
        arguments = stand(home, state)
        closed = home / "d" / ("" if state == "absent" else "vault")
        if subprocess.run(["chattr", "+i", str(closed)], capture_output=True).returncode:
            pytest.skip("chattr +i is not known here")
        before = tree(home)
        try:
            is_refused(convert(home, *arguments), "permission denied" if state == "empty" else "ermitted")
            assert tree(home) == before
        finally:
            subprocess.run(["chattr", "-i", str(closed)], check=True)
        assert convert(home, *arguments).code in (0, 1)
    finally:
        shutil.rmtree(home)


@pytest.mark.parametrize("state", ["absent", "filled"])
def test_a_folder_of_somebody_else(tmp_path, state):
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is not there")
    put_files(tmp_path / "source", EXPORT)
    (tmp_path / "d").mkdir()
    arguments = stand(tmp_path, state)
    closed = tmp_path / "d" / ("vault" if state == "filled" else "")
    os.chown(closed, 65534, 65534)
    closed.chmod(0o555)
    before = tree(tmp_path)
    weak = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-all"]
    command = [*weak, *COMMAND, "convert", "source", "d/vault", "-q", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    is_refused(Outcome(done.returncode, done.stderr), "ermission denied")
    assert tree(tmp_path) == before


def test_a_mount_point_and_a_folder_on_another_disk(tmp_path):
    put_files(tmp_path / "source", EXPORT)
    with small(tmp_path / "d/vault", "size=9m"):
        assert convert(tmp_path).code in (0, 1)
        new = tree(tmp_path / "d/vault")
    with small(tmp_path / "d", "size=9m"):
        assert convert(tmp_path).code in (0, 1)
        assert tree(tmp_path / "d/vault") == new
    # a folder of a vault that lies on another disk
    put_files(tmp_path / "d/vault", {"mine.md": "mine"})
    with small(tmp_path / "d/vault/회의", "size=9m"):
        assert convert(tmp_path, "--into").code in (0, 1)
        assert sorted(os.listdir(tmp_path / "d")) == ["vault"]
        found = {path.name for path in (tmp_path / "d/vault").rglob("*")}
        assert "x.bin" in os.listdir(tmp_path / "d/vault/회의")
        assert {"mine.md", "회의.md", "x.bin", "b.md"} <= found
        assert not [name for name in found if name.startswith(".exportconv-")]


@pytest.mark.parametrize("state", STATES)
def test_few_open_files(tmp_path, state):
    put_files(tmp_path / "source", {**EXPORT, **{f"n{n} {n:032x}.md": "x" for n in range(300)}})
    arguments = stand(tmp_path, state)
    assert convert(tmp_path, *arguments, limit=(resource.RLIMIT_NOFILE, 64)).code in (0, 1)


def test_files_that_may_not_be_so_long(tmp_path):
    put_files(tmp_path / "source", EXPORT)
    before = tree(tmp_path)
    is_refused(convert(tmp_path, limit=(resource.RLIMIT_FSIZE, 1 << 20)), os.strerror(errno.EFBIG))
    assert tree(tmp_path) == before


@needs_strace
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("error", ["EMFILE", "EACCES", "EROFS", "ENOENT", "EXDEV", "EDQUOT"])
def test_other_errors(tmp_path, record_property, name, error):
    """At some of the system calls for which they can occur."""
    case = Case(CASES[name], tmp_path)
    calls = {
        "EXDEV": ("rename", "renameat2", "link", "linkat"),
        # a folder in the destination that is closed or gone is none to look into
        "EACCES": ("mkdir", "write"),
        "ENOENT": ("mkdir", "write"),
    }.get(error, ("openat", "mkdir", "write"))
    points = [point for point in case.points if point[0] in calls][:: 4 if error != "EXDEV" else 1]
    for call, number in points:
        case.fresh()
        done = case.run("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}")
        assert done.code in (0, 1, 2), (call, number, done)
        assert case.tree() == (case.old if done.code == 2 else case.new), (call, number, done)
        assert "a bug" not in done.said
        assert case.run().code in (0, 1)
        assert case.whole_tree() == case.new, (call, number)
    record_property("figure", f"{name}, {error}: {len(points)} points; 0 half")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["INT", "TERM", "HUP"])
def test_a_signal_twice_at_any_moment(tmp_path, state, number):
    files = {**EXPORT, **{f"n{n} {n:032x}.md": f"# n{n}\n\n" + "text " * 300 for n in range(150)}}
    codes = set()
    for step in range(4):
        home = tmp_path / str(step)
        put_files(home / "source", files)
        (home / "d").mkdir()
        arguments = stand(home, state)
        before = tree(home / "d")
        child = subprocess.Popen(
            [*COMMAND, "convert", "source", "d/vault", "-q", *arguments], cwd=home, stderr=subprocess.PIPE, text=True
        )
        # as soon as it is at work in there
        until = time.monotonic() + 60
        while tree(home / "d") == before and child.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(step * 0.02)
        child.send_signal(number)
        time.sleep(0.001)
        with suppress(ProcessLookupError):
            child.send_signal(number)
        child.communicate(timeout=60)
        codes.add(child.returncode)
        assert child.returncode in (128 + number, 0, 1)
        is_done = (home / "d/vault/.exportconv/manifest.json").exists()
        assert is_done or tree(home / "d") == before
        assert not [path for path in (home / "d").rglob("*") if path.name.startswith(".exportconv-")]
        assert convert(home, *arguments).code in (0, 1)
        assert os.listdir(home / "d") == ["vault"]
    assert 128 + number in codes
