"""How deep quotes and lists lie in one another."""

from __future__ import annotations

import re

__all__ = ["is_too_deep"]

_MOST = 1000
_SIGNS = r"[ \t>*+\-0-9.)]"
_LONG_START = re.compile(rf"(?m)(?:^|(?<=\r)){_SIGNS}{{{_MOST + 1},}}+")
_SAMPLED = 100
_LONG_SAMPLE = re.compile(rf"{_SIGNS}{{{_MOST // _SAMPLED}}}")
_RULE = re.compile(r"[ \t>]*+([-*])(?:[ \t]*+\1)*+[ \t]*+(?:[\r\n]|\Z)")
_MARK = re.compile(r">|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t])")
_BLANKS = re.compile(r"[ \t]+")


def is_too_deep(text: str) -> bool:
    """Whether a line may open quotes and lists more than 1,000 deep.

    Each line below costs the parser a look at all of them: 100 kB of them take seconds, a megabyte minutes.
    """
    # so long a run of these signs holds ten of every hundredth; all other texts are done with
    if not _LONG_SAMPLE.search(text[::_SAMPLED]):
        return False
    starts = (match for match in _LONG_START.finditer(text) if not _RULE.match(text, match.start()))
    return any(_depth(match[0]) > _MOST for match in starts)


def _depth(start: str) -> int:
    """The most levels that the start of a line may open: one for each mark, and for every second blank besides."""
    marks = len(_MARK.findall(start))
    blanks = sum(len(match[0].expandtabs(4)) for match in _BLANKS.finditer(start))
    return marks + max(blanks - marks, 0) // 2 if marks else 0
