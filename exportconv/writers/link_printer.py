"""Print a resolved link in the style of the target, as an edit of the text it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from exportconv.model import Link, LinkForm, Note, SourceKind, Span, Vault, evolve
from exportconv.notion_names import is_notion_address
from exportconv.options import Options
from exportconv.paths import (
    OutputPath,
    SourcePath,
    decode_path,
    encode_path,
    fold,
    is_hidden,
    nfc,
    parent_of,
    path_key,
    relative_path,
    split_name,
)
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.escapes import escape_marks, lone_marks
from exportconv.syntax.lines import begins_line
from exportconv.syntax.link_targets import target_text
from exportconv.syntax.links import (
    escape_text,
    heading_anchor,
    markdown_link,
    one_line,
    safe_alt,
    split_size,
    wikilink,
    without_brackets,
)
from exportconv.syntax.tables import escape_label
from exportconv.writers.block_ids import before_id, short_ids
from exportconv.writers.database_targets import DatabaseTarget, database_targets
from exportconv.writers.link_texts import left_out_link

__all__ = ["LinkPrinter", "is_image"]

_BLANK_END = re.compile(r"[^\S\n]*+(?:\n|\Z)")
_NOT_IN_CELL_ALIAS = re.compile(r"[\[\]\n\r`<]|~~|\*\*|__")
_IMAGES = frozenset(
    (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".heic", ".tif", ".tiff", ".ico")
)
_NOT_IN_ALIAS = re.compile(r"[\[\]|\n\r`]|~~|\*\*|__")


def _is_glued(text: str, at: int) -> bool:
    """Whether a blank at the end of a link's text is all that parts it from the next word."""
    after = text[at : at + 1]
    return bool(after) and not after.isspace()


def _is_alone(text: str, span: Span) -> bool:
    """Whether a link is all there is on its line, but for the indent and the mark of a quote."""
    return begins_line(text, span.start) and _BLANK_END.match(text, span.end) is not None


def _squeezed(name: str) -> str:
    return fold(name).replace(" ", "_")


def is_image(path: str) -> bool:
    """Whether a file is an image by its name."""
    return split_name(path)[2].lower() in _IMAGES


def _label(text: str, link: Link) -> str:
    """Plain text as the text of a Markdown link."""
    return escape_marks(text, lone_marks(text), in_cell=link.in_table, in_label=True)


def _shows_image(source: str, link: Link) -> bool:
    """Whether an image is all that a reader sees of a link."""
    return not (link.is_plain or link.is_embed or link.text.strip()) and "![" in source[slice(*link.span)]


