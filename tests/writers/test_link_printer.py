"""Links as each target writes them."""

from __future__ import annotations

import pytest

A, B, C, D = "a" * 32, "b" * 32, "c" * 32, "d" * 32
Q = f"Q%20{B}.md"
HALF = f"half%20%5D%20bracket%20{'e' * 32}.md"
IMG = f"P%20{A}/sea%20view.png"


def body(render, text, **options):
    files = {
        f"P {A}.md": f"# P\n\n{text}",
        f"Q {B}.md": "# Q",
        f"X {C}/Same {C}.md": "# Same",
        f"Y {D}/Same {D}.md": "# Same",
        f"P {A}/sea view.png": "",
        f"P {A}/300.png": "",
        f"half ] bracket {'e' * 32}.md": "# half ] bracket",
    }
    out = render(files, **options)["P.md"]
    return out.removeprefix("# P\n\n")


@pytest.mark.parametrize(
    ("text", "wikilink", "relative"),
    [
        (f"[Q]({Q})", "[[Q]]", "[Q](Q.md)"),
        (f"[read this]({Q})", "[[Q|read this]]", "[read this](Q.md)"),
        (f"[]({Q})", "[[Q]]", "[Q](Q.md)"),
        (f"[Q ]({Q})next", "[[Q]] next", "[Q ](Q.md)next"),
        (f"[Q ]({Q}) next", "[[Q]] next", "[Q ](Q.md) next"),
        (f"[https://example.com]({Q})", "[[Q|https://example.com]]", "[https://example.com](Q.md)"),
        (f"[**Q**]({Q})", "[**Q**](Q.md)", "[**Q**](Q.md)"),
        (f"[`Q`]({Q})", "[`Q`](Q.md)", "[`Q`](Q.md)"),
        (f"[a\nb]({Q})", "[a\nb](Q.md)", "[a\nb](Q.md)"),
        (f"[a [b] c]({Q})", "[a [b] c](Q.md)", "[a [b] c](Q.md)"),
        (f"[a | b]({Q})", "[a | b](Q.md)", "[a | b](Q.md)"),
        (f"[~~a~~]({Q})", "[~~a~~](Q.md)", "[~~a~~](Q.md)"),
        (f'[Q]({Q} "tip")', "[[Q]]", '[Q](Q.md "tip")'),
        (f"[Q](<{Q}>)", "[[Q]]", "[Q](Q.md)"),
        (f"https://www.notion.so/Q-{B}", "[[Q]]", "[Q](Q.md)"),
        (f"<https://www.notion.so/Q-{B}>", "[[Q]]", "[Q](Q.md)"),
        (f"[https://www.notion.so/Q-{B}](https://www.notion.so/Q-{B})", "[[Q]]", "[Q](Q.md)"),
        (f"[Same](X%20{C}/Same%20{C}.md)", "[[X/Same|Same]]", "[Same](X/Same.md)"),
        (f"[](Y%20{D}/Same%20{D}.md)", "[[Y/Same|Same]]", "[Same](Y/Same.md)"),
        (f"![]({IMG})", "![[sea view.png]]", "![](P/sea%20view.png)"),
        (f"![sea view.png]({IMG})", "![[sea view.png]]", "![sea view.png](P/sea%20view.png)"),
        (f"![{IMG}]({IMG})", "![[sea view.png]]", "![sea view.png](P/sea%20view.png)"),
        (f"![the beach]({IMG})", "![[sea view.png|the beach]]", "![the beach](P/sea%20view.png)"),
        (f"![120]({IMG})", '![[sea view.png|"120"]]', '!["120"](P/sea%20view.png)'),
        (f"![300](P%20{A}/300.png)", "![[300.png]]", '!["300"](P/300.png)'),
        (f"[![x]({IMG})]({Q})", "[![x](P/sea%20view.png)](Q.md)", "[![x](P/sea%20view.png)](Q.md)"),
        # an image without a text is what a reader sees of a link
        (f"[![]({IMG})]({Q})", "[![](P/sea%20view.png)](Q.md)", "[![](P/sea%20view.png)](Q.md)"),
        (f"[ ![]({IMG}) ]({Q})", "[ ![](P/sea%20view.png) ](Q.md)", "[ ![](P/sea%20view.png) ](Q.md)"),
        (f"[![](https://x.y/z)]({Q})", "[![](https://x.y/z)](Q.md)", "[![](https://x.y/z)](Q.md)"),
        (f"[![](gone.xyz)]({Q})", "[![](gone.xyz)](Q.md)", "[![](gone.xyz)](Q.md)"),
        (f"[![]()]({Q})", "[![]()](Q.md)", "[![]()](Q.md)"),
        ("[![](gone.xyz)](https://x.y)", "[![](gone.xyz)](https://x.y)", "[![](gone.xyz)](https://x.y)"),
        (
            f"| [Q]({Q}) | [z]({Q}) |\n| - | - |",
            "| [[Q]] | [[Q\\|z]] |\n| - | - |",
            "| [Q](Q.md) | [z](Q.md) |\n| - | - |",
        ),
        (f"> - [z]({Q})", "> - [[Q|z]]", "> - [z](Q.md)"),
        (
            f"[half ] bracket]({HALF})",
            "[half \\] bracket](half%20%29%20bracket.md)",
            "[half \\] bracket](half%20%29%20bracket.md)",
        ),
        (f"[1) see [Q]({Q})", "[1) see [[Q]]", "[1) see [Q](Q.md)"),
        (f"- [ ]  do [Q]({Q})", "- [ ]  do [[Q]]", "- [ ]  do [Q](Q.md)"),
        (f"[1] see [Q]({Q})", "[1] see [[Q]]", "[1] see [Q](Q.md)"),
    ],
)
def test_forms(render, text, wikilink, relative):
    assert body(render, text) == wikilink
    assert body(render, text, links="relative") == relative
    assert body(render, text, links="keep") == relative
    assert body(render, text, to="markdown") == relative
    assert body(render, text, to="markdown", links="wikilink") == wikilink


