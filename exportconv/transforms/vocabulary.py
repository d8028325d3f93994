"""Tell a multi-select from text with commas: its parts are a small vocabulary that recurs in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

__all__ = ["is_multi_select", "is_select", "split_items"]

_LONGEST = 100
"""Notion lets an option have so many characters."""
_MOST_WORDS = 6


def split_items(text: str) -> tuple[str, ...]:
    """The options of a cell; Notion joins them by a comma and a blank, and no option holds a comma."""
    return tuple(part for item in text.split(",") if (part := item.strip()))


def is_multi_select(texts: Mapping[str, int]) -> bool:
    """Whether texts (with how often each occurs) are lists of options.

    Two cells at least have several parts; every part looks like an option; parts make up most of the column that
    occur in several cells; and no place in a cell has a vocabulary of its own, as in `Seoul, Korea`.
    """
    lists = {text: split_items(text) for text in texts}
    several = [items for items in lists.values() if len(items) > 1]
    if len(several) < 2 or not all(_are_options(text, items) for text, items in lists.items()):
        return False
    counts: Counter[str] = Counter()
    for text, items in lists.items():
        for item in items:
            counts[item] += texts[text]
    recurring = {item for item, count in counts.items() if count > 1}
    share = sum(counts[item] for item in recurring) / counts.total()
    return len(recurring) > 1 and share > 0.5 and len(recurring & set(_wandering(lists))) > 0


def _are_options(text: str, items: tuple[str, ...]) -> bool:
    if ", ".join(items) != text or len(set(items)) != len(items):
        return False
    return all(len(item) <= _LONGEST and item.count(" ") < _MOST_WORDS and item[-1] not in ".!?。" for item in items)


def _wandering(lists: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Parts that occur in different places of cells, or alone and with others."""
    places: dict[str, set[tuple[int, bool]]] = {}
    for items in lists.values():
        for at, item in enumerate(items):
            places.setdefault(item, set()).add((at, len(items) > 1))
    return (item for item, found in places.items() if len(found) > 1)


def is_select(texts: Mapping[str, int]) -> bool:
    """Whether texts (with how often each occurs) recur as the options of a select do."""
    short = all(len(text) <= _LONGEST and "\n" not in text and "," not in text for text in texts)
    return short and 2 * len(texts) <= sum(texts.values())
