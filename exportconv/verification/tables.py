"""Tables that stand for databases: every row of the CSV is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exportconv.codes import Code
from exportconv.paths import decode_path, nfc
from exportconv.report import Issue
from exportconv.verification.csv_rows import csv_rows
from exportconv.verification.heads import parts_of
from exportconv.verification.marks import words_of
from exportconv.verification.notes import shown_in_markdown
from exportconv.verification.texts import text_of
from exportconv.verification.trees import Sides
from exportconv.writers.manifest import Record

__all__ = ["check_tables"]

_IN_PARENTHESES = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_TARGET = re.compile(r"\S*%[0-9A-Fa-f]{2}\S*|\S+\.\w+|\S*/\S*")
_SOLID = re.compile(r"\S*")
_UP_TO_PARENTHESIS = re.compile(r"\s+|\S[^\s(]*")
_WORD = re.compile(r"[^\W_]+")


def check_tables(sides: Sides) -> Iterator[Issue]:
    """Rows that are not in the table that was written for their database."""
    rules = [sides.run.settings.get("properties") or {}, *(sides.run.settings.get("database_rules") or {}).values()]
    leaves_out = any(rule.get("drop") for rule in rules)
    leaves_out |= any(sides.run.settings.get(name) for name in ("exclude", "gitignore", "skip_tags", "only_tags"))
    for record in sides.run.files:
        if not record.source_digest and record.output.endswith(".md") and record.source.lower().endswith(".csv"):
            is_there = record.output in sides.written and not leaves_out
            yield from _check(sides, record) if is_there else ()


def _check(sides: Sides, record: Record) -> Iterator[Issue]:
    full = record.source[:-4].removesuffix("_all") + "_all.csv"
    path = full if full in sides.source else record.source
    table, note = csv_rows(sides, path), text_of(sides.read_written(record.output))
    if table is None or note is None:
        return
    rows = [row for row in table[1:] if any(cell.strip() for cell in row)]
    lines = list(_table_lines(note))
    for at, row in enumerate(rows):
        wanted = " ".join(map(_without_targets, row))
        if at >= len(lines):
            message = f"row {at + 1} of {path!r} is not there: {wanted!r}"
            yield Issue(Code.ROW_DIFFERS, record.output, lines[-1][0] if lines else 1, message)
            return
        number, words = lines[at]
        known = set(_WORD.findall(words))
        missing = next((word for word in _WORD.findall(nfc(wanted)) if word not in known and word not in words), None)
        if missing:
            message = f"row {at + 1} of {path!r} is not there: {missing!r} is missing"
            yield Issue(Code.ROW_DIFFERS, record.output, number, message)
            return


def _without_targets(cell: str) -> str:
    """A cell without what may be the target of a link, which is other in the table."""
    kept = []
    at = dead = 0
    while at < len(cell):
        end = _end(_IN_PARENTHESES, cell, at)
        # where a word has no target from here on it has none from any later place
        end = end if end > at or at < dead else _end(_TARGET, cell, at)
        if end > at:
            kept.append(" ")
        else:
            dead = dead if at < dead else _end(_SOLID, cell, at)
            end = _end(_UP_TO_PARENTHESIS, cell, at)
            kept.append(cell[at:end])
        at = end
    return "".join(kept)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _table_lines(note: str) -> Iterator[tuple[int, str]]:
    """Number and text of each row of the first table in a note."""
    _, body, first = parts_of(note)
    lines: Sequence[str] = body.split("\n")
    start = next((at for at, line in enumerate(lines) if re.fullmatch(r"\|(?: *:?-+:? *\|)+ *", line)), len(lines))
    for number in range(start + 1, len(lines)):
        if not lines[number].startswith("|"):
            return
        # what looks like the id of a block, or like a definition, is text in a table
        line = lines[number].replace("^", " ").replace("]:", "] :")
        table = f"{'|a' * 99}|\n{'|-' * 99}|\n{line}"
        shown = " ".join(words_of(shown_in_markdown(table, wikilinks="[[" in line))[99:])
        yield first + number, nfc(decode_path(shown))
