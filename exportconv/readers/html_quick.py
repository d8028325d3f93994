"""Most paragraphs of a page: text, with a few words in bold or linked, and nothing that would need an escape.

What is printed is what `html_inline` prints for the same, at a fraction of the cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from exportconv.notion_names import is_notion_address
from exportconv.readers.html_forms import MARKS
from exportconv.readers.html_inline import Inline, paragraphs_of
from exportconv.readers.html_runs import BLANK, DELETED, EMPHASIS, FORMS, STRONG
from exportconv.readers.html_tree import Child, Node
from exportconv.syntax.escapes import escape_line_start, escape_marks, lone_marks, may_act

__all__ = ["quick_paragraphs"]

_MARKS = {tag: MARKS[form] for tag, form in FORMS.items() if form & (STRONG | EMPHASIS | DELETED)}
_ODD_BLANKS = ("  ", "\n", "\t", "\f", "\ufeff")
"""Blanks that do not all stay, and what breaks a line; the carriage return may act anyway."""


def quick_paragraphs(inline: Inline, children: Sequence[Child]) -> list[list[str]] | None:
    """The same as `Inline.paragraphs` of a text, or of a single line; None where more has to be looked at."""
    if len(children) == 1 and isinstance(children[0], str):
        return _plain_paragraphs(children[0])
    line = _line(inline, children)
    return [[line]] if line else None


def _plain_paragraphs(text: str) -> list[list[str]]:
    lines = [line.strip(BLANK) for line in text.replace("\ufeff", "").split("\n")]
    return paragraphs_of(lines, _escaped)


def _escaped(lines: list[str]) -> list[str]:
    single = lone_marks("".join(lines))
    return [escape_line_start(escape_marks(line, single)) for line in lines]


def _line(inline: Inline, children: Sequence[Child]) -> str | None:
    shown: list[str] = []
    parts: list[str | tuple[str, Node]] = []
    is_apart = True
    for child in children:
        if isinstance(child, str):
            shown.append(child)
            parts.append(child)
            # a blank between two words in bold is bold as well
            is_apart = is_apart or child.strip() != ""
            continue
        inner = child.children
        text = inner[0] if len(inner) == 1 else None
        if not is_apart or not isinstance(text, str) or not _is_simple(child):
            return None
        core = text.strip(" ")
        if not core or not (core[0].isalnum() and core[-1].isalnum()):
            return None
        if child.tag == "a" and (core == child.get("href") or is_notion_address(core)):
            return None
        before, _, after = text.partition(core)
        shown.append(text)
        parts += [before, (core, child), after]
        is_apart = False
    whole = "".join(shown)
    if may_act(whole) or any(blank in whole for blank in _ODD_BLANKS):
        return None
    written = [part if isinstance(part, str) else _marked(inline, *part) for part in parts]
    return escape_line_start("".join(written).strip(" "))


def _is_simple(node: Node) -> bool:
    """Whether an element is a link or a form, and of no class that is left out."""
    is_known = node.tag in _MARKS or (node.tag == "a" and node.get("href") != "")
    return is_known and not node.has_class("user-icon")


def _marked(inline: Inline, text: str, node: Node) -> str:
    if node.tag == "a":
        return inline.link(node.get("href"), text, text)
    mark = _MARKS[node.tag]
    return f"{mark}{text}{mark}"
