"""Tell what a column holds from all of its values together.

The mapping, type by type. A column is of the first type that all its values fit:

| the values are | kind | in the frontmatter |
| --- | --- | --- |
| of a column called Tags, Tag, 태그, タグ, 标签 or 標籤 | tags | `tags`, a list |
| `Title (page.md), …`, of which one leads to a page | relation | list of links |
| paths of attachments, and URLs among them | files | list of links and URLs |
| `Yes` or `No`, and no row without | checkbox | `true`, `false` |
| `4.5`; `1,234`, `$1,234.56`, `15%` where all are written alike | number | number, and `X (text)` for what it loses |
| dates; `02/03/2023` where another value proves the order | date | `2024-05-10` |
| the same, some with a time | date and time | `2024-05-10T18:00:00`, with an offset where a zone is named |
| the same, some `A → B` | date range | two properties, `X` and `X (end)` |
| addresses of the web, of mail | url, email | text |
| `TASK-12`, each once | unique id | text |
| names, in a column called as Notion calls its persons | person | text, or a list where a cell has several |
| texts with commas whose parts recur, alone and in other places | multi-select | list |
| texts that recur | select | text |
| anything else | text | text |

An HTML export says what a property holds; then that counts, and a value that does not fit stays text and is reported.
Formulas and rollups are what their values are. A value that fits a type only by changing its text (`012`, `1e5`,
`1.10` among plain numbers) does not fit. `aliases` and `cssclasses` are lists, as Obsidian wants them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from exportconv.model import ColumnKind, DateRange, LinkForm, Property, PropertyType, PropertyValue
from exportconv.syntax.dates import day_comes_first, parse_date
from exportconv.transforms.numbers import formatted_numbers, plain_number
from exportconv.transforms.vocabulary import is_multi_select, is_select, split_items

__all__ = ["Typing", "are_urls", "converted", "infer", "is_inline", "is_tags"]

_TAG_NAMES = frozenset(("tags", "tag", "태그", "タグ", "标签", "標籤"))
_LIST_NAMES = frozenset(("aliases", "cssclasses"))
_PERSON_NAMES = frozenset(
    (
        "assign", "assignee", "assigned to", "owner", "person", "people", "created by", "last edited by",
        "사람", "담당자", "생성자", "작성자", "최종 편집자", "참석자", "担当者", "作成者", "最終更新者", "ユーザー",
        "负责人", "人员", "创建者", "最后编辑者", "負責人", "人員", "建立者", "最後編輯者",
    )
)  # fmt: skip
_URL = re.compile(r"https?://\S+")
_EMAIL = re.compile(r"[^\s@,]+@[^\s@,]+\.[^\s@,]+")
_UNIQUE_ID = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z0-9]{0,9})-\d+")
_CHECKBOX = {"Yes": True, "No": False}
_FORCED_CHECKBOX = {"yes": True, "no": False, "true": True, "false": False}
_FEW = 20
"""One odd value in so many is reported, and one in any column."""

_SAID: Mapping[ColumnKind, PropertyType] = {
    ColumnKind.NUMBER: PropertyType.NUMBER,
    ColumnKind.CHECKBOX: PropertyType.CHECKBOX,
    ColumnKind.MULTI_SELECT: PropertyType.LIST,
}
"""What the source may say that a text holds → the type to convert it to."""

Values = Mapping[str, PropertyValue]


class Typing(NamedTuple):
    """What a column holds, and how its texts become values."""

    kind: ColumnKind = ColumnKind.TEXT
    """What it holds."""
    type: PropertyType = PropertyType.TEXT
    """The type in frontmatter."""
    values: Values = {}  # noqa: RUF012  # nothing writes to it
    """Text → its value; a text that is not here stays text."""
    kept: frozenset[str] = frozenset()
    """Texts of which the value loses something."""
    odd: tuple[ColumnKind, tuple[str, ...]] | None = None
    """What it would hold but for some texts."""


def is_tags(name: str) -> bool:
    """Whether a property of this name holds tags."""
    return name.casefold() in _TAG_NAMES


def is_inline(item: Property) -> bool:
    """Whether the links in a property are Markdown in its text, and no list of links."""
    return bool(item.links) and item.links[0].form not in (LinkForm.RELATION, LinkForm.FILE)


def infer(name: str, items: Sequence[Property], *, is_column: bool, is_full: bool) -> Typing:
    """What a column holds.

    is_column: whether the values are a database's column; a lone value proves less. is_full: whether every row
    has a value.
    """
    texts = Counter(item.raw for item in items)
    special = _by_name(name.casefold(), texts) or _declared(items) or _links(items)
    if special or not texts:
        return special or Typing(ColumnKind.EMPTY)
    found = [
        _checkbox(texts) if is_full else Typing(),
        _number(texts, is_column=is_column),
        _date(texts),
    ]
    for typing in found:
        if len(typing.values) == len(texts):
            return typing
    return _text(name, texts, is_column=is_column)._replace(odd=_odd(found, texts))


def _odd(found: Iterable[Typing], texts: Counter[str]) -> tuple[ColumnKind, tuple[str, ...]] | None:
    """The kind that all but a few values are of, with those few."""
    total = texts.total()
    for typing in found:
        odd = tuple(text for text in texts if text not in typing.values)
        count = sum(texts[text] for text in odd)
        if 0 < count <= max(1, total // _FEW) and total - count > 1:
            return typing.kind, odd
    return None


def _by_name(name: str, texts: Iterable[str]) -> Typing | None:
    if name in _TAG_NAMES:
        return _lists(ColumnKind.TAGS, PropertyType.TAGS, texts)
    if name in _LIST_NAMES:
        return _lists(ColumnKind.MULTI_SELECT, PropertyType.LIST, texts)
    return None


def _lists(kind: ColumnKind, target: PropertyType, texts: Iterable[str]) -> Typing:
    lists = {text: split_items(text) for text in texts}
    return Typing(kind, target, lists, frozenset(text for text, items in lists.items() if ", ".join(items) != text))


def _declared(items: Sequence[Property]) -> Typing | None:
    """The typing that the source asks for: what most of the values are said to be."""
    kinds = Counter(item.kind for item in items if item.kind)
    if not kinds:
        return None
    kind = kinds.most_common(1)[0][0]
    texts = dict.fromkeys(item.raw for item in items)
    if kind in _SAID:
        return converted(_SAID[kind], items)._replace(kind=kind)
    if kind is ColumnKind.DATE:
        return _date(texts)
    if kind is ColumnKind.UNIQUE_ID:
        typing = _number(Counter(texts), is_column=False)
        return typing._replace(kind=kind) if len(typing.values) == len(texts) else Typing(kind)
    if kind is ColumnKind.PERSON:
        is_list = any("," in text for text in texts)
        return _lists(kind, PropertyType.LIST, texts) if is_list else Typing(kind)
    return Typing(kind, PropertyType.LINKS if kind in (ColumnKind.RELATION, ColumnKind.FILES) else PropertyType.TEXT)


def _links(items: Sequence[Property]) -> Typing | None:
    """A column of links: one leads somewhere, and most of the others are links as well, or addresses beside files."""
    lists = [item for item in items if item.links and not is_inline(item)]
    if not any(link.target for item in lists for link in item.links):
        return None
    files = any(item.links[0].form is LinkForm.FILE for item in lists)
    urls = sum(are_urls(item.raw) for item in items if not item.links) if files else 0
    if 2 * (len(lists) + urls) <= len(items):
        return None
    return Typing(ColumnKind.FILES if files else ColumnKind.RELATION, PropertyType.LINKS)


def are_urls(text: str) -> bool:
    """Whether a text is addresses of the web and nothing else, joined as Notion joins them."""
    return all(_URL.fullmatch(part) for part in text.split(", "))


def _checkbox(texts: Iterable[str]) -> Typing:
    return Typing(
        ColumnKind.CHECKBOX, PropertyType.CHECKBOX, {text: _CHECKBOX[text] for text in texts if text in _CHECKBOX}
    )


def _number(texts: Counter[str], *, is_column: bool) -> Typing:
    values: dict[str, PropertyValue] = {text: number for text in texts if (number := plain_number(text)) is not None}
    kept: frozenset[str] = frozenset()
    if is_column and len(values) < len(texts):
        formatted, lossy = formatted_numbers(texts)
        if len(formatted) > len(values):
            values, kept = dict(formatted), lossy
    return Typing(ColumnKind.NUMBER, PropertyType.NUMBER, values, kept)


def _date(texts: Iterable[str]) -> Typing:
    texts = list(texts)
    order = day_comes_first(texts)
    values = {text: value for text in texts if (value := parse_date(text, day_first=order)) is not None}
    moments = [value.start if isinstance(value, DateRange) else value for value in values.values()]
    has_time = any(isinstance(moment, datetime) for moment in moments)
    has_range = any(isinstance(value, DateRange) for value in values.values())
    kind = ColumnKind.RANGE if has_range else ColumnKind.DATETIME if has_time else ColumnKind.DATE
    return Typing(kind, PropertyType.DATETIME if has_time else PropertyType.DATE, values)


def _text(name: str, texts: Counter[str], *, is_column: bool) -> Typing:
    """The kinds of text, of which some are lists."""
    if not is_column:
        return Typing()
    several = _lists(ColumnKind.MULTI_SELECT, PropertyType.LIST, texts)
    if name.casefold() in _PERSON_NAMES:
        is_list = not several.kept and any("," in text for text in texts)
        return several._replace(kind=ColumnKind.PERSON) if is_list else Typing(ColumnKind.PERSON)
    if is_multi_select(texts):
        return several
    tests: Sequence[tuple[ColumnKind, bool]] = (
        (ColumnKind.URL, all(map(_URL.fullmatch, texts))),
        (ColumnKind.EMAIL, all(map(_EMAIL.fullmatch, texts))),
        (ColumnKind.UNIQUE_ID, _are_unique_ids(texts)),
        (ColumnKind.SELECT, is_select(texts)),
    )
    return Typing(next((kind for kind, fits in tests if fits), ColumnKind.TEXT))


def _are_unique_ids(texts: Counter[str]) -> bool:
    matches = [_UNIQUE_ID.fullmatch(text) for text in texts]
    prefixes = {match["prefix"] for match in matches if match}
    return len(texts) > 1 and all(matches) and len(prefixes) == 1 and texts.total() == len(texts)


# ---- types that the configuration asks for


def converted(kind: PropertyType, items: Sequence[Property]) -> Typing:
    """The typing that makes values of one type of all texts that can be one."""
    convert = _CONVERT[kind]
    texts = dict.fromkeys(item.raw for item in items)
    order = day_comes_first(texts)
    values = {text: value for text in texts if (value := convert(text, order)) is not None}
    kept: frozenset[str] = frozenset()
    if kind is PropertyType.NUMBER:
        kept = frozenset(text for text in values if plain_number(text) is None)
    elif kind in (PropertyType.LIST, PropertyType.TAGS):
        kept = _lists(_KINDS[kind], kind, texts).kept
    return Typing(_KINDS[kind], kind, values, kept)


def _forced_number(text: str, _: bool | None) -> PropertyValue | None:
    number = plain_number(text)
    return formatted_numbers([text])[0].get(text) if number is None else number


def _forced_datetime(text: str, day_first: bool | None) -> PropertyValue | None:
    value = parse_date(text, day_first=day_first)
    if isinstance(value, DateRange):
        return DateRange(_moment(value.start), _moment(value.end))
    return _moment(value) if value else None


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


_CONVERT: Mapping[PropertyType, Callable[[str, bool | None], PropertyValue | None]] = {
    PropertyType.TEXT: lambda text, _: text,
    PropertyType.LIST: lambda text, _: split_items(text),
    PropertyType.TAGS: lambda text, _: split_items(text),
    PropertyType.LINKS: lambda text, _: split_items(text) if are_urls(text) else None,
    PropertyType.CHECKBOX: lambda text, _: _FORCED_CHECKBOX.get(text.lower()),
    PropertyType.NUMBER: _forced_number,
    PropertyType.DATE: lambda text, day_first: parse_date(text, day_first=day_first),
    PropertyType.DATETIME: _forced_datetime,
}
_KINDS: Mapping[PropertyType, ColumnKind] = {
    PropertyType.TEXT: ColumnKind.TEXT,
    PropertyType.LIST: ColumnKind.MULTI_SELECT,
    PropertyType.TAGS: ColumnKind.TAGS,
    PropertyType.LINKS: ColumnKind.RELATION,
    PropertyType.CHECKBOX: ColumnKind.CHECKBOX,
    PropertyType.NUMBER: ColumnKind.NUMBER,
    PropertyType.DATE: ColumnKind.DATE,
    PropertyType.DATETIME: ColumnKind.DATETIME,
}