class LinkPrinter:
    """Knows where everything goes, and which names in the output are unambiguous."""

    def __init__(self, vault: Vault, options: Options, *, style: str, fragment: Callable[[str], str]) -> None:
        """`style` is `wikilink` or `relative`; `fragment` prints a heading for a Markdown link."""
        self._style = style
        self._obsidian = options.to == "obsidian"
        self._keeps_parts = vault.kind is SourceKind.MARKDOWN
        self._path_style = options.link_path or ("shortest" if style == "wikilink" else "relative")
        self._fragment = fragment
        self._databases = database_targets(vault, options)
        self._titles = {note.path: one_line(note.title) for note in vault.notes}
        for database in vault.databases:
            self._titles.update(dict.fromkeys(database.files, database.title))
        self._outputs: dict[SourcePath, OutputPath] = {note.path: note.output for note in vault.notes}
        self._outputs.update((item.path, item.output) for item in vault.attachments)
        self._outputs.update((path, target.path) for path, target in self._databases.items() if target.path)
        paths = {*self._outputs.values(), *(path for path in options.reserved if not is_hidden(path))}
        names = [path.rpartition("/")[2] for path in paths]
        self._count = Counter(map(fold, names))
        self._wiki_paths: dict[OutputPath, str] = {}
        self._block_ids = {note.path: short_ids(note.blocks) for note in vault.notes if note.blocks}

    def body_edits(self, note: Note) -> Iterator[Edit]:
        """The edits of a note's body: its links printed anew, and the ids of blocks that links lead to."""
        yield from self.edits(note, note.body, note.links)
        yield from self._block_edits(note)

    def _block_edits(self, note: Note) -> Iterator[Edit]:
        for name, block in note.blocks.items():
            short = self._block_ids[note.path][name]
            anchor = f"^{short}" if self._obsidian else f'<a id="{short}"></a>'
            yield Edit(Span(block.end, block.end), before_id(note.body, block) + anchor)

    def edits(self, note: Note, text: str, links: Iterable[Link]) -> Iterator[Edit]:
        """Edits of the text for each link in it that leads somewhere, or did before its target was left out.

        What is in the text of a link that is written anew as a whole goes with it.
        """
        until = 0
        for link in links:
            if link.span.end <= until:
                continue
            if link.target:
                target = self._databases.get(link.target)
                edit = self._edit(note, link, text) if target is None else self._database_edit(note, link, text, target)
                until = link.span.end if edit.span == link.span else until
                yield edit
            elif link.is_left_out:
                yield from left_out_link(text, link)

    def spliced(self, note: Note, text: str, links: Iterable[Link]) -> str:
        """A text of a note with its links printed anew and every other character as it was."""
        return apply_edits(text, self.edits(note, text, links))

    def item(self, note: Note, link: Link, text: str) -> str:
        """A link of a property as an item of a list; one that leads nowhere as its source writes it, or as its text."""
        if link.target is None:
            return (link.is_left_out and link.text) or text[link.span.start : link.span.end]
        database = self._databases.get(link.target)
        if database and database.path is None:
            return link.text or database.title
        # in properties Obsidian knows wikilinks only, whatever the vault's setting for notes is
        if self._obsidian or self._style == "wikilink":
            return self._wikilink(note, link, without_brackets(link.text))
        path = self._path(note, link)
        return markdown_link(path, text=escape_text(link.text or self.name_of(link)))

    def cell_link(self, page: Note, target: SourcePath, text: str) -> str:
        """A link in a table cell of a note; `text` is plain and may hold anything."""
        output = self._outputs[target]
        if self._style == "wikilink" and not _NOT_IN_CELL_ALIAS.search(text):
            return wikilink(self._wiki_path(page, output), text=nfc(text).replace("|", "\\|"), table=True)
        return markdown_link(relative_path(parent_of(page.output), output), text=escape_label(text))

    def _database_edit(self, note: Note, link: Link, source: str, target: DatabaseTarget) -> Edit:
        """A link to a database: an embed of what stands for it where the link stands alone on its line."""
        if target.path is None:
            return Edit(link.span, self._text(link))
        link = evolve(link, heading=target.view)
        if self._obsidian and not link.is_nested and not link.in_table and _is_alone(source, link.span):
            link = evolve(link, is_embed=True, is_plain=True, text="")
        return self._edit(note, link, source)

    def _edit(self, note: Note, link: Link, source: str) -> Edit:
        if link.form in (LinkForm.DEFINITION, LinkForm.ATTRIBUTE):
            tail = link.query + self._fragment_of(link)
            return Edit(link.target_span, target_text(source, link, self._path(note, link), tail))
        if link.is_embed and not self._obsidian and not is_image(self._output(link)):
            # only Obsidian shows other files in a note
            link = evolve(link, is_embed=False)
        text, size = split_size(link.text) if link.is_embed else (self._text(link), "")
        may_be = link.is_plain and not link.is_nested and not link.query and not self._has_unknown_part(link)
        if self._style == "wikilink" and may_be and not _NOT_IN_ALIAS.search(text):
            blank = " " if text != text.rstrip() and _is_glued(source, link.span.end) else ""
            return Edit(link.span, self._wikilink(note, link, text, size) + blank)
        fragment = link.query + self._fragment_of(link)
        path = "" if fragment and link.target == note.path else self._path(note, link)
        alt = self._alt(link, text, size) if link.is_embed and link.is_plain else None
        same_text = link.text and text.strip() == link.text.strip() and alt in (None, link.text)
        # two brackets in a row would be read as a wikilink, so such a text is written anew, with escapes
        same_text = same_text and not (link.is_plain and ("[[" in text or "]]" in text))
        is_as_it_was = link.form is LinkForm.INLINE and same_text and source[link.span.start] == "[!"[link.is_embed]
        if link.is_nested or is_as_it_was or _shows_image(source, link):
            return Edit(link.target_span, encode_path(path) + fragment)
        text = text if alt is None else alt
        # a text with markup in it is Markdown already
        label = _label(text, link) if link.is_plain else escape_text(text)
        return Edit(link.span, markdown_link(path, text=label, fragment=fragment, embed=link.is_embed))

    def _text(self, link: Link) -> str:
        """What a reader sees; a link without a text, or with a bare Notion URL as one, gets the title."""
        if link.is_embed:
            return link.text
        return self.name_of(link) if not link.text.strip() or is_notion_address(link.text) else link.text

    def name_of(self, link: Link) -> str:
        """What a link without a text of its own shows: the title of its note, or the name of its file."""
        output = self._output(link)
        return self._titles.get(link.target or SourcePath("")) or output.rpartition("/")[2]

    def _output(self, link: Link) -> OutputPath:
        return self._outputs[link.target or SourcePath("")]

    def _alt(self, link: Link, text: str, size: str) -> str:
        """An image's text in a Markdown link: a path in its place becomes the file's name."""
        if "/" in link.raw_target and path_key(text) == path_key(link.raw_target):
            text = self._output(link).rpartition("/")[2]
        return f"{safe_alt(text)}|{size}" if size and self._obsidian else safe_alt(text)

    def _wikilink(self, note: Note, link: Link, text: str, size: str = "") -> str:
        path = self._wiki_path(note, self._output(link))
        text = nfc(text.strip())
        if link.is_embed:
            text = "" if self._says_the_name(link, text) else safe_alt(text)
            bar = "\\|" if link.in_table else "|"
            text = f"{text}{bar}{size}" if text and size else text or size
        elif not link.heading and not link.block and not text and "/" in path:
            text = self.name_of(link)
        anchor = f"#{heading_anchor(link.heading)}" if link.heading else self._block_fragment(link)
        if anchor and link.target == note.path:
            path = ""
            text = "" if text == link.heading else text
        return wikilink(path, text=text, anchor=anchor, embed=link.is_embed, table=link.in_table)

    def _fragment_of(self, link: Link) -> str:
        return self._fragment(link.heading) if link.heading else self._block_fragment(link)

    def _block_fragment(self, link: Link) -> str:
        if link.target is None or link.block is None:
            # of an export, nothing else that stands there means anything outside Notion
            sign, part = link.raw_target.partition("#")[1:] if self._keeps_parts else ("", "")
            return sign + part
        return f"#{'^' if self._obsidian else ''}{self._block_ids[link.target][link.block]}"

    def _has_unknown_part(self, link: Link) -> bool:
        """Whether a link names a part of a note that was not found, such as an anchor in HTML; no wikilink can."""
        is_known = link.heading is not None or link.block is not None or link.target not in self._titles
        return self._keeps_parts and not is_known and "#" in link.raw_target

    def _says_the_name(self, link: Link, text: str) -> bool:
        """Whether an image's text is only its file's name, in which Notion turns blanks to underscores."""
        name = self._output(link).rpartition("/")[2]
        if _squeezed(text) in (_squeezed(name), _squeezed(split_name(name)[1])):
            return True
        _, stem, suffix = split_name(decode_path(link.raw_target))
        return _squeezed(text) in (_squeezed(stem), _squeezed(stem + suffix)) or (
            "/" in text and path_key(text) == path_key(link.raw_target)
        )

    def _path(self, note: Note, link: Link) -> str:
        output = self._output(link)
        if self._path_style == "absolute":
            # Obsidian means the root of the vault without a slash; everybody else needs one
            return output if self._obsidian else f"/{output}"
        return relative_path(parent_of(note.output), output)

    def _wiki_path(self, note: Note, output: OutputPath) -> str:
        if self._path_style == "relative":
            return self._bare(relative_path(parent_of(note.output), output))
        path = self._wiki_paths.get(output)
        if path is None:
            name = output.rpartition("/")[2]
            unique = self._path_style == "shortest" and self._count[fold(name)] == 1
            path = self._wiki_paths[output] = self._bare(name if unique else output)
        return path

    def _bare(self, path: str) -> str:
        """A path as a wikilink has it, without the `.md` of a note."""
        _, stem, suffix = split_name(path)
        # a stem that is itself the name of a file would lead there, so such a link keeps its suffix
        if suffix == ".md" and not self._count[fold(stem)] and not stem.lower().endswith(".md"):
            return path.removesuffix(".md")
        return path
