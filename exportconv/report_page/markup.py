"""Pieces of HTML: every text that comes from a source goes through `shown` before it stands in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

__all__ = [
    "Cells", "Words", "both", "count", "cut", "details", "more", "name", "number", "section", "shown", "size", "table",
    "total",
]  # fmt: skip

Words = tuple[str, str]
"""The same in English and in Korean, as HTML."""
Cells = Sequence[str]
"""A row of a table, as HTML."""

_UNSEEN = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""Controls, marks that turn the direction of a text, and halves of characters: nobody sees them, or they deceive."""


def shown(text: str) -> str:
    """A text as HTML, with what cannot be seen in it written as its number."""
    return escape(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def name(text: str, most: int = 0) -> str:
    """A name or path, which may be of another direction of writing than the words around it; cut to so many letters."""
    return f"<bdi>{shown(cut(text, most) if most else text)}</bdi>"


def cut(text: str, most: int) -> str:
    """A text of at most so many letters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def both(english: str, korean: str) -> str:
    """Words in both languages, of which the page shows one."""
    if english == korean:
        return english
    return f'<span lang="en">{english}</span><span lang="ko">{korean}</span>'


def number(value: int) -> str:
    """A number as both languages write it."""
    return f"{value:,}"


def count(value: int, one: str, many: str, korean: str) -> Words:
    """A number of things; the Korean words have a `{}` in the place of the number."""
    return f"{number(value)} {one if value == 1 else many}", korean.format(number(value))


def total(value: int, one: str, many: str, korean: str) -> str:
    """The same as HTML in both languages."""
    return both(*count(value, one, many, korean))


def size(value: int) -> str:
    """A number of bytes as people read it, in powers of 1000."""
    amount, unit = float(value), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount >= 999.5:
            amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if unit != "B" and amount < 99.95 else f"{amount:,.0f} {unit}"


def section(anchor: str, title: Words, body: str) -> str:
    """A part of the page that the list of contents leads to."""
    head = f'<h2 id="{anchor}-title">{both(*title)}</h2>'
    return f'<section id="{anchor}" aria-labelledby="{anchor}-title">\n{head}\n{body}</section>\n'


def details(summary: str, body: str, *, is_open: bool = False) -> str:
    """Something that opens when it is asked for."""
    return f"<details{' open' if is_open else ''}><summary>{summary}</summary>\n{body}</details>\n"


def table(
    caption: Words,
    heads: Sequence[Words],
    rows: Iterable[Cells],
    *,
    numbers: frozenset[int] = frozenset(),
    is_plain: bool = False,
) -> str:
    """A table; the first cell of a row is its head, and the columns in `numbers` hold numbers.

    is_plain: whether it is understood without its heads, which only screen readers get then.
    """
    mark = [' class="n"' if at in numbers else "" for at in range(len(heads))]
    head = "".join(f'<th scope="col"{kind}>{both(*words)}</th>' for kind, words in zip(mark, heads, strict=True))
    unseen = ' class="unseen"' if is_plain else ""
    lines = []
    for row in rows:
        first, *others = [f"{kind}>{cell}" for kind, cell in zip(mark, row, strict=True)]
        lines.append(f'<tr><th scope="row"{first}</th>{"".join(f"<td{cell}</td>" for cell in others)}</tr>\n')
    return (
        f"<table>\n<caption>{both(*caption)}</caption>\n<thead{unseen}><tr>{head}</tr></thead>\n"
        f"<tbody>\n{''.join(lines)}</tbody>\n</table>\n"
    )


def more(left: int) -> str:
    """What stands below a list that is cut; nothing where all is shown."""
    if left <= 0:
        return ""
    words = both(
        f"and {number(left)} more, which are not listed here", f"그 밖에 {number(left)}개는 여기에 싣지 않았습니다"
    )
    return f'<p class="more">{words}</p>\n'
