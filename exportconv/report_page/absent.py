"""What the source did not contain: only what it and its links show, or what no export of its kind has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from exportconv.codes import Code
from exportconv.model import Link, Note, SourceKind
from exportconv.notion_names import is_notion_address
from exportconv.paths import decode_path, split_name
from exportconv.report_page.korean import REMARKS
from exportconv.report_page.markup import Words, both, cut, details, more, name, number, section, shown, total
from exportconv.report_page.subject import Subject
from exportconv.source_keys import without_row
from exportconv.syntax.links import is_address

__all__ = ["absent_section"]

_MOST = 100
_STORE = re.compile(
    r"https?://(?:(?:[\w-]+\.)*secure\.notion-static\.com|prod-files-secure\.s3[\w.-]*\.amazonaws\.com"
    r"|s3[\w.-]*\.amazonaws\.com/secure\.notion-static\.com|(?:file|img)\.notion\.so"
    r"|www\.notion\.so/(?:image|signed))(?:/|$)",
    re.IGNORECASE,
)
"""Where Notion keeps files: an address there is good for some hours, or for who has logged in."""
_NAMED = re.compile(r"(?P<quote>['\"])(?P<target>.*)(?P=quote) is not in the export")
_ALL_THERE: Words = (
    "No link was found that leads to a file or page that is not there.",
    "없는 파일이나 페이지를 가리키는 링크는 찾지 못했습니다.",
)
_NEVER: Words = (
    "Comments, the history of pages and what is in the bin: no export of Notion’s has them.",
    "댓글, 페이지 기록, 휴지통에 있는 것: 노션에서 내보낸 어떤 파일에도 없습니다.",
)
_NOT_IN_MARKDOWN: Words = (
    (
        "Colours, toggles and the ids of blocks: Notion’s Markdown export does not have them, its HTML export does."
        " A link to a block leads to its page."
    ),
    (
        "색, 토글, 블록 ID: 노션의 마크다운 내보내기에는 없고 HTML 내보내기에는 있습니다."
        " 블록으로 가는 링크는 그 페이지로 이어집니다."
    ),
)


def absent_section(subject: Subject) -> str:
    """What is not there, with where it is missed."""
    links = [(note, link) for note in subject.vault.notes for link in note.all_links() if link.target is None]
    found = "".join(
        (
            _files(_broken(subject, links)),
            _pages(links),
            _remote(links),
            _incomplete(subject),
            _empty(subject),
        )
    )
    if not found and Code.BROKEN_LINK not in subject.codes:
        found = f'<p class="good">{both(*_ALL_THERE)}</p>\n'
    notes = "".join(f"<li>{both(*words)}</li>\n" for words in _never(subject))
    if notes:
        found += f"<h3>{both('What no such export has', '이런 내보내기에는 없는 것')}</h3>\n<ul>\n{notes}</ul>\n"
    return section("absent", ("What the source did not contain", "원본에 없던 것"), found)


def _broken(subject: Subject, links: Iterable[tuple[Note, Link]]) -> Counter[str]:
    """The files that links name and that are not there, with how many links do so."""
    issues = [issue for issue in subject.report.issues if issue.code is Code.BROKEN_LINK]
    places = {(issue.path, issue.line) for issue in issues}
    found: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for note, link in links:
        if link.folder is None and not link.is_left_out and not is_address(link.raw_target) and link.raw_target:
            here = {(file, link.line) for file in _files_of(note)} & places
            found[decode_path(link.raw_target)] += bool(here)
            seen |= here
    # a link in a property is none any more when the property has its type
    lost = (_NAMED.match(issue.message) for issue in issues if (issue.path, issue.line) not in seen)
    found.update(match["target"] for match in lost if match)
    return +found


def _files_of(note: Note) -> set[str]:
    return {note.path, without_row(note.path), *(item.source for item in note.properties if item.source)}


def _files(targets: Counter[str]) -> str:
    words = (
        "Files and notes that links name",
        "링크가 가리키지만 없는 파일과 노트",
    )
    return _listed(words, [(name(target, 200), value) for target, value in _ordered(targets)])


def _pages(links: Iterable[tuple[Note, Link]]) -> str:
    found = Counter(
        link.raw_target for _, link in links if is_notion_address(link.raw_target) and not _STORE.match(link.raw_target)
    )
    words = ("Pages on Notion’s servers that links lead to", "링크가 가리키는, 노션 서버에만 있는 페이지")
    return _listed(words, [(_outward(target), value) for target, value in _ordered(found)])


def _outward(target: str) -> str:
    """A link to the web, which is followed only by who wants to."""
    return f'<a href="{shown(target)}" rel="noreferrer noopener">{name(target, 120)}</a>'


def _remote(links: Iterable[tuple[Note, Link]]) -> str:
    """Images and files on other servers: they were not fetched."""
    stored: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for _, link in links:
        target = link.raw_target
        if _STORE.match(target):
            stored[cut(target.partition("?")[0], 200)] += 1
        elif link.is_embed and target.lower().startswith(("http://", "https://")):
            others[_host(target)] += 1
    expiring = (
        "Files in Notion’s store, at addresses that expire: download them while you can",
        "노션 저장소에만 있는 파일. 주소가 곧 만료되니 미리 내려받아 두세요",
    )
    elsewhere = ("Images that stay on other servers, by server", "다른 서버에 남아 있는 이미지(서버별)")
    return _listed(expiring, [(name(target), value) for target, value in _ordered(stored)]) + _listed(
        elsewhere, [(name(host), value) for host, value in _ordered(others)]
    )


def _host(target: str) -> str:
    try:
        return urlsplit(target).hostname or cut(target, 60)
    except ValueError:
        return cut(target, 60)


def _incomplete(subject: Subject) -> str:
    """Databases of which only the rows of a view came along."""
    if subject.vault.kind is not SourceKind.NOTION:
        return ""
    found = [item for item in subject.vault.databases if not item.is_complete and item.files]
    words = (
        "Databases without the file that lists all rows (<code>_all.csv</code>); rows behind a filter may be missing",
        "모든 행이 든 파일(<code>_all.csv</code>)이 없는 데이터베이스. 필터에 가린 행이 빠졌을 수 있습니다",
    )
    return _listed(words, [(name(item.title), len(item.row_notes())) for item in found], ("row", "rows", "행 {}개"))


def _empty(subject: Subject) -> str:
    found = [item for item in subject.attachments if not item.content.size]
    words = ("Attachments without a single byte", "내용이 한 바이트도 없는 첨부파일")
    rows = [(subject.places.link(item.output, name(item.output or item.path)), 0) for item in found]
    return _listed(words, rows)


def _never(subject: Subject) -> Iterator[Words]:
    if subject.vault.kind is SourceKind.NOTION:
        yield _NEVER
        if any(split_name(note.path)[2].lower() == ".md" for note in subject.vault.notes):
            yield _NOT_IN_MARKDOWN
    for remark in subject.report.remarks:
        yield shown(remark), shown(REMARKS.get(remark, remark))


def _ordered(found: Counter[str]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _listed(
    title: Words, rows: list[tuple[str, int]], words: tuple[str, str, str] = ("link", "links", "링크 {}개")
) -> str:
    """What is missing of one kind, a line each; nothing where nothing is."""
    if not rows:
        return ""
    lines = "".join(f"<li>{html}{_times(value, words)}</li>\n" for html, value in rows[:_MOST])
    summary = f'<span class="meaning">{both(*title)}</span> <span class="how-many">{number(len(rows))}</span>'
    return details(summary, f"<ul>\n{lines}</ul>\n{more(len(rows) - _MOST)}")


def _times(value: int, words: tuple[str, str, str]) -> str:
    return f' <span class="times">{total(value, *words)}</span>' if value else ""
