"""An export whose titles and file names no single file system takes as they are."""

from __future__ import annotations

import hashlib
import unicodedata

__all__ = ["TITLES", "by_bytes", "nasty_export"]


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


_FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TITLES = [
    # Windows keeps these
    "CON", "con", "CON.md", "aux", "AUX.notes", "nul", "PRN", "COM1", "COM¹", "lpt9", "CONIN$", "COM1 .md",
    # it drops what these end in, and forbids what these hold
    "ends.", "ends..", "ends ", "ends", "a:b", "a?b", "a*b", "a|b", "a<b", "a>b", 'a"b', "a\\b", "a/b", "a - b", "a-b", "[[a]]", "a#b",
    # dots
    ".hidden", "..hidden", ".", "..", "...", "....md",
    # what is not seen
    "left\u202eright", "left\u200fright", "leftright", "bell\x07", "bell", "zero\u200bwidth", "zerowidth", "soft\u00adhyphen", "\u2066in\u2069",
    # one name but for case or form
    "Note", "note", "NOTE", "Straße", "STRASSE", "strasse", "İ", "i̇", "i", "ſ", "s", "ﬁ", "fi", "Å", "\u212b", "Å", "ΐ", "\u1fd3",
    "회의록", _nfd("회의록"), "Café", _nfd("café"), "µ", "μ", "ς", "σ", "Ǆ", "ǅ", "ǆ",
    # long
    "가" * 300, _nfd("각" * 300), _nfd("힣" * 84), "ǖ" * 200, "ᾂ" * 120, "漢" * 85, "x" * 255, "x" * 256, _FAMILY * 60, "\U0001f1f0\U0001f1f7" * 80,
    "\U0001f600" * 128, "e" + "\u0301" * 200, "क्षि" * 90, "\U0001d15e" * 60,
    # emoji
    _FAMILY, "\U0001f44d\U0001f3fd", "❤\ufe0f", "❤",
]  # fmt: skip
"""Titles of pages; several are equal once a file system has done with them."""
_FILE_NAMES = [
    "CON.png", "aux", "COM¹.txt", "a:b.png", "a?b.png", "a*b.png", "trail.", "trail", "blank ", "blank", ".hidden", "...", "x.png", "X.PNG",
    "Straße.png", "STRASSE.png", "İ.png", "i̇.png", "ſ.png", "s.png", "\u202egnp.exe", "bell\x07.png", "bell.png", _FAMILY + ".png",
    _nfd("그림") + ".png", "그림.png", "y" * 255, "z" * 251 + ".png", "가" * 83 + ".png", "ǖ" * 120 + ".png", "line\nbreak.png", "tab\t.png",
    "desktop.ini.png", "nul.tar.gz", "back\\slash.png", "per%25cent.png", "per%cent.png",
]  # fmt: skip
_DEPTH = 14


def nasty_export() -> dict[str, bytes]:
    """Path of every file of the export, with bytes that no other file has."""
    home = _page("Home")
    files = {f"{home}.md": b"# Home\n\nfirst of all"}
    for number, title in enumerate(TITLES):
        files[f"{home}/{_page(f'{number}')}.md"] = f"# {title}\n\ntext number {number}, no other".encode()
    for number, name in enumerate(_FILE_NAMES):
        files[f"{home}/{name}"] = b"bytes number %d, no other" % number
    folder = home
    for depth in range(_DEPTH):
        page = _page("deep " + "깊" * 15, depth)
        files[f"{folder}/{page}.md"] = f"# deep {'깊' * 15}\n\ntext at depth {depth}".encode()
        folder = f"{folder}/{page}"
    return files


def _page(title: str, *more: object) -> str:
    return f"{title} {hashlib.blake2b(repr((title, more)).encode(), digest_size=16).hexdigest()}"


def by_bytes(files: dict[str, bytes]) -> list[bytes]:
    """What can be compared where names cannot."""
    return sorted(files.values())
