"""Added to a vault, no new file takes over a link of the user's own notes."""

from __future__ import annotations

import pytest
from support.vault_trees import put_files

import exportconv as ec

PROMISES = (5,)

A, B, C = "a" * 32, "b" * 32, "c" * 32
PAGE = {f"Trip {A}.md": "# Trip\n\nfrom Notion\n", f"Home {B}.md": f"# Home\n\n[Trip](Trip%20{A}.md)\n"}
SUB_PAGE = {f"Home {B}/Trip {A}.md": "# Trip\n", f"Home {B}.md": f"# Home\n\n[Trip](Home%20{B}/Trip%20{A}.md)\n"}
PICTURE = {f"Home {B}.md": f"# Home\n\n![p](Home%20{B}/img.png)\n", f"Home {B}/img.png": b"new"}
DATABASE = {
    f"Home {B}.md": f"# Home\n\n[D](D%20{C}.csv)\n",
    f"D {C}.csv": "Name,N\nRow,1\n",
    f"D {C}/Row {A}.md": "# Row\n\nN: 1\n",
}


@pytest.mark.parametrize(
    ("own", "export", "there", "text"),
    [
        ({"글.md": "[[Trip]]", "x/y/Trip.md": ""}, PAGE, "Trip 2.md", "[[Trip 2|Trip]]"),
        ({"글.md": "![[trip#h|t]]", "x/y/TRIP.md": "# h"}, PAGE, "Trip 2.md", "[[Trip 2|Trip]]"),
        ({"글.md": "---\nup: '[[Trip]]'\n---\n", "x/y/Trip.md": ""}, PAGE, "Trip 2.md", "[[Trip 2|Trip]]"),
        ({"글.md": "[t](Trip.md)", "x/y/Trip.md": ""}, PAGE, "Trip 2.md", "[[Trip 2|Trip]]"),
        ({"글.md": "![[Trip.png]] [[Trip 2]]", "x/y/Trip.md": "", "x/Trip 2.md": ""}, PAGE, "Trip.md", "[[Trip]]"),
        # two captors, the second of which is the way out from the first
        ({"글.md": "[[Trip]] [[Trip 2]]", "x/y/Trip.md": "", "x/Trip 2.md": ""}, PAGE, "Trip 3.md", "[[Trip 3|Trip]]"),
        ({"x/글.canvas": '{"nodes":[{"id":"1","type":"text","text":"[[Trip]]"}]}', "x/y/Trip.md": ""}, PAGE, "Trip 2.md", "[[Trip 2|Trip]]"),
        ({"글.md": "![[img.png]]", "x/y/img.png": b"own"}, PICTURE, "Home/img 2.png", "![[img 2.png|p]]"),
        ({"글.md": "![[D.base]]", "x/y/D.base": "views: []"}, DATABASE, "D 2/D 2.base", "![[D 2.base]]"),
        # nothing leads elsewhere, so names stay
        ({"글.md": "[[Trip]]", "Trips.md": ""}, PAGE, "Trip.md", "[[Trip]]"),
        ({"글.md": "[[y/Trip]]", "x/y/Trip.md": ""}, PAGE, "Trip.md", "[[Trip]]"),
        ({"x/y/글.md": "[[Trip]]", "x/y/Trip.md": ""}, SUB_PAGE, "Home/Trip.md", "[[Home/Trip|Trip]]"),
        ({"글.md": "`[[Trip]]`", "x/y/Trip.md": ""}, PAGE, "Trip.md", "[[Trip]]"),
        ({".trash/글.md": "[[Trip]]", "x/y/Trip.md": ""}, PAGE, "Trip.md", "[[Trip]]"),
    ],
)  # fmt: skip
def test_links_of_ones_own_stay(make_folder, tmp_path, read_tree, own, export, there, text):
    vault = put_files(tmp_path / "vault", {".obsidian/app.json": "{}", **own})
    before = read_tree(vault)
    source = make_folder(export)
    ec.convert(source, vault, into=True)
    after = read_tree(vault)
    assert {path: after[path] for path in before} == before
    assert there in after
    assert text in after["Home.md"].decode()
    assert not ec.convert(source, vault, into=True).changed
    newer = make_folder({**export, f"Home {B}.md": export[f"Home {B}.md"] + "\nmore\n"}, "newer")
    ec.convert(newer, vault, into=True)
    again = read_tree(vault)
    assert {path: data for path, data in again.items() if path != "Home.md"} == {
        path: data for path, data in after.items() if path != "Home.md"
    }
    assert text in again["Home.md"].decode()


def test_a_dry_run_names_the_same(make_folder, tmp_path):
    vault = put_files(tmp_path / "vault", {"글.md": "[[Trip]]", "x/y/Trip.md": ""})
    result = ec.convert(make_folder(PAGE), vault, into=True, dry_run=True, keep_tree=True)
    assert [file.path for file in result.tree.files if file.path.startswith("Trip")] == ["Trip 2.md"]


def test_a_vault_added_to_another_one(tmp_path, read_tree):
    vault = put_files(tmp_path / "vault", {"글.md": "[[A]]", "x/y/A.md": "mine"})
    source = put_files(tmp_path / "v", {"A.md": "theirs", "B.md": "[[A]]"})
    ec.convert(source, vault, options=ec.Options(source_format="obsidian"), into=True)
    tree = {path: data.decode() for path, data in read_tree(vault).items()}
    assert tree == {"글.md": "[[A]]", "x/y/A.md": "mine", "A 2.md": "theirs", "B.md": "[[A 2]]"}


def test_plain_markdown_added_to_a_folder(make_folder, tmp_path, read_tree):
    vault = put_files(tmp_path / "vault", {"글.md": "[t](Trip.md)", "x/Trip.md": "mine"})
    ec.convert(make_folder(PAGE), vault, into=True, to="markdown")
    assert {"Trip 2.md", "x/Trip.md"} < read_tree(vault).keys()


def test_a_closed_folder_of_the_vault_is_no_hindrance(make_folder, tmp_path, monkeypatch):
    vault = put_files(tmp_path / "vault", {"글.md": "[[Trip]]", "x/y/Trip.md": "", "zu/a.md": "[[Trip]]"})
    real = __import__("os").scandir

    def closed(place):
        if str(place).endswith("zu"):
            raise PermissionError(13, "Permission denied", place)
        return real(place)

    monkeypatch.setattr("os.scandir", closed)
    ec.convert(make_folder(PAGE), vault, into=True)
    assert (vault / "Trip 2.md").exists()
