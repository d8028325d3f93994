"""Work out the bases that notes show, for targets that have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportconv.codes import Code
from exportconv.model import Attachment, BaseFile, BaseTable, Link, Note, SourceKind, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.report import Issue
from exportconv.syntax.base_tables import base_table
from exportconv.syntax.frontmatter import load
from exportconv.transforms.note_tags import tags_of

__all__ = ["work_out_bases"]


def work_out_bases(vault: Vault, options: Options) -> Vault:
    """The vault with a table for each view of a base that a note embeds, for plain Markdown.

    A base that only Obsidian can work out is reported; a link stands in the place of such an embed.
    """
    bases = {item.path: item for item in vault.attachments if item.path.endswith(".base")}
    if options.to != "markdown" or vault.kind is not SourceKind.OBSIDIAN or not bases:
        return vault
    files: list[BaseFile] = []
    found: dict[tuple[SourcePath, str], BaseTable | str] = {}
    issues = []
    for note, link, base in _embeds(vault.notes, bases):
        key = (base.path, link.fragment)
        files = files or list(_files(vault))
        if key not in found:
            found[key] = _worked_out(base, link.fragment, files)
        table = found[key]
        if isinstance(table, str):
            message = f"{base.path!r} cannot be worked out because of {table}"
            issues.append(Issue(Code.UNKNOWN_BASE, note.path, link.line, message))
    tables = {key: table for key, table in found.items() if isinstance(table, BaseTable)}
    return evolve(vault, tables=tables, issues=vault.issues + tuple(issues))


def _embeds(notes: Iterable[Note], bases: dict[SourcePath, Attachment]) -> Iterator[tuple[Note, Link, Attachment]]:
    for note in notes:
        for link in note.links:
            if link.is_embed and link.target in bases:
                yield note, link, bases[link.target]


def _worked_out(base: Attachment, view: str, files: Iterable[BaseFile]) -> BaseTable | str:
    try:
        text = base.content.read().decode()
    except UnicodeDecodeError:
        return "bytes that are not UTF-8"
    return base_table(text, view, files)


def _files(vault: Vault) -> Iterator[BaseFile]:
    """Every file that a base can show; those that are no notes have nothing but a path."""
    for note in vault.notes:
        values = load(note.frontmatter) if note.frontmatter else None
        yield BaseFile(note.path, values or {}, tags_of(note))
    for item in vault.attachments:
        if not item.is_apart:
            yield BaseFile(item.path, {}, frozenset())
