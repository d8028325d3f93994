"""The whole way: read, transform, render, write; and the three tables that say what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from exportconv.errors import SourceError
from exportconv.inventory import Inventory, inventory_of, report_of
from exportconv.model import Content, Vault
from exportconv.options import CHOICES, Options, Track, no_track
from exportconv.paths import SourcePath
from exportconv.readers.notion import is_notion_export, read_notion
from exportconv.readers.obsidian import is_obsidian_vault, read_markdown, read_obsidian
from exportconv.readers.source import Source, open_plain, open_source
from exportconv.report import Report
from exportconv.transforms.join_databases import join_databases
from exportconv.transforms.known_names import stay_where_moved
from exportconv.transforms.leave_out import leave_out
from exportconv.transforms.map_properties import map_properties
from exportconv.transforms.name_notes import name_notes
from exportconv.transforms.place_attachments import place_attachments
from exportconv.transforms.plan_embeds import plan_embeds
from exportconv.transforms.resolve_links import resolve_links
from exportconv.transforms.restore_names import restore_names
from exportconv.transforms.unify_types import unify_types
from exportconv.transforms.work_out_bases import work_out_bases
from exportconv.writers.destination import Destination, open_destination
from exportconv.writers.filetree import FileTree
from exportconv.writers.manifest import content_digest
from exportconv.writers.markdown import render_markdown
from exportconv.writers.obsidian import render_obsidian
from exportconv.writers.write_tree import write_tree

if TYPE_CHECKING:
    from exportconv.update.earlier import Earlier

__all__ = [
    "READERS", "TRANSFORMS", "WRITERS", "Inventory", "Result", "Transform", "convert", "inspect", "prepare", "read",
    "render", "write",
]  # fmt: skip

AnyPath: TypeAlias = "str | PathLike[str]"
Transform: TypeAlias = Callable[[Vault], Vault]
"""A step of the library user's own."""


def _is_asked_for(source: Source) -> bool:  # noqa: ARG001  # every test has this shape
    """No source shows that it is plain Markdown and nothing else; the caller has to say so."""
    return False


