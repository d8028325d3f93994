"""Whole vaults: a vault stays as it is, byte for byte; renaming changes links only, and they lead where they led."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import make_archive
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from support.made_vaults import read_tree, resolve, vaults
from support.vault_trees import converted, put_files

import exportconv as ec
from exportconv.model import Link, LinkForm, Note, Vault, evolve

PROMISES = (24,)

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
OBSIDIAN = ec.Options(source_format="obsidian")


@MANY
@given(files=vaults())
def test_a_vault_stays_as_it_is(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("v")
    source = put_files(root / "in", files)
    ec.convert(source, root / "out", options=OBSIDIAN)
    assert read_tree(root / "out") == files


@MANY
@given(files=vaults())
def test_plain_markdown_holds_every_note_and_leads_nowhere_wrong(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("v")
    source = put_files(root / "in", files)
    result = ec.convert(source, root / "out", to="markdown", options=OBSIDIAN)
    vault = ec.read(source, options=OBSIDIAN)
    assert result.report.counts["notes"] == len(vault.notes)
    # a second conversion of the same vault gives the same files
    again = ec.render(vault, to="markdown", options=OBSIDIAN)
    assert {file.path: file.content.read() for file in again} == read_tree(root / "out")
    assert len(again) == len({file.path for file in again})


def linked_file(vault: Vault, note: Note, link: Link, paths: list[str]) -> str | None:
    """Where a link leads by the tests' own rules."""
    raw, is_wiki = link.raw_target, link.form is LinkForm.WIKILINK
    name = raw.partition("#")[0]
    if not name.strip():
        return note.path
    for spelling in [name, raw] if is_wiki else [unquote(name), name, unquote(raw), raw]:
        found = resolve(paths, note.path, spelling, is_wiki=is_wiki)
        if found:
            return found
    return None


def paths_of(vault: Vault) -> list[str]:
    return [note.path for note in vault.notes] + [item.path for item in vault.attachments if not item.is_apart]


@MANY
@given(files=vaults())
def test_links_lead_where_obsidian_says(tmp_path_factory, files):
    vault = ec.read(put_files(tmp_path_factory.mktemp("v"), files), options=OBSIDIAN)
    paths = paths_of(vault)
    for note in vault.notes:
        for link in note.all_links():
            if not re.match(r"[A-Za-z][\w+.-]*:", link.raw_target):
                assert link.target == linked_file(vault, note, link, paths), link.raw_target


PLACE = re.compile(r"\[\[[^\n]*?\]\]|\]\([^\n]*?\)|\]:[ \t]*\S+")


def renamed(vault: Vault) -> Vault:
    return evolve(vault, notes=tuple(evolve(note, title=f"New {at} 새") for at, note in enumerate(vault.notes)))


