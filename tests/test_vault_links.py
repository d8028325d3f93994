"""Links of a vault that are written in other ways than most: in HTML, with queries, to folders, in templates."""

from __future__ import annotations

import json
import unicodedata
from urllib.parse import quote

import pytest
from support.vault_trees import converted, put_files

import exportconv as ec
from exportconv.normalize.run import normalize
from exportconv.options import NormalizeOptions

PROMISES = (5,)

LINKS = NormalizeOptions(select=("XC1",))
NAMES = NormalizeOptions(select=("XC603",), unsafe_fixes=True)
OLD = "나 0123456789abcdef0123456789abcdef"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def mended(folder, body: str, files: dict[str, str]) -> str:
    """What a note becomes when other names lose their ids; a second run changes nothing."""
    put_files(folder, {".git/HEAD": "", **files, "글.md": body})
    normalize([folder], options=NAMES)
    assert normalize([folder], options=NAMES).changes == ()
    return (folder / "글.md").read_bytes().decode()


# --- HTML


NEW = "it%27s%2C%20%EB%82%98.md"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<img src='{}' alt='가'>", "<img src='{}' alt='가'>"),
        ("글 <img alt=가 src={}> 글", "글 <img alt=가 src={}> 글"),
        ('<img src="{}?w=3&amp;h=4#x">', '<img src="{}?w=3&amp;h=4#x">'),
        ("<img srcset='{} 1x, ./{} 2x' src='{}'>", "<img srcset='{} 1x, {} 2x' src='{}'>"),
        (
            '<picture>\n<source srcset="{},\nhttps://a.example/{}">\n</picture>',
            '<picture>\n<source srcset="{},\nhttps://a.example/OLD">\n</picture>',
        ),
        ("> <a\n> href='{}'>a</a>", "> <a\n> href='{}'>a</a>"),
    ],
    ids=["single quotes", "no quotes", "query", "srcset", "lines", "quote"],
)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_links_in_html_follow(tmp_path, body, expected, to):
    name = "It's, 나.png"
    old = quote(name, safe="")
    tree, issues = converted(tmp_path / "v", {"a.md": body.replace("{}", old), name: "x"}, to=to, ascii_names=True)
    assert tree["a.md"] == expected.replace("OLD", old).replace("{}", "it-s-na.png")
    assert issues == []


@pytest.mark.parametrize("quotes", ["''", '""', ["", ""]])
def test_what_is_written_in_html_fits_its_quotes(tmp_path, quotes):
    body = f"<a href={quotes[0]}{{}}{quotes[1]}>\n<img srcset='{{}} 2x'>\n"
    old = f"it's, {OLD}.md"
    assert mended(tmp_path, body.replace("{}", quote(old, safe="")), {old: "x"}) == body.replace("{}", NEW)


@pytest.mark.parametrize(
    "body",
    ["<!-- <img src='{}'> -->", "`<img src='{}'>`", "<script>\"<img src='{}'>\"</script>", "<img data-src='{}'>", "<img alt='src={}'>"],
    ids=["comment", "code", "script", "another attribute", "value of another"],
)  # fmt: skip
def test_what_is_no_link_in_html_stays(tmp_path, body):
    body = body.replace("{}", quote(f"{OLD}.md"))
    assert mended(tmp_path, body, {f"{OLD}.md": "x"}) == body


# --- names that look like something else


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](<h:i/{}.md>)", "[a](<h%3Ai/%EB%82%98.md>)"),
        ("[a](h:i/{}.md#둘째)", "[a](h%3Ai/%EB%82%98.md#둘째)"),
        ("[a]: h:i/{}.md", "[a]: h%3Ai/%EB%82%98.md"),
        ("<a href='h:i/{}.md'>", "<a href='h%3Ai/%EB%82%98.md'>"),
        ("[[h:i/{}]]", "[[h:i/나]]"),
        ("[a](h:i/back%5Csl%20{}.md)", "[a](h%3Ai/back%5Csl%20%EB%82%98.md)"),
        ("[a](<h:i/back\\sl {}.md>)", "[a](<h%3Ai/back%5Csl%20%EB%82%98.md>)"),
        ("[[back\\sl {}]]", "[[back\\sl 나]]"),
        ("[a](http:i/{}.md)", "[a](http:i/{}.md)"),
        ("[a](h://i/{}.md)", "[a](h://i/{}.md)"),
        ("[a](zotero:{})", "[a](zotero:{})"),
    ],
)
def test_names_with_a_colon_or_backslash(tmp_path, body, expected):
    files = {f"h:i/{OLD}.md": "# 둘째", f"h:i/back\\sl {OLD}.md": "x"}
    is_plain = "<h" in body or "[[" in body
    old = OLD if is_plain else quote(OLD)
    assert mended(tmp_path, body.replace("{}", old), files) == expected.replace("{}", old)
    assert normalize([tmp_path], options=LINKS).found == ()


