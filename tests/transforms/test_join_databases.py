"""Rows find their pages, views their databases; what cannot be told is told."""

from __future__ import annotations

import pytest

import exportconv as ec
from exportconv.notion_names import name_key

A, B, C, D, E, F = (letter * 32 for letter in "abcdef")
HOME = {f"P {A}.md": f"# P\n\n[T](P%20{A}/T%20{B}.csv)"}


def read(make_folder, files, **options) -> ec.Vault:
    return ec.read(make_folder({**HOME, **files}), options=ec.Options(**options))


def table(*lines: str) -> str:
    return "\ufeff" + "\r\n".join(lines)


def page(name: str, letter: str) -> str:
    return f"P {A}/T {B}/{name} {letter * 32}.md"


def by_line(vault: ec.Vault) -> dict[int, str | None]:
    [database] = vault.databases
    return {row.line: row.note for row in database.rows}


def codes(vault: ec.Vault) -> list[str]:
    return [str(issue.code) for issue in vault.issues]


def properties(vault: ec.Vault, path: str) -> dict[str, str]:
    note = next(note for note in vault.notes if note.path == path)
    return {item.name: item.raw for item in note.properties}


def test_a_title_and_what_only_the_csv_says(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Status,By", "One,Open,Ann", "Two,Done,"),
        page("One", "1"): "# One\n\nStatus: Open\n\ntext",
        page("Two", "2"): "# Two\n\nStatus: Done",
    }
    vault = read(make_folder, files)
    assert by_line(vault) == {2: page("One", "1"), 3: page("Two", "2")}
    assert properties(vault, page("One", "1")) == {"Status": "Open", "By": "Ann"}
    assert properties(vault, page("Two", "2")) == {"Status": "Done"}
    assert not vault.databases[0].is_kept
    assert codes(vault) == []


def test_equal_titles_are_told_apart_by_properties(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day,No", "회의록,Mon,1", "회의록,Tue,2", "회의록,Wed,3"),
        page("회의록", "3"): "# 회의록\n\nDay: Tue",
        page("회의록", "1"): "# 회의록\n\nDay: Wed",
        page("회의록", "2"): "# 회의록\n\nDay: Mon",
    }
    vault = read(make_folder, files)
    assert by_line(vault) == {2: page("회의록", "2"), 3: page("회의록", "3"), 4: page("회의록", "1")}
    assert properties(vault, page("회의록", "3"))["No"] == "2"


def test_equal_titles_are_told_apart_by_ids_in_relations(make_folder):
    target = "Same%20title%20"
    files = {
        f"P {A}/T {B}_all.csv": table(
            "Name,To,No", f"R,Same title (T%20{B}/{target}{C}.md),1", f"R,Same title (T%20{B}/{target}{D}.md),2"
        ),
        page("R", "1"): f"# R\n\nTo: Same title ({target}{D}.md)",
        page("R", "2"): f"# R\n\nTo: Same title ({target}{C}.md)",
    }
    assert by_line(read(make_folder, files)) == {2: page("R", "2"), 3: page("R", "1")}


def test_wholly_equal_rows_each_get_a_page(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day", *["R,Mon"] * 3),
        **{page("R", letter): "# R\n\nDay: Mon" for letter in "123"},
    }
    vault = read(make_folder, files)
    assert sorted(by_line(vault).values()) == [page("R", letter) for letter in "123"]


def test_what_contradicts_is_joined_to_nothing(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day,No", "R,Mon,1", "R,Tue,2"),
        page("R", "1"): "# R\n\nDay: Thu\nNo: 8",
        page("R", "2"): "# R\n\nDay: Fri\nNo: 9",
    }
    vault = read(make_folder, files)
    assert by_line(vault) == {2: None, 3: None}
    assert codes(vault) == ["XC501", "XC501"]
    assert [issue.line for issue in vault.issues] == [2, 3]
    assert all("may be any of" in issue.message for issue in vault.issues)
    assert vault.databases[0].is_kept
    assert vault.databases[0].others == ()
    assert len(vault.notes) == 3


def test_two_rows_that_may_be_one_page(make_folder):
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", "R,Mon", "R,Tue"), page("R", "1"): "# R\n\nDay: Thu"}
    vault = read(make_folder, files)
    assert [issue.message for issue in vault.issues] == [f"'R' may be {page('R', '1')!r}, as another row may"] * 2


