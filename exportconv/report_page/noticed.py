"""The issues, grouped by what they say, and the types of properties."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from exportconv.codes import Code
from exportconv.inventory import property_types
from exportconv.report import Issue
from exportconv.report_page.korean import MEANINGS, TYPES
from exportconv.report_page.markup import Words, both, count, details, more, name, number, section, shown, table, total
from exportconv.report_page.subject import Subject

__all__ = ["issues_section", "properties_section"]

_MOST_ISSUES = 200
_MOST_PROPERTIES = 100
_OPEN = 20
"""So many findings of a kind are shown at once."""
_NOTHING: Words = (
    "Nothing to report: every page was read, and no broken link was found.",
    "알릴 것이 없습니다. 모든 페이지를 읽었고, 끊어진 링크는 찾지 못했습니다.",
)
_LEAD: Words = (
    "Grouped by what they say. The path is that in the source, the link leads to the note in the result.",
    "내용이 같은 것끼리 모았습니다. 경로는 원본의 것이고, 링크는 결과의 노트로 갑니다. 하나하나의 설명은 영어입니다.",
)
_CODE = re.compile("`([^`]*)`")


def issues_section(subject: Subject) -> str:
    """All that was noticed, with the way to the notes."""
    groups: dict[Code, list[Issue]] = defaultdict(list)
    for issue in subject.report.issues:
        groups[issue.code].append(issue)
    body = "".join(_group(subject, code, groups[code]) for code in subject.codes)
    body = f"<p>{both(*_LEAD)}</p>\n{body}" if body else f'<p class="good">{both(*_NOTHING)}</p>\n'
    return section("issues", ("What was noticed", "알림"), body)


def _group(subject: Subject, code: Code, issues: list[Issue]) -> str:
    kind = both("look at it", "확인 필요") if code.is_finding else both("for your information", "참고")
    meaning = both(_marked(code.meaning), _marked(MEANINGS[code]))
    summary = (
        f'<span class="code">{code}</span> <span class="meaning">{meaning}</span> '
        f'<span class="tag{" finding" if code.is_finding else ""}">{kind}</span> '
        f'<span class="how-many">{total(len(issues), "time", "times", "{}건")}</span>'
    )
    lines = "".join(_line(subject, issue) for issue in issues[:_MOST_ISSUES])
    body = f'<ul class="issues">\n{lines}</ul>\n{more(len(issues) - _MOST_ISSUES)}'
    return details(summary, body, is_open=code.is_finding and len(issues) <= _OPEN)


def _line(subject: Subject, issue: Issue) -> str:
    place = f"{name(issue.path)}{f':{issue.line}' if issue.line else ''}"
    link = subject.places.issue_link(issue, place)
    message = f'<span class="message stays" lang="en">{shown(issue.message)}</span>'
    return f'<li><span class="path">{link}</span> {message}</li>\n'


def _marked(text: str) -> str:
    """A sentence with its code marked as such."""
    return _CODE.sub(r"<code>\1</code>", shown(text))


def properties_section(subject: Subject) -> str:
    """The properties of all notes with their types; nothing where there are none."""
    found = property_types(subject.vault)
    if not found:
        return ""
    order = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    rows = [(name(key, 80), " ".join(_types(types)), number(types.total())) for key, types in order[:_MOST_PROPERTIES]]
    heads = (("Property", "속성"), ("Types", "유형"), ("Notes", "노트"))
    caption = count(len(found), "property", "properties", "속성 {}개")
    body = table(caption, heads, rows, numbers=frozenset((2,))) + more(len(order) - _MOST_PROPERTIES)
    return section("properties", ("Properties", "속성"), body)


def _types(types: Counter[str]) -> Iterator[str]:
    """The types that one property has; where they are several, with the number of each."""
    for kind, value in sorted(types.items(), key=lambda item: (-item[1], item[0])):
        words = both(kind, TYPES[kind])
        yield f'<span class="type">{words}{f" × {number(value)}" if len(types) > 1 else ""}</span>'
