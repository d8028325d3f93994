"""The CSV files of databases: which belong together, and their columns."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.model import Database
from exportconv.model.contents import Bytes
from exportconv.paths import SourcePath, path_key
from exportconv.readers.notion_csv import read_databases
from exportconv.readers.source import Entry

ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
VIEW = b"\xef\xbb\xbfName,Status\r\nPlan,Done"
ALL = b"\xef\xbb\xbfName,Status,Due\r\nPlan,Done,"


def databases(files: Mapping[str, bytes], folders: Iterable[str] = ()) -> tuple[Database, ...]:
    entries = [Entry(SourcePath(path), Bytes(data)) for path, data in files.items()]
    return read_databases(entries, {path_key(folder) for folder in folders})[0]


def names(database: Database) -> tuple[str, ...]:
    return tuple(column.name for column in database.columns)


def columns(data: bytes) -> tuple[str, ...]:
    [found] = databases({f"T {ID}.csv": data})
    return names(found)


def cells(data: bytes) -> list[tuple[str, ...]]:
    [found] = databases({f"T {ID}.csv": data})
    return [row.cells for row in found.rows]


# --- which files are one database ---


def test_a_view_and_all_rows_are_one_database() -> None:
    [found] = databases({f"할 일 {ID}.csv": VIEW, f"할 일 {ID}_all.csv": ALL})
    assert (found.path, found.title, found.id) == (f"할 일 {ID}.csv", "할 일", ID)
    assert names(found) == ("Name", "Status", "Due")
    assert found.files == (f"할 일 {ID}_all.csv", f"할 일 {ID}.csv")
    assert found.is_complete
    assert [(row.line, row.cells) for row in found.rows] == [(2, ("Plan", "Done", ""))]
    [view] = found.views
    assert (view.path, view.columns, view.id) == (found.path, ("Name", "Status"), ID)
    assert [row.cells for row in view.rows] == [("Plan", "Done")]


def test_a_view_that_is_the_whole_database_is_no_view() -> None:
    [found] = databases({f"T {ID}.csv": ALL, f"T {ID}_all.csv": ALL})
    assert (found.views, len(found.rows)) == ((), 1)


def test_the_order_of_the_files_does_not_matter() -> None:
    [one] = databases({f"T {ID}.csv": VIEW, f"T {ID}_all.csv": ALL})
    [two] = databases({f"T {ID}_all.csv": ALL, f"T {ID}.csv": VIEW})
    assert (one.path, names(one), set(one.files)) == (two.path, names(two), set(two.files))


@pytest.mark.parametrize(
    ("name", "title", "notion_id"),
    [
        pytest.param(f"Tasks {ID}.csv", "Tasks", ID, id="view-alone"),
        pytest.param(f"Tasks {ID}_all.csv", "Tasks", ID, id="all-alone"),
        pytest.param(f"Tasks {ID.upper()}.csv", "Tasks", ID, id="upper-case"),
        pytest.param(f"{ID}.csv", "", ID, id="no-title"),
        pytest.param(f"Untitled Database {ID}.csv", "Untitled Database", ID, id="untitled"),
        pytest.param(f"Page {OTHER}/Deep {ID}.csv", "Deep", ID, id="below"),
        pytest.param(f"tasks_all {ID}.csv", "tasks_all", ID, id="title-ends-in-all"),
        pytest.param(f"Tasks {ID}.CSV", "Tasks", ID, id="suffix-in-upper-case"),
        pytest.param(f"a.b (c) {ID}.csv", "a.b (c)", ID, id="marks"),
    ],
)
def test_one_file_with_an_id_is_a_database(name: str, title: str, notion_id: str) -> None:
    [found] = databases({name: VIEW})
    assert (found.path, found.title, found.id, found.files) == (name, title, notion_id, (name,))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_titles_are_composed_and_paths_are_not(form: str) -> None:
    name = unicodedata.normalize(form, f"업무 목록 {ID}")
    [found] = databases({f"{name}.csv": VIEW, f"{name}_all.csv": ALL})
    assert (found.title, found.path) == ("업무 목록", f"{name}.csv")


def test_linked_views_are_databases_of_their_own() -> None:
    found = databases({f"Tasks {ID}.csv": VIEW, f"Tasks {ID}_all.csv": ALL, f"Tasks {OTHER}.csv": VIEW})
    assert [(item.id, len(item.files)) for item in found] == [(ID, 2), (OTHER, 1)]


def test_equal_names_in_two_folders_are_two_databases() -> None:
    found = databases({f"a/T {ID}.csv": VIEW, f"b/T {ID}_all.csv": ALL})
    assert [(item.path, names(item)[-1]) for item in found] == [
        (f"a/T {ID}.csv", "Status"),
        (f"b/T {ID}_all.csv", "Due"),
    ]


def test_without_ids_a_twin_makes_a_database() -> None:
    [found] = databases({"Tasks.csv": VIEW, "Tasks_all.csv": ALL})
    assert (found.title, found.id, names(found)) == ("Tasks", None, ("Name", "Status", "Due"))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_without_ids_a_folder_of_its_name_makes_a_database(form: str) -> None:
    [found] = databases({"집/업무.csv": VIEW}, ["집", unicodedata.normalize(form, "집/업무")])
    assert (found.title, found.id, found.path) == ("업무", None, "집/업무.csv")


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        pytest.param("sales.csv", (), id="alone"),
        pytest.param("sales_all.csv", (), id="named-all"),
        pytest.param(f"Page {ID}/sales.csv", (f"Page {ID}",), id="in-a-page-folder"),
        pytest.param("sales.csv", ("other", "x/sales"), id="folders-of-other-names"),
        pytest.param("sales 0123456789abcdef.csv", (), id="half-an-id"),
    ],
)
def test_a_csv_of_the_user_is_no_database(name: str, folders: tuple[str, ...]) -> None:
    assert databases({name: b"day,sum\n1,2\n"}, folders) == ()


def test_other_files_are_no_databases() -> None:
    assert databases({f"Page {ID}.md": b"# Page", f"a {ID}.csv.zip": b"", f"b {ID}.tsv": b"", f"c {ID}": b""}) == ()


def test_databases_are_in_order() -> None:
    paths = [f"{title} {ID}.csv" for title in ("나", "b", "a", "가")]
    assert [item.path for item in databases(dict.fromkeys(paths, VIEW))] == sorted(paths)


def test_a_data_source_is_called_by_its_own_name() -> None:
    [found] = databases({f"Work {ID}_Tasks {OTHER}.csv": VIEW})
    assert (found.title, found.id) == ("Tasks", OTHER)


# --- columns ---


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"\xef\xbb\xbfName,Status\r\na,b", ("Name", "Status"), id="bom-crlf"),
        pytest.param(b"Name,Status\na,b\n", ("Name", "Status"), id="no-bom-lf"),
        pytest.param(b"\xef\xbb\xbfName", ("Name",), id="header-alone"),
        pytest.param("이름,상태,마감일\r\n".encode(), ("이름", "상태", "마감일"), id="korean"),
        pytest.param(b'#,"Who, when","a ""b"""\r\n', ("#", "Who, when", 'a "b"'), id="quoted"),
        pytest.param(b'"two\nlines",b\r\n1,2', ("two\nlines", "b"), id="line-feed-in-a-name"),
        pytest.param(b"Ratio: a,C#,a: b: c\n", ("Ratio: a", "C#", "a: b: c"), id="colons"),
        pytest.param(b",,\r\n", ("Column 1", "Column 2", "Column 3"), id="blank-names"),
        pytest.param(b"a,a,a 2,b\r\n", ("a", "a 2", "a 2 2", "b"), id="equal-names"),
        pytest.param("이름".encode("utf-16"), ("이름",), id="utf-16"),
        pytest.param(b"Impact,Model,Title\r\n", ("Impact", "Model", "Title"), id="title-not-first"),
    ],
)
def test_columns(data: bytes, expected: tuple[str, ...]) -> None:
    assert columns(data) == expected


