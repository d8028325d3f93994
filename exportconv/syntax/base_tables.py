"""Obsidian bases worked out: which notes a view of a `.base` shows, in which order and columns.

Only what means the same to everybody is worked out, exactly; of all else it is said that it cannot be. Facts:
Obsidian's help on the syntax of bases, and the bases that `databases` writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from exportconv.model import BaseFile, BaseTable
from exportconv.paths import nfc, parent_of, split_name
from exportconv.syntax.frontmatter import load

__all__ = ["base_table", "cell_texts"]


class _CannotTellError(Exception):
    """A part of a base that only Obsidian can work out; its text names it."""


_Test: TypeAlias = Callable[[BaseFile], bool]
_DEPTH = 20
_ROWS = frozenset(("table", "cards", "list"))
_FILE: Mapping[str, Callable[[str], str]] = {
    "file.name": lambda path: path.rpartition("/")[2].removesuffix(".md"),
    "file.basename": lambda path: split_name(path)[1],
    "file.path": str,
    "file.folder": lambda path: parent_of(path) or "/",
    "file.ext": lambda path: split_name(path)[2][1:],
}
_NAME = r"""[^\W\d]\w*+(?:\.[^\W\d]\w*+)*+|note\["(?:[^"\\]|\\.)++"\]"""
_LITERAL = r""""(?:[^"\\]|\\.)*+"|'[^'\\]*+'|-?\d++(?:\.\d++)?+|true|false"""
_COMPARISON = re.compile(rf"(?P<name>{_NAME})\s*+(?P<sign>==|!=)\s*+(?P<value>{_LITERAL})")
_CALL = re.compile(rf"(?P<not>!?)file\.(?P<name>inFolder|hasTag)\((?P<values>(?:\s*+(?:{_LITERAL})\s*+,?)++)\)")
_LITERALS = re.compile(_LITERAL)


def base_table(text: str, view: str, files: Iterable[BaseFile]) -> BaseTable | str:
    """A view of a base, `""` for the first one; or, where it cannot be worked out, the part of it that stops it."""
    try:
        base = load(f"---\n{text.removeprefix(chr(0xFEFF))}\n---\n")
        return _table(_mapping(base, "the base"), view, files)
    except _CannotTellError as error:
        return str(error)


def _table(base: Mapping[str, Any], name: str, files: Iterable[BaseFile]) -> BaseTable:
    view = _view(base, name)
    tests = [_filter(part["filters"], 0) for part in (base, view) if part.get("filters") is not None]
    columns = tuple(_column(item) for item in _sequence(view.get("order") or ["file.name"], "the order"))
    for key in ("summaries", "groupBy"):
        if view.get(key):
            raise _CannotTellError(f"{key} of a view")
    rows = sorted(
        (note for note in files if all(test(note) for test in tests)), key=lambda note: nfc(note.path).casefold()
    )
    for item in reversed(_sequence(view.get("sort") or [], "the sorting")):
        rows = _sorted(rows, _mapping(item, "the sorting"))
    limit = view.get("limit")
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise _CannotTellError("the limit")
    shown = _mapping(base.get("properties") or {}, "the properties")
    names = tuple(_header(shown, column) for column in columns)
    return BaseTable(columns, names, tuple(rows if limit is None else rows[:limit]))


