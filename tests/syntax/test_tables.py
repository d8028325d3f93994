"""Tables as text: two parsers must show every cell as it was, and Obsidian must find nothing of its own in it."""

from __future__ import annotations

import re

import pyromark
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exportconv.syntax.links import markdown_link
from exportconv.syntax.tables import escape_cell, escape_label, table

SETTINGS = settings(max_examples=400, deadline=None, derandomize=True)

# --- what two parsers see

MARKDOWN_IT = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
# addresses are to be shown as they stand in the text
MARKDOWN_IT.validateLink = lambda url: True
MARKDOWN_IT.normalizeLinkText = lambda url: url
OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_TASKLISTS
)


def markdown_it_rows(markdown: str) -> list[list[str]]:
    """The visible text of each cell; anything but text, line breaks and addresses is an error."""
    tokens = MARKDOWN_IT.parse(markdown)
    assert (tokens[0].type, tokens[-1].type) == ("table_open", "table_close")
    assert sum(token.type == "table_open" for token in tokens) == 1
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append("".join(map(markdown_it_text, token.children)))
    return rows


def markdown_it_text(token) -> str:
    if token.type == "html_inline":
        assert token.content == "<br>"
        return "\n"
    assert token.type == "text" or token.markup == "autolink", token
    return token.content


def pyromark_rows(markdown: str) -> list[list[str]]:
    """The same of the parser that this project uses, with its notions of math, footnotes and wikilinks on."""
    rows: list[list[str]] = []
    for event in pyromark.events(markdown, options=OPTIONS):
        kind, data = next(iter(event.items()))
        if kind in ("Text", "InlineHtml"):
            assert kind == "Text" or data == "<br>"
            rows[-1][-1] += data if kind == "Text" else "\n"
        elif data in ("TableHead", "TableRow"):
            rows += [[]] if kind == "Start" else []
        elif data == "TableCell":
            rows[-1] += [""] if kind == "Start" else []
        elif kind == "Start":
            assert "Table" in data or data["Link"]["link_type"] == "Autolink", event
        else:
            assert kind == "End", event
    return rows


PARSERS = {"markdown-it": markdown_it_rows, "pyromark": pyromark_rows}
by_both = pytest.mark.parametrize("rows_of", PARSERS.values(), ids=PARSERS)


def folded(text: str) -> list[str]:
    """The lines of a text without blanks at their ends or two in a row, and with encoded characters as such."""
    text = text.replace("%7C", "|").replace("%3B", ";")
    return [" ".join(line.split()) for line in re.split(r"\r\n?|\n", text.strip())]


def shown(cell: str) -> list[str]:
    """The lines of an escaped cell as both parsers show it."""
    written = table(["a", "b"], [[cell, "c"]])
    rows = [rows_of(written) for rows_of in PARSERS.values()]
    assert rows[0] == [["a", "b"], [rows[0][1][0], "c"]]
    assert [[folded(cell) for cell in row] for row in rows[0]] == [[folded(cell) for cell in row] for row in rows[1]]
    return folded(rows[0][1][0])


# --- what Obsidian has on top

URL = re.compile(r"<(?:https?|ftp)://[^<>\s]*>|(?:(?<![a-zA-Z<])(?:https?|ftp)://|(?<![^\W_])www\.)\S*", re.IGNORECASE)
ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
OBSIDIAN = {
    "wikilink": r"\[\[",
    "highlight": r"==",
    "comment": r"%%",
    "strikethrough": r"[^\s~]~~|~~[^\s~]",
    "tag": r"(?<![^\W_])(?<!#)#+(?=\d*[^\s\d!-,.:-@\[-^`{-~])",
    "math": r"\$[^$]+\$|\$\$",
    "footnote": r"\[\^|\^\[",
    "block id": r"(?:^|\s)\^[A-Za-z0-9-]+$",
    "code": r"`",
}


def obsidian_marks(cell: str) -> list[str]:
    """Names of Obsidian's marks that an escaped cell still has outside its addresses."""
    rest = ESCAPE.sub(r"\\", URL.sub("<x>", cell).replace("<br>", "\n"))
    return [name for name, mark in OBSIDIAN.items() if re.search(mark, rest)]


