"""What cannot be done, for the source, the places or the process: one line that says why, exit code 2, all as it was."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.commands import EXPORTCONV, exportconv
from support.vault_trees import put_files, tree

import exportconv as ec

PROMISES = (19, 20, 21)
ID = "0123456789abcdef0123456789abcdef"
PAGE = {f"P {ID}.md": "# P\n\ntext"}
posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="of Linux")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with an export in it, a zip of it, a vault, and things that are neither."""
    put_files(tmp_path / "export", PAGE)
    put_files(tmp_path / "notes", {".obsidian/app.json": "{}", "글.md": "[[gone]] 😀 é", "bom.md": "\ufeffx"})
    put_files(tmp_path / "full", {"mine.txt": "mine"})
    (tmp_path / "file").write_text("x")
    return tmp_path


def refused(done: subprocess.CompletedProcess[str], why: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("exportconv: ")
    assert done.stderr.count("\n") == 1
    assert why in done.stderr
    assert "a bug" not in done.stderr


# --- places ---

LONG = "x" * 300
PLACES: dict[str, tuple[list[str], str]] = {
    "a file": (["export", "file"], "file: is a file, not a folder"),
    "below a file": (["export", "file/v"], "file"),
    "inside the source": (["export", "export/v"], "lies inside the source"),
    "the source": (["export", "export"], "lies inside the source"),
    "around the source": (["export", "."], "the source inside it"),
    "inside by a link": (["export", "link-to-export/v"], "lies inside the source"),
    "not empty": (["export", "full"], "is not empty"),
    "a name that is too long": (["export", LONG], "File name too long"),
    "a path that is too long": (["export", "y/" * 3000 + "v"], "File name too long"),
    "a circle": (["export", "circle"], "symbolic link"),
    "below a circle": (["export", "circle/v"], "symbolic link"),
    "a circle as the source": (["circle", "v"], "symbolic link"),
    "a long name as the source": ([LONG, "v"], "File name too long"),
    "nothing as the source": (["gone", "v"], "there is no such file or folder"),
    "a link to nothing as the source": (["link-to-gone", "v"], "there is no such file or folder"),
    "a fifo as the source": (["fifo", "v"], "is neither a folder nor a zip"),
    "a socket as the source": (["socket", "v"], "is neither a folder nor a zip"),
    "a device as the source": (["/dev/zero", "v"], "is neither a folder nor a zip"),
    "a report in no folder": (["export", "v", "--report", "gone/r.json"], "its folder is not there"),
    "a report below a file": (["export", "v", "--report", "file/r.json"], "its folder is not there"),
}


def strange_things_in(folder: Path) -> None:
    (folder / "circle").symlink_to("circle")
    (folder / "link-to-export").symlink_to("export")
    (folder / "link-to-gone").symlink_to("gone")
    os.mkfifo(folder / "fifo")
    with socket.socket(socket.AF_UNIX) as made:
        # its whole path could be too long for one
        before = os.getcwd()
        os.chdir(folder)
        try:
            made.bind("socket")
        finally:
            os.chdir(before)


@linux
@pytest.mark.parametrize("case", PLACES)
def test_a_place_that_cannot_be(here: Path, case: str) -> None:
    strange_things_in(here)
    before = sorted(here.rglob("*"))
    args, why = PLACES[case]
    refused(exportconv("convert", *args, cwd=here), why)
    assert sorted(here.rglob("*")) == before


@linux
@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["inspect", "circle"], "symbolic link"),
        (["inspect", LONG], "File name too long"),
        (["inspect", "fifo"], "is neither a folder nor a zip"),
        (["normalize", "circle"], "symbolic link"),
        (["normalize", LONG, "--check"], "File name too long"),
    ],
)
def test_a_source_that_cannot_be(here: Path, command: list[str], why: str) -> None:
    strange_things_in(here)
    refused(exportconv(*command, cwd=here), why)


