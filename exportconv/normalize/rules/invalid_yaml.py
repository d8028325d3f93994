"""Frontmatter that is no valid YAML: Obsidian shows it in red, and no other program reads it.

A template may hold `{{date}}`, which is valid only when Obsidian has filled it in: notes in the folder that the
vault's settings name as the one for templates are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.head_values import block_of
from exportconv.normalize.rules.templates import is_template
from exportconv.syntax.frontmatter import load, yaml_loader

__all__ = ["RULE"]

_SOMETHING = re.compile(r"^[ \t]*+[^\s#]", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*+\}\}")


def _check(repository: Repository) -> Iterator[Finding]:
    is_left_alone = is_template(repository)
    for note in repository.vault.notes:
        start, text = block_of(note.frontmatter)
        if (
            note.frontmatter
            and not note.properties
            and _SOMETHING.search(text)
            and load(note.frontmatter) is None
            and not is_left_alone(note.path)
        ):
            line, problem = _problem(text)
            first = note.frontmatter.count("\n", 0, start) + 1
            yield Finding(Code.INVALID_YAML, note.path, first + line, f"the frontmatter cannot be read: {problem}")


def _problem(text: str) -> tuple[int, str]:
    """The line in the block, from 0, and what is wrong there."""
    import yaml

    # without types that only YAML 1.1 has: a date that cannot be is no error in 1.2
    untyped = type("Loader", (yaml_loader(),), {"yaml_implicit_resolvers": {}})
    try:
        yaml.load(text, Loader=untyped)  # noqa: S506  # it is a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        filled = _PLACEHOLDER.search(text)
        if filled and error.problem == "found unhashable key":
            return text.count("\n", 0, filled.start()), f"{filled[0]} stands there without quotes"
        line = text.count("\n", 0, mark.index) if mark else 0
        return min(line, text.rstrip().count("\n")), str(error.problem)
    except (yaml.YAMLError, ValueError, RecursionError, LookupError, AttributeError) as error:
        return 0, str(error).partition("\n")[0]
    return 0, "it holds no properties"


RULE = Rule(Code.INVALID_YAML, Fix.NONE, _check)
