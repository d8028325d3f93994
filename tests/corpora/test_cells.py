"""The databases of real exports: every cell, typed right, and every base."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from support import bases
from support.cells import look_at, match, npm_yaml_reader, problems, why_no_npm
from support.csvs import default_view, tables
from support.printed import printed_tables

import exportconv as ec

pytestmark = pytest.mark.corpora


def shown_columns(table, first=()):
    """What the columns of a CSV are called, those of its default view first."""
    names = [unicodedata.normalize("NFC", column) or f"Column {at}" for at, column in enumerate(table.columns, 1)]
    return [*first, *(name for name in names if name not in first)]


def columns_of(unpacked, table):
    view = default_view(unpacked, table)
    return shown_columns(table, shown_columns(view) if view else ())


def without_ends(columns):
    """Without the second columns of ranges, which stand right behind the first."""
    pairs = zip(columns, ["", *columns], strict=False)
    return [column for column, before in pairs if column != f"{before} (end)"]


def shown_views(base, files):
    """Names of columns and paths of rows, for each view of a base."""
    return [
        (without_ends([name for _, name in bases.columns(base, at)]), sorted(bases.rows(base, files, at)))
        for at in range(len(bases.views(base)))
    ]


def paths_of(matched):
    return sorted(note.path for note in matched.notes if note)


def base_of(world, matched):
    """The only base in the folder of a database's notes."""
    folders = {note.folder for note in matched.notes if note}
    assert len(folders) == 1, folders
    here = [path for path in world.files if path.endswith(".base") and path.rpartition("/")[0] in folders]
    assert len(here) == 1, here
    return here[0]


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_every_cell_is_found_again(corpus, tmp_path, to):
    source, unpacked = corpus
    ec.convert(source, tmp_path / "out", to=to)
    assert problems(unpacked, tmp_path / "out", to) == []


@pytest.mark.skipif(bool(why_no_npm()), reason=why_no_npm())
def test_every_cell_is_found_again_by_the_yaml_of_npm(corpus, tmp_path):
    source, unpacked = corpus
    for to in ("obsidian", "markdown"):
        ec.convert(source, tmp_path / to, to=to)
    reader = npm_yaml_reader(tmp_path)
    for to in ("obsidian", "markdown"):
        assert problems(unpacked, tmp_path / to, to, reader) == []
    for base in tmp_path.rglob("*.base"):
        text = base.read_text(encoding="utf-8")
        assert reader(text) == yaml.safe_load(text)


def test_every_base_shows_the_rows_of_its_csv_and_no_others(corpus, tmp_path):
    source, unpacked = corpus
    ec.convert(source, tmp_path / "out")
    world = look_at(unpacked, tmp_path / "out")
    found = {}
    for table in tables(unpacked):
        if table.rows and not table.is_view:
            matched = match(world, table)
            base = base_of(world, matched)
            found[base] = shown_views(world.files[base].read_text(encoding="utf-8"), world.files)
            assert found[base][0] == (columns_of(unpacked, table), paths_of(matched))
    assert sorted(found) == sorted(path for path in world.files if path.endswith(".base"))


def test_every_csv_is_a_table_with_its_columns_and_no_other_lines(corpus, tmp_path):
    source, unpacked = corpus
    ec.convert(source, tmp_path / "out", to="markdown")
    world = look_at(unpacked, tmp_path / "out", "markdown")
    for table in tables(unpacked):
        if table.rows:
            printed = printed_tables(world, table, match(world, table).notes)[0]
            assert (printed.header, len(printed.lines)) == (columns_of(unpacked, table), len(table.rows))


def test_every_view_of_a_real_export_is_a_view_of_its_base(corpus, tmp_path):
    source, unpacked = corpus
    ec.convert(source, tmp_path / "out")
    world = look_at(unpacked, tmp_path / "out")
    found = tables(unpacked)
    views = [view for table in found if not table.is_view and (view := default_view(unpacked, table))]
    for view in [*views, *(table for table in found if table.is_view)]:
        if view.rows:
            matched = match(world, view)
            base = world.files[base_of(world, matched)].read_text(encoding="utf-8")
            shown = [(set(columns), rows) for columns, rows in shown_views(base, world.files)]
            assert (set(shown_columns(view)), paths_of(matched)) in shown, view.path


def test_a_csv_is_kept_only_where_notes_cannot_say_all_of_it(corpus, tmp_path):
    source, _ = corpus
    result = ec.convert(source, tmp_path / "out")
    reported = {str(issue.code) for issue in result.report.issues} & {"XC305", "XC501"}
    assert reported or not list((tmp_path / "out").rglob("*.csv"))
