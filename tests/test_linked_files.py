"""Files that are no notes and name others: canvases, pages of HTML, Markdown files with other endings."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from support.repositories import nfd
from support.vault_trees import converted, put_files

from exportconv.normalize.run import normalize
from exportconv.options import NormalizeOptions

PROMISES = (5,)

NAMES = NormalizeOptions(select=("XC601", "XC602", "XC603"), unsafe_fixes=True)
LINKS = NormalizeOptions(select=("XC1",))
ID = "0123456789abcdef0123456789abcdef"
OLD = f"둘째 {ID}.md"
CODED = quote(OLD)
NEW = quote("둘째.md")


def mended(folder, files):
    """The texts of a repository after its names were mended; a second run changes nothing."""
    put_files(folder, {".git/HEAD": "", **files})
    normalize([folder], options=NAMES)
    assert normalize([folder], options=NAMES).changes == ()
    tree = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return {path: file.read_bytes().decode("utf-8", "surrogateescape") for path, file in tree.items()}


# --- canvases


BOARD = (
    '{\n\t"nodes":[\n\t\t{"type":"group","background":"%","backgroundStyle":"cover","label":"%"},\n'
    '\t\t{"type":"text","text":"\\"background\\": \\"%\\""}\n\t]\n}'
)


def test_the_background_of_a_group_follows(tmp_path):
    board = BOARD.replace("%", f"dir/{OLD}")
    after = board.replace(f'd":"dir/{OLD}"', 'd":"dir/둘째.md"')
    assert mended(tmp_path / "in", {"판.canvas": board, f"dir/{OLD}": "x"})["판.canvas"] == after
    board = BOARD.replace("%", "dir/그림.png")
    files = {"a.md": "![[그림.png]]", "판.canvas": board, "dir/그림.png": "x"}
    tree, issues = converted(tmp_path / "v", files, to="obsidian", attachments="folder", attachment_folder="files")
    assert tree["판.canvas"] == board.replace('d":"dir/그림.png"', 'd":"files/그림.png"')
    assert issues == []


@pytest.mark.parametrize(("background", "lines"), [("없음.png", [1]), ("", []), ("그림.png", [])])
def test_a_background_that_is_not_there_is_said(tmp_path, background, lines):
    board = json.dumps({"nodes": [{"type": "group", "background": background}]}, ensure_ascii=False)
    put_files(tmp_path, {".git/HEAD": "", "판.canvas": board, "그림.png": "x"})
    assert [item.line for item in normalize([tmp_path], options=LINKS).found] == lines
    assert (tmp_path / "판.canvas").read_bytes().decode() == board


# --- pages of HTML


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<img src='dir/{old}'>", "<img src='dir/{new}'>"),
        ('<IMG SRC = "./dir/{coded}?v=1&amp;w=2#x">', '<IMG SRC = "dir/{new}?v=1&amp;w=2#x">'),
        ("<img src=dir/{coded} alt={coded}>", "<img src=dir/{new} alt={coded}>"),
        ("<a href='/dir/{old}'>{old}</a>", "<a href='/dir/{new}'>{old}</a>"),
        ("<img srcset='dir/{coded} 1x,\n dir/없음.png 2x'>", "<img srcset='dir/{new} 1x,\n dir/없음.png 2x'>"),
        ("<svg><image xlink:href='dir/{old}'/></svg>", "<svg><image xlink:href='dir/{new}'/></svg>"),
        ("\ufeff<!doctype html>\r\n<link href='dir/{old}'>\r\n", "\ufeff<!doctype html>\r\n<link href='dir/{new}'>\r\n"),
        ("> <p>\n> <img src='dir/{old}'>", "> <p>\n> <img src='dir/{new}'>"),
        ("<script src='dir/{old}'>'<img src=\"dir/{old}\">'</script>", "<script src='dir/{new}'>'<img src=\"dir/{old}\">'</script>"),
    ],
    ids=["text", "query", "bare", "root", "srcset", "svg", "mark", "quote", "script"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["쪽.html", "쪽.HTM"])
def test_links_in_a_page_follow(tmp_path, name, page, expected):
    page, expected = (
        text.format(old=OLD, coded=CODED, new=NEW) if "{old" in text or "{coded" in text else text
        for text in (page, expected.replace("{new}", NEW))
    )
    tree = mended(tmp_path, {f"dir/{OLD}": "x", name: page})
    assert tree[name] == expected
    assert "dir/둘째.md" in tree


@pytest.mark.parametrize(
    "page",
    [
        "<img src='{old}'>",
        "<img src='sub/{old}'> <a href='b/dir/{old}'>",
        "<img src='https://a.example/dir/{old}'> <a href='//dir/{old}'>",
        "<!-- <img src='dir/{old}'> -->",
        "<base href='https://a.example/'><img src='dir/{old}'>",
        "<head><BASE target=_blank HREF=sub/>\n<img src='../dir/{old}'>",
        "{{{{ base }}}}<img src='{{{{ base }}}}/dir/{old}'>",
        "[x](dir/{coded}) [[{old}]] `dir/{old}`",
    ],
    ids=["elsewhere", "not there", "web", "comment", "base", "base that comes later", "template", "Markdown"],
)
def test_what_leads_to_no_file_from_a_page_stays(tmp_path, page):
    page = page.format(old=OLD, coded=CODED)
    assert mended(tmp_path, {f"dir/{OLD}": "x", "쪽.html": page})["쪽.html"] == page
    assert normalize([tmp_path], options=LINKS).found == ()


def test_a_page_names_files_from_its_own_folder_only(tmp_path):
    files = {
        "책/쪽.html": f"<img src='{OLD}'><img src='dir/{OLD}'><a href='dir/'>",
        f"dir/{OLD}": "x",
        f"책/{OLD}": "x",
    }
    assert mended(tmp_path, files)["책/쪽.html"] == f"<img src='{NEW}'><img src='dir/{OLD}'><a href='dir/'>"


def test_pages_lead_to_folders_and_notes(tmp_path):
    old = f"자료 {ID}"
    files = {
        f"{old}/글.md": "x",
        f"{old}/쪽.html": f"<a href='글.md'><a href='../{old}/글'><a href='..'>",
        "쪽.html": f"<a href='{old}/'><a href='./{quote(old)}'><a href='{old}/글.md#둘째'><a href='#{old}'>",
    }
    tree, new = mended(tmp_path, files), quote("자료")
    assert tree["쪽.html"] == (
        f"<a href='{new}/'><a href='{new}'><a href='{new}/{quote('글')}.md#둘째'><a href='#{old}'>"
    )
    assert tree["자료/쪽.html"] == f"<a href='글.md'><a href='{quote('글')}'><a href='..'>"


def test_a_page_is_read_letter_by_letter(tmp_path):
    """What is the same to Obsidian is not so to a browser; what a browser does not find stays as it is."""
    page = f"<img src='{nfd('그림')}.png'><img src='A.PNG'><img src='{nfd('다른')}.png'>"
    tree = mended(tmp_path / "in", {nfd("그림.png"): "x", "a.png": "x", "다른.png": "x", "쪽.html": page})
    assert tree["쪽.html"] == f"<img src='{quote('그림.png')}'><img src='A.PNG'><img src='{nfd('다른')}.png'>"
    files = {"글.md": "x", "Photo.PNG": "x", "쪽.html": "<img src='Photo.PNG'><img src='photo.png'>"}
    for to in ("obsidian", "markdown"):
        tree, _ = converted(tmp_path / to, files, to=to, ascii_names=True)
        assert tree["jjog.html"] == "<img src='photo.PNG'><img src='photo.png'>", to


@pytest.mark.parametrize(("source", "to"), [("obsidian", "obsidian"), ("obsidian", "markdown"), ("markdown", "markdown"), ("markdown", "obsidian")])  # fmt: skip
@pytest.mark.parametrize("links", [None, "wikilink", "relative"])
def test_pages_follow_what_a_conversion_renames(tmp_path, source, to, links):
    page = "<a href='글/첫 글.md#a'>글</a><img src='글/사진.png'><a href='글/없음.md'>"
    files = {"글/첫 글.md": "![](사진.png)", "글/사진.png": "x", "쪽.html": page, "판.markdown": "[글](글/첫%20글.md)"}
    options = {"ascii_names": True, "attachments": "folder", "attachment_folder": "files", "links": links}
    tree, _ = converted(tmp_path / "v", files, to=to, source=source, **options)
    assert tree["files/jjog.html"] == (
        "<a href='../geul/ceos-geul.md#a'>글</a><img src='sajin.png'><a href='글/없음.md'>"
    )
    assert tree["files/pan.markdown"] == "[글](../geul/ceos-geul.md)"


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_style_of_paths_is_for_notes(tmp_path, to):
    files = {
        "a/글.md": "[x](b.md) <img src='그림.png'>", "a/b.md": "x", "a/그림.png": "x",
        "a/쪽.html": "<a href='b.md'><a href='../a/b.md'>", "a/속.markdown": "[x](b.md)",
    }  # fmt: skip
    tree, _ = converted(tmp_path / "v", files, to=to, link_path="absolute")
    assert "(b.md)" not in tree["a/글.md"]
    assert {path: text for path, text in files.items() if path[-3:] in ("tml", "own")}.items() <= tree.items()


# --- files that are left alone


@pytest.mark.parametrize(
    "data",
    [f"<img src='{OLD}'>".encode("utf-16"), f"<img src='{OLD}'>".encode("cp949"), f"<img src='{OLD}'>".encode() + b"\xff"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["쪽.html", "글.markdown"])
def test_what_is_not_utf_8_stays(tmp_path, name, data):
    mended(tmp_path, {OLD: "x", name: data})
    assert (tmp_path / name).read_bytes() == data
    assert normalize([tmp_path], options=NormalizeOptions(select=("XC6",))).changes == ()


def test_large_pages_stay(tmp_path, monkeypatch):
    page = f"<img src='{OLD}'>"
    monkeypatch.setattr("exportconv.readers.linked_files._LARGEST", len(page.encode()) - 1)
    assert mended(tmp_path, {OLD: "x", "쪽.html": page})["쪽.html"] == page


@pytest.mark.parametrize("place", [".숨은 곳/쪽.html", ".쪽.html", "속/쪽.html", "속/글.markdown", ".숨은 곳/글.mdx"])
def test_what_is_hidden_or_another_vaults_stays(tmp_path, place):
    text = f"<img src='/{OLD}'>\n\n[[{OLD}]]"
    assert mended(tmp_path, {OLD: "x", "속/.obsidian/app.json": "{}", place: text})[place] == text


# --- Markdown files with other endings


TEXT = """---\r
up: "[[{old}]]"\r
---\r
# 가 {old}\r
![가]({coded} "제목") [나](<{old}>) `[나](<{old}>)` [[{old}|다]]\r
<img src='{coded}'>\r
| ![[{old}\\|x]] |\r
|---|\r
\r
[r]: {coded}"""


@pytest.mark.parametrize("ending", ["markdown", "mdown", "mkd", "mdx", "qmd", "MARKDOWN"])
def test_markdown_with_other_endings_follows(tmp_path, ending):
    text = TEXT.format(old=OLD, coded=CODED)
    expected = TEXT.replace("# 가 {old}", f"# 가 {OLD}").replace("`[나](<{old}>)`", f"`[나](<{OLD}>)`")
    tree = mended(tmp_path, {OLD: "x", f"글.{ending}": text, "a.md": "x"})
    assert tree[f"글.{ending}"] == expected.format(old="둘째.md", coded=NEW)


def test_wikilinks_are_none_in_plain_markdown(tmp_path):
    files = {"글.md": "x", "그림 1.png": "x", "속.mdx": "[[그림 1.png]] ![](그림%201.png)"}
    tree, issues = converted(tmp_path / "v", files, to="markdown", source="markdown", ascii_names=True)
    assert tree["sog.mdx"] == "[[그림 1.png]] ![](geurim-1.png)"
    assert issues == []


def test_broken_links_are_said_of_markdown_and_not_of_pages(tmp_path):
    text = "\n[[없음]] [x](없음.md) <img src='없음.png'>\n\n[[글#없음]] [[b]] <a href='글.md#없음'>\n"
    files = {"글.md": "# 둘째", "a/b.md": "x", "c/b.md": "x", "글.mdx": text, "쪽.html": text}
    put_files(tmp_path, {".git/HEAD": "", **files})
    found = [f"{item.code} {item.path}:{item.line}" for item in normalize([tmp_path], options=LINKS).found]
    assert found == ["XC101 글.mdx:2", "XC101 글.mdx:2", "XC102 글.mdx:4", "XC103 글.mdx:4", "XC103 글.mdx:4"]


def test_in_such_markdown_links_may_go_without_its_ending(tmp_path):
    files = {"a/글.mdx": "[x](둘째#가) [y](./둘째) [z](셋째)", "a/둘째.mdx": "x", "a/셋째.qmd": "x", ".git/HEAD": ""}
    put_files(tmp_path, files)
    assert [item.message for item in normalize([tmp_path], options=LINKS).found] == ["'셋째' is not in the vault"]


def test_a_picture_that_such_a_file_names_is_used(tmp_path):
    files = {
        "쪽.html": "<img src='그림/가.png'>", "글.mkd": "![](그림/나.png)", "판.canvas": '{"nodes":[{"background":"그림/다.png"}]}',
        **{f"그림/{name}.png": name for name in "가나다라"},
    }  # fmt: skip
    put_files(tmp_path, {".git/HEAD": "", **files})
    found = normalize([tmp_path], options=NormalizeOptions(select=("XC621",))).found
    assert [item.path for item in found] == ["그림/라.png"]


def test_plain_markdown_is_read_letter_by_letter_where_it_was(tmp_path):
    """Where plain Markdown becomes plain Markdown, nobody looks a file up by the end of its path or in another case."""
    files = {"a/글.md": "![](Photo.PNG) ![](photo.png) ![](B.png)", "a/Photo.PNG": "x", "B.png": "x"}
    options = {"ascii_names": True, "attachments": "folder", "attachment_folder": "files"}
    tree, _ = converted(tmp_path / "v", files, to="markdown", source="markdown", **options)
    assert tree["a/geul.md"] == "![](../files/photo.PNG) ![](photo.png) ![](B.png)"


# --- links that another file's new name would make unsure


def test_a_name_that_two_files_have_now_is_qualified(tmp_path):
    files = {"a/보고.md": "x", "b/%EB%B3%B4%EA%B3%A0.md": "y", "a/n.md": "[[보고]]", "b/n.md": "[[보고|x]]"}
    tree = mended(tmp_path / "in", files)
    assert (tree["a/n.md"], tree["b/n.md"], tree["b/보고.md"]) == ("[[a/보고]]", "[[a/보고|x]]", "y")
    assert normalize([tmp_path / "in"], options=LINKS).found == ()
