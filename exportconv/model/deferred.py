"""Parts of the model that are worked out when somebody asks for them: of most notes nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar, overload

__all__ = ["Deferred", "DeferredMapping", "Later"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class Later(Generic[T]):
    """Something that is worked out once."""

    __slots__ = ("_found", "_work_out")

    def __init__(self, work_out: Callable[[], T]) -> None:
        """`work_out` is called when it is asked for first."""
        self._work_out: Callable[[], T] | None = work_out

    def now(self) -> T:
        """What it is; the same every time."""
        if self._work_out is not None:
            self._found = self._work_out()
            self._work_out = None
        return self._found

    def __repr__(self) -> str:
        return repr(self.now())


class Deferred(Later[Sequence[T]], Sequence[T]):
    """A tuple that is worked out when somebody looks into it; it equals every sequence of the same items."""

    __slots__ = ()

    def __len__(self) -> int:
        return len(self.now())

    def __iter__(self) -> Iterator[T]:
        return iter(self.now())

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self.now()[at]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as of a mapping: nobody has to work it out for that


class DeferredMapping(Later[Mapping[K, V]], Mapping[K, V]):
    """A mapping that is worked out when somebody looks into it; it equals every mapping of the same items."""

    __slots__ = ()

    def __len__(self) -> int:
        return len(self.now())

    def __iter__(self) -> Iterator[K]:
        return iter(self.now())

    def __getitem__(self, key: K) -> V:
        return self.now()[key]
