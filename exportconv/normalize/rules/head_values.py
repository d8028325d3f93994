"""The properties in a block of frontmatter with their places, for rules that look at how they are written.

The YAML parser says where everything stands, so block scalars, quotes, comments and nested values deceive nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from exportconv.model import Span
from exportconv.syntax.frontmatter import load, yaml_loader

__all__ = ["HeadEntry", "HeadScalar", "block_of", "entries_in", "yaml_events"]


class HeadScalar(NamedTuple):
    """A scalar with its place in the note."""

    text: str
    """What YAML reads, before it gets a type."""
    span: Span
    """Its place, with its quotes, anchor and tag."""
    line: int
    """Its line in the file."""
    quote: str
    """A quote, `|` or `>`; empty for a plain scalar."""
    is_marked: bool
    """Whether it has an anchor or a tag."""

    @property
    def is_plain(self) -> bool:
        """Whether it is plain, in one line and nothing else, so that its text is what stands in the note."""
        return not self.quote and not self.is_marked and len(self.text) == self.span.end - self.span.start


@dataclass(frozen=True, slots=True)
class HeadEntry:
    """A property."""

    key: HeadScalar
    """Its name."""
    value: HeadScalar | None
    """Its value; None for an alias, a list or a map."""
    items: tuple[HeadScalar, ...] | None
    """The scalars in its list; None where it is no list."""
    in_flow: bool
    """Whether the whole block is one map in braces, as in JSON."""

    @property
    def scalars(self) -> tuple[HeadScalar, ...]:
        """Its value or the items of its list."""
        return (self.value,) if self.value else self.items or ()


def block_of(head: str | None) -> tuple[int, str]:
    """Where the YAML of a note's frontmatter begins, and the YAML; no text where there is no block."""
    if not head or "---" not in head:
        return 0, ""
    start = head.index("\n") + 1
    return start, head[start:].rstrip().removesuffix("---")


def yaml_events(text: str) -> list[Any] | None:
    """What the YAML parser meets; None where it cannot read the text."""
    import yaml

    try:
        return list(yaml.parse(text, Loader=yaml_loader()))
    except (yaml.YAMLError, ValueError):
        return None


def entries_in(head: str | None) -> Iterator[HeadEntry]:
    """The properties with scalars for names, by place; none of a block that cannot be read."""
    start, text = block_of(head)
    if head and text and load(head) is not None:
        yield from _Walk(head, start).entries(yaml_events(text) or [])


class _Walk:
    """One walk over the events of a block."""

    def __init__(self, head: str, start: int) -> None:
        self._head, self._start = head, start
        self._at, self._line = 0, 1

    def entries(self, events: list[Any]) -> Iterator[HeadEntry]:
        import yaml

        depth, in_flow = 0, False
        key: Any = None
        opened: Any = None
        items: list[HeadScalar] = []
        for event in events:
            is_end = isinstance(event, yaml.CollectionEndEvent)
            depth -= is_end
            if depth == 0 and isinstance(event, yaml.MappingStartEvent):
                in_flow = bool(event.flow_style)
            elif depth == 1 and isinstance(event, yaml.CollectionStartEvent):
                opened, items = event, []
            elif depth == 1 and (is_end or isinstance(event, yaml.NodeEvent)):
                value = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
                if key is None:
                    key = value or event
                else:
                    if isinstance(key, HeadScalar):
                        is_list = is_end and isinstance(opened, yaml.SequenceStartEvent)
                        yield HeadEntry(key, value, tuple(items) if is_list else None, in_flow)
                    key = None
            elif depth == 2 and isinstance(event, yaml.ScalarEvent) and isinstance(opened, yaml.SequenceStartEvent):
                items.append(self._scalar(event))
            depth += isinstance(event, yaml.CollectionStartEvent)

    def _scalar(self, event: Any) -> HeadScalar:
        start = self._start + event.start_mark.index
        self._line += self._head.count("\n", self._at, start)
        self._at = start
        return HeadScalar(
            text=event.value,
            span=Span(start, self._start + event.end_mark.index),
            line=self._line,
            quote=event.style or "",
            is_marked=event.anchor is not None or event.tag is not None,
        )
