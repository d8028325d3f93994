"""The gate: each danger of a zip is refused with its code before anything is used, and what only looks odd is read."""

from __future__ import annotations

import bz2
import io
import lzma
import random
import stat
import struct
import subprocess
import sys
import tempfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.hostile_names import ABSOLUTE, LEADING_OUT
from support.zips import UTF8, Raw, deflated, quoting_bomb, raw_zip, squeezed, zip_bytes

import exportconv as ec
from exportconv import Code, Options, SourceError, UnsafeSourceError
from exportconv.readers import gate, packed
from exportconv.readers.gate import Gate
from exportconv.readers.source import open_plain, open_source

PROMISES = (11, 12)

U1, U2 = "0f3c5a7e-1111-4222-8333-944455556666", "aa3c5a7e-9999-4888-8777-bbbb5555cccc"
ID = "0123456789abcdef0123456789abcdef"
PAGE = {f"집 {ID}.md": b"# Home\n\ntext"}
GOOD = Raw(f"집 {ID}.md".encode(), b"# Home\n\ntext", flags=UTF8)


def with_page(*entries: Raw) -> bytes:
    return raw_zip([GOOD, *entries])


DANGERS: dict[str, tuple[Code, bytes, str]] = {
    **{f"out {name}": (Code.LEADS_OUT, with_page(Raw(name.encode())), "leads out") for name in LEADING_OUT},
    **{f"absolute {name}": (Code.ABSOLUTE_PATH, with_page(Raw(name.encode())), "absolute") for name in ABSOLUTE},
    "nul": (Code.NUL_IN_NAME, with_page(Raw(b"good.md\0.exe")), "good.md"),
    "nul at the end": (Code.NUL_IN_NAME, with_page(Raw(b"good.md\0")), "good.md"),
    "symlink": (Code.SPECIAL_FILE, with_page(Raw(b"a.md", b"/etc/passwd", mode=stat.S_IFLNK | 0o777)), "'a.md'"),
    "symlink like a folder": (Code.SPECIAL_FILE, with_page(Raw(b"a/", b"/etc", mode=stat.S_IFLNK | 0o777)), "'a/'"),
    "device": (Code.SPECIAL_FILE, with_page(Raw(b"null", b"", mode=stat.S_IFCHR | 0o666)), "'null'"),
    "block device": (Code.SPECIAL_FILE, with_page(Raw(b"sda", b"", mode=stat.S_IFBLK | 0o666)), "'sda'"),
    "fifo": (Code.SPECIAL_FILE, with_page(Raw(b"pipe", b"", mode=stat.S_IFIFO | 0o666)), "'pipe'"),
    "quoting bomb": (Code.OVERLAP, quoting_bomb(200, 1 << 20), "'0000'"),
    "one file many times": (Code.OVERLAP, raw_zip([GOOD, *(Raw(b"%d.md" % n, offset=0) for n in range(9))]), ".md'"),
    "reaches into the next": (Code.OVERLAP, raw_zip([Raw(b"a.md", packed=20, size=20), GOOD]), "'a.md'"),
    "total size": (
        Code.TOO_LARGE,
        with_page(*(Raw(b"%d.bin" % n, method=8, size=256 << 20) for n in range(257))),
        "--max-size 65G lets it pass",
    ),
    "ratio": (Code.HIGH_RATIO, with_page(squeezed(b"zero.bin", bytes(300 << 20))), "--max-ratio 1029 lets it pass"),
    "nothing that unpacks to much": (Code.HIGH_RATIO, with_page(Raw(b"a", b"", method=8, size=300 << 20)), "--max-ratio"),
    "zipcrypto": (Code.ENCRYPTED, with_page(Raw(b"secret.md", b"?" * 20, flags=1, size=8)), "with its password first"),
    "aes": (Code.ENCRYPTED, with_page(Raw(b"secret.md", b"?" * 20, flags=1, method=99)), "'secret.md'"),
    "aes without the flag": (Code.ENCRYPTED, with_page(Raw(b"secret.md", b"?" * 20, method=99)), "'secret.md'"),
    "deflate64": (Code.UNKNOWN_COMPRESSION, with_page(Raw(b"a.md", method=9)), "(Deflate64)"),
    "ppmd": (Code.UNKNOWN_COMPRESSION, with_page(Raw(b"a.md", method=98)), "(PPMd)"),
    "nobody's": (Code.UNKNOWN_COMPRESSION, with_page(Raw(b"a.md", method=77)), "(number 77)"),
    "empty file": (Code.DAMAGED, b"", "it is empty"),
    "text": (Code.DAMAGED, b"# no zip", "it is no zip"),
    "cut off": (Code.DAMAGED, zip_bytes(PAGE)[:60], "it is cut off"),
    "no end": (Code.DAMAGED, zip_bytes(PAGE)[:-1], "it is cut off"),
    "no begin": (Code.DAMAGED, with_page(Raw(b"a.md"))[60:], "cut off"),
    "list is damaged": (Code.DAMAGED, zip_bytes(PAGE).replace(b"PK\1\2", b"PK\1\3"), "cannot be read"),
    "beyond the end": (Code.DAMAGED, raw_zip([Raw(b"a.md", packed=99999, size=99999)]), "'a.md' reaches beyond"),
    "far outside": (Code.DAMAGED, raw_zip([Raw(b"a.md", offset=0xFFFFFF00)]), "'a.md'"),
    "no name": (Code.DAMAGED, with_page(Raw(b"")), "''"),
    "no utf-8": (Code.DAMAGED, with_page(Raw(b"\xff\xfe.md", flags=UTF8)), "cannot be read"),
    "stored with two sizes": (Code.WRONG_SIZE, with_page(Raw(b"a.md", b"text", size=5)), "'a.md'"),
}  # fmt: skip

