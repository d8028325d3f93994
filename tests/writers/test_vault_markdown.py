"""Notes of an Obsidian vault as plain Markdown, one construct at a time."""

from __future__ import annotations

import unicodedata

import pytest
from support.vault_trees import converted, put_files

import exportconv as ec
from exportconv.transforms import plan_embeds

OTHERS = {
    "Note.md": "First.\n\n## Head\n\nUnder head.\n\n### Deep\n\nUnder deep.\n\n## Head\n\nSecond of the name.\n",
    "dir/가나 다.md": "---\na: 1\n---\nText of 가나.\n",
    "dir/List.md": "- one ^l1\n  - sub\n- two\n\n| a |\n|---|\n| b |\n\n^tab\n\nPara ^p1\n\n> quoted\n^q1\n",
    "Foot.md": "Has a note.[^1]\n\n## Part\n\nPart.[^x]\n\n## End\n\n[^1]: The first.\n[^x]: The [[Note]] one.\n",
    "x.png": b"png",
    "dir/d.pdf": b"pdf",
    "dir/s.mp3": b"mp3",
    "b/Twice.md": "In b.\n",
    "c/Twice.md": "In c.\n",
}  # fmt: skip


@pytest.fixture
def print_note(tmp_path):
    def printed(body: str, path: str = "Page.md", **options) -> tuple[str, list[str]]:
        tree, issues = converted(tmp_path / "v", {**OTHERS, path: body}, to="markdown", **options)
        return tree[path], [issue for issue in issues if f" {path}:" in issue]

    return printed


