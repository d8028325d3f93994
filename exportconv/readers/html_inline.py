"""Inline content of a Notion page as Markdown; links and blocks are marked until the whole text stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple, TypeVar

from exportconv.notion_names import is_notion_address
from exportconv.readers.html_forms import Atom, marks_of, print_forms
from exportconv.readers.html_runs import Kind, Run, lines_of
from exportconv.readers.note_marks import BREAK, LINK, LINK_END, marked
from exportconv.syntax.escapes import escape_line_start, escape_marks, lone_marks

__all__ = ["Inline", "MadeLink", "paragraphs_of", "plain_text"]

Line = TypeVar("Line", str, list[Run])

_AUTOLINK = re.compile(r"(?:https?|ftp)://[^\s<>\x00-\x1f]+|mailto:[^\s<>]+")
_NOT_IN_DESTINATION = re.compile(r"[\s\x00-\x1f\x7f()<>\\]")
_REFERENCE = re.compile(r"&(?=#?[a-zA-Z0-9]+;)")
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED_BAR = r"\\|"
_FENCE = re.compile("`+")


class MadeLink(NamedTuple):
    """A link or image as it was written, its place not known yet."""

    raw_target: str
    """The destination as the source has it."""
    destination: str
    """The destination as written."""
    text: str
    """The plain text."""
    is_plain: bool = True
    """Whether the text is free of markup."""
    is_embed: bool = False
    """Whether it is an image or another embed."""
    is_nested: bool = False
    """Whether it stands in the text of another link."""
    in_table: bool = False
    """Whether it stands in a table cell."""
    is_url: bool = False
    """Whether it is an address in angle brackets."""


def plain_text(runs: Iterable[Run]) -> str:
    """What a reader sees of runs, on one line."""
    texts = (" " if run.kind is Kind.BREAK else run.text for run in runs)
    return " ".join("".join(texts).split(" ")).strip()


def paragraphs_of(lines: Iterable[Line], written: Callable[[list[Line]], list[str]]) -> list[list[str]]:
    """Paragraphs of lines; a line break in a paragraph is marked, two of them part paragraphs.

    written: makes the lines of one paragraph Markdown.
    """
    paragraphs: list[list[str]] = []
    for is_text, group in groupby(lines, key=bool):
        if is_text:
            texts = written(list(group))
            paragraphs.append([text + BREAK for text in texts[:-1]] + texts[-1:])
    return paragraphs


@dataclass(slots=True)
class Inline:
    """Prints runs as Markdown and remembers the links in them."""

    links: list[MadeLink] = field(default_factory=list)
    """All links so far; a mark in the text holds the number of each."""

    def paragraphs(self, runs: Iterable[Run]) -> list[list[str]]:
        """The paragraphs that runs are, as `paragraphs_of` has them."""
        return paragraphs_of(lines_of(runs), self._written)

    def _written(self, lines: list[list[Run]]) -> list[str]:
        single = self._single(lines)
        return [escape_line_start(self._line(line, single)) for line in lines]

    def one_line(self, runs: Iterable[Run], *, in_cell: bool = False) -> str:
        """The same on one line, with `<br>` for line breaks: for headings and table cells."""
        lines = lines_of(runs)
        joined: list[Run] = []
        for line in lines:
            joined += [Run(Kind.BREAK, "<br>"), *line] if joined else line
        return self._line(joined, self._single(lines), in_cell=in_cell)

    @staticmethod
    def _single(lines: Iterable[Iterable[Run]]) -> frozenset[str]:
        text, forms = "", 0
        for line in lines:
            for run in line:
                text += "$$" if run.kind is Kind.MATH else run.text
                forms |= run.forms
        return lone_marks(text) - marks_of(forms)

    def _line(self, runs: Sequence[Run], single: frozenset[str], *, in_cell: bool = False) -> str:
        atoms = list(self._atoms(runs, single, in_cell=in_cell))
        return print_forms(atoms, single, in_cell=in_cell)

    def _atoms(self, runs: Sequence[Run], single: frozenset[str], *, in_cell: bool) -> Iterator[Atom]:
        """The parts of a line; a link is one."""
        if not any(run.href for run in runs):
            yield from (self._atom(run, in_cell=in_cell) for run in runs)
            return
        for href, group in groupby(runs, key=lambda run: run.href):
            linked = list(group)
            if href is None:
                yield from (self._atom(run, in_cell=in_cell) for run in linked)
            elif any(run.is_address() for run in linked):
                # one address behind the other: each is a link of its own
                yield from (self._link(href, [run], single, in_cell=in_cell) for run in linked)
            else:
                yield self._link(href, linked, single, in_cell=in_cell)

    def _atom(self, run: Run, *, in_cell: bool, is_nested: bool = False) -> Atom:
        if run.kind in (Kind.TEXT, Kind.BREAK):
            return Atom(run.text, run.forms, is_text=run.kind is Kind.TEXT)
        if run.kind is Kind.CODE:
            return Atom(_code(run.text, in_cell=in_cell), run.forms, is_text=False)
        if run.kind is Kind.MATH:
            return Atom(_math(run.text, in_cell=in_cell), run.forms, is_text=False)
        image = self.image(run.source, run.text, in_cell=in_cell, is_nested=is_nested)
        return Atom(image, run.forms, is_text=False)

    def _link(self, href: str, runs: Sequence[Run], single: frozenset[str], *, in_cell: bool) -> Atom:
        forms = ~0
        for run in runs:
            forms &= run.forms
        text = plain_text(runs)
        target = _whole_target(href, text)
        if len(runs) == 1 and runs[0].kind is Kind.IMAGE and runs[0].source == href:
            return Atom(self.image(href, runs[0].text, in_cell=in_cell), forms, is_text=False)
        if text == target and _AUTOLINK.fullmatch(text) and not (in_cell and "|" in text):
            made = MadeLink(text, text, "", in_table=in_cell, is_url=True)
            return Atom(self.written(f"<{text}>", made), forms, is_text=False)
        inner = [run._replace(forms=run.forms & ~forms) for run in runs]
        atoms = [self._atom(run, in_cell=in_cell, is_nested=True) for run in inner]
        label = print_forms(atoms, single, in_cell=in_cell, in_label=True)
        is_plain = all(run.kind is Kind.TEXT and not run.forms for run in inner)
        return Atom(self.link(target, label, text, is_plain=is_plain, in_cell=in_cell), forms, is_text=False)

    def link(self, target: str, label: str, text: str, *, is_plain: bool = True, in_cell: bool = False) -> str:
        """A link; `label` is Markdown, `text` what it shows."""
        destination = _destination(target, in_cell=in_cell)
        made = MadeLink(target, destination, text, is_plain, in_table=in_cell)
        return self.written(f"[{label}]({destination})", made)

    def link_to(self, target: str, text: str) -> str:
        """A link whose text is plain, or the bare address where the text says no more."""
        if text == target and _AUTOLINK.fullmatch(text):
            return self.written(f"<{text}>", MadeLink(text, text, "", is_url=True))
        return self.link(target, escape_marks(text, lone_marks(text), in_label=True), text)

    def image(self, source: str, text: str = "", *, in_cell: bool = False, is_nested: bool = False) -> str:
        """An image or other embed."""
        destination = _destination(source, in_cell=in_cell)
        label = escape_marks(text, in_cell=in_cell, in_label=True)
        made = MadeLink(source, destination, text, is_embed=True, is_nested=is_nested, in_table=in_cell)
        return self.written(f"![{label}]({destination})", made)

    def written(self, text: str, made: MadeLink) -> str:
        """The text of a link between its marks."""
        self.links.append(made)
        return f"{marked(LINK, len(self.links) - 1)}{text}{marked(LINK_END)}"


def _whole_target(href: str, text: str) -> str:
    """Where a link leads, with the block that only its text names: Notion leaves it out of the address."""
    if "#" in text and "#" not in href and is_notion_address(text):
        return f"{href}#{text.rpartition('#')[2]}"
    return href


def _destination(target: str, *, in_cell: bool = False) -> str:
    """A target as the destination of a Markdown link, with as few changes as can be."""
    text = _NOT_IN_DESTINATION.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), target.strip())
    text = _REFERENCE.sub("&amp;", text)
    return text.replace("|", "%7C") if in_cell else text


def _code(text: str, *, in_cell: bool) -> str:
    longest = max((len(run) for run in _FENCE.findall(text)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if text[:1] in "` " or text[-1:] in "` " else ""
    if not text.strip(" "):
        blank = ""
    text = text.replace("|", "\\|") if in_cell else text
    return f"{fence}{blank}{text}{blank}{fence}"


def _math(tex: str, *, in_cell: bool) -> str:
    if (len(tex) - len(tex.rstrip("\\"))) % 2:
        # a blank that the TeX ends with must neither be lost nor stand before the mark
        tex += " {}"
    return f"${_BAR.sub(_ESCAPED_BAR, tex) if in_cell else tex}$"
