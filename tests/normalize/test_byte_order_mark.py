"""Byte order marks."""

from __future__ import annotations

import pytest
from support.repositories import repository
from support.repository_texts import findings, lines, mended

from exportconv.normalize.rules.byte_order_mark import RULE

MARK = "\ufeff"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text\n",
        "---\na: 1\n---\nText\n",
        "---\r\na: [[x]]\r\n---\r\n",
        "---\nno block\n",
        f"a{MARK}b\n",
        "\n---\na: 1\n---\n",
    ],
)
def test_a_mark_is_taken_away_and_nothing_else(text):
    (finding,) = findings(RULE, MARK + text)
    assert (finding.line, finding.message) == (1, "the note begins with a byte order mark")
    assert mended(RULE, MARK + text) == mended(RULE, MARK + MARK + text) == text
    before, after = (repository({"a.md": each}).vault.notes[0] for each in (MARK + text, text))
    assert (before.properties, before.body) == (after.properties, after.body)
    assert (before.frontmatter or "").removeprefix(MARK) == (after.frontmatter or "")


@pytest.mark.parametrize("text", ["", "Text", f" {MARK}", f"---\na: {MARK}\n---\n", f"Text{MARK}\n{MARK}"])
def test_marks_elsewhere_stay(text):
    assert lines(RULE, text) == []


def test_other_files_stay():
    assert findings(RULE, {"a.csv": f"{MARK}a,b\n", "b.md": b"\xff\xfea\0", "c.canvas": f"{MARK}{{}}"}) == []
