r"""What a reader sees of a note in an Obsidian vault and of the plain Markdown made of it, token by token, in order.

What is known here of Obsidian is written down a second time and shares no code with the converter, so that a mistake
there is not repeated. White space is folded, letters are composed (NFC).

| in the vault | on both sides |
|---|---|
| frontmatter, HTML tags, task boxes, ` ^id`, `%%…%%` that is closed | nothing |
| a wikilink, one that leads nowhere too | its alias, else `Note > Heading`; any markup in it is text |
| an embed of a note, heading or block | that part; but the text of its link where it would show itself again or is more than ten deep, and in a table, heading or link |
| an embed of any other file | its alias or the file's name |
| an image in any form | `⟨name⟩`, without its alt text |
| a callout without a title | its type; nothing where GitHub has an alert for it (at the top level) |
| a callout or alert, `==x==` | title and text without `[!type]` and `==` |
| a reference to a footnote | `⟨fn⟩`; its text at the end, in the order of first references |
| a footnote that nothing refers to | nothing |
| an inline footnote | `^[text]` |
| an equation | `⟦TeX⟧`, blanks as `␣` |
| a line of a code block | `▏line`, blanks as `␣` and `⇥`; no blanks at its end, no blank lines around the block |
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from support.parser_rules import close_highlight, line_of, math_block, pattern_rule

__all__ = ["differences", "seen_in_markdown", "seen_in_vault"]

DEEPEST = 10
IMAGES = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
ALERTS = frozenset(
    ("note", "info", "tip", "hint", "important", "warning", "attention", "caution", "danger", "error")
)  # fmt: skip
"""Types of callouts for which GitHub has an alert."""


def seen_in_vault(root: Path, note: str) -> list[str]:
    """What Obsidian shows of the note at a path (`dir/Name.md`) of a vault."""
    vault = _Vault(root)
    return _Reading(vault).words(vault.page(note))


def seen_in_markdown(root: Path, note: str) -> list[str]:
    """What GitHub shows of the note at a path of a folder of plain Markdown."""
    return _Reading(None).words(_page((root / note).read_bytes(), note, is_vault=False))


def differences(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """Where two lists of tokens differ, as text to read."""
    found = []
    for tag, start, end, first, last in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            told = {"lost": " ".join(a[start:end]), "new": " ".join(b[first:last])}
            wrong = ", ".join(f"{what} {words!r}" for what, words in told.items() if words)
            found.append(f"{wrong} behind {' '.join(a[max(start - 4, 0) : start])!r}")
    return found


# --- files ---


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _key(path: str) -> str:
    return _nfc(_nfc(path).casefold())


class _Vault:
    """The files of a vault, and where its links lead."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files = sorted(_files(root))
        self._pages: dict[str, _Page] = {}

    def page(self, path: str) -> _Page:
        """A note, read once."""
        if path not in self._pages:
            self._pages[path] = _page((self._root / path).read_bytes(), path, is_vault=True)
        return self._pages[path]

    def find(self, name: str, place: str, *, is_wiki: bool) -> str | None:
        """The file a link in the note `place` leads to; nothing if there is none."""
        folder = place.rpartition("/")[0]
        name = name.strip()
        if not name:
            return place
        beside = _joined(folder, name)
        paths = [_joined("", name)] if is_wiki and not name.startswith(("./", "../")) else [beside, _joined("", name)]
        for path in filter(None, paths):
            for wanted in (f"{path}.md", path):
                exact = [file for file in self._files if _key(file) == _key(wanted)]
                if exact:
                    return wanted if wanted in exact else exact[0]
        for path in filter(None, paths[-1:]):
            for wanted in (f"{path}.md", path):
                ends = [file for file in self._files if _key(f"/{file}").endswith(_key(f"/{wanted}"))]
                own = [file for file in ends if _key(file.rpartition("/")[0]) == _key(folder)]
                if ends:
                    return min(own or ends, key=lambda file: (file.count("/"), len(file), file))
        return None


