"""The inline content of a Notion block as runs: texts of one form each, code, equations, images, line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from exportconv.notion_names import is_notion_address
from exportconv.readers.html_tree import Child, Node, find_first, text_of

__all__ = [
    "BLANK", "DELETED", "EMPHASIS", "FORMS", "MARKED", "STRONG", "UNDERLINED", "Kind", "Run", "is_block",
    "is_icon_image", "lines_of",
    "runs_of", "tex_of",
]  # fmt: skip

STRONG, EMPHASIS, DELETED, UNDERLINED, MARKED = 1, 2, 4, 8, 16
FORMS = {
    "strong": STRONG, "b": STRONG, "em": EMPHASIS, "i": EMPHASIS, "del": DELETED, "s": DELETED, "strike": DELETED,
    "u": UNDERLINED, "ins": UNDERLINED, "mark": MARKED,
}  # fmt: skip
"""Element → the form of the text in it."""
_INLINE = frozenset(
    (
        "a", "abbr", "annotation", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "img", "input", "ins", "kbd", "label", "mark", "math", "nobr", "q", "rp", "rt", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_BUILT_IN = re.compile(r"https?://(?:[\w-]+\.)*notion\.(?:so|com)/(?:icons|images)/")
BLANK = " \t\r\f"
"""What HTML takes for blanks, without the line break."""
_BLANKS = re.compile(r"[ \t\r\f]+")
_EDGES = re.compile(r"(?P<before>[ \t\r\f]*)(?P<core>.*?)(?P<after>[ \t\r\f]*)\Z", re.DOTALL)


class Kind(StrEnum):
    """What a run is."""

    TEXT = "text"
    CODE = "code"
    MATH = "math"
    IMAGE = "image"
    BREAK = "break"


class Run(NamedTuple):
    """A piece of inline content, the same in form and link throughout."""

    kind: Kind
    """What it is."""
    text: str
    """The text, the TeX, or an image's alternative text."""
    forms: int = 0
    """Its forms, as bits."""
    href: str | None = None
    """Where the link leads that it is in."""
    source: str = ""
    """Address of an image."""

    def is_blank(self) -> bool:
        """Whether it is nothing but blanks."""
        return self.kind is Kind.TEXT and not self.text.strip(BLANK)

    def is_address(self) -> bool:
        """Whether it is a link that shows an address: two of them side by side are two links."""
        return self.href is not None and (self.text == self.href or is_notion_address(self.text))


_BREAK = Run(Kind.BREAK, "")


def is_block(node: Node) -> bool:
    """Whether an element stands apart from the text beside it; so does every one that is not known."""
    return node.tag not in _INLINE


def is_icon_image(node: Node) -> bool:
    """Whether an image is one of Notion's own icons or a user's picture, which no reader takes for content."""
    return node.tag == "img" and (node.has_class("user-icon") or bool(_BUILT_IN.match(node.get("src"))))


def tex_of(node: Node) -> str | None:
    """The TeX of an equation; None for what is none. Since 2026 it is an attribute, before KaTeX's annotation."""
    for name in ("data-notion-equation", "data-notion-inline-equation"):
        if name in node.attributes:
            return node.get(name)
    is_equation = node.has_class("notion-text-equation-token") or node.has_class("katex") or node.has_class("equation")
    annotation = find_first(node, "annotation") if is_equation else None
    return text_of(annotation) if annotation else None


def runs_of(children: Iterable[Child], *, mends_breaks: bool = False) -> list[Run]:
    """The runs of inline content; a block in it stands apart as a paragraph.

    mends_breaks: whether the last of several line breaks in a run is one too many, as in exports of 2024.
    """
    content = _without_extra_breaks if mends_breaks else list[Child]
    runs: list[Run] = []
    stack: list[tuple[Iterator[Child], int, str | None, bool]] = [(iter(content(children)), 0, None, False)]
    while stack:
        items, forms, href, is_apart = stack[-1]
        for child in items:
            if isinstance(child, str):
                runs += _texts(child, forms, href)
                continue
            leaf = _leaf(child, forms, href)
            if leaf is not None:
                runs += leaf
                continue
            apart = is_block(child)
            if apart:
                runs += (_BREAK, _BREAK)
            inner = child.get("href") if child.tag == "a" and "href" in child.attributes else href
            stack.append((iter(content(_shown(child))), forms | _form(child), inner, apart))
            break
        else:
            stack.pop()
            if is_apart:
                runs += (_BREAK, _BREAK)
    return _joined(_split_blanks(runs))


def _texts(text: str, forms: int, href: str | None) -> Iterator[Run]:
    """A text, in which line breaks are what they are for a reader (`white-space: pre-wrap`)."""
    for number, line in enumerate(text.replace("\ufeff", "").split("\n")):
        if number:
            yield Run(Kind.BREAK, "", forms, href)
        if line:
            yield Run(Kind.TEXT, line, forms, href)


