"""The whole of `normalize`: find the repository, apply the rules until nothing is left to mend, write what changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from exportconv.codes import Code
from exportconv.collector import without_collector
from exportconv.config import is_configured
from exportconv.disk_names import readable
from exportconv.errors import ConfigError, SourceError
from exportconv.model import Content
from exportconv.model.contents import Bytes
from exportconv.normalize.disk import finish_killed, write_changes
from exportconv.normalize.registry import CODES, rule_of
from exportconv.options import NormalizeOptions, Track, no_track
from exportconv.paths import SourcePath, is_hidden, parents_of
from exportconv.readers.source import FileContent, Others, open_plain
from exportconv.transforms.ignore_patterns import IgnoreFiles, exclude_patterns, ignore_files
from exportconv.unfinished import remove_unfinished

if TYPE_CHECKING:
    from exportconv.normalize.findings import Finding
    from exportconv.normalize.state import Change

__all__ = ["Normalized", "find_root", "normalize"]

AnyPath: TypeAlias = "str | PathLike[str]"


@dataclass(frozen=True, slots=True)
class Normalized:
    """What `normalize` found and did."""

    root: Path
    """The repository."""
    found: tuple[Finding, ...]
    """What is wrong: after mending what is left, in a check all there is."""
    mended: tuple[Finding, ...] = ()
    """What was, or in a check would be, mended."""
    changes: tuple[Change, ...] = ()
    """The files that changed, or would change."""
    is_check: bool = False
    """Whether nothing was written."""
    unseen: tuple[str, ...] = ()
    """Paths that were asked for and in which nothing is looked for, each with the reason."""
    finished: tuple[str, ...] = ()
    """What was done first, for a run that was killed before had left it to do, in lines."""


@without_collector
def normalize(
    paths: AnyPath | Sequence[AnyPath],
    *,
    options: NormalizeOptions | None = None,
    check: bool = False,
    track: Track = no_track,
) -> Normalized:
    """Mends the notes and names below some paths of one repository, links everywhere in it included.

    check: nothing is written. Links are looked up in the whole repository, whichever part of it is asked for. Raises
    SourceError for paths that are not there or lie in different repositories, ConfigError for a code that does not
    exist, and DestinationError where a file cannot be written, was changed by somebody else meanwhile, or another run
    is at work. Whatever ends it, an interrupt too, either all changes are on disk or none; of a run that was killed
    in the midst of them the next one finishes what it had left to do.
    """
    options = options or NormalizeOptions()
    codes = _chosen(options)
    places = _places(paths)
    root = _root_above(places)
    # a name on disk may be one that the locale cannot read
    asked = [readable(place.relative_to(root).as_posix()) for place in places]
    with nullcontext() if check else _alone(root):
        found = _listed(root, options, track)
        finished = finish_killed(root, found.others.unfinished, check=check)
        if finished:
            found = _listed(root, options, track)
        return replace(_normalized(root, asked, codes, options, found, track, check=check), finished=finished)


def _alone(root: Path) -> AbstractContextManager[None]:
    # a check starts sooner without this
    from exportconv.writers.lock import only_run

    return only_run(os.fspath(root))


def _normalized(
    root: Path,
    asked: Sequence[str],
    codes: Iterable[Code],
    options: NormalizeOptions,
    found: _Listed,
    track: Track,
    *,
    check: bool,
) -> Normalized:
    if not found.files:
        return Normalized(root, (), is_check=check, unseen=tuple(_unseen(asked, frozenset(), found)))
    # what reads notes and looks into them is loaded for notes only: most of the time of a short run is that
    from exportconv.normalize.job import Job
    from exportconv.normalize.state import State

    state = State(found.files)
    rules = [rule_of(code) for code in codes]
    in_scope = partial(_is_within, asked)
    done = Job(state, rules, found.skipped, found.ignored, in_scope, options.unsafe_fixes, track).run()
    unseen = tuple(_unseen(asked, done.names, found))
    changes = tuple(state.changes())
    if not check:
        remove_unfinished(found.others.unfinished)
        write_changes(root, found.on_disk(), changes, found.others.special.values(), found.files)
    return Normalized(root, tuple(done.found if check else done.left), tuple(done.mended), changes, check, unseen)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The files of a repository."""

    files: Mapping[SourcePath, Content]
    """By path; of those that are closed to us or special only the names are known, for links may lead to them."""
    skipped: AbstractSet[str]
    """Those in which nothing is looked for, but whose links follow."""
    ignored: AbstractSet[str]
    """Those that links lead to, and no more."""
    others: Others
    """What else stands there."""

    def on_disk(self) -> dict[SourcePath, str]:
        """Where each file is on disk."""
        places = {path: found.file for path, found in self.files.items() if isinstance(found, FileContent)}
        return {**self.others.special, **places}


