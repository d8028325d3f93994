"""The oracle of what a vault shows sees each construct as Obsidian does, and finds what is lost, new or elsewhere."""

from __future__ import annotations

import pytest
from support.vault_text import differences, seen_in_markdown, seen_in_vault

OTHER = """---
title: none of the text
---
# Sea

salt

## Tides

ebb ![[boat.png]]

### Spring

high

## Waves

- foam ^f1
  - spray
- calm

> gulls
> cry
^q1

| wind | bft |
| --- | --- |
| gale | 8 |

^t1

Two
lines ^p1

Note[^1] ends.

[^1]: A *remark*.
"""
FILES = {"Sea.md": OTHER, "pics/boat.png": "x", "pics/Chart One.pdf": "x", "song.mp3": "x"}
WHOLE = "Sea salt Tides ebb ⟨boat.png⟩ Spring high Waves foam spray calm gulls cry wind bft gale 8 Two lines Note ⟨fn⟩ ends."

SHOWN = [
    # text and code, the same on both sides
    ("---\na: b\n---\nText *of* **one** `x y` ~~note~~", "Text of one x y note"),
    ("\ufeff---\r\na: b\r\n---\r\nA\r\n\r\n- b\r\n", "A b"),
    ("cafe\u0301 &amp; \\*", "café & *"),
    ("- [ ] open\n- [x] done\n- [/] half\n1. [?] odd\n\n[ ] none", "open done half odd [ ] none"),
    ("```py\na  b\n\n\tc\n```\n\n    d\n", "▏a␣␣b ▏ ▏⇥c ▏d"),
    ("$a  b$ costs $5 and $6\n\n$$\nx\ny\n$$\n\n- $$z$$", "⟦a␣b⟧ costs $5 and $6 ⟦x␣y⟧ ⟦z⟧"),
    ('<mark>a</mark> b<br>c <a id="x"></a><img width=3 src="p/q.png"> <!-- d -->', "a b c ⟨q.png⟩"),
    ("<div>\n[[Sea]] ==x==\n</div>", "[[Sea]] ==x=="),
    ("[a b](x.md) <https://x.y/z> [r]\n\n[r]: Sea.md", "a b https://x.y/z r"),
    # wikilinks
    ("[[Sea]] [[ Sea ]] [[pics/Chart One.pdf]] [[Nowhere]]", "Sea Sea pics/Chart One.pdf Nowhere"),
    ("[[Sea#Tides#Spring]] [[#Here]] [[Sea#^f1]]", "Sea > Tides > Spring Here Sea > ^f1"),
    ("[[Sea|a **b** `c` &amp; $d$]]s", "a **b** `c` &amp; $d$s"),
    ("| a |\n| --- |\n| [[Sea\\|b]] ^c |", "a b ^c"),
    ("\\[[Sea]] `[[Sea]]` [[]] $[[Sea]]$", "[[Sea]] [[Sea]] [[]] ⟦[[Sea]]⟧"),
    # marks that are not shown
    ("==a== x==b==y == c == \\==d==\n\n==**e** [[Sea|f]]==", "a xby == c == ==d== e f"),
    ("==a=b== ===c=== (==d==)e ==(f)==g", "a=b ===c=== (d)e (f)g"),
    ("a %%b%% c\n\n%%\nd\n\n- e\n%%\n\nf %% g\n\nh %% i", "a c f i"),
    ("`%% a %%` $%%$ %%b\n```\nc\n```\n%%d\n\n```\n%%\n```\n\ne %% f", "%% a %% ⟦%%⟧ d ▏%% e %% f"),
    ("a ^b1\n\n- c ^d2\n- e\n\n^f3\n\n> g\n^h4\n\n# i ^j5\n\nk ^l m\n\nn^o", "a c e g i k ^l m n^o"),
    # callouts
    ("> [!note] The *title*\n> text", "The title text"),
    ("> [!NOTE]\n> a\n\n> [!danger]- \n> b\n\n> [!Faq]+\n> c\n\n>[!to-do|x]\n> d", "a b Faq c To do d"),
    ("- > [!tip]\n  > a\n\n> > [!tip]\n> > b", "Tip a Tip b"),
    ("> a\n> [!tip] b", "a [!tip] b"),
    # footnotes
    ("a[^x] b[^1] c[^x] d[^none]\n\n[^1]: one\n[^X]: ex\n    more\n\n    - item\n\n[^un]: seen by nobody",
     "a ⟨fn⟩ b ⟨fn⟩ c ⟨fn⟩ d[^none] ex more item one"),
    ("a^[b *c*] [^1](x) `[^1]`\n\n[^1]: none", "a^[b c] ^1 [^1]"),
    ("a[^1]\n\n[^1]: b[^2]\n[^2]: c\n\nd", "a ⟨fn⟩ d b ⟨fn⟩ c"),
    # images and other files
    ("![[boat.png|300]] ![[pics/boat.png|alt|3x4]] ![x](pics/boat.png) x![[BOAT.PNG]]y", "⟨boat.png⟩ " * 3 + "x ⟨boat.png⟩ y"),
    ("![a](https://x.y/z%20w.png?v=1) ![[boat.png#icon]]", "⟨zw.png⟩ ⟨boat.png⟩"),
    ("![[Chart One.pdf]] ![[Chart One.pdf#page=2|Map]] ![[song.mp3]] ![](pics/Chart%20One.pdf)", "Chart One.pdf Map song.mp3 Chart One.pdf"),
    ("![[none]] ![[none#x|y]] ![[no.png|30]]", "none y no.png"),
    # embeds of notes
    ("a\n\n![[Sea]]\n\nb[^1]\n\n[^1]: own", f"a {WHOLE} b ⟨fn⟩ A remark. own"),
    ("![[sea#tides]]", "Tides ebb ⟨boat.png⟩ Spring high"),
    ("![[Sea#Tides#Spring]] ![](Sea.md#Spring)", "Spring high " * 2),
    ("![[Sea#^f1]]\n\n![[Sea#^q1]]\n\n![[Sea#^t1]]\n\n![[Sea#^p1]]", "foam spray gulls cry wind bft gale 8 Two lines"),
    ("x ![[Sea#^p1]], y", "x Two lines, y"),
    ("# ![[Sea]]\n\n| ![[Sea\\|s]] |\n| --- |\n\n[see ![[Sea#Tides]] and ![[boat.png]]](x)", "Sea s see Sea > Tides and ⟨boat.png⟩"),
    ("- a\n  - ![[Sea#Spring]]\n\n> ![[Sea#Spring]]", "a Spring high Spring high"),
    ("`![[Sea]]` \\![[Sea]]\n\n```\n![[Sea]]\n```", "![[Sea]] !Sea ▏![[Sea]]"),
]  # fmt: skip


