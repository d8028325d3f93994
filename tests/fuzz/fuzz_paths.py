"""Fuzzes paths and names: decoding is total and never escapes, and names are safe on every system."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from fuzzing import made_bytes, run

from exportconv.paths import (
    NamePool,
    decode_once,
    decode_path,
    encode_path,
    fold,
    nfc,
    path_key,
    relative_path,
    safe_name,
    split_name,
    target_path,
)

PIECES = [
    "%", "%2", "%25", "%2525", "%2F", "%2f", "%5C", "%00", "%2e", "%2E%2e", "%252e", "%EA%B0%80", "%EA%B0", "%E1%84%80", "%CC%81", "%ZZ", "%FF",
    "%ED%A0%80", "%C0%AF", "%41", "/", "//", "\\", ".", "..", "../", ":", "*", "?", '"', "<", ">", "|", "#", "^", "[", "]", " ", "  ", "\t", "\n", "\0",
    "a", "A", "é", "e\u0301", "ß", "ẞ", "İ", "ı", "K", "ſ", "가", "\u1100", "\u1161", "\u11a8", "한글", "パ", "ﾊﾟ", "漢", "🎉", "👍🏽", "🇰🇷", "\u200d",
    "\u200b", "\u202e", "\ufeff", "\ufdd0", "\u2028", "\xa0", "\u3000", "CON", "con", "NUL", "COM1", "COM¹", "CLOCK$", ".md", ".png", "-", "_", "~", "$", "100%",
    "a" * 60, "가" * 60, "😀" * 40, "e" + "\u0301" * 60, "0123456789abcdef0123456789abcdef", "ŉ", "ǰ", "ΐ", "ς", "\u0345", "\u0f77",
]  # fmt: skip
LONGEST = 60
FORBIDDEN = frozenset('\\/:*?"<>|#^[]')
RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"} | {
    f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"
}


def check(data: bytes) -> None:
    # names on a disk may be no text; Python keeps their bytes so
    text = made_bytes(data, PIECES).decode("utf-8", "surrogateescape")
    _check_decoding(text)
    _check_key(text)
    _check_rounds(text)
    _check_targets(text)
    _check_name(text[:160])


def _check_decoding(path: str) -> None:
    decoded = decode_path(path)
    assert nfc(decoded) == decoded
    for before, after in zip(path.split("/"), decoded.split("/"), strict=True):
        once = decode_once(before)
        for found in (once, after):
            assert "/" not in found
            assert found.count("\\") <= before.count("\\")
            assert "\0" in before or "\0" not in found
            assert found not in (".", "..") or found == before
            assert before.strip(" ") == "" or found


def _check_key(path: str) -> None:
    key = path_key(path)
    assert key.count("/") == path.count("/")
    assert path_key(unicodedata.normalize("NFD", path)) == key
    assert path_key(nfc(path)) == key
    if "%" not in path:
        # what has no code in it is its own decoded form, and so is its key
        assert path_key(key) == key
        assert path_key(path.casefold()) == key


def _check_rounds(text: str) -> None:
    """A name that is encoded up to four times is found again."""
    name = "".join(char for char in text if char not in "%/\\\0" and not "\ud800" <= char <= "\udfff")
    name = name[:40]
    if name in ("", ".", ".."):
        return
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, name)
        for _ in range(4):
            spelled = quote(spelled, safe="")
            assert decode_path(spelled) == nfc(name), spelled
    assert decode_once(encode_path(name)) == name


def _check_targets(path: str) -> None:
    for folder in ("", "a", "a/b/c"):
        found = target_path(folder, path)
        if found is None:
            assert ".." in path.split("/")
            continue
        assert not {"..", "."} & set(found.split("/"))
        assert not found.startswith("/")
        if found:
            assert target_path(folder, relative_path(folder, found)) == found


def _check_name(title: str) -> None:
    for suffix in ("", " 12.md"):
        name = safe_name(title, suffix)
        whole = name + suffix
        assert name
        assert len(whole.encode()) <= 255
        assert not FORBIDDEN & set(name)
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
        assert name == name.strip()
        assert not name.startswith(".")
        assert not whole.endswith((".", " "))
        assert name.partition(".")[0].strip().upper() not in RESERVED
        assert nfc(name) == name
        assert safe_name(name, suffix) == name
    assert split_name(safe_name(title, ".md") + ".md")[2] == ".md"
    pool = NamePool()
    names = [pool.claim(safe_name(each, ".md"), ".md") + ".md" for each in (title, title.upper(), title)]
    assert len({fold(name) for name in names}) == len(names)
    assert all(len(name.encode()) <= 255 for name in names)


if __name__ == "__main__":
    run(__file__)
