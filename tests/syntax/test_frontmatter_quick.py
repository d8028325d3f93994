"""The quick reader of frontmatter says what the full YAML parser says, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exportconv.syntax.frontmatter import _parsed, _simple, load


class Broken:
    """What is no YAML."""

    def __repr__(self) -> str:
        return "broken"


BROKEN = Broken()

MANY = settings(max_examples=300, deadline=None, derandomize=True)


def assert_same(found: Any, expected: Any) -> None:
    """Equal values of equal types, in the same order."""
    assert type(found) is type(expected)
    assert found == expected
    if isinstance(found, dict):
        assert list(found) == list(expected)
        for value, wanted in zip(found.values(), expected.values(), strict=True):
            assert_same(value, wanted)
    elif isinstance(found, list):
        for value, wanted in zip(found, expected, strict=True):
            assert_same(value, wanted)


def agrees(text: str) -> bool:
    """Whether the quick reader takes a text; it then says what the parser says."""
    quick = _simple(text)
    if quick is not None:
        assert_same(quick, _parsed(text))
    return quick is not None


USUAL = {
    "title: 회의록\n": {"title": "회의록"},
    "제목: 봄 소풍 (2024)\ntags:\n  - 일기\n  - work/old\n": {"제목": "봄 소풍 (2024)", "tags": ["일기", "work/old"]},
    "tags:\n- a\n- b\naliases:\n- c\n": {"tags": ["a", "b"], "aliases": ["c"]},
    "created: 2024-05-10\nrating: 4\ndone: true\nopen: false\n": {
        "created": "2024-05-10",
        "rating": 4,
        "done": True,
        "open": False,
    },
    "empty:\nnext: x\n": {"empty": None, "next": "x"},
    'up: "[[메모|글]]"\nsee:\n  - "[[a]]"\n': {"up": "[[메모|글]]", "see": ["[[a]]"]},
    "a: 'it is'\nb: \"\"\n": {"a": "it is", "b": ""},
    "url: https://a.example/b?c=d#e\n": {"url": "https://a.example/b?c=d#e"},
    "a: x\r\nb:\r\n  - w\r\n": {"a": "x", "b": ["w"]},
    "\na: x\n\nb: 0\n\n": {"a": "x", "b": 0},
    "due date: x\nsnake_case: w\nkebab-case: z\n": {"due date": "x", "snake_case": "w", "kebab-case": "z"},
    "a: C# and it's 5%, really\n": {"a": "C# and it's 5%, really"},
    "a:   x   \n": {"a": "x"},
}


@pytest.mark.parametrize(("text", "expected"), USUAL.items(), ids=map(ascii, USUAL))
def test_usual_blocks_need_no_parser(text, expected):
    quick = _simple(text)
    assert_same(quick, expected)
    assert_same(quick, _parsed(text))
    assert_same(load(f"---\n{text}---\n"), expected)


TRAPS = [
    "1.10", "1.", ".5", "yes", "No", "on", "OFF", "y", "0x1f", "0o14", "012", "00", "1_000", "1,000", "12:30", "1:30:00", "-1", "+1", "1e5", "1a",
    "12345678901234567", "123456789012345678", "123456789012345678901234567890", "2024-05-10", "2024-13-45", "2024-5-1", "2024-05-10T10:00",
    "2024-05-10 10:00:00", "~", "null", "Null", "NULL", "nil", "true", "True", "TRUE", "truely", "nan", ".nan", ".inf", "inf", "=", "<<",
    "x # comment", "x #comment", "x#no comment", "x\t# comment", "# comment", "#tag", "&anchor x", "*alias", "!tag x", "!!str 1", "x & y", "x * y",
    "[a, b]", "[]", "[[메모]]", "{a: b}", "{}", "a]", "a}", "a, b", "|", ">", "|-", "> x", "%x", "@x", "`x`", "x `y`", "?", "? x", "-", "- x", "-x", "--- x",
    "'x'", "'it''s'", "'x' y", "'x", "x'", "''", '"x"', '"a\\nb"', '"a\\u0041"', '"a" b', '"a', 'a"', '""', "'\"'", '"\'"', '"a # b"', "'a: b'",
    "a: b", "a:b", "a:", "a :b", "a : b", ":", ":x", "가: 나", "가:나", "a\\b", "\\", "\tx", "x\t", "x\ty", "  x  ", "x\u00a0y", "\u00a0x", "x\u00a0",
    "x\u3000", "x\u0085y", "x\u2028y", "\ufeffx", "x\ufeff", "x\x0by", "x\x0cy", "x\x00y", "x\x7fy", "x\ufffey", "🎉", "x🎉y", "회의록", "日本語", "é", "e\u0301",
    "½", "²", "٣", "１２", "２０２４-０５-１０", "x ...", "...", "x---", "a\rb", "x !y", "x %y", "Ⅷ", "ㅎ",
]  # fmt: skip


@pytest.mark.parametrize("value", TRAPS, ids=lambda text: ascii(text)[:30])
def test_a_trap_is_read_right_or_left_to_the_parser(value):
    for text in (
        f"a: {value}\n",
        f"a: {value}",
        f"b: x\na: {value}\r\nc: y\n",
        f"a:\n  - {value}\n",
        f"a:\n- x\n- {value}\nb: {value}\n",
    ):
        agrees(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.10", 1.1), ("0x1f", "0x1f"), ("1_000", "1_000"), ("12:30", "12:30"), ("yes", "yes"), ("No", "No"), ("~", None), ("null", None), ("", None),
        ("012", "012"), ("-1", -1), ("0", 0), ("1e5", "1e5"), ("2024-05-10", "2024-05-10"), ("[a, 1]", ["a", 1]), ("[]", []), ("[[메모]]", [["메모"]]),
        ("{a: 1}", {"a": 1}), ("x # y", "x"), ("x #y", "x"), ("x#y", "x#y"), ("# y", None), ("&b x", "x"), ("'it''s'", "it's"), ("'1.10'", "1.10"),
        ('"a\\nb"', "a\nb"), ('"a # b"', "a # b"), ("'yes'", "yes"), ("true", True), ("TRUE", True), ("a:b", "a:b"), ("회의: 봄", BROKEN), ("*b", BROKEN),
        ("!b x", BROKEN), ("a: b", BROKEN), ("x\ty", "x\ty"), ("- x", BROKEN), ("'x' y", BROKEN), ("x\x00y", BROKEN), ("123456789012345678", 123456789012345678),
        ("1234567890123456789", "1234567890123456789"), ("1234567890123456789.5", 1234567890123456789.5),
    ],
    ids=repr,
)  # fmt: skip
def test_what_a_trap_means(value, expected):
    text = f"a: {value}\n"
    agrees(text)
    assert_same(load(f"---\n{text}---\n"), None if expected is BROKEN else {"a": expected})
    agrees(f"a:\n  - {value}\n")


@pytest.mark.parametrize(
    "text",
    [
        "a: x\na: w\n",
        "a: x\n\ta: w\n",
        "a: x\n  more\n",
        "a: x\n  b: w\n",
        "a:\n  b: w\n",
        "a:\n  - x\n - w\n",
        "a:\n  - x\n    - w\n",
        "a:\n  - x\n  w\n",
        "a: x\n  - w\n",
        "a:\n  -\n",
        "a:\n  - b: c\n",
        "a:\n  - - b\n",
        "- a\n",
        "x\n",
        "",
        "\n\n",
        "# only a comment\n",
        "a: x\n# comment\nb: w\n",
        "a:x\n",
        "a :x\n",
        "a : x\n",
        " a: x\n",
        "yes: x\n",
        "null: x\n",
        "1: x\n",
        "'a': x\n",
        "? a\n: x\n",
        "<<: x\n",
        "a: x\n...\nb: w\n",
        "a: x\n---\nb: w\n",
        "a:\n  - x\n\n  - w\n",
        "a:\n\n  - x\nb:\n- w\n",
        "이름: 값\n이름2: 값\n",
        "a" * 1025 + ": x\n",
    ],
    ids=ascii,
)
def test_layouts(text):
    agrees(text)


def test_the_last_of_two_equal_keys_counts():
    assert load("---\na: x\nb: z\na: w\n---\n") == {"a": "w", "b": "z"}


# --- any block

NAMES = st.sampled_from(
    ["a", "b", "tags", "제목", "날짜", "due date", "x_1", "a-b", "Yes", "on", "n", "null", "é", "1a", "ß", "ａ", "a  b", "a\u3000b", "a\u00a0b", "ª", "a.b", "a#b", "'a'"]
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(TRAPS),
    st.sampled_from(
        ["회의록", "봄 소풍", "x", "work/old", "2024-05-10", "3", "true", "", '"[[메모]]"', "it's", "a, b"]
    ),
    st.lists(
        st.sampled_from(
            [
                "a",
                "메모 2",
                "1",
                "012",
                "1.10",
                "yes",
                "true",
                "~",
                "",
                "a: b",
                "a:b",
                "a#b",
                "'a'",
                "[b]",
                "2024-05-10",
                "-1",
                "C++",
            ]
        ),
        max_size=3,
    ).flatmap(lambda items: st.sampled_from([", ", ",", " , ", ",\t"]).map(lambda glue: f"[{glue.join(items)}]")),
    st.text(st.sampled_from("aynT1 -:#'\"\\,[]{}&*!|>%@`~=<._+()?$^가é🎉\u00a0\u0085\t\ufeff"), max_size=6),
)
ENDS = st.sampled_from(["", "", "", " ", "\r", "  ", "\t"])
LINES = st.one_of(
    st.builds("{}:{}{}{}".format, NAMES, st.sampled_from([" ", " ", " ", "  ", "", "\t"]), VALUES, ENDS),
    st.builds("{}{}{}".format, st.sampled_from(["- ", "  - ", "  - ", "    - ", "-  ", "-", " - "]), VALUES, ENDS),
    st.sampled_from(["", "  ", "\r", "# c", "---", "...", "  more", "? a"]),
)
SIMPLE_LINES = st.one_of(
    st.builds("{}: {}{}".format, st.sampled_from(["a", "b", "tags", "제목", "due date"]), VALUES, ENDS),
    st.builds("  - {}".format, VALUES),
)


@given(st.lists(LINES, max_size=6).map("\n".join))
@MANY
@example("a: x\n- y")
@example("a:\n- x\nb\n- y")
def test_any_lines(text):
    agrees(text)


@given(st.lists(SIMPLE_LINES, min_size=1, max_size=3), st.sampled_from(["\n", "\r\n"]), st.booleans())
@MANY
def test_lines_of_which_many_are_simple(lines, newline, is_ended):
    agrees(newline.join(lines) + newline * is_ended)


@given(st.text(st.sampled_from("ab1:- \n\n#'\"가\r\t,[]"), max_size=20))
@MANY
def test_any_short_text(text):
    agrees(text)
    agrees(f"a: x\n{text}")
    agrees(f"a:\n  - {text}\n")


# --- whole blocks

PAIRS = st.dictionaries(
    st.sampled_from(["a", "b", "tags", "제목", "due date", "날짜"]),
    st.one_of(
        st.none(), st.booleans(), st.integers(0, 10**12), st.sampled_from(["회의록", "봄 소풍", "x", "C#", "2024-05-10"]),
        st.lists(st.sampled_from(["일기", "work/old", "메모 2"]), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


def written(values: dict[str, Any], newline: str) -> str:
    """The values as Obsidian writes them."""
    lines = ["---"]
    for name, value in values.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {item}" for item in value)]
        else:
            lines.append(
                f"{name}: {str(value).lower() if isinstance(value, bool) else value}"
                if value is not None
                else f"{name}:"
            )
    return newline.join([*lines, "---", ""])


@given(PAIRS, st.sampled_from(["\n", "\r\n"]))
@MANY
def test_what_obsidian_writes_is_read_back_with_and_without_the_parser(values, newline):
    block = written(values, newline)
    assert_same(load(block), values)
    # the same with what takes a parser
    head, _, rest = block.partition("\n")
    assert_same(load(f"{head}\n# 주석\n{rest}"), values)
    assert_same(_parsed(rest.rstrip().removesuffix("---")), values)


def test_what_is_done_to_a_list_does_not_come_back_when_the_same_line_is_read_again() -> None:
    for text in ("tags: [a, b]\n", "tags:\n  - a\n  - b\n"):
        found = _simple(text)
        assert found is not None
        found["tags"].append("c")
        assert _simple(text) == {"tags": ["a", "b"]}
