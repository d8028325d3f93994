"""Targets of links in decomposed Unicode, percent-encoded or not.

Obsidian finds their files in either form; Git hosts, browsers and most link checkers do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.model import LinkForm
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, text_of
from exportconv.paths import decode_once, encode_path, nfc
from exportconv.report import Code
from exportconv.syntax.edits import Edit

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    for placed in repository.links:
        note, link = placed.note, placed.link
        raw = link.raw_target
        if link.target is None or ("%" not in raw and nfc(raw) == raw):
            continue
        # as long as the file has such a name itself, or another has its composed one, the link is right
        if nfc(link.target) != link.target:
            continue
        text = text_of(note)[placed.target.start : placed.target.end]
        composed = nfc(text) if link.form is LinkForm.WIKILINK else _composed(text)
        if composed != text:
            message = f"{nfc(raw)!r} is written in decomposed letters"
            yield Finding(Code.NFD_TARGET, note.path, link.line, message, Edit(placed.target, composed))


def _composed(target: str) -> str:
    """A target as it is written, or with `<…>` around it, in composed letters; the same where it is composed."""
    path, sign, fragment = target.partition("#")
    once = "/".join(decode_once(step) for step in path.split("/"))
    part = decode_once(fragment)
    if nfc(once) == once and nfc(part) == part:
        return target
    # without an encoding there is none to keep
    path = encode_path(nfc(once)) if "%" in path else nfc(path)
    return path + sign + (encode_path(nfc(part)) if "%" in fragment else nfc(fragment))


RULE = Rule(Code.NFD_TARGET, Fix.SAFE, _check)
