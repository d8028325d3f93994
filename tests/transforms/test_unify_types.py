"""One type a property in the whole vault, and what the vault says already."""

from __future__ import annotations

import json

import pytest
import yaml

import exportconv as ec

A, B, C = (letter * 32 for letter in "abc")


def types(out: dict[str, str]) -> dict[str, str]:
    return json.loads(out[".obsidian/types.json"])["types"]


def front(text: str) -> dict[str, object]:
    return yaml.safe_load(text.split("---\n")[1])


def two_pages(one: str, two: str) -> dict[str, str]:
    return {f"One {A}.md": f"# One\n\nKind: x\nX: {one}", f"Two {B}.md": f"# Two\n\nKind: x\nX: {two}"}


@pytest.mark.parametrize(
    ("one", "two", "word", "reported"),
    [
        ("1", "2", "number", False),
        ("Yes", "No", "checkbox", False),
        ("May 10, 2024", "May 11, 2024", "date", False),
        ("May 10, 2024", "May 11, 2024 5:00 PM", "datetime", False),
        ("1", "some text", "text", True),
        ("Yes", "May 10, 2024", "text", True),
    ],
)
def test_one_type(render, make_folder, one, two, word, reported):
    files = two_pages(one, two)
    assert types(render(files))["X"] == word
    tree_issues = ec.convert(make_folder(files, "again"), make_folder({}, "x").parent / "out").report.issues
    assert [str(issue.code) for issue in tree_issues] == (["XC306"] if reported else [])


def test_a_select_beside_a_multi_select_is_a_list(render):
    table = '\ufeffName,Area\r\na,x\r\nb,"x, y"\r\nc,"y, x"\r\nd,y'
    files = {f"T {A}_all.csv": table, f"U {B}_all.csv": "\ufeffName,Area\r\ne,x\r\nf,x"}
    out = render(files)
    assert types(out) == {"Area": "multitext"}
    assert (front(out["T/b.md"]), front(out["U/e.md"])) == ({"Area": ["x", "y"]}, {"Area": ["x"]})
    assert front(render(files, to="markdown")["U/e.md"]) == {"Area": "x"}


def test_all_words(render):
    table = (
        "\ufeffName,Text,No,Done,Day,Time,Span,Price,Tags,To\r\n"
        f'a,x,1,Yes,"May 1, 2024","May 1, 2024 5:00 PM","May 1, 2024 → May 2, 2024",$5,C++,b (T%20{A}/b%20{B}.md)\r\n'
        "b,y,2,No,,,,,,"
    )  # fmt: skip
    assert types(render({f"T {A}_all.csv": table})) == {
        "Text": "text", "No": "number", "Done": "checkbox", "Day": "date", "Time": "datetime", "Span": "date",
        "Span (end)": "date", "Price": "number", "Price (text)": "text", "tags": "tags", "tags (text)": "text",
        "To": "multitext",
    }  # fmt: skip


def test_no_properties_no_file(render):
    assert ".obsidian/types.json" not in render({f"One {A}.md": "# One\n\ntext"})
    assert ".obsidian/types.json" not in render(two_pages("1", "2"), to="markdown")


# ---- into a vault


def into(make_folder, existing: str | bytes, files: dict[str, str]):
    vault = make_folder({".obsidian/types.json": existing, "Mine.md": "mine"}, "vault")
    result = ec.convert(make_folder(files), vault, into=True)
    return vault / ".obsidian/types.json", result


def test_types_are_added_to_those_of_the_vault(make_folder):
    before = '{"types": {"x": "text", "own": "date"}, "more": [1, {"a": null}]}'
    file, result = into(make_folder, before, two_pages("1", "2"))
    assert json.loads(file.read_bytes()) == {
        "types": {"x": "text", "own": "date", "Kind": "text"},
        "more": [1, {"a": None}],
    }
    assert [(issue.code, issue.path) for issue in result.report.issues] == [("XC306", ".obsidian/types.json")]


def test_what_is_complete_stays_byte_for_byte(make_folder):
    before = '{"types":{"X":"number",\t"KIND":"text"}}'
    file, result = into(make_folder, before, two_pages("1", "2"))
    assert (file.read_bytes().decode(), result.report.issues) == (before, ())


@pytest.mark.parametrize("before", [b"", b"{", b"[]", b'{"types": 5}', b'{"a": 1}', b"\xff\xfe"])
def test_what_cannot_be_read_stays_and_is_told(make_folder, before):
    file, result = into(make_folder, before, two_pages("1", "2"))
    assert file.read_bytes() == before
    assert [str(issue.code) for issue in result.report.issues] == ["XC306"]


def test_a_failure_gives_the_vault_its_file_back(make_folder, monkeypatch):
    from exportconv.writers.work import Work

    before = b'{"types": {}}'
    vault = make_folder({".obsidian/types.json": before}, "vault")

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    # the last step, when the types are in their place already
    monkeypatch.setattr(Work, "_create", fail)
    with pytest.raises(ec.DestinationError):
        ec.convert(make_folder(two_pages("1", "2")), vault, into=True)
    assert {file.name: file.read_bytes() for file in vault.rglob("*") if file.is_file()} == {"types.json": before}
