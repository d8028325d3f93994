"""Write plain Markdown (CommonMark and GFM): relative links, alerts, the title as a heading."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.model import Note, Vault
from exportconv.options import Options
from exportconv.syntax.callouts import to_alerts
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.links import escape_text, heading_slug, one_line, strip_size
from exportconv.writers.databases import made_files, merged_tables
from exportconv.writers.filetree import FileTree, tree_of
from exportconv.writers.link_printer import LinkPrinter
from exportconv.writers.properties import frontmatter_of

__all__ = ["render_markdown"]


def render_markdown(vault: Vault, options: Options) -> FileTree:
    """The files of a folder of plain Markdown."""
    style = "wikilink" if options.links == "wikilink" else "relative"
    printer = LinkPrinter(vault, options, style=style, fragment=lambda text: f"#{heading_slug(text)}")

    def text_of(note: Note) -> str:
        edits = [*printer.edits(note, note.body, note.links), *_sizes(note)]
        body = to_alerts(apply_edits(note.body, edits))
        head = frontmatter_of(note, printer, options, aliases=False)
        if not note.has_heading:
            return head + body
        gap = "\n" if head else ""
        return f"{head}{gap}# {one_line(note.title)}\n" + (f"\n{body}" if body else "")

    made = list(made_files(vault, options, printer))
    return tree_of(vault, options, text_of, made=made, merged=merged_tables(vault, options))


def _sizes(note: Note) -> Iterator[Edit]:
    """Edits that take the image sizes off which only Obsidian reads."""
    for link in note.links:
        if link.is_embed and link.target is None and strip_size(link.text) != link.text:
            text = escape_text(strip_size(link.text))
            yield Edit(link.span, f"![{text}]({note.body[link.target_span.start : link.target_span.end]})")