@pytest.fixture
def vault(tmp_path):
    """A way to put files into the vault and read one of them."""

    def put(text: str, **more: str) -> list[str]:
        files = {**FILES, **{f"{name.replace('__', '/')}.md": inner for name, inner in more.items()}, "A.md": text}
        for name, inner in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(inner.encode())
        return seen_in_vault(tmp_path, "A.md")

    return put


@pytest.fixture
def plain(tmp_path):
    """A way to read a text as plain Markdown."""

    def put(text: str) -> list[str]:
        (tmp_path / "M.md").write_bytes(text.encode())
        return seen_in_markdown(tmp_path, "M.md")

    return put


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_vault(vault, text, shown):
    assert vault(text) == shown.split()


@pytest.mark.parametrize(("text", "shown"), SHOWN[:9])
def test_what_both_have(plain, text, shown):
    assert plain(text) == shown.split()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[a]] ==b== %%c%% d ^e ![[f]]", "[[a]] ==b== %%c%% d ^e ![[f]]"),
        ("<mark>a</mark> ~b~", "a b"),
        ("> [!NOTE]\n> **T**\n>\n> a\n\n> [!tip]\n> b", "T a b"),
        ("> [!NOTE] T\n> a\n\n> [!FAQ]\n\n- > [!TIP]\n  > b", "[!NOTE] T a [!FAQ] [!TIP] b"),
        ("![alt *x*](p/q.png) ![](a%20b.png)", "⟨q.png⟩ ⟨ab.png⟩"),
        ("a[^n-1] b^[c]\n\n[^n-1]: d\n\ne", "a ⟨fn⟩ b^[c] e d"),
    ],
)
def test_markdown(plain, text, shown):
    assert plain(text) == shown.split()


LINKED = {"Low": "root", "a__Low": "one", "a__b__Only": "only", "a__Twin": "near", "c__d__Twin": "far"}


class TestLinks:
    """Where they lead is seen by what they embed."""

    @pytest.mark.parametrize(
        ("target", "shown"),
        [
            ("Low", "root"),
            ("a/low", "one"),
            ("Only", "only"),
            ("b/Only.md", "only"),
            ("Twin", "near"),
            ("d/Twin", "far"),
            ("./a/Low", "one"),
            ("../Low", "../Low"),
            ("x/Only", "x/Only"),
        ],
    )
    def test_from_the_root(self, vault, target, shown):
        assert vault(f"![[{target}]]", **LINKED) == [shown]

    def test_from_a_folder(self, vault, tmp_path):
        vault("", **LINKED, c__d__Here="![[Twin]] ![[Low]] ![x](Twin.md) ![x](../../a/Low)")
        assert seen_in_vault(tmp_path, "c/d/Here.md") == ["far", "root", "far", "one"]

    def test_names_in_any_form(self, vault):
        other = {"Cafe\u0301": "no\n\n## Uber: x?\n\nyes"}
        assert vault("![[CAFÉ#uber, x]]", **other) == ["Uber:", "x?", "yes"]

    def test_hidden_folders(self, vault):
        assert vault("![[Gone]]", **{".trash__Gone": "x"}) == ["Gone"]


