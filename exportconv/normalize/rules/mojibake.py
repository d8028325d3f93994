"""Korean text that was decoded with the wrong encoding.

| bytes | read as | 보고서 became |
|---|---|---|
| UTF-8 | Latin-1 or Windows-1252 | `ë³´ê³ ì„œ` |
| UTF-8 | CP949 | `蹂닿퀬�꽌`, with `?` in place of `�` in other programs |
| CP949 | Latin-1 or Windows-1252 | `º¸°í¼­` |

A piece of text is one of these only if the way back gives nothing but syllables, two at least. Text that is right
hardly ever goes back; what more is asked of each kind keeps out what does by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, text_of
from exportconv.paths import nfc

__all__ = ["RULE"]

_HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Windows-1252 has for the bytes 0x80 to 0x9F; some programs leave those as they are."""
_BYTES = {ord(char): char.encode("cp1252").decode("latin-1") for char in _HIGH}
_FIRST_BYTES, _FIRST_OF_PAIRS = "áêëìí", "".join(map(chr, range(0xB0, 0xC9)))
_LATIN_LEADS, _EAST_LEADS = (b"\xc2", b"\xc3"), tuple(bytes([lead]) for lead in (*range(0xE4, 0xEA), 0xEF))
"""How the UTF-8 of Latin letters beyond ASCII begins, and that of Chinese characters: to look for those is quick."""
_LATIN = re.compile(rf"(?:[áê-í][\x80-\xbf{_HIGH}][\x80-\xbf{_HIGH} ])+")
_PAIRS = re.compile(r"[\xa1-\xfe]{4,}")
_LOST_BEFORE = re.compile(r"\?[가-힣]")
_EAST_BEFORE = re.compile(r"[一-鿿\uf900-\ufaff\ufffd][가-힣]")
_EAST = re.compile(r"[가-힣一-鿿\uf900-\ufaff?\ufffd]{3,}")
_LOST = re.compile(r"[?\ufffd]+")
_UTF8 = re.compile(rb"[\x80-\xbf]{0,2}((?:[\xea-\xed][\x80-\xbf]{2})*)(?:[\xea-\xed][\x80-\xbf]?)?")
_SYLLABLES = re.compile(r"[가-힣]*")


def _check(repository: Repository) -> Iterator[Finding]:
    for path in repository.names:
        if right := _mended(nfc(path.rpartition("/")[2])):
            yield Finding(Code.MOJIBAKE, path, 0, f"the name may have been {right!r}")
    for note in repository.vault.notes:
        text = text_of(note)
        if not text.isascii() and _mended(text):
            for number, line in enumerate(text.split("\n"), 1):
                if right := _mended(line):
                    yield Finding(Code.MOJIBAKE, note.path, number, f"Korean text was decoded wrongly: {right!r}")


def _mended(text: str) -> str:
    """What the first such piece of a text was; empty where there is none."""
    if text.isascii():
        return ""
    return next(filter(None, (way(match[0]) for pattern, way in _ways(text) for match in pattern.finditer(text))), "")


def _ways(text: str) -> Iterator[tuple[re.Pattern[str], Callable[[str], str]]]:
    """What to look for and how to go back from it; nothing that cannot be there, for these patterns are slow."""
    data = text.encode("utf-8", "surrogatepass")
    if any(map(data.__contains__, _LATIN_LEADS)):
        if any(char in text for char in _FIRST_BYTES):
            yield _LATIN, _from_latin
        if sum(char in text for char in _FIRST_OF_PAIRS) > 1:
            yield _PAIRS, _from_pairs
    is_east = any(map(data.__contains__, _EAST_LEADS))
    if any(pattern.search(text) for pattern in (_LOST_BEFORE, *((_EAST_BEFORE,) if is_east else ()))):
        yield _EAST, _from_cp949


def _from_latin(piece: str) -> str:
    """UTF-8 that was read as Latin-1 or Windows-1252; a blank may stand for a no-break space."""
    if len(piece) - piece.count(" ") < 6:
        return ""
    data = piece.replace(" ", "\xa0").translate(_BYTES).encode("latin-1")
    text = nfc(data.decode(errors="replace"))
    return text if len(text) > 1 and _SYLLABLES.fullmatch(text) else ""


def _from_pairs(piece: str) -> str:
    """CP949 that was read as Latin-1: two characters a syllable, letters and signs in turns as no language has them."""
    if len(piece) % 2 or len(set(piece[::2])) < 2:
        return ""
    kinds = [char >= "\xc0" and char not in "×÷" for char in piece]
    if sum(a != b for a, b in pairwise(kinds)) < 2:
        return ""
    text = piece.encode("latin-1").decode("cp949", "replace")
    return text if _SYLLABLES.fullmatch(text) else ""


def _from_cp949(piece: str) -> str:
    """UTF-8 that was read as CP949; some bytes are lost, and of the syllables that have them nothing can be said."""
    found = []
    for part in _LOST.split(piece):
        try:
            match = _UTF8.fullmatch(part.encode("cp949"))
        except UnicodeEncodeError:
            return ""
        if match is None:
            return ""
        found.append(match[1].decode(errors="replace"))
    text = "".join(found)
    return text if len(text) > 1 and _SYLLABLES.fullmatch(text) and _are_in_use(text) else ""


def _are_in_use(text: str) -> bool:
    """Whether all syllables are among the 2,350 that Korean text needs: EUC-KR has to spell the others out."""
    return len(text.encode("euc_kr")) == 2 * len(text)


RULE = Rule(Code.MOJIBAKE, Fix.NONE, _check)
