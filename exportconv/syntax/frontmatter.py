"""Frontmatter: cut off a note byte for byte, read to values, printed anew.

python-frontmatter reads an already cut block and nothing more: over a whole note it would drop a first
paragraph between two `---`, strip the body and sort the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from exportconv.paths import nfc

__all__ = ["Scalar", "Value", "dump", "load", "scalar", "split", "split_note", "yaml_loader"]

Scalar = str | int | float | bool | date | datetime
Value = Scalar | list[str]

_BLOCK = re.compile(r"---[ \t]*\r?\n(?:.*\n)*?---[ \t]*(?:\r?\n|\Z)")
# Plain in YAML 1.1 and 1.2 alike: begins with a letter, so it can be no number, date or mark.
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff:#\"\\]++|:(?=[^\s])|(?<! )#)*+")
_SIMPLE_LINE = re.compile(
    r"(?:(?:(?P<key>[^\W\d_](?:[\w\-]|[ ]++(?=[\w\-]))*+):(?![^ \r])|(?P<dash>[ ]*+-)(?=[ ]))[ ]*+"
    r"(?P<value>(?:[^\s](?:.*[^\s])?)?))?[ ]*\r?"
)
_QUOTED = re.compile(r"\"[^\"\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*\"|'[^'\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*'")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ACTS_IN_LIST = re.compile(r"[\[\]{}'\":#\t]")
_LONG_NUMBER = 18
# A simple key may have 1,024 characters; a longer one needs a mark of its own.
_LONG_KEY = 1000
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"))
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def split(text: str) -> tuple[str | None, str]:
    """The frontmatter block with its `---` lines, or None, and the rest of the note."""
    match = _BLOCK.match(text) if text.startswith("---") else None
    return (match[0], text[match.end() :]) if match else (None, text)


def split_note(text: str) -> tuple[str | None, str]:
    """The frontmatter block with what stands before it (a byte order mark), or None, and the rest of the note."""
    mark = text[:1] if text.startswith("\ufeff") else ""
    block, body = split(text.removeprefix("\ufeff"))
    return mark + (block or "") or None, body


def load(block: str) -> Mapping[str, Any] | None:
    """The values in a frontmatter block by YAML 1.2's rules, as Obsidian reads it; None if it is no mapping.

    What stands in its first line does not matter, so a byte order mark may be there.
    Dates stay text, and so does what only YAML 1.1 would retype (`no`, `12:30`, `012`).
    """
    text = block.partition("\n")[2].rstrip().removesuffix("---")
    simple = _simple(text)
    return simple if simple is not None else _parsed(text)


def _simple(text: str) -> dict[str, Any] | None:
    """The values of a block that is nothing but plain keys with plain values and lists; None for any other block.

    Most blocks are, and reading them so costs a tenth of what a YAML parser does.
    """
    values: dict[str, Any] = {}
    items: list[Any] = []
    dash = ""
    for line in text.split("\n"):
        parts = _simple_line(line)
        if parts is None:
            return None
        key, mark, value = parts
        if mark and (value is None or mark != (dash or mark) or not values):
            return None
        if key is not None:
            if key in values or key.lower() in _WORDS:
                return None
            items, dash, values[key] = [], "", list(value) if isinstance(value, tuple) else value
        elif mark:
            name = next(reversed(values))
            if not items and values[name] is not None:
                return None
            items.append(list(value) if isinstance(value, tuple) else value)
            dash, values[name] = mark, items
    return values or None


@lru_cache(maxsize=4096)
def _simple_line(line: str) -> tuple[str | None, str | None, Any] | None:
    """Key, dash and value of a line; None for one that is not so simple. In most vaults the same lines come again."""
    match = _SIMPLE_LINE.fullmatch(line) if len(line) < _LONG_KEY else None
    if match is None:
        return None
    key, mark, rest = match.groups()
    value = _simple_value(rest) if rest else None
    return None if rest and value is None else (key, mark, value)


def _simple_value(text: str) -> Any:
    """A scalar that YAML 1.2 reads without doubt, or a list of such as a tuple; None for any other."""
    if text[0] == "[":
        return _simple_list(text)
    if text[0] in "'\"":
        return text[1:-1] if _QUOTED.fullmatch(text) else None
    if text.isdecimal() and text.isascii():
        return int(text) if (text[0] != "0" or text == "0") and len(text) < _LONG_NUMBER else None
    if _ISO_DATE.fullmatch(text) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS and text[-1] != ":"):
        return text
    return {"true": True, "false": False}.get(text)


def _simple_list(text: str) -> tuple[Any, ...] | None:
    """A list in one line, of plain words and numbers; None for any other."""
    inner = text[1:-1].strip(" ")
    if text[-1] != "]" or _ACTS_IN_LIST.search(inner):
        return None
    items = tuple(_simple_value(item) if item else None for item in (part.strip(" ") for part in inner.split(",")))
    return () if not inner else None if None in items else items


def _parsed(text: str) -> Mapping[str, Any] | None:
    import yaml

    try:
        values = _handler().load(text)
    except (yaml.YAMLError, ValueError, RecursionError, LookupError, AttributeError):
        return None
    return values if isinstance(values, dict) else None


def yaml_loader() -> Any:
    """PyYAML's safe loader, in C where it was built so; it reads YAML 1.1."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def _handler() -> Any:
    from frontmatter.default_handlers import YAMLHandler

    class Loader(yaml_loader()):  # type: ignore[misc]  # chosen at run time
        """Scalars by the core schema of YAML 1.2."""

    Loader.yaml_implicit_resolvers = {}
    for tag, pattern, first in (
        ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
        ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
        ("float", r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)(?:[eE][-+]?[0-9]+)?", list("-+0123456789")),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), first)

    class Handler(YAMLHandler):
        """python-frontmatter's reader with that loader."""

        def load(self, fm: str, **_: object) -> Any:
            return super().load(fm, Loader=Loader)

    return Handler()


def _quoted(text: str) -> str:
    return _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(text, ensure_ascii=False))


def _string(text: str) -> str:
    """A string that YAML 1.1 and 1.2 both read back as the same string."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS and text[-1] not in " :"
    return text if plain else _quoted(text)


def scalar(value: Scalar) -> str:
    """A value as a YAML scalar that YAML 1.1 and 1.2 both read back as the same value."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = repr(value)
    # YAML 1.1 takes an exponent only behind a point
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def dump(items: Iterable[tuple[str, Value]]) -> str:
    """A new frontmatter block in Obsidian's style; `""` when there are no items.

    Lists are block lists, dates ISO and unquoted, text quoted only where YAML 1.1 or 1.2 would retype it.
    """
    lines = []
    for name, value in items:
        key = _string(nfc(name))
        if len(key) > _LONG_KEY:
            key = f"? {key}\n"
        if isinstance(value, list):
            lines.append(f"{key}:" if value else f"{key}: []")
            lines += [f"  - {scalar(item)}" for item in value]
        else:
            lines.append(f"{key}: {scalar(value)}")
    return "---\n" + "\n".join(lines) + "\n---\n" if lines else ""
