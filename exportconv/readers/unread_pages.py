"""A page that is copied as it is, for nobody can read it."""

from __future__ import annotations

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.model import Note
from exportconv.readers.source import Entry
from exportconv.report import Issue

__all__ = ["unread_note"]


def unread_note(entry: Entry, data: bytes, text: str | None, issues: list[Issue], *, title: str) -> Note:
    """The note of a page that is no text in UTF-8, for which `text` is None, or nested too deep; it is reported."""
    if text is None:
        issue = Issue(Code.UNREADABLE_TEXT, entry.path, 0, "is not UTF-8 and is copied as it is")
    else:
        message = "has quotes or lists more than 1,000 deep and is copied as it is"
        issue = Issue(Code.UNREADABLE_PAGE, entry.path, 0, message)
    issues.append(issue)
    return Note(
        path=entry.path, title=title, body="", digest=digest_of(data), has_heading=False, verbatim=entry.content
    )
