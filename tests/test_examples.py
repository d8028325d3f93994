"""The examples do what they say: each is run, and what comes of it is looked at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from support.own_project import GIT, ROOT, action_steps, own_repository, run

import exportconv as ec
from exportconv.normalize import normalize

EXAMPLES = ROOT / "examples"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def script(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a script prints that converts the example to a vault in a folder."""
    command = [sys.executable, EXAMPLES / name, EXAMPLES / "notion-export.zip", folder / "vault"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done


def book(folder: Path, title: str) -> str:
    return (folder / f"vault/우리집 노트/읽은 책/{title}.md").read_text("utf-8")


def test_property_mapping(tmp_path):
    printed = script("library/property_mapping.py", tmp_path).stdout.splitlines()
    assert "rating: number" in printed
    assert "값: text" in printed
    home, read = (tmp_path / "vault/우리집 노트.md").read_text("utf-8"), book(tmp_path, "느리게 걷는 법")
    assert "created: 2026-02-27T21:05:00\nmodified: 2026-03-01T08:40:00\n" in home
    assert '값: "₩15,800"\nrating: 4.5\n' in read
    assert "여행" not in read


def test_custom_transform(tmp_path):
    assert "notes: 8" in script("library/custom_transform.py", tmp_path).stdout
    assert "tags:\n  - 산문\n  - 걷기\n  - 읽음\n" in book(tmp_path, "느리게 걷는 법")
    assert "tags:\n  - 소설\n---" in book(tmp_path, "밤의 도서관")


def test_custom_transform_of_a_note_without_tags(monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLES / "library")
    from custom_transform import with_tag

    (new,) = with_tag(ec.Note(path="a.md", title="a", body="", digest="")).properties
    assert (new.name, new.type, new.value) == ("tags", ec.PropertyType.TAGS, ("읽음",))


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_before_and_after(tmp_path, form):
    source = EXAMPLES / "before-after/before"
    if form == "zip":
        source = Path(shutil.make_archive(str(tmp_path / "Export"), "zip", source))
    ec.convert(source, tmp_path / "vault")
    assert ec.verify(source, tmp_path / "vault").issues == ()
    # what a run remembers for the next one changes with the version and is no part of the pair
    shutil.rmtree(tmp_path / "vault/.exportconv")
    assert contents(tmp_path / "vault") == contents(EXAMPLES / "before-after/after")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The notes of the CI example in a repository, with this project as `tools/exportconv`."""
    shutil.copytree(EXAMPLES / "ci", tmp_path / "repository")
    (tmp_path / "repository/tools").mkdir()
    own_repository(tmp_path / "repository/tools/exportconv")
    return tmp_path / "repository"


def test_ci_configuration_is_needed(tmp_path):
    notes = shutil.copytree(EXAMPLES / "ci", tmp_path / "ci")
    assert normalize([notes], check=True, options=ec.load_normalize_options(notes / "exportconv.toml")).found == ()
    assert [item.code for item in normalize([notes], check=True).found] == ["XC101"]


@pytest.mark.slow
def test_github_workflow(repository, tmp_path):
    workflow = yaml.safe_load((repository / ".github/workflows/notes.yml").read_text("utf-8"))
    (step,) = [item for item in workflow["jobs"]["notes"]["steps"] if item["uses"].startswith("./")]
    runner = {"RUNNER_TEMP": str(tmp_path), **GIT}

    def outcome() -> list[int]:
        todo = action_steps(step["with"], repository / step["uses"])
        return [run("bash", "-e", "-c", text, cwd=repository, env={**own, **runner}).returncode for text, own in todo]

    assert outcome() == [0, 0]
    (repository / "notes/새 글.md").write_text("[[어디에도 없는 글]]\n", "utf-8")
    assert outcome() == [0, 1]


@pytest.mark.slow
def test_gitlab_job(repository, tmp_path):
    job = yaml.safe_load((repository / ".gitlab-ci.yml").read_text("utf-8"))["notes"]
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "image"], check=True)
    environment = {"PATH": f"{tmp_path / 'image/bin'}{os.pathsep}{os.environ['PATH']}"}

    def outcome(lines: list[str]) -> list[int]:
        return [run("bash", "-e", "-c", line, cwd=repository, env=environment).returncode for line in lines]

    assert outcome(job["script"]) == [0, 0]
    (repository / "notes/새 글.md").write_text("[[어디에도 없는 글]]\n", "utf-8")
    assert outcome(job["script"][1:] + job["after_script"]) == [1, 1]
    assert quote("notes/새 글.md") in (repository / job["artifacts"]["paths"][0]).read_text("utf-8")


@pytest.mark.slow
def test_pre_commit_configuration(repository, tmp_path):
    tools = repository / "tools/exportconv"
    assert run("git", "branch", "-M", "main", cwd=tools).returncode == 0
    # the project is no part of the repository here, as a submodule is none
    (repository / ".gitignore").write_text("tools/\n")
    hook = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    environment = {**GIT, "PRE_COMMIT_HOME": str(tmp_path / "cache")}

    def outcome() -> tuple[int, str]:
        run("git", "add", "-A", cwd=repository)
        done = run(*hook, cwd=repository, env=environment)
        return done.returncode, done.stdout + done.stderr

    run("git", "init", "-q", cwd=repository)
    code, printed = outcome()
    assert code == 0, printed
    assert "exportconv normalize" in printed
    (repository / "notes/새 글.md").write_text("[[어디에도 없는 글]]\n", "utf-8")
    assert outcome()[0] == 1
