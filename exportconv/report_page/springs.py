"""Places for the notes of a small graph: links pull, and all push one another away."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["spiral", "spread"]

_GOLDEN = math.pi * (3 - math.sqrt(5))
_STEPS = 60
_TO_MIDDLE = 0.08
_REACH = 9
"""Notes push one another within three lengths of a link, or those without links would fly far away."""
_WIDE = 1.5
"""How much wider than high the picture is."""


def spiral(count: int, distance: float) -> list[tuple[float, float]]:
    """Places in the order of a sunflower's seeds, so far from one another, the first ones in the middle."""
    places = []
    for at in range(count):
        radius, turn = distance * math.sqrt(at + 0.5), at * _GOLDEN
        places.append((round(radius * math.cos(turn), 2), round(radius * math.sin(turn), 2)))
    return places


def spread(count: int, edges: Iterable[tuple[int, int]]) -> list[tuple[float, float]]:
    """Places for so many notes, those with links near one another; always the same for the same graph.

    Takes time with the square of the number: it is for some dozens.
    """
    pairs = list(edges)
    length = 60 + 1000 / (count + 8)
    places = [(x * _WIDE, y) for x, y in spiral(count, length)]
    for step in range(_STEPS):
        heat = length * (1 - step / _STEPS)
        forces = _pushes(places, length * length)
        _pull(places, pairs, length, forces)
        places = [_moved(place, force, heat) for place, force in zip(places, forces, strict=True)]
    return places


def _pushes(places: list[tuple[float, float]], strength: float) -> list[list[float]]:
    forces = [[-x * _TO_MIDDLE, -y * _TO_MIDDLE * _WIDE * _WIDE] for x, y in places]
    far = _REACH * strength
    for one, (x, y) in enumerate(places):
        mine = forces[one]
        for other in range(one):
            across, down = x - places[other][0], y - places[other][1]
            square = across * across + down * down
            if square > far:
                continue
            push = strength / (square + 1)
            across, down = across * push, down * push
            mine[0] += across
            mine[1] += down
            theirs = forces[other]
            theirs[0] -= across
            theirs[1] -= down
    return forces


def _pull(
    places: list[tuple[float, float]], pairs: list[tuple[int, int]], length: float, forces: list[list[float]]
) -> None:
    for one, other in pairs:
        across, down = places[one][0] - places[other][0], places[one][1] - places[other][1]
        pull = math.sqrt(across * across + down * down) / length
        across, down = across * pull, down * pull
        forces[one][0] -= across
        forces[one][1] -= down
        forces[other][0] += across
        forces[other][1] += down


def _moved(place: tuple[float, float], force: list[float], most: float) -> tuple[float, float]:
    length = math.sqrt(force[0] * force[0] + force[1] * force[1])
    share = min(1.0, most / length) if length else 0.0
    return place[0] + force[0] * share, place[1] + force[1] * share
