"""Notes that were to stay as they are: every byte outside their links is that of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.report import Issue
from exportconv.verification.texts import Job
from exportconv.writers.manifest import Record

__all__ = ["check_bytes"]

_FRONT = re.compile(rb"\A(?P<mark>\xef\xbb\xbf)?(?:---[ \t]*\r?\n(?:.*?\n)??---[ \t]*(?:\r?\n|\Z))?", re.DOTALL)
_MAY_CHANGE = re.compile(rb"\]\(|\[\[|\]:|(?:href|src)\s*=|<", re.IGNORECASE)


def check_bytes(job: Job, record: Record, page: bytes, note: bytes) -> Iterator[Issue]:
    """The first line of a note that differs although it has no link in it.

    Only a vault that stays one, or Markdown that does, is copied so; what Notion wrote gets other blocks.
    """
    is_kept = job.kind == job.to and not (job.to == "markdown" and job.wikilinks)
    if page == note or not is_kept:
        return
    first, second = _FRONT.match(page), _FRONT.match(note)
    if job.has_frontmatter and first and second and bool(first["mark"]) != bool(second["mark"]):
        yield Issue(Code.BYTES_DIFFER, record.output, 1, "has another byte order mark than its page")
        return
    start, skipped = (match.end() if match else 0 for match in (first, second))
    before, after = page[start:].split(b"\n"), note[skipped:].split(b"\n")
    head = note[:skipped].count(b"\n") + 1
    if job.leaves_out and len(before) != len(after):
        return
    for number, (old, new) in enumerate(zip(before, after, strict=False)):
        same_end = old.endswith(b"\r") == new.endswith(b"\r")
        if old != new and not (same_end and _MAY_CHANGE.search(old)):
            what = "has another line end" if old.rstrip(b"\r") == new.rstrip(b"\r") else "is not as it was"
            yield Issue(Code.BYTES_DIFFER, record.output, head + number, f"the line {what}, and no link is in it")
            return
    if len(before) != len(after):
        at = head + min(len(before), len(after)) - 1
        yield Issue(Code.BYTES_DIFFER, record.output, at, "has another number of lines than its page")
