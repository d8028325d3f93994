"""A small reader of Obsidian Bases: which notes a `.base` shows, and in which columns.

It knows the few constructs a converted database needs and refuses all others, so that a base which Obsidian would
read differently is an error here, never a lucky guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable
from typing import Any

import yaml

_CONDITION = re.compile(r'file\.(folder|ext|path) (==|!=) "((?:[^"\\]|\\.)*)"')
_VIEW_KEYS = {"type", "name", "filters", "order"}


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice, as Obsidian does; PyYAML would drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT002
        keys = [(key.tag, str(key.value)) for key, _ in node.value]
        _need(len(keys) == len(set(keys)), f"a key stands twice: {keys}")
        return super().construct_mapping(node, deep=deep)


def rows(base_text: str, files: Iterable[str], view: int = 0) -> list[str]:
    """Those of the vault paths that the filters of the base and of one of its views select, in the order given."""
    base = parse(base_text)
    chosen = base["views"][view]
    filters = [part["filters"] for part in (base, chosen) if "filters" in part]
    return [path for path in files if all(_holds(each, path) for each in filters)]


def columns(base_text: str, view: int = 0) -> list[tuple[str, str]]:
    """Property id and displayed name of each column of a view, in order."""
    base = parse(base_text)
    shown = {key: value["displayName"] for key, value in base.get("properties", {}).items()}
    return [(key, shown.get(key, key.partition(".")[2])) for key in base["views"][view]["order"]]


def views(base_text: str) -> list[str]:
    """The names of the views, in order."""
    return [view["name"] for view in parse(base_text)["views"]]


def parse(base_text: str) -> dict[str, Any]:
    """The base as plain data; ValueError for anything that is not known to mean the same in Obsidian."""
    try:
        base = yaml.load(base_text, _StrictLoader)  # it is a safe loader
    except yaml.YAMLError as error:
        raise ValueError(f"no YAML: {error}") from error
    _need(isinstance(base, dict) and "views" in base, "a base is a mapping with views")
    _need(set(base) <= {"filters", "properties", "views"}, f"unknown keys in {sorted(map(str, base))}")
    for part in (base, *_checked_views(base["views"])):
        if "filters" in part:
            _holds(part["filters"], "any.md")
    _check_properties(base.get("properties", {}))
    return base


def _need(condition: object, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _checked_views(found: Any) -> list[dict[str, Any]]:
    _need(isinstance(found, list) and found, "views are a list")
    for view in found:
        _need(isinstance(view, dict) and set(view) <= _VIEW_KEYS, f"unknown in a view: {view}")
        _need(view.get("type") == "table", f"a view that is no table: {view}")
        _need(isinstance(view.get("name"), str) and view["name"].strip(), f"a view without a name: {view}")
        _check_order(view.get("order"))
    names = [view["name"] for view in found]
    _need(len(names) == len(set(names)), f"two views have one name: {names}")
    return found


def _check_order(order: Any) -> None:
    _need(isinstance(order, list) and order, f"a view without an order: {order}")
    for entry in order:
        _need(_is_property(entry), f"no property: {entry!r}")
    _need(len(order) == len(set(order)), f"a column stands twice: {order}")


def _check_properties(properties: Any) -> None:
    _need(isinstance(properties, dict), "properties are a mapping")
    for key, value in properties.items():
        _need(_is_property(key), f"no property: {key!r}")
        _need(isinstance(value, dict) and set(value) == {"displayName"}, f"{key} is {value}")
        _need(isinstance(value["displayName"], str), f"{key} has a name that is no text: {value}")


def _is_property(entry: Any) -> bool:
    return isinstance(entry, str) and bool(re.fullmatch(r"(?:file|note)\..+", entry, re.DOTALL))


def _holds(condition: Any, path: str) -> bool:
    """Whether a file meets a filter. All parts are looked at, so that none goes unread behind a false one."""
    if isinstance(condition, str):
        return _compares(condition, path)
    _need(isinstance(condition, dict) and len(condition) == 1, f"no filter: {condition!r}")
    word, parts = next(iter(condition.items()))
    _need(word in ("and", "or", "not"), f"no filter: {condition!r}")
    # Obsidian takes an empty group for no filter at all, which is not what an empty `or` says
    _need(isinstance(parts, list) and parts, f"an empty group: {condition!r}")
    held = [_holds(part, path) for part in parts]
    return {"and": all(held), "or": any(held), "not": not any(held)}[word]


def _compares(condition: str, path: str) -> bool:
    match = _CONDITION.fullmatch(condition)
    _need(match, f"no filter: {condition!r}")
    assert match is not None
    field, operator, wanted = match[1], match[2], _unquote(match[3])
    known = (field, operator) in {("folder", "=="), ("path", "=="), ("path", "!=")} or condition == 'file.ext == "md"'
    _need(known, f"no filter: {condition!r}")
    folder, _, name = path.rpartition("/")
    value = {"path": path, "folder": folder or "/", "ext": name.rpartition(".")[2]}[field]
    return (value == wanted) is (operator == "==")


def _unquote(quoted: str) -> str:
    try:
        return json.loads(f'"{quoted}"', strict=False)
    except ValueError:
        return quoted
