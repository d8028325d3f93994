"""Nothing is written outside of the destination: everything else is read-only while it runs, or strace looks on."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.commands import EXPORTCONV
from support.hostile_names import ABSOLUTE, LEADING_OUT
from support.nasty_names import nasty_export
from support.traced import trace, why_no_strace
from support.vault_trees import put_files
from support.zips import UTF8, Raw, raw_zip, zip_bytes

PROMISES = (11,)
ID = "0123456789abcdef0123456789abcdef"
PAGE = Raw(f"P {ID}.md".encode(), b"# P\n\ntext", flags=UTF8)

# every mount is made read-only but the one folder, and that is tried before anything runs
_CLOSED = r"""
set -e
mount --make-rprivate /
mount --bind "$OPEN" "$OPEN"
while read -r _ point _; do
  mount -o remount,bind,ro "$(printf '%b' "$point")" 2>/dev/null || true
done < /proc/self/mounts
mount -o remount,bind,rw "$OPEN"
for place in / /tmp /dev/shm "$CLOSED"; do
  if [ -d "$place" ] && touch "$place/.written" 2>/dev/null; then exit 99; fi
done
exec "$@"
"""

# one process for all: each zip is converted as the command would
_CONVERT_ALL = """
import json, os, sys
import exportconv as ec
from pathlib import Path
said = {}
for source in sorted(Path(sys.argv[1]).iterdir()):
    try:
        ec.convert(source, Path(sys.argv[2]) / source.stem)
    except Exception as error:
        said[source.stem] = [type(error).__name__, str(error)]
    else:
        said[source.stem] = None
print(json.dumps(said))
"""


@pytest.fixture
def closed(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs a command while only `tmp_path/out` can be written to; skips where that cannot be done here."""
    out = tmp_path / "out"
    out.mkdir()

    def run(*command: object) -> subprocess.CompletedProcess[bytes]:
        whole = ["unshare", "-m", "bash", "-c", _CLOSED, "closed", *map(str, command)]
        places = {"OPEN": str(out), "CLOSED": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(out)}
        done = subprocess.run(whole, env={**os.environ, **places}, capture_output=True, cwd=tmp_path)
        if b"unshare" in done.stderr or b"mount:" in done.stderr:
            pytest.skip(done.stderr.decode(errors="replace").strip())
        assert done.returncode != 99, "something outside could be written"
        return done

    return run


@pytest.mark.parametrize("flags", [(), ("--to", "markdown", "--attachments", "folder"), ("--into",)])
def test_everything_else_is_read_only(tmp_path: Path, closed, flags) -> None:
    put_files(tmp_path / "export", nasty_export())
    put_files(tmp_path, {"export.zip": zip_bytes({f"P {ID}.md": b"# P"})})
    if "--into" in flags:
        put_files(
            tmp_path / "out/v", {"mine.md": "mine", ".obsidian/app.json": '{"attachmentFolderPath": "../../out"}'}
        )
    done = closed(*EXPORTCONV, "convert", "export", "out/v", *flags)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out/v").rglob("*"))) > 100
    assert os.listdir(tmp_path / "out") == ["v"]


def test_what_is_tried_outside_would_fail(closed, tmp_path: Path) -> None:
    done = closed(sys.executable, "-c", f"open({str(tmp_path / 'x')!r}, 'w')")
    assert b"Read-only file system" in done.stderr


def test_hostile_names_in_a_zip(tmp_path: Path, closed, record_property) -> None:
    """Those of the gate's tests once more, the whole way."""
    bad = [Raw(name.encode()) for name in (*LEADING_OUT, *ABSOLUTE)]
    bad += [Raw(b"good.md\0.exe"), Raw(b"a\0/../../b")]
    for mode in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK):
        bad.append(Raw(b"a.md", b"/etc/passwd", mode=mode | 0o777))
        bad.append(Raw(b"folder/", b"/etc", mode=mode | 0o777))
    # a link first, then a file through it
    through = [Raw(b"up", b"..", mode=stat.S_IFLNK | 0o777), Raw(b"up/evil.md")]
    zips = {f"{n:03}.zip": raw_zip([PAGE, entry]) for n, entry in enumerate(bad)}
    zips["through.zip"] = raw_zip([PAGE, *through])
    zips |= {
        f"nested {name}": zip_bytes({"Export-0f3c5a7e-1111-4222-8333-944455556666-Part-1.zip": data})
        for name, data in zips.items()
    }
    put_files(tmp_path / "zips", zips)
    done = closed(sys.executable, "-c", _CONVERT_ALL, tmp_path / "zips", tmp_path / "out")
    said = json.loads(done.stdout)
    assert len(said) == len(zips)
    assert {answer and answer[0] for answer in said.values()} == {"UnsafeSourceError"}
    assert os.listdir(tmp_path / "out") == []
    record_property("figure", f"{len(zips)} hostile archives, 0 escapes")


@pytest.mark.parametrize(
    "name",
    [
        "%2e%2e/evil.md",
        "%2e%2e%2fevil.md",
        "%252e%252e%252fevil.png",
        "a/%2e%2e/b.png",
        "..%5cevil.png",
        "%00.png",
        "C%3A%5Cevil.png",
    ],
)
def test_names_that_lead_out_when_they_are_decoded(tmp_path: Path, closed, name: str) -> None:
    """And links to such names, which are decoded again and again."""
    link = name.replace("%", "%25")
    page = f"# P\n\n[a]({name}) [b]({link}) [c](../../../../../../etc/passwd) ![](/etc/passwd) [d](file:///etc/passwd)"
    put_files(tmp_path, {"e.zip": zip_bytes({f"P {ID}.md": page.encode(), name: b"evil"})})
    for target in ("obsidian", "markdown"):
        done = closed(*EXPORTCONV, "convert", "e.zip", f"out/{target}", "--to", target)
        assert done.returncode in (0, 1), done.stderr
        found = [place for place in (tmp_path / "out" / target).rglob("*") if place.is_file()]
        assert (
            sum(place.read_bytes() == b"evil" for place in found) + sum(place.suffix == ".md" for place in found) >= 2
        )


@pytest.mark.parametrize("place", ["link/v", "link/deep/v", "out/v/../w"])
def test_a_destination_below_a_link(tmp_path: Path, closed, place: str) -> None:
    """It is where the link leads to, and nothing is written beside the link."""
    (tmp_path / "link").symlink_to("out")
    (tmp_path / "out/v").mkdir()
    put_files(tmp_path / "export", {f"P {ID}.md": "# P\n\ntext"})
    done = closed(*EXPORTCONV, "convert", "export", place)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / place / "P.md").read_bytes() == b"text"
    assert sorted(os.listdir(tmp_path)) == ["export", "link", "out"]


@pytest.mark.parametrize("flags", [(), ("--into",), ("--preserve-mtime",)])
def test_what_is_opened_for_writing_lies_inside(tmp_path: Path, flags, record_property) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    export, out = put_files(tmp_path / "export", nasty_export()), tmp_path / "out"
    put_files(out, {"v/mine.md": "mine"} if "--into" in flags else {".keep": ""})
    done, calls = trace([*EXPORTCONV, "convert", export, out / "v", *flags], tmp_path / "log", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    written = {place for call in calls if call.changes for place in call.places} - {os.devnull}
    outside = {place for place in written if not place.startswith(f"{out}{os.sep}")} - {str(out)}
    assert (len(written) > 100, outside) == (True, set())
    record_property("figure", f"{len(written)} places written, all inside")