def test_a_file_with_a_colon_in_plain_markdown(tmp_path):
    files = {"a.md": "[x](<h:i/b c.md>) [[h:i/b c]] [y](mailto:a@b.example)", "h:i/b c.md": "x"}
    tree, issues = converted(tmp_path / "v", files, to="markdown")
    path = next(name for name in tree if name != "a.md")
    assert tree["a.md"] == f"[x]({quote(path)}) [h:i/b c]({quote(path)}) [y](mailto:a@b.example)"
    assert issues == []


def test_a_canvas_names_paths_only(tmp_path):
    canvas = '{"nodes":[{"type":"file","file":"http:b/{}.md"},{"type":"file","file":"a\\\\b {}.md"}]}'
    mended(tmp_path, "", {f"http:b/{OLD}.md": "x", f"a\\b {OLD}.md": "x", "c.canvas": canvas.replace("{}", OLD)})
    assert (tmp_path / "c.canvas").read_bytes().decode() == canvas.replace("{}", "나")


@pytest.mark.parametrize(
    "text", ["{}", '[[{}|t]] 🎉 [[ {}#둘째 ]] "[[{}]]"', "[[{}\n]]", "`a` | [[{}\\|t]] |", "[[a\\b {}]]"]
)
def test_a_canvas_with_escapes_follows(tmp_path, text):
    old, new = (text.replace("{}", name) for name in (OLD, "나"))
    nodes = {"nodes": [{"type": "file", "file": f"d/{OLD}.md"}, {"type": "text", "text": old}]}
    files = {f"d/{OLD}.md": "# 둘째", f"a\\b {OLD}.md": "x", "c.canvas": json.dumps(nodes)}
    mended(tmp_path / "in", "", files)
    after = json.loads((tmp_path / "in/c.canvas").read_bytes())["nodes"]
    assert (after[0]["file"], after[1]["text"]) == ("d/나.md", new if "]]" in text and "\n" not in text else old)
    tree, issues = converted(tmp_path / "v", files, to="obsidian", ascii_names=True)
    assert json.loads(tree["c.canvas"])["nodes"][0]["file"] == f"d/{OLD}.md".replace("나 ", "na-")
    assert issues == []


def test_a_canvas_in_decomposed_letters_follows(tmp_path):
    canvas = '{"nodes":[{"type":"file","file":"\\u1102\\u1161.md"}]}'
    put_files(tmp_path, {".git/HEAD": "", nfd("나.md"): "x", "c.canvas": canvas})
    normalize([tmp_path], options=NormalizeOptions())
    assert (tmp_path / "c.canvas").read_bytes().decode() == '{"nodes":[{"type":"file","file":"나.md"}]}'


def test_a_property_with_escapes_follows(tmp_path):
    body = f'---\nup: "[[\\uB098{OLD[1:]}#\\uB458\\uC9F8]]"\n---\n'
    assert mended(tmp_path, body, {f"{OLD}.md": "# 둘째"}) == '---\nup: "[[나#\\uB458\\uC9F8]]"\n---\n'


# --- what leads somewhere, though to no note


