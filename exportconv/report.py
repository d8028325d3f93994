"""What was noticed on the way: issues, and the report that holds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from exportconv.codes import Code

__all__ = ["Issue", "Report", "one_line"]

_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """A text with its line breaks and other control characters escaped: no name can break a line or move the cursor."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something noticed in one place of the source."""

    code: Code
    """Which kind of thing it is."""
    path: str
    """Path of the file in the source, relative to the export's root."""
    line: int
    """Line in that file, from 1; 0 where no line can be named."""
    message: str
    """One sentence for a person."""

    def __str__(self) -> str:
        return one_line(f"{self.path}:{self.line}: {self.code} {self.message}")


@dataclass(frozen=True, slots=True)
class Report:
    """All issues of a run and what it counted."""

    issues: tuple[Issue, ...] = ()
    """In the order of source path and line."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Notes, attachments, databases, and links that lead somewhere."""
    remarks: tuple[str, ...] = ()
    """What no export of this kind holds, so that nobody looks for it in the result; one sentence each."""

    def by_code(self) -> Mapping[Code, int]:
        """How many issues each code has, sorted by code."""
        return dict(sorted(Counter(issue.code for issue in self.issues).items()))

    def lines(self, most: int | None = None) -> Iterator[str]:
        """The issues, a line each; of each code at most so many, and then how many more there are."""
        shown: Counter[str] = Counter()
        for issue in self.issues:
            shown[issue.code] += 1
            if most is None or shown[issue.code] <= most:
                yield str(issue)
        for code, count in shown.items():
            if most is not None and count > most:
                yield f"… {count - most} more {code}; --verbose shows them"

    def exit_code(self, *, strict: bool = False) -> int:
        """Exit code of a run with this report: 1 with findings (or, strictly, with any issue), else 0."""
        return int(any(strict or issue.code.is_finding for issue in self.issues))

    def plus(self, issues: Iterable[Issue], counts: Mapping[str, int]) -> Report:
        """The report with more issues, which come last, and more counts."""
        return Report(self.issues + tuple(issues), {**self.counts, **counts}, self.remarks)

    def summary(self) -> str:
        """The report in a few lines: what was counted, then the issues by code."""
        lines = [f"{name}: {count}" for name, count in self.counts.items()]
        lines += [f"{code} x {count}: {code.meaning}" for code, count in self.by_code().items()]
        lines += self.remarks
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """The report as plain data, ready for JSON."""
        issues = [{"code": str(i.code), "path": i.path, "line": i.line, "message": i.message} for i in self.issues]
        return {
            "counts": dict(self.counts), "codes": dict(self.by_code()), "issues": issues, "remarks": list(self.remarks),
        }  # fmt: skip


def sorted_issues(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues in the order of path, line and code, so that two runs print the same."""
    return tuple(sorted(issues, key=lambda issue: (issue.path, issue.line, issue.code, issue.message)))
