"""Links that a Markdown parser does not see, and captions that it sees twice."""

from __future__ import annotations

import time
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.model import Link, LinkForm
from exportconv.readers.notion_blocks import body_from
from exportconv.readers.notion_links import page_links
from exportconv.syntax.spans import scan

ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
URL = f"https://www.notion.so/My-plan-{ID}"


def links(text: str, first: int = 1) -> tuple[Link, ...]:
    body = body_from(text, first)
    found = page_links(body, scan(text, html=False, lines=body.numbers))
    for link in found:
        inside = text[link.target_span.start : link.target_span.end]
        assert link.raw_target in (inside, inside[1:-1])
        assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
        assert link.line == first + text.count("\n", 0, link.span.start)
    assert [link.span for link in found] == sorted(link.span for link in found)
    return found


def of(text: str, form: LinkForm) -> list[Link]:
    return [link for link in links(text) if link.form is form]


def encoded(name: str) -> str:
    """A path as Notion writes it: JavaScript's encodeURI."""
    return quote(name, safe="/!#$&'()*+,;=:@~-_.")


# --- bare Notion addresses ---


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(URL, id="title-and-id"),
        pytest.param(f"https://www.notion.so/{ID}", id="id-alone"),
        pytest.param(f"https://www.notion.so/team/My-plan-{ID}", id="workspace"),
        pytest.param(f"https://notion.so/{ID}", id="no-www"),
        pytest.param(f"http://www.notion.so/{ID}", id="http"),
        pytest.param(f"https://my-team.notion.site/My-plan-{ID}", id="site"),
        pytest.param(f"https://app.notion.com/p/{ID}", id="com"),
        pytest.param(f"{URL}?pvs=4", id="query"),
        pytest.param(f"{URL}?v={OTHER}&pvs=4", id="view"),
        pytest.param(f"{URL}#{OTHER}", id="block"),
        pytest.param(f"https://www.notion.so/{ID.upper()}", id="upper-case"),
        pytest.param("https://www.notion.so/01234567-89ab-cdef-0123-456789abcdef", id="dashed"),
        pytest.param(f"https://www.notion.so/{encoded('계획')}-{ID}", id="encoded-korean"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("See ", " for it"),
        ("- ", "\n- next"),
        ("본문 ", "를 보라"),
        ("(", ")"),
        ("> ", "\n> more"),
        ("# ", ""),
    ],
    ids=["alone", "sentence", "list", "korean-particle", "parentheses", "quote", "heading"],
)
def test_a_bare_address_is_a_link(url: str, before: str, after: str) -> None:
    text = f"first line\n\n{before}{url}{after}"
    [link] = links(text)
    assert (link.form, link.raw_target, link.text, link.in_table) == (LinkForm.URL, url, "", False)
    assert text[link.span.start : link.span.end] == url


@pytest.mark.parametrize("mark", [".", ",", ";", "!", "?", ":", "**", "*", "_", "~~", "。", "”"])
@pytest.mark.parametrize("query", ["", "?pvs=4"], ids=["plain", "query"])
def test_marks_behind_an_address_are_not_part_of_it(query: str, mark: str) -> None:
    [link] = links(f"See {URL}{query}{mark} Then")
    assert link.raw_target == f"{URL}{query}"


def test_an_address_in_angle_brackets_is_one_link_with_them() -> None:
    text = f"See <{URL}> here"
    [link] = links(text)
    assert link.form is LinkForm.URL
    assert link.raw_target == URL
    assert text[link.span.start : link.span.end] == f"<{URL}>"


def test_an_address_in_a_table_knows_it() -> None:
    text = f"| a | b |\n| --- | --- |\n| {URL} | [x](y.md) |\n\n{URL}"
    found = links(text)
    assert [(link.form, link.in_table) for link in found] == [
        (LinkForm.URL, True), (LinkForm.INLINE, True), (LinkForm.URL, False),
    ]  # fmt: skip