FILES = {"sub/a b/b.md": "# 둘째", "c.py": "x", "n.md": "# 제목", "i.png": "x", ".github/x.yml": "x"}
FINE = [
    "[x](sub/)", "[x](sub)", "[x](.)", "[x](/)", "[x](./sub/a%20b/)", "[x](<sub/a b>)", "[x](.github/)", "[x](/sub/a%20b)",
    "[x](n.md?raw=true)", "[x](n?plain=1#L10)", "![x](i.png?w=300)", "[x](#)", "[x](#top)", "[x](n.md#top)", "[x](n.md#제목)",
    "[x](c.py#L10)", "[x](c.py#L10-L20)", "[x](n.md#L10)", "[x](?a=b)", "[x]({{title}}.md)", "[x](%7B%7Btitle%7D%7D.md)", "[[{{date}}]]",
    "[[<% tp.file.title %>]]", "[[n#{{heading}}]]", "![[{{title}}.png|300]]", "[x]: sub/",
]  # fmt: skip


@pytest.mark.parametrize("body", FINE)
def test_no_false_alarm(tmp_path, body):
    put_files(
        tmp_path / "v", {**FILES, ".obsidian/app.json": "{}", "a.md": body, "sub/a.md": "[x](..) [y](../) [z](a%20b/)"}
    )
    assert normalize([tmp_path / "v"], options=LINKS).found == ()
    assert ec.convert(tmp_path / "v", tmp_path / "out").report.issues == ()
    assert (tmp_path / "out/a.md").read_bytes().decode() == body


@pytest.mark.parametrize(
    "body",
    ["[x](sup/)", "[x](..)", "[[sub/]]", "[[sub]]", "[x](no.md?raw=true)", "[[n?raw]]", "[[n#top]]", "[x](n.md#L)", "[x]({title}.md)", "[[#]]"],
)  # fmt: skip
def test_what_is_broken_is_said(tmp_path, body):
    put_files(tmp_path, {**FILES, ".obsidian/app.json": "{}", "a.md": body})
    assert [item.line for item in normalize([tmp_path], options=LINKS).found] == [1]


@pytest.mark.parametrize("body", FINE)
def test_in_plain_markdown_it_stays(tmp_path, body):
    tree, issues = converted(tmp_path / "v", {**FILES, "a.md": body}, to="markdown")
    assert issues == []
    changed = {
        "[x](<sub/a b>)": "[x](<sub/a b>)",
        "[x](n?plain=1#L10)": "[x](n.md?plain=1#L10)",
        "[[n#{{heading}}]]": "[n > {{heading}}](n.md#%7B%7Bheading%7D%7D)",
        "[x](n.md#제목)": f"[x](n.md#{'제목'})",
    }
    assert tree["a.md"] == changed.get(body, body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[x](%/%.md?raw=true#둘째)", "[x](%EB%82%98/%EB%82%98.md?raw=true#둘째)"),
        ("[x](<{}/{}.md?raw=true>)", "[x](<나/나.md?raw=true>)"),
        ("![x](%/i.png?w=3)", "![x](%EB%82%98/i.png?w=3)"),
        ("[x](<{}/>)", "[x](<나/>)"),
        ("[x](<./{}/#a>)", "[x](<나/#a>)"),
        ("[x](/%/?a=b)", "[x](/%EB%82%98/?a=b)"),
        ("[x]: %/", "[x]: %EB%82%98/"),
        ("<a href='%/'>", "<a href='%EB%82%98/'>"),
        ("[x](.) [y](/) [a](sub)", "[x](.) [y](/) [a](sub)"),
    ],
)
def test_queries_and_folders_follow(tmp_path, body, expected):
    body = body.replace("{}", OLD).replace("%", quote(OLD))
    files = {
        f"{OLD}/{OLD}.md": "# 둘째",
        f"{OLD}/i.png": "x",
        f"{OLD}.md": "[x](.)",
        "sub/x.md": "[x](../sub/) [y](..)",
    }
    assert mended(tmp_path / "in", body, files) == expected
    assert (tmp_path / "in/sub/x.md").read_bytes() == b"[x](../sub/) [y](..)"
    tree, _ = converted(tmp_path / "v", {**files, "글.md": body}, to="markdown", ascii_names=True)
    slug = OLD.replace("나 ", "na-")
    plain = expected.replace("%EB%82%98", slug).replace("나", slug)
    assert (
        tree["geul.md"].replace("<", "").replace(">", "") == plain.replace("<", "").replace(">", "") or "#둘째" in body
    )


