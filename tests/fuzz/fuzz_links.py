"""Fuzzes the scanner of links: its spans lie in the text, edits outside them lose nothing, and a vault stays as it is."""

from __future__ import annotations

import zlib

from fuzzing import check_spans, made_bytes, read_notion, read_vault, render, run

from exportconv.model import Mark, MarkKind, Note, Span
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.quick_scan import quick_blocks, quick_page_scan, quick_scan
from exportconv.syntax.spans import scan
from exportconv.syntax.vault_marks import find_marks
from exportconv.syntax.vault_scan import VaultScan
from exportconv.syntax.vault_spans import parsed_scan, scan_vault_note

PIECES = [
    "[[", "]]", "[", "]", "(", ")", "|", "](", "a", "b c", "한글", " ", "  ", "\n", "\n\n", "- ", "1. ", "> ", "# ", "## ", "    ", "\t", "`", "``", "```",
    "```\n", "\n```\n", "~", "~~~", "==", "%%", " ^id", "^id\n", "*", "**", "_", "!", "![[", "[[x]]", "[[x|y]]", "![[i.png|30]]", "[t](p.md)", "![t](p.png)",
    "[a](<x y>)", "[a](<", ">)", "---\n", "===\n", "|--|\n", "| a |\n", "<", "<b>", "<!--", "-->", "<http://x>", "&amp;", "$", "$$", "\\", "- [ ] ", "[^1]",
    "[^1]: ", "[r]: ", "http://x.y/z", "\u2028", "\xa0", "\x0c", "\r\n", "\r", "\0", "\ufeff", "> [!tip] ", "<aside>\n", "</aside>\n", '<img src="a">',
    '<a href="b.md">', "https://www.notion.so/", "0123456789abcdef0123456789abcdef", "[[Other]]", "[x](Other.md)", "Other.md", "#H", "🎉", "e\u0301", '"t"', "\\|",
]  # fmt: skip
LONGEST = 120
OTHER = {"Other.md": b"# H\n\ntext ^id\n", "i.png": b"\x89PNG"}
ID = "0123456789abcdef0123456789abcdef"


def check(data: bytes) -> None:
    data = made_bytes(data, PIECES)
    text = data.decode("utf-8", "replace")
    _check_scan(text)
    _check_vault_scan(text)
    # a whole conversion costs as much as all of the above, so few inputs go that way
    share = zlib.crc32(data) % 32
    if share == 0:
        _check_vault(data)
    elif share == 1:
        _check_page(data)


def _check_scan(text: str) -> None:
    for html in (True, False):
        found = scan(text, html=html)
        _check_links(text, found.links)
        for spans in (found.indented, found.code, found.cells):
            check_spans(text, spans)
        for link in found.links:
            whole = text[slice(*link.span)]
            assert whole.startswith("![" if link.is_embed else "[")
            assert whole.endswith(")")
        assert scan(text, html=html, blocks=False).links == found.links
    assert quick_page_scan(text, None) in (None, scan(text, html=False, blocks=False))


def _check_vault_scan(text: str) -> None:
    found = parsed_scan(text, wikilinks=True, lines=None, blocks=True)
    quick = quick_scan(text, None)
    if quick is not None:
        assert quick == found._replace(blocks=())
        assert quick_blocks(text) in (None, found.blocks)
        assert find_marks(text, scan_vault_note(text)) == find_marks(text, found)
    _check_vault_spans(text, found)
    _check_marks(text, found)
    _check_vault_spans(text, parsed_scan(text, wikilinks=False, lines=None, blocks=True))


def _check_vault_spans(text: str, found: VaultScan) -> None:
    _check_links(text, found.links)
    for spans in (found.opaque, found.html, [block.span for block in found.blocks]):
        check_spans(text, spans)
    check_spans(text, [section.span for section in found.sections])


def _check_marks(text: str, found: VaultScan) -> None:
    marks = find_marks(text, found)
    check_spans(text, [mark.span for mark in marks.marks])
    comments = [mark.span for mark in marks.marks if mark.kind is MarkKind.COMMENT]
    for span in comments:
        whole = text[slice(*span)]
        assert len(whole) >= 4
        assert whole.startswith("%%")
        assert whole.endswith("%%")
    assert not any(_lies_in(mark, span) for mark in marks.marks for span in comments)
    for name, block in marks.blocks.items():
        assert block.marker is not None
        assert block.span is not None
        assert text[slice(*block.marker)].lstrip() == f"^{name}"
        check_spans(text, [block.span])


def _lies_in(mark: Mark, span: Span) -> bool:
    return mark.span != span and span.start < mark.span.end and mark.span.start < span.end and mark.kind not in _WHOLE


_WHOLE = (MarkKind.FOOTNOTE_TEXT,)


def _check_links(text: str, links) -> None:
    """Spans are in order and in the text, links lie in one another or apart, and edits splice back."""
    check_spans(text, [link.span for link in links])
    for link in links:
        assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
        assert link.line == text.count("\n", 0, link.span.start) + 1
    outer: list[Span] = []
    for link in links:
        while outer and outer[-1].end <= link.span.start:
            outer.pop()
        assert not outer or link.span.end <= outer[-1].end
        outer.append(link.span)
    _check_splice(text, [link.target_span for link in links])


def _check_splice(text: str, spans) -> None:
    """Other text in every place, and the old one put back, is the text that was there."""
    places = sorted({span for span in spans if span.start < span.end})
    edited = apply_edits(text, [Edit(span, "\ue000") for span in places])
    parts = edited.split("\ue000") if "\ue000" not in text else None
    if parts:
        olds = [text[slice(*span)] for span in places]
        assert "".join(part + old for part, old in zip(parts, [*olds, ""], strict=True)) == text


def _check_vault(data: bytes) -> None:
    """A vault of it stays byte for byte; it can be made plain Markdown, too."""
    files = {**OTHER, "Note.md": data}
    vault = read_vault(files)
    assert render(vault, "obsidian") == files
    render(vault, "markdown")


def _check_page(data: bytes) -> None:
    """A page of it can be read and converted; its links stand where they are said to be."""
    vault = read_notion({f"Page {ID}.md": data, f"Other {'1' * 32}.md": b"# Other\n\n# H\n"})
    for note in vault.notes:
        _check_note(note)
    for to in ("obsidian", "markdown"):
        assert len([path for path in render(vault, to) if path.endswith(".md")]) == 2


def _check_note(note: Note) -> None:
    check_spans(note.body, [link.span for link in note.links])
    for link in note.links:
        assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
    _check_splice(note.body, [link.target_span for link in note.links])


if __name__ == "__main__":
    run(__file__)
