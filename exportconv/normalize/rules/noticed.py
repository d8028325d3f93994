"""What reading the repository and looking up its links noticed already."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding
from exportconv.normalize.repository import Repository

__all__ = ["noticed"]


def noticed(code: Code, message: str | None = None) -> Callable[[Repository], Iterator[Finding]]:
    """A check that finds the issues with a code; `message` takes the place of theirs."""

    def check(repository: Repository) -> Iterator[Finding]:
        for issue in repository.vault.issues:
            if issue.code is code:
                yield Finding(code, issue.path, issue.line, message or issue.message)

    return check
