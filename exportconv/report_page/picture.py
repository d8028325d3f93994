"""The graph of links as a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from exportconv.report_page.groups import Circle, Groups, pack
from exportconv.report_page.link_graph import LinkGraph
from exportconv.report_page.markup import cut, shown
from exportconv.report_page.springs import spiral, spread

__all__ = ["has_lines", "picture_of_folders", "picture_of_notes"]

_DISTANCE = 9.0
"""Between two dots of a folder."""
_NOTE_LETTER, _FOLDER_LETTER = 13, 17
"""How high the letters of names are."""
_WIDTH, _HEIGHT = 880.0, 420.0
"""The least size of a picture of notes, and what letters are measured by in one of folders."""
_LABELS = 30
_LINES = 1200
_SIZES = ((2, 4.0), (5, 5.5), (20, 7.5), (math.inf, 10.0))
"""Up to how many neighbours a dot is how wide."""

Place = tuple[float, float]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


_LEAST = _Box(-_WIDTH / 2, -_HEIGHT / 2, _WIDTH / 2, _HEIGHT / 2)


def picture_of_notes(graph: LinkGraph, groups: Groups, described_by: str) -> str:
    """A small graph: each note with its name, if there is room, and each link."""
    places = spread(len(graph.nodes), graph.edges)
    lines = "".join(_line(places[one], places[other]) for one, other in graph.edges)
    radii = [5 + 2.2 * math.sqrt(degree) for degree in graph.degrees]
    dots = [
        f"{_mark(place, radius, groups.of_node[at], is_square=node.is_database)}<title>{shown(node.title)}</title>"
        f"</{'rect' if node.is_database else 'circle'}>"
        for at, (node, place, radius) in enumerate(zip(graph.nodes, places, radii, strict=True))
    ]
    frame = _frame([*map(_around, places, radii), _LEAST])
    scale = (frame.right - frame.left) / _WIDTH
    labels, boxes = _labels(graph, places, radii, scale)
    names = f'<g font-size="{_NOTE_LETTER * scale:.1f}" stroke-width="{4 * scale:.1f}">{"".join(labels)}</g>'
    parts = (f'<path class="line" stroke-width="{scale:.2f}" d="{lines}"/>', "".join(dots), names)
    return _svg(_frame([frame, *boxes]), described_by, "\n".join(parts) + "\n")


def _mark(place: Place, radius: float, group: int, *, is_square: bool) -> str:
    """A dot without its end: round for a note, square for a database."""
    x, y = place
    if is_square:
        corner, side = f'x="{x - radius:.1f}" y="{y - radius:.1f}"', f"{2 * radius:.1f}"
        return f'<rect class="g{group}" {corner} width="{side}" height="{side}" rx="2">'
    return f'<circle class="g{group}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'


def _labels(
    graph: LinkGraph, places: Sequence[Place], radii: Sequence[float], scale: float
) -> tuple[list[str], list[_Box]]:
    """Names below or above the dots, those with most neighbours first, where none covers another or a dot."""
    dots = list(map(_around, places, radii))
    high = 16 * scale
    taken: list[_Box] = []
    labels = []
    for node, (x, y), radius in zip(graph.nodes, places, radii, strict=True):
        title = cut(node.title, 18)
        half = _width(title, _NOTE_LETTER) * scale / 2
        boxes = [_Box(x - half, top, x + half, top + high) for top in (y + radius + 2, y - radius - 2 - high)]
        box = next((box for box in boxes if not any(box.meets(other) for other in (*taken, *dots))), None)
        if box and len(taken) < _LABELS:
            taken.append(box)
            labels.append(f'<text class="note-name" x="{x:.1f}" y="{box.top + 0.75 * high:.1f}">{shown(title)}</text>')
    return labels, taken


def _width(text: str, high: float) -> float:
    """About how wide a text is in letters so high."""
    return sum(high * (1 if ord(char) > 0x1100 else 0.66) for char in text)


def _around(place: Place, radius: float) -> _Box:
    return _Box(place[0] - radius, place[1] - radius, place[0] + radius, place[1] + radius)


def _line(one: Place, other: Place) -> str:
    return f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"


def has_lines(graph: LinkGraph) -> bool:
    """Whether a picture has a line for each link, and no bands between folders."""
    return len(graph.edges) <= _LINES


def picture_of_folders(
    graph: LinkGraph, groups: Groups, between: Mapping[tuple[int, int], int], described_by: str
) -> str:
    """A large graph: a dot for each note, in a circle for each folder, and lines or bands for the links."""
    circles = pack([_DISTANCE * math.sqrt(len(members)) + 12 for members in groups.members])
    places: dict[int, Place] = {}
    for members, circle in zip(groups.members, circles, strict=True):
        for at, (x, y) in zip(members, spiral(len(members), _DISTANCE), strict=True):
            places[at] = circle.x + x, circle.y + y
    frame = _frame(_around((circle.x, circle.y), circle.radius) for circle in circles)
    # letters that can be read however wide the picture is drawn
    scale = (frame.right - frame.left) / _WIDTH
    parts = [f'<circle class="folder" cx="{at.x:.1f}" cy="{at.y:.1f}" r="{at.radius - 3:.1f}"/>' for at in circles]
    if has_lines(graph):
        lines = "".join(_line(places[one], places[other]) for one, other in graph.edges)
        parts.append(f'<path class="line" stroke-width="{scale:.2f}" d="{lines}"/>')
    else:
        parts += _bands(between, circles, scale)
    parts += _dots(graph, groups, places)
    parts += _names(groups, circles, scale)
    return _svg(frame, described_by, "\n".join(parts) + "\n")


def _bands(between: Mapping[tuple[int, int], int], circles: Sequence[Circle], scale: float) -> Iterator[str]:
    """A band for each two folders with links between them, the wider the more there are."""
    found = {pair: links for pair, links in between.items() if pair[0] != pair[1]}
    most = max(found.values(), default=1)
    for (one, other), links in found.items():
        a, b = circles[one], circles[other]
        # bent, so that a band passes beside what lies between
        x, y = (a.x + b.x) / 2 + (b.y - a.y) * 0.15, (a.y + b.y) / 2 - (b.x - a.x) * 0.15
        width = (0.5 + 9 * links / most) * scale
        bow = f"M{a.x:.1f} {a.y:.1f}Q{x:.1f} {y:.1f} {b.x:.1f} {b.y:.1f}"
        yield f'<path class="band" stroke-width="{width:.1f}" d="{bow}"/>'


def _dots(graph: LinkGraph, groups: Groups, places: dict[int, Place]) -> Iterator[str]:
    """The dots of each folder and size as one path: a line without length is round at both ends."""
    for number, members in enumerate(groups.members):
        of_size: dict[float, list[str]] = {}
        for at in members:
            width = next(width for most, width in _SIZES if graph.degrees[at] < most)
            of_size.setdefault(width, []).append(f"M{places[at][0]:.0f} {places[at][1]:.0f}h0")
        for width, dots in sorted(of_size.items()):
            yield f'<path class="dots g{number}" stroke-width="{width}" d="{"".join(dots)}"/>'


def _names(groups: Groups, circles: Sequence[Circle], scale: float) -> Iterator[str]:
    for number, (folder, circle) in enumerate(zip(groups.folders, circles, strict=True), 1):
        title = _fitting(folder.rpartition("/")[2], 2 * circle.radius / scale)
        yield (
            f'<text class="folder-name" font-size="{_FOLDER_LETTER * scale:.1f}" stroke-width="{4 * scale:.1f}" '
            f'x="{circle.x:.1f}" y="{circle.y + 6 * scale:.1f}">'
            f'<tspan class="key">{number}</tspan>{f"<tspan> {shown(title)}</tspan>" if title else ""}</text>'
        )


def _fitting(title: str, room: float) -> str:
    """As much of a title as there is room for beside a number; nothing rather than a letter or two."""
    room -= _width("00 …", _FOLDER_LETTER)
    most = len(title)
    while most and _width(title[:most], _FOLDER_LETTER) > room:
        most -= 1
    return cut(title, most + 1) if most > 3 or most == len(title) else ""


def _frame(boxes: Iterable[_Box]) -> _Box:
    found = list(boxes)
    return _Box(
        min(box.left for box in found) - 8,
        min(box.top for box in found) - 8,
        max(box.right for box in found) + 8,
        max(box.bottom for box in found) + 8,
    )


def _svg(frame: _Box, described_by: str, body: str) -> str:
    width, height = frame.right - frame.left, frame.bottom - frame.top
    return (
        f'<svg class="graph" role="img" aria-labelledby="{described_by}" '
        f'viewBox="{frame.left:.1f} {frame.top:.1f} {width:.1f} {height:.1f}">\n{body}</svg>\n'
    )