def test_a_folder_in_decomposed_letters_keeps_its_links(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", nfd("나/a.md"): "x", "글.md": f"[x]({nfd('나')}/) [y](나)"})
    normalize([tmp_path], options=NormalizeOptions(select=("XC601",)))
    assert (tmp_path / "글.md").read_bytes().decode() == "[x](%EB%82%98/) [y](나)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[x](b%2520c.md?raw=true#d)", "[x](b%20c.md?raw=true#d)"),
        ("<a href='it&#39;s%2520c.md?a=1&amp;b=2'>", "<a href='it%27s%20c.md?a=1&amp;b=2'>"),
        ("[x](50%25%5Csl.md)", "[x](50%25%5Csl.md)"),
        ("[x](/home/)", "[x](/home/)"),
    ],
    ids=["query", "quotes", "backslash", "folder with a machine's name"],
)
def test_links_that_are_encoded_twice_or_seem_so(tmp_path, body, expected):
    files = {"b c.md": "# d", "it's c.md": "x", "50%\\sl.md": "x", "home/x.md": "x", ".git/HEAD": "", "글.md": body}
    put_files(tmp_path, files)
    options = NormalizeOptions(select=("XC61",))
    assert normalize([tmp_path], options=options).found == ()
    assert (tmp_path / "글.md").read_bytes().decode() == expected


def test_a_folder_of_markdown_with_queries_becomes_a_vault(tmp_path):
    body = "[x](n.md?raw=true#t) [y](n.md) ![z](i.png?w=3) [s](sub/) [t](#top)\n\n<img src='it&#39;s.png?w=3'>\n"
    files = {"a.md": body, "n.md": "# t", "i.png": "x", "it's.png": "x", "sub/b.md": "x"}
    tree, issues = converted(tmp_path / "v", files, to="obsidian", source="markdown")
    inline = "[x](n.md?raw=true#t) [[n|y]] ![z](i.png?w=3) [s](sub/) [t](#top)"
    assert tree["a.md"] == f"{inline}\n\n<img src='it%27s.png?w=3'>\n"
    assert issues == []


def test_wikilinks_are_made_only_of_what_they_can_say(tmp_path):
    body = "[x](n.md?raw=true) [y](#) [s](sub/) [n](n.md)"
    tree, _ = converted(
        tmp_path / "v",
        {"a.md": body, "n.md": "x", "sub/b.md": "x"},
        to="obsidian",
        links="wikilink",
        link_path="shortest",
    )
    assert tree["a.md"] == "[x](n.md?raw=true) [y](#) [s](sub/) [[n]]"


# --- headings below headings of which there are several


TWICE = "# 가\n## 일지\n### 첫째\n# 나\n## 일지\n### 끝\n#### 깊이\n## 일지\n### 끝\n> # 나\n> ## 일지\n\n### 밖\n"


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("일지", 1), ("일지#첫째", 2), ("일지#끝", 5), ("나#일지#끝", 5), ("일지#끝#깊이", 6), ("일지#깊이", 6), ("끝", 5),
        ("일지#밖", 12), ("나#밖", 12), ("나 #  일지 # 밖", 12), ("나#나#일지", 10), ("가#끝", None), ("일지#첫째#깊이", None), ("일지#일지", 10),
        ("나#일지#없음", None), ("끝#깊이", 6), ("#끝", 5), ("나#첫째", None),
    ],
)  # fmt: skip
def test_the_first_way_down_that_fits_is_taken(tmp_path, fragment, place):
    put_files(tmp_path, {".git/HEAD": "", "글.md": TWICE, "a.md": f"[[글#{fragment}]]"})
    vault = ec.read(tmp_path, options=ec.Options(source_format="obsidian"))
    note, link = vault.notes[1], vault.notes[0].links[0]
    at = None if link.section is None else note.body[: note.sections[link.section].span.start].count("\n")
    assert (at, len(vault.issues)) == (place, place is None)


def test_many_equal_headings_are_looked_through_once(tmp_path):
    lines = "".join(f"{'#' * (1 + at % 6)} 같은 것\n" for at in range(6000))
    links = "[[글#같은 것#같은 것#같은 것#같은 것#같은 것#없음]]\n" * 20
    put_files(tmp_path, {".git/HEAD": "", "글.md": lines, "a.md": links})
    assert len(ec.read(tmp_path, options=ec.Options(source_format="obsidian")).issues) == 20
