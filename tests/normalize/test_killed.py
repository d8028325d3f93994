"""A run that is killed, that meets somebody else's edits, or another run: nothing is lost, and the next run finishes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from support.repositories import nfd
from support.vault_trees import put_files, tree

import exportconv as ec
from exportconv.normalize import disk, run
from exportconv.normalize.disk import write_changes
from exportconv.normalize.run import normalize
from exportconv.normalize.state import Change
from exportconv.options import NormalizeOptions
from exportconv.unfinished import JOURNAL
from exportconv.writers import work
from exportconv.writers.lock import only_run

PROMISES = (8, 9)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed")

ID = "0123456789abcdef0123456789abcdef"
UNSAFE = NormalizeOptions(unsafe_fixes=True)
FOLDER = nfd("폴더")
NOTE = f"{FOLDER}/{nfd('회의록')}.md"
FILES = {
    ".git/HEAD": "",
    "CON.md": "하나",
    f"CON {ID}.md": "둘",
    NOTE: "\ufeff# 회의\r\n",
    "글.md": f"[[CON]] [[CON {ID}]] [회의]({NOTE})\n",
    "줄\n바꿈.md": f"[회의]({NOTE})\n",
}
CALLS = ("replace", "rename", "symlink", "chmod", "open", "fsync", "unlink", "link")


def repository_in(place: Path) -> Path:
    root = put_files(place, FILES)
    (root / "바로가기.md").symlink_to(NOTE)
    return root


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> dict[str, object]:
    """What an undisturbed run makes of it."""
    root = repository_in(tmp_path_factory.mktemp("done"))
    normalize([root], options=UNSAFE)
    found = tree(root)
    assert {"폴더/회의록.md", "CON_.md"} <= found.keys()
    return found


def killed(action, at: int, *, behind: bool, stop_at: int = 0) -> bool:
    """Does something in a process that is killed at a call that changes the disk; False where it ends before that.

    stop_at: the call at which an interrupt comes, so that the later kill hits what takes everything back.
    """
    child = os.fork()
    if not child:
        count = 0

        def around(function):
            def called(*arguments, **named):
                nonlocal count
                count += 1
                mine = count
                if mine == at and not behind:
                    os.kill(os.getpid(), signal.SIGKILL)
                if mine == stop_at:
                    raise KeyboardInterrupt
                result = function(*arguments, **named)
                if mine == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return result

            return called

        for name in CALLS:
            setattr(os, name, around(getattr(os, name)))
        try:
            action()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
def test_killed_at_any_call_the_next_run_finishes(tmp_path, done, behind):
    points, finished = 0, 0
    while True:
        root = repository_in(tmp_path / f"{points}")
        before = tree(root)
        if not killed(lambda: normalize([root], options=UNSAFE), points + 1, behind=behind):  # noqa: B023
            assert tree(root) == done
            break
        points += 1
        is_begun = (root / JOURNAL).exists()
        stopped = tree(root)
        if is_begun:
            with pytest.raises(ec.DestinationError, match="run it without --check first"):
                normalize([root], options=UNSAFE, check=True)
            assert tree(root) == stopped
        else:
            assert before.items() <= stopped.items() or done.items() <= stopped.items()
        result = normalize([root], options=UNSAFE)
        assert tree(root) == done
        assert [line.endswith("; what it had left to do was done first") for line in result.finished] == [
            True
        ] * is_begun
        finished += is_begun
        assert normalize([root], options=UNSAFE, check=True).changes == ()
    # where folders cannot be locked, a file with the lock is removed last
    assert (points - begun(), finished) in ((12, 12), (13, 12))


def test_killed_again_while_it_finishes(tmp_path, done):
    for first in range(begun(), begun() + 13):
        base = repository_in(tmp_path / f"{first}")
        if not killed(lambda: normalize([base], options=UNSAFE), first, behind=True):  # noqa: B023
            break
        for second in range(1, 40):
            # its journal is of this folder only, so the folder is made again
            root = repository_in(tmp_path / f"{first}-{second}")
            assert killed(lambda: normalize([root], options=UNSAFE), first, behind=True)  # noqa: B023
            again = killed(lambda: normalize([root], options=UNSAFE), second, behind=second % 2 == 0)  # noqa: B023
            normalize([root], options=UNSAFE)
            assert tree(root) == done
            shutil.rmtree(root)
            if not again:
                break


def test_killed_while_it_takes_everything_back(tmp_path, done):
    for stop in range(begun() + 1, begun() + 13, 3):
        for at in range(stop + 1, stop + 40):
            root = repository_in(tmp_path / f"{stop}-{at}")
            before = tree(root)
            again = killed(lambda: normalize([root], options=UNSAFE), at, behind=at % 2 == 0, stop_at=stop)  # noqa: B023
            if not again:
                assert tree(root) in (before, done)
            normalize([root], options=UNSAFE)
            assert tree(root) == done
            if not again:
                break


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
def test_names_in_a_circle_and_a_chain(tmp_path, behind):
    moves = {"가": "나", "나": "다", "다": "가", "라": "마", "마": "바"}
    for at in range(1, 40):
        root = put_files(tmp_path / str(at), {name: name for name in moves})
        places = {name: str(root / name) for name in moves}
        changes = [Change(old, new, old.encode(), f"{old}!".encode()) for old, new in moves.items()]
        is_killed = killed(lambda: write_changes(root, places, changes), at, behind=behind)  # noqa: B023
        is_begun = (root / JOURNAL).exists()
        normalize([root], options=NormalizeOptions(select=("XC601",)))
        found = {path.name: path.read_text("utf-8") for path in root.iterdir()}
        finished = {new: f"{old}!" for old, new in moves.items()}
        assert found == (finished if is_begun or found == finished else {name: name for name in moves})
        if not is_killed:
            break
    assert at >= 28
    assert found == finished


@cache
def begun() -> int:
    """The first call behind which the journal is there; where files are synced one by one, more come before it."""
    for at in count(1):
        with tempfile.TemporaryDirectory() as folder:
            root = repository_in(Path(folder))
            assert killed(lambda: normalize([root], options=UNSAFE), at, behind=True)  # noqa: B023
            if (root / JOURNAL).exists():
                return at
    raise AssertionError


def half_done(root: Path, further: int = 6) -> None:
    """Leaves a repository as a run does that is killed so many calls behind its journal."""
    assert killed(lambda: normalize([root], options=UNSAFE), begun() + further, behind=True)
    assert (root / JOURNAL).exists()


def test_what_somebody_changed_after_the_kill_is_left_and_told_of(tmp_path):
    root = repository_in(tmp_path)
    # the journal is there, and nothing was replaced
    half_done(root, 0)
    edited = "내 글 [[CON]]\n"
    (root / "글.md").write_text(edited, "utf-8")
    result = normalize([root], options=UNSAFE)
    assert (root / "글.md").read_text("utf-8") == edited
    assert result.finished[1:] == (
        f"{root}/글.md: was changed since a run was killed, and is left so; look at its name and links",
    )
    assert (root / "폴더/회의록.md").read_bytes() == "# 회의\r\n".encode()
    assert not [name for name in os.listdir(root) if name.startswith(".exportconv")]


def test_a_name_that_is_taken_after_the_kill(tmp_path):
    root = repository_in(tmp_path)
    half_done(root, 0)
    (root / "CON_.md").write_bytes(b"mine")
    result = normalize([root], options=UNSAFE)
    assert (root / "CON_.md").read_bytes() == b"mine"
    assert any("CON" in line for line in result.finished[1:])
    contents = {path.read_bytes() for path in root.iterdir() if path.is_file()}
    assert {"하나".encode(), "둘".encode(), b"mine"} <= contents


def test_the_command_says_it(tmp_path):
    root = repository_in(tmp_path)
    half_done(root)
    command = [sys.executable, "-m", "exportconv", "normalize", "."]
    checked = subprocess.run([*command, "--check"], cwd=root, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout, checked.stderr.count("\n")) == (2, "", 1)
    assert checked.stderr.startswith(f"exportconv: {root}: a run is changing files here, or was killed")
    ran = subprocess.run([*command, "--unsafe-fixes"], cwd=root, capture_output=True, text=True)
    line = f"exportconv: {root}: a run was killed while it changed files; what it had left to do was done first"
    assert line in ran.stderr.split("\n")


def test_a_journal_below_and_above(tmp_path):
    inner = repository_in(tmp_path / "안")
    shutil.rmtree(inner / ".git")
    below = inner / FOLDER
    half_done(inner)
    assert not (tmp_path / ".git").exists()
    for check in (True, False):
        with pytest.raises(ec.DestinationError, match=r"안: a run is changing files here, or was killed; normalize it"):
            normalize([below], check=check)
    # whoever may write to a folder above cannot keep us from our work
    (tmp_path / JOURNAL).write_bytes(b"[]")
    assert normalize([tmp_path / "안"], options=UNSAFE).finished
    (tmp_path / JOURNAL).unlink()
    half_done(repository_in(tmp_path / "둘"))
    assert normalize([tmp_path], options=UNSAFE).finished
    assert (tmp_path / "둘/폴더/회의록.md").exists()
    assert not (tmp_path / "둘" / JOURNAL).exists()


def hostile(root: Path, **fields: object) -> str:
    lists = {name: [] for name in ("puts", "removals", "renames", "creations", "emptied")}
    return json.dumps({"version": 2, "inode": root.stat().st_ino, **lists, **fields})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"version": 1}',
        {"inode": 5},
        {"puts": [["a.md", "나.md", "", ""]]},
        {"puts": [[1, 2, 3, 4]]},
        {"puts": 5},
        {"puts": [[".exportconv-1-01234567.tmp", "../밖", "", ""]]},
        {"renames": [["/etc/passwd", "a", 1]]},
        {"renames": [["a", "b"]]},
        {"renames": [["a", "b", "c"]]},
        {"renames": [["a", "b\0", 1]]},
        {"renames": [["a", "가", 1]]},
        {"renames": [["a", ".", 1]]},
    ],
)
def test_a_journal_that_cannot_be_used_is_left_and_told_of(tmp_path, text):
    put_files(tmp_path, {".git/HEAD": "", nfd("가.md"): "", "a": "a"})
    (tmp_path / JOURNAL).write_text(text if isinstance(text, str) else hostile(tmp_path, **text), "utf-8")
    before = tree(tmp_path)
    with pytest.raises(ec.DestinationError, match="remove it to go on without") as refused:
        normalize([tmp_path])
    assert str(tmp_path / JOURNAL) in str(refused.value)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("kind", ["link", "pipe", "unreadable"])
def test_a_journal_that_is_no_file(tmp_path, kind):
    put_files(tmp_path, {".git/HEAD": "", nfd("가.md"): ""})
    place = tmp_path / JOURNAL
    if kind == "link":
        place.symlink_to("없음")
    else:
        os.mkfifo(place) if kind == "pipe" else place.symlink_to(place)
    with pytest.raises(ec.DestinationError, match="it is no plain file; remove it"):
        normalize([tmp_path])


def test_a_journal_in_the_folder_of_git_is_nobodys(tmp_path):
    put_files(tmp_path, {f".git/{JOURNAL}": "x", nfd("가.md"): ""})
    assert len(normalize([tmp_path], check=True).changes) == 1
    assert normalize([tmp_path]).finished == ()
    assert (tmp_path / ".git" / JOURNAL).read_text() == "x"


@pytest.mark.parametrize("place", [".git/hooks/x", ".GIT/hooks/x", "문/hooks/x", "git~1/x", ".g\u200cit/x"])
def test_a_journal_changes_nothing_of_git(tmp_path, place):
    waiting = ".exportconv-1-01234567.tmp"
    put_files(tmp_path, {".git/hooks/x": "old", waiting: "new", "a": "a"})
    (tmp_path / "문").symlink_to(".git")
    told = place.encode().decode("latin-1")
    stamps = [work.stamp_of(b"old"), work.stamp_of(b"new")]
    text = hostile(tmp_path, puts=[[waiting, told, *stamps]], renames=[["a", f"{told}y", 1], [told, "b", 1]])
    (tmp_path / JOURNAL).write_text(text)
    assert len(normalize([tmp_path]).finished) == 4
    assert (tmp_path / ".git/hooks/x").read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path / ".git/hooks")) == ["x"]
    assert (tmp_path / "a").exists()


def test_where_what_is_left_cannot_be_done_it_stays(tmp_path, monkeypatch):
    root = repository_in(tmp_path)
    half_done(root)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", full)
        with pytest.raises(ec.DestinationError, match="what a killed run had left to do cannot be done: No space"):
            normalize([root], options=UNSAFE)
    assert (root / JOURNAL).exists()


# somebody else's edits while it runs


MINE = "내가 고친 글\n".encode()


def edit_before(monkeypatch, place: Path, how: str, number: int) -> None:
    """Has somebody edit a file right before the n-th thing is staged, journaled, replaced or renamed."""
    count = 0

    def around(function):
        def called(*arguments, **named):
            nonlocal count
            count += 1
            if count == number:
                if how == "gone":
                    place.unlink()
                elif how == "replaced":
                    (place.parent / "새").write_bytes(MINE)
                    (place.parent / "새").rename(place)
                else:
                    place.write_bytes(MINE)
            return function(*arguments, **named)

        return called

    for module, name in ((work, "write_beside"), (work, "save_journal"), (work, "stamp_at"), (work, "is_one")):
        monkeypatch.setattr(module, name, around(getattr(module, name)))


@pytest.mark.parametrize("how", ["written", "replaced", "gone"])
@pytest.mark.parametrize("path", [NOTE, "글.md", "줄\n바꿈.md"])
def test_an_edit_while_it_runs_is_never_lost(tmp_path, how, path):
    refused = 0
    for number in range(1, 9):
        root = repository_in(tmp_path / str(number))
        before = tree(root)
        with pytest.MonkeyPatch.context() as patch:
            edit_before(patch, root / path, how, number)
            try:
                normalize([root], options=UNSAFE)
            except ec.DestinationError as error:
                refused += 1
                edited = tree(root)
                mode = before[path][1]
                own = edited.pop(path, None)
                assert own is None if how == "gone" else own[0] == MINE
                assert mode
                assert edited == {name: value for name, value in before.items() if name != path}
                shown = str(root / path)
                says = str(error)
                assert says in (
                    f"{shown}: was changed meanwhile; nothing was changed, run it again",
                    f"{shown}: was changed by somebody else meanwhile, and is left so; all else is as it was",
                )
            else:
                # it came after the file was done
                name = path.replace(NOTE, "폴더/회의록.md").replace("\n", "_")
                found = [file for file in root.rglob("*.md") if not file.is_symlink() and file.read_bytes() == MINE]
                assert how == "gone" or len(found) == 1, name
    assert refused >= 4


def test_an_edit_between_two_readings(tmp_path, monkeypatch):
    root = put_files(tmp_path, {".git/HEAD": "", "글.md": "\ufeff글\n"})
    real = disk.write_changes
    os.utime(root / "글.md", ns=(10**18, 10**18))

    def late(where, places, changes, special, listed):
        # as if the edit had come before the bytes were read a second time
        (root / "글.md").write_bytes(MINE)
        given = [change._replace(before=MINE) for change in changes]
        return real(where, places, given, special, listed)

    monkeypatch.setattr(run, "write_changes", late)
    with pytest.raises(ec.DestinationError, match="was changed meanwhile; nothing was changed, run it again"):
        normalize([root])
    assert (root / "글.md").read_bytes() == MINE


def test_a_file_to_be_renamed_that_is_gone_or_whose_name_is_taken(tmp_path, monkeypatch):
    real = work.save_journal
    for number, after in enumerate(["gone", "taken"]):
        root = put_files(
            tmp_path / str(number), {".git/HEAD": "", nfd("가.md"): "가", nfd("나.md"): "나", "b.md": "\ufeffb"}
        )

        def meanwhile(*given, root=root, after=after):
            real(*given)
            (root / nfd("나.md")).unlink() if after == "gone" else (root / "나.md").write_bytes(MINE)

        monkeypatch.setattr(work, "save_journal", meanwhile)
        with pytest.raises(ec.DestinationError, match="md: was changed meanwhile; nothing was changed") as refused:
            normalize([root])
        left = {nfd("가.md"), "b.md", ".git"} | ({nfd("나.md"), "나.md"} if after == "taken" else set())
        assert set(os.listdir(root)) == left
        assert (root / "b.md").read_text("utf-8") == "\ufeffb"
        assert "\n" not in str(refused.value)


def test_taking_back_leaves_what_somebody_wrote_over_ours(tmp_path, monkeypatch):
    root = put_files(tmp_path, {".git/HEAD": "", "a.md": "\ufeffa", "b.md": "\ufeffb", "c.md": "\ufeffc"})
    real, count = os.replace, []

    def replace(old, new):
        real(old, new)
        count.append(new)
        if len(count) == 3:
            (root / "a.md").write_bytes(MINE)
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(ec.DestinationError, match=r"a\.md: was changed by somebody else meanwhile, and is left so"):
        normalize([root])
    assert [(root / name).read_bytes() for name in ("a.md", "b.md", "c.md")] == [
        MINE,
        b"\xef\xbb\xbfb",
        b"\xef\xbb\xbfc",
    ]
    assert sorted(os.listdir(root)) == [".git", "a.md", "b.md", "c.md"]


# two runs at once


def test_two_runs_at_once(tmp_path):
    root = repository_in(tmp_path / "r")
    before = tree(root)
    command = [sys.executable, "-m", "exportconv", "normalize", "."]
    with only_run(str(root)):
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True)
        checked = subprocess.run([*command, "--check"], cwd=root, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        2,
        "",
        f"exportconv: {root}: another run is at work here; wait until it has ended\n",
    )
    assert checked.returncode == 1
    assert tree(root) == before
    assert subprocess.run(command, cwd=root, capture_output=True).returncode in (0, 1)
    assert tree(root) != before
