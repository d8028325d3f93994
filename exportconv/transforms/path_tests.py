"""Say of paths whether the options leave them out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from exportconv.model import Attachment, Vault
from exportconv.options import Options
from exportconv.paths import nfc
from exportconv.transforms.ignore_patterns import exclude_patterns, ignore_files

__all__ = ["PathTest", "path_tests"]

PathTest: TypeAlias = Callable[[str], bool]
_SETTINGS = ".obsidian/app.json"


def path_tests(vault: Vault, options: Options) -> Iterator[PathTest]:
    """What says of a path whether it is left out; a path may be in any Unicode form."""
    if options.exclude:
        yield exclude_patterns(options.exclude).ignores
    if options.gitignore:
        yield ignore_files((item.path, item.content) for item in vault.attachments).ignores
    if options.skip_ignored:
        settings = next((item for item in vault.attachments if item.path == _SETTINGS), None)
        yield from _excluded_files(settings) if settings else ()


def _excluded_files(settings: Attachment) -> Iterator[PathTest]:
    """Obsidian's own setting: beginnings of paths, and patterns between slashes."""
    try:
        filters = json.loads(settings.content.read())["userIgnoreFilters"]
    except (ValueError, LookupError, TypeError):
        return
    for item in filters if isinstance(filters, list) else ():
        text = nfc(item) if isinstance(item, str) else ""
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            try:
                yield _searches(re.compile(text[1:-1]))
            except re.error:
                continue
        elif text:
            yield _begins(text)


def _searches(pattern: re.Pattern[str]) -> PathTest:
    return lambda path: pattern.search(nfc(path)) is not None


def _begins(text: str) -> PathTest:
    return lambda path: nfc(path).startswith(text)
