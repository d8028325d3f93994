"""Paths and names: decode, compare, make safe, make unique (all pure).

With `notion_names`, the only module that knows percent-encoding and Unicode forms. Sources of the facts: how
Notion encodes paths (exports of 2022 to 2026), what Obsidian forbids in names, and what Windows refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import NewType
from urllib.parse import quote

from pathvalidate import sanitize_filename

__all__ = [
    "NamePool", "OutputPath", "PathKey", "SourcePath", "decode_once", "decode_path", "encode_path",
    "fold", "is_hidden", "join_path", "nfc", "parent_of", "parents_of", "path_key", "relative_path", "safe_name",
    "split_name", "target_path",
]  # fmt: skip

SourcePath = NewType("SourcePath", str)
"""Path of an entry as the source has it, with `/`, below the export's root: the identity of a note or file."""
OutputPath = NewType("OutputPath", str)
"""Path of a file below the destination: decoded, NFC, safe on Windows, macOS and Linux."""
PathKey = NewType("PathKey", str)
"""A path for comparing: decoded as often as it can be, NFC, casefolded."""

MAX_ROUNDS, MAX_GRAPHEMES, MAX_BYTES = 4, 100, 255

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})++")
_HARMLESS = re.compile(r"[A-Za-z0-9_ /!'@,;=+$.~\-]*+")
_DEEP = 100


