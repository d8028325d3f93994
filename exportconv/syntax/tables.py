"""Tables as text: plain text as a cell or as the text of a link in one, and the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from exportconv.syntax.escapes import escape_marks, lone_marks

__all__ = ["escape_cell", "escape_label", "table"]

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
    return escape_marks(text, lone_marks(text), in_cell=True)


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
