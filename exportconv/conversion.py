"""The whole way: read, transform, render, compare, write; or bring what was written before up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import repeat
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from exportconv.collector import without_collector
from exportconv.inventory import report_of
from exportconv.model import Content, SourceKind, Vault
from exportconv.options import CHOICES, Options, Track, no_track
from exportconv.pipeline import (
    AnyPath,
    Transform,
    open_any,
    prepare,
    read_opened,
    render_prepared,
    sources_of,
    with_target,
)
from exportconv.report import Issue, Report
from exportconv.verification.checked_notes import checked, printed
from exportconv.writers.destination import Destination, open_destination
from exportconv.writers.filetree import FileTree
from exportconv.writers.manifest import content_digest
from exportconv.writers.write_tree import write_tree

if TYPE_CHECKING:
    from exportconv.update.earlier import Earlier

__all__ = ["Result", "convert", "write"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a conversion did."""

    report: Report
    """What it counted and noticed."""
    changed: bool
    """Whether anything was (or, in a dry run, would be) written; False when this source was converted before."""
    finished: tuple[str, ...] = ()
    """What was done first, for a run that was killed before had left it to do, in lines."""
    tree: FileTree | None = field(default=None, repr=False)
    """The files and the vault they were made from, where they were to be kept."""


@without_collector
def write(tree: FileTree, destination: AnyPath, *, into: bool = False, track: Track = no_track) -> bool:
    """Writes a tree to a new or empty folder, or adds it to an existing one with `into`.

    Returns whether anything was written: False when this very tree was written there before. A tree from a newer
    form of the source brings the folder up to date, as `convert` does; but there names are given that fit to what
    stands in it. Raises DestinationError where a file would be overwritten or the disk refuses.
    """
    with open_destination(Path(destination), (), into=into) as target:
        digests = _digests(tree.sources(), track) if target.manifest else {}
        earlier = _earlier(target, digests, tree.settings, track)
        if earlier and earlier.is_same:
            return False
        _settle(tree, target, earlier, digests, track)
        return True


@without_collector
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
    keep_tree: bool = False,
    transforms: Iterable[Transform] = (),
    track: Track = no_track,
) -> Result:
    """Converts an export into a new or empty folder, or with `into` into an existing vault.

    The same source into the same folder again changes nothing. A newer export of the same workspace brings the folder
    up to date: what nobody has touched there is changed and, where it has another name now, moved; what somebody has
    edited stays. Only with `prune` does anything go. With `resume` a new folder is made of what a run before had
    written of it when it was stopped, and what this one has written is kept when it is. With `keep_tree` the result
    has the files and the vault, for `html_report`. Raises SourceError, DestinationError or ConfigError, and then the
    destination is as it was.
    """
    options, transforms = with_target(options, to), tuple(transforms)
    sources = [Path(path) for path in ([source] if isinstance(source, str | PathLike) else source)]
    with open_destination(Path(destination), sources, into=into, dry_run=dry_run, resume=resume) as target:
        opened, name = open_any(sources, options, options.source_format, track)
        vault = read_opened(opened, name, options, track)
        options = _adapted(options, target)
        digests = _digests(sources_of(vault), track) if target.manifest else {}
        earlier = _earlier(target, digests, options.settled(), track, also_same=prune or keep_tree)
        is_done = earlier is not None and earlier.is_same and not (prune and earlier.gone)
        if is_done and not keep_tree:
            return Result(report_of(vault), changed=False, finished=target.finished)
        if earlier:
            options = earlier.naming(options, target.existing, digests, prune=prune)
        prepared, tree = _made(vault, options, transforms, target if earlier is None else None, track)
        if is_done:
            return Result(report_of(prepared), changed=False, finished=target.finished, tree=tree)
        is_compared = not transforms and _is_compared(vault, options)
        pages = {str(entry.path): entry.content for entry in opened.entries if is_compared}
        tree, check = checked(tree, pages)
        with closing(printed(tree, check, options.jobs)) as notes:
            issues, counts = _settle(tree, target, earlier, digests, track, notes, prune=prune, dry_run=dry_run)
        report = report_of(prepared).plus((*check.failed.values(), *issues), counts)
        kept = tree if keep_tree else None
        return Result(report, changed=True, finished=target.finished, tree=kept)


def _made(
    vault: Vault, options: Options, transforms: Sequence[Transform], target: Destination | None, track: Track
) -> tuple[Vault, FileTree]:
    """A vault ready to be printed, with its files; added to a destination none takes a link of the user's own over."""
    captors = None
    if target is not None and target.existing:
        # a new folder does without
        from exportconv.update.standing import Captors

        captors = Captors(target, options, track)
    while True:
        prepared = prepare(vault, options, transforms, track)
        tree = render_prepared(vault, prepared, options)
        found = captors.among(file.path for file in tree.files) - options.avoided if captors else frozenset()
        if not found:
            return prepared, tree
        options = replace(options, avoided=options.avoided | found)


def _settle(
    tree: FileTree,
    target: Destination,
    earlier: Earlier | None,
    digests: Mapping[str, str],
    track: Track,
    printed: Iterable[bytes | None] = repeat(None),
    *,
    prune: bool = False,
    dry_run: bool = False,
) -> tuple[Sequence[Issue], Mapping[str, int]]:
    """Does what makes of a destination what a tree says; gives what was noticed and counted.

    printed: the bytes of each file that somebody makes ahead.
    """
    if earlier:
        # the first conversion into a folder does without
        from exportconv.update.run import make_update, plan_whole_update

        update = plan_whole_update(tree, earlier, digests, target, track, prune=prune)
        if not dry_run:
            make_update(update, target, track)
        return update.issues, update.counts
    if dry_run:
        # what is noticed while notes are printed is to be told
        for _ in zip(track(tree.files, len(tree), "checking"), printed, strict=False):
            pass
    else:
        write_tree(tree, target, track, printed)
    return (), {}


def _is_compared(vault: Vault, options: Options) -> bool:
    """Whether notes have to say what their pages say.

    Without databases the tables of pages are gone. In plain Markdown a note of a vault shows what it embeds and hides
    comments and what is left out, which its page, copied in its place, would tell everyone.
    """
    hides = options.database_form() == "none" or (vault.kind is SourceKind.OBSIDIAN and options.to == "markdown")
    return options.check_text and not hides


def _digests(files: Iterable[tuple[str, str | Content]], track: Track) -> Mapping[str, str]:
    found = list(files)
    return {path: content_digest(content) for path, content in track(found, len(found), "comparing")}


def _earlier(
    target: Destination,
    digests: Mapping[str, str],
    settings: Mapping[str, object],
    track: Track,
    *,
    also_same: bool = False,
) -> Earlier | None:
    if target.manifest is None:
        return None
    # the first conversion into a folder does without
    from exportconv.update.earlier import find_earlier

    return find_earlier(target, digests, settings, track, also_same=also_same)


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
