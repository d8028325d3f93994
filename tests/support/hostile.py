"""Long texts that make careless code quadratic, of any length, and the ways that they are read and written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzzing import read_notion, read_vault, render

import exportconv as ec
from exportconv.normalize.registry import CODES, rule_of
from support.repositories import repository
from support.vault_trees import put_files

ID = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32

THEN = "\0"

UNITS = {
    "brackets": "[", "closing brackets": "]", "embeds": "![[", "wikilinks": "[[Other]] ", "embedded notes": "![[Other|1]]", "half wikilinks": "[[a|",
    "quotes": "> ", "callouts": "> [!tip] ", "callout lines": "> [!tip] a\n", "backticks": "`", "emphasis": "*a **", "underscores": "_a __",
    "half a character": "%EA", "percent": "%", "percent 25": "%25", "comment marks": "%% ", "comments in html": "<!--", "tags": "<a ", "spaces": " ",
    "open links": "a[", "half links": "[a](", "links": "[가](나.md) ", "images": "![a](b.png)", "label images": "[![[a]]](b) ", "parens": "(", "list": "- ",
    "items": "- a\n", "deeper items": "  - a\n", "to-dos": "- [ ] a\n", "dashes": "-", "rules": "---\n", "line feeds": "\n", "carriage returns": "\r\n",
    "cells": "|-", "rows": "|a|\n", "angles": "[a](<", "digits": "1", "dots": ".", "colons": ": ", "hashes": "#", "headings": "# a\n", "same headings": "## 가 나\n\n",
    "backslashes": "\\", "accents": "\u0301", "jamo": "\u1100\u1161\u11a8", "ids": " ^a\n", "more ids": "a ^id\n\n", "footnotes": "[^1] ", "notes": "[^1]: a\n\n",
    "highlights": "==a==", "tildes": "~a~ ", "dollars": "$a ", "asides": "<aside>\n", "closed asides": "<aside>\n💡 a\n\n</aside>\n", "addresses": "https://www.notion.so/",
    "web": "http://a.b ", "ids of pages": f"{ID} ", "keys": "a: b\n", "lists in yaml": "- [", "braces": "{a: ", "anchors": "&a [*a, ", "quotes of texts": '"', "commas": ",",
    "quoted commas": '"a\n",', "dates": "2024년 5월 10일, ", "tags of notes": "#a/", "references": "&#65;", "definitions": "[a]: b\n", "captions": "![a](b.png)\n\na\n\n",
    "lines below deep quotes": f"> {THEN}a^\n", "lines below deep lists": f"- {THEN}|a^|\n", "code below deep items": f"1. - {THEN}```\n", "dashes before letters": f"-{THEN}a", "blanks before letters": f"# a{THEN} {THEN}b",
}  # fmt: skip
TAGS = {
    "paragraphs": "<p>a", "closed paragraphs": "<p>a</p>", "boxes": "<div>", "closed boxes": "<div>a</div>", "breaks": "a<br>", "bold": "<b>a", "closed bold": "<b>a</b> ",
    "bold with blanks": "<b> a </b>", "links of html": '<a href="b.md">a</a>', "open links of html": '<a href="b">', "items of html": "<li>a", "lists of html": "<ul><li>a",
    "closed lists": '<ul class="bulleted-list"><li>a</li></ul>', "to-dos of html": '<ul class="to-do-list"><li><div class="checkbox checkbox-on"></div>a</li></ul>',
    "numbers": '<ol start="3"><li>a</li></ol>', "toggles": "<details><summary>a</summary>b</details>", "open toggles": "<details><summary>a", "quotes of html": "<blockquote>a",
    "figures": '<figure class="image"><img src="a.png"></figure>', "open figures": '<figure class="image"><img src="a.png">', "callouts of html": '<figure class="callout">a</figure>',
    "tables": "<table><tr><td>a</td></tr></table>", "rows of html": "<tr><td>a</td></tr>", "cells of html": "<td>a", "code": "<pre><code>a\n</code></pre>", "short code": "<code>a</code>",
    "headings of html": "<h2>a</h2>", "named": f'<p id="{ID}">a</p>', "entries": f'<nav class="table_of_contents"><div class="table_of_contents-item"><a href="#{ID}">a</a></div></nav>',
    "equations": '<figure class="equation"><span class="katex"><annotation>x</annotation></span></figure>', "marks": "<mark class='highlight-red'>a</mark>", "times": "<time>@2024-05-10</time>",
    "columns": '<div class="column-list"><div class="column">a</div></div>', "bookmarks": '<figure><a class="bookmark source" href="b"><div class="bookmark-title">a</div></a></figure>',
    "asides of html": "<aside>a", "articles": "<article>a", "scripts": "<script>a</script>", "broken tags": "<p <", "references of html": "&amp;&lt;", "databases": '<table class="collection-content"><tr><td>a</td></tr></table>',
    "stars": "*", "ticks": "`", "bars": "|", "brackets of text": "[", "blanks": " \n", "attributes": "<p " + "a='b' " * 20 + ">",
}  # fmt: skip


def fill(unit: str, size: int) -> str:
    """A text that repeats a unit; one of several parts repeats each for itself, one after the other."""
    parts = unit.split(THEN)
    return "".join(part * (size // len(parts) // len(part)) for part in parts)


def _page_files(text: str) -> dict[str, str]:
    return {f"Page {ID}.md": f"# Page\n\n{text}\n", f"Other {OTHER}.md": "# Other\n"}


def _html_files(text: str) -> dict[str, str]:
    page = f'<article id="{ID}" class="page"><header><h1 class="page-title">T</h1></header><div class="page-body">{text}</div></article>'
    return {f"Page {ID}.html": page, f"Other {OTHER}.html": '<div class="page-body"></div>'}


def notion_page(text: str) -> None:
    _both(read_notion(_encoded(_page_files(text))))


def notion_head(text: str) -> None:
    files = {f"Page {ID}.md": f"# Page\n\nName: {text}\nState: a\n{text}\n\nbody\n"}
    _both(read_notion(_encoded(files)))


def notion_html(text: str) -> None:
    _both(read_notion(_encoded(_html_files(text))))


def notion_csv(text: str) -> None:
    files = {
        f"DB {ID}.csv": f"Name,B\n{text}\n",
        f"DB 2 {OTHER}.csv": f'Name,B\nRow,"{text.replace(chr(34), "")}"\nRow 2,a\n',
    }
    _both(read_notion(_encoded({**files, f"DB/Row {'1' * 32}.md": "# Row\n\nB: a\n"})))


def vault(text: str) -> None:
    _both(read_vault(_encoded({"Note.md": text, "Other.md": "# a\n\nb ^a\n"})))


def frontmatter(text: str) -> None:
    _both(read_vault(_encoded({"Note.md": f"---\nup: {text}\n---\na\n", "Other.md": f"---\n{text}\n---\n"})))


def canvas(text: str) -> None:
    nodes = {"nodes": [{"type": "text", "text": text}, {"type": "file", "file": text}]}
    _both(read_vault(_encoded({"a.canvas": json.dumps(nodes), "Other.md": "[[a.canvas]]"})))


def base(text: str) -> None:
    views = json.dumps(
        {"filters": text, "views": [{"type": "table", "name": "a", "filters": {"and": [text, 'file.ext == "md"']}}]}
    )
    _both(read_vault(_encoded({"a.base": views, "b.base": text, "Other.md": "![[a.base]]\n\n![[b.base]]\n"})))


def linked_html(text: str) -> None:
    _both(read_vault(_encoded({"a.html": text, "Other.md": "[[a.html]]"})))


def rules(text: str) -> None:
    files = {"Note.md": text, "Head.md": f"---\nup: {text}\n---\n", "Other.md": f"---\n{text}\n---\n[[Note]]\n"}
    found = repository(files)
    for code in CODES:
        list(rule_of(code).check(found))


def proved_page(text: str) -> None:
    _proved(_page_files(text), "obsidian")


def proved_head(text: str) -> None:
    _proved(_page_files(f"Name: {text}\nState: a\n\nbody"), "obsidian")


def proved_html(text: str) -> None:
    _proved(_html_files(text), "markdown")


def proved_cell(text: str) -> None:
    cell = text.replace('"', "")
    _proved(
        {f"DB {ID}.csv": f'Name,B\nRow,"{cell}"\nRow 2,a\n', f"Other {OTHER}.md": f"# Other\n\n[DB](DB%20{ID}.csv)\n"},
        "markdown",
    )


def proved_vault(text: str) -> None:
    _proved({".obsidian/app.json": "{}", "Note.md": text, "Other.md": "# a\n\nb ^a\n"}, "markdown")


def _proved(files: Mapping[str, str], to: str) -> None:
    """Converts files on a disk, and proves the result with `verify`."""
    with TemporaryDirectory() as folder:
        source = put_files(Path(folder, "source"), _encoded(files))
        result = ec.convert(source, Path(folder, "vault"), options=ec.Options(to=to))
        issues = (*result.report.issues, *ec.verify(source, Path(folder, "vault")).issues)
        wrong = [str(issue)[:300] for issue in issues if issue.code.value >= "XC8"]
        assert wrong == [], wrong


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def _both(read) -> None:
    for to in ("obsidian", "markdown"):
        assert render(read, to)


WAYS: Mapping[str, Callable[[str], None]] = {
    way.__name__: way
    for way in (
        notion_page, notion_head, notion_html, notion_csv, vault, frontmatter, canvas, base, linked_html, rules,
        proved_page, proved_head, proved_html, proved_cell, proved_vault,
    )
}  # fmt: skip


def cases() -> Iterator[tuple[str, str, str]]:
    """Way, name of the unit, unit."""
    for way in WAYS:
        units = UNITS | TAGS if way in ("notion_html", "linked_html", "proved_html") else UNITS
        yield from ((way, name, unit) for name, unit in units.items())
