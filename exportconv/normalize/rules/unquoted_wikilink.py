"""Wikilinks in frontmatter without quotes: to YAML they are lists in lists, and Obsidian shows no links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from exportconv.codes import Code
from exportconv.model import Note, Span
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.head_values import block_of, yaml_events
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.frontmatter import scalar

__all__ = ["RULE"]

_VALUE = re.compile(
    r"(?:(?<=[:-])|^)[ \t]++(?P<value>\[?(?:!?\[\[(?![\"'{&*!])[^\[\]\n]++\]\][ \t,]*+)++\]?)"
    r"[ \t]*+(?:(?<=[ \t])#[^\n]*+)?\r?$",
    re.MULTILINE,
)
_ONE = re.compile(r"!?\[\[(?P<target>[^\[\]]++)\]\]")
_NUMBERS = re.compile(r"[\d.+-]++(?:,[ ]*+[\d.+-]++)++")


class _Value(NamedTuple):
    span: Span
    line: int
    text: str


def _check(repository: Repository) -> Iterator[Finding]:
    for note in repository.vault.notes:
        if note.frontmatter and "[[" in note.frontmatter:
            yield from _findings(note, note.frontmatter)


def _findings(note: Note, head: str) -> Iterator[Finding]:
    values = list(_values(head))
    starts = _starts(head, values) if values else set()
    for value in values:
        if value.span.start not in starts:
            continue
        if _is_sure(value.text):
            edit = Edit(value.span, scalar(value.text))
            yield Finding(Code.UNQUOTED_WIKILINK, note.path, value.line, f"{value.text} needs quotes", edit)
        else:
            message = f"{value.text} is a list in a list; links need quotes, several of them a list"
            yield Finding(Code.UNQUOTED_WIKILINK, note.path, value.line, message)


def _values(head: str) -> Iterator[_Value]:
    """Whatever looks like a value of nothing but wikilinks."""
    at, line = 0, 1
    for match in _VALUE.finditer(head):
        start = match.start("value")
        line += head.count("\n", at, start)
        at = start
        text = match["value"].rstrip()
        yield _Value(Span(start, start + len(text)), line, text)


def _starts(head: str, values: list[_Value]) -> set[int]:
    """Where values begin that are none in a text or a quote, so that quotes around them make texts of them.

    Some make the block unreadable (`[[@home]]`); then it tells when all of them have quotes, if nothing else is wrong.
    """
    start, text = block_of(head)
    events: list[Any] | None = yaml_events(text)
    if events is not None:
        return {start + event.start_mark.index for event in events if getattr(event, "flow_style", False)}
    quoted = apply_edits(head, [Edit(value.span, scalar(value.text)) for value in values])
    events = yaml_events(block_of(quoted)[1]) or []
    found = {start + event.start_mark.index for event in events if getattr(event, "style", None) == '"'}
    longer, starts = 0, set()
    for value in values:
        if value.span.start + longer in found:
            starts.add(value.span.start)
        longer += len(scalar(value.text)) - len(value.text)
    return starts


def _is_sure(text: str) -> bool:
    """Whether it is one link; a colon or numbers may mean a map or a table of numbers."""
    one = _ONE.fullmatch(text)
    return bool(one) and ": " not in text and not _NUMBERS.fullmatch(one["target"] if one else "")


RULE = Rule(Code.UNQUOTED_WIKILINK, Fix.UNSAFE, _check)
