"""Compare what is seen of a page with what is seen of the note made of it, word by word and in order.

| in the page | the note may have instead |
|---|---|
| a link without a text of its own: empty, an address, a path | a link with any text |
| any other link | a link of the same letters and digits |
| a link to a file | an embed of it; a link to a database: an embed of its base |
| an embed | a link; its own text or the name of its target; of a note in plain Markdown its text |
| a database in a page (HTML) | an embed of its base, or a link with its title |
| a callout without a title | its type |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from exportconv.paths import nfc
from exportconv.verification.marks import words_of
from exportconv.verification.settling import Expand, Settling

__all__ = ["Difference", "difference"]

_NEAR = 4


class Difference(NamedTuple):
    """Where a note does not say what its page says."""

    at: int
    """How many words of the note stand before it."""
    lost: str
    """What of the page is not there."""
    new: str
    """What the note has in its place."""
    behind: str
    """The words before it."""

    def __str__(self) -> str:
        told = {"lost": self.lost, "new": self.new}
        wrong = ", ".join(f"{what} {words!r}" for what, words in told.items() if words)
        return f"{wrong} behind {self.behind!r}"


def difference(
    page: str, note: str, path: str = "", expand: Expand | None = None, *, may_vanish: bool, may_grow: bool
) -> Difference | None:
    """The first difference between two shown texts; None where the note says all that the page says, and no more.

    path: that of the page. expand: what its embeds show, where they are gone. may_vanish: whether embeds may be gone,
    as those of files that the options leave out. may_grow: whether the note may say more.
    """
    new = words_of(note)
    old = words_of(page)
    if old == new:
        return None
    for vanishes in (False, True) if may_vanish else (False,):
        old = words_of(Settling(nfc(note), expand, vanishes=vanishes).settled(nfc(page), path))
        if old == new or (may_grow and _is_part(old, new)):
            return None
    return _first(old, new)


def _is_part(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether all words of one text stand in another, in their order."""
    rest = iter(new)
    return all(word in rest for word in old)


def _first(old: Sequence[str], new: Sequence[str]) -> Difference:
    """Where two texts begin to differ, as far as the place from which they are the same again."""
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    lost, more = old[start : len(old) - tail], new[start : len(new) - tail]
    return Difference(start, _short(lost), _short(more), " ".join(old[max(start - _NEAR, 0) : start]))


def _short(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= 12 else f"{' '.join(words[:12])} … ({len(words)} words)"
