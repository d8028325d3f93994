"""Whole small exports through `open_source` and `read_notion`."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.errors import SourceError
from exportconv.model import LinkForm, Note, Vault
from exportconv.options import no_track
from exportconv.readers.notion import is_notion_export, read_notion
from exportconv.readers.source import open_source

A = "aaaa1111222233334444555566667777"
B = "bbbb1111222233334444555566668888"
C = "cccc1111222233334444555566669999"
D = "dddd1111222233334444555566660000"

Files = Mapping[str, "str | bytes"]


def as_bytes(files: Files) -> dict[str, bytes]:
    return {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}


def read(root: Path, files: Files) -> Vault:
    """The vault of an export that is a zip (in which names stay as they are on every system)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in as_bytes(files).items():
            archive.writestr(name, content)
    root.mkdir(exist_ok=True)
    (root / "export.zip").write_bytes(data.getvalue())
    return read_notion(open_source([root / "export.zip"]), no_track)


def only(vault: Vault) -> Note:
    [found] = vault.notes
    return found


def page(root: Path, text: str | bytes, name: str = f"Page {A}.md", extra: Files | None = None) -> Note:
    vault = read(root, {name: text, **(extra or {})})
    return next(note for note in vault.notes if note.path == name)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def encoded(path: str) -> str:
    """A path as Notion writes it: JavaScript's encodeURI."""
    return quote(path, safe="/!#$&'()*+,;=:@~-_.")


def codes(vault: Vault) -> list[tuple[str, str, int]]:
    return [(issue.code, issue.path, issue.line) for issue in vault.issues]


# --- a whole export ---

OLD = {
    f"Home {A}.md": f"# Home\n\nWelcome\n\n[Tasks](Home%20{A}/Tasks%20{B}.csv)\n\n![pic.png](Home%20{A}/pic.png)",
    f"Home {A}/pic.png": b"\x89PNG",
    f"Home {A}/Tasks {B}.csv": "\ufeffName,Status\r\nBuy milk,Done",
    f"Home {A}/Tasks {B}_all.csv": '\ufeffName,Status,Due\r\nBuy milk,Done,"May 10, 2024"',
    f"Home {A}/Tasks {B}/Buy milk {C}.md": "# Buy milk\n\nStatus: Done\nDue: May 10, 2024\n\nTwo bottles",
}


def test_an_export_of_the_old_layout(tmp_path: Path) -> None:
    vault = read(tmp_path, OLD)
    home, row = vault.notes
    assert (home.path, home.title, home.id, home.has_heading) == (f"Home {A}.md", "Home", A, True)
    assert [(link.text, link.raw_target, link.is_embed, link.line) for link in home.links] == [
        ("Tasks", f"Home%20{A}/Tasks%20{B}.csv", False, 5),
        ("pic.png", f"Home%20{A}/pic.png", True, 7),
    ]
    assert (row.title, row.id, row.body) == ("Buy milk", C, "Two bottles")
    assert [(item.name, item.raw, item.line) for item in row.properties] == [
        ("Status", "Done", 3),
        ("Due", "May 10, 2024", 4),
    ]
    assert [item.path for item in vault.attachments] == [
        f"Home {A}/Tasks {B}.csv",
        f"Home {A}/Tasks {B}_all.csv",
        f"Home {A}/pic.png",
    ]
    [tasks] = vault.databases
    assert [column.name for column in tasks.columns] == ["Name", "Status", "Due"]
    assert (tasks.title, len(tasks.files)) == ("Tasks", 2)
    assert vault.folders == {f"Home {A}": f"Home {A}.md", f"Home {A}/Tasks {B}": f"Home {A}/Tasks {B}.csv"}
    assert vault.issues == ()


def test_an_export_of_the_new_layout(tmp_path: Path) -> None:
    files = {
        name.replace(f"Home {A}/", "Home/").replace(f"Tasks {B}/", "Tasks/"): data
        for name, data in OLD.items()
    }  # fmt: skip
    files[f"Home {A}.md"] = f"# Home\n\n[Tasks](Home/Tasks%20{B}.csv)"
    vault = read(tmp_path, files)
    row = next(note for note in vault.notes if note.title == "Buy milk")
    assert [(item.name, item.raw) for item in row.properties] == [("Status", "Done"), ("Due", "May 10, 2024")]
    assert vault.folders == {"Home": f"Home {A}.md", "Home/Tasks": f"Home/Tasks {B}.csv"}


