"""Help that helps, and mistakes on the command line that are told with the way out."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.vault_trees import put_files

import exportconv as ec
from exportconv.__main__ import _run
from exportconv.cli.commands import cli
from exportconv.cli.texts import EXAMPLES, SECTIONS

ROOT = Path(__file__).parent.parent
Typed = Callable[[str], tuple[int, str, str]]
LINES = [line for lines in EXAMPLES.values() for line, _ in lines]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with exports in it and among the downloads."""
    for name in ("Export.zip", "회의록.zip", "home/Downloads/Export-0a1b2c3d-4e5f.zip", "home/Downloads/mine.zip"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "examples/notion-export.zip", tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a line: exit code, output, errors."""

    def run(line: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        code = _run()
        out, err = capsys.readouterr()
        return code, out, err

    return run


# --- help ---


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_help_fits_into_80_columns_and_ends_with_examples(typed: Typed, command: str, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = typed(f"exportconv {command} --help")
    assert (code, err) == (0, "")
    assert max(map(len, out.split("\n"))) <= 80
    head, _, examples = out.partition("\nExamples:\n")
    assert [line for line, _ in EXAMPLES[command or "exportconv"] if f"  {line}  " not in examples] == []
    params = cli.commands[command].params if command else cli.params
    flags = {flag for param in params for flag in param.opts if flag.startswith("-")}
    assert {flag for flag in flags if not re.search(rf"^  .*{flag}\b", head, re.MULTILINE)} == set()
    assert {name for name in ("" if command else " ".join(cli.commands)).split() if f"\n  {name} " not in head} == set()


def test_options_of_convert_stand_in_sections(typed: Typed) -> None:
    _, out, _ = typed("exportconv convert --help")
    parts = re.split(r"^(\S.*):\n", out, flags=re.MULTILINE)
    titles = parts[1::2]
    assert titles == [*SECTIONS, "Other options", "Examples"]
    found = dict(zip(titles, parts[2::2], strict=True))
    for title, flags in SECTIONS.items():
        assert [flag for flag in flags.split() if f" {flag}" not in found[title]] == []
    flags = {flag for param in cli.commands["convert"].params for flag in param.opts}
    assert {flag for named in SECTIONS.values() for flag in named.split()} - flags == set()


@pytest.mark.parametrize("line", LINES)
def test_examples_of_the_help_work(typed: Typed, place: Path, line: str) -> None:
    for name in ("Part-1.zip", "Part-2.zip"):
        shutil.copy("Export.zip", name)
    words = line.split()
    if words[1] in ("verify", "normalize") or words[2] == "vault":
        ec.convert("Export.zip", "vault")
    if words[1] == "normalize" and words[2] == "notes":
        ec.convert("Export.zip", "notes")
    if words[1:4] == ["verify", "vault", "notes"]:
        ec.convert("vault", "notes", to="markdown")
    code, _, err = typed(line)
    assert code in ((0, 1) if "--check" in words else (0,)), err


# --- mistakes ---

BOTH = "convert takes a source and a new folder for the result"
MISTAKES = {
    "exportconv": "exportconv: what is to be done? Most people want this first\n  exportconv convert Export.zip vault",
    "exportconv convert": f"exportconv: {BOTH}\n  exportconv convert Export.zip vault",
    "exportconv convert Export.zip": f"exportconv: {BOTH}; only 'Export.zip' is given\n  exportconv convert Export.zip vault",
    "exportconv convert new": f"exportconv: {BOTH}; only 'new' is given\n  exportconv convert Export.zip new",
    "exportconv convert vault": f"exportconv: {BOTH}; only 'vault' is given\n  exportconv convert vault notes",
    "exportconv convert --to markdown Export.zip": f"exportconv: {BOTH}; only 'Export.zip' is given",
    "exportconv verify made": (
        "exportconv: verify takes a source and the folder that was made of it; only 'made' is given\n"
        "  exportconv verify Export.zip made"
    ),
    "exportconv inspect": "exportconv: inspect takes a source\n  exportconv inspect Export.zip",
    "exportconv normalize": "exportconv: normalize takes a folder of notes, or files in one\n  exportconv normalize notes",
    "exportconv Export.zip v": "exportconv: 'Export.zip' is no command; what is to be done with it?\n  exportconv convert Export.zip v",
    "exportconv '회의록.zip'": "exportconv: '회의록.zip' is no command; what is to be done with it?\n  exportconv convert '회의록.zip' vault",
    "exportconv covert Export.zip v": "exportconv: 'covert' is no command; did you mean convert?\nHelp: exportconv --help",
    "exportconv frob": "exportconv: 'frob' is no command; there are convert, ",
    "exportconv convert Export.zip v --atachments note": "exportconv: there is no option --atachments; did you mean --attachments",
    "exportconv convert Export.zip v --zzz": "exportconv: there is no option --zzz\nHelp: exportconv convert --help",
    "exportconv convert Export.zip v --to word": "exportconv: --to: 'word' is not one of 'obsidian', 'markdown'\n",
    "exportconv convert Export.zip v --jobs two": "exportconv: --jobs: it takes a whole number from 1, not 'two'\n",
    "exportconv convert Export.zip v --max-ratio 0": "exportconv: --max-ratio: it takes a whole number from 1, not '0'\n",
    "exportconv --jobs 2 convert Export.zip v": "exportconv: --jobs belongs to convert and stands behind that word\n",
    "exportconv convert Export.zip v --max-size 3Q": "exportconv: --max-size: '3Q' is no size; it takes a number of bytes",
    "exportconv convert Export.zip v --config gone": "exportconv: --config: File 'gone' does not exist\n",
    "exportconv convert Exprot.zip v": "exportconv: Exprot.zip: there is no such file or folder; did you mean Export.zip?\n",
    "exportconv convert 회의.zip v": "exportconv: 회의.zip: there is no such file or folder; did you mean 회의록.zip?\n",
    "exportconv convert mine.zip v": "exportconv: mine.zip: there is no such file or folder; did you mean HOME/Downloads/mine.zip?\n",
    "exportconv inspect x/y.zip": "exportconv: x/y.zip: there is no such file or folder; did you mean HOME/Downloads/Export-0a1b2c3d-4e5f.zip?",
    "exportconv normalize vualt": "exportconv: vualt: there is no such file or folder; did you mean vault?\n",
    "exportconv normalize nothing": "exportconv: nothing: there is no such file or folder\n",
    "exportconv convert new Export.zip": "exportconv: Export.zip: is a file, not a folder; the source comes first, as in `exportconv convert Export.zip new`\n",
    "exportconv convert Export.zip Export.zip": "exportconv: Export.zip: is a file, not a folder; choose a new name\n",
    "exportconv verify Export.zip gone": "exportconv: gone: there is no such folder\n",
    "exportconv convert Export.zip a.pdf": "exportconv: a.pdf: is a file, not a folder; choose a new name\n",
    "exportconv convert Export.zip vault": "exportconv: vault: is not empty; choose a new folder, or add to it with --into\n",
    "exportconv convert empty v": "exportconv: empty: there is no file in it\n",
    "exportconv convert pdfs v": "exportconv: pdfs: is an export as PDF; export from Notion as HTML or Markdown & CSV\n",
    "exportconv convert texts v": "exportconv: texts: nothing shows that this is a Notion export or an Obsidian vault; ",
    "exportconv convert a.pdf v": "exportconv: a.pdf: is a PDF, which holds no properties and no files; export from Notion as",
    "exportconv convert a.enex v": "exportconv: a.enex: is an export of Evernote, which exportconv does not read\n",
    "exportconv convert a.docx v": "exportconv: a.docx: is a Word file, which exportconv does not read\n",
    "exportconv convert a.7z v": "exportconv: a.7z: is packed, but no zip; unpack it and give the folder\n",
    "exportconv convert a.zip.part v": "exportconv: a.zip.part: is a download that has not come to its end; ",
    "exportconv convert Export.zip v --exclude [": "exportconv: exclude: '[' leaves out nothing: it can fit no name; is a [ without its ]?",
}  # fmt: skip


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_told_with_the_way_out(typed: Typed, place: Path, line: str) -> None:
    put_files(
        place, {"vault/A.md": "x", "pdfs/a.pdf": "%PDF", "texts/a.txt": "x", "made/.exportconv/manifest.json": "{}"}
    )
    put_files(place, dict.fromkeys(("a.pdf", "a.enex", "a.docx", "a.7z", "a.zip.part"), "x"))
    (place / "empty").mkdir()
    before = sorted(place.rglob("*"))
    code, out, err = typed(line)
    assert (code, out) == (2, "")
    assert err.replace(str(place / "home"), "HOME").startswith(MISTAKES[line])
    assert err.count("\n") <= 3
    assert sorted(place.rglob("*")) == before


def test_a_mistake_in_a_configuration_names_what_may_have_been_meant(typed: Typed, place: Path) -> None:
    (place / "exportconv.toml").write_text('atachments = "note"\n', "utf-8")
    code, _, err = typed("exportconv convert Export.zip v")
    assert (code, err.endswith("there is no option 'atachments'; did you mean 'attachments'?\n")) == (2, True)


# --- colours ---


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1"}, False),
    ],
)
def test_colours_in_a_pipe(typed: Typed, place: Path, monkeypatch, variables: dict[str, str], expected: bool) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    put_files(place, {"notes/.obsidian/app.json": "{}", "notes/a.md": "[[gone]]"})
    for line, wanted in (
        ("exportconv normalize notes --check", "a.md:1: \033[33mXC101\033[0m "),
        ("exportconv convert notes/gone v", "\033[31mexportconv:\033[0m notes/gone: "),
        ("exportconv frob", "\033[31mexportconv:\033[0m 'frob' "),
    ):
        _, out, err = typed(line)
        assert ("\033[" in err, wanted in err) == (expected, expected)
        assert "\033[" not in out