def _leaf(node: Node, forms: int, href: str | None) -> list[Run] | None:
    """The runs of an element that is one thing; None for one whose content counts."""
    if node.tag == "br":
        return [Run(Kind.BREAK, "", forms, href)]
    if node.tag == "code":
        text = text_of(node).replace("\n", " ")
        return [Run(Kind.CODE, text, forms | _code_forms(node), href)] if text else []
    if node.tag == "img":
        is_icon = is_icon_image(node) or not node.get("src")
        return [] if is_icon else [Run(Kind.IMAGE, node.get("alt"), 0, href, node.get("src"))]
    if node.has_class("user-icon") or node.tag == "input":
        return []
    tex = tex_of(node) if node.tag == "span" else None
    return [Run(Kind.MATH, " ".join(tex.split()), forms, href)] if tex and tex.strip() else None


def _code_forms(node: Node) -> int:
    """The forms that hold for all of a code: Notion writes bold code as `<code><strong>`."""
    forms = 0
    while len(node.children) == 1 and isinstance(inner := node.children[0], Node):
        forms |= _form(inner)
        node = inner
    return forms


def _form(node: Node) -> int:
    if node.tag == "mark":
        return 0 if node.has_class("highlight-default") else MARKED
    if node.tag == "span" and "border-bottom" in node.get("style"):
        return UNDERLINED
    return FORMS.get(node.tag, 0)


def _shown(node: Node) -> Sequence[Child]:
    """What is in an element, without the icon of the page that it links to."""
    children = node.children
    if node.tag == "a":
        while len(children) > 1 and isinstance(first := children[0], Node) and first.has_class("icon"):
            children = children[1:]
    return children


def _without_extra_breaks(children: Iterable[Child]) -> Sequence[Child]:
    kept: list[Child] = []
    breaks = 0
    for child, after in pairwise([*children, None]):
        is_break = isinstance(child, Node) and child.tag == "br"
        if isinstance(child, Node):
            breaks = breaks + 1 if is_break else 0
        is_last = after is None or (isinstance(after, Node) and after.tag != "br")
        if child is not None and not (is_break and is_last and breaks > 1):
            kept.append(child)
    return kept


def _split_blanks(runs: Iterable[Run]) -> list[Run]:
    """The runs with the blanks at their ends as runs of their own, in the forms that both neighbours have."""
    split: list[Run] = []
    has_blanks = False
    for run in runs:
        text = run.text
        if run.kind is not Kind.TEXT or (text[0] not in BLANK and text[-1] not in BLANK) or _has_plain_ends(run):
            split.append(run)
            continue
        has_blanks = True
        edges = _EDGES.match(text)
        split += [Run(Kind.TEXT, part, run.forms, run.href) for part in (edges.groups() if edges else ()) if part]
    following = _following(split) if has_blanks else ()
    for at, (run, after) in enumerate(zip(split, following, strict=True) if has_blanks else ()):
        if run.is_blank():
            before = split[at - 1] if at else _BREAK
            href = run.href if before.href == after.href == run.href else None
            forms = before.forms & after.forms if Kind.BREAK not in (before.kind, after.kind) else 0
            split[at] = Run(Kind.TEXT, _BLANKS.sub(" ", run.text), forms, href)
    return split


def _has_plain_ends(run: Run) -> bool:
    """Whether single blanks end a text without forms or link: no neighbour can share a form with them."""
    core = run.text.strip(" ")
    is_plain = not run.forms and run.href is None and core != "" and core[0] not in BLANK and core[-1] not in BLANK
    return is_plain and run.text in (f"{core} ", f" {core}", f" {core} ")


def _following(runs: Sequence[Run]) -> list[Run]:
    """For each run the next one that is not blank."""
    found, after = [], _BREAK
    for run in reversed(runs):
        found.append(after)
        after = after if run.is_blank() else run
    return found[::-1]


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs with neighbours of one form as one."""
    joined: list[Run] = []
    texts: list[list[str]] = []
    for run in runs:
        last = joined[-1] if joined else _BREAK
        if run.kind is Kind.CODE and last.kind is Kind.CODE and run.href == last.href:
            # two codes side by side have no mark between them
            joined[-1] = last._replace(forms=last.forms & run.forms)
            texts[-1].append(run.text)
        elif run.kind is last.kind is Kind.TEXT and run[2:] == last[2:] and not run.is_address():
            texts[-1].append(run.text)
        else:
            joined.append(run)
            texts.append([run.text])
    # put together once: text by text it would cost the square of their number
    both = zip(joined, texts, strict=True)
    return [run if len(parts) == 1 else run._replace(text="".join(parts)) for run, parts in both]


def _stripped(run: Run, *, at_end: bool = False) -> Run:
    """A text without the blanks at one end."""
    if run.kind is not Kind.TEXT or run.text[-1 if at_end else 0] not in BLANK:
        return run
    text = run.text.rstrip(BLANK) if at_end else run.text.lstrip(BLANK)
    return Run(Kind.TEXT, text, run.forms, run.href)


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs by line, without blanks at either end; an empty line where two line breaks follow each other."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.kind is Kind.BREAK:
            lines.append([])
        elif lines[-1]:
            lines[-1].append(run)
        elif not run.is_blank():
            lines[-1].append(_stripped(run))
    for line in lines:
        while line and line[-1].is_blank():
            line.pop()
        if line:
            line[-1] = _stripped(line[-1], at_end=True)
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines
