"""What is printed quickly is what is printed otherwise; what is not sure is left to the other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportconv.readers.html_inline import Inline
from exportconv.readers.html_quick import quick_paragraphs
from exportconv.readers.html_runs import runs_of
from exportconv.readers.html_tree import find_first, parse_html
from exportconv.readers.note_marks import without_marks

PROMISES = (3,)

TEXTS = (
    "a", "b c", "한글", "e\u0301", "①", " ", "  ", "ab ", " ab", ".", ":", "1.", "1. ", "-", "- ", "2)", "x.y", "www.", "http", "//", "*", "_", "~", "=", "#", "!",
    "[x]", "&amp;", "\n", "\t", "\r", "\ufeff", "\xa0", "(x)", "책.", "notion.so", "https://notion.so/a",
)  # fmt: skip
TAGS = (
    "strong", "b", "em", "i", "del", "s", "mark", "u", "code", "span", "br", "p", "b class='user-icon'", "a", "a href=''", "a href='x'", "a href='ab'",
    "a href='y z'",
)  # fmt: skip


def of(html: str) -> tuple[list[list[str]] | None, list[list[str]]]:
    """The paragraphs printed quickly, and what they are otherwise; the links are the same wherever they are printed."""
    node = find_first(parse_html(f"<div>{html}</div>"), "div")
    quick, slow = Inline(), Inline()
    found, paragraphs = quick_paragraphs(quick, node.children), slow.paragraphs(runs_of(node.children))
    assert found is None or quick.links == slow.links
    return found, paragraphs


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("글", [["글"]]),
        (" 1. 글 ", [["1\\. 글"]]),
        ("가 <strong>나 </strong>다", [["가 **나** 다"]]),
        ("<strong>나</strong>는 <em>a</em>b, <del>c</del>", [["**나**는 *a*b, ~~c~~"]]),
        ('<a href="a%20b.html">글</a> 뒤', [["[글](a%20b.html) 뒤"]]),
        ('<strong> 가</strong> 및<a href="x"> 나 </a>', [["**가** 및 [나](x)"]]),
        ("* 가\n - 나 \n\n\n다*", [["\\* 가", "\\- 나"], ["다*"]]),
        (" \n ", []),
    ],
)
def test_simple_paragraphs_are_printed_quickly(html, lines):
    quick, paragraphs = of(html)
    assert quick is not None
    assert [[without_marks(part) for part in paragraph] for paragraph in quick] == lines
    assert quick == paragraphs


@pytest.mark.parametrize(
    "html",
    [
        "<b>가.</b>나", "<b>가</b><b>나</b>", "<b>가</b> <b>나</b>", "<b>가</b> <i>나</i>", "가  <b>나</b>", "가<br>나", "<b><i>가</i></b>나", "2 * <b>3</b> * 4",
        '<a href="https://x.y">https://x.y</a> 나', '<a href="">가</a> 나', "<code>가</code> 나", "<b> </b> 나", "", " <b></b>", " <b> </b>", '<b class="user-icon">가</b>나',
    ],
)  # fmt: skip
def test_all_others_are_left(html):
    quick, _ = of(html)
    assert quick is None


@st.composite
def elements(draw, depth=0):
    if depth > 1 or draw(st.booleans()):
        return "".join(draw(st.lists(st.sampled_from(TEXTS), max_size=3)))
    tag = draw(st.sampled_from(TAGS))
    inner = "".join(draw(st.lists(elements(depth + 1), min_size=1, max_size=2)))
    return f"<{tag}>{inner}</{tag.split()[0]}>"


@given(st.lists(elements(), min_size=1, max_size=5).map("".join))
def test_what_is_printed_quickly_is_what_is_printed_otherwise(html):
    quick, paragraphs = of(html)
    assert quick in (None, paragraphs)
