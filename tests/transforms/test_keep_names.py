"""Files of a vault keep their names; only an option, a new title or the target's rules change them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.vault_trees import converted

from exportconv.model import Attachment, Note, SourceKind, Vault
from exportconv.options import Options
from exportconv.paths import fold, split_name
from exportconv.transforms.keep_names import ascii_slug, keep_names

SETTINGS = settings(max_examples=200, deadline=None, derandomize=True)
NFD_NAME = unicodedata.normalize("NFD", "회의록")


def vault_of(*paths: str, kind: str = "obsidian", titles: dict[str, str] | None = None) -> Vault:
    """A vault with files at these paths; those that begin with a dot are apart."""
    notes = [
        Note(path=path, title=(titles or {}).get(path, split_name(path)[1]), body="", digest="")
        for path in paths
        if path.endswith(".md")
    ]
    others = [
        Attachment(path=path, content=None, is_apart=path.startswith(".")) for path in paths if not path.endswith(".md")
    ]
    return Vault(kind=SourceKind(kind), notes=tuple(notes), attachments=tuple(others))


def named(vault: Vault, taken: dict[str, list[str]] | None = None, **options) -> dict[str, str]:
    """Path → output path of every file."""
    result = keep_names(vault, Options(**options), taken or {})
    return {item.path: item.output for item in (*result.notes, *result.attachments)}


ODD = [
    "회의록.md", f"{NFD_NAME}.md", "d/C?.md", "d/CON.md", "a#b.md", "[JPQL] 문법.md", "A.md", "a.md", "d/A.md", "끝. .md", "x.PNG",
    "v1.2.md", ".obsidian/app.json", "no suffix", "d",
]  # fmt: skip


@pytest.mark.parametrize("folder_notes", [False, True])
def test_a_vault_keeps_every_name_however_odd(folder_notes):
    paths = [path for path in ODD if path != "d"] if folder_notes else ODD
    assert named(vault_of(*paths), folder_notes=folder_notes) == {path: path for path in paths}


@pytest.mark.parametrize("kind", ["obsidian", "markdown"])
def test_plain_markdown_keeps_every_name_but_composes_it(kind):
    paths = [path for path in ODD if path != "회의록.md"]
    expected = {path: unicodedata.normalize("NFC", path) for path in paths}
    assert named(vault_of(*paths, kind=kind), to="markdown") == {**expected, "a.md": "a.md"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("A b.md", "A b.md"),
        ("회의록.md", "회의록.md"),
        (f"{NFD_NAME}/{NFD_NAME}.md", "회의록/회의록.md"),
        ("a#b.md", "a＃b.md"),
        ("C?/a[b].png", "C？/a(b).png"),
        ("CON.md", "CON_.md"),
        ("aux/x.md", "aux_/x.md"),
        ("a^.tar.gz", "a＾.tar.gz"),
        ("no suffix^", "no suffix＾"),
        (".hidden/a#b", ".hidden/a#b"),
    ],
)
def test_a_folder_of_markdown_gets_names_that_obsidian_can_link_to(path, expected):
    assert named(vault_of(path, kind="markdown")) == {path: expected}


def test_of_two_spellings_of_a_name_the_composed_one_keeps_it():
    found = named(vault_of(f"{NFD_NAME}.md", "회의록.md"), to="markdown")
    assert found == {"회의록.md": "회의록.md", f"{NFD_NAME}.md": "회의록 2.md"}


# --- ASCII names


def test_ascii_names_are_slugs_of_notes_folders_and_files():
    paths = ["회의록.md", "일기 2024/봄 소풍.md", "일기 2024/사진 1.PNG", "Ärger & Co.md", ".obsidian/앱 설정.json"]
    assert list(named(vault_of(*paths), ascii_names=True).values()) == [
        "hoeyirog.md", "ilgi-2024/bom-sopung.md", "arger-co.md", "ilgi-2024/sajin-1.PNG", ".obsidian/앱 설정.json",
    ]  # fmt: skip


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("kind", ["obsidian", "markdown"])
def test_ascii_names_are_the_same_for_every_source_and_target(kind, to):
    assert named(vault_of("가 나/다#.md", kind=kind), to=to, ascii_names=True) == {"가 나/다#.md": "ga-na/da.md"}


def test_a_name_that_is_a_slug_already_is_not_taken_away():
    found = named(vault_of("가.md", "ga.md", "GA.md"), ascii_names=True)
    assert found["ga.md"] == "ga.md"
    assert len({fold(path) for path in found.values()}) == 3


def test_a_file_without_suffix_gets_no_name_of_a_folder():
    found = named(vault_of("가", "가 나.md", "가/x.md"), ascii_names=True)
    assert found["가/x.md"] == "ga/x.md"
    assert found["가"] != "ga"
    assert found["가"].startswith("ga")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("회의록", "hoeyirog"),
        ("Weekly Report", "weekly-report"),
        ("2024년 5월", "2024nyeon-5weol"),
        ("Straße", "strasse"),
        ("a_b-c", "a_b-c"),
        ("v1.2", "v1.2"),
        ("  --a & b!--  ", "a-b"),
        ("!!!", "untitled"),
        ("", "untitled"),
        ("🎉", "untitled"),
    ],
)
def test_slug(text, expected):
    assert ascii_slug(text) == expected


@given(st.text(st.sampled_from("aB1 ._-/?#가의록éßÄ日本ёж🎉\u0301\u00a0\n"), max_size=30))
@SETTINGS
def test_a_slug_is_ascii_and_its_own_slug(text):
    slug = ascii_slug(text)
    assert re.fullmatch(r"[a-z0-9._\-]+", slug)
    assert ascii_slug(slug) == slug


# --- folder notes


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["P.md", "P/c.md"], ["P/P.md", "P/c.md"]),
        (["P.md", "P/i.png"], ["P/P.md", "P/i.png"]),
        (["P.md", "p/c.md"], ["P.md", "p/c.md"]),
        (["P.md", "PP/c.md"], ["P.md", "PP/c.md"]),
        (["a/P.md", "P/c.md"], ["a/P.md", "P/c.md"]),
        (["a/P.md", "a/P/c.md", "a/P/c/d.md"], ["a/P/P.md", "a/P/c/c.md", "a/P/c/d.md"]),
        (["P.md", "P/P.md"], ["P/P 2.md", "P/P.md"]),
        (["P.md", "P/p.md"], ["P/P 2.md", "P/p.md"]),
        (["일기.md", "일기/봄.md"], ["일기/일기.md", "일기/봄.md"]),
    ],
    ids=["notes below", "files below", "other case", "longer name", "elsewhere", "two levels", "is one already", "is nearly one", "Korean"],
)  # fmt: skip
def test_folder_notes(paths, expected):
    found = named(vault_of(*paths), folder_notes=True)
    assert [found[path] for path in paths] == expected
    assert named(vault_of(*paths)) == {path: path for path in paths}


def test_folder_notes_with_ascii_names():
    found = named(vault_of("일기.md", "일기/봄.md"), folder_notes=True, ascii_names=True)
    assert found == {"일기.md": "ilgi/ilgi.md", "일기/봄.md": "ilgi/bom.md"}


# --- new titles


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("새 제목", "d/새 제목.md"),
        ("새: 제목?", "d/새 - 제목？.md"),
        ("B", "d/B 2.md"),
        ("b", "d/b 2.md"),
        ("A", "d/A.md"),
        ("", "d/Untitled.md"),
        ("C", "d/C.md"),
    ],
    ids=[
        "new",
        "made safe",
        "of another note",
        "of another note but for case",
        "its own",
        "empty",
        "of a note elsewhere",
    ],
)
def test_a_note_with_a_new_title_is_renamed_and_nothing_else_is(title, expected):
    found = named(vault_of("d/A.md", "d/B.md", "C.md", titles={"d/A.md": title}))
    assert found == {"d/A.md": expected, "d/B.md": "d/B.md", "C.md": "C.md"}


def test_notes_with_one_new_title_get_numbers():
    paths = [f"{name}.md" for name in "abc"]
    found = named(vault_of(*paths, titles=dict.fromkeys(paths, "회의")))
    assert found == {"a.md": "회의.md", "b.md": "회의 2.md", "c.md": "회의 3.md"}


# --- names in the destination


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ({}, "d/A.md"),
        ({"d": ["A.md"]}, "d/A 2.md"),
        ({"d": ["a.MD"]}, "d/A 2.md"),
        ({"d": ["A.md", "A 2.md"]}, "d/A 3.md"),
        ({"": ["A.md"]}, "d/A.md"),
        ({"e": ["A.md"]}, "d/A.md"),
    ],
    ids=["none", "the same", "the same but for case", "and its number", "in the root", "in another folder"],
)
def test_a_name_that_the_destination_has_gets_a_number(taken, expected):
    assert named(vault_of("d/A.md"), taken) == {"d/A.md": expected}


def test_names_that_differ_in_case_alone_cannot_both_be_added():
    found = named(vault_of("A.md", "a.md"), {"": ["x.md"]})
    assert sorted(found.values()) == ["A.md", "a 2.md"]


# --- any vault

NAMES = st.sampled_from(["A", "a", "가", NFD_NAME, "회의록", "C?", "a#b", "ga", "A 2", "!", "v1.2", "Untitled"])
PATHS = st.builds(
    lambda folder, name, suffix: f"{folder}{name}{suffix}",
    st.sampled_from(["", "A/", "가/", "ga/", "A/가/"]), NAMES, st.sampled_from([".md", ".md", ".png"]),
)  # fmt: skip


@given(
    st.sets(PATHS, max_size=10),
    st.sampled_from(["obsidian", "markdown"]),
    st.sampled_from(["obsidian", "markdown"]),
    st.booleans(),
    st.booleans(),
)
@SETTINGS
def test_no_two_files_get_one_name(paths, kind, to, ascii_names, folder_notes):
    order = sorted(paths)
    options = {"to": to, "ascii_names": ascii_names, "folder_notes": folder_notes}
    found = named(vault_of(*order, kind=kind), **options)
    assert len(set(found.values())) == len(paths)
    # the order of the files does not matter
    assert named(vault_of(*reversed(order), kind=kind), **options) == found
    for path, output in found.items():
        assert split_name(output)[2] == split_name(path)[2]
        assert output == path or kind == "markdown" or to == "markdown" or ascii_names or folder_notes


@given(st.sets(PATHS, max_size=8), st.booleans())
@SETTINGS
def test_no_file_gets_a_name_that_the_destination_has(paths, ascii_names):
    taken = {"": ["a.md", "ga"], "a": ["가.md"], "ga": ["c.md"]}
    found = named(vault_of(*paths), taken, ascii_names=ascii_names).values()
    there = {fold(f"{folder}/{name}".lstrip("/")) for folder, names in taken.items() for name in names}
    assert there.isdisjoint(map(fold, found))
    assert len({fold(path) for path in found}) == len(paths)


def test_links_follow_new_names(tmp_path):
    files = {
        "회의록.md": "[[봄 소풍]] [글](일기/봄%20소풍.md) ![[사진 1.png]]",
        "일기/봄 소풍.md": "[[회의록|위]]",
        "일기/사진 1.png": b"1",
    }
    tree, issues = converted(tmp_path / "v", files, to="obsidian", ascii_names=True)
    assert tree["hoeyirog.md"] == "[[bom-sopung]] [글](ilgi/bom-sopung.md) ![[sajin-1.png]]"
    assert tree["ilgi/bom-sopung.md"] == "[[hoeyirog|위]]"
    assert issues == []
