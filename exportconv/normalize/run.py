"""The whole of `normalize`: find the repository, apply the rules until nothing is left to mend, write what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from exportconv.errors import ConfigError, SourceError
from exportconv.normalize.disk import write_changes
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.registry import RULES
from exportconv.normalize.repository import Repository, read_repository
from exportconv.normalize.state import Change, State
from exportconv.options import NormalizeOptions, is_configured
from exportconv.readers.source import Entry, FileContent, open_plain
from exportconv.report import Code
from exportconv.transforms.ignore_patterns import IgnoreFiles, ignore_files

__all__ = ["Normalized", "find_root", "normalize"]

AnyPath: TypeAlias = "str | PathLike[str]"
_ROUNDS = 10
"""One mended name may show what else is wrong with it: encoded, then decomposed, then with an id."""


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


def normalize(paths: Sequence[AnyPath], *, options: NormalizeOptions | None = None, check: bool = False) -> Normalized:
    """Mends the notes and names below some paths of one repository, links everywhere in it included.

    check: nothing is written. Links are looked up in the whole repository, whichever part of it is asked for. Raises
    SourceError for paths that are not there or lie in different repositories, ConfigError for a code that does not
    exist, and DestinationError where a file cannot be written.
    """
    options = options or NormalizeOptions()
    rules = _chosen(options)
    places = [Path(path).absolute() for path in paths]
    root = find_root(places)
    entries = open_plain(root).entries
    lists = ignore_files((entry.path, entry.content) for entry in entries) if options.gitignore else IgnoreFiles({})
    job = _Job(
        state=State({entry.path: entry.content for entry in entries}),
        rules=rules,
        skipped=_named(entries, IgnoreFiles({"": options.exclude})),
        ignored=_named(entries, lists),
        places=[place.relative_to(root).as_posix() for place in places],
        mending=frozenset(rule.code for rule in rules if _may_mend(rule, options)),
    )
    left, mended = job.run(check=check)
    changes = tuple(job.state.changes())
    if not check:
        # a name on disk may be one that the locale cannot read
        files = ((entry.path, entry.content) for entry in entries)
        write_changes({path: found.file for path, found in files if isinstance(found, FileContent)}, changes)
    return Normalized(root, tuple(left), tuple(mended), changes)


def find_root(places: Sequence[Path]) -> Path:
    """The nearest folder above all places with `.obsidian`, a configuration or `.git` in it; else the place itself."""
    for place in places:
        if not place.exists():
            raise SourceError(f"{place}: there is no such file or folder")
    roots = {_root_of(place.absolute()) for place in places}
    if len(roots) > 1:
        raise SourceError(f"{places[0]} and others lie in several repositories; name them one by one")
    return roots.pop()


def _root_of(place: Path) -> Path:
    folder = place if place.is_dir() else place.parent
    for above in (folder, *folder.parents):
        if (above / ".obsidian").is_dir() or (above / ".git").exists() or is_configured(above):
            return above
    return folder


def _chosen(options: NormalizeOptions) -> list[Rule]:
    """The rules that are selected and not ignored."""
    for text in (*options.select, *options.ignore):
        if not text or not any(rule.code.startswith(text) for rule in RULES):
            raise ConfigError(f"there is no rule {text!r}")
    chosen = [rule for rule in RULES if rule.code.startswith(options.select)]
    return [rule for rule in chosen if not (options.ignore and rule.code.startswith(options.ignore))]


def _may_mend(rule: Rule, options: NormalizeOptions) -> bool:
    return rule.fix is Fix.SAFE or (options.unsafe_fixes and rule.fix is Fix.UNSAFE)


def _named(entries: Iterable[Entry], patterns: IgnoreFiles) -> AbstractSet[str]:
    return {entry.path for entry in entries if patterns.ignores(entry.path)}


@dataclass(frozen=True, slots=True)
class _Job:
    """One run over one repository."""

    state: State
    rules: Sequence[Rule]
    skipped: AbstractSet[str]
    """Files on disk in which nothing is looked for, but whose links follow."""
    ignored: AbstractSet[str]
    """Files on disk that links lead to, and no more."""
    places: Sequence[str]
    """What is looked at, on disk; `.` for everything."""
    mending: AbstractSet[Code]
    """Codes of the rules that may mend what they find."""

    def run(self, *, check: bool) -> tuple[list[Finding], list[Finding]]:
        """What is wrong, and what was mended."""
        rounds: list[list[Finding]] = []
        mended: list[Finding] = []
        for _ in range(_ROUNDS):
            skipped, ignored = self._now(self.skipped), self._now(self.ignored)
            repository = read_repository(self.state.files, skipped=skipped, ignored=ignored)
            rounds.append(self._findings(repository))
            done = self.state.mend(repository, [item for item in rounds[-1] if self._may_mend(item)])
            mended += done
            if not done:
                break
        return rounds[0] if check else rounds[-1], mended

    def _now(self, paths: AbstractSet[str]) -> AbstractSet[str]:
        """Paths on disk as they are now."""
        return {path for path in self.state.files if self.state.origin(path) in paths} if paths else frozenset()

    def _findings(self, repository: Repository) -> list[Finding]:
        found = (item for rule in self.rules for item in rule.check(repository))
        wanted = [item for item in found if item.path not in repository.skipped and self._is_in_scope(item.path)]
        return sorted(wanted, key=lambda item: (item.path, item.line, item.code, item.message))

    def _is_in_scope(self, path: str) -> bool:
        if "." in self.places:
            return True
        origin = self.state.origin(path)
        return any(origin == at or origin.startswith(f"{at}/") for at in self.places)

    def _may_mend(self, finding: Finding) -> bool:
        return finding.code in self.mending and (finding.edit is not None or finding.name is not None)