LINKS = [
    ("[[Note]]", "[Note](Note.md)"),
    ("[[note]]", "[note](Note.md)"),
    ("[[Note.md]]", "[Note.md](Note.md)"),
    ("[[ Note ]]", "[Note](Note.md)"),
    ("[[Note|a *b* c]]", "[a \\*b\\* c](Note.md)"),
    ("[[가나 다]]", "[가나 다](dir/%EA%B0%80%EB%82%98%20%EB%8B%A4.md)"),
    ("[[dir/가나 다|x]]", "[x](dir/%EA%B0%80%EB%82%98%20%EB%8B%A4.md)"),
    (f"[[{unicodedata.normalize('NFD', '가나 다')}|x]]", "[x](dir/%EA%B0%80%EB%82%98%20%EB%8B%A4.md)"),
    ("[[Note#Head]]", "[Note > Head](Note.md#head)"),
    ("[[Note#head|x]]", "[x](Note.md#head)"),
    ("[[Note#Head#Deep|x]]", "[x](Note.md#deep)"),
    ("[[List#^p1|x]]", "[x](dir/List.md#p1)"),
    ("[[d.pdf#page=3|x]]", "[x](dir/d.pdf#page=3)"),
    ("[[b/Twice|x]]", "[x](b/Twice.md)"),
    ("| a |\n|---|\n| [[Note\\|x\\|y]] |", "| a |\n|---|\n| [x\\|y](Note.md) |"),
    ("[t](Note)", "[t](Note.md)"),
    ("[t](<dir/가나 다.md>)", "[t](dir/%EA%B0%80%EB%82%98%20%EB%8B%A4.md)"),
    ("[t *u*](dir/d.pdf 'title')", "[t *u*](dir/d.pdf 'title')"),
    ("[t](Note.md#Head)", "[t](Note.md#head)"),
    ("[t][r]\n\n[r]: /dir/List", "[t][r]\n\n[r]: dir/List.md"),
    ("![[x.png]]", "![x](x.png)"),
    ("![[x.png|300]]", "![x](x.png)"),
    ("![[x.png|A cat|300x200]]", "![A cat](x.png)"),
    ("![a|100](x.png)", "![a](x.png)"),
    ("![100](https://a.example/b.png)", "![](https://a.example/b.png)"),
    ("![[s.mp3]]", "[s.mp3](dir/s.mp3)"),
    ("![[d.pdf#page=2]]", "[d.pdf](dir/d.pdf#page=2)"),
    ("[web](https://a.example) <https://b.example>", "[web](https://a.example) <https://b.example>"),
    ("==a [[Note]] b== c", "<mark>a [Note](Note.md) b</mark> c"),
    ("a %%gone [[Note]]%% b", "a b"),
    ("a\n\n%%\ngone\n\ngone\n%%\n\nb", "a\n\n\nb"),
    ("%%gone%%    b", "b"),
    ("> %%gone%%      b", "> b"),
    ("- a\n  %%gone%%  b", "- a\n  b"),
    ("%%gone%%# b", "\\# b"),
    ("a\n%%gone%% - b", "a\n\\- b"),
    ("a\n\n%%gone%%\n- b\n\n%%gone%%\n> c", "a\n\n- b\n\n> c"),
    ("%%gone%%*a* %%gone%% **b**\n%%gone%%`c` %%gone%% %%gone%%", "*a* **b**\n`c`"),
    ("%%gone%%#tag %%gone%%", "#tag"),
    ("a %%gone%%  \nb", "a  \nb"),
    ("a %%gone%% \nb", "a\nb"),
    ("[[#A c B|x]]\n\n## A %%c%% B", "[x](#a-b)\n\n## A B"),
    ("[[#① 개요|x]] [[#m²|y]]\n\n# ① 개요\n\n# m²", "[x](#-개요) [y](#m)\n\n# ① 개요\n\n# m²"),
    ("https://a.example/b%%20c [[Note]] https://a.example/%%d", "https://a.example/b%%20c [Note](Note.md) https://a.example/%%d"),
    ("a ^id", "a"),
    ("a [[#^id|here]]\n\nb ^id", 'a [here](#id)\n\nb <a id="id"></a>'),
    ("a [[#^AB-1|here]] [[#^ab-2|there]]\n\nb ^ab-1\n\nc ^AB-2", 'a [here](#ab-1) [there](#AB-2)\n\nb <a id="ab-1"></a>\n\nc <a id="AB-2"></a>'),
    ("[[#H]]\n\n# H", "[H](#h)\n\n# H"),
    ("[![[x.png]]](Note.md)", "[![x](x.png)](Note.md)"),
    ("[a ![[x.png]] b](https://a.example)", "[a ![x](x.png) b](https://a.example)"),
    ("[[Note|![x](y)]]", "[\\!\\[x\\](y)](Note.md)"),
    ("| a |\n|---|\n| ![x\\|100](x.png) |", "| a |\n|---|\n| ![x](x.png) |"),
    ("10~20명, 30~40명", "10\\~20명, 30\\~40명"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), LINKS)
def test_construct(print_note, body, expected):
    assert print_note(f"{body}\n") == (f"{expected}\n", [])


SAME = [
    "`[[Note]]` and `==x==` and `%%y%%`",
    "```\n[[Note]] ==x== %%y%% ^id\n```",
    "    [[Note]]",
    "$[[Note]]$ and $$a==b==c$$",
    "<div>[[Note]]</div>",
    "[[\nNote]] [[]] [[Note",
    "a == b == c, 1==2",
    "- a ==b\n- c== d",
    "100 %% sure",
    "x^2 and 2^n-1 more",
    "\\==a==",
    "a \\%%y%% b",
    "1~2\n\n- a~b\n- c~d\n\n~~gone~~ `a~b` 3~4",
    "# H1\n\n- [ ] task\n- [x] done\n\n> quote\n\n[^1]: foot\n\n#tag [a](#custom)",
    "```mermaid\ngraph TD\n```",
    "trailing  \nblanks\ttabs",
]


