r"""What a reader sees of a Notion page in HTML and of the note made of it, word by word and in order.

What is known here of Notion and Obsidian is written down a second time and shares no code with the converter, so that
a mistake there is not repeated. White space is folded, letters are composed (NFC), and U+FEFF is nothing.

Not text, in a page:

| what | why |
|---|---|
| `head`, `style`, `script`, `link`, `svg`, `template`, `noscript` | never shown |
| `header` but for `p.page-description`; what stands before the article; without one, all outside `.page-body` | frontmatter |
| `.icon` of links, cells, users and columns; Notion's own icons | no part of a title |
| in pages without `dir`: the last of several `<br>` in a run, where the form changes | one too many, in exports of 2024 |
| the address and pictures of a bookmark | its title is the link; the address is text where there is no title |
| KaTeX but for the TeX | the same twice |
| a check box outside a database | a mark of the list |

Not text, in a note: frontmatter, a callout's or alert's `[!type]`, task boxes, ` ^blockid`, HTML tags, what stands
between `%%`, footnotes. The last three would be losses if the page had them as text.

Shown in another way, on both sides:

| what | as |
|---|---|
| an equation | `⟦TeX⟧`, blanks as `␣`; text with dollars does not look so; `\ {}` at its end is `\ ` |
| a line of a code block | `▏line`, inner blanks as `␣` and `⇥`; blanks at its end and blank lines around the block are dropped |
| an image, an embed | `⟨name⟩`: letters and digits of its file's name without the number of a second one, all `%` decoded |
| a web address | `%7C` is `|` and `%3B` is `;`, as Markdown needs them |

May differ (a slot: what the note has at its place is taken if it fits, else the text of the page must be there):

| in the page | fits |
|---|---|
| a link whose text is a bare notion.so address | any link with a text |
| a link within the page (`#…`), so each entry of a table of contents | a link of the same letters and digits |
| a file, video, or other thing in `div.source` | an embed of this name, or a link with it |
| a database in a page | an embed of a base, or a link whose text is its title |

In a database's cells check boxes are `Yes` and `No`, and options and files are joined by `, `.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import Literal, TypeAlias
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from support.parser_rules import close_highlight, line_of, math_block, pattern_rule

__all__ = ["Target", "compare", "visible_in_html", "visible_in_note"]

Target: TypeAlias = Literal["obsidian", "markdown"]

# Characters that are in no page that is converted.
_SLOT, _LINK, _EMBED, _END = "\ufdd8", "\ufdd9", "\ufdda", "\ufddb"
_MARKS = re.compile(f"[{_LINK}{_EMBED}{_END}]")
_SPAN = re.compile(rf"[\s{_END}]*(?P<marks>[{_LINK}{_EMBED}]+)(?P<text>[^{_LINK}{_EMBED}{_END}]+){_END}")
_WEB_WORD = re.compile(r"\S+://\S+")


def compare(html: str, note: str, *, to: Target, title: str = "") -> list[str]:
    """What of a page's words is lost, new or elsewhere in a note; `title` is the one that stands first in it."""
    page = _page(html)
    page.parts.insert(0, f"{title}\n")
    shown = _folded(_note_text(note, to))
    old, new = _words(_settled(page, shown)), _words(shown)
    return [] if old == new else list(_differences(old, new))


def visible_in_html(html: str) -> list[str]:
    """The words of a page."""
    return _words(_page(html).text())


def visible_in_note(markdown: str, *, to: Target, title: str = "") -> list[str]:
    """The words of a note without those of the title if it begins with them."""
    words, first = _words(_note_text(markdown, to)), _words(title)
    return words[len(first) :] if words[: len(first)] == first else words


# --- words ---


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\ufeff", ""))
    return _WEB_WORD.sub(lambda word: re.sub("%7C", "|", word[0], flags=re.IGNORECASE).replace("%3B", ";"), text)


def _words(text: str) -> list[str]:
    return _folded(_MARKS.sub("", text)).split()


def _letters(text: str) -> str:
    return "".join(c for c in _folded(text).casefold() if c.isalnum())


def _tex(text: str) -> str:
    words = re.sub(r"\\\s+(?:\{\})?\s*\Z", r"\\", text).split()
    return f"⟦{'␣'.join(words)}⟧" if words else ""