def test_several_addresses() -> None:
    second = f"https://www.notion.so/{OTHER}"
    assert [link.raw_target for link in links(f"{URL} {second}\n{URL}")] == [URL, second, URL]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"`{URL}`", id="code-span"),
        pytest.param(f"```\n{URL}\n```", id="fence"),
        pytest.param(f"- a\n\n    ```\n    {URL}\n    ```", id="fence-in-a-list"),
        pytest.param(f"[My plan]({URL})", id="link-target"),
        pytest.param(f"[My plan]({URL}?pvs=21)", id="link-target-with-query"),
        pytest.param(f"[{URL}](https://example.org)", id="link-text"),
        pytest.param(f"[{URL}]({URL})", id="link-text-and-target"),
        pytest.param(f"![a]({URL})", id="image"),
        pytest.param("https://www.notion.so/pricing", id="no-id"),
        pytest.param("https://www.notion.so", id="host-alone"),
        pytest.param("https://www.notion.so/icons/bell_gray.svg", id="icon"),
        pytest.param(f"https://example.org/notion.so/{ID}", id="other-host"),
        pytest.param(f"https://notnotion.so/{ID}", id="host-ends-alike"),
        pytest.param(f"https://notion.so.example.org/{ID}", id="host-begins-alike"),
        pytest.param(f"www.notion.so/{ID}", id="no-scheme"),
        pytest.param("the notion. of it", id="word"),
    ],
)
def test_what_is_no_bare_address(text: str) -> None:
    assert of(text, LinkForm.URL) == []


# --- titles with a lone bracket ---


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Part [1", id="opening"),
        pytest.param("Part 1] of it", id="closing"),
        pytest.param("[draft Plan", id="opening-first"),
        pytest.param("[[a] b", id="one-too-many"),
        pytest.param("회의 [메모", id="korean"),
        pytest.param("Q: what [is it?", id="replaced-marks"),
        pytest.param("Set [0, 1)", id="interval"),
        pytest.param("아주 긴 제목을 가진 [회의록이라서 파일 이름에는 다 들어가지 못하는 것이다", id="cut-title"),
    ],
)
@pytest.mark.parametrize(("mark", "end"), [("", ""), ("- ", "\n- next"), ("> ", ""), ("    ", " ")])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_page_whose_title_has_a_lone_bracket_is_linked(title: str, mark: str, end: str, form: str) -> None:
    kept = "".join(" " if c in "/|.:?" else c for c in unicodedata.normalize("NFD", title))
    name = unicodedata.normalize(form, " ".join(kept.split())[:50].strip())
    path = encoded(f"Home {OTHER}/{name} {ID}.md")
    text = f"- before\n\n{mark}[{title}]({path}){end}"
    found = links(text)
    assert [(link.form, link.text, link.raw_target) for link in found] == [(LinkForm.LOOSE, title, path)]
    assert text[found[0].span.start : found[0].span.end] == f"[{title}]({path})"


