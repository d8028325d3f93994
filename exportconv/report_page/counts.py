"""What came in, and what went out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from exportconv.model import SourceKind, Vault
from exportconv.paths import is_hidden, split_name
from exportconv.report_page.korean import COUNTS
from exportconv.report_page.markup import Words, both, number, size, table
from exportconv.report_page.subject import Subject
from exportconv.source_keys import without_row
from exportconv.writers.filetree import NoteContent, TreeFile

__all__ = ["came_in", "kind_of", "went_out"]

_KINDS: Mapping[SourceKind, Words] = {
    SourceKind.OBSIDIAN: ("Obsidian vault", "옵시디언 보관함"),
    SourceKind.MARKDOWN: ("Folder of Markdown", "마크다운 폴더"),
}
_HEADS: tuple[Words, Words] = (("What", "무엇"), ("How many", "개수"))
_PARTS: Mapping[str, Words] = {
    "notes": ("Notes", "노트"),
    "as they are": ("Pages copied as they are", "그대로 복사한 페이지"),
    "bases": ("Obsidian bases", "옵시디언 베이스"),
    "tables": ("Notes with the table of a database", "데이터베이스 표가 있는 노트"),
    "csv": ("CSV files of databases", "데이터베이스의 CSV 파일"),
    "attachments": ("Attachments", "첨부파일"),
    "settings": ("Settings and other hidden files", "설정과 그 밖의 숨은 파일"),
}


def came_in(subject: Subject) -> str:
    """A table of what the source holds."""
    vault = subject.vault
    rows_alone = sum(without_row(note.path) != note.path for note in vault.notes)
    pages = len(vault.notes) - rows_alone
    found: list[tuple[Words, int]] = [
        (("Pages", "페이지") if vault.kind is SourceKind.NOTION else ("Notes", "노트"), pages),
        (("Rows without a page", "페이지가 없는 행"), rows_alone),
        (("Databases", "데이터베이스"), len(vault.databases)),
        (("Rows in them", "데이터베이스의 행"), sum(len(item.row_notes()) for item in vault.databases)),
        (("Attachments", "첨부파일"), len(subject.attachments)),
        (("Files of which another says all", "다른 파일에 내용이 모두 있는 파일"), len(vault.superseded)),
        (("Links that lead somewhere", "이어지는 링크"), subject.report.counts.get("links that lead somewhere", 0)),
    ]
    rows = [(both(*words), number(value)) for words, value in found if value or words[0] in ("Pages", "Notes")]
    if subject.attachments:
        rows.append((both("Size of attachments", "첨부파일 크기"), size(subject.attachment_bytes)))
    return table(("What came in", "들어온 것"), _HEADS, rows, numbers=frozenset((1,)), is_plain=True)


def kind_of(vault: Vault) -> Words:
    """What a vault was read from, in words."""
    if vault.kind is not SourceKind.NOTION:
        return _KINDS[vault.kind]
    pages = {split_name(without_row(note.path))[2].lower() for note in vault.notes}
    forms = [
        form for form, endings in (("HTML", {".html", ".htm"}), ("Markdown & CSV", {".md", ".csv"})) if pages & endings
    ]
    form = " + ".join(forms).replace("&", "&amp;")
    return (
        (f"Notion export, {form}", f"노션에서 내보낸 파일, {form}")
        if form
        else ("Notion export", "노션에서 내보낸 파일")
    )


def went_out(subject: Subject) -> str:
    """A table of the files that a conversion makes."""
    found = Counter(_parts(subject))
    rows = [(both(*words), number(found[part])) for part, words in _PARTS.items() if found[part] or part == "notes"]
    if subject.outcome != "unchanged":
        counts = subject.report.counts
        rows += [
            (both(key.capitalize(), korean), number(counts[key])) for key, korean in COUNTS.items() if key in counts
        ]
    return table(("What went out", "나간 것"), _HEADS, rows, numbers=frozenset((1,)), is_plain=True)


def _parts(subject: Subject) -> Iterator[str]:
    pages = {note.path for note in subject.vault.notes}
    for file in subject.tree:
        yield _part(file, is_page=file.source in pages, is_table=file.source in subject.tables)


def _part(file: TreeFile, *, is_page: bool, is_table: bool) -> str:
    """What an output file is, a key of `_PARTS`."""
    if isinstance(file.content, NoteContent) or is_page:
        return "notes" if isinstance(file.content, NoteContent) else "as they are"
    if is_hidden(file.path):
        return "settings"
    if file.source_digest == "":
        return "bases" if file.path.endswith(".base") else "tables"
    return "csv" if is_table else "attachments"
