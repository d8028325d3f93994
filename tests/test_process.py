"""What a run takes of the machine, and the permissions of what it leaves."""

from __future__ import annotations

import gc
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import exportconv as ec

PROMISES = (20, 23)

KIB_EACH = 12
MEASURE = """
import re, resource, sys, exportconv as ec
ec.convert(sys.argv[1], sys.argv[2], to="obsidian")
if sys.platform == "linux":
    # ru_maxrss begins with what the process that started this one had
    print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1))
"""
FEW_FILES = """
import resource, sys, exportconv as ec
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
ec.convert(sys.argv[1], sys.argv[2], to=sys.argv[3])
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits and permissions")


def many_notes(count: int) -> dict[str, str]:
    body = "글 " * 40
    return {
        f"Folder {n % 50}/Note {n} {n:032x}.md": f"# Note {n}\n\n{body}\n\n[next](Note%20{n + 50}%20{n + 50:032x}.md)\n"
        for n in range(count)
    }


def memory(source: Path, out: Path) -> int:
    """KiB that a process takes for a conversion."""
    done = subprocess.run([sys.executable, "-c", MEASURE, str(source), str(out)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_memory_grows_with_the_notes_and_no_faster(make_folder, tmp_path, record_property):
    sizes = (500, 2500, 4500)
    used = [memory(make_folder(many_notes(size), f"s{size}"), tmp_path / f"o{size}") for size in sizes]
    each = [(after - before) / 2000 for before, after in zip(used, used[1:], strict=False)]
    assert 0 < max(each) < KIB_EACH
    record_property("figure", f"{max(each):.1f} KiB for a short note")
    record_property("promise", 20)


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_few_open_files_are_enough(make_folder, make_zip, tmp_path, to, kind, record_property):
    files = many_notes(400) | {f"a/{n}.png": b"x" * 100 for n in range(200)}
    source = make_zip(files) if kind == "zip" else make_folder(files)
    done = subprocess.run(
        [sys.executable, "-c", FEW_FILES, str(source), str(tmp_path / "out"), to], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    record_property("figure", "600 files with 64 open at most")
    record_property("promise", 20)


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_permissions_are_plain_whatever_the_zip_says(tmp_path, mask):
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for path, mode in {f"Page {'a' * 32}.md": 0o6755, "a/run.sh": 0o4777, "a/b.png": 0o000}.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = (stat.S_IFREG | mode) << 16
            opened.writestr(entry, b"# Page\n" if path.endswith(".md") else b"x")
    before = os.umask(mask)
    try:
        ec.convert(archive, tmp_path / "out")
    finally:
        os.umask(before)
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").rglob("*")}
    assert len(found) >= 5
    assert {mode for path, mode in found.items() if path.is_file()} == {0o666 & ~mask}
    assert {mode for path, mode in found.items() if path.is_dir()} == {0o777 & ~mask}


def test_the_collector_is_as_before(make_folder, tmp_path):
    source = make_folder({f"Page {'a' * 32}.md": "# Page\n\ntext\n"})
    seen = []

    def step(vault: ec.Vault) -> ec.Vault:
        seen.append(gc.isenabled())
        return vault

    for number, switch in enumerate((gc.enable, gc.disable)):
        switch()
        before = gc.isenabled()
        try:
            ec.convert(source, tmp_path / f"v{number}", transforms=[step])
            with pytest.raises(ec.SourceError):
                ec.convert(tmp_path / "nowhere", tmp_path / "w")
            assert gc.isenabled() == before
        finally:
            gc.enable()
    assert seen == [False, False]
