"""Find what every link of a vault means, as Obsidian does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from exportconv.codes import Code
from exportconv.model import Attachment, Block, Link, LinkForm, Note, SourceKind, Vault, evolve
from exportconv.paths import SourcePath, nfc, parent_of, split_name
from exportconv.report import Issue
from exportconv.syntax.links import heading_key, heading_slugs, is_address, is_placeholder, is_surely_address
from exportconv.vault_paths import Found, Reading, VaultFolders, VaultPaths, is_page, means_folder

__all__ = ["resolve_vault_links"]

_KEYS: Sequence[Callable[[str], str]] = (nfc, lambda text: nfc(text.casefold()), lambda text: nfc(heading_key(text)))
"""Ways to compare two headings, the strictest first."""

_PATHS = (LinkForm.WIKILINK, LinkForm.FILE)
"""Links with a path in them, never an address."""
_ANYWHERE = re.compile(r"(?i:top)|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?")
"""Parts that every file has: its top to browsers, its lines to Git hosts."""


@dataclass(slots=True)
class _Lookup:
    """What is known while the links of a vault are looked up."""

    paths: VaultPaths
    folders: VaultFolders
    notes: Mapping[str, Note]
    by_slug: bool
    """Whether fragments are GitHub's anchors first."""
    issues: list[Issue] = field(default_factory=list)
    linked: dict[str, set[str]] = field(default_factory=dict)
    """Note → ids of its blocks that links lead to."""
    headings: dict[tuple[str, int], Mapping[str, list[int]]] = field(default_factory=dict)
    """Note and way to compare → headings by their key."""
    parts: dict[tuple[str, str], int | None] = field(default_factory=dict)
    """Note and fragment → the heading that it names, part by part."""
    blocks: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Note → its ids of blocks in lower case, with what they are."""
    slugs: dict[str, Mapping[str, int]] = field(default_factory=dict)
    """Note → headings by GitHub's anchor."""


def resolve_vault_links(vault: Vault) -> Vault:
    """The vault with the target of every link set that leads somewhere; what leads nowhere is reported.

    Wikilinks are looked up from the root and by the end of their path, Markdown links from the note's folder first.
    Aliases do not count: Obsidian never links by them.
    """
    paths = [note.path for note in vault.notes] + [item.path for item in vault.attachments if not item.is_apart]
    by_slug = vault.kind is SourceKind.MARKDOWN
    folders = VaultFolders([*paths, *(item.path for item in vault.attachments if item.is_apart)])
    lookup = _Lookup(VaultPaths(paths), folders, {note.path: note for note in vault.notes}, by_slug)
    links = [_resolved(lookup, note) for note in vault.notes]
    # only now it is known which blocks links lead to; those of other notes nobody has to look for
    notes = tuple(
        evolve(note, links=inner, head_links=outer, blocks=_linked_blocks(lookup, note))
        for note, (inner, outer) in zip(vault.notes, links, strict=True)
    )
    attachments = tuple(_resolved_file(lookup, item) if item.links else item for item in vault.attachments)
    # what a server makes of the addresses in a page of HTML nobody knows
    issues = tuple(issue for issue in lookup.issues if not is_page(issue.path))
    return evolve(vault, notes=notes, attachments=attachments, issues=vault.issues + issues)


