"""Plain text as Markdown that shows just this text, in GitHub and in Obsidian: only marks that could act are escaped.

Place holders in the text (U+FDD2 and U+FDD3) stand for markup that is put there afterwards; they count as marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["FORM_PLACE", "PLACE", "escape_line_start", "escape_marks", "lone_marks", "may_act"]

PLACE, FORM_PLACE = "\ufdd2", "\ufdd3"
"""Of a link or other finished Markdown, and of a mark such as `**`."""
_PLACES = PLACE + FORM_PLACE
# Marks that act only in pairs: one alone is text.
_PAIRED = "*_~$"
_ANY_PAIRED = re.compile(r"[*_~$]")
_NONE: frozenset[str] = frozenset()
# Characters that no address has unencoded, or that end one in running text.
_STOP = rf"\s\x00-\x1f\x7f<>\"`\\、。，；：！？…“”‘’「」『』【】《》〈〉（）{_PLACES}"
_IN_URL = rf"[^{_STOP}()\[\]]"
_TOKEN = re.compile(
    rf"""
    (?P<newline>\r\n?|\n)
    |(?P<url>(?<![a-zA-Z])(?i:https?|ftp)://(?:
        # a Korean particle, or Chinese or Japanese text, right behind a host that has none
        [a-zA-Z0-9\-]++(?:\.[a-zA-Z0-9\-]++)++(?=[\u1100-\u11ff\u3041-\u9fff\uac00-\ud7a3])
        |(?:{_IN_URL}++|\({_IN_URL}*+\)|\[{_IN_URL}*+\])*+
    ))
    # GitHub's own links without a scheme; they begin at a word and end only at a blank
    |(?P<www>(?<![^\s*_~(])(?i:www)\.[^\ \t\r\n{_PLACES}]++)
    |(?P<paired>\*++|_++|~++|\$++)
    |(?P<mark>
        [`|]
        |\\(?=[!-/:-@\[-`{{-~\r\n{_PLACES}]|\Z|(?i:https?|ftp)://)
        |<(?=[a-zA-Z/!?{_PLACES}]|[^\s<>@]*+@)
        |&(?=\#?[a-zA-Z0-9]++;)
        |={{2,}}+|=(?={FORM_PLACE})|(?<={FORM_PLACE})=|%{{2,}}+|\[{{2,}}+
        |\[(?=\^|{PLACE})|(?<=\^)\[|\](?=[(\[])|[!^](?={PLACE})
        # a tag has more than digits
        |(?<![^\W_])(?<!\#)\#++(?=\d*+[^\s\d!-,.:-@\[-^`{{-~{_PLACES}\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f])
        |(?<!\S)\^(?=[\w\-]++\s*+\Z)
    )
    """,
    re.VERBOSE,
)
# A text without any of these holds no token.
_MAY_ACT = re.compile(r"[`|\\<&=%\[\]^!#*_~$\r\n]|//|[wW]{3}")
# What neither Markdown nor Obsidian reads as markup in an address without angle brackets.
_QUIET = re.compile(r"(?:[^\W_]++|[-./:?+,@!'()#]|=(?!=)|%(?!%)|&|(?<=[^\W_])_++(?=[^\W_]))++")
# Here GitHub ends such an address just where it ends here.
_URL_END = re.compile(r"[?!.,:'\")]*+(?:[ \t\r\n]|\Z)")
_REFERENCE = re.compile(r"(&#?[a-zA-Z0-9]++);")
_ACTS_IN_LABEL = re.compile(r"[*_~$|\\`<>&=%#^]")
_ANY_BRACKET = re.compile(r"[\[\]]")
# in a text that is turned round: a bracket with an even number of backslashes before it
_BRACKET = re.compile(r"[\[\]](?=(?:\\\\)*(?!\\))")
_ACTS_IN_WWW = re.compile(r"[.:*_~$|\\`\[\]<>&=%#^]")
# What makes a block of a line: headings, lists, quotes, dividers, fences, tables, link definitions, callouts.
_LINE_START = re.compile(
    r"""
    (?P<number>\d{1,9})[.)](?=[ \t]|\Z)
    |\#{1,6}(?=[ \t]|\Z)
    |[-+*](?=[ \t]|\Z)
    |>
    |~{3,}
    |\[(?=[^\]\n]*\]:|![\w-])
    |=(?==*[ \t]*\Z)
    |-(?=-*[ \t]*\Z)
    |(?P<rule>[-_*])(?=(?:[ \t]*(?P=rule)){2,}[ \t]*\Z)
    |[|:\-](?=[|: \t]*+-[|:\- \t]*+\Z)
    """,
    re.VERBOSE,
)


def lone_marks(text: str) -> frozenset[str]:
    """The marks that act only in pairs and stand once in a text, so that they need no escape."""
    if not _ANY_PAIRED.search(text):
        return _NONE
    return frozenset(mark for mark in _PAIRED if text.count(mark) == 1)


def may_act(text: str) -> bool:
    """Whether a text has a character that may have to be escaped, where it does not begin a line."""
    return _MAY_ACT.search(text) is not None


def escape_marks(text: str, single: Iterable[str] = (), *, in_cell: bool = False, in_label: bool = False) -> str:
    r"""Plain text with each mark escaped that could act within a line.

    single: marks that stand alone in the whole paragraph. in_cell: bars are escaped, too, and line breaks become
    `<br>`. in_label: so is every bracket, for the text of a link. Elsewhere addresses stay clickable; those with
    marks in them, or with text close behind them, get angle brackets, for a backslash would be part of them.

    >>> print(escape_marks("snake_case, 5 < 6, #tag, [[x]] and **y**"))
    snake_case, 5 < 6, \#tag, \[\[x]] and \*\*y\*\*
    """
    if not may_act(text):
        return text
    known = frozenset(single)
    escaped = _TOKEN.sub(lambda match: _escaped(match, known, in_cell=in_cell, in_label=in_label), text)
    if not in_label:
        return escaped
    # behind the bracket that opens the label it would make a footnote or a callout
    escaped = f"\\{escaped}" if escaped.startswith(("^", "!")) else escaped
    if _ANY_BRACKET.search(text):
        escaped = _BRACKET.sub(r"\g<0>\\", escaped[::-1])[::-1]
    # with the bracket that opens the label it would make the box of a task
    return f"&#93;{escaped[2:]}" if escaped.startswith("\\]") else escaped


def escape_line_start(line: str) -> str:
    r"""A line of a paragraph that no Markdown parser takes for a list, heading, quote, divider, fence or table.

    >>> print(escape_line_start("1. x"), escape_line_start("# x"), escape_line_start("---"))
    1\. x \# x \---
    """
    match = _LINE_START.match(line)
    if match is None:
        return line
    at = match.end("number") if match["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def _escaped(match: re.Match[str], single: frozenset[str], *, in_cell: bool, in_label: bool) -> str:
    found, kind = match[0], match.lastgroup
    if kind == "newline":
        return "<br>" if in_cell else found
    if kind == "url":
        return _ACTS_IN_LABEL.sub(r"\\\g<0>", found) if in_label else _url(match)
    if kind == "www":
        # GitHub reads the address before it takes backslashes away; one in the dot makes it plain text
        return found if _QUIET.fullmatch(found) else _ACTS_IN_WWW.sub(r"\\\g<0>", found)
    if (kind == "paired" and _is_idle(match, single)) or (found == "|" and not in_cell):
        return found
    return "\\" + "\\".join(found)


def _before(match: re.Match[str]) -> str:
    return match.string[max(match.start() - 1, 0) : match.start()]


def _is_idle(match: re.Match[str], single: frozenset[str]) -> bool:
    """Whether paired marks stand where they cannot open or close anything."""
    mark, before, after = match[0][0], _before(match), match.string[match.end() : match.end() + 1]
    if mark in single:
        return True
    if mark == "_" and before.isalnum() and after.isalnum():
        return True
    return mark != "$" and before in " \t" and after in " \t"


def _url(match: re.Match[str]) -> str:
    """An address and the marks behind it, in angle brackets where it would not be safe without."""
    found, before = match[0], _before(match)
    # an address may well end in `_`, but not when it stands between two of them
    url = found.rstrip(".,;:!?'*_~" if before in ("*", "_", "~") else ".,;:!?'")
    tail = found[len(url) :]
    is_apart = before in ("", "(", "'", '"') or before.isspace()
    if is_apart and _QUIET.fullmatch(found) and _URL_END.match(match.string, match.end()):
        return found
    # a bar would end the cell; GitHub reads character references even in an address
    url = _REFERENCE.sub(r"\1%3B", url.replace("|", "%7C"))
    return f"<{url}>" + re.sub(r"[*_~]", r"\\\g<0>", tail)
