"""Notes made of rows that have no page: each cell of the row is in the frontmatter of its note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from exportconv.codes import Code
from exportconv.report import Issue
from exportconv.source_keys import row_number, without_row
from exportconv.verification.csv_rows import csv_rows
from exportconv.verification.heads import parts_of, values_of
from exportconv.verification.properties import Pair, lost_property
from exportconv.verification.texts import text_of
from exportconv.verification.trees import Sides
from exportconv.writers.manifest import Record

__all__ = ["check_rows", "row_records"]


def row_records(sides: Sides) -> list[Record]:
    """The notes of such rows that are there."""
    return [record for record in sides.run.files if row_number(record.source) and record.output in sides.written]


def check_rows(sides: Sides, renamed: Mapping[str, str | None]) -> Iterator[Issue]:
    """Cells that a note does not say; `renamed` as for `lost_property`."""
    if sides.run.settings.get("frontmatter") == "never":
        return

    @cache
    def rows(path: str) -> Sequence[Sequence[str]]:
        return csv_rows(sides, path) or ()

    for record in row_records(sides):
        table, number = rows(without_row(record.source)), row_number(record.source) or 0
        note = text_of(sides.read_written(record.output))
        if note is None or number > len(table):
            continue
        # numbers count from the head of the table; the first column is the title, which the name of the note says
        cells = zip(table[0][1:], table[number - 1][1:], strict=False)
        told = lost_property([Pair(*cell) for cell in cells], values_of(parts_of(note).front), renamed)
        if told:
            yield Issue(Code.PROPERTY_DIFFERS, record.output, 1, told)
