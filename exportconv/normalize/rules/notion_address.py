"""Links to Notion whose page is in the repository, known by the id in its name or in its property `notion-id`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exportconv.codes import Code
from exportconv.model import LinkForm, Note
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.notion_names import id_of_path, plain_id
from exportconv.paths import parent_of, relative_path
from exportconv.syntax.edits import Edit
from exportconv.syntax.link_targets import target_text
from exportconv.transforms.link_index import notion_ids

__all__ = ["RULE"]

_MORE = re.compile(r"#.|[?&](?:v|p)=")
"""A block, a view, or a page that is shown over another one."""


def _check(repository: Repository) -> Iterator[Finding]:
    pages: Mapping[str, Note] | None = None
    for placed in repository.links:
        note, link = placed.note, placed.link
        ids = notion_ids(link.raw_target) if ":" in link.raw_target and link.form is not LinkForm.WIKILINK else None
        if ids is None:
            continue
        pages = _pages(repository) if pages is None else pages
        page = next((pages[found] for found in ids[0] if found in pages), None)
        if page is not None:
            message = f"the page at Notion is {page.path!r} here"
            edit: Edit | None = Edit(
                placed.target, target_text(note.body, link, relative_path(parent_of(note.path), page.path), "")
            )
            if _MORE.search(link.raw_target):
                # what it names in the page is not known by that name here
                message, edit = f"{message}, and the link names a block, a view or a page in it", None
            yield Finding(Code.NOTION_ADDRESS, note.path, link.line, message, edit)


def _pages(repository: Repository) -> Mapping[str, Note]:
    """Notion id → its page; of two with one id neither."""
    found: dict[str, list[Note]] = {}
    for note in repository.vault.notes:
        own = {plain_id(item.raw) for item in note.properties if item.name == "notion-id"}
        for name in {*own, id_of_path(note.path)} - {None}:
            found.setdefault(str(name), []).append(note)
    return {name: notes[0] for name, notes in found.items() if len(notes) == 1}


RULE = Rule(Code.NOTION_ADDRESS, Fix.SAFE, _check)