SAFE = {Code.ENCRYPTED, Code.UNKNOWN_COMPRESSION, Code.DAMAGED, Code.WRONG_SIZE}
"""What is only unreadable."""


def alone(root: Path, bad: bytes) -> list[Path]:
    return put(root, {"bad.zip": bad})


def in_folder(root: Path, bad: bytes) -> list[Path]:
    put(root / "export", {f"Export-{U1}-Part-1.zip": zip_bytes(PAGE), f"Export-{U2}.zip": bad})
    return [root / "export"]


def in_zip(root: Path, bad: bytes) -> list[Path]:
    return put(root, {"outer.zip": zip_bytes({f"ExportBlock-{U1}-Part-1.zip": bad})})


def in_zip_in_zip(root: Path, bad: bytes) -> list[Path]:
    return put(root, {"outer.zip": zip_bytes({"middle.zip": zip_bytes({f"Export-{U1}.zip": bad}, zipfile.ZIP_STORED)})})


def as_last_part(root: Path, bad: bytes) -> list[Path]:
    return put(root, {f"Export-{U1}-Part-1.zip": zip_bytes(PAGE), f"Export-{U1}-Part-2.zip": bad})


def put(root: Path, files: dict[str, bytes]) -> list[Path]:
    root.mkdir(exist_ok=True)
    for name, data in files.items():
        (root / name).write_bytes(data)
    return [root / name for name in files]


SHAPES = [alone, in_folder, in_zip, in_zip_in_zip, as_last_part]
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=[shape.__name__ for shape in SHAPES])
Shape = Callable[[Path, bytes], list[Path]]


@pytest.fixture(autouse=True)
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, in which nothing may be left."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes were unpacked, piece by piece."""
    sizes: list[int] = []
    more, read = packed._Stream._more, packed.ZipContent.read

    def counted(self, most):
        data = more(self, most)
        sizes.append(len(data))
        return data

    def counted_read(self):
        data = read(self)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(packed._Stream, "_more", counted)
    monkeypatch.setattr(packed.ZipContent, "read", counted_read)
    return sizes


