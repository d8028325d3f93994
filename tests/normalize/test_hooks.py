"""The hook and the Action, run for real."""

from __future__ import annotations

import sys
from unicodedata import normalize as in_form

import pytest
import yaml
from support.own_project import GIT, ROOT, action_steps, own_repository, run
from support.vault_trees import put_files

NFD = in_form("NFD", "회의록.md")
FILES = {NFD: "# 둘째 날\n", "글.md": f"[[회의록]] [a]({NFD}#둘째-날)\n"}


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


@pytest.mark.slow
def test_each_step_of_the_action(tmp_path):
    action = own_repository(tmp_path / "action")
    put_files(tmp_path / "notes", {**FILES, "a b/c.md": "[[none]]\n", ".git/HEAD": ""})
    runner = {"RUNNER_TEMP": str(tmp_path)}

    def outcome(**inputs: str) -> tuple[int, list[str]]:
        _, check = action_steps({name.replace("_", "-"): text for name, text in inputs.items()}, action)
        done = run("bash", "-e", "-c", check[0], cwd=tmp_path / "notes", env={**check[1], **runner})
        assert not done.stderr
        return done.returncode, done.stdout.splitlines()

    install, _ = action_steps({}, action)
    done = run("bash", "-e", "-c", install[0], cwd=tmp_path, env={**install[1], **runner})
    assert done.returncode == 0, done.stderr
    code, lines = outcome()
    assert (code, len(lines)) == (1, 2), lines
    assert all(line.startswith("::error file=") for line in lines)
    assert outcome(paths="글.md\na b", select="XC6 XC1", ignore="XC612") == (
        1, ["::error file=a b/c.md,line=1,title=XC101::'none' is not in the vault"],
    )  # fmt: skip
    assert outcome(paths="글.md", ignore="XC612") == (0, [])
