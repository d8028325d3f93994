"""Say why a page is copied as it is and not read."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.paths import SourcePath
from exportconv.report import Issue

__all__ = ["not_read"]


def not_read(path: SourcePath, text: str | None) -> Issue:
    """The issue of a page that is no text in UTF-8, for which `text` is None, or one that is nested too deep."""
    if text is None:
        return Issue(Code.UNREADABLE_TEXT, path, 0, "is not UTF-8 and is copied as it is")
    return Issue(Code.UNREADABLE_PAGE, path, 0, "has quotes or lists more than 1,000 deep and is copied as it is")
