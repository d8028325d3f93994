"""Zip archives: names recovered, unsafe entries refused, damage named."""

from __future__ import annotations

import gc
import io
import stat
import struct
import tracemalloc
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.zips import UTF8, Raw, raw_zip, zip_bytes

from exportconv.errors import SourceError, UnsafeSourceError
from exportconv.options import Options
from exportconv.readers.archive import Keeper, ZipContent, list_zip, open_zip
from exportconv.readers.gate import Gate
from exportconv.readers.packed import read_error

PROMISES = (11,)


def unicode_path(raw: bytes, name: str) -> bytes:
    """Info-ZIP's field 0x7075: the UTF-8 name that belongs to an old one."""
    field = b"\1" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


def entries(file: Path | ZipContent, keeper: Keeper, name: str = "") -> list[tuple[str, ZipContent]]:
    gate, name = Gate(Options()), name or Path(str(file)).name
    return list(list_zip(open_zip(file, name, keeper, gate), name, keeper, gate))


def listed(file: Path) -> dict[str, bytes]:
    keeper = Keeper()
    return {path: content.read() for path, content in entries(file, keeper)}


def listed_raw(tmp_path: Path, *entries: Raw) -> dict[str, bytes]:
    file = tmp_path / "made.zip"
    file.write_bytes(raw_zip(entries))
    return listed(file)


# --- names ---


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        pytest.param(b"notes/plain.md", 0, "notes/plain.md", id="ascii-without-flag"),
        pytest.param(b"notes/plain.md", UTF8, "notes/plain.md", id="ascii-with-flag"),
        pytest.param("회의록/계획.md".encode(), UTF8, "회의록/계획.md", id="utf8-with-flag"),
        pytest.param("회의록/계획.md".encode(), 0, "회의록/계획.md", id="utf8-without-flag"),
        pytest.param("회의록/계획.md".encode("cp949"), 0, "회의록/계획.md", id="cp949-without-flag"),
        pytest.param("똠방각하.md".encode("cp949"), 0, "똠방각하.md", id="cp949-outside-euc-kr"),
        pytest.param("Café.md".encode(), 0, "Café.md", id="latin-utf8-without-flag"),
        pytest.param(unicodedata.normalize("NFD", "한글.md").encode(), UTF8, None, id="nfd-with-flag-stays-nfd"),
        pytest.param(unicodedata.normalize("NFD", "한글.md").encode(), 0, None, id="nfd-without-flag-stays-nfd"),
        pytest.param(b"notes\\page.md", 0, "notes/page.md", id="backslash-is-a-separator"),
        pytest.param("회의록\\계획.md".encode("cp949"), 0, "회의록/계획.md", id="backslash-in-cp949"),
        pytest.param(b"100% [a] #1 & (b).md", 0, "100% [a] #1 & (b).md", id="marks-stay"),
        pytest.param(b"%EA%B0%80.png", 0, "%EA%B0%80.png", id="percent-encoding-stays"),
    ],
)
def test_entry_names(tmp_path: Path, raw: bytes, flags: int, name: str | None) -> None:
    assert listed_raw(tmp_path, Raw(raw, flags=flags)) == {name or raw.decode(): b"x"}


def test_a_name_in_no_known_encoding_is_still_listed(tmp_path: Path) -> None:
    raw = b"caf\x82.md"  # e with acute in the old IBM code page, nothing in UTF-8 or CP949
    assert listed_raw(tmp_path, Raw(raw)) == {"caf\u00e9.md": b"x"}


def test_info_zip_field_gives_the_name(tmp_path: Path) -> None:
    raw = "계획.md".encode("cp949")
    assert listed_raw(tmp_path, Raw(raw, extra=unicode_path(raw, "다른 이름.md"))) == {"다른 이름.md": b"x"}


def test_info_zip_field_behind_another_field(tmp_path: Path) -> None:
    raw = "계획.md".encode("cp949")
    extra = struct.pack("<HH", 0x5455, 5) + b"\1\0\0\0\0" + unicode_path(raw, "새 이름.md")
    assert listed_raw(tmp_path, Raw(raw, extra=extra)) == {"새 이름.md": b"x"}


def test_info_zip_field_of_another_name_is_passed_over(tmp_path: Path) -> None:
    raw = "계획.md".encode("cp949")
    assert listed_raw(tmp_path, Raw(raw, extra=unicode_path(b"other", "다른.md"))) == {"계획.md": b"x"}


@pytest.mark.parametrize(
    "name", ["../evil.md", "/abs.md", "C:/evil.md", "a/../../b.md"], ids=["up", "absolute", "drive", "up-inside"]
)
def test_info_zip_field_cannot_smuggle_an_unsafe_name(tmp_path: Path, name: str) -> None:
    raw = "계획.md".encode("cp949")
    with pytest.raises(UnsafeSourceError):
        listed_raw(tmp_path, Raw(raw, extra=unicode_path(raw, name)))


