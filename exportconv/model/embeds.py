"""Notes that stand in other notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exportconv.model.links import Span
from exportconv.paths import SourcePath

__all__ = ["Embedded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A note, or a part of one, in the place of an embed of it."""

    note: SourcePath
    """Which note."""
    span: Span
    """The part of its body."""
    inner: Mapping[int, Embedded]
    """Where an embed starts in its body → what is written there in turn."""
