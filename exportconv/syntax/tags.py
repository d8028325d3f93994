"""Tags as Obsidian allows them in the `tags` property."""

from __future__ import annotations

import re

__all__ = ["to_tag"]

# Letters, digits, `_ - /` and emoji are what Obsidian takes.
_NOT_IN_TAG = re.compile(r"(?:-*+[^\w\-/\u200d\ufe0f\U0001f000-\U0001faff\u2600-\u27bf])++-*+")


def to_tag(text: str) -> str:
    """Free text as a tag: blanks become dashes, no `#`, digits alone get a `y`; `""` when nothing is left.

    >>> to_tag("home office"), to_tag("article/lecture"), to_tag("#2024"), to_tag("C++")
    ('home-office', 'article/lecture', 'y2024', 'C')
    """
    tag = re.sub(r"\s+", "-", text.strip().lstrip("#").strip())
    if _NOT_IN_TAG.search(tag):
        tag = _NOT_IN_TAG.sub("-", tag).strip("-/")
    if re.search(r"[^\d/_-]", tag):
        return tag
    return f"y{tag}" if re.search(r"\d", tag) else ""
