"""Callouts of all years, and indented blocks that are no code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.readers.notion_blocks import Body, body_from, convert_callouts, is_icon, outdent
from exportconv.syntax.spans import scan


def converted(text: str) -> str:
    body, unpaired = convert_callouts(body_from(text, 1))
    assert unpaired == []
    assert len(body.numbers) == body.text.count("\n") + 1
    return body.text


def flattened(text: str) -> str:
    """The text with its indented blocks moved left, as often as it takes."""
    body = body_from(text, 1)
    for _ in range(10):
        found = scan(body.text, html=False)
        if not found.indented:
            break
        body = outdent(body, found.indented)
    assert not scan(body.text, html=False).indented
    return body.text


# --- callouts ---

CALLOUTS = [
    pytest.param("<aside>\n💡 Drink water\n\n</aside>", "> [!tip] 💡\n> Drink water", id="icon-and-text"),
    pytest.param("<aside>\n💡 물을 마시자\n\n</aside>", "> [!tip] 💡\n> 물을 마시자", id="korean"),
    pytest.param("<aside>\n💡 One\ntwo\n\nthree\n\n</aside>", "> [!tip] 💡\n> One\n> two\n>\n> three", id="more-lines"),
    pytest.param("<aside>\n📌\n\nPinned\n\n</aside>", "> [!note] 📌\n> Pinned", id="icon-alone"),
    pytest.param("<aside>\n📌\n\n\n\nPinned\n\n\n</aside>", "> [!note] 📌\n> Pinned", id="icon-alone-many-blanks"),
    pytest.param("<aside>\n📌\n\n</aside>", "> [!note] 📌", id="icon-and-nothing-else"),
    pytest.param("<aside>\n💡 \n\n</aside>", "> [!tip] 💡", id="icon-and-a-blank"),
    pytest.param("<aside>\n⚠️ Careful\n\n</aside>", "> [!warning] ⚠️\n> Careful", id="icon-with-variation-selector"),
    pytest.param("<aside>\n\n# Big\n\ntext\n\n</aside>", "> [!note]\n> # Big\n>\n> text", id="no-icon-heading"),
    pytest.param("<aside>\nplain words\n\n</aside>", "> [!note]\n> plain words", id="no-icon"),
    pytest.param("<aside>\n- a\n- b\n</aside>", "> [!note]\n> - a\n> - b", id="no-blank-before-the-end"),
    pytest.param(
        "<aside>\n💡 List:\n\n- a\n- b\n</aside>", "> [!tip] 💡\n> List:\n>\n> - a\n> - b", id="ends-in-a-list"
    ),
    pytest.param("<aside>\n</aside>", "> [!note]", id="empty"),
    pytest.param("<aside>\n\n</aside>", "> [!note]", id="blank"),
    pytest.param("<aside>  \n💡 A\n\n</aside>  ", "> [!tip] 💡\n> A", id="blanks-behind-the-tags"),
    pytest.param(
        "<aside>\n💡 Text with 💡 inside\n\n</aside>", "> [!tip] 💡\n> Text with 💡 inside", id="second-icon-stays"
    ),
    pytest.param("<aside>\n💡💡 A\n\n</aside>", "> [!tip] 💡💡\n> A", id="two-icons"),
    pytest.param("<aside>\n**💡 Bold**\n\n</aside>", "> [!note]\n> **💡 Bold**", id="icon-in-bold-is-text"),
    pytest.param(
        "<aside>\n💡 See\n\n> one\n> \n> two\n\n</aside>",
        "> [!tip] 💡\n> See\n>\n> > one\n> > \n> > two",
        id="quote-of-two-paragraphs-inside",
    ),
    pytest.param(
        "> <aside>\n> 💡 A\n> \n> B\n> </aside>\n> after",
        "> > [!tip] 💡\n> > A\n> >\n> > B\n>\n> after",
        id="in-a-quote",
    ),
    pytest.param(
        "<aside>\n💡 See\n\n```html\n<aside>\n</aside>\n```\n\n</aside>",
        "> [!tip] 💡\n> See\n>\n> ```html\n> <aside>\n> </aside>\n> ```",
        id="code-inside",
    ),
    pytest.param(
        "<aside>\n📌 Outer\n\n<aside>\n💡 Inner\n\n</aside>\n\n</aside>",
        "> [!note] 📌\n> Outer\n>\n> > [!tip] 💡\n> > Inner",
        id="nested",
    ),
    pytest.param(
        "<aside>\n📌 Outer\n<aside>\n💡 Inner\n</aside>\nrest\n</aside>",
        "> [!note] 📌\n> Outer\n>\n> > [!tip] 💡\n> > Inner\n>\n> rest",
        id="nested-without-blanks",
    ),
    pytest.param(
        "<aside>\n💡 A\n\n</aside>\n\n<aside>\n📌 B\n\n</aside>",
        "> [!tip] 💡\n> A\n\n> [!note] 📌\n> B",
        id="two-in-a-row",
    ),
    pytest.param(
        "<aside>\n💡 A\n</aside>\n<aside>\n📌 B\n</aside>",
        "> [!tip] 💡\n> A\n\n> [!note] 📌\n> B",
        id="two-in-a-row-without-blanks",
    ),
    pytest.param("<aside>\n💡 A\n\n</aside>\nafter", "> [!tip] 💡\n> A\n\nafter", id="text-right-after"),
    pytest.param("<aside>\n💡 A\n\n</aside>\n\nafter", "> [!tip] 💡\n> A\n\nafter", id="text-after-a-blank"),
    pytest.param("before\n<aside>\n💡 A\n\n</aside>", "before\n\n> [!tip] 💡\n> A", id="text-right-before"),
    pytest.param("before\n\n<aside>\n💡 A\n\n</aside>\n", "before\n\n> [!tip] 💡\n> A\n", id="line-feed-at-the-end"),
    pytest.param(
        "- item\n    \n    <aside>\n    💡 In a list\n    \n    - sub\n    </aside>\n    \n- next",
        "- item\n    \n    > [!tip] 💡\n    > In a list\n    >\n    > - sub\n    \n- next",
        id="indented-in-a-list",
    ),
    pytest.param(
        "1. item\n    - sub\n        \n        <aside>\n        📌\n        \n        deep\n        \n        </aside>\n",
        "1. item\n    - sub\n        \n        > [!note] 📌\n        > deep\n",
        id="indented-twice",
    ),
    pytest.param(
        "- item\n\n    <aside>\n    💡 one\ntwo\n\n    </aside>\n",
        "- item\n\n    > [!tip] 💡\n    > one\n    > two\n",
        id="soft-break-at-column-0",
    ),
    pytest.param(
        "- item\n\n    <aside>\n    💡 A\n    </aside>\n    rest",
        "- item\n\n    > [!tip] 💡\n    > A\n\n    rest",
        id="indented-text-right-after",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CALLOUTS)
def test_callouts(text: str, expected: str) -> None:
    assert converted(text) == expected


@pytest.mark.parametrize(("text", "expected"), CALLOUTS)
def test_what_was_converted_is_left_alone(text: str, expected: str) -> None:
    assert converted(expected) == expected


@pytest.mark.parametrize(("text", "expected"), CALLOUTS)
def test_no_word_of_a_callout_is_lost(text: str, expected: str) -> None:
    words = re.compile(r"[\w💡📌⚠]+")
    inner = re.sub(r"(?m)^[ >]*</?aside>[ ]*$", "", re.sub(r"(?s)```.*?```", "", text))
    after = re.sub(r"\[!\w+\]", "", converted(text))
    assert [word for word in words.findall(inner) if word not in words.findall(after)] == []


@pytest.mark.parametrize(("text", "expected"), CALLOUTS)
def test_callouts_with_crlf_read_the_same(text: str, expected: str) -> None:
    after = converted(text.replace("\n", "\r\n"))
    assert [line.rstrip() for line in after.split("\n")] == [line.rstrip() for line in expected.split("\n")]


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        pytest.param(
            '<img src="https://www.notion.so/icons/light-bulb_gray.svg" '
            'alt="https://www.notion.so/icons/light-bulb_gray.svg" width="40px" />',
            "light-bulb",
            id="built-in",
        ),
        pytest.param('<img src="My%20page/logo.png" alt="My%20page/logo.png" width="40px" />', "icon", id="own-file"),
        pytest.param('<img src="https://example.org/a.png" width="40px">', "icon", id="web"),
    ],
)
@pytest.mark.parametrize("glue", [" ", "\n\n"], ids=["beside-text", "alone"])
def test_a_custom_icon_becomes_an_image(tag: str, name: str, glue: str) -> None:
    source = re.search('src="([^"]+)"', tag)[1]  # type: ignore[index]  # every tag has one
    head, *rest = converted(f"<aside>\n{tag}{glue}Click here\n\n</aside>").split("\n")
    assert re.fullmatch(rf"> \[!note\] !\[{name}(\|\d+)?\]\({re.escape(source)}\)", head)
    assert rest == ["> Click here"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("no callout here\n\n> [!tip] 💡\n> A", id="none"),
        pytest.param("```html\n<aside>\n💡 A\n</aside>\n```", id="fence"),
        pytest.param("~~~\n<aside>\nA\n</aside>\n~~~", id="tilde-fence"),
        pytest.param("````md\n```\n<aside>\n```\n</aside>\n````", id="longer-fence"),
        pytest.param("~~~\n```\n<aside>\n</aside>\n~~~", id="other-fence-inside"),
        pytest.param("- x\n\n    ```html\n    <aside>\n    </aside>\n    ```\n", id="indented-fence"),
        pytest.param("- ```html\n  <aside>\n  </aside>\n  ```\n", id="fence-in-a-list-item"),
        pytest.param("1. ```html\n    <aside>\n    </aside>\n    ```\n", id="fence-in-a-numbered-item"),
        pytest.param("> ```html\n> <aside>\n> </aside>\n> ```\n", id="fence-in-a-quote"),
        pytest.param("```html\n<aside>\n</aside>", id="fence-without-end"),
        pytest.param("The tag `<aside>` and `</aside>`", id="code-span"),
        pytest.param("Text <aside> in a line </aside> of words", id="within-a-line"),
        pytest.param('<aside class="x">\n<aside/>\n<ASIDES>', id="other-tags"),
        pytest.param("&lt;aside&gt;\n\\<aside>", id="escaped"),
    ],
)
def test_what_is_no_callout_stays(text: str) -> None:
    body = body_from(text, 3)
    after, unpaired = convert_callouts(body)
    assert (after.text, list(after.numbers), unpaired) == (text, list(body.numbers), [])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("<aside>\n💡 A\n\ntext", [1], id="unclosed"),
        pytest.param("text\n\n</aside>\nmore", [3], id="unopened"),
        pytest.param("</aside>\n<aside>", [1, 2], id="wrong-order"),
        pytest.param("<aside>\n<aside>\nA\n", [1, 2], id="two-unclosed"),
        pytest.param("```\n<aside>\n```\n</aside>", [4], id="opened-in-code-only"),
        pytest.param("<aside>\n```\n</aside>\n```", [1], id="closed-in-code-only"),
    ],
)
def test_half_callouts_stay_and_are_reported(text: str, lines: list[int]) -> None:
    body, unpaired = convert_callouts(body_from(text, 11))
    assert body.text == text
    assert sorted(unpaired) == [line + 10 for line in lines]


def test_a_half_callout_does_not_stop_the_others() -> None:
    body, unpaired = convert_callouts(body_from("<aside>\nopen\n\n<aside>\n💡 A\n\n</aside>\n\nend", 1))
    assert body.text == "<aside>\nopen\n\n> [!tip] 💡\n> A\n\nend"
    assert unpaired == [1]


def test_lines_remember_where_they_came_from() -> None:
    text = "before\n<aside>\n💡 A\n\nB\n\n</aside>\nafter\n<aside>\n📌\n\nC\n</aside>"
    body, _ = convert_callouts(body_from(text, 5))
    source = dict(enumerate(text.split("\n"), 5))
    where = {line: number for number, line in zip(body.numbers, body.text.split("\n"), strict=True) if line}
    assert where == {
        "before": 5,
        "> [!tip] 💡": 6,
        "> A": 7,
        ">": 8,
        "> B": 9,
        "after": 12,
        "> [!note] 📌": 13,
        "> C": 16,
    }
    assert source[9] == "B"
    assert source[16] == "C"


@pytest.mark.timeout(60)
def test_deep_nesting_neither_fails_nor_loses_a_word() -> None:
    text = "".join(f"<aside>\nw{n}\n" for n in range(1500)) + "</aside>\n" * 1500
    body, _ = convert_callouts(body_from(text, 1))
    assert re.findall(r"w\d+", body.text) == [f"w{n}" for n in range(1500)]


@pytest.mark.timeout(60)
def test_many_callouts_take_linear_time() -> None:
    body, unpaired = convert_callouts(body_from("<aside>\n💡 A\n\n</aside>\n\n" * 20_000, 1))
    assert body.text.count("> [!tip] 💡\n> A") == 20_000
    assert unpaired == []


PLAIN = st.sampled_from([
    "words here", "- item", "    - deep item", "# Heading", "", "    ", "| a | b |", "$x < y$", "회의 내용", "line  ", "\tx",
    "`<aside>`", "1. one", "---", "[a](b.md)", "text\r", "a <aside> b",
])  # fmt: skip
CODE = st.sampled_from(["```\n<aside>\n```", "```html\n</aside>\n<aside>\n```", "~~~\ncode\n~~~"])
INNER = st.lists(st.sampled_from(["words", "- a", "", "# H", "```\n<aside>\n```"]), max_size=4).map("\n".join)
CALLOUT = st.builds("<aside>\n{}{}\n</aside>".format, st.sampled_from(["💡 Tip\n\n", "📌\n\n", ""]), INNER)
PIECES = st.lists(
    st.one_of(st.tuples(st.just(""), PLAIN), st.tuples(st.just("code"), CODE), st.tuples(st.just("callout"), CALLOUT)),
    max_size=8,
)


@settings(deadline=None, max_examples=200)
@given(PIECES)
def test_lines_outside_callouts_are_unchanged(pieces: list[tuple[str, str]]) -> None:
    text = "\n".join(piece for _, piece in pieces)
    body, unpaired = convert_callouts(body_from(text, 1))
    outside = [line for kind, piece in pieces if kind != "callout" for line in piece.split("\n")]
    after = [line for line in body.text.split("\n") if not line.startswith(">")]
    assert unpaired == []
    assert [line for line in after if line.strip()] == [line for line in outside if line.strip()]
    # blank lines may be added beside a callout, never taken away
    assert len(after) >= len(outside)
    if not any(kind == "callout" for kind, _ in pieces):
        assert body.text == text


@settings(deadline=None, max_examples=200)
@given(PIECES)
def test_each_line_outside_callouts_keeps_its_number(pieces: list[tuple[str, str]]) -> None:
    text = "\n".join(piece for _, piece in pieces)
    body, _ = convert_callouts(body_from(text, 1))
    source = text.split("\n")
    for number, line in zip(body.numbers, body.text.split("\n"), strict=True):
        if line.strip() and not line.startswith(">"):
            assert source[number - 1] == line
    assert list(body.numbers) == sorted(body.numbers)


# --- icons ---


@pytest.mark.parametrize(
    "text",
    [
        "💡", "📌", "⚠️", "⚠", "❗", "‼️", "⁉️", "⭐", "✅", "☑️", "✔️", "❤️", "1️⃣", "#️⃣", "*️⃣", "🇰🇷", "👨‍👩‍👧‍👦", "✍🏽", "🅰️", "Ⓜ️", "㊗️", "©️",
        "™️", "▶️", "⬛", "ℹ️", "〽️", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "💡💡",
    ],
    ids=ascii,
)  # fmt: skip
def test_emoji_are_icons(text: str) -> None:
    assert is_icon(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "7", "가", "note", "!", "?!", "—", "→", "*", "#", "**", "-", ">", ":)", "...", "$", "①", "※", "💡tip", "tip💡",
     "중요💡", "💡:)가", "💡" * 17, "**💡", "**💡**", "`💡`", "[💡](a)", "~~💡~~"],
    ids=ascii,
)  # fmt: skip
def test_words_and_marks_are_no_icons(text: str) -> None:
    assert not is_icon(text)


# --- indented blocks ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("para\n\n    child\n    more\n\nend", "para\n\nchild\nmore\n\nend", id="top-level"),
        pytest.param("    first\n\nend", "first\n\nend", id="at-the-start"),
        pytest.param("para\n\n    child", "para\n\nchild", id="at-the-end"),
        pytest.param("para\n\n        child\n\nend", "para\n\nchild\n\nend", id="twice-as-deep"),
        pytest.param("para\n\n    a\n\n    b\n\nend", "para\n\na\n\nb\n\nend", id="blank-inside"),
        pytest.param("p\n\n    a\n\nq\n\n    b\n\nr", "p\n\na\n\nq\n\nb\n\nr", id="several-blocks"),
        pytest.param(
            "para\n    \n    child\n    \nend", "para\n    \nchild\n    \nend", id="blanks-of-the-same-indent"
        ),
        pytest.param("> q\n> \n>     inner\n> \n> r", "> q\n> \n> inner\n> \n> r", id="quote"),
    ],
)
def test_indented_blocks_move_left(text: str, expected: str) -> None:
    after = flattened(text)
    strip = re.compile(r"(?m)^[ ]+$")
    assert strip.sub("", after) == strip.sub("", expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- item\n\n        [a](b.md)\n\n    kid\n", id="list"),
        pytest.param("1. item\n\n            [a](b.md)\n\nend\n", id="numbered-list"),
        pytest.param("- item\n    - sub\n\n                [a](b.md)\n", id="nested-list"),
    ],
)
def test_blocks_in_lists_stay_in_their_list(text: str) -> None:
    after = flattened(text)
    assert [link.raw_target for link in scan(after, html=False).links] == ["b.md"]
    line = next(line for line in after.split("\n") if "[a]" in line)
    assert len(line) - len(line.lstrip()) >= 2
    assert [line.strip() for line in after.split("\n")] == [line.strip() for line in text.split("\n")]


def test_a_nested_indented_block_comes_out_whole() -> None:
    after = flattened("para\n\n    outer [a](1.md)\n\n        inner [b](2.md)\n\n            core [c](3.md)\n\nend")
    assert [link.raw_target for link in scan(after, html=False).links] == ["1.md", "2.md", "3.md"]


@pytest.mark.parametrize(
    "text",
    [
        "plain\n\ntext",
        "- a\n    - b\n        - c\n",
        "- a\n\n    para\n\n    ```\n        code\n    ```\n",
        "```\n    code stays\n```\n",
        "para\n    lazy line of the same paragraph\n",
        "> quote\n> > more\n",
        "",
    ],
    ids=["plain", "lists", "fence-in-list", "fence", "lazy", "quote", "empty"],
)
def test_text_without_indented_blocks_is_unchanged(text: str) -> None:
    assert flattened(text) == text
    assert outdent(body_from(text, 1), []).text == text


def test_outdent_keeps_the_line_numbers() -> None:
    body = Body("para\n\n    child\n\nend", [4, 9, 10, 30, 31])
    after = outdent(body, scan(body.text, html=False).indented)
    assert after.text == "para\n\nchild\n\nend"
    assert list(after.numbers) == [4, 9, 10, 30, 31]


INDENTED = st.lists(
    st.builds(
        "{}{}{}".format, st.sampled_from(["", "    ", "        ", "> ", ">     "]), st.sampled_from(["", "- ", "1. "]),
        st.sampled_from(["", "word", "말 [a](b.md)", "`c`"]),
    ),
    max_size=10,
).map("\n".join)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(INDENTED)
def test_outdenting_changes_nothing_but_blanks_at_the_start(text: str) -> None:
    body = body_from(text, 1)
    after = outdent(body, scan(text, html=False).indented)
    bare = [re.sub(r"^[ >]*", "", line) for line in text.split("\n")]
    assert [re.sub(r"^[ >]*", "", line) for line in after.text.split("\n")] == bare
    marks = [line.split("-")[0].count(">") for line in text.split("\n")]
    assert [line.split("-")[0].count(">") for line in after.text.split("\n")] == marks
    assert list(after.numbers) == list(body.numbers)


@settings(deadline=None, max_examples=200)
@given(INDENTED)
def test_outdenting_comes_to_an_end(text: str) -> None:
    flattened(text)
