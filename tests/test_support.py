"""The measures themselves: each has to fail where a vault is wrong, and to hold where it is right."""

from __future__ import annotations

import json
import re

import pytest
from support import bases
from support.cells import look_at, match, npm_yaml_reader, problems, why_no_npm
from support.csvs import default_view, tables

# --- bases ---

BASE = """\
filters:
  and:
    - file.folder == "A/Books"
    - 'file.ext == "md"'
    - "file.path != \\"A/Books/Template.md\\""
properties:
  file.name:
    displayName: Title
  note.Due date:
    displayName: "Due: date"
views:
  - type: table
    name: Books
    order:
      - note.Due date
      - file.name
      - note.tags
  - type: table
    name: New
    filters:
      or:
        - file.path == "A/Books/One.md"
        - and:
            - not:
                - file.path == "A/Books/One.md"
            - file.path == "A/Books/Two.md"
    order: [file.name]
"""
FILES = [
    "A/Books/One.md", "A/Books/Two.md", "A/Books/Three.md", "A/Books/Template.md", "A/Books/Books.base",
    "A/Books/One/Sub.md", "A/Books.md", "One.md",
]  # fmt: skip


def test_a_base_selects_by_its_filters_and_those_of_the_view():
    assert bases.rows(BASE, FILES) == ["A/Books/One.md", "A/Books/Two.md", "A/Books/Three.md"]
    assert bases.rows(BASE, FILES, view=1) == ["A/Books/One.md", "A/Books/Two.md"]


def test_a_base_that_forgets_a_condition_selects_more():
    assert "A/Books/Books.base" in bases.rows(BASE.replace("    - 'file.ext == \"md\"'\n", ""), FILES)
    assert "A/Books/Template.md" in bases.rows(re.sub(r".*!=.*\n", "", BASE), FILES)


def test_columns_have_the_order_of_the_view_and_their_displayed_names():
    assert bases.columns(BASE) == [("note.Due date", "Due: date"), ("file.name", "Title"), ("note.tags", "tags")]
    assert bases.columns(BASE, view=1) == [("file.name", "Title")]
    assert bases.views(BASE) == ["Books", "New"]


def one_filter(condition: str) -> str:
    return f"filters: {json.dumps(condition)}\nviews: [{{type: table, name: A, order: [file.name]}}]\n"


@pytest.mark.parametrize(
    ("condition", "path"),
    [
        ('file.folder == "/"', "One.md"),
        ('file.path == "a \\"b\\" \\\\ c.md"', 'a "b" \\ c.md'),
        ('file.path == "\\uac00.md"', "가.md"),
        ('file.path == "a\\d.md"', "a\\d.md"),
    ],
)
def test_strings_and_the_root(condition, path):
    assert bases.rows(one_filter(condition), [path, "A/other.txt"]) == [path]


@pytest.mark.parametrize(
    "condition",
    [
        "file.folder == 'A'", 'file.folder = "A"', 'file.folder != "A"', 'file.ext == "txt"', 'file.ext != "md"',
        'file.name == "A"', 'note.x == "A"', 'file.inFolder("A")', '!file.path == "A"', 'file.path == "A" || true',
        'file.path == "A" && file.ext == "md"', 'file.path == "A"b"', 'file.path == "A\\"', ' file.path == "A"', "",
    ],
)  # fmt: skip
def test_other_conditions_are_errors(condition):
    with pytest.raises(ValueError, match="no filter"):
        bases.rows(one_filter(condition), FILES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("filters:\n  and:", "formulas: {}\nfilters:\n  and:"),
        ("filters:\n  and:", "filters:\n  or: []\n  and:"),
        ("filters:\n  and:", "filters:\n  all:"),
        ("      or:\n", "      or: []\n      and:\n"),
        ("    name: New\n", ""),
        ("    name: New\n", "    name: Books\n"),
        ("    name: New\n", "    name: 2024\n"),
        ("    name: New\n", "    name: New\n    limit: 5\n"),
        ("type: table\n    name: New", "type: cards\n    name: New"),
        ("type: table\n    name: New", "name: New"),
        ("    order: [file.name]\n", ""),
        ("[file.name]", "[]"),
        ("[file.name]", "[file.name, formula.x]"),
        ("[file.name]", "[Name]"),
        ("[file.name]", "[note.]"),
        ("[file.name]", "[note.1, 1]"),
        ("[file.name]", "[file.name, file.name]"),
        ("displayName: Title", "displayName: 2024"),
        ("displayName: Title", "name: Title"),
        ("  note.Due date:\n", "  file.name:\n"),
        ("views:\n", "rows:\n"),
        ("views:\n", "views: [\n"),
    ],
)
def test_other_structures_are_errors(old, new):
    assert old in BASE
    with pytest.raises(ValueError):  # noqa: PT011  # each has a message of its own
        bases.rows(BASE.replace(old, new, 1), FILES)


