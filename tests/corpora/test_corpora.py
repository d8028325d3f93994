"""Real exports, and made ones whose right answers are known."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

import exportconv as ec

pytestmark = pytest.mark.corpora
ZERO = ("resolves_to_wrong", "ids_in_names", "nfd_names", "pct_names", "notion_left", "page_copies", "merged_files")


def tool(shared: Path, name: str, *args: object) -> str:
    command = [sys.executable, str(shared / "acceptance" / name), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stdout


def checked(shared: Path, out: Path, export: Path) -> dict[str, float]:
    return json.loads(tool(shared, "check_links.py", out, "--truth", f"{export}.truth.json", "--json"))


def make(shared: Path, folder: Path, **options: object) -> Path:
    export = folder / "export"
    flags = [word for key, value in options.items() for word in (f"--{key}", str(value)) if word]
    assert tool(shared, "make_export.py", export, *flags, "--zip")
    return export


# ---- real exports


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_nothing_of_a_real_export_is_lost(corpus, shared, tmp_path, to):
    source, unpacked = corpus
    result = ec.convert(source, tmp_path / "out", to=to)
    found = json.loads(tool(shared, "check_conserved.py", unpacked, tmp_path / "out", "--json"))
    assert (found["attachments_lost"], found["words_lost"]) == (0, 0), found
    # a row without a page becomes a note, so there may be more
    assert found["notes_dst"] >= result.report.counts["notes"] >= found["notes_src"]
    # a broken link is one whose file is not there under any name: its id and its base name are both missing
    names = {
        unquote(unicodedata.normalize("NFC", name)).casefold() for _, _, files in os.walk(unpacked) for name in files
    }
    for issue in result.report.issues:
        if issue.code is ec.Code.BROKEN_LINK:
            target = re.search(r"'(.+)'|\"(.+)\"", issue.message)
            assert target is not None
            name = (target[1] or target[2]).rpartition("/")[2].casefold()
            hex_id = re.search(r"[0-9a-f]{32}", name)
            assert not any((hex_id[0] if hex_id else name) in other for other in names), issue


def test_folder_and_zip_give_the_same(corpus, tmp_path):
    source, unpacked = corpus
    for number, path in enumerate({source, unpacked}):
        ec.convert(path, tmp_path / f"out{number}")
    trees = [
        {f.relative_to(root).as_posix(): f.read_bytes() for f in root.rglob("*") if f.is_file()}
        for root in tmp_path.glob("out*")
    ]
    assert all(tree == trees[0] for tree in trees)


# ---- the seed page

SEED_ID = "49b2a3dc1098424d93b0eb260068040f"
DISK_FORMS: dict[str, Callable[[str], str]] = {
    "NFD": lambda name: unicodedata.normalize("NFD", name),
    "NFC": lambda name: name,
    "percent": lambda name: quote(unicodedata.normalize("NFD", name), safe=""),
    "percent NFC": lambda name: quote(name, safe=""),
    "twice": lambda name: quote(quote(unicodedata.normalize("NFD", name), safe=""), safe=""),
}


@pytest.mark.parametrize("form", [*DISK_FORMS, "missing"])
@pytest.mark.parametrize("page_form", ["NFC", "NFD"])
def test_seed_page(shared, tmp_path, form, page_form):
    text = next((shared / "seed").glob("*.txt")).read_bytes()
    title = "생성 AI, 인공지능의 한계를 극복하다"
    page = unicodedata.normalize(page_form, f"{title} {SEED_ID}")
    shown = "생성AI,인공지능의한계를극복하다.pdf"
    pdf = shown.replace(",", "")
    # a zip: a file system would not take the longest of these names
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(f"{page}.md", text)
        if form != "missing":
            archive.writestr(f"{page}/{DISK_FORMS[form](pdf)}", b"%PDF")
    result = ec.convert(tmp_path / "export.zip", tmp_path / "out")
    note = (tmp_path / "out" / f"{title}.md").read_bytes().decode()
    head, body = note.split("\n---\n", 1)
    assert head == "---\nCreated by: 김현식\nLast edited by: 현식 김\ntags:\n  - article/lecture\nstatus: completed"
    link, source_body = body.split("\n", 1)[0], text.decode().split("\n\n", 2)[2]
    assert body.split("\n", 1)[1] == source_body.split("\n", 1)[1]
    if form == "missing":
        assert link == source_body.split("\n", 1)[0]
        assert [(i.code, i.line) for i in result.report.issues] == [(ec.Code.BROKEN_LINK, 8)]
    else:
        assert link == f"[[{pdf}|{shown}]]"
        assert (tmp_path / "out" / title / pdf).read_bytes() == b"%PDF"
        assert result.report.issues == ()


# ---- made exports


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("names", ["nfc", "nfd"])
@pytest.mark.parametrize("folders", ["id", "idless"])
def test_every_link_right(shared, tmp_path, to, names, folders):
    export = make(shared, tmp_path, pages=300, seed=21, names=names, folders=folders)
    for number, source in enumerate([export, export.with_name("export.nested.zip")]):
        out = tmp_path / f"out{number}"
        ec.convert(source, out, to=to)
        found = checked(shared, out, export)
        assert found["right"] == found["truth_links"]
        assert found["pages_kept"] == found["truth_pages"]
        assert found["att_kept"] == found["truth_att"]
        assert {name: found[name] for name in ZERO} == dict.fromkeys(ZERO, 0)


DAMAGE: dict[str, Callable[[str, bool], str]] = {
    "nfc": lambda path, _: unicodedata.normalize("NFC", path),
    "nfd": lambda path, _: unicodedata.normalize("NFD", path),
    "decoded": lambda path, own: on_name(path, unquote) if own else path,
    "decoded nfc": lambda path, own: on_name(path, lambda n: unicodedata.normalize("NFC", unquote(n))) if own else path,
    "case": lambda path, _: re.sub(
        r"[^/]+(?=/)|[^/]+(?=\.\w+$)", lambda m: m[0].swapcase().replace("_ALL", "_all"), path
    ),
}
OVERWRITES: dict[str, Callable[[str, bool], str]] = {
    "moved to the root": lambda path, own: path.rpartition("/")[2] if own else path,
    "folders without ids": lambda path, _: re.sub(r" [0-9a-f]{32}(?=/)", "", path),
}


def on_name(path: str, change: Callable[[str], str]) -> str:
    folder, slash, name = path.rpartition("/")
    return folder + slash + change(name)


def damaged(export: Path, target: Path, change: Callable[[str, bool], str]) -> Path:
    """A copy of an export whose names somebody or something has changed."""
    root = next(export.iterdir())
    for file in sorted(root.rglob("*")):
        if file.is_file():
            path = change(file.relative_to(root).as_posix(), file.suffix == ".png")
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / path)
    return target


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_that_loses_nothing(shared, tmp_path, damage, to):
    export = make(shared, tmp_path, pages=300, seed=22, names="nfd")
    ec.convert(damaged(export, tmp_path / "damaged", DAMAGE[damage]), tmp_path / "out", to=to)
    found = checked(shared, tmp_path / "out", export)
    assert found["right"] == found["truth_links"]
    assert {name: found[name] for name in ZERO} == dict.fromkeys(ZERO, 0)


@pytest.mark.parametrize("folders", ["id", "idless"])
@pytest.mark.parametrize("damage", OVERWRITES)
def test_damage_that_overwrites(shared, tmp_path, damage, folders):
    """No link goes wrong; each is right or reported."""
    export = make(shared, tmp_path, pages=600, seed=23, folders=folders)
    source = damaged(export, tmp_path / "damaged", OVERWRITES[damage])
    result = ec.convert(source, tmp_path / "out")
    found = checked(shared, tmp_path / "out", export)
    assert found["resolves_to_wrong"] == 0
    assert found["right"] + len(result.report.issues) == found["truth_links"]
    lost = found["truth_att"] - found["att_kept"]
    # each file that was overwritten costs its own link, and each that overwrote one costs its link as well
    assert found["truth_links"] - found["right"] <= 2 * lost


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "folders"),
    [
        (31, "idless"),
        *(pytest.param(*case, marks=pytest.mark.long) for case in [(31, "id"), (32, "id"), (32, "idless")]),
    ],
)
def test_ten_thousand_pages(shared, tmp_path, seed, folders):
    export = make(shared, tmp_path, pages=10_000, seed=seed, folders=folders, names="nfd" if seed % 2 else "nfc")
    for to in ("obsidian", "markdown"):
        ec.convert(export.with_name("export.zip"), tmp_path / to, to=to)
        found = checked(shared, tmp_path / to, export)
        assert found["right"] == found["truth_links"]
        assert (found["pages_kept"], found["att_kept"]) == (10_000, found["truth_att"])
        assert {name: found[name] for name in ZERO} == dict.fromkeys(ZERO, 0)


# ---- properties, row by row


def expected_value(name: str, text: str) -> list[str]:
    """What a row's line should be in YAML, told from the generator's own forms and nothing of ours."""
    from datetime import datetime

    def moment(part: str) -> str:
        if ":" in part:
            return datetime.strptime(part, "%B %d, %Y %I:%M %p").strftime("%Y-%m-%dT%H:%M:%S")
        return datetime.strptime(part, "%B %d, %Y").strftime("%Y-%m-%d")

    if name in ("Date", "Created"):
        return [moment(part) for part in text.split(" → ")]
    if name == "Done":
        return ["true" if text == "Yes" else "false"]
    return [text]


def test_properties_row_by_row(shared, tmp_path):
    import yaml

    export = make(shared, tmp_path, pages=500, seed=24)
    ec.convert(export, tmp_path / "out")
    notes = {
        re.search(r"PIDP(\d{6})X", text)[1]: text
        for text in (file.read_text("utf-8") for file in (tmp_path / "out").rglob("*.md"))
    }
    rows = 0
    for file in export.rglob("*.md"):
        text = file.read_text("utf-8")
        lines = re.match(r"# .*\n\n((?:[^\n]+: [^\n]*\n)+)\n", text)
        if not lines or not lines[1].startswith("Status: "):
            continue
        rows += 1
        front = notes[re.search(r"PIDP(\d{6})X", text)[1]].split("\n---\n")[0].removeprefix("---\n")
        values = yaml.load(front, Loader=yaml.BaseLoader)
        for line in lines[1].splitlines():
            name, value = line.split(": ", 1)
            if name == "Tags":
                assert values["tags"] == [tag.replace(" ", "-") for tag in value.split(", ")]
            elif name == "Related":
                title = re.fullmatch(r"(.+) \(\S+\.md\)", value)[1]
                assert len(values[name]) == 1
                assert values[name][0].startswith("[[")
                assert title in (values[name][0][2:-2].rpartition("|")[2], values[name][0][2:-2])
            else:
                wanted = expected_value(name, value)
                assert [values[name], *([values[f"{name} (end)"]] if len(wanted) > 1 else [])] == wanted
    assert rows == 200
