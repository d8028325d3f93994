"""This project as others have it: a repository beside their own, whose hook and Action they run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import yaml

__all__ = ["GIT", "ROOT", "action_steps", "own_repository", "run"]

ROOT = Path(__file__).parents[2]
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


def action_steps(inputs: Mapping[str, str], action: Path) -> list[tuple[str, dict[str, str]]]:
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