# --- cells ---

ID = {name: f"{at:032x}" for at, name in enumerate(["home", "books", "one", "two", "view", "people", "ann", "many"], 1)}
HOME = f"Home {ID['home']}"
ANN = f"{HOME}/People {ID['people']}/Ann {ID['ann']}.md".replace(" ", "%20")
BOOKS = f"""\
Code,Name,Read,Price,Pages,Bought,Span,Genre,Tags,Author,File,Odd
012,One,Yes,$1.50,"1,234","May 10, 2024","April 23, 2024 → May 22, 2024","Crime, Fun","home office, 2024",Ann ({ANN}),{HOME.replace(" ", "%20")}/cover%20(1).png,no
7a,Two: a|b ,No,$2.00,5,"May 11, 2024 6:00 PM",,Crime,Fun & More,"Ann ({ANN}), Gone (Gone%20{"9" * 32}.md)",https://example.com/a.png,2023-13-45
,,No,,8,2022년 6월 25일,,,,,,1:30
"""
EXPORT = {
    f"{HOME}.md": "# Home",
    f"{HOME}/Books {ID['books']}_all.csv": BOOKS,
    f"{HOME}/Books {ID['books']}.csv": 'Name,Pages\nOne,"1,234"\n',
    f"{HOME}/Books {ID['books']}/One {ID['one']}.md": "# One\n\nCode: 012",
    f"{HOME}/Books {ID['books']}/Two a b {ID['two']}.md": "# Two: a|b",
    f"{HOME}/cover (1).png": b"PNG",
    f"{HOME}/People {ID['people']}.csv": "Name,Age\nAnn,40\n",
    f"{HOME}/People {ID['people']}/Ann {ID['ann']}.md": "# Ann",
    f"Cheap {ID['view']}.csv": f"Name,Price,Author\nOne,$1.50,Ann ({ANN.replace('Home', 'Far')})\n",
}  # fmt: skip
ONE = """\
Code: "012"
Read: true
Price: 1.5
Price (text): $1.50
Pages: 1234
Bought: 2024-05-10
Span: 2024-04-23
Span (end): 2024-05-22
Genre:
  - Crime
  - Fun
tags:
  - home-office
  - y2024
Author:
  - "[[Ann]]"
File:
  - "[[Home/cover (1).png]]"
Odd: "no"
"""
TWO = f"""\
aliases:
  - "Two: a|b"
Code: 7a
Read: false
Price: 2
Price (text): $2.00
Pages: 5
Bought: 2024-05-11T18:00:00
Genre:
  - Crime
tags:
  - Fun-More
Tags (text): Fun & More
Author:
  - "[[Home/People/Ann|Ann]]"
  - "Gone (Gone%20{"9" * 32}.md)"
File: https://example.com/a.png
Odd: "2023-13-45"
"""
BLANK = 'Read: false\nPages: 8\nBought: 2022-06-25\nOdd: "1:30"\n'
VAULT = {
    "Home.md": "",
    "Home/Books/One.md": f"---\n{ONE}---\ntext\n---\n",
    "Home/Books/Two - a-b.md": f"---\n{TWO}---\n",
    "Home/Books/Untitled.md": f"---\n{BLANK}---\n",
    "Home/Books/Sub/One.md": "",
    "Home/cover (1).png": b"PNG",
    "Home/cover.png": b"other",
    "Home/People/Ann.md": "---\nAge: 40\n---\n",
}
PLAIN_LINKS = [
    ('"[[Ann]]"', '"[Ann](../People/Ann.md)"'),
    ('"[[Home/People/Ann|Ann]]"', '"[Ann](../People/Ann.md)"'),
    ('"[[Home/cover (1).png]]"', '"[cover (1).png](../cover%20%281%29.png)"'),
]
GONE = f"Gone (Gone%20{'9' * 32}.md)"
PRINTED = f"""\
# Books

| Code | Name | Read | Price | Pages | Bought | Span | Genre | Tags | Author | File | Odd |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 012 | [One](Books/One.md) | Yes | $1.50 | 1,234 | May 10, 2024 | April 23, 2024 → May 22, 2024 | Crime, Fun | home office, 2024 | [Ann](People/Ann.md) | [cover](cover%20%281%29.png) | no |
| 7a | [Two: a\\|b](Books/Two%20-%20a-b.md) | No | $2.00 | 5 | May 11, 2024 6:00 PM | | Crime | Fun &amp; More | [Ann](People/Ann.md), {GONE} | https://example.com/a.png | 2023-13-45 |
| | [Untitled](Books/Untitled.md) | No | | 8 | 2022년 6월 25일 | | | | | | 1:30 |
"""


