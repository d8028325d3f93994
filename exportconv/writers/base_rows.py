"""A worked-out base as a Markdown table: its files linked, and so are the links in their properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from exportconv.model import BaseFile, BaseTable, Link, Note
from exportconv.paths import SourcePath
from exportconv.syntax.base_tables import cell_texts
from exportconv.syntax.escapes import escape_marks, lone_marks
from exportconv.syntax.links import shown_target
from exportconv.syntax.tables import escape_cell, escape_label, table

__all__ = ["print_base_table"]

_WIKILINK = re.compile(r"\[\[(?P<target>[^\[\]|]++)(?:\|(?P<text>[^\[\]]*+))?\]\]")
_NAMES = ("file.name", "file.basename", "file.path")


def print_base_table(
    found: BaseTable, notes: Mapping[SourcePath, Note], destination: Callable[[SourcePath], str]
) -> str:
    """The table; `destination` gives the address of a file as seen from the page."""
    rows = [[_cell(file, column, notes, destination) for column in found.columns] for file in found.files]
    return table([escape_cell(name) for name in found.names], rows)


def _cell(
    file: BaseFile, column: str, notes: Mapping[SourcePath, Note], destination: Callable[[SourcePath], str]
) -> str:
    texts = cell_texts(file, column)
    path = SourcePath(file.path)
    if column in _NAMES:
        return f"[{escape_label(texts[0])}]({destination(path)})"
    links = notes[path].head_links if path in notes else ()
    return ", ".join("".join(_linked(text, links, destination)) for text in texts)


def _linked(text: str, links: tuple[Link, ...], destination: Callable[[SourcePath], str]) -> Iterator[str]:
    """A text of a property with its wikilinks as Markdown links, or as their texts where they lead nowhere."""
    at = 0
    targets = {link.raw_target: link.target for link in links}
    for match in _WIKILINK.finditer(text):
        yield _plain(text[at : match.start()])
        at = match.end()
        shown = match["text"] or shown_target(match["target"])
        target = targets.get(match["target"].strip())
        yield f"[{escape_label(shown)}]({destination(target)})" if target else _plain(shown)
    yield _plain(text[at:])


def _plain(text: str) -> str:
    return escape_marks(text, lone_marks(text), in_cell=True)
