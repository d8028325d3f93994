"""Wikilinks in frontmatter without quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.head_texts import HEADS
from support.repository_texts import findings, lines, mend, mended

from exportconv.normalize.rules.unquoted_wikilink import RULE
from exportconv.syntax.frontmatter import load


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("up: [[Home]]", 'up: "[[Home]]"'),
        ("up:    [[Home|집]]  # above", 'up:    "[[Home|집]]"  # above'),
        ("up: [[Home#First part]]\r", 'up: "[[Home#First part]]"\r'),
        ("up: [[Lee, Mina]]", 'up: "[[Lee, Mina]]"'),
        ("up: [[2024-05-10]]\nyear: [[2024]]", 'up: "[[2024-05-10]]"\nyear: "[[2024]]"'),
        ("up:\n  - [[Home]]\n  - '[[Work]]'\n  - [[Park]]", 'up:\n  - "[[Home]]"\n  - \'[[Work]]\'\n  - "[[Park]]"'),
        ("up:\n- [[Home]]", 'up:\n- "[[Home]]"'),
        ("up:\n  [[Home]]", 'up:\n  "[[Home]]"'),
        ("up:\n  of: [[Home]]", 'up:\n  of: "[[Home]]"'),
        ("up:\n- - [[Home]]", 'up:\n- - "[[Home]]"'),
        ('said: [[The "old" house]]', 'said: "[[The \\"old\\" house]]"'),
        ("to: [[@mina]]\nfrom: [[#part]]", 'to: "[[@mina]]"\nfrom: "[[#part]]"'),
        ("to: [[Note #5]]", 'to: "[[Note #5]]"'),
        ("cover: ![[tree.png]]", 'cover: "![[tree.png]]"'),
    ],
)
def test_quotes_are_put_around_a_link(before, after):
    assert mended(RULE, f"---\nfirst: 1\n{before}\n---\n[[Home]]\n") == f"---\nfirst: 1\n{after}\n---\n[[Home]]\n"


@pytest.mark.parametrize(
    "value",
    [
        "[[Home]], [[Work]]",
        "[[Home]] [[Work]]",
        "[[[Home]]]",
        "[[[Home]], [[Work]]] # both",
        "[[3, 4]]",
        "[[part: one]]",
    ],
)
def test_what_may_be_something_else_is_left_to_a_person(value):
    text = f"\ufeff---\nx: y\nup: {value}\n---\n"
    (finding,) = findings(RULE, text)
    assert (finding.line, finding.edit) == (3, None)
    assert mend(RULE, text) == text


@pytest.mark.parametrize(
    "head",
    [
        'up: "[[Home]]"',
        "up: '[[Home]]'",
        "up: see [[Home]] there",
        "up: see [[Home]]",
        'up: ["[[Home]]", "[[Work]]"]',
        "up: [Home]",
        "table: [[1, 2], [3, 4]]",
        'table: [["a"]]',
        "table: [['a', 'b']]",
        "table: [[*x]]",
        "text: |\n  up: [[Home]]\n  - [[Home]]",
        'text: "one\n  up: [[Home]]\n  two"',
        "# up: [[Home]]",
        "up: Home # [[Home]]",
        "up: Home # or: [[Home]]",
        "[[Home]]: up",
        "up: [[Home]]ly",
        "who: a- [[Home]]",
        "one: two: [[Home]]",
    ],
)
def test_what_is_no_link_or_has_quotes(head):
    assert lines(RULE, f"---\n{head}\n---\nup: [[Home]]\n- [[Home]]\n") == []


def test_nothing_is_said_while_the_block_is_broken_elsewhere():
    assert lines(RULE, "---\nup: [[Home]]\nx: y: z\n---\n") == []
    assert lines(RULE, "---\nup: [[Home]]\nday: {{date}}\n---\n") == [2]


def test_only_blocks_are_looked_at():
    assert lines(RULE, "up: [[Home]]\n") == []
    assert lines(RULE, "\n---\nup: [[Home]]\n---\n") == []


def is_same(before, after):
    """Whether a value is the same but for links that became texts."""
    if isinstance(before, list) and isinstance(after, str):
        return len(before) == 1 and isinstance(before[0], list) and after.startswith("[[") and after.endswith("]]")
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(is_same(before[key], after[key]) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(is_same, before, after))
    return repr(before) == repr(after)


@given(HEADS)
def test_all_other_values_stay(head):
    found = [finding for finding in findings(RULE, head) if finding.edit]
    before, after = load(head), mend(RULE, head)
    assert found or after == head
    if before is not None:
        assert is_same(before, load(after))
