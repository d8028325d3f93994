"""Find what every link means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.model import Link, LinkForm, Note, Property, SourceKind, Vault, evolve
from exportconv.notion_names import plain_id
from exportconv.options import Options
from exportconv.paths import SourcePath, decode_path, parent_of, path_key, target_path
from exportconv.report import Issue
from exportconv.syntax.links import heading_slug, is_address
from exportconv.transforms.link_index import Fit, LinkIndex, Step, notion_ids
from exportconv.transforms.resolve_vault_links import resolve_vault_links

__all__ = ["resolve_links"]


class _Place(NamedTuple):
    """Where links stand."""

    note: SourcePath
    """The note that they are in or belong to."""
    file: SourcePath
    """The file that they are written in."""
    folders: tuple[str, ...]
    """Folders that their paths may be relative to."""


class _Answer(NamedTuple):
    """What was found for one link: nothing, or a file with perhaps a part of it."""

    fit: Fit | None = None
    fragment: str = ""
    wanted: str = ""
    """For a guess, the path that the link names."""


@dataclass(slots=True)
class _Lookup:
    """What is known while the links of a vault are looked up."""

    index: LinkIndex
    notes: dict[SourcePath, Note]
    issues: list[Issue] = field(default_factory=list)
    sure: set[SourcePath] = field(default_factory=set)
    """Files that some link names by their own path or id."""
    guessed: dict[SourcePath, set[str]] = field(default_factory=dict)
    """File → the other paths by which links may mean it."""
    doubtful: set[SourcePath] = field(default_factory=set)
    """Notes with a guess in them."""
    blocks: set[tuple[SourcePath, str]] = field(default_factory=set)
    """Blocks that links lead to, with their notes."""


def resolve_links(vault: Vault, options: Options) -> Vault:  # noqa: ARG001  # every transform has this shape
    """The vault with the target of every link set that a look-up step can find.

    A link that only a guess can save (its file was moved, or folders lost their ids) is taken when no other
    link names the file by another path; otherwise files were overwritten, and the link stays as it was.
    What resolves to nothing stays too, and is reported. The links of an Obsidian vault or a folder of Markdown files
    have rules of their own.
    """
    if vault.kind is not SourceKind.NOTION:
        return resolve_vault_links(vault)
    lookup = _Lookup(LinkIndex(vault), {note.path: note for note in vault.notes})
    notes = [_each_link(note, lambda place, link: _first(lookup, place, link)) for note in vault.notes]
    if lookup.doubtful:
        # every link has named its file by now, so the guesses can be judged
        notes = [
            _each_link(note, lambda place, link: _second(lookup, place, link)) if note.path in lookup.doubtful else note
            for note in notes
        ]
    notes = [_with_linked_blocks(note, lookup.blocks) if note.blocks else note for note in notes]
    return evolve(vault, notes=tuple(notes), issues=vault.issues + tuple(lookup.issues))


def _with_linked_blocks(note: Note, linked: AbstractSet[tuple[SourcePath, str]]) -> Note:
    return evolve(note, blocks={name: block for name, block in note.blocks.items() if (note.path, name) in linked})


def _each_link(note: Note, settle: Callable[[_Place, Link], Link]) -> Note:
    """The note with every link of its body and properties put through a function."""
    if not note.links and not any(item.links for item in note.properties):
        return note
    own = _Place(note.path, note.path, (parent_of(note.path),))
    properties = tuple(
        _settled(item, _in_csv(note, item.source) if item.source else own, settle) if item.links else item
        for item in note.properties
    )
    return evolve(note, links=tuple(settle(own, link) for link in note.links), properties=properties)


def _settled(item: Property, place: _Place, settle: Callable[[_Place, Link], Link]) -> Property:
    return evolve(item, links=tuple(settle(place, link) for link in item.links))


def _in_csv(note: Note, csv: SourcePath) -> _Place:
    """Paths in a CSV are relative to the folder of the page that it belongs to, until 2023 to its own folder."""
    folder = parent_of(csv)
    return _Place(note.path, csv, (parent_of(folder), folder) if folder else ("",))


def _first(lookup: _Lookup, place: _Place, link: Link) -> Link:
    answer = _find(lookup, place, link)
    if answer.fit is None or answer.fit.step is not Step.MOVED:
        if answer.fit:
            lookup.sure.add(answer.fit.path)
        return _settle(lookup, place, link, answer)
    lookup.guessed.setdefault(answer.fit.path, set()).add(answer.wanted)
    lookup.doubtful.add(place.note)
    return link


def _second(lookup: _Lookup, place: _Place, link: Link) -> Link:
    if link.target is not None:
        return link
    answer = _find(lookup, place, link)
    fit = answer.fit
    if fit is None or fit.step is not Step.MOVED:
        return link
    if fit.path in lookup.sure or len(lookup.guessed[fit.path]) > 1:
        why = f"{decode_path(link.raw_target)!r} may be one of several files that were overwritten by {fit.path!r}"
        lookup.issues.append(Issue(Code.UNDECIDED_LINK, place.file, link.line, why))
        return link
    return _settle(lookup, place, link, answer)


def _find(lookup: _Lookup, place: _Place, link: Link) -> _Answer:
    target = link.raw_target
    if not target:
        return _Answer()
    if is_address(target):
        return _find_url(lookup, target)
    fit = lookup.index.only_by_id(target)
    if fit:
        return _Answer(fit)
    answer = _find_path(lookup, place, target)
    if answer.fit or "#" not in target:
        return answer
    path, _, fragment = target.rpartition("#")
    if not path:
        return _Answer(Fit(place.note, Step.EXACT), fragment)
    return _find_path(lookup, place, path)._replace(fragment=fragment)


def _find_path(lookup: _Lookup, place: _Place, target: str) -> _Answer:
    paths = [path for folder in place.folders if (path := target_path(folder, target))]
    for path in paths:
        fit = lookup.index.by_path(path) or lookup.index.by_last_id(path)
        if fit:
            return _Answer(fit)
    for path in paths:
        fit = lookup.index.moved(place.note, path)
        if fit:
            return _Answer(fit, wanted=path_key(path))
    return _Answer()


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
            return _Answer(own or fit, "" if own or not block else block)
    return _Answer(own)


def _settle(lookup: _Lookup, place: _Place, link: Link, answer: _Answer) -> Link:
    fit = answer.fit
    if fit is None:
        if _is_local(link):
            _report(lookup, place, link, Code.BROKEN_LINK, f"{decode_path(link.raw_target)!r} is not in the export")
        return link
    if fit.others:
        _report(
            lookup, place, link, Code.AMBIGUOUS_LINK, f"{decode_path(link.raw_target)!r} fits {fit.others + 1} files"
        )
    if not answer.fragment:
        return evolve(link, target=fit.path)
    note = lookup.notes.get(fit.path)
    block = plain_id(answer.fragment)
    if note and block and block in note.blocks:
        return _to_block(lookup, note, block, link)
    heading = _heading(note.headings, answer.fragment) if note and not block else None
    if heading is None and block != (note.id if note else None):
        if fit.path == place.note and link.raw_target.startswith("#"):
            _report(lookup, place, link, Code.BROKEN_LINK, f"{link.raw_target!r} is not in this page")
            return link
        _report(lookup, place, link, Code.UNKNOWN_FRAGMENT, f"the page has no {'#' + answer.fragment!r}")
    return evolve(link, target=fit.path, heading=heading)


def _to_block(lookup: _Lookup, note: Note, block: str, link: Link) -> Link:
    """A link to a heading by its text where no other heading has it, to any other block by its id."""
    number = note.blocks[block].heading
    if number is not None and note.headings.count(note.headings[number]) == 1:
        return evolve(link, target=note.path, heading=note.headings[number])
    lookup.blocks.add((note.path, block))
    return evolve(link, target=note.path, block=block)


def _is_local(link: Link) -> bool:
    """Whether a link that leads nowhere was meant to stay in the export (a lone word in a property was not)."""
    if not link.raw_target or is_address(link.raw_target):
        return False
    return link.form is not LinkForm.FILE or "/" in link.raw_target


def _heading(headings: Sequence[str], fragment: str) -> str | None:
    """The heading that a fragment names, by its text or by GitHub's slug."""
    if not fragment or not headings:
        return None
    wanted = decode_path(fragment).casefold()
    for heading in headings:
        if wanted in (heading.casefold(), heading_slug(heading)):
            return heading
    return None


def _report(lookup: _Lookup, place: _Place, link: Link, code: Code, message: str) -> None:
    lookup.issues.append(Issue(code, place.file, link.line, message))
