"""A base as text: exact, and valid for whatever names there are."""

from __future__ import annotations

import pytest
import yaml
from support.bases import columns, rows

A, B, C, D, E = (letter * 32 for letter in "abcde")
HEAD = "\ufeffName,Done,Due,Tags\r\n"
FILES = {
    f"P {A}.md": f"# P\n\n[T](P%20{A}/T%20{B}.csv)",
    f"P {A}/T {B}.csv": '\ufeffDue,Name\r\n"May 1, 2024 → May 2, 2024",One',
    f"P {A}/T {B}_all.csv": HEAD + 'One,Yes,"May 1, 2024 → May 2, 2024",x\r\nTwo,No,,\r\nThree,No,,',
    f"P {A}/T {B}/One {C}.md": "# One\n\nDone: Yes\nDue: May 1, 2024 → May 2, 2024\nTags: x",
    f"P {A}/T {B}/One {C}/Sub {D}.md": "# Sub",
    f"P {A}/T {B}/Blank {E}.md": "# Blank\n\nDone: No",
    f"P {A}/T {B}/picture.png": "png",
}


def base(out: dict[str, str]) -> str:
    return next(text for path, text in out.items() if path.endswith(".base"))


def test_the_whole_text(render):
    assert base(render(FILES)) == (
        'filters:\n  and:\n    - file.folder == "P/T"\n    - file.ext == "md"\n    - file.path != "P/T/Blank.md"\n'
        "properties:\n  note.Due:\n    displayName: Due\n  note.Due (end):\n    displayName: Due (end)\n"
        "  file.name:\n    displayName: Name\n  note.Done:\n    displayName: Done\n  note.tags:\n    displayName: Tags\n"
        "views:\n  - type: table\n    name: T\n    order:\n      - note.Due\n      - note.Due (end)\n      - file.name\n"
        "      - note.Done\n      - note.tags\n"
        '  - type: table\n    name: Default view\n    filters:\n      or:\n        - file.path == "P/T/One.md"\n'
        "    order:\n      - note.Due\n      - note.Due (end)\n      - file.name\n"
    )


def test_it_selects_exactly_the_rows(render):
    out = render(FILES)
    assert rows(base(out), out) == ["P/T/One.md", "P/T/Three.md", "P/T/Two.md"]
    assert rows(base(out), out, view=1) == ["P/T/One.md"]
    assert [name for name, _ in columns(base(out))] == [
        "note.Due",
        "note.Due (end)",
        "file.name",
        "note.Done",
        "note.tags",
    ]


def test_rows_with_sub_pages_are_no_folder_notes(render):
    out = render(FILES, folder_notes=True)
    assert rows(base(out), out) == ["P/T/One.md", "P/T/Three.md", "P/T/Two.md"]
    assert "P/T/One/Sub.md" in out


def test_the_shorter_of_two_filters_is_written(render):
    cells = [f"R{number},{number}" for number in range(9)]
    out = render({
        f"T {A}_all.csv": "\r\n".join(["\ufeffName,No", *cells]),
        f"T {A}.csv": "\r\n".join(["\ufeffName,No", *cells[1:]]),
    })  # fmt: skip
    view = yaml.safe_load(base(out))["views"][1]
    assert view["filters"] == {"and": ['file.path != "T/R0.md"']}
    assert len(rows(base(out), out, view=1)) == 8


@pytest.mark.parametrize(
    "name",
    ["a: b", "- x", "#tag", "no", "012", "a.b.c", "file.name", "note.x", "formula.y", "{x}", "'q'", '"q"', "\\", "키 ‘값’", "🙂"],
)  # fmt: skip
def test_any_column_name(render, name):
    cell = '"' + name.replace('"', '""') + '"'
    out = render({f"T {A}_all.csv": f"\ufeffName,{cell}\r\none,text\r\n"})
    assert columns(base(out)) == [("file.name", "Name"), (f"note.{name}", name)]
    assert yaml.safe_load(out["T/one.md"].split("---\n")[1]) == {name: "text"}


@pytest.mark.parametrize("title", ["1. x", "a: b?", "[x] # y", "- z", "'q'", "C:\\", "회의록", "no", "{a}", "a  b"])
def test_any_database_title(render, title):
    out = render({f"{title} {A}_all.csv": "\ufeffName,X\r\none,text\r\n"})
    assert rows(base(out), out) == [path for path in out if path.endswith("one.md")]


def test_names_that_changed_in_the_notes_changed_in_the_base(render):
    import exportconv as ec

    rules = ec.PropertyRules(rename={"Done": "is done"}, drop=frozenset(["Tags"]))
    out = render(FILES, properties=rules)
    assert columns(base(out))[2:] == [("file.name", "Name"), ("note.is done", "Done")]
    out = render(FILES, database_rules={"T": rules})
    assert columns(base(out))[2:] == [("file.name", "Name"), ("note.is done", "Done")]


def test_names_that_differ_by_case_alone(render):
    out = render({f"T {A}_all.csv": "\ufeffName,x,X\r\none,text,more\r\n"})
    assert columns(base(out)) == [("file.name", "Name"), ("note.x", "x"), ("note.X 2", "X")]


def test_an_empty_database(render):
    out = render({f"T {A}_all.csv": "\ufeffName,X"})
    assert rows(base(out), out) == []
