"""Which page or database each folder belongs to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import pytest

from exportconv.model import Database, Link, Note, Span
from exportconv.paths import SourcePath, split_name
from exportconv.readers.notion_folders import own_folders

A = "aaaa1111222233334444555566667777"
B = "bbbb1111222233334444555566668888"
C = "cccc1111222233334444555566669999"


def link(target: str) -> Link:
    return Link(span=Span(0, 1), target_span=Span(0, 1), raw_target=target, text="x", line=1)


def note(path: str, *targets: str) -> Note:
    links = tuple(link(target) for target in targets)
    return Note(path=SourcePath(path), title=split_name(path)[1], body="", digest="", links=links)


def table(path: str) -> Database:
    return Database(path=SourcePath(path), title="", columns=(), files=(SourcePath(path),))


def owners(notes: Iterable[Note], databases: Iterable[Database], *folders: str) -> Mapping[str, SourcePath]:
    return own_folders(notes, databases, dict.fromkeys(folders))


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        pytest.param(f"Plan {A}.md", f"Plan {A}", id="with-id"),
        pytest.param(f"Plan {A}.md", "Plan", id="without-id"),
        pytest.param(f"Plan {A}.md", "Plan aaaa-7777", id="ends-of-the-id"),
        pytest.param("Plan.md", "Plan", id="no-ids-at-all"),
        pytest.param(f"회의록 {A}.md", f"회의록 {A}", id="korean-with-id"),
        pytest.param(f"회의록 {A}.md", "회의록", id="korean-without-id"),
        pytest.param(f"7월3일(모임) {A}.md", "7월3일(모임)", id="parentheses"),
        pytest.param(f"Home/Plan {A}.md", f"Home/Plan {A}", id="below-with-id"),
        pytest.param(f"Home/Plan {A}.md", "Home/Plan", id="below-without-id"),
        pytest.param(f"{A}.md", A, id="id-alone"),
        pytest.param(f"Plan {A.upper()}.md", f"Plan {A}", id="id-in-upper-case"),
        pytest.param(f"plan {A}.md", f"Plan {A}", id="other-case"),
    ],
)
def test_a_folder_of_a_page(path: str, folder: str) -> None:
    assert owners([note(path)], [], folder) == {folder: path}


@pytest.mark.parametrize("name", [f"Tasks {A}.csv", f"Tasks {A}_all.csv"], ids=["view", "all-alone"])
@pytest.mark.parametrize("folder", [f"Tasks {A}", "Tasks", "Tasks aaaa-7777"], ids=["id", "no-id", "ends"])
def test_a_folder_of_a_database(name: str, folder: str) -> None:
    assert owners([], [table(name)], folder) == {folder: name}


@pytest.mark.parametrize("page", ["NFC", "NFD"])
@pytest.mark.parametrize("folder", ["NFC", "NFD"])
def test_unicode_forms_may_differ(page: str, folder: str) -> None:
    path = unicodedata.normalize(page, f"한글 회의록 {A}.md")
    for name in (f"한글 회의록 {A}", "한글 회의록"):
        place = unicodedata.normalize(folder, name)
        assert owners([note(path)], [], place) == {place: path}


@pytest.mark.parametrize(
    "folder",
    ["Other", f"Plan {B}", "Plan bbbb-8888", f"x/Plan {A}", "Plan 2", f"Plan {A} x", "Pla"],
    ids=["name", "other-id", "other-ends", "other-place", "number", "more", "less"],
)
def test_a_folder_of_nothing_is_left_out(folder: str) -> None:
    assert owners([note(f"Plan {A}.md")], [], folder) == {}


def test_no_folders() -> None:
    assert owners([note(f"Plan {A}.md")], [table(f"T {B}.csv")]) == {}


def test_nested_folders_of_both_kinds_in_one_tree() -> None:
    notes = [note(f"Home {A}.md"), note(f"Home {A}/Plan {B}.md"), note(f"Home {A}/Plan/Deep {C}.md")]
    found = owners(notes, [], f"Home {A}", f"Home {A}/Plan", f"Home {A}/Plan/Deep {C}")
    assert found == {
        f"Home {A}": f"Home {A}.md",
        f"Home {A}/Plan": f"Home {A}/Plan {B}.md",
        f"Home {A}/Plan/Deep {C}": f"Home {A}/Plan/Deep {C}.md",
    }


def test_a_page_may_own_both_folders() -> None:
    found = owners([note(f"Plan {A}.md")], [], f"Plan {A}", "Plan")
    assert found == {f"Plan {A}": f"Plan {A}.md", "Plan": f"Plan {A}.md"}


# --- equal titles ---


@pytest.mark.parametrize("linking", [A, B])
def test_of_equal_titles_the_page_that_links_into_the_folder_has_it(linking: str) -> None:
    notes = [note(f"Plan {i}.md", *(["Plan/image.png"] if i == linking else ["Other/image.png"])) for i in (A, B)]
    assert owners(notes, [], "Plan") == {"Plan": f"Plan {linking}.md"}


def test_links_are_compared_decoded() -> None:
    target = quote(unicodedata.normalize("NFD", f"회의록/하위 {C}.md"))
    notes = [note(f"회의록 {A}.md"), note(f"회의록 {B}.md", target)]
    assert owners(notes, [], "회의록") == {"회의록": f"회의록 {B}.md"}


def test_a_link_beside_the_folder_does_not_count() -> None:
    notes = [note(f"Plan {A}.md", "../Plan/x.png", "https://example.org/Plan/x"), note(f"Plan {B}.md", "Plan/x.png")]
    assert owners(notes, [], "Plan") == {"Plan": f"Plan {B}.md"}


def test_folders_with_ids_leave_the_plain_one_to_the_other_page() -> None:
    notes = [note(f"Plan {A}.md"), note(f"Plan {B}.md")]
    assert owners(notes, [], f"Plan {A}", "Plan") == {f"Plan {A}": f"Plan {A}.md", "Plan": f"Plan {B}.md"}


@pytest.mark.parametrize(
    ("ends", "sure", "rest"), [("Plan aaaa-7777", A, B), ("Plan bbbb-8888", B, A)], ids=["first", "second"]
)
def test_folders_with_ends_leave_the_plain_one_to_the_other_page(ends: str, sure: str, rest: str) -> None:
    notes = [note(f"Plan {A}.md"), note(f"Plan {B}.md")]
    assert owners(notes, [], ends, "Plan") == {ends: f"Plan {sure}.md", "Plan": f"Plan {rest}.md"}


def test_three_equal_titles_with_three_folders() -> None:
    notes = [note(f"Plan {i}.md") for i in (A, B, C)]
    found = owners(notes, [], "Plan", "Plan aaaa-7777", "Plan cccc-9999")
    assert found == {"Plan": f"Plan {B}.md", "Plan aaaa-7777": f"Plan {A}.md", "Plan cccc-9999": f"Plan {C}.md"}


def test_a_page_and_a_database_of_one_title() -> None:
    notes, tables = [note(f"Plan {A}.md", "Plan/image.png")], [table(f"Plan {B}.csv")]
    assert owners(notes, tables, "Plan", "Plan bbbb-8888") == {
        "Plan": f"Plan {A}.md",
        "Plan bbbb-8888": f"Plan {B}.csv",
    }


def test_every_folder_of_equal_titles_has_an_owner() -> None:
    notes = [note(f"Plan {A}.md"), note(f"Plan {B}.md")]
    assert owners(notes, [], "Plan")["Plan"] in {f"Plan {A}.md", f"Plan {B}.md"}
