"""HTML that nests what nobody nests: it takes no longer for that, and no text stands twice."""

from __future__ import annotations

import re
import time
from itertools import product

import pytest
from fuzzing import Bytes

from exportconv.readers.notion_html import read_html_page
from exportconv.readers.source import Entry

PROMISES = (17,)
TOTALS = (("max", r"each in ([\d.]+) s", "7 kinds of elements, each 100 times in all others: {:.2f} s at most"),)

ID = "0123456789abcdef0123456789abcdef"
WITHIN = {
    "cell": "<table><tr><td>", "database": '<table class="collection-content"><th>', "box of a database": '<div class="collection-content"><table><tr><td>',
    "contents": '<nav class="table_of_contents"><div class="table_of_contents-item">', "item": "<ul><li>", "toggle": "<details><summary>", "quote": "<blockquote>",
}  # fmt: skip
OTHERS = {
    "number": "<ol><li>", "to-do": '<ul class="to-do-list"><li>', "toggle item": '<ul class="toggle"><li><details><summary>a</summary>', "callout": '<figure class="callout"><div>',
    "aside": "<aside>", "figure": "<figure>", "image": '<figure class="image"><img src="i.png">', "caption": "<figure><figcaption>", "bold": "<b>", "span": "<span>", "box": "<div>",
    "box in a span": "<span><div>", "heading": "<h1>", "toggle heading": "<h1><details><summary>", "heading in a toggle": "<details><summary><h2>", "code": "<code>", "block of code": "<pre>",
    "mark": '<mark class="highlight-red">', "file": '<figure><div class="source"><a href="x">', "bookmark": '<figure><a class="bookmark source" href="x"><div class="bookmark-title">',
    "page": '<figure class="link-to-page"><a href="x">', "option": '<span class="selected-value">', "article": "<article>", "header": "<header>",
}  # fmt: skip
LEVELS, MOST = 100, 2.0
"""So many levels, of two elements each; and so many seconds of CPU are never too many: one took 61."""


def body_of(html: str) -> str:
    page = (
        f'<article id="{ID}" class="page"><header><h1 class="page-title">T</h1></header><div class="page-body">{html}'
    )
    note = read_html_page(Entry(f"Page {ID}.html", Bytes(page.encode())), {}, issues := [])
    assert issues == []
    assert note is not None
    return note.body


@pytest.mark.parametrize("outer", WITHIN)
def test_depth_takes_no_time(outer, record_property):
    worst = 0.0
    for inner, text in product(["", *WITHIN.values(), *OTHERS.values()], ["", "한글"]):
        start = time.process_time()
        body = body_of((WITHIN[outer] + inner + text) * LEVELS)
        worst = max(worst, time.process_time() - start)
        assert body.count("한글") == (LEVELS if text else 0)
    assert worst < MOST
    record_property("figure", f"{LEVELS} times {outer} in another element, each in {worst:.2f} s at most")


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>", "| a b c | d |"),
        ("<table class='collection-content'><tr><th>a<table><tr><td>b</td></tr></table></th></tr></table>", "| a b |"),
        (
            "<nav class='table_of_contents'><div class='table_of_contents-item'>a<div class='table_of_contents-item'>b</div></div></nav>",
            "- a b",
        ),
    ],
    ids=["cell", "database", "contents"],
)
def test_what_is_nested_stands_there_once(html, body):
    assert re.sub("(<br>)+", " ", body_of(html).splitlines()[0]) == body
