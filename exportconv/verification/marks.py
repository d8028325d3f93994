"""The form in which two pages are compared: all that a reader sees as one text, with marks for links and embeds.

What is no text on either side is in neither: emphasis, strikethrough (`~`), highlights (`==`), HTML tags, ids at the
end of blocks, the type of a callout, the alternative text of an image. White space is folded, but for code.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "BASE", "CALLOUT", "EMBED", "END", "ESCAPED", "FILE", "HIDDEN", "LINK", "MAYBE", "OPENING", "PICTURE", "SHOWN",
    "code_text", "mark", "tex_text", "without_ids", "words_of",
]  # fmt: skip

# Characters that no text holds: what begins a link, an embed, a link to a file, a database, a callout; its end.
LINK, EMBED, FILE, BASE, CALLOUT, END = "\ufde0", "\ufde1", "\ufde2", "\ufde3", "\ufde4", "\ufde5"
HIDDEN, SHOWN = "\ufde6", "\ufde7"
"""What is said of a link or embed and not seen begins and ends so."""
OPENING = LINK + EMBED + FILE + BASE + CALLOUT
ESCAPED = "\ufde8"
"""Stands before a sign that was escaped, so that it begins nothing."""
MAYBE = "\u200a"
"""A blank that may be missing: Notion wrote a break too many before text in another form."""
PICTURE = "▣"
"""What is seen of an image or embed: its address is no text."""
_MARKS = re.compile(f"{HIDDEN}[^{SHOWN}]*{SHOWN}|[{OPENING}{END}{ESCAPED}\ufeff]")
_DEFINITION = re.compile(r"(?<!\S)(\[[^\[\]\n]++\]:)[ \t]*+[^\s\u25a3]++")
"""What stands behind `[label]:` is a target, also where a line before it makes text of it."""
_ID = re.compile(rf"(?m)(?<!\S)\^[A-Za-z0-9-]+[ \t]*(?={END}*(?:$|\r))")
_BLANKS = str.maketrans({" ": "␣", "\t": "⇥", "\u00a0": "⍽"})


def mark(kind: str, hidden: str, text: str) -> str:
    """A link, embed or the like: what is not seen of it, then its text."""
    return f"{kind}{HIDDEN}{hidden}{SHOWN}{text}{END}"


def words_of(text: str) -> list[str]:
    """The words of a text without its marks, composed (NFC)."""
    plain = _MARKS.sub("", text)
    plain = _DEFINITION.sub(r"\1", plain) if "]:" in plain else plain
    return (plain if plain.isascii() else unicodedata.normalize("NFC", plain)).split()


def without_ids(text: str) -> str:
    """A text without the ids at the end of its blocks."""
    return _ID.sub("", text) if "^" in text else text


def code_text(text: str) -> str:
    """A code block: a word for each line, its blanks visible, without empty lines around it."""
    lines = re.split(r"\r\n?|\n", text)
    shown = [f"▏{line.translate(_BLANKS)}" if line.strip() else "▏" for line in lines]
    while shown and shown[-1] == "▏":
        shown.pop()
    while shown and shown[0] == "▏":
        del shown[0]
    return "\n" + "\n".join(shown) + "\n"


def tex_text(text: str) -> str:
    """An equation as one word."""
    words = re.sub(r"\\\s++(?:\{\}\s*+)?\Z", r"\\", text).split()
    return f"⟦{'␣'.join(words)}⟧" if words else ""
