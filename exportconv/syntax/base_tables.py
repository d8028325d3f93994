"""Obsidian bases worked out: which files a view of a `.base` shows, in which order and columns.

Only what means the same to everybody is worked out, exactly; of all else it is said that it cannot be. Facts:
Obsidian's help on the syntax of bases, and the bases that `databases` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exportconv.model import BaseFile, BaseTable
from exportconv.paths import nfc
from exportconv.syntax.base_filters import FILE_PARTS, CannotTellError, filter_test, named
from exportconv.syntax.frontmatter import load

__all__ = ["base_table", "cell_texts"]

_ROWS = ("table", "cards", "list")
# the first two are from before bases had `groupBy` and `summaries`
_UNKNOWN = ("group_by", "agg", "summaries")


def base_table(text: str, view: str, files: Iterable[BaseFile]) -> BaseTable | str:
    """A view of a base, `""` for the first one; or, where it cannot be worked out, the part of it that stops it."""
    try:
        base = load(f"---\n{text.removeprefix(chr(0xFEFF))}\n---\n")
        return _table(_mapping(base, "the base"), view, files)
    except CannotTellError as error:
        return str(error)


def _table(base: Mapping[str, Any], name: str, files: Iterable[BaseFile]) -> BaseTable:
    view = _view(base, name)
    for key in _UNKNOWN:
        if view.get(key):
            raise CannotTellError(f"{key} of a view")
    tests = [filter_test(part["filters"]) for part in (base, view) if part.get("filters") is not None]
    columns = tuple(_column(item) for item in _sequence(view.get("order"), "the order") or ["file.name"])
    found = [file for file in files if all(test(file) for test in tests)]
    rows = _limited(_in_order(found, view), view.get("limit"))
    shown = _mapping({} if base.get("properties") is None else base["properties"], "the properties")
    _check_cells(rows, columns)
    return BaseTable(columns, tuple(_header(shown, column) for column in columns), tuple(rows))


def _view(base: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    views = _sequence(base.get("views"), "the views") or [{"type": "table"}]
    named_so = (view for view in (_mapping(item, "a view") for item in views) if name in ("", view.get("name")))
    found = next(named_so, None)
    if found is None:
        raise CannotTellError(f"the view {name!r}, which is not in it")
    if found.get("type") not in _ROWS:
        raise named("a view of the type", found.get("type"))
    return found


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CannotTellError(what)
    return value


def _sequence(value: Any, what: str) -> Sequence[Any]:
    """A list; a missing one is empty."""
    if value is not None and not isinstance(value, list):
        raise CannotTellError(what)
    return value or []


def _header(shown: Mapping[str, Any], column: str) -> str:
    for key in (column, column.removeprefix("note.")):
        given = shown.get(key)
        if isinstance(given, dict) and isinstance(given.get("displayName"), str):
            return str(given["displayName"])
    return column.partition(".")[2]


def _column(item: Any) -> str:
    """The full name of a property in a list of columns."""
    if not isinstance(item, str) or item.startswith("formula."):
        raise named("the column", item)
    if item in FILE_PARTS or item == "file.tags" or item.startswith("note."):
        return item
    if item.startswith("file."):
        raise named("the column", item)
    return f"note.{item}"


def _in_order(files: Iterable[BaseFile], view: Mapping[str, Any]) -> list[BaseFile]:
    """The rows by their groups, then by the sorting of the view, then by their paths."""
    rows = sorted(files, key=lambda file: nfc(file.path).casefold())
    rules = [_mapping(item, "the sorting") for item in _sequence(view.get("sort"), "the sorting")]
    if view.get("groupBy") is not None:
        rules.insert(0, _mapping(view["groupBy"], "the grouping"))
    for rule in reversed(rules):
        rows = _sorted(rows, rule)
    return rows


def _limited(rows: list[BaseFile], limit: Any) -> list[BaseFile]:
    if limit is None:
        return rows
    if type(limit) is not int or limit < 1:
        raise CannotTellError("the limit")
    return rows[:limit]


def _sorted(rows: Sequence[BaseFile], rule: Mapping[str, Any]) -> list[BaseFile]:
    """The rows by one property, those without it last; only numbers or only texts have an order that is sure."""
    column, direction = _column(rule.get("property", rule.get("column"))), rule.get("direction", "ASC")
    values = [(_sort_value(file, column), file) for file in rows]
    present = [pair for pair in values if pair[0] is not None]
    kinds = {isinstance(value, str) for value, _ in present}
    if len(kinds) > 1 or direction not in ("ASC", "DESC"):
        raise named("the sorting by", column)
    ordered = sorted(present, key=lambda pair: pair[0], reverse=direction == "DESC")
    return [file for _, file in ordered] + [file for value, file in values if value is None]


def _sort_value(file: BaseFile, column: str) -> Any:
    if column in FILE_PARTS:
        return nfc(FILE_PARTS[column](file.path)).casefold()
    value = file.properties.get(column.removeprefix("note."))
    if isinstance(value, list | dict | bool) or column == "file.tags":
        raise named("the sorting by", column)
    return nfc(value).casefold() if isinstance(value, str) else value


def _check_cells(rows: Iterable[BaseFile], columns: Iterable[str]) -> None:
    """A mapping, or a list in a list, has no text that is sure."""
    keys = [column[5:] for column in columns if column.startswith("note.")]
    for file in rows:
        for key in keys:
            value = file.properties.get(key)
            if any(isinstance(item, list | dict) for item in (value if isinstance(value, list) else [value])):
                raise named("the values of", f"note.{key}")


def cell_texts(note: BaseFile, column: str) -> tuple[str, ...]:
    """The texts in a cell: one, several of a list, or none of an empty one."""
    if column in FILE_PARTS:
        return (FILE_PARTS[column](note.path),)
    if column == "file.tags":
        return tuple(f"#{tag}" for tag in sorted(note.tags))
    value = note.properties.get(column.removeprefix("note."))
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]) if item is not None)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value).lower() if isinstance(value, bool) else str(value)