# --- cells that change


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lines
        ("a\nb", "a<br>b"),
        ("a\r\nb\rc\n\nd", "a<br>b<br>c<br><br>d"),
        ("\n a\t\n", "a"),
        # what ends a cell
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        # backslashes
        (r"\*", r"\\*"),
        (r"\\server\x", r"\\\server\x"),
        ("C:\\", r"C:\\"),
        ("a\\\nb", r"a\\<br>b"),
        # emphasis
        ("*x*", r"\*x\*"),
        ("**x**", r"\*\*x\*\*"),
        ("a*b*c", r"a\*b\*c"),
        ("_x_ __y__", r"\_x\_ \_\_y\_\_"),
        ("__init__.py", r"\_\_init\_\_.py"),
        ("*\nx*", r"\*<br>x\*"),
        ("1~2, 3~4", r"1\~2, 3\~4"),
        ("~~x~~", r"\~\~x\~\~"),
        # code, math
        ("`x`", r"\`x\`"),
        ("`", r"\`"),
        ("$x$", r"\$x\$"),
        ("$5-$6", r"\$5-\$6"),
        ("$$", r"\$\$"),
        # HTML
        ("<b>", r"\<b>"),
        ("</b>", r"\</b>"),
        ("<!-- x", r"\<!-- x"),
        ("<?x", r"\<?x"),
        ("<br>", r"\<br>"),
        ("<1@b.de>", r"\<1@b.de>"),
        ("&amp;", r"\&amp;"),
        ("&#35;&#x23;", r"\&#35;\&\#x23;"),
        # links
        ("[x](y)", r"[x\](y)"),
        ("![x](y)", r"![x\](y)"),
        ("[x][y]", r"[x\][y]"),
        ("[[x]]", r"\[\[x]]"),
        ("![[x]]", r"!\[\[x]]"),
        ("[^1]", r"\[^1]"),
        ("^[x]", r"^\[x]"),
        # Obsidian
        ("==x==", r"\=\=x\=\="),
        ("a == b", r"a \=\= b"),
        ("%%x%%", r"\%\%x\%\%"),
        ("#tag", r"\#tag"),
        ("a #태그 b", r"a \#태그 b"),
        ("(#tag)", r"(\#tag)"),
        ("_#tag_", r"\_\#tag\_"),
        ("##tag", r"\#\#tag"),
        ("#1a", r"\#1a"),
        ("a\n#b", r"a<br>\#b"),
        ("a ^id-1", r"a \^id-1"),
        ("^id", r"\^id"),
    ],
)
def test_marks_are_escaped(text, expected):
    assert escape_cell(text) == expected
    assert shown(expected) == folded(text)
    assert obsidian_marks(expected) == []


# --- cells that stay


@pytest.mark.parametrize(
    "text",
    ["", "a", "회의록 (2024)", "🎉", "snake_case", "a_b_c", "가_나", "C++", "C#", "F#m", "a*b", "*required", "2 * 3 * 4", "a _ b _ c",
     "10:00~12:00", "~5", "a ~ b ~ c", "5 < 6", "a<5", "<3", "a <= b >= c", "a > b", "->", "R&D", "R&D x; y", "a & b", "&;", "$5", "50%",
     "100 % 5", "a = b", "#1", "# a", "#", "a#b", "[x]", "[ ] a", "[1] a", "a]", "f(x)[", "(a)", "!", "a!", "x^2", "a ^id b", "a^id", "^",
     r"C:\dir", "- a", "1. a", "+ a", "> a", "---", ":-:", "a: b", "{a}", "a@b.de", "@a", "www.a.de", "www.a.de/b_c?d=e, f", "a.b, c; d",
     '"a"', "it's", "a\tb", "a\u00a0b", "a\u2028b\u2029c\u0085d", "a\x0bb\x0cc", "a\x1bb", "ｆｕｌｌ＊"],
)  # fmt: skip
def test_what_cannot_act_stays(text):
    assert escape_cell(text) == text
    assert shown(text) == folded(text)
    assert obsidian_marks(text) == []


# --- addresses


