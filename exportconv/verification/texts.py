"""Whether a note says what the page it was made of says: title, properties, text and code."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from exportconv.codes import Code
from exportconv.nesting import is_too_deep
from exportconv.paths import nfc, split_name
from exportconv.verification.blocks import differ_in_marks_only, differing_parts
from exportconv.verification.compare import difference
from exportconv.verification.heads import parts_of, seen_of_head, split_page, values_of, without_asides
from exportconv.verification.marks import END, HIDDEN, LINK, SHOWN, mark, words_of
from exportconv.verification.notes import shown_in_markdown, without_comments
from exportconv.verification.pages import shown_in_page
from exportconv.verification.properties import Pair, lost_property
from exportconv.verification.settling import Expand

__all__ = [
    "TOO_DEEP",
    "Job",
    "Seen",
    "Wrong",
    "compare_page",
    "is_html",
    "page_text_of",
    "seen_of_note",
    "seen_of_page",
    "text_of",
]

TOO_DEEP = "is nested too deep to be compared"
_NOTION = re.compile(rf"{HIDDEN}[^{SHOWN}]*{SHOWN}|(https?://(?:[\w-]+\.)*notion\.(?:so|com|site)(?:/[^\s{END}]*)?)")


class Job(NamedTuple):
    """What was converted to what, as far as texts depend on it."""

    kind: str
    """What the source is: `notion`, `obsidian` or `markdown`."""
    to: str
    """`obsidian` or `markdown`."""
    wikilinks: bool
    """Whether `[[…]]` is a link in the notes that were written."""
    leaves_out: bool = False
    """Whether the options leave out files, and with them embeds."""
    has_frontmatter: bool = True
    """Whether the options keep frontmatter."""
    renamed: Mapping[str, str | None] = {}
    """Properties that the options rename or, where there is no new name, leave out."""


class Seen(NamedTuple):
    """A page or note as it is read."""

    title: str | None
    """The title of a page of Notion's."""
    text: str
    """What is seen of it, with marks."""
    pairs: list[Pair]
    """Notion's properties."""
    front: str
    """Frontmatter."""


class Wrong(NamedTuple):
    """What a note does not say as its page does."""

    code: Code
    """Which kind of thing it is."""
    line: int
    """Line of the note, from 1."""
    message: str
    """One sentence."""


def text_of(data: bytes) -> str | None:
    """The text of a page with line feeds alone at its line ends; None for what is no UTF-8 or UTF-16 that says so."""
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        # the codec that drops the mark is written in Python and costs more than all of this
        text = data.decode("utf-16") if is_utf16 else data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def page_text_of(data: bytes) -> str | None:
    """The same of a page of the source; None also for one that is nested too deep to be read."""
    text = text_of(data)
    return None if text is None or is_too_deep(text) else text


def is_html(path: str) -> bool:
    """Whether a path is that of a page in HTML."""
    return path.lower().endswith((".html", ".htm"))


def seen_of_page(job: Job, path: str, text: str, note_front: str) -> Seen:
    """A page of the source; `note_front` is the frontmatter of its note, which tells properties from text."""
    if job.kind == "notion" and is_html(path):
        title, shown, pairs = shown_in_page(text)
        return Seen(title, shown, pairs, "")
    front, body, _ = parts_of(text)
    if job.kind == "notion" and not front:
        heading, pairs, body = split_page(body, values_of(note_front))
        shown = shown_in_markdown(without_asides(body), wikilinks=False, indented_is_text=True)
        return Seen(heading, shown, pairs, "")
    is_inlined = job.to != job.kind == "obsidian"
    body = without_comments(body) if is_inlined else body
    wikilinks = job.wikilinks if job.kind == "markdown" else job.kind == "obsidian"
    return Seen(None, shown_in_markdown(body, wikilinks=wikilinks, all_footnotes=not is_inlined), [], front)


def seen_of_note(job: Job, text: str) -> Seen:
    """A note that was written."""
    front, body, _ = parts_of(text)
    all_footnotes = job.to == "obsidian" or job.kind != "obsidian"
    return Seen(None, shown_in_markdown(body, wikilinks=job.wikilinks, all_footnotes=all_footnotes), [], front)