def plain(text: str) -> str:
    for old, new in PLAIN_LINKS:
        text = text.replace(old, new)
    return text


PLAIN = {path: plain(text) if isinstance(text, str) else text for path, text in VAULT.items()} | {
    "Home/Books.md": PRINTED,
    "Home/People.md": "| Name | Age |\n| --- | --- |\n| [Ann](People/Ann.md) | 40 |\n",
}


@pytest.fixture
def check(make_folder):
    """What is wrong with a vault after some of its text was replaced."""

    def run(*changes: tuple[str, str], to: str = "obsidian", **more: str) -> list[str]:
        vault = {**(VAULT if to == "obsidian" else PLAIN)}
        for old, new in changes:
            fitting = [path for path, text in vault.items() if isinstance(text, str) and old in text]
            assert fitting, old
            vault |= {path: vault[path].replace(old, new) for path in fitting}
        files = {name.replace("__", "."): text for name, text in more.items()}
        return problems(make_folder(EXPORT), make_folder(vault | files, "vault"), to)

    return run


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_right_vault_has_no_problems(check, to):
    assert check(to=to) == []


WRONG = [
    ("lost", "Genre:\n  - Crime\n  - Fun\n", ""),
    ("lost", "Price (text): $1.50\n", ""),
    ("lost", "Tags (text): Fun & More\n", ""),
    ("lost", '- "Two: a|b"', '- "Two:  a|b"'),
    ("no note", '- "Two: a|b"', '- "Two: a b"'),
    ("differs", '"012"', '"12"'),
    ("retyped", '"012"', "12"),
    ("retyped", '"012"', '["012", 12]'),
    ("retyped", 'Odd: "no"', "Odd: no"),
    ("retyped", '"1:30"', "1:30"),
    ("retyped", '"2023-13-45"', "2023-11-15"),
    ("retyped", "Read: true", 'Read: "Yes"'),
    ("differs", "Read: true", "Read: false"),
    ("retyped", "Pages: 1234", 'Pages: "1,234"'),
    ("differs", "Pages: 1234", "Pages: 1235"),
    ("lost", "Pages: 1234\n", ""),
    ("retyped", "Bought: 2024-05-10", "Bought: May 10, 2024"),
    ("retyped", "Bought: 2024-05-10", 'Bought: "2024-05-10"'),
    ("differs", "Bought: 2024-05-10", "Bought: 2024-10-05"),
    ("differs", "T18:00:00", "T06:00:00"),
    ("differs", "Bought: 2022-06-25", "Bought: 2022-06-25T00:00:00"),
    ("differs", "Span (end): 2024-05-22\n", ""),
    ("differs", "  - Crime\n  - Fun\n", "  - Crime\n"),
    ("differs", "  - Crime\n  - Fun\n", "  - Fun\n  - Crime\n"),
    ("lost", "  - y2024\n", ""),
    ("retyped", "tags:\n  - home-office\n  - y2024\n", "tags: home-office y2024\n"),
    ("unreadable", "Code: 7a", "Code: 7a: b"),
    ("unreadable", f"---\n{BLANK}", "---\n- Read: false\n"),
    ("unreadable", '"2023-13-45"', "2023-13-45"),
]


@pytest.mark.parametrize(("wrong", "old", "new"), WRONG)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_wrong_properties_are_found(check, wrong, old, new, to):
    found = check((old, new), to=to)
    assert found
    assert found[0].startswith(wrong), found


