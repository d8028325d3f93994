"""Frontmatter that cannot be read."""

from __future__ import annotations

import pytest
from support.repository_texts import findings, lines

from exportconv.normalize.rules.invalid_yaml import RULE

UNREADABLE = "---\nday: {{date}}\n---\n"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("---\nplace: 부산\ntopic: tea: green\n---\nText\n", 3, "mapping values are not allowed"),
        ("---\nwho: @mina\n---\n", 2, "cannot start any token"),
        ("---\r\nplace: Busan\r\nrooms: [one, two\r\n---\r\n", 3, ""),
        ("---\na: 1\n\tb: 2\n---\n", 3, ""),
        ("\ufeff---\nup: [[a]], [[b]]\n---\n", 2, ""),
        ("---\nsaid: 'it is late\n---\n", 2, ""),
        ("---\ntitle: x\nday: {{date}}\n---\n", 3, "{{date}} stands there without quotes"),
        ("---\n- one\n- two\n---\n", 2, "it holds no properties"),
        ("---\nJust a sentence.\n---\n", 2, "it holds no properties"),
        ("---\na: !!unknown x\n---\n", 2, "could not determine a constructor"),
        ("---\na: 1\n...\nb: 2\n---\n", 4, ""),
        ("---\na: 1\nb: \x07\n---\n", 2, "control characters are not allowed"),
        ("---\na: *nobody\n---\n", 2, "undefined alias"),
    ],
)
def test_what_cannot_be_read(text, line, problem):
    (finding,) = findings(RULE, text)
    assert (finding.line, finding.edit, finding.name) == (line, None, None)
    assert finding.message.startswith("the frontmatter cannot be read: ")
    assert problem in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No block: at all: here\n",
        "---\n---\n",
        "---\n\n# only: a: comment\n---\n",
        "\ufeff",
        "\ufeffText\n---\n",
        "---\nnever: closed: here\n",
        "---\nplain: tea, green\nurl: https://example.org/a:b\nup: [[Note]]\n---\n",
        '---\nfilled: "{{date}}"\n---\n',
        '---\n{"as": "JSON", "n": [1, 2]}\n---\n',
        "---\ntext: |\n  a: b: c\n  {{date}}\n---\n",
        "---\nday: 2024-13-45\nbig: 99999999999999999999999\nvalue: =\n---\n",
        "\n---\na: b: c\n---\n",
    ],
)
def test_what_can_be_read(text):
    assert lines(RULE, text) == []


def test_a_date_that_cannot_be_does_not_hide_what_is_wrong():
    assert lines(RULE, "---\nday: 2024-13-45\nx: !odd y\n---\n") == [3]


@pytest.mark.parametrize(
    ("settings", "skipped"),
    [
        ({}, ""),
        ({".obsidian/templates.json": '{"folder": "Meta/Templates"}'}, "Meta/Templates/Day.md"),
        ({".obsidian/templates.json": '{"folder": "/meta/templates/"}'}, "Meta/Templates/Day.md"),
        ({".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Forms"}'}, "Forms/Day.md"),
        ({".obsidian/templates.json": '{"folder": ""}'}, ""),
        ({".obsidian/templates.json": '{"folder": "Form"}'}, ""),
        ({".obsidian/templates.json": '{"folder": 7}'}, ""),
        ({".obsidian/templates.json": '["Forms"]'}, ""),
        ({".obsidian/templates.json": "{"}, ""),
        ({".obsidian/templates.json": b"\xff"}, ""),
    ],
)
def test_templates_are_left_alone(settings, skipped):
    notes = dict.fromkeys(("Day.md", "Forms/Day.md", "Meta/Templates/Day.md"), UNREADABLE)
    found = [finding.path for finding in findings(RULE, {**settings, **notes})]
    assert found == [path for path in notes if path != skipped]
