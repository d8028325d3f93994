"""Bold, italic and the like as Markdown marks, or as HTML tags where Markdown would not read the mark.

CommonMark lets a mark open or close depending on the characters on both sides of it: `**(굵게)**는` shows its stars.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from exportconv.readers.html_runs import DELETED, EMPHASIS, MARKED, STRONG, UNDERLINED
from exportconv.readers.note_marks import HIGHLIGHT, without_marks
from exportconv.syntax.escapes import FORM_PLACE, PLACE, escape_marks

__all__ = ["MARKS", "Atom", "marks_of", "print_forms"]

MARKS: Mapping[int, str] = {STRONG: "**", EMPHASIS: "*", DELETED: "~~", MARKED: "=="}
"""Form → the mark around it."""
_TAGS: Mapping[int, str] = {STRONG: "strong", EMPHASIS: "em", DELETED: "del", UNDERLINED: "u", MARKED: "mark"}
_PLACES = re.compile(f"[{PLACE}{FORM_PLACE}]")
_TRIES = 8


class Atom(NamedTuple):
    """A part of a line that has the same forms throughout."""

    text: str
    """Plain text, or finished Markdown."""
    forms: int
    """Its forms, as bits."""
    is_text: bool
    """Whether it is plain text."""


@dataclass(slots=True)
class _Pair:
    """A form that opens in one place of a line and closes in another."""

    form: int
    as_tag: bool


class _Piece(NamedTuple):
    """A part of a line in the order it is written: an atom, or the opening or closing of a form."""

    text: str
    is_text: bool = False
    pair: _Pair | None = None
    opens: bool = False

    def written(self) -> str:
        """What is written for it."""
        if self.pair is None:
            return self.text
        if self.pair.as_tag:
            return f"<{'' if self.opens else '/'}{_TAGS[self.pair.form]}>"
        return MARKS[self.pair.form]


def marks_of(forms: int) -> frozenset[str]:
    """The characters that the marks of some forms are made of."""
    return frozenset(mark[0] for form, mark in MARKS.items() if form & forms)


def print_forms(atoms: Sequence[Atom], single: Iterable[str], *, in_cell: bool, in_label: bool = False) -> str:
    """A line of Markdown. `single` are the marks that stand alone in the paragraph and need no escape."""
    if len(atoms) == 1 and not atoms[0].forms:
        text = atoms[0].text
        return escape_marks(text, single, in_cell=in_cell, in_label=in_label) if atoms[0].is_text else text
    has_forms = any(atom.forms for atom in atoms)
    pieces = list(_nested(atoms)) if has_forms else [_Piece(atom.text, atom.is_text) for atom in atoms]
    pieces = _escaped(pieces, single, in_cell=in_cell, in_label=in_label)
    if not has_forms:
        return "".join(piece.text for piece in pieces)
    for _ in range(_TRIES):
        failing = [pair for pair in _failing(pieces) if not pair.as_tag]
        if not failing:
            break
        for pair in failing:
            pair.as_tag = True
    return "".join(
        f"{HIGHLIGHT}{text}" if piece.pair and text == "==" else text for piece in pieces for text in [piece.written()]
    )


def _nested(atoms: Sequence[Atom]) -> Iterator[_Piece]:
    """The atoms with their forms opened and closed, one within the other, those that last longest outside."""
    opened: list[_Pair] = []
    for at, atom in enumerate(atoms):
        first = next((n for n, pair in enumerate(opened) if not pair.form & atom.forms), len(opened))
        closes_star = any(MARKS.get(pair.form, "")[:1] == "*" and not pair.as_tag for pair in opened[first:])
        while len(opened) > first:
            yield _Piece("", pair=opened.pop())
        missing = [form for form in _TAGS if form & atom.forms and all(pair.form != form for pair in opened)]
        for form in sorted(missing, key=lambda form: -_extent(atoms, at, form)):
            # marks that open where others close would run together
            as_tag = form not in MARKS or (closes_star and MARKS[form][0] == "*")
            opened.append(_Pair(form, as_tag))
            yield _Piece("", pair=opened[-1], opens=True)
        yield _Piece(atom.text, is_text=atom.is_text)
    while opened:
        yield _Piece("", pair=opened.pop())


def _extent(atoms: Sequence[Atom], at: int, form: int) -> int:
    end = at
    while end < len(atoms) and atoms[end].forms & form:
        end += 1
    return end - at


def _escaped(pieces: Sequence[_Piece], single: Iterable[str], *, in_cell: bool, in_label: bool) -> list[_Piece]:
    """The pieces with their texts escaped, each seen with what stands beside it."""
    joined = "".join(piece.text if piece.is_text else FORM_PLACE if piece.pair else PLACE for piece in pieces)
    parts = iter(_PLACES.split(escape_marks(joined, single, in_cell=in_cell, in_label=in_label)))
    out: list[_Piece] = []
    current = next(parts)
    for piece in pieces:
        if piece.is_text:
            out.append(piece._replace(text=current))
            current = ""
        else:
            out.append(piece)
            current = next(parts)
    return out


def _failing(pieces: Sequence[_Piece]) -> Iterator[_Pair]:
    """The pairs of which a mark would be read as text, or as the end of another."""
    written = [without_marks(piece.written()) for piece in pieces]
    stars: list[_Pair] = []
    for at, piece in enumerate(pieces):
        if piece.pair is None or piece.pair.as_tag:
            continue
        char = written[at][0]
        before = _neighbour(pieces, written, at, -1, char)
        after = _neighbour(pieces, written, at, 1, char)
        may_close = piece.opens and bool(stars) and char == "*" and _is_open(after, before)
        if may_close or not (_is_open(before, after) if piece.opens else _is_open(after, before)):
            yield piece.pair
        if char == "*" and piece.opens:
            stars.append(piece.pair)
        elif piece.pair in stars:
            stars.remove(piece.pair)


def _neighbour(pieces: Sequence[_Piece], written: Sequence[str], at: int, step: int, char: str) -> str:
    """The character beside a run of one mark, `""` at either end of the line."""
    at += step
    while 0 <= at < len(pieces):
        is_same = pieces[at].pair is not None and written[at][:1] == char
        if written[at] and not is_same:
            return written[at][0 if step > 0 else -1]
        at += step
    return ""


def _is_open(outside: str, inside: str) -> bool:
    """Whether a mark between two characters can open (or, seen from its other side, close) a form."""
    if not inside or inside.isspace():
        return False
    return not _is_mark(inside) or outside == "" or outside.isspace() or _is_sure_mark(outside)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_sure_mark(char: str) -> bool:
    """Whether every version of the rules takes a character for punctuation."""
    return unicodedata.category(char)[0] == "P" or (char.isascii() and _is_mark(char))