@pytest.mark.parametrize(
    "title", ["1) Start", "Start (1", "가) 개요", "a) b) c"], ids=["closing", "opening", "korean", "twice"]
)
def test_a_page_whose_title_has_a_lone_parenthesis_is_linked(title: str) -> None:
    path = encoded(f"Home {OTHER}/{title} {ID}.md")
    text = f"before\n\n[{title}]({path})\n\nafter"
    found = links(text)
    assert [(link.text, link.raw_target) for link in found] == [(title, path)]
    assert text[found[0].span.start : found[0].span.end] == f"[{title}]({path})"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"[Part [1]]({encoded(f'Part [1] {ID}')}.md)", id="balanced"),
        pytest.param(f"[Plan](Plan%20{ID}.md)", id="no-brackets"),
        pytest.param(f"`[Part [1](Part%20%5B1%20{ID}.md)`", id="code-span"),
        pytest.param(f"```\n[Part [1](Part%20%5B1%20{ID}.md)\n```", id="fence"),
        pytest.param("[Part [1](https://example.org/x)", id="web"),
        pytest.param("[Part [1](Part%20%5B1.md)", id="no-id"),
        pytest.param(f"[Part [1](Part%20%5B1%20{ID}.png)", id="no-page"),
        pytest.param(f"[Part [1](Other%20{ID}.md)", id="other-title"),
        pytest.param(f"see [Part [1](Part%20%5B1%20{ID}.md)", id="in-a-sentence"),
        pytest.param(f"[see [Plan](Plan%20{ID}.md)", id="text-with-a-bracket-before-a-link"),
        pytest.param(f"[x [Plan](Plan%20{ID}.md) and [Plan](Plan%20{ID}.md)", id="two-links"),
        pytest.param("[a", id="bracket-alone"),
    ],
)
def test_what_is_no_loose_link(text: str) -> None:
    assert of(text, LinkForm.LOOSE) == []


def test_a_link_behind_a_lone_bracket_in_text_is_still_found() -> None:
    [link] = links(f"[see [Plan](Plan%20{ID}.md)")
    assert (link.text, link.form) == ("Plan", LinkForm.INLINE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", False),
        ("[a](b)", False),
        ("[a](b", True),
        ("[a", True),
        ("a]", True),
        ("[x] y", False),
        ("`[a](b)`", True),
    ],
)
def test_has_loose_ends(text: str, expected: bool) -> None:
    assert scan(text, html=False).has_loose_ends is expected


# --- captions written twice ---


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("![A red door](a.png)\n\nA red door", id="end-of-text"),
        pytest.param("![A red door](a.png)\n\nA red door\n\nmore", id="before-a-paragraph"),
        pytest.param("![빨간 문](a.png)\n\n빨간 문\n", id="korean"),
        pytest.param("text\n\n![A red door](a.png)\n\nA red door\n", id="behind-a-paragraph"),
        pytest.param("![A (red) door: №1](a.png)\n\nA (red) door: №1\n", id="marks"),
        pytest.param("![A [red] door](a.png)\n\nA [red] door\n", id="brackets"),
        pytest.param("![A **red** door](a.png)\n\nA **red** door\n", id="bold"),
        pytest.param("- item\n    \n    ![A red door](a.png)\n    \n    A red door\n    \n- next", id="in-a-list"),
        pytest.param("- ![A red door](a.png)\n\n    A red door\n", id="list-item"),
        pytest.param("> ![A red door](a.png)\n> \n> A red door\n> \n> more", id="quote"),
        pytest.param("![A red door](a.png)\r\n\r\nA red door\r\n\r\nmore", id="crlf"),
        pytest.param("![A red door](a.png)  \n\nA red door  \n", id="blanks-at-the-end"),
    ],
)
def test_a_caption_written_twice_is_said_once(text: str) -> None:
    [link] = links(text)
    assert (link.text, link.is_embed, link.is_plain, link.raw_target) == ("", True, True, "a.png")


@pytest.mark.parametrize(
    ("text", "alt"),
    [
        pytest.param("![A red door](a.png)\n\nA blue door", "A red door", id="other-paragraph"),
        pytest.param("![A red door](a.png)\n\nA red door and more", "A red door", id="longer-paragraph"),
        pytest.param("![A red door](a.png)\n\nA red door\nand more", "A red door", id="longer-paragraph-next-line"),
        pytest.param("![A red door](a.png)\n\nred door", "A red door", id="shorter-paragraph"),
        pytest.param("![A red door](a.png)\nA red door", "A red door", id="no-blank-between"),
        pytest.param("![A red door](a.png)\n\n\n\ntext\n\nA red door", "A red door", id="later-paragraph"),
        pytest.param("![A red door](a.png)\n\n# A red door", "A red door", id="heading"),
        pytest.param("![A red door](a.png)\n\n- A red door", "A red door", id="list"),
        pytest.param("text ![A red door](a.png)\n\nA red door", "A red door", id="in-a-sentence"),
        pytest.param("![A red door](a.png) text\n\nA red door", "A red door", id="text-behind"),
        pytest.param("A red door\n\n![A red door](a.png)", "A red door", id="paragraph-before"),
        pytest.param("![a.png](a.png)", "a.png", id="nothing-below"),
        pytest.param("![](a.png)\n\n", "", id="no-text"),
    ],
)
def test_an_image_text_that_is_no_caption_stays(text: str, alt: str) -> None:
    [link] = links(text)
    assert (link.text, link.is_embed) == (alt, True)


