"""Tags as Obsidian allows them in the `tags` property."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from exportconv.model import Span

__all__ = ["has_tag", "tags_in_text", "to_tag"]

# What Obsidian does not take: ASCII marks but `_ - /`, and the general and supplemental punctuation of Unicode.
# A zero-width joiner holds emoji together and stays.
_NOT_IN_TAG = re.compile(
    r"[\-\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\x00-\x1f\x7f-\x9f]+"
)

_TAG = re.compile(
    r"(?<![^\s])#(?=\d*+[^\s\d])"
    r"((?:[^\s\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\x00-\x1f\x7f-\x9f])++)"
)


def tags_in_text(text: str, places: Iterable[Span]) -> Iterator[str]:
    """The tags in a text, without `#`; what begins in one of the places (code, links, math) is none."""
    taken = sorted(places)
    at = 0
    for match in _TAG.finditer(text):
        while at < len(taken) and taken[at].end <= match.start():
            at += 1
        if at == len(taken) or taken[at].start > match.start():
            yield match[1].rstrip("/")


def has_tag(tags: Iterable[str], keys: Sequence[str]) -> bool:
    """Whether any of the tags is one of the keys, or lies below it; upper and lower case are the caller's care."""
    return any(tag == key or tag.startswith(f"{key}/") for tag in tags for key in keys)


def to_tag(text: str) -> str:
    """Free text as a tag: blanks become dashes, no `#`, digits alone get a `y`; `""` when nothing is left.

    >>> to_tag("home office"), to_tag("article/lecture"), to_tag("#2024"), to_tag("C++")
    ('home-office', 'article/lecture', 'y2024', 'C')
    """
    tag = re.sub(r"\s+", "-", text.strip().lstrip("#").strip())
    if _NOT_IN_TAG.search(tag):
        # a run of dashes alone is the author's own
        tag = _NOT_IN_TAG.sub(lambda m: "-" if m[0].strip("-") else m[0], tag).strip("-/")
    if re.search(r"[^\d/_-]", tag):
        return tag
    return f"y{tag}" if re.search(r"\d", tag) else ""
