"""Find what every link means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from exportconv.model import Link, LinkForm, Note, Vault
from exportconv.options import Options
from exportconv.paths import SourcePath, decode_path, parent_of, path_key
from exportconv.report import Code, Issue
from exportconv.syntax.links import heading_slug
from exportconv.transforms.link_index import Fit, LinkIndex, Step, notion_ids, target_path

__all__ = ["resolve_links"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_BLOCK = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(slots=True)
class _Lookup:
    """What is known while the links of a vault are looked up."""

    index: LinkIndex
    headings: dict[SourcePath, tuple[str, ...]]
    issues: list[Issue] = field(default_factory=list)
    claims: dict[SourcePath, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found for one link: nothing, or a file with perhaps a part of it."""

    fit: Fit | None = None
    wanted: str = ""
    fragment: str = ""


def resolve_links(vault: Vault, options: Options) -> Vault:
    """The vault with the target of every link set that a look-up step can find.

    A link that only a guess can save (its file was moved, or folders lost their ids) is taken when no other
    link names the file by another path; otherwise files were overwritten, and the link stays as it was.
    What resolves to nothing stays too, and is reported.
    """
    lookup = _Lookup(LinkIndex(vault), {note.path: note.headings for note in vault.notes})
    answers = [[_find(lookup, note, link) for link in _links(note)] for note in vault.notes]
    for row in answers:
        for answer in row:
            if answer.fit:
                lookup.claims.setdefault(answer.fit.path, set()).add(answer.wanted)
    notes = [_resolved(lookup, note, iter(row)) for note, row in zip(vault.notes, answers, strict=True)]
    return replace(vault, notes=tuple(notes), issues=vault.issues + tuple(lookup.issues))


def _links(note: Note) -> Iterator[Link]:
    yield from note.links
    for item in note.properties:
        yield from item.links


def _find(lookup: _Lookup, note: Note, link: Link) -> _Answer:
    target = link.raw_target
    if not target:
        return _Answer()
    if _SCHEME.match(target):
        return _find_url(lookup, target)
    folder = parent_of(note.path)
    answer = _find_path(lookup, note, folder, target)
    if answer.fit or "#" not in target:
        return answer
    path, _, fragment = target.rpartition("#")
    if not path:
        return _Answer(Fit(note.path, Step.EXACT), path_key(note.path), fragment)
    return replace(_find_path(lookup, note, folder, path), fragment=fragment)


def _find_path(lookup: _Lookup, note: Note, folder: str, target: str) -> _Answer:
    path = target_path(folder, target)
    if not path:
        return _Answer()
    index = lookup.index
    fit = index.by_path(path) or index.by_last_id(path)
    if fit:
        return _Answer(fit, path_key(fit.path))
    return _Answer(index.moved(note.path, path), path_key(path))


def _find_url(lookup: _Lookup, url: str) -> _Answer:
    found = notion_ids(url)
    if found is None:
        return _Answer()
    ids, block = found
    # the block of a sub-page or database has the id of that page
    own = lookup.index.by_id(block) if block else None
    for notion_id in ids:
        fit = lookup.index.by_id(notion_id)
        if fit:
            return _Answer(own or fit, path_key((own or fit).path), "" if own or not block else block)
    return _Answer(own, path_key(own.path)) if own else _Answer()


def _resolved(lookup: _Lookup, note: Note, answers: Iterator[_Answer]) -> Note:
    links = tuple(_settle(lookup, note, link, next(answers)) for link in note.links)
    properties = tuple(
        replace(item, links=tuple(_settle(lookup, note, link, next(answers)) for link in item.links))
        if item.links
        else item
        for item in note.properties
    )
    return replace(note, links=links, properties=properties)


def _settle(lookup: _Lookup, note: Note, link: Link, answer: _Answer) -> Link:
    fit = answer.fit
    if fit is None:
        if _is_local(link):
            _report(lookup, note, link, Code.BROKEN_LINK, f"{link.raw_target!r} is not in the export")
        return link
    if fit.step is Step.MOVED and len(lookup.claims[fit.path]) > 1:
        why = f"{link.raw_target!r} may be one of several files that were overwritten by {fit.path!r}"
        _report(lookup, note, link, Code.UNDECIDED_LINK, why)
        return link
    if fit.others:
        _report(lookup, note, link, Code.AMBIGUOUS_LINK, f"{link.raw_target!r} fits {fit.others + 1} files")
    heading = _heading(lookup.headings.get(fit.path, ()), answer.fragment)
    if answer.fragment and heading is None:
        if fit.path == note.path and link.raw_target.startswith("#"):
            _report(lookup, note, link, Code.BROKEN_LINK, f"{link.raw_target!r} is not in this page")
            return link
        _report(lookup, note, link, Code.UNKNOWN_FRAGMENT, f"the page has no {'#' + answer.fragment!r}")
    return replace(link, target=fit.path, heading=heading)


def _is_local(link: Link) -> bool:
    """Whether a link that leads nowhere was meant to stay in the export (a lone word in a property was not)."""
    if not link.raw_target or _SCHEME.match(link.raw_target):
        return False
    return link.form is not LinkForm.FILE or "/" in link.raw_target


def _heading(headings: Sequence[str], fragment: str) -> str | None:
    """The heading that a fragment names, by its text or by GitHub's slug."""
    if not fragment or not headings or _BLOCK.fullmatch(fragment):
        return None
    wanted = decode_path(fragment).casefold()
    for heading in headings:
        if wanted in (heading.casefold(), heading_slug(heading)):
            return heading
    return None


def _report(lookup: _Lookup, note: Note, link: Link, code: Code, message: str) -> None:
    lookup.issues.append(Issue(code, note.path, link.line, message))
