"""Real HTML exports, word by word; and made ones whose right answers are known."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from corpora.conftest import unzip
from corpora.test_corpora import ZERO, checked, make, tool
from test_conserved import differences

import exportconv as ec

pytestmark = pytest.mark.corpora
SOURCES = {"notion-testspace.zip": 4, "2anki.tar.gz": 30}
"""File → how many pages it has at least."""


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, shared: Path, tmp_path: Path) -> tuple[Path, int]:
    file = shared / "corpora/notion-html" / request.param
    if file.suffix == ".gz":
        with tarfile.open(file) as archive:
            archive.extractall(tmp_path / "pages", filter="data")
        file = tmp_path / "pages"
        for other in (*file.rglob("*.md"), *file.rglob("*.json")):
            other.unlink()
    return file, SOURCES[request.param]


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_every_word_of_a_real_page_is_kept(source, to):
    file, least = source
    found = differences(file, to)
    assert len(found) >= least
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("names", ["nfc", "nfd"])
@pytest.mark.parametrize("folders", ["id", "idless"])
def test_every_link_right(shared, tmp_path, to, names, folders):
    export = make(shared, tmp_path, pages=300, seed=61, names=names, folders=folders, html="")
    ec.convert(export.with_name("export.nested.zip"), tmp_path / "out", to=to)
    found = checked(shared, tmp_path / "out", export)
    assert found["right"] == found["truth_links"]
    assert found["pages_kept"] == found["truth_pages"]
    assert found["att_kept"] == found["truth_att"]
    assert {name: found[name] for name in ZERO} == dict.fromkeys(ZERO, 0)


def test_markdown_and_html_have_one_layout(shared, tmp_path):
    layouts = []
    for kind in ({}, {"html": ""}):
        (tmp_path / str(len(kind))).mkdir()
        export = make(shared, tmp_path / str(len(kind)), pages=300, seed=62, **kind)
        tree = ec.render(ec.read(export.with_name("export.zip")))
        layouts.append({file.path for file in tree if file.path.endswith((".md", ".base"))})
    assert layouts[0] == layouts[1]


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_markdown_pages_that_came_with_html(shared, tmp_path, to):
    """Notion's relative dates are titles here (`@Yesterday`), and the CSV has the day: rows are found all the same."""
    file = shared / "corpora/notion-html/Notion.Test.Export.zip"
    unzip(file, tmp_path / "in")
    result = ec.convert(file, tmp_path / "out", to=to)
    found = json.loads(tool(shared, "check_conserved.py", tmp_path / "in", tmp_path / "out", "--json"))
    assert (found["attachments_lost"], found["words_lost"]) == (0, 0), found
    vault = ec.read(file)
    assert [len(database.row_notes()) for database in vault.databases] == [269]
    assert {issue.code for issue in result.report.issues} <= {ec.Code.VALUES_DIFFER, ec.Code.BROKEN_LINK}
