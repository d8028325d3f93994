"""The hook and the Action, run for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from unicodedata import normalize as in_form

import pytest
import yaml
from support.vault_trees import put_files

ROOT = Path(__file__).parents[2]
NFD = in_form("NFD", "회의록.md")
FILES = {NFD: "# 둘째 날\n", "글.md": f"[[회의록]] [a]({NFD}#둘째-날)\n"}
GIT = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a.invalid", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@a.invalid", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.quotePath",
    "GIT_CONFIG_VALUE_0": "false",
}  # fmt: skip


def run(*command: str, cwd: Path, env: Mapping[str, str] = GIT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **env}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8")


def own_repository(folder: Path) -> Path:
    """The project as a repository of its own, so that what is not committed yet is tried, too."""
    names = ("exportconv", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml")
    folder.mkdir()
    for name in names:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        assert run("git", *command, cwd=folder).returncode == 0
    return folder


def test_the_hook_runs_once_over_everything():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["pass_filenames"], hook["require_serial"], hook["args"]) == (False, True, ["."])


@pytest.mark.slow
def test_pre_commit_fails_first_and_passes_after_the_fix(tmp_path):
    project = own_repository(tmp_path / "project")
    notes = put_files(tmp_path / "notes", FILES)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "notes"]):
        assert run("git", *command, cwd=notes).returncode == 0
    hook = [sys.executable, "-m", "pre_commit", "try-repo", str(project), "exportconv-normalize", "--all-files"]
    environment = {**GIT, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    first = run(*hook, cwd=notes, env=environment)
    assert first.returncode == 1, first.stdout + first.stderr
    assert "files were modified by this hook" in first.stdout
    run("git", "add", "-A", cwd=notes)
    assert sorted(run("git", "status", "--short", cwd=notes).stdout.splitlines()) == [
        "M  글.md",
        f"R  {NFD} -> 회의록.md",
    ]  # fmt: skip
    second = run(*hook, cwd=notes, env=environment)
    assert second.returncode == 0, second.stdout + second.stderr
    assert (notes / "글.md").read_text("utf-8") == "[[회의록]] [a](회의록.md#둘째-날)\n"


def steps(inputs: Mapping[str, str], action: Path) -> list[tuple[str, dict[str, str]]]:
    """The `run:` steps of the Action, with the environment that a runner gives them."""
    spec = yaml.safe_load((action / "action.yml").read_text("utf-8"))
    known = {f"inputs.{name}": inputs.get(name, item["default"]) for name, item in spec["inputs"].items()}
    known["github.action_path"] = str(action)
    found = []
    for step in spec["runs"]["steps"]:
        names = {name: text.removeprefix("${{ ").removesuffix(" }}") for name, text in step["env"].items()}
        assert "${{" not in step["run"]
        found.append((step["run"], {name: known[place] for name, place in names.items()}))
    return found


@pytest.mark.slow
def test_each_step_of_the_action(tmp_path):
    action = own_repository(tmp_path / "action")
    put_files(tmp_path / "notes", {**FILES, "a b/c.md": "[[none]]\n", ".git/HEAD": ""})
    runner = {"RUNNER_TEMP": str(tmp_path)}

    def outcome(**inputs: str) -> tuple[int, list[str]]:
        _, check = steps({name.replace("_", "-"): text for name, text in inputs.items()}, action)
        done = run("bash", "-e", "-c", check[0], cwd=tmp_path / "notes", env={**check[1], **runner})
        assert not done.stderr
        return done.returncode, done.stdout.splitlines()

    install, _ = steps({}, action)
    done = run("bash", "-e", "-c", install[0], cwd=tmp_path, env={**install[1], **runner})
    assert done.returncode == 0, done.stderr
    code, lines = outcome()
    assert (code, len(lines)) == (1, 2), lines
    assert all(line.startswith("::error file=") for line in lines)
    assert outcome(paths="글.md\na b", select="XC6 XC1", ignore="XC612") == (
        1, ["::error file=a b/c.md,line=1,title=XC101::'none' is not in the vault"],
    )  # fmt: skip
    assert outcome(paths="글.md", ignore="XC612") == (0, [])
