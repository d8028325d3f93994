"""Bring a destination up to date: plan it, lead the user's links along, and do it all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from exportconv.digests import digest_of
from exportconv.errors import DestinationError
from exportconv.options import Track
from exportconv.update.earlier import Earlier
from exportconv.update.follow import links_that_follow
from exportconv.update.plan import Update, plan_update
from exportconv.writers.apply_changes import Move, NewContent, apply_changes
from exportconv.writers.destination import Destination
from exportconv.writers.filetree import FileTree
from exportconv.writers.manifest import MANIFEST, Manifest, Record, Run, load_manifest
from exportconv.writers.write_tree import manifest_content

__all__ = ["make_update", "plan_whole_update"]


def plan_whole_update(
    tree: FileTree, earlier: Earlier, digests: Mapping[str, str], target: Destination, track: Track, *, prune: bool
) -> Update:
    """All that brings a destination up to date, with the links of the user's own notes; nothing is done yet."""
    update = plan_update(tree, earlier, digests, target, prune=prune)
    followed = tuple(links_that_follow(target, update, track))
    if not followed:
        return update
    counts = {**update.counts, "notes with links that follow": len(followed)}
    written = {(update.renames.get(put.path, put.path), put.before): digest_of(put.content.read()) for put in followed}
    run, *others = (_with_digests(run, written) for run in (update.run, *update.others))
    return replace(update, puts=update.puts + followed, run=run, others=tuple(others), counts=counts)


def _with_digests(run: Run, written: Mapping[tuple[str, str], str]) -> Run:
    """A run with the new digests of files in which links follow, by place and digest before: no user edited them."""

    def told(records: tuple[Record, ...]) -> tuple[Record, ...]:
        return tuple(
            record._replace(output_digest=written.get((record.place, record.output_digest), record.output_digest))
            for record in records
        )

    return replace(run, files=told(run.files), gone=told(run.gone), beside=told(run.beside))


def make_update(update: Update, target: Destination, track: Track) -> None:
    """Does all of it, or nothing: new files, other bytes, other paths, what goes, and the manifest.

    Raises DestinationError where the disk refuses, or somebody has changed a file since it was looked at.
    """
    before = (target.folder / MANIFEST).read_bytes()
    if load_manifest(target.folder) != target.manifest:
        raise DestinationError(f"{target.folder}: was changed meanwhile; nothing was changed, run it again")
    content = manifest_content(Manifest((*update.others, update.run)))
    manifest = NewContent(MANIFEST, digest_of(before), content, update.modified)
    apply_changes(
        target.folder,
        creates=track(update.creates, len(update.creates), "writing"),
        puts=(*update.puts, manifest),
        renames=[Move(old, new) for old, new in update.renames.items()],
        removes=dict(update.removes),
    )