def _files(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from ((Path(folder) / name).relative_to(root).as_posix() for name in names if not name.startswith("."))


def _joined(folder: str, name: str) -> str:
    """A path from the root; nothing if it leads out of it."""
    steps = [] if name.startswith("/") else folder.split("/")
    for step in name.split("/"):
        if step == "..":
            if not any(steps):
                return ""
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(filter(None, steps))


def _image(name: str) -> str:
    """The token of an image, by the path or address of its file."""
    name = re.split(r"[?#]", name)[0] if "://" in name else name
    name = "".join(_key(unquote(name)).rpartition("/")[2].split())
    return f"⟨{name}⟩"


# --- a note ---

_FRONT = re.compile(r"\A---[ \t]*\n(?:.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_ID = re.compile(r"(?<!\S)\^(?P<id>[A-Za-z0-9-]+)[ \t]*\Z")
_PUNCTUATION = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


@dataclass
class _Page:
    """A note as it was parsed."""

    path: str
    lines: list[str]
    tokens: list[Token]
    """All but the texts of footnotes."""
    notes: dict[str, list[Token]]
    """Label of a footnote → its text."""

    def part(self, name: str) -> list[Token] | None:
        """What stands behind `#` in a link; nothing if there is no such part."""
        if not name:
            return self.tokens
        return self._block(name[1:].strip()) if name.startswith("^") else self._section(name)

    def _section(self, name: str) -> list[Token] | None:
        found = self.tokens
        for step in filter(str.strip, name.split("#")):
            for form in (_exact, _caseless, _bare):
                at = next((at for at, text in _headings(found) if form(text) == form(step)), None)
                if at is not None:
                    break
            else:
                return None
            found = found[at : _section_end(found, at)]
        return found

    def _block(self, name: str) -> list[Token] | None:
        open_at: list[int] = []
        for at, token in enumerate(self.tokens):
            if token.nesting > 0:
                open_at.append(at)
            elif token.nesting < 0:
                open_at.pop()
            match = _ID.search(token.content) if token.type == "inline" else None
            if match and match["id"].lower() == name.lower():
                return self._owner(at, open_at, is_alone=match.start() == 0)
        return None

    def _owner(self, at: int, open_at: list[int], *, is_alone: bool) -> list[Token] | None:
        """The block that the id at the end of a text names."""
        start = open_at[-1]
        if is_alone:
            return _subtree(self.tokens, _sibling_before(self.tokens, start)) if start else None
        kinds = [self.tokens[each].type for each in open_at]
        last = self.lines[self.tokens[at].map[1] - 1] if self.tokens[at].map else ""
        if "blockquote_open" in kinds and last.lstrip().startswith("^"):
            start = open_at[kinds.index("blockquote_open")]
        elif len(kinds) > 1 and kinds[-2] == "list_item_open" and open_at[-2] == start - 1:
            start = open_at[-2]
        return _subtree(self.tokens, start)


def _page(raw: bytes, path: str, *, is_vault: bool) -> _Page:
    text = re.sub(r"\r\n?", "\n", raw.decode("utf-8-sig"))
    text = _FRONT.sub("", text, count=1)
    parser = _parser(is_vault=is_vault)
    text = _without_comments(text, parser) if is_vault else text
    tokens: list[Token] = []
    notes: dict[str, list[Token]] = {}
    todo = parser.parse(text, {"footnotes": set()})
    at = 0
    while at < len(todo):
        if todo[at].type == "footnote_open":
            inner = _subtree(todo, at)
            notes.setdefault(todo[at].meta["label"], inner[1:-1])
            at += len(inner)
        else:
            tokens.append(todo[at])
            at += 1
    return _Page(path, text.split("\n"), tokens, notes)


def _headings(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            yield at, _ID.sub("", tokens[at + 1].content)


def _exact(text: str) -> str:
    return _nfc(text).strip()


def _caseless(text: str) -> str:
    return _key(text).strip()


def _bare(text: str) -> str:
    return _PUNCTUATION.sub(" ", _key(text)).strip()


def _section_end(tokens: list[Token], start: int) -> int:
    first = tokens[start]
    for at in range(start + 1, len(tokens)):
        token = tokens[at]
        is_next = token.type == "heading_open" and token.level == first.level and token.tag <= first.tag
        if is_next or token.level < first.level:
            return at
    return len(tokens)


def _subtree(tokens: list[Token], start: int) -> list[Token]:
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].nesting
        if not depth:
            return tokens[start : at + 1]
    return tokens[start:]


def _sibling_before(tokens: list[Token], start: int) -> int:
    at = start - 1
    depth = -tokens[at].nesting
    while depth > 0 and at > 0:
        at -= 1
        depth -= tokens[at].nesting
    return at


# --- what is seen of it ---

_MARKED = re.compile("⟨[^⟨⟩\\s]*⟩|⟦[^⟦⟧\\s]*⟧")


@dataclass(frozen=True)
class _Place:
    """Where tokens are shown."""

    page: _Page
    followed: tuple[Token, ...] = ()
    """The embeds that lead here."""
    is_nested: bool = False
    """Within a quote or list of the note that is shown."""
    is_inline: bool = False
    """In a table, heading or link, where nothing is shown in place."""
    showing: object = field(default_factory=object)
    """The same for all that is shown of a note at once."""

    def inside(self, *, is_nested: bool = False, is_inline: bool = False) -> _Place:
        """A narrower place in the same note."""
        return replace(self, is_nested=self.is_nested or is_nested, is_inline=self.is_inline or is_inline)


@dataclass
class _Reading:
    """One note as it is read from its top to its end."""

    vault: _Vault | None
    notes: list[tuple[_Place, str]] = field(default_factory=list)
    """Footnotes in the order of their first references: the place of their note and their label."""

    def words(self, page: _Page) -> list[str]:
        """All tokens of a note."""
        text = self.blocks(page.tokens, _Place(page))
        for place, label in self.notes:  # it grows while it is read
            text += "\n" + self.blocks(place.page.notes[label], place)
        return _nfc(_MARKED.sub(r" \g<0> ", text.replace("\ufeff", ""))).split()

    def blocks(self, tokens: list[Token], place: _Place) -> str:
        """The text of some tokens."""
        shown = []
        base = tokens[0].level if tokens else 0
        for at, token in enumerate(tokens):
            if token.type == "inline":
                is_inline = at > 0 and tokens[at - 1].type in ("th_open", "td_open", "heading_open")
                # that of a paragraph at the top level has the level 1
                inner = place.inside(is_nested=token.level - base > 1, is_inline=is_inline)
                shown.append(self.inline(token.children or [], inner))
            elif token.type == "callout":
                is_nested = place.is_nested or token.level - base > 1
                shown.append(self.header(token, place.inside(is_nested=True), is_nested=is_nested))
            else:
                shown.append(_BLOCKS[token.type](token) if token.type in _BLOCKS else "")
        return "\n".join(shown)

    def header(self, token: Token, place: _Place, *, is_nested: bool) -> str:
        """The title of a callout, or what stands for it."""
        kind, has_alert = token.meta["kind"], token.meta["kind"].lower() in ALERTS
        if self.vault is None:
            return f"[!{kind}]" if is_nested else ""
        title = self.inline(token.children or [], place)
        return title if title.strip() or (has_alert and not is_nested) else kind.replace("-", " ").capitalize()

    def inline(self, tokens: list[Token], place: _Place) -> str:
        """The text of inline tokens."""
        shown = []
        links = 0
        for token in tokens:
            links += token.nesting if token.type.startswith("link_") else 0
            if token.type in ("embed", "image"):
                shown.append(self.embed(token, place.inside(is_inline=links > 0)))
            elif token.type == "footnote":
                label = token.meta["label"]
                # a note that is shown twice has its footnotes twice
                if not any(each.showing is place.showing and label == name for each, name in self.notes):
                    self.notes.append((place.inside(is_nested=True), label))
                shown.append("⟨fn⟩")
            else:
                shown.append(_INLINE[token.type](token) if token.type in _INLINE else "")
        return "".join(shown)

    def embed(self, token: Token, place: _Place) -> str:
        """What stands for an embed."""
        target, alias, _ = _said(token)
        if self.vault is None or "://" in target or target.startswith("data:"):
            return _image(target)
        found, part = self._found(token, place.page.path)
        if found is None:
            return _shown(target, alias)
        if found.lower().endswith(IMAGES):
            return _image(found)
        if not found.lower().endswith(".md"):
            # nothing but Obsidian knows a part of these, so their text names it
            view = target.partition("#")[2] if found.endswith((".base", ".canvas")) else ""
            return alias or found.rpartition("/")[2] + (f" > {view}" if view else "")
        page = self.vault.page(found)
        tokens = page.part(part)
        tokens = page.tokens if tokens is None else tokens
        followed = (*place.followed, token)
        is_circle = any(inner is each for inner in _embeds(tokens, page) for each in followed)
        if place.is_inline or is_circle or len(followed) > DEEPEST:
            return _shown(target, alias)
        shown = self.blocks(tokens, _Place(page, followed, is_nested=place.is_nested))
        # one paragraph without footnotes may stand within a sentence
        texts = [inner for inner in tokens if inner.type == "inline" and not _ID.fullmatch(inner.content)]
        has_notes = any(child.type == "footnote" for inner in texts for child in inner.children or [])
        is_one = len(texts) == 1 and not has_notes and {inner.tag for inner in tokens} == {"p", ""}
        return shown.strip() if is_one else f"\n{shown}\n"

    def _found(self, token: Token, place: str) -> tuple[str | None, str]:
        """The file that an embed shows, and the part of it."""
        assert self.vault is not None
        target, _, is_wiki = _said(token)
        name, _, part = (target if is_wiki else unquote(target)).partition("#")
        return self.vault.find(name, place, is_wiki=is_wiki), part


def _said(token: Token) -> tuple[str, str, bool]:
    """Target and alias of an embed, and whether it is a wikilink."""
    if token.type == "image":
        alias = token.content
        target = str(token.attrs["src"])
    else:
        alias, target = token.meta["alias"] or "", token.meta["target"].strip()
    alias = re.sub(r"(?:^|\|)\s*\d+(?:x\d+)?\s*$", "", alias).strip()
    return target, alias, token.type == "embed"


def _embeds(tokens: Iterable[Token], page: _Page) -> Iterator[Token]:
    """The embeds in a part of a note, and those in its footnotes."""
    todo, labels = list(tokens), set[str]()
    while todo:
        token = todo.pop()
        todo += token.children or []
        if token.type in ("embed", "image"):
            yield token
        elif token.type == "footnote" and token.meta["label"] not in labels:
            labels.add(token.meta["label"])
            todo += page.notes[token.meta["label"]]


def _shown(target: str, alias: str | None) -> str:
    if alias and alias.strip():
        return alias
    return " > ".join(part.strip() for part in target.split("#") if part.strip())


def _tex(text: str) -> str:
    words = text.split()
    return f"⟦{'␣'.join(words)}⟧" if words else ""


def _code(text: str) -> str:
    whole = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    marked = re.sub(r"(?m)^", "▏", whole) if whole else ""
    return re.sub(r"[^\S\n]", lambda blank: "⇥" if blank[0] == "\t" else "␣", marked)


_PICTURE = re.compile(r"(?i)<img\b[^>]*?\ssrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?(?P<name>[A-Za-z][\w-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_IN_LINE = frozenset(("a", "b", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s", "small", "span", "strong",
                      "sub", "sup", "u"))  # fmt: skip


def _html(text: str) -> str:
    def shown(tag: re.Match[str]) -> str:
        picture = _PICTURE.fullmatch(tag[0])
        if picture:
            return _image(unescape(next(filter(None, picture.groups()), "")))
        return "" if (tag["name"] or "a").lower() in _IN_LINE else "\n"

    return unescape(_TAG.sub(shown, text))


_BLOCKS: dict[str, Callable[[Token], str]] = {
    "fence": lambda token: _code(token.content),
    "code_block": lambda token: _code(token.content),
    "math_block": lambda token: _tex(token.content),
    "html_block": lambda token: _html(token.content),
}
_INLINE: dict[str, Callable[[Token], str]] = {
    "text": lambda token: token.content,
    "code_inline": lambda token: token.content,
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "\n",
    "html_inline": lambda token: _html(token.content),
    "math": lambda token: _tex(token.meta["block"] or token.meta["inline"]),
    "wikilink": lambda token: _shown(token.meta["target"], token.meta["alias"]),
}

# --- comments ---

_SKIPPED = re.compile(
    r"\\.|\]\([^()\n]*\)|(?P<ticks>`+)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)|`+|\$\$(?:(?!\n[ \t]*\n).)+?\$\$"
    r"|\$(?![\s$])(?:(?!\n[ \t]*\n)(?:[^\\$]|\\.))+?(?<!\s)\$(?!\d)|(?P<comment>%%)",
    re.DOTALL,
)


def _without_comments(text: str, parser: MarkdownIt) -> str:
    """A text without what stands between two `%%`, wherever they are but in code and equations."""
    at = 0
    while "%%" in text[at:]:
        literal = list(_literal_spans(text, parser))
        while match := _SKIPPED.search(text, at):
            within = next((end for start, end in literal if start <= match.start() < end), None)
            at = match.end() if within is None else within
            if within is None and match["comment"]:
                break
        end = text.find("%%", at) if match else -1
        if match is None or end < 0:
            break
        before, behind = text[: match.start()], text[end + 2 :]
        is_whole = not before.rpartition("\n")[2].strip() and not behind.partition("\n")[0].strip()
        # of a comment alone on its lines nothing stays, not even a blank line
        behind = behind.partition("\n")[2] if is_whole else behind
        text, at = before + behind, len(before)
    return text


def _literal_spans(text: str, parser: MarkdownIt) -> Iterator[tuple[int, int]]:
    starts = [0, *(match.end() for match in re.finditer(r"\n", text)), len(text)]
    for token in parser.parse(text, {"footnotes": set()}):
        if token.type in ("fence", "code_block", "math_block", "html_block") and token.map:
            yield starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]


