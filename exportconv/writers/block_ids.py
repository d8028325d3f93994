"""Ids of blocks, as links from other notes name them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exportconv.model import Block, IdPlace
from exportconv.syntax.lines import line_start

__all__ = ["before_id", "short_ids"]

_SHORT = 6
_PREFIX = re.compile(r"[ \t>]*")


def short_ids(blocks: Mapping[str, Block]) -> Mapping[str, str]:
    """Ids of blocks as short as Obsidian makes them, where those differ."""
    short = {name: name if block.marker else name[-_SHORT:] for name, block in blocks.items()}
    return short if len(set(short.values())) == len(short) else {name: name for name in blocks}


def before_id(text: str, block: Block) -> str:
    """What parts an id from its block: a blank, or a quote, table, code or equation from a line of its own."""
    if block.id_place is IdPlace.INLINE:
        return " "
    prefix = _PREFIX.match(text, line_start(text, block.end), block.end)
    before = prefix[0] if prefix else ""
    if block.id_place is IdPlace.BELOW_QUOTE:
        before = before[: before.rfind(">")]
    return f"\n{before.rstrip()}\n{before}"