@pytest.mark.parametrize("body", SAME)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_stays(print_note, body, newline):
    body = body.replace("\n", newline) + newline
    text, issues = print_note(body)
    assert text == body
    assert [issue for issue in issues if not issue.startswith("XC103")] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a [[gone]] b", "a gone b"),
        ("[[gone#x|the *text*]]", "the \\*text\\*"),
        ("[[1. gone]]", "1\\. gone"),
        ("- [[gone|# x]]", "- \\# x"),
        ("![[gone.png]]", "gone.png"),
        ("![alt|30](gone.png)", "alt"),
        ("[a *b*](gone.md)", "a *b*"),
        ("| a |\n|---|\n| [[gone\\|x\\|y]] |", "| a |\n|---|\n| x\\|y |"),
    ],
)
def test_a_link_to_nothing_keeps_its_text_and_is_reported(print_note, body, expected):
    text, issues = print_note(f"{body}\n")
    assert text == f"{expected}\n"
    assert [issue.split()[0] for issue in issues] == ["XC101"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![[가나 다]]", "Text of 가나."),
        ("![[Note#Head#Deep]]", "### Deep\n\nUnder deep."),
        ("![[List#^l1]]", "- one\n  - sub"),
        ("![[List#^tab]]", "| a |\n|---|\n| b |"),
        ("![[List#^p1]]", "Para"),
        ("![[List#^q1]]", "> quoted"),
        ("![[List#^l1]] ![[Note#Head#Deep]]", "- one\n  - sub\n\n\n\n### Deep\n\nUnder deep."),
        ("before\n![[가나 다]]\nafter", "before\n\nText of 가나.\n\nafter"),
        ("say ![[가나 다]] here", "say Text of 가나. here"),
        ("say ![[Note#Head#Deep]] here", "say\n\n### Deep\n\nUnder deep.\n\nhere"),
        ("> q\n> ![[List#^tab]]", "> q\n>\n> | a |\n> |---|\n> | b |"),
        ("- ![[List#^l1]]\n- b", "- - one\n    - sub\n- b"),
        ("![[Foot#Part]]", "## Part\n\nPart.[^x-1]\n\n[^x-1]: The [Note](Note.md) one."),
        ("![[Foot]]\n\n![[Foot]]",
         "\n\n".join(f"Has a note.[^1-{n}]\n\n## Part\n\nPart.[^x-{n}]\n\n## End\n\n[^1-{n}]: The first.\n"
                     f"[^x-{n}]: The [Note](Note.md) one." for n in (1, 2))),
    ],
)  # fmt: skip
def test_embed_of_a_note_shows_it(print_note, body, expected):
    assert print_note(f"{body}\n") == (f"{expected}\n", [])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![[Page]]", "[Page](Page.md)"),
        ("a\n\n## H\n\n![[#H]]", "a\n\n## H\n\n[H](#h)"),
        ("# ![[Note]]", "# [Note](Note.md)"),
        ("| a |\n|---|\n| ![[Note]] |", "| a |\n|---|\n| [Note](Note.md) |"),
    ],
)
def test_embed_that_cannot_be_shown_is_a_link(print_note, body, expected):
    text, issues = print_note(f"{body}\n")
    assert text == f"{expected}\n"
    assert [issue.split()[0] for issue in issues] == ["XC106"]


def test_a_note_may_embed_another_part_of_itself(print_note):
    text, issues = print_note("![[#B]]\n\n# A\n\na\n\n# B\n\nb\n")
    assert (text, issues) == ("# B\n\nb\n\n# A\n\na\n\n# B\n\nb\n", [])


def test_circle_stops_where_it_closes(tmp_path):
    files = {"A.md": "a\n\n![[B]]\n", "B.md": "b\n\n![[C]]\n", "C.md": "c\n\n![[A]]\n"}
    tree, issues = converted(tmp_path / "v", files, to="markdown")
    assert tree == {
        "A.md": "a\n\nb\n\nc\n\n[A](A.md)\n",
        "B.md": "b\n\nc\n\na\n\n[B](B.md)\n",
        "C.md": "c\n\na\n\nb\n\n[C](C.md)\n",
    }
    assert issues == ["XC106 A.md:3", "XC106 B.md:3", "XC106 C.md:3"]