def _code(text: str) -> str:
    lines = [line.rstrip() for line in re.split(r"\r\n?|\n", text)]
    whole = "\n".join(lines).strip("\n")
    marked = re.sub(r"(?m)^", "▏", whole) if whole else ""
    # any other blank is a letter of the code
    return "\n" + re.sub(r"[^\S\n]", lambda blank: "⇥" if blank[0] == "\t" else "␣", marked) + "\n"


def _file(name: str) -> str:
    """The name of an image or embed, as it is shown here."""
    name = re.split(r"[?#]", name)[0] if "://" in name else name
    while (decoded := unquote(name)) != name:
        name = decoded
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    stem, suffix = (stem, suffix) if dot else (suffix, "")
    stem = re.sub(r"(?: \d+)+$", "", stem.strip())
    return f"⟨{_letters(stem)}{dot}{_letters(suffix)}⟩"


def _differences(old: list[str], new: list[str]) -> Iterator[str]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            told = {"lost": " ".join(old[a:b]), "new": " ".join(new[c:d])}
            wrong = ", ".join(f"{what} {words!r}" for what, words in told.items() if words)
            yield f"{wrong} behind {' '.join(old[max(a - 4, 0) : a])!r}"


# --- what may differ ---


@dataclass(frozen=True)
class _Slot:
    """A place in a page for which the note may have a text of its own."""

    kind: Literal["address", "own", "file", "database"]
    page: _Page
    """What stands there in the page."""
    name: str = ""
    """Title of the database."""

    @property
    def text(self) -> str:
        """The same as a text."""
        return self.page.text()

    def fits(self, text: str, *, is_embed: bool) -> bool:
        """Whether a link or an embed is as good."""
        if self.kind == "file":
            # some names have lost their `%` on the disk; of an address in Notion's store the name is what counts
            name = self.text.rpartition("/")[2] if "amazonaws.com/" in self.text else self.text
            if not is_embed:
                return _letters(text) == _letters(unquote(name))
            return text in (_file(name), _file(name.replace("%", "")))
        if self.kind == "database":
            # an address in the title is a link, too, and not all of the database
            is_title = "://" not in text and _letters(text) == _letters(self.name) != ""
            return text.endswith(".base⟩") if is_embed else is_title
        return not is_embed and (self.kind == "address" or _letters(text) == _letters(self.text))


@dataclass
class _Page:
    """The text of a page as it is read, a mark for each slot."""

    parts: list[str] = field(default_factory=list)
    slots: list[_Slot] = field(default_factory=list)
    in_database: bool = False
    has_extra_breaks: bool = False

    def add_slot(self, slot: _Slot) -> None:
        """Keep a slot's place."""
        self.parts.append(_SLOT)
        self.slots.append(slot)

    def text(self) -> str:
        """All of it, as the page has it."""
        return "".join(literal + (slot.text if slot else "") for literal, slot in self.pieces())

    def pieces(self) -> Iterator[tuple[str, _Slot | None]]:
        """Each text with the slot behind it."""
        yield from zip("".join(self.parts).split(_SLOT), [*self.slots, None], strict=True)


def _settled(page: _Page, note: str) -> str:
    """The text of a page with the note's own texts in the slots they fit."""
    at: int | None = 0
    found = []
    todo = [page.pieces()]
    while todo:
        piece = next(todo[-1], None)
        if piece is None:
            todo.pop()
            continue
        literal, slot = piece
        found.append(literal)
        at = None if at is None else _behind(_folded(literal), note, at)
        span = None if at is None else _SPAN.match(note, at)
        if slot and span and slot.fits(span["text"], is_embed=span["marks"].endswith(_EMBED)):
            found.append(span["text"])
            at = span.end()
        elif slot:
            todo.append(slot.page.pieces())
    return "".join(found)


def _behind(text: str, note: str, at: int) -> int | None:
    """Where in the note a text ends that begins at a place, whatever blanks and marks are in it."""
    for char in "".join(text.split()):
        while at < len(note) and (note[at].isspace() or _MARKS.match(note[at])):
            at += 1
        if note[at : at + 1] != char:
            return None
        at += 1
    return at


# --- the page ---

