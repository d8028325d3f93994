"""The whole page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from exportconv.errors import ConfigError
from exportconv.report import Report
from exportconv.report_page.absent import absent_section
from exportconv.report_page.attachments import attachments_section
from exportconv.report_page.counts import came_in, kind_of, went_out
from exportconv.report_page.graph_section import graph_section
from exportconv.report_page.markup import Words, both, name, number, section, shown, size
from exportconv.report_page.noticed import issues_section, properties_section
from exportconv.report_page.style import POLICY, SCRIPT, STYLE
from exportconv.report_page.subject import Places, Subject
from exportconv.writers.filetree import FileTree

__all__ = ["html_report"]

_TITLE: Words = ("Conversion report", "변환 보고서")
_FOOT: Words = (
    "Made by exportconv. This page loads nothing and tells nobody that it was opened.",
    "exportconv가 만들었습니다. 이 페이지는 아무것도 불러오지 않으며, 열어 본 것을 누구에게도 알리지 않습니다.",
)
_OUTCOMES: dict[str, Words] = {
    "written": ("Done", "변환했습니다"),
    "unchanged": (
        "The result had all of this already, so nothing was changed",
        "결과에 이미 모두 있어 바꾼 것이 없습니다",
    ),
    "dry run": ("A dry run: nothing was written", "시험 실행: 아무것도 쓰지 않았습니다"),
}


def html_report(
    report: Report,
    tree: FileTree | None,
    *,
    sources: Iterable[str | PathLike[str]] = (),
    destination: str | PathLike[str] | None = None,
    file: str | PathLike[str] = "report.html",
    changed: bool = True,
    dry_run: bool = False,
) -> str:
    """A page of HTML for people, complete in itself: what came in and went out, was noticed, is linked, and is missing.

    report, tree: of `convert` with `keep_tree`, or of one's own steps. sources: what was converted, of which only the
    names are shown. destination: where the tree was written; its notes are linked as seen from `file`, where the page
    is going to be, as far as they are there. changed, dry_run: whether anything was written. The same input gives the
    same page; this writes nothing. Raises ConfigError for a result whose tree was not kept.
    """
    if tree is None:
        raise ConfigError("a report needs the files of the conversion; convert with keep_tree=True")
    names = tuple(os.path.basename(os.path.abspath(source)) for source in sources)
    places = Places(tree, Path(destination) if destination is not None else None, Path(file))
    outcome = "unchanged" if not changed else "dry run" if dry_run else "written"
    subject = Subject(report, tree, places, names, outcome)
    parts = {
        ("overview", "Overview", "한눈에 보기"): _overview(subject),
        ("issues", "What was noticed", "알림"): issues_section(subject),
        ("graph", "Links", "링크"): graph_section(subject),
        ("properties", "Properties", "속성"): properties_section(subject),
        ("attachments", "Attachments", "첨부파일"): attachments_section(subject),
        ("absent", "What is missing", "빠진 것"): absent_section(subject),
    }
    contents = "".join(
        f'<li><a href="#{anchor}">{both(english, korean)}</a></li>'
        for (anchor, english, korean), part in parts.items()
        if part
    )
    return _page(subject, contents, "".join(parts.values()))


def _page(subject: Subject, contents: str, body: str) -> str:
    titles = [shown(": ".join((words, *subject.sources[:1]))) for words in _TITLE]
    # what a browser may do stands before anything that it could do
    return (
        f'<!doctype html>\n<html lang="en" data-en="{titles[0]}" data-ko="{titles[1]}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>{titles[0]}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{_header(subject)}"
        f'<nav aria-label="Contents · 차례"><ul>{contents}</ul></nav>\n'
        f'<main id="main" tabindex="-1">\n{_state(subject)}{body}</main>\n<footer><p>{both(*_FOOT)}</p></footer>\n'
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _header(subject: Subject) -> str:
    """The title, and the two buttons for the language."""
    names = "".join(f"{name(source)} · " for source in subject.sources)
    return (
        f'<a class="skip" href="#main">{both("Skip to the content", "본문으로 건너뛰기")}</a>\n'
        f"<header>\n<div>\n<h1>{both(*_TITLE)}</h1>\n<p>{names}{both(*kind_of(subject.vault))}</p>\n</div>\n"
        f'<fieldset><legend lang="mul">Language · 언어</legend>\n{_button("en", "English", " checked")}'
        f"{_button('ko', '한국어')}</fieldset>\n</header>\n"
    )


def _button(language: str, words: str, checked: str = "") -> str:
    button = f'<input type="radio" name="language" id="{language}"{checked}>'
    return f'{button}<label for="{language}"><span class="stays" lang="{language}">{words}</span></label>\n'


def _overview(subject: Subject) -> str:
    links = subject.report.counts.get("links that lead somewhere", 0)
    tiles = [
        _tile(len(subject.vault.notes), "note", "notes", "노트"),
        _tile(len(subject.vault.databases), "database", "databases", "데이터베이스"),
        _tile(len(subject.attachments), "attachment", "attachments", "첨부파일"),
        (size(subject.attachment_bytes), ("of attachments", "첨부파일 크기")),
        _tile(links, "link that leads somewhere", "links that lead somewhere", "이어지는 링크"),
        _tile(len(subject.report.issues), "thing noticed", "things noticed", "알림"),
    ]
    if not subject.attachments:
        del tiles[3]
    figures = "".join(f"<li><b>{value}</b><span>{both(*words)}</span></li>\n" for value, words in tiles)
    tables = f'<div class="pair"><div>{came_in(subject)}</div><div>{went_out(subject)}</div></div>\n'
    title = ("Overview", "한눈에 보기")
    return f'<ul class="tiles">\n{figures}</ul>\n{section("overview", title, tables)}'


def _tile(value: int, one: str, many: str, korean: str) -> tuple[str, Words]:
    return number(value), (one if value == 1 else many, korean)


def _state(subject: Subject) -> str:
    """In one line how it ended, and whether somebody should look."""
    findings = sum(value for code, value in subject.codes.items() if code.is_finding)
    english, korean = _OUTCOMES[subject.outcome]
    if findings:
        english += f"; {number(findings)} of the things noticed {'needs' if findings == 1 else 'need'} a look"
        korean += f". 알림 가운데 {number(findings)}건은 확인이 필요합니다"
    return f'<p class="state{" finding" if findings else ""}">{both(english + ".", korean + ".")}</p>\n'
