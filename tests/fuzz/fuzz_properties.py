"""Fuzzes properties: what is printed reads back equal, what cannot be read stays as it is, and heads of pages are cut."""

from __future__ import annotations

import csv
import io
import zlib
from datetime import date, datetime

import yaml
from fuzzing import made_bytes, read_notion, read_vault, render, run

from exportconv.model import Column, Database, Row
from exportconv.paths import nfc
from exportconv.readers.notion_head import Columns, columns_of, split_head
from exportconv.syntax.frontmatter import _parsed, _simple, dump, load, split, split_note

PIECES = [
    "---\n", "---", "\n", "\r\n", "\r", ": ", ":", "a", "b c", "key: ", "tags:\n", "  - ", "- ", "? ", "  ", " ", "\t", "#", " #", "# ", "'", '"', "\\", "\\u0041",
    "[", "]", "[[", "]]", "{", "}", ",", ", ", "|", "|-\n", ">", "&a ", "*a", "!", "!!python/object:os.system ", "!!str ", "<<: ", "%", "@", "`", "=", "~",
    "null", "true", "Yes", "No", "no", "on", "y", "012", "0x1F", "1_000", "12:30", "1:30:00", "1e5", "1.5", ".5", "-1", "9" * 20, "2024-05-10",
    "2024-05-10T10:00:00", "2024년 5월 10일", "...", "{{", "}}", "\0", "\x07", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff", "\ufffe", "\ud7ff", "🎉", "가", "e\u0301",
    "k" * 1100, "# Title\n", "Name: ", "Status: ", "Due date: ", "A:B: ", "x.png", "Note (Note.md)", "https://x.y/z", "word. ", "> ", "* ", "<br>",
]  # fmt: skip
LONGEST = 120
ID = "0123456789abcdef0123456789abcdef"
DATABASE = Database(
    path="DB.csv",
    title="DB",
    columns=tuple(Column(name=name) for name in ("Name", "Status", "A:B", "A", "key")),
    files=("DB.csv",),
    digest="",
    rows=(Row(line=2, cells=("a", "b\nc", "x", "first\n\nthird", ""), links={}),),
    is_complete=True,
)
CHOICES = (Columns(), columns_of(DATABASE), Columns(("Status", "Name")))


def check(data: bytes) -> None:
    data = made_bytes(data, PIECES)
    text = data.decode("utf-8", "replace")
    _check_split(text)
    _check_load(text)
    _check_dump(text)
    for columns in CHOICES:
        _check_head(text, columns)
    share = zlib.crc32(data) % 32
    if share == 0:
        _check_vault(data)
    elif share == 1:
        _check_page(text)


def _check_split(text: str) -> None:
    for page in (text, f"---\n{text}\n---\nbody", f"\ufeff---\n{text}"):
        for cut in (split, split_note):
            block, body = cut(page)
            assert (block or "") + body == page
            assert block in (None, "\ufeff") or block.removeprefix("\ufeff").startswith("---")


def _check_load(text: str) -> None:
    for inner in (text, f"a: {text}\n", f"l:\n  - x\n  - {text}\nz: 1\n"):
        quick = _simple(inner)
        if quick is not None:
            slow = _parsed(inner)
            assert quick == slow
            assert repr(quick) == repr(slow), "a type differs"
        values = load(f"---\n{inner}\n---\n")
        assert values is None or isinstance(values, dict)


def _check_dump(text: str) -> None:
    name = nfc(text.partition(" ")[0])
    number = len(text) * 1.5e3 - 7
    values = {name: text, "list": [text, "x", name], "on": date(2024, 5, 10), "n": number, "t": len(text) % 2 == 0}
    values["at"] = datetime(2024, 5, 10, 18, 0, len(text) % 60)
    block = dump(values.items())
    assert block.startswith("---\n")
    assert block.endswith("\n---\n")
    assert split(block + text) == (block, text)
    assert "\r" not in block
    found = load(block)
    assert found is not None
    expected = {key: value.isoformat() if key in ("on", "at") else value for key, value in values.items()}
    assert found == expected
    assert list(found) == list(expected)
    assert yaml.load(block[4:-4], yaml.CSafeLoader) == values


def _check_head(text: str, columns: Columns) -> None:
    for page in (text, f"# T\n\n{text}\n\nbody", f"# T\n\nName: x\n{text}"):
        head = split_head(page, columns)
        assert 0 <= head.body <= len(page)
        assert head.title is None or head.title == head.title.strip()
        if head.title is None:
            assert head.body == 0
            assert not head.properties
        above = page[: head.body]
        for found in head.properties:
            assert found.name in above
            assert above.split("\n")[found.line - 1].lstrip().startswith(found.name)
            assert not columns.is_complete or found.name in columns.names
            for link in found.links:
                assert 0 <= link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
                assert link.span.end <= len(found.raw)


def _check_vault(data: bytes) -> None:
    """A note stays byte for byte, whatever its frontmatter is; in plain Markdown its body is there."""
    for note in (data, b"---\n" + data + b"\n---\nbody\n"):
        files = {"Note.md": note, "Other.md": b"---\nkey: 1\n---\n"}
        vault = read_vault(files)
        assert render(vault, "obsidian") == files
        plain = render(vault, "markdown")
        assert note is data or b"body" in plain["Note.md"]


def _check_page(text: str) -> None:
    """A page and a database with such a cell; what is written can be read again and says the same."""
    cells = io.StringIO(newline="")
    csv.writer(cells, lineterminator="\n").writerows([["Name", "Text", text[:40] or "x"], ["Row", text, "Yes"]])
    row = f"# Row\n\nText: {text}\n\nbody\n"
    files = {
        f"DB {ID}.csv": cells.getvalue().encode(),
        f"DB/Row {'1' * 32}.md": row.encode(),
        f"P {'2' * 32}.md": b"# P\n\n" + text.encode(),
    }
    vault = read_notion(files)
    for to in ("obsidian", "markdown"):
        for path, written in render(vault, to).items():
            block = split(written.decode())[0] if path.endswith(".md") else None
            assert block in (None, "---\n---\n") or load(block) is not None, path
            assert not path.endswith(".base") or isinstance(yaml.load(written, yaml.CSafeLoader), dict)


if __name__ == "__main__":
    run(__file__)
