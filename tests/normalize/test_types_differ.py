"""Properties with values of several types."""

from __future__ import annotations

import pytest
from support.repository_texts import findings

from exportconv.normalize.rules.types_differ import RULE


def found(*heads: str, **more: str):
    notes = {f"{at}.md": f"---\nfirst: x\n{head}\n---\n" for at, head in enumerate(heads)}
    return [(item.path, item.line, item.message) for item in findings(RULE, notes | more)]


@pytest.mark.parametrize(
    ("values", "path", "counts"),
    [
        (["1", "2", "many"], "2.md", "number in 2, text in 1"),
        (["many", "2", "3"], "0.md", "number in 2, text in 1"),
        (["1", "x"], "1.md", "number in 1, text in 1"),
        (["x", "1"], "1.md", "text in 1, number in 1"),
        (["true", "2024-05-10", "2024-05-11 10:00"], "0.md", "checkbox in 1, date in 1, datetime in 1"),
        (["a", "[a]", "2024-05-10"], "2.md", "text in 1, list in 1, date in 1"),
        (["yes", "true", "false"], "0.md", "checkbox in 2, text in 1"),
        (["1", "1", '"1"'], "2.md", "number in 2, text in 1"),
    ],
)
def test_the_rarest_type_is_reported_where_it_is_first(values, path, counts):
    message = f"property 'x' has several types: {counts}"
    assert found(*(f"x: {value}" for value in values)) == [(path, 3, message)]


@pytest.mark.parametrize(
    "values",
    [
        ["a", "b"],
        ["a", "[a, b]"],
        ["2024-05-10", "2024-05-10T10:00:00"],
        ["1", "2.5", "-3"],
        ["1", "", "~", '""', "[]"],
        ["true", "false", "null"],
        ["1"],
    ],
)
def test_what_goes_together(values):
    assert found(*(f"x: {value}" for value in values)) == []


def test_names_differ_in_case_only():
    assert [item[:2] for item in found("X: 1", "x: 2", "x: a")] == [("2.md", 3)]


def test_tags_and_aliases_are_lists_anyway():
    assert found("tags: a\naliases: 1", "tags: 2\naliases: [b]", "Tags: true") == []


def test_one_finding_a_name_in_order():
    heads = ["b: 1\na: x", "b: 1\na: 1", "a: 1\nb: x"]
    assert [(path, line) for path, line, _ in found(*heads)] == [("0.md", 4), ("2.md", 4)]


def test_what_cannot_be_read_or_is_a_template_says_nothing():
    settings = {".obsidian/templates.json": '{"folder": "T"}', "T/a.md": '---\nx: "{{date}}"\n---\n'}
    assert found("x: 1", "x: {{date}}", "x: a: b", **settings) == []
    assert found("x: 1", **{"U/a.md": '---\nx: "{{date}}"\n---\n'}) != []


def test_no_edit():
    files = {"a.md": "---\nx: 1\n---\n", "b.md": "---\n'x': a\n---\n"}
    (finding,) = findings(RULE, files)
    assert (finding.path, finding.line, finding.edit) == ("b.md", 2, None)
