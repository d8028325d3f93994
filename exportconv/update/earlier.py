"""What earlier runs wrote into a destination, and how it stands there now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from exportconv.digests import digest_of_stream
from exportconv.errors import DestinationError
from exportconv.options import Options, Track
from exportconv.paths import OutputPath, split_name
from exportconv.source_keys import base_key, output_keys, source_keys, without_row
from exportconv.writers.destination import Destination
from exportconv.writers.manifest import Manifest, Record, Run, combined_digest, notion_ids_in

__all__ = ["Earlier", "Standing", "State", "find_earlier"]


class State(StrEnum):
    """What has become of a file since it was written."""

    SAME = "same"
    """Nothing, but that it may have been put elsewhere."""
    EDITED = "edited"
    """It has other bytes."""
    ABSENT = "absent"
    """It is not there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A file that an earlier run wrote, as it is now."""

    record: Record
    """What was written."""
    place: OutputPath
    """Where it is now, or was written where it is not there."""
    digest: str | None
    """The digest of what is there; None where nothing is."""

    @property
    def state(self) -> State:
        """What has become of it."""
        if self.digest is None:
            return State.ABSENT
        return State.SAME if self.digest == self.record.output_digest else State.EDITED


@dataclass(frozen=True, slots=True)
class Earlier:
    """The runs of which a new one takes the place: all from exports of its workspace."""

    digest: str
    """Of the source files that are to be converted now."""
    others: tuple[Run, ...]
    """Runs from other sources, which stay as they are."""
    is_same: bool
    """Whether one of them had the very files that the new one has."""
    files: Mapping[str, Standing]
    """What they wrote and the source still had, by key."""
    gone: Mapping[str, Standing] = field(default_factory=dict)
    """What the source did not have any more in the last of them, by key."""
    beside: Mapping[str, Standing] = field(default_factory=dict)
    """Newer forms of files that the user had edited, by the key of the file."""

    def naming(
        self, options: Options, existing: frozenset[str], sources: Iterable[str], *, prune: bool = False
    ) -> Options:
        """The options with what names depend on: what files have, what is taken, and what the user has moved.

        The names of files that the source still has, or that are to go, are not taken. existing: all that is in the
        destination.
        """
        standing = {**self.gone, **self.files}
        keys = set(source_keys(map(without_row, sources)).values())
        free = {
            item.place
            for key, item in standing.items()
            if base_key(key) in keys or (prune and item.state is State.SAME)
        }
        return replace(
            options,
            reserved=existing - free,
            known={key: (item.record.source, item.record.output) for key, item in standing.items()},
            moved={key: item.place for key, item in standing.items() if item.place != item.record.output},
        )


def find_earlier(
    target: Destination,
    sources: Mapping[str, str],
    settings: Mapping[str, object],
    track: Track,
    *,
    also_same: bool,
) -> Earlier | None:
    """The earlier runs from this source or an older form of it; None where there are none in a vault to add to.

    sources: path → digest of every source file. also_same: whether files are looked at also where nothing has
    changed in the source. Raises DestinationError where another source stands there, or this one with other options.
    """
    runs = (target.manifest or Manifest()).runs
    own = [run for run in runs if _is_of(run, sources)]
    if not own:
        if target.into:
            return None
        raise DestinationError(
            f"{target.folder}: holds the conversion of another export; choose a new folder, or add to it with --into"
        )
    _refuse_other_options(target.folder, own, settings)
    _refuse_part(target.folder, own, sources)
    digest = combined_digest(sources.items())
    others = tuple(run for run in runs if run not in own)
    is_same = any(run.digest == digest for run in own)
    if is_same and not also_same:
        return Earlier(digest, others, is_same, {})
    look = _Look(target.folder, target.existing, own, track)
    return Earlier(
        digest, others, is_same, look.standing(own), look.standing(own, "gone"), look.standing(own, "beside")
    )


def _is_of(run: Run, sources: Mapping[str, str]) -> bool:
    """Whether a run was made from an older form of a source: they share pages or, without ids, most of their files."""
    written = {record.source for record in (*run.files, *run.gone) if record.source}
    ids, here = notion_ids_in(written), notion_ids_in(sources)
    if ids or here:
        return bool(ids & here)
    return 2 * len(written & sources.keys()) > min(len(written), len(sources))


def _refuse_other_options(folder: Path, runs: Iterable[Run], settings: Mapping[str, object]) -> None:
    for run in runs:
        # what an older version did not know is not told apart
        names = [name for name, value in run.settings.items() if name in settings and settings[name] != value]
        if names:
            flags = ", ".join(name.replace("_", "-") for name in names)
            raise DestinationError(
                f"{folder}: was made from this source with other options ({flags}); give the same, or a new folder"
            )


def _refuse_part(folder: Path, runs: Iterable[Run], sources: Iterable[str]) -> None:
    """Refuses the export of a part of a workspace: in it links to all the rest lead out, and pages lie elsewhere."""
    written = notion_ids_in(record.source for run in runs for record in run.files)
    there = written & notion_ids_in(sources)
    if 2 * len(there) < len(written):
        raise DestinationError(
            f"{folder}: was made from {len(written)} pages and databases, of which this export has {len(there)};"
            " it seems to be of a part of the workspace; export all of it, or choose a new folder"
        )


class _Look:
    """Looks at the files of a destination, each once."""

    def __init__(self, folder: Path, existing: frozenset[str], runs: Iterable[Run], track: Track) -> None:
        self._folder = folder
        self._track = track
        self._existing = existing
        self._own = {item.place for run in runs for item in (*run.files, *run.gone, *run.beside)}

    def standing(self, runs: Iterable[Run], part: str = "files") -> Mapping[str, Standing]:
        """What runs wrote, by key; of several that wrote one file the last counts."""
        found: dict[str, Standing] = {}
        for run in runs:
            records: tuple[Record, ...] = getattr(run, part)
            keys = output_keys((item.source, item.output, item.source_digest == "") for item in records)
            pairs = self._track(zip(keys, records, strict=True), len(records), "comparing")
            found |= {key: self._standing(item) for key, item in pairs}
        return found

    def _standing(self, record: Record) -> Standing:
        place = record.place if record.place in self._existing else self._place_of(record)
        return Standing(record, OutputPath(place or record.place), self._digest(place) if place else None)

    def _digest(self, path: str) -> str:
        file = os.path.join(os.fsencode(self._folder), os.fsencode(path))
        if os.path.islink(file):
            # no run writes one, so it is the user's own
            return "symbolic link"
        try:
            with open(file, "rb", 0) as stream:
                return digest_of_stream(stream)
        except OSError as error:
            raise DestinationError(f"{self._folder / path}: cannot be read: {error.strerror}") from error

    def _place_of(self, record: Record) -> str | None:
        """Where the user has put a file that is not in its place: the one new file with its bytes, or with its name.

        One that has its name only was edited as well; an editor does that to links when it moves a note.
        """
        name = record.place.rpartition("/")[2]
        same = self._by_digest.get(record.output_digest, [])
        places = [place for place in same if place.rpartition("/")[2] == name] or same or self._by_name.get(name, [])
        return places[0] if len(places) == 1 else None

    @cached_property
    def _by_digest(self) -> Mapping[str, list[str]]:
        return _grouped(self._new_files, self._digest)

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        return _grouped(self._new_files, lambda path: path.rpartition("/")[2])

    @cached_property
    def _new_files(self) -> list[str]:
        """Files in the destination that no run wrote, of the kinds that are missed."""
        suffixes = {split_name(path)[2] for path in self._own - self._existing}
        fresh = (path for path in self._existing - self._own if not path.startswith("."))
        return sorted(path for path in fresh if split_name(path)[2] in suffixes)


def _grouped(paths: Iterable[str], key_of: Callable[[str], str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(key_of(path), []).append(path)
    return found
