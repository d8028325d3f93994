"""Properties with values of different types: Obsidian has one type for each name in the whole vault.

As in conversions, texts may stand beside lists and dates beside dates with a time. Empty values have no type, and
templates say nothing about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.model import Note, Property, PropertyType
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.head_values import entries_in
from exportconv.normalize.rules.templates import is_template
from exportconv.transforms.unify_types import alike

__all__ = ["RULE"]

_EXEMPT = frozenset(("tags", "aliases"))


class _Seen(NamedTuple):
    """What notes say about one property."""

    kinds: Counter[PropertyType]
    groups: Counter[PropertyType]
    first: dict[PropertyType, tuple[Note, str]]


def _check(repository: Repository) -> Iterator[Finding]:
    found = _seen(repository)
    findings = [_finding(seen) for seen in found.values() if len(seen.groups) > 1]
    places: dict[str, int] = {note.path: at for at, note in enumerate(repository.vault.notes)}
    yield from sorted(findings, key=lambda item: (places[item.path], item.line))


def _seen(repository: Repository) -> dict[str, _Seen]:
    is_left_alone = is_template(repository)
    found: dict[str, _Seen] = {}
    for note in repository.vault.notes:
        if note.properties and not is_left_alone(note.path):
            for item in note.properties:
                key = item.name.casefold()
                if key not in _EXEMPT and not _is_empty(item):
                    seen = found.get(key)
                    if seen is None:
                        seen = found[key] = _Seen(Counter(), Counter(), {})
                    group = alike(item.type)
                    seen.kinds[item.type] += 1
                    seen.groups[group] += 1
                    seen.first.setdefault(group, (note, item.name))
    return found


def _is_empty(item: Property) -> bool:
    return not item.raw or item.value == ()


def _finding(seen: _Seen) -> Finding:
    """The finding at the first note with the rarest type; of two that are as rare, the one that came later."""
    rarest = min(reversed(seen.groups), key=lambda group: seen.groups[group])
    note, name = seen.first[rarest]
    line = next((entry.key.line for entry in entries_in(note.frontmatter) if entry.key.text == name), 1)
    told = ", ".join(f"{kind} in {count}" for kind, count in seen.kinds.most_common())
    return Finding(Code.TYPES_DIFFER, note.path, line, f"property {name!r} has several types: {told}")


RULE = Rule(Code.TYPES_DIFFER, Fix.NONE, _check, "A property has values of different types in different notes.")
