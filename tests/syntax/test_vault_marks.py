"""What only Obsidian reads (comments, highlights, ids of blocks), footnotes and lone tildes, and where they are none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.model import MarkKind
from exportconv.syntax.vault_marks import NoteMarks, find_comments, find_marks, has_marks
from exportconv.syntax.vault_spans import scan_vault_note


def marks_of(text: str) -> NoteMarks:
    return find_marks(text, scan_vault_note(text))


def found(text: str, kind: MarkKind) -> list[str]:
    """The texts of the marks of a kind."""
    return [text[mark.span.start : mark.span.end] for mark in marks_of(text).marks if mark.kind is kind]


def places(text: str, kind: MarkKind) -> list[int]:
    """Where the marks of a kind begin."""
    return [mark.span.start for mark in marks_of(text).marks if mark.kind is kind]


def blocks(text: str) -> dict[str, str]:
    """Id → the text of its block, without the line ends behind it."""
    return {
        name: text[slice(*block.span)].rstrip("\r\n") for name, block in marks_of(text).blocks.items() if block.span
    }


PLAIN = [
    "", "글", "a = b", "a === b", "100%", "5 % 3 % 2", "a~b", "x^2", "![[그림.png]] [[메모#제목|글]]", "# 제목\n\n- 하나\n- 둘\n",
    "```\ncode\n```\n", "| a |\n|---|\n| b |\n", "> [!note] 제목\n> 글\n",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_without_such_signs_has_no_marks(text):
    assert marks_of(text) == ((), {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("글", False), ("a = b, 5 % 3, a~b", False), ("a==b", True), ("%%", True), ("x^2", True), ("~a~", True), ("~~a~~", True)],
)  # fmt: skip
def test_what_may_have_marks(text, expected):
    assert has_marks(text) is expected


# --- comments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("글 %%숨김%% 글", ["%%숨김%%"]),
        ("a%%b%%c", ["%%b%%"]),
        ("%%a%% x %%b%%", ["%%a%%", "%%b%%"]),
        ("%%a%%%%b%%", ["%%a%%", "%%b%%"]),
        ("%%%%", ["%%%%"]),
        ("%%\n- a\n\n# 제목\n%%\n글", ["%%\n- a\n\n# 제목\n%%"]),
        ("%%\r\na\r\n%%\r\n", ["%%\r\na\r\n%%"]),
        ("%%[[메모]] `code`%%", ["%%[[메모]] `code`%%"]),
        ("%%\n```\ncode\n```\n%%", ["%%\n```\ncode\n```\n%%"]),
        ("- a %%b%%\n- c", ["%%b%%"]),
        ("> a %%b%%\n> c", ["%%b%%"]),
        ("| a %%b%% |\n|---|\n| c |", ["%%b%%"]),
        ("# 제목 %%b%%", ["%%b%%"]),
        ("<b>%%a%%</b>", ["%%a%%"]),
        (r"\%%a%% b%%", ["%% b%%"]),
        ("https://a.example/b%%20c [[메모]] https://a.example/%%EA %%d%%", ["%%d%%"]),
        ("%%https://a.example/b%% c %%20%%", ["%%https://a.example/b%%", "%%20%%"]),
    ],
    ids=["in a line", "in a word", "two", "side by side", "empty", "over blocks", "CRLF", "with a link", "with code", "in a list", "in a quote",
         "in a table", "in a heading", "between tags", "escaped", "signs in addresses", "an address in it"],
)  # fmt: skip
def test_comments(text, expected):
    assert found(text, MarkKind.COMMENT) == expected


@pytest.mark.parametrize(
    "text",
    ["`%%a%%`", "```\n%%a%%\n```", "    %%a%%", "$x %%a%%$", "$$\n%%a%%\n$$", "<!-- %%a%% -->", "[[a%%b%%c]]", "[x](a%%b%%)", "%%a",
     "a\n\n%%\n", "100%", "%a%", "a % % b % %", r"\%%a%%"],
    ids=["code", "code block", "indented code", "math", "equation", "HTML comment", "wikilink", "target", "never closed", "never closed line",
         "one", "single", "apart", "escaped"],
)  # fmt: skip
def test_no_comments(text):
    assert found(text, MarkKind.COMMENT) == []


def test_a_sign_in_code_ends_no_comment():
    text = "%% a `%%` b %% c"
    assert found(text, MarkKind.COMMENT) == ["%% a `%%` b %%"]


def test_nothing_else_is_marked_in_a_comment():
    text = "%%==a== [^1] ~b~ c ^id%%\n\n글 ^id2"
    assert [mark.kind for mark in marks_of(text).marks] == [MarkKind.COMMENT, MarkKind.BLOCK_ID]
    assert list(marks_of(text).blocks) == ["id2"]


# --- highlights


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("==글==", [0, 3]),
        ("a ==b== c", [2, 5]),
        ("a==b==c", [1, 4]),
        ("==강조==은", [0, 4]),
        ("==a b==", [0, 5]),
        ("==a== ==b==", [0, 3, 6, 9]),
        ("==a\nb==", [0, 5]),
        ("==**a**==", [0, 7]),
        ("==[[메모]]==", [0, 8]),
        ("==`a`==", [0, 5]),
        ("==a `==` b==", [0, 10]),
        ("# ==a==", [2, 5]),
        ("- ==a==", [2, 5]),
        ("> ==a\n> b==", [2, 9]),
        ("| ==a== | b |\n|---|---|\n", [2, 5]),
        ("제목\n==\n\n==a==", [7, 10]),
        ("==a==b==", [0, 3]),
        ("== a ==b==", [5, 8]),
        (r"==a\==b==", [0, 7]),
        (r"==a\\==", [0, 5]),
        ("==https://a.b/c==", [0, 15]),
        ("==[메모](<가 나.md>)==", [0, 16]),
        ("[==메모==](가.md)", [1, 5]),
    ],
    ids=["alone", "in a line", "in a word", "particle behind it", "with a blank", "two", "two lines", "bold", "wikilink", "code", "sign in code",
         "heading", "list", "quote", "table", "not the line of a heading", "a third sign", "blank behind the first", "escaped within", "escaped backslash", "around an address", "around a link",
         "text of a link"],
)  # fmt: skip
def test_highlights(text, expected):
    assert places(text, MarkKind.HIGHLIGHT) == expected
    assert set(found(text, MarkKind.HIGHLIGHT)) == {"=="}


@pytest.mark.parametrize(
    "text",
    ["== a ==", "==a ==", "== a==", "===a===", "====", "==a", "a == b", "a == b and c == d", "==a\n\nb==", "- ==a\n- b==", "| ==a | b== |\n|---|---|\n",
     "https://a.b/?q==u&r==v", "<https://a.b/?q==u==v>", "![==그림==](가.png)", "# ==a\nb==", "`==a==`", "```\n==a==\n```", "$x ==a==$", "[[==a==]]", r"\==a==", "제목\n==\n\n제목\n=="],
    ids=["blanks", "blank before the last", "blank behind the first", "three", "four", "open", "comparison", "two comparisons", "two paragraphs",
         "two items", "two cells", "address", "address in angle brackets", "image", "heading and text", "code", "code block", "math", "wikilink", "escaped", "headings"],
)  # fmt: skip
def test_no_highlights(text):
    assert places(text, MarkKind.HIGHLIGHT) == []


# --- ids of blocks


@pytest.mark.parametrize(
    ("text", "marker", "expected"),
    [
        ("글 ^id", " ^id", {"id": "글 ^id"}),
        ("a\nb ^id", " ^id", {"id": "a\nb ^id"}),
        ("a\n^id", "^id", {"id": "a\n^id"}),
        ("a\n\n^id", "^id", {"id": "a"}),
        ("x\n\na\n\n\n\n^id\n\ny", "^id", {"id": "a"}),
        ("a ^A-1", " ^A-1", {"A-1": "a ^A-1"}),
        ("a ^id  ", " ^id", {"id": "a ^id  "}),
        ("a ^id\r\n\r\nb", " ^id", {"id": "a ^id"}),
        ("# 제목 ^id", " ^id", {"id": "# 제목 ^id"}),
        ("- a ^id\n- b", " ^id", {"id": "- a ^id"}),
        ("- [ ] 할 일 ^id\n- [x] b", " ^id", {"id": "- [ ] 할 일 ^id"}),
        ("1. a\n2. b ^id\n3. c", " ^id", {"id": "2. b ^id"}),
        ("- a ^id\n  - b\n- c", " ^id", {"id": "- a ^id\n  - b"}),
        ("- a\n  - b ^id\n- c", " ^id", {"id": "- b ^id"}),
        ("- a\n\n  b ^id", " ^id", {"id": "b ^id"}),
        ("- a\n- b\n\n^id", "^id", {"id": "- a\n- b"}),
        ("> a\n> b ^id", " ^id", {"id": "> a\n> b ^id"}),
        ("x\n\n> [!tip] 제목\n> > a\n> >\n> > - b ^id\n\ny", " ^id", {"id": "> [!tip] 제목\n> > a\n> >\n> > - b ^id"}),
        ("> a\n\n^id", "^id", {"id": "> a"}),
        ("> a\n^id", "^id", {"id": "> a\n^id"}),
        ("> [!tip] 제목\n> a\n\n^id", "^id", {"id": "> [!tip] 제목\n> a"}),
        ("| a |\n|---|\n| b |\n\n^id", "^id", {"id": "| a |\n|---|\n| b |"}),
        ("```\na ^x\n```\n\n^id", "^id", {"id": "```\na ^x\n```"}),
        ("![[그림.png]] ^id", " ^id", {"id": "![[그림.png]] ^id"}),
        ("a ^x ^id", " ^id", {"id": "a ^x ^id"}),
    ],
    ids=["paragraph", "two lines", "next line", "below", "far below", "letters and digits", "blanks behind it", "CRLF", "heading", "item", "task",
         "numbered item", "item with items", "item in an item", "second paragraph of an item", "list", "in a quote", "deep in a callout", "below a quote",
         "right below a quote", "callout", "table", "code block", "embed", "last of two"],
)  # fmt: skip
def test_ids_of_blocks(text, marker, expected):
    assert found(text, MarkKind.BLOCK_ID) == [marker]
    assert blocks(text) == expected
    (block,) = marks_of(text).blocks.values()
    assert text[slice(*block.marker)] == marker.strip()
    assert block.end == block.span.end


@pytest.mark.parametrize(
    "text",
    ["^id", "a^id", "a ^id b", "a ^id\nb", "a ^아이디", "a ^a_b", "a ^", "x^2 + y^2", "[a `b`\nc ^id\nd](e)", "`a ^id`", "```\na ^id\n```", "$a ^id$", "$$\na ^id\n$$", "[[메모#^id]]",
     "![[#^id]]", "[글](메모.md#^id)", "---\n\n^id", "| a ^id |\n|---|\n", "<!-- a ^id -->", "# 제목\n\n<div>a ^id</div>"],
    ids=["nothing before it", "no blank", "within a line", "within a paragraph", "Korean", "underscore", "no name", "powers", "text of a link", "code", "code block",
         "math", "equation", "wikilink", "embed", "link", "rule", "table", "HTML comment", "HTML"],
)  # fmt: skip
def test_no_ids_of_blocks(text):
    assert found(text, MarkKind.BLOCK_ID) == []
    assert marks_of(text).blocks == {}


def test_of_two_equal_ids_the_first_counts():
    text = "하나 ^id\n\n둘 ^id\n"
    assert found(text, MarkKind.BLOCK_ID) == [" ^id", " ^id"]
    assert blocks(text) == {"id": "하나 ^id"}


def test_many_ids_each_have_their_block():
    text = "- a ^a\n- b ^b\n  - c ^c\n\n> d ^d\n\n# E ^e\n\nf\n\n^f\n"
    assert blocks(text) == {
        "a": "- a ^a",
        "b": "- b ^b\n  - c ^c",
        "c": "- c ^c",
        "d": "> d ^d",
        "e": "# E ^e",
        "f": "f",
    }


# --- footnotes


@pytest.mark.parametrize(
    ("text", "labels", "definitions"),
    [
        ("글[^1]\n\n[^1]: 설명\n", ["1", "1"], ["[^1]: 설명"]),
        ("[^a]: x\n\nb[^a] c[^a]", ["a", "a", "a"], ["[^a]: x"]),
        ("글[^주석]\n\n[^주석]: 설명", ["주석", "주석"], ["[^주석]: 설명"]),
        ("a[^1]\n\n[^1]: x\n    y\n\nz", ["1", "1"], ["[^1]: x\n    y"]),
        ("a[^1][^2]\n\n[^1]: x\n\n[^2]: y[^1]", ["1", "2", "1", "2", "1"], ["[^1]: x", "[^2]: y[^1]"]),
        ("> a[^1]\n\n- b[^1]\n\n[^1]: x", ["1", "1", "1"], ["[^1]: x"]),
        ("==[^1]==\n\n[^1]: x", ["1", "1"], ["[^1]: x"]),
        ("a[^A] [^2] \\[^a]\n\n[^a]: x", ["A", "a"], ["[^a]: x"]),
    ],
    ids=[
        "usual",
        "definition first",
        "Korean",
        "two lines",
        "one in another",
        "in blocks",
        "highlighted",
        "undefined and escaped",
    ],
)
def test_footnotes(text, labels, definitions):
    assert found(text, MarkKind.FOOTNOTE) == labels
    assert [text.rstrip() for text in found(text, MarkKind.FOOTNOTE_TEXT)] == definitions


@pytest.mark.parametrize(
    "text",
    ["^[한 줄]", "[^a b]", "[^]", "[^ a]", "`[^1]`", "```\n[^1]: a\n```", "$[^1]$", "[[a^1]]", "[1]: ^x"],
    ids=["inline", "blank in it", "no label", "blank first", "code", "code block", "math", "wikilink", "reference"],
)
def test_no_footnotes(text):
    assert found(text, MarkKind.FOOTNOTE) == found(text, MarkKind.FOOTNOTE_TEXT) == []


# --- tildes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1~2명, 3~4명", [1, 7]),
        ("~a~", [0, 2]),
        ("~a~ b~", [0, 2, 5]),
        ("1~2\n3~4", [1, 5]),
        ("~~a~~ b~c~", [7, 9]),
        ("- 1~2, 3~4\n- 5~6", [3, 8]),
        ("| 1~2~3 |\n|---|\n", [3, 5]),
        ("# 9~10, 11~12", [3, 10]),
        ("> 1~2\n> 3~4", [3, 9]),
        ("`~` 1~2 `~` 3~4", [5, 13]),
    ],
    ids=[
        "ranges",
        "pair",
        "three",
        "two lines",
        "beside a pair of two",
        "item",
        "cell",
        "heading",
        "quote",
        "code between",
    ],
)
def test_tildes_of_which_a_block_has_several(text, expected):
    assert places(text, MarkKind.TILDE) == expected
    assert set(found(text, MarkKind.TILDE)) == {"~"}


@pytest.mark.parametrize(
    "text",
    ["~~a~~", "1~2", "1~2\n\n3~4", "- 1~2\n- 3~4", "| 1~2 | 3~4 |\n|---|---|\n", r"1\~2, 3\~4", r"1\~2, 3~4", "`1~2~3`", "~~~\n1~2~3\n~~~", "$1~2~3$",
     "https://a.b/~u 와 https://a.b/~v", "[[1~2~3]]", "[글](a~b~c)", "%%1~2%% 3~4", "~~~~"],
    ids=["pairs", "one", "two paragraphs", "two items", "two cells", "escaped", "one escaped", "code", "code block", "math", "addresses", "wikilink", "target",
         "in a comment", "four"],
)  # fmt: skip
def test_tildes_that_strike_nothing_out(text):
    assert places(text, MarkKind.TILDE) == []


# --- any text

PIECES = st.sampled_from(
    ["==", "==", "%%", "%%", "~", "~~", " ^id", "^id", "[^1]", "[^1]: ", "`", "```\n", "$", "$$", "[[", "]]", "\\", " ", "\n", "\n\n", "\r\n", "- ", "> ",
     "# ", "|", "a", "글", "<b>", "-->", "    "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=24).map("".join))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_marks_of_any_text_are_what_they_say(text):
    scan = scan_vault_note(text)
    marks, named = find_marks(text, scan)
    assert list(marks) == sorted(marks, key=lambda mark: mark.span)
    comments = [mark.span for mark in marks if mark.kind is MarkKind.COMMENT]
    for mark in marks:
        shown = text[slice(*mark.span)]
        if mark.kind is MarkKind.COMMENT:
            assert len(shown) >= 4
            assert shown.startswith("%%")
            assert shown.endswith("%%")
            continue
        assert shown in {MarkKind.HIGHLIGHT: "==", MarkKind.TILDE: "~", MarkKind.FOOTNOTE: "1"}.get(mark.kind, shown)
        assert mark.kind is not MarkKind.BLOCK_ID or re.fullmatch(r"[ \t]*\^[A-Za-z0-9-]+", shown)
        if mark.kind is not MarkKind.FOOTNOTE_TEXT:
            assert not any(
                span.start < mark.span.end and mark.span.start < span.end for span in [*comments, *scan.opaque]
            )
    assert sum(mark.kind is MarkKind.HIGHLIGHT for mark in marks) % 2 == 0
    ids = {text[slice(*mark.span)].strip(" \t^") for mark in marks if mark.kind is MarkKind.BLOCK_ID}
    assert set(named) == ids


@pytest.mark.parametrize(
    "text",
    [
        "a %%b%% c",
        "%%\n[[N]]\n%%",
        "`%%a%%` %%b%%",
        "[[A %%x%%]] %%y%%",
        "100%% of 50%%",
        "==a== %%b ^id",
        "\\%%a%% %%b%%",
        "plain",
    ],
)
def test_comments_alone_are_those_among_all_marks(text):
    scan = scan_vault_note(text)
    assert find_comments(text, scan) == [mark.span for mark in marks_of(text).marks if mark.kind is MarkKind.COMMENT]
