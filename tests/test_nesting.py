"""A page whose quotes or lists are nested too deep for any parser is copied as it is, and its neighbours are read."""

from __future__ import annotations

import pytest
from support.commands import exportconv
from support.vault_trees import put_files

import exportconv as ec
from exportconv.nesting import is_too_deep

PROMISES = (13, 17)

A, B = "0" * 31 + "a", "0" * 31 + "b"
DEEP = "> " * 1001 + "[갈 곳](Nowhere.md) [[Nowhere]]\nmore #private\n"


@pytest.mark.parametrize(
    ("text", "is_deep"),
    [
        ("> " * 1000 + "a", False),
        ("> " * 1001 + "a", True),
        (">" * 1001, True),
        ("a" * 99 + "\r" + ">" * 1001, True),
        ("text\n\n" * 50 + "- " * 1001 + "a\n", True),
        ("* " * 500 + "1. " * 501 + "a", True),
        (" " * 2100 + "- a", True),
        ("- " * 2000, False),
        ("* " * 2000 + "\r\na", False),
        ("-" * 3000, False),
        (" " * 3000 + "a", False),
        ("1" * 3000, False),
        ("> a\n" * 3000, False),
        ("a > " * 3000, False),
    ],
)
def test_what_is_too_deep(text, is_deep):
    assert is_too_deep(text) == is_deep


EXPORT = {f"Page {A}.md": f"# Page\n\n{DEEP}", f"Other {B}.md": f"# Other\n\n[Page](Page%20{A}.md)\n"}
VAULT = {".obsidian/app.json": "{}", "Page.md": DEEP, "Other.md": "[[Page]] ![[Page]]\n"}


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("files", [EXPORT, VAULT], ids=["notion", "vault"])
def test_it_is_copied_and_reported(tmp_path, files, to):
    put_files(tmp_path / "src", files)
    result = ec.convert(tmp_path / "src", tmp_path / "dst", options=ec.Options(to=to))
    page = next(text for path, text in files.items() if path.startswith("Page"))
    assert (tmp_path / "dst/Page.md").read_bytes() == page.encode()
    assert "Page" in (tmp_path / "dst/Other.md").read_text("utf-8")
    assert [issue.path for issue in result.report.issues if issue.code is ec.Code.UNREADABLE_PAGE] == [
        path for path in files if path.startswith("Page")
    ]
    assert {issue.code for issue in result.report.issues} <= {ec.Code.UNREADABLE_PAGE, ec.Code.LINKED_EMBED}
    assert ec.verify(tmp_path / "src", tmp_path / "dst").issues == ()


def test_verify_sees_when_it_is_not_as_it_was(tmp_path):
    put_files(tmp_path / "src", EXPORT)
    ec.convert(tmp_path / "src", tmp_path / "dst")
    (tmp_path / "dst/Page.md").write_text(EXPORT[f"Page {A}.md"].replace("more", "less"), "utf-8")
    assert {issue.path for issue in ec.verify(tmp_path / "src", tmp_path / "dst").issues} == {"Page.md"}


@pytest.mark.parametrize("text", [DEEP, f"---\ntags: private\n---\n{DEEP.replace('#', '')}"], ids=["text", "head"])
def test_its_tags_count(tmp_path, text):
    put_files(tmp_path / "src", VAULT | {"Page.md": text})
    ec.convert(tmp_path / "src", tmp_path / "dst", options=ec.Options(to="markdown", skip_tags=("private",)))
    assert not (tmp_path / "dst/Page.md").exists()


def test_the_command_ends_with_1(tmp_path):
    put_files(tmp_path / "src", EXPORT)
    done = exportconv("convert", tmp_path / "src", tmp_path / "dst")
    assert done.returncode == 1
    assert "XC203 has quotes or lists more than 1,000 deep and is copied as it is" in done.stdout + done.stderr


def test_a_property_that_deep_stays_text(tmp_path):
    value = "> " * 1001 + f"[x](Other%20{B}.md)"
    put_files(tmp_path / "src", {f"DB {A}.csv": f'Name,Note\nRow,"{value}"\n', f"Other {B}.md": "# Other\n"})
    ec.convert(tmp_path / "src", tmp_path / "dst")
    assert value in (tmp_path / "dst/DB/Row.md").read_text("utf-8")
