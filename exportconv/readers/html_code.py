"""Code blocks and block equations of a Notion HTML page."""

from __future__ import annotations

import re

from exportconv.readers.html_runs import tex_of
from exportconv.readers.html_tree import Node, find_first, text_of

__all__ = ["code_lines", "tex_lines"]

_FENCE = re.compile(r"`{3,}")
_LANGUAGES = {
    "plain text": "", "undefined": "", "c++": "cpp", "c#": "csharp", "f#": "fsharp", "objective-c": "objectivec",
    "visual basic": "vb", "vb.net": "vbnet", "webassembly": "wasm",
}  # fmt: skip


def code_lines(node: Node) -> list[str]:
    """The lines of fenced code, the text as it is; none where there is no text."""
    text = text_of(node).replace("\r\n", "\n")
    if not text.strip():
        return []
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
    return [f"{fence}{_language(node)}", *text.removesuffix("\n").split("\n"), fence]


def tex_lines(node: Node) -> list[str]:
    """The lines of a block equation; a blank one would end it in Markdown."""
    tex = tex_of(node) if node.has_class("equation") or "data-notion-equation" in node.attributes else None
    return [line.rstrip() for line in (tex or "").strip().split("\n") if line.strip()]


def _language(node: Node) -> str:
    """The language of a code block as highlighters call it; `""` for plain text."""
    code = find_first(node, "code")
    words = (code.get("class") if code else "").split()
    known = " ".join(words)[len("language-") :] if words and words[0].startswith("language-") else ""
    name = (node.get("data-notion-code-syntax") or known).lower().strip()
    return _LANGUAGES.get(name, "" if "`" in name else name)