def refused(sources: list[Path], code: Code, **options: int) -> str:
    """The message with which the sources are refused."""
    with pytest.raises(SourceError) as caught:
        open_source(sources, Options(**options))
    message = str(caught.value)
    assert message.startswith(f"{code} ")
    assert caught.value.code is code
    assert "\n" not in message
    assert isinstance(caught.value, UnsafeSourceError) is (code not in SAFE)
    return message


# --- what is refused ---


@every_shape
@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_is_refused_in_every_shape(tmp_path: Path, shape: Shape, danger: str) -> None:
    code, data, part = DANGERS[danger]
    assert part in refused(shape(tmp_path, data), code)


@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_in_a_vault_is_refused(tmp_path: Path, danger: str) -> None:
    code, data, _ = DANGERS[danger]
    [file] = alone(tmp_path, data)
    with pytest.raises(SourceError) as caught:
        open_plain(file)
    assert caught.value.code is code
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("danger", DANGERS)
def test_nothing_is_unpacked_before(tmp_path: Path, danger: str, unpacked: list[int]) -> None:
    code, data, _ = DANGERS[danger]
    refused(alone(tmp_path, data), code)
    assert unpacked == []


@pytest.mark.parametrize("shape", [alone, in_zip, as_last_part], ids=["alone", "in-zip", "part"])
@pytest.mark.parametrize(
    "danger", ["out ../foo/bar", "symlink", "quoting bomb", "ratio", "zipcrypto", "deflate64", "cut off", "empty file"]
)
def test_the_destination_is_untouched(tmp_path: Path, shape: Shape, danger: str) -> None:
    code, data, _ = DANGERS[danger]
    sources = shape(tmp_path / "in", data)
    (tmp_path / "vault").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SourceError) as caught:
        ec.convert(sources, tmp_path / "vault")
    assert caught.value.code is code
    assert sorted(tmp_path.rglob("*")) == before


def command(*args: object) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "exportconv", *map(str, args)]
    return subprocess.run(whole, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize(
    "danger",
    [
        "out ../foo/bar",
        "absolute \\\\srv\\share",
        "nul",
        "symlink",
        "quoting bomb",
        "total size",
        "ratio",
        "aes",
        "text",
    ],
)
def test_the_command_says_it_in_one_line(tmp_path: Path, danger: str) -> None:
    code, data, part = DANGERS[danger]
    sources = in_zip(tmp_path / "in", data)
    done = command("convert", *sources, tmp_path / "vault")
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"exportconv: {code} ExportBlock-{U1}-Part-1.zip: ")
    assert part in line
    assert not (tmp_path / "vault").exists()
    assert command("inspect", *sources).stderr == done.stderr


def test_a_name_cannot_break_the_line(tmp_path: Path) -> None:
    assert r"'../a\nb'" in refused(alone(tmp_path, with_page(Raw(b"../a\nb"))), Code.LEADS_OUT)
    assert r"a\x1b" in refused(put(tmp_path, {"a\x1b\n.zip": b""}), Code.DAMAGED)


# --- lies, seen while reading ---


def lying(declared: int, real: bytes, crc: int | None = None, method: int = 8) -> bytes:
    pack = {0: bytes, 8: deflated, 12: bz2.compress, 14: lzma_packed}[method]
    crc = zlib.crc32(real[:declared]) if crc is None else crc
    return with_page(Raw(b"lie.png", pack(real), method=method, size=declared, crc=crc, flags=2 if method == 14 else 0))


def lzma_packed(data: bytes, head: bytes = b"\x09\x04\x05\x00") -> bytes:
    packer = lzma.LZMACompressor(
        lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
    )
    return head + struct.pack("<BL", 2 * 45 + 3, 1 << 16) + packer.compress(data) + packer.flush()


SMALL, LARGE = bytes(range(256)) * 8, bytes(range(256)) * 8192


