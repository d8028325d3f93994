"""Frontmatter as npm's `yaml` reads it, a second opinion beside PyYAML's."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.vaults import PROBE, ReadYaml, split_note

_ASK = """
const YAML = require("yaml");
const read = text => {
  try { return {value: YAML.parse(text)}; } catch (error) { return {error: String(error)}; }
};
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(read)));
"""


def why_no_npm() -> str:
    """Why npm cannot be asked here; empty where it can."""
    missing = [program for program in ("node", "npm") if shutil.which(program) is None]
    return f"{' and '.join(missing)} not found" if missing else ""


def npm_yaml_reader(folder: Path) -> ReadYaml:
    """A reader for all frontmatter and bases below a folder, which are all read at once by one run of node.

    It takes YAML 1.2 as Obsidian does: dates stay text, `1e3` is a number, and a key that stands twice is an error.
    Texts that are not below the folder are a KeyError.
    """
    texts = sorted({PROBE, "", *_yaml_below(folder)})
    known = dict(zip(texts, npm_answers(texts), strict=True))

    def read(text: str) -> dict[str, Any]:
        if "error" in known[text]:
            raise ValueError(known[text]["error"])
        return known[text]["value"]

    return read


def npm_answers(texts: list[str]) -> list[dict[str, Any]]:
    """What npm's `yaml` makes of each text: its `value` or an `error`, by one run of node."""
    return json.loads(_run(["node", "-e", _ASK], _workshop().name, json.dumps(texts)))


@functools.cache
def _workshop() -> tempfile.TemporaryDirectory[str]:
    """A folder with the package in it, for as long as the tests run."""
    folder = tempfile.TemporaryDirectory()
    Path(folder.name, "package.json").write_text("{}", encoding="utf-8")
    _run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "yaml@2"], folder.name)
    return folder


def _yaml_below(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.suffix in (".md", ".base") and file.is_file():
            text = file.read_bytes().decode("utf-8", "replace")
            yield split_note(text)[0] if file.suffix == ".md" else text


def _run(command: list[str], folder: str, given: str = "") -> str:
    program = shutil.which(command[0])
    assert program, f"{command[0]} not found"
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, input=given, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
