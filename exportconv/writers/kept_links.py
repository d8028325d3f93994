"""Links that stay as the user wrote them, but for the paths of files that have moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from exportconv.model import Attachment, Link, LinkForm, Note, Span, Vault
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, fold, is_hidden, parent_of, relative_path, target_path
from exportconv.syntax.edits import Edit
from exportconv.syntax.link_targets import target_text
from exportconv.syntax.quotes import in_quotes, unquoted
from exportconv.vault_paths import Found, Reading, VaultPaths, is_page
from exportconv.writers.folder_links import FolderLinks

__all__ = ["KeptLinks"]


class KeptLinks:
    """Knows where every file went; a link that still leads there is not touched.

    It is read as Obsidian reads it. A Markdown link that named its file with its whole path goes on doing so: others
    than Obsidian read those, and so does Obsidian where it renames something. In plain Markdown and in files that are
    no notes it is named letter by letter.
    """

    def __init__(self, vault: Vault, options: Options) -> None:
        """`vault` with everything named."""
        files: list[Note | Attachment] = [*vault.notes, *vault.attachments]
        self._outputs = {item.path: item.output for item in files}
        self._style = options.link_path
        self._is_plain = options.to == "markdown"
        self._paths = [item.path for item in files if not _is_apart(item)]
        moved = any(str(item.path) != item.output for item in files) or bool(self._style or options.reserved)
        self._folders = FolderLinks(vault)
        there = [path for path in options.reserved if not is_hidden(path)]
        outputs = [item.output for item in files if not _is_apart(item)]
        self._index = VaultPaths([*outputs, *there]) if moved else None

    @cached_property
    def _sources(self) -> VaultPaths:
        """The files where they came from; of no use where nothing has moved."""
        return VaultPaths(self._paths)

    @property
    def _now(self) -> VaultPaths:
        """The files where they go to."""
        return self._index or self._sources

    def edits(
        self, holder: Note | Attachment, text: str, links: Iterable[Link], *, page: Note | None = None
    ) -> Iterator[Edit]:
        """An edit of the path of each link in a note or other file that would lead elsewhere or, by its style, change.

        text: what the links stand in: the note's body or frontmatter, or all of the file. page: the note on whose page
        the text is shown, where that is another one.
        """
        for link in links if self._index or page else ():
            # what --prune removes is not in the vault any more
            edit = self._edit(holder, text, link, page or holder) if link.target in self._outputs else None
            if link.folder is not None:
                edit = self._folders.edit(holder, text, link, plain=is_page(holder.path))
            if edit:
                yield edit

    def path_of(self, holder: Note, target: SourcePath) -> str:
        """The path of a wikilink to a file: its name where that is enough, else all of its path."""
        output = self._outputs[target]
        return _bare(self._wiki_path(holder, output, "", self._style), output)

    def _leads_to(self, output: OutputPath, path: str, folder: str) -> bool:
        found = self._now.find(path, folder)
        return found is not None and found.path == output and not found.others

    def _edit(self, holder: Note | Attachment, text: str, link: Link, page: Note | Attachment) -> Edit | None:
        output = self._outputs[link.target or SourcePath("")]
        if link.form is LinkForm.FILE:
            return Edit(link.target_span, in_quotes(output, link.quote)) if output != str(link.target) else None
        is_wiki = link.form is LinkForm.WIKILINK
        style = self._style if _has_style(page) else None
        before, reading = self._read(holder, link)
        if not reading.path and page is holder:
            return None
        if not style and reading.path and self._is_right(holder, link, reading, before, page):
            return None
        if is_wiki:
            path = self._wiki_path(page, output, reading.path, style)
        else:
            path = _markdown_path(page, output, style, is_absolute=reading.path.startswith("/"))
        path = path if reading.path.lower().endswith(".md") else _bare(path, output)
        if path == reading.path:
            return None
        if is_wiki:
            start = link.target_span.start
            return Edit(Span(start, start + _written_length(text, link, reading)), in_quotes(path, link.quote))
        return Edit(link.target_span, target_text(text, link, path, link.raw_target[reading.length :]))

    def _read(self, holder: Note | Attachment, link: Link) -> tuple[Found | None, Reading]:
        """The file that a link meant, and how its target is read."""
        folder = parent_of(holder.path)
        if is_page(holder.path):
            return self._sources.read_in_page(link.raw_target, folder)
        return self._sources.read(link.raw_target, folder, wikilink=link.form is LinkForm.WIKILINK)

    def _is_right(
        self, holder: Note | Attachment, link: Link, reading: Reading, before: Found | None, page: Note | Attachment
    ) -> bool:
        """Whether a link still leads where it led, and no less surely."""
        is_wiki = link.form is LinkForm.WIKILINK
        path, folder, output = reading.path, parent_of(page.output), self._outputs[link.target or SourcePath("")]
        if not is_wiki:
            # to Obsidian, as to many disks, case and Unicode form are nothing
            key = str if self._is_plain or isinstance(holder, Attachment) else fold
            if _names(path, folder, output, key):
                return True
            if _names(path, parent_of(holder.path), link.target or "", key):
                return False
        if is_page(page.path) and not path.startswith("/"):
            path = f"./{path}"
        found = self._now.find(path, folder, relative=not is_wiki)
        return found is not None and found.path == output and found.others <= (before.others if before else 0)

    def _wiki_path(self, holder: Note | Attachment, output: OutputPath, before: str, style: str | None) -> str:
        """The path of a wikilink, with its suffix, as long as the one before and relative where that was."""
        folder = parent_of(holder.output)
        if style == "relative" or (not style and before.startswith(("./", "../"))):
            path = relative_path(folder, output)
            # without a step before it, a path is looked for from the root first
            return (
                path if path.startswith("../") or self._leads_to(output, _bare(path, output), folder) else f"./{path}"
            )
        steps = 1 if style else before.count("/") + 1
        path = "/".join(output.split("/")[-steps:])
        is_enough = style != "absolute" and self._leads_to(output, _bare(path, output), folder)
        return path if is_enough else output


def _markdown_path(holder: Note | Attachment, output: OutputPath, style: str | None, *, is_absolute: bool) -> str:
    if style == "absolute" or (not style and is_absolute):
        return f"/{output}"
    return relative_path(parent_of(holder.output), output)


def _names(path: str, folder: str, file: str, key: Callable[[str], str]) -> bool:
    """Whether a path, as seen from a folder, is that of a file in all its steps; a note may go without its suffix."""
    found = target_path("" if path.startswith("/") else folder, path)
    return found is not None and key(file) in (key(found), key(f"{found}.md"))


def _has_style(item: Note | Attachment) -> bool:
    """Whether paths have the style that was asked for: where the user writes, in notes and canvases."""
    return isinstance(item, Note) or item.path.endswith(".canvas")


def _is_apart(item: Note | Attachment) -> bool:
    return isinstance(item, Attachment) and item.is_apart


def _bare(path: str, output: OutputPath) -> str:
    """A path without the suffix of a note."""
    return path[:-3] if output[-3:].lower() == ".md" else path


def _written_length(text: str, link: Link, reading: Reading) -> int:
    """How long the path is as it is written, with what its quotes made of it."""
    if not link.quote:
        return reading.length
    return unquoted(text[link.target_span.start : link.target_span.end], link.quote)[1][reading.length]