def _view(base: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    views = [_mapping(item, "a view") for item in _sequence(base.get("views") or [{"type": "table"}], "the views")]
    found = next((view for view in views if not name or view.get("name") == name), None)
    if found is None:
        raise _CannotTellError(f"the view {name!r}, which is not in it")
    if found.get("type") not in _ROWS:
        raise _CannotTellError(f"a view of type {found.get('type')!r}")
    return found


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _CannotTellError(what)
    return value


def _sequence(value: Any, what: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _CannotTellError(what)
    return value


def _header(shown: Mapping[str, Any], column: str) -> str:
    for key in (column, column.removeprefix("note.")):
        given = shown.get(key)
        if isinstance(given, dict) and isinstance(given.get("displayName"), str):
            return str(given["displayName"])
    return column.partition(".")[2]


def _column(item: Any) -> str:
    """The full name of a property in a list of columns."""
    if not isinstance(item, str) or item.startswith("formula."):
        raise _CannotTellError(f"the column {item!r}")
    if item in _FILE or item == "file.tags" or item.startswith("note."):
        return item
    if item.startswith("file."):
        raise _CannotTellError(f"the column {item!r}")
    return f"note.{item}"


def _filter(item: Any, depth: int) -> _Test:
    if depth > _DEPTH:
        raise _CannotTellError("filters that are nested too deep")
    if isinstance(item, str):
        return _statement(item.strip())
    if not isinstance(item, dict) or len(item) != 1:
        raise _CannotTellError("a filter that is no text")
    (word, inner), *_ = item.items()
    if word not in ("and", "or", "not"):
        raise _CannotTellError(f"the filter {word!r}")
    tests = [_filter(each, depth + 1) for each in (inner if isinstance(inner, list) else [inner])]
    if word == "and":
        return lambda note: all(test(note) for test in tests)
    holds = any if word == "or" else _none
    return lambda note: holds(test(note) for test in tests)


def _none(values: Iterable[bool]) -> bool:
    return not any(values)


def _statement(text: str) -> _Test:
    match = _COMPARISON.fullmatch(text)
    if match:
        wanted, is_equal = _literal(match["value"]), match["sign"] == "=="
        value = _value_of(match["name"], text)
        return lambda note: (value(note) == wanted) is is_equal
    call = _CALL.fullmatch(text)
    values = [_literal(item[0]) for item in _LITERALS.finditer(call["values"])] if call else []
    if call is None or not values or not all(isinstance(value, str) for value in values):
        raise _CannotTellError(f"the filter {text!r}")
    test = _in_folder(values[0]) if call["name"] == "inFolder" else _has_tag(values)
    if call["name"] == "inFolder" and len(values) > 1:
        raise _CannotTellError(f"the filter {text!r}")
    return (lambda note: not test(note)) if call["not"] else test


def _literal(text: str) -> Any:
    if text[0] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if text[0] == "'":
        return text[1:-1]
    return text == "true" if text in ("true", "false") else float(text)


def _value_of(name: str, statement: str) -> Callable[[BaseFile], Any]:
    """What a name in a filter means; only plain values can be compared, for a list or a link is more than its text."""
    # whether a name has its suffix is not documented
    if name in _FILE and name != "file.name":
        return lambda note: _FILE[name](note.path)
    if name.startswith(("file.", "formula.")) or name == "this" or ("." in name and not name.startswith("note.")):
        raise _CannotTellError(f"the filter {statement!r}")
    key = re.sub(r"\\(.)", r"\1", name[6:-2]) if name.startswith("note[") else name.removeprefix("note.")

    def value(note: BaseFile) -> Any:
        found = note.properties.get(key)
        if isinstance(found, list | dict) or (isinstance(found, str) and "[[" in found):
            raise _CannotTellError(f"the filter {statement!r}")
        return float(found) if isinstance(found, int) and not isinstance(found, bool) else found

    return value


def _in_folder(folder: str) -> _Test:
    start = folder.strip("/") + "/"
    return lambda note: start == "/" or note.path.startswith(start)


def _has_tag(tags: Sequence[Any]) -> _Test:
    keys = [str(tag).removeprefix("#").casefold() for tag in tags]
    return lambda note: any(tag == key or tag.startswith(f"{key}/") for tag in note.tags for key in keys)


def _sorted(rows: Sequence[BaseFile], rule: Mapping[str, Any]) -> list[BaseFile]:
    """The rows by one property, those without it last; only numbers or only texts have an order that is sure."""
    column, direction = _column(rule.get("property", rule.get("column"))), str(rule.get("direction", "ASC")).upper()
    values = [(_sort_value(note, column), note) for note in rows]
    present = [pair for pair in values if pair[0] is not None]
    kinds = {isinstance(value, str) for value, _ in present}
    if len(kinds) > 1 or direction not in ("ASC", "DESC"):
        raise _CannotTellError(f"the sorting by {column!r}")
    ordered = sorted(present, key=lambda pair: pair[0], reverse=direction == "DESC")
    return [note for _, note in ordered] + [note for value, note in values if value is None]


def _sort_value(note: BaseFile, column: str) -> Any:
    if column in _FILE:
        return nfc(_FILE[column](note.path)).casefold()
    value = note.properties.get(column.removeprefix("note."))
    if isinstance(value, list | dict | bool) or column == "file.tags":
        raise _CannotTellError(f"the sorting by {column!r}")
    return nfc(value).casefold() if isinstance(value, str) else value


def cell_texts(note: BaseFile, column: str) -> tuple[str, ...]:
    """The texts in a cell: one, several of a list, or none of an empty one."""
    if column in _FILE:
        return (_FILE[column](note.path),)
    if column == "file.tags":
        return tuple(f"#{tag}" for tag in sorted(note.tags))
    value = note.properties.get(column.removeprefix("note."))
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]) if item is not None)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
