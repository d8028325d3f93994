"""The head of a Notion page: the title line and the block of properties below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from exportconv.model import Database, Property
from exportconv.readers.notion_properties import PATH, property_links
from exportconv.syntax.dates import parse_date

__all__ = ["Columns", "Head", "columns_of", "split_head"]

_TITLE = re.compile(r"#(?:[ \t](?P<title>[^\n]*)|\r?)(?:\n|\Z)")
_BLANK = re.compile(r"[ \t]*\r?(?:\n|\Z)")
_BLOCK = re.compile(r"(?:[^\n]*[^\s][^\n]*(?:\n|\Z))+")
# A key that is no sentence, no list item and no quote: real column names have no sentence marks and no Markdown.
_LINE = re.compile(r"(?P<key>[^\s:.,!?*`\[\]>|<#=~+\-][^:.,!?*`\[\]\n]{0,59}): (?P<value>[^\n]*)")
_SURE = re.compile(rf"Yes|No|-?\d+(?:\.\d+)?|https?://\S+|[^\n]+ \({PATH}\)")


class Columns(NamedTuple):
    """What is known of the properties a page may have: the columns of the database it may be a row of."""

    names: Sequence[str] = ()
    """Names of columns, the longest first; none where there is no database."""
    is_complete: bool = False
    """Whether those are all columns there are."""
    long_texts: Mapping[tuple[str, str], Sequence[str]] = MappingProxyType({})
    """Column and first line → the texts of several lines that begin so, the longest first."""


def columns_of(database: Database) -> Columns:
    """What is known of the properties of a database's rows."""
    names = sorted((column.name for column in database.columns), key=len, reverse=True)
    long_texts: dict[tuple[str, str], dict[str, None]] = {}
    for row in database.rows:
        for column, cell in zip(database.columns, row.cells, strict=False):
            if "\n" in cell:
                text = cell.replace("\r\n", "\n").strip()
                long_texts.setdefault((column.name, text.partition("\n")[0].rstrip()), {})[text] = None
    sorted_texts = {key: sorted(texts, key=len, reverse=True) for key, texts in long_texts.items()}
    return Columns(names, database.is_complete, sorted_texts)


class Head(NamedTuple):
    """What stands above the body."""

    title: str | None
    """Text of the first line; None where it is no title line."""
    properties: tuple[Property, ...]
    """The property block, still all text."""
    body: int
    """Where the body starts, in characters."""


class _Pair(NamedTuple):
    key: str
    value: str
    start: int
    """Where its line starts in the text."""


def split_head(text: str, columns: Columns) -> Head:
    """The head of a page.

    With the columns of a database the block is exactly its columns, and texts of several lines are known from its
    CSV. Where columns may be missing, and without any, a block must look like one in every line (`formats`
    evidence: no sentence as a key, none twice, two lines or one sure value).
    """
    match = _TITLE.match(text)
    if match is None:
        return Head(None, (), 0)
    title = (match["title"] or "").strip()
    at = _skip_blank(text, match.end())
    pairs, end = _known_pairs(text, at, columns) if columns.names else ([], at)
    if not pairs and not columns.is_complete:
        pairs, end = _likely_pairs(text, at)
    if not pairs:
        return Head(title, (), at)
    properties = tuple(
        Property(name=key, raw=value, line=line, value=value, links=property_links(value, line))
        for line, (key, value, _) in zip(_line_numbers(text, pairs), pairs, strict=True)
    )
    return Head(title, properties, _skip_blank(text, end))


def _line_numbers(text: str, pairs: Sequence[_Pair]) -> Iterator[int]:
    number, at = 1, 0
    for pair in pairs:
        number += text.count("\n", at, pair.start)
        at = pair.start
        yield number


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _known_pairs(text: str, at: int, columns: Columns) -> tuple[list[_Pair], int]:
    """The block whose every line begins with a column; nothing where one does not."""
    pairs: list[_Pair] = []
    while at < len(text) and not _BLANK.match(text, at):
        # names may hold `:`, so the longest that fits is meant
        name = next((name for name in columns.names if text.startswith(f"{name}: ", at)), None)
        if name is None:
            return [], at
        start = at + len(name) + 2
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].rstrip("\r")
        long = next((long for long in columns.long_texts.get((name, line), ()) if _stands_at(text, start, long)), None)
        pairs.append(_Pair(name.strip(), long or line.strip(), at))
        at = start + len(long) if long else end
        at += text.startswith("\n", at)
    return pairs, at


def _stands_at(text: str, at: int, long: str) -> bool:
    return text.startswith(long, at) and text[at + len(long) : at + len(long) + 1] in ("", "\n")


def _likely_pairs(text: str, at: int) -> tuple[list[_Pair], int]:
    block = _BLOCK.match(text, at)
    if block is None:
        return [], at
    pairs: list[_Pair] = []
    for line in block[0].rstrip("\n").split("\n"):
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            return [], at
        pairs.append(_Pair(match["key"].strip(), match["value"].strip(), at))
        at += len(line) + 1
    if len({pair.key for pair in pairs}) < len(pairs):
        # no database has two columns of one name; it is a dialogue, a log …
        return [], block.start()
    sure = len(pairs) > 1 or any(_SURE.fullmatch(pair.value) or parse_date(pair.value) for pair in pairs)
    return (pairs, block.end()) if sure else ([], block.start())
