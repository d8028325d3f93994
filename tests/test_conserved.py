"""Every word of an HTML page stands in its note: in pages of all kinds, on fixtures and on made ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from support.notion_pages import pages
from support.visible import compare

import exportconv as ec
from exportconv.readers.source import open_source

PROMISES = (2, 3)

DATA = Path(__file__).parent / "data/notion_html"
SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


def differences(source: Path, to: str) -> dict[str, list[str]]:
    """What differs in each page that became a note."""
    vault = ec.read(source)
    pages_of = {entry.path: entry.content for entry in open_source([source]).entries}
    titles = {note.path: note.title for note in vault.notes}
    found = {}
    for file in ec.render(vault, to=to):
        if file.source in titles and file.source.endswith((".html", ".htm")):
            title = titles[file.source]
            is_shown = to == "markdown" or title != file.path.rpartition("/")[2].removesuffix(".md")
            page, note = pages_of[file.source].read().decode(), file.content.read().decode()
            found[file.source] = compare(page, note, to=to, title=title if is_shown else "")
    return found


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("era", ["a", "b", "c", "d", "e"])
def test_fixtures(era, to):
    found = differences(DATA / era, to)
    assert len(found) >= 13
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def check(html: str, folder: Path, to: str) -> None:
    (folder / "Page 0123456789abcdef0123456789abcdef.html").write_bytes(html.encode())
    found = differences(folder, to)
    assert list(found.values()) == [[]]


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_database_that_is_called_as_an_address(tmp_path, to):
    title = '<h4 class="collection-title">https://x.y/a_b。</h4>'
    table = '<table class="collection-content"><thead><tr><th>one</th></tr></thead><tbody><tr><td>two</td></tr></tbody></table>'
    body = f'<div class="page-body"><div class="collection-content">{title}{table}</div></div>'
    check(f'<article class="page"><header><h1 class="page-title">Page</h1></header>{body}</article>', tmp_path, to)


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@given(html=pages())
@SETTINGS
def test_any_page(html, to, tmp_path_factory):
    check(html, tmp_path_factory.mktemp("page"), to)


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@given(html=pages(malformed=True))
@SETTINGS
def test_any_malformed_page(html, to, tmp_path_factory):
    check(html, tmp_path_factory.mktemp("page"), to)
