"""Every file of the source is in the destination or told of, and every file that was written is there."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.report import Issue
from exportconv.source_keys import without_row
from exportconv.verification.trees import Sides, is_text
from exportconv.writers.manifest import Record, left_out_mark

__all__ = ["check_ledger"]


def check_ledger(sides: Sides) -> Iterator[Issue]:
    """What is lost, changed or not accounted for."""
    for place, now in sides.moves:
        yield Issue(Code.MOVED_FILE, place, 0, f"was moved to {now!r}")
    for record in sides.run.files:
        yield from _output(sides, record)
        if record.source_digest and without_row(record.source) not in sides.source:
            message = f"was made from {record.source!r}, which this source does not have; is it a newer or older one?"
            yield Issue(Code.OTHER_SOURCE, record.output, 0, message)
    merged = {item.source: item.source_digest for item in sides.run.merged}
    left_out = frozenset(sides.run.left_out)
    converted = merged | {item.source: item.source_digest for item in sides.run.files if item.source_digest}
    for path, digest in sides.source_digests.items():
        records = sides.records.get(path, [])
        if path in converted and converted[path] != digest:
            yield Issue(Code.OTHER_SOURCE, path, 0, "was changed after it was converted; convert the source again")
        elif len(records) > 1:
            names = ", ".join(repr(record.output) for record in records)
            yield Issue(Code.TWO_OUTPUTS, path, 0, f"became {names}")
        elif path in merged:
            if not _is_merged(path) and digest not in sides.places:
                message = "is not in the destination, and no other file can say what it says"
                yield Issue(Code.LOST_FILE, path, 0, message)
        elif not records and left_out_mark(path, digest) not in left_out and not _is_old_table(sides, path):
            yield from _unknown(sides, path, digest)


def _is_merged(path: str) -> bool:
    """Whether other files can say what a file says."""
    return is_text(path) or path.lower().endswith(".csv")


def _output(sides: Sides, record: Record) -> Iterator[Issue]:
    """A file that was written: whether it is there, and still what it was."""
    here = sides.written.get(record.output)
    if here == record.output_digest:
        return
    is_copy = record.source_digest == record.output_digest and not sides.is_page(record)
    others = sides.places.get(record.output_digest, []) if is_copy else []
    if here is None:
        if others:
            yield Issue(Code.MOVED_FILE, record.output, 0, f"was moved; its bytes are in {others[0]!r}")
        else:
            code = Code.LOST_FILE if is_copy else Code.LOST_PAGE if sides.is_page(record) else Code.LOST_OUTPUT
            yield Issue(code, record.output, 0, f"is gone; it was made from {record.source!r}")
    elif others:
        message = f"has other bytes than {record.source!r}; those are in {others[0]!r}"
        yield Issue(Code.MISPLACED_FILE, record.output, 0, message)
    elif is_copy:
        message = f"no longer has the bytes of {record.source!r}, and nor has any other file"
        yield Issue(Code.LOST_FILE, record.output, 0, message)
    else:
        yield Issue(Code.EDITED_FILE, record.output, 0, "was changed after it was written")


def _unknown(sides: Sides, path: str, digest: str) -> Iterator[Issue]:
    """A file of the source of which the manifest does not tell."""
    if is_text(path) and (sides.kind == "notion" or path[-3:].lower() == ".md"):
        if digest not in sides.places:
            yield Issue(Code.LOST_PAGE, path, 0, "became no note; convert the source again")
    elif digest not in sides.places:
        yield Issue(Code.LOST_FILE, path, 0, "is not in the destination; convert the source again")


def _is_old_table(sides: Sides, path: str) -> bool:
    """Whether a manifest that does not tell of merged files has a database of this CSV."""
    return not sides.run.kind and path.lower().endswith(".csv")
