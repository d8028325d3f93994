"""What somebody's own transform takes out of a vault is left out, and nothing leads to it any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.vault_trees import put_files

import exportconv as ec

A, B, C, D = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
EXPORT = {
    f"Home {A}.md": f"# Home\n\n[Two](Two%20{B}.md) and [it](Two%20{B}/x.png), [DB](DB%20{D}.csv)\n",
    f"Two {B}.md": f"# Two\n\n![](Two%20{B}/x.png) [Home](Home%20{A}.md)\n",
    f"Two {B}/x.png": "png",
    f"DB {D}.csv": "Name,Rel\nRow,Two (Two%20" + B + ".md)\n",
    f"DB {D}/Row {C}.md": f"# Row\n\nRel: Two (../Two%20{B}.md)\n\ntext\n",
}


def without(*titles):
    return lambda vault: replace(vault, notes=tuple(note for note in vault.notes if note.title not in titles))


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_links_to_a_note_become_text_and_its_attachments_stay(tmp_path, to):
    put_files(tmp_path / "e", EXPORT)
    result = ec.convert(tmp_path / "e", tmp_path / "v", options=ec.Options(to=to), transforms=[without("Two")])
    text = (tmp_path / "v/Home.md").read_text("utf-8")
    assert "Two and " in text
    assert not (tmp_path / "v/Two.md").exists()
    assert [*(tmp_path / "v").rglob("x.png")]
    told = [issue for issue in result.report.issues if issue.code == "XC105"]
    assert {issue.path for issue in told} >= {f"Home {A}.md"}


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_row_goes_from_its_database(tmp_path, to):
    put_files(tmp_path / "e", EXPORT)
    ec.convert(tmp_path / "e", tmp_path / "v", options=ec.Options(to=to), transforms=[without("Row")])
    assert "Row" not in "".join(path.name for path in (tmp_path / "v").rglob("*") if path.suffix != ".csv")


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("field", ["notes", "attachments", "databases"])
def test_all_of_a_kind_can_go(tmp_path, to, field):
    put_files(tmp_path / "e", EXPORT)
    ec.convert(
        tmp_path / "e", tmp_path / "v", options=ec.Options(to=to), transforms=[lambda v: replace(v, **{field: ()})]
    )
    assert bool([*(tmp_path / "v").rglob("x.png")]) == (field != "attachments")
    assert (tmp_path / "v/Home.md").exists() == (field != "notes")
    if to == "obsidian":
        # a database stays although its CSV is among the attachments
        assert (tmp_path / "v/DB/DB.base").exists() == (field == "attachments")