@pytest.mark.parametrize(
    ("wrong", "old", "new"),
    [
        ("wrong link", '"[[Ann]]"', '"[[One]]"'),
        ("wrong link", '"[[Ann]]"', '"[[Anne]]"'),
        ("wrong link", '"[[Ann]]"', '"[[Ann|Bob]]"'),
        ("wrong link", '"[[Ann]]"', '"[[Home/Books/One|Ann]]"'),
        ("wrong link", '"[[Ann]]"', '"Ann"'),
        ("wrong link", '"[[Ann]]"', f'"Ann ({ANN})"'),
        ("retyped", '  - "[[Ann]]"', '  "[[Ann]]"'),
        ("retyped", '"[[Ann]]"', "[[Ann]]"),
        ("wrong link", '"[[Ann]]"', '"[Ann](../People/Ann.md)"'),
        ("wrong link", '"[[Home/cover (1).png]]"', '"[[cover.png]]"'),
        ("wrong link", '"[[Home/cover (1).png]]"', '"cover (1).png"'),
        ("wrong link", "Gone (", "Went ("),
        ("differs", f'  - "{GONE}"\n', ""),
        ("differs", "Fun-More", "Fun-&-More"),
        ("differs", "Fun-More", "Fun-Less"),
        ("differs", "tags:\n  - Fun-More\n", "tags: []\n"),
        ("differs", "  - home-office\n", "  - home office\n"),
        ("differs", "  - y2024\n", '  - "2024"\n'),
        ("differs", "https://example.com/a.png", "https://example.com/b.png"),
    ],
)
def test_wrong_links_and_tags_of_a_vault_are_found(check, wrong, old, new):
    found = check((old, new))
    assert found
    assert found[0].startswith(wrong), found


@pytest.mark.parametrize(
    ("wrong", "old", "new"),
    [
        ("wrong link", '"[Ann](../People/Ann.md)"', '"[Ann](People/Ann.md)"'),
        ("wrong link", '"[Ann](../People/Ann.md)"', '"[[Ann]]"'),
        ("wrong link", '"[cover (1).png](../cover%20%281%29.png)"', '"[cover (1).png](../cover.png)"'),
        ("no line", "[One](Books/One.md)", "One"),
        ("no line", "[One](Books/One.md)", "[One](Books/Sub/One.md)"),
        ("differs", "[One](Books/One.md)", "[Won](Books/One.md)"),
        ("differs", "[Two: a\\|b]", "[Two: a-b]"),
        ("differs", "| 1:30 |", "| [Untitled](Books/Untitled.md) | 1:30 |"),
        ("differs", "| Crime, Fun |", "| Crime |"),
        ("differs", "| Crime, Fun |", "| Crime, <b>Fun</b> <!-- x --> y |"),
        ("differs", "| Crime, Fun |", "| `Crime`, Fun! |"),
        ("differs", "| 012 |", "| 12 |"),
        ("differs", "[Ann](People/Ann.md), Gone", "[Ann](People/Ann.md), Went"),
        ("differs", "[Ann](People/Ann.md), Gone", "Gone"),
        ("wrong link", "2024 | [Ann](People/Ann.md) |", "2024 | Ann |"),
        ("wrong link", "2024 | [Ann](People/Ann.md) |", "2024 | [Ann](Books/One.md) |"),
        ("wrong link", "2024 | [Ann](People/Ann.md) |", "2024 | [Ann](Ann.md) |"),
        ("wrong link", "[cover](cover%20%281%29.png)", "[cover](cover.png)"),
        ("wrong link", "[cover](cover%20%281%29.png)", "cover"),
        ("no table", " | Odd |", " | Even |"),
        ("no table", "# Books\n\n|", "# Books\n\n    |"),
    ],
)
def test_wrong_tables_are_found(check, wrong, old, new):
    found = check((old, new), to="markdown")
    assert found
    assert any(each.startswith(wrong) for each in found), found


@pytest.mark.parametrize(
    ("cell", "right", "wrong"),
    [
        ("one\n two", "one<br>two", "one two"),
        ("*a* b", "\\*a* b", "*a* b"),
        ("<b> & `c`", "&lt;b> &amp; \\`c\\`", "<b> & `c`"),
        ("[a](b)", "\\[a](b)", "[a](b)"),
        ("a  b", "a b", "ab"),
    ],
)
def test_a_cell_is_what_a_reader_sees(make_folder, cell, right, wrong):
    export = make_folder({f"T {ID['many']}.csv": f'Name,Text\nA,"{cell}"\n'})
    note = f"---\nText: {json.dumps(cell)}\n---\n"
    for shown, count in ((right, 0), (wrong, 1)):
        table = f"| Name | Text |\n| --- | --- |\n| [A](T/A.md) | {shown} |\n"
        vault = make_folder({"T/A.md": note, "T.md": table}, f"vault{count}")
        assert len(problems(export, vault, "markdown")) == count


