"""How far a run is: told at a terminal only, after two seconds, and gone without a trace when it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.commands import exportconv
from support.terminals import AT_ONCE, at_terminal, screen
from support.vault_trees import put_files
from support.zips import Raw, raw_zip

import exportconv as ec
from exportconv.cli.progress import Progress, line, progress
from exportconv.normalize import normalize
from exportconv.options import no_track

ID = "0123456789abcdef0123456789abcdef"
EXPORT = {f"P{n} {n:032x}.md": f"# P{n}\n\n[x](gone{n}.png)" for n in range(50)}
needs_terminal = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")


class Clock:
    """A clock that goes on by as much each time it is looked at."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


class Terminal(list[str]):
    """What is written to it, piece by piece."""

    def write(self, text: str) -> None:
        self.append(text)

    def flush(self) -> None:
        pass

    def fileno(self) -> int:
        return -1


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal = Terminal()
    monkeypatch.setattr("exportconv.cli.progress.sys", SimpleNamespace(stderr=terminal))
    monkeypatch.setattr(os, "get_terminal_size", lambda number: os.terminal_size((60, 20)))
    return terminal


# --- what is drawn, and when ---


def test_short_work_shows_nothing(drawn: Terminal) -> None:
    with Progress(Clock(0.01)) as track:
        assert list(track(range(100), 100, "reading")) == list(range(100))
    assert drawn == []


def test_long_work_shows_stage_count_and_time_left_and_takes_them_away(drawn: Terminal) -> None:
    with Progress(Clock(0.5)) as track:
        assert list(track(range(100), 100, "reading")) == list(range(100))
        assert drawn[0] == "\rreading 2 of 100 (2 %), 1 min 14 s left"
        assert screen("".join(drawn)) == [""]
        assert list(track(range(7), 7, "writing")) == list(range(7))
    assert screen("".join(drawn)) == [""]


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [
        (0, 100, 5, "reading 0 of 100 (0 %)"),
        (50, 100, 0.9, "reading 50 of 100 (50 %)"),
        (50, 100, 10, "reading 50 of 100 (50 %), 10 s left"),
        (1000, 10000, 20, "reading 1,000 of 10,000 (10 %), 3 min 0 s left"),
        (1000, 100000, 100, "reading 1,000 of 100,000 (1 %), 2 h 45 min left"),
        (3, 8, 30, "reading 3 of 8 (37 %)"),
        (1234, None, 30, "reading 1,234"),
        (0, 1, 30, "reading ..."),
    ],
)
def test_line(done: int, total: int | None, seconds: float, expected: str) -> None:
    assert line("reading", done, total, seconds) == expected


def test_no_line_is_wider_than_the_terminal(drawn: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda number: os.terminal_size((20, 20)))
    with Progress(Clock(3)) as track:
        list(track(range(100), 100, "reading"))
    assert max(len(text.strip("\r")) for text in drawn) == 19


def test_a_terminal_that_goes_away_stops_nothing(drawn: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(number: int) -> os.terminal_size:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "get_terminal_size", gone)
    with Progress(Clock(3)) as track:
        assert list(track(range(9), 9, "reading")) == list(range(9))


def test_switched_off_it_costs_nothing() -> None:
    """Neither is anything counted nor another iterator put between."""
    items = iter(range(9))
    with progress(quiet=True) as track:
        assert track is no_track
        assert track(items, 9, "reading") is items


# --- at a terminal ---


@needs_terminal
@pytest.mark.parametrize(
    ("command", "stages"),
    [
        ("convert export v", "listing folders,reading,resolving links,naming notes,writing,saving"),
        ("convert export v --dry-run", "reading,checking"),
        ("convert e.zip v", "unpacking,reading,writing"),
        ("inspect export", "reading"),
        ("normalize export --check", "listing folders,reading,checking"),
        ("verify export done", "comparing,verifying"),
        ("convert export done", "reading,comparing"),
        ("convert newer done", "reading,comparing,writing"),
    ],
)
def test_a_terminal_looks_as_a_pipe_does_when_it_is_over(tmp_path: Path, command: str, stages: str) -> None:
    inner = raw_zip([Raw(name.encode(), text.encode()) for name, text in EXPORT.items()])
    for place in ("one", "two"):
        put_files(tmp_path / place / "export", EXPORT)
        put_files(tmp_path / place / "newer", {**EXPORT, f"new {ID}.md": "# new"})
        (tmp_path / place / "e.zip").write_bytes(raw_zip([Raw(f"Export-{'a' * 36}.zip".encode(), inner)]))
        if "done" in command:
            assert exportconv("convert", "export", "done", "-q", cwd=tmp_path / place).returncode == 0
    seen = at_terminal(*command.split(), cwd=tmp_path / "one", env={"NO_COLOR": "1"})
    done = exportconv(*command.split(), cwd=tmp_path / "two")
    assert (seen.code, seen.lines) == (done.returncode, done.stderr.split("\n"))
    assert [stage for stage in stages.split(",") if f"\r{stage}" not in seen.text] == []


@needs_terminal
@pytest.mark.parametrize("case", ["-q", "TERM", "CI", "not yet"])
def test_nothing_is_drawn(tmp_path: Path, case: str) -> None:
    put_files(tmp_path / "export", EXPORT)
    env = {"TERM": {"TERM": "dumb"}, "CI": {"CI": "true"}}.get(case, {})
    flags = ["-q"] if case == "-q" else []
    program = AT_ONCE.replace("= 0", "= 600") if case == "not yet" else AT_ONCE
    seen = at_terminal("convert", "export", "v", *flags, cwd=tmp_path, env=env, program=program)
    assert seen.code == 0
    assert "\r" not in seen.text.replace("\r\n", "\n")


