"""No input makes a function quadratic: each runs once on long hostile text, under a generous limit.

Ratios of times are not tested; they fail on a busy machine. What is quadratic takes minutes on these inputs.
"""

from __future__ import annotations

import pytest

from exportconv.paths import decode_path, path_key, safe_name
from exportconv.syntax.callouts import to_alerts
from exportconv.syntax.dates import parse_date
from exportconv.syntax.escapes import escape_line_start
from exportconv.syntax.frontmatter import dump, load, split
from exportconv.syntax.links import escape_text, heading_anchor, heading_slug, safe_alt, split_size
from exportconv.syntax.spans import scan
from exportconv.syntax.tags import to_tag

PROMISES = (17,)

pytestmark = pytest.mark.timeout(60)

SIZE = 200_000


def fill(unit: str) -> str:
    return unit * (SIZE // len(unit))


HOSTILE = {
    "brackets": fill("["),
    "closing brackets": fill("]"),
    "embeds": fill("![["),
    "quotes": fill("> "),
    "callouts": fill("> [!tip] "),
    "backticks": fill("`"),
    "backtick runs": "".join("`" * n + " " for n in range(1, 600)),
    "emphasis": fill("*a **"),
    "underscores": fill("_a __"),
    "half a character": fill("%EA"),
    "percent": fill("%"),
    "percent 25": fill("%25"),
    "comments": fill("<!--"),
    "tags": fill("<a "),
    "spaces": fill(" "),
    "blanks of all kinds": fill(" \t\u00a0"),
    "spaces round letters": fill("  ") + "a" + fill("  "),
    "open links": fill("a["),
    "half links": fill("[a]("),
    "links": fill("[가](나.md) "),
    # each holds the text of all inside it, so a fifth of the size will do
    "nested images": "![a" * (SIZE // 40) + "](b)" * (SIZE // 40),
    "parens": fill("("),
    "list": fill("- "),
    "dashes": fill("-"),
    "dash and dot": fill("-."),
    "rules": fill("---\n"),
    "line feeds": fill("\n"),
    "indented lines": fill("  - a\n"),
    "table": fill("|-"),
    "table rows": "|a|\n|-|\n" + fill("|`[a](b)|\n"),
    "angle destinations": fill("[a](<"),
    "digits": fill("1"),
    "dots": fill("."),
    "colons": fill(": "),
    "hashes": fill("#"),
    "backslashes": fill("\\"),
    "accents": "e" + fill("\u0301"),
    "joiners": fill("\U0001f468\u200d"),
    "flags": fill("\U0001f1f0"),
    "jamo": fill("\u1100\u1161\u11a8"),
    "bars": fill("|1"),
}
SEGMENTS = {name: text.replace("/", "").replace("\n", " ") for name, text in HOSTILE.items()}

hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
segments = pytest.mark.parametrize("segment", SEGMENTS.values(), ids=SEGMENTS)


@pytest.mark.parametrize("html", [True, False], ids=["html", "no html"])
@hostile
def test_scan(text, html):
    found = scan(text, html=html)
    assert all(text[link.span.end - 1] == ")" for link in found.links)


def test_scan_finds_all_of_many_links():
    text = HOSTILE["links"]
    assert len(scan(text).links) == text.count("[")


def test_nested_images_hold_no_more_text_than_there_is():
    text = "![a" * 2000 + "](b)" * 2000
    links = scan(text).links
    assert len(links) == 2000
    assert sum(len(link.text) for link in links) <= 20 * len(text)


@segments
def test_decode_path(segment):
    assert len(decode_path(segment)) <= len(segment)


@segments
def test_path_key(segment):
    assert len(path_key(segment)) <= len(segment)
    assert path_key(segment.upper()) == path_key(segment)


@hostile
def test_safe_name(text):
    assert 0 < len((safe_name(text, ".md") + ".md").encode()) <= 255


@hostile
def test_safe_name_behind_a_word(text):
    assert safe_name(f"a{text}", ".md").startswith("a")


@hostile
def test_to_tag(text):
    assert not set(to_tag(text)) & set(" #.")


@hostile
def test_to_tag_behind_a_word(text):
    assert to_tag(f"a.{text}b").startswith("a-")


@hostile
def test_parse_date(text):
    assert parse_date(f"2022년 12월 17일 {text}x1") is None
    assert parse_date(f"1{text}x") is None
    assert parse_date(f"2022-12-17 18:00 → {text}x") is None
    assert parse_date(f"2022-12-17 18:00 ({text}") is None


@hostile
def test_split(text):
    page = f"---\n{text}\nx"
    block, body = split(page)
    assert (block or "") + body == page


@hostile
def test_dump(text):
    assert dump([("key", text), ("list", [text, "a"])]).endswith("\n  - a\n---\n")


def test_dumped_text_reads_back():
    for text in HOSTILE.values():
        assert load(dump([("key", text)])) == {"key": text}


@hostile
def test_to_alerts(text):
    assert to_alerts(f"{text}\n> [!tip").startswith(text[:4])
    assert to_alerts(f"> [!{text}x").startswith("> ")
    assert to_alerts(f"> [!tip]{text}").startswith("> [!")


@pytest.mark.parametrize("end", ["", "a", "-", "\t"])
@hostile
def test_escape_line_start(text, end):
    assert escape_line_start(text + end).endswith(end)


@pytest.mark.parametrize(
    "convert", [escape_text, heading_anchor, heading_slug, safe_alt, lambda text: "".join(split_size(text))]
)
@hostile
def test_links_as_text(text, convert):
    assert isinstance(convert(f"a{text}a"), str)