@pytest.mark.parametrize("real", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("method", [8, 12, 14], ids=["deflate", "bzip2", "lzma"])
@pytest.mark.parametrize("by", [-1, 1, -1000, 1000])
@pytest.mark.parametrize("how", ["read", "open"])
def test_more_or_fewer_bytes_than_declared(tmp_path: Path, real: bytes, method: int, by: int, how: str) -> None:
    source = open_source(alone(tmp_path, lying(len(real) + by, real, method=method)))
    [content] = [entry.content for entry in source.entries if entry.path == "lie.png"]
    with pytest.raises(SourceError, match=r"XC712 .*bad\.zip: 'lie\.png' ") as caught:
        if how == "read":
            content.read()
        else:
            with content.open() as stream:
                while stream.read(1000):
                    pass
    assert caught.value.code is Code.WRONG_SIZE


@pytest.mark.parametrize("method", [0, 8, 12, 14], ids=["stored", "deflate", "bzip2", "lzma"])
@pytest.mark.parametrize("real", [SMALL, LARGE], ids=["small", "large"])
def test_a_wrong_checksum(tmp_path: Path, real: bytes, method: int) -> None:
    sources = alone(tmp_path, lying(len(real), real, crc=1, method=method))
    with pytest.raises(SourceError, match=r"XC712 .*bad\.zip: 'lie\.png'.*checksum"):
        ec.convert(sources, tmp_path / "vault")
    assert not (tmp_path / "vault").exists()


@pytest.mark.parametrize("method", [0, 8, 12, 14], ids=["stored", "deflate", "bzip2", "lzma"])
@pytest.mark.parametrize("real", [b"", b"1", SMALL, LARGE], ids=["empty", "one", "small", "large"])
@pytest.mark.parametrize("step", [-1, 1 << 20, 700])
def test_the_truth_is_read(tmp_path: Path, real: bytes, method: int, step: int) -> None:
    source = open_source(alone(tmp_path, lying(len(real), real, method=method)))
    [content] = [entry.content for entry in source.entries if entry.path == "lie.png"]
    with content.open() as stream:
        assert b"".join(iter(lambda: stream.read(step), b"")) == real
    assert content.read() == real


def test_lzma_without_a_mark_at_its_end(tmp_path: Path) -> None:
    """Its size is the only end that it has."""
    packed_bytes = lzma.compress(LARGE, lzma.FORMAT_ALONE)
    head = b"\x09\x04\x05\x00" + packed_bytes[:5]
    entry = Raw(b"lie.png", head + packed_bytes[13:], method=14, size=len(LARGE), crc=zlib.crc32(LARGE))
    [content] = [e.content for e in open_source(alone(tmp_path, with_page(entry))).entries if e.path == "lie.png"]
    assert content.read() == LARGE


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x09\x04\x05\x00\xff" + b"\0" * 40, id="no-such-properties"),
        pytest.param(b"\x09\x04", id="too-short"),
        pytest.param(lzma_packed(SMALL)[:9] + b"\xff" * 50, id="no-data"),
    ],
)
def test_damaged_lzma(tmp_path: Path, data: bytes) -> None:
    source = open_source(alone(tmp_path, with_page(Raw(b"a.bin", data, method=14, size=9))))
    with pytest.raises(SourceError, match=r"XC711 .*'a\.bin'"):
        source.entries[0].content.read()


