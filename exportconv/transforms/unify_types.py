"""Give each property one type in the whole vault, as Obsidian wants it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from exportconv.codes import Code
from exportconv.model import Note, Property, PropertyType, Vault, evolve, written_names
from exportconv.options import TYPES_FILE, Options
from exportconv.report import Issue

__all__ = ["alike", "unify_types"]

_ALIKE = {
    PropertyType.DATETIME: PropertyType.DATE,
    PropertyType.LIST: PropertyType.TEXT,
    PropertyType.LINKS: PropertyType.TEXT,
    PropertyType.TAGS: PropertyType.TEXT,
}
_WORDS = {
    PropertyType.TEXT: "text", PropertyType.NUMBER: "number", PropertyType.CHECKBOX: "checkbox",
    PropertyType.DATE: "date", PropertyType.DATETIME: "datetime", PropertyType.LIST: "multitext",
    PropertyType.LINKS: "multitext", PropertyType.TAGS: "tags",
}  # fmt: skip

_SPECIAL = {"tags": "tags", "aliases": "aliases", "cssclasses": "multitext"}


def unify_types(vault: Vault, options: Options) -> Vault:
    """The vault with the one type of each property in Obsidian's words, where Obsidian is the target.

    Dates, some with a time, are date and time; texts and lists are lists, and the texts become lists of one; other
    mixtures are shown as text and reported. What the destination's `types.json` says already, stays.
    """
    if options.to != "obsidian":
        return vault
    found: dict[str, dict[PropertyType, tuple[str, Note, Property]]] = {}
    for note in vault.notes:
        for item in note.properties if note.frontmatter is None else ():
            for name, kind in _written(item):
                found.setdefault(name.casefold(), {}).setdefault(kind, (name, note, item))
    known, issues = _known(options)
    is_readable = not issues
    types: dict[str, str] = {}
    lists = set()
    for key, kinds in found.items():
        name, note, item = next(iter(kinds.values()))
        unified = _unified(kinds)
        if unified is None:
            words = ", ".join(sorted(_WORDS[kind] for kind in kinds))
            message = f"property {name!r} is {words} in different notes; Obsidian shows it as text"
            issues.append(Issue(Code.TYPES_DIFFER, item.source or note.path, item.line, message))
        kind = unified or PropertyType.TEXT
        if key not in known:
            types[name] = _SPECIAL.get(key, _WORDS[kind])
        elif known[key] != _WORDS[kind] and key not in _SPECIAL:
            message = f"property {name!r} is {_WORDS[kind]}, but {known[key]} in the vault, and stays that"
            issues.append(Issue(Code.TYPES_DIFFER, TYPES_FILE, 0, message))
        if kind is PropertyType.LIST and PropertyType.TEXT in kinds:
            lists.add(key)
    notes = tuple(_as_lists(note, lists) for note in vault.notes) if lists else vault.notes
    return evolve(
        vault, notes=notes, property_types=types if is_readable else None, issues=vault.issues + tuple(issues)
    )


def _written(item: Property) -> Iterator[tuple[str, PropertyType]]:
    names = written_names(item.name, item.value, keeps_text=item.keeps_text)
    for name in names:
        yield name, PropertyType.TEXT if item.keeps_text and name == names[-1] else item.type


def _unified(kinds: Mapping[PropertyType, object]) -> PropertyType | None:
    """The one type for several; None where they have nothing in common."""
    if len(kinds) == 1:
        return next(iter(kinds))
    groups = set(map(alike, kinds))
    if len(groups) > 1:
        return None
    return PropertyType.DATETIME if groups == {PropertyType.DATE} else PropertyType.LIST


def alike(kind: PropertyType) -> PropertyType:
    """The same for types that one type serves: dates with and without a time, texts and lists."""
    return _ALIKE.get(kind, kind)


def _known(options: Options) -> tuple[Mapping[str, Any], list[Issue]]:
    """Types that the destination has already, by name in lower case."""
    if options.vault_types is None:
        return {}, []
    try:
        types = json.loads(options.vault_types)["types"]
        return {name.casefold(): word for name, word in types.items()}, []
    except (ValueError, KeyError, TypeError, AttributeError):
        message = "cannot be read, so no types are added to it"
        return {}, [Issue(Code.TYPES_DIFFER, TYPES_FILE, 0, message)]


def _as_lists(note: Note, names: set[str]) -> Note:
    if note.frontmatter is not None or not any(item.name.casefold() in names for item in note.properties):
        return note
    return evolve(note, properties=tuple(_as_list(item, names) for item in note.properties))


def _as_list(item: Property, names: set[str]) -> Property:
    if item.type is not PropertyType.TEXT or item.name.casefold() not in names or item.links:
        return item
    return evolve(item, type=PropertyType.LIST, value=(str(item.value),))
