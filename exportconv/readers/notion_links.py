"""Links of a Notion page that a Markdown parser does not see, and captions that it sees twice.

A bare Notion URL is a link for its author; so is a sub-page whose title breaks Markdown's bracket rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from exportconv.model import Link, LinkForm, Span, evolve
from exportconv.notion_names import ADDRESS, is_name_of, split_id
from exportconv.paths import decode_path, split_name
from exportconv.readers.notion_blocks import Body, line_starts
from exportconv.syntax.lines import line_head
from exportconv.syntax.spans import Scan

__all__ = ["has_bare_urls", "page_links"]

_URL = re.compile(ADDRESS + r"[^\s<>()\[\]\"'`|]*+")
_TO_ID = re.compile(r".*?[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])[\w%/?#=&.~:@!$*+,;'-]*", re.ASCII)
_BEHIND = ".,;:!?*_~”’…。、，；：！？"
"""Marks that may follow an address and do not belong to it."""
_MARKS = " \t>-*+"
# Paths in an export have no blanks, and an extension at their end.
_PATH = re.compile(r"[^\s<>]*?\.[A-Za-z0-9]{1,5}\)")
_PATH_REST = re.compile(r"[^\s<>\[\]|]*?\.[A-Za-z0-9]{1,5}\)")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$|^[A-Za-z][A-Za-z0-9+.\-]*:")
_ENDS = frozenset(" \t\r\n,;:!?*_|>\"'")
_GAP = re.compile(r"[ \t]*\r?\n[ \t>]*\r?\n[ \t>]*")
_PARAGRAPH_END = re.compile(r"[ \t]*\r?(?:\Z|\n[ \t>]*\r?(?:\n|\Z))")


def page_links(body: Body, found: Scan) -> tuple[Link, ...]:
    """All links of a page by place: the parser's, bare Notion URLs and broken sub-page links.

    A scan without blocks says that the parser has seen them all.
    """
    text = body.text
    links = [_completed(text, link) for link in found.links]
    if found.has_loose_ends:
        links += _open_links(body, found, links)
        loose = list(_loose_links(body, found))
        taken = _Spans(link.span for link in loose)
        links = [link for link in links if not taken.hold(link.span.start)] + loose
    if found.has_blocks:
        links += _bare_urls(body, found, links)
    links.sort(key=lambda link: link.span)
    return tuple(_without_captions(text, links))


def has_bare_urls(text: str, links: Iterable[Link]) -> bool:
    """Whether a text may hold Notion addresses that are no link's target."""
    if "notion." not in text:
        return False
    targets = {link.target_span.start for link in links}
    return any(match.start() not in targets for match in _URL.finditer(text))


def _completed(text: str, link: Link) -> Link:
    """A link with all of its path where a `)` in it, without its other half, has made the parser stop early."""
    at = link.span.end
    if at == len(text) or text[at] in _ENDS or link.is_nested or _SUFFIX.search(link.raw_target):
        return link
    rest = _PATH_REST.match(text, at)
    if rest is None or text[link.target_span.end] != ")":
        return link
    target = Span(link.target_span.start, rest.end() - 1)
    span = Span(link.span.start, rest.end())
    return evolve(link, span=span, target_span=target, raw_target=text[target.start : target.end])


def _open_links(body: Body, found: Scan, links: Iterable[Link]) -> Iterator[Link]:
    """Links whose path has a `(` without its other half, so that the parser sees no link at all."""
    text, starts = body.text, line_starts(body.text)
    code, cells, seen = _Spans(found.code), _Spans(found.cells), _Spans(link.target_span for link in links)
    before, close = 0, text.find("](")
    while close >= 0:
        after = text.find("](", close + 2)
        path = _PATH.match(text, close + 2, after if after >= 0 else len(text))
        start = text.rfind("[", before, close)
        before = close + 2
        if path and "(" in path[0] and start >= 0 and not seen.hold(close + 2) and not code.hold(close):
            start = _text_start(text, start, close)
            is_embed = text[start - 1 : start] == "!"
            label = text[start + 1 : close]
            yield Link(
                span=Span(start - is_embed, path.end()),
                target_span=Span(close + 2, path.end() - 1),
                raw_target=path[0][:-1],
                text=re.sub(r"\\([\[\]])", r"\1", label),
                line=body.numbers[bisect_right(starts, close) - 1],
                is_embed=is_embed,
                is_plain=not re.search(r"[*_`~<&!]", label),
                in_table=cells.hold(close),
            )
        close = after


