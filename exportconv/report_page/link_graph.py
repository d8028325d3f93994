"""Which notes and databases lead to one another."""

from __future__ import annotations

from typing import NamedTuple

from exportconv.model import Vault
from exportconv.paths import SourcePath, split_name

__all__ = ["LinkGraph", "Node", "graph_of", "most_linked"]


class Node(NamedTuple):
    """A note or database."""

    source: SourcePath
    """Where it comes from."""
    title: str
    """Its title."""
    place: str
    """Where it went, without its ending; folders of a note's own are named like that."""
    is_database: bool = False
    """Whether it is a database."""


class LinkGraph(NamedTuple):
    """Notes, databases, and what joins them."""

    nodes: tuple[Node, ...]
    """Those with most neighbours first."""
    edges: tuple[tuple[int, int], ...]
    """Neighbours: two nodes by their numbers, the smaller one first."""
    degrees: tuple[int, ...]
    """How many neighbours each node has."""
    linked_from: tuple[int, ...]
    """How many other notes have a link to each node."""

    def most(self, count: int) -> LinkGraph:
        """The part of the graph that has its so many first nodes."""
        if len(self.nodes) <= count:
            return self
        edges = tuple(pair for pair in self.edges if pair[1] < count)
        return LinkGraph(self.nodes[:count], edges, self.degrees[:count], self.linked_from[:count])


def graph_of(vault: Vault) -> LinkGraph:
    """The graph of a vault that is named and placed; a database and its rows are neighbours."""
    nodes = [Node(note.path, note.title, _stem(note.output)) for note in vault.notes]
    nodes += [Node(item.path, item.title, item.output, is_database=True) for item in vault.databases]
    at: dict[str, int] = {node.source: number for number, node in enumerate(nodes)}
    for database in vault.databases:
        at |= dict.fromkeys(database.files, at[database.path])
    linked_from = [0] * len(nodes)
    # numbers are sorted much faster than pairs
    pairs: set[int] = set()
    every = len(nodes)
    for here, note in enumerate(vault.notes):
        targets = {at[link.target] for link in note.all_links() if link.target in at} - {here}
        for there in targets:
            linked_from[there] += 1
        if note.database in at:
            targets.add(at[note.database])
        pairs.update([min(here, there) * every + max(here, there) for there in targets])
    return _sorted(nodes, [divmod(pair, every) for pair in sorted(pairs)], linked_from)


def _sorted(nodes: list[Node], pairs: list[tuple[int, int]], linked_from: list[int]) -> LinkGraph:
    degrees = [0] * len(nodes)
    for one, other in pairs:
        degrees[one] += 1
        degrees[other] += 1
    order = sorted(
        range(len(nodes)), key=lambda at: (-degrees[at], -linked_from[at], nodes[at].place, nodes[at].source)
    )
    rank = [0] * len(nodes)
    for new, old in enumerate(order):
        rank[old] = new
    ranked = ((rank[one], rank[other]) for one, other in pairs)
    return LinkGraph(
        tuple(nodes[at] for at in order),
        tuple((one, other) if one < other else (other, one) for one, other in ranked),
        tuple(degrees[at] for at in order),
        tuple(linked_from[at] for at in order),
    )


def _stem(path: str) -> str:
    folder, stem, _ = split_name(path)
    return f"{folder}/{stem}" if folder else stem


def most_linked(graph: LinkGraph, count: int) -> list[tuple[Node, int, int]]:
    """The nodes that most notes have links to, with the numbers of those and of their neighbours."""
    found = sorted(range(len(graph.nodes)), key=lambda at: -graph.linked_from[at])[:count]
    return [(graph.nodes[at], graph.linked_from[at], graph.degrees[at]) for at in found if graph.linked_from[at]]
