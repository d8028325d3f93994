"""What stands above the text of a page: title, frontmatter, and Notion's block of properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from exportconv.paths import nfc
from exportconv.verification.properties import Pair, is_written

__all__ = ["Parts", "parts_of", "seen_of_head", "split_page", "values_of", "without_asides"]

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>(?:.*?\n)??)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"\A#(?:[ \t]+(?P<title>[^\n]*?))?[ \t]*(?:\n|\Z)")
_PAIR = re.compile(r"(?P<key>[^\s>|`*+\-][^\n]*?): (?P<value>[^\n]*)")
_ASIDE = re.compile(r"[ \t]*(?:>[ \t]?)*</?aside>[ \t]*\r?")
_FENCE = re.compile(r"[ \t]*(?:>[ \t]?)*(?P<sign>`{3,}|~{3,})(?P<rest>[^\n]*)")
_LINKS = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|!?\[([^\[\]]*)\]\((?:<[^<>\n]*>|[^()\n]*)\)")
_NAMED = re.compile(r"!?\[\[[^\[\]|]*\]\]")


class Parts(NamedTuple):
    """A note in Markdown, taken apart."""

    front: str
    """Its frontmatter, without the lines of dashes."""
    body: str
    """All below that."""
    line: int
    """Line in the file on which the body begins."""


def parts_of(text: str) -> Parts:
    """Frontmatter and body of a note."""
    match = _FRONT.match(text)
    if match is None:
        return Parts("", text.removeprefix("\ufeff"), 1)
    return Parts(match["yaml"], text[match.end() :], text.count("\n", 0, match.end()) + 1)


def without_asides(text: str) -> str:
    """A page without the tags around Notion's callouts; those in code stay."""
    if "aside>" not in text:
        return text
    lines, fence = text.split("\n"), ""
    for at, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match["sign"]
        elif match and match["sign"].startswith(fence) and not match["rest"].strip():
            fence = ""
        elif not fence and "aside>" in line and _ASIDE.fullmatch(line):
            lines[at] = ""
    return "\n".join(lines)


def seen_of_head(front: str, *, names: bool = True) -> list[str]:
    """The words of frontmatter, of links in it their texts.

    names: whether of a wikilink without a text its target is one; it has another one where the file has another path.
    """
    front = front if names else _NAMED.sub("▣", front)
    return nfc(_LINKS.sub(lambda match: match[1] or match[2] or "", front)).split()


def values_of(front: str) -> Mapping[str, Any]:
    """Property → its value, all scalars as they are written; nothing where the frontmatter is no YAML."""
    if not front.strip():
        return {}
    import yaml

    try:
        data = yaml.load(front, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506  # texts and lists alone
    except yaml.YAMLError:
        return {}
    return {nfc(str(key)): value for key, value in data.items()} if isinstance(data, dict) else {}


def split_page(text: str, values: Mapping[str, Any] | None) -> tuple[str | None, list[Pair], str]:
    """Title, properties and body of a page; a first paragraph of which no line is a property of the note is text.

    values: the properties of the note; None where any line may be one.
    """
    match = _TITLE.match(text)
    if match is None:
        return None, [], text
    rest = text[match.end() :]
    rest = rest.removeprefix(_blank_line(rest))
    pairs, at = _pairs(rest, values or {})
    if values is not None and not any(is_written(pair.key, values) for pair in pairs):
        pairs, at = [], 0
    return (match["title"] or "").strip(), pairs, rest[at:]


def _blank_line(text: str) -> str:
    line = text.partition("\n")[0]
    return "" if line.strip() else line + "\n"


def _pairs(text: str, values: Mapping[str, Any]) -> tuple[list[Pair], int]:
    """The lines `Key: value` that a text begins with, up to an empty one, and their end; none if one is another."""
    names = sorted(values, key=len, reverse=True)
    pairs: list[Pair] = []
    at = 0
    while at < len(text) and text[at : _line_end(text, at)].strip():
        name = next((name for name in names if text.startswith(f"{name}: ", at)), None)
        match = _PAIR.match(text, at)
        if name is None and match is None:
            return [], 0
        key = name if name is not None else match["key"]  # type: ignore[index]  # one of the two is there
        start = at + len(key) + 2
        end = _line_end(text, start)
        # a text of several lines goes on, also behind an empty one
        whole = values.get(key)
        if isinstance(whole, str) and "\n" in whole and text.startswith(whole.rstrip("\n"), start):
            end = start + len(whole.rstrip("\n"))
        pairs.append(Pair(nfc(key), text[start:end]))
        at = end + text.startswith("\n", end)
    return pairs, at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
