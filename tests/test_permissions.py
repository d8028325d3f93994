"""Modes and times of what is written: the umask's modes, nothing to be run, and times only where they are asked for."""

from __future__ import annotations

import os
import stat
import time
import zipfile
from pathlib import Path

import pytest
from support.commands import exportconv
from support.vault_trees import put_files
from support.zips import Raw, raw_zip

PROMISES = (23, 24)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")

ID = "0123456789abcdef0123456789abcdef"
MODES = [0o4755, 0o2755, 0o6777, 0o1777, 0o755, 0o777, 0o000, 0o600, 0o444]


def modes_below(root: Path) -> tuple[set[int], set[int]]:
    """Modes of the folders, and of the files."""
    places = [root, *root.rglob("*")]
    return (
        {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_dir()},
        {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_file()},
    )


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002, 0o027])
@pytest.mark.parametrize("into", [False, True])
def test_modes_are_the_umasks(tmp_path: Path, umask: int, into: bool) -> None:
    entries = [Raw(b"%d.sh" % n, b"#!/bin/sh", mode=stat.S_IFREG | mode) for n, mode in enumerate(MODES)]
    folder = Raw(b"folder/", b"", mode=stat.S_IFDIR | 0o7777)
    page = Raw(f"P {ID}.md".encode(), b"# P\n\ntext", mode=stat.S_IFREG | 0o4755)
    inside = Raw(f"P {ID}/x.png".encode(), b"png", mode=stat.S_IFREG | 0o6777)
    (tmp_path / "e.zip").write_bytes(raw_zip([page, folder, inside, *entries]))
    if into:
        (tmp_path / "v").mkdir(0o777 & ~umask)
        os.chmod(tmp_path / "v", 0o777 & ~umask)
    done = exportconv(
        "convert", "e.zip", "v", *(["--into"] if into else []), cwd=tmp_path, start=lambda: os.umask(umask)
    )
    assert done.returncode == 0, done.stderr
    assert modes_below(tmp_path / "v") == ({0o777 & ~umask}, {0o666 & ~umask})


def test_modes_of_a_folder_are_not_taken_over(tmp_path: Path) -> None:
    notes = put_files(
        tmp_path / "notes", {".obsidian/app.json": "{}", "a.md": "a", "run.sh": "#!/bin/sh", "sub/b.md": "b"}
    )
    for name, mode in (("a.md", 0o400), ("run.sh", 0o4755), ("sub", 0o700)):
        os.chmod(notes / name, mode)
    assert exportconv("convert", "notes", "v", cwd=tmp_path, start=lambda: os.umask(0o022)).returncode == 0
    assert modes_below(tmp_path / "v") == ({0o755}, {0o644})


THEN = 1_400_000_000 * 10**9 + 123456700
"""A time with parts of a second."""


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_times_are_kept_where_that_is_asked_for(tmp_path: Path, to: str) -> None:
    notes = put_files(
        tmp_path / "notes", {".obsidian/app.json": "{}", "a.md": "[[b]]", "sub/b.md": "b", "x.png": "png"}
    )
    for number, name in enumerate(("a.md", "sub/b.md", "x.png")):
        os.utime(notes / name, ns=(THEN, THEN + number))
    started = time.time_ns() - 10**9
    assert exportconv("convert", "notes", "v", "--to", to, "--preserve-mtime", cwd=tmp_path).returncode == 0
    found = {name: (tmp_path / "v" / name).stat().st_mtime_ns for name in ("a.md", "sub/b.md", "x.png")}
    assert list(found.values()) == [THEN, THEN + 1, THEN + 2]
    assert exportconv("convert", "notes", "w", "--to", to, cwd=tmp_path).returncode == 0
    assert (tmp_path / "w/a.md").stat().st_mtime_ns > started


def test_times_of_a_zip_are_kept(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        for name in (".obsidian/app.json", "a.md"):
            archive.writestr(zipfile.ZipInfo(name, (2014, 5, 13, 18, 53, 20)), "{}")
        # no such day
        archive.writestr(zipfile.ZipInfo("odd.md", (2014, 0, 0, 0, 0, 0)), "x")
    done = exportconv("convert", "notes.zip", "v", "--preserve-mtime", cwd=tmp_path, env={"TZ": "UTC"})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "v/a.md").stat().st_mtime == 1_400_007_200
    assert (tmp_path / "v/odd.md").stat().st_mtime > 1_700_000_000


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_source_date_epoch_is_the_time_of_all_that_is_made(make_zip, tmp_path: Path, to: str, record_property) -> None:
    rows = "Name,Day\nRow,2024-01-02\n"
    source = make_zip({
        f"Page {ID}.md": "# Page\n\n![](Page/x.png)\n", f"Page {ID}/x.png": "png", f"Page {ID}/Base {'1' * 32}.csv": rows,
    })  # fmt: skip
    done = exportconv("convert", source, "v", "--to", to, cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1400000000"})
    assert done.returncode == 0, done.stderr
    places = [tmp_path / "v", *(tmp_path / "v").rglob("*")]
    assert len(places) >= 7
    assert {place.stat().st_mtime_ns for place in places} == {1_400_000_000 * 10**9}
    # the time is none of the choices that shape a result
    again = exportconv("convert", source, "v", "--to", to, cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1500000000"})
    assert (again.returncode, "nothing changed" in again.stderr) == (0, True)
    record_property("figure", f"{len(places)} files and folders have the time of SOURCE_DATE_EPOCH ({to})")
    record_property("promise", 24)


def test_a_time_of_the_source_wins_over_source_date_epoch(tmp_path: Path) -> None:
    notes = put_files(tmp_path / "notes", {".obsidian/app.json": "{}", "a.md": "---\nn: 1\n---\na"})
    os.utime(notes / "a.md", ns=(THEN, THEN))
    done = exportconv(
        "convert", "notes", "v", "--preserve-mtime", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1500000000"}
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "v/a.md").stat().st_mtime_ns == THEN
    assert (tmp_path / "v/.exportconv/manifest.json").stat().st_mtime == 1_500_000_000


def test_source_date_epoch_holds_for_what_is_added(tmp_path: Path) -> None:
    put_files(tmp_path / "v", {".obsidian/app.json": "{}", "own.md": "mine"})
    own = (tmp_path / "v/own.md").stat().st_mtime_ns
    for seconds, text in ((1_400_000_000, "text"), (1_500_000_000, "new text")):
        put_files(tmp_path / "e", {f"Page {ID}.md": f"# Page\n\n{text}\n"})
        done = exportconv("convert", "e", "v", "--into", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(seconds)})
        assert done.returncode == 0, done.stderr
        found = {path.name: path.stat().st_mtime for path in (tmp_path / "v").rglob("*.*") if path.is_file()}
        assert found["Page.md"] == found["manifest.json"] == seconds
        assert (tmp_path / "v/own.md").stat().st_mtime_ns == own


@pytest.mark.parametrize("value", ["soon", "-1", "1.5", "12345678901", "１２"])
def test_a_source_date_epoch_that_is_no_number_is_refused(tmp_path: Path, value: str) -> None:
    put_files(tmp_path / "e", {f"Page {ID}.md": "# Page\n\ntext\n"})
    done = exportconv("convert", "e", "v", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"exportconv: SOURCE_DATE_EPOCH is {value!r}; it takes seconds since 1970")
    assert not (tmp_path / "v").exists()
