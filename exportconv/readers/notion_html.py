"""A page of a Notion HTML export as a note.

What differs between exports of 2021 to 2026 is told from each page, for one export may hold pages of several kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.model import Note
from exportconv.notion_names import plain_id, split_id
from exportconv.paths import nfc, split_name
from exportconv.readers.html_assembly import assembled
from exportconv.readers.html_inline import plain_text
from exportconv.readers.html_properties import decorations, read_properties
from exportconv.readers.html_runs import runs_of
from exportconv.readers.html_to_markdown import PageText
from exportconv.readers.html_tree import Child, Node, find_first, is_within_limits, parse_html, text_of
from exportconv.readers.note_marks import holds_marks
from exportconv.readers.source import Entry, decode_text
from exportconv.report import Issue

__all__ = ["is_html", "is_html_page", "read_html_page"]

_BODY = "page-body"


def is_html(path: str) -> bool:
    """Whether a file is HTML by its name."""
    return path.lower().endswith((".html", ".htm"))


def is_html_page(entry: Entry) -> bool:
    """Whether a file is a page of an HTML export, and not one that a user attached."""
    return is_html(entry.path) and _BODY.encode() in entry.content.read()


def read_html_page(entry: Entry, databases: Mapping[str, str], issues: list[Issue]) -> Note | None:
    """The note that a page is; None for a file that is no page, or none that can be read, which is reported then.

    databases: the ids of databases that have a CSV in the export, with a path that leads to each.
    """
    data = entry.content.read()
    if _BODY.encode() not in data:
        return None
    text = decode_text(data)
    if text is None:
        issues.append(Issue(Code.UNREADABLE_TEXT, entry.path, 0, "is no UTF-8 text and is copied as it is"))
        return None
    if not is_within_limits(text) or holds_marks(text):
        issues.append(Issue(Code.UNREADABLE_PAGE, entry.path, 0, "is nested too deep, too large, or no text at all"))
        return None
    root = parse_html(text)
    body = find_first(root, name=_BODY)
    return _note(entry, data, root, body, databases, issues) if body else None


def _note(entry: Entry, data: bytes, root: Node, body: Node, databases: Mapping[str, str], issues: list[Issue]) -> Note:
    article = find_first(root, "article")
    header = find_first(article or root, "header") or Node("header", {})
    heading = find_first(header, "h1", "page-title") or find_first(root, "h1", "page-title")
    title, notion_id = split_id(split_name(entry.path)[1])
    notion_id = plain_id(article.get("id") if article else "") or notion_id
    named = heading or find_first(root, "title")
    shown = plain_text(runs_of(named.children)) if named else ""
    page = PageText(page_id=notion_id, databases=databases, mends_breaks=heading is None or not heading.get("dir"))
    about = find_first(header, "p", "page-description")
    lines = page.lines([*([about] if about else []), *_content(root, article, body)])
    found = assembled(lines, page)
    return Note(
        path=entry.path,
        title=nfc(shown or _file_title(root) or title) or "Untitled",
        body=found.body,
        digest=digest_of(data),
        id=notion_id,
        properties=(*read_properties(header, entry.path, issues), *decorations(header, article)),
        links=found.links,
        headings=tuple(page.headings),
        blocks=found.blocks,
        marks=found.marks,
    )


def _file_title(root: Node) -> str:
    title = find_first(root, "title")
    return " ".join(text_of(title).split()) if title else ""


def _content(root: Node, article: Node | None, body: Node) -> Iterable[Child]:
    """What is in a page below its head; also what stands behind it where an end tag came too early."""
    if article is None:
        return [body]
    inside = [child for child in article.children if isinstance(child, str) or child.tag != "header"]
    parent = find_first(root, "body") or root
    at = next((number for number, child in enumerate(parent.children) if child is article), len(parent.children))
    return [*inside, *parent.children[at + 1 :]]
