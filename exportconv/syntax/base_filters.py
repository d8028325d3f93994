"""The filters of Obsidian bases as tests of files.

Only what means the same to everybody is read; of all else it is said that it cannot be. A test that meets a value
which Obsidian may compare in another way says so too.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias

from exportconv.model import BaseFile
from exportconv.paths import parent_of, split_name
from exportconv.syntax.tags import has_tag

__all__ = ["FILE_PARTS", "CannotTellError", "Test", "filter_test", "named"]


class CannotTellError(Exception):
    """A part of a base that only Obsidian can work out; its text names it."""


Test: TypeAlias = Callable[[BaseFile], bool]
FILE_PARTS: Mapping[str, Callable[[str], str]] = {
    "file.name": lambda path: path.rpartition("/")[2].removesuffix(".md"),
    "file.basename": lambda path: split_name(path)[1],
    "file.path": str,
    "file.folder": lambda path: parent_of(path) or "/",
    "file.ext": lambda path: split_name(path)[2][1:],
}

_DEPTH = 50
# aliases of YAML can make a few lines into any number of filters
_MOST = 50_000
_LONG = 100
# what `\n` and the like mean in a filter is not documented
_TEXT = r""""(?:[^"\\]|\\["\\])*+"|'(?:[^'\\]|\\['\\])*+'"""
_LITERAL = rf"{_TEXT}|-?[0-9]++(?:\.[0-9]++)?+|true|false"
# whether `file.name` has its suffix is not documented
_COMPARISON = re.compile(
    rf"(?:(?P<file>file\.(?:path|folder|ext|basename))|(?:note\.)?+(?P<key>[^\W\d]\w*+)|note\[(?P<quoted>{_TEXT})\])"
    rf"\s*+(?P<sign>==|!=|<=|>=|<|>)\s*+(?P<value>{_LITERAL})"
)
_CALL = re.compile(
    rf"(?P<not>!?)file\.(?P<name>inFolder|hasTag)\(\s*+(?P<values>(?:{_TEXT})(?:\s*+,\s*+(?:{_TEXT}))*+)\s*+\)"
)
_TEXTS = re.compile(_TEXT)
_TOKEN = re.compile(rf"{_TEXT}|&&|\|\||[^\"'&|]++|.", re.DOTALL)
_WORDS = frozenset(("true", "false", "null", "undefined", "this", "file", "note", "formula", "property"))
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?+)?+")
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def named(what: str, item: Any) -> CannotTellError:
    """The error that names an item; one that is no text may be as big as it likes and is not shown."""
    if not isinstance(item, str):
        return CannotTellError(f"{what} that is no text")
    return CannotTellError(f"{what} {item if len(item) <= _LONG else item[:_LONG] + '…'!r}")


def filter_test(item: Any) -> Test:
    """The test that a filter makes: a statement, or a mapping of `and`, `or` or `not` to more filters."""
    return _filter(item, 0, count())


def _filter(item: Any, depth: int, steps: Iterator[int]) -> Test:
    if depth > _DEPTH or next(steps) > _MOST:
        raise CannotTellError("filters that are too many or nested too deep")
    if isinstance(item, str):
        return _statement(item.strip())
    if not isinstance(item, dict) or len(item) != 1:
        raise CannotTellError("a filter that is no text")
    ((word, inner),) = item.items()
    if word not in ("and", "or", "not"):
        raise named("the filter", word)
    # Obsidian takes an empty group for no filter at all, which is not what an empty `or` says
    if not isinstance(inner, list) or not (inner or word == "and"):
        raise CannotTellError(f"the filter {word!r} without a list")
    tests = _tests(inner, "!=" if word == "and" else "==", depth, steps)
    if word == "and":
        return lambda file: all(test(file) for test in tests)
    return lambda file: any(test(file) for test in tests) is (word == "or")


def _tests(items: Sequence[Any], sign: str, depth: int, steps: Iterator[int]) -> list[Test]:
    """The tests of a group; all its comparisons of paths are one, for a base may list every row."""
    paths, tests = set(), []
    for item in items:
        match = _COMPARISON.fullmatch(item.strip()) if isinstance(item, str) else None
        if match and match["file"] == "file.path" and match["sign"] == sign and match["value"][0] in "\"'":
            paths.add(_literal(match["value"]))
        else:
            tests.append(_filter(item, depth + 1, steps))
    return [lambda file: (file.path in paths) is (sign == "=="), *tests] if paths else tests


def _statement(text: str) -> Test:
    """A statement: comparisons and calls, joined by `&&`, which binds closer, and `||`."""
    parts: list[list[list[str]]] = [[[]]]
    for match in _TOKEN.finditer(text):
        if match[0] == "||":
            parts.append([[]])
        elif match[0] == "&&":
            parts[-1].append([])
        else:
            parts[-1][-1].append(match[0])
    choices = [[_atom("".join(atom).strip(), text) for atom in atoms] for atoms in parts]
    if len(choices) == len(choices[0]) == 1:
        return choices[0][0]
    return lambda file: any(all(test(file) for test in tests) for tests in choices)


def _atom(text: str, statement: str) -> Test:
    if match := _COMPARISON.fullmatch(text):
        return _comparison(match, statement)
    call = _CALL.fullmatch(text)
    values = [_unquoted(item[0]) for item in _TEXTS.finditer(call["values"])] if call else []
    if call is None or (call["name"] == "inFolder" and len(values) > 1):
        raise named("the filter", statement)
    test = _in_folder(values[0]) if call["name"] == "inFolder" else _has_tag(values)
    return (lambda file: not test(file)) if call["not"] else test


def _comparison(match: re.Match[str], statement: str) -> Test:
    wanted, sign, key = _literal(match["value"]), match["sign"], match["key"]
    if key in _WORDS and match[0].startswith(key):
        raise named("the filter", statement)
    holds = _ordered(sign, wanted, statement) if sign in _ORDERS else _equals(sign == "==", wanted, statement)
    if match["file"]:
        part = FILE_PARTS[match["file"]]
        return lambda file: holds(part(file.path))
    name = key or _unquoted(match["quoted"])
    return lambda file: holds(file.properties.get(name))


def _equals(is_equal: bool, wanted: Any, statement: str) -> Callable[[Any], bool]:
    """Whether a value is another one; how Obsidian compares values of two kinds, lists and links is not documented."""

    def holds(found: Any) -> bool:
        if found is not None and (_kind(found) != _kind(wanted) or (isinstance(found, str) and "[[" in found)):
            raise named("the filter", statement)
        return (found is not None and bool(found == wanted)) is is_equal

    return holds


def _ordered(sign: str, wanted: Any, statement: str) -> Callable[[Any], bool]:
    """Whether a number or an ISO date stands before or after another one of its form; nothing else has a sure order."""
    compare = _ORDERS[sign]

    def holds(found: Any) -> bool:
        kind = _kind(found)
        dates = kind is str and _DATE.fullmatch(found) and _DATE.fullmatch(wanted) if kind is _kind(wanted) else None
        if kind is not _kind(wanted) or not (kind is float or (dates and len(found) == len(wanted))):
            raise named("the filter", statement)
        return compare(found, wanted)

    return holds


def _kind(value: Any) -> type:
    return float if type(value) is int else type(value)


def _literal(text: str) -> Any:
    if text[0] in "\"'":
        return _unquoted(text)
    return text == "true" if text in ("true", "false") else float(text)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _in_folder(folder: str) -> Test:
    start = folder.strip("/") + "/"
    return lambda file: start == "/" or file.path.startswith(start)


def _has_tag(tags: Sequence[str]) -> Test:
    keys = [tag.removeprefix("#").lower() for tag in tags]
    return lambda file: has_tag(file.tags, keys)
