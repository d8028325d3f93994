"""Dates as Notion writes them: English, Korean, Japanese, Chinese and numeric, with time, zone and range.

Anchored patterns only: what is not surely a date is None, never a guess (`02/03/2023` has two readings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone

from exportconv.model import DateRange

__all__ = ["day_comes_first", "parse_date"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_MONTH_WORD = r"(?P<month_word>[A-Za-z]{3,9})\.?"
_DIGIT = re.compile(r"[0-9]")
_WEEKDAY = r"(?:\s*\(?[월화수목금토일月火水木金土日](?:요일|曜日)?\)?)?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})년 ?(?P<month>\d{1,2})월 ?(?P<day>\d{1,2})일" + _WEEKDAY,
        r"(?P<year>\d{4})年 ?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})日" + _WEEKDAY,
        _MONTH_WORD + r" (?P<day>\d{1,2}), (?P<year>\d{4})",
        r"(?P<day>\d{1,2}) " + _MONTH_WORD + r",? (?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})",
    )
)
_HALVES = {
    "am": 0, "pm": 12, "오전": 0, "오후": 12, "午前": 0, "午後": 12,
    "上午": 0, "凌晨": 0, "早上": 0, "下午": 12, "中午": 12, "晚上": 12,
}  # fmt: skip
_HALF = "오전|오후|午前|午後|上午|凌晨|早上|下午|中午|晚上"
_TIME = re.compile(
    rf"(?P<before>{_HALF})? ?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?"
    r"(?:[ \u202f](?P<after>[AaPp]\.?[Mm]\.?))?(?: ?\((?P<zone>[A-Za-z0-9+:\-]+)\)| ?(?P<offset>Z|[+-]\d{2}:\d{2}))?"
)
# Names that mean one offset only; CST or BST mean several and are left alone.
_ZONES = {
    "utc": 0, "gmt": 0, "kst": 9, "jst": 9, "est": -5, "edt": -4, "cdt": -5, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "cest": 2,
}  # fmt: skip
_OFFSET = re.compile(r"(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?", re.IGNORECASE)


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether dates such as `02/03/2023` mean the 2nd of March, if other texts of their column prove it.

    `25/03/2023` proves that days come first, `03/25/2023` that months do; None without proof, or with both.
    """
    found = set()
    for text in texts:
        for part in text.split(" → "):
            match = _DATES[-1].match(part.strip())
            if match:
                first, second = int(match["first"]), int(match["second"])
                found |= {first > 12} if (first > 12) != (second > 12) else set()
    return found.pop() if len(found) == 1 else None


def parse_date(text: str, *, day_first: bool | None = None) -> date | datetime | DateRange | None:
    """A date, a moment or a range of them (`A → B`); None for everything else.

    A moment has an offset only where the text names a zone. The right side of a range may be a time alone.
    day_first: how `02/03/2023` is meant; it is no date where that is not known.

    >>> parse_date("2022년 12월 17일 오후 6:00")
    datetime.datetime(2022, 12, 17, 18, 0)
    """
    if not _DIGIT.search(text):
        return None
    left, arrow, right = text.strip().partition(" → ")
    start = _moment(left, day_first)
    if start is None or not arrow:
        return start
    end = _moment(right, day_first)
    if end is None and isinstance(start, datetime):
        clock = _time(right)
        end = datetime.combine(start.date(), clock) if clock else None
    if end is None:
        return None
    return DateRange(*_one_zone(start, end))


def _one_zone(start: date, end: date) -> tuple[date, date]:
    """Both ends with the zone that one of them names: Notion writes it once for a range."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        zone = start.tzinfo or end.tzinfo
        return start.replace(tzinfo=start.tzinfo or zone), end.replace(tzinfo=end.tzinfo or zone)
    return start, end


def _moment(text: str, day_first: bool | None) -> date | datetime | None:
    for pattern in _DATES:
        match = pattern.match(text)
        if match:
            break
    else:
        return None
    day = _day(match, day_first)
    rest = text[match.end() :]
    if day is None or not rest:
        return day
    clock = _time(rest[1:]) if rest[0] in " ,T\u00a0" else None
    return datetime.combine(day, clock) if clock else None


def _day(match: re.Match[str], day_first: bool | None) -> date | None:
    parts = match.groupdict()
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second and day_first is None:
            return None
        month, day = (second, first) if first > 12 or (day_first and second <= 12) else (first, second)
    else:
        word = parts.get("month_word")
        month, day = _MONTH.get(word.lower(), 0) if word else int(parts["month"]), int(parts["day"])
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text.strip())
    if match is None or (match["before"] and match["after"]):
        return None
    half = (match["before"] or match["after"] or "").lower().replace(".", "")
    hour = int(match["hour"])
    if half and not 1 <= hour <= 12:
        return None
    if half:
        if half == "晚上" and hour == 12:
            return None
        hour = hour if half == "中午" and hour >= 11 else hour % 12 + _HALVES[half]
    zone = _zone(match["zone"] or match["offset"])
    if zone is None and (match["zone"] or match["offset"]):
        return None
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0), tzinfo=zone)
    except ValueError:
        return None


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    if name == "Z" or name.lower() in _ZONES:
        return timezone(timedelta(hours=_ZONES.get(name.lower(), 0)))
    match = _OFFSET.fullmatch(name)
    if match is None:
        return None
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes))
