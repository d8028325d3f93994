"""A note's properties as the items of a frontmatter block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportconv.model import DateRange, Note, Property, PropertyType, written_names
from exportconv.options import Options
from exportconv.paths import split_name
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.frontmatter import Value, dump, load
from exportconv.writers.link_printer import LinkPrinter

__all__ = ["frontmatter_of", "kept_frontmatter"]

_EMPTY = "---\n---\n"


def kept_frontmatter(note: Note, options: Options, edits: Iterable[Edit]) -> str:
    """The frontmatter block of the source with some edits of its links; as it is where they would break it."""
    block = note.frontmatter or ""
    if options.frontmatter == "never":
        return ""
    edited = apply_edits(block, edits)
    # between quotes nothing can break it
    is_bare = edited is not block and not all(link.quote for link in note.head_links)
    if is_bare and load(block) is not None and load(edited) is None:
        return block
    return edited + _EMPTY if options.frontmatter == "always" and "---" not in edited else edited


def frontmatter_of(note: Note, printer: LinkPrinter, options: Options, *, aliases: bool) -> str:
    """The frontmatter of a note; the block of the source where it has one, byte for byte.

    aliases: whether the full title is kept as an alias where the file name had to differ from it.
    """
    if note.frontmatter is not None or options.frontmatter == "never":
        return kept_frontmatter(note, options, ())
    items: dict[str, Value] = {}
    for item in note.properties:
        items.update(_items(note, item, printer))
    if aliases and note.has_heading and note.title != split_name(note.output)[1]:
        known = items.get("aliases")
        more = known if isinstance(known, list) else [] if known is None else [str(known)]
        items["aliases"] = [note.title, *more]
    if options.keep_ids and note.id:
        items["notion-id"] = note.id
    return dump(items.items()) or (_EMPTY if options.frontmatter == "always" else "")


def _items(note: Note, item: Property, printer: LinkPrinter) -> Iterator[tuple[str, Value]]:
    value = item.value
    names = written_names(item.name, value, keeps_text=item.keeps_text)
    if item.type is PropertyType.LINKS and item.links:
        yield item.name, [printer.item(note, link, item.raw) for link in item.links]
    elif isinstance(value, DateRange):
        yield from zip(names, (value.start, value.end), strict=False)
    elif isinstance(value, tuple):
        yield item.name, list(value)
    elif isinstance(value, str):
        yield item.name, printer.spliced(note, value, item.links)
    else:
        yield item.name, value
    if item.keeps_text:
        yield names[-1], item.raw
