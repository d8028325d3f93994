"""Frontmatter: cut byte for byte, printed so that YAML 1.1 and 1.2 read the same."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exportconv.syntax.frontmatter import dump, load, split

PROMISES = (15,)

SETTINGS = settings(max_examples=200, deadline=None, derandomize=True)

AWKWARD = [
    "", " ", "  ", "a", "no", "No", "NO", "yes", "on", "off", "y", "n", "Y", "true", "False", "null", "Null", "~", "nan", ".nan", ".inf", "-.inf", "inf",
    "012", "0o14", "0x1F", "0b1", "1", "-1", "+1", "1.5", "1e5", "1_000", "1,000", ".5", "5.", "12:30", "1:30:00", "190:20:30",
    "2023-13-45", "2023-01-02", "2023-01-02 03:04:05", "2023-01-02T03:04:05Z", "2001-1-1",
    "=1+1", "=", "<<", "---", "...", "--- a", "-", "- a", "-a", "?", "? a", ":", ": a", "a:", "a: b", "a:b", "a :b", "::", "a\t: b",
    "`a`", "`", "#", "# a", "a #b", "a#b", "a # b", "a\t#b", "C#", "#tag", "!", "!a", "!!str a", "&a", "*a", "**a**", "|", "|-", ">", "> a", "%a", "@a", "@",
    "[a]", "[", "]", "{a}", "{", "}", ",", "a, b", "[[회의록]]", "[[a|b]]", "[a](b.md)", '"a"', "'a'", "it's", '"', "'", '"a', 'a"b', "a\\b", "\\", "a\\",
    " a", "a ", "\ta", "a\t", "a\tb", "a\nb", "a\n", "\na", "\n", "a\r\nb", "a\rb", "a\n---\nb", "\n---\n",
    "회의록", "ㄱ", "가: 나", "日本語", "🎉", "🎉 a", "👨‍👩‍👧", "é", "½", "²", "Ⅷ", "٣", "１２", "―", "·a", "_a", "_", "a_b",
    "a\u2028b", "\u2028", "a\u2029b", "a\u0085b", "\u0085", "\u00a0a", "a\u00a0", "a\u00a0b", "\ufeffa", "a\ufeff", "a\u200bb", "\u3000a", "a\u3000", "a\u3000#b",
    "\x00", "a\x00b", "\x07", "\x1b[0m", "\x7f", "\x9f", "a\x80", "https://a.b/c?d=e#f", "https://a.b/c #d", "a@b.c", "Yes ", "true.", "no way", "nullable",
    "\U0010ffff", "\ue000", "\ufffd", "a" * 10_000, "가 " * 5_000, "a: " * 3_000, "\\" * 500,
]  # fmt: skip


def read_11(block: str):
    """The values by YAML 1.1."""
    assert block.startswith("---\n")
    assert block.endswith("\n---\n")
    return yaml.safe_load(block[4:-4])


def assert_reads_back(value, block):
    for values in (read_11(block), load(block)):
        assert values == {"key": value}
        assert type(values["key"]) is type(value)


# --- dump


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text[:20]))
def test_awkward_text_reads_back(text):
    assert_reads_back(text, dump([("key", text)]))


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text[:20]))
def test_awkward_text_reads_back_from_a_list(text):
    block = dump([("key", [text, "x", text])])
    assert read_11(block) == load(block) == {"key": [text, "x", text]}


@pytest.mark.parametrize("text", [text for text in AWKWARD if len(text) < 1000], ids=lambda text: ascii(text[:20]))
def test_awkward_names_read_back(text):
    block = dump([(text, "x"), ("z", "y")])
    assert read_11(block) == load(block) == {unicodedata.normalize("NFC", text): "x", "z": "y"}
    assert all(type(name) is str for name in read_11(block))


@pytest.mark.parametrize("text", ["a\ufffe", "a\uffff"], ids=ascii)
def test_noncharacters_read_back(text):
    assert_reads_back(text, dump([("key", text)]))


def test_a_name_of_any_length_reads_back():
    name = "k" * 2000
    block = dump([(name, "x")])
    assert read_11(block) == load(block) == {name: "x"}


@given(st.text())
@example("a\n\n b \n")
@SETTINGS
def test_any_text_reads_back(text):
    block = dump([("key", text)])
    assert "\r" not in block
    assert block.count("\n") == 3
    assert_reads_back(text, block)


@given(st.text(st.sampled_from("ay1-:#'\"\\,[]{}&*!|>%@`~=<. \t가🎉\u00a0\u0085"), max_size=12))
@settings(SETTINGS, max_examples=300)
def test_any_mix_of_marks_reads_back(text):
    assert_reads_back(text, dump([("key", text)]))


@given(
    st.dictionaries(
        st.text(max_size=20).map(lambda name: unicodedata.normalize("NFC", name)),
        st.one_of(
            st.text(max_size=30),
            st.booleans(),
            st.integers(-(10**15), 10**15),
            st.lists(st.text(max_size=10), max_size=3),
        ),
        max_size=5,
    )
)
@SETTINGS
def test_any_properties_read_back_in_order(values):
    block = dump(values.items())
    if not values:
        assert block == ""
        return
    for found in (read_11(block), load(block)):
        assert list(found.items()) == list(values.items())
        assert [type(value) for value in found.values()] == [type(value) for value in values.values()]


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**17), 10**17)))
@example(1e22)
@example(1e-7)
@example(0.6666666666666666)
@SETTINGS
def test_any_number_reads_back(number):
    assert_reads_back(number, dump([("key", number)]))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (False, "false"),
        (1, "1"),
        (0, "0"),
        (-7, "-7"),
        (0.25, "0.25"),
        (1.0, "1.0"),
        (date(2024, 5, 10), "2024-05-10"),
        (datetime(2024, 5, 10, 18, 0), "2024-05-10T18:00:00"),  # no zone is the case
        (datetime(2024, 5, 10, 18, 0, tzinfo=timezone(timedelta(hours=9))), "2024-05-10T18:00:00+09:00"),
        ("a", "a"),
        ("회의록", "회의록"),
        ("a, b", "a, b"),
        ("it's", "it's"),
        ("C#", "C#"),
        ("https://a.b/c?d=e", "https://a.b/c?d=e"),
        ("🎉", '"🎉"'),
        ("", '""'),
        ("no", '"no"'),
        ("2024-05-10", '"2024-05-10"'),
        ("12", '"12"'),
        ("a: b", '"a: b"'),
        ("[[회의록]]", '"[[회의록]]"'),
        ('a "b"', '"a \\"b\\""'),
        ("a\nb", '"a\\nb"'),
        ("a\u2028b", '"a\\u2028b"'),
    ],
)
def test_how_a_value_is_written(value, written):
    assert dump([("key", value)]) == f"---\nkey: {written}\n---\n"


@pytest.mark.parametrize("value", [date(2024, 5, 10), datetime(2024, 5, 10, 18, 0)])
def test_dates_are_dates_for_yaml_11_and_text_for_load(value):
    block = dump([("key", value)])
    assert read_11(block) == {"key": value}
    assert load(block) == {"key": value.isoformat()}


def test_layout():
    block = dump([("b", "x"), ("a", ["1", "x", "가"]), ("empty", []), ("제목", True)])
    assert block == '---\nb: x\na:\n  - "1"\n  - x\n  - 가\nempty: []\n제목: true\n---\n'


def test_nothing_is_no_block():
    assert dump([]) == ""


def test_names_are_composed_and_values_are_kept():
    name = unicodedata.normalize("NFD", "이름é")
    assert load(dump([(name, name)])) == {"이름é": name}


# --- split


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("---\na: 1\n---\nbody\n", "---\na: 1\n---\n"),
        ("---\na: 1\n---", "---\na: 1\n---"),
        ("---\n---\nbody", "---\n---\n"),
        ("---\na: 1\n---\n", "---\na: 1\n---\n"),
        ("---\r\na: 1\r\n---\r\nbody\r\n", "---\r\na: 1\r\n---\r\n"),
        ("--- \na: 1\n---\t\n\n\n body", "--- \na: 1\n---\t\n"),
        ("---\n\na: |\n  x\n  --- y\n----\n---\nb\n---\n", "---\n\na: |\n  x\n  --- y\n----\n---\n"),
        ("---\na: \u2028---\n---\nb", "---\na: \u2028---\n---\n"),
    ],
    ids=["usual", "no end of line", "empty", "no body", "CRLF", "blanks", "dashes inside", "U+2028"],
)
def test_split_cuts(text, block):
    assert split(text) == (block, text[len(block) :])


@pytest.mark.parametrize(
    "text",
    ["", "a", "---", "---\n", "---\nbody", "---\n\nbody\n\nmore\n", "---\na: 1\n----\n", "---\na: 1\n --- \n", "---\na: 1\n--- x\n", "----\na: 1\n----\n",
     "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "--- x\na: 1\n---\n", "a\n---\na: 1\n---\n", "---a: 1---", "---\na: 1\n...\n", "# T\n\n---\na\n---\n",
     "---\u2028a: 1\u2028---\u2028"],
    ids=ascii,
)  # fmt: skip
def test_split_leaves_alone(text):
    assert split(text) == (None, text)


@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("-a: \r\n\u2028\ufeff"), max_size=40),
        st.text(max_size=20).map("---\n{}\n---\n".format),
    )
)
@SETTINGS
def test_split_loses_no_byte(text):
    block, body = split(text)
    assert (block or "") + body == text
    if block is not None:
        assert block.startswith("---")
        assert block.rstrip().endswith("\n---")


@given(
    st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), min_size=1, max_size=4), st.text(max_size=40)
)
@SETTINGS
def test_split_cuts_off_what_dump_wrote(values, body):
    block = dump(values.items())
    assert split(block + body) == (block, body)


# --- load


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        ("a: 1", 1),
        ("a: -1", -1),
        ("a: 1.5", 1.5),
        ("a: true", True),
        ("a: False", False),
        ("a: null", None),
        ("a: ~", None),
        ("a:", None),
        ("a: no", "no"),
        ("a: Yes", "Yes"),
        ("a: on", "on"),
        ("a: 012", "012"),
        ("a: 12:30", "12:30"),
        ("a: 1:30:00", "1:30:00"),
        ("a: 2024-05-10", "2024-05-10"),
        ("a: 2023-13-45", "2023-13-45"),
        ("a: 2024-05-10T18:00:00", "2024-05-10T18:00:00"),
        ("a: 1_000", "1_000"),
        ("a: =", "="),
        ("a: '1'", "1"),
        ("a: [x, y]", ["x", "y"]),
        ("a:\n- x\n- 회의록", ["x", "회의록"]),
        ("a: |\n  x\n  y\n", "x\ny\n"),
        ("a: x---", "x---"),
    ],
)
def test_load(yaml_text, expected):
    values = load(f"---\n{yaml_text}\n---\n")
    assert values == {"a": expected}
    assert type(values["a"]) is type(expected)


def test_load_of_crlf():
    assert load("---\r\na: x\r\nb: 1\r\n---\r\n") == {"a": "x", "b": 1}


@pytest.mark.parametrize(
    "yaml_text",
    ["", "본문 hr", "- a", "a: [", "a: b: c", "a: *x", "\ta: 1", "a: 1\n b: 2", "? [a]\n: b", "a: !!python/object:os.system x", 'a: "x', "1", "a: !x y",
     "a: !!float x", "a: \x00", "a: " + "[" * 20_000],
    ids=lambda text: ascii(text[:20]),
)  # fmt: skip
def test_load_of_what_is_no_mapping_is_none(yaml_text):
    assert load(f"---\n{yaml_text}\n---\n") is None


@pytest.mark.parametrize("yaml_text", ["a: !!int ''", "a: !!bool maybe", "a: !!timestamp x"])
def test_load_of_a_tag_that_does_not_fit_is_none(yaml_text):
    assert load(f"---\n{yaml_text}\n---\n") is None


@given(st.one_of(st.text(), st.text(st.sampled_from("a:-[]{}&*!|>'\"#?,% \n\t"), max_size=30)))
@SETTINGS
def test_load_never_raises(text):
    values = load(f"---\n{text}\n---\n")
    assert values is None or isinstance(values, dict)
