"""What a reader sees of a text in Markdown, by the parser's events."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from itertools import pairwise
from typing import Any

import pyromark

from exportconv.verification.marks import CALLOUT, EMBED, ESCAPED, LINK, PICTURE, code_text, mark, tex_text, without_ids

__all__ = ["ALIAS", "shown_in_markdown", "without_comments"]

ALIAS = "\0"
"""Between target and own text of an embed, in what is not seen of it."""
_O = pyromark.Options
_PLAIN = _O.ENABLE_TABLES | _O.ENABLE_MATH | _O.ENABLE_TASKLISTS | _O.ENABLE_FOOTNOTES
_WIKI = _PLAIN | _O.ENABLE_WIKILINKS
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?([A-Za-z][\w-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_SOURCE = re.compile(r"(?is)\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_IN_LINE = frozenset((
    "a", "abbr", "b", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s", "small", "span", "strong", "sub",
    "sup", "u",
))  # fmt: skip
_BLANK_END = re.compile(rb"[ \t\r\v\f]*+(?:\n|\Z)")
_IN_LABEL = re.compile(r"!\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]*))?\]\](?=[^\[\]\n]*\]\()")
_NAMED = "\ufdeb"
"""Begins the address of an image that is an embed of Obsidian's."""
_QUOTE, _NOTE, _BREAK = "\ufde9", "\ufdea", "\r"
_REFERENCE = re.compile(f"{_NOTE}([^{_NOTE}]*){_NOTE}")
_HEADER = re.compile(rf"{_QUOTE}(?:\s*\[!(?P<kind>[^\[\]|\n\r]+)(?:\|[^\[\]\n\r]*)?\][+-]?[ \t]*(?P<title>[^\n\r]*))?")


def shown_in_markdown(text: str, *, wikilinks: bool, indented_is_text: bool = False, all_footnotes: bool = True) -> str:
    """What is seen of a text without frontmatter; the text of a footnote stands where it is referred to first.

    wikilinks: whether `[[…]]` is a link. indented_is_text: whether what a parser takes for indented code is text, as
    in a page of Notion's. all_footnotes: whether those to which nothing refers are shown, too.
    """
    text = text.replace("\\[!", f"\\[{ESCAPED}!")
    text = _with_told_embeds(text) if wikilinks and _IN_LABEL.search(text) else text
    walk = _Walk(lambda inner: shown_in_markdown(inner, wikilinks=wikilinks, indented_is_text=True))
    walk.reads_indented = indented_is_text
    for event in pyromark.events(text, options=_WIKI if wikilinks else _PLAIN):
        if isinstance(event, str):
            walk.parts.append("―\n" if event == "Rule" else _BREAK)
        else:
            for name, value in event.items():
                _EVENTS[name](walk, value)
    return without_ids(_HEADER.sub(_header, walk.text(all_footnotes=all_footnotes)))


def _with_told_embeds(text: str) -> str:
    """A text whose embeds in the label of a link are images, for the parser takes `![[a]]](b)` for an image of b."""
    starts, data = set(), text.encode()
    for event, where in pyromark.events_with_range(text, options=_WIKI):
        image = event.get("Start") if isinstance(event, dict) else None
        if isinstance(image, dict) and image.get("Image", {}).get("link_type") == "Inline":
            starts.add(where["start"])
    edges = sorted(starts)
    texts = (data[start:end].decode() for start, end in pairwise((0, *edges, len(data))))
    return "".join(map(_with_told_embed, texts))


def _with_told_embed(text: str) -> str:
    embed = _IN_LABEL.match(text)
    return f"![{embed['alias'] or ''}](<{_NAMED}{embed['target'].strip()}>){text[embed.end() :]}" if embed else text


def _header(match: re.Match[str]) -> str:
    """The first line of a quote: of a callout only its title, and where it has none a mark with its type."""
    title = match["title"] or ""
    return title if match["kind"] is None or title.strip() else mark(CALLOUT, match["kind"].strip(), "")


class _Walk:
    """One walk over the events of a text."""

    def __init__(self, again: Callable[[str], str]) -> None:
        self.parts: list[str] = []
        self.reads_indented = False
        self._again = again
        self._outer: list[list[str]] = []
        self._opened: list[Any] = []
        self._is_indented = False
        self._is_code = False
        self._footnotes: dict[str, str] = {}

    def text(self, *, all_footnotes: bool) -> str:
        """The text, with those of its footnotes."""
        whole = self._with_footnotes("".join(self.parts))
        rest = [*self._footnotes.values()] if all_footnotes else []
        return "\n".join([whole, *map(self._with_footnotes, rest)])

    def _with_footnotes(self, text: str) -> str:
        """A text with each footnote in the place of the first reference to it."""
        pieces = _REFERENCE.split(text)
        shown = [self._with_footnotes(self._footnotes.pop(label, "")) for label in pieces[1::2]]
        return "".join(part for pair in zip(pieces[::2], [*shown, ""], strict=True) for part in pair)

    def put_text(self, text: str) -> None:
        """A text as it is shown; the marks of highlights and strikethrough are none."""
        if ("=" in text or "~" in text) and not self._is_code:
            text = text.replace("==", "").replace("~", "")
        self.parts.append(text)

    def put_html(self, text: str) -> None:
        """What is seen of HTML."""
        self.parts.append(unescape(_TAG.sub(_seen_of_tag, text)))

    def refer(self, label: str) -> None:
        """A reference to a footnote."""
        self.parts.append(f"⟨fn⟩{_NOTE}{label}{_NOTE}")

    def start(self, what: str | Mapping[str, Any]) -> None:
        """What begins here."""
        name, value = next(iter(what.items())) if isinstance(what, dict) else (what, None)
        if name == "BlockQuote":
            self.parts.append(_QUOTE)
        elif name in ("Link", "Image", "FootnoteDefinition", "CodeBlock", "HtmlBlock"):
            self._opened.append(value)
            self._outer.append(self.parts)
            self.parts = []
            self._is_code = name == "CodeBlock"
        elif name == "List":
            self.parts.append("\n")

    def end(self, what: str | Mapping[str, Any]) -> None:
        """What ends here."""
        name = what if isinstance(what, str) else next(iter(what))
        if name in _ENDS:
            inner, value = "".join(self.parts), self._opened.pop()
            self._is_code = False
            self.parts = self._outer.pop()
            if name == "FootnoteDefinition":
                self._footnotes.setdefault(value, f"\n{inner}\n")
            elif name == "CodeBlock" and value == "Indented" and self.reads_indented:
                self.parts.append(self._again(inner))
            else:
                self.parts.append(_ENDS[name](value, inner))
        elif name not in ("Emphasis", "Strong"):
            self.parts.append("\n")


