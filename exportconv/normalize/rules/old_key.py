"""Properties by the names that Obsidian dropped with 1.9: `tag`, `alias` and `cssclass`.

Under their new names the values have to be lists. A text becomes one as Obsidian read it before: tags and classes end
at commas and blanks, aliases at commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.head_values import HeadEntry, HeadScalar, entries_in
from exportconv.syntax.edits import Edit
from exportconv.syntax.frontmatter import load, scalar
from exportconv.syntax.lines import line_head

__all__ = ["RULE"]

_NEW = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}
_MAY_BE = re.compile(r"\b(?:tag|alias|cssclass)\b")
_BETWEEN = re.compile(r":[ \t]++")
_LINK = re.compile(r"[ \t]*+:\s*+!?\[\[")
"""A wikilink without quotes, which is a text when it has them."""
_ENDS = {"tag": re.compile(r"[,\s]+"), "alias": re.compile(r","), "cssclass": re.compile(r"[,\s]+")}


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        head = note.frontmatter
        if not head or not _MAY_BE.search(head):
            continue
        entries = list(entries_in(head))
        names = [entry.key.text.lower() for entry in entries]
        for entry in entries:
            old = entry.key.text
            if new := _NEW.get(old):
                is_free = names.count(old) == 1 and new not in names
                edit = _edit(head, entry, new) if is_free else None
                yield Finding(Code.OLD_KEY, note.path, entry.key.line, f"Obsidian reads {new}, not {old}", edit)


def _edit(head: str, entry: HeadEntry, new: str) -> Edit | None:
    """What renames a property and makes a list of its text; None where that is not sure."""
    key, value = entry.key, entry.value
    if entry.in_flow or key.is_marked or (value and value.is_marked) or _LINK.match(head, key.span.end):
        return None
    if entry.items is not None or (value and value.is_plain and value.text in ("", "~", "null")):
        return Edit(key.span, new)
    indent = line_head(head, key.span.start, " ")
    if value is None or indent is None or not _BETWEEN.fullmatch(head, key.span.end, value.span.start):
        return None
    items = list(_items(head, key.text, value))
    line_end = "\r\n" if head[: head.index("\n") + 1].endswith("\r\n") else "\n"
    text = "".join(f"{line_end}{indent}  - {item}" for item in items)
    return Edit(key.span._replace(end=value.span.end), f"{new}:{text}") if items else None


def _items(head: str, name: str, value: HeadScalar) -> Iterable[str]:
    """The items of the list that a text becomes, as YAML."""
    if value.is_plain:
        read = (load(f"---\nx: {value.text}\n---\n") or {}).get("x")
        if not isinstance(read, str):
            return [value.text]
    elif value.quote in "|>" or "\n" in head[slice(*value.span)] or (name == "alias" and "," in value.text):
        return []
    parts = (part.strip() for part in _ENDS[name].split(value.text))
    return [scalar(part) for part in parts if part]


RULE = Rule(Code.OLD_KEY, Fix.UNSAFE, _check)
