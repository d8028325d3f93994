"""Two names in one folder that some file systems take for one: they differ in case or Unicode form only."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.paths import fold, nfc

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for path in repository.names:
        folder, _, name = path.rpartition("/")
        other = first.setdefault((folder, fold(name)), path)
        if other != path:
            how = "Unicode form" if nfc(path) == nfc(other) else "case"
            yield Finding(Code.NAME_CLASH, path, 0, f"differs in {how} only from {nfc(other)!r}")


RULE = Rule(Code.NAME_CLASH, Fix.NONE, _check)
