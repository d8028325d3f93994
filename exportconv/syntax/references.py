"""Links whose target stands elsewhere in a text: `[text][label]`, `[label][]`, `[label]`, and `[label]: target`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from exportconv.model import Span
from exportconv.syntax.lines import line_end, line_start
from exportconv.syntax.spans import Walk, char_spans, walk_events
from exportconv.syntax.vault_marks import lies_in
from exportconv.syntax.vault_spans import WITH_WIKILINKS

__all__ = ["Definition", "Reference", "References", "find_references"]

_DEFINITION = re.compile(r"[ \t>]*(?P<whole>\[(?P<label>(?:[^\[\]\\\n]|\\.)++)\]:)[ \t]*")
_KINDS = ("Reference", "Collapsed", "Shortcut")


class Reference(NamedTuple):
    """A link or image that names a label."""

    span: Span
    """All of it."""
    place: Span
    """Its label in brackets, behind the text; empty where the text is the label."""
    label: str
    """The label as it is written."""
    key: str
    """What is the same for all spellings of the label."""


class Definition(NamedTuple):
    """What says where the links with a label lead."""

    span: Span
    """The label in brackets, with the colon."""
    key: str
    """As for references."""


class References(NamedTuple):
    """All of a text, by place."""

    links: tuple[Reference, ...] = ()
    """Those that lead somewhere."""
    definitions: tuple[Definition, ...] = ()
    """Of several with one label the first counts."""
    targets: Mapping[str, Span] = {}
    """Key → the target that counts, and the title behind it."""


@dataclass(slots=True)
class _ReferenceWalk(Walk):
    """A walk that sees links with labels and nothing else."""

    found: list[tuple[int, int, str, str]] = field(default_factory=list)
    wikilink_end: int = 0

    def start(self, tag: Mapping[str, Any], start: int, end: int) -> None:
        """A tag with data of its own begins."""
        data = tag.get("Link") or tag.get("Image")
        if not data or start < self.wikilink_end:
            return
        if data["link_type"] in _KINDS:
            self.found.append((start, end, data["link_type"], data["id"]))
        elif data["link_type"] != "Inline" and not isinstance(data["link_type"], str):
            self.wikilink_end = end

    def leaf(self, event: Any, start: int, end: int) -> None:
        """Text, code or a break."""


def find_references(text: str, targets: Iterable[int], hidden: Sequence[Span]) -> References:
    """The links with labels in a text, and their definitions.

    targets: where the targets of definitions begin. hidden: places that nothing is read in, in order.
    """
    data = text.encode()
    walk = walk_events(data.decode(), _ReferenceWalk(), WITH_WIKILINKS)
    spans = char_spans(data, ((start, end) for start, end, _, _ in walk.found))
    found = [_reference(text, span, kind, label) for span, (*_, kind, label) in zip(spans, walk.found, strict=True)]
    links = tuple(link for link in found if not lies_in(Span(link.span.start, link.span.start + 1), hidden))
    definitions = tuple(_definitions(text, targets, {link.key for link in found}))
    first = {item.key: Span(target, line_end(text, target)) for item, target in reversed(definitions)}
    return References(links, tuple(item for item, _ in definitions), first)


def _reference(text: str, span: Span, kind: str, label: str) -> Reference:
    if kind == "Reference":
        return Reference(span, Span(text.rindex("[", span.start, span.end), span.end), label, _key(label))
    # to the parser the empty brackets are no part of the link
    length = 2 if kind == "Collapsed" and text.startswith("[]", span.end) else 0
    return Reference(span, Span(span.end, span.end + length), label, _key(label))


def _definitions(text: str, targets: Iterable[int], used: AbstractSet[str]) -> Iterator[tuple[Definition, int]]:
    """The definitions, each with the place of its target."""
    below = 0
    for at in targets:
        start = line_start(text, at)
        match = _DEFINITION.match(text, start, at)
        if match is None or match.end() != at:
            continue
        above = text[line_start(text, max(start - 1, 0)) : start]
        # in a paragraph a line that looks like one is none
        if _key(match["label"]) in used or start == below or not above.strip(" \t>\r\n"):
            yield Definition(Span(*match.span("whole")), _key(match["label"])), at
            below = line_end(text, at) + 1


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()
