"""Tell which page each row of a database is, without trusting titles alone.

A CSV holds no page ids, titles repeat, and names are cut. What a row and its page share is the text of their
cells and the ids in the paths of their relations; only what those prove is joined.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from exportconv.model import Note, Row
from exportconv.notion_names import name_key, split_id
from exportconv.paths import split_name
from exportconv.transforms.row_keys import canonical, is_anonymous, title_key

__all__ = ["Matches", "match_rows"]

_MOST_PAIRS = 10_000
"""Rows times pages of one title that are compared one by one; beyond it they stay undecided."""
_SHOWN = 3

Key = TypeVar("Key", bound=Hashable)
Signature = tuple[str, ...]


class Matches(NamedTuple):
    """What could be told of the rows of a database."""

    pages: Mapping[int, Note]
    """Number of a row → its page."""
    undecided: Mapping[int, Sequence[Note]]
    """Number of a row → pages of which each may be it, the first few of them."""
    doubtful: Sequence[Note]
    """Pages that may be rows, though nobody can say which."""


@dataclass(slots=True)
class _Side:
    """Rows or pages of one title that are not matched yet."""

    rows: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


def _sides(rows: Mapping[int, Key], pages: Mapping[int, Key]) -> Mapping[Key, _Side]:
    """Rows and pages by their keys, those of the rows first."""
    sides: dict[Key, _Side] = {}
    for row, key in rows.items():
        sides.setdefault(key, _Side()).rows.append(row)
    for page, key in pages.items():
        sides.setdefault(key, _Side()).pages.append(page)
    return sides


@dataclass(slots=True)
class _Matching:
    """What is known while the rows of one database are matched."""

    rows: Sequence[Signature]
    """The texts of each row that pages have, too."""
    rests: Sequence[Signature]
    """All that each row has beside them, which only the CSV says."""
    pages: Sequence[Signature]
    """The texts of each page."""
    is_sure: bool
    """Whether the pages are known to be rows of this database; otherwise nothing may differ."""
    found: dict[int, int] = field(default_factory=dict)
    """Row → page."""
    copies: list[int] = field(default_factory=list)
    """Pages that are in all that is known like one that was found."""

    def agrees(self, row: int, page: int) -> bool:
        """Whether a row and a page with one title may be taken for one."""
        equal, differing = self.compared(row, page)
        return differing == 0 or (self.is_sure and equal > 0)

    def compared(self, row: int, page: int) -> tuple[int, int]:
        """How many texts are equal (and there), and how many differ."""
        pairs = list(zip(self.rows[row], self.pages[page], strict=True))
        return sum(a == b != "" for a, b in pairs), sum(a != b for a, b in pairs)

    def pair_equal(self, side: _Side) -> None:
        """Joins rows and pages of which every text is equal, where it makes no difference which of several."""
        for bucket in self.by_signature(side).values():
            if bucket.rows and self._are_alike(bucket):
                self.found.update(zip(bucket.rows, bucket.pages, strict=False))
                self.copies += bucket.pages[len(bucket.rows) :]
        self.drop_found(side)

    def by_signature(self, side: _Side) -> Mapping[Signature, _Side]:
        """Rows and pages by their texts."""
        return _sides({row: self.rows[row] for row in side.rows}, {page: self.pages[page] for page in side.pages})

    def _are_alike(self, bucket: _Side) -> bool:
        """Whether rows say the same, and nothing new if there are more pages than rows to say it to."""
        first = self.rests[bucket.rows[0]]
        same = all(self.rests[row] == first for row in bucket.rows)
        return same and (len(bucket.pages) <= len(bucket.rows) or not any(first))

    def pair_best(self, side: _Side) -> None:
        """Joins what is left where each of two is the other's one best match and more agrees than differs."""
        if len(side.rows) * len(side.pages) > _MOST_PAIRS or not self.is_sure:
            return
        scores = {(row, page): self.compared(row, page) for row in side.rows for page in side.pages}
        for row in side.rows:
            page = _only_best({page: scores[row, page][0] for page in side.pages})
            if page is not None and _only_best({other: scores[other, page][0] for other in side.rows}) == row:
                equal, differing = scores[row, page]
                if equal >= differing:
                    self.found[row] = page
        self.drop_found(side)

    def undecided(self, side: _Side) -> Iterator[tuple[int, Sequence[int]]]:
        """Rows that are left, with the first few pages that each may be.

        Pages of its title; where it is not sure that those are rows at all, such with every text equal.
        """
        equal: dict[Signature, list[int]] = {}
        for page in side.pages:
            equal.setdefault(self.pages[page], []).append(page)
        for row in side.rows:
            pages = side.pages if self.is_sure else equal.get(self.rows[row], [])
            if pages:
                yield row, pages[:_SHOWN]

    def drop_found(self, side: _Side) -> None:
        """Takes rows that have their page, and those pages, out of a side."""
        taken = {self.found[row] for row in side.rows if row in self.found}
        side.rows = [row for row in side.rows if row not in self.found]
        side.pages = [page for page in side.pages if page not in taken]

    def settle(self, side: _Side) -> None:
        """Joins what can be joined of rows and pages with one title; the rest stays in `side`."""
        if len(side.rows) > 1 or len(side.pages) > 1:
            self.pair_equal(side)
            if side.rows and side.pages:
                self.pair_best(side)
        elif side.rows and side.pages and self.agrees(side.rows[0], side.pages[0]):
            self.found[side.rows[0]] = side.pages[0]
            self.drop_found(side)


