"""Properties by their old names."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.head_texts import HEADS
from support.repository_texts import findings, lines, mend, mended

from exportconv.normalize.rules.old_key import RULE
from exportconv.syntax.frontmatter import load

NEW = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tag:", "tags:"),
        ("tag: null # none", "tags: null # none"),
        ("tag: [home, work]", "tags: [home, work]"),
        ("tag:\n  - home\n  - 2024", "tags:\n  - home\n  - 2024"),
        ("'tag' : [home]", "tags : [home]"),
        ("tag: home", "tags:\n  - home"),
        ("tag: home, work  # two", "tags:\n  - home\n  - work  # two"),
        ("tag: home work/office", "tags:\n  - home\n  - work/office"),
        ('tag: "home, #work"', 'tags:\n  - home\n  - "#work"'),
        ("tag: 2024", "tags:\n  - 2024"),
        ("tag: 회의, 2024", 'tags:\n  - 회의\n  - "2024"'),
        ("tag: a, no, , b:c", 'tags:\n  - a\n  - "no"\n  - b:c'),
        ("tag: true", "tags:\n  - true"),
        ("tag: 2024-05-10", 'tags:\n  - "2024-05-10"'),
        ("alias: New York", "aliases:\n  - New York"),
        ("alias: New York, NYC", "aliases:\n  - New York\n  - NYC"),
        ("alias: 'The City'", "aliases:\n  - The City"),
        ('alias: "[[Home]]"', 'aliases:\n  - "[[Home]]"'),
        ("cssclass: wide, dark small", "cssclasses:\n  - wide\n  - dark\n  - small"),
        ("cssclass: wide\nalias: [x]", "cssclasses:\n  - wide\naliases: [x]"),
    ],
)
def test_new_names(before, after):
    rest = "x: 1\ny: [a, b]\n"
    assert mended(RULE, f"---\n{before}\n{rest}---\ntag: x\n") == f"---\n{after}\n{rest}---\ntag: x\n"


def test_the_lines_are_as_the_others():
    assert mended(RULE, "\ufeff---\r\ntag: a, b\r\n---\r\n") == "\ufeff---\r\ntags:\r\n  - a\r\n  - b\r\n---\r\n"
    assert mended(RULE, "---\n  tag: a\n  x: 1\n---\n") == "---\n  tags:\n    - a\n  x: 1\n---\n"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("tags: [a]\ntag: b", [3]),
        ("tag: a\nTags: b", [2]),
        ("tag: a\ntag: b", [2, 3]),
        ('alias: "Lee, Mina"', [2]),
        ("tag: |\n  a\n  b", [2]),
        ("tag: a\n  b", [2]),
        ("tag:\n  a", [2]),
        ("tag: {a: 1}", [2]),
        ("tag: &x a\ny: *x", [2]),
        ("y: &x a\ntag: *x", [3]),
        ("tag: !!str 1", [2]),
        ("tag: ','", [2]),
        ("alias: [[Home]]", [2]),
        ("? tag\n: a", [2]),
        ('{"tag": ["a"],\n  "alias": "b"}', [2, 3]),
    ],
)
def test_what_is_left_to_a_person(head, found):
    text = f"---\n{head}\n---\n"
    assert [finding.line for finding in findings(RULE, text)] == found
    assert mend(RULE, text) == text


@pytest.mark.parametrize(
    "head",
    [
        "tags: [a]\naliases: [b]\ncssclasses: [c]",
        "Tag: a\nALIAS: b",
        "x:\n  tag: a",
        "x: |\n  tag: a",
        "x: tag\n# alias: b",
        "tagged: a\nmy tag: b\ntag-of: c",
        "tag: a: b",
    ],
)
def test_what_has_no_old_name(head):
    assert lines(RULE, f"---\n{head}\n---\ntag: a\nalias: b\n") == []


def test_what_it_says():
    (finding,) = findings(RULE, "---\nx: 1\ncssclass: wide\n---\n")
    assert (finding.line, finding.message) == (3, "Obsidian reads cssclasses, not cssclass")


@given(HEADS)
def test_all_other_values_stay(head):
    found = [finding for finding in findings(RULE, head) if finding.edit]
    before, after = load(head) or {}, load(mend(RULE, head)) or {}
    renamed = {old for old in before if NEW.get(old) in after and NEW[old] not in before}
    assert len(renamed) == len(found)
    assert list(after) == [NEW[name] if name in renamed else name for name in before]
    for name, value in before.items():
        if name not in renamed:
            assert repr(after[name]) == repr(value)
        elif isinstance(value, list) or value is None:
            assert repr(after[NEW[name]]) == repr(value)
        else:
            assert (
                "".join(map(str, after[NEW[name]])) == str(value).replace(",", "").replace(" ", "") or name == "alias"
            )
