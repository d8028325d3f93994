"""The parser's reading of a note, for what no plain note has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.syntax.vault_spans import parsed_scan, scan_vault_note

PIECES = [
    "[[", "]]", "[", "](u)", "a", "한글", " ", "\n", "\n\n", "- ", "> ", "# ", "    ", "`", "```\n", "**", "[[x]]", "![[x|y]]", "[t](p.md)",
    "\n===\n", "\n---\n", "| a |\n|--|\n", "<b>", "<i a='", "$", "\\", "[^1]", "[^1]: ", "\r\n", "\r", "\0", "&amp;", "\u2028",
]  # fmt: skip


@settings(max_examples=800, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.booleans())
def test_places_are_in_the_text_and_in_order(text: str, wikilinks: bool) -> None:
    found = parsed_scan(text, wikilinks=wikilinks, lines=None, blocks=True)
    spans = [link.span for link in found.links]
    assert spans == sorted(spans)
    places = [*spans, *found.opaque, *found.html, *(block.span for block in found.blocks)]
    assert all(0 <= start <= end <= len(text) for start, end in places)
    for link in found.links:
        assert link.raw_target in text or "\\" in text[link.span.start : link.span.end] or "&" in text or "\0" in text
        assert link.line == text.count("\n", 0, link.span.start) + 1
    starts = [section.span.start for section in found.sections]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a [[b]] c\n===\n", "a b c"),
        ("a [[b#c|d]]\n---\n", "a d"),
        ("# [[b#c]]\n", "b > c"),
        ("[[a\nb]]\n===\n", "a\nb"),
    ],
    ids=["underlined", "alias", "heading in a link", "link over two lines"],
)
def test_links_in_headings(text: str, shown: str) -> None:
    assert [section.text for section in parsed_scan(text, wikilinks=True, lines=None, blocks=False).sections] == [shown]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("[![[i.png]]](b)", ["[![[i.png]]](b)", "![[i.png]]"]),
        ("[[y]]![[i.png]]](b)", ["[[y]]", "![[i.png]]"]),
        ("[a](c) ![[i.png]]](b)", ["[a](c)", "![[i.png]]"]),
        ("[a](c[d) ![[i.png]]](b)", ["[a](c[d)", "![[i.png]]"]),
        ("[a] ![[i.png]]](b)", ["![[i.png]]"]),
        ("![[[]b][[i]]]](b)", ["![[[]b][[i]]]](b)", "[[i]]"]),
        ("![y![[](]])[i]x](b)", ["![[](]])[i]x](b)", "[](]])"]),
    ],
)
def test_an_embed_is_in_a_label_only_where_one_is_open(text, wholes):
    assert [text[slice(*link.span)] for link in scan_vault_note(text).links] == wholes


def test_a_link_that_the_parser_ends_before_the_link_in_it_is_none():
    text = "[[![[[![[[]b]\x02]\n]]]\x02]()]] [[Note]]"
    assert [link.raw_target for link in parsed_scan(text, wikilinks=True, lines=None, blocks=True).links] == ["Note"]


def test_a_link_whose_places_the_parser_tells_wrong_is_none():
    text = "[[![](|)]] [[Note]]"
    found = parsed_scan(text, wikilinks=True, lines=None, blocks=True).links
    assert [text[slice(*link.span)] for link in found] == ["[[![](|)]]", "[[Note]]"]


def test_without_wikilinks_two_brackets_are_text():
    text = "![[a]](c) ![[i](b)](d)"
    found = parsed_scan(text, wikilinks=False, lines=None, blocks=True).links
    assert [text[slice(*link.span)] for link in found] == ["![[a]](c)", "![[i](b)](d)", "[i](b)"]