def test_embeds_that_double_on_each_level_stop(tmp_path, monkeypatch):
    # a twentieth of the true limit
    monkeypatch.setattr(plan_embeds, "_SIZE", 800_000)
    files = {f"N{n}.md": f"![[N{n + 1}]]\n\n" * 9 for n in range(12)} | {"N12.md": "x" * 2000}
    tree, issues = converted(tmp_path / "v", files, to="markdown")
    assert 400_000 < max(map(len, tree.values())) < 2_000_000
    assert {issue.split()[0] for issue in issues} == {"XC106"}


def test_relative_paths_in_an_embed_are_those_of_the_page(tmp_path):
    files = {"a/A.md": "![[B]]\n", "b/c/B.md": "[[A]] ![[i.png]] [[#S]]\n\n# S\n", "b/c/i.png": b"x"}
    tree, _ = converted(tmp_path / "v", files, to="markdown")
    assert tree["a/A.md"] == "[A](A.md) ![i](../b/c/i.png) [S](../b/c/B.md#s)\n\n# S\n"


def test_anchors_count_the_headings_of_embedded_notes(tmp_path):
    files = {"A.md": "![[B]]\n\n# S\n\n[[#S]] [[B#S]]\n", "B.md": "# S\n"}
    tree, _ = converted(tmp_path / "v", files, to="markdown")
    assert tree["A.md"] == "# S\n\n# S\n\n[S](#s-1) [B > S](B.md#s)\n"


def test_second_heading_of_a_name_has_a_number(print_note):
    body = "# A\n\n## S\n\n# B\n\n## S\n\n[[#A#S|1]] [[#B#S|2]] [[#S|1]]\n"
    assert print_note(body)[0].endswith("[1](#s) [2](#s-1) [1](#s)\n")


def test_without_anchors_links_lead_to_files(print_note):
    text, _ = print_note("[[Note#Head|x]] [[#^a|y]]\n\nz ^a\n", anchors="none")
    assert text == "[x](Note.md) [y](Page.md)\n\nz\n"


def test_image_sizes_as_html(print_note):
    text, _ = print_note('![[x.png|300x200]] ![a "b"|50](x.png)\n', image_sizes=True)
    assert text == (
        '<img src="x.png" alt="x" width="300" height="200"> <img src="x.png" alt="a &quot;b&quot;" width="50">\n'
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("> [!note] T\n> b", "> [!NOTE]\n> **T**\n>\n> b"),
        ("> [!warning]- T", "> [!WARNING]\n> **T**"),
        ("> [!faq]\n> b", "> **Faq**\n>\n> b"),
        ("> [!my-type]+ A *b*\n> c", "> **A *b***\n>\n> c"),
        ("> [!tip|wide] T\n> > [!bug] U\n> > v", "> [!TIP]\n> **T**\n>\n> > **U**\n> >\n> > v"),
        ("- > [!tip] T\n  > b", "- > **T**\n  >\n  > b"),
        ("> [!quote] **B** c\n> d", "> **B** c\n>\n> d"),
    ],
)  # fmt: skip
def test_callouts(print_note, body, expected):
    assert print_note(f"{body}\n")[0] == f"{expected}\n"


def test_frontmatter_links(print_note):
    head = '---\nup: "[[Note|it]]"\nlist:\n  - \'[[dir/가나 다]]\'\n  - "[[gone]]"\nbare: [[x]]\nsee: look at [[Note]]\n---\n'
    expected = (
        '---\nup: "[it](Note.md)"\nlist:\n  - \'[dir/가나 다](dir/%EA%B0%80%EB%82%98%20%EB%8B%A4.md)\'\n  - "gone"\n'
        "bare: [[x]]\nsee: look at [Note](Note.md)\n---\n"
    )
    assert print_note(head + "x\n")[0] == expected + "x\n"


@pytest.mark.parametrize(
    ("form", "with_head", "without"),
    [("auto", "---\na: 1\n---\nx", "x"), ("always", "---\na: 1\n---\nx", "---\n---\nx"), ("never", "x", "x")],
)
def test_frontmatter_forms(tmp_path, form, with_head, without):
    tree, _ = converted(tmp_path / "v", {"A.md": "---\na: 1\n---\nx", "B.md": "x"}, to="markdown", frontmatter=form)
    assert tree == {"A.md": with_head, "B.md": without}


