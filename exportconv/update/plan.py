"""What a newer export changes in a destination: what the user has not touched follows it, and all else stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.model import SourceKind
from exportconv.paths import NamePool, OutputPath, fold, join_path, split_name
from exportconv.report import Issue
from exportconv.source_keys import output_keys
from exportconv.transforms.name_notes import reserved_names
from exportconv.update.earlier import Earlier, Standing, State
from exportconv.writers.apply_changes import NewContent, NewFile
from exportconv.writers.destination import Destination
from exportconv.writers.filetree import FileTree, MadeContent, NoteContent, TreeFile
from exportconv.writers.manifest import Record, Run, content_digest

__all__ = ["Update", "plan_update"]

_LABELS = {SourceKind.NOTION: "from Notion"}
_SETTINGS = ".obsidian/"


@dataclass(frozen=True, slots=True)
class Update:
    """All that is to be done in a destination, none of it done yet."""

    creates: tuple[NewFile, ...]
    """Files that are new."""
    puts: tuple[NewContent, ...]
    """Files that get other bytes."""
    renames: Mapping[str, OutputPath]
    """Files that get another path."""
    removes: Mapping[str, str]
    """Files that go, each with the digest of what is there."""
    run: Run
    """What the manifest is to say of it."""
    others: tuple[Run, ...]
    """What it is to say of runs from other sources."""
    issues: tuple[Issue, ...]
    """What the user should know; their paths are those in the destination."""
    counts: Mapping[str, int]
    """How many files are new, updated, moved, removed, and kept as the user has edited them."""
    modified: int | None = None
    """The time of what has none of its own, in nanoseconds since 1970; None for the time of writing."""


def plan_update(
    tree: FileTree, earlier: Earlier, digests: Mapping[str, str], target: Destination, *, prune: bool
) -> Update:
    """What makes of the destination as it is what a tree says, with nothing lost that the user has done there.

    digests: path → digest of every source file. prune: whether files go that the source does not have any more.
    """
    planner = _Planner(tree, earlier, digests, target)
    for key, file in zip(planner.keys, tree.files, strict=True):
        planner.take(key, file)
    planner.leave(prune=prune)
    return planner.result()


class _Planner:
    """What was decided so far."""

    def __init__(self, tree: FileTree, earlier: Earlier, digests: Mapping[str, str], target: Destination) -> None:
        self.keys = output_keys((file.source, file.path, file.source_digest == "") for file in tree)
        self._tree = tree
        self._earlier = earlier
        self._digests = digests
        self._target = target
        self._label = f" ({_LABELS.get(tree.kind, 'from the source')})"
        self._waiting = {**earlier.gone, **earlier.files}
        self._beside = dict(earlier.beside)
        self._unmatched = self._by_place()
        self._wanted = {file.path for file in tree}
        self._names = reserved_names([*target.existing, *self._wanted])
        self._pools: dict[str, NamePool] = {}
        self._creates: list[NewFile] = []
        self._puts: list[NewContent] = []
        self._renames: dict[str, OutputPath] = {}
        self._removes: dict[str, str] = {}
        self._records: list[Record] = []
        self._gone: list[Record] = []
        self._kept_beside: list[Record] = []
        self._issues: list[Issue] = []
        self._counts: Counter[str] = Counter()

    def _by_place(self) -> Mapping[OutputPath, str]:
        """Place → key, of files that no file of the source has the key of: a row may have got a page since."""
        keys = set(self.keys)
        return {item.place: key for key, item in self._waiting.items() if key not in keys}

    def take(self, key: str, file: TreeFile) -> None:
        """Decides on a file of the new export."""
        known = self._waiting.pop(key, None) or self._waiting.pop(self._unmatched.get(file.path, ""), None)
        if known and file.source_digest == "" and known.place != known.record.output:
            # no transform knows of files that are made, so what the user has moved is left there here
            file = replace(file, path=known.place)
        digest = self._digest(file)
        source_digest = digest if file.source_digest is None else file.source_digest
        output, moved = file.path, ""
        if known and known.place != known.record.output:
            # or the next run would take it for a place that was given here
            output, moved = OutputPath(known.record.output), file.path
        self._records.append(Record(file.source, source_digest, output, digest, moved))
        if file.merges and self._target.types is not None:
            before = digest_of(self._target.types)
            if before != digest:
                self._puts.append(NewContent(file.path, before, file.content))
        elif known is None or file.merges:
            self._create(file)
        else:
            is_new = digest != known.record.output_digest and (
                source_digest != known.record.source_digest or not source_digest
            )
            self._follow(key, file, known, digest, is_new=is_new)

    def _follow(self, key: str, file: TreeFile, known: Standing, digest: str, *, is_new: bool) -> None:
        """A file that was written before: the user's own doing counts more than what is new in the source."""
        if known.digest is None:
            if is_new:
                message = "was removed here, or moved and edited, and changed in the source"
                self._say(Code.WRITTEN_AGAIN, file.path, message)
                self._create(file)
            return
        if known.place != file.path:
            self._renames[known.place] = file.path
            self._counts["files moved"] += 1
        if known.digest == digest:
            return
        if known.state is State.SAME:
            self._puts.append(NewContent(known.place, known.digest, file.content, file.modified))
            self._counts["files updated"] += 1
            return
        self._counts["edited files kept"] += 1
        if file.path.startswith(_SETTINGS):
            return
        beside = self._beside.pop(key, None)
        place = self._moved_beside(file, known, beside) if beside and beside.digest is not None else None
        if is_new:
            self._put_beside(file, digest, beside, place)
        elif beside and place:
            kept = self._records[-1]._replace(output=place, output_digest=beside.record.output_digest, moved="")
            self._kept_beside.append(kept)

    def _moved_beside(self, file: TreeFile, known: Standing, beside: Standing) -> OutputPath:
        """Where the newer form of an edited file is to be: beside that, unless the user has moved it."""
        folder, stem, _ = split_name(known.place)
        if known.place == file.path or not beside.place.startswith(f"{join_path(folder, stem)}{self._label}"):
            return beside.place
        folder, stem, suffix = split_name(file.path)
        wanted = OutputPath(join_path(folder, stem) + self._label + suffix)
        place = wanted if fold(wanted) == fold(beside.place) else self._free_name(file.path, self._label)
        self._renames[beside.place] = place
        return place

    def _put_beside(self, file: TreeFile, digest: str, before: Standing | None, place: OutputPath | None) -> None:
        """The new form of a file that the user has edited, under a name of its own; `place` is for the one before."""
        if before and place and before.state is State.SAME:
            self._puts.append(NewContent(before.place, before.record.output_digest, file.content, file.modified))
        else:
            place = self._free_name(file.path, self._label)
            self._creates.append(NewFile(place, file.content, file.modified))
        self._kept_beside.append(Record(file.source, self._records[-1].source_digest, place, digest))
        message = f"was edited here and changed in the source; your text stays, the new one is {place!r}"
        self._say(Code.EDITED_BOTH, file.path, message)

    def _create(self, file: TreeFile) -> None:
        self._creates.append(NewFile(file.path, file.content, file.modified))
        self._counts["files added"] += 1

    def leave(self, *, prune: bool) -> None:
        """Decides on what the new export does not have."""
        for item in (*self._waiting.values(), *self._beside.values()):
            if item.digest is None:
                continue
            record = item.record._replace(output=self._place_to_stay(item.place), moved="")
            if item.place.startswith(_SETTINGS):
                self._gone.append(record)
            elif prune and item.state is State.SAME:
                self._removes[item.place] = item.digest
                self._counts["files removed"] += 1
                self._say(Code.GONE, item.place, "is not in the source any more, and goes, as --prune says")
            else:
                self._gone.append(record)
                if record.output != item.place:
                    self._renames[item.place] = OutputPath(record.output)
                why = "was edited here" if prune else "stays; --prune removes it"
                self._say(Code.GONE, item.place, f"is not in the source any more; it {why}")

    def _place_to_stay(self, place: OutputPath) -> OutputPath:
        """Where a file stays that the source does not have any more; another one may have its name now."""
        return self._free_name(place) if place in self._wanted else place

    def _free_name(self, path: OutputPath, tail: str = "") -> OutputPath:
        folder, stem, suffix = split_name(path)
        if fold(folder) not in self._pools:
            self._pools[fold(folder)] = NamePool(self._names.get(fold(folder), ()))
        return OutputPath(join_path(folder, self._pools[fold(folder)].claim(stem + tail, suffix) + suffix))

    def result(self) -> Update:
        """All that was decided."""
        run = self._tree.run(
            tuple(self._records),
            digest=self._earlier.digest,
            gone=tuple(self._gone),
            beside=tuple(self._kept_beside),
        )
        return Update(
            tuple(self._creates),
            tuple(self._puts),
            self._renames,
            self._removes,
            run,
            self._earlier.others,
            tuple(self._issues),
            self._counts,
            self._tree.modified,
        )

    def _digest(self, file: TreeFile) -> str:
        """The digest of a file's new bytes."""
        if isinstance(file.content, NoteContent | MadeContent):
            return digest_of(file.content.read())
        # a step of the library user's own may have added it
        return self._digests.get(file.source) or content_digest(file.content)

    def _say(self, code: Code, path: str, message: str) -> None:
        self._issues.append(Issue(code, path, 0, message))