@pytest.mark.parametrize("method", [8, 12, 14], ids=["deflate", "bzip2", "lzma"])
def test_a_lying_part_is_not_spooled(tmp_path: Path, method: int, unpacked: list[int]) -> None:
    real = bytes(64 << 20)
    pack = {8: deflated, 12: bz2.compress, 14: lzma_packed}[method]
    part = Raw(f"Export-{U1}-Part-1.zip".encode(), pack(real), method=method, size=1000, flags=2, crc=1)
    sources = alone(tmp_path, raw_zip([part]))
    tracemalloc.start()
    try:
        assert f"Export-{U1}-Part-1.zip" in refused(sources, Code.WRONG_SIZE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(unpacked) <= 1001
    assert peak < 4 << 20


def test_an_lzma_window_is_no_larger_than_the_entry(tmp_path: Path) -> None:
    data = bytearray(lzma_packed(SMALL))
    data[5:9] = b"\xff" * 4
    entry = Raw(b"a.bin", bytes(data), method=14, flags=2, size=len(SMALL), crc=zlib.crc32(SMALL))
    source = open_source(alone(tmp_path, raw_zip([entry])))
    tracemalloc.start()
    try:
        assert source.entries[0].content.read() == SMALL
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [5, 2 << 20], ids=["small", "large"])
def test_an_own_header_that_leads_into_another_entry(tmp_path: Path, size: int) -> None:
    first = Raw(b"a.bin", bytes(size), local_extra=b"\xca\xfe\x09\x00123456789")
    data = bytearray(raw_zip([first, Raw(b"b.bin")]))
    # the same begin in the list, with the next entry right behind what the list says
    shift = 30 + 5 + size
    moved = data.find(b"PK\3\4", 4)
    place = data.rfind(b"b.bin") - 4
    data[place : place + 4] = struct.pack("<L", shift)
    assert moved == shift + 13
    source = open_source(alone(tmp_path, bytes(data)))
    with pytest.raises(UnsafeSourceError, match=r"XC705 .*'a\.bin' shares"):
        source.entries[0].content.read()


def test_an_entry_whose_begin_is_damaged(tmp_path: Path) -> None:
    source = open_source(alone(tmp_path, b"PK\3\5" + raw_zip([Raw(b"a.bin")])[4:]))
    with pytest.raises(SourceError, match=r"XC711 .*'a\.bin' cannot be read"):
        source.entries[0].content.read()


# --- limits ---


def test_the_total_is_of_all_archives(tmp_path: Path) -> None:
    parts = put(tmp_path, {f"Export-{U1}-Part-{n}.zip": zip_bytes({f"{n}.bin": bytes(1000)}) for n in (1, 2, 3)})
    assert len(open_source(parts, Options(max_size=3000)).entries) == 3
    message = refused(parts, Code.TOO_LARGE, max_size=2999)
    assert f"Export-{U1}-Part-3.zip: '3.bin' is the largest entry, and all that is read would unpack to 3K" in message
    assert message.endswith("--max-size 3K lets it pass")


def test_nested_archives_count_too(tmp_path: Path) -> None:
    inner = zip_bytes({"a.bin": bytes(1000)})
    sources = put(tmp_path, {"outer.zip": zip_bytes({f"Export-{U1}.zip": inner})})
    assert open_source(sources, Options(max_size=1000 + len(inner))).entries
    refused(sources, Code.TOO_LARGE, max_size=999 + len(inner))


def test_what_lets_it_pass_does(tmp_path: Path) -> None:
    code, data, _ = DANGERS["total size"]
    sources = alone(tmp_path, data)
    message = refused(sources, code)
    allowed = message.rpartition("--max-size ")[2].split()[0]
    done = command("inspect", *sources, "--max-size", allowed, "--from", "notion")
    assert "XC706" not in done.stderr


def test_a_ratio_counts_only_for_what_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_LARGE", 256 << 10)
    bitmap, log = bytes(24 << 10), b"".join(b"%d: nothing happened today\n" % (n % 40) for n in range(12000))
    sources = alone(tmp_path, with_page(squeezed(b"blank.bmp", bitmap), squeezed(b"long.log", log)))
    assert len(log) > 256 << 10
    assert len(open_source(sources).entries) == 3
    assert "'long.log'" in refused(sources, Code.HIGH_RATIO, max_ratio=10)
    refused(alone(tmp_path, with_page(squeezed(b"blank.bmp", bytes(257 << 10)))), Code.HIGH_RATIO)


