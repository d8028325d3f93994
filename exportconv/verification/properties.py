"""Whether the frontmatter of a note says what the properties of its page say.

| on the page | the note may have instead |
|---|---|
| a date in any form | the same day, as `2024-05-10`; the time of day is not compared |
| `A → B` | two properties, the second with ` (end)` behind its name |
| a number with groups, a currency or a percent sign | the number |
| `Yes`, `No` | `true`, `false` |
| any other words | the same words, among others; in a link they may be written without blanks |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import Any, NamedTuple

from exportconv.paths import decode_path, nfc
from exportconv.verification.marks import words_of

__all__ = ["Pair", "is_written", "lost_property"]

_TAGS = frozenset(("tags", "tag", "태그", "タグ", "标签", "標籤"))
_TARGET = re.compile(r" \((?:[^()]|\([^()]*\))*\)")
_TYPED = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?:T[\d:+\-.Z]+)?|true|false|-?[\d.e+]+")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"\by(?=\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = (
    re.compile(r"(?P<year>\d{4}) ?[-./年년] ?(?P<month>\d{1,2}) ?[-./月월] ?(?P<day>\d{1,2})"),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2}) (?P<name>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
)
"""Of the last one nobody knows which of the two is the month."""
_ARROW, _END = "→", " (end)"


class Pair(NamedTuple):
    """A property of a page of Notion's."""

    key: str
    value: str


def is_written(key: str, values: Mapping[str, Any]) -> bool:
    """Whether frontmatter has a property, under its own name or the one that it got."""
    return next(_names(key, values), None) is not None


def lost_property(pairs: Iterable[Pair], values: Mapping[str, Any], renamed: Mapping[str, str | None]) -> str | None:
    """What of a page's properties its note does not say, as a sentence; None where it says all of it.

    renamed: names that the options change, with the new name or, for one that is left out, None.
    """
    for key, seen in pairs:
        name = renamed.get(key.strip(), key)
        value = " ".join(words_of(seen))
        if name is None or not value:
            continue
        names = list(_names(name, values))
        if not names:
            return f"the property {key.strip()!r} is not there"
        if not any(_says(value, each, values) for each in names):
            return f"the property {key.strip()!r} does not say {value!r}"
    return None


def _names(key: str, values: Mapping[str, Any]) -> Iterator[str]:
    """The names that a property may have got: a second one of a name gets a number, a text what a number loses."""
    name = key.strip()
    if key in values:
        yield key
    if key.casefold() in _TAGS and "tags" in values:
        yield "tags"
    for other in values:
        tail = other.removeprefix(name)
        is_like = tail != other and (tail.strip().isdigit() or tail == " (text)" or key not in values)
        if other != key and ((is_like and tail[:1] == " ") or other.casefold() == name.casefold()):
            yield other


def _says(value: str, name: str, values: Mapping[str, Any]) -> bool:
    """Whether a property of a note says a value of a page."""
    written = " ".join(words_of(" ".join(_scalars(values[name]))))
    if written == value:
        return True
    if name == "tags":
        # a tag of digits alone gets a letter
        written += " " + _LETTER.sub("", written)
    typed = _TYPED.fullmatch(written)
    if not typed:
        return _has_words(value, written)
    if not typed["date"]:
        return _is_box(value, written) if written in ("true", "false") else _is_number(value, written)
    start, arrow, end = (part.strip() for part in value.partition(_ARROW))
    if not arrow:
        return _is_day(value, written)
    last = " ".join(_scalars(values.get(name + _END, ""))).strip()
    # the end of a day on which it has begun is only a time
    is_time = not re.search(r"\d{4}", end)
    return _is_day(start, written) and (last[:10] == written[:10] if is_time else _is_day(end, last))


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _scalars(each)
    elif isinstance(value, list):
        for each in value:
            yield from _scalars(each)
    else:
        yield str(value)


def _has_words(value: str, written: str) -> bool:
    there = nfc(decode_path(written)).casefold()
    words = set(_WORD.findall(there))
    plain = nfc(decode_path(_TARGET.sub("", value))).casefold()
    if all(word in words for word in _WORD.findall(plain)):
        return True
    # names of files are written without blanks now and then
    joined = "".join(_WORD.findall(there))
    return "[" in written and all(word in joined for word in _WORD.findall(plain.rpartition("/")[2]))


def _is_box(value: str, written: str) -> bool:
    return value not in ("Yes", "No") or (value == "Yes") == (written == "true")


def _is_number(value: str, written: str) -> bool:
    numbers = [float(found.replace(",", "")) for found in _NUMBER.findall(value)]
    if not numbers:
        return True
    try:
        number = abs(float(written))
    except ValueError:
        return written in value
    is_negative = written.startswith("-")
    return is_negative == ("-" in value) and any(isclose(number, each / part) for each in numbers for part in (1, 100))


def _is_day(value: str, written: str) -> bool:
    """Whether a date is that of a page; in doubt, in words that nobody has thought of, its numbers decide."""
    if not _TYPED.fullmatch(written):
        return _has_words(value, written)
    year, month, day = (int(part) for part in written[:10].split("-"))
    for form in _DATES:
        match = form.search(value)
        if match:
            named = match.groupdict()
            name = (named.get("name") or "").casefold()[:3]
            if name and name not in _MONTHS:
                continue
            found = (int(match["day"]), _MONTHS.index(name) + 1 if name else int(match["month"]))
            pairs = (found, found[::-1]) if form is _DATES[-1] else (found,)
            return int(match["year"]) == year and (day, month) in pairs
    numbers = {int(found) for found in re.findall(r"\d+", value)}
    return not numbers or (day in numbers and month in numbers and bool({year, year % 100} & numbers))
