"""Recompute from disk what the conversion promised: nothing lost, every text whole, every link right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from exportconv.codes import Code
from exportconv.collector import without_collector
from exportconv.options import Options, Track, no_track
from exportconv.report import Issue, Report, sorted_issues
from exportconv.verification.embeds import Embeds
from exportconv.verification.ledger import check_ledger
from exportconv.verification.links import LinkCheck
from exportconv.verification.names import Names
from exportconv.verification.rows import check_rows, row_records
from exportconv.verification.tables import check_tables
from exportconv.verification.texts import TOO_DEEP, Job, compare_page, page_text_of, seen_of_note, seen_of_page, text_of
from exportconv.verification.trees import Sides, open_sides
from exportconv.verification.unedited import check_bytes
from exportconv.writers.manifest import Record

__all__ = ["job_of", "verify"]

AnyPath: TypeAlias = "str | PathLike[str]"


@without_collector
def verify(
    source: AnyPath | Sequence[AnyPath],
    destination: AnyPath,
    *,
    options: Options | None = None,
    track: Track = no_track,
) -> Report:
    """Checks from disk that a destination has all that its source has, and that every link leads where it did.

    Nothing is written. The issues of the report are the findings; its exit code is 1 where there are any. Raises
    SourceError or DestinationError where the two cannot be compared.
    """
    paths = [Path(path) for path in ([source] if isinstance(source, str | PathLike) else source)]
    sides = open_sides(paths, Path(destination), options or Options(), track)
    issues = list(check_ledger(sides))
    pages = sides.pages()
    check = _PageCheck(sides)
    for record in track(pages, len(pages), "verifying"):
        issues += check.issues(record)
    issues += check_tables(sides)
    issues += check_rows(sides, check.renamed)
    counts = {
        "files of the source": len(sides.source),
        "files written": len(sides.run.files),
        "notes compared": len(pages) + len(row_records(sides)),
    }
    return Report(sorted_issues(issues), counts)


def job_of(kind: str, settings: Mapping[str, Any]) -> Job:
    """What texts depend on, by the settings of a conversion."""
    links, to = settings.get("links"), str(settings.get("to", "obsidian"))
    leaves_out = any(settings.get(name) for name in ("exclude", "gitignore", "skip_ignored", "skip_tags", "only_tags"))
    renamed: dict[str, str | None] = {}
    for rules in (settings.get("properties") or {}, *(settings.get("database_rules") or {}).values()):
        renamed |= rules.get("rename", {})
        renamed |= dict.fromkeys(rules.get("drop", ()))
    usual = (None, "wikilink") if to == "obsidian" else ("wikilink",)
    wikilinks = links in usual or (kind == to == "obsidian")
    return Job(kind, to, wikilinks, leaves_out, settings.get("frontmatter") != "never", renamed)


class _PageCheck:
    """Compares pages with their notes, one by one."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._job = job_of(sides.kind, sides.run.settings)
        self.renamed = self._job.renamed
        self._links = LinkCheck(sides)
        names = Names(path for path in sides.source if "/." not in f"/{path}")
        embeds = Embeds(names, lambda path: page_text_of(sides.read_source(path)))
        self._expand = embeds.shown if sides.kind == "obsidian" and self._job.to == "markdown" else None

    def issues(self, record: Record) -> Iterator[Issue]:
        """What is wrong with one note."""
        try:
            yield from self._issues(record)
        except RecursionError:
            yield Issue(Code.TEXT_DIFFERS, record.output, 1, TOO_DEEP)

    def _issues(self, record: Record) -> Iterator[Issue]:
        # where a note is told by the name that it has, not by that of a newer form beside it
        name, record = record.output, self._sides.newest(record)
        page, note = self._sides.read_source(record.source), self._sides.read_written(record.output)
        is_edited = self._sides.written[record.output] != record.output_digest
        wrong = compare_page(self._job, record.source, page, name, note, self._expand, may_grow=is_edited)
        if wrong:
            tail = "; the file was changed after it was written" if is_edited else ""
            yield Issue(wrong.code, record.output, wrong.line, wrong.message + tail)
        before, after = page_text_of(page), text_of(note)
        if before is None or after is None or (page == note and self._sides.kind == "notion"):
            return
        yield from check_bytes(self._job, record, page, note)
        new = seen_of_note(self._job, after)
        old = seen_of_page(self._job, record.source, before, new.front)
        yield from self._links.check(record, old, new, after)
