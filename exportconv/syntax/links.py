"""Links as text: wikilinks, Markdown links, and the anchors of headings."""

from __future__ import annotations

import re
import unicodedata

from exportconv.paths import encode_path

__all__ = [
    "escape_text",
    "heading_anchor",
    "heading_slug",
    "markdown_link",
    "one_line",
    "safe_alt",
    "split_size",
    "wikilink",
    "without_brackets",
]

_ROUND = str.maketrans("[]", "()")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_SIZE_TAIL = re.compile(r"\|(?P<size>\d+(?:x\d+)?)$")
_NOT_IN_ANCHOR = re.compile(r"%%|\[\[|\]\]|[#|^:]")


def heading_anchor(heading: str) -> str:
    """A heading's text as a wikilink may name it, without `# | ^ : %% [[ ]]` (Obsidian's own rule)."""
    return re.sub(r"\s+", " ", _NOT_IN_ANCHOR.sub(" ", heading)).strip()


def heading_slug(heading: str) -> str:
    """The anchor that GitHub gives a heading: lower case, punctuation dropped, blanks to dashes."""
    kept = (c for c in heading.strip().lower() if c in "-_ " or c.isalnum() or unicodedata.category(c)[0] == "M")
    return "".join(kept).replace(" ", "-")


def wikilink(path: str, *, text: str = "", anchor: str = "", embed: bool = False, table: bool = False) -> str:
    """A wikilink or embed; `anchor` has its `#`; `text` becomes the alias unless it says what the path says already."""
    bar = "\\|" if table else "|"
    alias = f"{bar}{text}" if text and text != path + anchor else ""
    return f"{'!' if embed else ''}[[{path}{anchor}{alias}]]"


def escape_text(text: str) -> str:
    """Plain text as the text of a Markdown link: brackets and backslashes escaped."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def markdown_link(path: str, *, text: str, fragment: str = "", embed: bool = False) -> str:
    """A Markdown link or image; `text` is Markdown already, `path` is a decoded relative path."""
    return f"{'!' if embed else ''}[{text}]({encode_path(path)}{fragment})"


def one_line(text: str) -> str:
    """A text as a heading or link can show it: its line breaks turned into blanks."""
    return " ".join(text.split("\n")).replace("\r", "") if "\n" in text or "\r" in text else text


def without_brackets(text: str) -> str:
    """A text that may stand within a wikilink, its square brackets turned into round ones."""
    return text.translate(_ROUND)


def safe_alt(alt: str) -> str:
    """An alt text that Obsidian will not read as an image size: `300` becomes `"300"`."""
    return f'"{alt}"' if _SIZE.fullmatch(alt.strip()) else alt


def split_size(alt: str) -> tuple[str, str]:
    """An alt text and the size that Obsidian writes behind a bar, `""` for none."""
    match = _SIZE_TAIL.search(alt)
    return (alt[: match.start()], match["size"]) if match else (alt, "")
