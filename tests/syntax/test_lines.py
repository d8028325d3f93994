"""Where lines begin and end, as a look through the whole text finds it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exportconv.syntax.lines import begins_line, line_end, line_head, line_start

texts = st.lists(
    st.one_of(
        st.sampled_from(["\n", "\r\n", "> ", "- ", " ", "a", "가"]),
        st.tuples(st.sampled_from("a> 가"), st.sampled_from([2046, 2047, 2048, 2049, 5000])).map(
            lambda pair: pair[0] * pair[1]
        ),
    ),
    max_size=12,
).map("".join)


@st.composite
def places(draw):
    text = draw(texts)
    return text, draw(st.integers(0, len(text)))


@given(places())
@example(("a" * 2048, 2048))
@example(("\n" + "a" * 2048, 2049))
@example(("a" * 2047 + "\n" + "b" * 2048, 4096))
@example(("a" * 2048 + "\n", 0))
@example(("a" * 3000 + "\n" + "b" * 3000, 3001))
def test_a_line_begins_and_ends_where_its_line_feeds_are(place):
    text, at = place
    assert line_start(text, at) == text.rfind("\n", 0, at) + 1
    assert line_end(text, at) == (text + "\n").find("\n", at)


@given(places(), st.sampled_from([" \t>", " >-", "a"]))
def test_the_head_of_a_line(place, signs):
    text, at = place
    before = text[text.rfind("\n", 0, at) + 1 : at]
    assert line_head(text, at, signs) == (before if not before.strip(signs) else None)


@pytest.mark.parametrize(
    ("text", "is_first"), [("", True), (" > > ", True), ("a\n\t", True), ("- ", False), ("a ", False)]
)
def test_whether_only_blanks_and_quote_marks_stand_before(text, is_first):
    assert begins_line(f"{text}x", len(text)) == is_first
