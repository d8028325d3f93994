r"""What a reader sees of a note in an Obsidian vault and of the plain Markdown made of it, word by word and in order.

Words are found by `visible`; only what that does not know is written here, and shares no code with the converter.

| in the vault | as |
|---|---|
| an embed of a note, heading or block | the words of that part; where it would show itself again its link text |
| an embed of an image, in any form | `⟨name⟩` of the file on both sides, whatever its alt text or size |
| an embed of any other file | its link text |
| a callout without a title | its type, but at the top level where GitHub has an alert for it |
| a label of a footnote | nothing on both sides; it may be renamed |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import unquote

from support.made_vaults import resolve
from support.visible import visible_in_note

__all__ = ["words_of_markdown", "words_of_note"]

_CODE = re.compile(
    r"(?ms)^(?P<quote>[ \t>]*(?:[-*+] )?)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<tick>`+)(?!`)[^\n]*?(?<!`)(?P=tick)(?!`)|\$\$.*?\$\$|%%.*?%%"
)
_EMBED = re.compile(r"!\[\[(?P<target>[^\[\]|\\\n]+)(?:\\?\|(?P<alias>[^\[\]\n]*))?\]\]")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\((?P<target><[^<>\n]*>|[^\s()]+)(?:\s+['\"][^\n]*?['\"])?\)")
_HTML_IMAGE = re.compile(r'<img src="(?P<target>[^"]*)"[^>]*>')
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]:?")
_CALLOUT = re.compile(r"(?m)^(?P<quote>[ \t>]*(?:[-*+] )?>) \[!(?P<kind>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*$")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?:.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"(?m)^(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*$")
_IN_BLOCK = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d+[.)])[ \t])")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".avif")
_ALERTS = {"note", "info", "tip", "hint", "important", "warning", "attention", "caution", "danger", "error"}


def words_of_markdown(text: str) -> list[str]:
    """The words of a plain Markdown note."""
    text = text.replace("\r\n", "\n")

    def shown(match: re.Match[str]) -> str:
        return f"![]({_name(match['target'])})"

    for pattern in (_IMAGE, _HTML_IMAGE):
        text = _outside_code(text, lambda part, pattern=pattern: pattern.sub(shown, part))
    return visible_in_note(_outside_code(text, lambda part: _FOOTNOTE.sub("", part)), to="markdown")


def words_of_note(files: Mapping[str, str], path: str) -> list[str]:
    """The words of a note of a vault, whose notes and other files are given by path."""
    return _Reader(files).words(path, _FRONT.sub("", files[path].replace("\r\n", "\n")), is_nested=False)


class _Reader:
    """Reads the notes of one vault."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._followed: list[tuple[str, str]] = []
        """The embeds that are being shown, with their notes."""

    def words(self, path: str, text: str, *, is_nested: bool) -> list[str]:
        """The words of a part of a note; `is_nested`: within a quote or list."""
        inner: list[list[str]] = []

        def embed(match: re.Match[str]) -> str:
            shown = self._embed(path, match, is_nested=is_nested)
            if isinstance(shown, str):
                return shown
            inner.append(shown)
            return f"\ue000{len(inner) - 1}\ue001"

        text = _CODE.sub(lambda match: "" if match[0].startswith("%%") else match[0], text)
        text = _outside_code(text, lambda part: _EMBED.sub(embed, part))
        text = _outside_code(text, lambda part: _IMAGE.sub(lambda match: f"![]({_name(match['target'])})", part))
        text = _outside_code(text, lambda part: _CALLOUT.sub(partial(_with_title, is_nested), part))
        text = _outside_code(text, lambda part: _FOOTNOTE.sub("", part))
        words = []
        for word in visible_in_note(text, to="obsidian"):
            for at, piece in enumerate(re.split("\ue000(\\d+)\ue001", word)):
                words += inner[int(piece)] if at % 2 else [piece] if piece else []
        return words

    def _embed(self, path: str, match: re.Match[str], *, is_nested: bool) -> str | list[str]:
        """What an embed shows: words, or a text with a link or an image in it."""
        target, alias = match["target"].strip(), (match["alias"] or "").strip()
        name, _, part = target.partition("#")
        found = resolve(self._files, path, name, is_wiki=True) if name.strip() else path
        alias = "" if re.fullmatch(r"\d+(x\d+)?", alias) else alias
        if found and found.lower().endswith(_IMAGES):
            return f"![]({_name(found)})"
        shown = alias or " > ".join(filter(None, target.split("#")))
        before = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        if found is None or before.lstrip().startswith(("|", "#")):
            return _as_link(shown)
        if not found.endswith(".md"):
            return _as_link(alias or found.rpartition("/")[2])
        body = _part(_FRONT.sub("", self._files[found].replace("\r\n", "\n")), part)
        self._followed.append((path, match[0]))
        is_circle = any(holder == found and written in body for holder, written in self._followed)
        words = (
            None if is_circle else self.words(found, body, is_nested=is_nested or _IN_BLOCK.match(before) is not None)
        )
        self._followed.pop()
        return _as_link(shown) if words is None else words


