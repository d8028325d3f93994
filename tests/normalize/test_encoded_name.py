"""Names that are percent-encoded: which are, which only look so, and what each means."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from support.repositories import findings, new_names, nfd

from exportconv.normalize.rules.encoded_name import RULE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (quote("보고.md"), "보고.md"),
        (quote(quote("보고.md")), "보고.md"),
        (quote(quote(quote("보고.md"))), "보고.md"),
        (quote(nfd("회의록.md")), "회의록.md"),
        ("보" + quote("고.md").lower(), "보고.md"),
        (quote("둘째 분기 매출.pdf"), "둘째 분기 매출.pdf"),
        (quote("분기 매출.pdf").replace("%20", " "), "분기 매출.pdf"),
        (quote("café.png"), "café.png"),
        (quote("🎉.png"), "🎉.png"),
        ("Meeting%20notes.md", "Meeting notes.md"),
        ("Meeting%2520notes.md", "Meeting notes.md"),
        ("회의%20기록.md", "회의 기록.md"),
        ("Growth%20of%2050%25.md", "Growth of 50%.md"),
        ("plan%202024.canvas", "plan 2024.canvas"),
        ("2024%20plan%20B.md", "2024 plan B.md"),
        (f"{quote('보')}%2541.md", "보%41.md"),
        (f"{quote('보고')}%20{'0a' * 16}.md", f"보고 {'0a' * 16}.md"),
    ],
)
def test_decoded(name, expected):
    assert new_names([name], RULE) == {name: expected}
    assert new_names([f"가/{name}"], RULE) == {f"가/{name}": expected}
    assert new_names([expected], RULE) == {}


@pytest.mark.parametrize(
    "name",
    ["100%.md", "50%25 off.md", "50%25.md", "50%20off.md", "100%2520done.md", "5%20 tax.md", "100%20 and more%20.md", "C%23 notes.md",
     "a%2Fb.md", "a%3Ab.md", "%41.md", "%2E%2E.md", "%.md", "%%.md", "%zz.md", "%EB.md", "%EB%B3.md", "%B0%A1.md", "%FF%FE.md",
     "%00.md", "100% 보고.md", "보고%.md", "보고.md", "%EB%B3%zz.md"],
)  # fmt: skip
def test_left_alone(name):
    assert findings([name, f"{name}/a.md"], RULE) == []


@pytest.mark.parametrize(
    "text",
    [
        "보/고.md",
        "보\\고.md",
        "보:고.md",
        "보고?.md",
        "보#고.md",
        "보\n고.md",
        ".보고.md",
        "보고 .md",
        "보고.",
        "보\0.md",
    ],
)
def test_reported_where_the_decoded_name_is_not_safe(text):
    name = quote(text, safe="") if not text.startswith(".") else "%2E" + quote(text[1:])
    assert new_names([name], RULE) == {name: None}


def test_bytes_that_are_no_text_are_not_decoded_in_part():
    assert new_names(["%EB%B3%B4%FF.md"], RULE) == {"%EB%B3%B4%FF.md": None}


def test_folders_and_what_lies_in_them():
    folder = quote("보고서")
    files = [f"{folder}/a.md", f"{folder}/{quote('그림.png')}", f".{folder}/a.md"]
    assert new_names(files, RULE) == {folder: "보고서", f"{folder}/{quote('그림.png')}": "그림.png"}


@pytest.mark.parametrize("name", ["가#1", "[초안] 글", "가\u00a0나", "\u202egpj", "가\u200b"])
def test_a_name_that_no_wikilink_can_say_or_nobody_can_see_is_not_given(name):
    folder = quote(name)
    assert new_names([f"{folder}/a.md", f"{folder}.md"], RULE) == {folder: None, f"{folder}.md": None}
