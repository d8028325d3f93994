"""What was converted and not touched is clean: every kind of source, both targets, every option that moves or rewrites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.vault_trees import put_files
from test_convert import everything
from test_vault_trees import EVERYTHING

import exportconv as ec

PROMISES = (1, 2, 3, 4, 5, 25)
TOTALS = (("sum", r"(\d+) notes.*, (\d+) findings", "{:,.0f} notes compared, {:,.0f} findings"),)

ROOT = Path(__file__).parents[2]
HTML = ROOT / "tests/data/notion_html"
OPTIONS = {
    "default": {},
    "wikilinks": {"links": "wikilink"},
    "relative": {"links": "relative"},
    "kept links": {"links": "keep"},
    "absolute": {"link_path": "absolute"},
    "relative paths": {"link_path": "relative"},
    "beside": {"attachments": "beside"},
    "per note": {"attachments": "note"},
    "one folder": {"attachments": "folder"},
    "slugs": {"ascii_names": True},
    "folder notes": {"folder_notes": True},
    "ids": {"keep_ids": True},
    "tables": {"databases": "table"},
    "csv": {"databases": "csv"},
    "no databases": {"databases": "none"},
    "no frontmatter": {"frontmatter": "never"},
    "always frontmatter": {"frontmatter": "always"},
    "sizes": {"image_sizes": True, "anchors": "none"},
    "less": {"exclude": ("*.png", "초안/", "Second*")},
}

FEW = ("default", "absolute", "slugs", "no frontmatter")
"""Those that are tried with pages in HTML; in the vault that they are read into, the others find nothing new."""


def source_of(name: str, folder: Path) -> tuple[Path, str]:
    """A source, and its format."""
    if name == "everything":
        return put_files(folder / "export", everything()), "auto"
    if name == "vault":
        return put_files(folder / "vault", EVERYTHING), "obsidian"
    if name == "markdown":
        return put_files(folder / "notes", EVERYTHING), "markdown"
    if name.startswith("html"):
        return HTML / name[-1], "auto"
    return ROOT / "examples" / name, "auto"


SOURCES = ("everything", "notion-export.zip", "html a", "html b", "html c", "html d", "html e", "vault", "markdown")  # fmt: skip


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("name", SOURCES)
def test_nothing_is_found_in_what_was_just_converted(name, to, tmp_path, record_property):
    source, kind = source_of(name, tmp_path)
    found: dict[str, list[str]] = {}
    notes = 0
    for label, changes in OPTIONS.items():
        if name.startswith("html") and label not in FEW:
            continue
        out = tmp_path / label
        try:
            ec.convert(source, out, options=ec.Options(source_format=kind, to=to, **changes))
        except ec.ConfigError:
            continue
        report = ec.verify(source, out)
        notes += report.counts["notes compared"]
        found[label] = [str(issue) for issue in report.issues]
    assert {label: issues for label, issues in found.items() if issues} == {}
    record_property("figure", f"{name} to {to}: {notes} notes compared under {len(found)} sets of options, 0 findings")


def test_a_manifest_of_an_older_version_is_read(tmp_path):
    source, _ = source_of("everything", tmp_path)
    ec.convert(source, tmp_path / "out")
    file = tmp_path / "out/.exportconv/manifest.json"
    data = json.loads(file.read_bytes())
    for run in data["runs"]:
        for name in ("kind", "merged", "left_out"):
            run.pop(name, None)
    file.write_bytes(json.dumps(data, ensure_ascii=False).encode())
    assert [str(issue) for issue in ec.verify(source, tmp_path / "out").issues] == []
    assert ec.convert(source, tmp_path / "out").changed is False


def test_two_runs_say_the_same(tmp_path):
    source, _ = source_of("vault", tmp_path)
    ec.convert(source, tmp_path / "out", to="markdown")
    (tmp_path / "out/처음.md").write_bytes(b"gone")
    first, second = (ec.verify(source, tmp_path / "out").as_dict() for _ in range(2))
    assert first == second
    assert first["issues"]