@MANY
@given(files=vaults())
def test_renaming_every_note_changes_links_only(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("v")
    source = put_files(root / "in", files)
    ec.convert(source, root / "out", options=OBSIDIAN, transforms=[renamed])
    before, after = ec.read(source, options=OBSIDIAN), ec.read(root / "out", options=OBSIDIAN)
    names = {
        note.path: f"{note.path.rpartition('/')[0]}/New {at} 새.md".lstrip("/") for at, note in enumerate(before.notes)
    }
    others = {item.path: item.path for item in before.attachments}
    notes = {note.path: note for note in after.notes}
    new_paths = paths_of(after)
    assert sorted(notes) == sorted(names.values())
    for note in before.notes:
        moved = notes[names[note.path]]
        if note.verbatim:
            assert moved.verbatim
            assert moved.verbatim.read() == note.verbatim.read()
            continue
        old, new = (note.frontmatter or "") + note.body, (moved.frontmatter or "") + moved.body
        assert PLACE.sub("", old) == PLACE.sub("", new)
        links = [*note.links, *note.head_links], [*moved.links, *moved.head_links]
        for first, second in zip(*links, strict=True):
            wanted = {**names, **others}[first.target] if first.target else None
            if first.target:
                assert linked_file(after, moved, second, new_paths) == wanted, (first.raw_target, second.raw_target)
                assert (second.heading, second.block, second.text) == (first.heading, first.block, first.text)
            else:
                assert second.raw_target == first.raw_target


def test_canvas_follows(tmp_path):
    canvas = '{\n\t"nodes":[\n\t\t{"type":"file","file":"d/A b.md"},{"type":"text","text":"see [[A b|x]] \\"q\\""}]}'
    tree, _ = converted(tmp_path / "v", {"d/A b.md": "x", "c.canvas": canvas}, to="obsidian", ascii_names=True)
    assert tree["c.canvas"] == canvas.replace("A b", "a-b")
    assert json.loads(tree["c.canvas"])["nodes"][0]["file"] == "d/a-b.md"


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("relative", "[A b](A%20b.md) [x](A%20b.md#H%201) ![i|20](d/i.png) [t](<A b.md>) [[gone]]"),
        ("wikilink", "[[A b]] [[A b#H 1|x]] ![[i.png|20]] [[A b|t]] [[gone]]"),
        ("keep", "[[A b]] [[A b#H 1|x]] ![[i.png|20]] [t](<A b.md>) [[gone]]"),
    ],
)
def test_link_style_of_a_vault(tmp_path, links, expected):
    body = "[[A b]] [[A b#H 1|x]] ![[i.png|20]] [t](<A b.md>) [[gone]]"
    files = {"A b.md": "# H 1", "d/i.png": b"x", "P.md": body}
    tree, _ = converted(tmp_path / "v", files, to="obsidian", links=links)
    assert tree["P.md"].replace("](<A b.md>)", "](A%20b.md)") == expected.replace("](<A b.md>)", "](A%20b.md)")


def test_attachments_move_with_links(tmp_path):
    files = {"n/P.md": "![[i.png]] ![](../i.png) [[c.canvas]]", "i.png": b"x", "c.canvas": "{}", ".x/i.png": b"y"}
    tree, _ = converted(tmp_path / "v", files, to="obsidian", attachments="folder", attachment_folder="files")
    assert sorted(tree) == [".x/i.png", "c.canvas", "files/i.png", "n/P.md"]
    assert tree["n/P.md"] == "![[i.png]] ![](../files/i.png) [[c.canvas]]"


def test_folder_of_markdown_becomes_a_vault(tmp_path):
    files = {
        "README.md": "---\na: 1\n---\n# Read me\n\n[guide](docs/the%20guide.md) [part](docs/the%20guide.md#second-part)\n"
        "![pic](docs/pic.png) [web](https://a.example) [gone](gone.md) [r]\n\n[r]: docs/the%20guide.md\n",
        "docs/the guide.md": "# Guide\n\n## Part\n\n## Second *part*\n\n[up](../README.md) [[not a link\n",
        "docs/pic.png": b"x",
    }
    tree, issues = converted(tmp_path / "v", files, to="obsidian", source="markdown")
    assert tree["README.md"] == (
        "---\na: 1\n---\n# Read me\n\n[[the guide|guide]] [[the guide#Second part|part]]\n"
        "![[pic.png]] [web](https://a.example) [gone](gone.md) [r]\n\n[r]: docs/the%20guide.md\n"
    )
    assert tree["docs/the guide.md"] == "# Guide\n\n## Part\n\n## Second *part*\n\n[[README|up]] [[not a link\n"
    assert issues == ["XC101 README.md:7"]


def test_folder_of_markdown_stays_plain_markdown(tmp_path):
    files = {"a/B c.md": "[x](<../D.md>) [y](../D.md#h 't') ![[z]] ==a== ^b\n", "D.md": "# H\r\n", "e.bin": b"\0"}
    tree, _ = converted(tmp_path / "v", files, to="markdown", source="markdown")
    assert tree == {path: text.decode() if isinstance(text, bytes) else text for path, text in files.items()}


def test_nested_vault_is_copied_and_no_link_leads_into_it(tmp_path):
    files = {"A.md": "[[B]]", "sub/.obsidian/app.json": "{}", "sub/B.md": "[[A]]"}
    tree, issues = converted(tmp_path / "v", files, to="markdown")
    assert tree == {"A.md": "B", "sub/B.md": "[[A]]"}
    assert issues == ["XC101 A.md:1", "XC404 sub:0"]


