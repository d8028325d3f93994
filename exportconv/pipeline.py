"""Read, transform, render; and the three tables that say what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from exportconv.collector import without_collector
from exportconv.errors import SourceError
from exportconv.inventory import Inventory, inventory_of
from exportconv.model import Content, Vault
from exportconv.options import Options, Track, no_track
from exportconv.paths import SourcePath
from exportconv.readers.notion import is_notion_export, read_notion
from exportconv.readers.obsidian import is_obsidian_vault, read_markdown, read_obsidian
from exportconv.readers.source import Source, open_plain, open_source
from exportconv.transforms.join_databases import join_databases
from exportconv.transforms.known_names import stay_where_moved
from exportconv.transforms.leave_out import leave_out, settle_removed
from exportconv.transforms.map_properties import map_properties
from exportconv.transforms.name_notes import name_notes
from exportconv.transforms.place_attachments import place_attachments
from exportconv.transforms.plan_embeds import plan_embeds
from exportconv.transforms.resolve_links import resolve_links
from exportconv.transforms.restore_names import restore_names
from exportconv.transforms.unify_types import unify_types
from exportconv.transforms.work_out_bases import work_out_bases
from exportconv.writers.filetree import FileTree
from exportconv.writers.markdown import render_markdown
from exportconv.writers.obsidian import render_obsidian

__all__ = [
    "READERS", "TRANSFORMS", "WRITERS", "AnyPath", "Inventory", "Transform", "inspect", "open_any", "prepare", "read",
    "read_opened", "render", "render_prepared", "sources_of", "with_target",
]  # fmt: skip

AnyPath: TypeAlias = "str | PathLike[str]"
Transform: TypeAlias = Callable[[Vault], Vault]
"""A step of the library user's own."""


def _is_asked_for(source: Source) -> bool:  # noqa: ARG001  # every test has this shape
    """No source shows that it is plain Markdown and nothing else; the caller has to say so."""
    return False


READERS: Mapping[str, tuple[Callable[[Source], bool], Callable[[Source, Track, int], Vault]]] = {
    "notion": (is_notion_export, read_notion),
    "obsidian": (is_obsidian_vault, read_obsidian),
    "markdown": (_is_asked_for, read_markdown),
}
"""Format → whether a source is of it, and its reader."""
TRANSFORMS: Mapping[str, Callable[[Vault, Options], Vault]] = {
    "join_databases": join_databases,
    "resolve_links": resolve_links,
    "restore_names": restore_names,
    "map_properties": map_properties,
    "leave_out": leave_out,
    "unify_types": unify_types,
    "name_notes": name_notes,
    "place_attachments": place_attachments,
    "stay_where_moved": stay_where_moved,
    "plan_embeds": plan_embeds,
    "work_out_bases": work_out_bases,
}
"""What happens to a vault, in this order: the first three in `read`, a user's own after `map_properties`."""
_AT = list(TRANSFORMS).index("map_properties")
_FIRST, _LAST = tuple(TRANSFORMS)[:_AT], tuple(TRANSFORMS)[_AT + 1 :]
WRITERS: Mapping[str, Callable[[Vault, Options], FileTree]] = {
    "obsidian": render_obsidian,
    "markdown": render_markdown,
}
"""Target → its writer."""


@without_collector
def read(source: AnyPath | Sequence[AnyPath], *, options: Options | None = None, track: Track = no_track) -> Vault:
    """Reads an export (a folder, a zip, or several parts of one) as a vault, databases joined and links resolved.

    Nothing is written. Raises SourceError for what cannot be read or is no export, and UnsafeSourceError for
    an archive that could do harm.
    """
    options = options or Options()
    paths = [Path(path) for path in ([source] if isinstance(source, str | PathLike) else source)]
    return read_opened(*open_any(paths, options, options.source_format, track), options, track)


