"""Work on many things in several processes; what comes out is the same, in the same order, as from one.

Only where a process can be forked without harm: on Linux, with no other thread. The children see everything that is
there, so nothing has to be sent to them; only results are sent back.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NamedTuple, NoReturn, TypeVar

__all__ = ["in_order"]

T = TypeVar("T")
R = TypeVar("R")
_EACH = 64
"""So many things are done before their results are sent."""
_FEW = 2_000
"""With fewer, to start processes takes longer than they save."""
_MOST = 8
_LENGTH = 8
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


def in_order(
    work: Callable[[T], R], items: Sequence[T], jobs: int, kept: Sequence[object] = ()
) -> Generator[R, None, None]:
    """The result of some pure work on each item, done ahead in so many processes; to be closed by the caller.

    jobs: 0 for as many as there are cores, at most eight. kept: objects that results refer to and that must not be
    copied. A process that cannot start, ends too soon or meets an error costs time only: its part is done here, and an
    error is raised here as ever.
    """
    jobs = (jobs or _cores()) if len(items) >= _FEW and _can_fork() else 1
    parts = [items[at : at + _EACH] for at in range(0, len(items), _EACH)]
    workers: list[_Worker] = []
    try:
        if jobs > 1:
            with suppress(OSError):
                for number in range(jobs):
                    _start(workers, work, parts[number::jobs], kept)
        # those that could not start have a part of the work, too
        hands = [*workers, *[None] * (jobs - len(workers))] if workers else [None]
        for number, part in enumerate(parts):
            worker = hands[number % len(hands)]
            found = worker.next_results(kept) if worker else None
            yield from map(work, part) if found is None else found
    finally:
        for worker in workers:
            worker.stop()


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1, _MOST)


def _can_fork() -> bool:
    # a lock that another thread holds would stay locked in the child
    return sys.platform == "linux" and len(sys._current_frames()) == 1  # noqa: SLF001  # also of threads not made here


class _Worker(NamedTuple):
    """A process that does a share of the parts."""

    process: int
    results: BinaryIO

    def next_results(self, kept: Sequence[object]) -> list[Any] | None:
        """What it has made of its next part; None where it has ended."""
        length = int.from_bytes(self.results.read(_LENGTH), "big")
        data = self.results.read(length)
        return _Unpickler(data, kept).load() if length and len(data) == length else None

    def stop(self) -> None:
        """Ends it, whatever it does."""
        with suppress(OSError):
            os.kill(self.process, signal.SIGKILL)
        with suppress(OSError):
            os.waitpid(self.process, 0)
        self.results.close()


def _start(
    workers: list[_Worker], work: Callable[[Any], Any], parts: Sequence[Sequence[Any]], kept: Sequence[object]
) -> None:
    """Starts a process more; no signal comes between it and its place in the list, nor finds it unprepared."""
    here, there = os.pipe()
    with _no_signals():
        try:
            process = os.fork()
        except OSError:
            os.close(here)
            os.close(there)
            raise
        if not process:
            os.close(here)
            _work(workers, work, parts, kept, there)
        os.close(there)
        workers.append(_Worker(process, open(here, "rb")))  # noqa: SIM115  # closed when it is stopped


@contextmanager
def _no_signals() -> Iterator[None]:
    if sys.platform == "win32":  # pragma: no cover  # nothing is forked there
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in _STOPS])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    others: Sequence[_Worker],
    work: Callable[[Any], Any],
    parts: Sequence[Sequence[Any]],
    kept: Sequence[object],
    pipe: int,
) -> NoReturn:
    """What a child does: its parts, and never anything that its parent would do at its end."""
    try:
        # signals stay blocked: its parent ends it, or is gone, and then the pipe is broken
        for other in others:
            os.close(other.results.fileno())
        places = {id(item): number for number, item in enumerate(kept)}
        kinds = {type(item) for item in kept}
        with open(pipe, "wb") as results:
            for part in parts:
                data = _pickled([work(item) for item in part], places, kinds)
                results.write(len(data).to_bytes(_LENGTH, "big") + data)
                results.flush()
    except BaseException:  # noqa: BLE001  # whatever it is, the parent does the part again and tells
        os._exit(1)
    os._exit(0)


def _pickled(found: object, places: dict[int, int], kinds: set[type]) -> bytes:
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)

    def reduced(item: object) -> Any:
        number = places.get(id(item))
        return item.__reduce_ex__(pickle.HIGHEST_PROTOCOL) if number is None else (_kept, (number,))

    pickler.dispatch_table = dict.fromkeys(kinds, reduced)
    pickler.dump(found)
    return stream.getvalue()


def _kept(number: int) -> object:
    """Stands in what is sent for an object that the reader has."""
    raise AssertionError(number)


class _Unpickler(pickle.Unpickler):
    """Reads what a child of this process has sent."""

    def __init__(self, data: bytes, kept: Sequence[object]) -> None:
        super().__init__(io.BytesIO(data))
        self._kept = kept

    def find_class(self, module: str, name: str) -> Any:
        if name == "_kept":
            return self._kept.__getitem__
        return super().find_class(module, name)
