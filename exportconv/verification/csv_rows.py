"""The rows of a CSV of the source, read anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from exportconv.readers.notion_csv import long_cells
from exportconv.verification.texts import text_of
from exportconv.verification.trees import Sides

__all__ = ["csv_rows"]


def csv_rows(sides: Sides, path: str) -> Sequence[Sequence[str]] | None:
    """All rows with the head; None where the source has no such file, or its text cannot be read."""
    text = text_of(sides.read_source(path)) if path in sides.source else None
    if text is None:
        return None
    with long_cells():
        return list(csv.reader(io.StringIO(text)))