@linux
def test_what_is_no_file_is_reported_and_never_opened(here: Path) -> None:
    """A pipe that is opened would wait for its other end for ever."""
    strange_things_in(here / "export")
    (here / "export/loop").symlink_to(".", target_is_directory=True)
    strange = {"circle", "fifo", "socket", "loop", "link-to-export", "link-to-gone"}
    done = exportconv("convert", "export", "v", cwd=here)
    assert done.returncode == 1
    assert {line.partition(":")[0] for line in done.stderr.splitlines() if ": XC402 " in line} == strange
    assert tree(here / "v").keys() == {".exportconv", ".exportconv/manifest.json", "P.md"}
    assert exportconv("inspect", "export", cwd=here).returncode == 0
    assert exportconv("normalize", "export", "--check", cwd=here).returncode in (0, 1)


# root may read everything; as another user it tries the same in faults/test_source_closed.py
if os.name != "nt" and os.geteuid() != 0:

    @pytest.mark.parametrize("closed", [f"P {ID}.md", "folder"])
    def test_what_may_not_be_read(here: Path, closed: str) -> None:
        put_files(here / "export", {"folder/x.png": "png"})
        os.chmod(here / "export" / closed, 0)
        try:
            refused(exportconv("convert", "export", "v", cwd=here), f"{closed}: cannot be read: Permission denied")
            refused(exportconv("inspect", "export", cwd=here), f"{closed}: cannot be read: Permission denied")
        finally:
            os.chmod(here / "export" / closed, 0o755)
        assert not (here / "v").exists()


def test_a_file_that_vanishes_meanwhile(here: Path) -> None:
    vault = ec.read(put_files(here / "export", {f"P {ID}/x.png": "png", f"P {ID}.md": f"# P\n\n![x](P%20{ID}/x.png)"}))
    found = ec.render(vault)
    (here / f"export/P {ID}/x.png").unlink()
    with pytest.raises(ec.SourceError, match=r"x\.png: cannot be read: No such file"):
        ec.write(found, here / "v")
    assert sorted(os.listdir(here)) == ["export", "file", "full", "notes"]


# --- streams ---

COMMANDS = {
    "convert": "convert export v -v",
    "inspect": "inspect many",
    "inspect json": "inspect many --json",
    **{
        f"normalize {kind}": f"normalize untidy --check --output-format {kind}"
        for kind in ("text", "json", "github", "sarif")
    },
    "diff": "normalize untidy --check --diff",
    "help": "--help",
    "version": "--version",
}


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """More output than a pipe holds."""
    root = tmp_path_factory.mktemp("many")
    lines = "\n\n".join(f"[x](P%20{ID}/gone{n}.png)" for n in range(1500))
    put_files(root / "export", {f"P {ID}.md": f"# P\n\n{lines}"})
    put_files(root / "many", {f"P{n} {n:032x}.md": f"# P{n}\n\nKey {n}: a value\nOther: 1" for n in range(1500)})
    put_files(root / "untidy", {".git/HEAD": "", **{f"글{n}%20.md": "[[gone]] \r\n[[가]]\n" for n in range(700)}})
    return root


def shell(line: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = line.replace("exportconv", " ".join(EXPORTCONV))
    return subprocess.run(["bash", "-c", command], cwd=cwd, capture_output=True, env={**os.environ, **variables})


@linux
@pytest.mark.parametrize("reader", ["head -1", "head -c 1", "true"])
@pytest.mark.parametrize("command", COMMANDS)
def test_whoever_reads_goes_away(many: Path, command: str, reader: str) -> None:
    done = shell(f"{{ exportconv {COMMANDS[command]} 2>&3; echo $? >&2; }} 3>&1 | {reader}", many)
    assert b"Traceback" not in done.stderr + done.stdout
    # small outputs fit into the pipe before it is closed
    assert done.stderr in (b"0\n", b"1\n", b"2\n")
    if command == "convert":
        # what was written is there, whether or not anybody was told
        assert done.stderr == b"0\n"
        assert (many / "v/P.md").exists()


@linux
@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-"])
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("convert export v", 0),
        ("convert gone v", 2),
        ("convert --nonsense", 2),
        ("normalize notes --check", 1),
        ("inspect export", 0),
    ],
)
def test_nobody_can_be_told(here: Path, command: str, code: int, where: str) -> None:
    done = shell(f"exportconv {command} {where}", here)
    assert (done.returncode, done.stderr) == (code, b"")


