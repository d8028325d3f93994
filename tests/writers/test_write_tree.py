"""A destination is as it was or as it is to be, whatever stops a run, and the next run clears away and finishes."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from support.stops import Nth, count_calls, killed
from support.vault_trees import put_files, tree

import exportconv as ec
from exportconv.unfinished import JOURNAL
from exportconv.writers import file_contents, system_calls

PROMISES = (8, 19)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed")

A, B, C = "a" * 32, "b" * 32, "c" * 32
CHUNK = 1 << 12
LARGE = os.urandom(CHUNK + 7)
EXPORT = {
    f"회의 {A}.md": f"# 회의\n\nDue: 2024-05-10\n\n![](%ED%9A%8C%EC%9D%98%20{A}/x.bin)\n",
    f"회의 {A}/x.bin": LARGE,
    f"회의 {A}/아래 {B}.md": "# 아래\n",
}
OLDER = {
    f"회의 {A}.md": "# 회의\n\nDue: 2024-05-09\n",
    f"회의 {A}/x.bin": b"small",
    f"회의 {A}/전 {B}.md": "# 전\n",
    f"{C} {C}.md": "# gone\n",
}
STATES = ["absent", "empty", "where we stand", "vault", "older export"]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """A large file is one of two chunks; thousands of copies of a real one would take minutes."""
    monkeypatch.setattr(file_contents, "_CHUNK", CHUNK)


@pytest.fixture(params=["as it is", "no renameat2, no syncfs", "no fcntl", "as on Windows"])
def system(request, monkeypatch):
    """Also where the system lacks what Linux has."""
    if request.param in ("no renameat2, no syncfs", "as on Windows"):
        monkeypatch.setattr(system_calls, "_call", lambda *_: False)
    if request.param == "no fcntl":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    if request.param == "as on Windows":
        real = os.rename

        def rename(old, new):
            if os.path.lexists(new):
                raise FileExistsError(errno.EEXIST, "File exists", old, None, new)
            real(old, new)

        monkeypatch.setattr(os, "rename", rename)
    return request.param


class Case:
    """A source and a destination in one of several states."""

    def __init__(self, home: Path, state: str):
        self.home, self.into = home, state == "vault"
        self.source = put_files(home / "source", EXPORT)
        self.vault = home / "vault"
        self.stands, self.prune = state == "where we stand", state == "older export"
        if self.prune:
            ec.convert(put_files(home / "older", OLDER), self.vault)
            put_files(self.vault, {"diary.md": "[[전]]", "회의/empty.md": ""})
        elif state != "absent":
            self.vault.mkdir(mode=0o750)
        if self.into:
            put_files(self.vault, {"mine.md": "mine", ".obsidian/types.json": '{"types": {"mine": "text"}}'})

    def run(self) -> None:
        before = os.getcwd()
        if self.stands:
            os.chdir(self.vault)
        try:
            ec.convert(self.source, self.vault, into=self.into, prune=self.prune)
        finally:
            os.chdir(before)

    def tree(self) -> dict[str, object]:
        """Everything below the home, also what stands beside the destination."""
        return tree(self.home)


@pytest.fixture(params=STATES)
def state(request) -> str:
    return request.param


def done(tmp_path: Path, state: str) -> dict[str, object]:
    case = Case(tmp_path / "done", state)
    case.run()
    found = case.tree()
    assert {
        "vault/회의.md",
        "vault/회의/x.bin",
        "vault/회의/아래.md",
        "vault/.exportconv/manifest.json",
    } <= found.keys()
    assert ("vault/mine.md" in found) == case.into
    assert {path for path in found if "exportconv" in path} == {"vault/.exportconv", "vault/.exportconv/manifest.json"}
    return found


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")], ids=["interrupt", "full"]
)
def test_whatever_stops_it_the_destination_is_old_or_new(tmp_path, system, state, error, behind):
    new = done(tmp_path, state)
    counted = Case(tmp_path / "counted", state)
    points = count_calls(counted.run)
    assert points >= 20

    def stop() -> None:
        raise error

    case, finished = Case(tmp_path / "0", state), 0
    before = case.tree()
    for point in range(1, points + 1):
        with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt, ec.DestinationError):
            Nth(point, stop, behind=behind).patch(patch)
            case.run()
        found = case.tree()
        if found == before:
            continue
        finished += 1
        # what could not be cleared away goes with the next run
        case.run()
        assert case.tree() == new
        case = Case(tmp_path / str(point), state)
    assert finished < points / 2


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
def test_killed_at_any_call_the_next_run_finishes(tmp_path, system, state, behind):
    new, points, at = done(tmp_path, state), 0, {"old": 0, "new": 0, "begun": 0, "gone": 0}
    while True:
        case = Case(tmp_path / str(points), state)
        before = {path: value for path, value in case.tree().items() if path.startswith("vault")}
        is_killed = killed(case.run, points + 1, behind=behind)
        found = {
            path: value
            for path, value in case.tree().items()
            if path.startswith("vault") and not Path(path).name.startswith(".exportconv-")
        }
        if (case.vault / JOURNAL).exists():
            at["begun"] += 1
            with pytest.raises(ec.DestinationError, match="a run is changing files here, or was killed"):
                ec.convert(case.source, case.vault, into=case.into, dry_run=True)
        elif not found and state == "empty" and system == "as on Windows":
            at["gone"] += 1
        else:
            is_old = found == before
            assert is_old or found == {path: value for path, value in new.items() if path.startswith("vault")}
            at["old" if is_old else "new"] += 1
        case.run()
        assert case.tree() == new
        shutil.rmtree(case.home)
        if not is_killed:
            break
        points += 1
    assert points >= 20
    assert at["old"] >= 10
    assert at["new"] >= 1
    assert (at["begun"] > 0) == (state in ("vault", "where we stand", "older export"))
    # between the two renames that stand for one where the system has no better
    assert at["gone"] <= 2


def test_an_error_between_two_renames_is_taken_back(tmp_path, monkeypatch):
    case = Case(tmp_path / "c", "empty")
    before, real, count = case.tree(), os.rename, []

    def rename(old, new):
        count.append(os.fspath(new))
        if len(count) in (1, 3):
            raise OSError(errno.EEXIST if len(count) == 1 else errno.EIO, "no", old)
        real(old, new)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(ec.DestinationError, match=r"vault: cannot be written: no; nothing was changed"):
        case.run()
    assert len(count) == 4
    assert case.tree() == before


def test_what_somebody_puts_there_meanwhile_stays(tmp_path, system, state):
    case = Case(tmp_path / "c", state)
    files = case.tree()

    def meanwhile(vault):
        put_files(case.vault, {"회의.md": "내 글", "also.md": "mine"})
        return vault

    if case.stands:
        return
    with pytest.raises(ec.DestinationError, match="nothing was changed"):
        ec.convert(case.source, case.vault, into=case.into, transforms=[meanwhile])
    found = case.tree()
    assert (case.vault / "회의.md").read_text("utf-8") == "내 글"
    assert {path for path in found.keys() - files.keys() if path != "vault"} == {
        "vault/회의.md",
        "vault/also.md",
    } - files.keys()


def test_mode_of_an_empty_folder_is_kept(tmp_path, system):
    case = Case(tmp_path / "c", "empty")
    case.run()
    assert case.vault.stat().st_mode & 0o777 == 0o750


def test_a_name_of_full_length(tmp_path):
    case = Case(tmp_path / "c", "absent")
    case.vault = case.home / ("가" * 85)
    case.run()
    assert sorted(os.listdir(case.home)) == ["source", "가" * 85]


def test_folders_above_go_again(tmp_path, make_folder):
    with pytest.raises(ec.SourceError):
        ec.convert(make_folder({}, "nothing"), tmp_path / "a/b/vault")
    assert not (tmp_path / "a").exists()


def test_the_same_folder_name_in_the_way(tmp_path):
    case = Case(tmp_path / "c", "absent")
    (case.home / ".vault.exportconv-new").symlink_to(case.source)
    before = case.tree()
    with pytest.raises(ec.DestinationError, match="is in the way; remove it"):
        case.run()
    assert case.tree() == before


def test_a_link_that_leads_nowhere(tmp_path):
    case = Case(tmp_path / "c", "absent")
    case.vault.symlink_to("없음")
    with pytest.raises(ec.DestinationError, match="is a symbolic link that leads nowhere"):
        case.run()


@pytest.mark.parametrize("linked", ["types.json", ".obsidian", "vault"])
def test_a_vault_with_symbolic_links(tmp_path, linked):
    case = Case(tmp_path / "c", "vault")
    place = {
        "types.json": case.vault / ".obsidian/types.json",
        ".obsidian": case.vault / ".obsidian",
        "vault": case.vault,
    }
    place[linked].rename(tmp_path / "elsewhere")
    place[linked].symlink_to(tmp_path / "elsewhere")
    case.run()
    assert b'"Due"' in (case.vault / ".obsidian/types.json").read_bytes()
    assert b'"mine"' in (case.vault / ".obsidian/types.json").read_bytes()
    assert (case.vault / "회의.md").exists()


def test_a_file_that_changes_while_it_is_copied(tmp_path, monkeypatch):
    case = Case(tmp_path / "c", "absent")
    file, real = case.source / f"회의 {A}/x.bin", os.write

    def write(descriptor, data):
        if len(data) == CHUNK:
            os.utime(file, ns=(1, 1))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(ec.SourceError, match=r"x\.bin: was changed while it was read; run it again"):
        case.run()
    assert sorted(os.listdir(case.home)) == ["source"]


@pytest.mark.parametrize("how", ["gone", "shorter", "longer"])
def test_a_file_that_changes_before_it_is_copied(tmp_path, state, how):
    case = Case(tmp_path / "c", state)
    before = {path: value for path, value in case.tree().items() if path.startswith("vault")}

    def meanwhile(vault):
        file = case.source / f"회의 {A}/x.bin"
        file.unlink() if how == "gone" else file.write_bytes(LARGE[:-1] if how == "shorter" else LARGE + b"x")
        return vault

    with pytest.raises(ec.ExportconvError, match=r"cannot be read|bytes of a file could be read") as refused:
        ec.convert(case.source, case.vault, into=case.into, transforms=[meanwhile])
    assert "\n" not in str(refused.value)
    assert {path: value for path, value in case.tree().items() if path.startswith("vault")} == before
