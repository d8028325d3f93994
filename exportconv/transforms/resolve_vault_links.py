"""Find what every link of a vault means, as Obsidian does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from exportconv.model import Attachment, Link, LinkForm, Note, SourceKind, Vault, evolve
from exportconv.paths import SourcePath, nfc, parent_of
from exportconv.report import Code, Issue
from exportconv.syntax.links import heading_key, heading_slugs, is_address
from exportconv.vault_paths import Found, VaultPaths

__all__ = ["resolve_vault_links"]

_KEYS: Sequence[Callable[[str], str]] = (nfc, lambda text: nfc(text.casefold()), lambda text: nfc(heading_key(text)))
"""Ways to compare two headings, the strictest first."""


@dataclass(slots=True)
class _Lookup:
    """What is known while the links of a vault are looked up."""

    paths: VaultPaths
    notes: Mapping[str, Note]
    by_slug: bool
    """Whether fragments are GitHub's anchors first."""
    issues: list[Issue] = field(default_factory=list)
    linked: set[tuple[SourcePath, str]] = field(default_factory=set)
    """Blocks that links lead to, with their notes."""
    headings: dict[tuple[str, int], Mapping[str, list[int]]] = field(default_factory=dict)
    """Note and way to compare → headings by their key."""
    slugs: dict[str, Mapping[str, int]] = field(default_factory=dict)
    """Note → headings by GitHub's anchor."""


def resolve_vault_links(vault: Vault) -> Vault:
    """The vault with the target of every link set that leads somewhere; what leads nowhere is reported.

    Wikilinks are looked up from the root and by the end of their path, Markdown links from the note's folder first.
    Aliases do not count: Obsidian never links by them.
    """
    paths = [note.path for note in vault.notes] + [item.path for item in vault.attachments if not item.is_apart]
    by_slug = vault.kind is SourceKind.MARKDOWN
    lookup = _Lookup(VaultPaths(paths), {note.path: note for note in vault.notes}, by_slug)
    notes = tuple(_resolved(lookup, note) for note in vault.notes)
    notes = tuple(_with_linked_blocks(note, lookup) if note.blocks else note for note in notes)
    attachments = tuple(_resolved_canvas(lookup, item) if item.links else item for item in vault.attachments)
    return evolve(vault, notes=notes, attachments=attachments, issues=vault.issues + tuple(lookup.issues))


def _resolved(lookup: _Lookup, note: Note) -> Note:
    if not note.links and not note.head_links:
        return note
    return evolve(
        note,
        links=tuple(_settled(lookup, note.path, link) for link in note.links),
        head_links=tuple(_settled(lookup, note.path, link) for link in note.head_links),
    )


def _resolved_canvas(lookup: _Lookup, item: Attachment) -> Attachment:
    return evolve(item, links=tuple(_settled(lookup, item.path, link) for link in item.links))


def _with_linked_blocks(note: Note, lookup: _Lookup) -> Note:
    return evolve(
        note, blocks={name: block for name, block in note.blocks.items() if (note.path, name) in lookup.linked}
    )


def _settled(lookup: _Lookup, place: SourcePath, link: Link) -> Link:
    raw = link.raw_target
    if link.form is not LinkForm.WIKILINK and (not raw or is_address(raw)):
        return link
    found, fragment = _find(lookup, place, link)
    if found is None and link.form is LinkForm.ATTRIBUTE:
        # a site generator may know it
        return link
    if found is None:
        lookup.issues.append(Issue(Code.BROKEN_LINK, place, link.line, f"{raw!r} is not in the vault"))
        return link
    if found.others:
        message = f"{raw!r} fits {found.others + 1} files, {found.path!r} is the nearest"
        lookup.issues.append(Issue(Code.AMBIGUOUS_LINK, place, link.line, message))
    path = SourcePath(found.path)
    if not fragment:
        return evolve(link, target=path)
    note = lookup.notes.get(path)
    return _to_part(lookup, place, link, note, fragment) if note else evolve(link, target=path, fragment=fragment)


def _find(lookup: _Lookup, place: SourcePath, link: Link) -> tuple[Found | None, str]:
    """The file that a link names, and the part of it."""
    if link.form is LinkForm.FILE:
        return lookup.paths.find(f"/{link.raw_target}", ""), ""
    is_wiki = link.form is LinkForm.WIKILINK
    found, reading = lookup.paths.read(link.raw_target, parent_of(place), wikilink=is_wiki)
    if not reading.path:
        return Found(place) if reading.fragment else None, reading.fragment
    return found, reading.fragment


def _to_part(lookup: _Lookup, place: SourcePath, link: Link, note: Note, fragment: str) -> Link:
    """A link to a heading or block of a note; to the note itself where it has none of that name."""
    if fragment.startswith("^"):
        name = fragment[1:].strip()
        if name in note.blocks:
            lookup.linked.add((note.path, name))
            return evolve(link, target=note.path, block=name)
    else:
        number = _section(lookup, note, fragment, by_slug=link.form is not LinkForm.WIKILINK)
        if number is not None:
            return evolve(link, target=note.path, heading=note.sections[number].text, section=number)
    lookup.issues.append(Issue(Code.UNKNOWN_FRAGMENT, place, link.line, f"{note.path!r} has no {'#' + fragment!r}"))
    return evolve(link, target=note.path)


def _section(lookup: _Lookup, note: Note, fragment: str, *, by_slug: bool) -> int | None:
    """Number of the heading that a fragment names; GitHub's anchors count in Markdown links, in vaults last."""
    if not note.sections:
        return None
    slug = _by_slug(lookup, note).get(fragment.casefold()) if by_slug else None
    if slug is not None and lookup.by_slug:
        return slug
    found = _by_parts(lookup, note, fragment)
    return slug if found is None else found


def _by_parts(lookup: _Lookup, note: Note, fragment: str) -> int | None:
    """Number of the heading that a fragment names as Obsidian does, each part of it below the one before."""
    number: int | None = None
    for part in filter(None, (step.strip() for step in fragment.split("#"))):
        number = _below(lookup, note, number, part)
        if number is None:
            return None
    return number


def _by_slug(lookup: _Lookup, note: Note) -> Mapping[str, int]:
    if note.path not in lookup.slugs:
        lookup.slugs[note.path] = {slug: number for number, slug in enumerate(heading_slugs(note.headings))}
    return lookup.slugs[note.path]


def _below(lookup: _Lookup, note: Note, above: int | None, part: str) -> int | None:
    """The first heading of a text in the section of another one."""
    limit = note.sections[above].span.end if above is not None else len(note.body) + 1
    for way, key in enumerate(_KEYS):
        wanted = key(part)
        for number in _by_key(lookup, note, way).get(wanted, ()) if wanted else ():
            if (above is None or number > above) and note.sections[number].span.start < limit:
                return number
    return None


def _by_key(lookup: _Lookup, note: Note, way: int) -> Mapping[str, list[int]]:
    place = (note.path, way)
    if place not in lookup.headings:
        found: dict[str, list[int]] = {}
        for number, section in enumerate(note.sections):
            for text in {_KEYS[way](section.source), _KEYS[way](section.text)}:
                found.setdefault(text, []).append(number)
        lookup.headings[place] = found
    return lookup.headings[place]
