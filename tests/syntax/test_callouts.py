"""Callouts and GitHub alerts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.syntax.callouts import callout_lines, callout_type, to_alerts

SETTINGS = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("icon", "expected"),
    [("💡", "tip"), ("⚠️", "warning"), ("⚠", "warning"), ("❗", "important"), ("🚨", "danger"), ("✅", "success"), ("❌", "failure"),
     ("❓", "question"), ("🐛", "bug"), ("ℹ️", "info"), ("📋", "abstract"), ("🧪", "example"), ("💬", "quote"), ("📝", "todo"), ("☠️", "danger")],
)  # fmt: skip
def test_callout_type_of_known_icons(icon, expected):
    assert callout_type(icon) == expected


@pytest.mark.parametrize("icon", ["", "📌", "a", "가", "👨‍👩‍👧", "\ufe0f", " 💡"])
def test_callout_type_of_all_else_is_note(icon):
    assert callout_type(icon) == "note"


@pytest.mark.parametrize(
    ("kind", "title", "body", "indent", "expected"),
    [
        ("tip", "💡", ["a"], "", ["> [!tip] 💡", "> a"]),
        ("note", "", [], "", ["> [!note]"]),
        ("note", "t", ["a", "", "  b", " \t"], "", ["> [!note] t", "> a", ">", ">   b", ">"]),
        ("tip", "t", ["a", ""], "    ", ["    > [!tip] t", "    > a", "    >"]),
        ("tip", "t", ["> q"], "", ["> [!tip] t", "> > q"]),
    ],
    ids=["plain", "bare", "blank lines", "indented", "nested"],
)
def test_callout_lines(kind, title, body, indent, expected):
    assert callout_lines(kind, title, body, indent=indent) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("> [!tip] T\n> b\n", "> [!TIP]\n> T\n> b\n", id="tip with title"),
        pytest.param("> [!tip]\n> b", "> [!TIP]\n> b", id="tip without title"),
        pytest.param("> [!TIP]\n> b", "> [!TIP]\n> b", id="alert already"),
        pytest.param("> [!hint] T", "> [!TIP]\n> T", id="hint"),
        pytest.param("> [!info] T", "> [!NOTE]\n> T", id="info"),
        pytest.param("> [!important] T", "> [!IMPORTANT]\n> T", id="important"),
        pytest.param("> [!warning] T", "> [!WARNING]\n> T", id="warning"),
        pytest.param("> [!attention] T", "> [!WARNING]\n> T", id="attention"),
        pytest.param("> [!danger] T", "> [!CAUTION]\n> T", id="danger"),
        pytest.param("> [!error] T", "> [!CAUTION]\n> T", id="error"),
        pytest.param("> [!note]\n> b", "> [!NOTE]\n> b", id="note without title"),
        pytest.param("> [!note] 📌\n> b", "> 📌\n> b", id="note with title is a quote"),
        pytest.param("> [!bug] T\n> b", "> T\n> b", id="type that GitHub has not"),
        pytest.param("> [!my-type] T\n> b", "> T\n> b", id="type of one's own"),
        pytest.param("> [!bug]\n> b", "> b", id="type that GitHub has not, no title"),
        pytest.param("> [!tip]+ T\n> b", "> [!TIP]\n> T\n> b", id="open fold"),
        pytest.param("> [!tip]- T\n> b", "> [!TIP]\n> T\n> b", id="closed fold"),
        pytest.param("> [!tip|wide] T\n> b", "> [!TIP]\n> T\n> b", id="metadata"),
        pytest.param("> [!Tip] T", "> [!TIP]\n> T", id="case"),
        pytest.param("    > [!tip] T\n    > b", "    > [!TIP]\n    > T\n    > b", id="in a list"),
        pytest.param("> a\n> > [!tip] T\n> > b", "> a\n> > [!TIP]\n> > T\n> > b", id="nested"),
        pytest.param("a\n\n> [!tip] T\n\nb\n> [!bug] U\nc", "a\n\n> [!TIP]\n> T\n\nb\n> U\nc", id="text around stays"),
        pytest.param("```\nx\n```\n> [!tip] T", "```\nx\n```\n> [!TIP]\n> T", id="after code"),
        pytest.param(
            "> [!tip] T\n> ```\n> [!bug] x\n> ```\n\n> [!bug] y",
            "> [!TIP]\n> T\n> ```\n> [!bug] x\n> ```\n\n> y",
            id="code inside",
        ),
        pytest.param(">[!tip] T\n>x", "> [!TIP]\n> T\n>x", id="no blank behind the mark"),
        pytest.param("> [!tip] T\n> [!bug] x", "> [!TIP]\n> T\n> [!bug] x", id="a second header is text"),
        pytest.param("> [!tip]\n> > [!bug] x\n> [!bug] y", "> [!TIP]\n> > x\n> [!bug] y", id="one quote in another"),
        pytest.param("> a\n> [!bug] x", "> a\n> [!bug] x", id="below text of a quote"),
        pytest.param("> [!tip] T\n> 3. b", "> [!TIP]\n> T\n>\n> 3. b", id="list that would be part of the title"),
        pytest.param("> [!bug] T\r\n> ---\r\n", "> T\r\n>\r\n> ---\r\n", id="divider that would make a heading of it"),
        pytest.param("> [!tip] T\n> - b", "> [!TIP]\n> T\n> - b", id="list that is none of its own"),
        pytest.param("> [!tip] [a](b.md) **c**", "> [!TIP]\n> [a](b.md) **c**", id="markup in the title"),
    ],
)
def test_to_alerts_changes(text, expected):
    assert to_alerts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("a\nb\r\n\u2028", id="no callout"),
        pytest.param("> a\n> b\n", id="quote"),
        pytest.param("> [a](b)\n", id="link in a quote"),
        pytest.param("a > [!tip] b", id="mid-line"),
        pytest.param("- > [!tip] b", id="behind a list mark"),
        pytest.param("> a [!tip] b", id="behind text"),
        pytest.param("> [!tip b", id="never closed"),
        pytest.param("> [!] b", id="no type"),
        pytest.param("`> [!tip] b`", id="code span"),
        pytest.param("```\n> [!tip] T\n```\n", id="fence"),
        pytest.param("~~~md\n> [!tip] T\n~~~\n", id="tilde fence"),
        pytest.param("````\n```\n> [!tip] T\n```\n> [!bug] U\n````\n", id="longer fence"),
        pytest.param("```\n~~~\n> [!tip] T\n```\n", id="other mark inside"),
        pytest.param("    ```\n    > [!tip] T\n    ```\n", id="indented fence"),
        pytest.param("> ```\n> [!tip] T\n> ```\n", id="fence in a quote"),
        pytest.param("```\n> [!tip] T\n", id="fence to the end"),
        pytest.param("```\n```js\n> [!tip] T\n```\n", id="a mark with a word closes no fence"),
    ],
)
def test_to_alerts_leaves_alone(text):
    assert to_alerts(text) == text


def test_code_that_only_begins_like_a_fence_opens_none():
    assert to_alerts("```a``` b\n> [!tip] T\n") == "```a``` b\n> [!TIP]\n> T\n"


def test_to_alerts_keeps_the_line_ends():
    assert to_alerts("> [!tip] T\r\n> b\r\n") == "> [!TIP]\r\n> T\r\n> b\r\n"


@given(st.text(st.sampled_from("> [!]tipbug-+|`~\n a가"), max_size=60))
@SETTINGS
def test_to_alerts_never_touches_other_lines(text):
    kept = [line for line in text.split("\n") if "> [!" not in line]
    written = to_alerts(text).split("\n")
    at = 0
    for line in written:
        if at < len(kept) and line == kept[at]:
            at += 1
    assert at == len(kept)


@given(
    st.sampled_from(["tip", "bug", "note", "warning", "quote"]),
    st.text(st.sampled_from("a가 🎉"), max_size=6),
    st.lists(st.text(st.sampled_from("a가 -*"), max_size=6), max_size=4),
)
@SETTINGS
def test_to_alerts_is_idempotent_and_keeps_every_word(kind, title, body):
    text = "\n".join(callout_lines(kind, title, body))
    alerts = to_alerts(text)
    assert to_alerts(alerts) == alerts
    for word in [*title.split(), *" ".join(body).split()]:
        assert word in alerts
    assert all(line.startswith(">") for line in alerts.split("\n") if line)
