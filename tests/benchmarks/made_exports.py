"""Notion exports of any size, made from one seed: nested pages with links, callouts, rows and Korean attachments."""

from __future__ import annotations

import os
import random
import re
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import quote

__all__ = ["WORDS", "make_export"]

WORDS = ["회의록", "계획", "여행", "독서", "일지", "plan", "review", "notes", "travel", "log", "diary", "summary"]
WORDS += ["정리", "요약", "사진", "설계"]


STYLE = "<style>\n" + "\n".join(f".c{n} {{ color: rgba({n}, {n}, {n}, 1) }}" for n in range(300)) + "\n</style>"


def as_html(lines: list[str], title: str, page: str) -> str:
    """A page of the HTML export with the same paragraphs, links, callouts and images."""
    page_id = f"{page[:8]}-{page[8:12]}-{page[12:16]}-{page[16:20]}-{page[20:]}"
    blocks = []
    for line in lines:
        link = re.match(r"(!?)\[([^\]]*)\]\((\S+)\)(.*)", line)
        if link and link[1]:
            blocks.append(
                f'<figure class="image"><a href="{link[3]}"><img style="width:96px" src="{link[3]}"/></a></figure>'
            )
        elif link:
            blocks.append(f'<p class=""><a href="{link[3].removesuffix(".md")}.html">{link[2]}</a>{link[4]}</p>')
        elif line.startswith("💡"):
            blocks.append(
                f'<figure class="callout"><div><span class="icon">💡</span></div><div style="width:100%"><p>{line[1:]}</p></div></figure>'
            )
        elif line and not line.startswith(("#", "<")):
            blocks.append(f'<p class=""><strong>{line[:10]}</strong>{line[10:]}</p>')
    return (
        f'<html><head><title>{title}</title>{STYLE}</head><body><article id="{page_id}" class="page sans"><header>'
        f'<h1 class="page-title">{title}</h1></header><div class="page-body">{"".join(blocks)}</div></article></body></html>'
    )


def make_export(file: Path, pages: int, *, html: bool) -> None:
    """An export of nested pages with links, callouts, rows and Korean attachments, from one seed."""
    chance = random.Random(pages)  # a benchmark, no secret

    def words(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    ids = [f"{chance.getrandbits(128):032x}" for _ in range(pages)]
    titles = [f"{words(2)} {number}" for number in range(pages)]
    stems = [
        unicodedata.normalize("NFD", title)[:50].strip() + " " + page for title, page in zip(titles, ids, strict=True)
    ]
    parents = [number // 8 for number in range(pages)]
    folders = [""]
    for number in range(1, pages):
        folders.append(f"{folders[parents[number]]}{stems[parents[number]]}/" if number >= 8 else "")

    def link(here: int, there: int) -> str:
        return quote(os.path.relpath(folders[there] + stems[there], folders[here] or "."), safe="/()&+,=;!~@$'")

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(pages):
            lines = [f"# {titles[number]}", ""]
            if number % 3 == 0:
                lines += ["상태: 완료", "Tags: 읽기, work", f"Number: {number}", "날짜: 2024년 5월 1일 오후 3:04", ""]
            if number % 4 == 0:
                lines += ["<aside>", f"💡 {words(10)}", "", "</aside>", ""]
            for _ in range(5):
                other = chance.randrange(pages)
                lines += [words(40), "", f"[{titles[other]}]({link(number, other)}.md) {words(5)}", ""]
            if number % 5 in (0, 2, 4):
                name = quote(unicodedata.normalize("NFD", f"사진 {number}.png"), safe="")
                lines += [f"![{name}]({quote(stems[number])}/{quote(name)})", ""]
                archive.writestr(f"{folders[number]}{stems[number]}/{name}", chance.randbytes(900))
            text = as_html(lines, titles[number], ids[number]) if html else "\n".join(lines)
            archive.writestr(f"{folders[number]}{stems[number]}.{'html' if html else 'md'}", text)
