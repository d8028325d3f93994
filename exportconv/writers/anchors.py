"""The anchors of headings in plain Markdown, as GitHub gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exportconv.model import Embedded, Note, Span, Vault
from exportconv.paths import SourcePath
from exportconv.syntax.links import heading_slugs

__all__ = ["Anchors"]

_COMMENT = re.compile(r"(?<![ \t])[ \t]++%%.*?%%(?=[ \t])|%%.*?%%")
"""With the blanks that go with it."""


class Anchors:
    """Knows the anchor of each heading of each note, with the headings of the notes that stand in it counted."""

    def __init__(self, vault: Vault) -> None:
        """`vault` with its embeds planned."""
        self._notes = {note.path: note for note in vault.notes}
        self._embeds = vault.embeds
        self._slugs: dict[SourcePath, Mapping[int, str]] = {}

    def of(self, path: SourcePath, number: int) -> str:
        """The anchor of a heading by its number in its note's `sections`."""
        if path not in self._slugs:
            self._slugs[path] = self._of_note(self._notes[path])
        return self._slugs[path][number]

    def _of_note(self, note: Note) -> Mapping[int, str]:
        found = list(self._headings(note, Span(0, len(note.body)), self._embeds.get(note.path, {})))
        slugs = heading_slugs(text for _, text in found)
        return {number: slug for (number, _), slug in zip(found, slugs, strict=True) if number is not None}

    def _headings(self, note: Note, part: Span, inner: Mapping[int, Embedded]) -> Iterator[tuple[int | None, str]]:
        """Number and text of the headings that a part of a note shows; of those of other notes no number."""
        places: list[tuple[int, int | Embedded]] = [(start, embedded) for start, embedded in inner.items()]
        places += [(section.span.start, number) for number, section in enumerate(note.sections)]
        for start, item in sorted(places, key=lambda place: place[0]):
            if not part.start <= start < part.end:
                continue
            if isinstance(item, Embedded):
                headings = self._headings(self._notes[item.note], item.span, item.inner)
                yield from ((None, text) for _, text in headings)
            else:
                yield item, _COMMENT.sub("", note.sections[item].text)
