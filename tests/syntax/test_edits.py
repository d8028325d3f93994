"""Edits by span."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.model import Span
from exportconv.syntax.edits import Edit, apply_edits

PROMISES = (4,)

SETTINGS = settings(max_examples=200, deadline=None, derandomize=True)


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(Span(start, end), text)


@pytest.mark.parametrize("text", ["", "abc", "가나다\r\n\u2028\n\n "])
def test_no_edits_give_the_very_same_object(text):
    assert apply_edits(text, []) is text
    assert apply_edits(text, iter(())) is text


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        pytest.param("abc", [edit(1, 2, "X")], "aXc", id="replace"),
        pytest.param("abc", [edit(1, 2, "")], "ac", id="delete"),
        pytest.param("abc", [edit(1, 1, "X")], "aXbc", id="insert"),
        pytest.param("abc", [edit(0, 3, "X")], "X", id="all"),
        pytest.param("abc", [edit(0, 0, "<"), edit(3, 3, ">")], "<abc>", id="both ends"),
        pytest.param("", [edit(0, 0, "X")], "X", id="empty text"),
        pytest.param("abcd", [edit(0, 2, "X"), edit(2, 4, "Y")], "XY", id="touching"),
        pytest.param("abcd", [edit(2, 4, "Y"), edit(0, 2, "X")], "XY", id="any order"),
        pytest.param("abc", [edit(1, 2, "Y"), edit(1, 1, "X")], "aXYc", id="insert before replace"),
        pytest.param("가🎉다", [edit(1, 2, "나")], "가나다", id="characters, not bytes or UTF-16 units"),
        pytest.param("a\r\nb\n\u2028c \t\n", [edit(0, 1, "X")], "X\r\nb\n\u2028c \t\n", id="line ends stay"),
    ],
)
def test_apply_edits(text, edits, expected):
    assert apply_edits(text, edits) == expected


def test_an_edit_that_changes_nothing_changes_nothing():
    assert apply_edits("가나다\r\n", [edit(1, 2, "나")]) == "가나다\r\n"


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 2, "X"), edit(1, 3, "Y")],
        [edit(0, 3, "X"), edit(1, 2, "Y")],
        [edit(1, 2, "Y"), edit(1, 2, "Z")],
        [edit(0, 3, "X"), edit(1, 1, "Y")],
        [edit(1, 3, "Y"), edit(0, 2, "X")],
    ],
    ids=["partly", "inside", "same", "insert inside", "unordered"],
)
def test_overlapping_edits_are_refused(edits):
    with pytest.raises(ValueError, match="edits overlap at character 1"):
        apply_edits("abc", edits)


@given(
    st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5)), max_size=8),
    st.text(max_size=5),
    st.randoms(),
)
@SETTINGS
def test_everything_outside_the_spans_stays(parts, tail, random):
    text, expected, edits = "", "", []
    for kept, old, new in parts:
        text += kept
        edits.append(edit(len(text), len(text) + len(old), new))
        text += old
        expected += kept + new
        # an empty span right behind another one would make the order of two insertions a matter of taste
        text += "|"
        expected += "|"
    random.shuffle(edits)
    assert apply_edits(text + tail, edits) == expected + tail
