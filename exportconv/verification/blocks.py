"""The parts of two texts that differ: what is the same on both sides need not be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["differ_in_marks_only", "differing_parts"]

_FAR = ("```", "~~~", "$$", "[^", "%%")
_FAR_AT_LINE_START = re.compile(r"\n(?:\[[^\]\n]*\]:| {0,3}<| {4}|\t)")

# in code and math these are no links
_CODE_OR_MATH = re.compile(r"[`$]")
_LINKS = re.compile(
    r"""!\[[^\[\]\n]*+\]\([^()\s]*+\)|!\[\[[^\[\]\n]*+\]\]
    |\[(?P<text>[^\[\]\n]*+)\]\([^()\s]*+\)|\[\[(?:[^\[\]|\n]*+\|)?(?P<name>[^\[\]|\n]*+)\]\]""",
    re.VERBOSE,
)


_QUOTE_MARKS = re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+(?:\[![\w-]+\](?:[ ]|$))?")
"""What stands before a line of a quote, and before the title of a callout."""


def differ_in_marks_only(old: str, new: str) -> bool:
    """Whether two texts surely show the same; False in doubt.

    They may differ in where simple links and images lead, and in what is a quote or callout.
    """
    if _CODE_OR_MATH.search(old):
        return False
    old, new = _LINKS.sub(_text_of, old), _LINKS.sub(_text_of, new)
    return old == new or _QUOTE_MARKS.sub("", old).split() == _QUOTE_MARKS.sub("", new).split()


def _text_of(link: re.Match[str]) -> str:
    return link["text"] or link["name"] or ""


def differing_parts(old: str, new: str) -> tuple[str, str] | None:
    """The blocks of two texts that differ, in order, a word in the place of those between; None where all is needed.

    Blocks are what empty lines part. The text without its differing blocks is the same, so only these can show other
    words, as long as none of them holds anything that reaches beyond it.
    """
    before, after = old.split("\n\n"), new.split("\n\n")
    places = {block: at for at, block in enumerate(after)}
    parts = list(_gaps(before, after, places))
    one, two = ("\n\n".join(texts) for texts in zip(*parts, strict=True)) if parts else ("", "")
    return None if _reaches_far(one) or _reaches_far(two) else (one, two)


def _reaches_far(text: str) -> bool:
    """Whether anything may change the meaning of other blocks, or have another one without them."""
    return any(map(text.__contains__, _FAR)) or _FAR_AT_LINE_START.search(f"\n{text}") is not None


def _gaps(before: list[str], after: list[str], places: dict[str, int]) -> Iterator[tuple[str, str]]:
    """What stands between two blocks that are the same on both sides, with a number for these."""
    start = at = 0
    for number, block in enumerate(before):
        place = places.get(block, -1) if block.strip() else -1
        if at < len(after) and after[at] == block:
            place = at
        if place < at or (len(block) > 0 and not block.strip()):
            continue
        if start != number or at != place:
            yield "\n\n".join(before[start:number]), "\n\n".join(after[at:place])
            yield f"block{number}", f"block{number}"
        start, at = number + 1, place + 1
    if start < len(before) or at < len(after):
        yield "\n\n".join(before[start:]), "\n\n".join(after[at:])
