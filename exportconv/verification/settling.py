"""Take in the place of links, embeds and the like what the note has there, where that is as good."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from exportconv.paths import decode_path, nfc
from exportconv.verification import marks
from exportconv.verification.marks import BASE, CALLOUT, EMBED, END, FILE, HIDDEN, OPENING, SHOWN, words_of
from exportconv.verification.notes import ALIAS

__all__ = ["Expand", "Settling"]

Expand = Callable[[str, tuple[str, ...]], tuple[str, str] | None]
"""What an embed shows in plain Markdown, and its note: given `w` or `m` with its target, and the notes it stands in."""
_PIECE = re.compile(f"(?P<kind>[{OPENING}]){HIDDEN}(?P<hidden>[^{SHOWN}]*){SHOWN}|{END}")
_GAP = re.compile(rf"(?:\s|{END}|[{OPENING}]{HIDDEN}[^{SHOWN}]*{SHOWN})*+")
_BLANK = re.compile(rf"(?:\s|{END}|{CALLOUT}{HIDDEN}[^{SHOWN}]*{SHOWN})*+")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|/|\.\.?/|#|www\.")
_PATH = re.compile(r"[^\s]*%[0-9A-F]{2}\S*|\S*/\S*|.*\.[A-Za-z0-9]{1,5}")
_FAR = 400
_MOST_MISSES = 200


def _letters(text: str) -> str:
    return "".join(char for char in nfc(text).casefold() if char.isalnum())


class _Piece(NamedTuple):
    """A text, or the beginning or end of a mark."""

    text: str
    kind: str = ""
    hidden: str = ""
    end: int = 0
    """Number of the piece behind its END."""


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    opened: list[int] = []
    at = 0
    for match in _PIECE.finditer(text):
        found.append(_Piece(text[at : match.start()]))
        at = match.end()
        if match["kind"]:
            opened.append(len(found))
            found.append(_Piece("", match["kind"], match["hidden"], len(found) + 1))
        elif opened:
            start = opened.pop()
            found[start] = found[start]._replace(end=len(found))
    return [*found, _Piece(text[at:])]


class Settling:
    """Walks over a page and its note at once, and takes the note's own text where it may differ."""

    def __init__(self, note: str, expand: Expand | None, *, vanishes: bool) -> None:
        """`vanishes`: an embed that the note does not have is gone, whatever its text."""
        self._note = note.replace(marks.ESCAPED, "").replace("\ufeff", "")
        self._expand = expand
        self._vanishes = vanishes
        self._at: int | None = 0
        self._trials = 0
        self._misses = 0

    def settled(self, page: str, path: str) -> str:
        """The text of the page with that of the note where that is as good."""
        return "".join(self._walk(_pieces(page.replace("\ufeff", "")), (path,)))

    def _walk(self, pieces: Sequence[_Piece], chain: tuple[str, ...]) -> Iterator[str]:
        number = 0
        while number < len(pieces):
            piece = pieces[number]
            number += 1
            if not piece.kind:
                yield from self._literal(piece.text)
                continue
            inner = "".join(each.text for each in pieces[number : piece.end])
            before = self._at
            other = None if before is None else self._shown_whole(piece, chain)
            if other is None and before is not None:
                self._at = before
                other = self._instead(piece, inner)
                if other is None and piece.kind == EMBED:
                    other = self._table(piece, (pieces[at] for at in range(piece.end, len(pieces))))
                    other = other or ("" if self._vanishes else self._unmatched(piece, inner))
            if other is not None:
                yield other
                number = piece.end

    def _literal(self, text: str) -> Iterator[str]:
        """A text that the note has, too; blanks that may be missing are there if the note has them."""
        for number, part in enumerate(text.split(marks.MAYBE)):
            at = self._at
            yield " " if number and (at is None or self._note[at : at + 1].isspace()) else ""
            yield part
            self._at = None if at is None else self._behind(part, at, may_miss=not self._trials)

    def _shown_whole(self, piece: _Piece, chain: tuple[str, ...]) -> str | None:
        """What an embedded note shows, where the note has it here."""
        if self._expand is None or piece.kind != EMBED:
            return None
        found = self._expand(piece.hidden.partition(ALIAS)[0], chain)
        if found is None:
            return None
        self._trials += 1
        shown = "".join(self._walk(_pieces(nfc(found[0])), (*chain, found[1])))
        self._trials -= 1
        if self._at is not None and not shown.strip():
            # of an empty note, or of an embed in a table, a link may stand there
            return self._instead(piece, "") or self._alias(piece) or "\n"
        return None if self._at is None else f"\n{shown}\n"

    def _behind(self, text: str, at: int, *, may_miss: bool = False) -> int | None:
        """Where in the note a text ends that begins at a place, whatever blanks and marks are in it.

        may_miss: whether to go on behind words that are not there, so that the first difference is not the last.
        """
        for word in text.split():
            end = self._behind_word(word, at)
            if end is None and may_miss and self._misses < _MOST_MISSES:
                self._misses += 1
                place = self._note.find(word, at, at + _FAR)
                end = at if place < 0 else place + len(word)
            if end is None:
                return None
            at = end
        return at

    def _behind_word(self, word: str, at: int) -> int | None:
        at = _GAP.match(self._note, at).end()  # type: ignore[union-attr]  # it may be empty
        if self._note.startswith(word, at):
            return at + len(word)
        for char in word:
            at = _GAP.match(self._note, at).end()  # type: ignore[union-attr]  # it may be empty
            if self._note[at : at + 1] != char:
                return None
            at += 1
        return at

    def _instead(self, piece: _Piece, inner: str) -> str | None:
        """What the note has in the place of a link, embed, database or callout, where that is as good."""
        at = self._at or 0
        if piece.kind == CALLOUT:
            kind = piece.hidden.replace("-", " ").capitalize()
            return self._taken(kind)
        start = _BLANK.match(self._note, at).end()  # type: ignore[union-attr]  # it may be empty
        match = _PIECE.match(self._note, start)
        if match is None or not match["kind"]:
            return None
        end = self._note.find(END, match.end())
        text = self._note[match.end() : end]
        if end < 0 or not _fits(piece, inner, match["kind"], match["hidden"], text):
            return None
        self._at = end + 1
        # blanks around it are not part of it, so that it may stand within a word
        return self._note[at:end]

    def _taken(self, text: str) -> str | None:
        """A text if the note has it here."""
        at = self._behind(text, self._at or 0)
        if at is None or not text.strip():
            return None
        taken, self._at = self._note[self._at : at], at
        return taken

    def _table(self, piece: _Piece, behind: Iterable[_Piece]) -> str:
        """What stands in the place of a base in plain Markdown: a table that nobody else can work out."""
        at = self._at or 0
        if self._expand is None or ".base" not in piece.hidden.lower():
            return ""
        words = (word for each in behind for word in each.text.split() if word != marks.PICTURE)
        following = next(words, None)
        end = self._note.find(following, at) if following else len(self._note)
        # with nothing but embeds behind it, nobody can tell where it ends
        self._vanishes = self._vanishes or not following
        self._at = max(end, at)
        return self._note[at : self._at]

    def _unmatched(self, piece: _Piece, inner: str) -> str:
        """What an embed is in a note that has none in its place: its text, or the name of its target."""
        taken = self._alias(piece)
        if taken is None and self._trials:
            # so the note that holds it is not shown here
            self._at = None
        return inner if taken is None else taken

    def _alias(self, piece: _Piece) -> str | None:
        """The text of an embed or the name of its target, where the note has it here."""
        target, _, alias = piece.hidden[1:].partition(ALIAS)
        alias = re.sub(r"(?:^|\|)\s*\d+(?:x\d+)?\s*$", "", alias)
        shown = " > ".join(step.strip() for step in target.split("#") if step.strip())
        forms = (alias, shown, marks.without_ids(shown), shown.rpartition("/")[2], unquote(target), target)
        return next((taken for each in forms if (taken := self._taken(nfc(each))) is not None), None)


