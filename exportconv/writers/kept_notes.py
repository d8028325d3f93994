"""Write the notes of a vault, or of a folder of Markdown files, as they are, but for links that lead elsewhere now."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from exportconv.model import Link, LinkForm, Note, Vault
from exportconv.options import Options
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.links import shown_target, split_size, wikilink, with_bar
from exportconv.writers.filetree import FileTree, tree_of
from exportconv.writers.kept_files import edited_files
from exportconv.writers.kept_links import KeptLinks
from exportconv.writers.link_texts import left_out_link
from exportconv.writers.properties import kept_frontmatter
from exportconv.writers.vault_links import VaultLinks

__all__ = ["render_kept"]


def render_kept(vault: Vault, options: Options) -> FileTree:
    """The files of a vault. Where nothing has moved and no option asks for a change, every byte is as it was.

    Links may be turned from wikilinks to Markdown or back; in frontmatter Obsidian knows wikilinks only.
    """
    kept = KeptLinks(vault, options)
    wanted = options.links if options.to == "obsidian" else None
    printed = VaultLinks(vault, options, fragment=_written_fragment) if wanted == "relative" else None

    def body_edits(note: Note) -> Iterator[Edit]:
        for link in note.links:
            if link.is_left_out and options.to == "markdown":
                yield from left_out_link(note.body, link)
            elif printed:
                yield from printed.edits(note, note.body, link)
            elif wanted == "wikilink" and _may_be_wikilink(link):
                yield Edit(link.span, _as_wikilink(kept, note, link))
            else:
                yield from kept.edits(note, note.body, [link])

    def text_of(note: Note) -> str:
        head = kept_frontmatter(note, options, kept.edits(note, note.frontmatter or "", note.head_links))
        return head + apply_edits(note.body, body_edits(note))

    return tree_of(vault, options, text_of, edited=edited_files(vault, options, kept))


def _written_fragment(link: Link) -> str:
    return quote(link.raw_target.partition("#")[2].strip(), safe="/!'@,;=+$-_.~^#")


def _may_be_wikilink(link: Link) -> bool:
    """Whether a Markdown link can be written as a wikilink: that has no query, nor markup or brackets in its text.

    A part that was not found, such as an anchor in HTML, is not named in another way, which would lose its name.
    """
    is_inline = link.form is LinkForm.INLINE and link.target is not None
    is_known = link.fragment or link.section is not None or link.block is not None
    is_part_unknown = "#" in link.raw_target and not is_known
    is_only_markdown = link.query or is_part_unknown
    return (
        is_inline
        and not is_only_markdown
        and link.is_plain
        and not link.is_nested
        and not set(link.text) & set("[]|\n")
    )


def _as_wikilink(kept: KeptLinks, note: Note, link: Link) -> str:
    fragment = link.raw_target.partition("#")[2]
    is_own = link.target == note.path and bool(fragment)
    path = kept.path_of(note, link.target) if link.target and not is_own else ""
    anchor = f"#{link.heading or fragment}" if fragment else ""
    anchor = f"#^{link.block}" if link.block else anchor
    text, size = split_size(with_bar(link.text)) if link.is_embed else (link.text, "")
    text = text if link.is_embed else "" if text == shown_target(path + anchor) else text
    bar = "\\|" if link.in_table else "|"
    return wikilink(
        path,
        text=f"{text}{bar}{size}" if text and size else text or size,
        anchor=anchor,
        embed=link.is_embed,
        table=link.in_table,
    )