@needs_terminal
def test_ctrl_c_leaves_one_line(tmp_path: Path) -> None:
    many = {f"P{n} {n:032x}.md": f"# P{n}\n\n" + "text [x](y.png) " * 200 for n in range(1500)}
    put_files(tmp_path / "export", many)

    def stop(child: subprocess.Popen[bytes], shown: bytes) -> None:
        if b"writing" in shown:
            child.send_signal(signal.SIGINT)

    seen = at_terminal("convert", "export", "v", cwd=tmp_path, during=stop)
    assert seen.code == 130
    assert seen.lines == ["exportconv: stopped; nothing was left behind", ""]
    assert os.listdir(tmp_path) == ["export"]


@needs_terminal
def test_an_error_has_a_line_of_its_own(tmp_path: Path) -> None:
    put_files(tmp_path / "export", EXPORT)
    assert exportconv("convert", "export", "v", cwd=tmp_path).returncode == 0
    seen = at_terminal("convert", "export", "v", "--folder-notes", cwd=tmp_path, env={"NO_COLOR": "1"})
    assert (seen.code, len(seen.lines)) == (2, 2)
    assert seen.lines[0].startswith("exportconv: v: was made from this source with other options")
    assert "reading" in seen.text


# --- for users of the library ---


def seen_stages(stages: list[str]) -> object:
    def track(items: Iterable[object], total: int | None, stage: str) -> Iterator[object]:
        stages.append(stage)
        count = 0
        for item in items:
            count += 1
            yield item
        assert total in (count, None)

    return track


def failing_in(wanted: str) -> object:
    def track(items: Iterable[object], total: int | None, stage: str) -> Iterator[object]:
        for item in items:
            yield item
            if stage == wanted:
                raise RuntimeError(f"not {stage}")

    return track


STAGES = ["listing folders", "reading", "resolving links", "naming notes", "writing", "saving"]


def test_stages_of_a_conversion(make_folder, tmp_path) -> None:
    stages: list[str] = []
    ec.convert(make_folder(EXPORT), tmp_path / "v", track=seen_stages(stages))  # type: ignore[arg-type]
    assert stages == STAGES


def test_stages_of_other_commands(make_folder, tmp_path) -> None:
    export, stages = make_folder(EXPORT), []
    ec.convert(export, tmp_path / "v")
    ec.verify(export, tmp_path / "v", track=seen_stages(stages))  # type: ignore[arg-type]
    assert stages == ["listing folders", "comparing", "comparing", "verifying"]
    stages.clear()
    # renamed, so that links in the user's own notes follow
    (tmp_path / "v/mine.md").write_text("[[P1]]", "utf-8")
    newer = make_folder({**EXPORT, f"P1 {1:032x}.md": "# Q1", f"Q1 {1:032x}.md": "# Q1"}, "newer")
    (newer / f"P1 {1:032x}.md").unlink()
    ec.convert(newer, tmp_path / "v", track=seen_stages(stages))  # type: ignore[arg-type]
    assert (tmp_path / "v/mine.md").read_text("utf-8") == "[[Q1]]"
    assert (stages.count("listing folders"), stages.count("reading")) == (2, 2)
    stages.clear()
    normalize(tmp_path / "v", check=True, track=seen_stages(stages))  # type: ignore[arg-type]
    assert stages == ["listing folders", "reading", "checking"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_callback_that_raises_leaves_nothing(make_folder, tmp_path, stage: str) -> None:
    with pytest.raises(RuntimeError, match=f"not {stage}"):
        ec.convert(make_folder(EXPORT), tmp_path / "v", track=failing_in(stage))  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == ["export"]


@pytest.mark.parametrize("stage", ["comparing", "writing"])
def test_a_callback_that_raises_leaves_an_older_vault_as_it_was(make_folder, tmp_path, read_tree, stage: str) -> None:
    ec.convert(make_folder(EXPORT), tmp_path / "v")
    before = read_tree(tmp_path / "v")
    newer = make_folder({**EXPORT, f"P1 {1:032x}.md": "# P1\n\nnewer", f"new {ID}.md": "# new"}, "newer")
    with pytest.raises(RuntimeError, match=f"not {stage}"):
        ec.convert(newer, tmp_path / "v", track=failing_in(stage))  # type: ignore[arg-type]
    assert read_tree(tmp_path / "v") == before
    assert not [path for path in (tmp_path / "v").rglob("*") if re.match(r"\.exportconv-", path.name)]


def test_a_callback_that_raises_leaves_notes_as_they_were(make_folder, read_tree) -> None:
    notes = make_folder({"a.md": "\ufeff# a", "b.md": "# b\r\n\n"}, "notes")
    before = read_tree(notes)
    with pytest.raises(RuntimeError, match="not checking"):
        normalize(notes, track=failing_in("checking"))  # type: ignore[arg-type]
    assert read_tree(notes) == before


@needs_terminal
@pytest.mark.parametrize(
    ("env", "expected"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)]
)
def test_colours_at_a_terminal(tmp_path: Path, env: dict[str, str | None], expected: bool) -> None:
    put_files(tmp_path / "export", EXPORT)
    seen = at_terminal("convert", "export", "v", cwd=tmp_path, env={"FORCE_COLOR": None, **env})
    assert (seen.code, "\033[33mXC101\033[0m" in seen.text, "\033[" in seen.text) == (0, expected, expected)
