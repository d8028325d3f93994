"""Fuzzes the reader of HTML pages: any bytes become a note whose links and marks stand where they are said to be."""

from __future__ import annotations

import zlib

from fuzzing import Bytes, check_spans, made_bytes, read_notion, render, run

from exportconv.model import MarkKind, Note
from exportconv.readers.html_inline import Inline
from exportconv.readers.html_quick import quick_paragraphs
from exportconv.readers.html_runs import runs_of
from exportconv.readers.html_tree import find_all, find_first, is_within_limits, parse_html, text_of
from exportconv.readers.note_marks import holds_marks
from exportconv.readers.notion_html import read_html_page
from exportconv.readers.source import Entry, decode_text
from exportconv.syntax.spans import scan

PIECES = [
    "<", ">", "</", "/>", '"', "'", "=", " ", "\n", "a", "b c", "한글", "&", "&amp;", "&lt;", "&#0;", "&#xD800;", "&#x41;", "\0", "\r", "<!--", "-->", "<![CDATA[",
    "<p>", "</p>", "<p id='{id}'>", "<div>", "</div>", '<div style="display:contents">', "<br>", "<br/>", "<hr>", "<h1>", "</h1>", "<h2 id='{id}'>", "<h3>",
    "<ul>", "</ul>", '<ul class="bulleted-list">', '<ul class="to-do-list">', '<div class="checkbox checkbox-on"></div>', "<ol>", '<ol type="1" start="3">',
    '<ol start="99999999999">', "<li>", "</li>", '<ul class="toggle">', "<details>", "<details open=''>", "<summary>", "</summary>", "</details>", "<blockquote>",
    "</blockquote>", '<figure class="callout">', "<figure>", '<figure class="image">', '<figure class="equation" data-notion-equation="x^2">', "</figure>",
    '<div style="width:100%">', "<aside>", "</aside>", '<span class="icon">💡</span>', "<pre class='code'>", "<code>", "</code>", "</pre>",
    '<code class="language-Python">', "<table>", '<table class="simple-table">', '<table class="collection-content">', "<thead>", "<tbody>", "<tr>", "<td>", "<th>",
    "</td>", "</tr>", "</table>", '<a href="Other.html">', '<a href="#{id}">', '<a href="https://x.y/(z) w">', '<a href="javascript:x">', '<a href="">', "</a>",
    '<img src="i.png">', '<img style="width:30px" src="i.png" alt="]">', "<em>", "</em>", "<strong>", "</strong>", "<del>", "</del>", "<mark class='highlight-red'>",
    "</mark>", "<time>@2024년 5월 10일</time>", '<span class="katex">', "<annotation>x_1</annotation>", "</span>", '<span aria-hidden="true">', "<script>", "</script>",
    "<style>", "<nav class='table_of_contents'>", '<div class="table_of_contents-item table_of_contents-indent-1">', '<a class="table_of_contents-link" href="#{id}">',
    "</nav>", '<article id="{id}">', "</article>", "<header>", "</header>", '<h1 class="page-title">', '<p class="page-description">', '<table class="properties">',
    '<tr class="property-row property-row-select">', '<div class="page-body">', "</body>", "<svg>", "<math>", "<template>", "*", "**", "_", "`", "[", "](", "]", "|", "#",
    "==", "~~", "$", "\\", "- ", "1. ", "> ", "!", "[[", "^id", "%%", "\ufdd0", "\u2028", "\xa0", "e\u0301", "🎉", "<iframe src=x>", '<video src="v.mp4">',
    '<div class="source">', '<a class="bookmark source" href="https://x.y">', '<div class="column-list">', '<div class="indented">', "<u>", "<kbd>", "<s>", "<i>", "<b>",
]  # fmt: skip
PIECES = [piece.replace("{id}", "0123456789abcdef0123456789abcdef") for piece in PIECES]
LONGEST = 120
WORD = "한글"
UNSEEN = (b"header", b"katex", b"equation", b"aria-hidden", b"</body", b"article")
"""Where they are, some text is in another place or stands twice."""
ID = "0123456789abcdef0123456789abcdef"
HEAD = f'<html><head><title>T</title></head><body><article id="{ID}" class="page sans"><header><h1 class="page-title">T</h1>'


def check(data: bytes) -> None:
    data = made_bytes(data, PIECES)
    # most inputs stand in the body of a page, some in its head, and some are the page
    place = zlib.crc32(data) % 8
    start = HEAD.encode() + (b"" if place == 1 else b'</header><div class="page-body">')
    if place % 4 == 0:
        # it costs twice as much as all else
        _check_quick(data)
    page = data if place == 0 else start + data + b'<div class="page-body"></div>'
    path, issues = f"Page {ID}.html", []
    note = read_html_page(Entry(path, Bytes(page)), {"1" * 32: "DB.csv"}, issues)
    if note is None:
        text = decode_text(page) if b"page-body" in page else None
        assert issues or text is None or find_first(parse_html(text), name="page-body") is None
        return
    _check_note(note)
    if place > 1 and WORD.encode() in data and not any(mark in data for mark in UNSEEN):
        body = data.decode("utf-8", "ignore")
        assert note.body.count(WORD) >= text_of(parse_html(f"<div>{body}")).count(WORD)
    if zlib.crc32(data) % 32 == 9:
        _check_export({path: page, f"Other {'2' * 32}.html": start + b"</div>"})


def _check_quick(data: bytes) -> None:
    """What is printed quickly is what is printed otherwise."""
    html = data.decode("utf-8", "ignore")
    if not is_within_limits(html) or holds_marks(html):
        return
    for node in find_all(parse_html(html)):
        quick, slow = Inline(), Inline()
        paragraphs = quick_paragraphs(quick, node.children)
        if paragraphs is not None:
            assert paragraphs == slow.paragraphs(runs_of(node.children))
            assert quick.links == slow.links


def _check_note(note: Note) -> None:
    body = note.body
    assert not any("\ufdd0" <= char <= "\ufdef" for char in body + note.title + "".join(note.headings))
    assert body == "" or body.endswith("\n")
    check_spans(body, [link.span for link in note.links])
    for link in note.links:
        whole = body[slice(*link.span)]
        assert whole.startswith("![" if link.is_embed else ("[", "<"))
        assert whole.endswith((")", ">"))
        assert link.span.start < link.target_span.start <= link.target_span.end < link.span.end
    check_spans(body, [mark.span for mark in note.marks])
    for mark in note.marks:
        found = body[slice(*mark.span)]
        assert found == ("==" if mark.kind is MarkKind.HIGHLIGHT else "")
    for block in note.blocks.values():
        assert 0 <= block.end <= len(body)
        assert block.heading is None or block.heading < len(note.headings)
    body.encode()
    scan(body)


def _check_export(files: dict[str, bytes]) -> None:
    vault = read_notion(files)
    for to in ("obsidian", "markdown"):
        written = render(vault, to)
        assert all(b"\xef\xb7\x90" not in data for path, data in written.items() if path.endswith(".md"))


if __name__ == "__main__":
    run(__file__)
