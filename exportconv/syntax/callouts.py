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
_REST = r">)[ ]?\[!(?P<type>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>.*)"
_HEADER = re.compile(rf"(?P<quote>[ \t>]*{_REST}")
_HEADER_IN_LIST = re.compile(rf"(?P<quote>[ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+[ \t>]*)*{_REST}")
_QUOTE_MARKS = re.compile(r"[ >]*")
_NOT_QUOTE = re.compile(r"[^\t>]")
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


def to_alerts(text: str, *, bold_titles: bool = False) -> str:
    """Callouts as GitHub alerts where one fits, else as block quotes; the title becomes the first line.

    A callout whose icon has no type of its own (`note` with a title) is a quote: an alert would claim more.
    bold_titles: a title stands in bold with a blank line below it; where no alert says the type, it is the title of a
    callout without one. GitHub shows no alert within another block, so a callout there is a quote then.
    """
    if "[!" not in text:
        return text
    lines: list[str] = []
    fences = Fences()
    quote, depth = "", 0
    pattern = _HEADER_IN_LIST if bold_titles else _HEADER
    for line in text.split("\n"):
        ending = "\r" if line.endswith("\r") else ""
        header = None if fences.holds(line) else pattern.match(line)
        # only the first line of a quote says what it is
        before, depth = depth, len(_QUOTE_MARKS.match(line)[0].replace(" ", ""))  # type: ignore[index]  # it may be empty
        header = header if header and _begins(header["quote"], before) else None
        if quote and line.startswith(quote) and _needs_gap(line[len(quote) :], bold_titles=bold_titles):
            lines.append(quote + ending)
        if header is None:
            quote = ""
            lines.append(line)
            continue
        alert, title = _bold(header) if bold_titles else _plain(header)
        quote = _NOT_QUOTE.sub(" ", header["quote"]) if title else ""
        first = header["quote"]
        for part in filter(None, (alert, title)):
            lines.append(f"{first} {part}{ending}")
            first = _NOT_QUOTE.sub(" ", first)
    return "\n".join(lines)


def _begins(quote: str, before: int) -> bool:
    """Whether a quote begins at its marks, where the line before has so many."""
    return quote.lstrip(" \t>") != "" or quote.count(">") > before


def _needs_gap(line: str, *, bold_titles: bool) -> bool:
    """Whether a line below a title would be part of its paragraph, or change it."""
    return bool(line.strip()) if bold_titles else _BLOCK.match(line) is not None


def _plain(header: re.Match[str]) -> tuple[str, str]:
    kind, title = header["type"].lower(), header["title"].rstrip()
    alert = "" if kind == "note" and title else _ALERTS.get(kind, "")
    return f"[!{alert}]" if alert else "", title


def _bold(header: re.Match[str]) -> tuple[str, str]:
    kind, title = header["type"].lower(), header["title"].strip()
    alert = _ALERTS.get(kind, "") if header["quote"] == ">" else ""
    title = title or ("" if alert else kind.replace("-", " ").capitalize())
    # bold within bold would end it
    bold = title if not title or "**" in title or "__" in title else f"**{title}**"
    return f"[!{alert}]" if alert else "", bold
