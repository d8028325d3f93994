"""Links of a vault that plain Markdown shows differently."""

from __future__ import annotations

import pytest
from support.vault_trees import converted, put_files

import exportconv as ec

FILES = {
    "Note.md": "text\n",
    "dir/보고서.pdf": b"pdf",
    "dir/Films.base": b"filters: file.hasLink(this)\nviews:\n  - type: cards\n    name: Last seen\n",
    "Board.canvas": b"{}",
    "x.png": b"png",
}


@pytest.fixture
def body_of(tmp_path):
    def printed(body: str, **options) -> str:
        tree, _ = converted(tmp_path / "v", {**FILES, "Page.md": body}, to="markdown", **options)
        return tree["Page.md"]

    return printed


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![](dir/보고서.pdf)", "[보고서.pdf](dir/%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf)"),
        ("![요약](dir/보고서.pdf#page=2)", "[요약](dir/%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf#page=2)"),
        ("![](x.png)", "![](x.png)"),
        ("![[Films.base#Last seen]]", "[Films.base > Last seen](dir/Films.base)"),
        ("[[Films.base#Last seen|films]]", "[films](dir/Films.base)"),
        ("![[Board.canvas]]", "[Board.canvas](Board.canvas)"),
        ("[==new==](Note.md)", "[<mark>new</mark>](Note.md)"),
        ("[==new==](None.md)", "<mark>new</mark>"),
        ("[old](None.md)", "old"),
        ('<img src="dir/보고서.pdf#page=2" alt="x">', '<img src="dir/%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf#page=2" alt="x">'),
        ('<div>\n  <a href="note">n</a>\n</div>', '<div>\n  <a href="Note.md">n</a>\n</div>'),
        ('`<img src="note">` <!-- <a href="note"> -->', '`<img src="note">` <!-- <a href="note"> -->'),
        ('<a href="https://a.example/Note">w</a> <a href="#x">x</a> <img src="none.png">',) * 2,
        ('<a title="src=note" data-src="note" href="a&amp;b">x</a>',) * 2,
        ("https://a.example/?a==b&c==d ~x", "https://a.example/?a==b&c==d ~x"),
    ],
)
def test_link(body_of, body, expected):
    assert body_of(body) == expected


@pytest.mark.parametrize(
    ("body", "wanted", "expected"),
    [
        ("---\na: 1\n---\n\n# T\n", "never", "# T\n"),
        ("---\na: 1\n---\n\n# T\n", "auto", "---\na: 1\n---\n\n# T\n"),
        ("\n# T\n", "never", "\n# T\n"),
        ("# T\n", "always", "---\n---\n# T\n"),
    ],
)
def test_frontmatter(body_of, body, wanted, expected):
    assert body_of(body, frontmatter=wanted) == expected


def test_settings_are_not_counted_as_attachments(tmp_path):
    put_files(tmp_path / "v", {**FILES, ".obsidian/app.json": b"{}"})
    assert ec.inspect(tmp_path / "v").report.counts["attachments"] == 4
