"""Changes to files of one folder: all of them or none, whatever stops them, and the next run finishes a killed one."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from support.stops import Nth, count_calls, killed
from support.vault_trees import put_files, tree

import exportconv as ec
from exportconv.digests import digest_of
from exportconv.unfinished import JOURNAL, is_unfinished
from exportconv.writers import system_calls
from exportconv.writers.apply_changes import Move, NewContent, NewFile, apply_changes
from exportconv.writers.recovery import finish

PROMISES = (8,)

TIME = 1_500_000_000_000_000_000
FILES = {
    "글.md": "old",
    "옛/a.md": "a",
    "옛/깊이/b.md": "b",
    "옛/깊이/c.md": "c",
    "가": "1",
    "나": "2",
    "mine.md": "mine",
    "남음/d.md": "d",
    "남음/mine.md": "mine too",
}


class Given:
    """Bytes as a source file has them."""

    def __init__(self, data: bytes, size: int | None = None):
        self._data, self.size = data, len(data) if size is None else size

    def read(self) -> bytes:
        return self._data

    def open(self) -> BytesIO:
        return BytesIO(self._data)


LARGE = os.urandom((1 << 20) + 5)


def change(root: Path) -> dict[str, str]:
    """Every kind of change, and places that one file leaves to another."""
    return apply_changes(
        root,
        creates=[
            NewFile("새/깊이/e.md", Given(b"e"), TIME),
            NewFile("옛/깊이/b.md", Given(b"b2")),
            NewFile("큰", Given(LARGE)),
        ],
        puts=[
            NewContent("글.md", digest_of(b"old"), Given(b"new"), TIME),
            NewContent("옛/a.md", digest_of(b"a"), Given(b"a2")),
        ],
        renames=[Move("옛/a.md", "새/f/a.md"), Move("가", "나"), Move("나", "가"), Move("남음/d.md", "옮김.md")],
        removes={"옛/깊이/b.md": digest_of(b"b"), "옛/깊이/c.md": digest_of(b"c")},
        last=lambda digests: NewFile(".exportconv/manifest.json", Given("\n".join(sorted(digests)).encode())),
    )


AFTER = {
    "글.md": b"new",
    "새/깊이/e.md": b"e",
    "새/f/a.md": b"a2",
    "옛/깊이/b.md": b"b2",
    "가": b"2",
    "나": b"1",
    "mine.md": b"mine",
    "옮김.md": b"d",
    "남음/mine.md": b"mine too",
    "큰": LARGE,
    ".exportconv/manifest.json": "글.md\n새/깊이/e.md\n옛/a.md\n옛/깊이/b.md\n큰".encode(),
}


@pytest.fixture(params=["as it is", "neither renameat2 nor syncfs"])
def plain(request, monkeypatch):
    """Also where the system lacks what Linux has."""
    if request.param != "as it is":
        monkeypatch.setattr(system_calls, "_call", lambda *_: False)


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def folders(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def test_every_kind_of_change(tmp_path, plain):
    root = put_files(tmp_path / "r", FILES)
    (root / "글.md").chmod(0o640)
    digests = change(root)
    assert contents(root) == AFTER
    assert folders(root) == {"새", "새/깊이", "새/f", "옛", "옛/깊이", "남음", ".exportconv"}
    assert (root / "글.md").stat().st_mode & 0o777 == 0o640
    assert [(root / name).stat().st_mtime_ns for name in ("글.md", "새/깊이/e.md")] == [TIME, TIME]
    assert digests["큰"] == digest_of(LARGE)
    assert digests[".exportconv/manifest.json"] == digest_of(AFTER[".exportconv/manifest.json"])


def test_folders_that_are_empty_then_go(tmp_path):
    root = put_files(tmp_path / "r", {"a/b/c.md": "c", "a/d.md": "d", "e/f.md": "f", "e/.DS_Store": "x", "g/h.md": "h"})
    (root / "mine").mkdir()
    apply_changes(
        root, renames=[Move("a/d.md", "g/d.md")], removes={"a/b/c.md": digest_of(b"c"), "e/f.md": digest_of(b"f")}
    )
    assert folders(root) == {"e", "g", "mine"}


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")], ids=["interrupt", "full"]
)
def test_whatever_stops_it_everything_is_as_it_was(tmp_path, plain, error, behind):
    root = put_files(tmp_path / "0", FILES)
    points = count_calls(lambda: change(root))
    assert points >= 45

    def stop() -> None:
        raise error

    root = put_files(tmp_path / "r", FILES)
    before, said, finished = tree(root), [], 0
    for point in range(1, points + 1):
        with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt):
            Nth(point, stop, behind=behind).patch(patch)
            try:
                change(root)
            except ec.DestinationError as stopped:
                said.append(str(stopped))
        if tree(root) != before:
            # it came when all was done, and only what waited was to be cleared away
            assert {path: data for path, data in contents(root).items() if not is_unfinished(Path(path).name)} == AFTER
            finished += 1
            root = put_files(tmp_path / f"r{point}", FILES)
    assert finished <= 8
    assert [line for line in said if ".exportconv-" in line] == []


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
def test_killed_at_any_call_the_next_run_finishes(tmp_path, plain, behind):
    points = begun = 0
    while True:
        root = put_files(tmp_path / f"{points}", FILES)
        before = contents(root)
        is_killed = killed(lambda: change(root), points + 1, behind=behind)  # noqa: B023
        is_begun = (root / JOURNAL).exists()
        said = list(finish(root, root))
        assert len(said) == is_begun
        found = {path: data for path, data in contents(root).items() if not is_unfinished(Path(path).name)}
        assert found == AFTER if is_begun else found in (before, AFTER)
        assert not is_begun or folders(root) == {"새", "새/깊이", "새/f", "옛", "옛/깊이", "남음", ".exportconv"}
        begun += is_begun
        if not is_killed:
            break
        points += 1
    assert (points >= 45, begun >= 15, found) == (True, True, AFTER)


def test_killed_while_it_is_taken_back_or_finished(tmp_path):
    root = put_files(tmp_path / "0", FILES)
    points = count_calls(lambda: change(root))
    for stop in range(points // 2, points, 7):
        for at in range(stop + 1, stop + 60, 3):
            root = put_files(tmp_path / f"{stop}-{at}", FILES)
            before = contents(root)
            is_killed = killed(lambda: change(root), at, behind=at % 2 == 0, stop_at=stop)  # noqa: B023
            is_begun = (root / JOURNAL).exists()
            killed(lambda: list(finish(root, root)), at % 17, behind=at % 2 == 1)  # noqa: B023
            list(finish(root, root))
            found = {path: data for path, data in contents(root).items() if not is_unfinished(Path(path).name)}
            assert found == AFTER if is_begun else found in (before, AFTER)
            if not is_killed:
                break


MINE = "내가 고친 글".encode()


@pytest.mark.parametrize(
    "path", ["글.md", "옛/a.md", "옛/깊이/c.md", "새/깊이/e.md", "옮김.md", "큰", ".exportconv/manifest.json"]
)
def test_what_somebody_wrote_is_never_overwritten(tmp_path, path):
    root = put_files(tmp_path / "r", FILES)
    put_files(root, {path: MINE})
    before = tree(root)
    with pytest.raises(ec.DestinationError, match="nothing was changed") as refused:
        change(root)
    assert tree(root) == before
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("path", ["글.md", "옛/깊이/c.md", "새/깊이/e.md", "옮김.md"])
def test_also_where_it_was_written_behind_a_kill(tmp_path, path):
    root = put_files(tmp_path / "r", FILES)
    at = 1
    while not (root / JOURNAL).exists():
        root = put_files(tmp_path / str(at), FILES)
        assert killed(lambda: change(root), at, behind=True)  # noqa: B023
        at += 1
    put_files(root, {path: MINE})
    said = list(finish(root, root))
    assert contents(root)[path] == MINE
    assert any("was changed since a run was killed, and is left so" in line for line in said)


@pytest.mark.parametrize("size", [4, 3 << 20])
def test_fewer_bytes_than_there_were_to_be(tmp_path, size):
    root = put_files(tmp_path / "r", FILES)
    before = tree(root)
    with pytest.raises(ec.DestinationError, match="bytes of a file could be read"):
        apply_changes(root, creates=[NewFile("x", Given(b"y")), NewFile("큰", Given(b"abc", size))])
    assert tree(root) == before


def test_bytes_that_do_not_arrive(tmp_path, monkeypatch):
    root = put_files(tmp_path / "r", FILES)
    before = tree(root)
    monkeypatch.setattr(os, "write", lambda _, data: len(data))
    with pytest.raises(ec.DestinationError, match="bytes of a file could be written"):
        apply_changes(root, creates=[NewFile("x", Given(b"yyyy"))])
    assert tree(root) == before


def test_a_disk_without_second_names(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    root = put_files(tmp_path / "0", FILES)
    points = count_calls(lambda: change(root))
    for point in range(points // 2, points - 4):
        root = put_files(tmp_path / f"{point}", FILES)
        before = tree(root)
        with pytest.MonkeyPatch.context() as patch, pytest.raises(ec.DestinationError):
            nth = Nth(point, lambda: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")), behind=False)
            nth.patch(patch)
            change(root)
        assert tree(root) == before
