"""Figures of a Notion HTML page: images, files and embeds, bookmarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from exportconv.paths import decode_path, split_name
from exportconv.readers.html_blocks import Block, quoted, text_block
from exportconv.readers.html_inline import Inline
from exportconv.readers.html_runs import Run, is_icon_image
from exportconv.readers.html_tree import Child, Node, find_all, find_first, text_of
from exportconv.syntax.links import is_address

__all__ = ["Figures"]

_WIDTH = re.compile(r"(?:^|;)\s*width:\s*(?P<pixels>\d+)(?:\.\d+)?px")
_FULL_WIDTH = 680
_EMBEDDED = frozenset(
    (
        ".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".flac", ".m4a", ".mp3", ".ogg", ".wav",
        ".webm", ".3gp", ".mkv", ".mov", ".mp4", ".ogv", ".pdf",
    )
)  # fmt: skip
_STORED = re.compile(r"https://(?:s3[\w.-]*\.amazonaws\.com|prod-files-secure[\w.-]*)/\S+/(?P<name>[^/?#]+)[?#]?\S*")


class Figures:
    """Makes blocks of figures that hold no other blocks."""

    def __init__(self, inline: Inline, runs: Callable[[Iterable[Child]], list[Run]]) -> None:
        """`runs` reads inline content."""
        self._inline = inline
        self._runs = runs

    def block(self, node: Node) -> Block | None:
        """The block of a figure without its caption; None for one of another kind."""
        if node.has_class("link-to-page"):
            # an icon of its own is no image
            return None
        bookmark = find_first(node, "a", "bookmark")
        if bookmark:
            is_known = find_first(bookmark, name="bookmark-title") or not text_of(bookmark).strip()
            return self._bookmark(bookmark) if is_known and _holds_all(node, bookmark) else None
        source = find_first(node, "div", "source")
        if source:
            return self._source(source) if _holds_all(node, source) else None
        images = [item for item in find_all(node, "img") if item.get("src") and not is_icon_image(item)]
        if len(images) == 1 and _holds_all(node, images[0]):
            return text_block([self._image(images[0], find_first(node, "a"))])
        return None

    def _image(self, image: Node, anchor: Node | None) -> str:
        source, alt = image.get("src"), image.get("alt")
        href = anchor.get("href") if anchor and any(item is image for item in find_all(anchor, "img")) else ""
        # most lead to nothing but themselves
        if href and decode_path(href) != decode_path(source):
            return self._inline.link(href, self._inline.image(source, alt, is_nested=True), alt, is_plain=False)
        width = _WIDTH.search(image.get("style"))
        size = f"|{width['pixels']}" if width and 0 < int(width["pixels"]) < _FULL_WIDTH else ""
        return self._inline.image(source, alt + size)

    def _source(self, source: Node) -> Block | None:
        anchor = find_first(source, "a")
        href = anchor.get("href") if anchor else ""
        if anchor is None or not href or is_address(href) or not _holds_all(source, anchor):
            return None
        name = text_of(anchor).strip()
        stored = _STORED.fullmatch(name)
        name = decode_path(stored["name"]) if stored else name or decode_path(href.rpartition("/")[2])
        if split_name(href.partition("?")[0])[2].lower() in _EMBEDDED:
            return text_block([self._inline.image(href, name)])
        return text_block([self._inline.link_to(href, name)])

    def _bookmark(self, anchor: Node) -> Block:
        href = anchor.get("href")
        title = find_first(anchor, name="bookmark-title")
        about = find_first(anchor, name="bookmark-description")
        name = " ".join(text_of(title).split()) if title else ""
        link = self._inline.link_to(href, name or href)
        # an empty one holds no text at all
        below = self._inline.paragraphs(self._runs(about.children)) if about else []
        if not below:
            return text_block([link])
        lines = [link, *(line for paragraph in below for line in ["", *paragraph])]
        return Block(quoted(lines))


def _holds_all(figure: Node, part: Node) -> bool:
    """Whether a figure has no text but in its captions and one part; where an end tag is missing it may have any."""
    todo: list[Child] = [child for child in figure.children if isinstance(child, str) or child.tag != "figcaption"]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            if item.strip():
                return False
        elif item is not part:
            todo.extend(item.children)
    return True
