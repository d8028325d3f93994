"""Pages of an HTML export: goldens of every block in every era, links to blocks, limits, databases, head."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.notion_pages import page

import exportconv as ec

DATA = Path(__file__).parent.parent / "data/notion_html"
A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def dashed(notion_id: str) -> str:
    return "-".join((notion_id[:8], notion_id[8:12], notion_id[12:16], notion_id[16:20], notion_id[20:]))


def html(body: str, notion_id: str = A, **options: str) -> str:
    return page(
        body, era=options.pop("era", "C"), title=options.pop("title", "Page"), page_id=dashed(notion_id), **options
    )


def texts(tree: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in tree.items() if path.endswith(".md")}


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("era", ["a", "b", "c", "d", "e"])
def test_golden(era, to, data_regression):
    vault = ec.read(DATA / era)
    files = {file.path: file.content.read() for file in ec.render(vault, to=to)}
    notes = {path: data.decode() for path, data in files.items() if path.endswith((".md", ".base"))}
    issues = [str(issue) for issue in vault.issues]
    data_regression.check({"notes": notes, "other files": sorted(set(files) - set(notes)), "issues": issues})


@pytest.mark.parametrize("era", ["a", "b", "c", "d", "e"])
def test_no_blanks_at_line_ends_and_no_empty_items(era):
    for note in ec.read(DATA / era).notes:
        in_code = False
        for line in note.body.split("\n"):
            in_code ^= "```" in line
            assert in_code or line == line.rstrip(), (note.path, line)
            assert in_code or line.strip(" >") not in ("-", "- [ ]", "- [x]", "1."), (note.path, line)
        assert "\n\n\n" not in note.body or "```" in note.body
        assert note.body == "" or note.body.endswith("\n")
        assert not note.body.endswith("\n\n")


@pytest.mark.parametrize("era", ["a", "b", "c", "d", "e"])
def test_spans_of_links_blocks_and_marks(era):
    for note in ec.read(DATA / era).notes:
        for link in note.links:
            whole = note.body[link.span.start : link.span.end]
            assert whole.startswith("![" if link.is_embed else ("[", "<"))
            assert whole.endswith((")", ">"))
            assert note.body[link.target_span.end] in ")>"
        for mark in note.marks:
            found = note.body[mark.span.start : mark.span.end]
            assert found == "==" if mark.kind is ec.MarkKind.HIGHLIGHT else note.body[mark.span.start] == "\n"
        assert not any("\ufdd0" <= char <= "\ufdef" for char in note.body)


BLOCKS = {
    "paragraph": ('<p id="{id}">one</p>', "one ^cccccc", 'one <a id="cccccc"></a>'),
    "list item": ('<ul id="{id}" class="bulleted-list"><li>one<ul class="bulleted-list"><li>two</li></ul></li></ul>', "- one ^cccccc\n    - two", '- one <a id="cccccc"></a>\n    - two'),
    "to-do": ('<ul id="{id}" class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span>one</span></li></ul>', "- [x] one ^cccccc", '- [x] one <a id="cccccc"></a>'),
    "quote": ('<blockquote id="{id}">one</blockquote>', "> one\n\n^cccccc", '> one\n\n<a id="cccccc"></a>'),
    "callout": ('<figure class="callout" id="{id}"><div style="width:100%"><p>one</p></div></figure>', "> [!note]\n> one\n\n^cccccc", '> [!NOTE]\n> one\n\n<a id="cccccc"></a>'),
    "code in a quote": ('<blockquote>q<pre id="{id}" class="code"><code>x</code></pre></blockquote>', "> q\n>\n> ```\n> x\n> ```\n>\n> ^cccccc", '> q\n>\n> ```\n> x\n> ```\n>\n> <a id="cccccc"></a>'),
    "table in an item": ('<ul class="bulleted-list"><li>q<table id="{id}" class="simple-table"><tr><td>x</td></tr></table></li></ul>', "- q\n\n    | x |\n    | --- |\n\n    ^cccccc", '- q\n\n    | x |\n    | --- |\n\n    <a id="cccccc"></a>'),
    "equation": ('<figure id="{id}" class="equation" data-notion-equation="x^2"></figure>', "$$\nx^2\n$$\n\n^cccccc", '$$\nx^2\n$$\n\n<a id="cccccc"></a>'),
}  # fmt: skip


@pytest.mark.parametrize(("block", "obsidian", "markdown"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_that_is_linked_to_gets_an_id(render, block, obsidian, markdown):
    files = {
        f"Page {A}.html": html(block.format(id=dashed(C))),
        f"Other {B}.html": html(f'<p><a href="Page%20{A}.html#{C}">there</a></p>', B, title="Other"),
    }
    vault, plain = render(files), render(files, to="markdown")
    assert vault["Page.md"] == obsidian + "\n"
    assert vault["Other.md"] == "[[Page#^cccccc|there]]\n"
    assert plain["Page.md"] == f"# Page\n\n{markdown}\n"
    assert plain["Other.md"] == "# Other\n\n[there](Page.md#cccccc)\n"


def test_a_block_that_nobody_links_to_gets_none(render):
    assert render({f"Page {A}.html": html(f'<p id="{dashed(C)}">one</p>')})["Page.md"] == "one\n"


def test_headings_are_linked_by_text_and_equal_ones_by_id(render):
    heads = f'<h1 id="{dashed(B)}">One</h1><h2 id="{dashed(C)}">Two</h2><h2>Two</h2>'
    body = f'{heads}<p><a href="#{dashed(B)}">first</a> <a href="#{dashed(C)}">Two</a></p>'
    assert render({f"Page {A}.html": html(body)})["Page.md"] == (
        "# One\n\n## Two ^cccccc\n\n## Two\n\n[[#One|first]] [[#^cccccc|Two]]\n"
    )
    assert render({f"Page {A}.html": html(body)}, to="markdown")["Page.md"].endswith(
        '## Two <a id="cccccc"></a>\n\n## Two\n\n[first](#one) [Two](#cccccc)\n'
    )


def test_the_block_that_only_the_label_names(render):
    address = f"https://www.notion.so/Page-{A}?pvs=4#{C}"
    files = {
        f"Page {A}.html": html(f'<p id="{dashed(C)}">one</p>'),
        f"Other {B}.html": html(f'<p><a href="Page%20{A}.html">{address}</a></p>', B, title="Other"),
    }
    assert render(files)["Other.md"] == "[[Page#^cccccc|Page]]\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<div>" * 3000 + '<div class="page-body">x</div>', ec.Code.UNREADABLE_PAGE),
        ('<div class="page-body">' + "".join(f'<b class="{n}">' for n in range(1500)) + "<p>x" * 1500, ec.Code.UNREADABLE_PAGE),
        ('<div class="page-body">\ufdd0</div>', ec.Code.UNREADABLE_PAGE),
        ('<div class="page-body">&#xFDD0;</div>', ec.Code.UNREADABLE_PAGE),
        ('<div class="page-body">한글</div>'.encode("cp949"), ec.Code.UNREADABLE_TEXT),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_read_is_copied(make_folder, data, code):
    raw = data.encode() if isinstance(data, str) else data
    source = make_folder({f"Page {A}.html": raw, f"Other {B}.html": html("<p>x</p>", B, title="Other")})
    vault = ec.read(source)
    assert [issue.code for issue in vault.issues] == [code]
    assert {file.content.read() for file in ec.render(vault) if file.path.endswith(".html")} == {raw}


def test_an_entry_of_the_contents_without_a_link_is_text_and_changes_no_other_link(render):
    item = '<div class="table_of_contents-item table_of_contents-indent-0">{}</div>'
    body = f'<p><a href="https://x.y/">out</a></p><nav class="table_of_contents">{item.format("One")}</nav><h1>One</h1>'
    assert render({f"Page {A}.html": html(body)})["Page.md"] == "[out](https://x.y/)\n\n- One\n\n# One\n"
    alone = html(f'<nav class="table_of_contents">{item.format("One")}</nav>')
    assert render({f"Page {A}.html": alone})["Page.md"] == "- One\n"


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ('<figure class="image"><a href="i.png"><img src="i.png"></a><figcaption>c</figcaption></figure>', "![](i.png)\n\nc\n"),
        ('<figure class="image"><img src="i.png">한글', "![](i.png)한글\n"),
        ('<figure class="image"><img src="i.png"><img src="j.png"></figure>', "![](i.png)![](j.png)\n"),
        ('<figure><a class="bookmark source" href="https://x.y/">한글', "[한글](https://x.y/)\n"),
        ('<figure><div class="source"><a href="a.pdf">a.pdf</a></div>한글', "[a.pdf](a.pdf)\n\n한글\n"),
    ],
    ids=["whole", "open image", "two images", "open bookmark", "open file"],
)  # fmt: skip
def test_no_text_in_a_figure_is_lost_where_its_end_is_missing(render, figure, text):
    assert render({f"Page {A}.html": html(figure)})["Page.md"] == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        # an image of Notion's leads to nothing but itself, but for one that the user has made a link
        ('<figure class="image"><a href="a%20b.png"><img src="a b.png"></a></figure>', "![](a%20b.png)\n"),
        ('<figure class="image"><a href="https://x.y"><img style="width:30px" src="i.png" alt="z"></a></figure>', "[![z](i.png)](https://x.y)\n"),
        ('<figure class="image"><a href="https://x.y"></a><img src="i.png"></figure>', "![](i.png)\n"),
    ],
    ids=["itself", "address", "empty"],
)  # fmt: skip
def test_image_that_is_a_link(render, figure, text):
    assert render({f"Page {A}.html": html(figure)})["Page.md"] == text


def test_deep_nesting_keeps_all_text(render):
    body = "".join(f'<ul class="bulleted-list"><li>item{n}' for n in range(300)) + "</li></ul>" * 300
    text = render({f"Page {A}.html": html(body)})["Page.md"]
    assert [f"item{n}" for n in range(300) if f"item{n}" not in text.split()] == []


def test_a_file_that_is_no_page_is_an_attachment(render):
    files = {
        f"Page {A}.html": html(
            f'<figure><div class="source"><a href="Page%20{A}/saved.html">saved.html</a></div></figure>'
        ),
        f"Page {A}/saved.html": "<html><body>saved from the web</body></html>",
    }
    tree = render(files)
    assert tree["Page.md"] == "[[saved.html]]\n"
    assert tree["Page/saved.html"] == files[f"Page {A}/saved.html"]


# --- the head


def test_title_comes_from_the_page_and_not_from_the_name(render):
    assert list(render({f"Why {A}.html": html("", title="Why: now?")})) == ["Why - now？.md"]


def test_cover_and_icon_can_be_left_out(render):
    header = f'<header><img class="page-cover-image" src="Page%20{A}/c.jpg"/><div class="page-header-icon"><span class="icon">🌱</span></div>'
    files = {f"Page {A}.html": html("<p>x</p>").replace("<header>", header), f"Page {A}/c.jpg": b"c"}
    assert render(files)["Page.md"] == '---\ncover: "[[c.jpg]]"\nicon: "🌱"\n---\nx\n'
    assert render(files, to="markdown")["Page.md"].startswith('---\ncover: "[c.jpg](Page/c.jpg)"\n')
    assert render(files, cover=False, icon=False)["Page.md"] == "x\n"


def row(kind: str, name: str, value: str) -> str:
    return f'<tr class="property-row property-row-{kind}"><th><span class="icon property-icon"></span>{name}</th><td>{value}</td></tr>'


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", "42", '"42"'),
        ("number", "42", "42"),
        ("number", "much", "much"),
        ("select", "5", '"5"'),
        (
            "multi_select",
            '<span class="selected-value">a b</span><span class="selected-value">c</span>',
            "\n  - a b\n  - c",
        ),
        ("multi_select", '<span class="selected-value">a</span>', "\n  - a"),
        ("checkbox", '<div class="checkbox checkbox-off"></div>', "false"),
        ("date", "<time>@March 27, 2023 2:32 PM</time>", "2023-03-27T14:32:00"),
        ("date", '<time datetime="2020-07-14T10:10">14 juillet 2020 10:10</time>', "2020-07-14T10:10:00"),
        ("url", '<a href="@shop / @b" class="url-value">@shop / @b</a>', '"@shop / @b"'),
        ("hologram", "5", '"5"'),
    ],
)
def test_a_property_has_the_type_that_the_page_gives_it(render, kind, value, expected):
    tree = render({f"Page {A}.html": html("", properties=row(kind, "X", value))})
    assert tree["Page.md"].removeprefix("---\nX:").removesuffix("\n---\n").lstrip(" ") == expected.lstrip(" ")


def test_an_unknown_type_is_reported(make_folder):
    vault = ec.read(make_folder({f"Page {A}.html": html("", properties=row("hologram", "X", "5"))}))
    assert [str(issue) for issue in vault.issues] == [
        f"Page {A}.html:1: XC307 property 'X' has the unknown type 'hologram'"
    ]


# --- databases


def database(body: str = "") -> dict[str, str]:
    shown = f'<table class="collection-content"><thead><tr><th>Name</th></tr></thead><tbody><tr><td class="cell-title"><a href="Books%20{B}/One%20{C}.html">One</a></td></tr></tbody></table>'
    return {
        f"Home {A}.html": html(
            f'<div id="{dashed(B)}" class="collection-content"><h4 class="collection-title">Books</h4>{shown}</div>',
            title="Home",
        ),
        f"Home {A}/Books {B}.html": html(shown + body, B, title="Books"),
        f"Home {A}/Books {B}.csv": "\ufeffName,Pages\nOne,5\n",
        f"Home {A}/Books {B}_all.csv": "\ufeffName,Pages\nOne,5\n",
        f"Home {A}/Books {B}/One {C}.html": html("<p>x</p>", C, title="One", properties=row("number", "Pages", "5")),
    }


def test_a_database_with_its_csv_is_the_same_as_in_a_markdown_export(render):
    tree = render(database())
    assert sorted(tree) == [".obsidian/types.json", "Home.md", "Home/Books/Books.base", "Home/Books/One.md"]
    assert tree["Home.md"] == "![[Books.base]]\n"
    assert tree["Home/Books/One.md"] == "---\nPages: 5\n---\nx\n"


def test_a_page_of_a_database_that_says_more_stays(render):
    tree = render(database("<p>more</p>"))
    assert tree["Home/Books 2.md" if "Home/Books 2.md" in tree else "Home/Books.md"].endswith(
        "![[Books.base]]\n\nmore\n"
    )
    assert tree["Home.md"] == "![[Books.base]]\n"


def test_a_database_without_csv_is_a_table(render):
    files = {path: text for path, text in database().items() if not path.endswith(".csv")}
    tree = render(files)
    assert tree["Home.md"] == "#### Books\n\n| Name |\n| --- |\n| [[One]] |\n"
    assert tree["Home/Books/One.md"] == "---\nPages: 5\n---\nx\n"
