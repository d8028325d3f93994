"""Links that stay as the user wrote them, but for the paths of files that have moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from exportconv.model import Attachment, Link, LinkForm, Note, Span, Vault
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, is_hidden, parent_of, relative_path
from exportconv.syntax.edits import Edit
from exportconv.syntax.link_targets import target_text
from exportconv.syntax.quotes import in_quotes, unquoted
from exportconv.vault_paths import Reading, VaultPaths
from exportconv.writers.folder_links import FolderLinks

__all__ = ["KeptLinks"]


class KeptLinks:
    """Knows where every file went; a link that still leads there, read as Obsidian reads it, is not touched."""

    def __init__(self, vault: Vault, options: Options) -> None:
        """`vault` with everything named."""
        files: list[Note | Attachment] = [*vault.notes, *vault.attachments]
        self._outputs = {item.path: item.output for item in files}
        self._style = options.link_path
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
        """An edit of the path of each link in a note or canvas that would lead elsewhere or, by its style, change.

        text: what the links stand in: the note's body or frontmatter, or the canvas. page: the note on whose page the
        text is shown, where that is another one.
        """
        for link in links if self._index or page else ():
            edit = self._edit(holder, text, link, page or holder) if link.target else None
            if link.folder is not None:
                edit = self._folders.edit(holder, text, link, plain=False)
            if edit:
                yield edit

    def path_of(self, holder: Note, target: SourcePath) -> str:
        """The path of a wikilink to a file: its name where that is enough, else all of its path."""
        output = self._outputs[target]
        return _bare(self._wiki_path(holder, output, ""), output)

    def _leads_to(self, output: OutputPath, path: str, folder: str) -> bool:
        found = self._now.find(path, folder)
        return found is not None and found.path == output and not found.others

    def _edit(self, holder: Note | Attachment, text: str, link: Link, page: Note | Attachment) -> Edit | None:
        output = self._outputs[link.target or SourcePath("")]
        if link.form is LinkForm.FILE:
            return Edit(link.target_span, in_quotes(output, link.quote)) if output != str(link.target) else None
        is_wiki = link.form is LinkForm.WIKILINK
        before, reading = self._sources.read(link.raw_target, parent_of(holder.path), wikilink=is_wiki)
        if not reading.path and page is holder:
            return None
        found = self._now.find(reading.path, parent_of(page.output), relative=not is_wiki) if reading.path else None
        is_right = found is not None and found.path == output and found.others <= (before.others if before else 0)
        if is_right and not self._style:
            return None
        if is_wiki:
            path = self._wiki_path(page, output, reading.path)
        else:
            path = self._markdown_path(page, output, is_absolute=reading.path.startswith("/"))
        path = path if reading.path.lower().endswith(".md") else _bare(path, output)
        if path == reading.path:
            return None
        if is_wiki:
            start = link.target_span.start
            return Edit(Span(start, start + _written_length(text, link, reading)), in_quotes(path, link.quote))
        return Edit(link.target_span, target_text(text, link, path, link.raw_target[reading.length :]))

    def _wiki_path(self, holder: Note | Attachment, output: OutputPath, before: str) -> str:
        """The path of a wikilink, with its suffix, as long as the one before and relative where that was."""
        folder = parent_of(holder.output)
        if self._style == "relative" or (not self._style and before.startswith(("./", "../"))):
            path = relative_path(folder, output)
            # without a step before it, a path is looked for from the root first
            return (
                path if path.startswith("../") or self._leads_to(output, _bare(path, output), folder) else f"./{path}"
            )
        steps = 1 if self._style else before.count("/") + 1
        path = "/".join(output.split("/")[-steps:])
        is_enough = self._style != "absolute" and self._leads_to(output, _bare(path, output), folder)
        return path if is_enough else output

    def _markdown_path(self, holder: Note | Attachment, output: OutputPath, *, is_absolute: bool) -> str:
        if self._style == "absolute" or (not self._style and is_absolute):
            return f"/{output}"
        return relative_path(parent_of(holder.output), output)


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
