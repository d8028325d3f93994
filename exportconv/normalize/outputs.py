"""What `normalize` found, as text, JSON, annotations of GitHub or SARIF 2.1.0; and what it changes, as a diff."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from exportconv.disk_names import readable
from exportconv.normalize.registry import CODES, rule_of
from exportconv.normalize.run import Normalized
from exportconv.report import one_line
from exportconv.version import __version__

if TYPE_CHECKING:
    from exportconv.normalize.findings import Finding
    from exportconv.normalize.state import Change

__all__ = ["FORMATS", "diff_of", "summary"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _text(result: Normalized) -> str:
    """A line for each finding: what was mended, then what is left."""
    mended = () if result.is_check else result.mended
    lines = [f"{_line(item)} (mended)" for item in mended] + [_line(item) for item in result.found]
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding) -> str:
    return one_line(f"{finding.path}:{finding.line}: {finding.code} {finding.message}")


def summary(result: Normalized) -> str:
    """How much was found, mended and left, in one line."""
    files = f"{len(result.changes)} {'file' if len(result.changes) == 1 else 'files'}"
    if result.is_check:
        # the same place may be mended twice, and mending may show what could not be seen before
        mendable = (Counter(map(_place, result.found)) & Counter(map(_place, result.mended))).total()
        line = f"{len(result.found)} found, {mendable} can be mended"
        return f"{line}; {files} would change" if result.changes else line
    line = f"{len(result.mended) + len(result.found)} found, {len(result.mended)} mended, {len(result.found)} left"
    return f"{line}; {files} changed" if result.changes else line


def _place(finding: Finding) -> tuple[str, str, int]:
    return finding.code, finding.path, finding.line


def _json(result: Normalized) -> str:
    data = {
        "root": readable(str(result.root)),
        "findings": [_plain(finding) for finding in result.found],
        "mended": [_plain(finding) for finding in result.mended],
        "changes": [{"path": item.path, "new_path": item.new_path} for item in result.changes],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": str(finding.code), "path": finding.path, "line": finding.line, "message": finding.message,
        "fixable": finding.edit is not None or finding.name is not None,
    }  # fmt: skip


def _github(result: Normalized) -> str:
    """A workflow command for each finding; what it prints is escaped, so that no name can be a command itself."""
    return "".join(
        f"::error file={_property(item.path)},line={max(item.line, 1)},title={item.code}::{_data(item.message)}\n"
        for item in result.found
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(result: Normalized) -> str:
    rules = [
        {"id": str(rule.code), "shortDescription": {"text": rule.meaning}, "properties": {"fix": str(rule.fix)}}
        for rule in map(rule_of, CODES)
    ]
    places = {str(code): number for number, code in enumerate(CODES)}
    driver = {"name": "exportconv", "version": __version__, "rules": rules}
    results = [
        {
            "ruleId": str(item.code),
            "ruleIndex": places[item.code],
            "level": "error",
            "message": {"text": item.message},
            "locations": [{"physicalLocation": _location(item)}],
        }
        for item in result.found
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _location(finding: Finding) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(finding.path, safe="/")}}
    return place | {"region": {"startLine": finding.line}} if finding.line else place


FORMATS: Mapping[str, Callable[[Normalized], str]] = {"text": _text, "json": _json, "github": _github, "sarif": _sarif}
"""Name of an output format → what prints it."""


def diff_of(result: Normalized) -> str:
    """The changes as git shows them, so that `git apply` can make them: renames, and texts as unified diffs."""
    return "".join(line for change in result.changes for line in _diff(change))


def _diff(change: Change) -> Iterator[str]:
    old, new = _in_git("a/", change.path), _in_git("b/", change.new_path)
    yield f"diff --git {old} {new}\n"
    if change.new_path != change.path:
        yield f"rename from {_in_git('', change.path)}\nrename to {_in_git('', change.new_path)}\n"
    if change.before is None or change.after is None:
        return
    # loaded for the few runs that ask for it
    from difflib import unified_diff

    before, after = _lines(change.before), _lines(change.after)
    # a tab says where a name with blanks ends
    old, new = (f"{name}\t" if " " in name else name for name in (old, new))
    for line in unified_diff(before, after, old, new):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _in_git(prefix: str, path: str) -> str:
    """A path in a diff: in quotes where it has a quote, a backslash or what would break the line."""
    shown = one_line(path.replace("\\", "\\\\").replace('"', '\\"'))
    return f"{prefix}{path}" if shown == path else f'"{prefix}{shown}"'


def _lines(data: bytes) -> list[str]:
    *lines, last = data.decode("utf-8", "replace").split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])
