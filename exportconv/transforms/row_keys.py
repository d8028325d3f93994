"""Keys by which a row and its page are compared, and the column that holds the titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exportconv.model import Note, Row
from exportconv.paths import nfc

__all__ = ["canonical", "find_title_column", "is_anonymous", "title_key"]

_UNTITLED = frozenset(
    (
        "untitled",
        "제목 없음",
        "無題",
        "无标题",
        "無標題",
        "sans titre",
        "unbenannt",
        "ohne titel",
        "sin título",
        "sem título",
    )
)
_TITLES = frozenset(
    (
        "name",
        "title",
        "이름",
        "제목",
        "名前",
        "名称",
        "名稱",
        "タイトル",
        "标题",
        "標題",
        "nom",
        "nombre",
        "nome",
        "titel",
    )
)
_FOLDERS = re.compile(r"(?<![^\s(),])[^\s(),]*/")
_ID = re.compile(r"[0-9a-f]{32}(?=\.(?:md|csv|html))")


def title_key(text: str) -> str:
    """A key that is equal for the title of a row and the heading of its page; `""` for an untitled one."""
    key = " ".join(nfc(text).split())
    return "" if key.lower() in _UNTITLED else key


def canonical(text: str) -> str:
    """A cell's text in a form that is equal in a page and in any CSV, though paths are relative to either."""
    if "(" in text or "/" in text:
        ids = _ID.findall(text)
        text = " ".join(ids) if ids else _FOLDERS.sub("", text)
    return text if text.isalnum() and text.isascii() else " ".join(nfc(text).split())


def is_anonymous(text: str) -> bool:
    """Whether a page names persons whom Notion kept to itself; the CSV may have their names."""
    return bool(text) and all(item.strip() == "Anonymous" for item in text.split(","))


def find_title_column(columns: Sequence[str], rows: Sequence[Row], pages: Sequence[Note]) -> int:
    """Number of the column that holds the titles: the one with the pages' headings, else the one called so."""
    keys = {item.name for page in pages for item in page.properties}
    titles = {title_key(page.title) for page in pages} - {""}
    best, most = -1, 0
    for at, name in enumerate(columns):
        if titles and name not in keys:
            found = len(titles.intersection(title_key(row.cell(at)) for row in rows))
            best, most = (at, found) if found > most else (best, most)
    if best >= 0:
        return best
    named = (at for at, name in enumerate(columns) if name.casefold() in _TITLES and name not in keys)
    return next(named, 0)