def test_one_change_since_does_not_part_a_row_and_its_page(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day,No", "R,Mon,1", "R,Tue,2"),
        page("R", "1"): "# R\n\nDay: Mon\nNo: 1",
        page("R", "2"): "# R\n\nDay: Wed\nNo: 2",
    }
    vault = read(make_folder, files)
    assert by_line(vault) == {2: page("R", "1"), 3: page("R", "2")}
    assert codes(vault) == ["XC305"]
    assert properties(vault, page("R", "2"))["Day"] == "Wed"
    assert vault.databases[0].is_kept


@pytest.mark.parametrize("title", ["Untitled", "제목 없음", "無題", "Ohne Titel"])
def test_untitled_rows(make_folder, title):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day", ",Mon", ",Tue", ","),
        page(title, "1"): f"# {title}\n\nDay: Tue",
        page(title, "2"): f"# {title}\n\nDay: Mon",
        page(title, "3"): f"# {title}",
    }
    assert by_line(read(make_folder, files)) == {2: page(title, "2"), 3: page(title, "1"), 4: page(title, "3")}


def test_a_word_for_untitled_that_nobody_knows(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day,No", ",Mon,1", "x,Tue,2"),
        page("Namnlös", "1"): "# Namnlös\n\nDay: Mon\nNo: 1",
        page("x", "2"): "# x\n\nDay: Tue\nNo: 2",
    }
    assert by_line(read(make_folder, files)) == {2: page("Namnlös", "1"), 3: page("x", "2")}


def test_a_page_that_cannot_be_read_is_found_by_the_cut_name(make_folder, nfd):
    title = "아주 긴 제목이라서 파일 이름에서는 잘려 나가는 그런 제목"
    name = nfd(title)[:50]
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", f"{title},Mon"), page(name, "1"): b"\xff\xfe\xfd# \xff"}
    assert name_key(name) == name_key(title)
    assert by_line(read(make_folder, files)) == {2: page(name, "1")}


@pytest.mark.parametrize("header", ["Day,Task,No", "Day,No,Task", "Task,Day,No"])
def test_the_title_column_may_stand_anywhere(make_folder, header):
    cells = {"Day": "Mon", "Task": "One", "No": "1"}
    files = {
        f"P {A}/T {B}_all.csv": table(header, ",".join(cells[name] for name in header.split(","))),
        page("One", "1"): "# One\n\nDay: Mon\nNo: 1",
    }
    vault = read(make_folder, files)
    assert vault.databases[0].title_column == header.split(",").index("Task")
    assert by_line(vault) == {2: page("One", "1")}


@pytest.mark.parametrize("header", ["Name,Day", "Day,Name", "이름,Day", "Day,이름", "Ding,Day"])
def test_the_title_column_without_pages(make_folder, header):
    files = {f"P {A}/T {B}_all.csv": table(header, "x,y")}
    vault = read(make_folder, files)
    name = next((name for name in header.split(",") if name in ("Name", "이름")), "Ding")
    assert vault.databases[0].columns[vault.databases[0].title_column].name == name


def test_rows_without_pages_become_notes(make_folder):
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon", ",Tue", ",", "One,Wed")}
    vault = read(make_folder, files)
    assert by_line(vault)[4] is None
    made = [note for note in vault.notes if note.database]
    assert [(note.title, [item.raw for item in note.properties]) for note in made] == [
        ("One", ["Mon"]),
        ("Untitled", ["Tue"]),
        ("One", ["Wed"]),
    ]
    assert codes(vault) == []


def test_relations_reach_rows_without_pages(make_folder):
    path = f"P%20{A}/T%20{B}/Two%20{D}.md"
    files = {f"P {A}/T {B}_all.csv": table("Name,To", f"One,Two ({path})", "Two,")}
    vault = read(make_folder, files)
    one, two = (note for note in vault.notes if note.database)
    assert (two.id, one.properties[0].links[0].target) == (D, two.path)


def test_a_relation_to_one_of_two_rows_without_pages_stays_open(make_folder):
    path = f"P%20{A}/T%20{B}/Two%20{D}.md"
    files = {f"P {A}/T {B}_all.csv": table("Name,To", f"One,Two ({path})", "Two,", "Two,")}
    vault = read(make_folder, files)
    assert codes(vault) == ["XC101"]


def test_persons_whom_the_page_does_not_name(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,By,No", '회의록,"Ann, Bob",1', "회의록,Cy,2"),
        page("회의록", "1"): "# 회의록\n\nBy: Anonymous\nNo: 2",
        page("회의록", "2"): "# 회의록\n\nBy: Anonymous, Anonymous\nNo: 1",
    }
    vault = read(make_folder, files)
    assert properties(vault, page("회의록", "2")) == {"By": "Ann, Bob", "No": "1"}
    assert properties(vault, page("회의록", "1")) == {"By": "Cy", "No": "2"}
    assert codes(vault) == []


