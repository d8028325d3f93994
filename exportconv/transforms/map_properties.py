"""Give every property its name and type; `column_types` has the mapping, type by type.

Values of a database's rows get the type of their whole column. A property of any other page is a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from exportconv.codes import Code
from exportconv.model import (
    Column,
    ColumnKind,
    Database,
    Link,
    Note,
    Property,
    PropertyType,
    PropertyValue,
    Vault,
    evolve,
    written_names,
)
from exportconv.options import Options, PropertyRules
from exportconv.paths import SourcePath, nfc
from exportconv.report import Issue
from exportconv.syntax.tags import to_tag
from exportconv.transforms.column_types import Typing, are_urls, converted, infer, is_inline, is_tags
from exportconv.transforms.vocabulary import split_items

__all__ = ["map_properties"]


@dataclass(frozen=True, slots=True)
class _Schema:
    """How the properties of a database's rows are named and typed."""

    names: Mapping[str, str]
    """Column → property."""
    typings: Mapping[str, Typing]
    """Column → its typing."""
    taken: frozenset[str]
    """All names that their values are written under, in lower case."""


@dataclass(slots=True)
class _Names:
    """The names given so far, equal ones told apart by numbers; case does not count in Obsidian."""

    taken: set[str]
    numbers: dict[str, int] = field(default_factory=dict)

    def free(self, name: str, values: Iterable[PropertyValue], *, keeps_text: bool) -> str:
        """The name, numbered where it or one of those it is written under is taken; all are taken then."""
        number = self.numbers.get(name, 1)
        free = name if number == 1 else f"{name} {number}"
        values = list(values) or [""]
        while not self.taken.isdisjoint(keys := _keys(free, values, keeps_text=keeps_text)):
            number += 1
            free = f"{name} {number}"
        self.numbers[name] = number
        self.taken.update(keys)
        return free


def _keys(name: str, values: Iterable[PropertyValue], *, keeps_text: bool) -> set[str]:
    return {key.casefold() for value in values for key in written_names(name, value, keeps_text=keeps_text)}


def map_properties(vault: Vault, options: Options) -> Vault:
    """The vault with every property renamed, dropped and typed as the options and its column say."""
    issues: list[Issue] = []
    rows: dict[SourcePath, list[Note]] = {database.path: [] for database in vault.databases}
    for note in vault.notes:
        if note.database and not note.frontmatter:
            rows[note.database].append(note)
    schemas: dict[SourcePath, _Schema] = {}
    databases = []
    for database in vault.databases:
        schema, columns = _schema(database, rows[database.path], options, issues)
        schemas[database.path] = schema
        databases.append(evolve(database, columns=columns))
    notes = tuple(
        note
        if note.frontmatter or not note.properties
        else _mapped(note, schemas.get(note.database or note.path), options, issues)
        for note in vault.notes
    )
    return evolve(vault, notes=notes, databases=tuple(databases), issues=vault.issues + tuple(issues))


def _schema(
    database: Database, notes: Sequence[Note], options: Options, issues: list[Issue]
) -> tuple[_Schema, tuple[Column, ...]]:
    """Names and types of a database's columns, from the values of all its rows."""
    rules = options.rules_of(database.title)
    items: dict[str, list[Property]] = {column.key(): [] for column in database.columns}
    for note in notes:
        for item in note.properties:
            if item.name in items:
                items[item.name].append(item)
    names, typings, columns = {}, {}, []
    given = _Names(_reserved(options))
    for at, column in enumerate(database.columns):
        key = column.key()
        values = items[key]
        if at == database.title_column:
            columns.append(evolve(column, kind=ColumnKind.TITLE))
            continue
        typing = _typing(key, values, rules, is_column=True, is_full=len(values) == len(notes))
        typings[key] = typing
        if typing.odd:
            issues.append(_odd_issue(database, key, values, typing.odd))
        if key in rules.drop:
            columns.append(evolve(column, kind=typing.kind, type=typing.type))
            continue
        names[key] = _property_name(key, typing, rules, given, database, issues)
        columns.append(evolve(column, kind=typing.kind, type=typing.type, property=names[key]))
    return _Schema(names, typings, frozenset(given.taken)), tuple(columns)


def _reserved(options: Options) -> set[str]:
    return {"notion-id"} if options.keep_ids else set()


def _typing(name: str, items: Sequence[Property], rules: PropertyRules, *, is_column: bool, is_full: bool) -> Typing:
    forced = rules.types.get(name)
    if forced and not (forced == "links" and any(item.links for item in items)):
        return converted(PropertyType(forced), items)
    return infer(rules.rename.get(name, name), items, is_column=is_column, is_full=is_full)


def _odd_issue(
    database: Database, name: str, items: Iterable[Property], odd: tuple[ColumnKind, tuple[str, ...]]
) -> Issue:
    kind, texts = odd
    first = next(item for item in items if item.raw == texts[0])
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    message = f"column {name!r} of {database.title!r} is {kind} but for {texts[0]!r}{more}, and stays text"
    return Issue(Code.ODD_VALUE, first.source or database.path, first.line if first.source else 0, message)