def test_hidden_files_are_no_part_of_plain_markdown(tmp_path):
    files = {"A.md": "x", ".obsidian/app.json": "{}", ".trash/B.md": "y", "c/.hidden": "z", "c/d.bin": b"\0"}
    tree, _ = converted(tmp_path / "v", files, to="markdown")
    assert sorted(tree) == ["A.md", "c/d.bin"]


def test_note_that_is_no_utf8_is_copied_and_reported(tmp_path):
    tree, issues = converted(tmp_path / "v", {"A.md": b"\xff\xfe x", "B.md": "![[A]]\n"}, to="markdown")
    assert tree["B.md"] == "[A](A.md)\n"
    assert tree["A.md"].encode("utf-8", "surrogateescape") == b"\xff\xfe x"
    assert issues == ["XC201 A.md:0", "XC106 B.md:1"]


# --- embeds among other texts

LABELS = "[x][1] [c][] [C] ![i][1] %%[c]%%\n\n# H\n\n[y][1] [z][N]\n\n# I\n\n[1]: https://n.example 'T'\n[c]: <https://c.example/a b>\n[N]: N\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![[N]]\n\n[x][1] [c]\n\n[1]: https://page.example\n",
         ("[x][1-1] [c][c-1] [C][C-1] ![i][1-1]\n\n# H\n\n[y][1-1] [z][N-1]\n\n# I\n\n[1-1]: https://n.example 'T'\n"
          "[c-1]: <https://c.example/a b>\n[N-1]: N.md\n\n[x][1] [c]\n\n[1]: https://page.example\n")),
        ("![[N#H]]\n\n[1]: https://page.example\n",
         "# H\n\n[y](https://n.example 'T') [z](N.md)\n\n[1]: https://page.example\n"),
        ("- ![[N#I]]\n",
         "- # I\n\n  [1-1]: https://n.example 'T'\n  [c-1]: <https://c.example/a b>\n  [N-1]: N.md\n"),
        ("a ![[Q#^q]] b\n", "a see [q](https://q.example) b\n"),
        ("![[Q#I]]\n", "# I\n\ntext\n[no]: https://no.example\n"),
    ],
    ids=["whole note", "links without definitions", "definitions without links", "in a sentence", "no definition"],
)  # fmt: skip
def test_labels_of_links_are_those_of_the_embedded_note(tmp_path, body, expected):
    other = "see [q] ^q\n\n# I\n\ntext\n[no]: https://no.example\n\n# J\n\n[q]: https://q.example\n"
    tree, _ = converted(tmp_path / "v", {"P.md": body, "N.md": LABELS, "Q.md": other}, to="markdown")
    assert tree["P.md"] == expected
    assert tree["N.md"] == LABELS.replace(" %%[c]%%", "").replace("[N]: N", "[N]: N.md")


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ("```\nx", "```\nx\n```"),
        ("a\n\n~~~~ py\n```\nx\n", "a\n\n~~~~ py\n```\nx\n~~~~"),
        ("<!-- x\n\ny", "<!-- x\n\ny\n-->"),
        ("<pre>\nx\n\ny", "<pre>\nx\n\ny\n</pre>"),
        ("```\nx\n```", "```\nx\n```"),
        ("- ```\n  x", "- ```\n  x"),
        ("a <!-- x", "a <!-- x"),
        ("<div>\nx", "<div>\nx"),
    ],
    ids=[
        "fence",
        "longer fence",
        "comment",
        "tag",
        "closed",
        "closed by its item",
        "no comment",
        "ends at a blank line",
    ],
)
def test_what_an_embedded_note_leaves_open_ends_with_it(tmp_path, other, shown):
    files = {"P.md": "![[N]]\n\nafter\n", "Q.md": "> ![[N]]\n\nafter\n", "N.md": other}
    tree, _ = converted(tmp_path / "v", files, to="markdown")
    assert tree["P.md"] == f"{shown}\n\nafter\n"
    assert tree["Q.md"] == "> " + shown.replace("\n", "\n> ").replace("> \n", ">\n") + "\n\nafter\n"
    assert tree["N.md"] == other


