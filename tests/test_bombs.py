"""Zip bombs are refused at once: what that costs is measured in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from support.commands import EXPORTCONV
from support.zips import Raw, deflated, quoting_bomb, raw_zip, squeezed, zip_bytes

PROMISES = (12,)
TOTALS = (("max", r"([\d.]+) s, (\d+) MiB", "each refused in {:.2f} s and {:,.0f} MiB at most"),)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process used is told in other ways elsewhere")

ID = "0123456789abcdef0123456789abcdef"
PAGE = Raw(f"P {ID}.md".encode(), b"# P\n\ntext")
SECONDS, MEBIBYTES = 1.0, 100


def part(number: int) -> str:
    return f"Export-0f3c5a7e-1111-4222-8333-9444555566{number:02}-Part-{number}.zip"


def in_each_other(data: bytes, depth: int) -> bytes:
    for _ in range(depth):
        data = zip_bytes({part(1): data})
    return data


def fanned_out() -> bytes:
    """As 42.zip: sixteen archives of sixteen archives, all of them equal and small, of files that are not."""
    leaf = raw_zip([PAGE, *(Raw(b"%d.bin" % n, deflated(b""), method=8, size=250 << 20) for n in range(2))])
    for _ in range(2):
        leaf = zip_bytes({part(number): leaf for number in range(1, 17)})
    return leaf


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "overlapping": ("XC705", lambda: quoting_bomb(500, 1 << 20)),
    "overlapping inside": ("XC705", lambda: in_each_other(quoting_bomb(200, 1 << 20), 1)),
    "one file many times": ("XC705", lambda: raw_zip([PAGE, *(Raw(b"%d.md" % n, offset=0) for n in range(5000))])),
    "ratio": ("XC707", lambda: raw_zip([PAGE, Raw(b"0.bin", deflated(bytes(1 << 20)), method=8, size=300 << 20)])),
    "size": ("XC706", lambda: raw_zip([PAGE, *(Raw(b"%d" % n, method=8, size=256 << 20) for n in range(257))])),
    "fanned out": ("XC706", fanned_out),
    "too deep": ("XC708", lambda: in_each_other(raw_zip([PAGE]), 9)),
    "more bytes than declared": (
        "XC712",
        lambda: raw_zip([PAGE, Raw(b"a.bin", deflated(bytes(64 << 20)), method=8, size=1000, crc=1)]),
    ),
    "a page with more than declared": (
        "XC712",
        lambda: raw_zip([Raw(PAGE.name, deflated(b"# " * (32 << 20)), method=8, size=1000, crc=1)]),
    ),
    "a part with more than declared": (
        "XC712",
        lambda: raw_zip([Raw(part(1).encode(), deflated(bytes(64 << 20)), method=8, size=1000, crc=1)]),
    ),
    "a list longer than all": ("XC711", lambda: raw_zip([PAGE]) [:-22] + _end(0xFFFF, 46 * 3_000_000)),
}  # fmt: skip


def _end(count: int, size: int) -> bytes:
    import struct

    return struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, size, 0, 0)


bomb = cache(lambda name: BOMBS[name][1]())


class Used(NamedTuple):
    """What a command said, and what it took."""

    code: int
    errors: str
    seconds: float
    mebibytes: float


# in a small process between, for what is started from a large one counts as large
_MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stderr.decode(), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def measured(*args: object, cwd: Path, under: tuple[str, ...] = ()) -> Used:
    command = [sys.executable, "-c", _MEASURE, *under, *EXPORTCONV, *map(str, args)]
    temp = {**os.environ, "TMPDIR": str(cwd / "temp")}
    done = subprocess.run(command, cwd=cwd, env=temp, capture_output=True, check=True, timeout=120)
    return Used(*json.loads(done.stdout))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "temp").mkdir()
    return tmp_path


@pytest.mark.parametrize("command", ["inspect", "convert"])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(here: Path, name: str, command: str, record_property) -> None:
    (here / "b.zip").write_bytes(bomb(name))
    if command == "inspect" and name == "more bytes than declared":
        # it looks at no attachment
        assert measured(command, "b.zip", cwd=here).code == 0
        return
    line = [command, "b.zip", *(["v"] if command == "convert" else [])]
    for _ in range(5):
        used = measured(*line, cwd=here)
        # on a busy machine the same work takes longer now and then
        if used.seconds < SECONDS:
            break
    assert (used.code, used.errors.count("\n")) == (2, 1)
    assert used.errors.startswith(f"exportconv: {BOMBS[name][0]} "), used.errors
    assert used.seconds < SECONDS
    assert used.mebibytes < MEBIBYTES
    assert (sorted(os.listdir(here)), os.listdir(here / "temp")) == (["b.zip", "temp"], [])
    record_property("figure", f"{name}: {used.seconds:.2f} s, {used.mebibytes:.0f} MiB")


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_where_memory_is_short(here: Path, name: str) -> None:
    (here / "b.zip").write_bytes(bomb(name))
    used = measured("convert", "b.zip", "v", cwd=here, under=("prlimit", f"--as={200 << 20}"))
    assert (used.code, used.errors.count("\n")) == (2, 1)
    assert used.errors.startswith(f"exportconv: {BOMBS[name][0]} "), used.errors


def test_what_only_looks_like_one_is_read(here: Path) -> None:
    """A blank bitmap of 100 MiB, and the same small page many times."""
    whole = raw_zip(
        [PAGE, squeezed(b"0.bin", bytes(100 << 20)), *(squeezed(b"%d.txt" % n, b"x" * 999) for n in range(500))]
    )
    (here / "b.zip").write_bytes(whole)
    used = measured("convert", "b.zip", "v", cwd=here)
    assert used.code == 0
    assert (here / "v/0.bin").stat().st_size == 100 << 20
    assert used.mebibytes < MEBIBYTES