def _property_name(
    name: str, typing: Typing, rules: PropertyRules, given: _Names, database: Database, issues: list[Issue]
) -> str:
    """The name a column's property has in every row."""
    wanted = nfc(rules.rename.get(name) or ("tags" if is_tags(name) else name))
    if typing.type is PropertyType.TAGS and wanted == "tags" and wanted in given.taken:
        return wanted
    free = given.free(wanted, typing.values.values(), keeps_text=bool(typing.kept))
    if free != wanted:
        message = f"two columns of {database.title!r} would be {wanted!r}; {name!r} is now {free!r}"
        issues.append(Issue(Code.PROPERTY_RENAMED, database.path, 1, message))
    return free


def _mapped(note: Note, schema: _Schema | None, options: Options, issues: list[Issue]) -> Note:
    rules = options.properties
    mapped: dict[str, Property] = {}
    names = _Names(_reserved(options) | (schema.taken if schema else frozenset()))
    left_out = _left_out(options)
    for item in note.properties:
        if item.kind in left_out:
            continue
        if schema and item.name in schema.typings:
            name = schema.names.get(item.name)
            typed = _typed(item, name, schema.typings[item.name], note, issues) if name else None
        else:
            typed = None if item.name in rules.drop else _named_alone(item, rules, names, mapped, note, issues)
        if typed:
            mapped[typed.name] = _merged(mapped[typed.name], typed) if typed.name in mapped else typed
    if options.to == "obsidian":
        mapped = {name: _as_obsidian(item, note, issues) for name, item in mapped.items()}
    return evolve(note, properties=tuple(mapped.values()))


def _left_out(options: Options) -> set[ColumnKind | None]:
    wanted = {ColumnKind.COVER: options.cover, ColumnKind.ICON: options.icon}
    return {kind for kind, is_wanted in wanted.items() if not is_wanted}


def _merged(first: Property, item: Property) -> Property:
    """Two properties that are tags both, as one."""
    if not (isinstance(first.value, tuple) and isinstance(item.value, tuple)):
        return item
    keeps_text = first.keeps_text or item.keeps_text
    return evolve(first, value=first.value + item.value, raw=f"{first.raw}, {item.raw}", keeps_text=keeps_text)


def _named_alone(
    item: Property,
    rules: PropertyRules,
    names: _Names,
    mapped: Mapping[str, Property],
    note: Note,
    issues: list[Issue],
) -> Property:
    """A property that belongs to no column, named and typed."""
    name = nfc(rules.rename.get(item.name) or ("tags" if is_tags(item.name) else item.name))
    typed = _typed(item, name, _typing(item.name, [item], rules, is_column=False, is_full=True), note, issues)
    if name == "tags" and name in mapped and typed.type is mapped[name].type is PropertyType.TAGS:
        return typed
    free = names.free(name, [typed.value], keeps_text=typed.keeps_text)
    if free != name:
        issues.append(Issue(Code.PROPERTY_RENAMED, note.path, item.line, f"{name!r} is there twice, now {free!r}"))
    return typed if free == name else evolve(typed, name=free)


def _typed(item: Property, name: str, typing: Typing, note: Note, issues: list[Issue]) -> Property:
    raw, kind = item.raw, typing.type
    if kind is PropertyType.LINKS and item.links and not is_inline(item):
        return evolve(item, name=name, type=kind, value="")
    value = typing.values.get(raw)
    if value is not None:
        links = _kept_links(item, value)
        return evolve(item, name=name, type=kind, value=value, links=links, keeps_text=raw in typing.kept)
    if kind is PropertyType.LINKS:
        # addresses among files, or a text among links
        return evolve(item, name=name, type=kind, value=split_items(raw) if are_urls(raw) else (raw,), links=())
    if typing.type is not PropertyType.TEXT:
        message = f"{item.raw!r} of property {item.name!r} is no {typing.type}"
        issues.append(Issue(Code.PROPERTY_KEPT_TEXT, item.source or note.path, item.line, message))
    return evolve(item, name=name, type=PropertyType.TEXT, value=raw, links=_kept_links(item, raw))


def _kept_links(item: Property, value: PropertyValue) -> tuple[Link, ...]:
    """Links in a text are printed anew; those of a list of links have no place in one."""
    return item.links if isinstance(value, str) and is_inline(item) else ()


def _as_obsidian(item: Property, note: Note, issues: list[Issue]) -> Property:
    """Tags in the form Obsidian has for them; every other property as it is."""
    if item.type is not PropertyType.TAGS or not isinstance(item.value, tuple):
        return item
    tags: dict[str, None] = {}
    keeps_text = item.keeps_text
    for text in item.value:
        tag = to_tag(text)
        if tag not in (text, "-".join(text.split()), f"y{text}"):
            keeps_text = True
            message = f"the tag {text!r} is written as {tag!r}" if tag else f"{text!r} cannot be a tag"
            issues.append(Issue(Code.TAG_CHANGED, item.source or note.path, item.line, message))
        if tag:
            tags.setdefault(tag)
    return evolve(item, value=tuple(tags), keeps_text=keeps_text)
