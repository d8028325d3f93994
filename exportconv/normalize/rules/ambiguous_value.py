"""Plain values that YAML 1.1 and YAML 1.2 read differently: `no`, `12:30`, `1_000`, `012`.

Obsidian goes by YAML 1.2, PyYAML and many other programs by 1.1. Where 1.2 reads a text, quotes make both read it;
where it reads a number, quotes would take that away, and a person has to write it in another way. Dates are dates to
Obsidian and nothing is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.head_values import entries_in
from exportconv.syntax.edits import Edit
from exportconv.syntax.frontmatter import Scalar, yaml_loader

__all__ = ["RULE"]

_FIRST = re.compile(
    r"(?<![^\s\[,])(?:[+-]?+(?:0[\dbox]|\.\d|\d[\d.]*+[:_eE])|=|<<"
    r"|(?:yes|no|on|off|Yes|No|On|Off|YES|NO|ON|OFF)(?![^\s,\]]))"
)
"""How a value begins that may be read in two ways."""
_ODD = re.compile(r"[+-]?+\.?+\d[\w.:+-]*+|=|<<|yes|no|on|off|Yes|No|On|Off|YES|NO|ON|OFF")
_LONGEST = 100
_INT = re.compile(r"[-+]?[0-9]+")
_BASES = {"0o": re.compile(r"0o[0-7]+"), "0x": re.compile(r"0x[0-9a-fA-F]+")}
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        if not note.frontmatter or not _FIRST.search(note.frontmatter):
            continue
        for entry in entries_in(note.frontmatter):
            for item in entry.scalars:
                text = item.text
                if not item.is_plain or len(text) > _LONGEST or not _ODD.fullmatch(text):
                    continue
                old, new = _by_1_1(text), _by_1_2(text)
                if isinstance(old, date) or (type(old) is type(new) and old == new):
                    continue
                message = f"{text} is {_told(new)}, but to YAML 1.1 {_told(old)}"
                edit = Edit(item.span, f'"{text}"') if isinstance(new, str) else None
                yield Finding(Code.AMBIGUOUS_VALUE, note.path, item.line, message, edit)


def _by_1_1(text: str) -> Scalar | None:
    """What PyYAML reads; None for what it cannot read. A date, even an impossible one, is a date."""
    import yaml

    try:
        value = yaml.load(text, Loader=yaml_loader())  # noqa: S506  # it is a safe one
    except ValueError:
        return date.min
    except yaml.YAMLError:
        return None
    return value if isinstance(value, str | int | float | date) else None


def _by_1_2(text: str) -> Scalar:
    """What the core schema of YAML 1.2 reads; no word that gets here means anything there."""
    if _INT.fullmatch(text):
        return int(text)
    for start, pattern in _BASES.items():
        if pattern.fullmatch(text):
            return int(text[2:], {"0o": 8, "0x": 16}[start])
    return float(text) if _FLOAT.fullmatch(text) else text


def _told(value: Scalar | None) -> str:
    if value is None:
        return "an error"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the text {value!r}" if isinstance(value, str) else f"the number {value}"


RULE = Rule(Code.AMBIGUOUS_VALUE, Fix.UNSAFE, _check)
