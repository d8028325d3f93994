"""The command: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import exportconv as ec

PROMISES = (19,)

A, B = "a" * 32, "b" * 32
GOOD = {f"P {A}.md": "# P\n\ntext"}
DANGLING = {f"P {A}.md": f"# P\n\n[x](P%20{A}/gone.png)"}
FINDING = {f"P {A}.md": "# P\n\n<aside>\n💡 open"}


def run(*args: object, cwd: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "exportconv", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, input=stdin, timeout=120)


@pytest.mark.parametrize(
    ("files", "flags", "code"),
    [
        (GOOD, [], 0),
        (DANGLING, [], 0),
        (DANGLING, ["--strict"], 1),
        (FINDING, [], 1),
        (GOOD, ["--strict"], 0),
    ],
)
def test_exit_code(make_folder, tmp_path, files, flags, code):
    done = run("convert", make_folder(files), tmp_path / "vault", *flags)
    assert (done.returncode, done.stdout) == (code, "")


def test_issue_line_and_summary(make_folder, tmp_path):
    done = run("convert", make_folder(DANGLING), tmp_path / "vault")
    lines = done.stderr.splitlines()
    assert lines[0] == f"P {A}.md:3: XC101 'P {A}/gone.png' is not in the export"
    assert "notes: 1" in lines
    assert lines[-1] == f"written to {tmp_path / 'vault'}"


def test_quiet(make_folder, tmp_path):
    done = run("convert", make_folder(FINDING), tmp_path / "vault", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_many_issues_are_cut_unless_verbose(make_folder, tmp_path):
    source = make_folder({f"P {A}.md": "# P\n\n" + "\n\n".join(f"[x](P%20{A}/gone{n}.png)" for n in range(25))})
    done = run("convert", source, tmp_path / "one")
    assert sum(" XC101 " in line for line in done.stderr.splitlines() if line.startswith("P ")) == 20
    assert "… 5 more XC101" in done.stderr
    done = run("convert", source, tmp_path / "two", "-v")
    assert sum(line.startswith("P ") for line in done.stderr.splitlines()) == 25


def test_report_file(make_folder, tmp_path):
    done = run("convert", make_folder(DANGLING), tmp_path / "vault", "--report", tmp_path / "r.json")
    assert done.returncode == 0
    data = json.loads((tmp_path / "r.json").read_bytes())
    assert data["counts"]["notes"] == 1
    assert data["codes"] == {"XC101": 1}
    assert data["issues"][0] | {"message": ""} == {"code": "XC101", "path": f"P {A}.md", "line": 3, "message": ""}


def test_report_that_cannot_be_written_is_refused_at_once(make_folder, tmp_path):
    done = run("convert", make_folder(GOOD), tmp_path / "vault", "--report", tmp_path / "gone/r.json")
    assert done.returncode == 2
    assert not (tmp_path / "vault").exists()


def test_dry_run_and_second_run(make_folder, tmp_path):
    source, vault = make_folder(GOOD), tmp_path / "vault"
    assert "would be written" in run("convert", source, vault, "--dry-run").stderr
    assert not vault.exists()
    run("convert", source, vault)
    again = run("convert", source, vault)
    assert again.returncode == 0
    assert "nothing changed" in again.stderr


@pytest.mark.parametrize(
    "case", ["missing", "not empty", "no zip", "html", "nothing known", "usage", "bad option", "no command"]
)
def test_refusals(make_folder, tmp_path, case):
    good = make_folder(GOOD)
    full = make_folder({"mine.txt": "x"}, "full")
    (tmp_path / "no.zip").write_bytes(b"PK not really")
    args = {
        "missing": ["convert", tmp_path / "gone.zip", tmp_path / "v"],
        "not empty": ["convert", good, full],
        "no zip": ["convert", tmp_path / "no.zip", tmp_path / "v"],
        "html": ["convert", make_folder({f"P {A}.html": "<html>"}, "h"), tmp_path / "v"],
        "nothing known": ["convert", make_folder({"n.md": "x"}, "o"), tmp_path / "v"],
        "usage": ["convert", good],
        "bad option": ["convert", good, tmp_path / "v", "--to", "word"],
        "no command": ["frobnicate"],
    }[case]
    done = run(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "v").exists()
    assert sorted(os.listdir(full)) == ["mine.txt"]
    if args[0] == "convert" and case not in ("usage", "bad option"):
        assert done.stderr.startswith("exportconv: ")
        assert len(done.stderr.splitlines()) == 1


def test_unsafe_archive(make_zip, tmp_path):
    done = run("convert", make_zip({f"P {A}.md": "# P", "../evil.md": "x"}), tmp_path / "vault")
    assert done.returncode == 2
    assert "../evil.md" in done.stderr
    assert not (tmp_path / "vault").exists()


def test_inspect(make_folder):
    files = {
        f"P {A}.md": "# P\n\n상태: Done\n별점: 4.5",
        f"P {A}/DB {B}.csv": "\ufeffName,별점\r\n가,3\r\n나,4.5\r\n,",
        f"P {A}/x.png": "12345",
    }
    source = make_folder(files)
    done = run("inspect", source)
    assert done.returncode == 0
    assert "notes: 3" in done.stdout
    assert f"database P {A}/DB {B}.csv: 2 rows, 0 further views\n  Name: title\n  별점: number\n" in done.stdout
    assert "property 별점: number x 3" in done.stdout
    data = json.loads(run("inspect", source, "--json").stdout)
    assert data["attachment_bytes"] == 5
    assert data["properties"] == {"별점": {"number": 3}, "상태": {"text": 1}}
    [database] = data["databases"]
    assert (database["path"], database["title"], database["rows"]) == (f"P {A}/DB {B}.csv", "DB", 2)
    assert database["columns"] == [
        {"name": "Name", "kind": "title", "type": "text"},
        {"name": "별점", "kind": "number", "type": "number"},
    ]


def test_rules_for_one_database(make_folder, tmp_path):
    table = "\ufeffName,X,W\r\n가,3,4"
    source = make_folder({f"One {A}_all.csv": table, f"둘 {B}_all.csv": table})
    config = """databases = "base"