def test_a_link_is_no_image() -> None:
    [link] = links("[A red door](a.png)\n\nA red door")
    assert link.text == "A red door"


def test_a_caption_with_a_link_keeps_the_one_in_the_paragraph() -> None:
    caption = "Model input[[source]](https://example.org/paper.pdf)"
    text = f"![{caption}](Page/image%201.png)\n\n{caption}\n\nend"
    image, source = links(text)
    assert (image.text, image.raw_target, image.is_embed) == ("", "Page/image%201.png", True)
    assert text[image.span.start : image.span.end] == f"![{caption}](Page/image%201.png)"
    assert (source.text, source.raw_target, source.is_nested) == ("[source]", "https://example.org/paper.pdf", False)
    assert source.span.start > image.span.end


def test_a_link_in_the_text_of_an_image_without_caption_stays() -> None:
    found = links("![Input [[s]](https://example.org)](a.png)\n\nother text")
    assert [(link.raw_target, link.is_nested) for link in found] == [("a.png", False), ("https://example.org", True)]


def test_two_images_with_one_caption_each() -> None:
    found = links("![Same](1.png)\n\nSame\n\n![Same](2.png)\n\nSame\n\n![Same](3.png)\n\nnot the same")
    assert [(link.raw_target, link.text) for link in found] == [("1.png", ""), ("2.png", ""), ("3.png", "Same")]


# --- all together ---

PIECES = st.lists(
    st.sampled_from([
        "words", "말", URL, f"<{URL}>", f"`{URL}`", "[a](b.md)", "![c](d.png)", "![c](d.png)\n\nc\n\n", f"[x]({URL})", "\n\n",
        "\n- ", "\n> ", "```\n[a](b)\n```\n", f"\n[P [1](P%20%5B1%20{ID}.md)\n", "[", "]", "(", ")", "|", "<", "💡", " ", "\r\n",
        "    ",
    ]),
    max_size=10,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(PIECES)
def test_spans_are_in_order_and_slice_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = links(text)
    until = 0
    for link in found:
        if not link.is_nested:
            assert link.span.start >= until
            until = link.span.end


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("ab[]()!`\n -가<>#"), max_size=60))
def test_without_notion_links_the_parser_is_right(text: str) -> None:
    found = scan(text, html=False)
    assert [link.span for link in links(text)] == sorted(link.span for link in found.links)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("https://www.notion.so/", id="host"),
        pytest.param(f"{URL} ", id="address"),
        pytest.param(f"{URL}?a#b", id="addresses-without-blanks"),
        pytest.param("[a](b.md)\n\n![c](d)\n\nc\n\n", id="links-and-captions"),
        pytest.param("[", id="brackets"),
        pytest.param("![x", id="images"),
        pytest.param("](", id="ends-of-texts"),
        pytest.param("[a](b(", id="open-paths"),
        pytest.param("[a](b)c)", id="closed-paths"),
        pytest.param(f"[P [1](P%20{ID}.md)\n", id="loose"),
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    for count in (100, 200, 400, 800, 1600, 3200):
        body = body_from(piece * count, 1)
        found = scan(body.text, html=False)
        start = time.process_time()
        page_links(body, found)
        assert time.process_time() - start < 10, f"{len(body.text)} characters"