def _resolved(lookup: _Lookup, note: Note) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The links of a note, and those in its frontmatter."""
    inner = tuple([_settled(lookup, note.path, link) for link in note.links])
    return inner, tuple([_settled(lookup, note.path, link) for link in note.head_links])


def _resolved_file(lookup: _Lookup, item: Attachment) -> Attachment:
    return evolve(item, links=tuple(_settled(lookup, item.path, link) for link in item.links))


def _linked_blocks(lookup: _Lookup, note: Note) -> Mapping[str, Block]:
    linked = lookup.linked.get(note.path)
    return {name: block for name, block in note.blocks.items() if name in linked} if linked else {}


def _settled(lookup: _Lookup, place: SourcePath, link: Link) -> Link:
    raw = link.raw_target
    is_url = link.form not in _PATHS
    if is_url and (not raw or is_surely_address(raw)):
        return link
    found, reading = _find(lookup, place, link)
    if is_url and (found is None or means_folder(reading.path)):
        folder = lookup.folders.read(f"./{raw}" if is_page(place) and raw[0] != "/" else raw, parent_of(place))
        if folder:
            return evolve(link, folder=SourcePath(folder[0]))
    if found is None:
        if not (is_url and _may_be_known(lookup, place, link)) and not is_placeholder(raw):
            lookup.issues.append(Issue(Code.BROKEN_LINK, place, link.line, f"{raw!r} is not in the vault"))
        return link
    if found.others:
        message = f"{raw!r} fits {found.others + 1} files, {found.path!r} is the nearest"
        lookup.issues.append(Issue(Code.AMBIGUOUS_LINK, place, link.line, message))
    path = SourcePath(found.path)
    link = evolve(link, query=reading.query) if reading.query else link
    if not reading.fragment:
        return link.leading_to(path)
    note = lookup.notes.get(path)
    return (
        _to_part(lookup, place, link, note, reading.fragment)
        if note
        else link.leading_to(path, fragment=reading.fragment)
    )


def _find(lookup: _Lookup, place: SourcePath, link: Link) -> tuple[Found | None, Reading]:
    """The file that a link names, and how its target was read."""
    raw = link.raw_target
    if link.form is LinkForm.FILE:
        return lookup.paths.find(f"/{raw}", ""), Reading(raw, "", len(raw))
    is_wiki = link.form is LinkForm.WIKILINK
    if is_page(place):
        found, reading = lookup.paths.read_in_page(raw, parent_of(place))
    else:
        found, reading = lookup.paths.read(raw, parent_of(place), wikilink=is_wiki)
    if not reading.path:
        return Found(place) if reading.fragment or not is_wiki else None, reading
    return found, reading


def _may_be_known(lookup: _Lookup, place: SourcePath, link: Link) -> bool:
    """Whether others may know what a link means that leads to no file: a browser, or a site generator.

    Where the endings of notes are others, a link goes without those.
    """
    if link.form is LinkForm.ATTRIBUTE or is_address(link.raw_target):
        return True
    path = link.raw_target.partition("#")[0] + split_name(place)[2]
    return place not in lookup.notes and lookup.paths.read(path, parent_of(place), wikilink=False)[0] is not None


def _to_part(lookup: _Lookup, place: SourcePath, link: Link, note: Note, fragment: str) -> Link:
    """A link to a heading or block of a note; to the note itself where it has none of that name."""
    if fragment.startswith("^"):
        block = _block_name(lookup, note, fragment[1:].strip())
        if block is not None:
            lookup.linked.setdefault(note.path, set()).add(block)
            return link.leading_to(note.path, block=block)
    else:
        number = _section(lookup, note, fragment, by_slug=link.form is not LinkForm.WIKILINK)
        if number is not None:
            return link.leading_to(note.path, heading=note.sections[number].text, section=number)
        is_known = link.form is not LinkForm.WIKILINK and _ANYWHERE.fullmatch(fragment)
        if is_known or is_placeholder(fragment):
            return link.leading_to(note.path, fragment=fragment)
    lookup.issues.append(Issue(Code.UNKNOWN_FRAGMENT, place, link.line, f"{note.path!r} has no {'#' + fragment!r}"))
    return link.leading_to(note.path)


def _block_name(lookup: _Lookup, note: Note, name: str) -> str | None:
    """The id of a block as the note has it; upper and lower case do not matter where no id is written just so."""
    if name in note.blocks or not note.blocks:
        return name if note.blocks else None
    if note.path not in lookup.blocks:
        lookup.blocks[note.path] = {known.casefold(): known for known in reversed(list(note.blocks))}
    return lookup.blocks[note.path].get(name.casefold())


def _section(lookup: _Lookup, note: Note, fragment: str, *, by_slug: bool) -> int | None:
    """Number of the heading that a fragment names; GitHub's anchors count in Markdown links, in vaults last."""
    if not note.sections:
        return None
    slug = _by_slug(lookup, note).get(fragment.casefold()) if by_slug else None
    if slug is not None and lookup.by_slug:
        return slug
    if (note.path, fragment) not in lookup.parts:
        lookup.parts[note.path, fragment] = _by_parts(lookup, note, fragment)
    found = lookup.parts[note.path, fragment]
    return slug if found is None else found


def _by_parts(lookup: _Lookup, note: Note, fragment: str) -> int | None:
    """Number of the heading that a fragment names as Obsidian does, each part of it below the one before.

    Of several ways down the first one that leads to the last part is taken.
    """
    parts = [part for part in (step.strip() for step in fragment.split("#")) if part]
    if not parts:
        return None
    open_paths = [_below(lookup, note, None, parts[0])]
    seen: set[tuple[int, int]] = set()
    while open_paths:
        depth, number = len(open_paths), next(open_paths[-1], None)
        if number is None:
            open_paths.pop()
        elif depth == len(parts):
            return number
        elif (depth, number) not in seen:
            # what led nowhere once need not be tried again
            seen.add((depth, number))
            open_paths.append(_below(lookup, note, number, parts[depth]))
    return None


def _by_slug(lookup: _Lookup, note: Note) -> Mapping[str, int]:
    if note.path not in lookup.slugs:
        lookup.slugs[note.path] = {slug: number for number, slug in enumerate(heading_slugs(note.headings))}
    return lookup.slugs[note.path]


def _below(lookup: _Lookup, note: Note, above: int | None, part: str) -> Iterator[int]:
    """The headings of a text in the section of another one, those that are most like it first."""
    for way, key in enumerate(_KEYS):
        wanted = key(part)
        numbers = _by_key(lookup, note, way).get(wanted, ()) if wanted else ()
        if above is None:
            yield from numbers
        elif numbers:
            end = note.sections[above].span.end
            first = bisect_right(numbers, above)
            yield from numbers[first : bisect_left(numbers, end, first, key=lambda at: note.sections[at].span.start)]


def _by_key(lookup: _Lookup, note: Note, way: int) -> Mapping[str, list[int]]:
    place = (note.path, way)
    if place not in lookup.headings:
        found: dict[str, list[int]] = {}
        for number, section in enumerate(note.sections):
            for text in {_KEYS[way](section.source), _KEYS[way](section.text)}:
                found.setdefault(text, []).append(number)
        lookup.headings[place] = found
    return lookup.headings[place]
