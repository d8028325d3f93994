"""What a reader sees of a page in HTML, as Notion exports it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from exportconv.paths import nfc
from exportconv.verification.marks import BASE, EMBED, FILE, LINK, PICTURE, code_text, mark, tex_text, without_ids
from exportconv.verification.notes import ALIAS
from exportconv.verification.page_nodes import (
    classes_of,
    deep_texts,
    elements_of,
    gap_of,
    is_dropped,
    raw_texts,
    shown_image,
    shown_leaf,
)
from exportconv.verification.properties import Pair

__all__ = ["Page", "shown_in_page"]

_DEEPEST = 150
"""Below so many levels no element has a rule of its own, or Python would run out of calls."""
_BUILT_IN = re.compile(r"https?://(?:[\w-]+\.)*notion\.(?:so|com)/(?:icons|images)/")


class Page:
    """A page while it is read."""

    def __init__(self, *, in_database: bool = False, depth: int = 0) -> None:
        """`depth` is that of the node which holds it."""
        self.parts: list[str] = []
        self.in_database = in_database
        self.is_code = False
        """Whether what is read now is code, in which `==` and `~` are text."""
        self.depth = depth
        """How many elements what is read now lies in."""

    def text(self) -> str:
        """All that was read of it."""
        return "".join(self.parts)


def shown_in_page(html: str) -> tuple[str, str, list[Pair]]:
    """Title, text and properties of a page."""
    tree = LexborHTMLParser(html)
    page = Page()
    body = tree.css_first(".page-body")
    if body is not None:
        for description in tree.css(".page-description"):
            _read(page, description)
    article = tree.css_first("article") if body is not None else None
    if article is not None:
        while article is not None:
            _read(page, article)
            article = article.next
    elif (whole := body or tree.body) is not None:
        _read(page, whole)
    titles = (_plain(found) for name in (".page-title", "title") if (found := tree.css_first(name)) is not None)
    return next(filter(str.strip, titles), ""), without_ids(page.text()), list(_properties(tree))


def _properties(tree: LexborHTMLParser) -> Iterator[Pair]:
    for row in tree.css("table.properties tr"):
        name, value = row.css_first("th"), row.css_first("td")
        if name is not None and value is not None:
            yield Pair(nfc(_plain(name).strip()), _value(value))


def _value(cell: LexborNode) -> str:
    """The text of a property, its options and links apart."""
    page = Page(in_database=True)
    for child in cell.iter(include_text=True):
        _read(page, child)
        page.parts.append(" ")
    return page.text().strip()


def _plain(node: LexborNode, *, in_database: bool = False, depth: int = 0) -> str:
    page = Page(in_database=in_database, depth=depth)
    _children(page, node)
    return page.text()


def _read(page: Page, node: LexborNode) -> None:
    tag = node.tag or ""
    leaf = shown_leaf(node, tag, is_code=page.is_code)
    if leaf is not None:
        page.parts.append(leaf)
        return
    # asked for once, for each answer is a new mapping
    attributes = node.attributes
    classes = classes_of(attributes)
    if is_dropped(tag, classes):
        return
    if page.depth > _DEEPEST:
        page.parts += deep_texts(node, is_code=page.is_code)
        return
    page.depth += 1
    gap = gap_of(tag)
    page.parts.append(gap)
    rule = _rule_of(attributes, tag, classes) if attributes else _BY_TAG.get(tag)
    (rule or _children)(page, node)
    page.parts.append(gap)
    page.depth -= 1


def _children(page: Page, node: LexborNode) -> None:
    child = node.child
    while child is not None:
        _read(page, child)
        child = child.next


def _rule_of(
    attributes: Mapping[str, str | None], tag: str, classes: list[str]
) -> Callable[[Page, LexborNode], None] | None:
    """How a node is read that is more than its children."""
    if "katex" in classes or _tex_of(attributes):
        return _equation
    for name in classes:
        rule = _BY_CLASS.get((tag, name)) or _BY_CLASS.get(("", name))
        if rule is not None:
            return rule
    return _BY_TAG.get(tag)


def _tex_of(attributes: Mapping[str, str | None]) -> str:
    return attributes.get("data-notion-equation") or attributes.get("data-notion-inline-equation") or ""


def _equation(page: Page, node: LexborNode) -> None:
    tex = _tex_of(node.attributes)
    if not tex:
        annotation = node.css_first("annotation")
        tex = annotation.text(deep=True) if annotation is not None else ""
    page.parts.append(tex_text(tex))


def _code_block(page: Page, node: LexborNode) -> None:
    page.parts.append(code_text("".join(raw_texts(node))))


def _inline_code(page: Page, node: LexborNode) -> None:
    before, page.is_code = page.is_code, True
    _children(page, node)
    page.is_code = before


def _callout(page: Page, node: LexborNode) -> None:
    inner = elements_of(node)
    if len(inner) > 1 and "width" not in (inner[0].attributes.get("style") or ""):
        icon = inner[0].css_first(".icon")
        if icon is not None:
            names = (icon.attributes.get("data-emoji"), node.attributes.get("data-notion-callout-icon"))
            told = (icon.text(deep=True).strip(), *names)
            emoji = next(filter(None, told), "")
            source = icon.attributes.get("src") or ""
            if icon.tag == "img" or "/" in emoji:
                own = source and not _BUILT_IN.match(source)
                page.parts.append(mark(EMBED, f"m{source}{ALIAS}", PICTURE) if own else "")
            else:
                page.parts.append(f"{emoji}\n")
    _children(page, node)


def _bookmark(page: Page, node: LexborNode) -> None:
    def shown(name: str) -> str:
        found = node.css_first(f".{name}")
        return _plain(found, depth=page.depth).strip() if found is not None else ""

    href = node.attributes.get("href") or ""
    title = shown("bookmark-title") or shown("bookmark-href") or href
    page.parts.append(mark(LINK, f"m{href}", title) + f"\n{shown('bookmark-description')}")


def _image(page: Page, node: LexborNode) -> None:
    page.parts.append(shown_image(node.attributes))


def _source(page: Page, node: LexborNode) -> None:
    links = [child for child in elements_of(node) if child.tag == "a"]
    if not links:
        _children(page, node)
    for link in links:
        text, href = _plain(link, depth=page.depth).strip(), link.attributes.get("href") or ""
        text = text or ("" if "://" in href else unquote(href).rpartition("/")[2])
        page.parts.append(mark(FILE, f"m{href}", text) if text else "")


def _database(page: Page, node: LexborNode) -> None:
    title = "".join(_plain(each, depth=page.depth) for each in node.css(".collection-title"))
    inner = Page(depth=page.depth)
    _children(inner, node)
    page.parts.append(mark(BASE, " ".join(title.split()), inner.text()))


def _table(page: Page, node: LexborNode) -> None:
    before, page.in_database = page.in_database, True
    _children(page, node)
    page.in_database = before


def _cell(page: Page, node: LexborNode) -> None:
    is_next = False
    child = node.child
    while child is not None:
        is_text = child.tag == "-text"
        style = "" if is_text else child.attributes.get("style") or ""
        is_item = not is_text and ("selected-value" in classes_of(child.attributes) or "margin" in style)
        page.parts.append(", " if is_next and is_item else "")
        _read(page, child)
        is_next = is_item or (is_text and is_next and not (child.text_content or "").strip())
        child = child.next


def _check_box(page: Page, node: LexborNode) -> None:
    is_on = "checkbox-on" in classes_of(node.attributes)
    if page.in_database:
        page.parts.append("Yes" if is_on else "No")
    elif node.parent is None or node.parent.text(deep=True).strip():
        # a box with nothing behind it is no item
        page.parts.append("☑ " if is_on else "☐ ")


def _link(page: Page, node: LexborNode) -> None:
    text = _plain(node, in_database=page.in_database, depth=page.depth)
    page.parts.append(mark(LINK, f"m{node.attributes.get('href') or ''}", text))


_BY_CLASS: Mapping[tuple[str, str], Callable[[Page, LexborNode], None]] = {
    ("", "callout"): _callout,
    ("a", "bookmark"): _bookmark,
    ("div", "source"): _source,
    ("div", "collection-content"): _database,
    ("table", "collection-content"): _table,
    ("", "checkbox"): _check_box,
}
_BY_TAG: Mapping[str, Callable[[Page, LexborNode], None]] = {
    "pre": _code_block,
    "code": _inline_code,
    "td": _cell,
    "img": _image,
    "a": _link,
    "hr": lambda page, _: page.parts.append("―"),
}
