"""convert compares each note with its page before it is written; a page that would lose text is copied as it is."""

from __future__ import annotations

import pytest
from support.vault_trees import put_files
from verification.test_mutations import EXPORT, HOME, VAULT

import exportconv as ec
from exportconv.verification.blocks import differ_in_marks_only, differing_parts
from exportconv.writers import kept_notes, markdown, obsidian, vault_markdown

PROMISES = (3,)
A, B = "a" * 32, "b" * 32

SOURCES = {"notion": (EXPORT, f"{HOME}.md", "집.md", "auto"), "vault": (VAULT, "처음.md", "처음.md", "obsidian")}


def a_word_less(apply_edits):
    """What a printer with a mistake does: a word is gone in every text that has it."""

    def wrong(text, edits):
        return apply_edits(text, edits).replace("낱말이 ", "").replace("첫 줄", "줄")

    return wrong


@pytest.fixture
def broken(monkeypatch):
    for module in (kept_notes, markdown, obsidian):
        monkeypatch.setattr(module, "apply_edits", a_word_less(module.apply_edits))


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(("name", "to"), [("notion", "obsidian"), ("notion", "markdown"), ("vault", "obsidian")])
def test_a_page_that_would_lose_a_word_is_copied_as_it_is_and_reported(name, to, tmp_path):
    files, page, note, kind = SOURCES[name]
    source = put_files(tmp_path / "source", files)
    result = ec.convert(source, tmp_path / "out", options=ec.Options(to=to, source_format=kind))
    assert (tmp_path / "out" / note).read_bytes() == (source / page).read_bytes()
    issues = [issue for issue in result.report.issues if issue.code is ec.Code.UNSURE_PAGE]
    assert [(issue.path, issue.line) for issue in issues] == [(page, 0)]
    assert "lost" in issues[0].message
    assert result.report.exit_code() == 1
    assert [issue for issue in ec.verify(source, tmp_path / "out").issues if issue.path == note] == []


@pytest.mark.usefixtures("broken")
def test_a_dry_run_reports_the_same(tmp_path):
    source = put_files(tmp_path / "source", EXPORT)
    dry = ec.convert(source, tmp_path / "out", dry_run=True).report
    assert [issue.code for issue in dry.issues] == [ec.Code.UNSURE_PAGE]
    assert dry == ec.convert(source, tmp_path / "out").report


@pytest.mark.usefixtures("broken")
def test_without_the_check_the_note_is_written_and_verify_sees_it(tmp_path):
    source = put_files(tmp_path / "source", EXPORT)
    result = ec.convert(source, tmp_path / "out", options=ec.Options(check_text=False))
    assert result.report.issues == ()
    assert [str(issue.code) for issue in ec.verify(source, tmp_path / "out").issues] == ["XC811"]


def test_transforms_of_the_callers_own_may_change_what_notes_say(tmp_path):
    from dataclasses import replace

    def shout(vault: ec.Vault) -> ec.Vault:
        return replace(vault, notes=tuple(replace(note, title=note.title + "!") for note in vault.notes))

    source = put_files(tmp_path / "source", EXPORT)
    assert ec.convert(source, tmp_path / "out", transforms=[shout]).report.issues == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\n\nb\n\nc", "a\n\nb\n\nc", ("", "")),
        ("a\n\nb\n\nc", "a\n\nx\n\nc", ("b\n\nblock2", "x\n\nblock2")),
        ("a\n\nb\n\nc", "a\n\nc", ("b\n\nblock2", "\n\nblock2")),
        ("a\n\nb", "b\n\na", ("\n\nblock0\n\nb", "b\n\nblock0\n\n")),
        ("a\n\n```\n\nb", "a\n\n```\n\nc", ("b", "c")),
        ("a\n\n```\nx", "a\n\n```\ny", None),
        ("[a]: b", "[a]: c", None),
        ("    a", "a", None),
        ("<div>", "a", None),
    ],
)
def test_only_blocks_that_differ_are_compared(old, new, expected):
    assert differing_parts(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a [x](y.md) b ![p](q.png)", "a [[z|x]] b ![[q.png]]", True),
        ("[x](a%20b.md)", "[[x]]", True),
        ("[x](y.md)", "[x](z.md)", True),
        ("a [x](y.md)", "a [[z|w]]", False),
        ("a [x](y.md)", "[[z|x]]", False),
        ("`[x](y.md)`", "`[[y|x]]`", False),
        ("$[x](y.md)$", "$[[y|x]]$", False),
        ("[a [b](c) d](e)", "[a b d](e)", False),
        ("[x](y z)", "[[y z|x]]", False),
        ("💡 text\n\nmore", "> [!tip] 💡\n> text\n>\n> more", True),
        ("💡 text\n\nmore", "> [!tip] 💡\n> text\n>\n> less", False),
        ("text", "> [!note]\n> text", True),
        ("[!note] text", "> [!note] text", False),
        ("a > b", "a b", False),
        ("> a\n> b", "a\nb", True),
        ("    > a", "a", False),
    ],
)
def test_simple_links_are_told_without_a_parser(old, new, expected):
    assert differ_in_marks_only(old, new) is expected