def test_an_image_of_a_page_with_a_link_in_its_text_is_one_link_in_plain_markdown(render):
    text = f"![a [b]({Q}) c]({Q})"
    assert body(render, text) == "![a [b](Q.md) c](Q.md)"
    # no link can hold another
    assert body(render, text, to="markdown") == "[a b c](Q.md)"


def test_caption_that_is_written_twice_stays_once(render):
    text = f"![At the sea]({IMG})\n\nAt the sea\n\nmore"
    assert body(render, text) == "![[sea view.png]]\n\nAt the sea\n\nmore"
    assert body(render, text, to="markdown") == "![](P/sea%20view.png)\n\nAt the sea\n\nmore"


@pytest.mark.parametrize(("style", "expected"), [("shortest", "[[Q]]"), ("absolute", "[[Q]]"), ("relative", "[[Q]]")])
def test_link_path_beside(render, style, expected):
    assert body(render, f"[Q]({Q})", link_path=style) == expected


@pytest.mark.parametrize(
    ("style", "up", "down"),
    [
        ("shortest", "[[Top]]", "[[Leaf]]"),
        ("absolute", "[[Top]]", "[[Top/Leaf|Leaf]]"),
        ("relative", "[[../Top|Top]]", "[[Top/Leaf|Leaf]]"),
    ],
)
def test_link_path_across_folders(render, style, up, down):
    files = {
        f"Top {A}.md": f"# Top\n\n[Leaf](Top%20{A}/Leaf%20{B}.md)",
        f"Top {A}/Leaf {B}.md": f"# Leaf\n\n[Top](../Top%20{A}.md)",
    }
    out = render(files, link_path=style)
    assert (out["Top/Leaf.md"], out["Top.md"]) == (up, down)


def test_absolute_paths_in_markdown_links(render):
    files = {f"Top {A}.md": f"# Top\n\n[Leaf](Top%20{A}/Leaf%20{B}.md)", f"Top {A}/Leaf {B}.md": "# Leaf"}
    assert render(files, links="relative", link_path="absolute")["Top.md"] == "[Leaf](Top/Leaf.md)"
    assert render(files, to="markdown", link_path="absolute")["Top.md"] == "# Top\n\n[Leaf](/Top/Leaf.md)"


def test_own_callout_icon(render):
    text = f'<aside>\n<img src="{IMG}" alt="{IMG}" width="40px" />\n\nclick\n\n</aside>'
    assert body(render, text) == "> [!note] ![[sea view.png|icon|20]]\n> click"
    assert body(render, text, to="markdown") == "> ![icon](P/sea%20view.png)\n> click"


def test_name_that_stands_in_the_vault_already_is_ambiguous(render):
    assert body(render, f"[Q]({Q})", reserved=frozenset(["old/Q.md"])) == "[[Q]]"
    files = {f"P {A}.md": f"# P\n\n[R](P%20{A}/R%20{B}.md)", f"P {A}/R {B}.md": "# R"}
    assert render(files, reserved=frozenset(["old/r.md"]))["P.md"] == "[[P/R|R]]"


def test_note_named_like_a_file_keeps_its_suffix_in_links(render):
    files = {
        f"P {A}.md": f"# P\n\n[a](x%20png%20{B}.md) [b](P%20{A}/x.png) [c](P%20{A}/README%20md%20{C}.md)",
        f"x png {B}.md": "# x.png",
        f"P {A}/x.png": "",
        f"P {A}/README md {C}.md": "# README.md",
    }
    assert render(files)["P.md"] == "[[x.png.md|a]] [[x.png|b]] [[README.md.md|c]]"


def test_built_in_callout_icon_has_a_size_in_obsidian_only(render):
    icon = '<img src="https://www.notion.so/icons/cursor-click_gray.svg" alt="x" width="40px" />'
    text = f"<aside>\n{icon}\n\nclick\n\n</aside>"
    url = "https://www.notion.so/icons/cursor-click_gray.svg"
    assert body(render, text) == f"> [!note] ![cursor-click|20]({url})\n> click"
    assert body(render, text, to="markdown") == f"> ![cursor-click]({url})\n> click"


def test_embed_that_leads_nowhere_with_a_link_in_its_text_stays(render):
    other = "1" * 32
    body = f"![a [x](Other%20{other}.md) b](gone) and ![[![c](gone)](gone)\n"
    files = {f"P {'2' * 32}.md": f"# P\n\n{body}", f"Other {other}.md": "# Other"}
    assert render(files, to="markdown")["P.md"] == "# P\n\n![a [x](Other.md) b](gone) and ![[![c](gone)](gone)\n"