def test_a_folder_and_a_zip_are_read_the_same(tmp_path: Path) -> None:
    root = tmp_path / "folder"
    for name, data in as_bytes(OLD).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    folder, archive = read_notion(open_source([root]), no_track), read(tmp_path / "zip", OLD)
    assert folder.notes == archive.notes
    assert folder.databases == archive.databases
    assert folder.folders == archive.folders


def test_digests_are_those_of_the_files(tmp_path: Path) -> None:
    files = as_bytes(OLD)
    for note in read(tmp_path, OLD).notes:
        assert note.digest == digest_of(files[note.path])


def test_a_source_without_pages_or_databases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no Notion page"):
        read(tmp_path, {"picture.png": b"x", "sales.csv": b"a,b\n"})


def test_an_export_that_is_one_database_is_read(tmp_path: Path) -> None:
    vault = read(tmp_path, {f"Tasks {A}.csv": "Name,Due\n"})
    assert (vault.notes, [item.title for item in vault.databases]) == ((), ["Tasks"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"Page {A}.md", True), (f"Tasks {A}.csv", True), (f"Tasks {A}_all.csv", True), (f"x/{A}.md", True),
        ("Page.md", False), (f"Page {A}.png", False), (f"Page {A}/x.png", False), (f"Page {A[:-1]}.md", False),
        (f"Page {A}.html", True),
    ],
)  # fmt: skip
def test_is_notion_export(tmp_path: Path, name: str, expected: bool) -> None:
    file = tmp_path / "export" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    (tmp_path / "export" / "other.txt").write_bytes(b"")
    assert is_notion_export(open_source([tmp_path / "export"])) is expected


def test_the_reading_can_be_followed(tmp_path: Path) -> None:
    (tmp_path / f"Page {A}.md").write_bytes(b"# Page")
    (tmp_path / "a.png").write_bytes(b"")
    seen = []

    def track(items, total, stage):  # type: ignore[no-untyped-def]
        seen.append((total, stage))
        return items

    read_notion(open_source([tmp_path]), track)
    assert seen == [(1, "reading")]


# --- titles ---

LONG = "아주 긴 제목을 가진 회의록이라서: 파일 이름에는 다 들어가지 못하고 중간에서 잘린다"


def test_a_title_cut_inside_a_syllable_is_restored(tmp_path: Path) -> None:
    cut = nfd(" ".join(LONG.replace(":", " ").split()))[:50]
    assert unicodedata.normalize("NFC", cut) != cut
    name = f"{cut} {A}.md"
    note = page(tmp_path, f"# {nfd(LONG)}\n\n본문", name)
    assert (note.title, note.path, note.body, note.id) == (LONG, name, "본문", A)


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        pytest.param(f"Samba Ubuntu {A}.md", "# Samba / Ubuntu\n\nx", "Samba / Ubuntu", id="replaced-marks"),
        pytest.param(f"제목 없음 {A}.md", "# 제목 없음\n\nx", "제목 없음", id="untitled-korean"),
        pytest.param(f"Cut after a blank  {A}.md", "# Cut after a blank and more\n\nx", "Cut after a blank and more", id="two-blanks"),
        pytest.param(f"Name {A}.md", "no heading\n\nx", "Name", id="no-heading"),
        pytest.param(f"Name {A}.md", "# \n\nx", "Name", id="empty-heading"),
        pytest.param(f"{A}.md", "text", "Untitled", id="no-title-at-all"),
        pytest.param(f"{A}.md", "", "Untitled", id="empty-file"),
        pytest.param(f"Name {A}.MD", "# Name\n\nx", "Name", id="suffix-in-upper-case"),
    ],
)  # fmt: skip
def test_titles(tmp_path: Path, name: str, text: str, title: str) -> None:
    note = page(tmp_path, text, name)
    assert (note.title, note.id) == (title, A)
    assert note.has_heading is text.startswith("#")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "One line",
        "Line\n\n    \nx\ttab  \nNBSP\u00a0and \u2028 stay\n\n\n",
        "# Another heading\n\n- a\n    - b\n\n```py\n    code\n```\n\n| a |\n| --- |\n| b |",
        "Text with trailing line feed\n",
        "Escapes \\* and &amp; and <b>tags</b> and $x$ stay",
        "crlf\r\nmixed\nlines\r\n",
        "---\nnot: frontmatter\n---\n",
    ],
    ids=["empty", "line", "blanks", "blocks", "end", "marks", "crlf", "rules"],
)
def test_a_body_without_callouts_is_kept_byte_for_byte(tmp_path: Path, body: str) -> None:
    assert page(tmp_path, f"# Page\n\n{body}").body == body


