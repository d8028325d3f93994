"""What must not change does not: bytes outside links, callouts and the head; any second run; any order."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import exportconv as ec
from exportconv.pipeline import prepare
from exportconv.writers.link_printer import LinkPrinter

PROMISES = (4, 6)

A, B = "a" * 32, "b" * 32
ROOT = Path(__file__).parent.parent
LINE = st.sampled_from(
    [
        "plain text", "가나다 **굵게** `code`", "", "", "- item", "    - nested", "1. number", "> quote", "| a | b |", "| - | - |",
        "```", "$x_1$", "# heading", "---", "<div>", "a < b", "\ttab", "trailing  ", "nbsp\u00a0here", "\u2028 separator", "#tag",
        "[web](https://example.com/a_(b))", f"[q](Q%20{B}.md)", f"see [가 나]({quote('쪽')}%20{B}.md) too", f"![x](P%20{A}/x.png)",
        "[broken](gone.md)", "[[brackets]](x.md)", "*a [b*](c.md)", "\\[no\\](link.md)", f"https://www.notion.so/{B}", "[ref]: x.md",
        "    indented", "&amp; &copy;", "🎉 emoji [e](e%CC%81.md)", "![](Q.png)",
    ]
)  # fmt: skip
BODY = st.lists(LINE, max_size=25).map("\n".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODY, to=st.sampled_from(["obsidian", "markdown"]))
def test_reversing_the_edits_restores_the_body(tmp_path_factory, body, to):
    """Each edit of the writer put back gives the reader's body; so nothing else was changed."""
    root = tmp_path_factory.mktemp("e")
    (root / f"P {A}.md").write_bytes(f"# P\n\n{body}".encode())
    (root / f"Q {B}.md").write_bytes(b"# Q")
    (root / f"P {A}").mkdir()
    (root / f"P {A}/x.png").write_bytes(b"x")
    options = ec.Options(to=to)
    vault = prepare(ec.read(root), options)
    note = next(note for note in vault.notes if note.id == A)
    style = "wikilink" if to == "obsidian" else "relative"
    printer = LinkPrinter(vault, options, style=style, fragment=str)
    edits = sorted(printer.edits(note, note.body, note.links))
    text, shift = printer.spliced(note, note.body, note.links), 0
    for edit in edits:
        start = edit.span.start + shift
        assert text[start : start + len(edit.text)] == edit.text
        text = text[:start] + note.body[edit.span.start : edit.span.end] + text[start + len(edit.text) :]
        shift += 0
    assert text == note.body
    if "    indented" not in body and "\ttab" not in body and "    - nested" not in body:
        assert note.body == body.removeprefix("\n") or body.startswith(("\n", "---")) or note.properties


@pytest.mark.parametrize(
    "body",
    ["x\r\ny  \r\n", "x\n\n\n", "\u00a0x", "tab\tend\n", "last\u2028line", "no end", "\x00 nul", "---\nx\n---\n"],
)
def test_bytes_are_kept(render, body):
    out = render({f"P {A}.md": f"# P\n\n{body}"})["P.md"]
    assert out.removeprefix("---\n---\n") == body
    assert render({f"P {A}.md": f"# P\n\n{body}"}, to="markdown")["P.md"] == f"# P\n\n{body}"


def test_crlf_page(render):
    out = render(
        {
            f"P {A}.md": f"# P\r\n\r\nStatus: Done\r\nDue: May 1, 2024\r\n\r\ntext [q](Q%20{B}.md)\r\n",
            f"Q {B}.md": "# Q",
        }
    )
    assert out["P.md"] == "---\nStatus: Done\nDue: 2024-05-01\n---\ntext [[Q|q]]\r\n"


def test_divider_at_the_top_is_no_frontmatter(render):
    import frontmatter

    out = render({f"P {A}.md": "# P\n\n---\n\ntext\n\n---\n\nmore"})["P.md"]
    assert out == "---\n---\n---\n\ntext\n\n---\n\nmore"
    assert "text" in frontmatter.loads(out).content


def tree_hash(folder: Path) -> str:
    hasher = hashlib.sha256()
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(base) / name
            hasher.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return hasher.hexdigest()


def test_same_bytes_whatever_the_surroundings(tmp_path):
    """Hash seed, locale, time zone, source form and place: one tree, manifest and all."""
    import io
    import zipfile

    data = (ROOT / "examples/notion-export.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as outer:
        part = outer.read(outer.namelist()[0])
    (tmp_path / "part.zip").write_bytes(part)
    with zipfile.ZipFile(io.BytesIO(part)) as inner:
        inner.extractall(tmp_path / "unpacked")
    hashes = set()
    for number, (source, extra) in enumerate(
        [
            (ROOT / "examples/notion-export.zip", {"PYTHONHASHSEED": "1"}),
            (ROOT / "examples/notion-export.zip", {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"}),
            (tmp_path / "part.zip", {"TZ": "Asia/Seoul"}),
            (tmp_path / "unpacked", {"LC_ALL": "C.UTF-8"}),
        ]
    ):
        target = tmp_path / f"vault{number}"
        command = [sys.executable, "-m", "exportconv", "convert", str(source), str(target), "-q"]
        subprocess.run(command, check=True, env=os.environ | extra)
        hashes.add(tree_hash(target))
    assert len(hashes) == 1


def test_listing_order_does_not_matter(make_folder, tmp_path, monkeypatch):
    source = make_folder(
        {f"T {n:032x}.md": f"# T\n\n![](T%20{n:032x}/x.png)" for n in range(20)}
        | {f"T {n:032x}/x.png": str(n) for n in range(20)}
    )
    ec.convert(source, tmp_path / "one")
    real = os.walk

    def backwards(top, *args, **kwargs):
        for base, folders, names in real(top, *args, **kwargs):
            names.reverse()
            yield base, folders, names

    monkeypatch.setattr(os, "walk", backwards)
    ec.convert(source, tmp_path / "two")
    monkeypatch.undo()
    assert tree_hash(tmp_path / "one") == tree_hash(tmp_path / "two")