def compare_page(
    job: Job,
    source: str,
    page: bytes,
    output: str,
    note: bytes,
    expand: Expand | None = None,
    *,
    may_grow: bool = False,
) -> Wrong | None:
    """What a note does not say of its page; None where it says all of it.

    source, output: their paths. expand: what embeds of notes show in plain Markdown. may_grow: whether there may be
    more in the note, as in one that was edited.
    """
    if page == note:
        return None
    before, after = page_text_of(page), text_of(note)
    if before is None or after is None:
        return Wrong(Code.TEXT_DIFFERS, 1, "cannot be read, and is not its page as it was")
    if (
        job.kind == "notion"
        and not is_html(source)
        and not may_grow
        and _is_same_but_for_parts(job, before, output, after)
    ):
        return None
    new = seen_of_note(job, after)
    old = seen_of_page(job, source, before, new.front)
    wrong = _wrong_head(job, old, new, may_grow=may_grow)
    if wrong:
        return wrong
    shown = _with_title(job, old, output, after)
    if job.kind == "notion" and "notion." in shown:
        shown = _NOTION.sub(lambda match: mark(LINK, f"m{match[1]}", match[1]) if match[1] else match[0], shown)
    found = difference(shown, new.text, source, expand, may_vanish=job.leaves_out, may_grow=may_grow)
    if found is None or (not job.has_frontmatter and _is_whole_without_head(job, before, new, output, after)):
        return None
    is_code = found.lost.startswith("▏") or found.new.startswith("▏")
    return Wrong(Code.CODE_DIFFERS if is_code else Code.TEXT_DIFFERS, _line(job, after, found.at), str(found))


def _is_same_but_for_parts(job: Job, page: str, output: str, note: str) -> bool:
    """Whether a page in Markdown is sure to be whole without parsing more than what differs."""
    front, body, _ = parts_of(note)
    if parts_of(page).front or not job.has_frontmatter:
        return False
    values = values_of(front)
    title, pairs, text = split_page(page, values)
    if lost_property(pairs, values, job.renamed) is not None:
        return False
    first, _, rest = body.lstrip("\n").partition("\n\n")
    has_title = bool(title) and first.startswith("# ")
    if has_title and first != f"# {title}" and not _begins_with(first, " ".join((title or "").split())):
        return False
    if has_title:
        body = rest
    elif title and (job.to == "markdown" or split_name(output)[1] != nfc(title)):
        return False
    # asides in code are other than in the note then, which is seen as a tag that reaches far
    text = text.replace("<aside>\n", "").replace("\n\n</aside>", "")
    found = differing_parts(text.strip("\n"), body.strip("\n"))
    return found is not None and (differ_in_marks_only(*found) or _show_the_same(job, *found))


def _show_the_same(job: Job, old: str, new: str) -> bool:
    seen = shown_in_markdown(new, wikilinks=job.wikilinks)
    return difference(shown_in_markdown(old, wikilinks=False), seen, may_vanish=False, may_grow=False) is None


def _wrong_head(job: Job, old: Seen, new: Seen, *, may_grow: bool) -> Wrong | None:
    if not job.has_frontmatter:
        return None
    if old.pairs:
        told = lost_property(old.pairs, values_of(new.front), job.renamed)
        return Wrong(Code.PROPERTY_DIFFERS, 1, told) if told else None
    before, after = seen_of_head(old.front), seen_of_head(new.front)
    if not old.front or before == after or seen_of_head(old.front, names=False) == seen_of_head(new.front, names=False):
        return None
    words = iter(after)
    if may_grow and all(word in words for word in before):
        return None
    at = next(
        (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    return Wrong(
        Code.PROPERTY_DIFFERS, 1, f"its frontmatter is not that of the page from {' '.join(before[at : at + 4])!r} on"
    )


def _with_title(job: Job, old: Seen, output: str, note: str) -> str:
    """The text of a page as its note is to show it: with the title, where the name of the note does not say it."""
    title = nfc(" ".join((old.title or "").replace("==", "").replace("~", "").split()))
    name = split_name(output)[1]
    for given in (name, "Untitled") if not title and job.kind == "notion" else ():
        # a page without a title is called by its file
        if _begins_with(parts_of(note).body, given):
            return f"{given}\n{old.text}"
    is_name = name == nfc((old.title or "").strip()) and job.to == "obsidian"
    if not title or (is_name and not _begins_with(parts_of(note).body, title)):
        return old.text
    return f"{title}\n{old.text}"


def _begins_with(body: str, title: str) -> bool:
    match = re.match(r"\s*# [^\n]*", body)
    return match is not None and " ".join(words_of(shown_in_markdown(match[0], wikilinks=False))) == title


def _is_whole_without_head(job: Job, page: str, new: Seen, output: str, note: str) -> bool:
    """Whether a note without frontmatter says all but its properties, which nothing but their form tells from text."""
    title, _, body = split_page(parts_of(page).body, None)
    shown = shown_in_markdown(without_asides(body), wikilinks=False, indented_is_text=True)
    whole = _with_title(job, Seen(title, shown, [], ""), output, note)
    return job.kind == "notion" and difference(whole, new.text, may_vanish=job.leaves_out, may_grow=False) is None


def _line(job: Job, note: str, words: int) -> int:
    """The line of a note on which the word behind so many others stands."""
    _, body, first = parts_of(note)
    lines = body.split("\n")
    low, high = 0, len(lines) - 1
    while low < high:
        middle = (low + high) // 2
        shown = shown_in_markdown("\n".join(lines[: middle + 1]), wikilinks=job.wikilinks)
        low, high = (low, middle) if len(words_of(shown)) > words else (middle + 1, high)
    return first + low
