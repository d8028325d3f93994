"""What means nothing in Notion stays text in Obsidian: wikilinks, comments and highlights that somebody typed."""

from __future__ import annotations

import pytest
from fuzzing import read_notion, render
from hypothesis import given, settings
from hypothesis import strategies as st
from support.vault_trees import put_files

import exportconv as ec
from exportconv.model import LinkForm, MarkKind
from exportconv.syntax.vault_marks import find_comments, find_marks
from exportconv.syntax.vault_spans import scan_vault_note

PROMISES = (3, 5)

A, B = "0" * 31 + "a", "0" * 31 + "b"
OTHER = f"Other%20{B}.md"


def converted(folder, text, *, to="obsidian", title="# Page\n\n"):
    put_files(folder / "e", {f"Page {A}.md": f"{title}{text}\n", f"Other {B}.md": "# Other\n"})
    result = ec.convert(folder / "e", folder / "v", options=ec.Options(to=to))
    assert [str(issue) for issue in result.report.issues] == []
    assert [str(issue) for issue in ec.verify(folder / "e", folder / "v").issues] == []
    return (folder / "v/Page.md").read_text("utf-8").removeprefix("# Page\n\n").removesuffix("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # citations: links whose text stands in brackets
        ("see [[1]](https://a.b/c)", r"see [\[1\]](https://a.b/c)"),
        ("[[1]](https://a.b)[[2]](https://a.b)", r"[\[1\]](https://a.b)[\[2\]](https://a.b)"),
        ("[[1]](<https://a.b/c d>)", r"[\[1\]](<https://a.b/c d>)"),
        ("[[**1**]](https://a.b)", r"[\[**1**\]](https://a.b)"),
        ("[[`[1]`]](https://a.b)", r"[\[`[1]`\]](https://a.b)"),
        ("[see [[1]] there](https://a.b)", r"[see \[\[1\]\] there](https://a.b)"),
        (f"[[**1**]]({OTHER})", r"[\[**1**\]](Other.md)"),
        (f"[[1]]({OTHER})", r"[\[1\]](Other.md)"),
        ("![[1]](https://a.b/c.png)", r"![\[1\]](https://a.b/c.png)"),
        ("[\\[1\\]](https://a.b)", r"[\[1\]](https://a.b)"),
        ("[a [b] c](https://a.b)", "[a [b] c](https://a.b)"),
        # what somebody typed
        ("a [[b]] ![[c]] [[Other]]", r"a \[\[b]] !\[\[c]] \[\[Other]]"),
        ("a %%b%% c", r"a \%\%b\%\% c"),
        ("%%a\n\nb%%", "\\%\\%a\n\nb\\%\\%"),
        ("100%% of %%20", r"100\%\% of \%\%20"),
        ("x==y==z", r"x\=\=y\=\=z"),
        ("%%a ==b== c%%", r"\%\%a \=\=b\=\= c\%\%"),
        ("| a |\n| --- |\n| [[b]] |", "| a |\n| --- |\n| \\[\\[b]] |"),
        ("[==a==](https://a.b)", r"[\=\=a\=\=](https://a.b)"),
        ("[![a](https://a.b/c.png) [[b]]](https://a.b)", r"[![a](https://a.b/c.png) \[\[b\]\]](https://a.b)"),
        # what is no such mark
        ("a == b and c == d", "a == b and c == d"),
        ("`[[a]] %%b%% ==c==`", "`[[a]] %%b%% ==c==`"),
        ("```\n[[a]](b) %%c%%\n```", "```\n[[a]](b) %%c%%\n```"),
        ("$a==b==c$", "$a==b==c$"),
        ("https://a.b/%%20%%", "https://a.b/%%20%%"),
        ("[a](https://a.b?c==d==e)", "[a](https://a.b?c==d==e)"),
        (r"\[[a]] \%\%b\%\%", r"\[[a]] \%\%b\%\%"),
        (f"[==a==]({OTHER})", "[[Other|==a==]]"),
    ],
)
def test_it_stays_text(tmp_path, text, expected):
    assert converted(tmp_path, text) == expected


@pytest.mark.parametrize("text", ["[[1]](https://a.b/c)", "a [[b]] %%c%% x==d==z"])
def test_in_plain_markdown_it_is_text_as_it_is(tmp_path, text):
    assert converted(tmp_path, text, to="markdown") == text


def test_a_file_that_somebody_attached_is_their_own(tmp_path):
    put_files(tmp_path / "e", {f"Page {A}.md": "# Page\n", f"Page {A}/notes.md": "own [[Page]] %%hidden%%\n"})
    ec.convert(tmp_path / "e", tmp_path / "v")
    assert (tmp_path / "v/Page/notes.md").read_text("utf-8") == "own [[Page]] %%hidden%%\n"


def test_highlights_of_a_page_in_html_stay(tmp_path):
    body = '<div class="page-body"><p>a <mark class="highlight-yellow_background">b</mark> ==c== [[d]]</p></div>'
    put_files(tmp_path / "e", {f"Page {A}.html": f'<article id="{A}" class="page">{body}</article>'})
    ec.convert(tmp_path / "e", tmp_path / "v")
    assert (tmp_path / "v/Page.md").read_text("utf-8") == "a ==b== \\=\\=c\\=\\= \\[\\[d]]\n"


PIECES = [
    "[[",
    "]]",
    "[",
    "]",
    "(https://a.b)",
    "%%",
    "==",
    "%",
    "=",
    "!",
    "a",
    " ",
    "\n",
    "\n\n",
    "`",
    "\\",
    "|",
    "*",
    "- ",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_text_has_such_a_mark_in_the_end(text):
    note = render(read_notion({f"Page {A}.md": f"# Page\n\nx{text}\n".encode()}), "obsidian")["Page.md"].decode()
    scan = scan_vault_note(note)
    # in a link of Obsidian's there are no other brackets; the parser takes some for one that have
    links = [
        link for link in scan.links if link.form is LinkForm.WIKILINK and not {*"[]"} & {*link.raw_target, *link.text}
    ]
    assert links == []
    assert find_comments(note, scan) == []
    assert [mark for mark in find_marks(note, scan).marks if mark.kind is MarkKind.HIGHLIGHT] == []
