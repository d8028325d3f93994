"""Values that YAML 1.1 and 1.2 read differently."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.head_texts import HEADS
from support.repository_texts import findings, lines, mend, mended

from exportconv.normalize.rules.ambiguous_value import RULE
from exportconv.syntax.frontmatter import load, split

TEXTS = [
    "no", "No", "NO", "yes", "Yes", "YES", "on", "On", "ON", "off", "Off", "OFF", "12:30", "-1:30", "190:20:30.5", "1_000", "1_000.5",
    "0b101", "-0x1F", "0x_1", "=", "<<", "01_0",
]  # fmt: skip
NUMBERS = ["012", "-017", "08", "0o14", "1e5", "1.5E5", "1e+5", "1e-5", "-.5", "+.5"]
SAME = [
    "y", "n", "nO", "true", "FALSE", "null", "~", "0", "7", "-7", "+7", "01", "0x1F", "1.5", "1.", ".5", "1.5e+5", ".inf", "-.inf", ".nan",
    "2024-05-10", "2024-13-45", "2024-05-10T18:00:00", "2024-05-10 18:00:00", "12:60", "1:2:3:x", "1.2.3", "1,000", "010-1234-5678", "no way",
    "12:30 pm", "0b2", "09:15 to 10", "북", "a:b", "https://example.org:80/12:30",
]  # fmt: skip


@pytest.mark.parametrize("value", TEXTS)
def test_texts_get_quotes(value):
    before = f"---\na: {value} # {value}\nb:\n  - x\n  - {value}\nc: [{value}, y]\n---\na: {value}\n"
    quoted = f'"{value}"'
    after = f"---\na: {quoted} # {value}\nb:\n  - x\n  - {quoted}\nc: [{quoted}, y]\n---\na: {value}\n"
    assert lines(RULE, before) == [2, 5, 6]
    assert mended(RULE, before) == after
    assert (
        load(split(after)[0])
        == yaml.safe_load(after.split("---\n")[1])
        == {"a": value, "b": ["x", value], "c": [value, "y"]}
    )


@pytest.mark.parametrize("value", NUMBERS)
def test_numbers_are_left_to_a_person(value):
    text = f"\ufeff---\r\na: {value}\r\nb: [x, {value}]\r\n---\r\n"
    assert lines(RULE, text) == [2, 3]
    assert mend(RULE, text) == text


@pytest.mark.parametrize("value", SAME)
def test_what_is_the_same_or_a_date_stays(value):
    assert lines(RULE, f"---\na: {value}\nb:\n  - {value}\n---\n") == []


def test_a_date_that_cannot_be_is_a_date():
    assert lines(RULE, "---\na: 2024-13-45\nb: no\n---\n") == [3]


@pytest.mark.parametrize(
    "head",
    [
        "a: \"no\"\nb: 'no'\nc: ['on']",
        "no: a\non: b\n12:30: c",
        "a: |\n  no\nb: >\n  012",
        "a:\n  b: no\n  c: [no]",
        "a:\n  - b: no\n  - [no]",
        "a: !!str no\nb: &x no\nc: *x",
        "a: x\n  no",
        "a: [{b: no}]",
        "# a: no",
        "a: b: no",
    ],
)
def test_what_is_not_looked_at(head):
    assert lines(RULE, f"---\n{head}\n---\nno\n") == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("no", "no is the text 'no', but to YAML 1.1 false"),
        ("12:30", "12:30 is the text '12:30', but to YAML 1.1 the number 750"),
        ("012", "012 is the number 12, but to YAML 1.1 the number 10"),
        ("1e5", "1e5 is the number 100000.0, but to YAML 1.1 the text '1e5'"),
        ("=", "= is the text '=', but to YAML 1.1 an error"),
    ],
)
def test_what_it_says(value, message):
    assert [finding.message for finding in findings(RULE, f"---\na: {value}\n---\n")] == [message]


@given(HEADS)
def test_no_value_changes(head):
    assert repr(load(mend(RULE, head))) == repr(load(head))


@given(st.from_regex(r"\A[-+]?[0-9.][0-9a-fx._:eE+-]{0,6}\Z"))
def test_what_has_quotes_is_text_by_both(value):
    head = f"---\na: {value}\n---\n"
    after = mend(RULE, head)
    assert repr(load(after)) == repr(load(head))
    if after != head:
        assert yaml.safe_load(after.split("---\n")[1]) == load(head) == {"a": value}
