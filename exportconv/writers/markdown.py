"""Write plain Markdown (CommonMark and GFM): relative links, alerts, the title as a heading."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.model import MarkKind, Note, SourceKind, Vault
from exportconv.options import Options
from exportconv.paths import is_hidden
from exportconv.syntax.callouts import to_alerts
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.escapes import escape_marks
from exportconv.syntax.frontmatter import split
from exportconv.syntax.links import escape_text, heading_slug, is_address, one_line, split_size
from exportconv.writers.databases import made_files, merged_tables
from exportconv.writers.filetree import FileTree, tree_of
from exportconv.writers.kept_files import edited_files
from exportconv.writers.kept_notes import render_kept
from exportconv.writers.link_printer import LinkPrinter, is_image
from exportconv.writers.properties import frontmatter_of, kept_frontmatter
from exportconv.writers.vault_markdown import VaultPrinter

__all__ = ["render_markdown"]


def render_markdown(vault: Vault, options: Options) -> FileTree:
    """The files of a folder of plain Markdown. Of an Obsidian vault, hidden files are no part of it."""
    if vault.kind is SourceKind.OBSIDIAN:
        return _render_vault(vault, options)
    if vault.kind is SourceKind.MARKDOWN and options.links != "wikilink":
        return render_kept(vault, options)
    style = "wikilink" if options.links == "wikilink" else "relative"
    printer = LinkPrinter(vault, options, style=style, fragment=lambda text: f"#{heading_slug(text)}")

    def text_of(note: Note) -> str:
        edits = [*printer.body_edits(note), *_unresolved(note), *_marks(note)]
        body = to_alerts(apply_edits(note.body, edits))
        head = frontmatter_of(note, printer, options, aliases=False)
        if not note.has_heading:
            return head + body
        gap = "\n" if head else ""
        return f"{head}{gap}# {escape_marks(one_line(note.title))}\n" + (f"\n{body}" if body else "")

    made = list(made_files(vault, options, printer))
    edited = edited_files(vault, options)
    return tree_of(vault, options, text_of, made=made, merged=merged_tables(vault, options), edited=edited)


def _render_vault(vault: Vault, options: Options) -> FileTree:
    printer = VaultPrinter(vault, options)

    def text_of(note: Note) -> str:
        head, body = kept_frontmatter(note, options, printer.head_edits(note)), printer.body_of(note)
        if note.frontmatter and not head:
            body = body.lstrip("\r\n")
        # an embed may have brought a second divider, and with it an end to what was no frontmatter before
        return f"\n{body}" if not head and split(body)[0] else head + body

    hidden = frozenset(item.path for item in vault.attachments if is_hidden(item.path))
    return tree_of(vault, options, text_of, merged=hidden, edited=edited_files(vault, options, canvases=False))


def _unresolved(note: Note) -> Iterator[Edit]:
    """Edits of embeds that lead nowhere in the export: no size, which only Obsidian reads, and only images embedded.

    One with a link in its text stays as it is, for that has an edit of its own; one in a link's text cannot be a link.
    """
    starts = [*(link.span.start for link in note.links[1:]), len(note.body)]
    for link, following in zip(note.links, starts, strict=False):
        text, size = split_size(link.text)
        embeds = is_image(link.raw_target) or is_address(link.raw_target)
        is_dead = link.target is None and not link.is_left_out
        if link.is_embed and is_dead and not link.is_nested and (size or not embeds) and following >= link.span.end:
            target = note.body[link.target_span.start : link.target_span.end]
            yield Edit(link.span, f"{'!' if embeds else ''}[{escape_text(text)}]({target})")


def _marks(note: Note) -> Iterator[Edit]:
    """Edits that write line breaks and highlights as CommonMark has them."""
    is_open = False
    for mark in note.marks:
        if mark.kind is MarkKind.BREAK:
            yield Edit(mark.span, "\\")
        else:
            is_open = not is_open
            yield Edit(mark.span, "<mark>" if is_open else "</mark>")
