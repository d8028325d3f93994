"""The head of a Notion HTML page: cover, icon, title, description, and properties, of which each row says its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from exportconv.codes import Code
from exportconv.model import ColumnKind, Link, LinkForm, Property, Span
from exportconv.paths import decode_path
from exportconv.readers.html_callouts import icon_of
from exportconv.readers.html_inline import plain_text
from exportconv.readers.html_runs import lines_of, runs_of
from exportconv.readers.html_tables import is_checked
from exportconv.readers.html_tree import Node, find_all, find_first, text_of
from exportconv.report import Issue
from exportconv.syntax.dates import parse_date
from exportconv.syntax.links import escape_text

__all__ = ["decorations", "read_properties"]

_LINE = 1
_PREFIX = "property-row-"
_KINDS = {
    "text": ColumnKind.TEXT, "select": ColumnKind.SELECT, "multi_select": ColumnKind.MULTI_SELECT,
    "status": ColumnKind.SELECT, "number": ColumnKind.NUMBER, "auto_increment_id": ColumnKind.UNIQUE_ID,
    "unique_id": ColumnKind.UNIQUE_ID, "checkbox": ColumnKind.CHECKBOX, "date": ColumnKind.DATE,
    "created_time": ColumnKind.DATE, "last_edited_time": ColumnKind.DATE, "person": ColumnKind.PERSON,
    "created_by": ColumnKind.PERSON, "last_edited_by": ColumnKind.PERSON, "file": ColumnKind.FILES,
    "url": ColumnKind.URL, "email": ColumnKind.EMAIL, "phone_number": ColumnKind.TEXT,
    "relation": ColumnKind.RELATION, "place": ColumnKind.TEXT, "button": ColumnKind.TEXT,
    "verification": ColumnKind.TEXT, "title": ColumnKind.TEXT,
}  # fmt: skip
_INFERRED = ("formula", "rollup")

Read = Callable[[Node], tuple[str, tuple[Link, ...]]]


def read_properties(header: Node, path: str, issues: list[Issue]) -> tuple[Property, ...]:
    """The properties of a page, each with the kind that Notion gives it; those without a value are left out.

    A type that is not known here is kept as text and reported.
    """
    properties = []
    for row in find_all(header, "tr", "property-row"):
        name, value = find_first(row, "th"), find_first(row, "td")
        kind = next((word.removeprefix(_PREFIX) for word in row.get("class").split() if word.startswith(_PREFIX)), "")
        label = " ".join(text_of(child) for child in name.children if not _is_icon(child)).strip() if name else ""
        if value is None or not label:
            continue
        raw, links = _READERS.get(kind, _text)(value)
        if not raw:
            continue
        known = _KINDS.get(kind)
        if known is None and kind not in _INFERRED:
            issues.append(Issue(Code.UNKNOWN_TYPE, path, _LINE, f"property {label!r} has the unknown type {kind!r}"))
            known = ColumnKind.TEXT
        properties.append(Property(name=label, raw=raw, line=_LINE, value=raw, links=links, kind=known))
    return tuple(properties)


def decorations(header: Node, article: Node | None) -> Iterator[Property]:
    """Cover and icon of a page as properties; one of Notion's own icons as its address."""
    cover = find_first(header, "img", "page-cover-image")
    if cover and cover.get("src"):
        yield _picture("cover", cover.get("src"), ColumnKind.COVER)
    box = find_first(header, "div", "page-header-icon")
    image = find_first(box, "img") if box else None
    emoji = icon_of(box or Node("div", {})) or (article.get("data-notion-page-icon") if article else "")
    if image and image.get("src"):
        yield _picture("icon", image.get("src"), ColumnKind.ICON)
    elif emoji:
        yield Property(name="icon", raw=emoji, line=_LINE, value=emoji, kind=ColumnKind.ICON)


def _picture(name: str, source: str, kind: ColumnKind) -> Property:
    if source.startswith(("http:", "https:", "//", "data:")):
        return Property(name=name, raw=source, line=_LINE, value=source, kind=kind)
    raw, links = _joined_links([(decode_path(source.rpartition("/")[2]), source)], LinkForm.INLINE)
    return Property(name=name, raw=raw, line=_LINE, value=raw, links=links, kind=kind)


def _is_icon(child: Node | str) -> bool:
    return not isinstance(child, str) and (child.has_class("icon") or child.tag in ("svg", "img"))


