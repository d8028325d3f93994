"""The attachments, by type and by size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from exportconv.model import Attachment
from exportconv.paths import SourcePath, split_name
from exportconv.report_page.markup import both, count, more, name, number, section, shown, size, table
from exportconv.report_page.subject import Subject

__all__ = ["attachments_section"]

_MOST_TYPES = 15
_LARGEST = 20
_LONGEST_ENDING = 12


def attachments_section(subject: Subject) -> str:
    """What attachments there are and which are the largest; nothing where there are none."""
    files = subject.attachments
    if not files:
        return ""
    sizes = {item.path: item.content.size for item in files}
    return section("attachments", ("Attachments", "첨부파일"), _by_type(files, sizes) + _largest(subject, files, sizes))


def _by_type(files: Sequence[Attachment], sizes: Mapping[SourcePath, int]) -> str:
    found: dict[str, list[int]] = defaultdict(list)
    for item in files:
        found[_ending(item.path)].append(sizes[item.path])
    order = sorted(found.items(), key=lambda item: (-sum(item[1]), -len(item[1]), item[0]))
    most = max(1, sum(order[0][1]))
    rows = [
        (
            shown(ending) or both("no ending", "확장자 없음"),
            _bar(sum(all_sizes) / most),
            number(len(all_sizes)),
            size(sum(all_sizes)),
        )
        for ending, all_sizes in order[:_MOST_TYPES]
    ]
    heads = (("Type", "종류"), ("Share", "비율"), ("Files", "파일"), ("Size", "크기"))
    english, korean = count(len(files), "file", "files", "파일 {}개")
    whole = size(sum(sizes.values()))
    caption = (f"By type: {english}, {whole}", f"종류별: {korean}, {whole}")
    return table(caption, heads, rows, numbers=frozenset((2, 3))) + more(len(order) - _MOST_TYPES)


def _ending(path: str) -> str:
    suffix = split_name(path)[2].lower()
    # what stands behind a dot in a sentence is no type
    return suffix if len(suffix) <= _LONGEST_ENDING and " " not in suffix else ""


def _bar(share: float) -> str:
    width = f"{max(1.0, 100 * share):.1f}"
    return (
        '<svg class="bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
        f'<rect width="{width}" height="8" rx="2"/></svg>'
    )


def _largest(subject: Subject, files: Sequence[Attachment], sizes: Mapping[SourcePath, int]) -> str:
    order = sorted(files, key=lambda item: (-sizes[item.path], item.path))[:_LARGEST]
    rows = [
        (subject.places.link(item.output, name(item.output or item.path)), size(sizes[item.path])) for item in order
    ]
    caption = ("The largest", "가장 큰 파일")
    return table(caption, (("File", "파일"), ("Size", "크기")), rows, numbers=frozenset((1,))) + more(
        len(files) - _LARGEST
    )
