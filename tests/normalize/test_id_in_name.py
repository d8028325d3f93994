"""Notion ids at the end of names: of pages, databases and folders, and of nothing else."""

from __future__ import annotations

import pytest
from support.repositories import findings, new_names, repository

from exportconv.normalize.rules.id_in_name import RULE

ID = "0123456789ab4def8123456789abcdef"
OTHER = "fedcba9876548321bedcba9876543210"
HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"회의록 {ID}.md", "회의록.md"),
        (f"Minutes {ID.upper()}.md", "Minutes.md"),
        (f"Minutes-{ID}.md", "Minutes.md"),
        (f"Minutes-{OTHER}.csv", "Minutes.csv"),
        (f"Minutes {HASH}.md", "Minutes.md"),
        (f"가\u00a0{ID}.MD", "가.MD"),
        (f"v1.2 {ID}.md", "v1.2.md"),
        (f"Page {ID}.html", "Page.html"),
        (f"할 일 {ID}.csv", "할 일.csv"),
        (f"할 일 {ID}_all.csv", "할 일_all.csv"),
    ],
)
def test_removed(name, expected):
    assert new_names([name], RULE) == {name: expected}
    assert new_names([f"폴더/{name}"], RULE) == {f"폴더/{name}": expected}
    assert new_names([expected], RULE) == {}


@pytest.mark.parametrize(
    "name",
    ["회의록.md", f"{ID}.png", f"image {ID}.png", f"photo-{ID}.jpg", f"a {ID[1:]}.md", f"a {ID}0.md", f"a {ID}{OTHER}.md", f"a{ID}.md",
     f"{ID} a.md", f"a {ID} b.md", f"a {ID}_all.md", f"a {ID}.base", f"a {ID}", f"g{ID[1:]}.md", f"{ID}/a.png", f"cache-{ID}/a.png",
     f".hidden {ID}.md", f"dir_{ID}.md", f"dir_{HASH}.html", f"{HASH}.md", f"chunk-{HASH}.md", f"{HASH}/a.md", f"a-{HASH}/b.md", "a 01234567-89ab-cdef-0123-456789abcdef.md"],
)  # fmt: skip
def test_left_alone(name):
    assert findings([name], RULE) == []


def test_all_that_belongs_to_a_page_goes_together():
    files = [f"일 {ID}.md", f"일 {ID}/v1.0 {OTHER}/a.md", f"일 {ID}/b {OTHER}.md", f"일 {ID}.csv", f"일 {ID}_all.csv"]
    assert new_names(files, RULE) == {
        f"일 {ID}.md": "일.md", f"일 {ID}": "일", f"일 {ID}.csv": "일.csv", f"일 {ID}_all.csv": "일_all.csv",
        f"일 {ID}/v1.0 {OTHER}": "v1.0", f"일 {ID}/b {OTHER}.md": "b.md",
    }  # fmt: skip


def test_a_dash_in_the_name_of_a_folder_counts_beside_its_page():
    assert new_names([f"a-{ID}.md", f"a-{ID}/b.md"], RULE) == {f"a-{ID}": "a", f"a-{ID}.md": "a.md"}


@pytest.mark.parametrize(
    "files",
    [
        [f"회의록 {ID}.md", "회의록.md"],
        [f"Minutes {ID}.md", "minutes.md"],
        [f"회의록 {ID}.md", f"회의록 {OTHER}.md"],
        [f"a {ID}.md", f"A {OTHER}.csv"],
        [f"a {ID}.md", f"a {ID}/b.md", "a/c.md"],
        [f"{ID}.md"],
        [f"{ID}.csv", f"{ID}_all.csv", f"{ID}/a.md"],
        [f" {ID}.md"],
    ],
    ids=[
        "taken",
        "taken but for case",
        "two pages",
        "a page and a database",
        "taken of one of two",
        "empty",
        "all empty",
        "blank",
    ],
)
def test_reported_without_a_new_name(files):
    found = new_names(files, RULE)
    assert list(found) == [
        path for path in repository(files).names if path.rpartition("/")[2].count(ID[:8]) or OTHER in path
    ]
    assert set(found.values()) == {None}


def test_names_that_nothing_is_looked_for_in_are_taken_all_the_same():
    found = findings([f"a {ID}.md", f"b {OTHER}.md", "a.md", f"c {ID}.md"], RULE, skipped=["a.md", f"c {ID}.md"])
    assert [(item.path, item.name) for item in found] == [(f"a {ID}.md", None), (f"b {OTHER}.md", "b.md")]


def test_two_notes_with_one_id_lose_it_together_or_not_at_all():
    both = {f"가/일 {ID}.md": "일.md", f"나/날 {ID}.md": "날.md"}
    assert new_names(both, RULE) == both
    taken = [*both, "나/날.md"]
    assert new_names(taken, RULE) == dict.fromkeys(both)
    assert [item.message.partition(", and ")[2] for item in findings(taken, RULE)] == [
        "another note that has to keep its name has this id",
        "'날.md' is there already",
    ]


@pytest.mark.parametrize(("other", "is_skipped"), [(f"나/날%20{ID}.md", False), (f"나/날 {ID}.md", True)])
def test_a_note_keeps_its_id_as_long_as_another_does(other, is_skipped):
    found = findings([f"가/일 {ID}.md", other], RULE, skipped=[other] if is_skipped else [])
    assert {item.path: item.name for item in found} == {f"가/일 {ID}.md": None}
