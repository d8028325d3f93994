"""The body of a Notion HTML page as Markdown, as a careful person would have typed it.

The markup is that of exports from 2021 to 2026; what differs between them is told from each element, never from the
export. Text in elements that are not known becomes paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from exportconv.notion_names import plain_id
from exportconv.readers.html_blocks import Block, ItemKind, item_block, joined_lines, quoted, text_block
from exportconv.readers.html_callouts import callout_head
from exportconv.readers.html_code import code_lines, tex_lines
from exportconv.readers.html_figures import Figures
from exportconv.readers.html_inline import Inline, plain_text
from exportconv.readers.html_quick import quick_paragraphs
from exportconv.readers.html_runs import Run, is_block, runs_of
from exportconv.readers.html_tables import Tables
from exportconv.readers.html_toggles import HEADINGS, heading_level, inner_heading, split_summary
from exportconv.readers.html_tree import Child, Node, find_all, find_first, find_outermost, text_of
from exportconv.readers.note_marks import BLOCK, LINE_BLOCK, QUOTE_BLOCK, marked
from exportconv.syntax.callouts import callout_lines

__all__ = ["NamedBlock", "PageText"]

_MAX_NESTING = 40
_MOST_DIGITS = 9
_CLOSING = re.compile(r"(?:(?<=\s)|\A)(?=#+\Z)")
_OWN_LINES = frozenset(
    ("aside", "blockquote", "details", "figure", "h1", "h2", "h3", "h4", "hr", "nav", "ol", "pre", "table", "ul")
)
_LEVEL = re.compile(r"-indent-(?P<level>\d)")
_TASK = re.compile(r"\A(\s*)\[(?=[^\[\]]\](?:\s|\Z))")


class NamedBlock(NamedTuple):
    """A block that links may lead to."""

    id: str
    """Its id, 32 hex digits."""
    heading: int | None
    """Number of the heading that it is."""


class PageText:
    """Makes the text of one page and collects what the model wants to know of it."""

    def __init__(self, *, page_id: str | None, databases: Mapping[str, str], mends_breaks: bool) -> None:
        """`databases` are the ids of those that have a CSV in the export, with a path that leads to each."""
        self.inline = Inline()
        self.headings: list[str] = []
        """Plain texts of the headings."""
        self.blocks: list[NamedBlock] = []
        """The blocks that links may lead to; a mark in the text has the number of each."""
        self.contents: dict[int, str] = {}
        """Number of each link in a table of contents, with its text."""
        self._page_id = page_id
        self._mends_breaks = mends_breaks
        self._tables = Tables(self.inline, databases, self._runs)
        self._figures = Figures(self.inline, self._runs)
        self._by_tag: Mapping[str, Callable[[Node, int], list[Block]]] = {
            **dict.fromkeys(HEADINGS, self._heading),
            "p": lambda node, _: self._paragraphs(node.children, node),
            "hr": lambda _node, _depth: [Block(["---"])],
            "pre": lambda node, _: self._code(node),
            "nav": self._contents,
            "ul": self._list, "ol": self._list, "li": self._loose_item, "details": self._details,
            "blockquote": self._quote, "aside": self._callout, "figure": self._figure, "table": self._table,
        }  # fmt: skip

    def lines(self, children: Iterable[Child]) -> list[str]:
        """The lines of the page's body, with marks in them."""
        return joined_lines(self._flow(children, 0))

    def _flow(self, children: Iterable[Child], depth: int) -> list[Block]:
        """The blocks of mixed content; boxes without a meaning of their own are looked through."""
        out: list[Block] = []
        loose: list[Child] = []
        todo: list[Iterator[Child]] = [iter(children)]
        while todo:
            child = next(todo[-1], None)
            if isinstance(child, str) or (child is not None and not is_block(child) and not _holds_blocks(child)):
                loose.append(child)
                continue
            if loose:
                out += self._paragraphs(loose)
                loose = []
            if child is None:
                todo.pop()
            elif depth > _MAX_NESTING:
                # nobody nests so deep; the text is what counts
                out += self._paragraphs([child])
            elif child.tag in self._by_tag:
                out += self._by_tag[child.tag](child, depth)
            elif child.has_class("collection-content"):
                out += self._collection(child, depth)
            else:
                todo.append(iter(child.children))
        return out

    def _runs(self, children: Iterable[Child]) -> list[Run]:
        return runs_of(children, mends_breaks=self._mends_breaks)

    def _paragraphs(self, children: Sequence[Child], node: Node | None = None) -> list[Block]:
        if not children or (len(children) == 1 and isinstance(children[0], str) and not children[0].strip()):
            return []
        paragraphs = quick_paragraphs(self.inline, children)
        if paragraphs is None:
            paragraphs = self.inline.paragraphs(self._runs(children))
        blocks = [text_block(lines) for lines in paragraphs]
        return self._named(node, blocks, BLOCK)

    def _named(self, node: Node | None, blocks: list[Block], kind: str, heading: int | None = None) -> list[Block]:
        """The blocks with the mark of their id at the end of the last one's first paragraph."""
        block_id = plain_id(node.get("id")) if node else None
        if block_id and blocks:
            self.blocks.append(NamedBlock(block_id, heading))
            last = blocks[-1]
            last.lines[last.last_line()] += marked(kind, len(self.blocks) - 1)
        return blocks

    def _heading(self, node: Node, depth: int) -> list[Block]:
        level = HEADINGS[node.tag]
        details = next((child for child in node.elements() if child.tag == "details"), None)
        if details is None:
            return self._heading_of(node.children, level, node)
        # until 2022 a toggle heading was a toggle in a heading
        before = [child for child in node.children if child is not details]
        return [*self._paragraphs(before), *self._toggle_heading(details, level, node, depth)]

    def _heading_of(self, children: Iterable[Child], level: int, node: Node) -> list[Block]:
        runs = self._runs(children)
        text = self.inline.one_line(runs)
        if not text:
            return []
        self.headings.append(plain_text(runs))
        # a row of # at its end would be taken for the end of the heading
        text = _CLOSING.sub(r"\\", text)
        return self._named(node, [Block([f"{'#' * level} {text}"])], BLOCK, len(self.headings) - 1)

    def _toggle_heading(self, details: Node, level: int, node: Node, depth: int) -> list[Block]:
        summary, rest = split_summary(details)
        inner = inner_heading(summary)
        title = inner or summary
        named = inner if inner and plain_id(inner.get("id")) else node
        head = self._heading_of(title.children if title else (), level, named)
        return [*head, *self._flow(rest, depth + 1)]

    def _details(self, node: Node, depth: int) -> list[Block]:
        level = heading_level(node)
        if level:
            return self._toggle_heading(node, level, node, depth)
        return self._toggle(node, node, (), depth)

    def _toggle(self, node: Node, details: Node, before: Sequence[Child], depth: int) -> list[Block]:
        """A toggle as a list item; `node` has its id."""
        summary, rest = split_summary(details)
        head = self._paragraphs([*before, *(summary.children if summary else ())])
        blocks = [*head, *self._flow(rest, depth + 1)]
        return self._item(node, blocks, ItemKind.BULLET) if head else blocks

    def _list(self, node: Node, depth: int) -> list[Block]:
        out: list[Block] = []
        start = node.get("start")
        number = int(start) if start.isdecimal() and len(start) <= _MOST_DIGITS else 1
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                out += self._list_item(node, child, number, depth)
                number += 1
            else:
                # some exports have toggles without `li`
                out += self._flow([child], depth + 1)
        return out

    def _loose_item(self, node: Node, depth: int) -> list[Block]:
        return self._list_item(node, node, 1, depth)

    def _list_item(self, node: Node, item: Node, number: int, depth: int) -> list[Block]:
        details = next((child for child in item.elements() if child.tag == "details"), None)
        if details and node.has_class("toggle") and not heading_level(details):
            at = item.children.index(details)
            toggle = self._toggle(node, details, item.children[:at], depth)
            return [*toggle, *self._flow(item.children[at + 1 :], depth + 1)]
        blocks = self._flow(item.children, depth + 1)
        if not blocks or not blocks[0].is_text:
            return blocks
        ticked = next(
            (child.has_class("checkbox-on") for child in item.elements() if child.has_class("checkbox")), None
        )
        kind = ItemKind.BULLET if ticked is None else ItemKind.DONE if ticked else ItemKind.TO_DO
        return self._item(node, blocks, ItemKind.NUMBER if node.tag == "ol" else kind, number)

    def _item(self, node: Node, blocks: list[Block], kind: ItemKind, number: int = 1) -> list[Block]:
        """A list item that begins with the first block, a paragraph."""
        first = blocks[0]
        first.lines[0] = _TASK.sub(r"\1\\[", first.lines[0])
        return self._named(node, [item_block(kind, number, first, blocks[1:])], BLOCK)

    def _quote(self, node: Node, depth: int) -> list[Block]:
        lines = joined_lines(self._flow(node.children, depth + 1))
        if not lines:
            return []
        return self._named(node, [Block(quoted(lines))], QUOTE_BLOCK)

    def _callout(self, node: Node, depth: int) -> list[Block]:
        head = callout_head(node, self.inline)
        lines = joined_lines(self._flow(head.content, depth + 1))
        if not lines and not head.title:
            return []
        return self._named(node, [Block(callout_lines(head.kind, head.title, lines))], QUOTE_BLOCK)

    def _figure(self, node: Node, depth: int) -> list[Block]:
        if node.has_class("callout") or "data-notion-callout" in node.attributes:
            return self._callout(node, depth)
        captions = [child for child in node.elements() if child.tag == "figcaption"]
        tex = tex_lines(node)
        kind = BLOCK
        if tex:
            blocks, kind = [Block(["$$", *tex, "$$"])], LINE_BLOCK
        elif figure := self._figures.block(node):
            blocks, kind = [figure], BLOCK if figure.is_text else QUOTE_BLOCK
        else:
            blocks = self._flow([child for child in node.children if child not in captions], depth + 1)
        return [*self._named(node, blocks, kind), *self._flow(captions, depth)]

    def _code(self, node: Node) -> list[Block]:
        lines = code_lines(node)
        return self._named(node, [Block(lines)], LINE_BLOCK) if lines else []

    def _table(self, node: Node, depth: int) -> list[Block]:
        if node.has_class("collection-content"):
            return self._collection(node, depth, self._page_id or "")
        return self._named(node, self._tables.blocks(node), LINE_BLOCK)

    def _collection(self, node: Node, depth: int, page_id: str | None = None) -> list[Block]:
        """A database: a link to it where it has a CSV in the export, else its table as the page shows it."""
        shown = self._tables.shown(node, page_id)
        if shown:
            return self._named(node, [text_block([self.inline.link_to(shown.target, shown.title)])], BLOCK)
        tables = list(find_outermost(node, "table"))
        rest = [child for child in node.children if child not in tables] if node not in tables else []
        blocks = [block for item in tables for block in self._tables.blocks(item)]
        return [*self._flow(_without_tables(rest), depth + 1), *self._named(node, blocks, LINE_BLOCK)]

    def _contents(self, node: Node, depth: int) -> list[Block]:
        items = find_outermost(node, "div", "table_of_contents-item")
        lines = []
        for item in items:
            runs, known = self._runs(item.children), len(self.inline.links)
            text = self.inline.one_line(runs)
            if text:
                self.contents.update((number, plain_text(runs)) for number in range(known, len(self.inline.links)))
                level = _LEVEL.search(item.get("class"))
                lines.append(f"{'    ' * (int(level['level']) if level else 0)}- {text}")
        if lines:
            return [Block(lines)]
        # an empty one needs no second look, which in nested ones would be many
        return self._flow(node.children, depth + 1) if text_of(node).strip() else []


def _holds_blocks(node: Node) -> bool:
    """Whether an inline element, in malformed HTML, has blocks in it that no paragraph can hold."""
    has_elements = any(not isinstance(child, str) for child in node.children)
    return has_elements and any(item.tag in _OWN_LINES for item in find_all(node))


def _without_tables(children: Iterable[Child]) -> list[Child]:
    """Content of a database's box without the box of its table."""
    return [child for child in children if isinstance(child, str) or find_first(child, "table") is None]
