"""The README is true: its commands and its Python are run, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import exportconv as ec

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the examples, and the example under the name that the README gives one's own zip."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "examples/notion-export.zip", tmp_path / "Export.zip")
    return tmp_path


@pytest.mark.parametrize("code", [text for kind, text in BLOCKS if kind == "python"])
def test_python(code, workplace, monkeypatch, capsys):
    monkeypatch.chdir(workplace)
    exec(compile(code, "README.md", "exec"), {})


def commands() -> list[str]:
    lines = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    found = [line.partition(" #")[0].strip() for line in lines if line.startswith("exportconv ")]
    first = next(line for line in lines if ".venv/bin/exportconv" in line)
    return [*found, "exportconv" + first.partition(".venv/bin/exportconv")[2]]


@pytest.mark.parametrize("command", commands())
def test_command(command, workplace):
    if " verify " in command:
        ec.convert(workplace / "Export.zip", workplace / "vault")
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], cwd=workplace, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == (1 if "--check" in command else 0), done.stderr
    written = re.search(r"^written to (.+)$", done.stderr, re.MULTILINE)
    names = ("제주 사흘.md", "여행/제주 사흘.md") if "examples/vault" in command else ("우리집 노트.md",)
    assert written is None or any((workplace / written[1] / name).is_file() for name in names)


def test_there_are_commands_library_and_ci():
    assert len(commands()) >= 6
    assert any(kind == "python" for kind, _ in BLOCKS)
    assert sum(line.startswith("python3 -m venv ") for line in README.splitlines()) == 2


def test_links_lead_somewhere():
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", README)
    assert {"docs/start.md", "docs/commands.md"} <= set(targets)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_changelog_has_the_version_or_is_unreleased():
    assert re.search(
        rf"^## \[(?:Unreleased|{re.escape(ec.__version__)})\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )


def test_example_is_what_its_script_builds(tmp_path):
    script = ROOT / "examples/build_example.py"
    subprocess.run([sys.executable, script, tmp_path / "built.zip"], check=True, capture_output=True)
    import io
    import zipfile

    def contents(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as outer, outer.open(outer.namelist()[0]) as part:
            inner = zipfile.ZipFile(io.BytesIO(part.read()))
            return {name: inner.read(name) for name in inner.namelist()}

    # the compressed bytes depend on the zlib at hand; what is in them does not
    built, stored = (tmp_path / "built.zip").read_bytes(), (ROOT / "examples/notion-export.zip").read_bytes()
    assert contents(built) == contents(stored)
