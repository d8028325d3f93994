"""Leave out files by their path and notes by their tags, as the options ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from exportconv.model import Attachment, Link, Note, Property, SourceKind, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath, nfc
from exportconv.report import Code, Issue
from exportconv.syntax.tags import has_tag, tags_in_text
from exportconv.syntax.vault_spans import scan_vault_note
from exportconv.transforms.hide_embeds import hide_embeds
from exportconv.transforms.path_tests import path_tests
from exportconv.transforms.thin_databases import thin_databases

__all__ = ["leave_out", "tags_of"]

_TAG_NAMES = ("tags", "tag")


def leave_out(vault: Vault, options: Options) -> Vault:
    """The vault without the files that the options leave out; links to them lead nowhere and are reported.

    An attachment that only left-out files link to goes with them, and so do the rows of left-out notes in databases.
    In plain Markdown nothing is shown in the place of an embed of something left out.
    """
    tests = list(path_tests(vault, options))
    if not tests and not options.skip_tags and not options.only_tags:
        return vault
    files: list[Note | Attachment] = [*vault.notes, *vault.attachments]
    gone = {item.path for item in files if any(test(item.path) for test in tests)}
    gone |= {note.path for note in vault.notes if note.path not in gone and _is_unwanted(note, options)}
    if not gone:
        return vault
    vault, gone = thin_databases(vault, gone, options)
    gone |= _orphans(vault, gone)
    cut = _Cut(gone)
    notes = tuple(cut.note(note) for note in vault.notes if note.path not in gone)
    if vault.kind is SourceKind.OBSIDIAN and options.to == "markdown":
        notes = tuple(map(hide_embeds, notes))
    attachments = tuple(cut.canvas(item) for item in vault.attachments if item.path not in gone)
    issues = (*(issue for issue in vault.issues if not cut.tells_of(issue)), *cut.issues)
    return evolve(vault, notes=notes, attachments=attachments, issues=issues)


def _orphans(vault: Vault, gone: AbstractSet[SourcePath]) -> set[SourcePath]:
    """Attachments that left-out notes and canvases link to and no others do; databases stay by themselves."""
    files = {item.path for item in vault.attachments} - vault.table_files() - gone
    linked = {note.path: _targets(note.all_links()) & files for note in vault.notes}
    linked |= {item.path: _targets(item.links) & files for item in vault.attachments if item.links}
    counts = Counter(target for targets in linked.values() for target in targets)
    orphans: set[SourcePath] = set()
    rest = list(gone)
    while rest:
        for target in linked.get(rest.pop(), ()):
            counts[target] -= 1
            if not counts[target]:
                orphans.add(target)
                rest.append(target)
    return orphans


def _targets(links: Iterable[Link]) -> set[SourcePath]:
    return {link.target for link in links if link.target}


class _Cut:
    """Takes the targets from links to what is left out, and remembers those links."""

    def __init__(self, gone: AbstractSet[SourcePath]) -> None:
        self._gone = gone
        self._links: dict[tuple[str, int], list[Link]] = {}
        self.issues: list[Issue] = []
        """One for each link."""

    def note(self, note: Note) -> Note:
        """A note with its links settled."""
        if self._gone.isdisjoint(link.target for link in note.all_links()):
            return note
        return evolve(
            note,
            links=self._settled(note.path, note.links),
            head_links=self._settled(note.path, note.head_links),
            properties=tuple(self._property(note, item) for item in note.properties),
        )

    def canvas(self, item: Attachment) -> Attachment:
        """The same for a canvas; a file that is none has no links."""
        return evolve(item, links=self._settled(item.path, item.links)) if item.links else item

    def tells_of(self, issue: Issue) -> bool:
        """Whether an issue is about the heading or block of such a link, of which nobody needs to know any more."""
        links = self._links.get((issue.path, issue.line), ()) if issue.code is Code.UNKNOWN_FRAGMENT else ()
        return any(_names(issue, link) for link in links)

    def _property(self, note: Note, item: Property) -> Property:
        return evolve(item, links=self._settled(item.source or note.path, item.links)) if item.links else item

    def _settled(self, place: SourcePath, links: Iterable[Link]) -> tuple[Link, ...]:
        return tuple(self._cut(place, link) if link.target in self._gone else link for link in links)

    def _cut(self, place: SourcePath, link: Link) -> Link:
        self.issues.append(Issue(Code.LEFT_OUT, place, link.line, f"{link.target!r} is left out"))
        self._links.setdefault((place, link.line), []).append(link)
        return evolve(link, target=None, heading=None, section=None, block=None, is_left_out=True)


def _names(issue: Issue, link: Link) -> bool:
    """Whether the message of an issue names the target of a link in a vault, or the part of one in an export."""
    fragment = "#" + link.raw_target.rpartition("#")[2]
    return issue.message.startswith((f"{link.target!r} has no", f"the page has no {fragment!r}"))


def _is_unwanted(note: Note, options: Options) -> bool:
    if not options.skip_tags and not options.only_tags:
        return False
    tags = tags_of(note)
    wanted = not options.only_tags or has_tag(tags, list(map(_key, options.only_tags)))
    return not wanted or has_tag(tags, list(map(_key, options.skip_tags)))


def _key(tag: str) -> str:
    return nfc(tag.strip().removeprefix("#").casefold())


def tags_of(note: Note) -> frozenset[str]:
    """The tags of a note in lower case, without `#`: those in its frontmatter and those in its text."""
    found: set[str] = set()
    for item in note.properties:
        if item.name.casefold() in _TAG_NAMES:
            texts = item.value if isinstance(item.value, tuple) else re.split(r"[,\s]+", item.raw)
            found.update(map(_key, texts))
    if "#" in note.body:
        scan = scan_vault_note(note.body)
        places = [*scan.opaque, *(link.span for link in scan.links)]
        found.update(map(_key, tags_in_text(note.body, places)))
    return frozenset(found - {""})