@linux
@pytest.mark.parametrize(
    "command", ["normalize notes --output-format sarif", "normalize notes --diff", "inspect notes --json"]
)
def test_output_on_a_full_disk(here: Path, command: str) -> None:
    done = shell(f"exportconv {command} >/dev/full", here)
    assert (done.returncode, done.stderr) == (2, b"exportconv: the output cannot be written: No space left on device\n")


@linux
def test_a_report_on_a_full_disk(here: Path) -> None:
    done = exportconv("convert", "export", "v", "--report", "/dev/full", cwd=here)
    refused(done, "/dev/full: cannot be written: No space left on device; all else is done")
    assert (here / "v/P.md").exists()


@pytest.mark.parametrize("encoding", ["cp949", "latin-1", "ascii", "cp437:strict", "utf-16"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_console_that_cannot_show_everything(many: Path, here: Path, command: str, encoding: str) -> None:
    put_files(here / "many", PAGE)
    put_files(here / "untidy", {"글😀é%20.md": "[[gone 😀]]\r\nx\n", ".git/HEAD": ""})
    done = subprocess.run(
        [*EXPORTCONV, *COMMANDS[command].split()],
        cwd=here,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr
    if command.endswith(("json", "sarif")):
        # what a machine reads is UTF-8 everywhere
        assert json.loads(done.stdout)
        assert command == "inspect json" or "😀" in done.stdout.decode()


@linux
@pytest.mark.parametrize(
    "variables", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]
)
def test_a_locale_without_hangul(here: Path, variables: dict[str, str]) -> None:
    put_files(here / "내보내기", {f"글😀 {ID}.md": f"# 글😀\n\n[x](글%20{ID}/없음.png)"})
    for args in (
        ["inspect", "내보내기"],
        ["inspect", "내보내기", "--json"],
        ["convert", "내보내기", "금고"],
        ["convert", "없음", "v"],
    ):
        done = exportconv(*args, cwd=here, env=variables)
        assert done.returncode == (2 if "없음" in args else 0)
        assert "Traceback" not in done.stderr
        assert "a bug" not in done.stderr
    assert (here / "금고/글😀.md").exists()


# --- limits ---


def limited(**limits: int):
    def apply() -> None:
        import resource

        for name, most in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))

    return apply


@linux
def test_few_open_files(here: Path, record_property) -> None:
    from support.zips import zip_bytes

    pages = {f"P{n} {n:032x}.md": b"# P%d\n\ntext" % n for n in range(3000)}
    put_files(here / "big", pages)
    uuid = "0f3c5a7e-1111-4222-8333-9444555566%02d"
    parts = {f"Export-{uuid % n}-Part-{n}.zip": zip_bytes(dict(list(pages.items())[n::40])) for n in range(40)}
    put_files(here / "parts", parts)
    for source in ("big", "parts"):
        done = exportconv("convert", source, f"{source}-out", "-q", cwd=here, start=limited(NOFILE=64))
        assert (done.returncode, done.stderr) == (0, "")
    assert {**tree(here / "big-out"), ".exportconv/manifest.json": 0} == {
        **tree(here / "parts-out"),
        ".exportconv/manifest.json": 0,
    }
    record_property("figure", "3,000 pages, and 40 zips, with 64 open files")
    record_property("promise", 20)


@linux
def test_more_archives_than_files_may_be_open(here: Path) -> None:
    from support.zips import zip_bytes

    put_files(
        here / "parts",
        {
            f"Export-0f3c5a7e-1111-4222-8333-94445555{n:04d}-Part-{n}.zip": zip_bytes({f"P{n} {n:032x}.md": b"# P"})
            for n in range(100)
        },
    )
    refused(exportconv("convert", "parts", "v", cwd=here, start=limited(NOFILE=64)), "Too many open files")
    assert not (here / "v").exists()


