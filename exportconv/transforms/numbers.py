"""Numbers as Notion writes them: plain, grouped, with a currency or a percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

__all__ = ["formatted_numbers", "plain_number"]

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")
# A currency is a symbol, with a letter or two before it at most (`R$`, `HK$`), or `kr` and its like behind.
_FORMATTED = re.compile(
    r"(?P<sign>-?)(?P<before>(?:[A-Z]{0,2}[$€£¥₩₹₽฿₺₫₱₪₴])?)(?P<inner>-?)"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?P<fraction>(?:\.[0-9]+)?)"
    r"(?P<after>(?:%| ?[$€£¥₩₹₽円원元]| kr| zł)?)"
)
_MOST_DIGITS = 15
"""A float holds so many decimal digits without loss."""

Unit = tuple[str, str]


def plain_number(text: str) -> int | float | None:
    """The number that a text is the plain form of; None for all that would be written back in another way."""
    if not _PLAIN.fullmatch(text):
        return None
    if "." not in text:
        return int(text) if text != "-0" else None
    return float(text) if repr(float(text)) == text else None


def formatted_numbers(texts: Iterable[str]) -> tuple[Mapping[str, int | float], frozenset[str]]:
    """The numbers of those texts that are written in the way most are, and the texts that a number loses.

    One way: one currency before or behind it, or percent (`15%` is 0.15), or groups of three digits in every number
    that is long enough. Numbers that are merely plain have no way of their own.
    """
    matches = {text: match for text in texts if (match := _FORMATTED.fullmatch(text))}
    ways: dict[Unit, dict[str, int | float]] = {}
    for text, match in matches.items():
        number = _number(match)
        if number is not None:
            ways.setdefault((match["before"], match["after"].strip()), {})[text] = number
    if not ways:
        return {}, frozenset()
    unit, values = max(ways.items(), key=lambda way: len(way[1]))
    if unit == ("", ""):
        values = {text: number for text, number in values.items() if not _lacks_groups(matches[text])}
        if not any("," in text for text in values):
            return {}, frozenset()
    return values, frozenset(text for text, number in values.items() if f"{number:,}" != text)


def _lacks_groups(match: re.Match[str]) -> bool:
    return "," not in match["digits"] and len(match["digits"]) > 3


def _number(match: re.Match[str]) -> int | float | None:
    digits = match["digits"].replace(",", "")
    if len(digits + match["fraction"]) > _MOST_DIGITS or (match["sign"] and match["inner"]):
        return None
    value = Decimal(f"{match['sign'] or match['inner']}{digits}{match['fraction']}")
    if match["after"] == "%":
        value /= 100
    return int(value) if value == value.to_integral_value() else float(value)