def read_opened(opened: Source, name: str, options: Options, track: Track) -> Vault:
    """The vault that an opened source of some format is."""
    vault = READERS[name][1](opened, track, options.jobs)
    for step in track(_FIRST, len(_FIRST), "resolving links"):
        vault = TRANSFORMS[step](vault, options)
    return vault


def open_any(paths: Sequence[Path], options: Options, name: str, track: Track) -> tuple[Source, str]:
    """The source as the reader of its format wants it, and that format."""
    if name == "auto":
        return _found_out(paths, options, track)
    if name == "notion":
        return open_source(paths, options, track), name
    if len(paths) > 1:
        raise SourceError("several vaults or folders of Markdown cannot be read together; convert them one by one")
    return open_plain(paths[0], options, track), name


def _found_out(paths: Sequence[Path], options: Options, track: Track) -> tuple[Source, str]:
    """The same for a source that shows what it is; raises SourceError for one that does not."""
    if len(paths) == 1 and (paths[0] / ".obsidian").is_dir():
        # most such folders are vaults, which need no second look
        vault = open_plain(paths[0], options, track)
        if READERS["obsidian"][0](vault):
            return vault, "obsidian"
    source = open_source(paths, options, track)
    if READERS["obsidian"][0](source):
        return open_any(paths, options, "obsidian", track)
    if READERS["notion"][0](source):
        return source, "notion"
    if not source.entries:
        raise SourceError(f"{paths[0]}: there is no file in it")
    if all(entry.path.lower().endswith(".pdf") for entry in source.entries):
        raise SourceError(f"{paths[0]}: is an export as PDF; export from Notion as HTML or Markdown & CSV")
    raise SourceError(
        f"{paths[0]}: nothing shows that this is a Notion export or an Obsidian vault; "
        "where it is one, or a folder of Markdown, say --from notion, --from obsidian or --from markdown"
    )


def prepare(vault: Vault, options: Options, transforms: Iterable[Transform] = (), track: Track = no_track) -> Vault:
    """A resolved vault with its properties typed and everything named and placed."""
    vault = TRANSFORMS["map_properties"](vault, options)
    before = vault
    for transform in transforms:
        vault = transform(vault)
    vault = settle_removed(before, vault, options) if vault is not before else vault
    for name in track(_LAST, len(_LAST), "naming notes"):
        vault = TRANSFORMS[name](vault, options)
    return vault


def render(
    vault: Vault, *, to: str | None = None, options: Options | None = None, transforms: Iterable[Transform] = ()
) -> FileTree:
    """The files that a vault becomes, none of them written."""
    options = with_target(options, to)
    return render_prepared(vault, prepare(vault, options, transforms), options)


def render_prepared(source: Vault, vault: Vault, options: Options) -> FileTree:
    """The files of a prepared vault, with what else was read: a second run has to find that nothing of it changed."""
    tree = WRITERS[options.to](vault, options)
    known = {path for path, _ in tree.sources()}
    others = tuple((SourcePath(path), found) for path, found in sources_of(source) if path not in known)
    gone = tree.left_out | {path for path, _ in others}
    return replace(tree, merged=tree.merged + others, left_out=gone) if others else tree


def sources_of(vault: Vault) -> Iterator[tuple[str, str | Content]]:
    """Path of every source file, with its digest or, where it is not known yet, its bytes."""
    for note in vault.notes:
        yield note.path, note.digest if note.verbatim is None else note.verbatim
    yield from ((item.path, item.content) for item in vault.attachments)
    yield from ((item.path, item.content) for item in vault.superseded)


def with_target(options: Options | None, to: str | None) -> Options:
    """The options with another target, where one is given."""
    options = options or Options()
    return replace(options, to=to) if to else options


def inspect(
    source: AnyPath | Sequence[AnyPath], *, options: Options | None = None, track: Track = no_track
) -> Inventory:
    """What an export holds; nothing is written. Raises what `read` raises."""
    options = options or Options()
    vault = TRANSFORMS["map_properties"](read(source, options=options, track=track), options)
    return inventory_of(vault)
