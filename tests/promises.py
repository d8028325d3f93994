"""Makes `PROMISES.md`: each promise, the tests that hold it, and the figure they reached.

    pytest --junitxml=promises.xml                   a run, as long as one likes
    python tests/promises.py promises.xml --write    takes its figures in and writes the table
    python tests/promises.py --write                 writes the table anew with the figures that are known

A test file says which promises it holds, `PROMISES = (7,)`; a test says what it reached with
`record_property("figure", "…")`, and with `record_property("promise", 7)` that the figure is of that promise and not of
all that its file holds. Figures stand in `promises.json`, so that a short run keeps those of a longer one in
other files. `TOTALS = (("sum", r"(\\d+) points", "{:,.0f} points in all"),)` in a test file says what the table tells of
those that have such a text: the sums of the numbers in each, with `"max"` the largest of them, with `"count"` how many
there are.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
TABLE = HERE / "PROMISES.md"
FIGURES = HERE / "promises.json"
PROMISES: Mapping[int, str] = {
    1: "Every byte of an attachment is in the output",
    2: "No note is dropped: written, merged or listed as skipped",
    3: "What a reader sees of a note stays, in the order it had",
    4: "Bytes outside of what had to change stay as they are",
    5: "A link that led somewhere leads there still, and none leads out",
    6: "Doing it twice is doing it once",
    7: "The same source gives the same bytes on every machine",
    8: "A run that is killed leaves the old tree or the new one, never half of one",
    9: "An interrupted run can be taken up again",
    10: "The source is never changed",
    11: "Nothing is written outside the destination",
    12: "Archives that would fill the disk are refused before they do",
    13: "Bytes that are no text are copied as they are and reported",
    14: "Percent-decoding takes anything and lets nothing out",
    15: "YAML says what was meant, and what is no YAML stays",
    16: "Names are safe and distinct on every system",
    17: "No input makes it slow out of proportion",
    18: "Hostile content stays inert",
    19: "Where it fails it says so, and everything is as before",
    20: "Memory and open files stay bounded",
    21: "Two runs on one destination do not meet",
    22: "A dry run writes nothing",
    23: "Permissions of what is written are plain",
    24: "Times of files are kept or reproducible",
    25: "A finished conversion can be proved from disk",
}

Figures: TypeAlias = dict[str, dict[str, list[int]]]
"""Test file → figure → the promises it is of, none for all that the file holds."""
_HOW: Mapping[str, Callable[[Iterable[float]], float]] = {"sum": sum, "max": max}
UNTESTED: frozenset[int] = frozenset()
"""Those that no test holds, which the table says."""


@cache
def files_of_promises() -> dict[int, list[str]]:
    """Promise → the test files that say they hold it."""
    found: dict[int, list[str]] = {number: [] for number in PROMISES}
    for file in sorted(HERE.rglob("test_*.py")):
        for number in _declared(file, "PROMISES") or ():
            found[number].append(file.relative_to(HERE).as_posix())
    return found


def _declared(file: Path, name: str) -> Any:
    for node in ast.parse(file.read_bytes()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return None


def figures_in(report: Path) -> Figures:
    """The figures in a report of pytest; a test that failed has none."""
    found: Figures = {}
    for case in ET.parse(report).iter("testcase"):
        said = [(item.get("name"), item.get("value", "")) for item in case.iter("property")]
        file = _file_of(case.get("classname", ""))
        if file and case.find("failure") is None and case.find("error") is None:
            promises = [int(value) for name, value in said if name == "promise"]
            found.setdefault(file, {}).update({value: promises for name, value in said if name == "figure"})
    return {file: figures for file, figures in found.items() if figures}


def _file_of(name: str) -> str:
    """The test file below this folder that a class name such as `tests.syntax.test_links` is of."""
    parts = name.split(".")
    while parts:
        file = HERE.parent / f"{'/'.join(parts)}.py"
        if file.is_file():
            return file.relative_to(HERE).as_posix()
        parts.pop()
    return ""


def table(files: Mapping[int, Iterable[str]], figures: Figures) -> str:
    """The page."""
    lines = [
        "# What exportconv promises, and what holds it", "",
        "Made by `python tests/promises.py --write`; the figures are those of the last recorded run. Test files lie in `tests`.", "",
        "| | promise | tests | reached |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    for number, promise in PROMISES.items():
        tests = list(files[number])
        shown = "<br>".join(f"`{file}`" for file in tests) or "none"
        said = {
            file: [text for text, only in figures.get(file, {}).items() if number in (only or [number])]
            for file in tests
        }
        reached = [text.replace("|", "\\|") for file in tests for text in _told(file, said[file])]
        lines.append(f"| {number} | {promise} | {shown} | {'<br>'.join(reached)} |")
    lines += ["", "## All figures", ""]
    for file, texts in figures.items():
        lines += [f"`{file}`", "", *(f"- {text}" for text in texts), ""]
    return "\n".join(lines)


def _told(file: str, figures: list[str]) -> list[str]:
    """What the table tells of the figures of a file: what they come to, and those of no total as they are."""
    told, rest = [], figures
    for how, pattern, text in _declared(HERE / file, "TOTALS") or ():
        found = [match for match in map(re.compile(pattern).search, rest) if match]
        rest = [figure for figure in rest if not re.search(pattern, figure)]
        columns = zip(*(match.groups() for match in found), strict=True)
        numbers = [_HOW[how](map(float, column)) for column in columns] if how in _HOW else [len(found)]
        told += [text.format(*numbers)] if found else []
    return told + rest


def known_figures() -> Figures:
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def main(arguments: list[str]) -> int:
    figures = known_figures()
    for report in arguments:
        if not report.startswith("-"):
            figures |= figures_in(Path(report))
    # in the order of the file, or the next run would give another page
    figures = {file: dict(sorted(said.items())) for file, said in sorted(figures.items())}
    page = table(files_of_promises(), figures)
    if "--write" in arguments:
        FIGURES.write_text(
            json.dumps(figures, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
        )
        TABLE.write_text(page, encoding="utf-8", newline="\n")
    else:
        print(page, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
