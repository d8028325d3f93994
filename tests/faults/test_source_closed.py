"""Sources that cannot be written at all, and a look at what is opened for writing, or locked."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from support.commands import EXPORTCONV, exportconv
from support.sources import READING, seen_of, sources_in
from support.traced import trace, why_no_strace
from support.vault_trees import put_files

PROMISES = (10, 22)
TOTALS = (
    ("count", "mount|somebody", "{} runs on a source that cannot be changed"),
    ("sum", r"(\d+) calls, (?!0)(\d+) places", "{:,.0f} calls traced, {:,.0f} places written, none in the source"),
    ("sum", r"(\d+) calls, (\d+) places", "{:,.0f} calls traced, {:,.0f} places written"),
)
every_command = pytest.mark.parametrize("command", READING)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that other users reach, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", folder])
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def as_another() -> Sequence[str]:
    """What runs a command as a user to whom the sources are closed, or as a root to whom modes mean something."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can be another user, with setpriv")
    no_rights = ["--inh-caps=-all", "--bounding-set=-all"]
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *no_rights]
    # its Python may lie below root's own folder
    if exportconv("--version", under=nobody).returncode == 0:
        return nobody
    return ["setpriv", *no_rights]


def words(command: str, out: Path) -> list[str]:
    return [str(out) if word == "OUT" else word for word in READING[command].split()]


def close(folder: Path) -> None:
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)


@every_command
def test_a_source_on_a_read_only_mount(tmp_path: Path, command: str, record_property) -> None:
    sources = sources_in(tmp_path / "in")
    before = seen_of(sources)
    if subprocess.run(["mount", "--bind", sources, sources], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", sources], check=True)
        with pytest.raises(OSError, match="Read-only"):
            (sources / "new").touch()
        done = exportconv(*words(command, tmp_path / "out"), cwd=sources)
    finally:
        subprocess.run(["umount", sources], check=True)
    assert done.returncode in (0, 1), done.stderr
    assert seen_of(sources) == before
    record_property("figure", f"{command}, from a read-only mount")
    record_property("promise", 10)


@every_command
def test_a_source_of_somebody_else(open_path: Path, as_another, command: str, record_property) -> None:
    sources = sources_in(open_path / "in")
    out = open_path / "out"
    out.mkdir()
    out.chmod(0o777)
    close(sources)
    before = seen_of(sources)
    done = exportconv(*words(command, out / "v"), cwd=sources, under=as_another, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode in (0, 1), done.stderr
    assert seen_of(sources) == before
    record_property("figure", f"{command}, of a source that is somebody else's")
    record_property("promise", 10)


def test_normalize_of_what_is_closed(open_path: Path, as_another) -> None:
    sources = sources_in(open_path / "in")
    close(sources)
    before = seen_of(sources)
    done = exportconv("normalize", "notes", cwd=sources, under=as_another)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "may not be written to; nothing was changed" in done.stderr
    assert seen_of(sources) == before


@pytest.mark.parametrize("closed", ["export/folder", "export/secret.md", "export.zip"])
def test_what_may_not_be_read_is_one_line(open_path: Path, as_another, closed: str) -> None:
    sources = sources_in(open_path / "in")
    put_files(sources, {"export/folder/x.png": "png", "export/secret.md": "secret"})
    (sources / closed).chmod(0)
    out = open_path / "out"
    out.mkdir()
    out.chmod(0o777)
    name = closed.partition("/")[0]
    for args in (["inspect", name], ["convert", name, out / "v"]):
        done = exportconv(*args, cwd=sources, under=as_another)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr == f"exportconv: {closed}: cannot be read: Permission denied\n"
    assert list(out.iterdir()) == []


@every_command
def test_nothing_of_it_is_opened_for_writing(tmp_path: Path, command: str, record_property) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    sources, out = sources_in(tmp_path / "in"), tmp_path / "out"
    out.mkdir()
    (tmp_path / "temp").mkdir()
    done, calls = trace(
        ["env", f"TMPDIR={tmp_path / 'temp'}", *EXPORTCONV, *words(command, out / "v")], tmp_path / "log", cwd=sources
    )
    assert done.returncode in (0, 1), done.stderr
    assert any(place.startswith(str(sources)) for call in calls for place in call.places)
    writes = "OUT" in READING[command] and "--dry-run" not in READING[command]
    changed = {place for call in calls if call.changes for place in call.places} - {os.devnull, "/dev/tty"}
    outside = {place for place in changed if not place.startswith(f"{out}{os.sep}") and place != str(out)}
    assert outside == set()
    # what only looks opens nothing for writing at all
    assert bool(changed) == writes
    record_property("figure", f"{command}: {len(calls)} calls, {len(changed)} places written")
    record_property("promise", 10 if writes else 22)


def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    sources, out = sources_in(tmp_path / "in"), tmp_path / "out"
    strange = {
        sources / "export/pipe.md",
        sources / "export/null.md",
        sources / "notes/pipe.md",
        sources / "notes/disk.png",
    }
    try:
        for place in strange:
            kind = stat.S_IFIFO if "pipe" in place.name else stat.S_IFCHR if "null" in place.name else stat.S_IFBLK
            os.mknod(place, kind | 0o666, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("devices cannot be made here")
    for number, command in enumerate(READING):
        done, calls = trace([*EXPORTCONV, *words(command, out / f"{number}")], tmp_path / "log", cwd=sources)
        assert done.returncode in (0, 1), done.stderr
        opened = {place for call in calls if call.name.startswith("open") for place in call.places}
        assert opened.isdisjoint(map(str, strange))
        if "export OUT" in READING[command]:
            assert done.returncode == 1 or "--dry-run" in READING[command]
            assert done.stderr.count(b": XC402 ") == 2
