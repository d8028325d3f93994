"""A database as a note with a table."""

from __future__ import annotations

from pathlib import Path

import pytest

import exportconv as ec

A, B, C, D, E, F = (letter * 32 for letter in "abcdef")
FILES = {
    f"P {A}.md": f"# P\n\n[T](P%20{A}/T%20{B}.csv)\n\nSee [T](P%20{A}/T%20{B}.csv), [v](P%20{A}/V%20{E}.csv).",
    f"P {A}/T {B}_all.csv": (
        f'\ufeffName,To,Price,File\r\na|b,"Two (P%20{A}/T%20{B}/Two%20{D}.md), Gone (Gone%20{F}.md)","$1,234.50",P%20{A}/T%20{B}/x.pdf\r\n'
        "Two,,$5,\r\n,,$6,\r\n,,,"
    ),
    f"P {A}/V {E}.csv": "\ufeffName,Price\r\nTwo,$5",
    f"P {A}/T {B}/a b {C}.md": f"# a|b\n\nTo: Two (Two%20{D}.md), Gone (Gone%20{F}.md)\nPrice: $1,234.50\nFile: x.pdf",
    f"P {A}/T {B}/Two {D}.md": "# Two\n\nPrice: $5",
    f"P {A}/T {B}/x.pdf": "pdf",
}  # fmt: skip


def test_plain_markdown(render):
    out = render(FILES, to="markdown")
    assert out["P/T.md"] == (
        "# T\n\n"
        "| Name | To | Price | File |\n| --- | --- | --- | --- |\n"
        f"| [a\\|b](T/a-b.md) | [Two](T/Two.md), Gone (Gone%20{F}.md) | $1,234.50 | [x.pdf](T/x.pdf) |\n"
        "| [Two](T/Two.md) | | $5 | |\n"
        "| [Untitled](T/Untitled.md) | | $6 | |\n\n"
        "## V\n\n"
        "| Name | Price |\n| --- | --- |\n"
        "| [Two](T/Two.md) | $5 |\n"
    )
    assert out["P.md"] == "# P\n\n[T](P/T.md)\n\nSee [T](P/T.md), [v](P/T.md#v)."


def test_in_a_vault(render):
    out = render(FILES, databases="table")
    assert out["P/T.md"].startswith(
        "| Name | To | Price | File |\n| --- | --- | --- | --- |\n"
        f"| [[a-b\\|a\\|b]] | [[Two]], Gone (Gone%20{F}.md) | $1,234.50 | [[x.pdf]] |\n"
    )
    assert out["P.md"] == "![[T]]\n\nSee [[T]], [[T#V|v]]."


@pytest.mark.parametrize(
    ("form", "to", "extra", "link"),
    [
        ("base", "obsidian", {"P/T/T.base"}, "![[T.base]]\n\nSee [[T.base|T]], [[T.base#V|v]]."),
        ("base", "markdown", {"P/T/T.base"}, "[T](P/T/T.base)\n\nSee [T](P/T/T.base), [v](P/T/T.base#v)."),
        ("table", "obsidian", {"P/T.md"}, "![[T]]\n\nSee [[T]], [[T#V|v]]."),
        ("csv", "obsidian", {"P/T.csv", "P/V.csv"}, "[[T.csv|T]]\n\nSee [[T.csv|T]], [[V.csv|v]]."),
        ("csv", "markdown", {"P/T.csv", "P/V.csv"}, "[T](P/T.csv)\n\nSee [T](P/T.csv), [v](P/V.csv)."),
        ("none", "obsidian", set(), "T\n\nSee T, v."),
        ("none", "markdown", set(), "T\n\nSee T, v."),
    ],
)
def test_all_forms(render, form, to, extra, link):
    out = render(FILES, to=to, databases=form)
    notes = {"P.md", "P/T/a-b.md", "P/T/Two.md", "P/T/Untitled.md", "P/T/x.pdf"}
    assert set(out) - {".obsidian/types.json"} == notes | extra
    assert out["P.md"].removeprefix("# P\n\n") == link


@pytest.mark.parametrize("form", ["base", "table", "csv", "none"])
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_second_run_changes_nothing(make_folder, tmp_path: Path, form, to):
    source, options = make_folder(FILES), ec.Options(databases=form)
    first = ec.convert(source, tmp_path / "out", to=to, options=options)
    before = {file: file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()}
    second = ec.convert(source, tmp_path / "out", to=to, options=options)
    assert (first.changed, second.changed) == (True, False)
    assert {file: file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()} == before
    tree = ec.render(ec.read(source, options=options), to=to, options=options)
    assert ec.write(tree, tmp_path / "out") is False


def test_a_csv_that_says_more_is_copied(render):
    files = {**FILES, f"P {A}/T {B}_all.csv": FILES[f"P {A}/T {B}_all.csv"] + "\r\nTwo,,$5,,too much"}
    for form in ("base", "table", "none"):
        out = render(files, databases=form)
        assert {"P/T.csv", "P/V.csv"} <= set(out)
        assert out["P/T.csv"] == files[f"P {A}/T {B}_all.csv"]


def test_a_property_that_names_a_database(render):
    files = {**FILES, f"Q {F}.md": f"# Q\n\nKind: x\nList: T (P%20{A}/T%20{B}.csv)"}
    expected = {"base": '  - "[[T.base|T]]"', "table": '  - "[[T]]"', "csv": '  - "[[T.csv|T]]"', "none": "  - T"}
    for form, line in expected.items():
        assert render(files, databases=form)["Q.md"] == f"---\nKind: x\nList:\n{line}\n---\n"


def test_the_word_for_the_default_is_the_default(make_folder, tmp_path: Path):
    source = make_folder(FILES)
    ec.convert(source, tmp_path / "out")
    assert not ec.convert(source, tmp_path / "out", options=ec.Options(databases="base")).changed