@pytest.mark.parametrize(
    "text",
    [
        "https://a.de",
        "http://a.de:80/b-c/d_e.f?g=h&i=%20#j",
        "HTTPS://A.DE",
        "https://ko.wikipedia.org/wiki/한국",
        "https://de.wikipedia.org/wiki/A(b)",
        "see https://a.de, https://b.de.",
        "(https://a.de/b).",
        "'https://a.de'!",
        "ftp://a.de/b",
        "https://a.de/@b/c+d,e!f'g",
    ],
)
def test_a_plain_address_stays(text):
    assert escape_cell(text) == text
    assert shown(text) == folded(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.de/*b*_c_", "<https://a.de/*b*_c_>"),
        ("https://youtu.be/a1b2_", "<https://youtu.be/a1b2_>"),
        ("https://de.wikipedia.org/wiki/A_(b)", "<https://de.wikipedia.org/wiki/A_(b)>"),
        ("https://a.de/~b, c", "<https://a.de/~b>, c"),
        ("https://a.de/?b[c]=d==", "<https://a.de/?b[c]=d==>"),
        ("https://a.de/b|c", "<https://a.de/b%7Cc>"),
        ("https://a.de/?b=c&amp;d", "<https://a.de/?b=c&amp%3Bd>"),
        ("https://a.de/#b%%c$d$", "<https://a.de/#b%%c$d$>"),
        ("*https://a.de*", r"\*<https://a.de>\*"),
        ("_https://a.de/b_._", r"\_<https://a.de/b>\_.\_"),
        ("https://a.de에서 b", "<https://a.de>에서 b"),
        ("https://a.de/b。次", "<https://a.de/b>。次"),
        ("「https://a.de」", "「<https://a.de>」"),
        ("(https://a.de/b)에서", "(<https://a.de/b>)에서"),
        ("[a](https://a.de)", r"[a\](https://a.de)"),
        ("[https://a.de](https://b.de)", r"[<https://a.de>\](https://b.de)"),
        ("<https://a.de>", r"\<<https://a.de>>"),
        ("https://a.de<b>", r"<https://a.de>\<b>"),
        (r"https://a.de\b", r"<https://a.de>\b"),
        (r"\https://a.de/~b", r"\\<https://a.de/~b>"),
        ("https://a.de`b`", r"<https://a.de>\`b\`"),
        ("https://a.de\nb\nhttps://c.de", "https://a.de<br>b<br>https://c.de"),
        ("https://a.de;https://b.de;", "<https://a.de;https://b.de>;"),
    ],
)
def test_an_address_with_marks_or_with_text_behind_it_gets_brackets(text, expected):
    assert escape_cell(text) == expected
    assert shown(expected) == folded(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.a.de/_b_", r"www\.a\.de/\_b\_"),
        ("www.a.de*http://b.de_c_", r"www\.a\.de\*http\://b\.de\_c\_"),
        ("www.a.de<b>", r"www\.a\.de\<b\>"),
        ("xhttp://a.de/_b_", r"xhttp://a.de/\_b\_"),
    ],
)
def test_what_github_alone_might_link_shows_no_backslash(text, expected):
    assert escape_cell(text) == expected
    assert shown(expected) == folded(text)


# --- any text

MARKS = [*"*_~`[](){}|\\<>&#$=%^!:;.,-+?'\"/@", "**", "~~", "__", "[[", "]]", "](", "==", "%%", "$x$", "#tag", "#1", "^id", "[^1]", "<b>",
         "<br>", "<!--", "&amp;", "&#35;", "a@b.de", "\\|", "\\\\"]  # fmt: skip
ADDRESSES = ["http://", "https://a.de", "https://a.de/b", "HTTP://a.de/", "ftp://a.de", "www.", "www.a.de", "<http://a.de>", "(https://a.de)"]  # fmt: skip
BLANKS = [" ", "  ", "\t", "\n", "\r", "\r\n", "\u00a0", "\u3000", "\u2028", "\x0b", "\x0c"]
WORDS = ["a", "b1", "x_y", "가", "에서", "é", "。", "」", "🎉", "\u0e31", "\x1b"]
pieces = st.one_of(*map(st.sampled_from, (MARKS, ADDRESSES, BLANKS, WORDS)))
# a NUL is shown as a replacement character by every parser
any_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
texts = st.lists(pieces, max_size=14).map("".join) | any_text
plain = st.text(st.sampled_from("ab가1 .,()-+:/'\""), max_size=20)


@given(texts)
@example("a_\nb_")
@example("https://a.de/?a&amp;")
@example("http://\u2028_a_")
@settings(SETTINGS, max_examples=3000)
def test_a_cell_shows_its_text(text):
    cell = escape_cell(text)
    assert not re.search(r"[\r\n]", cell)
    assert shown(cell) == folded(text)


@given(texts)
@settings(SETTINGS, max_examples=2000)
def test_obsidian_finds_nothing_in_a_cell(text):
    assert obsidian_marks(escape_cell(text)) == []


@given(texts)
@SETTINGS
def test_no_address_has_a_backslash(text):
    assert "\\" not in "".join(re.findall(r"(?i)<(?:https?|ftp)://[^<>\s]*>", escape_cell(text)))


@given(plain)
@SETTINGS
def test_plain_text_stays(text):
    assert escape_cell(text) == text.strip()


# --- tables


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (["a", "b"], [["c", "d"]], "| a | b |\n| --- | --- |\n| c | d |\n"),
        (["a"], [], "| a |\n| --- |\n"),
        (["", "b"], [["", "d"], ["", ""]], "| | b |\n| --- | --- |\n| | d |\n| | |\n"),
        (["a", "b", "c"], [["d"], []], "| a | b | c |\n| --- | --- | --- |\n| d | | |\n| | | |\n"),
        (["a", "b"], [["c", "d", "e"]], "| a | b |\n| --- | --- |\n| c | d<br>e |\n"),
        ([], [["a"]], ""),
    ],
    ids=["full", "no rows", "empty cells", "short rows", "long row", "no columns"],
)
def test_table(header, rows, expected):
    assert table(header, iter(rows)) == expected


@by_both
@pytest.mark.parametrize("header", [[""], ["---"], ["", ""], [":-:", "---"], ["- a"], ["a", "", "> b"], ["#"]])
@pytest.mark.parametrize("cell", ["", "---", "- a", "# a", "> a"])
def test_a_table_is_one_whatever_its_cells_look_like(rows_of, header, cell):
    row = [cell] * len(header)
    assert rows_of(table(header, [row, row])) == [header, row, row]


@st.composite
def grids(draw):
    columns = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(texts, min_size=columns, max_size=columns), min_size=1, max_size=4))


@by_both
@given(grids())
@SETTINGS
def test_a_table_has_the_rows_and_columns_it_was_given(rows_of, grid):
    header, *rows = [[escape_cell(cell) for cell in row] for row in grid]
    found = rows_of(table(header, rows))
    assert [[folded(cell) for cell in row] for row in found] == [[folded(cell) for cell in row] for row in grid]


# --- texts of links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[a]]", r"\[\[a\]\]"),
        ("a|b", r"a\|b"),
        ("a]b[c", r"a\]b\[c"),
        ("*a* `b` <i> ~~c~~", r"\*a\* \`b\` \<i\> \~\~c\~\~"),
        ("~https://a.example/x", r"\~https\://a.example/x"),
        ("www.a.example me@a.example", r"www\.a.example me\@a.example"),
        (" a\r\nb ", "a<br>b"),
        ("_a_", r"\_a\_"),
    ],
)
def test_marks_in_the_text_of_a_link(text, expected):
    assert escape_label(text) == expected


@pytest.mark.parametrize("text", ["", "회의록 3", "snake_case", "a - b", "1. x", "(a) + b", "'q' \"q\""])
def test_the_text_of_a_link_stays(text):
    assert escape_label(text) == text


@given(texts)
@SETTINGS
def test_a_link_is_one_link_in_one_cell_whatever_its_text(label):
    written = table(["a", "b"], [[markdown_link("c|d.md", text=escape_label(label)), "e"]])
    tokens = [token for token in MARKDOWN_IT.parse(written) if token.type == "inline"]
    links = [child.attrs["href"] for token in tokens for child in token.children if child.type == "link_open"]
    assert (len(tokens), links) == (4, ["c%7Cd.md"])
    shown = "".join({"html_inline": "\n"}.get(c.type, c.content) for c in tokens[2].children)
    assert folded(shown) == folded(label)


# --- growth

SIZE = 200_000
UNITS = [*MARKS, *ADDRESSES, *BLANKS, *WORDS, "a*", "*a ", " _", "~ ", "[x](y)", "http://a[", "http://a(", "http://a)", "http://a!", "http://a.b.",
         "http://a;", "http://a&amp;", "http://a=", "http://a__", "*http://a_", "ahttp://", "www.a_", "www.(", " www.", "*www.a", "&#", "&a", "<1",
         "<1@", "# ", " ^a", "^a-", "\\a", "-."]  # fmt: skip
STARTS = ("#", "&", "&#", "<", "^", "_", "http://", "http://a(", "http://a[", "http://a&", "http://a.", "www.", "www.a*")  # fmt: skip
HOSTILE = {unit: unit * (SIZE // len(unit)) for unit in UNITS}
HOSTILE |= {f"{start}{unit}…": start + unit * SIZE for start in STARTS for unit in ("1", "a.", "(")}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=map(ascii, HOSTILE))
def test_no_text_makes_a_cell_slow(text):
    """See test_growth: what is quadratic would take minutes."""
    assert escape_cell(f"{text}\0").endswith("\0") or "://" in text
    assert isinstance(escape_label(text), str)