@linux
def test_too_little_memory(here: Path) -> None:
    put_files(here / "export", {f"Q {ID}.md": "# Q\n\n" + "text " * 10_000_000})
    done = exportconv("convert", "export", "v", cwd=here, start=limited(AS=200 << 20))
    refused(done, "there is not enough memory for this")
    assert sorted(os.listdir(here)) == ["export", "file", "full", "notes"]


# --- signals ---


@posix
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_stopped_at_any_moment(many: Path, tmp_path: Path, name: str, code: int, record_property) -> None:
    """From the first moment on at which Python lets a program say what a signal does."""
    started = time.monotonic()
    command = [*EXPORTCONV, "convert", str(many / "many"), str(tmp_path / "v"), "-q"]
    assert subprocess.run(command).returncode == 0
    whole = time.monotonic() - started
    stopped = 0
    for number in range(6):
        out = tmp_path / f"v{number}"
        command[-2] = str(out)
        program = f"import os, sys; sys.argv[1:] = {command[3:]!r}; from exportconv.__main__ import _on_stops, _stop, main; _on_stops(_stop); os.write(1, b'x'); main()"
        child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.read(1)
        time.sleep(whole * number / 6)
        child.send_signal(signal.Signals[name])
        child.send_signal(signal.Signals[name])
        errors = child.communicate(timeout=60)[1]
        if child.returncode:
            stopped += 1
            assert child.returncode == code
            # before anything has begun there is nothing to say
            assert errors.startswith(b"exportconv: stopped") or (number == 0 and not errors)
            assert errors.count(b"\n") <= 1
            assert [item for item in os.listdir(tmp_path) if item.lstrip(".").startswith(f"v{number}")] == []
        else:
            assert (out / "P1.md").exists()
    assert stopped > 2
    record_property("figure", f"{name}: stopped at {stopped} moments")
    record_property("promise", 19)


# --- bugs ---

BROKEN = "import sys, exportconv.pipeline as p; p.READERS = None; from exportconv.__main__ import main; sys.argv[1:] = {args!r}; main()"


def with_a_bug(args: list[str], cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BROKEN.format(args=args)],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
    )


def test_a_bug_is_one_line_and_a_file(here: Path) -> None:
    (here / "temp").mkdir()
    done = with_a_bug(["convert", "export", "v"], here, TMPDIR=str(here / "temp"), TEMP=str(here / "temp"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    [report] = (here / "temp").iterdir()
    assert done.stderr == f"exportconv: a bug, sorry: TypeError; please report it with {report}\n"
    assert "Traceback (most recent call last)" in report.read_text("utf-8")


def test_a_bug_with_its_traceback(here: Path) -> None:
    done = with_a_bug(["convert", "export", "v", "--traceback"], here)
    assert done.returncode == 2
    assert done.stderr.startswith("Traceback (most recent call last)")
    line = done.stderr.splitlines()[-1]
    assert line.startswith("exportconv: a bug, sorry: TypeError; ")
    Path(line.rpartition(" with ")[2]).unlink()


@linux
def test_a_bug_where_no_file_can_be_written(here: Path) -> None:
    program = BROKEN.format(args=["convert", "export", "v"])
    done = subprocess.run(
        [sys.executable, "-c", f"import tempfile; tempfile.tempdir = '/dev/null'; {program}"],
        cwd=here,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "exportconv: a bug, sorry: TypeError; please report it with what --traceback prints\n"


def test_an_expected_error_with_its_traceback(here: Path) -> None:
    for args in (["--traceback", "convert", "gone", "v"], ["convert", "gone", "v", "--traceback"]):
        done = exportconv(*args, cwd=here)
        assert done.stderr.startswith("Traceback (most recent call last)")
        assert done.stderr.endswith("exportconv: gone: there is no such file or folder\n")