def test_the_limit_of_the_ratio_itself_passes(tmp_path: Path) -> None:
    data = with_page(Raw(b"a.bin", bytes(3 << 20), method=8, size=600 << 20))
    assert open_source(alone(tmp_path, data)).entries
    refused(alone(tmp_path, data), Code.HIGH_RATIO, max_ratio=199)


def test_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_MOST_ENTRIES", 40)
    entries = [Raw(b"%d.md" % n) for n in range(20)]
    parts = put(tmp_path, {"a.zip": raw_zip(entries), "b.zip": raw_zip(entries), "c.zip": raw_zip(entries[:1])})
    assert len(open_source(parts[:2]).entries) == 20
    assert "c.zip: has too many entries, more than 40 in all" in refused(parts, Code.TOO_MANY_ENTRIES)


@pytest.mark.parametrize("chunk", [*range(190, 204), 1 << 20])
@pytest.mark.parametrize("declared", [None, 3, 0, 999])
def test_too_many_entries_are_never_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declared: int | None, chunk: int
) -> None:
    monkeypatch.setattr(gate, "_MOST_ENTRIES", 40)
    monkeypatch.setattr(gate, "_CHUNK", chunk)
    monkeypatch.setattr(zipfile, "ZipInfo", None)
    data = raw_zip([Raw(b"%d.md" % n, extra=b"\xca\xfe\x90\0" + bytes(0x90)) for n in range(41)], count=declared)
    refused(alone(tmp_path, data), Code.TOO_MANY_ENTRIES)


@pytest.mark.parametrize("chunk", [*range(190, 204), 1 << 20])
def test_a_long_list_of_few_entries_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(gate, "_MOST_ENTRIES", 40)
    monkeypatch.setattr(gate, "_CHUNK", chunk)
    data = raw_zip([Raw(b"%02d.md" % n, extra=b"\xca\xfe\x90\0" + bytes(0x90)) for n in range(40)])
    assert len(open_source(alone(tmp_path, data)).entries) == 40


def test_zip64_lists_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_MOST_ENTRIES", 10)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 5)
    sources = alone(tmp_path, zip_bytes({f"{n}.md": b"x" for n in range(10)}))
    assert b"PK\6\6" in sources[0].read_bytes()
    assert len(open_source(sources).entries) == 10
    monkeypatch.setattr(zipfile, "ZipFile", None)
    monkeypatch.setattr(gate, "_MOST_ENTRIES", 9)
    refused(sources, Code.TOO_MANY_ENTRIES)


@pytest.mark.parametrize("comment", [b"", b"hello", b"PK\5\6", b"x" * 0xFFFF])
def test_a_comment_at_the_end(tmp_path: Path, comment: bytes) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.md", b"x")
        archive.comment = comment
    sources = alone(tmp_path, data.getvalue())
    if comment == b"PK\5\6":
        refused(sources, Code.DAMAGED)
    else:
        assert [entry.path for entry in open_source(sources).entries] == ["a.md"]


def test_a_zip_that_holds_itself_ends(tmp_path: Path) -> None:
    data = zip_bytes(PAGE)
    for _ in range(5):
        data = zip_bytes({"r.zip": data})
    assert refused(alone(tmp_path, data), Code.DEEP_NESTING).endswith("unpack the outer archives first")


def test_a_zip_in_a_page_is_not_opened_however_bad(tmp_path: Path) -> None:
    bad = quoting_bomb(20, 1 << 16)
    files = PAGE | {f"집 {ID}/bomb.zip": bad}
    source = open_source(alone(tmp_path, zip_bytes(files)))
    assert {entry.path: entry.content.read() for entry in source.entries} == files


# --- what only looks odd ---


