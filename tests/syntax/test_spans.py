"""Spans of links, with markdown-it-py as the oracle of what is a link."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exportconv.model import LinkForm
from exportconv.syntax.edits import Edit, apply_edits
from exportconv.syntax.spans import scan

PROMISES = (4,)

SETTINGS = settings(max_examples=300, deadline=None, derandomize=True)


@lru_cache
def parser(*, html: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": html, "maxNesting": 200}).enable("table")
    # what is asked here is the destination as the text has it: nothing is refused, nothing encoded
    md.validateLink = lambda url: True
    md.normalizeLink = lambda url: url
    return md


def oracle(text: str, *, html: bool = True) -> list[tuple[str, bool]]:
    """Destinations of inline links and images in the order of their starts, and whether each is an image."""

    def walk(tokens):
        for token in tokens:
            if token.type == "image":
                yield token.attrs["src"], True
            elif token.type == "link_open" and token.markup != "autolink":
                yield token.attrs["href"], False
            yield from walk(token.children or ())

    return list(walk(parser(html=html).parse(text)))


def found(text: str, *, html: bool = True) -> list[tuple[str, bool]]:
    return [(link.raw_target, link.is_embed) for link in scan(text, html=html).links]


def oracle_errs(text: str, *, html: bool = True) -> bool:
    """Whether the oracle has a link around an image around a link; CommonMark allows no link in a link."""

    def walk(tokens, outer):
        inside = 0
        for token in tokens:
            inside += (token.type == "link_open") - (token.type == "link_close")
            if token.type == "link_open" and outer == "link image":
                yield True
            around = "link image" if token.type == "image" and (inside or outer) else outer
            yield from walk(token.children or (), around)

    return any(walk(parser(html=html).parse(text), ""))


def unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def check(text: str, *, html: bool = True) -> None:
    """Agreement with the oracle, and all that must hold for every span."""
    expected = oracle(text, html=html)
    links = scan(text, html=html).links
    assert [(link.raw_target, link.is_embed) for link in links] == expected
    for number, link in enumerate(links):
        whole, target = text[slice(*link.span)], text[slice(*link.target_span)]
        assert whole.startswith("![" if link.is_embed else "[")
        assert whole.endswith(")")
        assert link.span.start < link.target_span.start <= link.target_span.end < link.span.end
        assert text[: link.target_span.start].rstrip("\n\t >").endswith("](")
        inner = target[1:-1] if target.startswith("<") else target
        assert unescaped(inner.replace("\\|", "|") if link.in_table else inner) == unescaped(link.raw_target)
        assert link.line == text.count("\n", 0, link.span.start) + 1
        assert link.form is LinkForm.INLINE
        assert link.is_nested == any(
            other.span.start < link.span.start and link.span.end < other.span.end for other in links
        )
        # the proof of the span: a new destination in its place, and nothing else has changed
        # (of the same kind, for a blank in it may be what keeps a link around it from being one)
        new = "new 가.md" if target.startswith("<") else "new/%20.md"
        changed = list(expected)
        changed[number] = (new, link.is_embed)
        edit = Edit(link.target_span, f"<{new}>" if target.startswith("<") else new)
        assert oracle(apply_edits(text, [edit]), html=html) == changed


HAND_MADE = {
    "link": "[a](b.md)",
    "image": "![a](b.png)",
    "korean": "회의록은 [회의 록](회의록/가.md)에 있다",
    "emoji before": "🎉👨‍👩‍👧 [a](b) 🇰🇷 [c](d)",
    "two in a line": "[a](b)[c](d)",
    "empty": "[]()",
    "empty text": "[](a.md)",
    "empty destination": "[a]()",
    "empty angle": "[a](<>)",
    "blank text": "[ ](a)",
    "angle": "[a](<b c.md>)",
    "angle with parens": "[a](<b (c.md>)",
    "angle with escape": "[a](<b \\> c.md>)",
    "angle with escape at its end": "[a](<b c\\>>)",
    "title": '[a](b.md "title")',
    "single quoted title": "[a](b.md 'ti ]( tle')",
    "title in parens": "[a](b.md (t))",
    "title on the next line": '[a](b.md\n"title")',
    "angle and title": "[a](<b c> 'x')",
    "blanks round the destination": "[a](  b.md  )",
    "line break before the destination": "[a](\nb.md)",
    "parens": "[a](b(1).md)",
    "nested parens": "[a](b(1(2)).md)",
    "escaped parens": "[a](b\\(1.md)",
    "unbalanced parens": "[a](b(1.md)",
    "closing paren ends it": "[a](b)c)",
    "encoded": "[a](b%20c/%25EB%25B3%25B4.pdf)",
    "hash": "[a](#letstalk%20x/y.md)",
    "escaped brackets": "[a \\[b\\] c](d)",
    "escaped end": "[a\\](b)](c)",
    "balanced brackets": "[a [b] c](d)",
    "bracket before": "[[a](b)",
    "bracket behind": "[a](b)]",
    "two brackets": "[[a]](b)",
    "wikilink flips": "[[x]](y.md)",
    "blank between": "[a] (b)",
    "nbsp between": "[a]\u00a0(b)",
    "nbsp in the destination": "[a](b\u00a0c)",
    "blank in the destination": "[a](b c.md)",
    "image in a link": "[![a](b.png)](c.md)",
    "link in an image": "![a [b](c) d](e.png)",
    "notion caption": "![BERT input[[링크]](https://arxiv.org/pdf/1810.04805)](7%EC%9B%943%EC%9D%BC(BERT)/image%201.png)",
    "link in a link": "[a [b](c) d](e)",
    "image in an image": "![a ![b](c)](d)",
    "code in the text": "[`a`](b)",
    "code with a bracket in the text": "[`](`](x)",
    "code takes the bracket": "[a `b](c)`",
    "code span": "`[a](b)`",
    "double code span": "`` `[a](b)` ``",
    "unclosed code": "`[a](b)",
    "fence": "```\n[a](b)\n```\n[c](d)",
    "tilde fence": "~~~md\n[a](b)\n~~~",
    "open fence": "```\n[a](b)",
    "indented code": "a\n\n    [a](b)\n\n[c](d)",
    "list": "- [a](b)\n    - ![c](d)\n- [ ]  [e](f)",
    "numbered list": "1. [a](b)\n\n    [c](d)\n2. x",
    "quote": "> [a](b)\n> > ![c](d)\n[e](f)",
    "link over lines in a quote": "> [a\n> b](c)",
    "heading": "# [가](나) x\n\n[c](d)\n===",
    "emphasis": "**[a](b)** *[c](d)* [**e**](f) [*g* h](i)",
    "notion bold": "****[a](b)**, [Tasks](c)**:**",
    "table": "| a | [x](y) |\n| --- | --- |\n| ![가](나.png) | [z](w) |\n\n[c](d)",
    "table with a bar": "| a |\n| --- |\n| [a\\|b](c\\|d.md) |",
    "table cell cut": "| a | b |\n| --- | --- |\n| [a|b](c) | [d](e) |",
    "line separator": "a\u2028[가](나.md)\u2028[c](d)\n[e](f)",
    "next line character": "a\u0085[b](c)",
    "form feed": "a\x0c[b](c)",
    "carriage returns": "a\r\n[b](c)\r\n\r\n[d](e)\r\n",
    "escaped start": "\\[a](b)",
    "escaped image": "\\![a](b)",
    "bang": "a![b](c)!",
    "autolink": "<https://a.b/[c](d)> [e](f)",
    "url": "[https://a.b](https://a.b/?c=d&e=f#g)",
    "destination with a bang": "[a](b!c)",
    "less than": "a < b [c](d) > e",
    "brackets without end": "[[[[a](b)",
    "only marks": "]( [a] (b) ![",
    "hard break": "[a  \nb](c)\\\n[d](e)",
    "hangul jamo": "\u1112\u1161\u11ab [\u1112\u1161](\u1100.md)",
    "combining marks": "e\u0301 [o\u0308](u\u0308.md)",
}


@pytest.mark.parametrize("text", HAND_MADE.values(), ids=HAND_MADE)
def test_hand_made_agrees(text):
    check(text)
    check(text, html=False)


def test_hand_made_holds_links_and_more():
    counts = [len(oracle(text)) for text in HAND_MADE.values()]
    assert sum(counts) > 80
    assert counts.count(0) >= 8


HTML = {
    "div": "<div>[a](b)",
    "div above": "<div>\n[a](b)\n</div>\n\n[c](d)",
    "paragraph tag": "<p>[a](b)</p>",
    "aside": "<aside>\n💡 [가](나.md)\n\n</aside>",
    "comment": "<!-- x\n[a](b)\n-->",
    "instruction": "<?x [a](b)",
    "declaration": "<!X [a](b)",
    "script": "<script>\n[a](b)\n</script>",
    "any tag alone": "<foo>\n[a](b)",
    "closing": "</div>\n[a](b)",
    "half a tag": "<div\n[a](b)",
    "in a quote": "> <div>\n> [a](b)",
    "in a list": "- <div>[a](b)",
    "in a numbered list": "1. <div>[a](b)",
    "in a to-do": "- [ ]  <div>[a](b)",
    "in a quote in a list": "- > <div>[a](b)",
    "in a list in a numbered list": "1. - <div>[a](b)",
    "in a numbered list in a numbered list": "1. 2. <div>[a](b)",
    "in a quote in a numbered list": "1. > <div>[a](b)",
    "indented": "   <div>[a](b)",
    "below a paragraph": "x\n<div>\n[a](b)",
    "mid-line": "x <b>y</b> [a](b) <br>",
    "generic": "List<String> [a](b)\n<T>\n[c](d)",
    "autolink at the start": "<https://a.b/> [c](d)",
    "mail at the start": "<a@b.c> [c](d)",
    "korean in angles": "<가> [a](b)",
}


@pytest.mark.parametrize("text", HTML.values(), ids=HTML)
def test_without_html_a_tag_hides_nothing(text):
    assert oracle(text, html=False)
    check(text, html=False)


@pytest.mark.parametrize("text", HTML.values(), ids=HTML)
def test_with_html_a_tag_hides_what_commonmark_says(text):
    check(text)


@pytest.mark.parametrize("name", ["div", "div above", "comment", "in a quote"])
def test_the_two_readings_differ(name):
    text = HTML[name]
    assert len(found(text)) < len(found(text, html=False))


# --- documents of all kinds

# the parser takes `[a](<b>"c")` for a link with a title; CommonMark wants a blank before the title
GLUED_TITLE = re.compile(r"<[^<>\n]*>[(\"']")

words = st.sampled_from(
    [
        "a",
        "b c",
        "회의록",
        "가",
        "🎉",
        "👨‍👩‍👧",
        "日本",
        "é",
        "1.",
        "x_y",
        "a\u2028b",
        "n\u00a0m",
        "<",
        "a < b",
        "'",
        '"',
        "|",
    ]
)
bare_parts = st.sampled_from(
    [
        "a.md",
        "b",
        "가.md",
        "회의록/",
        "../",
        "%20",
        "%25EA",
        "(1)",
        "((x))",
        "\\)",
        "\\(",
        "#h",
        "'",
        ",",
        "🎉",
        "é",
        "[",
        "]",
        "*",
        "_",
        "!",
        "\u2028",
        "\u00a0",
    ]
)
bare = st.lists(bare_parts, min_size=1, max_size=4).map("".join)
angle = st.lists(st.one_of(bare_parts, st.sampled_from([" ", "(", ")", "\\>"])), max_size=4).map(
    lambda parts: f"<{''.join(parts)}>"
)
titled = st.sampled_from(["", "", "", ' "t"', " 'ti](tle'", " (t)", "  ", '\t"가"', ' ">"'])
destinations = st.builds(
    "{}{}{}".format, st.sampled_from(["", "", " "]), st.one_of(bare, bare, angle, st.just("")), titled
)
texts = st.lists(
    st.one_of(words, st.sampled_from(["\\[", "\\]", "[x]", "`](`", "`c`", "**b**", "*i*", "\\\\", "!", "("])),
    max_size=3,
).map(" ".join)


def link_of(inner):
    return st.builds("{}[{}]({})".format, st.sampled_from(["", "", "!"]), inner, destinations)


links = link_of(texts)
nested = link_of(st.builds("{} {}".format, texts, links))
strays = st.sampled_from(
    [
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "`",
        "``",
        "*",
        "**",
        "_",
        "\\",
        "\\[",
        "\\]",
        "!",
        "[x]",
        "[[y]]",
        "[z] (w)",
        "`[a](b)`",
        "<https://u.v/>",
        "$x$",
    ]
)
well_formed = st.lists(st.one_of(words, links, links, nested, st.just("`[a](b)`")), min_size=1, max_size=5)
inline = st.lists(st.one_of(words, links, links, nested, strays), min_size=1, max_size=6).flatmap(
    lambda parts: st.sampled_from([" ", "", " ", "\n"]).map(lambda glue: glue.join(parts))
)
# what a cell holds may have no bar of its own: where cells end is not the question here
cells = well_formed.map(
    lambda parts: " ".join(parts).replace("|", "").replace("`", "").replace("\\", "").replace("\n", " ")
)


def prefixed(first, rest):
    return lambda text: first + text.replace("\n", "\n" + rest)


paragraphs = inline.map(lambda text: f"a {text}")
tables = st.lists(st.tuples(cells, cells), min_size=2, max_size=3).map(
    lambda rows: "\n".join(f"| {a} | {b} |" + ("\n| --- | --- |" if at == 0 else "") for at, (a, b) in enumerate(rows))
)
blocks = st.one_of(
    paragraphs,
    paragraphs,
    paragraphs.map(prefixed("- ", "  ")),
    paragraphs.map(prefixed("1. x\n    - ", "      ")),
    paragraphs.map(prefixed("- [ ]  ", "  ")),
    paragraphs.map(prefixed("> ", "> ")),
    paragraphs.map(prefixed("- x\n\n    ", "    ")),
    inline.map(lambda text: "# " + text.replace("\n", " ")),
    inline.map(lambda text: f"```js\n{text}\n```" if "```" not in text else "```\n```"),
    tables,
    st.sampled_from(["---", "x\u2028y", "가나다"]),
)
documents = st.lists(blocks, min_size=1, max_size=5).map("\n\n".join)


@given(documents)
@SETTINGS
def test_documents_agree(text):
    assume(not GLUED_TITLE.search(text) and not oracle_errs(text))
    check(text)


@given(
    st.lists(
        st.one_of(blocks, st.sampled_from(["<div>", "<aside>\n💡 [가](나.md)", "<b>x</b> [a](b)", "- <div>[a](b)"])),
        min_size=1,
        max_size=4,
    ).map("\n\n".join)
)
@SETTINGS
def test_documents_agree_without_html(text):
    assume(not GLUED_TITLE.search(text) and not oracle_errs(text, html=False))
    check(text, html=False)


@given(st.text(st.sampled_from("[]()!\\`<> \na가🎉*#-"), max_size=40))
@SETTINGS
def test_random_marks_agree(text):
    # a definition makes links that are not inline
    if not re.search(r"\]:", text):
        check(text)


@given(st.text(st.sampled_from("[]()!\\`\" 'a가<>%\u2028"), max_size=24))
@SETTINGS
def test_random_marks_inside_a_line_agree(text):
    check(f"[a](b.md) {text} ![c](d)")


# --- what a link says of itself


def one(text: str, **options):
    (link,) = scan(text, **options).links
    return link


def test_spans_are_characters():
    text = "가🎉e\u0301 [회의](나 다.md) x".replace("나 다", "나")
    link = one(text)
    assert link.span == (5, 15)
    assert link.target_span == (10, 14)
    assert text[5:15] == "[회의](나.md)"
    assert text[10:14] == "나.md"


def test_angles_belong_to_the_target_span_and_not_to_the_target():
    text = "x [a](<b c.md>)"
    link = one(text)
    assert text[slice(*link.target_span)] == "<b c.md>"
    assert link.raw_target == "b c.md"


def test_the_title_does_not_belong_to_the_target_span():
    text = '[a]( b.md  "t")'
    assert text[slice(*one(text).target_span)] == "b.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a b](c)", "a b"),
        ("[](c)", ""),
        ("[**a** `b` *c*](d)", "a b c"),
        ("[a \\[b\\]](c)", "a [b]"),
        ("[a\nb](c)", "a\nb"),
        ("![회의록.png](c)", "회의록.png"),
        ("[a &amp; b](c)", "a & b"),
    ],
)
def test_text(text, expected):
    assert one(text).text == expected


def test_text_of_nested_links():
    outer, inner = scan("[a ![b](c) d](e)").links
    assert (outer.text, inner.text) == ("a b d", "b")


@pytest.mark.parametrize(
    "text",
    [
        "[a](b)",
        "[](b)",
        "![a b](c)",
        "[a \\[b\\]](c)",
        "**[a](b)**",
        "[가 🎉](b)",
        "- [a](b)",
        "[a & b](c)",
        "# [a](b)",
        "[a_b](c)",
    ],
)
def test_plain(text):
    assert one(text).is_plain


@pytest.mark.parametrize(
    "text", ["[**a**](b)", "[*a*](b)", "[`a`](b)", "[a\nb](c)", "[a  \nb](c)", "[a <b>c</b>](d)", "[x *y* z](b)"]
)
def test_not_plain(text):
    assert not one(text).is_plain


def test_nested():
    outer, inner = scan("[![a](b.png)](c.md)").links
    assert (outer.is_nested, outer.is_plain, outer.raw_target) == (False, False, "c.md")
    assert (inner.is_nested, inner.is_plain, inner.raw_target) == (True, True, "b.png")


def test_neighbours_are_not_nested():
    assert [link.is_nested for link in scan("[a](b)![c](d) [e](f)").links] == [False] * 3


def test_in_table():
    text = "[a](1)\n\n| [b](2) | x |\n| --- | --- |\n| y | **![c](3)** |\n\n[d](4)"
    assert [(link.raw_target, link.in_table) for link in scan(text).links] == [
        ("1", False),
        ("2", True),
        ("3", True),
        ("4", False),
    ]


def test_a_bar_makes_no_table():
    assert not one("| [a](b) |").in_table


def test_lines_count_from_one():
    text = "[a](1)\n\n> [b](2)\u2028\x0b\x0c\u0085[c](3)\r\n\n- x\n    - [d](4) ![e\nf](5)\n[g](6)"
    assert [(link.raw_target, link.line) for link in scan(text).links] == [
        ("1", 1),
        ("2", 3),
        ("3", 3),
        ("4", 6),
        ("5", 6),
        ("6", 8),
    ]


def test_lines_may_be_given():
    text = "[a](1)\n\n[b](2) [c](3)\n[d](4)"
    assert [link.line for link in scan(text, lines=[7, 9, 20, 21]).links] == [7, 20, 20, 21]
    assert [link.line for link in scan(text, lines=range(5, 9)).links] == [5, 7, 7, 8]


@pytest.mark.parametrize(
    "text",
    ["", "a", "[a]", "[a](", "(b)", "`[a](b)`", "```\n[a](b)\n```", "    [a](b)", "\\[a](b)", "[a] (b)", "[a](b c)", "https://a.b", "<https://a.b>", "[[a]]", "![[a.png]]",
     "[a][b]\n\n[b]: c", "[^1]", "$[a](b", "- [ ] x", "[a]: b"],
)  # fmt: skip
def test_no_link(text):
    assert scan(text).links == ()


# --- headings, code, cells


def test_headings():
    text = "# 제목\n\n## a `b` **c**\n\n[d](e) f\n---\n\n```\n# no\n```\n\n> ### [g](h) \n\n#x\n\n#"
    assert scan(text).headings == ("제목", "a b c", "d f", "g", "")


@pytest.mark.parametrize("text", ["", "a", "#a", "    # a", "`# a`", "\\# a"])
def test_no_headings(text):
    assert scan(text).headings == ()


def slices(text, spans):
    return [text[slice(*span)] for span in spans]


def test_code():
    text = "가 `나` [`b`](c)\n\n```js\n🎉\n```\n\n끝 ``d``\n"
    assert [part.rstrip("\n") for part in slices(text, scan(text).code)] == ["`나`", "`b`", "```js\n🎉\n```", "``d``"]


def test_indented_code():
    text = "가\n\n    나 [a](b)\n\n다"
    (part,) = slices(text, scan(text).indented)
    assert part.strip() == "나 [a](b)"
    assert scan(text).code == ()


def test_no_code():
    assert scan("a [b](c)\n- d\n").code == ()
    assert scan("a\n    b\n- c\n    d\n").indented == ()


def test_cells():
    text = "가\n\n| 나 | b |\n| --- | --- |\n| 🎉 | [c](d) |\n"
    assert [part.strip(" |") for part in slices(text, scan(text).cells)] == ["나", "b", "🎉", "[c](d)"]


def test_blocks_may_be_left_out():
    text = "`a` [b](c)\n\n| d |\n| --- |\n| e |\n\n    f\n"
    everything, less = scan(text), scan(text, blocks=False)
    assert everything.code
    assert everything.cells
    assert (less.code, less.cells) == ((), ())
    assert (less.links, less.headings, less.indented) == (everything.links, everything.headings, everything.indented)