@pytest.mark.parametrize(
    ("body", "expected", "codes"),
    [
        ("**a ![[Note#Deep]] b**", "**a [Note > Deep](Note.md#deep) b**", ["XC106"]),
        ("*a\n![[Note#Deep]]\nb*", "*a\n[Note > Deep](Note.md#deep)\nb*", ["XC106"]),
        ("~~![[Note#Deep]]~~", "~~[Note > Deep](Note.md#deep)~~", ["XC106"]),
        ("==a ![[Note#Deep]]== b", "<mark>a [Note > Deep](Note.md#deep)</mark> b", ["XC106"]),
        ("**a ![[가나 다]] b**", "**a Text of 가나. b**", []),
        ("* ![[Note#Deep]]", "* ### Deep\n\n  Under deep.", []),
        ("**a** ![[Note#Deep]] **b**", "**a**\n\n### Deep\n\nUnder deep.\n\n**b**", []),
        ("`**` ![[Note#Deep]] `**`", "`**`\n\n### Deep\n\nUnder deep.\n\n`**`", []),
        ("[a ![[Note#Deep]] b](https://a.example)", "[a Note > Deep b](https://a.example)", ["XC106"]),
        ("[a ![[d.pdf]] b](https://a.example)", "[a d.pdf b](https://a.example)", []),
    ],
)
def test_blocks_stand_neither_in_emphasis_nor_in_a_link(print_note, body, expected, codes):
    text, issues = print_note(f"{body}\n")
    assert text == f"{expected}\n"
    assert [issue.split()[0] for issue in issues] == codes


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![[d.pdf]]\n![[s.mp3]]\n", "[d.pdf](dir/d.pdf)\n\n[s.mp3](dir/s.mp3)\n"),
        ("a\n![[d.pdf]]\nb\n", "a\n\n[d.pdf](dir/d.pdf)\n\nb\n"),
        ("- ![[d.pdf]]\n  ![[s.mp3]]\n- b\n", "- [d.pdf](dir/d.pdf)\n\n  [s.mp3](dir/s.mp3)\n- b\n"),
        ("> ![[d.pdf]]\n> ![[가나 다]]\n> ![[d.pdf]]\n",
         "> [d.pdf](dir/d.pdf)\n>\n> Text of 가나.\n>\n> [d.pdf](dir/d.pdf)\n"),
        ("![[d.pdf]]\r\n![[s.mp3]]\r\n", "[d.pdf](dir/d.pdf)\r\n\r\n[s.mp3](dir/s.mp3)\r\n"),
        ("![[bad.base#x]]\n![[bad.base#y]]\n", "[bad.base > x](bad.base)\n\n[bad.base > y](bad.base)\n"),
        ("![[x.png]]\n![[x.png]]\n", "![x](x.png)\n![x](x.png)\n"),
        ("a ![[d.pdf]] b\n![[x.png]]\n", "a [d.pdf](dir/d.pdf) b\n![x](x.png)\n"),
        ("[[d.pdf]]\n[[d.pdf]]\n", "[d.pdf](dir/d.pdf)\n[d.pdf](dir/d.pdf)\n"),
    ],
    ids=["two", "in a paragraph", "in an item", "in a quote", "CRLF", "bases", "images", "in a sentence", "links"],
)  # fmt: skip
def test_embeds_that_become_links_stay_blocks(tmp_path, body, expected):
    tree, _ = converted(tmp_path / "v", {**OTHERS, "Page.md": body, "bad.base": "views: ["}, to="markdown")
    assert tree["Page.md"] == expected