READERS: Mapping[str, tuple[Callable[[Source], bool], Callable[[Source, Track], Vault]]] = {
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
_LAST = tuple(TRANSFORMS)[list(TRANSFORMS).index("map_properties") + 1 :]
WRITERS: Mapping[str, Callable[[Vault, Options], FileTree]] = {
    "obsidian": render_obsidian,
    "markdown": render_markdown,
}
"""Target → its writer."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a conversion did."""

    report: Report
    """What it counted and noticed."""
    changed: bool
    """Whether anything was (or, in a dry run, would be) written; False when this source was converted before."""
    finished: tuple[str, ...] = ()
    """What was done first, for a run that was killed before had left it to do, in lines."""


def read(source: AnyPath | Sequence[AnyPath], *, options: Options | None = None, track: Track = no_track) -> Vault:
    """Reads an export (a folder, a zip, or several parts of one) as a vault, databases joined and links resolved.

    Nothing is written. Raises SourceError for what cannot be read or is no export, and UnsafeSourceError for
    an archive that could do harm.
    """
    options = options or Options()
    paths = [Path(path) for path in ([source] if isinstance(source, str | PathLike) else source)]
    opened, name = _opened(paths, options, options.source_format)
    vault = TRANSFORMS["join_databases"](READERS[name][1](opened, track), options)
    return TRANSFORMS["restore_names"](TRANSFORMS["resolve_links"](vault, options), options)


def _opened(paths: Sequence[Path], options: Options, name: str) -> tuple[Source, str]:
    """The source as the reader of its format wants it, and that format."""
    if name == "auto":
        return _found_out(paths, options)
    if name == "notion":
        return open_source(paths, options), name
    if len(paths) > 1:
        raise SourceError("several vaults or folders of Markdown cannot be read together; convert them one by one")
    return open_plain(paths[0], options), name


def _found_out(paths: Sequence[Path], options: Options) -> tuple[Source, str]:
    """The same for a source that shows what it is; raises SourceError for one that does not."""
    if len(paths) == 1 and (paths[0] / ".obsidian").is_dir():
        # most such folders are vaults, which need no second look
        vault = open_plain(paths[0], options)
        if READERS["obsidian"][0](vault):
            return vault, "obsidian"
    source = open_source(paths, options)
    if READERS["obsidian"][0](source):
        return _opened(paths, options, "obsidian")
    if READERS["notion"][0](source):
        return source, "notion"
    raise SourceError("cannot tell what this is; say --from notion, --from obsidian or --from markdown")


def prepare(vault: Vault, options: Options, transforms: Iterable[Transform] = ()) -> Vault:
    """A resolved vault with its properties typed and everything named and placed."""
    vault = TRANSFORMS["map_properties"](vault, options)
    for transform in transforms:
        vault = transform(vault)
    for name in _LAST:
        vault = TRANSFORMS[name](vault, options)
    return vault


def render(
    vault: Vault, *, to: str | None = None, options: Options | None = None, transforms: Iterable[Transform] = ()
) -> FileTree:
    """The files that a vault becomes, none of them written."""
    options = _with_target(options, to)
    return _rendered(vault, prepare(vault, options, transforms), options)


def _rendered(source: Vault, vault: Vault, options: Options) -> FileTree:
    """The files of a prepared vault, with what else was read: a second run has to find that nothing of it changed."""
    tree = WRITERS[options.to](vault, options)
    known = {path for path, _ in tree.sources()}
    others = tuple((SourcePath(path), found) for path, found in _sources(source) if path not in known)
    gone = tree.left_out | {path for path, _ in others}
    return replace(tree, merged=tree.merged + others, left_out=gone) if others else tree


def _with_target(options: Options | None, to: str | None) -> Options:
    options = options or Options()
    return replace(options, to=to) if to else options


def write(tree: FileTree, destination: AnyPath, *, into: bool = False, track: Track = no_track) -> bool:
    """Writes a tree to a new or empty folder, or adds it to an existing one with `into`.

    Returns whether anything was written: False when this very tree was written there before. A tree from a newer
    form of the source brings the folder up to date, as `convert` does; but there names are given that fit to what
    stands in it. Raises DestinationError where a file would be overwritten or the disk refuses.
    """
    with open_destination(Path(destination), (), into=into) as target:
        digests = _digests(tree.sources()) if target.manifest else {}
        earlier = _earlier(target, digests, tree.settings)
        if earlier is None:
            write_tree(tree, target, track)
        elif not earlier.is_same:
            from exportconv.update.run import make_update, plan_whole_update

            update = plan_whole_update(tree, earlier, digests, target, prune=False)
            make_update(update, earlier, target, track)
        return earlier is None or not earlier.is_same


def convert(  # noqa: PLR0913  # all but the first two are keywords that most callers leave out
    source: AnyPath | Sequence[AnyPath],
    destination: AnyPath,
    *,
    to: str | None = None,
    options: Options | None = None,
    into: bool = False,
    prune: bool = False,
    dry_run: bool = False,
    resume: bool = False,
    transforms: Iterable[Transform] = (),
    track: Track = no_track,
) -> Result:
    """Converts an export into a new or empty folder, or with `into` into an existing vault.

    The same source into the same folder again changes nothing. A newer export of the same workspace brings the folder
    up to date: what nobody has touched there is changed and, where it has another name now, moved; what somebody has
    edited stays. Only with `prune` does anything go. With `resume` a new folder is made of what a run before had
    written of it when it was stopped, and what this one has written is kept when it is. Raises SourceError,
    DestinationError or ConfigError, and then the destination is as it was.
    """
    options = _with_target(options, to)
    sources = [Path(path) for path in ([source] if isinstance(source, str | PathLike) else source)]
    with open_destination(Path(destination), sources, into=into, dry_run=dry_run, resume=resume) as target:
        vault = read(sources, options=options, track=track)
        options = _adapted(options, target)
        digests = _digests(_sources(vault)) if target.manifest else {}
        earlier = _earlier(target, digests, options.settled(), also_same=prune)
        if earlier and earlier.is_same and not (prune and earlier.gone):
            return Result(report_of(vault), changed=False, finished=target.finished)
        if earlier:
            options = earlier.naming(options, target.existing, digests, prune=prune)
        prepared = prepare(vault, options, transforms)
        tree = _rendered(vault, prepared, options)
        report = report_of(prepared)
        if earlier:
            from exportconv.update.run import make_update, plan_whole_update

            update = plan_whole_update(tree, earlier, digests, target, prune=prune)
            report = report.plus(update.issues, update.counts)
            if not dry_run:
                make_update(update, earlier, target, track)
        elif not dry_run:
            write_tree(tree, target, track)
        return Result(report, changed=True, finished=target.finished)


def _digests(files: Iterable[tuple[str, str | Content]]) -> Mapping[str, str]:
    return {path: content_digest(found) for path, found in files}


def _earlier(
    target: Destination, digests: Mapping[str, str], settings: Mapping[str, object], *, also_same: bool = False
) -> Earlier | None:
    if target.manifest is None:
        return None
    # the first conversion into a folder does without
    from exportconv.update.earlier import find_earlier

    return find_earlier(target, digests, settings, also_same=also_same)


def _adapted(options: Options, target: Destination) -> Options:
    """The options with what an existing vault's own settings decide, where the caller did not."""
    changes: dict[str, str] = {}
    if options.to == "obsidian" and target.into:
        if options.links is None and target.app.get("useMarkdownLinks") is True:
            changes["links"] = "relative"
        if options.link_path is None and target.app.get("newLinkFormat") in CHOICES["link_path"]:
            changes["link_path"] = target.app["newLinkFormat"]
        place = target.app.get("attachmentFolderPath")
        # a place outside the vault is no setting that Obsidian writes
        if options.attachments is None and isinstance(place, str) and ".." not in place.split("/"):
            folder = {"attachments": "folder", "attachment_folder": place.strip("/")}
            changes |= {"attachments": "beside"} if place == "./" else folder
    # in a new or empty folder there are none
    types = target.types
    return replace(options, **changes, reserved=target.existing, vault_types=types)  # type: ignore[arg-type]  # only text goes in


def _sources(vault: Vault) -> Iterator[tuple[str, str | Content]]:
    """Path of every source file, with its digest or, where it is not known yet, its bytes."""
    for note in vault.notes:
        yield note.path, note.digest if note.verbatim is None else note.verbatim
    yield from ((item.path, item.content) for item in vault.attachments)
    yield from ((item.path, item.content) for item in vault.superseded)


def inspect(
    source: AnyPath | Sequence[AnyPath], *, options: Options | None = None, track: Track = no_track
) -> Inventory:
    """What an export holds; nothing is written. Raises what `read` raises."""
    options = options or Options()
    vault = TRANSFORMS["map_properties"](read(source, options=options, track=track), options)
    return inventory_of(vault)