def _listed(root: Path, options: NormalizeOptions, track: Track) -> _Listed:
    source = open_plain(root, None, track, needs_all=False)
    entries: dict[SourcePath, Content] = {entry.path: entry.content for entry in source.entries}
    lists = ignore_files(entries.items()) if options.gitignore else IgnoreFiles({})
    exclude = exclude_patterns(map(readable, options.exclude))
    for folder, message in source.others.unread.items():
        if not lists.ignores(f"{folder}/") and not exclude.ignores(f"{folder}/"):
            raise SourceError(message)
    ignored, special = _named(entries, lists) | _of_others(entries), source.others.special.keys()
    closed = {path: Bytes(b"") for path in ignored if not _may_be_read(entries[path])}
    files = entries | closed | dict.fromkeys(special, Bytes(b""))
    return _Listed(files, _named(entries, exclude), ignored | special, source.others)


def find_root(paths: AnyPath | Sequence[AnyPath]) -> Path:
    """The nearest folder above all paths with `.obsidian`, a configuration or `.git` in it; else the path itself.

    Raises SourceError as `normalize` does.
    """
    return _root_above(_places(paths))


def _places(paths: AnyPath | Sequence[AnyPath]) -> list[Path]:
    """Where paths lead, through symbolic links and upwards as the system would go."""
    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    if not given:
        raise SourceError("no path is given")
    for path in given:
        if not os.fspath(path):
            raise SourceError("an empty path names no file or folder")
        if not os.path.exists(path):
            raise SourceError(f"{readable(os.fspath(path))}: there is no such file or folder")
    return [Path(os.path.realpath(path)) for path in given]


def _root_above(places: Sequence[Path]) -> Path:
    roots = {_root_of(place) for place in places}
    if len(roots) > 1:
        raise SourceError(f"{readable(str(places[0]))} and others lie in several repositories; name them one by one")
    return roots.pop()


def _root_of(place: Path) -> Path:
    folder = place if place.is_dir() else place.parent
    for above in (folder, *folder.parents):
        if (above / ".obsidian").is_dir() or (above / ".git").exists() or is_configured(above):
            return above
    return folder


def _chosen(options: NormalizeOptions) -> list[Code]:
    """The codes of the rules that are selected and not ignored."""
    for text in (*options.select, *options.ignore):
        if not text or not any(code.startswith(text) for code in CODES):
            raise ConfigError(f"there is no rule {text!r}; codes are such as XC611, and XC61 is all that begin so")
    chosen = [code for code in CODES if code.startswith(options.select)]
    return [code for code in chosen if not (options.ignore and code.startswith(options.ignore))]


def _named(paths: Iterable[SourcePath], patterns: IgnoreFiles) -> AbstractSet[SourcePath]:
    return {path for path in paths if patterns.ignores(path)}


def _of_others(paths: Iterable[SourcePath]) -> AbstractSet[SourcePath]:
    """The files in folders that are Git repositories of their own, such as submodules."""
    folders = {folder for path in paths for folder in parents_of(path)}
    own = {folder.removesuffix("/.git") for folder in folders if folder.endswith("/.git")}
    own |= {path.removesuffix("/.git") for path in paths if path.endswith("/.git")}
    return {path for path in paths if not own.isdisjoint(parents_of(path))} if own else set()


def _may_be_read(content: Content) -> bool:
    return not isinstance(content, FileContent) or os.access(content.file, os.R_OK)


def _unseen(places: Iterable[str], names: AbstractSet[str], listed: _Listed) -> Iterator[str]:
    """The places in which nothing is looked for, each with the reason; `names` are those that were looked at."""
    for place in places:
        if place not in names and not (place == "." and names):
            within = [path for path in listed.files if _is_within([place], path)]
            yield f"{place}: nothing is looked for there; {_reason(place, within, listed)}"


def _is_within(places: Iterable[str], path: str) -> bool:
    """Whether a path is at or below one of some places; everything is below `.`."""
    return any(place in (".", path) or path.startswith(f"{place}/") for place in places)


def _reason(place: str, within: Sequence[str], listed: _Listed) -> str:
    if is_hidden(place) and place != ".":
        return "names with a dot before them are left alone"
    within = [path for path in within if not is_hidden(path)]
    if not within:
        return "there is no file in it"
    if _of_others(listed.files) >= set(within):
        return "it belongs to another Git repository"
    if all(path in listed.ignored for path in within):
        return "git ignores it"
    if all(path in listed.ignored or path in listed.skipped for path in within):
        return "it is excluded"
    return "it belongs to another vault"
