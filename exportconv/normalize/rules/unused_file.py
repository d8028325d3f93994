"""Attachments that nothing in the repository speaks of.

Attachments are what people put in notes: pictures, sounds, films, PDF and office files, archives, tables (`.csv`).
Notes, bases, canvases, texts, code, settings and files without an extension are not, for they are of use by themselves.
A file is used where a link of a note or canvas leads to it, or where its name stands anywhere else in a text: in HTML,
a property, a comment, a base, a style, a setting, in whatever case, encoding or Unicode form. A link that leads to
another file of the same name does not count; the trash and Obsidian's list of open files do not, either.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from urllib.parse import unquote

from exportconv.codes import Code
from exportconv.model import Attachment, Link, Note
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.paths import MAX_ROUNDS, decode_path, fold, split_name

__all__ = ["RULE", "is_attached"]

_ATTACHED = frozenset((
    ".apng", ".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff",
    ".webp", ".psd",
    ".3gp", ".aac", ".aif", ".aiff", ".flac", ".m4a", ".mid", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma",
    ".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".ogv", ".webm", ".wmv",
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".xlsm", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf", ".hwp",
    ".hwpx", ".pages", ".numbers", ".epub", ".csv", ".tsv",
    ".7z", ".gz", ".rar", ".tar", ".tgz", ".zip",
))  # fmt: skip
_TEXTS = frozenset((
    ".md", ".markdown", ".mdx", ".qmd", ".rst", ".adoc", ".org", ".tex", ".bib", ".txt", ".html", ".htm", ".xhtml",
    ".xml", ".svg", ".css", ".scss", ".sass", ".less", ".base", ".canvas", ".json", ".jsonc", ".json5", ".yml",
    ".yaml", ".toml", ".ini", ".cfg", ".csv", ".tsv", ".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx", ".vue", ".svelte",
    ".astro", ".njk", ".liquid", ".py", ".rb", ".sh", ".ipynb",
))  # fmt: skip
_NOTES = (".md", ".canvas", ".base")
"""These are looked into even where nothing else is looked for: what they show is used."""
_OPEN_FILES = re.compile(r"(?:.*/)?\.obsidian/workspace[^/]*\.json|(?:.*/)?\.trash/.*", re.DOTALL)
_CODES = re.compile(r"(?:%[0-9A-Fa-f]{2})++")
_JSON_ESCAPE = re.compile(r"\\u(?P<code>[0-9A-Fa-f]{4})")
_ESCAPE = re.compile(r"\\(?P<mark>[!-/:-@\[-`{-~])")
_ESCAPES = ("\\", "&", "%")
"""What begins an escape of JSON or Markdown, of HTML, and of an address."""


def is_attached(path: str) -> bool:
    """Whether a file is of a kind that is attached to notes."""
    return split_name(path)[2].lower() in _ATTACHED


def _check(repository: Repository) -> Iterator[Finding]:
    vault = repository.vault
    holders: list[Note | Attachment] = [*vault.notes, *vault.attachments]
    linked = {link.target for item in holders for link in _links_of(item)}
    names = {item.path: _names_of(item.path) for item in repository.attachments if is_attached(item.path)}
    names = {path: spellings for path, spellings in names.items() if path not in linked}
    if not names:
        return
    search = _Search(spelling for spellings in names.values() for spelling in spellings)
    for text in _texts(repository, search.may_be_in):
        search.look_in(text)
    for path, spellings in names.items():
        if spellings.isdisjoint(search.found):
            yield Finding(Code.UNUSED_FILE, path, 0, "nothing links to it or names it")


def _links_of(item: Note | Attachment) -> Iterable[Link]:
    return item.all_links() if isinstance(item, Note) else item.links


def _names_of(path: str) -> AbstractSet[str]:
    name = path.rpartition("/")[2]
    return {fold(name), fold(decode_path(name))}


class _Search:
    """Finds names in texts, all of them at once: by their suffix, and from there backwards."""

    def __init__(self, names: Iterable[str]) -> None:
        self.found: set[str] = set()
        self._names = frozenset(names)
        self._lengths: dict[str, set[int]] = {}
        for name in self._names:
            self._lengths.setdefault(split_name(name)[2], set()).add(len(name))
        suffixes = "|".join(map(re.escape, sorted(self._lengths, reverse=True)))
        self._suffix = re.compile(rf"(?:{suffixes})(?![0-9a-z])")
        self._anywhere = re.compile(suffixes, re.IGNORECASE)

    def may_be_in(self, text: str) -> bool:
        """Whether a name may stand in a text: where nothing is escaped, its suffix has to."""
        return any(map(text.__contains__, _ESCAPES)) or self._anywhere.search(text) is not None

    def look_in(self, text: str) -> None:
        """Adds the names in a text to those that are found."""
        # suffixes are found at once, and most texts have none; in lower case more slowly
        forms = [form for form in {text, _decoded(text)} if self._anywhere.search(form)]
        forms = [form for form in forms if self._suffix.search(form.lower())]
        for form in map(fold, forms):
            for match in self._suffix.finditer(form):
                for length in self._lengths[match[0]]:
                    start = match.end() - length
                    is_whole = start == 0 or (start > 0 and not form[start - 1].isalnum())
                    if is_whole and form[start : match.end()] in self._names:
                        self.found.add(form[start : match.end()])


def _decoded(text: str) -> str:
    """A text without the escapes of JSON, HTML, Markdown and addresses."""
    if "\\" in text:
        text = _JSON_ESCAPE.sub(lambda match: chr(int(match["code"], 16)), text)
        text = _ESCAPE.sub(r"\g<mark>", text)
    text = html.unescape(text)
    for _ in range(MAX_ROUNDS):
        decoded = _CODES.sub(lambda match: unquote(match[0]), text) if "%" in text else text
        if decoded == text:
            break
        text = decoded
    return text


def _texts(repository: Repository, may_name: Callable[[str], bool]) -> Iterator[str]:
    """All texts that may name a file, without what links say whose one target is known."""
    issues = repository.vault.issues
    unsure = {(issue.path, issue.line) for issue in issues if issue.code is Code.AMBIGUOUS_LINK}
    for note in repository.vault.notes:
        if note.verbatim:
            yield from _read(note.verbatim.read())
            continue
        for part, links in ((note.frontmatter or "", note.head_links), (note.body, note.links)):
            if may_name(part):
                yield _without(part, [link for link in links if (note.path, link.line) not in unsure])
    for item in repository.vault.attachments:
        suffix = split_name(item.path)[2].lower()
        if _OPEN_FILES.fullmatch(item.path) or suffix not in _TEXTS:
            continue
        if item.links:
            sure = [link for link in item.links if (item.path, link.line) not in unsure]
            yield _without(item.content.read().decode(), sure)
        elif suffix in _NOTES or item.path not in repository.skipped:
            yield from _read(item.content.read())


def _without(text: str, links: Iterable[Link]) -> str:
    parts, at = [], 0
    for span in sorted(link.target_span for link in links if link.target):
        if span.start >= at:
            parts.append(text[at : span.start])
            at = span.end
    return "".join([*parts, text[at:]])


def _read(data: bytes) -> Iterator[str]:
    """A file as a text, in each encoding that it may have; none of them is lost on a name in ASCII."""
    try:
        yield data.decode()
    except UnicodeDecodeError:
        yield data.decode("utf-8", "replace")
        yield data.decode("cp949", "replace")
        with suppress(UnicodeDecodeError):
            yield data.decode("utf-16")


RULE = Rule(Code.UNUSED_FILE, Fix.NONE, _check)