class TestEmbeds:
    def test_circle(self, vault):
        assert vault("a ![[B]] c", B="b ![[A]]") == ["a", "b", "A", "c"]

    def test_itself(self, vault):
        assert vault("a ![[A]] b") == ["a", "A", "b"]

    def test_a_part_of_itself(self, vault):
        assert vault("# H\n\nx\n\n# I\n\n![[#H]]") == ["H", "x", "I", "H", "x"]

    def test_twice_is_no_circle(self, vault):
        assert vault("![[B]] ![[B]]", B="b[^1]\n\n[^1]: c") == ["b", "⟨fn⟩"] * 2 + ["c"] * 2

    def test_depth(self, vault):
        chain = {f"D{at}": f"d{at} ![[D{at + 1}]]" for at in range(1, 14)}
        assert vault("![[D1]]", **chain) == [*(f"d{at}" for at in range(1, 11)), "D11"]

    def test_no_alert_in_a_list(self, vault):
        assert vault("![[B]]\n\n- ![[B]]\n\n> ![[B]]", B="> [!tip]\n> x") == ["x", "Tip", "x", "Tip", "x"]

    def test_footnotes_are_those_of_the_embedded_note(self, vault):
        texts = {"B": "b[^1] c[^z]\n\n# H\n\nd[^1]\n\n# I\n\n[^1]: of b"}
        shown = vault("![[B#H]] a[^1]\n\n[^1]: of a\n[^z]: z", **texts)
        assert " ".join(shown) == "H d ⟨fn⟩ a ⟨fn⟩ of b of a"
        assert "c[^z]" in vault("![[B]] a[^z]\n\n[^z]: z", **texts)

    def test_section_ends_at_a_heading_as_high(self, vault):
        other = "# One\n\na\n\n## Two\n\nb\n\n> # no end\n\n- # nor this\n\n```\n# no\n```\n\nThree\n=====\n\nc"
        assert vault("![[B#Two]]", B=other) == ["Two", "b", "no", "end", "nor", "this", "▏#␣no"]

    def test_blocks(self, vault):
        other = "- a\n    - b ^x1\n        - c\n\n          more\n    - d\n\n```\ne\n```\n\n^y1\n\n> f ^z1\n>\n> g\n"
        assert vault("![[B#^x1]]\n\n![[B#^Y1]]\n\n![[B#^z1]]", B=other) == ["b", "c", "more", "▏e", "f"]

    def test_no_such_part_is_the_whole_note(self, vault):
        assert vault("![[B#Gone]] ![[B#^gone]]", B="x") == ["x", "x"]

    def test_open_fence_ends_with_its_note(self, vault):
        assert vault("![[B]]\n\nafter", B="```\nx") == ["▏x", "after"]


class TestDifferences:
    TEXT = "one two three\n\n```\nfirst\nsecond\n```\n\n![](a.png) four"

    def changed(self, plain, old: str, new: str) -> list[str]:
        return differences(plain(self.TEXT), plain(self.TEXT.replace(old, new)))

    def test_none(self, plain):
        assert self.changed(plain, "one two", "**one**\ntwo") == []

    def test_a_lost_word(self, plain):
        assert self.changed(plain, "two ", "") == ["lost 'two' behind 'one'"]

    def test_a_new_word(self, plain):
        assert self.changed(plain, "two", "two x") == ["new 'x' behind 'one two'"]

    def test_another_order(self, plain):
        assert len(self.changed(plain, "two three", "three two")) == 2

    def test_a_lost_line_of_code(self, plain):
        assert self.changed(plain, "second\n", "") == ["lost '▏second' behind 'one two three ▏first'"]

    def test_another_indent_of_code(self, plain):
        assert self.changed(plain, "second", " second") == [
            "lost '▏second', new '▏␣second' behind 'one two three ▏first'"
        ]

    def test_a_lost_image(self, plain):
        assert self.changed(plain, "![](a.png) ", "") == ["lost '⟨a.png⟩' behind 'two three ▏first ▏second'"]

    def test_another_image(self, plain):
        assert self.changed(plain, "a.png", "b.png") == [
            "lost '⟨a.png⟩', new '⟨b.png⟩' behind 'two three ▏first ▏second'"
        ]

    def test_marks_left_in_plain_markdown(self, vault, plain):
        text = "==a== [[Sea|b]] %%c%%"
        assert differences(vault(text), plain(text)) == ["lost 'a b', new '==a== [[Sea|b]] %%c%%' behind ''"]
