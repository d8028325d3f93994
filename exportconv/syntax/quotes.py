"""Texts between quotes of YAML or JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["in_quotes", "unquoted"]

_CONTROL = re.compile(r"[\0-\x1f]")
_HIGH, _LOW = r"\\u[dD][89abAB][0-9A-Fa-f]{2}", r"\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
_DOUBLE = re.compile(rf'(?P<pair>{_HIGH}{_LOW})|\\u(?P<code>[0-9A-Fa-f]{{4}})|\\(?P<mark>["\\/bfnrt])|(?s:.)')
_SINGLE = re.compile(r"'(?P<mark>')|(?s:.)")
_MARKS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def in_quotes(text: str, quote: str) -> str:
    r"""A text as it stands between quotes of YAML or JSON; `""` for none.

    >>> print(in_quotes('a "b"', '"'), in_quotes("it's", "'"))
    a \"b\" it''s
    """
    if quote == '"':
        text = text.replace("\\", "\\\\").replace('"', '\\"')
        return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.replace("'", "''") if quote else text


def unquoted(text: str, quote: str) -> tuple[str, Sequence[int]]:
    r"""What a text between quotes says, and for each of its characters, and for its end, where that is written.

    >>> unquoted(r"a\"b", '"')
    ('a"b', [0, 1, 3, 4])
    """
    if not quote or ("\\" if quote == '"' else "''") not in text:
        return text, range(len(text) + 1)
    shown: list[str] = []
    places: list[int] = []
    for match in (_DOUBLE if quote == '"' else _SINGLE).finditer(text):
        shown.append(_char(match, match.lastgroup))
        places.append(match.start())
    return "".join(shown), [*places, len(text)]


def _char(match: re.Match[str], kind: str | None) -> str:
    if kind == "pair":
        return bytes.fromhex(match[0].replace("\\u", "")).decode("utf-16-be")
    if kind == "code":
        return chr(int(match[kind], 16))
    return _MARKS.get(match[kind], match[kind]) if kind else match[0]
