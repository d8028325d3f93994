"""A text of several blocks stands in the place of an embed, and reads there as it does alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exportconv.model import Span
from exportconv.syntax.edits import apply_edits
from exportconv.syntax.insertion import insertion, outdented

TWO = "하나\n\n둘"
LIST = "- x\n- y"
CODE = "```\na\n\n  b\n```"


def put(text: str, content: str) -> str:
    """The text with the content in the place of its `@`."""
    at = text.index("@")
    return apply_edits(text, [insertion(text, Span(at, at + 1), content)])


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("@", TWO, TWO),
        ("@", "하나", "하나"),
        ("@", "\n\n하나\n\n", "하나"),
        ("a\n\n@\n\nb", TWO, f"a\n\n{TWO}\n\nb"),
        ("@\n", TWO, f"{TWO}\n"),
        ("# 제목\n\n@\n", "# H\n\ntext\n", "# 제목\n\n# H\n\ntext\n"),
    ],
    ids=["several blocks", "a paragraph", "empty lines round it", "between blocks", "end of the text", "heading"],
)
def test_an_embed_that_stands_alone_becomes_its_content(text, content, expected):
    assert put(text, content) == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("글 @ 끝", "하나", "글 하나 끝"),
        ("(@)", "하나", "(하나)"),
        ("글 @", "하나\n둘", "글 하나\n둘"),
        ("@ 끝", "**하나** [x](y.md)", "**하나** [x](y.md) 끝"),
        ("- 글 @\n- b", "하나\n둘", "- 글 하나\n  둘\n- b"),
        ("> 글 @ 끝", "하나\n둘", "> 글 하나\n> 둘 끝"),
        ("> - 글 @", "하나\n둘", "> - 글 하나\n>   둘"),
        ("글 @ 끝\r\n", "하나\n둘", "글 하나\r\n둘 끝\r\n"),
    ],
    ids=["one line", "in brackets", "two lines", "before a text", "in an item", "in a quote", "in both", "CRLF"],
)
def test_a_paragraph_stays_in_its_sentence(text, content, expected):
    assert put(text, content) == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("글 @ 끝", TWO, f"글\n\n{TWO}\n\n끝"),
        ("글 @ 끝", LIST, f"글\n\n{LIST}\n\n끝"),
        ("글 @", "# H", "글\n\n# H"),
        ("@ 끝", "> q", "> q\n\n끝"),
        ("글 @ 끝", CODE, f"글\n\n{CODE}\n\n끝"),
        ("글 @", "| a |\n| - |", "글\n\n| a |\n| - |"),
        ("글 @", "---", "글\n\n---"),
        ("글 @", "제목\n===", "글\n\n제목\n==="),
        ("글 @", "$$\nx\n$$", "글\n\n$$\nx\n$$"),
        ("글 @", "<div>x</div>", "글\n\n<div>x</div>"),
        ("글 @", "2. x", "글\n\n2. x"),
        ("글 @", "2024년", "글 2024년"),
        ("글 @", "#태그", "글 #태그"),
        ("글 @", "-1", "글 -1"),
    ],
    ids=["paragraphs", "list", "heading", "quote", "code", "table", "rule", "underlined heading", "equation", "HTML", "numbered list", "number",
         "tag", "negative number"],
)  # fmt: skip
def test_blocks_leave_the_sentence(text, content, expected):
    assert put(text, content) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n@\nb", "a\n\n하나\n\n둘\n\nb"),
        ("a\n@", "a\n\n하나\n\n둘"),
        ("@\nb", "하나\n\n둘\n\nb"),
        ("> a\n> @\n> b", "> a\n>\n> 하나\n>\n> 둘\n>\n> b"),
        ("- a\n  @\n  b", "- a\n\n  하나\n\n  둘\n\n  b"),
        ("> [!tip] 제목\n> @\n", "> [!tip] 제목\n>\n> 하나\n>\n> 둘\n"),
    ],
    ids=["between lines", "last line", "first line", "in a quote", "in an item", "in a callout"],
)
def test_lines_of_the_same_paragraph_are_set_apart(text, expected):
    assert put(text, TWO) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> @", "> 하나\n>\n> 둘"),
        ("> > @\n", "> > 하나\n> >\n> > 둘\n"),
        ("- @", "- 하나\n\n  둘"),
        ("- @\n- b", "- 하나\n\n  둘\n- b"),
        ("* a\n  + @\n* b", "* a\n  + 하나\n\n    둘\n* b"),
        ("10) @", "10) 하나\n\n    둘"),
        ("> - @\n> - b", "> - 하나\n>\n>   둘\n> - b"),
        ("- > @", "- > 하나\n  >\n  > 둘"),
        ("-\t@", "-\t하나\n\n \t둘"),
        ("- 글 @ 끝\n- b", "- 글\n\n  하나\n\n  둘\n\n  끝\n- b"),
        ("> 글 @ 끝", "> 글\n>\n> 하나\n>\n> 둘\n>\n> 끝"),
    ],
    ids=["quote", "quote in a quote", "item", "item before another", "item in an item", "numbered item", "list in a quote", "quote in a list",
         "tab", "sentence in an item", "sentence in a quote"],
)  # fmt: skip
def test_lines_get_the_marks_and_the_indent_of_the_place(text, expected):
    assert put(text, TWO) == expected


def test_code_keeps_its_own_indent():
    assert put("- @", CODE) == "- ```\n  a\n\n    b\n  ```"
    assert put("> @", CODE) == "> ```\n> a\n>\n>   b\n> ```"


@pytest.mark.parametrize(
    "text", ["@\r\n", "글 @ 끝\r\n다음\r\n", "> 글\r\n> @\r\n> 끝\r\n", "- @\r\n- b\r\n", "a\r\n@\r\nb"]
)
@pytest.mark.parametrize("content", [TWO, TWO.replace("\n", "\r\n"), LIST, CODE, "하나\n둘"])
def test_line_ends_are_those_of_the_place(text, content):
    done = put(text, content)
    assert done.count("\r\n") == done.count("\n") == done.count("\r")
    assert done.replace("\r\n", "\n") == put(text.replace("\r\n", "\n"), content)


def test_line_ends_of_the_content_do_not_come_along():
    assert put("@\n", "하나\r\n\r\n둘") == f"{TWO}\n"


@pytest.mark.parametrize("text", ["앞\n\n글 @ 끝\n\n뒤\n", "- 앞\n- @\n- 뒤\n", "> 앞\n\n> @\n\n> 뒤\n"])
@pytest.mark.parametrize("content", [TWO, "하나", LIST, CODE])
def test_other_lines_stay_as_they_are(text, content):
    done = put(text, content).split("\n")
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if "@" in line)
    assert done[:at] == lines[:at]
    assert done[at - len(lines) + 1 :] == lines[at + 1 :]


# --- any content in any place

PARSER = MarkdownIt("commonmark").enable("table")
BLOCKS = st.sampled_from(
    ["하나", "둘\n셋", "# 제목", "제목\n---", "- x\n- y", "- x\n  - y\n\n    z", "1. x\n2. y", "> q\n> r", "> - q\n>\n>   r", CODE, "~~~\n> a\n- b\n~~~", "___",
     "| a | b |\n| - | - |\n| c | d |", "<div>\nx\n</div>"]
)  # fmt: skip
PLACES = st.lists(st.sampled_from(["> ", "- ", "* ", "1. ", "10) ", "-   "]), max_size=3).map("".join)


def read(text: str) -> list[tuple[str, str, str]]:
    """The blocks of a text, as a parser sees them."""
    return [(token.type, token.tag, token.content.rstrip("\n")) for token in PARSER.parse(text)]


def inside(text: str, place: str) -> list[tuple[str, str, str]]:
    """The same of what stands within the quotes and lists that a place is in."""
    tokens = read(text)
    around = sum(2 if mark in "-*.)" else 1 for mark in place if mark in "-*.)>")
    assert all(kind.endswith("_open") for kind, _, _ in tokens[:around])
    return tokens[around : len(tokens) - around]


@given(PLACES, st.lists(BLOCKS, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None, derandomize=True)
@example("> - > ", [CODE, "하나"])
def test_content_reads_the_same_in_any_place(place, parts):
    content = "\n\n".join(parts)
    assert inside(put(f"{place}@", content), place) == read(content)


@given(PLACES, st.lists(BLOCKS, min_size=2, max_size=4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_sentence_round_it_becomes_two_paragraphs(place, parts):
    content = "\n\n".join(parts)
    before, after = read("앞"), read("뒤")
    assert inside(put(f"{place}앞 @ 뒤", content), place) == [*before, *read(content), *after]


# --- what must not run together


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("- [ ] @", TWO, "- [ ] 하나\n\n  둘"),
        ("- [ ] @\n- b", "하나", "- [ ] 하나\n- b"),
        ("1. [x] @", TWO, "1. [x] 하나\n\n   둘"),
        ("- [ ] @", LIST, "- [ ]\n\n  - x\n  - y"),
        ("- [ ] @", "제목\n---", "- [ ]\n\n  제목\n  ---"),
        ("- [ ] 글 @", TWO, "- [ ] 글\n\n  하나\n\n  둘"),
    ],
    ids=["task", "one paragraph", "numbered task", "list", "underlined heading", "sentence"],
)
def test_the_box_of_a_task_is_no_indent(text, content, expected):
    assert put(text, content) == expected


@pytest.mark.parametrize("rule", ["---", "***", "- - -", " * * *"])
@pytest.mark.parametrize("place", ["- ", "* ", "1. ", "> - ", "- * "])
def test_a_rule_and_the_mark_of_an_item_are_not_one_rule(place, rule):
    assert inside(put(f"{place}@", f"{rule}\n\n하나"), place) == read(f"{rule}\n\n하나")


def test_a_rule_at_the_start_of_a_text_opens_no_frontmatter():
    assert put("@\n", "---\n\na\n\n---") == "___\n\na\n\n---\n"
    assert put("a\n\n@\n", "---") == "a\n\n---\n"


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("[^1]: @", TWO, "[^1]: 하나\n\n    둘"),
        ("[^1]: 글 @", LIST, "[^1]: 글\n\n    - x\n    - y"),
        ("> [^a-b]: @\n", TWO, "> [^a-b]: 하나\n>\n>     둘\n"),
        ("[^1]: @\n[^2]: b", TWO, "[^1]: 하나\n\n    둘\n[^2]: b"),
        ("글[^1]: @", TWO, "글[^1]:\n\n하나\n\n둘"),
    ],
    ids=["alone", "sentence", "in a quote", "before another", "no footnote"],
)
def test_a_footnote_holds_all_of_it(text, content, expected):
    assert put(text, content) == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        (">@", "- x\n  - y", "> - x\n>   - y"),
        (">>@", TWO, ">> 하나\n> >\n> > 둘"),
        (">- @", "- x\n  - y", ">- - x\n>     - y"),
        (">글 @", TWO, ">글\n>\n> 하나\n>\n> 둘"),
        (">a\n>@\n>b", "- x", ">a\n>\n> - x\n>\n>b"),
        (">글 @ 끝", "하나", ">글 하나 끝"),
    ],
    ids=["list", "two marks", "in an item", "sentence", "between lines", "a paragraph"],
)
def test_a_quote_mark_gets_its_blank(text, content, expected):
    assert put(text, content) == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("글 @ 끝", "하나  \n둘  ", "글 하나  \n둘 끝"),
        ("> 글 @", "하나  \n  둘\\\n셋", "> 글 하나  \n> 둘\\\n> 셋"),
        ("@", "하나  \n둘", "하나  \n둘"),
    ],
)
def test_line_breaks_stay(text, content, expected):
    assert put(text, content) == expected


INDENTED = "    code\n\n    more"


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("@\n\n    code", LIST, f"{LIST}\n\n<!-- -->\n\n    code"),
        ("@\n\n  글", "[^1]: x", "[^1]: x\n\n<!-- -->\n\n  글"),
        ("- @\n  - b", "- x", "- - x\n\n  - b"),
        ("- @\n\t- b", "- x", "- - x\n\n  <!-- -->\n\n\t- b"),
        ("> @\n>\n>     code", "1. x", "> 1. x\n>\n> <!-- -->\n>\n>     code"),
        ("- a\n\n@", INDENTED, f"- a\n\n<!-- -->\n{INDENTED}"),
        ("-   @", "    code", "-   <!-- -->\n        code"),
        ("@\n\n    code", f"{LIST}\n\n하나", f"{LIST}\n\n하나\n\n    code"),
        ("@\n\n    code", "하나\n\n---", "하나\n\n---\n\n    code"),
        ("@\n\n글\n\n    code", LIST, f"{LIST}\n\n글\n\n    code"),
        ("- @\n\n    code", "하나", "- 하나\n\n    code"),
        ("@", INDENTED, INDENTED),
    ],
    ids=["list", "footnote", "same indent", "deeper", "in a quote", "code below a list", "code in an item", "list further up",
         "no list", "text between", "item of its own", "nothing above"],
)  # fmt: skip
def test_what_is_indented_below_a_list_is_no_part_of_it(text, content, expected):
    assert put(text, content) == expected


def test_tabs_of_code_are_as_wide_as_they_were():
    assert put("> @", "\ta\n\tb") == ">     a\n>     b"
    assert put("@", "\ta") == "\ta"
    assert put("-\t@", "글\n\n\ta") == "-\t글\n\n \t\ta"


def test_a_table_or_definition_leaves_the_sentence():
    assert put("글 @", "a | b\n:- | -:") == "글\n\na | b\n:- | -:"
    assert put("글 @", "[a]: b") == "글\n\n[a]: b"


# --- parts of a text


@pytest.mark.parametrize(
    ("part", "width", "expected"),
    [
        ("하나", 4, "하나"),
        ("하나\n둘", 0, "하나\n둘"),
        ("하나\n> 둘\n> 셋", 2, "하나\n둘\n셋"),
        ("하나\n>둘", 2, "하나\n둘"),
        ("하나\n>\n> 둘", 2, "하나\n\n둘"),
        ("- a\n  - b\n    c", 2, "- a\n- b\n  c"),
        ("하나\n\n  둘", 2, "하나\n\n둘"),
        ("하나\n둘", 2, "하나\n둘"),
        ("하나\n  > 둘", 4, "하나\n둘"),
        ("하나\n> > 둘", 2, "하나\n> 둘"),
        ("하나\r\n> 둘\r\n", 2, "하나\r\n둘\r\n"),
        ("하나\n\t둘", 1, "하나\n둘"),
    ],
    ids=["one line", "from the start of a line", "quote", "no blank", "empty line of a quote", "list", "empty line", "lazy line", "quote in a list",
         "quote in a quote", "CRLF", "tab"],
)  # fmt: skip
def test_outdented(part, width, expected):
    assert outdented(part, width) == expected


@given(st.lists(BLOCKS, min_size=1, max_size=3), st.sampled_from(["> ", "> > ", "- ", "  - ", "1. ", "> - "]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_what_was_put_in_a_place_can_be_taken_out_of_it(parts, place):
    content = "\n\n".join(parts)
    done = put(f"{place}@", content)
    assert read(outdented(done[len(place) :], len(place))) == read(content)
