"""The CSV files of databases: which belong together, and their columns."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Mapping
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.model import Database
from exportconv.paths import SourcePath, path_key
from exportconv.readers.notion_csv import read_databases
from exportconv.readers.source import Entry

ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
VIEW = b"\xef\xbb\xbfName,Status\r\nPlan,Done"
ALL = b"\xef\xbb\xbfName,Status,Due\r\nPlan,Done,"


class Bytes:
    """Content in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def size(self) -> int:
        return len(self.data)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)

    def read(self) -> bytes:
        return self.data


def databases(files: Mapping[str, bytes], folders: Iterable[str] = ()) -> tuple[Database, ...]:
    entries = [Entry(SourcePath(path), Bytes(data)) for path, data in files.items()]
    return read_databases(entries, {path_key(folder) for folder in folders})


def columns(data: bytes) -> tuple[str, ...]:
    [found] = databases({f"T {ID}.csv": data})
    return found.columns


# --- which files are one database ---


def test_a_view_and_all_rows_are_one_database() -> None:
    [found] = databases({f"할 일 {ID}.csv": VIEW, f"할 일 {ID}_all.csv": ALL})
    assert found == Database(
        path=SourcePath(f"할 일 {ID}.csv"),
        title="할 일",
        columns=("Name", "Status", "Due"),
        files=(SourcePath(f"할 일 {ID}.csv"), SourcePath(f"할 일 {ID}_all.csv")),
        id=ID,
    )


def test_the_order_of_the_files_does_not_matter() -> None:
    [one] = databases({f"T {ID}.csv": VIEW, f"T {ID}_all.csv": ALL})
    [two] = databases({f"T {ID}_all.csv": ALL, f"T {ID}.csv": VIEW})
    assert (one.path, one.columns, set(one.files)) == (two.path, two.columns, set(two.files))


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
    assert [(item.path, item.columns[-1]) for item in found] == [
        (f"a/T {ID}.csv", "Status"),
        (f"b/T {ID}_all.csv", "Due"),
    ]


def test_without_ids_a_twin_makes_a_database() -> None:
    [found] = databases({"Tasks.csv": VIEW, "Tasks_all.csv": ALL})
    assert (found.title, found.id, found.columns) == ("Tasks", None, ("Name", "Status", "Due"))


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
    names = [f"{title} {ID}.csv" for title in ("나", "b", "a", "가")]
    assert [item.path for item in databases(dict.fromkeys(names, VIEW))] == sorted(names)


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
        pytest.param(b",,\r\n", ("", "", ""), id="blank-names"),
        pytest.param(b"", (), id="empty"),
        pytest.param(b"\xef\xbb\xbf", (), id="bom-alone"),
        pytest.param(b"Impact,Model,Title\r\n", ("Impact", "Model", "Title"), id="title-not-first"),
    ],
)
def test_columns(data: bytes, expected: tuple[str, ...]) -> None:
    assert columns(data) == expected


@pytest.mark.parametrize(
    "data",
    [b"a,\xff\xfe,b\n", b'"never closed,a\n', b"a\0b,c\n", b'a"b,c\n', b"a,b\rc,d", b"x" * 200_000 + b",b\n"],
    ids=["no-utf8", "open-quote", "nul", "quote-inside", "bare-cr", "long"],
)
def test_damaged_files_stop_nothing(data: bytes) -> None:
    assert columns(data)


def test_the_fullest_file_gives_the_columns_even_if_the_view_has_another_order() -> None:
    [found] = databases({f"T {ID}.csv": b"Due,Name\n", f"T {ID}_all.csv": b"Name,Due,Owner\n"})
    assert found.columns == ("Name", "Due", "Owner")


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@settings(deadline=None, max_examples=200)
@given(st.lists(NAMES, min_size=1, max_size=6), st.booleans())
def test_every_header_is_read_back(names: list[str], bom: bool) -> None:
    line = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    data = (line + "\r\nx").encode()
    assert columns(b"\xef\xbb\xbf" + data if bom else data) == tuple(names)
