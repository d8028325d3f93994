"""Attachments that nothing speaks of: which count, and what counts as speaking of them."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from support.repositories import findings, nfd

from exportconv.normalize.rules.unused_file import RULE


def unused(files, skipped=()):
    found = findings(files, RULE, skipped)
    assert all(item.name is None and item.line == 0 for item in found)
    return [item.path for item in found]


@pytest.mark.parametrize(
    "path",
    [
        "그림/사진 1.png",
        "a.JPG",
        "a.svg",
        "소리.m4a",
        "a.mp4",
        "보고.pdf",
        "보고.hwp",
        "a.docx",
        "a.xlsx",
        "표.csv",
        "a.zip",
        "a.b.webp",
    ],
)
def test_nothing_speaks_of_it(path):
    assert unused({path: b"x", "글.md": "[[다른 글]] ![[other.png]] png .png", "README": "x"}) == [path]


@pytest.mark.parametrize(
    "path",
    ["README.md", "README", "LICENSE", "LICENSE.txt", "Makefile", "a.toml", "a.yml", "a.yaml", "a.json", "a.py", "a.js", "a.css", "a.lock",
     "a.txt", "a.html", "표.base", "판.canvas", ".hidden.png", ".obsidian/a.png", "sub/.obsidian/x", "favicon.ico", "사진"],
)  # fmt: skip
def test_not_attached_to_notes(path):
    assert unused({path: b"x", "글.md": "글"}) == []


PICTURE = "그림/사진 1.png"


@pytest.mark.parametrize(
    "text",
    [
        "![[사진 1.png]]",
        "![[그림/사진 1.png|300]]",
        "![[사진 1.PNG]]",
        f"![]({quote(PICTURE)})",
        f"![](<{PICTURE}>)",
        "![[" + nfd("사진 1.png") + "]]",
        f"[a]\n\n[a]: {quote(PICTURE)}",
        '---\ncover: "[[사진 1.png]]"\n---\n',
        f"---\ncover: {PICTURE}\n---\n",
        f"---\ncover: {quote(PICTURE)}\n---\n",
        f'<img src="{PICTURE}">',
        f'<img src="{quote(PICTURE)}" width=3>',
        f"<img src='../{quote(nfd(PICTURE))}'>",
        f"<a href='{quote(quote(PICTURE))}'>x</a>",
        '<img src="그림/사진&#32;1.png">',
        "%% ![[사진 1.png]] %%",
        "```\n사진 1.png\n```",
        "https://raw.example/main/%EA%B7%B8%EB%A6%BC/" + quote("사진 1.png") + "?raw=1",
        "사진 1.png에 있다",
    ],
)
def test_a_note_speaks_of_it(text):
    assert unused({PICTURE: b"x", "글/글.md": text}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("판.canvas", json.dumps({"nodes": [{"type": "file", "file": PICTURE}]})),
        ("판.canvas", json.dumps({"nodes": [{"type": "file", "file": PICTURE}]}, ensure_ascii=False)),
        ("판.canvas", json.dumps({"nodes": [{"type": "text", "text": f"![]({quote(PICTURE)})"}]})),
        ("표.base", f"image: {PICTURE}\n"),
        ("글.css", f"a {{ background: url('{PICTURE}') }}"),
        (".obsidian/snippets/글.css", f"a {{ background: url('{PICTURE}') }}"),
        (".github/README.md", f"![](../{quote(PICTURE)})"),
        ("mkdocs.yml", f"logo: {PICTURE}"),
        ("index.html", f"<img src={quote(PICTURE)}>"),
        ("옛 글.md", "![[사진 1.png]]".encode("cp949")),
        ("옛 글.md", "![[사진 1.png]]".encode("utf-16")),
    ],
)
def test_another_file_speaks_of_it(path, text):
    assert unused({PICTURE: b"x", "글.md": "글", path: text}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".obsidian/workspace.json", f'{{"lastOpenFiles": ["{PICTURE}"]}}'),
        (".obsidian/workspace-mobile.json", f'["{PICTURE}"]'),
        (".trash/글.md", "![[사진 1.png]]"),
        ("a.bin", "사진 1.png"),
        ("글 2.md", "사진 1.pngx 사진 1png 사진.png 1.png 그림/ 옛사진 1.png"),
        ("그림/사진 1.png.txt", ""),
    ],
)
def test_what_does_not_count(path, text):
    assert unused({PICTURE: b"x", "글.md": "글", path: text}) == [PICTURE]


def test_escapes_of_markdown_and_json():
    assert unused({"내_사진.png": b"x", "글.md": "<div>내\\_사진.png</div>"}) == []
    assert unused({"내_사진.png": b"x", "a.json": '"\\ub0b4_\\uc0ac\\uc9c4.png"'}) == []


def test_a_link_to_another_file_of_its_name_does_not_count():
    files = {"가/image.png": b"1", "나/image.png": b"2", "가/a.md": "![](image.png)\n\n![[나/none.png]]"}
    assert unused(files) == ["나/image.png"]
    assert unused({**files, "나/b.md": "<img src='image.png'>"}) == []


def test_a_canvas_that_shows_another_file_of_its_name():
    nodes = [{"type": "file", "file": "가/image.png"}, {"type": "text", "text": "[[글]] ![](b.png)"}]
    files = {
        "가/image.png": b"1",
        "나/image.png": b"2",
        "b.png": b"3",
        "글.md": "",
        "판.canvas": json.dumps({"nodes": nodes}),
    }
    assert unused(files) == ["나/image.png"]


def test_a_link_that_fits_both_counts_for_both():
    assert unused({"가/a.png": b"1", "나/a.png": b"2", "글.md": "![[a.png]]"}) == []


def test_a_file_with_an_encoded_name():
    name = quote("사진.png")
    assert unused({name: b"x", "글.md": "글"}) == [name]
    for text in (f"<img src='{name}'>", "<img src='사진.png'>", f"<img src='{quote(name)}'>", f"![[{name}]]"):
        assert unused({name: b"x", "글.md": text}) == []


def test_what_is_skipped_speaks_but_is_not_reported():
    files = {"a.png": b"x", "b.png": b"x", "c.png": b"x", "틀/글.md": "![[a.png]]", "틀/x.js": "'b.png'"}
    assert unused(files, skipped=["c.png", "틀/글.md", "틀/x.js"]) == ["b.png"]


def test_many_files_and_texts_take_no_time():
    files: dict[str, str | bytes] = {f"그림/사진 {number}.png": b"x" for number in range(4000)}
    files |= {f"글 {number}.md": f"<img src='그림/사진 {number}.png'>" + "png .png " * 500 for number in range(1000)}
    assert len(unused(files)) == 3000
