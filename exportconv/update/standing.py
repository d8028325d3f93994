"""What stands in a destination, read as a vault: the user's own notes, whose links are to stay right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from exportconv.model import Attachment, Link, SourceKind, Vault, evolve
from exportconv.model.contents import Bytes
from exportconv.options import Options, Track
from exportconv.paths import SourcePath, fold, is_hidden, parent_of, split_name
from exportconv.readers.obsidian import read_files
from exportconv.readers.source import Source, open_plain
from exportconv.transforms.resolve_links import resolve_links
from exportconv.writers.destination import Destination

__all__ = ["Captors", "are_names_shared", "has_wikilinks", "read_standing"]

_BASE = ".base"


def has_wikilinks(settings: Mapping[str, object]) -> bool:
    """Whether settings of a run make a result whose notes Obsidian reads."""
    return settings["to"] == "obsidian" or settings["links"] == "wikilink"


def read_standing(opened: Source, track: Track, *, is_wiki: bool) -> Vault:
    """The files of a destination, whose links are not looked up yet."""
    return read_files(opened, track, SourceKind.OBSIDIAN if is_wiki else SourceKind.MARKDOWN)


def are_names_shared(existing: Iterable[str], new: Iterable[str]) -> bool:
    """Whether a new file has the name of one that is there already, which a link may give alone."""
    names = {fold(split_name(path)[1]) for path in new}
    return bool(names) and any(fold(split_name(path)[1]) in names for path in existing)


class Captors:
    """Finds the new files to which links of the user's own notes would lead, and do not so far."""

    def __init__(self, target: Destination, options: Options, track: Track) -> None:
        """`target` is what files are to be added to."""
        self._target = target
        self._options = options
        self._track = track

    @cached_property
    def _standing(self) -> Vault:
        opened = open_plain(self._target.folder, self._options, self._track, needs_all=False)
        return read_standing(opened, self._track, is_wiki=has_wikilinks(self._options.settled()))

    @cached_property
    def _before(self) -> Mapping[tuple[str, int], Link]:
        return _links(resolve_links(self._standing, self._options))

    def among(self, paths: Iterable[str]) -> frozenset[str]:
        """Those among some paths of new files, and for a base its folder, which it has its name from.

        Nothing is read where no name is one that is there already.
        """
        new = [path for path in paths if not is_hidden(path) and path not in self._target.existing]
        if not are_names_shared(self._target.existing, new):
            return frozenset()
        files = tuple(Attachment(path=SourcePath(path), content=Bytes(b"")) for path in new)
        whole = evolve(self._standing, attachments=self._standing.attachments + files)
        after = _links(resolve_links(whole, self._options))
        ours = set(new)
        found = (
            after[place].target for place, link in self._before.items() if link.target and after[place].target in ours
        )
        return frozenset(parent_of(path) if path.endswith(_BASE) else path for path in found if path)


def _links(vault: Vault) -> Mapping[tuple[str, int], Link]:
    """Every link by its file and number."""
    found = {note.path: (*note.links, *note.head_links) for note in vault.notes}
    found |= {item.path: tuple(item.links) for item in vault.attachments}
    return {(path, number): link for path, links in found.items() for number, link in enumerate(links)}
