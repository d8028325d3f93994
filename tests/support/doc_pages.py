"""The blocks of Markdown pages that are run, and a folder to run them in.

    python tests/support/doc_pages.py    puts into the pages what their commands print

It is for when messages have changed; a block `console` is one command, `$ exportconv …`, and what it prints.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

__all__ = ["DOCS", "ROOT", "blocks", "make_workplace", "ran"]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_CONSOLE = re.compile(r"^```console\n\$ (.+)\n(?:(?!```).*\n)*```$", re.MULTILINE)


def blocks(page: str, kind: str) -> list[str]:
    """The texts of the blocks of one kind; one that another file is put into is that file's matter."""
    found = re.findall(rf"^```{kind}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [text for text in found if "--8<--" not in text]


def make_workplace(folder: Path) -> Path:
    """A folder with the examples, and with zips under the names that pages give one's own."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "examples", folder / "examples")
    for name in ("Export.zip", "Markdown.zip"):
        shutil.copy(ROOT / "examples/notion-export.zip", folder / name)
    shutil.make_archive(str(folder / "HTML"), "zip", ROOT / "tests/data/notion_html/c")
    with zipfile.ZipFile(folder / "Export.zip") as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read(outer.namelist()[0])))
    for number in (1, 2):
        with zipfile.ZipFile(folder / f"Part-{number}.zip", "w") as part:
            for name in inner.namelist()[number - 1 :: 2]:
                part.writestr(name, inner.read(name))
    return folder


def ran(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command after it was run in a folder, with all that it printed as its output."""
    return subprocess.run(
        [sys.executable, "-m", *shlex.split(command, comments=True)], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip


def with_output(page: str, folder: Path) -> str:
    """A page with what its commands print when they are run in turn."""
    return _CONSOLE.sub(lambda found: f"```console\n$ {found[1]}\n{ran(found[1], folder).stdout}```", page)


if __name__ == "__main__":
    for file in DOCS.rglob("*.md"):
        with tempfile.TemporaryDirectory() as name:
            page = with_output(file.read_text("utf-8"), make_workplace(Path(name) / "work"))
        file.write_text(page, encoding="utf-8", newline="\n")
