"""Targets of links in decomposed Unicode, percent-encoded or not.

Obsidian finds their files in either form; Git hosts, browsers and most link checkers do not. A heading is named as the
note has it: where one of its headings is in decomposed letters, or none is meant, what stands behind `#` stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from exportconv.codes import Code
from exportconv.model import Link, LinkForm
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, text_of
from exportconv.paths import nfc
from exportconv.syntax.edits import Edit

__all__ = ["RULE"]

_ENCODED = re.compile(r"[^%]?(?:%[89A-Fa-f][0-9A-Fa-f])++")
"""Encoded letters beyond ASCII, with the letter before them, which may become one with the first of them."""
_ASCII = "".join(map(chr, range(128)))


def _check(repository: Repository) -> Iterator[Finding]:
    for placed in repository.links:
        note, link = placed.note, placed.link
        raw = link.raw_target
        target = link.target or link.folder
        if target is None or ("%" not in raw and nfc(raw) == raw):
            continue
        # as long as the file has such a name itself, or another has its composed one, the link is right
        if nfc(target) != target:
            continue
        text = text_of(note)[placed.target.start : placed.target.end]
        path, sign, fragment = text.partition("#")
        form = nfc if link.form is LinkForm.WIKILINK else _composed
        if sign and _is_decomposed_there(repository, link):
            composed = form(path) + sign + fragment
        else:
            composed = form(path) + sign + form(fragment)
        if composed != text:
            message = f"{nfc(raw)!r} is written in decomposed letters"
            yield Finding(Code.NFD_TARGET, note.path, link.line, message, Edit(placed.target, composed))


def _is_decomposed_there(repository: Repository, link: Link) -> bool:
    """Whether what a link names in its note is, or may be, in decomposed letters."""
    note = repository.notes.get(link.target or "")
    if note is None:
        return False
    is_known = link.section is not None or link.block is not None
    return not is_known or any(nfc(section.source) != section.source for section in note.sections)


def _composed(part: str) -> str:
    """The path or the fragment of a target in composed letters; nothing else of it is written in another way."""
    return _ENCODED.sub(_composed_run, nfc(part))


def _composed_run(match: re.Match[str]) -> str:
    decoded = unquote(match[0], errors="surrogateescape")
    return match[0] if nfc(decoded) == decoded else quote(nfc(decoded), safe=_ASCII, errors="surrogateescape")


RULE = Rule(Code.NFD_TARGET, Fix.SAFE, _check)
