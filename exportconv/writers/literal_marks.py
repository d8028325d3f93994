"""Keep as text, for Obsidian, what means nothing in Notion: `[[…]]`, `%%…%%` and `==…==`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from exportconv.model import Link, LinkForm, Note, Span
from exportconv.syntax.edits import Edit
from exportconv.syntax.vault_marks import find_signs, is_escaped
from exportconv.syntax.vault_spans import scan_vault_note
from exportconv.vault_paths import is_page

__all__ = ["literal_edits"]

_SIGNS = re.compile(r"\[\[|%%|==")
# a bracket in the text of a link, or what has brackets of its own there: an escape, code, an image or link
_BRACKET = re.compile(r"\\.|(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`)|!?\[[^\[\]\n]*\]\([^()\n]*\)|(?P<bracket>[\[\]])")


def literal_edits(note: Note, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits of a page in Notion's Markdown that escape such marks; none in what other edits write anew.

    What was read from HTML has its escapes already, and highlights of its own.
    """
    # asked for once, for it is unpacked each time
    body = "" if is_page(note.path) or not note.has_heading else note.body
    if not _SIGNS.search(body):
        return
    links = [link for link in note.links if link.form is LinkForm.INLINE]
    labels = list(_untouched(_in_labels(body, links), edits))
    # a link whose text begins with a bracket looks like a wikilink itself
    starts = {link.span.start + link.is_embed for link in links}
    yield from labels
    yield from _untouched(_in_text(body, starts), [*edits, *labels])


def _untouched(edits: Iterable[Edit], others: Iterable[Edit]) -> Iterator[Edit]:
    """Those edits that change nothing which others write anew."""
    places = sorted(edit.span for edit in others)
    for edit in edits:
        number = bisect_left(places, max(edit.span.end, edit.span.start + 1), key=lambda place: place.start)
        if not number or places[number - 1].end <= edit.span.start:
            yield edit


def _in_labels(text: str, links: Sequence[Link]) -> Iterator[Edit]:
    """Escapes of the brackets in the texts of links: a citation, `[[1]](https://…)`, would be a wikilink."""
    for link in links:
        start = link.span.start + 1 + link.is_embed
        end = text.rfind("](", start, link.target_span.start)
        label = text[start:end]
        if "[[" in text[start - 1 : end] and "]" in label and not link.is_nested:
            yield Edit(Span(start, end), _BRACKET.sub(_escaped, label))


def _escaped(part: re.Match[str]) -> str:
    return f"\\{part[0]}" if part["bracket"] else part[0]


def _in_text(text: str, starts: AbstractSet[int]) -> Iterator[Edit]:
    """Escapes of both signs of each mark; `starts` are those of links, which are none."""
    for at in find_signs(text, scan_vault_note(text, blocks=False)):
        if at not in starts:
            # of two signs the first may have its backslash already
            yield from (Edit(Span(place, place), "\\") for place in (at, at + 1) if not is_escaped(text, place))
