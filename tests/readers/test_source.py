"""Folders, zips, zips in zips and several parts as one source."""

from __future__ import annotations

import os
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.zips import zip_bytes

from exportconv.codes import Code
from exportconv.digests import digest_of
from exportconv.errors import SourceError, UnsafeSourceError
from exportconv.readers.source import Source, open_plain, open_source

PROMISES = (1, 10)

U1 = "0f3c5a7e-1111-4222-8333-944455556666"
U2 = "aa3c5a7e-9999-4888-8777-bbbb5555cccc"
ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
PAGES: dict[str, bytes] = {
    f"집 {ID}.md": b"# Home\n\ntext",
    f"집 {ID}/그림.png": b"\x89PNG",
    f"집 {ID}/아이 {OTHER}.md": b"# Child\n",
}
TREE = b'<html><body><ul id="id::0f3c5a7e-1111-4222-8333-944455556666"><li>page</li></ul></body></html>'


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return root


def below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}


def contents(source: Source) -> dict[str, bytes]:
    return {entry.path: entry.content.read() for entry in source.entries}


def as_folder(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    return write(tmp_path / "export", files)


def as_zip(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    return write(tmp_path, {"export.zip": zip_bytes(files)}) / "export.zip"


def as_zip_in_zip(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    return as_zip(tmp_path, {f"Export-{U1}-Part-1.zip": zip_bytes(files)})


def as_zip_in_zip_stored(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    outer = zip_bytes({f"ExportBlock-{U1}-Part-1.zip": zip_bytes(files)}, zipfile.ZIP_STORED)
    return write(tmp_path, {"outer.zip": outer}) / "outer.zip"


def as_folder_of_zip(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    return as_folder(tmp_path, {f"Export-{U1}.zip": zip_bytes(files)})


Make = Callable[[Path, Mapping[str, bytes]], Path]
SHAPES = [as_folder, as_zip, as_zip_in_zip, as_zip_in_zip_stored, as_folder_of_zip]
every_shape = pytest.mark.parametrize("make", SHAPES, ids=[make.__name__ for make in SHAPES])


# --- one source, every shape ---


@every_shape
def test_the_files_are_the_same_whatever_holds_them(tmp_path: Path, make: Make) -> None:
    source = open_source([make(tmp_path, PAGES)])
    assert contents(source) == PAGES
    assert source.issues == ()


@every_shape
def test_entries_are_sorted_by_path(tmp_path: Path, make: Make) -> None:
    files = {f"{name} {ID}.md": b"# x" for name in ("b", "가", "A", "a", "Z", "1")}
    paths = [entry.path for entry in open_source([make(tmp_path, files)]).entries]
    assert paths == sorted(files)


@every_shape
@pytest.mark.parametrize(
    "wrapper",
    [
        f"Export-{U1}",
        "Private & Shared",
        "개인 페이지 & 공유된 페이지",
        "어떤 이름이든",
        f"Export-{U1}/Private & Shared",
        "Private & Shared 3",
    ],
)
def test_wrappers_are_taken_off(tmp_path: Path, make: Make, wrapper: str) -> None:
    assert contents(open_source([make(tmp_path, below(wrapper, PAGES))])) == PAGES


@every_shape
@pytest.mark.parametrize("folder", [f"집 {ID}", f"A page {OTHER.upper()}"], ids=["korean", "upper-case-id"])
def test_a_single_folder_with_an_id_is_a_page_and_stays(tmp_path: Path, make: Make, folder: str) -> None:
    files = below(folder, PAGES)
    assert contents(open_source([make(tmp_path, files)])) == files


@every_shape
def test_a_folder_with_its_page_beside_it_is_no_wrapper(tmp_path: Path, make: Make) -> None:
    files = {f"집 {ID}.md": b"# Home", "집/그림.png": b"1", f"집/아이 {OTHER}.md": b"# Child"}
    assert contents(open_source([make(tmp_path, files)])) == files


@every_shape
def test_two_folders_at_the_top_are_no_wrappers(tmp_path: Path, make: Make) -> None:
    files = {f"하나/a {ID}.md": b"# a", f"둘/b {OTHER}.md": b"# b"}
    assert contents(open_source([make(tmp_path, files)])) == files


@every_shape
def test_nfd_names_stay_as_they_are(tmp_path: Path, make: Make) -> None:
    files = {unicodedata.normalize("NFD", name): data for name, data in PAGES.items()}
    if sys.platform == "darwin":
        pytest.skip("the file system composes and decomposes names itself")
    assert contents(open_source([make(tmp_path, files)])) == files


@every_shape
def test_litter_of_macos_and_windows_is_left_out(tmp_path: Path, make: Make) -> None:
    litter = {
        ".DS_Store": b"1",
        f"집 {ID}/.DS_Store": b"2",
        f"__MACOSX/._집 {ID}.md": b"3",
        f"__MACOSX/집 {ID}/._그림.png": b"4",
        f"집 {ID}/._그림.png": b"5",
        "Thumbs.db": b"6",
        f"집 {ID}/desktop.ini": b"7",
        ".git/config": b"8",
    }
    assert contents(open_source([make(tmp_path, PAGES | litter)])) == PAGES


@every_shape
def test_litter_beside_a_wrapper_does_not_hide_it(tmp_path: Path, make: Make) -> None:
    files = below("Private & Shared", PAGES) | {"__MACOSX/Private & Shared/._x": b"1", ".DS_Store": b"2"}
    assert contents(open_source([make(tmp_path, files)])) == PAGES


@every_shape
def test_names_that_only_resemble_litter_stay(tmp_path: Path, make: Make) -> None:
    files = PAGES | {
        "My Thumbs.db": b"1",
        "_.png": b"2",
        "a._b": b"3",
        "git/config": b"4",
        ".gitignore": b"5",
        "x.DS_Store": b"6",
        "Icon": b"7",
    }
    assert contents(open_source([make(tmp_path, files)])) == files


@every_shape
def test_the_page_tree_of_notion_is_left_out(tmp_path: Path, make: Make) -> None:
    assert contents(open_source([make(tmp_path, PAGES | {"index.html": TREE})])) == PAGES


@every_shape
def test_the_page_tree_inside_the_wrapper_is_left_out(tmp_path: Path, make: Make) -> None:
    files = below(f"Export-{U1}", PAGES | {"index.html": TREE})
    assert contents(open_source([make(tmp_path, files)])) == PAGES


@every_shape
def test_the_page_tree_beside_the_wrapper_does_not_hide_it(tmp_path: Path, make: Make) -> None:
    files = below("Private & Shared", PAGES) | {"index.html": TREE}
    assert contents(open_source([make(tmp_path, files)])) == PAGES


@every_shape
@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"index.html": b"<html><ul><li>my own site</li></ul></html>"}, id="own-page-at-the-root"),
        pytest.param({f"집 {ID}/index.html": TREE}, id="below-the-root"),
        pytest.param({"tree.html": TREE}, id="other-name"),
        pytest.param({"index.html": b""}, id="empty"),
    ],
)
def test_other_html_is_an_attachment(tmp_path: Path, make: Make, extra: dict[str, bytes]) -> None:
    assert contents(open_source([make(tmp_path, PAGES | extra)])) == PAGES | extra


# --- zips that are parts, and zips that are attachments ---

INNER = zip_bytes({"data.csv": b"1,2"})


@pytest.mark.parametrize("make", [as_folder, as_zip, as_zip_in_zip])
@pytest.mark.parametrize(
    "path",
    [
        "backup.zip",
        f"집 {ID}/backup.zip",
        f"집 {ID}/Export-{U1}-Part-1.zip",
        f"집 {ID}/아이 {OTHER}/깊은/archive.ZIP",
        "Export-of-my-data.zip",
    ],
    ids=["beside-pages", "below-the-root", "below-the-root-named-like-a-part", "deep", "nearly-named-like-a-part"],
)
def test_a_zip_that_is_no_part_is_an_attachment(tmp_path: Path, make: Make, path: str) -> None:
    files = PAGES | {path: INNER}
    assert contents(open_source([make(tmp_path, files)])) == files


def test_a_zip_in_a_wrapper_is_an_attachment(tmp_path: Path) -> None:
    files = below("Private & Shared", PAGES | {"backup.zip": INNER})
    assert contents(open_source([as_zip(tmp_path, files)])) == PAGES | {"backup.zip": INNER}


def test_a_part_zip_beside_its_own_unpacked_folder_counts_once(tmp_path: Path) -> None:
    files = below(f"Export-{U1}-Part-1", PAGES) | {f"Export-{U1}-Part-1.zip": zip_bytes(PAGES)}
    source = open_source([as_folder(tmp_path, files)])
    assert contents(source) == PAGES
    assert source.issues == ()


def test_zips_are_opened_three_levels_deep_and_no_further(tmp_path: Path) -> None:
    data = zip_bytes(PAGES)
    for _ in range(3):
        data = zip_bytes({"next.zip": data})
    opened = contents(open_source([write(tmp_path, {"a.zip": data}) / "a.zip"]))
    assert opened == PAGES
    deeper = write(tmp_path, {"b.zip": zip_bytes({"next.zip": data})}) / "b.zip"
    with pytest.raises(UnsafeSourceError, match=r"XC708 next\.zip: lies in archives more than 3 deep"):
        open_source([deeper])


# --- several parts ---

PART_1 = {f"집 {ID}.md": b"# Home\n\ntext", f"집 {ID}/그림.png": b"\x89PNG"}
PART_2 = {f"집 {ID}/아이 {OTHER}.md": b"# Child\n", f"집 {ID}/clip.mp4": b"video"}


def part_files(tmp_path: Path, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[Path]:
    zips = {f"Export-{U1}-Part-1.zip": zip_bytes(one), f"Export-{U1}-Part-2.zip": zip_bytes(two)}
    return [write(tmp_path, zips) / name for name in zips]


def parts_as_list(tmp_path: Path, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[Path]:
    return part_files(tmp_path, one, two)


def parts_as_folder(tmp_path: Path, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[Path]:
    part_files(tmp_path / "download", one, two)
    return [tmp_path / "download"]


def parts_in_a_zip(tmp_path: Path, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[Path]:
    names = [path.name for path in part_files(tmp_path / "parts", one, two)]
    outer = zip_bytes({name: (tmp_path / "parts" / name).read_bytes() for name in names}, zipfile.ZIP_STORED)
    return [write(tmp_path, {"outer.zip": outer}) / "outer.zip"]


def parts_unpacked(tmp_path: Path, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[Path]:
    files = below(f"Export-{U1}-Part-1", one) | below(f"Export-{U1}-Part-2", two)
    return [write(tmp_path / "unpacked", files)]


def parts_unpacked_as_list(tmp_path: Path, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[Path]:
    return [write(tmp_path / "p1", one), write(tmp_path / "p2", two)]


MakeParts = Callable[[Path, Mapping[str, bytes], Mapping[str, bytes]], list[Path]]
PARTINGS = [parts_as_list, parts_as_folder, parts_in_a_zip, parts_unpacked, parts_unpacked_as_list]
every_parting = pytest.mark.parametrize("make", PARTINGS, ids=[make.__name__ for make in PARTINGS])


@every_parting
def test_parts_are_merged(tmp_path: Path, make: MakeParts) -> None:
    source = open_source(make(tmp_path, PART_1, PART_2))
    assert contents(source) == PART_1 | PART_2
    assert [entry.path for entry in source.entries] == sorted(PART_1 | PART_2)
    assert source.issues == ()


@every_parting
@pytest.mark.parametrize("wrapper", ["Private & Shared", "개인 페이지 & 공유된 페이지", f"Export-{U2}"])
def test_parts_that_share_a_wrapper_lose_it(tmp_path: Path, make: MakeParts, wrapper: str) -> None:
    source = open_source(make(tmp_path, below(wrapper, PART_1), below(wrapper, PART_2)))
    assert contents(source) == PART_1 | PART_2


@every_parting
def test_a_part_with_nothing_but_one_page_folder_keeps_it(tmp_path: Path, make: MakeParts) -> None:
    one = {f"집 {ID}.md": b"# Home", "집/그림.png": b"1"}
    two = {"집/clip.mp4": b"2"}
    assert contents(open_source(make(tmp_path, one, two))) == one | two


@every_parting
def test_the_page_tree_may_be_in_each_part(tmp_path: Path, make: MakeParts) -> None:
    one, two = PART_1 | {"index.html": TREE}, PART_2 | {"index.html": TREE + b"\n"}
    source = open_source(make(tmp_path, one, two))
    assert contents(source) == PART_1 | PART_2
    assert source.issues == ()


@every_parting
def test_a_part_without_pages_does_not_hide_the_wrapper(tmp_path: Path, make: MakeParts) -> None:
    source = open_source(make(tmp_path, below("Private & Shared", PAGES), {"index.html": TREE}))
    assert contents(source) == PAGES


@every_parting
def test_one_path_twice_with_equal_bytes_counts_once(tmp_path: Path, make: MakeParts) -> None:
    source = open_source(make(tmp_path, PART_1, PART_2 | {f"집 {ID}.md": b"# Home\n\ntext"}))
    assert contents(source) == PART_1 | PART_2
    assert source.issues == ()


@every_parting
@pytest.mark.parametrize(
    ("path", "second"),
    [(f"집 {ID}/그림.png", f"집 {ID}/그림 (2).png"), ("a.csv", "a (2).csv"), ("LICENSE", "LICENSE (2)")],
    ids=["image", "root", "no-suffix"],
)
def test_one_path_twice_with_different_bytes_is_kept_twice(
    tmp_path: Path, make: MakeParts, path: str, second: str
) -> None:
    source = open_source(make(tmp_path, PART_1 | {path: b"first"}, PART_2 | {path: b"second"}))
    files = contents(source)
    assert {files[path], files[second]} == {b"first", b"second"}
    assert files.keys() == PART_1.keys() | PART_2.keys() | {path, second}
    assert [(issue.code, issue.path) for issue in source.issues] == [(Code.SAME_PATH, path)]


@every_parting
def test_two_versions_of_one_page_both_keep_their_id(tmp_path: Path, make: MakeParts) -> None:
    source = open_source(make(tmp_path, PART_1, PART_2 | {f"집 {ID}.md": b"# Home\n\nother"}))
    versions = {path: data for path, data in contents(source).items() if data.startswith(b"# Home")}
    assert set(versions.values()) == {b"# Home\n\ntext", b"# Home\n\nother"}
    assert [path.endswith(f"{ID}.md") for path in versions] == [True, True]
    assert [issue.code for issue in source.issues] == [Code.SAME_PATH]


def test_three_different_files_under_one_path_are_all_kept(tmp_path: Path) -> None:
    folders = [write(tmp_path / str(n), PAGES | {"x.bin": f"{n}".encode()}) for n in range(3)]
    source = open_source([*folders, folders[1]])
    files = contents(source)
    assert {files["x.bin"], files["x (2).bin"], files["x (3).bin"]} == {b"0", b"1", b"2"}
    assert len(files) == len(PAGES) + 3
    assert [issue.code for issue in source.issues] == [Code.SAME_PATH] * 2


def test_a_name_that_a_second_file_would_get_may_be_taken(tmp_path: Path) -> None:
    one = write(tmp_path / "1", PAGES | {"x.bin": b"first", "x (2).bin": b"own"})
    two = write(tmp_path / "2", PAGES | {"x.bin": b"second"})
    files = contents(open_source([one, two]))
    assert sorted(data for path, data in files.items() if path.endswith(".bin")) == [b"first", b"own", b"second"]


def test_the_order_of_the_parts_does_not_matter(tmp_path: Path) -> None:
    one = write(tmp_path / "1", PART_1 | {"x.bin": b"first"})
    two = write(tmp_path / "2", PART_2 | {"x.bin": b"second"})
    three = write(tmp_path / "3", {f"집 {ID}.md": b"# Home\n\nother", "x.bin": b"third"})
    there, back = open_source([one, two, three]), open_source([three, two, one])
    assert contents(there) == contents(back)
    assert sorted(map(str, there.issues)) == sorted(map(str, back.issues))


def test_two_exports_given_together_lose_their_own_export_folders(tmp_path: Path) -> None:
    one = write(tmp_path, {"1.zip": zip_bytes(below(f"Export-{U1}", PART_1))}) / "1.zip"
    two = write(tmp_path, {"2.zip": zip_bytes(below(f"Export-{U2}", PART_2))}) / "2.zip"
    assert contents(open_source([one, two])) == PART_1 | PART_2


def test_two_exports_with_folders_of_different_names_keep_them(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1", below("업무", PART_1)), write(tmp_path / "2", below("일기", PART_2))
    assert contents(open_source([one, two])) == below("업무", PART_1) | below("일기", PART_2)


def test_the_same_source_twice_is_one(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, PAGES)
    assert contents(open_source([folder, folder])) == PAGES


# --- what stops a run, and what does not ---


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.zip: there is no such"):
        open_source([tmp_path / "nowhere.zip"])


def test_a_file_that_is_no_zip_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"note\.bin: cannot be read"):
        open_source([write(tmp_path, {"note.bin": b"text"}) / "note.bin"])


def test_a_single_page_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"note\.md: is a single page; give the folder"):
        open_source([write(tmp_path, {"note.md": b"# text"}) / "note.md"])


def test_an_unsafe_part_refuses_the_whole(tmp_path: Path) -> None:
    bad = zip_bytes(PAGES | {"../evil.md": b"x"})
    outer = write(tmp_path, {"a.zip": zip_bytes({f"Export-{U1}-Part-1.zip": bad})}) / "a.zip"
    with pytest.raises(UnsafeSourceError, match=rf"Export-{U1}-Part-1\.zip"):
        open_source([outer])
    assert not (tmp_path.parent / "evil.md").exists()


def test_an_unsafe_attachment_zip_is_only_bytes(tmp_path: Path) -> None:
    bad = zip_bytes({"../evil.md": b"x"})
    files = PAGES | {f"집 {ID}/bad.zip": bad}
    assert contents(open_source([as_zip(tmp_path, files)])) == files


def test_a_damaged_entry_is_named_when_it_is_read(tmp_path: Path) -> None:
    data = bytearray(zip_bytes({"a.md": b"first text", "b.md": b"second text"}, zipfile.ZIP_STORED))
    data[data.index(b"second")] ^= 1
    source = open_source([write(tmp_path, {"a.zip": bytes(data)}) / "a.zip"])
    assert source.entries[0].content.read() == b"first text"
    with pytest.raises(SourceError, match=r"b\.md"):
        source.entries[1].content.read()


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, PAGES)
    source = open_source([folder])
    (folder / f"집 {ID}.md").unlink()
    entry = next(entry for entry in source.entries if entry.path == f"집 {ID}.md")
    with pytest.raises(SourceError, match=f"집 {ID}"):
        entry.content.read()


@pytest.mark.skipif(sys.platform == "win32", reason="needs symlinks and FIFOs")
class TestSpecialFiles:
    def skipped(self, source: Source) -> list[tuple[str, str]]:
        return [(issue.code, issue.path) for issue in source.issues]

    def test_a_symlink_to_a_file_is_skipped(self, tmp_path: Path) -> None:
        secret = write(tmp_path, {"secret.txt": b"secret"}) / "secret.txt"
        folder = as_folder(tmp_path, PAGES)
        (folder / "link.txt").symlink_to(secret)
        source = open_source([folder])
        assert contents(source) == PAGES
        assert self.skipped(source) == [(Code.SKIPPED_ENTRY, "link.txt")]

    def test_a_symlink_to_a_folder_is_skipped(self, tmp_path: Path) -> None:
        write(tmp_path / "elsewhere", {"secret.txt": b"secret"})
        folder = as_folder(tmp_path, PAGES)
        (folder / f"집 {ID}" / "바로가기").symlink_to(tmp_path / "elsewhere")
        source = open_source([folder])
        assert contents(source) == PAGES
        assert self.skipped(source) == [(Code.SKIPPED_ENTRY, f"집 {ID}/바로가기")]

    def test_symlink_loops_and_dangling_links_are_skipped(self, tmp_path: Path) -> None:
        folder = as_folder(tmp_path, PAGES)
        (folder / "loop").symlink_to(folder)
        (folder / "gone").symlink_to(folder / "nothing")
        source = open_source([folder])
        assert contents(source) == PAGES
        assert self.skipped(source) == [(Code.SKIPPED_ENTRY, "gone"), (Code.SKIPPED_ENTRY, "loop")]

    @pytest.mark.timeout(20)
    def test_a_fifo_is_skipped_and_never_opened(self, tmp_path: Path) -> None:
        folder = as_folder(tmp_path, PAGES)
        os.mkfifo(folder / "pipe.md")
        source = open_source([folder])
        assert contents(source) == PAGES
        assert self.skipped(source) == [(Code.SKIPPED_ENTRY, "pipe.md")]

    @pytest.mark.timeout(20)
    def test_a_fifo_as_the_source_is_refused(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.zip")
        with pytest.raises(SourceError, match="neither a folder nor a zip"):
            open_source([tmp_path / "pipe.zip"])

    def test_a_symlink_given_as_the_source_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(as_folder(tmp_path, PAGES))
        assert contents(open_source([tmp_path / "link"])) == PAGES


def bytes_names(root: Path, names: Mapping[bytes, bytes]) -> Path:
    """Files whose names are bytes; skips where the file system wants Unicode."""
    for name, data in names.items():
        path = os.fsencode(root) + b"/" + name
        try:
            Path(os.fsdecode(os.path.dirname(path))).mkdir(parents=True, exist_ok=True)  # bytes
            with open(path, "wb") as file:  # bytes
                file.write(data)
        except (OSError, UnicodeError):
            pytest.skip("the file system takes no such names")
    return root


def test_a_korean_windows_name_in_a_folder_is_read(tmp_path: Path) -> None:
    folder = bytes_names(tmp_path / "e", {f"회의록 {ID}.md".encode("cp949"): b"# m", b"plain.txt": b"p"})
    assert contents(open_source([folder])) == {f"회의록 {ID}.md": b"# m", "plain.txt": b"p"}


def test_a_korean_windows_folder_is_read(tmp_path: Path) -> None:
    folder = bytes_names(tmp_path / "e", {f"회의록/계획 {ID}.md".encode("cp949"): b"# m", b"plain.txt": b"p"})
    assert contents(open_source([folder])) == {f"회의록/계획 {ID}.md": b"# m", "plain.txt": b"p"}


def test_a_korean_windows_name_in_a_unicode_folder_is_read(tmp_path: Path) -> None:
    name = f"집 {ID}/".encode() + "똠방 계획.pdf".encode("cp949")
    folder = bytes_names(tmp_path / "e", {name: b"%PDF", f"집 {ID}.md".encode(): b"# m"})
    assert contents(open_source([folder])) == {f"집 {ID}/똠방 계획.pdf": b"%PDF", f"집 {ID}.md": b"# m"}


def test_a_name_in_no_encoding_is_still_read(tmp_path: Path) -> None:
    folder = bytes_names(tmp_path / "e", {b"odd\xff\xfename.bin": b"1", b"plain.txt": b"p"})
    source = open_source([folder])
    assert sorted(contents(source).values()) == [b"1", b"p"]
    for entry in source.entries:
        entry.path.encode()  # no lone surrogate goes on from here


# --- properties ---


def test_digest_of_is_blake2b_of_16_bytes() -> None:
    assert len(digest_of(b"")) == 32
    assert digest_of(b"a") != digest_of(b"b")
    assert digest_of(b"a") == digest_of(bytes([97]))


def test_the_source_is_not_changed(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, PAGES)
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()}
    contents(open_source([folder]))
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()} == before


def test_an_empty_folder_has_no_entries(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert open_source([tmp_path / "empty"]) == Source((), ())


NAMES = st.text(st.sampled_from("ab가나 -_"), min_size=1, max_size=6).map(str.strip).filter(bool)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=20), max_size=8))
def test_no_file_is_lost_however_the_parts_are_cut(files: dict[str, bytes]) -> None:
    names = [f"page {ID}.md", *(f"{name}.bin" for name in files)]
    everything = dict(zip(names, [b"# page", *files.values()], strict=True))
    with tempfile.TemporaryDirectory() as place:
        half = len(names) // 2
        one = {name: everything[name] for name in names[: half + 1]}
        two = {name: everything[name] for name in names[half + 1 :]} | {names[0]: b"# page"}
        whole = open_source([write(Path(place), {"w.zip": zip_bytes(everything)}) / "w.zip"])
        parted = open_source(part_files(Path(place), one, two))
        assert contents(whole) == contents(parted) == everything
        del whole, parted


def test_a_plain_folder_tells_what_stands_beside_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = ".exportconv-12-0123abcd.tmp"
    root = write(tmp_path / "e", {"글.md": b"", f"곳/{stray}": b"x", "닫힌 곳/a.md": b"", ".git/hooks/x": b""})
    (root / "곳/길.md").symlink_to("../글.md")
    (root / ".git/길").symlink_to("x")
    real = os.scandir

    def scan(folder: str) -> object:
        if os.path.basename(folder) in ("닫힌 곳", "hooks"):
            raise PermissionError(13, "Permission denied", folder)
        return real(folder)

    monkeypatch.setattr(os, "scandir", scan)
    with pytest.raises(SourceError, match="닫힌 곳: cannot be read: Permission denied"):
        open_plain(root)
    source = open_plain(root, needs_all=False)
    assert [entry.path for entry in source.entries] == ["글.md"]
    assert dict(source.others.special) == {"곳/길.md": str(root / "곳/길.md")}
    assert list(source.others.unread) == ["닫힌 곳"]
    assert source.others.unfinished == (str(root / "곳" / stray),)
    assert [(issue.code, issue.path) for issue in source.issues] == [(Code.SKIPPED_ENTRY, "곳/길.md")]
