"""Real vaults: plain Markdown shows what Obsidian shows, and a vault that is converted to a vault stays as it is."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from support.vault_text import differences, seen_in_markdown, seen_in_vault

import exportconv as ec
from exportconv.syntax.frontmatter import split_note
from exportconv.syntax.quick_scan import quick_scan
from exportconv.syntax.vault_spans import parsed_scan

pytestmark = pytest.mark.corpora
ZONI = (
    "filter-by-tags", "infinite-recursion", "main-samples", "non-ascii", "postprocessors",
    "same-filename-different-directories", "single-file", "start-at",
)  # fmt: skip
SOURCES = {"kepano": 100, **dict.fromkeys(map("zoni-input/{}".format, ZONI), 1)}
"""Vault → how many notes it has at least."""
OPTIONS = ec.Options(source_format="obsidian")


@pytest.fixture(scope="module")
def folders(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each vault, unpacked."""
    found = {}
    for name in ("kepano", "zoni-input"):
        folder = tmp_path_factory.mktemp(name)
        with tarfile.open(shared / "corpora/vault" / f"{name}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        inner = folder / "input"
        found |= {f"{name}/{vault.name}": vault for vault in inner.iterdir()} if inner.is_dir() else {name: folder}
    return found


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, folders: dict[str, Path]) -> tuple[Path, int]:
    """A vault, and how many notes it has at least."""
    return folders[request.param], SOURCES[request.param]


def files_of(folder: Path) -> dict[str, bytes]:
    paths = ((file, file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return {path.as_posix(): file.read_bytes() for file, path in paths if path.parts[0] not in (".git", ".exportconv")}


def test_all_vaults_are_read(folders):
    assert folders.keys() == SOURCES.keys()


def test_plain_markdown_shows_what_obsidian_shows(source, tmp_path):
    vault, least = source
    ec.convert(vault, tmp_path / "out", to="markdown", options=OPTIONS)
    notes = [path for path in files_of(vault) if path.endswith(".md") and not path.startswith(".")]
    found = {note: differences(seen_in_vault(vault, note), seen_in_markdown(tmp_path / "out", note)) for note in notes}
    assert len(found) >= least
    assert {note: wrong for note, wrong in found.items() if wrong} == {}


def test_a_vault_stays_as_it_is(source, tmp_path):
    vault, _ = source
    ec.convert(vault, tmp_path / "out", to="obsidian", options=OPTIONS)
    assert files_of(tmp_path / "out") == files_of(vault)


def test_most_notes_need_no_parser_and_all_are_read_as_it_reads_them(source: tuple[Path, int]) -> None:
    folder, _ = source
    texts = [split_note(file.read_bytes().decode())[1] for file in sorted(folder.rglob("*.md"))]
    quick = [(text, found) for text in texts if (found := quick_scan(text, None))]
    assert 2 * len(quick) > len(texts)
    assert [text for text, found in quick if found != parsed_scan(text, wikilinks=True, lines=None, blocks=False)] == []
