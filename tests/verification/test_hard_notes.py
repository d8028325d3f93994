"""`verify` calls nothing wrong that is right, however odd the page, and takes no longer for it than for another."""

from __future__ import annotations

import pytest
from support.vault_trees import put_files

import exportconv as ec
from exportconv.verification import checked_notes, run, tables

PROMISES = (17, 25)

A, B = "0" * 31 + "a", "0" * 31 + "b"
VAULT = {".obsidian/app.json": "{}", "p.png": "x", "Other.md": "other\n"}


def told(folder, files, to):
    """What the conversion and the proof of it say of notes."""
    put_files(folder / "source", files)
    result = ec.convert(folder / "source", folder / "vault", options=ec.Options(to=to))
    found = ec.verify(folder / "source", folder / "vault")
    return [str(issue) for issue in (*result.report.issues, *found.issues) if issue.code.value >= "XC8"]


def verified(folder):
    return [str(issue.code) for issue in ec.verify(folder / "source", folder / "vault").issues if issue.code.is_finding]


@pytest.mark.parametrize(
    ("text", "expected", "wrong"),
    [
        ("[![[p.png]]](https://a.b)", "[![p](p.png)](https://a.b)", "[![p](Other.md)](https://a.b)"),
        ("[![[p.png|9]]](Other.md) [t ![[p.png]]](https://a.b)", "[![p](p.png)](Other.md) [t ![p](p.png)](https://a.b)", "[![p](p.png)](Other.md) [t](https://a.b)"),
        ("[![[Other]]](https://a.b)", "[Other](https://a.b)", "x"),
        ("[![[No.png]]](https://a.b) c", "[No.png](https://a.b) c", "[No.png](https://a.b)"),
        ("[![[Nowhere]]](Nothing) c", "Nowhere c", "Nowhere d"),
        ("%%a%% %%b%% %%c%% %%d%% %%e%% text", " text", "     text"),
        ("x %%a%% %%b%% text", "x text", "x"),
        ("- %%a%% %%b%%  text", "-  text", "-"),
    ],
)  # fmt: skip
def test_a_note_of_a_vault_in_plain_markdown(tmp_path, text, expected, wrong):
    assert told(tmp_path, VAULT | {"Note.md": f"{text}\n"}, "markdown") == []
    note = tmp_path / "vault/Note.md"
    assert note.read_text("utf-8") == f"{expected}\n"
    note.write_text(f"{wrong}\n", "utf-8")
    assert verified(tmp_path) != []


@pytest.mark.parametrize("cell", ["x ^2\ny ^2", "[^1]: a\n\n[^1]: a", "[a]: b\n[c]: d", "a ^id", "한 ^글\n나"])
def test_a_cell_of_several_lines_in_a_table(tmp_path, cell):
    files = {f"DB {A}.csv": f'Name,B\nRow,"{cell}"\n', f"Other {B}.md": f"# Other\n\n[DB](DB%20{A}.csv)\n"}
    assert told(tmp_path, files, "markdown") == []
    table = tmp_path / "vault/DB.md"
    lines = table.read_text("utf-8").splitlines()
    assert lines[-1].startswith("| [Row]")
    table.write_text("\n".join([*lines[:-1], "| [Row](DB/Row.md) | |"]) + "\n", "utf-8")
    assert "XC814" in verified(tmp_path)


@pytest.mark.parametrize("value", ["[[" * 50, "![[" * 50, "[[a", "a [[b]] [c"])
def test_brackets_in_a_property_are_no_links(tmp_path, value):
    page = f"# Page\n\nName: {value}\nState: a\n\nbody\n"
    assert told(tmp_path, {f"Page {A}.md": page}, "obsidian") == []


DEEP = {
    "boxes": "<div>" * 400 + "text" + "</div>" * 400,
    "lists": "<ul><li>" * 200 + "text" + "</li></ul>" * 200,
    "bold": "<b>" * 90 + "text" + "</b>" * 90,
    "breaks": "<div>" * 400 + "text x<br>y" + "</div>" * 400,
    "code": "<pre>" + "<span>" * 400 + "text" + "</span>" * 400 + "</pre>",
    "links": "<div>" * 400 + '<a href="https://a.b">text</a> and <b>x</b>' + "</div>" * 400,
    "image": "<div>" * 400 + 'text <img src="https://a.b/c.png">' + "</div>" * 400,
    "quotes": "<blockquote>" * 200 + "text" + "</blockquote>" * 200,
}


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize(
    "body", [DEEP[name] for name in DEEP if name != "links"], ids=[name for name in DEEP if name != "links"]
)
def test_a_page_in_html_that_is_nested_deep(tmp_path, body, to):
    page = f'<article id="{A}" class="page"><div class="page-body"><p>before</p>{body}</div></article>'
    assert told(tmp_path, {f"Page {A}.html": page}, to) == []
    note = tmp_path / "vault/Page.md"
    assert "text" in note.read_text("utf-8")
    note.write_text(note.read_text("utf-8").replace("text", "other"), "utf-8")
    assert {"XC811", "XC812"} & set(verified(tmp_path))


def test_what_no_call_is_left_for_is_copied_and_reported(tmp_path, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RecursionError

    page = "# Page\n\ntext [a](https://a.b) *b*\n"
    monkeypatch.setattr(checked_notes, "compare_page", fail)
    message = "is copied as it is, for it is nested too deep to be compared; please report this"
    assert told(tmp_path, {f"Page {A}.md": page}, "obsidian") == [f"Page {A}.md:0: XC841 {message}"]
    assert (tmp_path / "vault/Page.md").read_text("utf-8") == page
    monkeypatch.setattr(run, "compare_page", fail)
    assert [str(issue) for issue in ec.verify(tmp_path / "source", tmp_path / "vault").issues] == [
        "Page.md:1: XC811 is nested too deep to be compared"
    ]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", ["a", "(a", "(a)b", "a.b!", ")", "(a b ", "%", "/(", "a%20("])
def test_a_long_cell_without_targets(unit):
    text = unit * (200_000 // len(unit))
    assert len(tables._without_targets(text)) <= len(text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a (b c) d", "a   d"),
        ("x(y)z.md w", "  w"),
        ("((\n%20.md\n한\n/-", "((\n \n한\n "),
        ("(a(b)c)d", " d"),
        ("see a/b and c.png.", "see   and  ."),
        ("(a b", "(a b"),
        ("", ""),
    ],
)
def test_a_cell_without_its_targets(cell, expected):
    assert tables._without_targets(cell) == expected
