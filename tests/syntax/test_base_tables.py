"""Views of bases worked out: exactly, or not at all."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from support.bases import columns, rows, views

from exportconv.model import BaseFile, BaseTable
from exportconv.syntax.base_tables import base_table, cell_texts
from exportconv.syntax.frontmatter import load

A, B, C, D, E = (letter * 32 for letter in "abcde")
FILES = [
    BaseFile(
        "Books/Dune.md", {"year": 1965, "author": "Herbert", "read": True, "x y": "a"}, frozenset(("book/novel",))
    ),
    BaseFile("Books/More/Emma.md", {"year": 1815, "author": "Austen", "read": False}, frozenset(("book",))),
    BaseFile("Bookshop.md", {"author": 'say "hi"'}, frozenset(("bookshop",))),
    BaseFile("회의/a \\ b.md", {"year": 2024, "저자": "김"}, frozenset()),
    BaseFile("Books/cover.png", {}, frozenset()),
]
DUNE, EMMA, SHOP, TALK, COVER = (file.path for file in FILES)


def base(filters: Any = None, /, **view: Any) -> str:
    shown = {"type": "table", "name": "V", **view}
    return json.dumps({"views": [shown]} if filters is None else {"filters": filters, "views": [shown]})


def paths(text: str, view: str = "", files: list[BaseFile] = FILES) -> list[str] | str:
    found = base_table(text, view, files)
    return found if isinstance(found, str) else [file.path for file in found.files]


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ('file.folder == "Books"', [COVER, DUNE]), ('file.folder != "Books"', [EMMA, SHOP, TALK]),
        ('file.folder == "/"', [SHOP]), ('file.folder == "books"', []), ('file.folder=="Books"', [COVER, DUNE]),
        ('file.path == "Books/Dune.md"', [DUNE]), ('file.path == "Books/Dune"', []), ('file.path == "Books/Dune.mdx"', []),
        (r'file.path == "회의/a \\ b.md"', [TALK]), ('file.path != "Books/Dune.md"', [COVER, EMMA, SHOP, TALK]),
        ('file.ext == "md"', [DUNE, EMMA, SHOP, TALK]), ('file.ext == ".md"', []), ('file.basename == "Emma"', [EMMA]),
        ('file.inFolder("Books")', [COVER, DUNE, EMMA]), ('file.inFolder("Book")', []), ('file.inFolder("Books/")', [COVER, DUNE, EMMA]),
        ('!file.inFolder("Books")', [SHOP, TALK]), ('file.inFolder("회의")', [TALK]),
        ('file.hasTag("book")', [DUNE, EMMA]), ('file.hasTag("BOOK/Novel")', [DUNE]), ('file.hasTag("novel")', []),
        ('file.hasTag("bookshop", "book/novel")', [DUNE, SHOP]), ('!file.hasTag("book")', [COVER, SHOP, TALK]), ('file.hasTag("#book")', [DUNE, EMMA]),
        ("year == 1965", [DUNE]), ("note.year == 1965.0", [DUNE]), ('note["year"] == 1965', [DUNE]), ("year == 196", []), ("year != 1965", [COVER, EMMA, SHOP, TALK]),
        ('author == "Herbert"', [DUNE]), ("author == 'Herbert'", [DUNE]), ('author == "herbert"', []), (r'author == "say \"hi\""', [SHOP]),
        ("read == true", [DUNE]), ("read == false", [EMMA]), ('note["x y"] == "a"', [DUNE]), ('저자 == "김"', [TALK]), ("  year == 1965  ", [DUNE]),
        ({"and": ['file.inFolder("Books")', 'file.ext == "md"']}, [DUNE, EMMA]),
        ({"or": ["year == 1965", 'file.hasTag("bookshop")']}, [DUNE, SHOP]),
        ({"not": ['file.ext == "png"', 'file.inFolder("회의")']}, [DUNE, EMMA, SHOP]),
        ({"or": [{"and": ['file.ext == "md"', {"not": ['file.hasTag("book")']}]}, "year == 1815"]}, [EMMA, SHOP, TALK]),
        ({"and": ['file.path != "Books/Dune.md"', 'file.path != "Bookshop.md"']}, [COVER, EMMA, TALK]),
        ({"or": ['file.path == "Books/Dune.md"', 'file.path == "Bookshop.md"', "year == 1815"]}, [DUNE, EMMA, SHOP]),
        ({"not": ['file.path == "Books/Dune.md"', 'file.path == "Bookshop.md"']}, [COVER, EMMA, TALK]),
        ({"or": ['file.path != "Books/Dune.md"', 'file.path != "Bookshop.md"']}, [COVER, DUNE, EMMA, SHOP, TALK]),
        ({"and": []}, [COVER, DUNE, EMMA, SHOP, TALK]),
    ],
)  # fmt: skip
def test_what_a_filter_shows(statement, shown):
    expected = sorted(shown, key=str.casefold)
    assert paths(base(statement)) == expected
    assert paths(base(None, filters=statement)) == expected
    assert paths(base({"and": [statement]}, filters={"or": [statement]})) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "list(author).contains(this)", 'author.contains("x")', 'file.name.contains("x")', "this", 'this == "x"', "formula.x == 1",
        'author == link("x")', "file.hasLink(this)", "file.size == 3", "file.mtime > now()", "year == other", '"x" == author', "1 == 1",
        "author", "!author", "!(year == 1965)", "!year == 1965", "(year == 1965", "year = 1965", "year === 1965", "year == 1 + 1", 'author == "a" + "b"',
        'file.inFolder("Books", "More")', "file.inFolder()", "file.inFolder(1)", "file.hasTag()", "file.hasTag(author)", "file.hasTag('a'.lower())",
        'author == "open', "author == 'open", 'file.hasProperty("year")', "note[year] == 1", "author.length == 1", "year == 1965 &&", "|| year == 1965", "",
        'file.path == "Books/Dune.md" && this', {"and": ["year == 1965"], "or": []}, {"xor": ["year == 1965"]}, {"and": [3]}, {"and": [["year == 1965"]]}, {}, 3, [],
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_named(statement):
    found = paths(base(statement))
    assert isinstance(found, str)
    assert found
    assert "\n" not in found
    assert not isinstance(statement, str) or repr(statement) in found
    assert isinstance(paths(base(None, filters=statement)), str)


@pytest.mark.parametrize("value", [["a"], {"a": 1}, "[[a]]"])
def test_values_that_may_mean_more_than_their_text_are_not_compared(value):
    files = [BaseFile("a.md", {"x": value}, frozenset())]
    assert paths(base('x == "a"'), files=files) == "the filter 'x == \"a\"'"
    assert paths(base('x != "a"'), files=files) == "the filter 'x != \"a\"'"


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ([], [COVER, DUNE, EMMA, SHOP, TALK]),
        ([{"property": "year", "direction": "ASC"}], [EMMA, DUNE, TALK, COVER, SHOP]),
        ([{"property": "note.year", "direction": "DESC"}], [TALK, DUNE, EMMA, COVER, SHOP]),
        ([{"property": "author"}], [EMMA, DUNE, SHOP, COVER, TALK]),
        ([{"property": "file.name", "direction": "DESC"}], [EMMA, DUNE, COVER, SHOP, TALK]),
        ([{"property": "file.ext", "direction": "DESC"}, {"property": "year", "direction": "ASC"}], [COVER, EMMA, DUNE, TALK, SHOP]),
    ],
)  # fmt: skip
def test_sorting(sort, shown):
    found = paths(base(None, sort=sort))
    # the place of other scripts between Latin ones is not the subject
    assert [path for path in found if path != TALK] == [path for path in shown if path != TALK]
    assert sorted(found) == sorted(shown)


def test_limit_is_of_the_sorted_rows():
    assert paths(base(None, sort=[{"property": "year", "direction": "DESC"}], limit=2)) == [TALK, DUNE]
    assert len(paths(base(None, limit=100))) == len(FILES)


@pytest.mark.parametrize(
    "view",
    [
        {"type": "map"}, {"type": None}, {"type": 3}, {"limit": "2"}, {"limit": -1}, {"limit": 1.5}, {"summaries": {"year": "Average"}},
        {"order": ["formula.x"]}, {"order": ["file.mtime"]}, {"order": [3]}, {"order": "file.name"}, {"order": {"a": 1}}, {"sort": "year"}, {"sort": ["year"]},
        {"sort": [{"property": "formula.x", "direction": "ASC"}]}, {"sort": [{"property": "read", "direction": "ASC"}]}, {"sort": [{"property": "mixed"}]},
        {"sort": [{"property": "year", "direction": "UP"}]}, {"sort": [{}]}, {"sort": [{"property": "file.size"}]}, {"groupBy": {"property": "formula.x", "direction": "ASC"}},
    ],
)  # fmt: skip
def test_views_that_cannot_be_worked_out(view):
    files = [*FILES, BaseFile("m1.md", {"mixed": 1}, frozenset()), BaseFile("m2.md", {"mixed": "1"}, frozenset())]
    found = paths(base(None, **view), files=files)
    assert isinstance(found, str)
    assert found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "a",
        "views: [",
        "views: [3]",
        "views: x",
        "a: b: c",
        "filters: &a [*a]",
        "\0",
        "%",
        "views: {a: 1}",
        "? [a]\n: b",
    ],
)
def test_texts_that_are_no_base(text):
    assert isinstance(paths(text), str)


def test_filters_nested_without_end():
    assert isinstance(paths("filters: &a {and: [*a, *a]}\nviews: [{type: table}]"), str)
    assert isinstance(paths("filters: " + "{and: [" * 5000 + "]}" * 5000), str)


def test_columns_and_their_names():
    properties = {
        "note.author": {"displayName": "By"},
        "file.name": {"displayName": "Title"},
        "year": {"displayName": "When"},
    }
    text = json.dumps(
        {
            "properties": properties,
            "views": [{"type": "cards", "order": ["file.name", "author", "year", "note.x.y", "file.folder"]}],
        }
    )
    found = base_table(text, "", FILES)
    assert isinstance(found, BaseTable)
    assert found.columns == ("file.name", "note.author", "note.year", "note.x.y", "file.folder")
    assert found.names == ("Title", "By", "When", "x.y", "folder")
    plain = base_table(base(), "V", FILES)
    assert isinstance(plain, BaseTable)
    assert (plain.columns, plain.names) == (("file.name",), ("name",))


def test_the_view_is_found_by_its_name():
    shown = [
        {"type": kind, "name": name, "limit": size}
        for kind, name, size in [("table", "A", 1), ("list", "나", 2), ("map", "C", 3)]
    ]
    text = "\ufeff" + json.dumps({"views": shown})
    assert [len(paths(text, name)) for name in ("", "A", "나")] == [1, 1, 2]
    assert paths(text, "B") == "the view 'B', which is not in it"
    assert "map" in paths(text, "C")


@pytest.mark.parametrize(
    ("value", "texts"),
    [("a", ("a",)), (3, ("3",)), (2.5, ("2.5",)), (True, ("true",)), (False, ("false",)), (None, ()), ([], ()), (["a", None, 2, False], ("a", "2", "false")), ("", ("",))],
)  # fmt: skip
def test_cells(value, texts):
    file = BaseFile("D/a.b.md", {"x": value}, frozenset(("b", "a/c")))
    assert cell_texts(file, "note.x") == texts
    assert cell_texts(file, "note.y") == ()
    assert [cell_texts(file, f"file.{part}") for part in ("name", "path", "folder", "ext")] == [
        ("a.b",),
        ("D/a.b.md",),
        ("D",),
        ("md",),
    ]
    assert cell_texts(file, "file.tags") == ("#a/c", "#b")


@pytest.mark.parametrize("title", ["T", "1. x", "a: b?", "'q' # y", '"q"', "C:\\", "회의록 ‘값’", "no", "{a}", "🙂"])
@pytest.mark.parametrize("column", ["No", 'say "x"', "C:\\x", "키", "a: b", "note.x", "formula.y"])
def test_our_own_bases_show_our_own_rows(render, title, column):
    quoted = '"' + column.replace('"', '""') + '"'
    cells = ["One,1", "둘,2", "'Three' \\ 3,3", '"""Four""",4', "Five,5"]
    name = "".join("_" if char in '\\/:*?"<>|' else char for char in title)
    exported = {
        f"P {A}.md": f"# P\n\n[{title}]({name}%20{B}.csv)",
        f"{name} {B}_all.csv": "\r\n".join([f"\ufeffName,{quoted}", *cells]),
        f"{name} {B}.csv": "\r\n".join(["\ufeffName", *(cell.rpartition(",")[0] for cell in cells[1:3])]),
    }
    out = render(exported)
    text = next(text for path, text in out.items() if path.endswith(".base"))
    files = [BaseFile(path, load(text) or {}, frozenset()) for path, text in out.items()]
    assert len(views(text)) == 2
    for at, view in enumerate(views(text)):
        found = base_table(text, view, files)
        assert isinstance(found, BaseTable), found
        expected = rows(text, out, at)
        assert sorted(file.path for file in found.files) == sorted(expected)
        assert len(expected) == (5, 2)[at]
        assert list(zip(found.columns, found.names, strict=True)) == columns(text, at)


KEYS = st.sampled_from(
    [
        "filters",
        "views",
        "and",
        "or",
        "not",
        "type",
        "name",
        "order",
        "sort",
        "property",
        "direction",
        "limit",
        "groupBy",
        "properties",
        "displayName",
    ]
)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["map", "ASC", "year", "file.name", "note.x", "year == 1", "x != 'a'", 'file.hasTag("a")', "file.inFolder(", "!", "&&", "||", '"', "\\"])
)  # fmt: skip
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=15
)
VIEWS = st.fixed_dictionaries(
    {"type": st.sampled_from(["table", "list", "map"])},
    optional=dict.fromkeys(("name", "filters", "order", "sort", "limit", "groupBy", "summaries"), TREES),
)
BASES = st.fixed_dictionaries(
    {}, optional={"filters": TREES, "properties": TREES, "views": TREES | st.lists(VIEWS, max_size=2)}
)
VALUES = st.dictionaries(st.sampled_from(["year", "x", "name"]), TREES, max_size=2)


@given(BASES | TREES, st.sampled_from(["", "V"]), st.lists(VALUES, max_size=3))
@example({"views": [{"type": "table", "order": None, "sort": None, "filters": None}]}, "", [{}])
def test_nothing_raises(tree, view, values):
    files = [BaseFile(f"D/{at}.md", each, frozenset("a")) for at, each in enumerate(values)]
    found = base_table(yaml.safe_dump(tree, allow_unicode=True), view, files)
    if isinstance(found, str):
        assert found
        return
    assert set(map(id, found.files)) <= set(map(id, files))
    assert len(found.columns) == len(found.names) > 0
    for file in found.files:
        assert all(isinstance(text, str) for column in found.columns for text in cell_texts(file, column))


@given(st.text(alphabet="xfile.note[]\"'\\!&|=<>() 12,hasTg\n가", max_size=30))
def test_no_statement_raises(statement):
    assert isinstance(base_table(base(statement), "", FILES), str | BaseTable)


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("year > 1900", "the filter 'year > 1900'"), ('file.hasTag("book") && year < 1900', [EMMA]), ('file.hasTag("book") && year <= 1965', [DUNE, EMMA]),
        ('file.hasTag("bookshop") || file.hasTag("book") && read == true', [DUNE, SHOP]), ('author == "a && b" || year == 1815', [EMMA]),
        ("author == 'a || b'", []), ('file.ext == "png"&&!file.inFolder("x")', [COVER]), ("note['x y'] == 'a'", [DUNE]), ("note.true == 1", []),
    ],
)  # fmt: skip
def test_joined_and_ordered_statements(statement, shown):
    assert paths(base(statement)) == shown


@pytest.mark.parametrize(
    ("value", "statement", "holds"),
    [
        ("2024-05-01", 'x < "2024-05-02"', True), ("2024-05-01", 'x >= "2024-05-02"', False), ("2024-05-01T10:00", 'x > "2024-05-01T09:59"', True),
        ("2024-05-01", 'x < "2024-05-01T00:00"', None), ("b", 'x > "a"', None), (None, "x > 1", None), ("2", "x > 1", None), (True, "x > 0", None),
        (True, "x == 1", None), (1, "x == true", None), ("1", "x == 1", None), (1, 'x == "1"', None), ("a\nb", r'x == "a\nb"', None),
        (1, "this == 1", None), (1, "true == 1", None), (1, "note.x.y == 1", None), ("x", 'file.hasTag("a" "b")', None), ("x", 'file.hasTag("a",)', None),
    ],
)  # fmt: skip
def test_only_values_of_one_kind_are_compared(value, statement, holds):
    found = paths(base(statement), files=[BaseFile("a.md", {"x": value, "true": 1, "x.y": 1}, frozenset("a"))])
    assert found == (["a.md"] if holds else []) if holds is not None else isinstance(found, str)


@pytest.mark.parametrize(
    "view",
    [
        {"type": []},
        {"type": {}},
        {"limit": True},
        {"limit": 0},
        {"order": 0},
        {"sort": ""},
        {"group_by": "x"},
        {"filters": {"or": []}},
        {"groupBy": "x"},
    ],
)
def test_views_of_wrong_shapes(view):
    assert isinstance(paths(base(None, **view)), str)


def test_groups_come_before_the_sorting():
    view = {
        "groupBy": {"property": "file.ext", "direction": "DESC"},
        "sort": [{"property": "year", "direction": "DESC"}],
    }
    assert paths(base(None, **view)) == [COVER, TALK, DUNE, EMMA, SHOP]


@pytest.mark.parametrize("value", [{"a": 1}, [["a"]], [{"a": 1}]])
def test_cells_without_a_sure_text(value):
    files = [BaseFile("a.md", {"x": value}, frozenset())]
    assert paths(base(None, order=["x"]), files=files) == "the values of 'note.x'"
    assert paths(base(None, order=["y"]), files=files) == ["a.md"]


@pytest.mark.parametrize("place", ["filters: {}\nviews: [{{type: table}}]", "views: [{{type: table, order: [{}]}}]"])
def test_aliases_do_not_multiply(place):
    lines = ["a0: &a0 {and: ['x == 1', 'x == 1']}"]
    lines += [f"a{at}: &a{at} {{and: [{', '.join([f'*a{at - 1}'] * 9)}]}}" for at in range(1, 15)]
    found = paths("\n".join([*lines, place.format("*a14")]))
    assert isinstance(found, str)
    assert len(found) < 200


def test_long_lists_of_paths_take_no_longer_for_each_file():
    files = [BaseFile(f"D/{at}.md", {}, frozenset()) for at in range(20_000)]
    statements = [f'file.path == "D/{at}.md"' for at in range(10_000)]
    started = time.process_time()
    assert len(paths(base({"or": statements}), files=files)) == 10_000
    assert time.process_time() - started < 30
