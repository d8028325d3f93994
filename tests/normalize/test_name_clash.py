"""Names in one folder that some file systems take for one."""

from __future__ import annotations

import pytest
from support.repositories import findings, nfd

from exportconv.normalize.rules.name_clash import RULE


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["Note.md", "note.md"], [("note.md", "differs in case only from 'Note.md'")]),
        (["글/Ä.md", "글/ä.md"], [("글/ä.md", "differs in case only from '글/Ä.md'")]),
        ([nfd("회의록.md"), "회의록.md"], [("회의록.md", "differs in Unicode form only from '회의록.md'")]),
        ([nfd("É.md"), "é.md"], [("é.md", "differs in case only from 'É.md'")]),
        (
            ["A.md", "a.MD", "a.md"],
            [("a.MD", "differs in case only from 'A.md'"), ("a.md", "differs in case only from 'A.md'")],
        ),
        (["그림/a.png", f"{nfd('그림')}/b.png"], [("그림", "differs in Unicode form only from '그림'")]),
        (["Sub/a.md", "sub"], [("sub", "differs in case only from 'Sub'")]),
        (["straße.md", "STRASSE.md"], [("straße.md", "differs in case only from 'STRASSE.md'")]),
    ],
)
def test_found(files, expected):
    assert [(item.path, item.message) for item in findings(files, RULE)] == expected


@pytest.mark.parametrize(
    "files",
    [
        ["Note.md", "Notes.md"],
        ["a/Note.md", "b/note.md"],
        ["Note.md", "note/a.md", "note.png"],
        ["회의록.md", "회의록 2.md"],
        ["가.md", "각.md", nfd("나.md")],
        ["note.md", ".Note.md", ".obsidian/Note.md"],
    ],
)
def test_left_alone(files):
    assert findings(files, RULE) == []


def test_nobody_renames_them():
    assert [item.name for item in findings(["Note.md", "note.md"], RULE)] == [None]
