"""Folders as groups of notes, and circles for them beside one another."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["Circle", "Groups", "group_by_folder", "pack"]

_MOST = 12
_DEEPEST = 6
_WIDE = 1.6
"""How much wider than high all circles together are to be."""
_ANGLES = 40

Folder = tuple[str, ...]


class Circle(NamedTuple):
    """A circle with the place of its centre."""

    x: float
    """From the left."""
    y: float
    """From the top."""
    radius: float
    """Half of its width."""


class Groups(NamedTuple):
    """Notes by the folder that they are in."""

    folders: tuple[str, ...]
    """The folder of each group, that of the largest group first."""
    members: tuple[list[int], ...]
    """The numbers of its notes, in order."""
    of_node: tuple[int, ...]
    """The number of the group that each note is in."""

    def between(self, edges: Iterable[tuple[int, int]]) -> Counter[tuple[int, int]]:
        """How many of these pairs of notes join two groups, the smaller number first, or stay within one."""
        of_node = self.of_node
        found = Counter([(of_node[one], of_node[other]) for one, other in edges])
        both_ways: Counter[tuple[int, int]] = Counter()
        for (one, other), value in sorted(found.items()):
            both_ways[min(one, other), max(one, other)] += value
        return both_ways


def group_by_folder(places: Sequence[str]) -> Groups:
    """At most a dozen folders with the numbers of the places in them.

    The largest folder is divided into those within it, again and again; what lies in no folder that is large enough
    stays with the folder above, and the root has the name `""`.
    """
    paths = [tuple(place.split("/"))[:_DEEPEST] for place in places]
    within: dict[Folder, dict[Folder, int]] = defaultdict(dict)
    for path in paths:
        folder: Folder = ()
        for depth in range(1, len(path) + 1):
            parts, folder = within[folder], path[:depth]
            parts[folder] = parts.get(folder, 0) + 1
    sizes: dict[Folder, int] = {(): len(paths)}
    whole: set[Folder] = set()
    while len(whole) < len(sizes) < _MOST:
        largest = max(sizes.keys() - whole, key=lambda folder: (sizes[folder], folder))
        least = max(2, len(paths) // 50)
        large = [(folder, size) for folder, size in within[largest].items() if size >= least]
        whole.add(largest)
        for folder, size in sorted(large, key=lambda part: (-part[1], part[0]))[: _MOST - len(sizes)]:
            sizes[folder] = size
            sizes[largest] -= size
    return _groups(paths, sizes)


def _groups(paths: Sequence[Folder], folders: Mapping[Folder, int]) -> Groups:
    """The paths that lie in each folder and in none within it."""
    members: dict[Folder, list[int]] = defaultdict(list)
    for number, path in enumerate(paths):
        depth = next(depth for depth in range(len(path), -1, -1) if path[:depth] in folders)
        members[path[:depth]].append(number)
    order = sorted(members, key=lambda folder: (-len(members[folder]), folder))
    of_node = [0] * len(paths)
    for group, folder in enumerate(order):
        for number in members[folder]:
            of_node[number] = group
    return Groups(
        tuple("/".join(folder) for folder in order), tuple(members[folder] for folder in order), tuple(of_node)
    )


def pack(radii: Sequence[float]) -> list[Circle]:
    """Circles of these sizes that do not overlap, the first in the middle and each where it is nearest to that."""
    placed: list[Circle] = []
    turns = [(math.cos(turn), math.sin(turn)) for turn in (2 * math.pi * at / _ANGLES for at in range(_ANGLES))]
    for radius in radii:
        spots = [
            Circle(other.x + (other.radius + radius) * across, other.y + (other.radius + radius) * down, radius)
            for other in placed
            for across, down in turns
        ]
        free = [spot for spot in spots if not any(_overlap(spot, other) for other in placed)]
        placed.append(min(free, key=_farness, default=Circle(0, 0, radius)))
    return placed


def _farness(circle: Circle) -> tuple[float, float, float]:
    # rounded, for two systems may not agree on the last digit
    return round(math.hypot(circle.x / _WIDE, circle.y), 3), round(circle.x, 3), round(circle.y, 3)


def _overlap(one: Circle, other: Circle) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius - 0.001
