"""What a callout of a Notion HTML page begins with: its icon, and where its content is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from exportconv.readers.html_inline import Inline
from exportconv.readers.html_runs import is_icon_image
from exportconv.readers.html_tree import Child, Node, find_first, text_of
from exportconv.syntax.callouts import callout_type

__all__ = ["CalloutHead", "callout_head", "icon_of"]

_BUILT_IN = re.compile(r"notion\.(?:so|com)/icons/(?P<name>[\w-]+?)(?:_[a-z]+)?\.svg")
_TYPES = {
    "info": "info", "light-bulb": "tip", "lightbulb": "tip", "idea": "tip", "star": "tip", "warning": "warning",
    "alert": "warning", "exclamation": "important", "important": "important", "fire": "tip", "check": "success",
    "checkmark": "success", "thumbs-up": "success", "clear": "failure", "cross": "failure", "help": "question",
    "question": "question", "bug": "bug", "bookmark": "abstract", "document": "abstract", "clipping": "abstract",
    "quote": "quote", "science": "example", "code": "example", "error": "danger", "lightning": "danger",
}  # fmt: skip


class CalloutHead(NamedTuple):
    """The first line of a callout."""

    kind: str
    """Its type."""
    title: str
    """Its icon as Markdown; `""` for none, and for one of Notion's own, which only chooses the type."""
    content: Sequence[Child]
    """What stands in it."""


def icon_of(node: Node) -> str:
    """The emoji of an icon, which since 2026 stands in an attribute; `""` where it is an image or none."""
    for element in (node, find_first(node, "span", "icon")):
        if element:
            for name in ("data-notion-callout-icon", "data-notion-page-icon", "data-emoji"):
                value = element.get(name)
                if value and "/" not in value:
                    return value
    span = find_first(node, "span", "icon")
    return text_of(span).strip() if span else ""


def callout_head(node: Node, inline: Inline) -> CalloutHead:
    """The icon and content of a callout, an `aside` or a `figure`."""
    box = next((child for child in node.elements() if _is_icon_box(child)), None)
    content = [child for child in node.children if child is not box]
    image = find_first(box, "img") if box else None
    if image:
        if not is_icon_image(image):
            return CalloutHead("note", inline.image(image.get("src"), "|20"), content)
        return CalloutHead(_type_of(image.get("src")), "", content)
    icon = icon_of(box or Node("div", {})) or (node.get("data-notion-callout-icon") if box or not content else "")
    if icon.startswith("http") or "/" in icon:
        return CalloutHead(_type_of(icon), "", content)
    return CalloutHead(callout_type(icon), icon, content)


def _is_icon_box(node: Node) -> bool:
    """Whether a part of a callout holds its icon and nothing else."""
    if node.tag != "div" or "width:100%" in node.get("style").replace(" ", ""):
        return False
    icon = find_first(node, name="icon")
    return icon is not None and text_of(node).strip() == text_of(icon).strip()


def _type_of(source: str) -> str:
    """The callout type that one of Notion's own icons stands for, by the words of its name."""
    match = _BUILT_IN.search(source)
    name = match["name"] if match else ""
    return next((kind for word, kind in _TYPES.items() if name == word or name.startswith(word + "-")), "note")
