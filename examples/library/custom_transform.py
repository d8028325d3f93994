"""A step of one's own: notes with a checked box get a tag: python custom_transform.py EXPORT VAULT.

A transform is a function from a vault to a vault. It runs when properties have their types and before notes get their
names. The vault is frozen: what changes is made anew with `dataclasses.replace`.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import exportconv as ec

PROPERTY, TAG = "다 읽음", "읽음"


def is_done(note: ec.Note) -> bool:
    """Whether the box is checked."""
    return any(item.name == PROPERTY and item.value is True for item in note.properties)


def with_tag(note: ec.Note) -> ec.Note:
    """The note with the tag, behind those that it has."""
    tags = next((item for item in note.properties if item.name == "tags"), None)
    if tags is None:
        new = ec.Property(name="tags", raw=TAG, line=1, type=ec.PropertyType.TAGS, value=(TAG,))
        return replace(note, properties=(*note.properties, new))
    old = tags.value if isinstance(tags.value, tuple) else ()
    more = replace(tags, value=(*old, TAG))
    return replace(note, properties=tuple(more if item is tags else item for item in note.properties))


def tag_what_is_done(vault: ec.Vault) -> ec.Vault:
    """The vault with the tag on all notes that are done."""
    return replace(vault, notes=tuple(with_tag(note) if is_done(note) else note for note in vault.notes))


def main(source: str, destination: str) -> None:
    """Converts with the transform, and says what came of it."""
    result = ec.convert(source, destination, transforms=[tag_what_is_done])
    print(result.report.summary())


if __name__ == "__main__":
    main(*sys.argv[1:])