def _only_best(scores: Mapping[int, int]) -> int | None:
    """The key with the one highest score above zero."""
    best = max(scores.values(), default=0)
    keys = [key for key, score in scores.items() if score == best] if best else []
    return keys[0] if len(keys) == 1 else None


def match_rows(
    columns: Sequence[str], rows: Sequence[Row], pages: Sequence[Note], title_column: int, *, is_sure: bool
) -> Matches:
    """The page of each row, as far as it can be proved; every text of a page and a row is read once.

    is_sure: whether the pages lie in the database's own folder; others must agree in all they have.
    """
    shared = _shared_columns(columns, pages, title_column)
    matching = _Matching(
        [tuple(canonical(row.cell(at)) for at in shared.values()) for row in rows],
        [_rest(row, {title_column, *shared.values()}) for row in rows],
        [_signature(page, shared) for page in pages],
        is_sure,
    )
    titles = [title_key(row.cell(title_column)) for row in rows]
    left = list(_by_title(matching, titles, [title_key(page.title) for page in pages]))
    undecided = {row: [pages[page] for page in found] for side in left for row, found in matching.undecided(side)}
    doubtful = {page for side in left if side.rows for page in side.pages}
    loose = _Side([row for side in left for row in side.rows if row not in undecided])
    loose.pages = [page for side in left if not side.rows for page in side.pages]
    _by_name(matching, loose, titles, pages)
    _by_content(matching, loose)
    doubtful.update(matching.copies)
    return Matches(
        {row: pages[page] for row, page in matching.found.items()},
        undecided,
        [pages[page] for page in sorted(doubtful)],
    )


def _shared_columns(columns: Sequence[str], pages: Iterable[Note], title_column: int) -> Mapping[str, int]:
    """Columns that pages have, too, and whose texts Notion writes alike: by name, with their numbers."""
    on_pages = {item.name for page in pages for item in page.properties}
    hidden = {item.name for page in pages for item in page.properties if is_anonymous(item.raw)}
    wanted = on_pages - hidden
    return {name: at for at, name in enumerate(columns) if at != title_column and name.strip() in wanted}


def _rest(row: Row, known: AbstractSet[int]) -> Signature:
    return tuple(cell.strip() for at, cell in enumerate(row.cells) if at not in known)


def _signature(page: Note, shared: Mapping[str, int]) -> Signature:
    texts = {item.name: item.raw for item in page.properties}
    return tuple(canonical(texts.get(name.strip(), "")) for name in shared)


def _by_title(matching: _Matching, rows: Sequence[str], pages: Sequence[str]) -> Iterator[_Side]:
    """What is left of each title after its rows and pages were matched."""
    for side in _sides(dict(enumerate(rows)), dict(enumerate(pages))).values():
        matching.settle(side)
        yield side


def _by_name(matching: _Matching, loose: _Side, titles: Sequence[str], pages: Sequence[Note]) -> None:
    """Matches pages whose full title is not known by the name of their file."""
    names = {row: name_key(titles[row]) for row in loose.rows if titles[row]}
    stems = {page: name_key(split_id(split_name(pages[page].path)[1])[0]) for page in loose.pages}
    for side in _sides(names, stems).values():
        matching.settle(side)
    matching.drop_found(loose)


def _by_content(matching: _Matching, loose: _Side) -> None:
    """Matches rows and pages whose titles differ by texts that no other row and page has: two of them at least."""
    for signature, side in matching.by_signature(loose).items():
        if len(side.rows) == len(side.pages) == 1 and sum(map(bool, signature)) > 1:
            matching.found[side.rows[0]] = side.pages[0]
