"""Links as text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exportconv.syntax.links import (
    escape_text,
    heading_anchor,
    heading_slug,
    markdown_link,
    safe_alt,
    split_size,
    wikilink,
)
from exportconv.syntax.spans import scan

SETTINGS = settings(max_examples=200, deadline=None, derandomize=True)


# --- anchors


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("a # b", "a b"),
        ("a|b", "a b"),
        ("1: b", "1 b"),
        ("a^b", "a b"),
        ("[[a]] b", "a b"),
        ("50%% off", "50 off"),
        ("  a \t b  ", "a b"),
        ("C#", "C"),
        ("a\u00a0b", "a b"),
    ],
)
def test_heading_anchor_changes(heading, expected):
    assert heading_anchor(heading) == expected


@pytest.mark.parametrize("heading", ["", "a", "회의 내용", "a [b] c", "50% off", "a (b), c!", "🎉", "`a`", "ตัวอย่าง"])
def test_heading_anchor_leaves_alone(heading):
    assert heading_anchor(heading) == heading


@given(st.text())
@SETTINGS
def test_heading_anchor_is_safe_in_a_wikilink(heading):
    anchor = heading_anchor(heading)
    assert not set(anchor) & set("#|^:\n")
    assert not any(mark in anchor for mark in ("%%", "[[", "]]"))
    assert heading_anchor(anchor) == anchor


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Hello World", "hello-world"),
        ("  Hello  ", "hello"),
        ("a & b", "a--b"),
        ("What's new?", "whats-new"),
        ("회의 내용: 1", "회의-내용-1"),
        ("Über", "über"),
        ("a_b-c", "a_b-c"),
        ("v1.2", "v12"),
        ("🎉 Party", "-party"),
        ("`code`", "code"),
    ],
)
def test_heading_slug(heading, expected):
    assert heading_slug(heading) == expected


@pytest.mark.parametrize("slug", ["", "a", "hello-world", "회의-내용", "a_b", "1-2"])
def test_heading_slug_leaves_alone(slug):
    assert heading_slug(slug) == slug


@pytest.mark.parametrize("heading", ["ตัวอย่าง", "हिन्दी"], ids=["thai", "hindi"])
def test_heading_slug_keeps_vowel_signs(heading):
    assert heading_slug(heading) == heading


def test_heading_slug_keeps_accents_of_decomposed_text():
    assert unicodedata.normalize("NFC", heading_slug(unicodedata.normalize("NFD", "Café"))) == "café"


# --- wikilinks


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("회의록", {}, "[[회의록]]"),
        ("a/b", {}, "[[a/b]]"),
        ("a", {"text": "b"}, "[[a|b]]"),
        ("a", {"text": "a"}, "[[a]]"),
        ("a", {"text": "A"}, "[[a|A]]"),
        ("a", {"text": ""}, "[[a]]"),
        ("a", {"anchor": "#H"}, "[[a#H]]"),
        ("a", {"anchor": "#^1a2b", "text": "b"}, "[[a#^1a2b|b]]"),
        ("a", {"anchor": "#H", "text": "a#H"}, "[[a#H]]"),
        ("a", {"anchor": "#H", "text": "a"}, "[[a#H|a]]"),
        ("", {"anchor": "#H", "text": "b"}, "[[#H|b]]"),
        ("x.png", {"embed": True}, "![[x.png]]"),
        ("x.png", {"embed": True, "text": "t"}, "![[x.png|t]]"),
        ("a", {"text": "b", "table": True}, "[[a\\|b]]"),
        ("a", {"table": True}, "[[a]]"),
    ],
)
def test_wikilink(path, options, expected):
    assert wikilink(path, **options) == expected


# --- Markdown links


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[a]", "\\[a\\]"), ("a\\b", "a\\\\b"), ("[[a]]", "\\[\\[a\\]\\]"), ("a]", "a\\]")],
)
def test_escape_text_changes(text, expected):
    assert escape_text(text) == expected


@pytest.mark.parametrize("text", ["", "a", "회의록", "(a)", "a*b*", "a|b", "<a>", "`a`", "!a"])
def test_escape_text_leaves_alone(text):
    assert escape_text(text) == text


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("a.md", {"text": "a"}, "[a](a.md)"),
        ("a b/가.md", {"text": "가"}, "[가](a%20b/%EA%B0%80.md)"),
        ("a.md", {"text": "a", "fragment": "#h"}, "[a](a.md#h)"),
        ("x (1).png", {"text": "", "embed": True}, "![](x%20%281%29.png)"),
        ("C#.md", {"text": "*C#*"}, "[*C#*](C%23.md)"),
        ("100%.md", {"text": "x"}, "[x](100%25.md)"),
    ],
)
def test_markdown_link(path, options, expected):
    assert markdown_link(path, **options) == expected


labels = st.text(st.sampled_from("ab 가[]()\\!🎉-1"), min_size=1, max_size=12).map(str.strip).filter(bool)
file_paths = st.lists(
    st.text(st.sampled_from("ab 가()[]<>#%'\"!,&?:é🎉"), min_size=1, max_size=8), min_size=1, max_size=3
).map("/".join)


@given(file_paths, labels, st.booleans())
@SETTINGS
def test_markdown_link_is_one_link_for_every_parser(path, label, embed):
    written = markdown_link(path, text=escape_text(label), embed=embed)
    (link,) = scan(written).links
    assert (link.text, link.is_embed, link.span) == (label, embed, (0, len(written)))
    kinds = [token.type for token in MarkdownIt("commonmark").parseInline(written)[0].children or ()]
    assert kinds == ["image"] if embed else (kinds[0], kinds[-1]) == ("link_open", "link_close")


# --- alt texts


@pytest.mark.parametrize(
    ("alt", "expected"), [("300", '"300"'), ("300x200", '"300x200"'), (" 300 ", '" 300 "'), ("0", '"0"')]
)
def test_safe_alt_quotes_a_size(alt, expected):
    assert safe_alt(alt) == expected


@pytest.mark.parametrize(
    "alt", ["", "a", "300px", "300 x 200", "x200", "300x", "그림 300", "2024-05", "300.png", "a|b"]
)
def test_safe_alt_leaves_alone(alt):
    assert safe_alt(alt) == alt


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("cat|300", ("cat", "300")),
        ("cat|300x200", ("cat", "300x200")),
        ("a|b|50", ("a|b", "50")),
        ("|300", ("", "300")),
    ],
)
def test_split_size_changes(alt, expected):
    assert split_size(alt) == expected


@pytest.mark.parametrize("alt", ["", "cat", "300", "cat|", "cat|a", "cat|300px", "cat|300 ", "cat 300", "cat|300|b"])
def test_split_size_leaves_alone(alt):
    assert split_size(alt) == (alt, "")
