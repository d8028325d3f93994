"""One repository that is being mended: the rules are applied until nothing is left to mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from exportconv.model import SourceKind
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository, read_repository
from exportconv.normalize.state import State
from exportconv.options import Track, no_track
from exportconv.readers.obsidian import FileReader

__all__ = ["Job", "Outcome"]

_ROUNDS = 10
"""One mended name may show what else is wrong with it: encoded, then decomposed, then with an id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    found: list[Finding]
    """What was wrong before anything was mended."""
    left: list[Finding]
    """What is wrong now."""
    mended: list[Finding]
    """What was mended."""
    names: AbstractSet[str]
    """The paths that were looked at, before any of them was mended."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run over one repository."""

    state: State
    """The files; in the end as they are to be."""
    rules: Sequence[Rule]
    """What is looked for."""
    skipped: AbstractSet[str]
    """Files on disk in which nothing is looked for, but whose links follow."""
    ignored: AbstractSet[str]
    """Files on disk that links lead to, and no more."""
    in_scope: Callable[[str], bool]
    """Whether a path on disk is looked at."""
    unsafe: bool
    """Whether to mend what may lose meaning, too."""
    track: Track = no_track
    """What follows the work."""

    def run(self) -> Outcome:
        """Mends the files of `state`."""
        mending = {rule.code for rule in self.rules if rule.fix is Fix.SAFE or (self.unsafe and rule.fix is Fix.UNSAFE)}
        reader = FileReader(SourceKind.OBSIDIAN)
        rounds: list[list[Finding]] = []
        mended: list[Finding] = []
        names: AbstractSet[str] = frozenset()
        for _ in range(_ROUNDS):
            skipped, ignored = self._now(self.skipped), self._now(self.ignored)
            repository = read_repository(
                self.state.files, skipped=skipped, ignored=ignored, reader=reader, track=self.track
            )
            names = names or frozenset(repository.names)
            rounds.append(self._findings(repository))
            able = [item for item in rounds[-1] if item.code in mending and (item.edit or item.name)]
            done = self.state.mend(repository, able)
            mended += done
            if not done:
                break
        found = [self._told(item, item.path) for item in rounds[0]]
        left = [self._told(item, self.state.origin(item.path)) for item in rounds[-1]]
        return Outcome(found, left, mended, names)

    def _told(self, finding: Finding, origin: str) -> Finding:
        """A finding with the reason why it cannot be mended, where its new name cannot be given."""
        reason = self.state.refused.get((origin, finding.name or ""))
        return finding._replace(name=None, message=f"{finding.message}; {reason}") if reason else finding

    def _now(self, paths: AbstractSet[str]) -> AbstractSet[str]:
        """Paths on disk as they are now."""
        return {path for path in self.state.files if self.state.origin(path) in paths} if paths else frozenset()

    def _findings(self, repository: Repository) -> list[Finding]:
        rules = self.track(self.rules, len(self.rules), "checking")
        found = (item for rule in rules for item in rule.check(repository))
        wanted = [
            item
            for item in found
            if item.path not in repository.skipped and self.in_scope(self.state.origin(item.path))
        ]
        return sorted(wanted, key=lambda item: (item.path, item.line, item.code, item.message))
