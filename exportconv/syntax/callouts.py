"""Callouts: Obsidian's `> [!type] title`, and what GitHub has in their place.

Types as Obsidian lists them. GitHub knows only NOTE, TIP, IMPORTANT, WARNING and CAUTION.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from exportconv.syntax.fences import Fences

__all__ = ["callout_lines", "callout_type", "to_alerts"]

_ICONS = {
    "tip": "💡✨🌟⭐💫🔥👉👍🙌🎉🔑🗝",
    "important": "❗❕‼",
    "warning": "⚠🚧🛑✋☢☣",
    "danger": "🚨⛔⚡💀☠💥",
    "success": "✅✔☑🆗👌🎊🏆",
    "failure": "❌✖❎🚫👎",
    "question": "❓❔🤔🙋⁉",
    "bug": "🐛🐞🪲",
    "info": "ℹ🛈🔔📢📣",
    "abstract": "📋📄📑🗒",
    "example": "🧪🔬📚",
    "quote": "💬🗨🗯❝",
    "todo": "🔲⬜📝",
}
_TYPES = {icon: kind for kind, icons in _ICONS.items() for icon in icons}
_ALERTS = {
    "note": "NOTE", "info": "NOTE", "tip": "TIP", "hint": "TIP", "important": "IMPORTANT",
    "warning": "WARNING", "attention": "WARNING", "caution": "CAUTION", "danger": "CAUTION", "error": "CAUTION",
}  # fmt: skip
_HEADER = re.compile(r"(?P<quote>[ \t>]*>) \[!(?P<type>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>.*)")
# What below a title would be part of its paragraph, or make a heading of it, without a blank line between.
_BLOCK = re.compile(r"[ \t]*(?:\d{1,9}[.)](?:[ \t]|\Z)|[=|<:]|-(?![ \t]*+[^-\s])|\[[^\]]*\]:|\t| {4})")


def callout_type(icon: str) -> str:
    """The callout type that an icon stands for; `note` for all others.

    >>> callout_type("💡"), callout_type("⚠️"), callout_type("📌")
    ('tip', 'warning', 'note')
    """
    return _TYPES.get(icon[:1], "note")


def callout_lines(kind: str, title: str, body: Iterable[str], *, indent: str = "") -> list[str]:
    """The lines of a callout; `body` are lines without the quote mark."""
    head = f"{indent}> [!{kind}] {title}".rstrip()
    return [head, *(f"{indent}> {line}" if line.strip() else f"{indent}>" for line in body)]


def to_alerts(text: str) -> str:
    """Callouts as GitHub alerts where one fits, else as block quotes; the title becomes the first line.

    A callout whose icon has no type of its own (`note` with a title) is a quote: an alert would claim more.
    """
    if "> [!" not in text:
        return text
    lines: list[str] = []
    fences = Fences()
    quote = ""
    for line in text.split("\n"):
        ending = "\r" if line.endswith("\r") else ""
        header = None if fences.holds(line) else _HEADER.match(line)
        if quote and line.startswith(quote) and _BLOCK.match(line, len(quote)):
            lines.append(quote + ending)
        quote = header["quote"] if header and header["title"].strip() else ""
        lines += [part + ending for part in _alert(header)] if header else [line]
    return "\n".join(lines)


def _alert(header: re.Match[str]) -> list[str]:
    quote, kind, title = header["quote"], header["type"].lower(), header["title"].rstrip()
    alert = _ALERTS.get(kind)
    if kind == "note" and title:
        alert = None
    lines = [f"{quote} [!{alert}]"] if alert else []
    return [*lines, f"{quote} {title}"] if title else lines
