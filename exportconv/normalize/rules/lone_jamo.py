"""Korean letters that were taken apart and belong to no syllable: what is left where a decomposed name was cut.

Decomposed syllables that are whole are no findings here, nor are old ones that have no character of their own, nor
the letters that people type one by one (`ㅋㅋㅋ`), which are other characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, text_of
from exportconv.paths import nfc

__all__ = ["RULE"]

_LEAD, _VOWEL, _TAIL = "\u1100-\u115f\ua960-\ua97c", "\u1160-\u11a7\ud7b0-\ud7c6", "\u11a8-\u11ff\ud7cb-\ud7fb"
_ANY = re.compile(f"[{_LEAD}{_VOWEL}{_TAIL}]")
_WHOLE_OR_LONE = re.compile(f"[{_LEAD}][{_VOWEL}][{_TAIL}]?|[가-힣][{_TAIL}]|(?P<lone>[{_LEAD}{_VOWEL}{_TAIL}])")
_OPEN = 28
"""Every so many syllables there is one without a final consonant, which can take one."""


def _check(repository: Repository) -> Iterator[Finding]:
    for path in repository.names:
        if lone := _lone(path.rpartition("/")[2]):
            yield Finding(Code.LONE_JAMO, path, 0, f"{_told(lone)} in the name belongs to no syllable")
    for note in repository.vault.notes:
        text = text_of(note)
        if _ANY.search(text):
            for number, line in enumerate(text.split("\n"), 1):
                if lone := _lone(line):
                    yield Finding(Code.LONE_JAMO, note.path, number, f"{_told(lone)} belongs to no syllable")


def _lone(text: str) -> str:
    """The first letter that belongs to no syllable; empty where there is none."""
    if not _ANY.search(text):
        return ""
    for match in _WHOLE_OR_LONE.finditer(nfc(text)):
        whole = match[0]
        if match["lone"] or ("가" <= whole[0] <= "힣" and (ord(whole[0]) - ord("가")) % _OPEN):
            return whole[-1]
    return ""


def _told(letter: str) -> str:
    return f"U+{ord(letter):04X}"


RULE = Rule(Code.LONE_JAMO, Fix.NONE, _check)
