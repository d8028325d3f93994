"""The digest that names a file's bytes in the manifest: BLAKE2b, 16 bytes in hex."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

__all__ = ["digest_of", "digest_of_stream", "new_hasher"]

_CHUNK = 1 << 20


def new_hasher() -> hashlib.blake2b:
    """A hasher for bytes that come in chunks."""
    return hashlib.blake2b(digest_size=16)


def digest_of(data: bytes) -> str:
    """The digest of bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_of_stream(stream: BinaryIO) -> str:
    """The digest of all that is left in a stream, of which little is held in memory."""
    hasher = new_hasher()
    while chunk := stream.read(_CHUNK):
        hasher.update(chunk)
    return hasher.hexdigest()
