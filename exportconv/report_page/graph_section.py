"""The link graph: its picture, and in words and tables what the picture shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from exportconv.report_page.groups import Groups, group_by_folder
from exportconv.report_page.link_graph import LinkGraph, graph_of, most_linked
from exportconv.report_page.markup import Words, both, name, number, section, table
from exportconv.report_page.picture import has_lines, picture_of_folders, picture_of_notes
from exportconv.report_page.subject import Subject

__all__ = ["graph_section"]

_FEW = 90
"""So many notes are drawn one by one, with their names."""
_MANY = 12_000
"""So many dots a picture has at most."""
_TOP = 20


def graph_section(subject: Subject) -> str:
    """How the notes lead to one another; nothing where there are none."""
    graph = graph_of(subject.vault)
    if not graph.nodes:
        return ""
    drawn = graph.most(_MANY)
    groups = group_by_folder([node.place for node in drawn.nodes])
    between = groups.between(drawn.edges)
    if len(drawn.nodes) <= _FEW:
        picture = picture_of_notes(drawn, groups, "graph-words")
    else:
        picture = picture_of_folders(drawn, groups, between, "graph-words")
    words = both(*_described(graph, drawn))
    body = (
        f'<figure>\n<div class="picture">{picture}</div>\n'
        f'<figcaption id="graph-words">{words}</figcaption>\n</figure>\n'
        f"{_folders(groups, between)}{_top(subject, graph)}"
    )
    return section("graph", ("How the notes are linked", "노트가 이어진 모습"), body)


def _described(graph: LinkGraph, drawn: LinkGraph) -> Words:
    """What the picture shows, and what it leaves out."""
    alone = sum(degree == 0 for degree in graph.degrees)
    nodes, edges = number(len(graph.nodes)), number(len(graph.edges))
    english = (
        f"{nodes} notes and databases with {edges} connection{'s' * (len(graph.edges) != 1)}: links, and rows with"
    )
    english += " their databases."
    korean = f"노트와 데이터베이스 {nodes}개가 {edges}곳에서 이어져 있습니다(링크, 데이터베이스와 그 행)."
    if alone:
        english += f" {number(alone)} {'has' if alone == 1 else 'have'} none."
        korean += f" {number(alone)}개는 어디와도 이어지지 않습니다."
    if len(graph.nodes) <= _FEW:
        english += " The larger a dot, the more it is connected to; squares are databases; colours are folders."
        korean += " 점이 클수록 많이 이어져 있고, 네모는 데이터베이스이며, 색은 폴더입니다."
        return english, korean
    if len(drawn.nodes) < len(graph.nodes):
        english += f" The {number(len(drawn.nodes))} with most connections are drawn."
        korean += f" 가장 많이 이어진 {number(len(drawn.nodes))}개만 그렸습니다."
    english += " A dot for each, in a circle for each folder; the larger, the more it is connected to."
    korean += " 점 하나가 노트 하나, 원 하나가 폴더 하나이며, 점이 클수록 많이 이어져 있습니다."
    english += " Lines are links." if has_lines(drawn) else " Bands join folders, the wider the more links there are."
    korean += " 선은 링크입니다." if has_lines(drawn) else " 띠는 폴더 사이의 링크로, 굵을수록 많습니다."
    return english, korean


def _folders(groups: Groups, between: Mapping[tuple[int, int], int]) -> str:
    """The key to the picture: each folder with its colour, and how its notes are linked."""
    outward: Counter[int] = Counter()
    for (one, other), value in between.items():
        if one != other:
            outward.update({one: value, other: value})
    rows = []
    for at, (folder, members) in enumerate(zip(groups.folders, groups.members, strict=True)):
        swatch = f'<span class="swatch g{at}" aria-hidden="true"></span>'
        title = name(folder, 80) if folder else both("all else", "나머지")
        inward = between.get((at, at), 0)
        rows.append((f"{swatch}{at + 1} {title}", number(len(members)), number(inward), number(outward[at])))
    heads = (("Folder", "폴더"), ("Notes", "노트"), ("Connections within", "안쪽 연결"), ("To others", "바깥 연결"))
    return table(("Folders in the picture", "그림의 폴더"), heads, rows, numbers=frozenset((1, 2, 3)))


def _top(subject: Subject, graph: LinkGraph) -> str:
    outputs = {file.source: file.path for file in subject.tree if file.source_digest == ""}
    rows = [
        (
            subject.places.link(
                outputs.get(node.source) if node.is_database else subject.places.output(node.source),
                name(node.title or node.place, 120),
            ),
            number(linked),
            number(degree),
        )
        for node, linked, degree in most_linked(graph, _TOP)
    ]
    if not rows:
        return ""
    heads = (("Note", "노트"), ("Linked from", "링크한 노트"), ("Connections", "연결"))
    title = ("The most linked notes", "가장 많이 링크된 노트")
    return table(title, heads, rows, numbers=frozenset((1, 2)))