def test_zip_of_a_vault(tmp_path):
    import zipfile

    files = {".obsidian/app.json": "{}", "A.md": "[[b/B]]", "b/B.md": "x", ".DS_Store": "y"}
    with zipfile.ZipFile(tmp_path / "v.zip", "w") as archive:
        for path, text in {**files, "../__MACOSX/x": ""}.items():
            archive.writestr(f"My vault/{path}" if not path.startswith("..") else path[3:], text)
    ec.convert(tmp_path / "v.zip", tmp_path / "out")
    assert read_tree(tmp_path / "out") == {path: text.encode() for path, text in files.items()}


def test_git_and_earlier_manifests_are_left_out(tmp_path):
    files = {"A.md": "x", ".git/HEAD": "ref", ".exportconv/manifest.json": "{}", "s/.git": "gitdir"}
    tree, _ = converted(tmp_path / "v", files, to="obsidian")
    assert sorted(tree) == ["A.md", "s/.git"]


def test_symbolic_links_are_not_followed(tmp_path):
    source = put_files(tmp_path / "v", {"A.md": "x", "d/B.md": "y"})
    (source / "loop").symlink_to(source, target_is_directory=True)
    result = ec.convert(source, tmp_path / "out", options=OBSIDIAN)
    assert sorted(read_tree(tmp_path / "out")) == ["A.md", "d/B.md"]
    assert [str(issue.code) for issue in result.report.issues] == ["XC402"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".obsidian/app.json": "{}", "A.md": "x"}, "obsidian"),
        ({"A.md": "see [[B]]"}, "obsidian"),
        ({f"A {'a' * 32}.md": "[[B]]", ".obsidian/app.json": "{}"}, "obsidian"),
        ({f"A {'a' * 32}.md": "[[B]]"}, "notion"),
        ({f"A {'a' * 32}.md": "[[B]]", "B.md": "x", "C.md": "x"}, "obsidian"),
    ],
)
@pytest.mark.parametrize("is_zip", [False, True])
def test_a_vault_is_known_by_its_settings_or_wikilinks(tmp_path, files, expected, is_zip):
    source = put_files(tmp_path / "v/My vault", files)
    if is_zip:
        source = Path(make_archive(str(tmp_path / "v"), "zip", tmp_path / "v"))
    assert ec.read(source).kind == expected


def test_links_of_a_vault_with_ids_in_its_names_are_followed(tmp_path):
    files = {
        ".obsidian/app.json": "{}",
        f"일기 {'a' * 32}.md": f"[[회의 {'b' * 32}]] [[없음]]",
        f"회의 {'b' * 32}.md": "x",
    }
    source = put_files(tmp_path / "v", files)
    assert [str(issue.code) for issue in ec.read(source).issues] == ["XC101"]
    notion = ec.read(source, options=ec.Options(source_format="notion"))
    assert notion.kind == "notion"


def test_nobody_can_say_what_plain_files_are(tmp_path):
    with pytest.raises(ec.SourceError, match="--from markdown"):
        ec.read(put_files(tmp_path / "v", {"A.md": "x"}))


@pytest.mark.parametrize("source", ["obsidian", "markdown"])
def test_a_folder_without_notes_is_refused(tmp_path, source):
    with pytest.raises(ec.SourceError, match="no Markdown file"):
        ec.read(put_files(tmp_path / "v", {"a.txt": "x"}), options=ec.Options(source_format=source))


def test_two_vaults_are_refused(tmp_path):
    paths = [put_files(tmp_path / name, {"A.md": "x"}) for name in "ab"]
    with pytest.raises(ec.SourceError, match="one by one"):
        ec.read(paths, options=OBSIDIAN)