def _as_link(text: str) -> str:
    """A text as that of a link, with no markup in it."""
    return f"[{re.sub(r'[!-/:-@[-`{-~]', lambda mark: chr(92) + mark[0], text)}](x)"


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """A text with everything but code, math and comments changed."""
    parts: list[str] = []
    at = 0
    for match in _CODE.finditer(text):
        parts += (change(text[at : match.start()]), match[0])
        at = match.end()
    return "".join((*parts, change(text[at:])))


def _name(target: str) -> str:
    name = unquote(target.strip("<>").split("#")[0]).rpartition("/")[2]
    return re.sub(r"[^\w.]", "", unicodedata.normalize("NFC", name))


def _with_title(is_nested: bool, match: re.Match[str]) -> str:
    if not is_nested and match["quote"] == ">" and match["kind"].lower() in _ALERTS:
        return match[0]
    return f"{match[0].rstrip()} {match['kind'].replace('-', ' ').capitalize()}"


def _part(text: str, part: str) -> str:
    """The part of a note's text that stands behind `#` in an embed; all of it where there is no such part."""
    if part.startswith("^"):
        return _block(text, part[1:].strip())
    headings = list(_HEADING.finditer(_masked(text)))
    start, level, end = 0, 0, len(text)
    for name in filter(None, part.split("#")):
        key = re.sub(r"\W+", " ", name).strip().casefold()
        fits = [
            m for m in headings if start <= m.start() < end and re.sub(r"\W+", " ", m["text"]).strip().casefold() == key
        ]
        if not fits:
            return text
        start, level = fits[0].start(), len(fits[0]["marks"])
        later = (m.start() for m in headings if m.start() > start and len(m["marks"]) <= level)
        end = min(end, next(later, len(text)))
    return text[start:end]


def _masked(text: str) -> str:
    return _CODE.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), text)


def _block(text: str, name: str) -> str:
    """The paragraph, item or block that an id names, in notes as simple as those of the tests."""
    blocks = re.split(r"\n[ \t]*\n", text)
    for at, block in enumerate(blocks):
        if block.strip() == f"^{name}":
            return blocks[at - 1]
        lines = block.split("\n")
        for number, line in enumerate(lines):
            if re.search(rf"(?:^|\s)\^{re.escape(name)}\s*$", line):
                item = re.match(r"([ \t]*)(?:[-*+]|\d+[.)]) ", line)
                if item is None:
                    return block
                more = list(lines[number + 1 :])
                deeper = next(
                    (k for k, each in enumerate(more) if len(each) - len(each.lstrip()) <= len(item[1])), len(more)
                )
                return "\n".join([line, *more[:deeper]])
    return text
