"""Targets of links that are paths on one machine, and lead nowhere on any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository

__all__ = ["RULE"]

_MACHINE = re.compile(
    r"file:/|[A-Za-z]:(?:[\\/]|%5C)|\\\\|~/|/(?:Users|home|Volumes|mnt|private/var)/[^/]+/[^/]", re.IGNORECASE
)
"""On the servers of a website `/home/about` may be a page; the folder of a user on a machine has more below it."""


def _check(repository: Repository) -> Iterator[Finding]:
    for note, link, _ in repository.links:
        # a folder of the repository may have such a name
        if link.target is None and link.folder is None and _MACHINE.match(link.raw_target):
            message = f"{link.raw_target!r} is a path on one machine"
            yield Finding(Code.MACHINE_PATH, note.path, link.line, message)


RULE = Rule(Code.MACHINE_PATH, Fix.NONE, _check)