def test_a_text_of_several_lines(make_folder):
    text = "first line\n\n# no heading\nlast: line"
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Note,No", f'One,"{text}",1'),
        page("One", "1"): f"# One\n\nNote: {text}\nNo: 1\n\nbody",
    }
    vault = read(make_folder, files)
    note = next(note for note in vault.notes if note.path == page("One", "1"))
    assert properties(vault, page("One", "1")) == {"Note": text, "No": "1"}
    assert (note.body, [item.line for item in note.properties]) == ("body", [3, 7])


def test_templates_are_no_rows_where_the_csv_has_all(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon"),
        page("One", "1"): "# One\n\nDay: Mon",
        page("New task", "2"): "# New task\n\nDay: Tue",
    }
    vault = read(make_folder, files)
    assert vault.databases[0].others == (page("New task", "2"),)
    old = {path.replace("_all.csv", ".csv"): text for path, text in files.items()}
    vault = ec.read(make_folder({**HOME, **old}, "old"))
    assert vault.databases[0].others == ()


def test_too_many_cells(make_folder):
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon,more"), page("One", "1"): "# One\n\nDay: Mon"}
    vault = read(make_folder, files)
    assert (codes(vault), vault.databases[0].is_kept) == (["XC503"], True)
    assert by_line(vault) == {2: page("One", "1")}


def test_a_flat_export(make_folder, render):
    files = {
        f"P {A}.md": "# P",
        f"T {B}.csv": table("Name,Day", "One,Mon", "Two,Tue"),
        f"One {C}.md": "# One\n\nDay: Mon\n\nbody",
        f"Two {D}.md": "# Two\n\nNo row of it, for its day is not told.",
    }
    vault = ec.read(make_folder(files))
    assert by_line(vault) == {2: f"One {C}.md", 3: f"T {B}.csv:rows/000003"}
    out = render(files)
    assert {"P.md", "T/One.md", "T/Two.md", "Two.md", "T/T.base"} <= set(out)
    assert out["T/One.md"] == "---\nDay: 2024\n---\nbody".replace("2024", "Mon")


def test_a_flat_export_with_rows_that_only_the_csv_tells_apart(make_folder):
    files = {
        f"T {B}.csv": table("Name,Day,By", "R,Mon,Ann", "R,Mon,Bob", "Other,Tue,"),
        f"R {C}.md": "# R\n\nDay: Mon",
        f"R {D}.md": "# R\n\nDay: Mon",
        f"Other {E}.md": "# Other\n\nA page that is no row.",
    }
    vault = ec.read(make_folder(files))
    assert (by_line(vault), codes(vault)) == ({2: None, 3: None, 4: f"T {B}.csv:rows/000004"}, ["XC501", "XC501"])
    assert (vault.databases[0].is_kept, len(vault.notes)) == (True, 4)


def test_linked_views(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day,To", f"One,Mon,Two (P%20{A}/T%20{B}/Two%20{D}.md)", "Two,Tue,"),
        f"P {A}/T {B}.csv": table("Name,Day", "Two,Tue"),
        page("One", "1"): f"# One\n\nDay: Mon\nTo: Two (Two%20{D}.md)\n\n[Mondays](One%20{'1' * 32}/V%20{E}.csv)",
        f"P {A}/T {B}/Two {D}.md": "# Two\n\nDay: Tue",
        f"P {A}/T {B}/One {'1' * 32}/V {E}.csv": table("Name,To,Day", f"One,Two (Two%20{D}.md),Mon"),
    }
    vault = read(make_folder, files)
    [database] = vault.databases
    assert [(view.name, view.columns, [row.note for row in view.rows]) for view in database.views] == [
        ("Default view", ("Name", "Day"), [f"P {A}/T {B}/Two {D}.md"]),
        ("V", ("Name", "To", "Day"), [page("One", "1")]),
    ]
    assert codes(vault) == []
    named = {path.replace(f"V {E}", f"T {E}"): text for path, text in files.items()}
    [database] = ec.read(make_folder({**HOME, **named}, "again")).databases
    assert [view.name for view in database.views] == ["Default view", "One"]


