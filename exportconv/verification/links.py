"""Links: what the page could reach, its note can reach, and the bytes there are the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.paths import is_hidden, nfc, parent_of, target_path
from exportconv.report import Issue
from exportconv.verification.marks import BASE, CALLOUT, EMBED, END, HIDDEN, LINK, OPENING, SHOWN, words_of
from exportconv.verification.names import Names
from exportconv.verification.notes import ALIAS
from exportconv.verification.texts import Seen
from exportconv.verification.trees import Sides
from exportconv.writers.manifest import Record

__all__ = ["LinkCheck"]

_PIECE = re.compile(f"(?P<kind>[{OPENING}]){HIDDEN}(?P<hidden>[^{SHOWN}]*){SHOWN}|{END}")
_IN_HEAD = re.compile(r"\[\[(?P<wiki>[^\[\]|\n]+)(?=\||\]\])|\]\((?P<plain><[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))+)\)")
_IN_VALUE = re.compile(r" \((?P<path>(?:[^()\n]|\([^()\n]*\))+\.\w{1,5})\)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")


class _Link(NamedTuple):
    """A link of a page or note."""

    target: str
    """As it is written."""
    is_wiki: bool
    is_embed: bool
    is_loose: bool = False
    """Whether a base may stand for all of what it stands in."""


def _links_in(text: str) -> Iterator[_Link]:
    """The links of a shown text that may lead to files."""
    depth, opened = 0, list[tuple[str, str]]()
    for match in _PIECE.finditer(text):
        kind = match["kind"]
        if not kind:
            depth -= opened.pop()[0] == BASE if opened else 0
            continue
        target = match["hidden"][1:].partition(ALIAS)[0]
        # a picture that links to itself, as in HTML, is one link
        is_again = kind == EMBED and bool(opened) and opened[-1] == (LINK, target)
        opened.append((kind, target))
        depth += kind == BASE
        is_local = bool(target) and not target.startswith("#") and not _SCHEME.match(target)
        if is_local and kind not in (BASE, CALLOUT) and not is_again:
            yield _Link(target, match["hidden"][0] == "w", kind == EMBED, depth > 0)


def _links_in_head(front: str) -> Iterator[_Link]:
    for match in _IN_HEAD.finditer(front):
        target = (match["wiki"] or match["plain"]).strip("<>").rstrip("\\")
        if not target.startswith("#") and not _SCHEME.match(target):
            yield _Link(target, match["wiki"] is not None, is_embed=False)


class LinkCheck:
    """Knows both trees, and where each file went."""

    def __init__(self, sides: Sides) -> None:
        """Indexes both trees once."""
        self._sides = sides
        is_vault = sides.kind != "notion"
        self._is_vault = is_vault
        self._before = Names(path for path in sides.source if not (is_vault and is_hidden(path)))
        self._after = Names(path for path in sides.written if not is_hidden(path))
        self._has_frontmatter = sides.run.settings.get("frontmatter") != "never"
        self._to_markdown = sides.run.settings.get("to") == "markdown"
        self._outputs = {path: records[0].output for path, records in sides.records.items()}
        for record in sides.run.files:
            # a link to a database leads to what stands for it, also where its CSV is copied
            if record.source and not record.source_digest:
                self._outputs[record.source] = record.output

    def check(self, record: Record, old: Seen, new: Seen, note: str) -> Iterator[Issue]:
        """What is wrong with the links of a note."""
        expected, dead, order = self._expected(record, old)
        places = _Places(note)
        found: Counter[str] = Counter()
        suspects: list[tuple[Code, int, str, str]] = []
        now: list[tuple[str, int]] = []
        head, in_text = list(_links_in_head(new.front)), set(order)
        for number, link in enumerate((*head, *_links_in(new.text))):
            line = places.line_of(link.target)
            path = self._found(link, record.output)
            if path is None and link.target not in dead:
                is_out = target_path(parent_of(record.output), link.target) is None and not link.is_wiki
                code = Code.OUTSIDE_LINK if is_out else Code.DANGLING_LINK
                where = "out of the destination" if is_out else "nowhere"
                suspects.append((code, line, f"{link.target!r} leads {where}", ""))
            elif path is not None:
                found[path] += 1
                now += [(path, line)] if number >= len(head) and path in in_text else []
                if found[path] > expected.get(path, 0):
                    suspects.append((Code.WRONG_LINK, line, f"{link.target!r} leads to {path!r}", path))
        missing = list((Counter(expected) - found).elements())
        yield from self._told(record, suspects, missing)
        if not suspects and not missing and len(now) == len(order):
            yield from self._moved(record, order, now)
        yield from self._outside(record, old, new, places)

    def _told(self, record: Record, suspects: list[tuple[Code, int, str, str]], missing: list[str]) -> Iterator[Issue]:
        """An issue for each link that leads nowhere, and for each target that no link leads to any more."""
        wrong = iter([suspect for suspect in suspects if suspect[0] is Code.WRONG_LINK])
        rest = iter(missing)
        for code, line, message, _ in suspects:
            if code is not Code.WRONG_LINK:
                path = next(rest, None)
                instead = "" if path is None else f", not to {path!r}"
                yield Issue(code, record.output, line, message + instead)
        for path in rest:
            suspect = next(wrong, None)
            if suspect:
                _, line, message, _ = suspect
                yield Issue(Code.WRONG_LINK, record.output, line, f"{message}, not to {path!r}")
            else:
                yield Issue(Code.WRONG_LINK, record.output, 1, f"no link leads to {path!r}, as one of the page does")

    def _moved(self, record: Record, order: list[str], now: list[tuple[str, int]]) -> Iterator[Issue]:
        """The first of the links of a text that are all there, but in another order."""
        for was, (path, line) in zip(order, now, strict=True):
            if path != was:
                message = f"a link leads to {path!r}, not to {was!r}, as the one of the page in its place does"
                yield Issue(Code.WRONG_LINK, record.output, line, message)
                return

    def _outside(self, record: Record, old: Seen, new: Seen, places: _Places) -> Iterator[Issue]:
        """Addresses of files on this machine that the page does not have."""
        known = {match["hidden"].lower() for match in _PIECE.finditer(old.text) if match["kind"]}
        for match in _PIECE.finditer(new.text):
            hidden = (match["hidden"] or "").lower()
            if hidden[1:].startswith("file:") and hidden not in known:
                target = match["hidden"][1:].partition(ALIAS)[0]
                yield Issue(
                    Code.OUTSIDE_LINK, record.output, places.line_of(target), f"{target!r} leads to this machine"
                )

    def _expected(self, record: Record, old: Seen) -> tuple[Mapping[str, int], set[str], list[str]]:
        """Where links are to lead: output → how often; what leads nowhere; the outputs in the text, in order."""
        expected: Counter[str] = Counter()
        order: list[str] = []
        dead: set[str] = set()
        for pair in old.pairs:
            # Notion knows no wikilinks, so what looks so is text
            dead |= {link.target for link in _links_in_head(" ".join(words_of(pair.value)))}
        head = list(self._links_of_head(old))
        for number, link in enumerate((*head, *_links_in(old.text))):
            if link.is_wiki and self._sides.kind != "obsidian":
                dead.add(link.target)
                continue
            path = self._source_of(link, record.source)
            output = self._outputs.get(path) if path else None
            if output is None:
                dead |= {link.target, nfc(link.target)}
            elif path != record.source and not link.is_loose and not self._is_inlined(link, path or ""):
                expected[output] += 1
                order += [output] if number >= len(head) else []
        return expected, dead, order

    def _links_of_head(self, old: Seen) -> Iterator[_Link]:
        if self._has_frontmatter:
            yield from _links_in_head(old.front)
        for pair in old.pairs if self._has_frontmatter else ():
            yield from _links_in(pair.value)
            yield from (_Link(match["path"], is_wiki=False, is_embed=False) for match in _IN_VALUE.finditer(pair.value))

    def _is_inlined(self, link: _Link, path: str) -> bool:
        """Whether the text of an embedded note stands there in its place."""
        return link.is_embed and self._to_markdown and self._is_vault and path.lower().endswith((".md", ".base"))

    def _source_of(self, link: _Link, page: str) -> str | None:
        if self._is_vault:
            return self._before.find(link.target, parent_of(page), wikilink=link.is_wiki)
        return self._before.strict(link.target, parent_of(page))

    def _found(self, link: _Link, note: str) -> str | None:
        if link.is_wiki or not self._to_markdown:
            return self._after.find(link.target, parent_of(note), wikilink=link.is_wiki)
        return self._after.strict(link.target, parent_of(note))


class _Places:
    """Where targets stand in a note."""

    def __init__(self, note: str) -> None:
        self._note = note
        self._last = 0
        self._next: dict[str, int] = {}

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._note)]

    def line_of(self, target: str) -> int:
        """The line of a target that was not asked for yet; 1 where it is written in another way."""
        begin = self._next.get(target, 0)
        if begin < 0:
            return 1
        # they are mostly asked for in the order of the note
        at = self._note.find(target, max(begin, self._last))
        at = at if at >= 0 or begin >= self._last else self._note.find(target, begin)
        self._next[target] = at + 1 if at >= 0 else -1
        self._last = max(self._last, at)
        return bisect_left(self._line_ends, at) + 1
