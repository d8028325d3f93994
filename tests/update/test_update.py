"""A newer export into the folder of an older one: what nobody touched follows it, and what somebody did stays."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.vault_trees import put_files

import exportconv as ec

PROMISES = (6, 9)
A, B, C, D = "a" * 32, "b" * 32, "c" * 32, "d" * 32
OLD = {
    f"Home {A}.md": f"# Home\n\nFirst words. [Trip](Home%20{A}/Trip%20{B}.md) ![](Home%20{A}/map.png)\n",
    f"Home {A}/Trip {B}.md": f"# Trip\n\nTo the sea. [Home](../Home%20{A}.md)\n",
    f"Home {A}/List {C}.md": "# List\n\nTent\n",
    f"Home {A}/map.png": "a map",
}


def newer(**changes: str | None) -> dict[str, str]:
    """The export with files added, changed or (None) gone; a name is the title, with `_` for a space."""
    return {path: text for path, text in {**OLD, **changes}.items() if text is not None}


@pytest.fixture
def again(make_folder, tmp_path, read_tree):
    """Converts the old export, lets somebody work in the vault, converts a newer one; gives report and tree."""

    def run(new, work=lambda vault: None, *, old=OLD, twice=True, **options):
        vault = tmp_path / "vault"
        if not vault.exists():
            ec.convert(make_folder(old, "old"), vault, options=ec.Options(**options))
        work(vault)
        number = sum(1 for _ in tmp_path.glob("new*"))
        source = make_folder(new, f"new{number}")
        result = ec.convert(source, vault, options=ec.Options(**options))
        tree = read_tree(vault)
        if twice:
            assert ec.convert(source, vault, options=ec.Options(**options)).changed is False
            assert read_tree(vault) == tree
        return result.report, {path: data.decode() for path, data in tree.items()}

    return run


def codes(report):
    return [(issue.code, issue.path) for issue in report.issues]


def records(vault: Path, part: str = "files"):
    return {
        item["output"]: item
        for item in json.loads((vault / ".exportconv/manifest.json").read_bytes())["runs"][0].get(part, [])
    }


def test_untouched_note_and_file_are_updated(again):
    report, tree = again(
        newer(**{f"Home {A}/List {C}.md": "# List\n\nTent\n\nRope\n", f"Home {A}/map.png": "better map"})
    )
    assert tree["Home/List.md"] == "Tent\n\nRope\n"
    assert tree["Home/map.png"] == "better map"
    assert report.counts["files updated"] == 2
    assert codes(report) == []


def test_nothing_else_is_written(again, tmp_path):
    def old_time(vault):
        for file in vault.rglob("*.*"):
            os.utime(file, ns=(10**18, 10**18))

    again(newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"}), old_time, twice=False)
    same = {file.name for file in (tmp_path / "vault").rglob("*.*") if file.stat().st_mtime_ns == 10**18}
    assert same == {"Home.md", "Trip.md", "map.png"}


def test_new_page_is_added_beside_what_the_user_has(again):
    report, tree = again(
        newer(**{f"Home {A}/Plan {D}.md": "# Plan\n\nnew\n"}),
        lambda vault: put_files(vault, {"Home/Plan.md": "my own plan"}),
    )
    assert tree["Home/Plan.md"] == "my own plan"
    assert tree["Home/Plan 2.md"].endswith("# Plan\n\nnew\n")
    assert report.counts["files added"] == 1


def test_edited_note_stays_and_the_new_one_comes_beside(again, tmp_path):
    new = newer(**{f"Home {A}/List {C}.md": "# List\n\nTent\n\nRope\n"})
    report, tree = again(new, lambda vault: put_files(vault, {"Home/List.md": "Tent and my words\n"}))
    assert tree["Home/List.md"] == "Tent and my words\n"
    assert tree["Home/List (from Notion).md"] == "Tent\n\nRope\n"
    assert codes(report) == [(ec.Code.EDITED_BOTH, "Home/List.md")]
    assert "List (from Notion).md" in report.issues[0].message
    assert report.exit_code() == 1
    # the next one changes it again: the file beside follows, and is not made a second time
    report, tree = again({**new, f"Home {A}/List {C}.md": "# List\n\nKnife\n"})
    assert tree["Home/List.md"] == "Tent and my words\n"
    assert tree["Home/List (from Notion).md"] == "Knife\n"
    assert {path for path in tree if "List" in path} == {"Home/List.md", "Home/List (from Notion).md"}
    # another page changes: nothing is said of this one again
    report, tree = again({**new, f"Home {A}/List {C}.md": "# List\n\nKnife\n", f"Home {A}/map.png": "2"})
    assert codes(report) == []
    assert set(records(tmp_path / "vault", "beside")) == {"Home/List (from Notion).md"}


def test_file_beside_that_was_edited_stays_too(again):
    new = newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"})
    again(new, lambda vault: put_files(vault, {"Home/List.md": "mine\n"}))
    _, tree = again(
        {**new, f"Home {A}/List {C}.md": "# List\n\nKnife\n"},
        lambda vault: put_files(vault, {"Home/List (from Notion).md": "mine as well\n"}),
    )
    assert tree["Home/List (from Notion).md"] == "mine as well\n"
    assert tree["Home/List (from Notion) 2.md"] == "Knife\n"


def test_edited_note_that_did_not_change_in_notion_is_left_alone(again):
    report, tree = again(
        newer(**{f"Home {A}/map.png": "better"}), lambda vault: put_files(vault, {"Home/List.md": "mine\n"})
    )
    assert tree["Home/List.md"] == "mine\n"
    assert not any("(from Notion)" in path for path in tree)
    assert report.counts["edited files kept"] == 1
    assert codes(report) == []


def test_user_who_took_the_new_text_has_not_edited_it(again):
    new = newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"})
    again(new, lambda vault: put_files(vault, {"Home/List.md": "mine\n"}))

    def take_it(vault):
        (vault / "Home/List (from Notion).md").replace(vault / "Home/List.md")

    report, tree = again({**new, f"Home {A}/List {C}.md": "# List\n\nKnife\n"}, take_it)
    assert tree["Home/List.md"] == "Knife\n"
    assert not any("(from Notion)" in path for path in tree)
    assert codes(report) == []


def test_renamed_page_moves_and_every_link_follows(again):
    new = {
        f"Home {A}.md": f"# Home\n\nFirst words. [Journey](Home%20{A}/Journey%20{B}.md) ![](Home%20{A}/map.png)\n",
        f"Home {A}/Journey {B}.md": f"# Journey\n\nTo the sea. [Home](../Home%20{A}.md)\n",
        f"Home {A}/List {C}.md": "# List\n\nTent\n",
        f"Home {A}/map.png": "a map",
    }

    def write(vault):
        put_files(
            vault,
            {
                "Diary.md": "We went on [[Trip]], see [it](Home/Trip.md#top) and ![[Trip]].\r\n",
                "Home/List.md": "Tent, see [[Home/Trip|the trip]]\n",
            },
        )

    report, tree = again(new, write)
    assert "Home/Trip.md" not in tree
    assert tree["Home/Journey.md"] == "To the sea. [[Home]]\n"
    assert tree["Home.md"] == "First words. [[Journey]] ![[map.png]]\n"
    assert tree["Diary.md"] == "We went on [[Journey]], see [it](Home/Journey.md#top) and ![[Journey]].\r\n"
    assert tree["Home/List.md"] == "Tent, see [[Home/Journey|the trip]]\n"
    assert report.counts["files moved"] == 1
    assert report.counts["notes with links that follow"] == 2
    assert codes(report) == []


def test_edited_page_that_was_renamed_moves_with_the_users_text(again):
    new = {
        f"House {A}.md": f"# House\n\nFirst words. [Trip](House%20{A}/Trip%20{B}.md) ![](House%20{A}/map.png)\n",
        f"House {A}/Trip {B}.md": f"# Trip\n\nTo the sea. [House](../House%20{A}.md)\n",
        f"House {A}/List {C}.md": "# List\n\nTent\n",
        f"House {A}/map.png": "a map",
    }
    _, tree = again(new, lambda vault: put_files(vault, {"Home/List.md": "mine, ![](map.png) in [[Home]]\n"}))
    assert set(tree) == {"House.md", "House/Trip.md", "House/List.md", "House/map.png"}
    assert tree["House/List.md"] == "mine, ![](map.png) in [[House]]\n"


def test_two_pages_that_change_names_with_each_other(again):
    new = newer(
        **{
            f"Home {A}/Trip {B}.md": None,
            f"Home {A}/List {C}.md": None,
            f"Home {A}/List {B}.md": "# List\n\nTo the sea.\n",
            f"Home {A}/Trip {C}.md": "# Trip\n\nTent\n",
            f"Home {A}.md": f"# Home\n\n[List](Home%20{A}/List%20{B}.md)\n",
        }
    )
    _, tree = again(new, lambda vault: put_files(vault, {"Diary.md": "[[List]] with the tent"}))
    assert tree["Home/List.md"] == "To the sea.\n"
    assert tree["Home/Trip.md"] == "Tent\n"
    assert tree["Diary.md"] == "[[Trip]] with the tent"


def test_page_that_is_gone_stays_until_pruned(again, make_folder, tmp_path, read_tree):
    new = newer(**{f"Home {A}/List {C}.md": None, f"Home {A}/map.png": None, f"Home {A}.md": "# Home\n\nFirst\n"})
    report, tree = again(new)
    assert tree["Home/List.md"] == "Tent\n"
    assert tree["Home/map.png"] == "a map"
    assert codes(report) == [(ec.Code.GONE, "Home/List.md"), (ec.Code.GONE, "Home/map.png")]
    assert report.exit_code() == 0
    vault = tmp_path / "vault"
    assert set(records(vault, "gone")) == {"Home/List.md", "Home/map.png"}
    put_files(vault, {"Home/List.md": "Tent of mine"})
    source = make_folder(new, "pruned")
    result = ec.convert(source, vault, prune=True)
    assert set(read_tree(vault)) == {"Home.md", "Home/Trip.md", "Home/List.md"}
    assert (vault / "Home/List.md").read_text() == "Tent of mine"
    assert result.report.counts["files removed"] == 1
    assert ec.convert(source, vault).changed is False


WITHOUT_LIST = newer(
    **{f"Home {A}/List {C}.md": None, f"Home {A}/Trip {B}.md": None, f"Home {A}.md": "# Home\n\nFirst\n"},
    **{f"Home {A}/Way {B}.md": f"# Way\n\nTo the sea. [Home](../Home%20{A}.md)\n"},
)


def test_links_to_what_is_pruned_stay_and_all_others_follow(again, make_folder, tmp_path):
    again(OLD, lambda vault: put_files(vault, {"Mine.md": "[[List]] [[Trip]]\n"}), twice=False)
    ec.convert(make_folder(WITHOUT_LIST, "pruned"), tmp_path / "vault", prune=True)
    assert not (tmp_path / "vault/Home/List.md").exists()
    assert (tmp_path / "vault/Mine.md").read_text() == "[[List]] [[Way]]\n"


def test_page_that_is_gone_is_not_edited_by_links_that_follow(again, make_folder, tmp_path):
    old = newer(**{f"Home {A}/List {C}.md": f"# List\n\n[Trip](Trip%20{B}.md)\n"})
    gone = newer(**{f"Home {A}/List {C}.md": None})
    again(gone, old=old)
    report, tree = again(WITHOUT_LIST)
    assert tree["Home/List.md"] == "[[Way]]\n"
    assert (ec.Code.GONE, "Home/List.md") in codes(report)
    ec.convert(make_folder(WITHOUT_LIST, "pruned"), tmp_path / "vault", prune=True)
    assert not (tmp_path / "vault/Home/List.md").exists()


def test_new_page_does_not_take_over_the_users_links(again):
    new = newer(**{f"Idea {D}.md": "# Idea\n\nfrom Notion\n"})
    work = {"Journal/Idea.md": "mine\n", "Mine.md": "[[Idea]]\n"}
    _, tree = again(new, lambda vault: put_files(vault, work))
    assert tree["Mine.md"] == "[[Journal/Idea]]\n"
    assert tree["Idea.md"] == "from Notion\n"


@pytest.mark.parametrize("name", ["Way", "lIST"])
def test_file_beside_moves_with_its_note(again, tmp_path, name):
    changed = newer(**{f"Home {A}/List {C}.md": "# List\n\nTent\n\nRope\n"})
    again(changed, lambda vault: put_files(vault, {"Home/List.md": "mine\n"}))
    renamed = newer(
        **{f"Home {A}/List {C}.md": None, f"Home {A}/{name} {C}.md": f"# {name}\n\nTent\n\nRope\n"},
    )
    _, tree = again(renamed)
    assert tree[f"Home/{name}.md"] == "mine\n"
    assert tree[f"Home/{name} (from Notion).md"] == "Tent\n\nRope\n"
    assert "Home/List (from Notion).md" not in tree
    found = ec.verify(tmp_path / "new1", tmp_path / "vault")
    assert {issue.code for issue in found.issues} == {"XC805"}


def test_file_beside_that_the_user_moved_stays_there(again):
    changed = newer(**{f"Home {A}/List {C}.md": "# List\n\nTent\n\nRope\n"})
    again(changed, lambda vault: put_files(vault, {"Home/List.md": "mine\n"}))

    def move(vault):
        (vault / "Home/List (from Notion).md").rename(vault / "Other.md")

    renamed = newer(**{f"Home {A}/List {C}.md": None, f"Home {A}/Way {C}.md": "# Way\n\nTent\n\nRope\n"})
    _, tree = again(renamed, move)
    assert tree["Other.md"] == "Tent\n\nRope\n"
    assert tree["Home/Way.md"] == "mine\n"


def test_name_stays_when_only_the_users_notes_are_left_in_its_folder(again):
    old = newer(**{f"Home {A}/Trip {B}/Day {D}.md": "# Day\n\none\n"})
    new = newer(**{f"Day {D}.md": "# Day\n\none\n"})
    _, tree = again(new, lambda vault: put_files(vault, {"Home/Trip/mine.md": "mine\n"}), old=old)
    assert {"Home/Trip.md", "Home/Trip/mine.md", "Day.md"} <= set(tree)
    report, tree = again({**new, f"Day {D}.md": "# Day\n\ntwo\n"})
    assert "Home/Trip.md" in tree
    assert "files moved" not in report.counts


def test_page_that_comes_back_is_the_same_again(again):
    gone = newer(**{f"Home {A}/List {C}.md": None})
    again(gone)
    report, tree = again(newer(**{f"Home {A}/List {C}.md": "# List\n\nTent and rope\n"}))
    assert tree["Home/List.md"] == "Tent and rope\n"
    assert "Home/List 2.md" not in tree
    assert codes(report) == []


def test_note_that_the_user_removed_does_not_come_back(again):
    report, tree = again(newer(**{f"Home {A}/map.png": "2"}), lambda vault: (vault / "Home/List.md").unlink())
    assert "Home/List.md" not in tree
    assert codes(report) == []
    report, tree = again(newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"}))
    assert tree["Home/List.md"] == "Rope\n"
    assert codes(report) == [(ec.Code.WRITTEN_AGAIN, "Home/List.md")]


def test_note_that_the_user_moved_is_updated_where_it_is(again):
    def move(vault):
        (vault / "Archive").mkdir()
        (vault / "Home/Trip.md").rename(vault / "Archive/Trip.md")
        put_files(vault, {"Home/Trip of mine.md": "mine"})

    report, tree = again(newer(**{f"Home {A}/Trip {B}.md": f"# Trip\n\nTo the lake. [Home](../Home%20{A}.md)\n"}), move)
    assert tree["Archive/Trip.md"] == "To the lake. [[Home]]\n"
    assert "Home/Trip.md" not in tree
    assert tree["Home/Trip of mine.md"] == "mine"
    assert codes(report) == []
    report, tree = again(newer(**{f"Home {A}/Trip {B}.md": f"# Trip\n\nTo the hill. [Home](../Home%20{A}.md)\n"}))
    assert tree["Archive/Trip.md"] == "To the hill. [[Home]]\n"
    renamed = newer(**{f"Home {A}/Trip {B}.md": None, f"Home {A}/Way {B}.md": "# Way\n\nUp.\n"})
    report, tree = again(renamed)
    assert [path for path in tree if "Trip.md" in path or "Way" in path] == ["Archive/Trip.md"]
    assert "Up." in tree["Archive/Trip.md"]


@pytest.mark.parametrize(
    ("place", "link", "after"),
    [
        # it leads there with its whole path, so it goes on doing so
        ("Home/mine.md", "[t](Trip.md)", "[t](../House/Trip.md)"),
        ("mine.md", "[t](Home/Trip.md)", "[t](House/Trip.md)"),
        ("mine.md", "[t](HOME/trip.md#h)", "[t](House/Trip.md#h)"),
        # the end of the path is enough for Obsidian, before and after
        ("mine.md", "[t](Trip.md)", "[t](Trip.md)"),
        ("mine.md", "[[Trip]]", "[[Trip]]"),
        ("mine.md", "[[Home/Trip]]", "[[House/Trip]]"),
    ],
)
def test_markdown_links_of_the_users_to_what_moves(again, place, link, after):
    new = {
        path.replace(f"Home {A}", f"House {A}"): text.replace(f"Home%20{A}", f"House%20{A}")
        for path, text in OLD.items()
    }
    new[f"House {A}.md"] = new[f"House {A}.md"].replace("# Home", "# House")
    _, tree = again(new, lambda vault: put_files(vault, {place: link}))
    assert tree[place] == after


def test_another_page_gets_the_place_of_a_note_that_the_user_moved(again, tmp_path):
    def move(vault):
        (vault / "Archive").mkdir()
        (vault / "Home/Trip.md").rename(vault / "Archive/Trip.md")

    again(newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"}), move)
    gone: dict[str, None] = {f"Home {A}/Trip {B}.md": None, f"Home {A}/List {C}.md": None}
    new = newer(**gone, **{f"Home {A}/Way {B}.md": "# Way\n\nUp.\n", f"Home {A}/Trip {C}.md": "# Trip\n\nRope\n"})
    _, tree = again(new)
    assert ("Up." in tree["Archive/Trip.md"], tree["Home/Trip.md"]) == (True, "Rope\n")
    assert records(tmp_path / "vault")["Home/Trip.md"]["source"] == f"Home {A}/Trip {C}.md"

    def edit(vault):
        with (vault / "Home/Trip.md").open("a", encoding="utf-8") as file:
            file.write("mine")

    new[f"Home {A}/Up {B}.md"] = new.pop(f"Home {A}/Way {B}.md").replace("Way", "Up")
    report, tree = again(new, edit)
    assert ("Up." in tree["Archive/Trip.md"], tree["Home/Trip.md"]) == (True, "Rope\nmine")
    assert "Home/Up.md" not in tree
    assert codes(report) == []
    found = {(issue.code, issue.path) for issue in ec.verify(tmp_path / "new2", tmp_path / "vault").issues}
    assert found == {(ec.Code.MOVED_FILE, "Home/Trip.md"), (ec.Code.EDITED_FILE, "Home/Trip.md")}

    def move_back(vault):
        (vault / "Archive/Trip.md").rename(vault / "Home/Up again.md")

    new[f"Home {A}/Up {B}.md"] += "\nDown.\n"
    _, tree = again(new, move_back)
    assert "Down." in tree["Home/Up again.md"]
    assert tree["Home/Trip.md"] == "Rope\nmine"


def test_note_that_was_moved_and_edited_is_the_same_note(again):
    def work(vault):
        (vault / "Archive").mkdir()
        (vault / "Home/Trip.md").rename(vault / "Archive/Trip.md")
        with (vault / "Archive/Trip.md").open("a", encoding="utf-8") as file:
            file.write("mine")

    new = newer(**{f"Home {A}/Plan {D}.md": f"# Plan\n\n[Trip](Trip%20{B}.md)\n"})
    report, tree = again(new, work)
    assert tree["Home.md"] == "First words. [[Trip]] ![[map.png]]\n"
    assert tree["Home/Plan.md"] == "[[Trip]]\n"
    assert tree["Archive/Trip.md"].endswith("mine")
    assert codes(report) == []
    new[f"Home {A}/Trip {B}.md"] = f"# Trip\n\nTo the lake. [Home](../Home%20{A}.md)\n"
    report, tree = again(new)
    assert tree["Archive/Trip.md"].endswith("mine")
    assert tree["Archive/Trip (from Notion).md"] == "To the lake. [[Home]]\n"
    assert codes(report) == [(ec.Code.EDITED_BOTH, "Archive/Trip.md")]


def test_part_of_a_workspace_is_refused(again, make_folder, tmp_path, read_tree):
    again(OLD)
    before = read_tree(tmp_path / "vault")
    with pytest.raises(ec.DestinationError, match="made from 3 pages and databases, of which this export has 1"):
        ec.convert(make_folder({f"List {C}.md": "# List\n\nTent\n"}, "part"), tmp_path / "vault")
    assert read_tree(tmp_path / "vault") == before


def test_what_is_in_the_bin_makes_no_link_longer(again):
    def remove(vault):
        (vault / ".trash").mkdir()
        (vault / "Home/Trip.md").rename(vault / ".trash/Trip.md")

    _, tree = again(newer(**{f"Home {A}/map.png": "2"}), remove)
    assert tree["Home.md"] == "First words. [[Trip]] ![[map.png]]\n"


def test_settings_that_changed_on_both_sides_stay(make_folder, tmp_path, read_tree):
    old = {".obsidian/workspace.json": "1", "A.md": "one"}
    ec.convert(make_folder(old, "v1"), tmp_path / "out")
    put_files(tmp_path / "out", {".obsidian/workspace.json": "mine"})
    result = ec.convert(make_folder({**old, ".obsidian/workspace.json": "2", "A.md": "two"}, "v2"), tmp_path / "out")
    assert read_tree(tmp_path / "out") == {".obsidian/workspace.json": b"mine", "A.md": b"two"}
    assert result.report.issues == ()


def test_names_with_numbers_stay_when_others_come(again):
    old = {f"Note {B}.md": "# Note\n\nb\n", f"Note {C}.md": "# Note\n\nc\n"}
    new = {f"Note {A}.md": "# Note\n\na\n", **old, f"Note {C}.md": "# Note\n\nc, longer\n"}
    _, tree = again(new, old=old)
    assert {path: text[-10:] for path, text in tree.items()} == {
        "Note.md": "b\n", "Note 2.md": "# Note\n\nc, longer\n"[-10:], "Note 3.md": "# Note\n\na\n"[-10:],
    }  # fmt: skip


def test_page_whose_title_loses_its_number_is_renamed(again):
    old = {f"Plan 2 {B}.md": "# Plan 2\n\nb\n"}
    _, tree = again({f"Plan {B}.md": "# Plan\n\nb\n"}, old=old)
    assert tree == {"Plan.md": "b\n"}


def test_database_with_rows(again):
    head = "Name,Price\n"
    old = {f"DB {A}.csv": head + "Pen,2\nInk,5\n", f"DB {A}/Pen {B}.md": "# Pen\n\nPrice: 2\n\nblue\n"}
    new = {
        f"DB {A}.csv": head + "Nib,1\nPen,3\nInk,6\n",
        f"DB {A}/Pen {B}.md": "# Pen\n\nPrice: 3\n\nblue\n",
    }
    _, tree = again(new, lambda vault: put_files(vault, {"DB/Ink.md": "---\nPrice: 5\n---\nmine\n"}), old=old)
    assert "Price: 3" in tree["DB/Pen.md"]
    assert "mine" in tree["DB/Ink.md"]
    assert "Price: 6" in tree["DB/Ink (from Notion).md"]
    assert "Price: 1" in tree["DB/Nib.md"]


def test_row_that_got_a_page_is_the_same_note(again):
    old = {f"DB {A}.csv": "Name,Price\nPen,2\n"}
    new = {f"DB {A}.csv": "Name,Price\nPen,2\n", f"DB {A}/Pen {B}.md": "# Pen\n\nPrice: 2\n\nblue\n"}
    report, tree = again(new, old=old)
    assert set(tree) >= {"DB/Pen.md"}
    assert "DB/Pen 2.md" not in tree
    assert "blue" in tree["DB/Pen.md"]
    assert codes(report) == []


def test_base_that_the_user_changed_stays(again):
    old = {f"DB {A}.csv": "Name,Price\nPen,2\n"}
    new = {f"DB {A}.csv": "Name,Price,Size\nPen,2,4\n"}

    def change(vault):
        base = vault / "DB/DB.base"
        base.write_text(base.read_text() + "# mine\n")

    report, tree = again(new, change, old=old)
    assert tree["DB/DB.base"].endswith("# mine\n")
    assert "Size" in tree["DB/DB (from Notion).base"]
    assert (ec.Code.EDITED_BOTH, "DB/DB.base") in codes(report)


def test_types_of_properties_that_the_user_set_stay(again):
    old = {f"DB {A}.csv": "Name,Price\nPen,2\n"}
    new = {f"DB {A}.csv": "Name,Price,Size\nPen,2,4\n"}

    def change(vault):
        put_files(vault, {".obsidian/types.json": '{"types": {"Price": "text", "mine": "date"}}'})

    _, tree = again(new, change, old=old)
    assert json.loads(tree[".obsidian/types.json"])["types"] == {"Price": "text", "mine": "date", "Size": "number"}


def test_another_export_is_still_refused(again, make_folder, tmp_path):
    again(OLD)
    with pytest.raises(ec.DestinationError, match="another export"):
        ec.convert(make_folder({f"Other {D}.md": "# Other"}, "other"), tmp_path / "vault")


def test_other_options_are_refused_by_name(again, make_folder, tmp_path):
    again(OLD)
    with pytest.raises(ec.DestinationError, match=r"other options \(links\)"):
        ec.convert(make_folder(newer(), "x"), tmp_path / "vault", options=ec.Options(links="relative"))


def test_plain_markdown_follows_too(again):
    new = {
        f"Home {A}.md": f"# Home\n\n[Journey](Home%20{A}/Journey%20{B}.md)\n",
        f"Home {A}/Journey {B}.md": f"# Journey\n\nTo the sea. [Home](../Home%20{A}.md)\n",
        f"Home {A}/List {C}.md": "# List\n\nTent\n",
    }
    _, tree = again(
        new, lambda vault: put_files(vault, {"diary.md": "[t](Home/Trip.md) `[t](Home/Trip.md)`"}), to="markdown"
    )
    assert tree["diary.md"] == "[t](Home/Journey.md) `[t](Home/Trip.md)`"
    assert tree["Home/Journey.md"] == "# Journey\n\nTo the sea. [Home](../Home.md)\n"


def test_vault_that_changed_is_converted_again(make_folder, tmp_path, read_tree):
    old = {".obsidian/app.json": "{}", "A.md": "one [[B]]", "B.md": "two", "C.md": "three"}
    ec.convert(make_folder(old, "v1"), tmp_path / "out", to="markdown")
    put_files(tmp_path / "out", {"C.md": "three of mine"})
    ec.convert(
        make_folder({**old, "A.md": "one more [[B]]", "D.md": "four", "C.md": "3"}, "v2"),
        tmp_path / "out",
        to="markdown",
    )
    assert {path: data.decode() for path, data in read_tree(tmp_path / "out").items()} == {
        "A.md": "one more [B](B.md)", "B.md": "two", "C.md": "three of mine", "C (from the source).md": "3", "D.md": "four",
    }  # fmt: skip


def test_into_a_vault_of_ones_own(make_folder, tmp_path, read_tree):
    vault = put_files(tmp_path / "vault", {"Mine.md": "see [[Trip]]", "Trip.md": "my own trip"})
    ec.convert(make_folder(OLD, "old"), vault, into=True)
    new = newer(**{f"Home {A}/Trip {B}.md": "# Trip\n\nTo the lake.\n"})
    ec.convert(make_folder(new, "new"), vault, into=True)
    tree = {path: data.decode() for path, data in read_tree(vault).items()}
    assert tree["Mine.md"] == "see [[Trip]]"
    assert tree["Trip.md"] == "my own trip"
    assert tree["Home/Trip.md"] == "To the lake.\n"


def test_symbolic_link_that_stands_for_a_note_is_the_users_own(again):
    def link(vault):
        (vault / "Home/List.md").rename(vault / "elsewhere.txt")
        (vault / "Home/List.md").symlink_to("../elsewhere.txt")

    _, tree = again(newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"}), link)
    assert tree["elsewhere.txt"] == "Tent\n"
    assert tree["Home/List (from Notion).md"] == "Rope\n"


def test_whatever_stops_it_the_folder_is_as_it_was(make_folder, tmp_path, read_tree, monkeypatch):
    ec.convert(make_folder(OLD, "old"), tmp_path / "vault")
    before = read_tree(tmp_path / "vault")
    manifest = (tmp_path / "vault/.exportconv/manifest.json").read_bytes()
    new = make_folder(newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n", f"Home {A}/More {D}.md": "# More"}), "new")
    calls = []

    def fails(*args, **options):
        calls.append(args)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(ec.DestinationError, match="No space left"):
        ec.convert(new, tmp_path / "vault")
    monkeypatch.undo()
    assert calls
    assert read_tree(tmp_path / "vault") == before
    assert (tmp_path / "vault/.exportconv/manifest.json").read_bytes() == manifest
    assert ec.convert(new, tmp_path / "vault").changed


def test_dry_run_writes_nothing(make_folder, tmp_path, read_tree):
    ec.convert(make_folder(OLD, "old"), tmp_path / "vault")
    before = read_tree(tmp_path / "vault")
    new = newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n", f"Home {A}/Trip {B}.md": None})
    result = ec.convert(make_folder(new, "new"), tmp_path / "vault", dry_run=True, prune=True)
    assert result.changed
    # the list, and the page that links to what is gone
    assert result.report.counts["files updated"] == 2
    assert result.report.counts["files removed"] == 1
    assert read_tree(tmp_path / "vault") == before


def test_whole_new_text_of_tree_that_was_rendered_before(make_folder, tmp_path):
    ec.write(ec.render(ec.read(make_folder(OLD, "old"))), tmp_path / "vault")
    new = newer(**{f"Home {A}/List {C}.md": "# List\n\nRope\n"})
    assert ec.write(ec.render(ec.read(make_folder(new, "new"))), tmp_path / "vault")
    assert (tmp_path / "vault/Home/List.md").read_text() == "Rope\n"
