"""The oracle of text conservation sees what is lost, new or moved, and nothing else."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import visible
from support.notion_pages import ERAS, FILES, page, pages

PROMISES = (3,)

BOTH = ("obsidian", "markdown")
TEX = '<span class="katex"><math><annotation>a_1 +\n b</annotation></math><span class="katex-html">a1+b</span></span>'
IMAGE = '<figure class="image"><a href="F/a%20b%203.png"><img src="F/a%20b%203.png"/></a><figcaption>Cap</figcaption></figure>'
FILE = '<figure><div class="source"><a href="F/x%20y.pdf">x y.pdf</a></div></figure>'
ADDRESS = "https://www.notion.so/1580080aa5a380d1b0c7c2f979343d88?pvs=21"
BASE = (
    '<div class="collection-content"><h4 class="collection-title">Books</h4><table class="collection-content">'
    "<thead><tr><th>Name</th><th>Read</th><th>Tags</th></tr></thead><tbody><tr>"
    '<td class="cell-title"><a href="A.html"><span class="icon">📄</span>A</a></td>'
    '<td><div class="checkbox checkbox-on"></div></td>'
    '<td><span class="selected-value">x</span><span class="selected-value">y z</span></td></tr></tbody></table></div>'
)
BOOKMARK = (
    '<figure><a href="https://x.y/z" class="bookmark source"><div class="bookmark-info"><div class="bookmark-text">'
    '<div class="bookmark-title">Cat</div><div class="bookmark-description">A cat.</div></div><div class="bookmark-href">'
    '<img class="icon bookmark-icon" src="i.ico"/>https://x.y/z</div></div></a><figcaption>Seen</figcaption></figure>'
)
CALLOUT = (
    '<figure class="callout"><div style="font-size:1.5em"><span class="icon">💡</span></div>'
    '<div style="width:100%"><p>One</p><p>two</p></div></figure>'
)
ASIDE = (
    '<aside class="callout" data-notion-callout-icon="💡"><div style="font-size:1.5em"><span class="icon" data-emoji="💡">'
    '</span></div><div style="width:100%"><p>One</p><p>two</p></div></aside>'
)
CODE = '<pre class="code"><code class="language-Python">if **x:\n    [[y]]  \n\n\tz</code></pre>'
TODO = '<ul class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span>a</span><div class="indented"></div></li></ul>'
NAV = '<nav class="table_of_contents"><div><a href="#1-2">One: two</a></div></nav>'

EQUAL = [
    ("<p>a <strong>b</strong>c</p>", "a **b**c", BOTH),
    ("<p>a *b* _c_ # d</p>", r"a \*b\* \_c\_ # d", BOTH),
    ("<p>a<br/>b</p><p>c</p>", "a\nb\n\nc", BOTH),
    ("<p>a<br/>b</p>", "a\\\nb", BOTH),
    ("<p>a\u00a0\ufeff b</p><p>\n</p>", "a b", BOTH),
    ("<p>e\u0301</p>", "é", BOTH),
    ("<p>&lt;b&gt; &amp;amp; &amp;copy;</p>", r"\<b> \&amp; \&copy;", BOTH),
    ("<p><strong>(굵게)</strong>는 <del>x</del></p>", "<strong>(굵게)</strong>는 ~~x~~", BOTH),
    ("<p><span style='border-bottom:0.05em solid'>a</span> b</p>", "<u>a</u> b", BOTH),
    ("<p><mark>a</mark> ==b==</p>", r"==a== \=\=b\=\=", ["obsidian"]),
    ("<p><mark>a</mark> ==b==</p>", "<mark>a</mark> ==b==", ["markdown"]),
    ("<p>see <a href='P.html'><span class='icon'>🖥</span>Page</a>!</p>", "see [[Page]]!", ["obsidian"]),
    ("<p>see <a href='P.html'>a page</a></p>", "see [[Folder/Page|a page]]", ["obsidian"]),
    ("<table><tr><td><a href='P.html'>p</a></td><td>a|b</td></tr></table>", "| [[P\\|p]] | a\\|b |\n| --- | --- |", ["obsidian"]),
    ("<table><tr><td>a<br/>b</td><td>c</td></tr></table>", "| a<br>b | c |\n| --- | --- |", BOTH),
    ("<p>see <a href='P.html'>a page</a></p>", "see [a page](P.md)", BOTH),
    (f"<p>(<a href='P.html'>{ADDRESS}</a>) x</p>", "([[Some page]]) x", ["obsidian"]),
    (f"<p>(<a href='P.html'>{ADDRESS}</a>) x</p>", "([Some page](P.md)) x", BOTH),
    (f"<p>(<a href='{ADDRESS}'>{ADDRESS}</a>) x</p>", f"(<{ADDRESS}>) x", BOTH),
    ("<p>https://x.y/a|b</p>", "<https://x.y/a%7Cb>", BOTH),
    ("<p>a ^b1</p><h1>x</h1>", "a \\^b1 ^c2\n\n# x\n\n^d3", ["obsidian"]),
    ("<p>a</p>", '<a id="c2"></a>a\n\n<a id="d3"></a>', BOTH),
    (f"<p>x {TEX}.</p>", "x $a_1 + b$.", BOTH),
    ("<figure data-notion-equation='a\n\nb'>x</figure>", "$$\na\nb\n$$", BOTH),
    (f"<table><tr><td>{TEX.replace('b<', '|b<')}</td></tr></table>", "| $a_1 + \\|b$ |\n| --- |", BOTH),
    (f"<blockquote>x<figure>{TEX}</figure></blockquote>", "> x\n>\n> $$\n> a_1 +\n>  b\n> $$", BOTH),
    ("<p>$5 and $6$</p>", r"\$5 and \$6\$", BOTH),
    (CODE, "```python\nif **x:\n    [[y]]  \n\n\tz\n```", BOTH),
    (f"<ul><li>a{CODE}</li></ul>", "- a\n\n    ```python\n    if **x:\n        [[y]]\n\n    \tz\n    ```", BOTH),
    ("<p><code>[[x]] $a$ ==</code></p>", "`[[x]] $a$ ==`", BOTH),
    (IMAGE, "![[a b 3 1.png|240]]\n\nCap", ["obsidian"]),
    (IMAGE, "![](F/a%20b%203.png)\n\nCap", BOTH),
    (FILE, "![[x y 2.pdf]]", ["obsidian"]),
    (FILE, "![x y.pdf](z.pdf)", BOTH),
    (FILE, "[x y.pdf](z.pdf)", BOTH),
    (BOOKMARK, "> [Cat](https://x.y/z)\n>\n> A cat.\n\nSeen", BOTH),
    (CALLOUT, "> [!tip] 💡\n> One\n>\n> two", ["obsidian"]),
    (CALLOUT, "> [!TIP]\n> 💡\n> One\n>\n> two", BOTH),
    (ASIDE, "> [!tip]- 💡\n> One\n>\n> two ^abc", ["obsidian"]),
    ('<figure class="callout"><div style="width:100%"><ol><li>x</li></ol></div></figure>', "> [!note]\n> 2. x", ["obsidian"]),
    (TODO, "- [x] a", BOTH),
    (TODO.replace("a</span>", "[ ] a</span>"), "1. [x] \\[ ] a", BOTH),
    (NAV, "- [[#One two]]", ["obsidian"]),
    (NAV, "- [One: two](#one-two)", BOTH),
    (f"{BASE}<p>x</p>", "![[Books 1.base]]\n\nx", ["obsidian"]),
    (f"{BASE}<p>x</p>", "[Books](Books.md)\n\nx", BOTH),
    (BASE, "#### Books\n\n| Name | Read | Tags |\n| --- | --- | --- |\n| [A](A.md) | Yes | x, y z |", BOTH),
    ("<script>x</script><style>y</style><!-- z --><p>a</p>", "a", BOTH),
]  # fmt: skip

DIFFERENT = [
    ("<p>one two</p>", "one", BOTH, "lost 'two'"),
    ("<p>one two</p>", "one two two", BOTH, "new 'two'"),
    ("<p>one two three</p>", "two one three", BOTH, "one"),
    ("<p>one</p><p>two</p>", "onetwo", BOTH, "onetwo"),
    ("<p>a *b*</p>", "a *b*", BOTH, "*b*"),
    ("<p># a</p>", "# a", BOTH, "#"),
    ("<p>1. a</p>", "1. a", BOTH, "1."),
    ("<p>---</p>", "---\n\n---", BOTH, "---"),
    ("<p>a</p><p>===</p>", "a\n===", BOTH, "==="),
    ("<p>[a]: b</p>", "[a]: b", BOTH, "[a]:"),
    ("<p>[^1]: b</p>", "[^1]: b", ["obsidian"], "[^1]:"),
    ("<p><strong>(굵게)</strong>는</p>", "**(굵게)**는", BOTH, "**(굵게)**는"),
    ("<p>&lt;b&gt;a</p>", "<b>a", BOTH, "<b>a"),
    ("<p>&amp;copy;</p>", "&copy;", BOTH, "&copy;"),
    ("<p>~a~</p>", "~a~", ["markdown"], "~a~"),
    ("<p>==a==</p>", "==a==", ["obsidian"], "==a=="),
    ("<p>%%a%% b</p>", "%%a%% b", ["obsidian"], "%%a%%"),
    ("<p>100%% b</p>", "100%% b", ["obsidian"], "b"),
    ("<p>[[a]]</p>", "[[a]]", ["obsidian"], "[[a]]"),
    ("<p>a ^b1</p>", "a ^b1", ["obsidian"], "^b1"),
    ("<p>a ^b1</p>", "a ^b1", ["obsidian"], "lost"),
    ("<p>$a$</p>", "$a$", BOTH, "$a$"),
    (f"<p>{TEX}</p>", "a_1 + b", BOTH, "⟦a_1␣+␣b⟧"),
    (f"<p>x {TEX}</p>", "x", BOTH, "lost"),
    (f"<p>x {TEX}</p>", r"x \$a_1 + b\$", BOTH, "lost"),
    ("<p>`a`</p>", "`a`", BOTH, "`a`"),
    ("<p>a|b</p>", "| a | b |\n|---|---|", BOTH, "a|b"),
    (CODE, "```\nif **x:\n  [[y]]\n\n\tz\n```", BOTH, "␣[[y]]"),
    (CODE, "    if **x:", BOTH, "lost"),
    ("<p>one</p>", "    one", BOTH, "▏one"),
    (IMAGE, "![](F/a%20b%203.png)", BOTH, "lost 'Cap'"),
    (IMAGE, "Cap", BOTH, "⟨ab.png⟩"),
    (FILE, "![other.pdf](z.pdf)", BOTH, "x y.pdf"),
    (BOOKMARK, "> [Cat](https://x.y/z)\n\nSeen", BOTH, "A cat."),
    (CALLOUT, "> [!tip]\n> One\n>\n> two", ["obsidian"], "💡"),
    (CALLOUT, "> [!hint]\n> 💡\n> One\n>\n> two", ["markdown"], "[!hint]"),
    ("<blockquote>[!note] a</blockquote>", "> [!note] a", ["obsidian"], "[!note]"),
    ("<ul><li>[ ] a</li></ul>", "- [ ] a", BOTH, "[ ]"),
    (NAV, "- [[#One three]]", ["obsidian"], "two"),
    (f"<p><a href='P.html'>{ADDRESS}</a> x</p>", "Some page x", BOTH, "Some page"),
    (f"<p><a href='P.html'>{ADDRESS}</a> x</p>", "[Some page](P.md)", BOTH, "lost 'x'"),
    (BASE, "[Shelves](Books.md)", BOTH, "Shelves"),
    (BASE, "#### Books\n\n| Name | Read | Tags |\n| --- | --- | --- |\n| [A](A.md) | No | x, y z |", BOTH, "'No'"),
]  # fmt: skip


def each_target(cases):
    return [(*case[:2], to, *case[3:]) for case in cases for to in case[2]]


def front(note: str) -> str:
    return f"---\ntitle: not text\n---\n{note}\n"


def told(body: str, note: str, to: str) -> list[str]:
    title = "A page" if to == "markdown" else ""
    head = f"# {title}\n\n" if title else ""
    return visible.compare(page(body, era="C", title="A page"), front(head + note), to=to, title=title)


@pytest.mark.parametrize(("body", "note", "to"), each_target(EQUAL))
def test_it_says_nothing_where_a_note_has_all_words_of_its_page(body, note, to):
    assert told(body, note, to) == []


@pytest.mark.parametrize(("body", "note", "to", "wrong"), each_target(DIFFERENT))
def test_it_sees_what_is_lost_new_or_elsewhere(body, note, to, wrong):
    assert wrong in "\n".join(told(body, note, to))


def test_each_difference_is_told_with_the_words_before_it():
    assert told("<p>one two three</p><p>four five</p>", "one three\n\nfour 5", "obsidian") == [
        "lost 'two' behind 'one'",
        "lost 'five', new '5' behind 'one two three four'",
    ]


def test_a_title_that_plain_markdown_reads_as_another_is_seen():
    html = page("<p>a</p>", era="C", title="C #")
    assert visible.compare(html, "# C \\#\n\na", to="markdown", title="C #") == []
    assert "#" in str(visible.compare(html, "# C #\n\na", to="markdown", title="C #"))
    assert "lost 'C #'" in str(visible.compare(html, "a", to="markdown", title="C #"))


def test_the_words_of_a_page_are_those_of_its_body_and_its_description():
    row = '<tr class="property-row"><th>Note</th><td>hidden</td></tr>'
    html = page("<p>a b</p>", era="C", title="T", properties=row, description="First.")
    assert visible.visible_in_html(html) == ["First.", "a", "b"]
    assert visible.visible_in_note("---\nx: y\n---\n# T\n\nFirst.\n\na b", to="markdown", title="T") == [
        "First.",
        "a",
        "b",
    ]


def test_a_page_without_a_page_body_is_read_whole_but_for_its_head():
    html = "<html><body><h1 class='page-title'>T</h1><table class='properties'><tr><td>x</td></tr></table><p>a</p></body></html>"
    assert visible.visible_in_html(html) == ["a"]


@pytest.mark.parametrize("era", ERAS)
def test_pages_have_the_marks_of_their_era(era):
    assert ("page-description" in page("", era=era)) == (era != "A")
    assert ("dir=" in page("", era=era)) == (era in "DE")


@given(st.data(), st.booleans())
def test_pages_are_whole_and_an_equation_is_read_once(data, malformed):
    html = data.draw(pages(malformed=malformed))
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    bodies = [each for each in root.iter("div") if each.get("class") == "page-body"]
    assert len(bodies) == 1
    words = visible.visible_in_html(html)
    assert not [word for word in words if "KATEX" in word or "MATHML" in word or "not text" in word]


@given(pages("C"))
def test_the_words_of_a_page_are_found_in_its_own_text(html):
    """What is shown as a line of HTML is the same words, whatever marks are in them."""
    words = visible.visible_in_html(html)
    assert words == visible.visible_in_html(html.replace("<div></div>", ""))


def test_strategies_name_files_by_paths_beside_the_page():
    assert all(name.startswith("Files/") and name.count("/") == 1 for name in FILES)