def test_a_csv_that_several_databases_hold(make_folder):
    rows = table("Name,Day", "One,Mon")
    files = {
        f"P {A}/T {B}_all.csv": rows,
        f"P {A}/U {C}_all.csv": rows,
        f"P {A}/V {D}.csv": rows,
        f"P {A}/U {E}.csv": rows,
    }
    vault = read(make_folder, files)
    assert [(database.title, [view.path for view in database.views]) for database in vault.databases] == [
        ("T", []),
        ("U", [f"P {A}/U {E}.csv"]),
    ]
    assert [(issue.code, issue.path) for issue in vault.issues] == [("XC502", f"P {A}/V {D}.csv")]


def test_without_any_full_csv_only_a_namesake_is_a_view(make_folder):
    files = {
        f"P {A}/T {B}.csv": table("Name,Day", "One,Mon", "Two,Tue"),
        page("One", "1"): "# One\n\nDay: Mon",
        page("Two", "2"): "# Two\n\nDay: Tue",
        f"P {A}/T {C}.csv": table("Name,Day", "One,Mon"),
        f"P {A}/Other {D}.csv": table("Name,Day", "One,Mon"),
    }
    vault = read(make_folder, files)
    assert [(database.title, len(database.views)) for database in vault.databases] == [("Other", 0), ("T", 1)]


def test_a_view_with_a_row_of_its_own(make_folder):
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon"), f"P {A}/T {B}.csv": table("Name,Day", "New,Tue")}
    vault = read(make_folder, files)
    assert (codes(vault), vault.databases[0].is_kept) == (["XC504"], True)


def test_a_view_with_a_column_of_its_own(make_folder):
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon"), f"P {A}/T {B}.csv": table("Name,Area", "One,x")}
    vault = read(make_folder, files)
    assert ([(str(i.code), i.line) for i in vault.issues], vault.databases[0].is_kept) == ([("XC504", 1)], True)


def test_another_title_in_the_csv_is_told(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day,No", "Old,Mon,1"),
        page("New", "1"): "# New\n\nDay: Mon\nNo: 1",
    }
    vault = read(make_folder, files)
    assert (by_line(vault), codes(vault)) == ({2: page("New", "1")}, ["XC305"])
    assert vault.databases[0].is_kept


def test_a_row_whose_page_is_copied_byte_for_byte(make_folder):
    files = {f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon"), page("One", "1"): b"# One\n\n\xff\xfe"}
    vault = read(make_folder, files)
    assert by_line(vault) == {2: page("One", "1")}
    assert vault.databases[0].is_kept


def test_rows_without_ids_in_an_old_export(make_folder):
    files = {
        "T.csv": table("Name,Day", "One,Mon"),
        "T/One.md": "# One\n\nDay: Mon",
        "T/Two.md": "# Two\n\nDay: Tue",
    }
    [database] = ec.read(make_folder(files), options=ec.Options(source_format="notion")).databases
    assert (database.others, database.rows[0].note) == ((), "T/One.md")


@pytest.mark.parametrize("owner", ["page", "database"])
def test_a_folder_that_two_of_one_title_share(make_folder, owner):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon", "Two,Tue"),
        f"P {A}/T/One {D}.md": "# One\n\nDay: Mon\n\nbody",
        f"P {A}/T/Two {E}.md": "# Two\n\nDay: Tue",
    }
    files |= (
        {f"P {A}/T {C}.md": "# T"}
        if owner == "page"
        else {f"P {A}/T {C}_all.csv": table("Name,No", "Six,6"), f"P {A}/T/Six {F}.md": "# Six\n\nNo: 6"}
    )
    vault = read(make_folder, files)
    notes = {row.note for database in vault.databases for row in database.rows}
    assert notes == {path for path in files if "/T/" in path}
    assert len(vault.notes) == len([path for path in files if path.endswith(".md")]) + 1


def test_a_quote_that_is_never_closed(make_folder):
    files = {f"P {A}/T {B}_all.csv": 'Name,S\nr1,v\nr2,"open\nr3,x'}
    vault = read(make_folder, files)
    assert ([(str(i.code), i.line) for i in vault.issues], vault.databases[0].is_kept) == ([("XC505", 3)], True)


def test_brackets_in_the_name_of_a_view(make_folder):
    files = {
        f"P {A}/T {B}_all.csv": table("Name,Day", "One,Mon", "Two,Tue"),
        f"P {A}/Open [x] {C}.csv": table("Name,Day", "One,Mon"),
    }
    assert [view.name for view in read(make_folder, files).databases[0].views] == ["Open (x)"]


def test_no_database_changes_nothing(make_folder):
    vault = ec.read(make_folder({f"P {A}.md": "# P\n\nStatus: Open\nDay: Mon"}))
    assert (vault.databases, [note.database for note in vault.notes]) == ((), [None])
