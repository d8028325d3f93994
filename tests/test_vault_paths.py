"""Where the links of a vault lead: section 3 of what is known of Obsidian's vaults."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_vaults import resolve
from support.vault_trees import converted

from exportconv.paths import fold
from exportconv.vault_paths import Found, Reading, VaultPaths


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- wikilinks


@pytest.mark.parametrize(
    ("paths", "link", "folder", "expected"),
    [
        (["N.md"], "N", "", "N.md"),
        (["N.md"], "N.md", "", "N.md"),
        (["a/N.md"], "a/N", "x", "a/N.md"),
        (["a/N.md"], "a/N.md", "", "a/N.md"),
        (["N.md", "a/N.md"], "N", "a", "N.md"),
        (["b/N.md", "a/b/N.md"], "b/N", "a", "b/N.md"),
        (["a/b/N.md"], "N", "", "a/b/N.md"),
        (["a/b/N.md"], "b/N", "", "a/b/N.md"),
        (["a/bb/N.md"], "b/N", "", None),
        (["a/xN.md"], "N", "", None),
        (["a/N.md"], "b/N", "", None),
        (["일기/봄.md"], "봄", "", "일기/봄.md"),
        ([], "N", "", None),
        (["N.md"], "", "", None),
        (["N.md"], "/", "", None),
    ],
    ids=["root", "suffix", "path", "path and suffix", "root before own folder", "path before ending", "name", "ending of a path",
         "no part of a folder's name", "no part of a name", "another folder", "Korean", "no files", "nothing", "a slash"],
)  # fmt: skip
def test_a_path_from_the_root_then_the_end_of_a_path(paths, link, folder, expected):
    assert VaultPaths(paths).find(link, folder) == (Found(expected) if expected else None)


@pytest.mark.parametrize(
    ("paths", "link", "expected"),
    [
        (["Note.md"], "nOTE", "Note.md"),
        (["Dir/Note.md"], "dir/note.MD", "Dir/Note.md"),
        (["Straße.md"], "STRASSE", "Straße.md"),
        ([nfd("회의.md")], "회의", nfd("회의.md")),
        (["회의.md"], nfd("회의"), "회의.md"),
        ([f"{nfd('일기')}/{nfd('Café')}.md"], "일기/CAFÉ", f"{nfd('일기')}/{nfd('Café')}.md"),
        (["a b.md"], "a\u00a0b", "a b.md"),
    ],
    ids=[
        "case",
        "case of a path",
        "case of more letters",
        "decomposed file",
        "decomposed link",
        "both",
        "no-break space",
    ],
)
def test_case_and_unicode_form_do_not_matter(paths, link, expected):
    assert VaultPaths(paths).find(link, "") == Found(expected)


@pytest.mark.parametrize(
    ("paths", "link", "expected"),
    [
        (["N.md", "n.md"], "n", Found("n.md")),
        (["N.md", "n.md"], "N", Found("N.md")),
        (["회의.md", nfd("회의.md")], nfd("회의"), Found(nfd("회의.md"))),
        ([nfd("회의.md"), "회의.md"], "회의", Found("회의.md")),
        (["Na.md", "nA.md"], "na", Found("Na.md", 1)),
        (["d/N.md", "d/n.md"], "n", Found("d/n.md")),
        (["D/n.md", "d/N.md"], "d/n", Found("D/n.md", 1)),
    ],
    ids=["lower", "upper", "decomposed", "composed", "neither", "by name", "by path"],
)
def test_of_two_spellings_of_a_name_the_one_in_the_link_counts(paths, link, expected):
    assert VaultPaths(paths).find(link, "x") == expected


@pytest.mark.parametrize(
    ("paths", "link", "folder", "expected"),
    [
        (["x/N.md", "y/z/N.md"], "N", "y/z", Found("y/z/N.md", 1)),
        (["x/N.md", "y/z/N.md"], "N", "y", Found("x/N.md", 1)),
        (["y/z/N.md", "x/N.md"], "N", "", Found("x/N.md", 1)),
        (["long/N.md", "b/N.md"], "N", "q", Found("b/N.md", 1)),
        (["y/N.md", "x/N.md"], "N", "q", Found("x/N.md", 1)),
        (["a/x/N.md", "b/x/N.md"], "x/N", "b/x", Found("b/x/N.md", 1)),
        (["a/x/N.md", "b/x/N.md"], "x/N", "b", Found("a/x/N.md", 1)),
        (["a/N.md", "b/N.md", "c/N.md"], "N", "B", Found("b/N.md", 2)),
        ([f"{nfd('일기')}/봄.md", "메모/봄.md"], "봄", "일기", Found(f"{nfd('일기')}/봄.md", 1)),
        (["a/i.png", "b/c/i.png"], "i.png", "b/c", Found("b/c/i.png", 1)),
    ],
    ids=["own folder", "fewer folders", "whatever the order", "shorter path", "by letters", "own folder by path", "no folder of its own",
         "three", "decomposed folder", "images"],
)  # fmt: skip
def test_of_several_files_the_nearest_is_taken_and_the_others_are_counted(paths, link, folder, expected):
    assert VaultPaths(paths).find(link, folder) == expected


@pytest.mark.parametrize(
    ("paths", "link", "expected"),
    [
        (["i.png", "i.md"], "i", "i.md"),
        (["i.png"], "i", None),
        (["d/i.png"], "i.png", "d/i.png"),
        (["i.png.md"], "i.png", "i.png.md"),
        (["i.png", "i.png.md"], "i.png", "i.png"),
        (["v1.2.md"], "v1.2", "v1.2.md"),
        (["N", "N.md"], "N", "N.md"),
        (["LICENSE"], "LICENSE", "LICENSE"),
        (["c.canvas", "c.base", "c.md"], "c.base", "c.base"),
        (["N.md"], "N.canvas", None),
        (["끝. 시작.md"], "끝. 시작", "끝. 시작.md"),
    ],
    ids=["note", "image without suffix", "image", "note with a dot", "image before note", "number", "note before file", "file without suffix",
         "base", "other suffix", "dot in a sentence"],
)  # fmt: skip
def test_only_notes_need_no_suffix(paths, link, expected):
    assert VaultPaths(paths).find(link, "") == (Found(expected) if expected else None)


@pytest.mark.parametrize("relative", [False, True], ids=["wikilink", "Markdown link"])
@pytest.mark.parametrize(
    ("paths", "link", "folder", "expected"),
    [
        (["a/N.md"], "../N", "a/b", "a/N.md"),
        (["x.md", "a/x.md"], "../x.md", "a", "x.md"),
        (["images/x.png"], "../images/x.png", "docs", "images/x.png"),
        (["a/N.md", "N.md"], "./N", "a", "a/N.md"),
        (["N.md"], "./N", "a", None),
        (["N.md"], "../../N", "a", None),
        (["c/N.md"], "../N", "a/b", None),
        (["a/N.md"], "/N", "", None),
        (["a/N.md", "N.md"], "/N", "a", "N.md"),
        (["a/N.md"], "/a/N", "b", "a/N.md"),
        (["a/N.md"], "a//N", "", "a/N.md"),
    ],
    ids=["up", "up past its own", "up and down", "here", "here alone", "out of the vault", "up alone", "from the root alone",
         "from the root", "path from the root", "two slashes"],
)  # fmt: skip
def test_dots_and_a_leading_slash_say_exactly_where(paths, link, folder, expected, relative):
    assert VaultPaths(paths).find(link, folder, relative=relative) == (Found(expected) if expected else None)


@pytest.mark.parametrize(
    ("paths", "link", "folder", "wiki", "markdown"),
    [
        (["N.md", "a/N.md"], "N", "a", "N.md", "a/N.md"),
        (["b/N.md", "a/b/N.md"], "b/N.md", "a", "b/N.md", "a/b/N.md"),
        (["N.md", "b/N.md"], "N", "a", "N.md", "N.md"),
        (["a/b/N.md"], "N", "c", "a/b/N.md", "a/b/N.md"),
        (["N.md", "A/n.md"], "n", "a", "N.md", "A/n.md"),
    ],
    ids=["beside it", "below it", "in the root", "by its end", "case"],
)
def test_markdown_links_are_relative_first(paths, link, folder, wiki, markdown):
    files = VaultPaths(paths)
    assert files.find(link, folder) == Found(wiki)
    assert files.find(link, folder, relative=True) == Found(markdown)


# --- targets with fragments, encoded


@pytest.mark.parametrize(
    ("target", "path", "reading"),
    [
        ("N#H", "N.md", Reading("N", "H", 1)),
        ("N#H1#H2", "N.md", Reading("N", "H1#H2", 1)),
        ("N#^id", "N.md", Reading("N", "^id", 1)),
        (" N # H ", "N.md", Reading("N", "H", 2)),
        ("#H", None, Reading("", "H", 0)),
        ("#^id", None, Reading("", "^id", 0)),
        ("", None, Reading("", "", 0)),
        ("C#", "C#.md", Reading("C#", "", 2)),
        ("C#.md", "C#.md", Reading("C#.md", "", 5)),
        ("X#H", None, Reading("X#H", "", 3)),
        ("50%25", "50%25.md", Reading("50%25", "", 5)),
        ("N%23H", None, Reading("N%23H", "", 5)),
        ("봄#제목", "일기/봄.md", Reading("봄", "제목", 1)),
    ],
)
def test_targets_of_wikilinks(target, path, reading):
    files = VaultPaths(["N.md", "C#.md", "50%25.md", "일기/봄.md"])
    assert files.read(target, "", wikilink=True) == (Found(path) if path else None, reading)


@pytest.mark.parametrize(
    ("target", "path", "reading"),
    [
        ("a%20b.md", "a b.md", Reading("a b.md", "", 8)),
        ("a b.md#c%20d", "a b.md", Reading("a b.md", "c d", 6)),
        (quote("일기/봄.md#제목", safe="/#"), "일기/봄.md", Reading("일기/봄.md", "제목", len(quote("일기/봄.md")))),
        (quote(quote("봄.md")), "일기/봄.md", Reading("봄.md", "", len(quote(quote("봄.md"))))),
        ("50%25.md", "50%25.md", Reading("50%25.md", "", 8)),
        ("C%23.md", "C#.md", Reading("C#.md", "", 7)),
        ("C#.md", "C#.md", Reading("C#.md", "", 5)),
        ("d%2Fx.md", None, Reading("d%2Fx.md", "", 8)),
        ("%2E%2E/a%20b.md", None, Reading("%2E%2E/a b.md", "", 15)),
        ("#%EB%B4%84", None, Reading("", "봄", 0)),
    ],
    ids=["blank", "fragment", "Korean", "encoded twice", "as it is written", "number sign", "bare number sign", "encoded slash", "encoded dots",
         "in its note"],
)  # fmt: skip
def test_targets_of_markdown_links(target, path, reading):
    files = VaultPaths(["a b.md", "50%25.md", "C#.md", "일기/봄.md", "d/x.md"])
    found, read = files.read(target, "e", wikilink=False)
    assert found == (Found(path) if path else None)
    if path or not reading.path:
        assert read == reading


def test_a_decoded_path_comes_before_one_as_it_is_written():
    files = VaultPaths(["a b.md", "a%20b.md"])
    assert files.read("a%20b.md", "", wikilink=False)[0] == Found("a b.md")
    assert files.read("a%20b", "", wikilink=True)[0] == Found("a%20b.md")


def test_a_note_comes_before_one_with_a_number_sign():
    assert VaultPaths(["C.md", "C#.md"]).read("C#", "", wikilink=True)[0] == Found("C.md")


def test_one_target_leads_from_each_folder_where_it_does_from_there():
    files = VaultPaths(["a/N.md", "b/N.md", "O.md", "b/O.md"])
    for folder in ("a", "b", "", "a", "b"):
        nearest = Found(f"{folder or 'a'}/N.md", 1)
        assert files.read("N#H", folder, wikilink=True)[0] == nearest
        assert files.read("N", folder, wikilink=True)[0] == nearest
        assert files.read("./N", folder, wikilink=True)[0] == (Found(f"{folder}/N.md") if folder else None)
        assert files.read("O", folder, wikilink=True)[0] == Found("O.md")
        assert files.read("O", folder, wikilink=False)[0] == Found("b/O.md" if folder == "b" else "O.md")


# --- any vault

NAMES = st.sampled_from(["N", "n", "봄", nfd("봄"), "B", "v.2", "x y", "i.png", "Café", nfd("CAFÉ")])
FOLDERS = st.sampled_from(["", "a/", "b/", "a/b/", "x/a/b/", "봄/", nfd("봄/"), "b/a/"])
PATHS = st.builds(lambda folder, name: folder + name + ("" if name == "i.png" else ".md"), FOLDERS, NAMES)
LINKS = st.builds(
    lambda start, name, end: start + name + end,
    st.sampled_from(["", "", "a/", "b/", "a/b/", "../", "./", "/", "/a/", "../a/", "봄/"]), NAMES, st.sampled_from(["", ".md"]),
)  # fmt: skip


@given(st.lists(PATHS, min_size=1, max_size=7, unique_by=fold), LINKS, FOLDERS, st.booleans())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_links_lead_where_the_rules_written_down_twice_say(paths, link, folder, relative):
    found = VaultPaths(paths).find(link, folder.rstrip("/"), relative=relative)
    if found is None or not found.others:
        wanted = resolve(paths, f"{folder}here.md", link, is_wiki=not relative)
        assert (found and found.path) == wanted
    else:
        assert found.path in paths


# --- as it is reported


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[[N]]", ["XC102 P.md:1"]),
        ("x\n\n[글](N.md) ![[N]]", ["XC102 P.md:3", "XC102 P.md:3"]),
        ("[[a/N]] [[b/N]] [글](b/N.md)", []),
        ("[[gone]]", ["XC101 P.md:1"]),
        ("[[별명]]", ["XC101 P.md:1"]),
        ("[[a/N#없는 곳]]", ["XC103 P.md:1"]),
    ],
    ids=[
        "two files",
        "each link",
        "paths",
        "no file",
        "aliases are no names",
        "no such heading",
    ],
)
def test_what_is_not_sure_is_reported(tmp_path, body, expected):
    files = {"a/N.md": "---\naliases: [별명]\n---\n", "b/N.md": "y", "P.md": body}
    tree, issues = converted(tmp_path / "v", files, to="obsidian")
    assert tree["P.md"] == body
    assert issues == expected