_DROPPED = frozenset(("head", "style", "script", "link", "svg", "template", "noscript", "header", "title", "meta"))
_DROPPED_CLASSES = frozenset(("icon", "page-title", "properties", "katex-html", "bookmark-icon", "bookmark-image"))
_INLINE = frozenset((
    "a", "abbr", "b", "big", "cite", "code", "data", "del", "em", "font", "i", "img", "ins", "kbd", "label", "mark",
    "math", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_ADDRESS = re.compile(r"https?://(?:[\w-]+\.)*notion\.(?:so|com)(?:/\S*)?")


def _page(html: str) -> _Page:
    page = _Page()
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    page.has_extra_breaks = not any(title.get("dir") for title in _all(root, "page-title"))
    bodies = _all(root, "page-body")[:1]
    if bodies:
        for description in _all(root, "page-description"):
            _read(page, description)
    articles = root.findall(".//article") if bodies else []
    # what follows an article that ended too early belongs to the page all the same
    below = [*articles[:1], *_behind_article(root, articles[0])] if articles else bodies or root.findall("body")
    for part in below:
        _read(page, part)
    return page


def _behind_article(root: Element, article: Element) -> list[Element]:
    siblings = next((list(parent) for parent in root.iter() if article in list(parent)), [])
    return siblings[siblings.index(article) + 1 :] if article in siblings else []


def _plain(elements: Iterable[Element]) -> str:
    page = _Page()
    for element in elements:
        _read(page, element)
    return page.text()


def _tag(element: Element) -> str:
    """Its name; a comment has none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "head"


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _all(element: Element, name: str) -> list[Element]:
    return [each for each in element.iter() if name in _classes(each)]


def _read(page: _Page, element: Element) -> None:
    tag = _tag(element)
    if tag in _DROPPED or not _DROPPED_CLASSES.isdisjoint(_classes(element)):
        return
    page.parts.append("" if tag in _INLINE else "\n")
    for applies, rule in _RULES:
        if applies(element, tag, _classes(element)):
            rule(page, element)
            break
    else:
        _children(page, element)
    page.parts.append("" if tag in _INLINE else "\n")


def _children(page: _Page, element: Element) -> None:
    page.parts.append(element.text or "")
    breaks = 0
    for child, after in zip(element, [*element[1:], None], strict=False):
        is_break = _tag(child) == "br"
        breaks = breaks + 1 if is_break else 0
        is_last = (after is None or _tag(after) != "br") and not child.tail
        if not (page.has_extra_breaks and is_break and is_last and breaks > 1):
            _read(page, child)
        page.parts.append(child.tail or "")


def _equation(page: _Page, element: Element) -> None:
    tex = element.get("data-notion-equation") or element.get("data-notion-inline-equation")
    if not tex:
        tex = next(("".join(each.itertext()) for each in element.iter() if _tag(each) == "annotation"), "")
    page.parts.append(_tex(tex))


def _has_equation(element: Element, _tag: str, classes: list[str]) -> bool:
    told = element.get("data-notion-equation") or element.get("data-notion-inline-equation")
    return bool(told) or "katex" in classes


def _code_block(page: _Page, element: Element) -> None:
    page.parts.append(_code("".join(_raw(element))))


def _raw(element: Element) -> Iterator[str]:
    yield "\n" if _tag(element) == "br" else element.text or ""
    for child in element:
        yield from _raw(child)
        yield child.tail or ""


_BUILT_IN = re.compile(r"https?://(?:[\w-]+\.)*notion\.(?:so|com)/(?:icons|images)/")


def _callout(page: _Page, element: Element) -> None:
    has_icon = len(element) > 1 and "width" not in element[0].get("style", "")
    icons = [each for each in element[0].iter() if "icon" in _classes(each)] if has_icon else []
    for icon in icons[:1]:
        told = ("".join(icon.itertext()).strip(), icon.get("data-emoji"), element.get("data-notion-callout-icon"))
        emoji = next(filter(None, told), "")
        is_picture = _tag(icon) == "img" or "/" in emoji
        source = icon.get("src", "")
        own = f"{_file(source)}\n" if source and not _BUILT_IN.match(source) else ""
        page.parts.append(own if is_picture else f"{emoji}\n")
    _children(page, element)


def _bookmark(page: _Page, element: Element) -> None:
    def shown(name: str) -> str:
        return _plain(_all(element, name)).strip()

    title = shown("bookmark-title") or shown("bookmark-href") or element.get("href", "")
    page.parts.append(f"{title}\n{shown('bookmark-description')}")


def _image(page: _Page, element: Element) -> None:
    src = element.get("src", "")
    page.parts.append(_file(src) if src else "")


def _source(page: _Page, element: Element) -> None:
    links = element.findall("a")
    if not links:
        _children(page, element)
    for link in links:
        text, href = _plain([link]).strip(), link.get("href", "")
        text = text or ("" if "://" in href else unquote(href).rpartition("/")[2])
        page.add_slot(_Slot("file", _Page([text])))


def _database(page: _Page, element: Element) -> None:
    title = _plain(_all(element, "collection-title"))
    inner = _Page()
    _children(inner, element)
    page.add_slot(_Slot("database", inner, title))


def _table(page: _Page, element: Element) -> None:
    before, page.in_database = page.in_database, True
    _children(page, element)
    page.in_database = before


def _cell(page: _Page, element: Element) -> None:
    page.parts.append(element.text or "")
    is_next = False
    for child in element:
        is_item = "selected-value" in _classes(child) or "margin" in child.get("style", "")
        page.parts.append(", " if is_next and is_item else "")
        _read(page, child)
        page.parts.append(child.tail or "")
        is_next = is_item and not (child.tail or "").strip()


def _check_box(page: _Page, element: Element) -> None:
    if page.in_database:
        page.parts.append("Yes" if "checkbox-on" in _classes(element) else "No")


def _link(page: _Page, element: Element) -> None:
    inner = _Page(in_database=page.in_database, has_extra_breaks=page.has_extra_breaks)
    _children(inner, element)
    text = inner.text()
    if _ADDRESS.fullmatch(text.strip()):
        page.add_slot(_Slot("address", inner))
    elif element.get("href", "").startswith("#") and text.strip():
        page.add_slot(_Slot("own", inner))
    else:
        page.parts += inner.parts
        page.slots += inner.slots


_RULES: list[tuple[Callable[[Element, str, list[str]], bool], Callable[[_Page, Element], None]]] = [
    (_has_equation, _equation),
    (lambda _, tag, classes: tag == "pre", _code_block),
    (lambda _, tag, classes: "callout" in classes, _callout),
    (lambda _, tag, classes: tag == "a" and "bookmark" in classes, _bookmark),
    (lambda _, tag, classes: tag == "div" and "source" in classes, _source),
    (lambda _, tag, classes: tag == "div" and "collection-content" in classes, _database),
    (lambda _, tag, classes: tag == "table" and "collection-content" in classes, _table),
    (lambda _, tag, classes: tag == "div" and "checkbox" in classes, _check_box),
    (lambda _, tag, classes: tag == "td", _cell),
    (lambda _, tag, classes: tag == "img", _image),
    (lambda _, tag, classes: tag == "a", _link),
]


# --- the note ---

_FRONT = re.compile(r"\A---[ \t]*\n(?:.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_SIZE = re.compile(r"(?:^|\|)\d+(?:x\d+)?$")
_TASK = {"obsidian": re.compile(r"\[[^\]]\](?=\s|\Z)"), "markdown": re.compile(r"\[[ xX]\](?=\s|\Z)")}
_HEADER = {
    "obsidian": re.compile(r"\[![^\[\]]+\][+-]?(?P<title>.*)"),
    "markdown": re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?P<title>)\Z", re.IGNORECASE),
}
_MATH = re.compile(r"\$\$(?P<block>(?:[^\\]|\\.)+?)\$\$|\$(?![\s$])(?P<inline>(?:[^\\$]|\\.)+?)(?<!\s)\$", re.DOTALL)
_OVERLAYS = {
    "embed": re.compile(r"!\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]*))?\]\]"),
    "wikilink": re.compile(r"\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]*))?\]\]"),
    # one that is not closed hides all that follows
    "comment": re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL),
    "footnote": re.compile(r"\[\^[^\[\]\s]+\]|\^\[[^\[\]]*\]"),
    "block_id": re.compile(r"(?<!\S)\^[A-Za-z0-9-]+[ \t]*\Z"),
}


def _note_text(markdown: str, to: Target) -> str:
    tokens = _parser(to).parse(_FRONT.sub("", re.sub(r"\r\n?", "\n", markdown), count=1))
    return "\n".join(map(_block, tokens))


def _block(token: Token) -> str:
    if token.type == "inline":
        return "".join(map(_inline, token.children or []))
    if token.type in ("fence", "code_block"):
        return _code(token.content)
    if token.type == "html_block":
        return _plain([html5lib.parseFragment(token.content, treebuilder="etree", namespaceHTMLElements=False)])
    return _tex(token.content) if token.type == "math_block" else ""


def _inline(token: Token) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    return _SHOWN[token.type](token) if token.type in _SHOWN else ""


def _shown_image(token: Token) -> str:
    alt = _SIZE.sub("", "".join(_inline(child) for child in token.children or []))
    return _shown_embed(alt, str(token.attrs["src"]))


def _shown_embed(alias: str, target: str) -> str:
    return f"{_EMBED}{_file(alias.strip() or target)}{_END}"


def _shown_wikilink(token: Token) -> str:
    target = token.meta["target"].removeprefix("#").replace("#", " > ")
    return f"{_LINK}{token.meta['alias'] or target}{_END}"


_SHOWN: dict[str, Callable[[Token], str]] = {
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "\n",
    "html_inline": lambda token: "\n" if re.match(r"(?i)</?br\b", token.content) else "",
    "image": _shown_image,
    "embed": lambda token: _shown_embed(_SIZE.sub("", token.meta["alias"] or ""), token.meta["target"].split("#")[0]),
    "wikilink": _shown_wikilink,
    "link_open": lambda _: _LINK,
    "link_close": lambda _: _END,
    "math": lambda token: _tex(token.meta["block"] or token.meta["inline"]),
}


@cache
def _parser(to: Target) -> MarkdownIt:
    """CommonMark with tables, strikethrough and equations, and for Obsidian its own marks."""
    is_github = to == "markdown"
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 500, "strikethrough_single_tilde": is_github})
    parser.enable(["table", "strikethrough"])
    # an address is shown as it is written, and no scheme is refused
    for name, always in (("normalizeLinkText", lambda url: url), ("validateLink", lambda _: True)):
        setattr(parser, name, always)
    parser.block.ruler.before("table", "callout", _callout_rule(_HEADER[to]))
    parser.block.ruler.before("fence", "math_block", math_block, {"alt": ["paragraph", "blockquote", "list"]})
    parser.core.ruler.after("block", "tasks", _tasks_rule(_TASK[to]))
    for name, pattern in {"math": _MATH, **({} if is_github else _OVERLAYS)}.items():
        parser.inline.ruler.before("strikethrough", name, pattern_rule(name, pattern))
    if not is_github:
        parser.inline.ruler.before("strikethrough", "highlight", _open_highlight)
        parser.inline.ruler2.after("balance_pairs", "highlight", close_highlight)
    return parser


def _open_highlight(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("==", state.pos):
        return False
    run = state.scanDelims(state.pos, canSplitWord=True)
    state.push("text", "", 0).content = "=" * (run.length % 2)
    for _ in range(run.length // 2):
        state.push("text", "", 0).content = "=="
        state.delimiters.append(
            Delimiter(ord("="), 0, len(state.tokens) - 1, end=-1, open=run.can_open, close=run.can_close)
        )
    state.pos += run.length
    return True


def _callout_rule(header: re.Pattern[str]) -> Callable[[StateBlock, int, int, bool], bool]:
    """The first line of a quote as a paragraph of its own, so that nothing below it can change it."""

    def rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
        match = header.match(line_of(state, start))
        is_first = bool(state.tokens) and state.tokens[-1].type == "blockquote_open"
        if match is None or not is_first or state.is_code_block(start):
            return False
        if not silent:
            state.line = start + 1
            state.push("paragraph_open", "p", 1)
            inline = state.push("inline", "", 0)
            inline.content, inline.children = match["title"].strip(), []
            state.push("paragraph_close", "p", -1)
        return True

    return rule


def _tasks_rule(box: re.Pattern[str]) -> Callable[[StateCore], None]:
    """Takes the box away with which an item begins."""

    def rule(state: StateCore) -> None:
        for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
            if (item.type, paragraph.type) == ("list_item_open", "paragraph_open"):
                inline.content = box.sub("", inline.content, count=1) if box.match(inline.content) else inline.content

    return rule
