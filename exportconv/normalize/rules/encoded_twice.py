"""Targets of Markdown links that are percent-encoded more than once: Obsidian and browsers take off one round only."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.model import LinkForm
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, links_of
from exportconv.paths import decode_once, decode_path, encode_path, parent_of
from exportconv.report import Code
from exportconv.syntax.edits import Edit

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        for link, place in links_of(note):
            path, sign, fragment = link.raw_target.partition("#")
            if link.target is None or link.form is LinkForm.WIKILINK or "%25" not in path:
                continue
            once = "/".join(decode_once(step) for step in path.split("/"))
            readings = (repository.paths.find(step, parent_of(note.path), relative=True) for step in (once, path))
            if any(found and found.path == link.target for found in readings):
                continue
            message = f"{link.raw_target!r} is encoded more than once"
            target = encode_path(decode_path(path)) + sign + fragment
            yield Finding(Code.ENCODED_TWICE, note.path, link.line, message, Edit(place, target))


RULE = Rule(Code.ENCODED_TWICE, Fix.SAFE, _check)
