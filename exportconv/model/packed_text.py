"""Texts held in UTF-8: a single sign beyond Latin makes of a string one of two or four bytes for each sign."""

from __future__ import annotations

from typing import Any

__all__ = ["PackedText"]

_MOST = 16 << 10
"""Longer texts stay strings: there are few, and to unpack one for each of its links would cost the square of it."""


class PackedText:
    """A field of a dataclass with slots that takes and gives a string, and keeps it as small as it can be."""

    def __init__(self, slot: Any) -> None:
        """`slot` is the field that it stands for."""
        self.slot = slot
        """The field as it is kept, for whoever copies it."""

    def __set__(self, item: object, text: str) -> None:
        small = len(text) <= _MOST and not text.isascii()
        self.slot.__set__(item, text.encode("utf-8", "surrogatepass") if small else text)

    def __get__(self, item: object, kind: type | None = None) -> Any:
        if item is None:
            return self
        kept = self.slot.__get__(item)
        return kept if kept.__class__ is str else kept.decode("utf-8", "surrogatepass")
