"""Write an Obsidian vault: wikilinks, embeds, callouts, aliases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from exportconv.model import Note, SourceKind, Vault
from exportconv.options import TYPES_FILE, Options
from exportconv.paths import OutputPath, SourcePath, split_name
from exportconv.syntax.edits import apply_edits
from exportconv.syntax.escapes import escape_marks
from exportconv.syntax.links import heading_anchor, one_line
from exportconv.writers.databases import made_files, merged_tables
from exportconv.writers.filetree import FileTree, MadeContent, TreeFile, tree_of
from exportconv.writers.kept_files import edited_files
from exportconv.writers.kept_notes import render_kept
from exportconv.writers.link_printer import LinkPrinter
from exportconv.writers.literal_marks import literal_edits
from exportconv.writers.properties import frontmatter_of

__all__ = ["render_obsidian"]


def render_obsidian(vault: Vault, options: Options) -> FileTree:
    """The files of an Obsidian vault. The title line is left out where the file name says the same.

    A vault that was one stays as it is, but for what the options ask for.
    """
    if vault.kind is SourceKind.OBSIDIAN:
        return render_kept(vault, options)
    style = "wikilink" if options.links in (None, "wikilink") else "relative"
    printer = LinkPrinter(vault, options, style=style, fragment=lambda text: f"#{quote(heading_anchor(text))}")

    def text_of(note: Note) -> str:
        edits = list(printer.body_edits(note))
        body = apply_edits(note.body, [*edits, *literal_edits(note, edits)])
        head = frontmatter_of(note, printer, options, aliases=True)
        if note.has_heading and note.title != split_name(note.output)[1]:
            return f"{head}# {escape_marks(one_line(note.title))}\n" + (f"\n{body}" if body else "")
        if not head and note.has_heading and body.startswith("---"):
            # a divider on the first line would open a frontmatter block; an empty one says where it ends
            head = "---\n---\n"
        return head + body

    made = [*made_files(vault, options, printer), *_types_file(vault, options)]
    edited = edited_files(vault, options)
    return tree_of(vault, options, text_of, made=made, merged=merged_tables(vault, options), edited=edited)


def _types_file(vault: Vault, options: Options) -> Iterator[TreeFile]:
    """The types of properties, added to those that the destination has."""
    if vault.property_types:
        data = json.loads(options.vault_types) if options.vault_types else {"types": {}}
        data["types"] |= vault.property_types
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        yield TreeFile(OutputPath(TYPES_FILE), MadeContent(lambda: text), SourcePath(""), "", merges=True)
