"""One hash of all that a conversion writes, the manifest with it. Run as a script it prints one for each source and target.

python tests/support/tree_hashes.py OUT SOURCE...
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator

import exportconv as ec

TARGETS = ("obsidian", "markdown")


def tree_hash(folder: str) -> str:
    """The same for two trees of the same names, bytes and modes, and for no others."""
    found = hashlib.blake2b(digest_size=16)
    for path, file in sorted(_files(os.fsencode(folder), b"")):
        with open(file, "rb") as stream:
            data = stream.read()
        mode = os.stat(file).st_mode
        found.update(b"%d %d %o " % (len(path), len(data), mode) + path + data)
    return found.hexdigest()


def _files(folder: bytes, below: bytes) -> Iterator[tuple[bytes, bytes]]:
    # bytes: what the locale makes of names must not matter here
    for name in os.listdir(folder):
        path, inner = os.path.join(folder, name), os.path.join(below, name)
        yield from _files(path, inner) if os.path.isdir(path) else [(inner, path)]


def hashes(out: str, sources: list[str]) -> list[str]:
    """The hash of every source in every target; `out` is a folder that takes what is written."""
    made = []
    for number, source in enumerate(sources):
        for to in TARGETS:
            folder = os.path.join(out, f"{number}-{to}")
            ec.convert(source, folder, to=to)
            made.append(tree_hash(folder))
    return made


if __name__ == "__main__":
    print("\n".join(hashes(sys.argv[1], sys.argv[2:])))
