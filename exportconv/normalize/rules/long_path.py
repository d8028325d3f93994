"""Paths that Windows may refuse, for the folder that the repository lies in comes before them."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.unsafe_name import files_of
from exportconv.options import LONGEST_PATH

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    for path in sorted(files_of(repository)):
        length = len(path.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST_PATH:
            yield Finding(Code.LONG_PATH, path, 0, f"the path has {length} characters; Windows may refuse it")


RULE = Rule(Code.LONG_PATH, Fix.NONE, _check)
