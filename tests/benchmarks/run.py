"""How fast a conversion is, as a ratio to `unzip -q` of the same export in the same minute.

Machines are shared and noisy, so only ratios of neighbouring runs mean something. Usage:

    python tests/benchmarks/run.py [--rounds 5] [--folder /dev/shm] [--html]

Makes exports of 1,000 and 10,000 pages of its own, runs `unzip -q` and `exportconv convert` in turn, and prints
every pair, the median ratio, the growth from the small one to the large one, and the peak memory. It says
'inconclusive' where unzip itself varies by more than a fifth.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import quote

WORDS = [
    "회의록",
    "계획",
    "여행",
    "독서",
    "일지",
    "plan",
    "review",
    "notes",
    "travel",
    "log",
    "diary",
    "summary",
    "정리",
    "요약",
    "사진",
    "설계",
]


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
            if number % 2 == 0:
                name = quote(unicodedata.normalize("NFD", f"사진 {number}.png"), safe="")
                lines += [f"![{name}]({quote(stems[number])}/{quote(name)})", ""]
                archive.writestr(f"{folders[number]}{stems[number]}/{name}", chance.randbytes(900))
            text = as_html(lines, titles[number], ids[number]) if html else "\n".join(lines)
            archive.writestr(f"{folders[number]}{stems[number]}.{'html' if html else 'md'}", text)


def timed(command: list[str], target: Path) -> float:
    """Wall time of a command that makes a folder; the folder is gone afterwards."""
    start = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    shutil.rmtree(target)
    return seconds


def measure(floor: list[str], ours: list[str], folder: Path, rounds: int) -> float:
    """Prints the rounds of the floor and of ours, which make `floor` and `ours` in a folder; gives ours' best time."""
    floors, times = [], []
    name = floor[0]
    for _ in range(rounds):
        floors.append(timed([*floor, str(folder / "floor")], folder / "floor"))
        times.append(timed([sys.executable, "-m", "exportconv", *ours, str(folder / "ours"), "-q"], folder / "ours"))
        print(f"  {name} {floors[-1]:.2f} s   exportconv {times[-1]:.2f} s   ratio {times[-1] / floors[-1]:.1f}")
    ratio = statistics.median(b / a for a, b in zip(floors, times, strict=True))
    noisy = max(floors) > 1.2 * min(floors)
    doubt = f" (inconclusive: {name} itself varies by more than 20 %)" if noisy else ""
    print(f"  median ratio {ratio:.1f}{doubt}")
    return min(times)


def tell_growth(best: dict[int, float], what: str) -> None:
    """Prints what the large one takes in times of the small one, and the memory that the largest process had."""
    print(f"growth from 1,000 to 10,000 {what}: {best[10_000] / best[1_000]:.1f} times")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak memory: {peak / (1 << 20 if sys.platform == 'darwin' else 1 << 10):.0f} MB")


def main() -> None:
    """Runs all and prints it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--html", action="store_true", help="pages of the HTML export")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder, best = Path(name), {}
        for pages in (1_000, 10_000):
            make_export(folder / f"{pages}.zip", pages, html=chosen.html)
            print(f"{pages} pages")
            export = str(folder / f"{pages}.zip")
            best[pages] = measure(["unzip", "-q", export, "-d"], ["convert", export], folder, chosen.rounds)
    tell_growth(best, "pages")


if __name__ == "__main__":
    main()
