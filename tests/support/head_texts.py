"""Blocks of frontmatter that hypothesis makes, readable and not."""

from __future__ import annotations

from hypothesis import strategies as st

__all__ = ["HEADS"]

KEYS = [
    "tag", "tags", "alias", "aliases", "cssclass", "cssclasses", "Tag", "city", "up", "도시", '"tag"', "'alias'", "n", "a b", "on",
    "? x\n", "1",
]  # fmt: skip
VALUES = [
    "", "a", "a, b", "home office", "한국어, 일본어", "2024", "no", "Yes", "12:30", "012", "1_000", "1e5", "2024-05-10", "~", "null",
    "true", '"a, b"', "'it''s'", '"x: \\"y\\""', "[]", "[a, b]", "[no, 1, on]", "[[Home]]", "[[a, b]]", "[[Home|x]]  # why",
    "[[@b]]", "[[a]], [[b]]", "see [[Home]]", "a # b", "|\n  tag: a\n  - [[Home]]\n  no", ">-\n  up: [[Home]]", "\n  - a\n  - no\n  - [[Home]]",
    "\n- x\n- 0x1F", "\n  tag: no\n  up: [[Home]]", "{tag: no, b: [[c]]}", "&m no", "*m", "!!str no", "a\n  b", "#a", "@x", "{{date}}", "=", "<<",
    '"two\n  up: [[Home]]\n  lines"', "\tx", "- a", "0b101", "-0x1F", ".5", "[a,\n  no]", "!x no",
]  # fmt: skip
LINE = st.builds(
    lambda key, glue, value: f"{key}{glue}{value}",
    st.sampled_from(KEYS),
    st.sampled_from([": ", ":  ", " : ", ":"]),
    st.sampled_from(VALUES),
)
OTHERS = st.sampled_from(["# tag: no", "", "  ", "- [[Home]]"])


def _block(lines: list[str], indent: str, newline: str) -> str:
    text = "\n".join(lines)
    return "\n".join(("---", *(indent + line for line in text.split("\n")), "---", "")).replace("\n", newline)


HEADS: st.SearchStrategy[str] = st.builds(
    _block,
    st.lists(st.one_of(LINE, LINE, LINE, LINE, OTHERS), min_size=1, max_size=4),
    st.sampled_from(["", "", "", "  "]),
    st.sampled_from(["\n", "\n", "\r\n"]),
)
