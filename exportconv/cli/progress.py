"""How far long work is: one line on a terminal, with the stage, the count and the time that is left."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Self, TypeVar

from exportconv.cli.terminal import is_watched
from exportconv.options import Track, no_track

__all__ = ["Progress", "progress"]

T = TypeVar("T")
_DELAY = 2.0
"""Seconds of work before anything is shown."""
_EACH = 0.1
"""Seconds between two looks of the line."""
_FEW = 20
"""Of fewer items than this nothing can be told of the time left, and neither can within the first second."""


class Progress:
    """Draws a line on standard error when work has taken two seconds, and takes it away when it ends.

    A progress bar of click would show itself at once, one after the other for each stage, and leave all of them there.
    Nothing is drawn but between two items, in the thread that works: no other thread is there when a process is forked.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._next = clock() + _DELAY
        self._shown = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Takes the line away, whatever ends the work, so that what is said next has one of its own."""
        self._clear()

    def __call__(self, items: Iterable[T], total: int | None, stage: str) -> Iterator[T]:
        """The same items; between two of them the line is drawn."""
        begin = self._clock()
        for done, item in enumerate(items):
            now = self._clock()
            if now >= self._next:
                self._next = now + _EACH
                self._draw(line(stage, done, total, now - begin))
            yield item
        self._clear()

    def _draw(self, text: str) -> None:
        # that the terminal has gone away undoes nothing
        with suppress(OSError, ValueError):
            # some do not say how wide they are
            text = text[: (os.get_terminal_size(sys.stderr.fileno()).columns or 80) - 1]
            before, self._shown = self._shown, max(len(text), self._shown)
            sys.stderr.write(f"\r{text:{before}}")
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._shown:
            with suppress(OSError, ValueError):
                sys.stderr.write(f"\r{'':{self._shown}}\r")
                sys.stderr.flush()
            self._shown = 0


def progress(*, quiet: bool = False) -> AbstractContextManager[Track]:
    """What follows a run: a line where somebody sits at a terminal, else nothing at all."""
    return Progress() if is_watched() and not quiet and not os.environ.get("CI") else _Nothing()


class _Nothing:
    """Follows nothing, at no cost."""

    def __enter__(self) -> Track:
        return no_track

    def __exit__(self, *error: object) -> None:
        """There is nothing to take away."""


def line(stage: str, done: int, total: int | None, seconds: float) -> str:
    """The line for so many items done of a stage in so many seconds; `total` is None where nobody knows it."""
    if total is None:
        return f"{stage} {done:,}"
    if total <= 1:
        return f"{stage} ..."
    text = f"{stage} {done:,} of {total:,} ({100 * done // total} %)"
    if total < _FEW or seconds < 1 or not done:
        return text
    return f"{text}, {_duration((total - done) * seconds / done)} left"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, few = divmod(minutes, 60)
    if hours:
        return f"{hours} h {few} min"
    return f"{minutes} min {rest} s" if minutes else f"{whole} s"