@every_shape
@pytest.mark.parametrize(
    "name",
    [
        "a..b.md", "..a/b.md", "a../b.md", ".../b.md", "..md", "C/foo.md", "C/D/e.md", "Q: 질문.md", "C:질문.md",
        "a/C:/b.md", "가:/b.md", "회의/10:30.md", "CON/a.md", "aux.md", "a b /c.md", "나눔..고딕.ttf", "~/a.md", "$HOME/a.md",
    ],
)  # fmt: skip
def test_an_odd_name_is_read(tmp_path: Path, shape: Shape, name: str) -> None:
    data = with_page(Raw(name.encode(), flags=UTF8))
    assert name in {entry.path for entry in open_source(shape(tmp_path, data)).entries}


@pytest.mark.parametrize(("windows", "refuses"), [(True, True), (False, False)])
@pytest.mark.parametrize("name", [b"C:foo/bar", b"c:evil.md", b"A: plan.md"])
def test_a_path_on_a_drive_is_absolute_on_windows(windows: bool, refuses: bool, name: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(with_page(Raw(name)))) as archive:
        way_in = Gate(Options(), windows=windows)
        if refuses:
            with pytest.raises(UnsafeSourceError, match=r"XC702 bad\.zip"):
                way_in.admit(archive, "bad.zip")
        else:
            assert len(list(way_in.admit(archive, "bad.zip"))) == 2


def test_one_name_twice_is_an_issue(tmp_path: Path) -> None:
    source = open_source(alone(tmp_path, with_page(Raw(b"a.md", b"1"), Raw(b"a.md", b"2"), Raw(b"a.md", b"2"))))
    assert [issue.code for issue in source.issues] == [Code.SAME_PATH]
    assert sorted(e.content.read() for e in source.entries if e.path.startswith("a")) == [b"1", b"2"]


def test_gaps_and_descriptors_between_entries(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    data = Pipe()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.md", b"text" * 50)
    assert b"PK\7\x08" in data.getvalue()
    source = open_source(alone(tmp_path, data.getvalue()))
    assert [entry.content.read() for entry in source.entries] == [b"text" * 50] * 3


def test_an_archive_with_nothing_in_it(tmp_path: Path) -> None:
    assert open_source(alone(tmp_path, zip_bytes({}))).entries == ()


# --- names that were repaired ---


@every_shape
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_repaired_names_are_one_issue(tmp_path: Path, shape: Shape, encoding: str) -> None:
    names = [f"{name} {ID}.md" for name in ("다람쥐", "가방", "나무")]
    source = open_source(shape(tmp_path, raw_zip([Raw(name.encode(encoding)) for name in [*names, "plain.md"]])))
    assert set(names) <= {entry.path for entry in source.entries}
    [issue] = source.issues
    assert (issue.code, issue.line) == (Code.REPAIRED_NAMES, 0)
    assert issue.path.endswith(".zip")
    assert f"3 were repaired, such as '가방 {ID}.md'" in issue.message
    assert not issue.code.is_finding


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(GOOD, id="utf-8-with-the-flag"),
        pytest.param(Raw(b"plain.md"), id="ascii"),
        pytest.param(Raw(b"caf\x82.md"), id="what-the-format-says"),
        pytest.param(
            Raw(
                "가.md".encode("cp949"),
                extra=struct.pack("<HHBL", 0x7075, 11, 1, zlib.crc32("가.md".encode("cp949"))) + "가.md".encode(),
            ),
            id="info-zip",
        ),
    ],
)
def test_other_names_are_no_issue(tmp_path: Path, entry: Raw) -> None:
    assert open_source(alone(tmp_path, raw_zip([entry]))).issues == ()


def test_the_report_has_the_repaired_names(tmp_path: Path) -> None:
    sources = alone(tmp_path, raw_zip([Raw(f"집 {ID}.md".encode("cp949"), b"# Home")]))
    result = ec.convert(sources, tmp_path / "vault")
    assert [(issue.code, issue.path) for issue in result.report.issues] == [(Code.REPAIRED_NAMES, "bad.zip")]
    assert result.report.exit_code() == 0


# --- whatever the bytes ---


