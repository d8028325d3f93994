"""Tables of a Notion HTML page: simple ones, and databases shown in a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from exportconv.notion_names import plain_id
from exportconv.readers.html_blocks import Block
from exportconv.readers.html_inline import Inline, plain_text
from exportconv.readers.html_runs import Run
from exportconv.readers.html_tree import Child, Node, find_all, find_first, find_outermost, text_of
from exportconv.syntax.tables import table

__all__ = ["Tables", "is_checked"]


class _Shown(NamedTuple):
    """A database that has a CSV in the export."""

    target: str
    """A path that leads to it."""
    title: str
    """Its title, plain."""


def is_checked(node: Node) -> bool | None:
    """Whether a checkbox in an element is ticked; None where there is none."""
    box = find_first(node, name="checkbox")
    return box.has_class("checkbox-on") if box else None


class Tables:
    """Makes blocks of tables."""

    def __init__(
        self, inline: Inline, databases: Mapping[str, str], runs: Callable[[Iterable[Child]], list[Run]]
    ) -> None:
        """`databases`: id of each that has a CSV, with a path to it; `runs` reads inline content."""
        self._inline = inline
        self._databases = databases
        self._runs = runs

    def blocks(self, node: Node) -> list[Block]:
        """A Markdown table. Notion's own Markdown export, too, makes the first row the head.

        A table in a cell, which Notion does not write, is text there.
        """
        rows = [[self._cell(cell) for cell in _cells(row)] for row in find_outermost(node, "tr")]
        rows = [row for row in rows if row]
        if not any(cell for row in rows for cell in row):
            return []
        width = max(map(len, rows))
        head = [*rows[0], *[""] * (width - len(rows[0]))]
        return [Block(table(head, rows[1:]).rstrip("\n").split("\n"))]

    def _cell(self, cell: Node) -> str:
        ticked = is_checked(cell)
        if ticked is not None and not text_of(cell).strip():
            return "Yes" if ticked else "No"
        return self._inline.one_line(self._runs(_listed(cell)), in_cell=True)

    def shown(self, node: Node, page_id: str | None = None) -> _Shown | None:
        """The database that a block or, with `page_id`, a whole page shows, where it has a CSV in the export."""
        title = plain_text(self._runs(heading.children)) if (heading := find_first(node, "h4")) else ""
        database_id = page_id or plain_id(node.get("id")) or ""
        if database_id in self._databases:
            return _Shown(self._databases[database_id], title)
        for anchor in find_all(node, "a") if page_id is None and not find_first(node, "table") else ():
            if anchor.get("href").lower().endswith(".csv"):
                return _Shown(anchor.get("href"), title or plain_text(self._runs(anchor.children)))
        return None


def _cells(row: Node) -> Iterator[Node]:
    return (child for child in row.elements() if child.tag in ("td", "th"))


def _listed(cell: Node) -> list[Child]:
    """The content of a cell, with commas between options and between files."""
    children: list[Child] = []
    last: Node | None = None
    for child in cell.children:
        if last and isinstance(child, Node) and _is_listed(child):
            children.append(", ")
        children.append(child)
        last = child if isinstance(child, Node) and _is_listed(child) else None
    return children


def _is_listed(node: Node) -> bool:
    return node.has_class("selected-value") or "margin-right" in node.get("style")