def _text_start(text: str, last: int, close: int) -> int:
    """The bracket that opens a link's text: the one that balances, else the last one before its end."""
    depth, at = 0, close
    while at and text[at - 1] != "\n" and not text.startswith("](", at - 1):
        at -= 1
        depth += (text[at] == "]") - (text[at] == "[")
        if depth < 0:
            return at
    return last


class _Spans:
    """Whether a place lies in one of many spans that do not overlap, or hold one another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(spans):
            if not self._spans or span.end > self._spans[-1].end:
                self._spans.append(span)

    def hold(self, at: int) -> bool:
        """Whether one of them holds the place."""
        index = bisect_right(self._spans, (at, float("inf"))) - 1
        return index >= 0 and at < self._spans[index].end


def _loose_links(body: Body, found: Scan) -> Iterator[Link]:
    """Links alone on their line whose text has a bracket without its other half."""
    code, at = _Spans(found.code), 0
    for number, line in zip(body.numbers, body.text.split("\n"), strict=True):
        text = line.rstrip(" \t\r")
        start = at + len(text) - len(text.lstrip(_MARKS))
        end, at = at + len(text), at + len(line) + 1
        if not text.endswith(")") or text.count("](") != 1 or not text.lstrip(_MARKS).startswith("["):
            continue
        title, _, path = body.text[start + 1 : end - 1].partition("](")
        if not _is_title_of(title, path) or code.hold(start):
            continue
        target = Span(end - 1 - len(path), end - 1)
        yield Link(
            span=Span(start, end),
            target_span=target,
            raw_target=path,
            text=title,
            line=number,
            form=LinkForm.LOOSE,
        )


def _is_title_of(title: str, path: str) -> bool:
    """Whether a text with a lone bracket is the title of the page or database that a path names."""
    if title.count("[") == title.count("]") or " " in path:
        return False
    _, stem, suffix = split_name(path)
    name, notion_id = split_id(decode_path(stem))
    return suffix in (".md", ".csv") and notion_id is not None and is_name_of(name, title)


def _bare_urls(body: Body, found: Scan, links: Iterable[Link]) -> Iterator[Link]:
    text, targets = body.text, {link.target_span.start for link in links}
    matches = [match for match in _URL.finditer(text) if match.start() not in targets]
    taken = _Spans([*found.code, *(link.span for link in links)] if matches else ())
    cells = _Spans(found.cells if matches else ())
    starts = line_starts(text) if matches else []
    for match in matches:
        # up to the id anything goes; behind it a Korean particle, for one, is the sentence's
        known = _TO_ID.match(match[0])
        start, url = match.start(), known[0].rstrip(_BEHIND) if known else ""
        end = start + len(url)
        if not url or taken.hold(start):
            continue
        if text[start - 1 : start] == "<" and text[end : end + 1] == ">":
            start, end = start - 1, end + 1
        yield Link(
            span=Span(start, end),
            target_span=Span(match.start(), match.start() + len(url)),
            raw_target=url,
            text="",
            line=body.numbers[bisect_right(starts, start) - 1],
            form=LinkForm.URL,
            in_table=cells.hold(start),
        )


def _without_captions(body: str, links: Iterable[Link]) -> Iterator[Link]:
    """The links, an image's text taken away where the next paragraph says it again.

    Notion writes a caption twice. The paragraph stays, for a reader sees it; links within the text go with it.
    """
    until = 0
    for link in links:
        if link.is_nested and link.span.end <= until:
            continue
        if link.is_embed and _has_caption_below(body, link):
            until = link.span.end
            yield evolve(link, text="", is_plain=True)
        else:
            yield link


def _has_caption_below(body: str, link: Link) -> bool:
    alt = body[link.span.start + 2 : link.target_span.start - 2]
    gap = _GAP.match(body, link.span.end)
    if not alt.strip() or gap is None or not body.startswith(alt, gap.end()):
        return False
    is_first = line_head(body, link.span.start, _MARKS) is not None
    return is_first and _PARAGRAPH_END.match(body, gap.end() + len(alt)) is not None
