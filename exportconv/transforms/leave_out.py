"""Leave out files by their path and notes by their tags, as the options ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, TypeAlias

from exportconv.model import Attachment, Link, Note, Property, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath, nfc, parent_of
from exportconv.report import Code, Issue
from exportconv.syntax.tags import has_tag, tags_in_text
from exportconv.syntax.vault_spans import scan_vault_note

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["leave_out", "tags_of"]

_Test: TypeAlias = "Callable[[str], bool]"
_TAG_NAMES = ("tags", "tag")
_SETTINGS = ".obsidian/app.json"


def leave_out(vault: Vault, options: Options) -> Vault:
    """The vault without the files that the options leave out; links to them lead nowhere and are reported.

    An attachment that only left-out notes link to goes with them.
    """
    tests = list(_path_tests(vault, options))
    if not tests and not options.skip_tags and not options.only_tags:
        return vault
    gone = {note.path for note in vault.notes if any(test(note.path) for test in tests)}
    gone |= {item.path for item in vault.attachments if any(test(item.path) for test in tests)}
    gone |= {note.path for note in vault.notes if note.path not in gone and _is_unwanted(note, options)}
    gone |= _orphans(vault, gone)
    issues: list[Issue] = []
    notes = tuple(_without_links(note, gone, issues) for note in vault.notes if note.path not in gone)
    attachments = tuple(item for item in vault.attachments if item.path not in gone)
    return evolve(vault, notes=notes, attachments=attachments, issues=vault.issues + tuple(issues))


def _orphans(vault: Vault, gone: AbstractSet[SourcePath]) -> set[SourcePath]:
    """Attachments that left-out notes link to and no other note does."""
    linked: dict[bool, set[SourcePath]] = {True: set(), False: set()}
    for note in vault.notes:
        linked[note.path in gone].update(link.target for link in note.all_links() if link.target)
    files = {item.path for item in vault.attachments}
    return (linked[True] - linked[False]) & files


def _without_links(note: Note, gone: AbstractSet[SourcePath], issues: list[Issue]) -> Note:
    if not any(link.target in gone for link in note.all_links()):
        return note

    def settle(link: Link) -> Link:
        if link.target not in gone:
            return link
        issues.append(Issue(Code.LEFT_OUT, note.path, link.line, f"{link.target!r} is left out"))
        return evolve(link, target=None, heading=None, section=None, block=None)

    def settled(item: Property) -> Property:
        return evolve(item, links=tuple(map(settle, item.links))) if item.links else item

    return evolve(
        note,
        links=tuple(map(settle, note.links)),
        head_links=tuple(map(settle, note.head_links)),
        properties=tuple(map(settled, note.properties)),
    )


def _path_tests(vault: Vault, options: Options) -> Iterator[_Test]:
    """What says of a path whether it is left out."""
    if options.exclude:
        yield _spec(options.exclude).match_file
    if options.gitignore:
        ignored = {parent_of(item.path): item for item in vault.attachments if _name(item.path) == ".gitignore"}
        if ignored:
            yield _gitignore(ignored)
    if options.skip_ignored:
        settings = next((item for item in vault.attachments if item.path == _SETTINGS), None)
        yield from _excluded_files(settings) if settings else ()


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _gitignore(files: dict[str, Attachment]) -> _Test:
    specs = {
        folder: _spec(item.content.read().decode("utf-8", "replace").split("\n")) for folder, item in files.items()
    }

    def is_ignored(path: str) -> bool:
        folder = parent_of(path)
        while True:
            # the file nearest to the path has the last word
            if folder in specs:
                verdict = specs[folder].check_file(path[len(folder) + 1 :] if folder else path).include
                if verdict is not None:
                    return verdict
            if not folder:
                return False
            folder = parent_of(folder)

    return is_ignored


def _excluded_files(settings: Attachment) -> Iterator[_Test]:
    """Obsidian's own setting: beginnings of paths, and patterns between slashes."""
    try:
        filters = json.loads(settings.content.read()).get("userIgnoreFilters") or []
    except (ValueError, AttributeError):
        return
    for text in filter(lambda item: isinstance(item, str) and item, filters):
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            try:
                yield _searches(re.compile(text[1:-1]))
            except re.error:
                continue
        else:
            yield _begins(nfc(text))


def _searches(pattern: re.Pattern[str]) -> _Test:
    return lambda path: pattern.search(path) is not None


def _begins(text: str) -> _Test:
    return lambda path: nfc(path).startswith(text)


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
