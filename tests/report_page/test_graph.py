"""The link graph of the report: what is in it, and where its picture puts what."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import exportconv as ec
from exportconv.model import Span
from exportconv.report_page.groups import group_by_folder, pack
from exportconv.report_page.link_graph import graph_of, most_linked
from exportconv.report_page.picture import picture_of_folders, picture_of_notes
from exportconv.report_page.springs import spread


def note(path: str, *targets: str, database: str | None = None) -> ec.Note:
    links = tuple(
        ec.Link(span=Span(0, 0), target_span=Span(0, 0), raw_target=target, text="", line=1, target=target)
        for target in targets
    )
    return ec.Note(path=path, title=path[:-3], body="", digest="", output=path, links=links, database=database)


def test_links_and_rows_are_neighbours_once():
    vault = ec.Vault(
        notes=(
            note("a.md", "b.md", "b.md", "a.md", "x.png", "db_all.csv"),
            note("b.md", "a.md"),
            note("c.md"),
            note("r.md", database="db.csv"),
        ),
        databases=(ec.Database(path="db.csv", title="DB", columns=(), files=("db_all.csv", "db.csv"), output="DB"),),
    )
    graph = graph_of(vault)
    names = [node.title for node in graph.nodes]
    assert {tuple(sorted((names[one], names[other]))) for one, other in graph.edges} == {
        ("a", "b"),
        ("DB", "a"),
        ("DB", "r"),
    }
    assert len(graph.edges) == 3
    assert all(one < other for one, other in graph.edges)
    assert dict(zip(names, graph.degrees, strict=True)) == {"a": 2, "DB": 2, "b": 1, "r": 1, "c": 0}
    assert [(node.title, linked, degree) for node, linked, degree in most_linked(graph, 2)] == [
        ("DB", 1, 2),
        ("a", 1, 2),
    ]
    assert [node.is_database for node in graph.nodes if node.title == "DB"] == [True]
    smaller = graph.most(2)
    assert (len(smaller.nodes), smaller.edges, smaller.degrees) == (2, ((0, 1),), (2, 2))
    assert graph.most(5) is graph


def test_folders_are_divided_until_there_are_enough():
    places = [*(f"집/일/{n}" for n in range(50)), *(f"집/놀이/{n}" for n in range(30)), "집", "집/일", "밖"]
    groups = group_by_folder(places)
    assert dict(zip(groups.folders, map(len, groups.members), strict=True)) == {
        "집/일": 51,
        "집/놀이": 30,
        "": 1,
        "집": 1,
    }
    assert groups.folders[0] == "집/일"
    assert groups.of_node[places.index("밖")] == groups.folders.index("")
    # either way is one, and what stays within a group is counted as well
    assert groups.between([(0, 1), (0, 50), (50, 0), (1, 51)]) == {(0, 0): 1, (0, 1): 3}


PLACES = st.lists(st.lists(st.sampled_from("가나다a"), min_size=1, max_size=8).map("/".join), max_size=200)


@settings(deadline=None)
@given(PLACES)
def test_every_note_is_in_one_group(places):
    groups = group_by_folder(places)
    assert sorted(at for members in groups.members for at in members) == list(range(len(places)))
    assert len(groups.folders) <= 12
    assert all(groups.members[group].count(at) == 1 for at, group in enumerate(groups.of_node))
    for at, group in enumerate(groups.of_node):
        folder = groups.folders[group]
        assert not folder or f"{places[at]}/".startswith(f"{folder}/")


@settings(deadline=None)
@given(st.lists(st.floats(1, 500), max_size=14))
def test_circles_do_not_overlap(radii):
    circles = pack(radii)
    assert [circle.radius for circle in circles] == radii
    for at, one in enumerate(circles):
        for other in circles[:at]:
            assert math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius - 0.01


def test_neighbours_are_nearer_than_others():
    edges = [(0, at) for at in range(1, 10)] + [(10, at) for at in range(11, 20)]
    places = spread(21, edges)
    assert places == spread(21, edges)
    assert len(set(places)) == 21

    def far(one: int, other: int) -> float:
        return math.dist(places[one], places[other])

    assert (
        max(far(*pair) for pair in edges) < min(far(one, other) for one in range(1, 10) for other in range(11, 20)) * 4
    )
    assert sum(far(*pair) for pair in edges) / len(edges) < far(0, 10)
    assert spread(0, []) == []
    assert len(spread(1, [])) == 1


def test_names_lie_in_the_picture_and_on_no_other():
    names_of = [f"{n:02} {'긴 이름' * 3}.md" for n in range(80)]
    notes = [note(name, *(names_of[(n * k + 1) % 80] for k in (1, 7))) for n, name in enumerate(names_of)]
    graph = graph_of(ec.Vault(notes=tuple(notes)))
    picture = picture_of_notes(graph, group_by_folder([node.place for node in graph.nodes]), "words")
    left, top, width, height = map(float, re.search(r'viewBox="([^"]*)"', picture)[1].split())
    size = float(re.search(r'<g font-size="([\d.]+)"', picture)[1])
    names = [(float(x), float(y)) for x, y in re.findall(r'class="note-name" x="([^"]*)" y="([^"]*)"', picture)]
    assert len(names) >= 8
    assert picture.count("<circle") == 80
    for at, (x, y) in enumerate(names):
        half = 5.5 * size
        assert left <= x - half
        assert x + half <= left + width
        assert top <= y - size
        assert y <= top + height
        assert all(abs(x - other) > half or abs(y - below) > size for other, below in names[:at])


def test_many_links_are_bands_and_few_are_lines():
    for count, has_bands in ((3, False), (12, True)):
        notes = [note(f"F{n % 2}/{n}.md", *(f"F{k % 2}/{k}.md" for k in range(n + 1, n + count))) for n in range(200)]
        graph = graph_of(ec.Vault(notes=tuple(notes)))
        groups = group_by_folder([node.place for node in graph.nodes])
        picture = picture_of_folders(graph, groups, groups.between(graph.edges), "words")
        assert ('class="band"' in picture) == has_bands
        assert ('class="line"' in picture) != has_bands
        assert picture.count("h0") == 200
        assert picture.count("<text") == 2


def test_a_large_graph_says_what_is_not_drawn(monkeypatch):
    from exportconv.report_page import graph_section

    monkeypatch.setattr(graph_section, "_MANY", 150)
    notes = tuple(note(f"{n}.md", "0.md") for n in range(200))
    tree = replace(ec.render(ec.Vault()), vault=ec.Vault(notes=notes))
    page = ec.html_report(ec.Report(), tree)
    assert "200 notes and databases with 199 connections" in page
    assert "The 150 with most connections are drawn." in page
    assert "가장 많이 이어진 150개만 그렸습니다." in page
    assert page.count("h0") == 150
