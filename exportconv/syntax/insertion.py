"""Put a text of several blocks in the place of an embed, within quotes, lists and footnotes, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exportconv.model import Span
from exportconv.syntax.edits import Edit
from exportconv.syntax.lines import line_end, line_start

__all__ = ["insertion", "is_paragraph", "outdented"]

_HOLDER = re.compile(
    r"[ \t]*(?:(?P<quote>>)[ \t]?|(?P<note>\[\^[^\[\]\s^]++\]:)[ \t]*|(?P<item>[-*+]|\d{1,9}[.)])[ \t]+)|[ \t]+"
)
_SIGN = re.compile(r"\S")
_TEXT = re.compile(r"[^ \t\r\n>]")
_BOX = re.compile(r"\[[^\[\]\n]\][ \t]+")
_QUOTE = re.compile(r"[ \t>]*")
_RULE = re.compile(r"[ ]{0,3}(?P<mark>[-*])[ \t]*+(?:(?P=mark)[ \t]*+){2,}+\Z")
_BLOCK = re.compile(
    r"[ ]{0,3}(?:\#{1,6}(?:\s|\Z)|[-*+][ \t]|\d{1,9}[.)][ \t]|>|```|~~~|\||<|\$\$|:-|\[[^\[\]]++\]:"
    r"|(?P<rule>[-*_=])[ \t]*+(?:(?P=rule)[ \t]*+)*+\Z)|[ ]{4}|\t"
)
# What makes a heading or a table of the line above it.
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|(?=[^-]*-)[|: \t-]+)[ \t]*\Z")
# Lists and footnotes take in what stands below them and is indented.
_TAKES_IN = re.compile(r"[ ]{0,3}(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)|\[\^[^\[\]\s^]++\]:)")
_END = "<!-- -->"
"""A block that shows nothing: what stands below it belongs to no block above it."""


class _Place(NamedTuple):
    """What an embed stands in."""

    line: int
    """Where its line begins."""
    text: int
    """Where the text of the line begins, behind the marks of quotes, lists and footnotes."""
    end: int
    """Where the line ends."""
    indent: str
    """What other lines of the same place begin with."""
    is_start: bool
    """Whether an item of a list or a footnote begins on the line."""
    newline: str
    """How the line ends."""

    @property
    def gap(self) -> str:
        """An empty line, from the end of the line before it to its own end."""
        return f"{self.newline}{self.indent.rstrip()}{self.newline}"


def insertion(text: str, span: Span, content: str) -> Edit:
    """The edit that writes a content where an embed stands.

    Its lines get the quote marks and the indent of the place. A content of one paragraph within a sentence stays
    in it; any other gets a blank line on each side that has a text.
    """
    content = content.replace("\r\n", "\n").strip("\n").rstrip()
    place = _place_of(text, span)
    is_behind, after = _SIGN.search(text, place.text, span.start), _SIGN.search(text, span.end, place.end)
    if (is_behind or after) and is_paragraph(content):
        lines = content.split("\n")
        # two blanks at the end of a line break it
        shown = [line.lstrip() for line in lines[:-1]] + [lines[-1].strip()]
        return Edit(span, f"{place.newline}{place.indent}".join(shown))
    is_task = place.is_start and _BOX.fullmatch(text, place.text, span.start)
    is_apart = bool(is_behind) and not (is_task and _begins_with_paragraph(content.split("\n")))
    content = content if is_apart else _with_safe_start(text, place, content)
    if not after and _takes_in_next(text, place, content):
        content = f"{content}\n\n{_END}"
    indent = place.indent
    body = place.newline.join(_indented(content.split("\n"), indent))[len(indent) :]
    start, head = span.start, ""
    if is_apart:
        start, head = _before_blanks(text, span.start), place.gap + indent
    elif not place.is_start and _has_text(text, line_start(text, max(place.line - 1, 0)), place.line - 1):
        start, head = place.line, place.gap[len(place.newline) :] + indent
    elif place.text > place.line and text[place.text - 1] == ">":
        head = " "
    stop, tail = span.end, ""
    if after:
        stop, tail = after.start(), place.gap + indent
    elif _goes_on(text, place):
        tail = f"{place.newline}{indent.rstrip()}"
    return Edit(Span(start, stop), head + body + tail)


def _before_blanks(text: str, at: int) -> int:
    while text[at - 1 : at].isspace():
        at -= 1
    return at


def _place_of(text: str, span: Span) -> _Place:
    line, end = line_start(text, span.start), line_end(text, span.end)
    at, indent, is_start = line, "", False
    while match := _HOLDER.match(text, at, span.start):
        at = match.end()
        if match["note"]:
            indent += "    "
        elif match["quote"]:
            indent += match[0] if match[0][-1] != ">" else f"{match[0]} "
        else:
            indent += re.sub(r"[^\t]", " ", match[0])
        is_start = is_start or bool(match["note"] or match["item"])
    newline = "\r\n" if text.endswith("\r", 0, end) else "\n"
    return _Place(line, at, end, indent, is_start, newline)


def _with_safe_start(text: str, place: _Place, content: str) -> str:
    """A content whose first line reads behind a list mark, or below a list, as it does alone."""
    first, newline, others = content.partition("\n")
    if (place.is_start or not place.line) and _RULE.match(first):
        # with the mark of an item it would be one rule, at the start of a note open its frontmatter
        return f"___{newline}{others}"
    if content[:1] in (" ", "\t") and (place.is_start or _TEXT.search(text, 0, place.line)):
        return f"{_END}\n{content}"
    return content


def _indented(lines: Iterable[str], indent: str) -> Iterator[str]:
    has_full_tabs = len(indent.expandtabs(4)) % 4 == 0
    for line in lines:
        text = line.lstrip(" \t")
        # behind an indent of two characters a tab is as wide as two
        blanks = line[: len(line) - len(text)]
        blanks = blanks if has_full_tabs else blanks.expandtabs(4)
        yield f"{indent}{blanks}{text}" if text.strip() else indent.rstrip()


def _takes_in_next(text: str, place: _Place, content: str) -> bool:
    """Whether what stands below the embed would become a part of the last block of its content."""
    at = place.end + 1
    while at < len(text):
        end = line_end(text, at)
        if _has_text(text, at, end):
            inner = _within(text[at:end], place.indent)
            return inner is not None and inner[:1] in (" ", "\t") and _ends_in_list(content.split("\n"))
        at = end + 1
    return False


def _ends_in_list(lines: Iterable[str]) -> bool:
    """Whether the last block of a text is a list or the text of a footnote."""
    is_in_list, is_first = False, True
    for line in lines:
        if _TAKES_IN.match(line) and not _RULE.match(line):
            is_in_list = True
        elif line[:1] not in ("", " ", "\t") and (is_first or _BLOCK.match(line)):
            is_in_list = False
        is_first = not line.strip()
    return is_in_list


def _goes_on(text: str, place: _Place) -> bool:
    """Whether the next line belongs to the same block; in a list item only lines with its indent do."""
    at = place.end + 1
    end = line_end(text, at)
    if not _has_text(text, at, end):
        return False
    is_other = place.is_start or _TAKES_IN.match(text[at:end].lstrip(" \t>"))
    return not is_other or _within(text[at:end], place.indent) is not None


def _within(line: str, indent: str) -> str | None:
    """What a line has behind the quote marks and the indent of a place; None where it lacks some."""
    line, indent = line.expandtabs(4), indent.expandtabs(4)
    marks = next((marks for marks in (indent, indent.replace("> ", ">")) if line.startswith(marks)), None)
    return line[len(marks) :] if marks is not None else None


def _has_text(text: str, start: int, end: int) -> bool:
    """Whether a line has more than quote marks."""
    return start < end and bool(text[start:end].strip(" \t>\r"))


def is_paragraph(text: str) -> bool:
    """Whether a text is one paragraph, and may stand in a sentence."""
    return all(line.strip() and not _BLOCK.match(line) for line in text.split("\n"))


def _begins_with_paragraph(lines: Sequence[str]) -> bool:
    return not _BLOCK.match(lines[0]) and (len(lines) == 1 or not _UNDERLINE.match(lines[1]))


def outdented(part: str, width: int) -> str:
    """A part of a text that begins so many characters within its line, as it would stand at the start of lines."""
    if not width:
        return part
    lines = part.split("\n")
    return "\n".join([lines[0], *(_without_prefix(line, width) for line in lines[1:])])


def _without_prefix(line: str, width: int) -> str:
    match = _QUOTE.match(line, 0, width)
    return line[match.end() :] if match else line
