"""What a run has done for good, so that who stops it then is not told that nothing was done."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# type checkers take it for that of `typing`, which takes long to load
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Landing", "note_landed", "note_recovered", "watched"]


@dataclass(slots=True)
class Landing:
    """How far a run has come."""

    has_landed: bool = False
    """Whether all that it had to change is changed."""
    recovered: list[str] = field(default_factory=list)
    """Places where it has done what a killed run had left to do."""


_CURRENT: ContextVar[Landing | None] = ContextVar("landing", default=None)


@contextmanager
def watched() -> Iterator[Landing]:
    """Follows the run in here."""
    landing = Landing()
    token = _CURRENT.set(landing)
    try:
        yield landing
    finally:
        _CURRENT.reset(token)


def note_landed() -> None:
    """Notes that there is no way back; no interrupt may come between that and this."""
    landing = _CURRENT.get()
    if landing:
        landing.has_landed = True


def note_recovered(place: str) -> None:
    """Notes that what a killed run had left to do in a folder is done."""
    landing = _CURRENT.get()
    if landing:
        landing.recovered.append(place)
