"""The Markdown and the HTML export of one workspace: the same vault from either, and nothing twice from both."""

from __future__ import annotations

import pytest
from support.notion_pages import page

import exportconv as ec

HOME, SUB, DB, ROW, ONLY = ("1" * 32, "2" * 32, "3" * 32, "4" * 32, "5" * 32)
ROWS = "\ufeffName,Due,Next\nFirst,2024년 5월 1일,First (Tasks/First%20{row}.{end})\nSecond,,\n"


def dashed(notion_id: str) -> str:
    return "-".join((notion_id[:8], notion_id[8:12], notion_id[12:16], notion_id[16:20], notion_id[20:]))


def row(kind: str, name: str, value: str) -> str:
    return f'<tr class="property-row property-row-{kind}"><th>{name}</th><td>{value}</td></tr>'


def html_export(style: str = "") -> dict[str, str | bytes]:
    """`style` is what stands behind a title in names of folders."""
    home, tasks = f"집{style and ' ' + HOME}", f"Tasks{style and ' ' + DB}"
    head = row("date", "Due", "<time>@2024년 5월 1일</time>")
    inline = f'<div id="{dashed(DB)}" class="collection-content"><h4 class="collection-title">Tasks</h4><a href="x.csv">x</a></div>'
    body = f'<p>글 <a href="{home}/Sub%20{SUB}.html">Sub</a></p>{inline}<figure class="image"><a href="{home}/a.png"><img src="{home}/a.png"/></a></figure>'
    icon = '<header><div class="page-header-icon undefined"><span class="icon">🏠</span></div>'
    return {
        f"집 {HOME}.html": page(body, era="C", title="집", page_id=dashed(HOME)).replace("<header>", icon),
        f"{home}/Sub {SUB}.html": page("<p>sub</p>", era="C", title="Sub", page_id=dashed(SUB)),
        f"{home}/a.png": b"picture",
        f"{home}/Tasks {DB}.html": page(f'<table class="collection-content"><tr><td><a href="{tasks}/First%20{ROW}.html">First</a></td></tr></table>', era="C", title="Tasks", page_id=dashed(DB)),
        f"{home}/Tasks {DB}.csv": ROWS.format(row=ROW, end="html"),
        f"{home}/Tasks {DB}_all.csv": ROWS.format(row=ROW, end="html"),
        f"{home}/{tasks}/First {ROW}.html": page("<p>row</p>", era="C", title="First", page_id=dashed(ROW), properties=head),
    }  # fmt: skip


def markdown_export() -> dict[str, str | bytes]:
    home, tasks = f"집 {HOME}", f"Tasks {DB}"
    return {
        f"집 {HOME}.md": f"# 집\n\n글 [Sub]({home}/Sub%20{SUB}.md)\n\n[Tasks]({home}/Tasks%20{DB}.csv)\n\n![a.png]({home}/a.png)\n\n[Only]({home}/Only%20{ONLY}.md)".replace(home, home.replace(" ", "%20")),
        f"{home}/Sub {SUB}.md": "# Sub\n\nsub",
        f"{home}/Only {ONLY}.md": f"# Only\n\nonly here [Sub](Sub%20{SUB}.md) ![a](a.png)",
        f"{home}/a.png": b"picture",
        f"{home}/Tasks {DB}.csv": ROWS.format(row=ROW, end="md"),
        f"{home}/Tasks {DB}_all.csv": ROWS.format(row=ROW, end="md"),
        f"{home}/{tasks}/First {ROW}.md": "# First\n\nDue: 2024년 5월 1일\n\nrow",
    }  # fmt: skip


