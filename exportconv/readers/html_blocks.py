"""Blocks of a page as lines, and how lines of blocks that follow each other are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["Block", "ItemKind", "item_block", "joined_lines", "quoted", "text_block"]

_INDENT = 4


class ItemKind(Enum):
    """What a list item begins with."""

    BULLET = "- "
    TO_DO = "- [ ] "
    DONE = "- [x] "
    NUMBER = ""


@dataclass(slots=True)
class Block:
    """Something that stands apart from what is before and behind it."""

    lines: list[str]
    """Its lines; those of a list item without its marker and indent."""
    is_text: bool = False
    """Whether it is a paragraph."""
    item: ItemKind | None = None
    """What list item it is; None for any other block."""
    number: int = 0
    """Its number in a numbered list."""
    head: int = 0
    """How many of its lines are the first paragraph of a list item."""

    def last_line(self) -> int:
        """Number of the line behind which a mark of the block stands."""
        return (self.head or len(self.lines)) - 1


def text_block(lines: list[str]) -> Block:
    """A paragraph."""
    return Block(lines, is_text=True)


def item_block(kind: ItemKind, number: int, first: Block, rest: Sequence[Block]) -> Block:
    """A list item: its first paragraph, and what belongs to it below."""
    lines = list(first.lines)
    if rest:
        # a number other than 1 does not end a paragraph
        follows = rest[0].item is not None and (rest[0].item is not ItemKind.NUMBER or rest[0].number == 1)
        gap = [] if follows else [""]
        lines += [*gap, *joined_lines(rest)]
    return Block(lines, item=kind, number=number, head=len(first.lines))


def joined_lines(blocks: Iterable[Block]) -> list[str]:
    """The lines of blocks that follow each other: a blank line between them, none between items of one list."""
    lines: list[str] = []
    last: Block | None = None
    mark = "."
    for block in blocks:
        follows = last is not None and last.item is not None and block.item is not None
        is_numbered = block.item is ItemKind.NUMBER
        if follows and last and (last.item is ItemKind.NUMBER) is is_numbered:
            if is_numbered and block.number != last.number + 1:
                # another mark starts another list
                mark = ")" if mark == "." else "."
        else:
            mark = "."
            lines += [""] if last else []
        lines += _with_marker(block, mark) if block.item else block.lines
        last = block
    return lines


def _with_marker(block: Block, mark: str) -> list[str]:
    marker = f"{block.number}{mark} " if block.item is ItemKind.NUMBER else block.item.value if block.item else ""
    # a number of three digits is wider than the usual indent
    indent = " " * max(_INDENT, len(marker) if block.item is ItemKind.NUMBER else 0)
    return [marker + block.lines[0], *(indent + line if line else "" for line in block.lines[1:])]


def quoted(lines: Iterable[str]) -> list[str]:
    """Lines within a quote."""
    return [f"> {line}" if line else ">" for line in lines]
