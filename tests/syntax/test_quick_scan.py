"""The quick scan of a note says what the parser says, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.syntax.quick_scan import quick_blocks, quick_scan
from exportconv.syntax.vault_scan import VaultScan
from exportconv.syntax.vault_spans import parsed_scan, scan_vault_note

PIECES = [
    "[[", "]]", "[", "]", "(", ")", "|", "a", "b c", "한글", " ", "  ", "\n", "\n\n", "- ", "1. ", "> ", "# ", "## ", "###",
    "    ", "\t", "`", "``", "```", "```\n", "\n```\n", "~", "~~~", "==", "%%", "^id", "*", "**", "_", "a_b", "!", "![[",
    "[[x]]", "[[x|y]]", "![[i.png|30]]", "[t](p.md)", "![t](p.png)", "[a](<x y>)", "---", "===", "|--|", "| a |", "<",
    "<b>", "<http://x>", "&amp;", "$", "$$", "\\", "- [ ] ", "[^1]", "[^1]: ", "]:", "http://x.y/z", "#tag", "\u3000",
    "\xa0", ":", "+ ", "***", "- - -", "_ _ _", "> [!note] t\n", "\n> ", "\n- ", "\n  - ", "\n# H\n", "word\n", "[[N#H]]",
    "`c`", "{", "\u2028", "\x0c", "``` js\n", "\r\n",
]  # fmt: skip
NOTES = st.lists(st.sampled_from(PIECES), max_size=6, unique=True).flatmap(
    lambda few: st.lists(st.sampled_from([*few, "a", "\n"]), max_size=25).map("".join)
)


def parsed(text: str, *, blocks: bool) -> VaultScan:
    return parsed_scan(text, wikilinks=True, lines=None, blocks=blocks)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(text=NOTES)
def test_it_agrees_with_the_parser_wherever_it_says_something(text: str) -> None:
    assert quick_scan(text, None) in (None, parsed(text, blocks=False))
    if quick_scan(text, None):
        assert quick_blocks(text) in (None, parsed(text, blocks=True).blocks)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=NOTES)
def test_what_is_found_later_is_what_the_parser_finds_at_once(text: str) -> None:
    assert scan_vault_note(text) == parsed(text, blocks=True)


PLAIN = {
    "paragraphs": "# 여행\n\n첫 문단 [[서울|수도]].\n둘째 줄 ![[지도.png|300]]\n\n## 끝 ^end\n\nfin ^id",
    "markdown-links": "[보고서](%EB%B3%B4.pdf) 와 [snake_case](a/b.md#x) ![](p.png)\n",
    "code": "앞 `[[no]]` 뒤\n\n```python\nx = '[[no]]'\n\n# no heading\n```\n\n[[예]]\n",
    "prices": "값은 $5 이고 `HOME` 은 없다 < 3 & more\n",
}
LISTS = {
    "lists": "- 하나 [[A]]\n  - 둘 [[B]]\n\t- 셋\n- [ ] 할 일\n- [x] 한 일 [[C]]\n",
    "quotes": "> [!tip]- 알림 [[A]]\n> 글\n\n---\n\n1. 처음\n2. 다음\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_plain_note_needs_no_parser(text: str) -> None:
    assert quick_scan(text, None) == parsed(text, blocks=False)
    assert quick_blocks(text) == parsed(text, blocks=True).blocks


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_lists_and_quotes_need_none_where_blocks_are_not_asked_for(text: str) -> None:
    assert quick_scan(text, None) == parsed(text, blocks=False)
    assert quick_blocks(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n    [[code]]\n", "# h\n\t[[code]]\n", "-     [[code]]\n", "<b>\n[[html]]\n</b>\n", "\\[[x]]", "[a [[b]] c](d)",
        "$[[x]]$", "`` [[a ` b]]", "[[a]](b)", "[r]: A.md\n", "a | [[b]]\n--|--\n", "title\n---\n", "- # head\n", "# *mark*\n",
        "[^1]: [[x]]\n", "~~~\n[[x]]\n~~~\n", "a\r\nb", "[a](b\nc)", "[[a", "`[[a` `", "[a](b\x07c)", "[a](b\x7f)", "# closed #\n",
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_left_to_the_parser(text: str) -> None:
    assert quick_scan(text, None) is None


def test_lines_are_those_of_the_file() -> None:
    found = quick_scan("[[a]]\n\n[[b]] [c](d)\n", range(7, 11))
    assert found is not None
    assert [link.line for link in found.links] == [7, 9, 9]
