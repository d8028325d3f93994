"""The tags of notes: those in the frontmatter and those in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exportconv.model import Content, Note
from exportconv.nesting import is_too_deep
from exportconv.paths import nfc
from exportconv.syntax.frontmatter import load, split_note
from exportconv.syntax.tags import tags_in_text
from exportconv.syntax.vault_spans import scan_vault_note

__all__ = ["tag_key", "tags_of", "tags_of_file"]

_TAG_NAMES = ("tags", "tag")
_BETWEEN = re.compile(r"[,\s]+")


def tag_key(tag: str) -> str:
    """A tag for comparing: composed, in lower case, without `#` and a slash at its end."""
    return nfc(tag.strip().removeprefix("#").rstrip("/").casefold())


def tags_of(note: Note) -> frozenset[str]:
    """The tags of a note, as `tag_key` makes them."""
    if note.verbatim is not None:
        return tags_of_file(note.verbatim)
    values = ((item.name, item.value if isinstance(item.value, tuple) else item.raw) for item in note.properties)
    return frozenset((_in_head(values) | _in_text(note.body)) - {""})


def tags_of_file(content: Content) -> frozenset[str]:
    """The same for a Markdown file that was not read as a note; none where it is not UTF-8."""
    try:
        head, body = split_note(content.read().decode())
    except UnicodeDecodeError:
        return frozenset()
    values = (load(head) if head else None) or {}
    told = ((str(name), value if isinstance(value, list) else str(value or "")) for name, value in values.items())
    return frozenset((_in_head(told) | _in_text(body)) - {""})


def _in_head(values: Iterable[tuple[str, str | Iterable[object]]]) -> set[str]:
    """The tags in properties, which come by name: a list of them, or one text."""
    lists = (value for name, value in values if name.casefold() in _TAG_NAMES)
    return {
        key for value in lists for key in _keys(_BETWEEN.split(value) if isinstance(value, str) else map(str, value))
    }


def _keys(tags: Iterable[str]) -> set[str]:
    return set(map(tag_key, tags))


def _in_text(body: str) -> set[str]:
    if "#" not in body:
        return set()
    if is_too_deep(body):
        # what is code there nobody knows; rather a tag too many than a note that was to be left out
        return _keys(tags_in_text(body, ()))
    scan = scan_vault_note(body)
    places = [*scan.opaque, *(link.span for link in scan.links)]
    return _keys(tags_in_text(body, places))