def nfc(text: str) -> str:
    """The text in Unicode form NFC, the form Obsidian writes and links use."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _decode_run(match: re.Match[str]) -> str:
    data = bytes.fromhex((codes := match[0]).replace("%", ""))
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    # bytes that are no UTF-8 stay encoded, in the spelling they had
    parts, at = [], 0
    for char in text:
        stays = "\udc80" <= char <= "\udcff"
        parts.append(codes[3 * at : 3 * at + 3] if stays else char)
        at += 1 if stays else len(char.encode())
    return "".join(parts)


def decode_once(segment: str) -> str:
    """One path segment with one round of percent-encoding taken off.

    Total: what is not the encoding of UTF-8 text stays as it is, and so does a segment that would turn
    into something with a separator, a NUL or a dot segment, for it could then leave the export.
    """
    if "%" not in segment:
        return segment
    # names that were encoded twice hold nothing but encoded percent signs
    twice = segment.count("%") == segment.count("%25")
    decoded = segment.replace("%25", "%") if twice else _ESCAPES.sub(_decode_run, segment)
    unsafe = "/" in decoded or "\\" in decoded or "\0" in decoded or decoded in (".", "..")
    return segment if unsafe else decoded


def _decode_fully(segment: str) -> str:
    # composed before each round: the `e` of a decomposed `é` behind `%2` is no digit of a code
    segment = nfc(segment)
    for _ in range(MAX_ROUNDS if "%" in segment else 0):
        decoded = nfc(decode_once(segment))
        if decoded == segment:
            break
        segment = decoded
    return segment


def decode_path(path: str) -> str:
    """A path decoded as often as it was percent-encoded (up to 4 times), in form NFC.

    >>> decode_path("%25EB%25B3%25B4%25EA%25B3%25A0.pdf")
    '보고.pdf'
    """
    return "/".join(_decode_fully(segment) for segment in path.split("/"))


def _segment_key(segment: str) -> str:
    decoded = _decode_fully(segment)
    return decoded.lower() if decoded.isascii() else nfc(decoded.casefold())


@lru_cache(maxsize=8192)
def _folder_key(folder: str) -> str:
    if folder.count("/") > _DEEP:
        return "/".join(map(_segment_key, folder.split("/")))
    parent, slash, name = folder.rpartition("/")
    return f"{_folder_key(parent)}/{_segment_key(name)}" if slash else _segment_key(name)


def path_key(path: str) -> PathKey:
    """A key that is equal for two spellings of one path: encoded, NFC or NFD, upper or lower case."""
    folder, slash, name = path.rpartition("/")
    return PathKey(f"{_folder_key(folder)}/{_segment_key(name)}" if slash else _segment_key(name))


def fold(name: str) -> str:
    """A key that is equal for two names that a file system may take for one: by case, or NFC and NFD."""
    return name.lower() if name.isascii() else nfc(nfc(name).casefold())


def encode_path(path: str) -> str:
    """A path percent-encoded once, as a Markdown link needs it."""
    if _HARMLESS.fullmatch(path):
        return path.replace(" ", "%20")
    return quote(path, safe="/!'@,;=+$-_.~")


def split_name(path: str) -> tuple[str, str, str]:
    """Folder, stem and suffix (with its dot) of a path; a name that only begins with a dot has no suffix."""
    folder, _, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    return (folder, stem, dot + suffix) if stem.strip(".") else (folder, name, "")


def parent_of(path: str) -> str:
    """The folder a path lies in, `""` for the root."""
    return path.rpartition("/")[0]


def is_hidden(path: str) -> bool:
    """Whether a file or one of its folders has a dot before its name."""
    return path.startswith(".") or "/." in path


def join_path(folder: str, name: str) -> str:
    """Folder and name as one path; the root is `""`."""
    return f"{folder}/{name}" if folder else name


def parents_of(path: str) -> Iterator[str]:
    """The folders a path lies in, the nearest first, without the root."""
    folder = parent_of(path)
    while folder:
        yield folder
        folder = parent_of(folder)


def target_path(folder: str, target: str) -> str | None:
    """A link target relative to a folder as a path below the root, decoding nothing; None if it leaves it."""
    parts = folder.split("/") if folder else []
    for segment in target.split("/"):
        if segment == "..":
            if not parts:
                return None
            parts.pop()
        elif segment not in ("", "."):
            parts.append(segment)
    return "/".join(parts)


def relative_path(folder: str, path: str) -> str:
    """The path as seen from a folder, with `../` where it has to go up."""
    here, there = folder.split("/") if folder else [], path.split("/")
    same = [one == other for one, other in zip(here, there[:-1], strict=False)]
    shared = [*same, False].index(False)
    return "/".join([".."] * (len(here) - shared) + there[shared:])


# separators turn into a dash, all else into its like: no two fall on one, so `a?b` and `a*b` stay two names
_DASHES = re.compile(r"( ?)[/\\:|]( ?)")
_LIKE = str.maketrans({"?": "？", "*": "＊", "<": "＜", ">": "＞", "#": "＃", "^": "＾", '"': "'", "[": "(", "]": ")"})
_INVISIBLE = re.compile("[\0-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _joins(text: str, at: int) -> bool:
    """Whether a cut before `text[at]` would fall inside what a reader sees as one character."""
    char, before = text[at], text[at - 1]
    if char.isascii():
        return before == "\u200d"
    flags = char in _FLAG_HALVES and _flag_halves_before(text, at) % 2 == 1
    jamo = "\u1160" <= char <= "\u11ff"
    # the last two are Thai and Lao vowels that join the letter before them
    return flags or jamo or before == "\u200d" or char in "\u200d\u0e33\u0eb3" or _extends(char)


def _flag_halves_before(text: str, at: int) -> int:
    before = text[max(0, at - MAX_BYTES) : at]
    return len(before) - len(before.rstrip(_FLAG_HALVES))


def _extends(char: str) -> bool:
    modifier = "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"
    return modifier or unicodedata.category(char) in ("Mn", "Me", "Mc")


def _cut(stem: str, suffix: str) -> str:
    """The stem cut between graphemes so that with its suffix it is a name every file system takes."""
    room = MAX_BYTES - _size(suffix)
    if len(stem) <= MAX_GRAPHEMES and (len(stem) * 4 <= room or _size(stem) <= room):
        return stem
    size, graphemes, end = 0, 0, 0
    for at, char in enumerate(stem):
        if at == 0 or not _joins(stem, at):
            end, graphemes = at, graphemes + 1
        size += 1 if char.isascii() else _size(char)
        if size > room or graphemes > MAX_GRAPHEMES:
            # one endless grapheme (piled-up accents) has no good place to cut; any place is better than none
            return stem[: end or at].rstrip(" .")
    return stem


def _size(text: str) -> int:
    """What a text takes in a name: in bytes or, if that is more, as HFS+ counts, decomposed and in UTF-16."""
    return max(len(text.encode()), len(unicodedata.normalize("NFD", text).encode("utf-16-le")) // 2)


@lru_cache(maxsize=4096)
def safe_name(stem: str, suffix: str = "") -> str:
    """A file name, without its suffix, that Windows, macOS, Linux and Obsidian links all take.

    At most 100 graphemes, and with the suffix 255 bytes; never empty (`Untitled`). Characters that are
    forbidden in names or in wikilinks are replaced, never dropped.
    """
    text = re.sub(r"\s+", " ", nfc(_INVISIBLE.sub("", stem.replace("\t", " ").replace("\n", " "))))
    text = _DASHES.sub(lambda m: " - " if m[1] or m[2] else "-", text).translate(_LIKE)
    text = re.sub(r"\s+", " ", text).strip().lstrip(".").strip(" .")
    base, dot, rest = text.partition(".")
    if base.strip().upper() in _RESERVED:
        text = f"{base.strip()}_{dot}{rest}"
    text = _cut(text, suffix) or "Untitled"
    return text if _PLAIN.fullmatch(text) else _sanitize(text) or "Untitled"


# a plain C locale's encoding, its default, has no Hangul
_sanitize = partial(sanitize_filename, platform="universal", max_len=1000, fs_encoding="utf-8")
_PLAIN = re.compile(r"[\w \-.,()'&+=!@]+")
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)


class NamePool:
    """The names of one folder, unique when case and Unicode form are ignored.

    Numbers go on from where the last equal stem stopped, so a thousand equal titles cost a thousand steps.
    """

    def __init__(self, taken: Iterable[str] = (), *, glue: str = " ") -> None:
        """Starts with names that are taken already; `glue` stands before the number of a second one."""
        self._taken = {fold(name) for name in taken}
        self._next: dict[str, int] = {}
        self._glue = glue

    def take(self, stem: str, *suffixes: str) -> bool:
        """Takes the stem's names, one for each suffix, if all of them are free, and says whether they were."""
        keys = [fold(stem + suffix) for suffix in suffixes]
        free = self._taken.isdisjoint(keys)
        if free:
            self._taken.update(keys)
        return free

    def claim(self, stem: str, *suffixes: str) -> str:
        """Takes the first of `stem`, `stem 2`, `stem 3` … that is free with every suffix, and returns it."""
        if self.take(stem, *suffixes):
            return stem
        key, longest = fold(stem), max(suffixes, key=len)
        while True:
            number = self._next[key] = self._next.get(key, 1) + 1
            tail = f"{self._glue}{number}"
            name = safe_name(stem, tail + longest) + tail
            if self.take(name, *suffixes):
                return name
