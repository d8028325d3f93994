"""Tables as text: plain text as a cell or as the text of a link in one, and the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["escape_cell", "escape_label", "table"]

# Marks that act only in pairs: one alone in a cell is text.
_PAIRED = "*_~$"
# Characters that no address has unencoded, or that end one in running text.
_STOP = r"\s\x00-\x1f\x7f<>\"`\\。、，；：！？…“”‘’「」『』【】《》〈〉（）"
_IN_URL = rf"[^{_STOP}()\[\]]"
_TOKEN = re.compile(
    rf"""
    (?P<newline>\r\n?|\n)
    |(?P<url>(?<![a-zA-Z])(?i:https?|ftp)://(?:
        # a Korean particle, or Chinese or Japanese text, right behind a host that has none
        [a-zA-Z0-9\-]++(?:\.[a-zA-Z0-9\-]++)++(?=[\u1100-\u11ff\u3041-\u9fff\uac00-\ud7a3])
        |(?:{_IN_URL}++|\({_IN_URL}*+\)|\[{_IN_URL}*+\])*+
    ))
    # GitHub's own links without a scheme; they begin at a word and end only at a blank
    |(?P<www>(?<![^\s*_~(])(?i:www)\.[^\ \t\r\n]++)
    |(?P<paired>\*++|_++|~++|\$++)
    |(?P<mark>
        [`|]
        |\\(?=[!-/:-@\[-`{{-~\r\n]|\Z|(?i:https?|ftp)://)
        |<(?=[a-zA-Z/!?]|[^\s<>@]*+@)
        |&(?=\#?[a-zA-Z0-9]++;)
        |={{2,}}+|%{{2,}}+|\[{{2,}}+
        |\[(?=\^)|(?<=\^)\[|\](?=[(\[])
        # a tag has more than digits
        |(?<![^\W_])(?<!\#)\#++(?=\d*+[^\s\d!-,.:-@\[-^`{{-~])
        |(?<!\S)\^(?=[\w\-]++\Z)
    )
    """,
    re.VERBOSE,
)
# What neither Markdown nor Obsidian reads as markup in an address without angle brackets.
_QUIET = re.compile(r"(?:[^\W_]++|[-./:?+,@!'()#]|=(?!=)|%(?!%)|&|(?<=[^\W_])_++(?=[^\W_]))++")
# Here GitHub ends such an address just where it ends here.
_URL_END = re.compile(r"[?!.,:'\")]*+(?:[ \t\r\n]|\Z)")
_REFERENCE = re.compile(r"(&#?[a-zA-Z0-9]++);")
_ACTS_IN_WWW = re.compile(r"[.:*_~$|\\`\[\]<>&=%#^]")
# All marks that act anywhere, a colon or point that makes an address, and an underscore outside a word.
_IN_LABEL = re.compile(r"\r\n?|\n|[\\`*\[\]<>~$|&=%#^@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=[wW]{3})\.")


def escape_cell(text: str) -> str:
    r"""Plain text as a table cell that shows just this text, in GitHub and in Obsidian.

    Only marks that could act are escaped. Addresses stay clickable; those with marks in them, or with text
    close behind them, get angle brackets, for a backslash in an address would be part of it.

    >>> print(escape_cell("snake_case | 5 < 6\n#tag https://a.com/x_y https://a.com/_x_"))
    snake_case \| 5 < 6<br>\#tag https://a.com/x_y <https://a.com/_x_>
    """
    text = text.strip()
    single = frozenset(mark for mark in _PAIRED if text.count(mark) == 1)
    return _TOKEN.sub(lambda match: _escaped(match, single), text)


def _escaped(match: re.Match[str], single: frozenset[str]) -> str:
    found, kind = match[0], match.lastgroup
    if kind == "newline":
        return "<br>"
    if kind == "url":
        return _url(match)
    if kind == "www":
        # GitHub reads the address before it takes backslashes away; one in the dot makes it plain text
        return found if _QUIET.fullmatch(found) else _ACTS_IN_WWW.sub(r"\\\g<0>", found)
    if kind == "paired" and _is_idle(match, single):
        return found
    return "\\" + "\\".join(found)


def _before(match: re.Match[str]) -> str:
    return match.string[max(match.start() - 1, 0) : match.start()]


def _is_idle(match: re.Match[str], single: frozenset[str]) -> bool:
    """Whether paired marks stand where they cannot open or close anything."""
    mark, before, after = match[0][0], _before(match), match.string[match.end() : match.end() + 1]
    if mark in single:
        return True
    if mark == "_" and before.isalnum() and after.isalnum():
        return True
    return mark != "$" and before in " \t" and after in " \t"


def _url(match: re.Match[str]) -> str:
    """An address and the marks behind it, in angle brackets where it would not be safe without."""
    found, before = match[0], _before(match)
    # an address may well end in `_`, but not when it stands between two of them
    url = found.rstrip(".,;:!?'*_~" if before in ("*", "_", "~") else ".,;:!?'")
    tail = found[len(url) :]
    is_apart = before in ("", "(", "'", '"') or before.isspace()
    if is_apart and _QUIET.fullmatch(found) and _URL_END.match(match.string, match.end()):
        return found
    # a bar would end the cell; GitHub reads character references even in an address
    url = _REFERENCE.sub(r"\1%3B", url.replace("|", "%7C"))
    return f"<{url}>" + re.sub(r"[*_~]", r"\\\g<0>", tail)


def escape_label(text: str) -> str:
    r"""Plain text as the text of a link in a table cell: no bracket, address or other mark in it acts.

    >>> print(escape_label("[a] | snake_case https://b.com"))
    \[a\] \| snake_case https\://b.com
    """
    return _IN_LABEL.sub(lambda match: "<br>" if match[0][0] in "\r\n" else f"\\{match[0]}", text.strip())


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown already, as text that ends in a newline.

    Without columns there is no table (`""`). Short rows are filled up. What a row has
    too much goes into its last cell: Markdown would not show it.
    """
    columns = len(header)
    if not columns:
        return ""
    lines = [_row(header), "|" + " --- |" * columns, *(_row(_fitted(row, columns)) for row in rows)]
    return "\n".join(lines) + "\n"


def _fitted(row: Sequence[str], columns: int) -> list[str]:
    if len(row) > columns:
        return [*row[: columns - 1], "<br>".join(row[columns - 1 :])]
    return [*row, *[""] * (columns - len(row))]


def _row(cells: Iterable[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)
