"""Links as text: wikilinks, Markdown links, and the anchors of headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from exportconv.model import Span
from exportconv.paths import encode_path

__all__ = [
    "escape_text",
    "heading_anchor",
    "heading_key",
    "heading_slug",
    "heading_slugs",
    "is_address",
    "is_placeholder",
    "is_surely_address",
    "markdown_link",
    "one_line",
    "safe_alt",
    "shown_target",
    "split_size",
    "trimmed",
    "wikilink",
    "with_bar",
    "without_brackets",
]

_ROUND = str.maketrans("[]", "()")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_SIZE_TAIL = re.compile(r"\|(?P<size>\d+(?:x\d+)?)$")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_SURE = re.compile(
    r"(?i:[a-z][a-z0-9+.\-]*:)?//"
    r"|(?i:https?|ftp|file|mailto|tel|sms|data|javascript|obsidian|about|blob|cid|urn|geo|magnet):"
)
_PLACEHOLDER = re.compile(r"\{\{|\{%|<%")
_PUNCTUATION = re.compile(r"[!-&(-,./:-@\[-^`{-~]")
_OF_WORDS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))
_LETTER_SIGN = re.compile("[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")
"""Letters in circles and squares."""
_NOT_IN_ANCHOR = re.compile(r"%%|\[\[|\]\]|[#|^:]")


def heading_anchor(heading: str) -> str:
    """A heading's text as a wikilink may name it, without `# | ^ : %% [[ ]]` (Obsidian's own rule)."""
    return re.sub(r"\s+", " ", _NOT_IN_ANCHOR.sub(" ", heading)).strip()


def heading_key(heading: str) -> str:
    """A heading for comparing as Obsidian compares it: without case, punctuation and further blanks."""
    return " ".join(_PUNCTUATION.sub(" ", heading).casefold().split())


def heading_slugs(headings: Iterable[str]) -> list[str]:
    """The anchors that GitHub gives the headings of one file: equal ones are numbered from the second on.

    >>> heading_slugs(["A b", "A b", "A b-1"])
    ['a-b', 'a-b-1', 'a-b-1-1']
    """
    slugs: list[str] = []
    used: dict[str, int] = {}
    for heading in headings:
        slug = plain = heading_slug(heading)
        while slug in used:
            used[plain] += 1
            slug = f"{plain}-{used[plain]}"
        used[slug] = 0
        slugs.append(slug)
    return slugs


def heading_slug(heading: str) -> str:
    """The anchor that GitHub gives a heading: lower case, letters and what joins them kept, blanks to dashes.

    >>> heading_slug("① 개요: m²"), heading_slug("snake_case")
    ('-개요-m', 'snake_case')
    """
    return "".join(c for c in heading.strip().lower() if c in "- " or _is_of_word(c)).replace(" ", "-")


def _is_of_word(char: str) -> bool:
    """Whether a character is one of a word to Ruby, which GitHub asks: letters, marks, digits, and what joins them."""
    return unicodedata.category(char) in _OF_WORDS or _LETTER_SIGN.match(char) is not None


def trimmed(text: str, at: int) -> tuple[str, Span]:
    """A text that stands at a place without the blanks around it, and where it then stands."""
    bare = text.strip()
    # most have none, and there are as many of them as links
    start = at if len(bare) == len(text) else at + len(text) - len(text.lstrip())
    return bare, Span(start, start + len(bare))


def wikilink(path: str, *, text: str = "", anchor: str = "", embed: bool = False, table: bool = False) -> str:
    """A wikilink or embed; `anchor` has its `#`; `text` becomes the alias unless it says what the path says already."""
    bar = "\\|" if table else "|"
    alias = f"{bar}{text}" if text and text != path + anchor else ""
    return f"{'!' if embed else ''}[[{path}{anchor}{alias}]]"


def escape_text(text: str) -> str:
    """Plain text as the text of a Markdown link: brackets and backslashes escaped."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def is_address(target: str) -> bool:
    """Whether a link's target begins with a scheme or a host, and so leads out of the files at hand."""
    return _ADDRESS.match(target) is not None


def is_surely_address(target: str) -> bool:
    """Whether an address has a host or a scheme that everyone knows; of others, files may have such names."""
    return _SURE.match(target) is not None


def is_placeholder(target: str) -> bool:
    """Whether a target, encoded or not, has a gap that a template fills in later: `{{title}}`, `<% tp.date.now() %>`.

    >>> is_placeholder("%7B%7Bdate%7D%7D.md"), is_placeholder("{date}.md")
    (True, False)
    """
    return _PLACEHOLDER.search(unquote(target)) is not None


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


def with_bar(alias: str) -> str:
    """The alias of an embed as an alt text has it: a size alone behind a bar."""
    return f"|{alias}" if _SIZE.fullmatch(alias) else alias


def shown_target(target: str) -> str:
    """What Obsidian shows of a wikilink's target that has no text.

    >>> shown_target("Note#Heading"), shown_target("#Heading"), shown_target("a/Note")
    ('Note > Heading', 'Heading', 'a/Note')
    """
    return " > ".join(part for part in (step.strip() for step in target.split("#")) if part)


def split_size(alt: str) -> tuple[str, str]:
    """An alt text and the size that Obsidian writes behind a bar, `""` for none."""
    match = _SIZE_TAIL.search(alt)
    return (alt[: match.start()], match["size"]) if match else (alt, "")