def test_headings_of_the_body(tmp_path: Path) -> None:
    note = page(tmp_path, "# Page\n\n# One\n\ntext\n\n## Two `x`\n\n```\n# no\n```\n")
    assert note.headings == ("One", "Two x")


# --- rows ---


def rows(tmp_path: Path, columns: str, text: str, *, flat: bool = False, view: str | None = None) -> Note:
    place = "" if flat else f"Table {B}/"
    files = {f"Table {B}.csv": f"\ufeff{view or columns}\r\n", f"{place}Row {C}.md": text}
    if view is None:
        files[f"Table {B}_all.csv"] = f"\ufeff{columns}\r\n"
    return only(read(tmp_path, files))


@pytest.mark.parametrize("flat", [False, True], ids=["folder", "flat"])
def test_a_row_has_its_columns_as_properties(tmp_path: Path, flat: bool) -> None:
    note = rows(tmp_path, "Name,Ratio: a,Ratio,#", "# Row\n\nRatio: a: 5\n#: 7\nRatio: b\n\nText", flat=flat)
    assert [(item.name, item.raw) for item in note.properties] == [("Ratio: a", "5"), ("#", "7"), ("Ratio", "b")]
    assert note.body == "Text"


def test_a_row_without_properties_keeps_its_text(tmp_path: Path) -> None:
    note = rows(tmp_path, "Name,Status", "# Row\n\nOwner: Kim\nPriority: 3\n\nText")
    assert (note.properties, note.body) == ((), "Owner: Kim\nPriority: 3\n\nText")


def test_a_row_of_a_view_without_all_columns(tmp_path: Path) -> None:
    note = rows(tmp_path, "", "# Row\n\nStatus: Done\nPriority: 3\n\nText", view="Name,Status")
    assert [item.name for item in note.properties] == ["Status", "Priority"]


def test_columns_are_found_whatever_the_unicode_form_of_the_folder(tmp_path: Path) -> None:
    files = {
        f"업무 {B}.csv": "이름,왜? 언제!\r\n",
        f"업무 {B}_all.csv": "이름,왜? 언제!\r\n",
        f"{nfd('업무')}/일 {C}.md": "# 일\n\n왜? 언제!: 지금\n\n본문",
    }
    assert [item.name for item in only(read(tmp_path, files)).properties] == ["왜? 언제!"]


def test_a_relation_in_a_row(tmp_path: Path) -> None:
    path = f"../Goals%20{D}/Run%20(far)%20{A}.md"
    note = rows(tmp_path, "Name,Goal", f"# Row\n\nGoal: Run (far) ({path})\n\nText")
    [item] = note.properties
    [link] = item.links
    assert (link.form, link.text, link.raw_target, link.line) == (LinkForm.RELATION, "Run (far)", path, 3)
    assert item.raw[link.target_span.start : link.target_span.end] == path


def test_a_page_in_no_database_keeps_prose_with_colons(tmp_path: Path) -> None:
    note = page(tmp_path, "# Page\n\nRemember: the door is open\n\nText")
    assert (note.properties, note.body) == ((), "Remember: the door is open\n\nText")


# --- bytes that are no UTF-8 ---


