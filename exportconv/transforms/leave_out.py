"""Leave out files by their path and notes by their tags, as the options ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from exportconv.codes import Code
from exportconv.model import Attachment, Link, Note, Property, SourceKind, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.report import Issue
from exportconv.syntax.tags import has_tag
from exportconv.transforms.hide_embeds import hide_embeds
from exportconv.transforms.note_tags import tag_key, tags_of, tags_of_file
from exportconv.transforms.path_tests import path_tests
from exportconv.transforms.thin_databases import thin_databases

__all__ = ["leave_out", "settle_removed"]

_OPEN_FILES = re.compile(r"(?:.*/)?\.obsidian/workspace[^/]*\.json", re.DOTALL)
"""Obsidian's lists of the notes that were open last, which tell their names."""


def leave_out(vault: Vault, options: Options) -> Vault:
    """The vault without the files that the options leave out; links to them lead nowhere and are reported.

    An attachment that only left-out files link to goes with them, and so do the rows of left-out notes in databases.
    In plain Markdown nothing is shown in the place of an embed of something left out.
    """
    tests = list(path_tests(vault, options))
    gone, issues = _tagged(vault, options)
    files: list[Note | Attachment] = [*vault.notes, *vault.attachments]
    if tests:
        gone |= {item.path for item in files if any(test(item.path) for test in tests)}
    vault = evolve(vault, issues=(*vault.issues, *issues)) if issues else vault
    if not gone:
        return vault
    gone |= {item.path for item in vault.attachments if _OPEN_FILES.fullmatch(item.path)}
    vault, gone = thin_databases(vault, gone, options)
    return _without(vault, gone | _orphans(vault, gone), options)


def settle_removed(before: Vault, vault: Vault, options: Options) -> Vault:
    """The vault in which nothing leads to what `before` has and it has not, for somebody's transform removed that.

    It is as if the options had left it out, but that attachments which nothing else links to stay.
    """
    there = {note.path for note in vault.notes} | {item.path for item in vault.attachments}
    notes = tuple(note for note in before.notes if note.path not in there)
    attachments = tuple(item for item in before.attachments if item.path not in there)
    if not notes and not attachments:
        return vault
    vault = evolve(vault, notes=vault.notes + notes, attachments=vault.attachments + attachments)
    # a database goes with its CSV, so that stays as long as the database
    gone = {note.path for note in notes} | ({item.path for item in attachments} - vault.table_files())
    vault, gone = thin_databases(vault, gone, options)
    return _without(vault, gone, options)


def _without(vault: Vault, gone: AbstractSet[SourcePath], options: Options) -> Vault:
    cut = _Cut(gone)
    notes = tuple(cut.note(note) for note in vault.notes if note.path not in gone)
    if vault.kind is SourceKind.OBSIDIAN and options.to == "markdown":
        notes = tuple(map(hide_embeds, notes))
    attachments = tuple(cut.canvas(item) for item in vault.attachments if item.path not in gone)
    kept = (issue for issue in vault.issues if not cut.tells_of(issue))
    issues = [*kept, *cut.issues]
    return evolve(vault, notes=notes, attachments=attachments, issues=tuple(issues))


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
        """Whether an issue is in a file that is left out, or about the heading or block of a link to one."""
        if issue.path in self._gone:
            return issue.code is not Code.LEFT_OUT
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


class _TagTest:
    """Says of tags whether the options leave out what has them, and remembers which tags of the options it met."""

    def __init__(self, options: Options) -> None:
        self._skipped, self._wanted = _tags_in(options.skip_tags), _tags_in(options.only_tags)
        self.is_needed = bool(self._skipped or self._wanted)
        self.unknown = dict.fromkeys([*self._skipped, *self._wanted])
        """The tags of the options that nothing had so far."""

    def is_unwanted(self, tags: AbstractSet[str]) -> bool:
        """Whether a note with these tags is left out."""
        for key in [key for key in self.unknown if has_tag(tags, [key])]:
            del self.unknown[key]
        return has_tag(tags, self._skipped) or (bool(self._wanted) and not has_tag(tags, self._wanted))


def _tags_in(texts: Iterable[str]) -> list[str]:
    """The tags that options name; commas and blanks, of which no tag has any, stand between several."""
    return [tag_key(tag) for text in texts for tag in re.split(r"[,\s]+", text) if tag_key(tag)]


def _tagged(vault: Vault, options: Options) -> tuple[set[SourcePath], list[Issue]]:
    """The notes that are left out for their tags, hidden ones and those of nested vaults as well, and what to tell."""
    test = _TagTest(options)
    if not test.is_needed:
        return set(), []
    gone = {note.path for note in vault.notes if test.is_unwanted(tags_of(note))}
    hidden = (item for item in vault.attachments if item.is_apart and item.path.lower().endswith(".md"))
    gone |= {item.path for item in hidden if test.is_unwanted(tags_of_file(item.content))}
    return gone, [Issue(Code.UNKNOWN_TAG, ".", 0, f"no note has the tag {f'#{tag}'!r}") for tag in test.unknown]