def tree(*sources, to: str = "obsidian") -> dict[str, bytes]:
    return {file.path: file.content.read() for file in ec.render(ec.read(list(sources)), to=to)}


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("style", ["", "id"])
def test_either_export_gives_the_same_layout(make_folder, to, style):
    from_html = tree(make_folder(html_export(style), "html"), to=to)
    from_markdown = tree(make_folder(markdown_export(), "markdown"), to=to)
    assert set(from_markdown) - set(from_html) == {"집/Only.md"}
    assert set(from_html) - set(from_markdown) == set()
    assert from_html["집/Tasks/First.md"] == from_markdown["집/Tasks/First.md"].rstrip() + b"\n"


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("style", ["", "id"])
@pytest.mark.parametrize("order", [1, -1])
def test_both_together_have_nothing_twice(make_zip, to, style, order):
    sources = [make_zip(html_export(style), "html.zip"), make_zip(markdown_export(), "markdown.zip")][::order]
    vault = ec.read(sources)
    both = {file.path: file.content.read() for file in ec.render(vault, to=to)}
    alone = tree(sources[::order][0], to=to)
    # the page that only the Markdown export has is the one that comes in addition
    assert {path: data for path, data in both.items() if path != "집/Only.md"} == alone
    expected = b"only here [[Sub]] ![[a.png]]" if to == "obsidian" else b"[Sub](Sub.md) ![a](a.png)"
    assert expected in both["집/Only.md"]
    assert not [issue for issue in vault.issues if issue.code is not ec.Code.SAME_PATH]
    read = {item.path for item in (*vault.notes, *vault.attachments, *vault.superseded)}
    assert {path for part in (html_export(style), markdown_export()) for path in part} <= read


def test_both_together_into_one_folder_again_changes_nothing(make_zip, tmp_path):
    sources = [make_zip(html_export(), "html.zip"), make_zip(markdown_export(), "markdown.zip")]
    assert ec.convert(sources, tmp_path / "vault").changed
    assert not ec.convert(sources, tmp_path / "vault").changed


@pytest.mark.parametrize("order", [1, -1], ids=["html first", "markdown first"])
@pytest.mark.parametrize("relation", [True, False], ids=["relation", "no relation"])
def test_one_cell_that_differs_doubles_no_rows(make_zip, relation, order):
    def csv(due: str, end: str) -> str:
        link = f"First (Tasks%20{DB}/First%20{ROW}.{end})" if relation else ""
        return f"\ufeffName,Due,Next\nFirst,{due},{link}\n"

    names = [f"Tasks {DB}.csv", f"Tasks {DB}_all.csv"]
    html = {f"Tasks {DB}/First {ROW}.html": page("<p>row</p>", era="C", title="First", page_id=dashed(ROW))}
    markdown = {f"Tasks {DB}/First {ROW}.md": "# First\n\nDue: 2024년 5월 2일\n\nrow"}
    sources = [
        make_zip(html | dict.fromkeys(names, csv("2024년 5월 1일", "html")), "html.zip"),
        make_zip(markdown | dict.fromkeys(names, csv("2024년 5월 2일", "md")), "markdown.zip"),
    ]
    files = tree(*sources[::order])
    assert [path for path in files if path.endswith((".md", ".base"))] == ["Tasks/First.md", "Tasks/Tasks.base"]
    assert b"row" in files["Tasks/First.md"]
    texts = "".join(data.decode() for data in files.values())
    for day in "12":
        assert f"2024년 5월 {day}일" in texts or f"2024-05-0{day}" in texts


def test_a_csv_that_differs_is_kept_and_makes_no_second_database(make_zip):
    other = markdown_export() | {
        f"집 {HOME}/Tasks {DB}{tail}.csv": "\ufeffName,Due,Next\nThird,,\n" for tail in ("", "_all")
    }
    sources = [make_zip(html_export("id"), "html.zip"), make_zip(other, "markdown.zip")]
    vault = ec.read(sources)
    assert [database.title for database in vault.databases] == ["Tasks"]
    texts = [file.content.read().decode("utf-8", "replace") for file in ec.render(vault)]
    # its view and its `_all.csv`
    assert texts.count("\ufeffName,Due,Next\nThird,,\n") == 2