def test_a_page_whose_note_cannot_be_written_stops_no_other(tmp_path, monkeypatch):
    real = obsidian.apply_edits

    def fails(text, edits):
        if "낱말이" in text:
            raise ValueError("edits overlap")
        return real(text, edits)

    monkeypatch.setattr(obsidian, "apply_edits", fails)
    source = put_files(tmp_path / "source", EXPORT)
    result = ec.convert(source, tmp_path / "out")
    assert (tmp_path / "out" / "집.md").read_bytes() == (source / f"{HOME}.md").read_bytes()
    assert [(issue.code, issue.path) for issue in result.report.issues] == [(ec.Code.UNSURE_PAGE, f"{HOME}.md")]
    assert "cannot be written (edits overlap)" in result.report.issues[0].message


@pytest.mark.parametrize(
    ("item", "expected"),
    [("- [[[x] y]]", "- [x\\] y\n"), ("- [[x]]", "- x\n"), ("1. > [[[x] y]]", "1. > [x\\] y\n"), ("a [[[x] y]]", "a [x] y\n")],
)  # fmt: skip
def test_the_text_of_a_dead_link_is_no_box_to_tick(item, expected, tmp_path):
    source = put_files(tmp_path / "vault", {".obsidian/app.json": "{}", "N.md": f"{item}\n"})
    result = ec.convert(source, tmp_path / "out", to="markdown")
    assert (tmp_path / "out/N.md").read_bytes().decode() == expected
    assert ec.Code.UNSURE_PAGE not in result.report.by_code()


@pytest.mark.parametrize("text", ["[[Note]]\n![[Note]]", "![[Note]]", "a ![[Note]] b", "![[Note]]\n\n![[Note]]"])
def test_a_note_that_embeds_itself_is_no_false_alarm(text, tmp_path):
    source = put_files(tmp_path / "vault", {".obsidian/app.json": "{}", "Note.md": text})
    assert ec.Code.UNSURE_PAGE not in ec.convert(source, tmp_path / "out", to="markdown").report.by_code()


CODE = "if a == b:\n    cd('~/bin')"
PAGE = (
    f'<html><head><title>Script</title></head><body><article id="{"1" * 32}" class="page sans"><header>'
    '<h1 class="page-title">Script</h1></header><div class="page-body"><p>Run <code>~/bin</code> a ~ b == c:</p>'
    f'<pre class="code"><code class="language-Python">{CODE}</code></pre></div></article></body></html>'
)


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize(
    "files",
    [{f"Script {'1' * 32}.html": PAGE}, {f"Script {'1' * 32}.md": f"# Script\n\nRun `~/bin`:\n\n```\n{CODE}\n```\n"}],
    ids=["html", "markdown"],
)
def test_code_keeps_signs_that_are_marks_elsewhere(files, to, tmp_path):
    source = put_files(tmp_path / "source", files)
    assert ec.convert(source, tmp_path / "out", to=to).report.issues == ()
    assert ec.verify(source, tmp_path / "out").issues == ()
    note = tmp_path / "out/Script.md"
    assert CODE in note.read_text("utf-8")
    for old, new in (("cd('~/bin')", "cd('/bin')"), ("a == b:", "a  b:"), ("`~/bin`", "`/bin`")):
        text = note.read_text("utf-8")
        note.write_text(text.replace(old, new), "utf-8")
        assert {str(issue.code) for issue in ec.verify(source, tmp_path / "out").issues} > {"XC805"}, old
        note.write_text(text, "utf-8")


@pytest.mark.parametrize("options", [{"ascii_names": True}, {"link_path": "absolute"}, {"link_path": "relative"}])
def test_links_in_frontmatter_may_get_another_path(options, tmp_path):
    files = {
        ".obsidian/app.json": "{}",
        "A.md": '---\nauthor: "[[Steph Ango]]"\nother: "[[Steph Ango|S]]"\n---\nSee [[Steph Ango|her]].\n',
        "sub/Steph Ango.md": "me\n",
    }
    source = put_files(tmp_path / "source", files)
    assert ec.convert(source, tmp_path / "out", options=ec.Options(**options)).report.issues == ()
    assert "[[Steph Ango]]" not in "".join(file.read_text("utf-8") for file in (tmp_path / "out").glob("*.md"))


def test_without_databases_nothing_is_compared(tmp_path):
    files = {f"C {A}.md": f"# C\n\n- [**Tasks**](T%20{B}.csv)**:** see\n", f"T {B}.csv": "Name,Due\nx,y\n"}
    source = put_files(tmp_path / "source", files)
    result = ec.convert(source, tmp_path / "out", options=ec.Options(databases="none"))
    assert ec.Code.UNSURE_PAGE not in result.report.by_code()


def test_notes_of_a_vault_in_plain_markdown_are_not_compared_for_pages_tell_secrets(tmp_path, monkeypatch):
    monkeypatch.setattr(vault_markdown, "apply_edits", a_word_less(vault_markdown.apply_edits))
    page = "첫 줄 and more. %%a secret%% [[hidden|h]]\n"
    source = put_files(tmp_path / "source", {".obsidian/app.json": "{}", "a.md": page, "hidden.md": "#secret"})
    options = ec.Options(to="markdown", skip_tags=("secret",))
    result = ec.convert(source, tmp_path / "out", options=options)
    assert (tmp_path / "out/a.md").read_text("utf-8") == "줄 and more. h\n"
    assert ec.Code.UNSURE_PAGE not in result.report.by_code()
