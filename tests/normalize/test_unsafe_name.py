"""Names that Windows or a wikilink cannot take, and what becomes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repositories import findings, new_names, nfd

from exportconv.normalize.rules.unsafe_name import RULE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("왜?.md", "왜？.md"),
        ("배열 <-> 목록.md", "배열 ＜-＞ 목록.md"),
        ("9:30 회의.md", "9-30 회의.md"),
        ("a|b.png", "a-b.png"),
        ('say "x".txt', "say 'x'.txt"),
        ("a*b.py", "a＊b.py"),
        ("a\\b.md", "a-b.md"),
        ("a\x07b.md", "ab.md"),
        ("[표] 문법.md", "(표) 문법.md"),
        ("C#.md", "C＃.md"),
        ("x^2.canvas", "x＾2.canvas"),
        ("photo #1.jpg", "photo ＃1.jpg"),
        ("CON.md", "CON_.md"),
        ("nul.txt", "nul_.txt"),
        ("Aux.tar.gz", "Aux_.tar.gz"),
        ("com1", "com1_"),
        ("LPT¹.md", "LPT¹_.md"),
        ("con .md", "con_.md"),
        ("note.md ", "note.md"),
        ("note.", "note"),
        ("note..", "note"),
        ("note .md", "note.md"),
        (" note.md", "note.md"),
        (" x.png", "x.png"),
        ("a.b:c", "a.b-c"),
        ("?.md", "？.md"),
        ("|.md", "-.md"),
        (" .md", "Untitled.md"),
        (nfd("왜") + "?.md", "왜？.md"),
    ],
)
def test_made_safe(name, expected):
    assert new_names([name], RULE) == {name: expected}
    assert new_names([expected], RULE) == {}


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("왜?", "왜？"), ("9:30", "9-30"), ("v1.", "v1"), ("끝 ", "끝"), ("aux", "aux_"), ("con.d", "con_.d")],
)
def test_folders(folder, expected):
    assert new_names([f"{folder}/a.md"], RULE) == {folder: expected}


@pytest.mark.parametrize(
    "path",
    ["회의록.md", nfd("회의록.md"), "a & b, c; d = e + f.md", "100%.md", "100%%.md", "it's (1) {2} ~3!.md", "왜？.md", "🎉 👨‍👩‍👧.md",
     "Con Air.md", "console.md", "com.md", "com10.md", "null.txt", "a.con", "lpt.md", "v1.2.md", "Inc..md", "a  b.md", "x .png",
     "C#/a.md", "[slug]/a.md", " a/b.md", "[slug].tsx", "x#y.py", "Makefile", ".hidden?.md", ".a:b/c.md", "가" * 90 + ".md"],
)  # fmt: skip
def test_left_alone(path):
    assert findings([path], RULE) == []


def test_what_is_wrong_is_said():
    found = findings(["a/b?.md", "a/[b].md", "a/nul", "a/b.", " a.md"], RULE)
    assert [item.message for item in found] == [
        "' a.md' has a blank before or behind it, so no wikilink can lead to it",
        "'[b].md' has '[', so no wikilink can lead to it",
        "'b.' ends with a dot or blank, which Windows drops",
        "'b?.md' has '?', which Windows does not allow",
        "'nul' is the name of a device on Windows",
    ]


NAMES = st.text(st.sampled_from(" .-_:?|#[]^aNUL1연\u3000\u200b\x85\t"), min_size=1, max_size=8)


@given(st.lists(NAMES, min_size=1, max_size=2), st.sampled_from(["", ".md", ".png", ".txt"]))
def test_one_renaming_is_enough(steps, suffix):
    path = "/".join(steps) + suffix
    for found, name in new_names([path], RULE).items():
        assert name
        mended = found[: found.rfind("/") + 1] + name
        assert mended not in new_names([mended + path[len(found) :]], RULE)