@pytest.mark.parametrize(
    "data",
    ["# 제목\n\n본문".encode("cp949"), b"# Page\n\nbroken \xff here", b"# Page\n\ncut \xea\xb0", b"\xff\xfe#"],
    ids=["cp949", "stray-byte", "cut-sequence", "broken-utf16"],
)
def test_a_page_that_is_no_text_is_kept_verbatim_and_reported(tmp_path: Path, data: bytes) -> None:
    vault = read(tmp_path, {f"회의 {A}.md": data, f"Other {B}.md": "# Other\n\nfine"})
    note = next(note for note in vault.notes if note.id == A)
    assert note.verbatim is not None
    assert note.verbatim.read() == data
    assert (note.title, note.body, note.links, note.digest) == ("회의", "", (), digest_of(data))
    assert codes(vault) == [(Code.UNREADABLE_TEXT, f"회의 {A}.md", 0)]
    assert next(note for note in vault.notes if note.id == B).verbatim is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    data = "\ufeff# 제목\n\n본문 💡 [a](b.md)".encode(encoding)
    vault = read(tmp_path, {f"제목 {A}.md": data})
    note = only(vault)
    assert (note.title, note.body, note.verbatim, note.digest) == ("제목", "본문 💡 [a](b.md)", None, digest_of(data))
    assert [link.raw_target for link in note.links] == ["b.md"]
    assert vault.issues == ()


# --- Markdown files that the user attached ---

ATTACHED = [
    pytest.param("Some notes\n\n- Status: x\n\n<aside>\n💡 A\n</aside>\n", id="plain"),
    pytest.param("# Another heading than the name\n\nStatus: Done\nDue: 5\n\ntext\n", id="heading"),
    pytest.param("---\ntitle: Mine\ntags: [a, b]\n---\n\n# Heading\n\ntext", id="frontmatter"),
    pytest.param("---\r\ntitle: Mine\r\n---\r\ntext\r\n", id="crlf"),
    pytest.param("---\nbroken: [yaml\n---\ntext\n", id="broken-yaml"),
    pytest.param("    indented code\n\ntext", id="indented-code"),
    pytest.param("![x](a.png)\n\nx\n\nhttps://example.org\n", id="caption"),
    pytest.param("", id="empty"),
    pytest.param("\ufeff# With a byte order mark\n", id="bom"),
    pytest.param("\ufeff---\ntitle: Mine\n---\ntext\n", id="bom-and-frontmatter"),
]


@pytest.mark.parametrize("text", ATTACHED)
def test_an_attached_markdown_file_is_kept_byte_for_byte(tmp_path: Path, text: str) -> None:
    name = f"Page {A}/manual.md"
    note = page(tmp_path, text, name, {f"Page {A}.md": "# Page"})
    assert (note.frontmatter or "") + note.body == text
    assert (note.title, note.id, note.has_heading) == ("manual", None, False)


def test_links_in_an_attached_markdown_file_are_known(tmp_path: Path) -> None:
    text = "---\ntitle: Mine\n---\n\nSee [b](b.md)\n\n    [code](no.md)\n\n![c](c.png)"
    note = page(tmp_path, text, f"Page {A}/manual.md", {f"Page {A}.md": "# Page"})
    assert [(link.raw_target, link.line) for link in note.links] == [("b.md", 5), ("c.png", 9)]
    for link in note.links:
        assert note.body[link.target_span.start : link.target_span.end] == link.raw_target
    assert [(item.name, item.value) for item in note.properties] == [("title", "Mine")]


def test_a_page_that_lost_its_id_is_still_a_page(tmp_path: Path) -> None:
    text = "# Plan: one / two\n\n<aside>\n💡 A\n</aside>"
    note = page(tmp_path, text, "Plan one two.md", {f"Page {A}.md": "# Page"})
    assert (note.title, note.id, note.body, note.has_heading) == ("Plan: one / two", None, "> [!tip] 💡\n> A", True)


def test_a_long_page_that_lost_its_id_is_still_a_page(tmp_path: Path) -> None:
    cut = nfd(" ".join(LONG.replace(":", " ").split()))[:50].strip()
    note = page(tmp_path, f"# {LONG}\n\n본문", f"{cut}.md", {f"Page {A}.md": "# Page"})
    assert (note.title, note.body, note.has_heading) == (LONG, "본문", True)


def test_an_export_without_any_ids_is_read_as_pages(tmp_path: Path) -> None:
    vault = read(tmp_path, {"Home.md": "# Home\n\ntext", "Home/Plan.md": "# Another\n\nbody"})
    assert [(note.title, note.body, note.id) for note in vault.notes] == [
        ("Home", "text", None),
        ("Another", "body", None),
    ]
    assert vault.folders == {"Home": "Home.md"}


