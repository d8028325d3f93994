"""The digest that names a file's bytes in the manifest: BLAKE2b, 16 bytes in hex."""

from __future__ import annotations

import hashlib

__all__ = ["digest_of", "new_hasher"]


def new_hasher() -> hashlib.blake2b:
    """A hasher for bytes that come in chunks."""
    return hashlib.blake2b(digest_size=16)


def digest_of(data: bytes) -> str:
    """The digest of bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
