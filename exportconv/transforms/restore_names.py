"""Give files and databases the names back that the export damaged, where a link still has them as its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportconv.model import Link, SourceKind, Vault, evolve
from exportconv.notion_names import is_damaged_name_of, is_shortened_title
from exportconv.options import Options
from exportconv.paths import SourcePath, decode_path, nfc

__all__ = ["restore_names"]


def restore_names(vault: Vault, options: Options) -> Vault:  # noqa: ARG001  # every transform has this shape
    """The vault with true names of attachments and full titles of databases.

    Notion drops letters from the names of some files (`pré.pdf` is `pr.pdf`), and marks and the end from titles. A
    text counts only where it can have become the name, and where all such texts of links to one file are the same.
    """
    if vault.kind is not SourceKind.NOTION:
        return vault
    titles = {path: item.title for item in vault.databases for path in item.files}
    names = {item.path: decode_path(item.path.rpartition("/")[2]) for item in vault.attachments}
    links = [link for note in vault.notes for link in note.all_links() if link.target]
    files = _agreed(link for link in links if _is_true_name(link, names, titles))
    full = _agreed(link for link in links if _is_full_title(link, titles))
    attachments = tuple(
        evolve(item, name=files[item.path]) if item.path in files else item for item in vault.attachments
    )
    databases = tuple(evolve(item, title=full.get(item.path, item.title)) for item in vault.databases)
    return evolve(vault, attachments=attachments, databases=databases)


def _is_true_name(link: Link, names: Mapping[SourcePath, str], titles: Mapping[SourcePath, str]) -> bool:
    name = names.get(link.target or SourcePath(""))
    return name is not None and link.target not in titles and is_damaged_name_of(name, link.text)


def _is_full_title(link: Link, titles: Mapping[SourcePath, str]) -> bool:
    title = titles.get(link.target or SourcePath(""))
    return title is not None and is_shortened_title(title, link.text)


def _agreed(links: Iterable[Link]) -> Mapping[SourcePath, str]:
    """File → the text of links to it, where that is always the same."""
    found: dict[SourcePath, set[str]] = {}
    for link in links:
        if link.target:
            found.setdefault(link.target, set()).add(nfc(link.text).strip())
    return {path: min(texts) for path, texts in found.items() if len(texts) == 1}