def test_folder_entries_are_no_files(tmp_path: Path) -> None:
    entries = [Raw(b"notes/", b"", mode=stat.S_IFDIR | 0o755), Raw(b"notes/a.md", b"A"), Raw(b"empty/", b"")]
    assert listed_raw(tmp_path, *entries) == {"notes/a.md": b"A"}


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='/\\:"'), min_size=1, max_size=30))
def test_every_name_that_zipfile_writes_comes_back(name: str) -> None:
    keeper = Keeper()
    archive = keeper.stack.enter_context(zipfile.ZipFile(io.BytesIO(zip_bytes({f"n/{name}.md": b"1"}))))
    assert [path for path, _ in list_zip(archive, "x", keeper, Gate(Options()))] == [f"n/{name}.md"]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12))
def test_hangul_without_the_flag_is_recovered(name: str) -> None:
    keeper = Keeper()
    data = raw_zip([Raw(f"{name}.md".encode())])
    archive = keeper.stack.enter_context(zipfile.ZipFile(io.BytesIO(data)))
    assert [path for path, _ in list_zip(archive, "x", keeper, Gate(Options()))] == [f"{name}.md"]


# --- what is refused ---


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(Raw(b"../evil.md"), id="parent"),
        pytest.param(Raw(b"notes/../../evil.md"), id="parent-inside"),
        pytest.param(Raw(b"notes/.."), id="ends-in-parent"),
        pytest.param(Raw(b"..\\evil.md"), id="parent-backslash"),
        pytest.param(Raw(b"notes\\..\\..\\evil.md"), id="parent-inside-backslash"),
        pytest.param(Raw(b"/abs/evil.md"), id="absolute"),
        pytest.param(Raw(b"\\abs\\evil.md"), id="absolute-backslash"),
        pytest.param(Raw(b"\\\\server\\share\\evil.md"), id="unc"),
        pytest.param(Raw(b"C:/evil.md"), id="drive"),
        pytest.param(Raw(b"c:\\evil.md"), id="drive-backslash"),
        pytest.param(Raw(b"good.md\0evil.sh"), id="nul"),
        pytest.param(Raw("좋은.md\0나쁜.sh".encode(), flags=UTF8), id="nul-in-korean"),
        pytest.param(Raw(b"link.md", b"/etc/hosts", mode=stat.S_IFLNK | 0o777), id="symlink"),
        pytest.param(Raw(b"pipe", b"", mode=stat.S_IFIFO | 0o644), id="fifo"),
        pytest.param(Raw(b"device", b"", mode=stat.S_IFCHR | 0o644), id="device"),
        pytest.param(Raw(b"socket", b"", mode=stat.S_IFSOCK | 0o644), id="socket"),
    ],
)
def test_unsafe_entries_stop_the_reading(tmp_path: Path, entry: Raw) -> None:
    with pytest.raises(UnsafeSourceError, match=r"made\.zip"):
        listed_raw(tmp_path, Raw(b"good.md"), entry)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(Raw(b"..md"), id="two-dots-begin-a-name"),
        pytest.param(Raw(b"notes/a..b.md"), id="two-dots-in-a-name"),
        pytest.param(Raw(b"notes/...md"), id="three-dots"),
        pytest.param(Raw(b"notes/at 10:30.md"), id="colon-later"),
        pytest.param(Raw(b"A: plan.md"), id="colon-second"),
        pytest.param(Raw(b"a.md", mode=stat.S_IFREG | 0o644), id="plain-unix-file"),
        pytest.param(Raw(b"a.md", mode=0o644), id="mode-without-a-kind"),
        pytest.param(Raw(b"run.sh", mode=stat.S_IFREG | 0o4755), id="setuid-is-only-bytes"),
    ],
)
def test_safe_entries_that_look_odd_are_read(tmp_path: Path, entry: Raw) -> None:
    assert listed_raw(tmp_path, entry) == {entry.name.decode(): b"x"}


def test_an_encrypted_entry_is_a_source_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"secret\.md.*encrypted") as caught:
        listed_raw(tmp_path, Raw(b"secret.md", b"?" * 20, flags=1))
    assert not isinstance(caught.value, UnsafeSourceError)


# --- damage ---


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"# only text\n", id="text"),
        pytest.param(zip_bytes({"a.md": b"text " * 400})[:-30], id="end-is-missing"),
        pytest.param(zip_bytes({"a.md": b"text " * 400})[:60], id="truncated"),
    ],
)
def test_what_is_no_zip_is_a_source_error(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "broken.zip"
    file.write_bytes(data)
    with pytest.raises(SourceError, match=r"broken\.zip: cannot be read"):
        listed(file)


def damaged(method: int, size: int) -> bytes:
    """A zip whose one entry has a flipped byte in its data."""
    content = bytes(i * 7 % 251 for i in range(size))
    data = bytearray(zip_bytes({"그림.png": content}, method))
    at = 30 + len("그림.png".encode()) + 10
    data[at] ^= 0x55
    return bytes(data)


@pytest.mark.parametrize("size", [500, 3 << 20], ids=["small", "large"])
@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2], ids=["stored", "deflated", "bzip2"]
)
@pytest.mark.parametrize("how", ["read", "open"])
def test_damage_shows_when_the_entry_is_read_and_is_named(tmp_path: Path, method: int, size: int, how: str) -> None:
    file = tmp_path / "bad.zip"
    file.write_bytes(damaged(method, size))
    keeper = Keeper()
    [(path, content)] = entries(file, keeper)
    assert (path, content.size) == ("그림.png", size)
    with pytest.raises(SourceError, match="그림") as caught:
        if how == "read":
            content.read()
        else:
            with content.open() as stream:
                while stream.read(1 << 16):
                    pass
    assert "\n" not in str(caught.value)


