"""Pages as Notion's HTML export writes them, in each form it had over the years, with text that looks like Markdown.

| era | years |
|---|---|
| A | 2021-22 |
| B | 2023 |
| C | 2024 - 2025-11 |
| D | 2025-12 - 2026-06: each block in a `display:contents` |
| E | since 2026-07: `aside`, `details.toggle`, `data-notion-…` |

Not made, for no rule says what becomes of it: TeX with a bare dollar, links without a text, `</div>` too many.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from html import escape
from typing import Literal, TypeVar
from urllib.parse import quote

from hypothesis import strategies as st

__all__ = ["ERAS", "FILES", "Era", "page", "pages"]

Era = Literal["A", "B", "C", "D", "E"]
ERAS: tuple[Era, ...] = ("A", "B", "C", "D", "E")

FILES = tuple(
    f"Files/{name}"
    for name in ("image.png", "image 1.png", "사진 (2).jpg", "a_b & c.pdf", "100% sure.zip", "clip.mp4", "#1 [x].txt")
)
"""The files beside a page to which it links."""

PAGE_ID = "3c4ce4f4-1f5a-8044-9d6f-ddb7d6e4de90"

_T = TypeVar("_T")
_WORDS = (
    "one",
    "Two",
    "three,",
    "four.",
    "5",
    "굵게",
    "(굵게)",
    "는",
    "“말”",
    "「日本」",
    "です。",
    "한국어,",
    "🎉",
    "👩‍💻",
)
_RARE = ("e\u0301", "\u1112\u1161\u11ab", "\u00a0", "\u3000", "\u200b", "é", "—", "…", "\u202e", "ﬁ", "x\u2028y", "\t")
_MARKS = (
    "*", "**", "***", "_", "__", "~", "~~", "`", "``", "```", "~~~", "#", "#tag", "#한글", "##", "1.", "1)", "12. x",
    "-", "+", ">", ">>", "---", "===", "- - -", "[x](y)", "[x]", "[[x]]", "[[x|y]]", "![", "![[x]]", "![x](y)", "[^1]",
    "^[x]", "[x]: y", "|", "||", "a|b", "|-|", "$", "$5", "$x$", "$$", "$$x$$", "==", "==x==", "%%", "%%x%%", "^id", "\\",
    "\\*", "\\\\", "<b>", "</b>", "<br>", "<!--", "-->", "<div>", "<x@y.z>", "<https://x.y>", "<", "&", "&amp;", "&copy;",
    "&#42;", "&lt", "[ ]", "[x] ", "[!note]", "[!NOTE]", "(", ")", "[", "]", "{", "}", "!", ":", ":tada:", "snake_case_x",
    "2*3*4", "*a*", "**a**", "_a_", "~a~", "~~a~~", "`a`", "https://x.y/a_b_c", "http://x.y/?a=1&b=2", "https://x.y/*a*",
    "www.x.y/a_b", "a@b.cd", "{{c1::x}}", "'", '"', "...", "--", "C:\\a\\b", "=", "^", "%", "@name", ".", ",",
)  # fmt: skip
_TEX = (
    "x", r"x=a\#b", r"\frac{a}{b}", "a_1^2", "|x|", "a < b", r"\{a\} & b", r"\text{가 나}", r"\$5", "x\ny", "x\n\ny", " x ",
    "a*b*c", r"50\% x", "a_b_c", r"[[1]]", "\\begin{array}{c}\na \\\\ b\n\\end{array}", "==", "#x", "^a", "a~b",
)  # fmt: skip
_CODE = (
    "x = 1", "    indented", "\ttab", "", "# x", "```", "````", "~~~", "`a` ``b``", "<b> &amp; &copy;", "- [ ] x", "$x$",
    "[[x]]", "==x==", "%%", "^id", "> x", "| a | b |", "a\\", "\\*", "가  나", "---", "x  ", "#tag", "a\u00a0b",
)  # fmt: skip
_LANGUAGES = ("", "Python", "Plain Text", "undefined", "Mermaid", "C++", "JavaScript")
_URLS = (
    "https://x.y/a_b?c=1&d=2", "https://x.y/a(b)c", "https://x.y/a%20b", "https://x.y/|", 'https://x.y/"q"', "https://x.y/[a]",
    "mailto:a@b.cd", "https://x.y/한", "https://x.y/a b", "https://x.y/*a*", "https://x.y/a#b",
)  # fmt: skip
_ADDRESSES = (
    "https://www.notion.so/1580080aa5a380d1b0c7c2f979343d88?pvs=21",
    "https://www.notion.so/Some-page-1580080aa5a380d1b0c7c2f979343d88?pvs=4#15c0080aa5a380f0b13cdbbe81fedb99",
)
_COLOURS = ("", "", "block-color-gray", "block-color-red_background", "block-color-default")
_ICONS = ("💡", "⚠️", "📌", "📣", "ℹ️")


def page(
    body: str,
    *,
    era: Era,
    title: str = "Page",
    properties: str = "",
    page_id: str = PAGE_ID,
    description: str = "",
) -> str:
    """A whole page; all but the title and the id is HTML. Pages of era A have no description."""
    direction = ' dir="auto"' if era in "DE" else ""
    told = "" if era == "A" else f'<p class="page-description"{direction}>{description}</p>'
    rows = f'<table class="properties"><tbody>{properties}</tbody></table>' if properties else ""
    end = "" if era == "A" else '<span class="sans" style="font-size:14px;padding-top:2em"></span>'
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
        f"<title>{escape(title)}</title><style>\n/* not text */\n.x {{ color: red }}\n</style></head><body>"
        f'<article id="{page_id}" class="page sans"><header><h1 class="page-title"{direction}>{escape(title)}</h1>'
        f'{told}{rows}</header><div class="page-body">{body}</div></article>{end}</body></html>'
    )


@st.composite
def pages(draw: st.DrawFn, era: Era | None = None, *, title: str = "Page", malformed: bool = False) -> str:
    """Whole pages of an era, or of any; malformed ones have tags that are not closed or wrongly nested."""
    chosen = era or draw(st.sampled_from(ERAS))
    maker = _Maker(draw, chosen, malformed=malformed)
    body = maker.blocks(3, at_least=1)
    description = maker.text() if maker.one_in(4) else ""
    row = f'<tr class="property-row property-row-text"><th>Note</th><td>{maker.text()}</td></tr>'
    properties = row if maker.one_in(4) else ""
    return page(maker.finished(body), era=chosen, title=title, properties=properties, description=description)


class _Maker:
    """Writes the parts of one page."""

    def __init__(self, draw: st.DrawFn, era: Era, *, malformed: bool) -> None:
        self._draw = draw
        self._era = era
        self._count = 0
        self._headings: list[tuple[str, str]] = []
        self._blocks: list[Callable[[int], str]] = [
            self._paragraph, self._paragraph, self._heading, self._bulleted, self._bulleted, self._numbered, self._to_do,
            self._toggle, self._toggle_heading, self._quote, self._callout, self._divider, self._code, self._equation,
            self._table, self._columns, self._image, self._file, self._embed, self._bookmark, self._link_to_page,
            self._contents, self._synced, self._empty, self._database,
        ]  # fmt: skip
        self._blocks += [self._broken] * 12 if malformed else []

    # choices

    def pick(self, options: tuple[_T, ...] | list[_T]) -> _T:
        return self._draw(st.sampled_from(options))

    def one_in(self, count: int) -> bool:
        return self._draw(st.integers(0, count - 1)) == count - 1

    def many(self, make: Callable[[], str], least: int, most: int) -> str:
        return "".join(make() for _ in range(self._draw(st.integers(least, most))))

    def _new_id(self) -> str:
        self._count += 1
        return str(uuid.UUID(int=uuid.UUID(PAGE_ID).int + 0x10000 * self._count))

    def _id(self) -> str:
        return f'id="{self._new_id()}"'

    def _dir(self) -> str:
        return ' dir="auto"' if self._era == "E" else ""

    def _colour(self, *more: str) -> str:
        return " ".join(filter(None, (self.pick(_COLOURS), *more)))

    def finished(self, body: str) -> str:
        """A body with its tables of contents filled."""
        items = "".join(
            '<div class="table_of_contents-item table_of_contents-indent-0">'
            f'<a class="table_of_contents-link" href="#{name}">{text}</a></div>'
            for name, text in self._headings
        )
        return body.replace("<!--contents-->", items)

    # text

    def _raw(self) -> str:
        """Plain text, not escaped."""
        piece = st.one_of(st.sampled_from(_WORDS), st.sampled_from(_MARKS), st.sampled_from(_RARE))
        pieces = self._draw(st.lists(st.tuples(piece, st.sampled_from(("", " "))), min_size=1, max_size=4))
        return self.pick(("", "", " ")) + "".join(piece + blank for piece, blank in pieces)

    def text(self) -> str:
        return escape(self._raw())

    def _label(self) -> str:
        """Text that is more than blanks."""
        return escape(self.pick(_WORDS) + self._raw()) if self.one_in(2) else escape(self._raw() + self.pick(_WORDS))

    def inline(self, depth: int = 2, *, in_link: bool = False) -> str:
        """Some runs of text."""
        return self.many(lambda: self._run(depth, in_link=in_link), 1, 4)

    def _run(self, depth: int, *, in_link: bool) -> str:
        forms: list[Callable[[], str]] = [
            self.text,
            self.text,
            self._code_span,
            self._tex,
            self._user,
            self._time,
            self._break,
        ]
        if depth:
            forms += [lambda: self._form(depth, in_link=in_link)] * 5
            forms += [] if in_link else [lambda: self._link(depth)] * 2
        return self.pick(forms)()

    def _form(self, depth: int, *, in_link: bool) -> str:
        start, end = self.pick((
            ("<strong>", "</strong>"), ("<em>", "</em>"), ("<del>", "</del>"), ("<em><strong>", "</strong></em>"),
            ('<span style="border-bottom:0.05em solid">', "</span>"), ("<code><strong>", "</strong></code>"),
            ('<mark class="highlight-red">', "</mark>"), ('<mark class="highlight-default">', "</mark>"),
            ('<mark class="highlight-blue"><mark class="highlight-teal_background">', "</mark></mark>"),
        ))  # fmt: skip
        inner = self.pick((lambda: self.inline(depth - 1, in_link=in_link), self.text, lambda: " "))
        if "code" in start:
            inner = self.text
        # the same form may begin again right behind
        return "".join(f"{start}{inner()}{end}" for _ in range(self.pick((1, 1, 2))))

    def _code_span(self) -> str:
        return f"<code>{self.text()}</code>"

    def _user(self) -> str:
        return f'<span class="user">@{self._label()}</span>'

    def _time(self) -> str:
        told = ' datetime="2026-03-28"' if self._era in "DE" else ""
        return f"<time{told}>{self.pick(('@', ''))}{self.pick(('March 28, 2026', '2026년 3월 28일', '1 → 2'))}</time>"

    def _break(self) -> str:
        return self.pick(("<br/>", "<br/><br/>", "\n" if self._era == "A" else "<br/>"))

    def _link(self, depth: int) -> str:
        if self.one_in(5):
            address = escape(self.pick(_ADDRESSES))
            return f'<a href="{self.pick((address, "Other%20page.html"))}">{address}</a>'
        if self.one_in(4):
            return f'<a href="{self._page_href()}"><span class="icon">🖥️</span>{self._label()}</a>'
        url = escape(self.pick((*_URLS, *map(quote, FILES))))
        return f'<a href="{url}">{self._label()}{self.inline(depth - 1, in_link=True)}</a>'

    def _page_href(self) -> str:
        name = self._new_id().replace("-", "")
        return self.pick((f"Page/Other%20{name}.html", f"https://www.notion.so/Other-{name}?pvs=21"))

    def _tex(self) -> str:
        tex = self.pick(_TEX)
        told = f' data-notion-inline-equation="{escape(tex)}"' if self._era == "E" and self.one_in(2) else ""
        return (
            f'{self._style()}<span data-token-index="0" contenteditable="false" class="notion-text-equation-token"{told}>'
            f"<span></span><span>{_katex(tex)}<span>\ufeff</span></span></span>"
        )

    def _style(self) -> str:
        return "<style>@import url('https://x.y/katex.min.css')</style>"

    # blocks

    def blocks(self, depth: int, *, at_least: int = 0) -> str:
        """Some blocks, nested up to a depth."""
        return self.many(lambda: self._block(depth), at_least, 4 if depth == 3 else 2)

    def _block(self, depth: int) -> str:
        made = self.pick(self._blocks)(depth)
        return f'<div style="display:contents" dir="auto">{made}</div>' if self._era == "D" else made

    def _children(self, depth: int) -> str:
        return self.blocks(depth - 1) if depth else ""

    def _paragraph(self, depth: int) -> str:
        inner = f'<div class="indented">{self._children(depth)}</div>' if depth and self.one_in(4) else ""
        end = "<br/>" if self._era == "C" and self.one_in(4) else ""
        return f'<p {self._id()} class="{self._colour()}"{self._dir()}>{self.inline()}{end}{inner}</p>'

    def _heading(self, _depth: int) -> str:
        level = self.pick(("1", "2", "3", "4" if self._era == "E" else "3"))
        name, text = self._new_id(), self._label()
        if self.one_in(2):
            self._headings.append((name, text))
        else:
            text = self.inline()
        return f'<h{level} id="{name}" class="{self._colour()}"{self._dir()}>{text}</h{level}>'

    def _bulleted(self, depth: int) -> str:
        style = "" if self._era == "A" else ' style="list-style-type:disc"'

        def item() -> str:
            name = f'{self._id()} class="{self._colour("bulleted-list")}"'
            return f"<ul {name}><li{style}>{self.inline()}{self._children(depth)}</li></ul>"

        return self.many(item, 1, 2)

    def _numbered(self, depth: int) -> str:
        kind = "" if self._era == "A" else f'type="{self.pick(("1", "a", "i"))}" '
        start, items = self.pick((1, 1, 1, 3)), []
        for number in range(start, start + self.pick((1, 2))):
            name = f'{kind}{self._id()} class="{self._colour("numbered-list")}" start="{number}"'
            items.append(f"<ol {name}><li>{self.inline()}{self._children(depth)}</li></ol>")
        return "".join(items)

    def _to_do(self, depth: int) -> str:
        state = self.pick(("off", "on"))
        checked = "checked" if state == "on" else "unchecked"
        return (
            f'<ul {self._id()} class="to-do-list"><li><div class="checkbox checkbox-{state}"></div> '
            f'<span class="to-do-children-{checked}">{self.inline()}</span>'
            f'<div class="indented">{self._children(depth)}</div></li></ul>'
        )

    def _toggle(self, depth: int) -> str:
        summary = f"<summary>{self.inline()}</summary>"
        if self._era == "E":
            inner = f'<div class="indented">{self._children(depth)}</div>'
            return f'<details {self._id()} open="" class="toggle" dir="auto">{summary}{inner}</details>'
        state = "open" if self._era != "A" else "close"
        inner = f'<details {state}="">{summary}{self._children(depth)}</details>'
        return f'<ul {self._id()} class="toggle"><li>{inner}</li></ul>'

    def _toggle_heading(self, depth: int) -> str:
        if self._era == "A":
            inner = f"<h1 {self._id()}><details close=''><summary>{self.inline()}</summary>"
            return f'{inner}</details></h1><div class="indented">{self._children(depth)}</div>'
        size = self.pick(("1.875em", "1.5em", "1.25em", "1.125em"))
        text = self.inline()
        text = f'<h2 style="display:inline-block">{text}</h2>' if self._era == "E" else text
        return (
            f'<details open=""><summary style="font-weight:600;font-size:{size};line-height:1.3;margin:0">{text}</summary>'
            f'<div class="indented">{self._children(depth)}</div></details>'
        )

    def _quote(self, depth: int) -> str:
        return f'<blockquote {self._id()} class="{self._colour()}">{self.inline()}{self._children(depth)}</blockquote>'

    def _callout(self, depth: int) -> str:
        emoji = self.pick(("", *_ICONS, "picture"))
        is_new = self._era == "E"
        icon = f'<span class="icon" data-emoji="{emoji}"></span>' if is_new else f'<span class="icon">{emoji}</span>'
        icon = '<img class="icon" src="https://www.notion.so/icons/info_green.svg"/>' if emoji == "picture" else icon
        head = f'<div style="font-size:1.5em">{icon}</div>' if emoji else ""
        first = self.inline() if self._era in "ABC" and self.one_in(2) else self._paragraph(0)
        told = f' data-notion-callout="" data-notion-callout-icon="{emoji}"' if is_new and emoji in _ICONS else ""
        tag = "aside" if is_new else "figure"
        return (
            f'<{tag} class="block-color-gray_background callout"{told} style="white-space:pre-wrap;display:flex" '
            f'{self._id()}>{head}<div style="width:100%">{first}{self._children(depth)}</div></{tag}>'
        )

    def _divider(self, _depth: int) -> str:
        return f"<hr {self._id()}/>"

    def _code(self, _depth: int) -> str:
        lines = self._draw(st.lists(st.one_of(st.sampled_from(_CODE), st.builds(self._raw)), min_size=1, max_size=4))
        text, language = escape("\n".join(lines)), self.pick(_LANGUAGES)
        name = f'{self._id()} class="code{" code-wrap" if self._era in "DE" else ""}"'
        if self._era == "A":
            return f"<pre {name}><code>{text}</code></pre>"
        if self._era == "E":
            name += f' data-notion-code-syntax="{language.lower()}"'
        language = f' class="language-{language.lower() if self._era in "DE" else language}"' if language else ""
        prism = '<script src="https://x.y/prism.js"></script><link rel="stylesheet" href="https://x.y/prism.css"/>'
        return f"{prism}<pre {name}><code{language}>{text}</code></pre>"

    def _equation(self, _depth: int) -> str:
        tex = self.pick(_TEX)
        told = f' data-notion-equation="{escape(tex)}"' if self._era == "E" and self.one_in(2) else ""
        shown = f'<div class="equation-container"><span class="katex-display">{_katex(tex)}</span></div>'
        return f'<figure {self._id()} class="equation"{told}>{self._style()}{shown}</figure>'

    def _table(self, _depth: int) -> str:
        width = self.pick((1, 2, 3))

        def row(tag: str) -> str:
            cells = "".join(f'<{tag} id="{self.pick(("vSJH", "EpT:"))}">{self._cell()}</{tag}>' for _ in range(width))
            made = f"<tr {self._id()}>{cells}</tr>"
            return f'<div style="display:contents" dir="ltr">{made}</div>' if self._era == "D" else made

        head = f'<thead class="simple-table-header">{row("th")}</thead>' if self.one_in(2) else ""
        rows = self.many(lambda: row("td"), 1, 3)
        return f'<table {self._id()} class="simple-table">{head}<tbody>{rows}</tbody></table>'

    def _cell(self) -> str:
        return self.pick((self.text, self.inline, lambda: f"{self.text()}<br/>{self.text()}", lambda: ""))()

    def _columns(self, depth: int) -> str:
        def column() -> str:
            return f'<div {self._id()} style="width:50%" class="column">{self._children(depth)}</div>'

        return f'<div {self._id()} class="column-list">{column()}{column()}</div>'

    def _caption(self) -> str:
        return f"<figcaption>{self.inline()}</figcaption>" if self.one_in(2) else ""

    def _image(self, _depth: int) -> str:
        src = escape(self.pick((*(quote(name) for name in FILES[:3]), "https://x.y/cat.jpg?w=1&h=2")))
        width = self.pick(('style="width:240px" ', 'style="width:637.96875px" ', 'style="width:720px" ', ""))
        told = f' data-notion-image="{src}"' if self._era == "E" else ""
        link = f'<a href="{src}"><img {width}src="{src}"/></a>'
        return f'<figure {self._id()} class="image"{told}>{link}{self._caption()}</figure>'

    def _file(self, _depth: int) -> str:
        name = self.pick(FILES)
        link = f'<a href="{escape(quote(name))}">{escape(name.rpartition("/")[2])}</a>'
        return f'<figure {self._id()}><div class="source">{link}</div>{self._caption()}</figure>'

    def _embed(self, _depth: int) -> str:
        url = escape(self.pick(("https://x.y/a_b?c=1&d=2", "https://x.y/*a*/_b_", "https://x.y/z")))
        link = self.pick((f'<a href="{url}">{url}</a>', url))
        return f'<figure {self._id()}><div class="source">{link}</div>{self._caption()}</figure>'

    def _bookmark(self, _depth: int) -> str:
        url = escape(self.pick(_URLS[:4]))
        description = f'<div class="bookmark-description">{self.text()}</div>' if self.one_in(2) else ""
        return (
            f'<figure {self._id()}><a href="{url}" class="bookmark source"><div class="bookmark-info">'
            f'<div class="bookmark-text"><div class="bookmark-title">{self._label()}</div>{description}</div>'
            f'<div class="bookmark-href"><img src="https://x.y/i.ico" class="icon bookmark-icon"/>{url}</div></div>'
            f'<img src="https://x.y/i.png" class="bookmark-image"/></a>{self._caption()}</figure>'
        )

    def _link_to_page(self, _depth: int) -> str:
        icons = ("", '<span class="icon">🖥️</span>', '<img class="icon" src="https://www.notion.so/icons/x.svg"/>')
        link = f'<a href="{self._page_href()}">{self.pick(icons)}{self._label()}</a>'
        return f'<figure {self._id()} class="link-to-page">{link}</figure>'

    def _contents(self, _depth: int) -> str:
        return f'<nav {self._id()} class="block-color-gray table_of_contents"><!--contents--></nav>'

    def _synced(self, depth: int) -> str:
        return f"<div>{self._children(depth)}</div>"

    def _empty(self, _depth: int) -> str:
        return self.pick((
            '<p class="">\n</p>', "<p></p>", "<div></div>", "<p><br/></p>", "<p><strong> </strong></p>", "<h2></h2>",
            '<ul class="bulleted-list"><li style="list-style-type:disc"></li></ul>', "<blockquote></blockquote>",
            '<ul class="toggle"><li><details open=""><summary></summary></details></li></ul>', "<p>\u00a0</p>",
            '<figure class="equation"></figure>', '<pre class="code"><code></code></pre>', "<figure><figcaption></figcaption></figure>",
        ))  # fmt: skip

    def _database(self, _depth: int) -> str:
        columns = self._draw(st.lists(st.sampled_from(("check", "options", "text", "date", "people")), max_size=3))
        icon = '<span class="icon property-icon"><svg viewBox="0 0 14 14"><path d="M0"></path></svg></span>'
        heads = "".join(f"<th>{icon}{self._label()}</th>" for _ in ["title", *columns])

        def row() -> str:
            link = f'<a href="{self._page_href()}"><span class="icon">📄</span>{self._label()}</a>'
            cells = "".join(f'<td class="cell-IQ`A">{self._value(kind)}</td>' for kind in columns)
            return f'<tr {self._id()}><td class="cell-title">{link}</td>{cells}</tr>'

        table = f"<table class='collection-content'><thead><tr>{heads}</tr></thead><tbody>{self.many(row, 1, 2)}</tbody></table>"
        table = f'<div class="collection-content-wrapper">{table}</div>' if self._era in "DE" else table
        title = f'<h4 class="collection-title">{self._label()}</h4>'
        return f'<div {self._id()} class="collection-content">{title}{table}</div>'

    def _value(self, kind: str) -> str:
        if kind == "check":
            return f'<div class="checkbox checkbox-{self.pick(("on", "off"))}"></div>'
        if kind == "options":
            return self.many(
                lambda: f'<span class="selected-value select-value-color-red">{self._label()}</span>', 0, 2
            )
        if kind == "people":
            return f'<span class="user"><img src="https://x.y/i.png" class="icon user-icon"/>{self._label()}</span>'
        return self._time() if kind == "date" else self.text()

    def _broken(self, depth: int) -> str:
        a, b, c, inner = self.text(), self.text(), self.text(), self._children(depth)
        return self.pick((
            f"<p><strong>{a}<em>{b}</strong>{c}</em></p>", f"<p>{a}<p>{b}", f"<p>{a}</p>{b}</p>", f"{a}{inner}{b}",
            f'<ul class="bulleted-list"><li>{a}<li>{b}{inner}</ul>', f'<ul class="bulleted-list">{a}<li>{b}</li></ul>',
            f'<ul class="toggle"><details close=""><summary>{a}</summary>{inner}</details></ul>', f"<h2>{a}<p>{b}</p></h2>",
            f"<p><strong>{a}</p><p>{b}</strong></p>", f'<p><a href="https://x.y/">x{a}</p><p>y{b}</a></p>',
            f"<strong><p>{a}</p>{inner}</strong>", f"<p>{a}</span></em>{b}</p>", f"<blockquote>{a}{inner}",
            f'<details open=""><summary>{a}</summary>{inner}', f"<x-block>{a}<p>{b}</p>{inner}</x-block>", "<p>1 < 2 & 3 &amp 4</p>",
            f'<table class="simple-table">{a}<tr><td>{b}<td>{c}</table>', f"<p>{a}<div>{b}</div>{c}</p>", f"<p>{a}<!-- {b.replace('-', '')} -->",
            f'<ol class="numbered-list"><p>{a}</p><li>{b}</li></ol>', f"<p><em>{a}<ul><li>{b}</li></ul></em></p>",
        ))  # fmt: skip


def _katex(tex: str) -> str:
    return (
        '<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>'
        f'<mrow><mi>MATHML</mi></mrow><annotation encoding="application/x-tex">{escape(tex)}</annotation></semantics>'
        '</math></span><span class="katex-html" aria-hidden="true"><span class="base">KATEX</span></span></span>'
    )
