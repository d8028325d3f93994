"""Names in decomposed Unicode: macOS and some archivers write them, and most programs do not find them."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.paths import nfc

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    for path in repository.names:
        name = path.rpartition("/")[2]
        composed = nfc(name)
        if composed != name:
            yield Finding(Code.NFD_NAME, path, 0, f"{composed!r} is written in decomposed letters", name=composed)


RULE = Rule(Code.NFD_NAME, Fix.SAFE, _check)
