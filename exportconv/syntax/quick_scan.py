"""A note without anything that could be read in two ways, scanned without a parser.

Most notes are such, and reading them so costs a small part of what a parser does. Whatever is in doubt (HTML,
escapes, tables, math, indented code, nested brackets …) is left to the parser; where this says something, it says
the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from exportconv.model import Deferred, Link, LinkForm, Section, Span
from exportconv.syntax.links import trimmed, with_bar
from exportconv.syntax.spans import Scan
from exportconv.syntax.vault_scan import BlockSpan, Heading, VaultScan, sections_of

__all__ = ["quick_blocks", "quick_page_scan", "quick_scan"]

_IN_CODE, _IN_FENCE = "\x01", "\x02"
"""They stand where code does."""
_NOT_NEWLINE = re.compile(r"[^\n]+")
_CODE = re.compile(
    r"(?m:^)(?P<fence>`{3,})(?!`)[^`\n]*\n(?:.*\n)*?[ ]{0,3}(?P=fence)`*+[ ]*+(?![^\n])"
    r"|(?<!`)(?P<ticks>`++)[^`\n]+(?P=ticks)(?!`)"
)
_NEVER = ("\r", "\0", "\x0b", "\x0c", "\ufeff", "~~~", "]:", "[^", _IN_CODE, _IN_FENCE)
_HTML = re.compile(r"<[a-zA-Z/!?]")
_REFERENCE = re.compile(r"&[#a-zA-Z0-9]+;")
_BRACKETS = re.compile(
    r"""
    \[(?:
        \[(?P<target>[^\[\]|\n\x01\x02]++)(?:\|(?P<alias>[^\[\]\n\x01\x02]*+))?\]\](?![(\[])
        |(?P<text>(?:[^\[\]\n\x01\x02*_]|(?<=[^\W_])_(?=[^\W_]))*+)\]\((?P<path>[^\s()<>\x00-\x1f\x7f*]++)\)
        |[^\[\]\n\x01\x02]*+\](?![(\[])
    )
    """,
    re.VERBOSE,
)
# A line that begins with none of these, or is not empty, is text and nothing else.
_SUSPECT = " \t>*+-#0123456789|:=_\x02"
_LINE = re.compile(
    r"""
    (?P<blank>[ \t]*\Z)
    |(?P<heading>\#{1,6}[ ][^*_\[\]\x01]*+(?<![\#\s])\Z)
    |(?P<fence>\x02)
    |(?P<rule>[ ]{0,3}(?P<dash>[-_*])[ \t]*(?:(?P=dash)[ \t]*){2,}\Z)
    # other headings; underlines of headings and second lines of tables; code within lists and quotes
    |(?P<doubt>
        [ \t>*+\-\d.)]*+(?:(?<=[ >\t.)])|(?<!.))\#{1,6}(?![^ \t])
        |(?=[ \t>*+\d.)|:]*+[-=])[ \t>*+\-\d.)|:=]*+\Z
        |[ \t>*+\-\d.)]*[>*+\-.)](?:[ ]{5}|[ ]{0,4}\t|[ ]*\Z)
    )
    |(?P<indented>[ ]{4}|[ ]{0,3}\t)
    |(?P<holder>[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))
    |(?P<text>)
    """,
    re.VERBOSE,
)


_ODD_LINE = re.compile(rf"\n(?!\#{{1,6}}[ ][^*_\[\]\x01\n]*+(?<![\#\s])(?![^\n]))[{re.escape(_SUSPECT)}]")
"""A line that may be more than text and is no simple heading."""
_HEADING = re.compile(r"\n(\#{1,6})[ ]([^\n]*)")
_WITH_TEXT = frozenset(("text", "holder"))
_HOLDERS = frozenset(("rule", "holder"))


class _Blocks(NamedTuple):
    """The blocks of a note."""

    headings: list[Heading]
    paragraphs: list[Span]


class _Plain(NamedTuple):
    """What was found in a note that needs no parser."""

    links: list[Link]
    code: Sequence[re.Match[str]]
    blocks: _Blocks | None
    """None where no line is odd."""
    may_have_headings: bool


def quick_scan(text: str, lines: Sequence[int] | None) -> VaultScan | None:
    """What `scan_vault_note` says of a note with wikilinks, without its blocks; None for a note that needs a parser."""
    plain = _scanned(text, lines)
    if plain is None:
        return None
    sections = Deferred(partial(_sections, text, plain.blocks)) if plain.may_have_headings else ()
    return VaultScan(tuple(plain.links), sections, tuple(Span(*match.span()) for match in plain.code))


def quick_page_scan(text: str, lines: Sequence[int] | None) -> Scan | None:
    """What `spans.scan` says of a page without HTML, without its code and cells; None for one that needs a parser."""
    plain = None if "[[" in text else _scanned(text, lines)
    if plain is None:
        return None
    headings = [heading.text for heading in _headings(text, plain.blocks)] if plain.may_have_headings else []
    loose = text.count("](") != len(plain.links) or text.count("[") != text.count("]")
    return Scan(tuple(plain.links), tuple(headings), (), (), (), loose, has_blocks=False)


def _scanned(text: str, lines: Sequence[int] | None) -> _Plain | None:
    plain = _without_code(text)
    if plain is None:
        return None
    masked, code = plain
    found = None
    if _ODD_LINE.search(f"\n{masked}"):
        found = _blocks(masked, wanted=False)
        if found is None:
            return None
    links = _links(masked, lines) if "[" in masked or "]" in masked else []
    return None if links is None else _Plain(links, code, found, "#" in masked)


def quick_blocks(text: str) -> Sequence[BlockSpan] | None:
    """The blocks of a note that can be scanned so; None where a parser has to find them, as in lists and quotes."""
    plain = _without_code(text)
    found = _blocks(plain[0], wanted=True) if plain else None
    return tuple(_in_order(found, plain[1])) if plain and found else None


def _sections(text: str, found: _Blocks | None) -> Sequence[Section]:
    """The headings of a note in which some blocks were found, or in which no line is odd."""
    return tuple(sections_of(text, _headings(text, found)))


def _headings(text: str, found: _Blocks | None) -> Sequence[Heading]:
    return found.headings if found else list(_simple_headings(text))


def _simple_headings(text: str) -> Iterator[Heading]:
    for match in _HEADING.finditer(f"\n{text}"):
        # the line end before it moves everything by one, and so does the one behind it, which is part of it
        yield Heading(len(match[1]), Span(match.start(), min(match.end(), len(text))), match[2].strip())


def _without_code(text: str) -> tuple[str, Sequence[re.Match[str]]] | None:
    """The text with its code hidden, and the code; None where more than brackets and line starts may have a meaning."""
    if any(map(text.__contains__, _NEVER)):
        return None
    code = list(_CODE.finditer(text)) if "`" in text else []
    masked = _CODE.sub(_hidden, text) if code else text
    if "\\" in masked or "`" in masked or ("<" in masked and _HTML.search(masked)):
        return None
    # a dollar sign in prose may open math that ends in what looks like code
    if ("&" in masked and _REFERENCE.search(masked)) or ("$" in masked and text.count("$") > 1):
        return None
    return masked, code


def _in_order(found: _Blocks, code: Iterable[re.Match[str]]) -> Iterable[BlockSpan]:
    blocks = [BlockSpan("Paragraph", span) for span in found.paragraphs]
    blocks += [BlockSpan("Heading", heading.span) for heading in found.headings]
    blocks += [BlockSpan("CodeBlock", Span(*match.span())) for match in code if match["fence"]]
    return sorted(blocks, key=lambda block: block.span)


def _hidden(match: re.Match[str]) -> str:
    """Code as nothing that acts, its line ends at their places."""
    mark = _IN_FENCE if match["fence"] else _IN_CODE
    return _NOT_NEWLINE.sub(lambda line: mark * len(line[0]), match[0])


def _blocks(masked: str, *, wanted: bool) -> _Blocks | None:
    """Headings and paragraphs; None where a parser has to judge, as of lists and quotes where blocks are wanted."""
    found = _Blocks([], [])
    before, at, start = "blank", 0, -1
    for line in masked.split("\n"):
        kind = _kind(line, before) if line[:1] in _SUSPECT else "text"
        if kind == "doubt" or (wanted and kind in _HOLDERS):
            return None
        if kind in _WITH_TEXT:
            if start < 0:
                start = at + len(line) - len(line.lstrip(" \t"))
        elif start >= 0:
            found.paragraphs.append(Span(start, at))
            start = -1
        end = at + len(line) + 1
        if kind == "heading":
            hashes, _, shown = line.partition(" ")
            span = Span(at, min(end, len(masked)))
            found.headings.append(Heading(len(hashes), span, shown.strip()))
        before, at = kind, end
    if start >= 0:
        found.paragraphs.append(Span(start, len(masked)))
    return found


def _kind(line: str, before: str) -> str:
    """What a line is that may be more than text; `doubt` where that depends on more than the kind of line before it."""
    match = _LINE.match(line)
    kind = (match and match.lastgroup) or "doubt"
    if kind == "rule" and before in _WITH_TEXT:
        return "doubt"
    if kind == "indented":
        return "text" if before in _WITH_TEXT else "doubt"
    return kind


def _links(text: str, lines: Sequence[int] | None) -> list[Link] | None:
    """The links; None where there are brackets that a parser has to judge."""
    links = []
    index = at = brackets = 0
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        target, alias, shown, path = match.groups()
        brackets += 1 if target is None else 2
        if target is None and path is None:
            continue
        is_embed = start > 0 and text[start - 1] == "!"
        start -= is_embed
        index, at = index + text.count("\n", at, start), start
        line = lines[index] if lines else index + 1
        if path is not None:
            span = Span(*match.span("path"))
            links.append(Link(Span(start, end), span, path, shown, line, LinkForm.INLINE, is_embed))
            continue
        raw, span = trimmed(target, match.start("target"))
        alias = (alias or "").strip()
        if not raw:
            return None
        alias = with_bar(alias) if is_embed else alias
        links.append(Link(Span(start, end), span, raw, alias, line, LinkForm.WIKILINK, is_embed))
    return links if text.count("[") == text.count("]") == brackets else None
