"""Text that would act as markup is escaped, and nothing else is."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from exportconv.syntax.escapes import PLACE, escape_line_start, escape_marks, lone_marks

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# a", "\\# a"),
        ("###### a", "\\###### a"),
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("* a", "\\* a"),
        ("12. a", "12\\. a"),
        ("12) a", "12\\) a"),
        ("> a", "\\> a"),
        ("---", "\\---"),
        ("* * *", "\\* * *"),
        ("===", "\\==="),
        ("=", "\\="),
        ("~~~", "\\~~~"),
        ("[a]: b", "\\[a]: b"),
        ("[!note] a", "\\[!note] a"),
        ("| - | - |", "\\| - | - |"),
        ("-", "\\-"),
        ("1.", "1\\."),
    ],
)
def test_line_start(line, expected):
    assert escape_line_start(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "a",
        "#a",
        "####### a",
        "-a",
        "1.5 a",
        "2024",
        "1234567890. a",
        "*a* b",
        "[a] b",
        "=a",
        "a | b",
        "—",
        "(1) a",
        "+1",
    ],
)
def test_line_start_leaves_alone(line):
    assert escape_line_start(line) == line


@pytest.mark.parametrize(
    "first", ["# a", "- a", "1. a", "> a", "---", "***", "===", "~~~", "[a]: /b", "+ a", "* a", "1) a", "___", "- - -"]
)
@pytest.mark.parametrize("before", ["", "text\n"])
def test_a_line_is_a_paragraph(first, before):
    escaped = "\n".join(escape_line_start(line) for line in f"{before}{first}".split("\n"))
    kinds = [token.type for token in PARSER.parse(escaped)]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a [b] c", "a \\[b\\] c"),
        ("^1", "\\^1"),
        ("!tip", "\\!tip"),
        ("] a", "&#93; a"),
        ("https://a.com/x_y_", "https://a.com/x\\_y\\_"),
        ("plain", "plain"),
    ],
)
def test_label(text, expected):
    assert escape_marks(text, lone_marks(text), in_label=True) == expected


@pytest.mark.parametrize("text", ["5 * 3", "snake_case", "a | b", "#123", "5 < 6", "1 = 2", "AT&T", "[x] y", "a#b"])
def test_what_cannot_act_is_left_alone(text):
    assert escape_marks(text, lone_marks(text)) == text


@pytest.mark.parametrize("text", ["a ^b", "a ^b \u3000", f"a ^{PLACE}"])
def test_a_caret_makes_no_block_id_and_no_footnote(text):
    assert escape_marks(text) == text.replace("^", "\\^")


@pytest.mark.parametrize("text", ["a^b", "^ b", "a ^b c", "x^2"])
def test_a_caret_elsewhere_is_left_alone(text):
    assert escape_marks(text) == text
