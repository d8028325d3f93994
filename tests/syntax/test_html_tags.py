"""Addresses in HTML: which are read, what they say, and how they are written."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportconv.model import Span
from exportconv.syntax.html_tags import in_attribute, tag_addresses
from exportconv.syntax.vault_spans import scan_vault_note


def found(text: str) -> list[str]:
    """The addresses in a text that is nothing but HTML; each stands where it says."""
    addresses = list(tag_addresses(text, [Span(0, len(text))]))
    assert all("&" in text or text[span.start : span.end] == said for span, said in addresses)
    return [said for _, said in addresses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<img src="가 나.png">', ["가 나.png"]),
        ("<img src='가 나.png' alt=\"x\">", ["가 나.png"]),
        ("<img src=가.png>", ["가.png"]),
        ("<IMG\n  SRC = '가.png'\n/>", ["가.png"]),
        ("<a class=x href=a.md data-y='<'>", ["a.md"]),
        ('<img alt=">" src="a.png">', ["a.png"]),
        ("<img alt=\"src='b.png'\" src='a.png'>", ["a.png"]),
        ("<video poster='a.png' src=\"b.mp4\"><object data=c.pdf>", ["a.png", "b.mp4", "c.pdf"]),
        ("<img src=' a.png '>", ["a.png"]),
        ("<img src='a&amp;b&#39;c.png'>", ["a&b'c.png"]),
        ("<img src='a&b&copy=1.png'>", ["a&b&copy=1.png"]),
        ("<img srcset='a.png, b.png 2x' src=c.png>", ["a.png", "b.png", "c.png"]),
        ('<source srcset="a.png 100w,b.png 200w ,\n c,d.png 3x">', ["a.png", "b.png", "c,d.png"]),
        ("<img srcset='a.png f(1,2) 1x, b.png'>", ["a.png", "b.png"]),
        ("<img srcset=a.png,>", ["a.png"]),
        ("<script src='a.js'>x = \"<img src='b.png'>\"</script><img src=c.png>", ["a.js", "c.png"]),
        ("<title>no end <img src=c.png>", ["c.png"]),
    ],
)
def test_read(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<!-- <img src='a.png'> -->", "<!-- <img src='a.png'>", "<!--><!-- <img src=a.png> -->",
        "<style>a { b: url('<img src=a.png>') }</style>", "<textarea><img src=a.png></TEXTAREA>", "<img data-src='a.png'>",
        "<img src>", "<img src=''>", "<a href='#a'>", "<img src='a.png'", "<img title='src=a.png'>", "</a href='b.md'>", "< img src=a.png>",
        "<img src='a\n.png'>", "<img srcset=' , '>",
    ],
)  # fmt: skip
def test_not_read(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> <img\n> src='a.png'\n> alt=x>\n", ["a.png"]),
        ("> - > <img src='a.png'\n>   > alt=x>\n", ["a.png"]),
        ("<p\n>a</p> <img src='a.png'\n> b <img src='b.png'\n>\n", ["a.png", "b.png"]),
        ("> <div>\n> <img srcset='a.png 1x,\n> b.png 2x'>\n> </div>\n", ["a.png", "b.png"]),
        ("글 <img src=a.png> `<img src=b.png>` 글 <img src='c.png'>\n", ["a.png", "c.png"]),
        ("a <script>'<img src=\"a.png\">'</script> <img src=b.png>\n", ["b.png"]),
        ("<div>\n<!-- a\n\nb <img src=a.png>\n\n--> <img src=b.png>\n", ["b.png"]),
        ("```html\n<img src='a.png'>\n```\n<img src='b.png'>\n", ["b.png"]),
        ("<div\n\n글 src='a.png'>\n\n<img src='b.png'>\n", ["b.png"]),
    ],
)
def test_read_in_a_note(text, expected):
    addresses = tag_addresses(text, scan_vault_note(text).html)
    assert [text[span.start : span.end] for span, _ in addresses] == expected


class _Reader(HTMLParser):
    """Python's own reader of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value for name, value in attrs if name == "src"]


@given(
    path=st.text("ab/%'=,.~-_!@;+$"),
    tail=st.text("?#&=,;' \"<>`가/", max_size=6),
    quote=st.sampled_from(["", "'", '"']),
)
def test_what_is_written_is_read_again(path, tail, quote):
    written = in_attribute(f"x{path}", tail)
    reader = _Reader()
    reader.feed(f"<img src={quote}{written}{quote} alt=x>")
    # another reader has another opinion on references without a semicolon
    assert reader.values == [written.replace("&amp;", "&")] or "&" in tail
    assert found(f"<img src={quote}{written}{quote} alt=x>") == [written.replace("&amp;", "&")]
    assert (
        found(f"<img srcset='{written} 2x, y'>")[0] == written.replace("&amp;", "&")
        or tail.rstrip() != tail
        or "," in tail
    )


@pytest.mark.parametrize(
    "part", ["<title>", "<a b='", "<a b ", "<img src=a ", "<!-", "<a b=\"'", "<img srcset='a,", "<", "<img srcset=',,"]
)
def test_time_grows_with_the_text(part):
    text = part * 40_000
    start = time.process_time()
    list(tag_addresses(text, [Span(0, len(text))]))
    assert time.process_time() - start < 20