def test_a_note_that_is_missing_is_found(make_folder):
    vault = {path: text for path, text in VAULT.items() if path != "Home/Books/Untitled.md"}
    found = problems(make_folder(EXPORT), make_folder(vault, "vault"))
    assert [each[:7] for each in found] == ["no note"]


def test_a_linked_view_is_found_again_in_the_notes_of_its_database(make_folder):
    # its author differs from the database's, which is no matter of the path
    wrong = EXPORT | {f"Cheap {ID['view']}.csv": f"Name,Price,Author\nOne,$1.50,Ann ({ANN})\nTwo: a|b,$3.00,\n"}
    found = problems(make_folder(wrong), make_folder(VAULT, "vault"))
    assert found
    assert all("Cheap" in each for each in found), found


def test_rows_that_differ_are_forgiven_where_their_csv_is_kept(make_folder):
    path = f"{HOME}/Books {ID['books']}_all.csv"
    other = EXPORT | {path: BOOKS.replace("Crime, Fun", "Crime, Sad").replace("7a,", "012,")}
    vault = VAULT | {"Home/Books/Books_all.csv": other[path]}
    vault["Home/Books/Two - a-b.md"] = vault["Home/Books/Two - a-b.md"].replace("Code: 7a", "Code: 12")
    found = problems(make_folder(other), make_folder(vault, "vault"))
    assert [each.split(":")[0] for each in found] == ["retyped"], found
    assert len(problems(make_folder(other), make_folder(VAULT, "vault2"))) == 2


def test_another_csv_forgives_nothing(make_folder):
    vault = VAULT | {"Home/Books/Books_all.csv": BOOKS.replace("no\n", "yes\n")}
    vault["Home/Books/One.md"] = vault["Home/Books/One.md"].replace("Genre:\n  - Crime\n  - Fun\n", "")
    assert [each[:4] for each in problems(make_folder(EXPORT), make_folder(vault, "vault"))] == ["lost"]


def test_rows_of_one_name_are_told_apart_by_their_values(make_folder):
    rows = "Name,N\nSame,1\nSame,2\nSame,3\n"
    notes = {f"T/Same{end}.md": f"---\naliases: [Same]\nN: {n}\n---\n" for end, n in [("", 2), (" 2", 3), (" 3", 1)]}
    export, vault = make_folder({f"T {ID['many']}.csv": rows}), make_folder(notes, "vault")
    matched = match(look_at(export, vault), tables(export)[0])
    assert [note.path for note in matched.notes if note] == ["T/Same 3.md", "T/Same.md", "T/Same 2.md"]
    assert problems(export, vault) == []
    (vault / "T/Same 2.md").write_text("---\naliases: [Same]\nN: 1\n---\n")
    assert [each[:7] for each in problems(export, vault)] == ["differs"]


def test_two_databases_of_one_name_keep_their_folders(make_folder):
    export = make_folder({f"T {ID[key]}.csv": f"Name,N\nA,{n}\n" for key, n in [("one", 1), ("two", 2)]})
    notes = {"T/A.md": "---\nN: 2\n---\n", "T 2/A.md": "---\nN: 1\n---\n"}
    assert problems(export, make_folder(notes, "vault")) == []
    assert len(problems(export, make_folder(notes | {"T 2/A.md": "---\nN: 3\n---\n"}, "vault2"))) == 1


def one_row(make_folder, columns: str, cells: str, front: str, to: str = "obsidian", **more: str) -> list[str]:
    """What is wrong with a database of one row, which is the note R."""
    export = make_folder({f"T {ID['many']}.csv": f"Name,{columns}\nR,{cells}\n"}, "e")
    vault = make_folder(
        {"T/R.md": f"---\n{front}\n---\n"} | {f"T.{end}": text for end, text in more.items()}, front[:9]
    )
    return [each.split(":")[0] for each in problems(export, vault, to)]


def test_columns_of_one_name_and_of_none(make_folder):
    columns, cells = "a,A,,Tag,Tags", "1,2,x,t,u"
    good = "a: 1\nA 2: 2\nColumn 4: x\ntags: [t]\ntags 2: [u]"
    assert one_row(make_folder, columns, cells, good) == []
    assert one_row(make_folder, columns, cells, good.replace("A 2", "A")) == ["lost"]


