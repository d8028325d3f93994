"""What texts of Notion mean: numbers, dates, relations, and names that are one but for their spelling."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

RELATION = re.compile(r"(?P<title>.*?) ?\((?P<path>\S+?\.(?:md|csv))\)(?:, |$)", re.DOTALL)
"""One item of a relation. Its path is percent-encoded, so it holds no blank."""

_NUMBER = re.compile(r"(-?)([$€£¥₩]?)((?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?)(%?)", re.ASCII)
_FORMS = ["%B %d, %Y", "%B %d, %Y %I:%M %p", "%B %d, %Y %H:%M", "%Y-%m-%d", "%Y/%m/%d"]
_EAST = re.compile(
    r"(\d{4})[년年] ?(\d{1,2})[월月] ?(\d{1,2})[일日](?: ?(?:(오전|上午|午前)|(오후|下午|午後))? ?(\d{1,2}):(\d\d))?"
)
_ZONED = re.compile(r"(.*) \((?:GMT|UTC)(?:([+-])(\d{1,2})(?::(\d\d))?)?\)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def nfc(text: str) -> str:
    """The composed form, in which names are compared."""
    return unicodedata.normalize("NFC", text)


def plain_key(name: str) -> str:
    """A title as two that mean one are alike in: Unicode form and the number of blanks do not count."""
    return " ".join(nfc(name).split())


def loose_key(name: str) -> str:
    """The same for file names, which lose marks."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold() or plain_key(name)


def number(cell: str) -> Decimal | None:
    """What a cell is worth, where it is a number that survives as one: no `012`, no `-0`, no 16 digits before the point."""
    match = _NUMBER.fullmatch(cell)
    if not match or cell == "-0":
        return None
    plain = Decimal(match[1] + match[3].replace(",", ""))
    if Decimal(repr(float(plain))) != plain or abs(plain) >= 10**15:
        return None
    return Decimal(repr(float(plain / 100))) if match[4] else plain


def are_numbers(cells: list[str]) -> bool:
    """Whether all cells are numbers beyond doubt: of one unit, grouped alike, and none as `1.10`, which may be a version."""
    matches = [match for cell in cells if number(cell) is not None and (match := _NUMBER.fullmatch(cell))]
    if not cells or len(matches) < len(cells) or len({(match[2], match[4]) for match in matches}) > 1:
        return False
    plain = [match[3] for match in matches]
    ungrouped = any(re.match(r"\d{4}", text) for text in plain)
    has_zeros = not matches[0][2] and not matches[0][4] and any(re.search(r"\.\d*0$", text) for text in plain)
    return not has_zeros and not (ungrouped and any("," in text for text in plain))


def dates(cell: str) -> list[date]:
    """The one or two dates a cell is; none where any part of it is something else."""
    found = [_date(part) for part in cell.split(" → ")]
    return [each for each in found if each] if None not in found and len(found) <= 2 else []


def _date(text: str) -> date | None:
    zoned = _ZONED.fullmatch(text)
    if zoned is None:
        return _english_date(text) or _eastern_date(text)
    plain = _english_date(zoned[1]) or _eastern_date(zoned[1])
    if not isinstance(plain, datetime):
        return None
    offset = timedelta(hours=int(zoned[3] or 0), minutes=int(zoned[4] or 0))
    return plain.replace(tzinfo=timezone(-offset if zoned[2] == "-" else offset))


def _english_date(text: str) -> date | None:
    for form in _FORMS:
        try:
            found = datetime.strptime(text, form)
        except ValueError:
            continue
        return found if ":" in form else found.date()
    return None


def _eastern_date(text: str) -> date | None:
    match = _EAST.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(match[at]) for at in (1, 2, 3))
    try:
        if not match[6]:
            return date(year, month, day)
        hour = int(match[6]) % 12 + 12 * bool(match[5]) if match[4] or match[5] else int(match[6])
        return datetime(year, month, day, hour, int(match[7]))  # Notion names no zone
    except ValueError:
        return None


def moment(value: Any) -> date | None:
    """A date from YAML, also one that a reader leaves as text."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return None


def relation(cell: str) -> list[tuple[str, str]]:
    """Title and path of each item of a relation; none where the cell is something else."""
    items, at = [], 0
    while at < len(cell):
        match = RELATION.match(cell, at)
        if match is None:
            return []
        items.append((match["title"], match["path"]))
        at = match.end()
    return items


def same_file(path: str, other: str) -> bool:
    """Whether two paths may be one seen from two folders; a CSV of 2023 writes `.csv` for `.md`."""
    names = [each.rpartition("/")[2] for each in (path, other)]
    return len({name.removesuffix(".csv").removesuffix(".md") for name in names}) == 1


def same_files(cell: str, given: list[str]) -> bool:
    """The same for all files of a cell that are not in the export, so that their paths stay text."""
    items, path = cell.split(", "), re.compile(r"[^\s:]+\.\w{1,5}")
    return len(items) == len(given) and all(
        path.fullmatch(item) and path.fullmatch(other) and same_file(item, other)
        for item, other in zip(items, given, strict=True)
    )
