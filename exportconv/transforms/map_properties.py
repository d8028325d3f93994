"""Give every property its name and type.

The mapping, by what the value of one page says:

- `Yes`, `No` → checkbox
- a plain number that a number can hold without loss → number
- a date, a moment, or a range of them → date or datetime; a range becomes two properties, `X` and `X (end)`
- `Title (page.md), …` and paths of files in the export → links
- `Tags`, `Tag`, `태그`, `タグ`, `标签`, `標籤` → `tags`, a list; in an Obsidian vault in the form tags have there
- `aliases`, `cssclasses` → a list, as Obsidian wants them
- everything else → text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from exportconv.model import (
    DateRange,
    LinkForm,
    Note,
    Property,
    PropertyType,
    PropertyValue,
    Vault,
    evolve,
    range_names,
)
from exportconv.options import Options
from exportconv.report import Code, Issue
from exportconv.syntax.dates import parse_date
from exportconv.syntax.tags import to_tag

__all__ = ["map_properties"]

_TAG_NAMES = frozenset(("tags", "tag", "태그", "タグ", "标签", "標籤"))
_LIST_NAMES = frozenset(("aliases", "cssclasses"))
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")
_CHECKBOX = {"yes": True, "no": False, "true": True, "false": False}


def map_properties(vault: Vault, options: Options) -> Vault:
    """The vault with every property renamed, dropped and typed as the options and its value say."""
    issues: list[Issue] = []
    notes = tuple(
        note if note.frontmatter or not note.properties else _mapped(note, options, issues) for note in vault.notes
    )
    return evolve(vault, notes=notes, issues=vault.issues + tuple(issues))


def _mapped(note: Note, options: Options, issues: list[Issue]) -> Note:
    rules = options.properties
    mapped: dict[str, Property] = {}
    taken = {"notion-id"} if options.keep_ids else set()
    numbers: dict[str, int] = {}
    for item in note.properties:
        if item.name in rules.drop:
            continue
        name = rules.rename.get(item.name) or ("tags" if item.name.casefold() in _TAG_NAMES else item.name)
        kind, value = _type_of(item, name, rules.types.get(item.name), note, issues)
        if kind is PropertyType.TAGS and name in mapped and mapped[name].type is PropertyType.TAGS:
            mapped[name] = evolve(mapped[name], value=(*_texts(mapped[name].value), *_texts(value)))
            continue
        free = _free_name(name, value, taken, numbers)
        if free != name:
            issues.append(Issue(Code.PROPERTY_RENAMED, note.path, item.line, f"{name!r} is there twice, now {free!r}"))
        links = item.links if kind is PropertyType.LINKS or _is_inline(item) else ()
        mapped[free] = Property(name=free, raw=item.raw, line=item.line, type=kind, value=value, links=links)
    if options.to == "obsidian":
        mapped = {name: _as_obsidian(item, note, issues) for name, item in mapped.items()}
    return evolve(note, properties=tuple(mapped.values()))


def _texts(value: PropertyValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _free_name(name: str, value: PropertyValue, taken: set[str], numbers: dict[str, int]) -> str:
    """The property's name, numbered where it or the name of a range's end is taken; both are taken then."""
    number = numbers.get(name, 1)
    free = name if number == 1 else f"{name} {number}"
    while not taken.isdisjoint(keys := [key.casefold() for key in range_names(free, value)]):
        number += 1
        free = f"{name} {number}"
    numbers[name] = number
    taken.update(keys)
    return free


def _type_of(
    item: Property, name: str, forced: str | None, note: Note, issues: list[Issue]
) -> tuple[PropertyType, PropertyValue]:
    if forced is None:
        return _infer(item, name.casefold())
    kind = PropertyType(forced)
    value = _CONVERT[kind](item)
    if value is None:
        message = f"{item.raw!r} of property {item.name!r} is no {forced}"
        issues.append(Issue(Code.PROPERTY_KEPT_TEXT, note.path, item.line, message))
        return PropertyType.TEXT, item.raw
    return kind, value


def _infer(item: Property, name: str) -> tuple[PropertyType, PropertyValue]:
    if name == "tags":
        return PropertyType.TAGS, _list(item)
    if name in _LIST_NAMES:
        return PropertyType.LIST, _list(item)
    for kind in (PropertyType.LINKS, PropertyType.CHECKBOX, PropertyType.NUMBER, PropertyType.DATE):
        value = _CONVERT[kind](item)
        if value is not None and not (kind is PropertyType.CHECKBOX and item.raw not in ("Yes", "No")):
            moment = value.start if isinstance(value, DateRange) else value
            return PropertyType.DATETIME if isinstance(moment, datetime) else kind, value
    return PropertyType.TEXT, item.raw


def _is_inline(item: Property) -> bool:
    return bool(item.links) and item.links[0].form not in (LinkForm.RELATION, LinkForm.FILE)


def _links(item: Property) -> PropertyValue | None:
    return "" if not _is_inline(item) and any(link.target for link in item.links) else None


def _list(item: Property) -> tuple[str, ...]:
    return tuple(part.strip() for part in item.raw.split(", ") if part.strip())


def _number(item: Property) -> int | float | None:
    if not _NUMBER.fullmatch(item.raw):
        return None
    if "." not in item.raw:
        return int(item.raw)
    return float(item.raw) if repr(float(item.raw)) == item.raw else None


def _date(item: Property) -> date | DateRange | None:
    return parse_date(item.raw)


def _datetime(item: Property) -> date | DateRange | None:
    value = parse_date(item.raw)
    if isinstance(value, DateRange):
        return DateRange(_moment(value.start), _moment(value.end))
    return _moment(value) if value else None


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


_CONVERT: Mapping[PropertyType, Callable[[Property], PropertyValue | None]] = {
    PropertyType.TEXT: lambda item: item.raw,
    PropertyType.LIST: _list,
    PropertyType.TAGS: _list,
    PropertyType.LINKS: _links,
    PropertyType.CHECKBOX: lambda item: _CHECKBOX.get(item.raw.lower()),
    PropertyType.NUMBER: _number,
    PropertyType.DATE: _date,
    PropertyType.DATETIME: _datetime,
}


def _as_obsidian(item: Property, note: Note, issues: list[Issue]) -> Property:
    """Tags in the form Obsidian has for them; every other property as it is."""
    if item.type is not PropertyType.TAGS or not isinstance(item.value, tuple):
        return item
    tags: dict[str, None] = {}
    for text in item.value:
        tag = to_tag(text)
        if tag not in (text, "-".join(text.split()), f"y{text}"):
            message = (
                f"the tag {text!r} is written as {tag!r}" if tag else f"{text!r} cannot be a tag and stays as it is"
            )
            issues.append(Issue(Code.TAG_CHANGED, note.path, item.line, message))
        tags.setdefault(tag or text)
    return evolve(item, value=tuple(tags))
