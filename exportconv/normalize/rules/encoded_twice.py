"""Targets of Markdown links that are percent-encoded more than once: Obsidian and browsers take off one round only."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.model import LinkForm
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.paths import decode_once, decode_path, encode_path, parent_of
from exportconv.report import Code
from exportconv.syntax.edits import Edit

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    for placed in repository.links:
        note, link = placed.note, placed.link
        if link.target is None or link.form is LinkForm.WIKILINK or "%25" not in link.raw_target:
            continue
        path, sign, fragment = link.raw_target.partition("#")
        once = "/".join(decode_once(step) for step in path.split("/"))
        readings = (repository.paths.find(step, parent_of(note.path), relative=True) for step in (once, path))
        if "%25" in path and not any(found and found.path == link.target for found in readings):
            message = f"{link.raw_target!r} is encoded more than once"
            edit = Edit(placed.target, encode_path(decode_path(path)) + sign + fragment)
            yield Finding(Code.ENCODED_TWICE, note.path, link.line, message, edit)


RULE = Rule(Code.ENCODED_TWICE, Fix.SAFE, _check)
