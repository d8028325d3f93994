"""A note's properties as the items of a frontmatter block."""

from __future__ import annotations

from collections.abc import Iterator

from exportconv.model import DateRange, Note, Property, PropertyType, written_names
from exportconv.options import Options
from exportconv.paths import split_name
from exportconv.syntax.frontmatter import Value, dump
from exportconv.writers.link_printer import LinkPrinter

__all__ = ["frontmatter_of"]


def frontmatter_of(note: Note, printer: LinkPrinter, options: Options, *, aliases: bool) -> str:
    """The frontmatter of a note; the block of the source where it has one, byte for byte.

    aliases: whether the full title is kept as an alias where the file name had to differ from it.
    """
    if note.frontmatter is not None:
        return note.frontmatter
    items: dict[str, Value] = {}
    for item in note.properties:
        items.update(_items(note, item, printer))
    if aliases and note.has_heading and note.title != split_name(note.output)[1]:
        known = items.get("aliases")
        more = known if isinstance(known, list) else [] if known is None else [str(known)]
        items["aliases"] = [note.title, *more]
    if options.keep_ids and note.id:
        items["notion-id"] = note.id
    return dump(items.items())


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