def read_through(sources: list[Path]) -> str:
    """What is said of sources that cannot be read to their end."""
    try:
        for entry in open_source(sources).entries:
            entry.content.read()
            with entry.content.open() as stream:
                stream.read()
    except SourceError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("seed", range(20))
def test_flipped_bytes_are_an_error_of_our_own_or_none(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = raw_zip([GOOD, squeezed(b"a.bin", SMALL), Raw(b"b.bin", lzma_packed(SMALL), method=14, size=len(SMALL))])
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        assert "\n" not in read_through(alone(tmp_path, bytes(data)))


# --- the options ---


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("64G", 64 << 30),
        ("500M", 500 << 20),
        ("1k", 1024),
        ("2TiB", 2 << 40),
        ("3gb", 3 << 30),
        ("1000", 1000),
        ("0", 0),
    ],
)
def test_sizes(tmp_path: Path, text: str, size: int) -> None:
    from exportconv.options import parse_size

    assert parse_size(text) == size
    file = tmp_path / "exportconv.toml"
    file.write_bytes(f'max-size = "{text}"\nmax-ratio = 7\n'.encode())
    assert ec.load_options(file) == Options(max_size=size, max_ratio=7)
    file.write_bytes(f"max-size = {size}\n".encode())
    assert ec.load_options(file) == Options(max_size=size)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0"), (1, "1"), (1023, "1023"), (1024, "1K"), (1025, "2K"), (64 << 30, "64G"), (5 << 40, "5T")],
)
def test_sizes_are_shown_rounded_up(size: int, text: str) -> None:
    from exportconv.options import parse_size, show_size

    assert show_size(size) == text
    assert parse_size(show_size(size)) >= size


@pytest.mark.parametrize(
    "line",
    [
        'max-size = "much"', 'max-size = "-1G"', "max-size = -1", "max-size = true", "max-size = 1.5", 'max-ratio = "9"',
        "max-ratio = 0", "max-ratio = false", 'max-size = ""', 'max-size = "٣G"', 'max-size = ["1G"]',
    ],
)  # fmt: skip
def test_limits_without_a_meaning(tmp_path: Path, line: str) -> None:
    file = tmp_path / "exportconv.toml"
    file.write_bytes((line + "\n").encode())
    with pytest.raises(ec.ConfigError, match=rf"exportconv\.toml: .*{line.split(maxsplit=1)[0]}"):
        ec.load_options(file)


def test_limits_shape_no_output(tmp_path: Path) -> None:
    assert Options(max_size=1, max_ratio=1).settled() == Options().settled()
    sources = alone(tmp_path, zip_bytes(PAGE))
    ec.convert(sources, tmp_path / "vault")
    assert not ec.convert(sources, tmp_path / "vault", options=Options(max_size=1 << 20)).changed


@pytest.mark.parametrize("flags", [["--max-size", "lots"], ["--max-ratio", "0"], ["--max-size", "-5"]])
def test_bad_flags_are_usage_errors(tmp_path: Path, flags: list[str]) -> None:
    done = command("convert", *alone(tmp_path, zip_bytes(PAGE)), tmp_path / "vault", *flags)
    assert (done.returncode, (tmp_path / "vault").exists()) == (2, False)
    assert flags[0] in done.stderr


def test_flags_and_configuration_reach_the_gate(tmp_path: Path) -> None:
    sources = alone(tmp_path, zip_bytes(PAGE | {"a.bin": bytes(5000)}))
    file = tmp_path / "c.toml"
    file.write_bytes(b'max-size = "4K"\n')
    done = command("convert", *sources, tmp_path / "vault", "--config", file)
    assert (done.returncode, "--max-size 5K lets it pass" in done.stderr) == (2, True)
    assert command("convert", *sources, tmp_path / "vault", "--config", file, "--max-size", "5K").returncode == 0


def test_an_error_without_a_code_has_none(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^/.*gone\.zip: there is no such") as caught:
        open_source([tmp_path / "gone.zip"])
    assert caught.value.code is None
