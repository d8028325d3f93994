"""Say what is written in the place of each embed of a note, for targets that have no embeds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from exportconv.codes import Code
from exportconv.model import Embedded, Link, Note, SourceKind, Span, Vault, evolve
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.report import Issue
from exportconv.syntax.emphasis import Emphasis
from exportconv.syntax.insertion import is_paragraph

__all__ = ["plan_embeds"]

_DEPTH = 10
_SIZE = 16 << 20
_EACH = 1 << 10
"""Notes that embed notes that embed notes double their size on each level; a note that grows beyond this stops."""


@dataclass(slots=True)
class _Plan:
    """What is known while the embeds of one note are followed."""

    notes: Mapping[SourcePath, Note]
    issues: dict[tuple[SourcePath, int], Issue]
    """Note and place of an embed → why a link stands there."""
    emphasis: Emphasis
    """Where notes are bold, italic, struck out or highlighted."""
    chain: list[tuple[SourcePath, int]] = field(default_factory=list)
    """The embeds that are being followed: their notes and where they start."""
    size: int = 0


def plan_embeds(vault: Vault, options: Options) -> Vault:
    """The vault with what stands in the place of each embed of a note, heading or block in plain Markdown.

    An embed that would show itself again or lies too deep, in a table, in a heading or with several blocks in emphasis
    becomes a link and is reported.
    """
    if options.to != "markdown" or vault.kind is not SourceKind.OBSIDIAN:
        return vault
    notes = {note.path: note for note in vault.notes}
    issues: dict[tuple[SourcePath, int], Issue] = {}
    emphasis = Emphasis()
    embeds = {}
    for note in vault.notes:
        if any(link.is_embed and link.target in notes for link in note.links):
            embeds[note.path] = _inner(_Plan(notes, issues, emphasis), note, Span(0, len(note.body)))
    return evolve(vault, embeds=embeds, issues=vault.issues + tuple(issues.values()))


def _inner(plan: _Plan, note: Note, part: Span) -> Mapping[int, Embedded]:
    found = {}
    for link in note.links:
        if link.is_embed and link.target in plan.notes and part.start <= link.span.start < part.end:
            embedded = _embedded(plan, note, link)
            if embedded:
                found[link.span.start] = embedded
    return found


def _embedded(plan: _Plan, holder: Note, link: Link) -> Embedded | None:
    note = plan.notes[link.target or SourcePath("")]
    part = _part(note, link)
    place = (holder.path, link.span.start)
    plan.chain.append(place)
    reason = _reason_against(plan, holder, link, note, part)
    if reason:
        page = plan.chain[0][0]
        where = "in its place" if page == holder.path else f"on the page of {page!r}"
        message = f"{reason}; {'its text' if link.is_nested else 'a link'} stands {where}"
        plan.issues.setdefault(place, Issue(Code.LINKED_EMBED, holder.path, link.line, message))
        plan.chain.pop()
        return None
    plan.size += part.end - part.start + _EACH
    inner = _inner(plan, note, part)
    plan.chain.pop()
    return Embedded(note=note.path, span=part, inner=inner)


def _part(note: Note, link: Link) -> Span:
    """The part of a note that a link means."""
    if link.section is not None:
        return note.sections[link.section].span
    block = note.blocks.get(link.block) if link.block else None
    return block.span if block and block.span else Span(0, len(note.body))


def _reason_against(plan: _Plan, holder: Note, link: Link, note: Note, part: Span) -> str:
    """Why an embed cannot be shown in its place; empty where it can."""
    if note.verbatim is not None or note.is_of_plugin:
        return f"{note.path!r} is {'copied as it is' if note.verbatim else 'what a plug-in of Obsidian made'}"
    if link.in_table or link.is_nested or _is_in_heading(holder, link):
        return f"the embed of {note.path!r} stands in a table, a heading or a link"
    if plan.emphasis.holds(holder, link.span) and _has_blocks(plan, note, part):
        return f"the embed of {note.path!r} shows several blocks and stands in emphasis"
    shown = " → ".join([*(path for path, _ in plan.chain), note.path])
    if any(path == note.path and part.start <= start < part.end for path, start in plan.chain):
        return f"embeds itself: {shown} (depth {len(plan.chain)})"
    if len(plan.chain) > _DEPTH:
        return f"embeds lie too deep: {shown} (depth {len(plan.chain)})"
    return f"embeds grow beyond {_SIZE >> 20} MiB: {shown}" if plan.size + part.end - part.start > _SIZE else ""


def _is_in_heading(holder: Note, link: Link) -> bool:
    at = bisect_right(holder.sections, link.span.start, key=lambda section: section.span.start)
    return at > 0 and holder.body.find("\n", holder.sections[at - 1].span.start, link.span.start) < 0


def _has_blocks(plan: _Plan, note: Note, part: Span) -> bool:
    """Whether a part of a note is more than one paragraph, as far as can be said before its own embeds are followed."""
    links = (link for link in note.links if link.is_embed and part.start <= link.span.start < part.end)
    is_one = is_paragraph(note.body[part.start : part.end].strip("\r\n"))
    return not is_one or any(link.target in plan.notes for link in links)
