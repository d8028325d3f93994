"""A folder that somebody works in and that a newer export has updated: verify tells what was done from what is lost."""

from __future__ import annotations

from support.vault_trees import put_files

import exportconv as ec

PROMISES = (25,)
A, B, C = "a" * 32, "b" * 32, "c" * 32
OLD = {
    f"Home {A}.md": f"# Home\n\n[Bee](Home%20{A}/Bee%20{B}.md) and [Cee](Home%20{A}/Cee%20{C}.md)\n",
    f"Home {A}/Bee {B}.md": "# Bee\n\nold words\n",
    f"Home {A}/Cee {C}.md": f"# Cee\n\n[Home](../Home%20{A}.md)\n",
}
NEW = {**OLD, f"Home {A}/Bee {B}.md": "# Bee\n\nnew words\n"}


def told(source, vault):
    report = ec.verify(source, vault)
    return {(str(issue.code), issue.path) for issue in report.issues}, report.exit_code()


def test_note_that_was_edited_and_its_newer_form_beside_it(tmp_path):
    old, new = put_files(tmp_path / "old", OLD), put_files(tmp_path / "new", NEW)
    ec.convert(old, tmp_path / "vault")
    put_files(tmp_path / "vault", {"Home/Bee.md": "mine\n"})
    ec.convert(new, tmp_path / "vault")
    assert told(new, tmp_path / "vault") == ({("XC805", "Home/Bee.md")}, 0)
    put_files(tmp_path / "vault", {"Home/Bee (from Notion).md": "new\n"})
    assert told(new, tmp_path / "vault") == ({("XC805", "Home/Bee.md"), ("XC811", "Home/Bee (from Notion).md")}, 1)


def test_note_that_was_moved(tmp_path):
    old = put_files(tmp_path / "old", OLD)
    ec.convert(old, tmp_path / "vault")
    (tmp_path / "vault/X").mkdir()
    (tmp_path / "vault/Home/Bee.md").rename(tmp_path / "vault/X/Bee.md")
    assert told(old, tmp_path / "vault") == ({("XC806", "Home/Bee.md")}, 0)
    (tmp_path / "vault/Home/Cee.md").unlink()
    assert told(old, tmp_path / "vault") == (
        {("XC806", "Home/Bee.md"), ("XC802", "Home/Cee.md"), ("XC831", "Home.md")}, 1,
    )  # fmt: skip


def test_source_that_is_older_or_newer(tmp_path):
    old = put_files(tmp_path / "old", {**OLD, f"One {'1' * 32}.md": "# One", f"Two {'2' * 32}.md": "# Two"})
    new = put_files(tmp_path / "new", {**OLD, f"One {'1' * 32}.md": "# One", f"Zwei {'2' * 32}.md": "# Zwei"})
    ec.convert(old, tmp_path / "vault")
    found, code = told(new, tmp_path / "vault")
    assert ("XC807", "Two.md") in found
    assert code == 1
