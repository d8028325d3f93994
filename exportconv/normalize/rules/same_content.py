"""Attachments that are there several times; empty files, code and settings do not count."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.model import Content
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.unused_file import is_attached
from exportconv.writers.manifest import content_digest

__all__ = ["RULE"]


def _check(repository: Repository) -> Iterator[Finding]:
    by_size: dict[int, list[tuple[str, Content]]] = {}
    for item in sorted(repository.attachments, key=lambda item: item.path):
        if item.content.size and is_attached(item.path):
            by_size.setdefault(item.content.size, []).append((item.path, item.content))
    for files in by_size.values():
        first: dict[str, str] = {}
        for path, content in files if len(files) > 1 else ():
            other = first.setdefault(content_digest(content), path)
            if other != path:
                yield Finding(Code.SAME_CONTENT, path, 0, f"has the same bytes as {other!r}")


RULE = Rule(Code.SAME_CONTENT, Fix.NONE, _check)
