"""Targets of Markdown links that are percent-encoded more than once: Obsidian and browsers take off one round only."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from exportconv.codes import Code
from exportconv.model import LinkForm
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.paths import decode_once, parent_of
from exportconv.syntax.edits import Edit
from exportconv.syntax.link_targets import target_text

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    for placed in repository.links:
        note, link = placed.note, placed.link
        if link.target is None or link.form is LinkForm.WIKILINK or "%25" not in link.raw_target:
            continue
        _, reading = repository.paths.read(link.raw_target, parent_of(note.path), wikilink=False)
        path, tail = link.raw_target[: reading.length], link.raw_target[reading.length :]
        once = "/".join(decode_once(step) for step in path.split("/"))
        readings = (repository.paths.find(step, parent_of(note.path), relative=True) for step in (once, path))
        is_known = unquote(path) == reading.path or any(found and found.path == link.target for found in readings)
        if "%25" in path and not is_known:
            message = f"{link.raw_target!r} is encoded more than once"
            text = target_text(note.body, link, reading.path, tail)
            yield Finding(Code.ENCODED_TWICE, note.path, link.line, message, Edit(placed.target, text))


RULE = Rule(Code.ENCODED_TWICE, Fix.SAFE, _check)