# --- the parser ---

_HEADER = re.compile(r"\[!(?P<kind>[^\[\]|]+)(?:\|[^\[\]]*)?\][+-]?(?P<title>.*)")
_ALERT = re.compile(r"\[!(?P<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?P<title>)\Z", re.IGNORECASE)
_MATH = re.compile(
    r"\$\$(?P<block>(?:[^\\]|\\.)+?)\$\$|\$(?![\s$])(?P<inline>(?:[^\\$]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL
)
_TARGET = r"\[\[(?P<target>(?:(?!\[\[|\]\])[^|\n])+)(?:\|(?P<alias>(?:(?!\]\])[^\n])*))?\]\]"
_WIKI = {"embed": re.compile(f"!{_TARGET}"), "wikilink": re.compile(_TARGET), "block_id": _ID}
_FOOTNOTE = re.compile(r"\[\^(?P<label>[^\[\]\s]+)\](?!\()")
_BOX = re.compile(r"\[[^\]]\](?=\s|\Z)")


@cache
def _parser(*, is_vault: bool) -> MarkdownIt:
    """CommonMark with tables, strikethrough, equations and footnotes, and for Obsidian its own marks."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 500, "strikethrough_single_tilde": not is_vault})
    parser.enable(["table", "strikethrough"])
    # an address stays as it is written, and no scheme is refused
    for name, always in (
        ("normalizeLinkText", lambda url: url),
        ("normalizeLink", lambda url: url),
        ("validateLink", lambda _: True),
    ):
        setattr(parser, name, always)
    breaking = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "callout", _callout_rule(_HEADER if is_vault else _ALERT))
    parser.block.ruler.before("fence", "math_block", math_block, breaking)
    parser.block.ruler.before("reference", "footnote", _footnote_block, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.after("block", "tasks", _drop_boxes)
    parser.core.ruler.after("inline", "cells", _keep_ids_in_cells)
    parser.inline.ruler.before("strikethrough", "math", pattern_rule("math", _MATH))
    parser.inline.ruler.before("strikethrough", "footnote", _footnote_mark)
    for name, pattern in _WIKI.items() if is_vault else ():
        parser.inline.ruler.before("strikethrough", name, pattern_rule(name, pattern))
    if is_vault:
        parser.inline.ruler.before("strikethrough", "highlight", _open_highlight)
        parser.inline.ruler2.after("balance_pairs", "highlight", close_highlight)
    return parser


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None or match["label"].casefold() not in state.env["footnotes"]:
        return False
    if not silent:
        state.push("footnote", "", 0).meta = {"label": match["label"].casefold()}
    state.pos = match.end()
    return True


def _open_highlight(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("==", state.pos):
        return False
    length = state.scanDelims(state.pos, canSplitWord=True).length
    before, behind = state.src[: state.pos][-1:], state.src[state.pos + length : state.posMax][:1]
    state.push("text", "", 0).content = "=" * length
    if length == 2:
        can_open, can_close = bool(behind.strip()), bool(before.strip())
        state.delimiters.append(Delimiter(ord("="), 0, len(state.tokens) - 1, end=-1, open=can_open, close=can_close))
    state.pos += length
    return True


def _callout_rule(header: re.Pattern[str]) -> Callable[[StateBlock, int, int, bool], bool]:
    """The first line of a quote as a block of its own, so that nothing below it can change it."""

    def rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
        match = header.match(line_of(state, start))
        is_first = bool(state.tokens) and state.tokens[-1].type == "blockquote_open"
        if match is None or not is_first or state.is_code_block(start):
            return False
        if not silent:
            state.line = start + 1
            callout = state.push("callout", "", 0)
            callout.meta = {"kind": match["kind"].strip()}
            callout.content = match["title"].strip()
            callout.children = state.md.parseInline(callout.content, {**state.env})[0].children or []
            _keep_id(callout)
        return True

    return rule


def _footnote_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = re.match(rf"{_FOOTNOTE.pattern}:", line_of(state, start))
    if match is None or state.is_code_block(start):
        return False
    if silent:
        return True
    label = match["label"].casefold()
    state.env["footnotes"].add(label)
    state.push("footnote_open", "", 1).meta = {"label": label}
    saved = (state.bMarks[start], state.tShift[start], state.sCount[start], state.blkIndent, state.parentType)
    behind = state.bMarks[start] + state.tShift[start] + match.end()
    text = state.src[behind : state.eMarks[start]]
    shift = len(text) - len(text.lstrip(" \t"))
    state.bMarks[start], state.tShift[start] = behind, shift
    # what stands behind the mark is no code, however far it is off
    state.blkIndent += 4
    state.sCount[start] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, start, end)
    state.bMarks[start], state.tShift[start], state.sCount[start], state.blkIndent, state.parentType = saved
    state.push("footnote_close", "", -1)
    return True


def _keep_ids_in_cells(state: StateCore) -> None:
    """The end of a cell is not that of a block."""
    for before, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if before.type in ("th_open", "td_open"):
            _keep_id(inline)


def _keep_id(inline: Token) -> None:
    last = inline.children[-1] if inline.children else None
    if last and last.type == "block_id":
        last.type, last.content = "text", f"^{last.meta['id']}"


def _drop_boxes(state: StateCore) -> None:
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type) == ("list_item_open", "paragraph_open"):
            inline.content = _BOX.sub("", inline.content, count=1) if _BOX.match(inline.content) else inline.content