def test_lying_sizes_are_damage(tmp_path: Path) -> None:
    data = bytearray(zip_bytes({"a.md": b"0123456789" * 30}))
    at = data.rfind(b"PK\1\2") + 24
    data[at : at + 4] = struct.pack("<L", 7)
    file = tmp_path / "lies.zip"
    file.write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.md"):
        listed(file)


@pytest.mark.parametrize("how", ["read", "open"])
def test_lying_sizes_do_not_fill_the_memory(tmp_path: Path, how: str) -> None:
    data = bytearray(zip_bytes({"a.md": bytes(64 << 20)}))
    at = data.rfind(b"PK\1\2") + 24
    data[at : at + 4] = struct.pack("<L", 100)
    file = tmp_path / "bomb.zip"
    file.write_bytes(data)
    keeper = Keeper()
    [(_, content)] = entries(file, keeper)
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match=r"a\.md"):
            if how == "read":
                content.read()
            else:
                with content.open() as stream:
                    stream.read(1 << 16)
                    stream.read(1 << 16)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_an_unknown_compression_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"XC710 made\.zip: 'a\.md' is compressed in a way .*Deflate64"):
        listed_raw(tmp_path, Raw(b"a.md", method=9))


def test_read_error_says_what_python_cannot_do() -> None:
    assert "compressed in a way" in str(read_error("a.md", NotImplementedError("that's it")))
    assert str(read_error("a.zip: 'a.md'", EOFError("gone"))).startswith("XC711 a.zip: 'a.md' cannot be read: gone; ")


# --- bytes ---


@pytest.mark.parametrize("size", [0, 1, 5000, (1 << 20) + 1], ids=["empty", "one-byte", "small", "over-one-mebibyte"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_read_and_open_give_the_same_bytes(tmp_path: Path, size: int, method: int) -> None:
    data = bytes(i * 31 % 256 for i in range(size))
    file = tmp_path / "a.zip"
    file.write_bytes(zip_bytes({"b.bin": data}, method))
    keeper = Keeper()
    [(_, content)] = entries(file, keeper)
    with content.open() as stream:
        assert stream.read() == data
    assert content.read() == data
    assert content.size == size


def test_reading_one_entry_while_another_is_open(tmp_path: Path) -> None:
    first, second = bytes(range(256)) * 4000, b"second" * 100
    file = tmp_path / "a.zip"
    file.write_bytes(zip_bytes({"1.bin": first, "2.bin": second}, zipfile.ZIP_STORED))
    keeper = Keeper()
    one, two = (content for _, content in entries(file, keeper))
    with one.open() as stream:
        begin = stream.read(1000)
        assert two.read() == second
        assert begin + stream.read() == first


def test_junk_before_the_archive_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "junk.zip"
    file.write_bytes(b"some header\n" + zip_bytes({"a.md": b"hello"}))
    assert listed(file) == {"a.md": b"hello"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_a_nested_archive_is_read_in_place(tmp_path: Path, method: int) -> None:
    file = tmp_path / "outer.zip"
    file.write_bytes(zip_bytes({"inner.zip": zip_bytes({"회의.md": b"hi"})}, method))
    keeper = Keeper()
    [(_, inner)] = entries(file, keeper)
    [(path, content)] = entries(inner, keeper, "inner.zip")
    assert (path, content.read()) == ("회의.md", b"hi")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["outer.zip"]


def test_a_nested_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    file = tmp_path / "outer.zip"
    file.write_bytes(zip_bytes({"inner.zip": b"not a zip at all"}))
    keeper = Keeper()
    [(_, inner)] = entries(file, keeper)
    with pytest.raises(SourceError, match=r"inner\.zip"):
        entries(inner, keeper, "inner.zip")


def test_the_archive_closes_when_nothing_refers_to_it(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(zip_bytes({"a.md": b"hello"}))
    keeper = Keeper()
    archive = open_zip(file, file.name, keeper, Gate(Options()))
    [(_, content)] = list_zip(archive, "a.zip", keeper, Gate(Options()))
    del keeper
    gc.collect()
    assert isinstance(content, ZipContent)
    assert content.read() == b"hello"
    del content
    gc.collect()
    assert archive.fp is None


def test_the_archive_is_not_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(zip_bytes({"a.md": b"hello", "b/c.png": b"\x89PNG"}))
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    listed(file)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