[properties]
types = { X = "text" }
[database."둘"]
types = { X = "number", W = "text" }
rename = { W = "Z" }
"""
    home = make_folder({"exportconv.toml": config}, "home")
    assert run("convert", source, tmp_path / "out", cwd=home).returncode == 0
    assert (tmp_path / "out/One/가.md").read_text("utf-8").startswith('---\nX: "3"\nW: 4\n---\n')
    assert (tmp_path / "out/둘/가.md").read_text("utf-8").startswith('---\nX: 3\nZ: "4"\n---\n')


@pytest.mark.parametrize(
    "text",
    [
        "database = 5",
        '[database]\nTasks = "x"',
        "[database.Tasks]\nother = 1",
        '[database.Tasks]\ntypes = { X = "nothing" }',
        '[database.Tasks]\nrename = { X = "" }',
        'databases = "view"',
        'database_rules = "x"',
        'vault_types = "x"',
    ],
)
def test_a_configuration_without_meaning(make_folder, tmp_path, text):
    home = make_folder({"exportconv.toml": text}, "home")
    done = run("convert", make_folder({f"P {A}.md": "# P"}), tmp_path / "out", cwd=home)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "exportconv.toml" in done.stderr


def test_configuration_from_the_working_folder(make_folder, tmp_path):
    source = make_folder({f"P {A}.md": "# P\n\n상태: Done\nB: x"})
    home = make_folder(
        {"exportconv.toml": 'to = "markdown"\n[properties]\nrename = { "상태" = "status" }\n', "sub/x": ""}, "home"
    )
    run("convert", source, tmp_path / "one", cwd=home / "sub")
    assert (tmp_path / "one/P.md").read_text("utf-8") == "---\nstatus: Done\nB: x\n---\n\n# P\n"
    run("convert", source, tmp_path / "two", "--to", "obsidian", cwd=home)
    assert (tmp_path / "two/P.md").read_text("utf-8") == "---\nstatus: Done\nB: x\n---\n"
    bad = make_folder({"exportconv.toml": "colour = true\n"}, "bad")
    done = run("convert", source, tmp_path / "three", cwd=bad)
    assert done.returncode == 2
    assert "colour" in done.stderr


def test_pyproject_table(make_folder, tmp_path):
    home = make_folder({"pyproject.toml": "[tool.exportconv]\nkeep-ids = true\n"}, "home")
    run("convert", make_folder(GOOD), tmp_path / "v", cwd=home)
    assert (tmp_path / "v/P.md").read_text("utf-8") == f"---\nnotion-id: {A}\n---\ntext"


def test_version_and_help():
    assert run("--version").stdout.strip().endswith(ec.__version__)
    for command in ([], ["convert"], ["inspect"]):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "Usage:" in done.stdout


def test_output_that_nobody_reads(make_folder):
    """`exportconv inspect … | head -0` ends without a traceback."""
    source = make_folder({f"P{n} {n:032x}.md": f"# P{n}\n\nKey {n}: a value\nOther: 1" for n in range(3000)})
    child = subprocess.Popen(
        [sys.executable, "-m", "exportconv", "inspect", str(source)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    errors = child.stderr.read()
    child.stderr.close()
    assert child.wait(60) == 2
    assert b"Traceback" not in errors


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_signal_leaves_nothing(make_folder, tmp_path, name, code):
    source = make_folder({f"P{n} {n:032x}.md": f"# P{n}\n\n" + "text [x](y.png) " * 200 for n in range(4000)})
    child = subprocess.Popen(
        [sys.executable, "-m", "exportconv", "convert", str(source), str(tmp_path / "vault"), "-q"],
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 300
    while not any(name.startswith(".vault") for name in os.listdir(tmp_path)):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.005)
    child.send_signal(signal.Signals[name])
    assert child.wait(60) == code
    assert child.stderr is not None
    errors = child.stderr.read()
    assert b"Traceback" not in errors
    assert errors.endswith(b"exportconv: stopped; nothing was left behind\n")
    child.stderr.close()
    assert os.listdir(tmp_path) == ["export"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="a signal of POSIX")
def test_what_is_to_outlive_its_terminal_does(make_folder, tmp_path):
    source = make_folder({f"P{n} {n:032x}.md": f"# P{n}\n\n" + "text [x](y.png) " * 200 for n in range(2000)})
    command = [sys.executable, "-m", "exportconv", "convert", str(source), str(tmp_path / "vault"), "-q"]
    child = subprocess.Popen(["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command])
    deadline = time.monotonic() + 300
    while not any(name.startswith(".vault") for name in os.listdir(tmp_path)):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.005)
    child.send_signal(signal.SIGHUP)
    assert child.wait(300) == 0
    assert len(os.listdir(tmp_path / "vault")) > 2000


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = line.replace("exportconv", f"{sys.executable} -m exportconv", 1)
    return subprocess.run(["sh", "-c", command], cwd=cwd, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a full device")
@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
@pytest.mark.parametrize(
    "command", ["inspect export", "inspect export --json", "normalize export --check --output-format json", "--help"]
)
def test_output_that_cannot_be_written(make_folder, tmp_path, command, where):
    make_folder(GOOD)
    done = shell(f"exportconv {command} {where}", tmp_path)
    why = "standard output is closed; nothing was done" if "-" in where else "the output cannot be written: No space"
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"exportconv: {why}")


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell closes it")
def test_nobody_to_tell(make_folder, tmp_path):
    make_folder(GOOD)
    assert shell("exportconv convert export v 2>&-", tmp_path).returncode == 0
    assert (tmp_path / "v/P.md").read_bytes() == b"text"


@pytest.mark.parametrize("args", [["convert", "", "v"], ["convert", "export", ""], ["inspect", ""], ["normalize", ""]])
def test_an_empty_path_is_not_the_working_folder(make_folder, tmp_path, args):
    make_folder(GOOD)
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "exportconv: an empty path names no file or folder\n"
    assert os.listdir(tmp_path) == ["export"]


def test_what_is_said_of_a_file_is_one_line(make_folder, tmp_path):
    done = run("inspect", make_folder({f"a\nb {A}.md": "# a\n\n[x](gone.png)"}))
    assert done.stderr.startswith(rf"a\nb {A}.md:3: XC101 ")
    done = run("inspect", tmp_path / "a\nb")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_bug_is_one_line_and_a_file(make_folder, tmp_path, monkeypatch, capsys):
    from exportconv.__main__ import say

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("oops")

    assert say(RuntimeError("oops")) == 2
    line = capsys.readouterr().err.strip()
    assert line.startswith("exportconv: a bug, sorry: RuntimeError")
    report = Path(line.rpartition(" ")[2])
    assert "oops" in report.read_text("utf-8")
    report.unlink()


@pytest.mark.parametrize("place", ["export.zip", "folder/page.md", "vault/note.md"])
def test_report_never_takes_the_place_of_a_source_or_note(make_zip, tmp_path, place):
    make_zip({f"P {'1' * 32}.md": "# P"})
    for path in ("folder/page.md", "vault/note.md"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text("# mine", "utf-8")
    before = (tmp_path / place).read_bytes()
    source = tmp_path / ("folder" if place.startswith("folder") else "export.zip")
    done = run("convert", source, tmp_path / "vault", "--into", "--dry-run", "--report", tmp_path / place)
    assert done.returncode == 2
    assert "lies in the source or the destination" in done.stderr
    assert (tmp_path / place).read_bytes() == before
