"""Rules that a Markdown parser of the tests gets: equations, highlights, and whatever a pattern matches."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

__all__ = ["close_highlight", "line_of", "math_block", "pattern_rule"]


def pattern_rule(name: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    """A rule of the inline parser: what a pattern matches is a token of that name, with its groups."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        # the end of a link's label is not that of a block
        if match is None or (name == "block_id" and match.end() < len(state.src)):
            return False
        if not silent:
            state.push(name, "", 0).meta = match.groupdict()
        state.pos = match.end()
        return True

    return rule


def close_highlight(state: StateInline) -> None:
    """Takes the marks of highlights away that have found each other."""
    nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in [state.delimiters, *nested]:
        for first in delimiters:
            if first.marker == ord("=") and first.end >= 0:
                for mark in (first, delimiters[first.end]):
                    state.tokens[mark.token].content = ""


def line_of(state: StateBlock, line: int) -> str:
    """A line of a block, without its indent."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule of the block parser: `$$` to `$$` on lines of their own."""
    first = line_of(state, start)
    if not first.startswith("$$") or state.is_code_block(start):
        return False
    lines, at = [first[2:].rstrip()], start
    while not lines[-1].endswith("$$"):
        at += 1
        if at >= end or (state.sCount[at] < state.blkIndent and line_of(state, at)):
            return False
        lines.append(line_of(state, at).rstrip())
    tex = "\n".join(lines)[:-2]
    if "$$" in tex:
        return False
    if not silent:
        state.line = at + 1
        block = state.push("math_block", "math", 0)
        block.content, block.map = tex, [start, at + 1]
    return True
