"""Line ends of several kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.repository_texts import findings, lines, mend, mended

from exportconv.normalize.rules.mixed_line_ends import RULE
from exportconv.syntax.frontmatter import load, split_note


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("a\nb\r\nc\n", "a\nb\nc\n", 2),
        ("a\r\nb\nc\r\n", "a\r\nb\r\nc\r\n", 2),
        ("a\nb\r\n", "a\nb\n", 2),
        ("a\r\nb\n", "a\nb\n", 1),
        ("a\rb\nc\n", "a\nb\nc\n", 1),
        ("a\r\nb\rc\r\n", "a\r\nb\r\nc\r\n", 2),
        ("a\rb\rc\r\n", "a\r\nb\r\nc\r\n", 1),
        ("a\rb\rc\n", "a\nb\nc\n", 1),
        ("a\r\r\nb\r\n", "a\r\n\r\nb\r\n", 1),
        ("a\n\rb\n", "a\n\nb\n", 2),
        ("---\r\na: 1\r\n---\r\nx\ny\n", "---\r\na: 1\r\n---\r\nx\r\ny\r\n", 4),
        ("---\na: 1\nb: |\n  x\r\n  y\n---\nx\r\n", "---\na: 1\nb: |\n  x\n  y\n---\nx\n", 4),
        ("\ufeff가\r\n나\n다\n", "\ufeff가\n나\n다\n", 1),
    ],
)
def test_all_become_the_usual_one(before, after, line):
    (finding,) = findings(RULE, before)
    assert finding.line == line
    assert mended(RULE, before) == after


@pytest.mark.parametrize(
    "text", ["", "a", "a\n", "a\r\n", "a\r", "a\nb\n\n", "a\r\nb\r\n", "a\rb\r", "a\u2028b\x85c\x0bd\x0ce\n"]
)
def test_one_kind_is_right(text):
    assert lines(RULE, text) == []


def test_what_it_says():
    (finding,) = findings(RULE, "a\nb\nc\r\nd\re\n")
    assert finding.message == "lines end in several ways: 3 in LF, 1 in CRLF, 1 in CR"


@pytest.mark.parametrize(
    "text", ["---\ra: 1\r---\rText\nText\n", "---\na: 1\r---\rText\n", "---\r\na: 1\n---\rText\n\n"]
)
def test_what_was_no_frontmatter_does_not_become_it(text):
    (finding,) = findings(RULE, text)
    assert finding.edit is None
    assert mend(RULE, text) == text


@given(
    st.lists(st.sampled_from(["a", "# b", "- c", "```", "> d", "", "  e", "a: 1", "---", "[x](y)", "<b>"]), max_size=9),
    st.data(),
)
def test_markdown_and_values_stay(parts, data):
    ends = data.draw(st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=len(parts), max_size=len(parts)))
    before = "".join(map("".join, zip(parts, ends, strict=True)))
    after = mend(RULE, before)
    heads, bodies = zip(*map(split_note, (before, after)), strict=True)
    assert [head and load(head) for head in heads[:1]] == [head and load(head) for head in heads[1:]]
    assert MarkdownIt().render(bodies[0]) == MarkdownIt().render(bodies[1])
