"""Print the links of an Obsidian vault as Markdown links: an edit, or two, of the text that each stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from exportconv.model import Link, LinkForm, Note, Span, Vault
from exportconv.options import Options
from exportconv.paths import OutputPath, SourcePath, encode_path, nfc, parent_of, relative_path, split_name
from exportconv.syntax.edits import Edit
from exportconv.syntax.escapes import escape_marks, lone_marks
from exportconv.syntax.html_tags import in_attribute
from exportconv.syntax.links import escape_text, is_address, is_placeholder, shown_target, split_size, with_bar
from exportconv.syntax.quotes import in_quotes
from exportconv.writers.folder_links import FolderLinks
from exportconv.writers.link_printer import is_image
from exportconv.writers.link_texts import as_text

__all__ = ["VaultLinks"]

_ONLY_OBSIDIAN = (".base", ".canvas")
"""Files of which nothing else knows the parts."""
_NO_TEXT = (LinkForm.DEFINITION, LinkForm.ATTRIBUTE)
"""Links that are a target and nothing else."""


class _File(NamedTuple):
    """A file that links lead to, with what each of them asks of it."""

    output: OutputPath
    """Where it goes."""
    encoded: str
    """The same as an address has it."""
    is_image: bool
    """Whether Markdown can show it."""
    is_note: bool
    """Whether it has headings and blocks."""


class VaultLinks:
    """Knows where everything goes, and prints links to it."""

    def __init__(self, vault: Vault, options: Options, *, fragment: Callable[[Link], str]) -> None:
        """`fragment` prints the heading or block of a link to a note, without its `#`."""
        self._outputs: dict[SourcePath, OutputPath] = {note.path: note.output for note in vault.notes}
        self._outputs.update((item.path, item.output) for item in vault.attachments)
        self._notes = {note.path for note in vault.notes}
        self._files: dict[SourcePath, _File] = {}
        self._folders = FolderLinks(vault)
        self._fragment = fragment
        self._absolute = options.link_path == "absolute"
        self._sizes = options.image_sizes
        self._obsidian = options.to == "obsidian"

    def edits(self, page: Note, text: str, link: Link) -> Iterator[Edit]:
        """The edits of a text, shown on a page, that print one link of it; none for a link to the web.

        A link that leads nowhere becomes its text, for Obsidian it stays.
        """
        is_wiki = link.form is LinkForm.WIKILINK
        if link.folder is not None:
            edit = self._folders.edit(page, text, link, plain=not self._obsidian)
            yield from (edit,) if edit else ()
        elif link.target is None:
            if is_placeholder(link.raw_target) and not link.is_left_out:
                return
            is_local = is_wiki or (bool(link.raw_target) and not is_address(link.raw_target))
            if is_local and not self._obsidian and link.form not in _NO_TEXT:
                yield from _as_text(text, link)
            elif not is_local and link.is_embed and not self._obsidian:
                yield from self._resized(text, link, link.raw_target)
        elif is_wiki:
            yield Edit(link.span, in_quotes(self._markdown(page, link), link.quote))
        elif not self._is_own_anchor(link):
            yield from self._retargeted(page, text, link)

    @staticmethod
    def _is_own_anchor(link: Link) -> bool:
        """Whether a link leads to an anchor in its own note that is no heading, such as one in HTML."""
        return link.raw_target.startswith(("#", "?")) and link.section is None and link.block is None

    def _file(self, target: SourcePath | None) -> _File:
        path = target or SourcePath("")
        if path not in self._files:
            output = self._outputs[path]
            self._files[path] = _File(output, encode_path(output), is_image(output), path in self._notes)
        return self._files[path]

    def _destination(self, page: Note, link: Link, file: _File) -> str:
        tail = self._tail(link, file)
        is_own = link.target == page.path and tail.startswith("#")
        address = "" if is_own else self._address(page, file)
        return in_attribute(address, tail) if link.form is LinkForm.ATTRIBUTE else address + tail

    def _tail(self, link: Link, file: _File) -> str:
        """What stands behind the path: a query, and the part of the file where others than Obsidian know such parts."""
        is_shown = file.is_image and link.form is not LinkForm.ATTRIBUTE
        is_known = self._obsidian or not file.output.endswith(_ONLY_OBSIDIAN)
        if is_shown or not is_known:
            return link.query
        fragment = (self._fragment(link) if file.is_note else "") or encode_path(link.fragment)
        return f"{link.query}#{fragment}" if fragment else link.query

    def address(self, page: Note, target: SourcePath) -> str:
        """The address of a file as seen from a page."""
        return self._address(page, self._file(target))

    def _address(self, page: Note, file: _File) -> str:
        if self._absolute:
            return file.encoded if self._obsidian else f"/{file.encoded}"
        # no two segments are encoded to one, so what is relative may be told afterwards
        return relative_path(parent_of(self._file(page.path).encoded), file.encoded)

    def _markdown(self, page: Note, link: Link) -> str:
        """A wikilink or embed as a Markdown link, or as an image."""
        file = self._file(link.target)
        destination = self._destination(page, link, file)
        text, size = split_size(link.text) if link.is_embed else (link.text, "")
        is_shown = link.is_embed and (file.is_image or self._obsidian)
        shown = text or _name(link, file)
        if is_shown and size and self._sizes and not self._obsidian:
            return _image(destination, shown, size)
        label = escape_text(shown) if link.quote else self._label(shown, link)
        if is_shown and size and self._obsidian:
            label += f"\\|{size}" if link.in_table else f"|{size}"
        return f"{'!' if is_shown else ''}[{label}]({destination})"

    @staticmethod
    def _label(text: str, link: Link) -> str:
        return escape_marks(text, lone_marks(text), in_cell=link.in_table, in_label=True)

    def _retargeted(self, page: Note, text: str, link: Link) -> Iterator[Edit]:
        """Edits of a Markdown link: its destination, and of an embed the size and what is no image."""
        file = self._file(link.target)
        destination = self._destination(page, link, file)
        if link.is_embed and not self._obsidian and not file.is_image:
            name = "" if link.text else escape_text(file.output.rpartition("/")[2])
            yield Edit(Span(link.span.start, link.span.start + 2), f"[{name}")
        if link.is_embed and not self._obsidian and file.is_image:
            resized = list(self._resized(text, link, destination))
            yield from resized
            if any(edit.span == link.span for edit in resized):
                return
        yield Edit(link.target_span, destination)

    def _resized(self, text: str, link: Link, destination: str) -> Iterator[Edit]:
        """The edit that takes the size out of an image's text, or makes HTML of the image."""
        alt, size = split_size(with_bar(link.text))
        if not size or not link.is_plain:
            return
        if self._sizes:
            yield Edit(link.span, _image(destination, alt, size))
            return
        end = text.rfind("](", link.span.start, link.target_span.start)
        start = end - len(size) - ("|" in link.text)
        yield Edit(Span(start - (text[start - 1] == "\\"), end), "")


def _name(link: Link, file: _File) -> str:
    """What a wikilink without a text shows: its target, or the name of the file that it embeds."""
    if not link.is_embed or file.is_note:
        return shown_target(link.raw_target)
    # it may have a number in its new place
    name = nfc(link.target or "").rpartition("/")[2]
    if file.is_image:
        return split_name(name)[1]
    return f"{name} > {link.fragment}" if link.fragment and name.endswith(_ONLY_OBSIDIAN) else name


def _image(destination: str, alt: str, size: str) -> str:
    """An image with a size as HTML."""
    width, _, height = size.partition("x")
    tall = f' height="{height}"' if height else ""
    return f'<img src="{escape(destination)}" alt="{escape(alt)}" width="{width}"{tall}>'


def _as_text(text: str, link: Link) -> Iterator[Edit]:
    """Edits that leave of a link what a reader sees."""
    shown = split_size(link.text)[0] if link.is_embed else link.text
    target = shown_target(link.raw_target) if link.form is LinkForm.WIKILINK else link.raw_target
    yield from as_text(text, link, shown or target)
