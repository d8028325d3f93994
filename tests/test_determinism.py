"""The same source gives the same bytes, whatever the machine, the clock and the order of files are."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import tree_hashes
from support.vault_trees import put_files
from test_convert import everything
from test_vault_trees import EVERYTHING

PROMISES = (7,)

HTML = Path(__file__).parent / "data/notion_html/c"
SOURCES: Mapping[str, Mapping[str, str | bytes]] = {
    "markdown": everything(),
    "html": {path.relative_to(HTML).as_posix(): path.read_bytes() for path in HTML.rglob("*") if path.is_file()},
    "vault": EVERYTHING,
}
ENVIRONMENTS = {
    "seed 0": ([], {"PYTHONHASHSEED": "0"}),
    "seed 1": ([], {"PYTHONHASHSEED": "1"}),
    "any seed": ([], {"PYTHONHASHSEED": "random"}),
    "locale C": ([], {"LC_ALL": "C"}),
    "locale C, no UTF-8": (["-X", "utf8=0"], {"LC_ALL": "C"}),
    "locale C.UTF-8": (["-X", "utf8=0"], {"LC_ALL": "C.UTF-8"}),
    "time zone": ([], {"TZ": "Pacific/Kiritimati"}),
    "optimized": (["-OO"], {}),
}
CLOCKS = ("2001-02-03 04:05:06", "2037-12-31 23:59:59")


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> list[str]:
    root = tmp_path_factory.mktemp("sources")
    return [str(put_files(root / name, files)) for name, files in SOURCES.items()]


@pytest.fixture(scope="module")
def expected(folders, tmp_path_factory) -> list[str]:
    found = tree_hashes.hashes(str(tmp_path_factory.mktemp("expected")), folders)
    assert len(set(found)) == len(SOURCES) * len(tree_hashes.TARGETS), "two of them say the same"
    return found


def hashes_in_a_process(
    out: Path, folders: list[str], flags: list[str], changed: Mapping[str, str], *before: str
) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHONHASH"))}
    command = [*before, sys.executable, *flags, tree_hashes.__file__, str(out), *folders]
    done = subprocess.run(command, env=environment | changed, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(("flags", "changed"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_the_environment_does_not_matter(folders, expected, tmp_path, flags, changed):
    assert hashes_in_a_process(tmp_path, folders, flags, changed) == expected


@pytest.mark.faults
@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize("clock", CLOCKS)
def test_the_clock_does_not_matter(folders, expected, tmp_path, clock, record_property):
    program = shutil.which("faketime")
    asked = subprocess.run(
        [program, clock, sys.executable, "-c", "import time; print(time.localtime().tm_year)"],
        capture_output=True,
        text=True,
    )
    assert asked.stdout.strip() == clock[:4], "the clock is the true one"
    assert hashes_in_a_process(tmp_path, folders, [], {}, program, clock) == expected
    record_property("figure", f"{len(ENVIRONMENTS) + len(CLOCKS) + 8} settings, 3 sources × 2 targets, one hash each")


class _Shuffled:
    """What `os.scandir` gives, in another order."""

    def __init__(self, entries, order: random.Random) -> None:
        with entries:
            self._entries = list(entries)
        order.shuffle(self._entries)
        self._rest = iter(self._entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._rest)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        self._rest = iter(())


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_a_folder_does_not_matter(folders, expected, tmp_path, monkeypatch, seed):
    order, scandir, listdir = random.Random(seed), os.scandir, os.listdir
    asked = []

    def shuffled_list(path="."):
        asked.append(path)
        return order.sample(names := listdir(path), len(names))

    def shuffled_scan(path="."):
        asked.append(path)
        return _Shuffled(scandir(path), order)

    monkeypatch.setattr(os, "scandir", shuffled_scan)
    monkeypatch.setattr(os, "listdir", shuffled_list)
    found = tree_hashes.hashes(str(tmp_path), folders)
    monkeypatch.undo()
    assert found == expected
    assert any(str(path) in folders for path in asked), "nobody asked for the names in an order of ours"


@pytest.mark.parametrize("seed", range(3))
def test_a_zip_is_what_its_folder_is_in_any_order_of_entries(expected, tmp_path, seed):
    archives = []
    for name, files in SOURCES.items():
        archive = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(archive, "w", (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[seed % 2]) as opened:
            for path in random.Random(seed).sample(list(files), len(files)):
                opened.writestr(zipfile.ZipInfo(path, (1990 + seed, 1, 1, 0, 0, 0)), files[path])
        archives.append(str(archive))
    assert tree_hashes.hashes(str(tmp_path / "out"), archives) == expected


def test_where_the_source_lies_does_not_matter(folders, expected, tmp_path, monkeypatch):
    moved = [shutil.copytree(folder, tmp_path / "다른 곳 [x]" / f"{Path(folder).name} 2") for folder in folders]
    assert tree_hashes.hashes(str(tmp_path / "a"), [str(folder) for folder in moved]) == expected
    monkeypatch.chdir(tmp_path / "다른 곳 [x]")
    assert tree_hashes.hashes("../b", [os.path.join(".", folder.name) for folder in moved]) == expected


def test_a_hash_tells_trees_apart(tmp_path):
    put_files(tmp_path / "a", {"x": "1", "y/z": "2"})
    known = tree_hashes.tree_hash(str(tmp_path / "a"))
    for number, files in enumerate(
        [{"x": "1", "y/z": "3"}, {"x": "1", "y/w": "2"}, {"x": "1"}, {"x": "12", "y/z": ""}]
    ):
        assert tree_hashes.tree_hash(str(put_files(tmp_path / f"b{number}", files))) != known