def test_two_vaults_that_are_found_out_are_refused_too(tmp_path):
    paths = [put_files(tmp_path / name, {".obsidian/app.json": "{}", "A.md": "x"}) for name in "ab"]
    with pytest.raises(ec.SourceError, match="one by one"):
        ec.read(paths)


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_times_are_kept_when_asked(tmp_path, to):
    import os

    source = put_files(tmp_path / "v", {"A.md": "x", "b.png": b"y"})
    for name in ("A.md", "b.png"):
        os.utime(source / name, ns=(10**18, 10**18))
    ec.convert(source, tmp_path / "out", to=to, options=ec.Options(source_format="obsidian", preserve_mtime=True))
    assert {(tmp_path / "out" / name).stat().st_mtime_ns for name in ("A.md", "b.png")} == {10**18}


def test_into_an_existing_vault(tmp_path):
    target = put_files(tmp_path / "out", {"A.md": "mine"})
    source = put_files(tmp_path / "v", {"A.md": "theirs", "B.md": "[[A]]"})
    ec.convert(source, target, options=OBSIDIAN, into=True)
    assert {path: text.decode() for path, text in read_tree(target).items()} == {
        "A.md": "mine", "A 2.md": "theirs", "B.md": "[[A 2]]",
    }  # fmt: skip


def test_links_into_an_existing_vault_do_not_lead_to_its_own_notes(tmp_path):
    own = {"Only.md": "OLD", "x/Deep.md": "OLD", "Old.md": "[[Deep]]", ".obsidian/app.json": "{}"}
    target = put_files(tmp_path / "out", own)
    files = {
        "b/Only.md": "NEW", "b/Deep.md": "NEW", "b/Alone.md": "", "가.md": "[[Only]] [[Deep|x]] [[Alone]] [y](b/Only.md) ![[Only#h]]",
        ".obsidian/app.json": "{}", ".obsidian/plugins/a/data.json": "{}", ".hidden.md": "x",
    }  # fmt: skip
    source = put_files(tmp_path / "v", files)
    ec.convert(source, target, options=OBSIDIAN, into=True)
    expected = own | {path: text for path, text in files.items() if not path.startswith(".obsidian/")}
    # nor does a link of its own note lead to a new one
    expected["b/Deep 2.md"] = expected.pop("b/Deep.md")
    expected["가.md"] = "[[b/Only]] [[Deep 2|x]] [[Alone]] [y](b/Only.md) ![[b/Only#h]]"
    assert {path: text.decode() for path, text in read_tree(target).items()} == expected
    assert not ec.convert(source, target, options=OBSIDIAN, into=True).changed


def test_a_relative_wikilink_to_a_neighbour_is_not_read_from_the_root(tmp_path):
    files = {"Same.md": "", "B/Same.md": "", "p.png": b"1", "B/p.png": b"2", "B/C.md": ""}
    files["B/가.md"] = "[[B/Same|x]] ![[B/p.png]] [[Same]] [[B/C]]"
    tree, issues = converted(tmp_path / "v", files, to="obsidian", link_path="relative")
    assert issues == []
    assert tree["B/가.md"] == "[[./Same|x]] ![[./p.png]] [[../Same]] [[C]]"
    again, _ = converted(tmp_path / "v-out", {}, to="markdown")
    assert again["B/가.md"] == "[x](Same.md) ![p](p.png) [../Same](../Same.md) [C](C.md)"


def test_what_a_wikilink_cannot_say_stays_a_markdown_link(tmp_path):
    files = {"가.md": "[나](가.md) [x](가.md#) [y](가.md#h) [z](나.md#p1) [w](나.md#h) ![v](p.png)\n\n# h\n"}
    files |= {"나.md": '# h\n\n글 <a id="p1"></a>\n', "p.png": b"1"}
    for source, kept in (("obsidian", "[x](가.md#) {} [z](나.md#p1)"), ("markdown", "[x](#) {} [z](%EB%82%98.md#p1)")):
        tree, issues = converted(tmp_path / source, files, to="obsidian", source=source, links="wikilink")
        assert tree["가.md"] == f"[[가|나]] {kept.format('[[#h|y]]')} [[나#h|w]] ![[p.png|v]]\n\n# h\n"
        assert issues == ["XC103 가.md:1"]
