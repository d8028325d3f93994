"""Nodes of a page in HTML: what of them is seen, and all of it where they lie too deep for rules of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from exportconv.verification.marks import EMBED, END, LINK, MAYBE, PICTURE, mark
from exportconv.verification.notes import ALIAS

__all__ = ["classes_of", "deep_texts", "elements_of", "gap_of", "is_dropped", "raw_texts", "shown_image", "shown_leaf"]

_DROPPED = frozenset((
    "head", "style", "script", "link", "svg", "template", "noscript", "header", "title", "meta", "-comment",
))  # fmt: skip
_DROPPED_CLASSES = frozenset(("icon", "page-title", "properties", "katex-html", "bookmark-icon", "bookmark-image"))
_INLINE = frozenset((
    "a", "abbr", "b", "big", "cite", "code", "data", "del", "em", "font", "i", "img", "ins", "kbd", "label", "mark",
    "math", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip


def classes_of(attributes: Mapping[str, str | None]) -> list[str]:
    """The classes of a node."""
    return (attributes.get("class") or "").split()


def elements_of(node: LexborNode) -> list[LexborNode]:
    """The elements right in a node."""
    return [child for child in node.iter() if not (child.tag or "-").startswith("-")]


def is_dropped(tag: str, classes: list[str]) -> bool:
    """Whether nobody sees what is in a node."""
    return tag in _DROPPED or (bool(classes) and not _DROPPED_CLASSES.isdisjoint(classes))


def gap_of(tag: str) -> str:
    """What stands before and behind an element."""
    return "" if tag in _INLINE else "\n"


def shown_leaf(node: LexborNode, tag: str, *, is_code: bool) -> str | None:
    """A text, in which `==` and `~` are marks where it is no code, or a line break; None for a node of another tag."""
    if tag == "-text":
        text = node.text_content or ""
        return text.replace("==", "").replace("~", "") if ("=" in text or "~" in text) and not is_code else text
    if tag == "br":
        after = node.next
        return MAYBE if after is not None and after.tag in _INLINE else "\n"
    return None


def shown_image(attributes: Mapping[str, str | None]) -> str:
    """An image; nothing where it has no source."""
    source = attributes.get("src")
    return mark(EMBED, f"m{source}{ALIAS}", PICTURE) if source else ""


def deep_texts(node: LexborNode, *, is_code: bool) -> Iterator[str]:
    """What is seen in a node without a call for each level: texts, images and links, and no rule for other elements."""
    todo: list[LexborNode | str] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            yield item
            continue
        tag = item.tag or ""
        leaf = shown_leaf(item, tag, is_code=is_code)
        if leaf is not None:
            yield leaf
            continue
        attributes = item.attributes
        if not is_dropped(tag, classes_of(attributes)):
            yield gap_of(tag)
            if tag == "img":
                yield shown_image(attributes)
            elif tag == "a":
                yield mark(LINK, f"m{attributes.get('href') or ''}", "").removesuffix(END)
                todo.append(END)
            todo += [gap_of(tag), *reversed(list(item.iter(include_text=True)))]


def raw_texts(node: LexborNode) -> Iterator[str]:
    """The text of a code block as it is written."""
    todo = [*reversed(list(node.iter(include_text=True)))]
    while todo:
        item = todo.pop()
        if item.tag == "-text":
            yield item.text_content or ""
        elif item.tag == "br":
            yield "\n"
        else:
            todo += reversed(list(item.iter(include_text=True)))