@pytest.mark.parametrize(
    "data",
    [b'"never closed,a\n', b"a\0b,c\n", b'a"b,c\n', b"a,b\rc,d", b"x" * 200_000 + b",b\n"],
    ids=["open-quote", "nul", "quote-inside", "bare-cr", "long"],
)
def test_damaged_files_stop_nothing(data: bytes) -> None:
    assert columns(data)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n"], ids=["empty", "bom-alone", "blank"])
def test_a_file_without_a_header_is_no_database(data: bytes) -> None:
    assert databases({f"T {ID}.csv": data}) == ()


def test_a_file_that_is_no_text_is_reported() -> None:
    entry = Entry(SourcePath(f"T {ID}.csv"), Bytes(b"a,\xff\xfe,b\n"))
    found, issues = read_databases([entry], set())
    assert (found, [(issue.code, issue.path) for issue in issues]) == ((), [("XC201", entry.path)])


def test_the_columns_that_the_view_shows_come_first() -> None:
    view, full = b"Due,Name\nD,N\n", b"Name,Area,Due,Owner\nN,A,D,O,more\n"
    [found] = databases({f"T {ID}.csv": view, f"T {ID}_all.csv": full})
    assert names(found) == ("Due", "Name", "Area", "Owner")
    assert [row.cells for row in found.rows] == [("D", "N", "A", "O", "more")]


# --- rows ---


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"a,b\r\n1,2", [("1", "2")], id="no-newline-at-the-end"),
        pytest.param(b"a,b\n,\n1,", [("", ""), ("1", "")], id="empty-row"),
        pytest.param(b"a,b\n\n1,2\n", [("1", "2")], id="blank-line"),
        pytest.param(b'a,b\r\n"x\r\ny","1,""2"""\r\n', [("x\r\ny", '1,"2"')], id="quoted"),
        pytest.param(b"a,b\n1\n1,2,3\n", [("1",), ("1", "2", "3")], id="ragged"),
        pytest.param("a\n줄\u2028줄\n".encode(), [("줄\u2028줄",)], id="line-separator"),
        pytest.param(b"a\n" + b"x" * 200_000, [("x" * 200_000,)], id="long"),
    ],
)
def test_rows(data: bytes, expected: list[tuple[str, ...]]) -> None:
    assert cells(data) == expected


def test_a_row_knows_its_line_and_its_links() -> None:
    data = f'a,b\n"1\n2",x\ny,"Plan (Plan%20{ID}.md), Two (Two%20{OTHER}.md)"\n'.encode()
    [found] = databases({f"T {ID}.csv": data})
    assert [row.line for row in found.rows] == [2, 4]
    assert [link.text for link in found.rows[1].links[1]] == ["Plan", "Two"]
    assert found.rows[0].links == {}


def test_reading_leaves_the_limit_of_the_csv_module_as_it_was() -> None:
    before = csv.field_size_limit()
    assert cells(b"a\n" + b"x" * 200_000)
    assert csv.field_size_limit() == before


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@settings(deadline=None, max_examples=200)
@given(st.lists(NAMES, min_size=1, max_size=6), st.booleans())
def test_every_header_is_read_back(names: list[str], bom: bool) -> None:
    line = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    data = (line + "\r\nx").encode()
    found = columns(b"\xef\xbb\xbf" + data if bom else data)
    # equal names get numbers, all others are as they were
    assert len(set(found)) == len(found) == len(names)
    if len(set(names)) == len(names):
        assert found == tuple(names)