def test_line_breaks_of_an_embed_stay(tmp_path):
    tree, _ = converted(tmp_path / "v", {"P.md": "a ![[N]] b\n", "N.md": "one  \ntwo\n"}, to="markdown")
    assert tree["P.md"] == "a one  \ntwo b\n"


def test_an_issue_names_the_page_that_has_the_link(tmp_path):
    put_files(tmp_path / "v", {"A.md": "![[B]]\n", "B.md": "b\n\n![[A]]\n", "C.md": "# ![[A]]\n"})
    issues = ec.convert(tmp_path / "v", tmp_path / "out", to="markdown").report.issues
    assert [str(issue) for issue in issues] == [
        "A.md:1: XC106 embeds itself: B.md → A.md → B.md (depth 2); a link stands on the page of 'B.md'",
        "B.md:3: XC106 embeds itself: A.md → B.md → A.md (depth 2); a link stands on the page of 'A.md'",
        "C.md:1: XC106 the embed of 'A.md' stands in a table, a heading or a link; a link stands in its place",
    ]


def test_an_id_in_a_quote_or_callout_names_all_of_it(tmp_path):
    files = {
        "A.md": "![[B#^w]]\n\n![[B#^q]]\n\n[[B#^w|x]]",
        "B.md": "> [!quote] 누가\n> 현명한 말. ^w\n\n> 인용\n>\n> 둘째 ^q\n",
    }
    tree, issues = converted(tmp_path / "v", files, to="markdown")
    assert issues == []
    assert tree["A.md"] == "> **누가**\n>\n> 현명한 말.\n\n> 인용\n>\n> 둘째\n\n[x](B.md#w)"
    assert tree["B.md"] == '> **누가**\n>\n> 현명한 말. <a id="w"></a>\n\n> 인용\n>\n> 둘째 <a id="q"></a>\n'


@pytest.mark.parametrize("key", ["excalidraw-plugin: parsed", "kanban-plugin: board"])
def test_what_a_plug_in_keeps_in_a_note_stays(tmp_path, key):
    data = f"---\n{key}\n---\n\n글 ^a1\n\n%%\n## Drawing\n==x==\n%%\n"
    files = {"그림.md": data + "[[N]]\n", "N.md": "![[그림]]\n"}
    tree, issues = converted(tmp_path / "v", files, to="markdown")
    assert tree["그림.md"] == data + "[N](N.md)\n"
    assert tree["N.md"] == "[그림](%EA%B7%B8%EB%A6%BC.md)\n"
    assert issues == ["XC106 N.md:1"]


def test_wikilinks_in_plain_markdown_lead_where_they_did_also_from_an_embed(tmp_path):
    files = {
        "A.md": "![[S]] [[S#^p]]",
        "sub/S.md": "[b](B.md#^p) [[#H]] [t](../T.md) <img src='i.png'> ![](i.png) [[B|c]] [[#^p|d]] [[none]]\n\n## H\n\n글 ^p\n",
        "T.md": "t", "sub/B.md": "b ^p", "sub/i.png": b"1",
    }  # fmt: skip
    tree, _ = converted(tmp_path / "v", files, to="markdown", links="wikilink")
    assert tree["sub/S.md"] == files["sub/S.md"]
    assert tree["A.md"] == (
        "[b](sub/B.md#^p) [[S#H]] [t](T.md) <img src='sub/i.png'> ![](sub/i.png) [[B|c]] [[S#^p|d]] [[none]]\n\n## H\n\n글\n\n[[S#^p]]"
    )


def test_an_image_is_named_as_its_own_file_is(tmp_path):
    files = {
        "A.md": "![[a/그림.png]] ![[b/그림.png]] ![[b/c.pdf]]",
        "a/그림.png": b"1",
        "b/그림.png": b"2",
        "b/c.pdf": b"3",
    }
    tree, _ = converted(tmp_path / "v", files, to="markdown", attachments="folder")
    at = "attachments/%EA%B7%B8%EB%A6%BC"
    assert tree["A.md"] == f"![그림]({at}.png) ![그림]({at}%202.png) [c.pdf](attachments/c.pdf)"
