"""The head of a Notion page: the title line and the block of properties below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from exportconv.model import Property
from exportconv.readers.notion_properties import PATH, property_links
from exportconv.syntax.dates import parse_date

__all__ = ["Head", "split_head"]

_TITLE = re.compile(r"#(?:[ \t](?P<title>[^\n]*)|\r?)(?:\n|\Z)")
_BLANK = re.compile(r"[ \t]*\r?(?:\n|\Z)")
_BLOCK = re.compile(r"(?:[^\n]*[^\s][^\n]*(?:\n|\Z))+")
# A key that is no sentence, no list item and no quote: real column names have no sentence marks and no Markdown.
_LINE = re.compile(r"(?P<key>[^\s:.,!?*`\[\]>|<#=~+\-][^:.,!?*`\[\]\n]{0,59}): (?P<value>[^\n]*)")
_SURE = re.compile(rf"Yes|No|-?\d+(?:\.\d+)?|https?://\S+|[^\n]+ \({PATH}\)")


class Head(NamedTuple):
    """What stands above the body."""

    title: str | None
    """Text of the first line; None where it is no title line."""
    properties: tuple[Property, ...]
    """The property block, still all text."""
    body: int
    """Where the body starts, in characters."""


def split_head(text: str, columns: Sequence[str], *, complete: bool) -> Head:
    """The head of a page.

    columns: the columns of the database that the page is a row of; then the block is exactly its columns.
    complete: whether those are all columns there are; otherwise, and without columns, a block must look
    like one in every line (`formats` evidence: no sentence as a key, two lines or one sure value).
    """
    match = _TITLE.match(text)
    if match is None:
        return Head(None, (), 0)
    title = (match["title"] or "").strip()
    at = _skip_blank(text, match.end())
    block = _BLOCK.match(text, at)
    pairs = _pairs(block[0], columns, complete=complete) if block else None
    if block is None or not pairs:
        return Head(title, (), at)
    first = text.count("\n", 0, at) + 1
    properties = tuple(
        Property(name=key, raw=value, line=line, value=value, links=property_links(value, line))
        for line, (key, value) in enumerate(pairs, first)
    )
    return Head(title, properties, _skip_blank(text, block.end()))


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _pairs(block: str, columns: Sequence[str], *, complete: bool) -> list[tuple[str, str]] | None:
    lines = [line.rstrip("\r") for line in block.rstrip("\n").split("\n")]
    pairs = [_by_column(line, columns) for line in lines] if columns else [None]
    if all(pairs) or complete:
        return [pair for pair in pairs if pair] if all(pairs) else None
    matches = [_LINE.fullmatch(line) for line in lines]
    found = [(match["key"].strip(), match["value"].strip()) for match in matches if match]
    sure = len(found) > 1 or any(_SURE.fullmatch(value) or parse_date(value) for _, value in found)
    return found if len(found) == len(lines) and sure else None


def _by_column(line: str, columns: Sequence[str]) -> tuple[str, str] | None:
    """Column and value of a line; names may hold `:`, so the longest that fits is meant."""
    for column in columns:
        if line.startswith(f"{column}: "):
            return column.strip(), line[len(column) + 2 :].strip()
    return None