def test_two_versions_of_one_page_are_both_pages(tmp_path: Path) -> None:
    for part, text in (("1", "# Page\n\nold"), ("2", "# Page\n\nnew")):
        (tmp_path / part).mkdir()
        (tmp_path / part / f"Page {A}.md").write_bytes(text.encode())
    vault = read_notion(open_source([tmp_path / "1", tmp_path / "2"]), no_track)
    assert sorted((note.title, note.body) for note in vault.notes) == [("Page", "new"), ("Page", "old")]
    assert codes(vault) == [(Code.SAME_PATH, f"Page {A}.md", 0)]


# --- lines and spans ---


def lines_of(note: Note) -> list[tuple[str, int]]:
    return [(link.raw_target, link.line) for link in note.links]


def test_links_know_their_line_behind_callouts(tmp_path: Path) -> None:
    text = (
        "# Page\n\n[a](1.md)\n\n<aside>\n📌\n\n[b](2.md)\n\n</aside>\n[c](3.md)\n<aside>\n💡 [d](4.md)\n</aside>\n\n"
        f"[e](5.md)\n\nhttps://www.notion.so/{B}\n\n[P [1](P%20%5B1%20{C}.md)"
    )
    note = page(tmp_path, text)
    expected = [(target, number) for number, line in enumerate(text.split("\n"), 1) for target in targets(line)]
    assert lines_of(note) == expected
    assert len(expected) == 7


def targets(line: str) -> list[str]:
    """The targets of a line that holds one link at most."""
    if line.startswith("https://"):
        return [line]
    return [line.rpartition("](")[2].removesuffix(")")] if "](" in line else []


def test_links_know_their_line_behind_properties_and_indented_blocks(tmp_path: Path) -> None:
    text = "# Row\n\nStatus: Done\nDue: 5\n\ntext\n\n    [a](1.md)\n\n        [b](2.md)\n\n[c](3.md)"
    note = rows(tmp_path, "Name,Status,Due", text)
    assert lines_of(note) == [("1.md", 8), ("2.md", 10), ("3.md", 12)]
    assert [line.strip() for line in note.body.split("\n")] == [line.strip() for line in text.split("\n")[5:]]
    assert "    [" not in note.body


def test_half_a_callout_is_reported_with_its_line(tmp_path: Path) -> None:
    vault = read(tmp_path, {f"Page {A}.md": "# Page\n\ntext\n\n<aside>\n💡 A\n\n[a](1.md)"})
    assert codes(vault) == [(Code.UNCLOSED_CALLOUT, f"Page {A}.md", 5)]
    assert only(vault).body == "text\n\n<aside>\n💡 A\n\n[a](1.md)"
    assert lines_of(only(vault)) == [("1.md", 8)]


PIECES = st.lists(
    st.sampled_from([
        "words", "말과 글", "💡", "[a](b.md)", f"[하위]({encoded(nfd('하위'))}%20{B}.md)", "![c](d.png)\n\nc\n", "`[x](y)`",
        "<aside>\n💡 [in](side.md)\n\n</aside>", "<aside>\n📌\n\ntext\n</aside>\n", f"https://www.notion.so/{C}", "\n\n", "\n",
        "- ", "    ", "> ", "```\n[a](b)\n<aside>\n```\n", "| a | [t](u.md) |\n| --- | --- |\n", "\u2028", "\r\n", "<aside>\n",
        f"\n[P [1](P%20%5B1%20{D}.md)\n",
    ]),
    max_size=12,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(PIECES)
def test_spans_slice_the_body_and_lines_hold_the_targets(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    text = "# Page\n\n" + "".join(pieces)
    note = page(tmp_path_factory.mktemp("e"), text)
    source = text.split("\n")
    for link in note.links:
        inside = note.body[link.target_span.start : link.target_span.end]
        assert link.raw_target in (inside, inside[1:-1])
        assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
        assert link.raw_target in source[link.line - 1]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=80))
def test_any_text_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    page(tmp_path_factory.mktemp("e"), f"# Page\n\n{text}")


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_kept(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    note = page(tmp_path_factory.mktemp("e"), data)
    assert note.digest == digest_of(data)
    assert note.verbatim is None or note.verbatim.read() == data