def _fits(piece: _Piece, inner: str, kind: str, hidden: str, text: str) -> bool:
    """Whether a link or embed of the note is as good as what the page has."""
    target = hidden[1:].partition(ALIAS)[0]
    if kind == EMBED:
        name = decode_path(target.partition("#")[0]).rpartition("/")[2]
        is_base = name.lower().endswith(".base") or piece.hidden.lower().endswith(".csv")
        return (
            piece.kind in (EMBED, FILE)
            or is_base
            or (piece.kind == BASE and _is_name(f"{piece.hidden}.md", f"{name}.md"))
        )
    if piece.kind == EMBED:
        return True
    if piece.kind == BASE:
        return _letters(text) == _letters(piece.hidden) != ""
    plain = inner.strip()
    own = _letters(" ".join(words_of(inner)))
    if not own or _ADDRESS.match(plain) or _PATH.fullmatch(plain):
        return True
    other = _letters(" ".join(words_of(text)))
    if piece.hidden[0] + hidden[0] == "ww" and own == _letters(piece.hidden[1:]) and other == _letters(target):
        # a wikilink without a text shows the name, which may be another one now
        return True
    return own == other or (piece.kind == FILE and own == _letters(unquote(text)))


def _is_name(text: str, name: str) -> bool:
    """Whether a text is the name of a file, which may have got a number, or lost its percent signs on a disk."""
    said = {_letters(unquote(text).rpartition("/")[2]), _letters(text.replace("%", "").rpartition("/")[2])}
    said.add(_letters(decode_path(text).rpartition("/")[2]))
    stem, dot, suffix = name.rpartition(".")
    plain = re.sub(r"(?: \d+)+$", "", stem) + dot + suffix
    return not said.isdisjoint((_letters(name), _letters(plain)))
