"""The properties that a block of frontmatter holds."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from exportconv.model import Property, PropertyType, PropertyValue
from exportconv.syntax.frontmatter import load

__all__ = ["properties_in"]

_KNOWN = 4096
"""So many properties are remembered: in most vaults the same few values come again and again."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?P<time>[T ]\d{2}:\d{2}(?::\d{2})?)?")


def properties_in(head: str) -> tuple[Property, ...]:
    """The properties of a frontmatter block, typed as Obsidian types them; none where it is no valid YAML.

    Lists hold texts; what is nested deeper is the text of it as JSON.
    """
    values = load(head) or {}
    return tuple(_known(str(name), value) for name, value in values.items())


def _known(name: str, value: Any) -> Property:
    """A property, made only once of equal values that cannot be taken for one another: 1 and 1.0 are equal, too."""
    if value is None or isinstance(value, str | int):
        return _of_scalar(name, value)
    if isinstance(value, list) and all(type(item) is str for item in value):
        return _of_texts(name, tuple(value))
    return _property(name, value)


@lru_cache(maxsize=_KNOWN, typed=True)
def _of_scalar(name: str, value: str | int | None) -> Property:
    return _property(name, value)


@lru_cache(maxsize=_KNOWN)
def _of_texts(name: str, value: tuple[str, ...]) -> Property:
    return _property(name, list(value))


def _property(name: str, value: Any) -> Property:
    kind, typed = _typed(name, value)
    return Property(name=name, raw=_text(value), line=0, type=kind, value=typed)


def _typed(name: str, value: Any) -> tuple[PropertyType, PropertyValue]:
    if isinstance(value, list):
        return PropertyType.TAGS if name == "tags" else PropertyType.LIST, tuple(map(_text, value))
    if isinstance(value, bool):
        return PropertyType.CHECKBOX, value
    if isinstance(value, int | float):
        return PropertyType.NUMBER, value
    text = _text(value)
    match = _DATE.fullmatch(text)
    try:
        if match:
            moment = datetime.fromisoformat(text)
            return (PropertyType.DATETIME, moment) if match["time"] else (PropertyType.DATE, date.fromisoformat(text))
    except ValueError:
        pass
    return PropertyType.TEXT, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str | bool | int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return json.dumps(value, ensure_ascii=False, default=str)
