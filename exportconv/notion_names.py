"""How Notion names files: the id at the end, the marks it drops, the cut after 50 characters (all pure).

Source of the facts: exports of 2020 to 2026.
"""

from __future__ import annotations

import re
import unicodedata

from exportconv.paths import decode_once, nfc, split_name

__all__ = [
    "ADDRESS", "ID", "id_of_path", "is_damaged_name_of", "is_name_of", "is_notion_address", "is_shortened_title",
    "name_key", "plain_id", "split_id", "split_source",
]  # fmt: skip

ADDRESS = r"https?://(?!(?:api|developers)\.)(?:[\w-]+\.)*notion\.(?:so|com|site)/"
"""Pattern of how the address of a page on Notion's servers begins."""
ID = r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
"""Pattern of an id, with dashes or without."""

_ID = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}")
_SOURCE = re.compile(r"(?P<database>.+?) [0-9A-Fa-f]{32}_(?P<source>.+)")
_TO_BLANK = re.compile(r'[/|.:?*"<>\\]')
_ID_LENGTH = 32
_CUT = 50
_NEARLY_CUT = 45


_PLAIN_ID = re.compile(ID)
_NOTION_ADDRESS = re.compile(rf"{ADDRESS}\S*", re.IGNORECASE)


def plain_id(text: str) -> str | None:
    """An id without dashes in lower case; None for any other text."""
    return text.replace("-", "").lower() if _PLAIN_ID.fullmatch(text) else None


def is_notion_address(text: str) -> bool:
    """Whether a text is the address of a page on Notion's servers and nothing else."""
    return _NOTION_ADDRESS.fullmatch(text) is not None


def split_id(stem: str) -> tuple[str, str | None]:
    """The title and the Notion id (32 hex digits, lower case) of a file or folder name without extension.

    >>> split_id("회의록 0123456789abcdef0123456789abcdef")
    ('회의록', '0123456789abcdef0123456789abcdef')
    """
    # most names have none, and are too short for it
    if len(stem) < _ID_LENGTH or not _ID.fullmatch(stem, len(stem) - _ID_LENGTH):
        return stem, None
    title = stem[:-_ID_LENGTH].strip()
    return title.removesuffix("_").removesuffix("-").strip(), stem[-_ID_LENGTH:].lower()


def split_source(title: str) -> tuple[str, str | None]:
    """The titles of a database and of one of its data sources, where a file's title (without its id) names both."""
    match = _SOURCE.fullmatch(title)
    return (match["database"], match["source"]) if match else (title, None)


def id_of_path(path: str) -> str | None:
    """The Notion id at the end of a page's or CSV's path, percent-encoded or not; None where there is none."""
    _, stem, suffix = split_name(path)
    # with a fragment behind it, it is no path yet
    return None if "#" in suffix else split_id(decode_once(stem).removesuffix("_all"))[1]


def _without_marks(text: str) -> str:
    return re.sub(r"\s+", " ", _TO_BLANK.sub(" ", text)).strip()


def is_name_of(name: str, title: str) -> bool:
    """Whether a file name (decoded, without id and extension) is the one Notion gives to a title.

    Some marks become blanks, blanks run together, and the name ends after 50 characters: of the decomposed form
    until 2025, of the composed one since, and in either case it may have been composed or decomposed afterwards.
    """
    full, given = _without_marks(title), _without_marks(name)
    for form in ("NFC", "NFD"):
        wanted = unicodedata.normalize(form, full).casefold()
        known = unicodedata.normalize(form, given).casefold()
        if known == wanted or (len(known) >= _NEARLY_CUT and wanted.startswith(known)):
            return True
    return False


def is_shortened_title(name: str, title: str) -> bool:
    """Whether a name is what Notion left of a title, which has marks or an end that the name lacks."""
    full, given = nfc(_without_marks(title)), nfc(_without_marks(name))
    return is_name_of(name, title) and nfc(title) != nfc(name) and full.startswith(given[:_NEARLY_CUT])


def is_damaged_name_of(name: str, text: str) -> bool:
    """Whether a file's name is what Notion left of the name that a text gives: letters or percent signs are gone.

    >>> is_damaged_name_of("pr-requis.pdf", "pré-requis.pdf"), is_damaged_name_of("kocky.jpg", "kočky.jpg")
    (True, True)
    """
    stem, suffix = split_name(name)[1:]
    full, ending = split_name(text)[1:]
    if not stem.isascii() or suffix.casefold() != ending.casefold() or (full.isascii() and "%" not in full):
        return False
    plain = unicodedata.normalize("NFKD", full)
    return _kept(stem) in (_kept(full), _kept(plain))


def _kept(text: str) -> str:
    """What is left of a name without letters beyond ASCII and percent signs, blanks written in one way."""
    return re.sub(r"[ _]+", " ", "".join(char for char in text if char.isascii() and char != "%")).strip()


def name_key(text: str) -> str:
    """A key that is equal for a title and the file name Notion gives it, cut or not."""
    return unicodedata.normalize("NFD", _without_marks(text))[:_CUT].strip().casefold()
