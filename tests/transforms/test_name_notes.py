"""Names: full, safe, unique, and the same whatever order the files come in."""

from __future__ import annotations

import random
import unicodedata

import exportconv as ec

A, B, C, D = (f"{n:032x}" for n in (1, 2, 3, 4))


def outputs(make_folder, files, **options):
    chosen = ec.Options(**options)
    tree = ec.render(ec.read(make_folder(files), options=chosen), options=chosen)
    return {file.source: file.path for file in tree}


def test_full_title_in_place_of_the_cut_name(make_folder, nfd):
    title = "아주 길고 자세한 제목이라서 파일 이름에는 다 들어가지 못하는 회의록"
    cut = nfd(title)[:50].strip()
    found = outputs(make_folder, {f"{cut} {A}.md": f"# {title}", f"{cut} {A}/Sub {B}.md": "# Sub"})
    assert set(found.values()) == {f"{title}.md", f"{title}/Sub.md"}


def test_equal_titles_are_numbered_by_id_and_folders_follow(make_folder):
    found = outputs(
        make_folder,
        {
            f"회의록 {B}.md": "# 회의록",
            f"회의록 {A}.md": "# 회의록",
            f"회의록 {A}/하나 {C}.md": "# 하나",
            f"회의록 {B}/둘 {D}.md": "# 둘",
        },
    )
    assert found == {
        f"회의록 {A}.md": "회의록.md",
        f"회의록 {B}.md": "회의록 2.md",
        f"회의록 {A}/하나 {C}.md": "회의록/하나.md",
        f"회의록 {B}/둘 {D}.md": "회의록 2/둘.md",
    }


def test_number_keeps_clear_of_a_real_title(make_folder):
    files = {f"T {A}.md": "# T", f"T {B}.md": "# T", f"T 2 {C}.md": "# T 2"}
    assert outputs(make_folder, files) == {f"T {A}.md": "T.md", f"T {B}.md": "T 3.md", f"T 2 {C}.md": "T 2.md"}


def test_case_and_unicode_form_do_not_part_names(make_folder, nfd):
    files = {
        f"가 {A}.md": "# 가나",
        f"{nfd('가')} {B}.md": f"# {nfd('가나')}",
        f"Readme {C}.md": "# Readme",
        f"README {D}.md": "# README",
    }
    found = set(outputs(make_folder, files).values())
    assert found == {"가나.md", "가나 2.md", "Readme.md", "README 2.md"}


def test_order_of_files_does_not_matter(make_folder, tmp_path):
    ids = [f"{n:032x}" for n in range(1, 30)]
    files = {
        f"{title} {notion_id}.md": f"# {title}"
        for notion_id, title in zip(ids, ["Same", "same", "Same 2", "다름"] * 8, strict=False)
    }
    expected = None
    for seed in range(4):
        items = list(files.items())
        random.Random(seed).shuffle(items)
        found = outputs(lambda f, s=seed: make_folder(f, f"e{s}"), dict(items))
        assert expected in (None, found)
        expected = found


def test_page_and_database_of_one_name_get_folders_of_their_own(make_folder):
    found = outputs(
        make_folder,
        {
            f"P {A}.md": "# P",
            f"P {A}/Tasks {B}.md": "# Tasks",
            f"P {A}/Tasks {B}/Sub {D}.md": "# Sub",
            f"P {A}/Tasks {C}.csv": "Name,Done",
            f"P {A}/Tasks {C}_all.csv": "Name,Done",
            f"P {A}/Tasks {C}/Row {'5' * 32}.md": "# Row",
        },
    )
    assert found[f"P {A}/Tasks {B}/Sub {D}.md"] == "P/Tasks/Sub.md"
    assert found[f"P {A}/Tasks {C}.csv"] == "P/Tasks 2/Tasks 2.base"
    assert found[f"P {A}/Tasks {C}/Row {'5' * 32}.md"] == "P/Tasks 2/Row.md"


def test_changed_title_stays_as_alias_and_heading(render):
    out = render({f"Why {A}.md": "# Why: this / that?\n\ntext", f"Plain {B}.md": "# Plain\n\ntext"})
    assert out["Why - this - that？.md"] == '---\naliases:\n  - "Why: this / that?"\n---\n# Why: this / that?\n\ntext'
    assert out["Plain.md"] == "text"


def test_markdown_keeps_every_heading(render):
    out = render({f"Plain {B}.md": "# Plain\n\ntext", f"Empty {A}.md": "# Empty"}, to="markdown")
    assert out == {"Plain.md": "# Plain\n\ntext", "Empty.md": "# Empty\n"}


def test_ascii_names(render):
    out = render(
        {
            f"회의록 {A}.md": f"# 회의록\n\n[x](%ED%9A%8C%EC%9D%98%EB%A1%9D%20{A}/%EC%82%AC%EC%A7%84.png)",
            f"회의록 {A}/사진.png": "",
            f"🎉 {B}.md": "# 🎉",
        },
        ascii_names=True,
    )
    assert set(out) == {"hoeyirog.md", "hoeyirog/sajin.png", "untitled.md"}
    assert out["hoeyirog.md"] == "---\naliases:\n  - 회의록\n---\n# 회의록\n\n[[sajin.png|x]]"


def test_folder_notes(make_folder):
    files = {f"P {A}.md": "# P", f"P {A}/Q {B}.md": "# Q"}
    assert set(outputs(make_folder, files, folder_notes=True).values()) == {"P/P.md", "P/Q.md"}


def test_folder_note_and_sub_page_of_the_same_name(make_folder):
    files = {f"P {A}.md": "# P", f"P {A}/P {B}.md": "# P"}
    assert outputs(make_folder, files, folder_notes=True) == {f"P {A}.md": "P/P.md", f"P {A}/P {B}.md": "P/P 2.md"}


def test_folder_of_no_page_loses_its_id_only(make_folder):
    files = {f"P {A}.md": "# P", f"Lost DB {C}/Row {B}.md": "# Row", "모음/x.png": ""}
    assert set(outputs(make_folder, files).values()) == {"P.md", "Lost DB/Row.md", "모음/x.png"}


def test_names_of_attachments_are_decoded_and_unique(make_folder, nfd):
    from urllib.parse import quote

    names = ["사진.png", quote("사진.png"), nfd("사진.jpg"), "a:b.png", "CON.png", ".env", "noext", "50%.png"]
    found = outputs(make_folder, {f"P {A}.md": "# P"} | {f"P {A}/{name}": name for name in names})
    assert [found[f"P {A}/{name}"].removeprefix("P/") for name in names] == [
        "사진 2.png", "사진.png", "사진.jpg", "a-b.png", "CON_.png", "env", "noext", "50%.png",
    ]  # fmt: skip
    assert all(unicodedata.is_normalized("NFC", path) for path in found.values())


def test_long_paths_are_reported(make_folder):
    files, folder = {}, ""
    for n in range(1, 5):
        files[f"{folder}{'가나다라마바사' * 10} {n:032x}.md"] = f"# {'가나다라마바사' * 10}"
        folder += f"{'가나다라마바사' * 10} {n:032x}/"
    vault = ec.read(make_folder(files))
    from exportconv.pipeline import prepare

    issues = prepare(vault, ec.Options()).issues
    assert [issue.code for issue in issues] == [ec.Code.LONG_PATH]


def test_thousand_equal_titles(make_folder):
    files = {f"T {n:032x}.md": "# T" for n in range(1000)}
    found = outputs(make_folder, files)
    assert sorted(found.values()) == sorted(["T.md", *(f"T {n}.md" for n in range(2, 1001))])
