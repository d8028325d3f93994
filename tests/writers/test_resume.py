"""A run that was stopped is gone on with: what is written already is not read again, and the result is the same."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from support.stops import count_calls, killed
from support.vault_trees import put_files, tree

import exportconv as ec
from exportconv.readers.folders import FileContent
from exportconv.readers.packed import ZipContent

PROMISES = (9,)
A = "a" * 32
FILES = {f"P {A}/{number} 파일.bin": os.urandom(3000 + number) for number in range(12)}
EXPORT = {
    f"P {A}.md": "# P\n\nDue: 2024-05-10\n" + "".join(f"\n![](P%20{A}/{n}%20파일.bin)\n" for n in range(12)),
    **FILES,
}


@pytest.fixture(params=["folder", "zip"])
def source(request, tmp_path, make_zip) -> Path:
    return make_zip(EXPORT) if request.param == "zip" else put_files(tmp_path / "source", EXPORT)


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """The attachments that were read, in order."""
    names = []
    for kind, name in (
        (FileContent, lambda content: content.file),
        (ZipContent, lambda content: content.info.filename),
    ):
        real = kind.read

        def read(content, real=real, name=name):
            if name(content).endswith(".bin"):
                names.append(name(content))
            return real(content)

        monkeypatch.setattr(kind, "read", read)
    return names


def stop_at(patch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
    """Stops writing at a file."""
    from exportconv.writers import write_tree as module

    real, calls = module.write_content, []

    def write(*arguments, **named):
        calls.append(arguments)
        if len(calls) == number:
            raise error
        return real(*arguments, **named)

    patch.setattr(module, "write_content", write)


def test_what_is_written_is_not_read_again(tmp_path, source, reads):
    ec.convert(source, tmp_path / "whole")
    vault = tmp_path / "vault"
    for number in (5, 4):
        with pytest.MonkeyPatch.context() as patch:
            stop_at(patch, number, KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                ec.convert(source, vault, resume=True)
        assert not vault.exists()
    reads.clear()
    ec.convert(source, vault, resume=True)
    # after the types of properties and the page, two files were written the first time, and one more the second
    assert len(reads) == 9
    assert tree(vault) == tree(tmp_path / "whole")
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


def test_without_it_everything_is_cleared_away(tmp_path, source, reads):
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stop_at(patch, 5, KeyboardInterrupt())
        ec.convert(source, tmp_path / "vault", resume=True)
    assert (tmp_path / ".vault.exportconv-new").exists()
    reads.clear()
    ec.convert(source, tmp_path / "vault")
    assert len(reads) == 12
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


@pytest.mark.parametrize("damage", ["bytes", "cut", "gone", "list", "half a line"])
def test_a_copy_that_is_not_whole_is_made_again(tmp_path, source, damage):
    ec.convert(source, tmp_path / "whole")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stop_at(patch, 8, KeyboardInterrupt())
        ec.convert(source, tmp_path / "vault", resume=True)
    outer = tmp_path / ".vault.exportconv-new"
    copies, known = sorted(outer.rglob("*.bin")), outer / "written.jsonl"
    assert len(copies) == 5
    if damage == "bytes":
        copies[0].write_bytes(b"x" * copies[0].stat().st_size)
    elif damage == "cut":
        copies[0].write_bytes(copies[0].read_bytes()[:-1])
    elif damage == "gone":
        copies[0].unlink()
    elif damage == "list":
        known.write_bytes(b'["a"]\nnonsense\n')
    else:
        known.write_bytes(known.read_bytes()[:-9])
    ec.convert(source, tmp_path / "vault", resume=True)
    assert tree(tmp_path / "vault") == tree(tmp_path / "whole")


def test_a_source_that_changed_meanwhile_is_read_again(tmp_path, make_zip):
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stop_at(patch, 8, KeyboardInterrupt())
        ec.convert(make_zip(EXPORT), tmp_path / "vault", resume=True)
    other = {path: data[::-1] if isinstance(data, bytes) else data for path, data in EXPORT.items()}
    ec.convert(make_zip(other, "newer.zip"), tmp_path / "vault", resume=True)
    ec.convert(make_zip(other, "newer.zip"), tmp_path / "whole")
    assert tree(tmp_path / "vault") == tree(tmp_path / "whole")


@pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed")
def test_killed_at_any_point_the_result_is_that_of_a_fresh_run(tmp_path, make_zip, record_property):
    source = make_zip(EXPORT)
    ec.convert(source, tmp_path / "whole")
    points = count_calls(lambda: ec.convert(source, tmp_path / "counted", resume=True))
    chosen = random.Random(7).sample(range(1, points + 1), 30)
    for number, point in enumerate(chosen):
        vault = tmp_path / f"vault {number}"
        assert killed(lambda: ec.convert(source, vault, resume=True), point, behind=number % 2 == 0)  # noqa: B023
        # and once more, somewhere in the run that goes on
        killed(lambda: ec.convert(source, vault, resume=True), chosen[-number], behind=False)  # noqa: B023
        ec.convert(source, vault, resume=True)
        assert tree(vault) == tree(tmp_path / "whole")
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]
    record_property("figure", f"killed at {len(chosen)} points and again while going on; each equal to a fresh run")


def test_times_are_kept(tmp_path):
    vault = put_files(
        tmp_path / "v", {".obsidian/app.json": "{}", "a.md": "a ![[b.bin]]", "b.bin": b"b" * 2000, "z.bin": b"z"}
    )
    os.utime(vault / "b.bin", ns=(10**18, 10**18))
    options = ec.Options(preserve_mtime=True)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stop_at(patch, 4, KeyboardInterrupt())
        ec.convert(vault, tmp_path / "out", options=options, resume=True)
    ec.convert(vault, tmp_path / "out", options=options, resume=True)
    assert (tmp_path / "out/b.bin").stat().st_mtime_ns == 10**18