def _link_text(value: Mapping[str, Any], text: str) -> str:
    kind = value["link_type"]
    if isinstance(kind, dict) and not kind["WikiLink"]["has_pothole"]:
        text = " > ".join(step.strip() for step in value["dest_url"].split("#") if step.strip())
    is_wiki = isinstance(kind, dict)
    return mark(LINK, ("w" if is_wiki else "m") + _target(value["dest_url"], is_wiki=is_wiki), text)


def _image_text(value: Mapping[str, Any], alt: str) -> str:
    kind = value["link_type"]
    is_wiki = isinstance(kind, dict)
    alias = "" if is_wiki and not kind["WikiLink"]["has_pothole"] else alt
    target = _target(value["dest_url"], is_wiki=is_wiki)
    is_wiki, target = is_wiki or target.startswith(_NAMED), target.removeprefix(_NAMED)
    return mark(EMBED, ("w" if is_wiki else "m") + target + ALIAS + alias, PICTURE)


def _target(target: str, *, is_wiki: bool) -> str:
    """A target as it is meant: in a table, a backslash stands before the bar of a wikilink."""
    return target.rstrip("\\") if is_wiki else target


def _seen_of_tag(tag: re.Match[str]) -> str:
    name = (tag[1] or "a").lower()
    source = _SOURCE.search(tag[0]) if name in ("img", "image") else None
    if source:
        target = next(filter(None, source.groups()), "")
        return mark(EMBED, "m" + unescape(target) + ALIAS, PICTURE)
    return "" if name in _IN_LINE else "\n"


_EVENTS: Mapping[str, Callable[[_Walk, Any], None]] = {
    "Text": _Walk.put_text,
    "Code": lambda walk, text: walk.parts.append(text),
    "InlineMath": lambda walk, text: walk.parts.append(tex_text(text)),
    "DisplayMath": lambda walk, text: walk.parts.append(tex_text(text)),
    "InlineHtml": _Walk.put_html,
    "Html": lambda walk, text: walk.parts.append(text),
    "FootnoteReference": _Walk.refer,
    "TaskListMarker": lambda walk, is_done: walk.parts.append("☑ " if is_done else "☐ "),
    "Start": _Walk.start,
    "End": _Walk.end,
}
_ENDS: Mapping[str, Callable[[Any, str], str]] = {
    "Link": _link_text,
    "Image": _image_text,
    "CodeBlock": lambda _, text: code_text(text),
    "HtmlBlock": lambda _, text: unescape(_TAG.sub(_seen_of_tag, text)),
    "FootnoteDefinition": lambda _, text: text,
}

_OPAQUE = ("Code", "InlineMath", "DisplayMath")


def without_comments(text: str) -> str:
    """A text of a vault without what stands between two `%%`, but for those in code, equations and addresses."""
    if text.count("%%") < 2:
        return text
    data = text.encode()
    opaque = sorted(_opaque(data, text))
    kept, at, start = [], 0, -1
    reach = number = blank = 0
    for match in re.finditer(rb"%%", data):
        while number < len(opaque) and opaque[number][0] <= match.start():
            reach = max(reach, opaque[number][1])
            number += 1
        if match.start() < at or (start < 0 and match.start() < reach):
            continue
        if start < 0:
            start = match.start()
        else:
            kept.append(data[at:start])
            at, is_blank = _behind_comment(data, start, match.end(), blank)
            blank = at if is_blank else 0
            start = -1
    return b"".join([*kept, data[at:]]).decode()


def _behind_comment(data: bytes, start: int, end: int, blank: int) -> tuple[int, bool]:
    """Where the text goes on, and whether nothing of its line is left: then no blanks are, for they would make code.

    Of a comment alone on its lines not even an empty line stays. blank: up to where nothing is left of a line.
    """
    while start > blank and data[start - 1] in b" \t\r\v\f":
        start -= 1
    is_first = not start or data[start - 1] == ord("\n")
    if is_first and (line := _BLANK_END.match(data, end)):
        return line.end(), False
    if not is_first and start != blank:
        return end, False
    while data[end : end + 1] in (b" ", b"\t"):
        end += 1
    return end, True


def _opaque(data: bytes, text: str) -> list[tuple[int, int]]:
    """Where `%%` begins no comment."""
    found = [match.span() for match in re.finditer(rb"\]\([^()\n]*\)", data)]
    for event, where in pyromark.events_with_range(text, options=_WIKI):
        name, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        is_block = name == "Start" and isinstance(value, dict) and "CodeBlock" in value
        if name in _OPAQUE or is_block or (name == "Start" and value == "HtmlBlock"):
            found.append((where["start"], where["end"]))
    return found
