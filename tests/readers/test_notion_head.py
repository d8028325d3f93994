"""The head of a Notion page: its title and its block of properties."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.model import Link, LinkForm, Property
from exportconv.readers.notion_head import Columns, Head, split_head

ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"


def head(text: str, *columns: str, complete: bool = True) -> Head:
    """The head, the columns given as the reader gives them: longest first."""
    return split_head(text, Columns(sorted(columns, key=len, reverse=True), complete and bool(columns)))


def pairs(found: Head) -> list[tuple[str, str]]:
    return [(item.name, item.raw) for item in found.properties]


def value_links(value: str) -> tuple[Link, ...]:
    [item] = head(f"# Row\n\nField: {value}\n", "Field").properties
    return item.links


def check_spans(value: str, links: tuple[Link, ...]) -> None:
    for link in links:
        assert value[link.target_span.start : link.target_span.end] == link.raw_target
        assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end


# --- titles ---


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        pytest.param("# Weekly plan\n\nText", "Weekly plan", "Text", id="plain"),
        pytest.param("# 주간 계획\n\n본문", "주간 계획", "본문", id="korean"),
        pytest.param("# Weekly plan", "Weekly plan", "", id="nothing-below"),
        pytest.param("# Weekly plan\n", "Weekly plan", "", id="one-line-feed"),
        pytest.param("# Weekly plan\n\n", "Weekly plan", "", id="blank-below"),
        pytest.param("# Weekly plan\nText", "Weekly plan", "Text", id="no-blank-below"),
        pytest.param("# A / B: is 1.5 | 2? #3 [x](y)\n\nText", "A / B: is 1.5 | 2? #3 [x](y)", "Text", id="marks"),
        pytest.param("#  Two blanks  \n\nText", "Two blanks", "Text", id="blanks-around"),
        pytest.param("# # not a tag\n\nText", "# not a tag", "Text", id="hash-in-title"),
        pytest.param("# \n\nText", "", "Text", id="empty-with-blank"),
        pytest.param("#\n\nText", "", "Text", id="empty"),
        pytest.param("#", "", "", id="hash-alone"),
        pytest.param("# Plan\n\n# Chapter\n\nText", "Plan", "# Chapter\n\nText", id="only-the-first-heading"),
        pytest.param("# Plan\n\n\n\nText", "Plan", "\n\nText", id="only-one-blank-line-goes"),
        pytest.param("# Plan\n\n    indented\n", "Plan", "    indented\n", id="indent-stays"),
        pytest.param("# Plan\r\n\r\nText\r\nmore", "Plan", "Text\r\nmore", id="crlf"),
        pytest.param("# Line\u2028sep\n\nText\u2028x", "Line\u2028sep", "Text\u2028x", id="line-separator-is-no-line"),
    ],
)
def test_title_and_body(text: str, title: str, body: str) -> None:
    found = head(text)
    assert (found.title, text[found.body :], found.properties) == (title, body, ())


@pytest.mark.parametrize(
    "text",
    ["", "\n", "Text\n\n# Later\n", "\n# Behind a blank\n", "- item", " # Indented\n", "A: b\nC: d\n"],
    ids=["empty", "blank", "text-first", "blank-first", "list", "indented", "pairs-without-title"],
)
def test_without_a_title_everything_is_body(text: str) -> None:
    assert head(text, "A", "C") == Head(None, (), 0)


def test_a_decomposed_title_is_kept_as_written() -> None:
    title = unicodedata.normalize("NFD", "회의록 정리")
    assert head(f"# {title}\n\nText").title == title


# --- property blocks with the database's columns ---


def test_a_block_of_columns() -> None:
    text = "# Row\n\nStatus: In progress\nDue: May 10, 2024\n\nText: not a property"
    found = head(text, "Name", "Due", "Status", "Owner")
    assert pairs(found) == [("Status", "In progress"), ("Due", "May 10, 2024")]
    assert text[found.body :] == "Text: not a property"
    assert [item.line for item in found.properties] == [3, 4]
    assert all(item.value == item.raw for item in found.properties)


@pytest.mark.parametrize(
    ("line", "columns", "expected"),
    [
        pytest.param("Due: x", ["Due"], ("Due", "x"), id="plain"),
        pytest.param("마감일: 2024년 5월 1일", ["마감일"], ("마감일", "2024년 5월 1일"), id="korean"),
        pytest.param("Due date: x", ["Due", "Due date"], ("Due date", "x"), id="one-name-begins-the-other"),
        pytest.param("Due: date: x", ["Due", "Due: date"], ("Due: date", "x"), id="longest-wins"),
        pytest.param("Due: date: x", ["Due"], ("Due", "date: x"), id="colon-in-the-value"),
        pytest.param("Ratio: a:b: 3", ["Ratio: a:b"], ("Ratio: a:b", "3"), id="colons-in-the-name"),
        pytest.param("#: 15", ["#"], ("#", "15"), id="hash"),
        pytest.param("C#: yes", ["C#"], ("C#", "yes"), id="hash-in-the-name"),
        pytest.param("Really?!: yes.", ["Really?!"], ("Really?!", "yes."), id="sentence-marks-are-allowed"),
        pytest.param("a [b] *c* `d`: e", ["a [b] *c* `d`"], ("a [b] *c* `d`", "e"), id="markdown-is-allowed"),
        pytest.param("Note: ", ["Note"], ("Note", ""), id="empty-value"),
        pytest.param("Note:   padded  ", ["Note"], ("Note", "padded"), id="padded-value"),
        pytest.param("Tag : a, b", ["Tag "], ("Tag", "a, b"), id="blank-ends-the-name"),
        pytest.param("URL: https://example.org/a:b", ["URL"], ("URL", "https://example.org/a:b"), id="url"),
    ],
)
def test_a_line_of_a_block(line: str, columns: list[str], expected: tuple[str, str]) -> None:
    text = f"# Row\n\n{line}\n\nText"
    found = head(text, *columns)
    assert pairs(found) == [expected]
    assert text[found.body :] == "Text"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("Bag: paper", id="no-column"),
        pytest.param("Status: Done\nBag: paper", id="one-line-is-no-column"),
        pytest.param("Status: Done\nand a second line of text", id="one-line-is-text"),
        pytest.param("Status:Done", id="no-blank-behind-the-colon"),
        pytest.param("status: Done", id="other-case"),
        pytest.param("The Status: Done", id="column-later-in-the-line"),
        pytest.param("- Status: Done", id="list-item"),
        pytest.param("Priority: 5\nOwner: Kim", id="looks-like-a-block-but-of-other-columns"),
    ],
)
def test_with_all_columns_known_anything_else_is_text(block: str) -> None:
    text = f"# Row\n\n{block}\n\nmore"
    found = head(text, "Status", "Due")
    assert (found.properties, text[found.body :]) == ((), f"{block}\n\nmore")


def test_the_blank_line_ends_the_block_even_before_a_line_that_fits() -> None:
    text = "# Row\n\nStatus: Done\n\nDue: someday\nmore"
    found = head(text, "Status", "Due")
    assert pairs(found) == [("Status", "Done")]
    assert text[found.body :] == "Due: someday\nmore"


def test_columns_of_a_view_alone_may_lack_some_so_the_strict_rule_helps() -> None:
    text = "# Row\n\nStatus: Done\nPriority: 5\n\nText"
    assert pairs(head(text, "Status", complete=False)) == [("Status", "Done"), ("Priority", "5")]
    assert pairs(head(text, "Status", complete=True)) == []


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\nText", "\n \t\nText"])
def test_the_body_behind_a_block(end: str) -> None:
    text = f"# Row\n\nStatus: Done{end}"
    found = head(text, "Status")
    assert pairs(found) == [("Status", "Done")]
    assert text[found.body :] == {"\n\n\nText": "\nText", "\n \t\nText": "Text"}.get(end, "")


def test_a_block_with_crlf() -> None:
    text = "# Row\r\n\r\nStatus: Done\r\nDue: 2024-05-10\r\n\r\nText\r\n"
    found = head(text, "Status", "Due")
    assert pairs(found) == [("Status", "Done"), ("Due", "2024-05-10")]
    assert found.title == "Row"
    assert text[found.body :] == "Text\r\n"


def test_a_block_right_below_the_title() -> None:
    found = head("# Row\nStatus: Done\n\nText", "Status")
    assert pairs(found) == [("Status", "Done")]
    assert found.properties[0].line == 2


# --- without columns: the strict rule ---


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("Status: Open\nOwner: Kim", [("Status", "Open"), ("Owner", "Kim")], id="two-lines"),
        pytest.param(
            "상태: 완료\n생성일: 2023년 1월 10일 오후 5:09\n유형: 설정",
            [("상태", "완료"), ("생성일", "2023년 1월 10일 오후 5:09"), ("유형", "설정")],
            id="korean",
        ),
        pytest.param("Due: May 10, 2024", [("Due", "May 10, 2024")], id="one-date"),
        pytest.param(
            "기간: 2023년 3월 6일 → 2023년 4월 5일", [("기간", "2023년 3월 6일 → 2023년 4월 5일")], id="range"
        ),
        pytest.param("Done: Yes", [("Done", "Yes")], id="one-yes"),
        pytest.param("복습: No", [("복습", "No")], id="one-no"),
        pytest.param("Count: 42", [("Count", "42")], id="one-number"),
        pytest.param("Change: -0.25", [("Change", "-0.25")], id="one-negative-number"),
        pytest.param("Site: https://example.org/x", [("Site", "https://example.org/x")], id="one-url"),
        pytest.param(
            f"Task: Plan (Tasks/Plan%20{ID}.md)", [("Task", f"Plan (Tasks/Plan%20{ID}.md)")], id="one-relation"
        ),
    ],
)
def test_a_block_without_columns(block: str, expected: list[tuple[str, str]]) -> None:
    text = f"# Row\n\n{block}\n\nText"
    found = head(text)
    assert pairs(found) == expected
    assert text[found.body :] == "Text"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("Remember: drink water", id="one-line-without-a-sure-value"),
        pytest.param("We pay for the tools that help you: [a list](https://example.org)", id="sentence-with-a-link"),
        pytest.param("This may be obvious, but we think so: yes", id="comma-in-the-key"),
        pytest.param("A special tool: `make all`", id="code-value"),
        pytest.param("서비스를 연결하려면 다음 두 항목을 채워야 합니다: 이름, 주소", id="korean-sentence"),
        pytest.param("Note: first\nand a line without", id="not-every-line"),
        pytest.param("Is it so? Well: Yes\nOwner: Kim", id="question-in-a-key"),
        pytest.param("Version 1.5: 3\nOwner: Kim", id="full-stop-in-a-key"),
        pytest.param("**Bold**: 3\n**Other**: 4", id="bold-keys"),
        pytest.param("`code`: 3\n`more`: 4", id="code-keys"),
        pytest.param("[Link](a.md): 3\n[Link](b.md): 4", id="link-keys"),
        pytest.param("Wow!: 3\nOwner: Kim", id="exclamation-in-a-key"),
        pytest.param("- Place: Seoul\n- Guests: 12", id="bulleted-list"),
        pytest.param("- 준비물: 노트북\n- 장소: 회의실", id="korean-list"),
        pytest.param("1. Place: Seoul\n2. Guests: 12", id="numbered-list"),
        pytest.param("- [ ]  Call: 5\n- [x]  Mail: 6", id="to-dos"),
        pytest.param("> Ann: hello\n> Ben: hi", id="quote"),
        pytest.param("## Part 1: 5", id="heading"),
        pytest.param("| a: 1 | b |", id="table-row"),
        pytest.param("https://example.org/a\nhttps://example.org/b", id="bare-urls"),
        pytest.param("09:30 breakfast\n10:00 work", id="times"),
        pytest.param("a" * 80 + ": 5", id="too-long-a-key"),
        pytest.param("Key:5\nOther:6", id="no-blank-behind-the-colon"),
        pytest.param("철수: 안녕\n영희: 안녕\n철수: 잘 지냈어", id="dialogue"),
        pytest.param("INFO: 1\nINFO: 2", id="log"),
    ],
)
def test_prose_stays_text(block: str) -> None:
    text = f"# Page\n\n{block}\n\nmore"
    found = head(text)
    assert (found.properties, text[found.body :]) == ((), f"{block}\n\nmore")


# --- values with links ---


def relation(title: str, path: str) -> str:
    return f"{title} ({path})"


@pytest.mark.parametrize(
    ("title", "path"),
    [
        pytest.param("Plan", f"../Tasks%20{OTHER}/Plan%20{ID}.md", id="plain"),
        pytest.param("Plan", f"Plan%20{ID}.md", id="beside"),
        pytest.param("계획", f"../{quote('업무')}%20{OTHER}/{quote('계획')}%20{ID}.md", id="korean"),
        pytest.param("Plan (draft)", f"../Tasks%20{OTHER}/Plan%20(draft)%20{ID}.md", id="parentheses"),
        pytest.param("Plan (a) (b)", f"../T/Plan%20(a)%20(b)%20{ID}.md", id="parentheses-twice"),
        pytest.param("f((x))", f"../T/f((x))%20{ID}.md", id="nested-parentheses"),
        pytest.param("(draft) Plan", f"(draft)%20Plan%20{ID}.md", id="path-begins-with-parenthesis"),
        pytest.param("1) Start", f"../T/1)%20Start%20{ID}.md", id="lone-closing-parenthesis"),
        pytest.param("Start :( again", f"../T/Start%20(%20again%20{ID}.md", id="lone-opening-parenthesis"),
        pytest.param("One, two, three", f"../T/One,%20two,%20three%20{ID}.md", id="commas"),
        pytest.param("Issue #3", f"../T/Issue%20#3%20{ID}.md", id="hash"),
        pytest.param("[x] y", f"../T/%5Bx%5D%20y%20{ID}.md", id="brackets"),
        pytest.param("Numbers", f"../Numbers%20{ID}.csv", id="database"),
        pytest.param("Elsewhere", f"https://www.notion.so/Elsewhere-{ID}?pvs=21", id="outside-the-export"),
    ],
)
def test_a_relation(title: str, path: str) -> None:
    value = relation(title, path)
    links = value_links(value)
    assert [(link.text, link.raw_target, link.form) for link in links] == [(title, path, LinkForm.RELATION)]
    check_spans(value, links)
    assert links[0].span == (0, len(value))
    assert links[0].line == 3


def test_several_relations() -> None:
    value = ", ".join(
        [
            relation("Plan (a)", f"../T/Plan%20(a)%20{ID}.md"),
            relation("One, two", f"../T/One,%20two%20{OTHER}.md"),
            relation("셋", f"../T/{quote('셋')}%20{ID}.md"),
        ]
    )
    links = value_links(value)
    assert [link.text for link in links] == ["Plan (a)", "One, two", "셋"]
    check_spans(value, links)
    gaps = [value[a.span.end : b.span.start] for a, b in zip(links, links[1:], strict=False)]
    assert gaps == [", ", ", "]


def test_a_relation_to_a_decomposed_name() -> None:
    path = quote(unicodedata.normalize("NFD", f"../표/한글 {ID}.md"))
    assert [link.raw_target for link in value_links(relation("한글", path))] == [path]


@pytest.mark.parametrize(
    "value",
    ["Kim (lead), Lee", "about 5 (see note)", "(later)", "x (y.md) and more", "x (two words.md)", "(a) (b", "f(x)"],
)
def test_parentheses_alone_make_no_relation(value: str) -> None:
    assert value_links(value) == ()


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(["photo.png"], id="one"),
        pytest.param(["a.pdf", "b.docx"], id="two"),
        pytest.param(["../DO0001.jpeg"], id="one-level-up"),
        pytest.param([f"Row%20{ID}/{quote(quote('보고서.pdf'))}"], id="encoded-twice"),
        pytest.param(["Files/clip_(1).mp4", "song.mp3"], id="parentheses"),
        pytest.param(["a.pdf", "https://example.org/b"], id="own-file-and-web"),
    ],
)
def test_files(items: list[str]) -> None:
    value = ", ".join(items)
    links = value_links(value)
    assert [(link.raw_target, link.form, link.text) for link in links] == [(item, LinkForm.FILE, "") for item in items]
    assert [value[link.span.start : link.span.end] for link in links] == items
    check_spans(value, links)


@pytest.mark.parametrize(
    "value",
    [
        "plain words",
        "May 10, 2024",
        "1.5",
        "0.6666666666666666",
        "3, 4",
        "a.pdf and more",
        "a.pdf, words here",
        "Kim, Lee",
        "",
    ],
)
def test_other_values_have_no_links(value: str) -> None:
    assert value_links(value) == ()


def test_markdown_links_in_a_value() -> None:
    value = f"see [the plan](Plan%20{ID}.md) and ![pic](a/b.png)"
    links = value_links(value)
    found = [(link.text, link.raw_target, link.is_embed, link.form) for link in links]
    assert found == [
        ("the plan", f"Plan%20{ID}.md", False, LinkForm.INLINE),
        ("pic", "a/b.png", True, LinkForm.INLINE),
    ]
    check_spans(value, links)
    assert {link.line for link in links} == {3}


def test_links_know_the_line_of_their_property() -> None:
    found = head("# Row\n\nStatus: x\nFile: a.png\nTask: T (T.md)\n", "Status", "File", "Task")
    assert [[link.line for link in item.links] for item in found.properties] == [[], [4], [5]]


# --- properties of it all ---

LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=25)


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("# \n\r:ab가,.-(x"), max_size=60), st.booleans())
def test_the_body_is_always_the_end_of_the_text(text: str, complete: bool) -> None:
    found = split_head(text, Columns(["ab", "a"] if complete else [], complete))
    assert 0 <= found.body <= len(text)
    if found.title is None:
        assert found.body == 0
    # what is no body is the title, the properties and blanks: nothing else is lost
    rest = "".join(text[: found.body].split())
    said = "#" + (found.title or "") + "".join(f"{item.name}:{item.raw}" for item in found.properties)
    assert rest == ("" if found.title is None else "".join(said.split()))


@settings(deadline=None, max_examples=200)
@given(LINES.map(str.strip), st.dictionaries(st.text("abc#:가", min_size=1, max_size=5), LINES, min_size=1, max_size=5))
def test_every_block_of_columns_is_read_back(title: str, row: dict[str, str]) -> None:
    block = "\n".join(f"{key}: {value}" for key, value in row.items())
    text = f"# {title}\n\n{block}\n\nText"
    found = head(text, *row)
    assert text[found.body :] == "Text"
    assert len(found.properties) == len(row)
    for item, (key, value) in zip(found.properties, row.items(), strict=True):
        assert isinstance(item, Property)
        assert f"{item.name}: {item.raw}".strip() == f"{key}: {value.strip()}".strip()
        check_spans(item.raw, item.links)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "value",
    ["a (" * 20_000, "x (a.md), " * 5_000 + "y", "(" * 20_000, "a.b, " * 20_000, "x " * 40_000, ")" * 20_000],
    ids=["opening", "relations", "parentheses", "files", "words", "closing"],
)
def test_long_values_take_no_long_time(value: str) -> None:
    assert head(f"# Row\n\nField: {value}\n", "Field").properties[0].raw == value.strip()
