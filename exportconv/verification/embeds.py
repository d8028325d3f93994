"""What stands in the place of an embedded note in plain Markdown: its text, or that of a heading or block in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

import pyromark

from exportconv.paths import nfc, parent_of
from exportconv.verification.heads import parts_of
from exportconv.verification.marks import words_of
from exportconv.verification.names import Names
from exportconv.verification.notes import shown_in_markdown, without_comments

__all__ = ["Embeds"]

_DEPTH = 12
_BLOCKS = frozenset(
    ("Paragraph", "Heading", "Item", "BlockQuote", "Table", "CodeBlock", "List", "HtmlBlock", "FootnoteDefinition")
)


class Embeds:
    """The notes of a vault, as they are shown in others."""

    def __init__(self, names: Names, read: Callable[[str], str | None]) -> None:
        """`read` gives the text of a file of the vault, None for what is none."""
        self._names = names
        self._read = read
        self._shown: dict[tuple[str, str], str | None] = {}

    def shown(self, hidden: str, chain: tuple[str, ...]) -> tuple[str, str] | None:
        """What an embed shows, and the path of its note; None where that is no note, or lies too deep.

        hidden: how it is written (`w` or `m`) and its target. chain: the notes that it stands in, the outermost first.
        """
        target = hidden[1:]
        is_wiki = hidden[0] == "w"
        path = self._names.find(target, parent_of(chain[-1]), wikilink=is_wiki)
        path = chain[-1] if target.startswith("#") else path
        if path is None or path[-3:].lower() != ".md" or len(chain) > _DEPTH:
            return None
        part = target.partition("#")[2]
        text = self._part(path, part if is_wiki else unquote(part))
        return None if text is None else (text, path)

    def _part(self, path: str, part: str) -> str | None:
        if (path, part) not in self._shown:
            text = self._read(path)
            if text is not None:
                body = without_comments(parts_of(text).body)
                body = _cut(body, part.strip()) if part else body
                text = shown_in_markdown(body, wikilinks=True, all_footnotes=False)
            self._shown[path, part] = text
        return self._shown[path, part]


class _Block(NamedTuple):
    """A block of a text."""

    name: str
    start: int
    end: int
    depth: int
    level: int = 0
    """Of a heading."""


def _blocks(text: str) -> Iterator[_Block]:
    depth = 0
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_MATH
    for event, where in pyromark.events_with_range(text, options=options):
        kind, value = next(iter(event.items())) if isinstance(event, dict) else ("", "")
        name, data = next(iter(value.items())) if isinstance(value, dict) else (str(value), None)
        if name not in _BLOCKS:
            continue
        if kind == "Start":
            level = int(data["level"][1]) if isinstance(data, dict) and name == "Heading" else 0
            yield _Block(name, where["start"], where["end"], depth, level)
            depth += 1
        elif kind == "End":
            depth -= 1


def _cut(text: str, part: str) -> str:
    """A part of a note; all of it where it has no such part."""
    data = text.encode()
    blocks = list(_blocks(text))
    found = _named(data, blocks, part[1:].strip()) if part.startswith("^") else _section(data, blocks, part)
    if found is None:
        return text
    start, end = found
    width = start - (data.rfind(b"\n", 0, start) + 1)
    lines = data[start:end].decode().split("\n")
    shown = [lines[0], *(line[min(width, len(line) - len(line.lstrip())) :] for line in lines[1:])]
    notes = (data[block.start : block.end].decode() for block in blocks if block.name == "FootnoteDefinition")
    return "\n".join([*shown, "", *notes])


def _key(text: str) -> str:
    return " ".join(re.sub(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\]+", " ", nfc(text).casefold()).split())


def _section(data: bytes, blocks: list[_Block], part: str) -> tuple[int, int] | None:
    """From a heading to the next one that is not below it; each step of the part lies in the one before."""
    start, end = 0, len(data)
    for step in filter(str.strip, part.split("#")):
        inside = [block for block in blocks if block.name == "Heading" and start <= block.start < end]
        texts = [(block, data[block.start : block.end].decode()) for block in inside]
        exact = (block for block, text in texts if re.sub(r"^#+\s*", "", text).strip() == step.strip())
        like = (block for block, text in texts if _key(step) in (_key(text), _key(_seen(text))))
        found = next(exact, None) or next(like, None)
        if found is None:
            return None
        start = found.start
        end = next((block.start for block in blocks if block.start > start and _ends(block, found)), end)
    return start, end


def _ends(block: _Block, heading: _Block) -> bool:
    """Whether a block behind a heading is no part of its section."""
    is_next = block.name == "Heading" and block.depth == heading.depth and block.level <= heading.level
    return is_next or block.depth < heading.depth


def _seen(text: str) -> str:
    return " ".join(words_of(shown_in_markdown(text, wikilinks=True)))


def _named(data: bytes, blocks: list[_Block], name: str) -> tuple[int, int] | None:
    """The block with an id: the innermost one at whose end it stands, or the one before where it stands alone."""
    for match in re.finditer(rb"(?m)(?<!\S)\^([A-Za-z0-9-]+)[ \t]*\r?$", data):
        if match[1].decode().lower() != name.lower():
            continue
        inside = [block for block in blocks if block.start <= match.start() < block.end]
        if not inside or inside[-1].name == "CodeBlock":
            continue
        own = inside[-1]
        if own.name == "Paragraph" and not data[own.start : match.start()].strip():
            before = [block for block in blocks if block.depth == own.depth and block.end <= own.start]
            return (before[-1].start, before[-1].end) if before else None
        own = _owner(data, inside, match.start())
        return own.start, own.end
    return None


def _owner(data: bytes, inside: list[_Block], at: int) -> _Block:
    """The block that an id at the end of the innermost one names: of a list its item, below a quote the quote."""
    quotes = [block for block in inside if block.name == "BlockQuote"]
    if quotes and not data[data.rfind(b"\n", 0, at) + 1 : at].strip(b" \t>"):
        return quotes[0]
    own, holder = inside[-1], inside[-2] if len(inside) > 1 else None
    if own.name == "Paragraph" and holder is not None and holder.name == "Item":
        return own if data[holder.start : own.start].strip(b"-*+0123456789.) \t") else holder
    return own
