"""Bytes that are held in memory in the place of a file."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

__all__ = ["Bytes"]


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes of a file that is nowhere, or not yet."""

    data: bytes
    """All its bytes."""

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.data)

    def open(self) -> BinaryIO:
        """A stream of the bytes."""
        return BytesIO(self.data)

    def read(self) -> bytes:
        """All bytes."""
        return self.data
