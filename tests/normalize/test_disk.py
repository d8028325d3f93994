"""Changes on disk: all of them or none, whatever comes in between; and what stands beside plain files."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from support.repositories import nfd
from support.vault_trees import put_files, tree

import exportconv as ec
from exportconv.normalize.disk import write_changes
from exportconv.normalize.run import normalize
from exportconv.normalize.state import Change
from exportconv.options import NormalizeOptions
from exportconv.unfinished import JOURNAL, is_given_up, is_unfinished, unfinished_name

ID = "0123456789abcdef0123456789abcdef"
UNSAFE = NormalizeOptions(unsafe_fixes=True)
FILES = {
    ".git/HEAD": "",
    "CON.md": "하나",
    f"CON {ID}.md": "둘",
    f"{nfd('폴더')}/{nfd('회의록')}.md": "\ufeff# 회의\r\n",
    "글.md": f"[[CON]] [[CON {ID}]] [회의]({nfd('폴더/회의록.md')})\n",
    "판.canvas": '{"nodes":[{"id":"1","type":"file","file":"' + nfd("폴더/회의록.md") + '"}]}',
}


@pytest.fixture
def repository(tmp_path) -> Path:
    root = put_files(tmp_path / "r", FILES)
    (root / "바로가기.md").symlink_to(f"{nfd('폴더')}/{nfd('회의록')}.md")
    return root


class Nth:
    """Counts calls, and at one of them fails before or after it was done."""

    def __init__(self, at: int, error: BaseException, *, done: bool):
        self.at, self.error, self.done, self.count = at, error, done, 0

    def around(self, function):
        def called(*arguments, **named):
            self.count += 1
            if self.count == self.at and not self.done:
                raise self.error
            result = function(*arguments, **named)
            if self.count == self.at:
                raise self.error
            return result

        return called


CALLS = ("replace", "rename", "symlink", "chmod", "open", "fsync", "unlink")


@pytest.mark.parametrize("done", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (SystemExit(143), SystemExit),
        # as a file says it that is being written
        (OSError(errno.ENOSPC, "No space left on device"), ec.DestinationError),
    ],
    ids=["interrupt", "termination", "full disk"],
)
def test_whatever_stops_it_everything_is_as_it_was(repository, monkeypatch, error, raised, done):
    copy = shutil.copytree(repository, repository.with_name("copy"), symlinks=True)

    def run(root, at):
        nth = Nth(at, error, done=done)
        with monkeypatch.context() as patch:
            # what refuses a lock is tested with the lock
            patch.setattr("exportconv.writers.lock.only_run", lambda _: nullcontext())
            for name in CALLS:
                patch.setattr(os, name, nth.around(getattr(os, name)))
            normalize([root], options=UNSAFE)
        return nth.count

    points = run(copy, 0)
    # more where each file is synced by itself
    assert points in (21, 24)
    names = [".git", "CON.md", "CON_.md", "글.md", "바로가기.md", "판.canvas", "폴더"]
    assert sorted(os.listdir(copy)) == sorted(names)
    assert (copy / "바로가기.md").read_bytes() == "# 회의\r\n".encode()
    before = tree(repository)
    for point in range(points):
        with pytest.raises(raised) as stop:
            run(repository, point + 1)
        assert tree(repository) == before
        if raised is ec.DestinationError:
            assert str(stop.value).startswith(str(repository))
            assert str(stop.value).endswith(": cannot be written: No space left on device; nothing was changed")
            assert ".exportconv" not in str(stop.value)


def test_what_cannot_be_taken_back_is_said(repository, monkeypatch):
    real, seen = os.replace, []

    def once(old, new):
        if len(seen) == 2:
            raise OSError(errno.EIO, "Input/output error", old)
        seen.append(new)
        real(old, new)

    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(ec.DestinationError, match="was changed, and cannot be changed back"):
        normalize([repository])


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_real_signal_at_any_moment(tmp_path, name):
    number = signal.Signals[name]
    files = {".git/HEAD": ""}
    files |= {f"{nfd('폴더')}/{nfd('글')} {n}.md": f"\ufeff[[{nfd('글')} {n + 1}]]" for n in range(300)}
    whole = put_files(tmp_path / "whole", files)
    normalize([whole])
    done = tree(whole)
    # says when it begins to write
    code = (
        "import sys\nfrom exportconv.writers import work\nreal = work.Work.stage\n"
        "def write(*given):\n    print('writing', flush=True)\n    return real(*given)\n"
        "work.Work.stage = write\nfrom exportconv.__main__ import main\nsys.argv[1:] = ['normalize', '.']\nmain()\n"
    )
    for step in range(5):
        root = put_files(tmp_path / str(step), files)
        before = tree(root)
        child = subprocess.Popen(
            [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert child.stdout.readline() == "writing\n"
        time.sleep(step * 0.01)
        child.send_signal(number)
        _, errors = child.communicate(timeout=60)
        after = tree(root)
        if number is not signal.SIGKILL:
            assert child.returncode in (128 + number, 0, 1)
            assert after == (before if "nothing was changed" in errors else done)
        normalize([root])
        assert tree(root) == done


def test_what_a_killed_run_left_is_no_file_of_the_repository(tmp_path):
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    stray = f".exportconv-{child.stdout.strip()}-0123abcd.tmp"
    alive = f".exportconv-{os.getppid()}-0123abcd.tmp"
    put_files(tmp_path, {".git/HEAD": "", "글.md": "글", f"폴더/{stray}": nfd("가"), alive: "x"})
    checked = normalize([tmp_path], check=True)
    assert (checked.found, (tmp_path / "폴더" / stray).exists()) == ((), True)
    assert normalize([tmp_path]).changes == ()
    assert sorted(path.name for path in tmp_path.rglob("*.tmp")) == [alive]


def test_names_of_unfinished_files():
    name = unfinished_name()
    assert is_unfinished(name)
    assert is_given_up(name)
    # what is left to do is no litter
    assert (is_unfinished(JOURNAL), is_given_up(JOURNAL)) == (True, False)
    for other in (".exportconv-1.tmp", "글.exportconv-12-0123abcd.tmp", f"{name}.md", ".exportconv", "글.tmp"):
        assert not is_unfinished(other)
        assert not is_given_up(other)


def test_a_name_of_full_length_can_be_written(tmp_path):
    name = "가" * 84 + ".md"
    put_files(tmp_path, {".git/HEAD": "", name: "\ufeffx"})
    normalize([tmp_path])
    assert (tmp_path / name).read_bytes() == b"x"


def test_names_in_a_circle(tmp_path):
    put_files(tmp_path, {"가": "1", "나": "2", "다": "3", "라": "4"})
    moves = {"가": "나", "나": "다", "다": "가", "라": "마"}
    places = {name: str(tmp_path / name) for name in moves}
    write_changes(tmp_path, places, [Change(old, new, None, None) for old, new in moves.items()])
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {"나": "1", "다": "2", "가": "3", "마": "4"}


def test_symbolic_links_lead_where_they_did(tmp_path):
    folder, note = nfd("폴더"), nfd("회의록.md")
    root = put_files(tmp_path, {".git/HEAD": "", f"{folder}/{note}": "# 회의\n", "밖/a.md": "", nfd("나.md"): "나"})
    links = {
        "하나.md": f"{folder}/{note}",
        "밖/둘.md": f"../{folder}/./{note}",
        "셋.md": str(root / folder / note),
        "넷": folder,
        "다섯.md": f"넷/{note}",
        f"{folder}/여섯.md": f"../{nfd('나.md')}",
        "없음.md": nfd("없음-.md"),
        "바깥": "/usr/../usr",
        "밖/a2.md": "a.md",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    normalize([root])
    assert {name: os.readlink(root / nfc) for name, nfc in ((n, n.replace(folder, "폴더")) for n in links)} == {
        "하나.md": "폴더/회의록.md",
        "밖/둘.md": "../폴더/./회의록.md",
        "셋.md": str(root / "폴더/회의록.md"),
        "넷": "폴더",
        "다섯.md": "넷/회의록.md",
        f"{folder}/여섯.md": "../나.md",
        "없음.md": nfd("없음-.md"),
        "바깥": "/usr/../usr",
        "밖/a2.md": "a.md",
    }
    assert (root / "다섯.md").read_text("utf-8") == "# 회의\n"
    assert normalize([root]).changes == ()


def test_links_may_lead_to_symbolic_links_and_no_name_is_taken_from_them(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "a.md": "[[바로]] [[끊김]]", nfd("가.md"): "가", "나.md": "나"})
    (tmp_path / "바로.md").symlink_to("나.md")
    (tmp_path / "끊김.md").symlink_to("없음.md")
    (tmp_path / "가.md").symlink_to("나.md")
    os.mkfifo(tmp_path / "줄")
    result = normalize([tmp_path])
    assert [(str(item.code), item.path) for item in result.found] == [("XC601", nfd("가.md"))]
    assert result.changes == ()
    assert os.readlink(tmp_path / "가.md") == "나.md"


def test_mode_and_owner_are_kept(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "가.md": "\ufeff가"})
    (tmp_path / "가.md").chmod(0o604)
    if os.getuid() == 0:
        os.chown(tmp_path / "가.md", 1234, 2345)
    before = (tmp_path / "가.md").stat()
    normalize([tmp_path])
    after = (tmp_path / "가.md").stat()
    assert (tmp_path / "가.md").read_bytes() == "가".encode()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


@pytest.mark.parametrize("arguments", [["."], [f"{nfd('가')}.md", "--check"]])
def test_in_a_locale_that_knows_no_hangul(tmp_path, arguments):
    put_files(tmp_path, {".git/HEAD": "", f"{nfd('가')}.md": "", "나.md": f"[[{nfd('가')}]]", nfd("폴더/다.md"): ""})
    (tmp_path / "라.md").symlink_to(f"{nfd('가')}.md")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "exportconv", "normalize", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
    check = "--check" in arguments
    assert (done.returncode, b"Traceback" in done.stderr, b"a bug" in done.stderr) == (int(check), False, False)
    if check:
        assert done.stderr.count(b"XC601") == 1
    else:
        assert sorted(os.listdir(tmp_path)) == sorted([".git", "가.md", "나.md", "라.md", "폴더"])
        assert os.readlink(tmp_path / "라.md") == "가.md"


def test_a_symbolic_link_where_each_file_is_synced_by_itself(repository, monkeypatch):
    monkeypatch.setattr("exportconv.writers.system_calls._call", lambda *_: False)
    normalize([repository], options=UNSAFE)
    assert (repository / "바로가기.md").read_bytes() == "# 회의\r\n".encode()
