"""Most paragraphs of a page: text, with a few words in bold or linked, and nothing that would need an escape.

What is printed is what `html_inline` prints for the same, at a fraction of the cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from exportconv.notion_names import is_notion_address
from exportconv.readers.html_inline import Inline
from exportconv.readers.html_runs import BLANK
from exportconv.readers.html_tree import Child, Node
from exportconv.syntax.escapes import escape_line_start, escape_marks, lone_marks, may_act

__all__ = ["quick_line"]

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_ODD_BLANKS = ("  ", "\n", "\t", "\f", "\ufeff")
"""Blanks that do not all stay, and what breaks a line; the carriage return may act anyway."""


def quick_line(inline: Inline, children: Sequence[Child]) -> str | None:
    """A paragraph of a single line as Markdown; None for one that has to be looked at more closely."""
    if len(children) == 1 and isinstance(children[0], str):
        return _plain_line(children[0])
    shown: list[str] = []
    parts: list[str | tuple[str, Node]] = []
    is_apart = True
    for child in children:
        if isinstance(child, str):
            shown.append(child)
            parts.append(child)
            # a blank between two words in bold is bold as well
            is_apart = is_apart or not child.isspace()
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
    return escape_line_start("".join(written).strip(" ")) or None


def _plain_line(text: str) -> str | None:
    core = text.strip(BLANK)
    if core == "" or "\n" in core or "\ufeff" in core:
        return None
    return escape_line_start(escape_marks(core, lone_marks(core)))


def _is_simple(node: Node) -> bool:
    """Whether an element is a link or a form, and of no class that is left out."""
    is_known = node.tag in _MARKS or (node.tag == "a" and node.get("href") != "")
    return is_known and not node.has_class("user-icon")


def _marked(inline: Inline, text: str, node: Node) -> str:
    if node.tag == "a":
        return inline.link(node.get("href"), text, text)
    mark = _MARKS[node.tag]
    return f"{mark}{text}{mark}"
