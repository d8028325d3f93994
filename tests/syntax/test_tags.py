"""Tags as Obsidian takes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.syntax.tags import to_tag

SETTINGS = settings(max_examples=300, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("home office", "home-office"),
        ("  a  b\tc\n", "a-b-c"),
        ("a\u00a0b\u3000c", "a-b-c"),
        ("#tag", "tag"),
        ("## tag", "tag"),
        ("한글 태그", "한글-태그"),
        ("C++", "C"),
        ("Q&A", "Q-A"),
        ("a, b", "a-b"),
        ("a & b", "a-b"),
        ("a (b)", "a-b"),
        ("(a)", "a"),
        ("a.b", "a-b"),
        ("a#b", "a-b"),
        ("a:b|c", "a-b-c"),
        ("2024", "y2024"),
        ("#2024", "y2024"),
        ("2024-05", "y2024-05"),
        ("2024/05", "y2024/05"),
        ("2024 05", "y2024-05"),
        ("1.5", "y1-5"),
        ("🎉 party!", "🎉-party"),
    ],
)
def test_to_tag_changes(text, expected):
    assert to_tag(text) == expected


@pytest.mark.parametrize(
    "text",
    ["tag", "Tag", "a-b", "a_b", "article/lecture", "한글", "日本語", "データベース", "ёж", "é", "2024년", "y2024", "v2", "a1", "🎉", "a🎉b", "✅", "❤️",
     "👨‍👩‍👧", "👍🏽", "🇰🇷", "_a", "a--b"],
)  # fmt: skip
def test_to_tag_leaves_alone(text):
    assert to_tag(text) == text


@pytest.mark.parametrize("text", ["ตัวอย่าง", "हिन्दी", "தமிழ்", "עִבְרִית"], ids=["thai", "hindi", "tamil", "hebrew points"])
def test_to_tag_keeps_vowel_signs(text):
    assert to_tag(text) == text


@pytest.mark.parametrize("text", ["café", "がぎ", "й"])
def test_to_tag_keeps_accents_of_decomposed_text(text):
    assert unicodedata.normalize("NFC", to_tag(unicodedata.normalize("NFD", text))) == text


@pytest.mark.parametrize("text", ["⭐", "⭐⭐⭐", "⏰", "⬆️", "⌚"])
def test_to_tag_keeps_emoji_of_the_older_blocks(text):
    assert to_tag(text) == text


@pytest.mark.parametrize("text", ["", " ", "#", "##", "# #", "!!!", "---", "/", "_", "+", "()", "-/-"])
def test_to_tag_of_nothing_is_empty(text):
    assert to_tag(text) == ""


@given(st.one_of(st.text(), st.text(st.sampled_from("ab1 2-_/#.,!🎉가\u00a0\n"))))
@SETTINGS
def test_to_tag_makes_only_tags(text):
    tag = to_tag(text)
    assert not any(char.isspace() for char in tag)
    assert not set(tag) & set("#,.;:!?()[]{}'\"`*&|\\<>@%^=+~$")
    assert not tag or any(char not in "0123456789/_-" for char in tag)
    assert to_tag(tag) == tag