def test_a_column_named_like_the_second_property_of_another_may_have_a_number(make_folder):
    columns, cells = "P,P (text),P (text)", "$5,a,b"
    good = "P: 5\nP (text): $5\nP (text) 2: a\nP (text) 3: b"
    assert one_row(make_folder, columns, cells, good) == []
    assert one_row(make_folder, columns, cells, good.replace("a\n", "c\n")) == ["differs"]


@pytest.mark.parametrize(
    ("cell", "front", "wrong"),
    [
        ("1.10", 'V: "1.10"', []),
        ("1.10", 'V: 1.1\nV (text): "1.10"', []),
        ("1.10", "V: 1.1", ["lost"]),
        ("-0", 'V: "-0"', []),
        ("1234567890123456", "V: 1234567890123456", ["retyped"]),
        ("15%", "V: 0.15\nV (text): 15%", []),
        ("15%", "V: 15\nV (text): 15%", ["differs"]),
        ("15%", "V: 15%", ["retyped"]),
        ("1.5", 'V: "1.5"', ["retyped"]),
        ("2024-05-10", "V: 2024-05-10", []),
        ("2022년 12월 17일 오후 6:00 (GMT+9)", "V: 2022-12-17T18:00:00+09:00", []),
        ("2022년 12월 17일 오후 6:00 (GMT+9)", "V: 2022-12-17T18:00:00", ["differs"]),
        ("2025年10月8日 上午12:05", "V: 2025-10-08T00:05:00", []),
        ("2025年13月8日", "V: 2025年13月8日", []),
        ("gone%20a.pdf", "V: ../gone%20a.pdf", []),
        ("gone%20a.pdf", "V: ../gone%20b.pdf", ["differs"]),
        ("a", "V: [a]", []),
        ("a", "V: {a: 1}", ["retyped"]),
    ],
)
def test_what_a_cell_may_be(make_folder, cell, front, wrong):
    assert one_row(make_folder, "V", cell, front) == wrong


def test_a_row_with_more_cells_than_columns_needs_its_csv(make_folder):
    text = "Name,V\nR,a,b\n"
    assert one_row(make_folder, "V", "a,b", "V: a") == ["lost"]
    assert one_row(make_folder, "V", "a,b", "V: a # 2", csv=text) == []
    table = "| Name | V |\n| --- | --- |\n| [R](T/R.md) | a |\n"
    assert one_row(make_folder, "V", "a,b", "V: a # 3", "markdown", csv=text, md=table) == []


def test_a_table_may_number_columns(make_folder):
    table = "| Name | a | a 2 | Column 4 |\n| --- | --- | --- | --- |\n| [R](T/R.md) | x | y | z |\n"
    front = "a: x\na 2: y\nColumn 4: z"
    assert one_row(make_folder, "a,a,", "x,y,z", front, "markdown", md=table) == []
    wrong = table.replace("y", "x")
    assert one_row(make_folder, "a,a,", "x,y,z", f"# 2\n{front}", "markdown", md=wrong) == ["differs"]


def test_what_is_a_database_and_what_a_view(make_folder):
    export = make_folder(EXPORT)
    found = {table.name: table.is_view for table in tables(export)}
    assert found == {"Books": False, "People": False, "Cheap": True}
    view = default_view(export, next(table for table in tables(export) if table.name == "Books"))
    assert view is not None
    assert view.rows == [["One", "1,234"]]


@pytest.mark.skipif(bool(why_no_npm()), reason=why_no_npm())
def test_npm_reads_what_pyyaml_reads(make_folder):
    vault = make_folder(VAULT, "vault")
    assert problems(make_folder(EXPORT), vault, read_yaml=npm_yaml_reader(vault)) == []


@pytest.mark.skipif(bool(why_no_npm()), reason=why_no_npm())
def test_npm_finds_what_only_yaml_1_2_takes_for_something_else(make_folder):
    export = make_folder({f"T {ID['many']}.csv": 'Name,N,M,D,E\nA,1e3,12345678901234567890,"May 10, 2024",x\n'})
    note = "---\nN: 1e3\nM: 12345678901234567890\nD: 2024-05-11\nE: x\n---\n"
    vault = make_folder({"T/A.md": note, "T/B.md": "---\na: 1\na: 2\n---\n"}, "vault")
    found = problems(export, vault, read_yaml=npm_yaml_reader(vault))
    assert [each.split(":")[0] for each in found] == ["unreadable", "retyped", "retyped", "differs"], found
