"""An HTML file as a small tree of plain objects; the only module that imports the HTML parser.

Style sheets, scripts and the second rendering of equations are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Child", "Node", "find_all", "find_first", "find_outermost", "is_within_limits", "parse_html", "text_of"]

_DROPPED = frozenset(("style", "script", "link", "meta", "noscript", "template"))
_MAX_SIZE = 64 << 20
_MAX_DEPTH = 1000
_MAX_OPEN_FORMS = 100
_FEW_TAGS = 2000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# A new one ends the one before, so leaving out end tags makes nothing deeper.
_SELF_ENDING = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "path", "rect"))
# The parser opens these anew in every block until they are closed.
_FORMS = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))


@dataclass(slots=True)
class Node:
    """An element."""

    tag: str
    """Its name, in lower case."""
    attributes: Mapping[str, str | None]
    """Its attributes."""
    children: list[Child] = field(default_factory=list)
    """Elements and texts in it."""

    def get(self, name: str) -> str:
        """An attribute's value, `""` where it has none."""
        return self.attributes.get(name) or ""

    def has_class(self, name: str) -> bool:
        """Whether it is of a class."""
        known = self.attributes.get("class")
        return known is not None and name in known and name in known.split()

    def elements(self) -> Iterator[Node]:
        """The elements right in it."""
        for child in self.children:
            if not isinstance(child, str):
                yield child


Child: TypeAlias = "Node | str"


def is_within_limits(html: str) -> bool:
    """Whether a file is no larger than 64 MiB and no deeper than 1,000 tags, as far as end tags are there.

    Deeper nesting costs the parser quadratic time, and so do many text forms that are never closed.
    """
    if len(html) > _MAX_SIZE:
        return False
    if html.count("<") < _FEW_TAGS:
        return True
    depth = forms = 0
    for match in _TAG.finditer(html):
        tag = match[2].lower()
        if tag in _VOID or tag in _SELF_ENDING:
            continue
        step = -1 if match[1] else 1
        depth = max(depth + step, 0)
        forms = max(forms + step, 0) if tag in _FORMS else forms
        if depth > _MAX_DEPTH or forms > _MAX_OPEN_FORMS:
            return False
    return True


def parse_html(html: str) -> Node:
    """The `html` element of a file; what is malformed is mended as browsers mend it, and no text is lost."""
    top = LexborHTMLParser(html).root
    root = Node("html", {})
    todo: list[tuple[LexborNode | None, Node]] = [(top.child if top else None, root)]
    while todo:
        node, parent = todo.pop()
        while node is not None:
            tag = node.tag or ""
            if tag == "-text":
                parent.children.append(node.text_content or "")
            elif tag[:1] != "-" and tag not in _DROPPED:
                todo.append((node.next, parent))
                opened = Node(tag, node.attributes)
                # an equation stands twice in a page; the second is for sighted readers only
                if tag != "span" or opened.get("aria-hidden") != "true":
                    parent.children.append(opened)
                parent, node = opened, node.child
                continue
            node = node.next
    return root


def _walk(node: Node) -> Iterator[Child]:
    todo: list[Child] = [node]
    while todo:
        item = todo.pop()
        yield item
        if not isinstance(item, str):
            todo.extend(reversed(item.children))


def find_all(node: Node, tag: str = "", name: str = "") -> Iterator[Node]:
    """The elements in a node, itself too, that have a tag and a class, in the order of the file."""
    for item in _walk(node):
        if not isinstance(item, str) and tag in ("", item.tag) and (not name or item.has_class(name)):
            yield item


def find_outermost(node: Node, tag: str, name: str = "") -> Iterator[Node]:
    """Those of them that lie in no other one."""
    todo: list[Node] = [node]
    while todo:
        item = todo.pop()
        if item.tag == tag and (not name or item.has_class(name)):
            yield item
        else:
            todo.extend(reversed(list(item.elements())))


def find_first(node: Node, tag: str = "", name: str = "") -> Node | None:
    """The first of them."""
    return next(find_all(node, tag, name), None)


def text_of(node: Child) -> str:
    """All text in a node, with line breaks for `<br>`."""
    if isinstance(node, str):
        return node
    return "".join(item if isinstance(item, str) else "\n" if item.tag == "br" else "" for item in _walk(node))