def _joined_links(items: Iterable[tuple[str, str]], form: LinkForm) -> tuple[str, tuple[Link, ...]]:
    """Links as the text of a property, with their spans in it."""
    raw, links = "", []
    for title, target in items:
        start = len(raw) + (2 if raw else 0)
        if form is LinkForm.RELATION:
            text, at = f"{title} ({target})", len(title) + 2
        elif form is LinkForm.INLINE:
            label = escape_text(title)
            text, at = f"[{label}]({target})", len(label) + 3
        else:
            text, at = target, 0
        raw = f"{raw}, {text}" if raw else text
        span = Span(start, start + len(text))
        target_span = Span(start + at, start + at + len(target))
        links.append(Link(span=span, target_span=target_span, raw_target=target, text=title, line=_LINE, form=form))
    return raw, tuple(links)


def _plain(node: Node) -> str:
    return "\n".join(plain_text(line) for line in lines_of(runs_of(node.children)))


def _text(value: Node) -> tuple[str, tuple[Link, ...]]:
    """Text without its forms, which frontmatter does not show, and with its links as Markdown."""
    raw, links = "", []
    for number, line in enumerate(lines_of(runs_of(value.children))):
        raw += "\n" if number else ""
        for run in line:
            if run.href and run.text.strip() and run.href != run.text:
                piece, found = _joined_links([(run.text, run.href)], LinkForm.INLINE)
                links += [_moved(link, len(raw)) for link in found]
                raw += piece
            else:
                raw += run.text
    return raw.strip(), tuple(links)


def _moved(link: Link, by: int) -> Link:
    span, target = link.span, link.target_span
    return Link(
        span=Span(span.start + by, span.end + by), target_span=Span(target.start + by, target.end + by),
        raw_target=link.raw_target, text=link.text, line=link.line, form=link.form,
    )  # fmt: skip


def _options(value: Node) -> tuple[str, tuple[Link, ...]]:
    spans = [_plain(item) for item in find_all(value, name="selected-value")]
    return (", ".join(filter(None, spans)), ()) if spans else _text(value)


def _checkbox(value: Node) -> tuple[str, tuple[Link, ...]]:
    ticked = is_checked(value)
    return ("Yes" if ticked else "No", ()) if ticked is not None else _text(value)


def _date(value: Node) -> tuple[str, tuple[Link, ...]]:
    """Dates as they are shown, without `@`; where that is in a language not known here, as the page has them beside."""
    times = list(find_all(value, "time"))
    shown = [text_of(item).strip().removeprefix("@").replace("→ @", "→ ") for item in times]
    exact = [item.get("datetime") for item in times]
    if not times:
        return _text(value)
    text = " → ".join(shown)
    return (" → ".join(exact) if all(exact) and parse_date(text) is None else text), ()


def _persons(value: Node) -> tuple[str, tuple[Link, ...]]:
    users = [_plain(item).removeprefix("@") for item in find_all(value, "span", "user")]
    return (", ".join(filter(None, users)), ()) if users else (_text(value)[0], ())


def _anchors(value: Node) -> Sequence[tuple[str, str]]:
    found = ((plain_text(runs_of([item])), item.get("href")) for item in find_all(value, "a"))
    return [(text, href) for text, href in found if href]


def _files(value: Node) -> tuple[str, tuple[Link, ...]]:
    anchors = _anchors(value)
    if not anchors:
        return _text(value)
    raw, links = _joined_links(anchors, LinkForm.FILE)
    return raw, links if any(not href.startswith("http") for _, href in anchors) else ()


def _relation(value: Node) -> tuple[str, tuple[Link, ...]]:
    anchors = [(text or "Untitled", href) for text, href in _anchors(value)]
    return _joined_links(anchors, LinkForm.RELATION) if anchors else _text(value)


def _url(value: Node) -> tuple[str, tuple[Link, ...]]:
    """What the user typed, which need not be an address."""
    anchor = find_first(value, "a")
    href = anchor.get("href") if anchor else ""
    return (href if href.startswith(("http:", "https:")) else _plain(value)), ()


_READERS: dict[str, Read] = {
    "select": _options, "multi_select": _options, "status": lambda value: (_plain(value), ()), "checkbox": _checkbox,
    "date": _date, "created_time": _date, "last_edited_time": _date, "person": _persons, "created_by": _persons,
    "last_edited_by": _persons, "file": _files, "relation": _relation, "url": _url,
    "email": lambda value: (_plain(value), ()), "phone_number": lambda value: (_plain(value), ()),
}  # fmt: skip
