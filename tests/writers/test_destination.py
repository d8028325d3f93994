"""The destination: whole or untouched, added to but never overwritten, the same when run again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import exportconv
from support.vault_trees import put_files

import exportconv as ec
from exportconv.writers import file_contents as module
from exportconv.writers.replace_file import put_bytes

PROMISES = (8, 10, 19, 22)

A, B = "a" * 32, "b" * 32
EXPORT = {f"P {A}.md": f"# P\n\n![](P%20{A}/x.png)", f"P {A}/x.png": "picture"}


@pytest.fixture
def export(make_folder) -> Path:
    return make_folder(EXPORT)


def test_new_folder_with_manifest(export, tmp_path, read_tree):
    result = ec.convert(export, tmp_path / "deep" / "vault")
    assert result.changed
    assert read_tree(tmp_path / "deep/vault") == {"P.md": b"![[x.png]]", "P/x.png": b"picture"}
    manifest = json.loads((tmp_path / "deep/vault/.exportconv/manifest.json").read_bytes())
    assert [(f["source"], f["output"]) for f in manifest["runs"][0]["files"]] == [
        (f"P {A}.md", "P.md"),
        (f"P {A}/x.png", "P/x.png"),
    ]
    assert os.listdir(tmp_path / "deep") == ["vault"]


def test_empty_folder_is_used(export, tmp_path, read_tree):
    (tmp_path / "vault").mkdir()
    ec.convert(export, tmp_path / "vault")
    assert set(read_tree(tmp_path / "vault")) == {"P.md", "P/x.png"}


@pytest.mark.parametrize("inside", ["note.md", ".hidden", "folder/"])
def test_folder_with_anything_in_it_is_refused(export, tmp_path, inside):
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / inside).mkdir() if inside.endswith("/") else (vault / inside).write_text("mine")
    before = sorted(os.listdir(vault))
    with pytest.raises(ec.DestinationError, match="--into"):
        ec.convert(export, vault)
    assert sorted(os.listdir(vault)) == before


def test_same_source_again_changes_nothing(export, make_zip, tmp_path, read_tree):
    vault = tmp_path / "vault"
    ec.convert(export, vault)
    (vault / "P.md").write_text("my own words")
    (vault / "P/x.png").unlink()
    stamp = (vault / ".exportconv/manifest.json").stat().st_mtime_ns
    for source in (
        export,
        make_zip({f"Export-{'0' * 8}-0000-0000-0000-{'0' * 12}/{path}": data for path, data in EXPORT.items()}),
    ):
        assert not ec.convert(source, vault).changed
    assert read_tree(vault) == {"P.md": b"my own words"}
    assert (vault / ".exportconv/manifest.json").stat().st_mtime_ns == stamp


def test_other_source_or_other_options_are_refused(export, make_folder, tmp_path, read_tree):
    vault = tmp_path / "vault"
    ec.convert(export, vault)
    before = read_tree(vault)
    other = make_folder({f"Z {B}.md": "# Z"}, "other")
    with pytest.raises(ec.DestinationError, match="another export"):
        ec.convert(other, vault)
    with pytest.raises(ec.DestinationError, match="other options"):
        ec.convert(export, vault, to="markdown")
    assert read_tree(vault) == before


def test_into_adds_and_never_overwrites(export, make_folder, tmp_path, read_tree):
    vault = make_folder({"P.md": "mine", "p/y.png": "mine too", ".obsidian/app.json": "{}"}, "vault")
    ec.convert(export, vault, into=True)
    tree = read_tree(vault)
    assert tree["P.md"] == b"mine"
    assert tree["P 2.md"] == b"---\naliases:\n  - P\n---\n# P\n\n![[x.png]]"
    assert tree["P 2/x.png"] == b"picture"
    assert not ec.convert(export, vault, into=True).changed
    assert read_tree(vault) == tree


def test_into_a_second_export(export, make_folder, tmp_path, read_tree):
    vault = tmp_path / "vault"
    ec.convert(export, vault)
    ec.convert(make_folder({f"P {B}.md": "# P"}, "other"), vault, into=True)
    assert set(read_tree(vault)) == {"P.md", "P/x.png", "P 2.md"}
    assert not ec.convert(export, vault, into=True).changed
    ec.convert(make_folder({f"P {B}.md": "# P\n\nnewer"}, "newer"), vault, into=True)
    assert set(read_tree(vault)) == {"P.md", "P/x.png", "P 2.md"}
    assert read_tree(vault)["P 2.md"].endswith(b"newer")


@pytest.mark.parametrize(
    ("settings", "body", "picture"),
    [
        ({}, b"![[x.png]]", "P/x.png"),
        ({"useMarkdownLinks": True}, b"![](P/x.png)", "P/x.png"),
        ({"newLinkFormat": "absolute"}, b"![[P/x.png]]", "P/x.png"),
        ({"newLinkFormat": "relative"}, b"![[P/x.png]]", "P/x.png"),
        ({"attachmentFolderPath": "files"}, b"![[x.png]]", "files/x.png"),
        ({"attachmentFolderPath": "./"}, b"![[x.png]]", "x.png"),
        ({"attachmentFolderPath": "./img"}, b"![[x.png]]", "img/x.png"),
        ({"attachmentFolderPath": "/"}, b"![[x.png]]", "x.png"),
        ({"attachmentFolderPath": "../out"}, b"![[x.png]]", "P/x.png"),
        ({"useMarkdownLinks": "nonsense", "newLinkFormat": 3}, b"![[x.png]]", "P/x.png"),
    ],
)
def test_settings_of_the_vault_win(export, make_folder, read_tree, settings, body, picture):
    vault = make_folder({".obsidian/app.json": json.dumps(settings)}, "vault")
    ec.convert(export, vault, into=True)
    tree = read_tree(vault)
    assert tree["P.md"] == body
    assert tree[picture] == b"picture"


def test_options_win_over_the_vault(export, make_folder, read_tree):
    vault = make_folder({".obsidian/app.json": '{"useMarkdownLinks": true}'}, "vault")
    ec.convert(export, vault, into=True, options=ec.Options(links="wikilink"))
    assert read_tree(vault)["P.md"] == b"![[x.png]]"


class Broken:
    """A file whose bytes cannot be read to the end."""

    size = 5 << 20

    def read(self):
        raise AssertionError("a large file is never read at once")

    def open(self):
        import io

        return io.BytesIO(b"too short")


@pytest.mark.parametrize("into", [False, True])
def test_failure_leaves_the_destination_as_it_was(export, make_folder, tmp_path, read_tree, into):
    vault = make_folder({"mine.md": "mine"}, "vault") if into else tmp_path / "vault"
    tree = ec.render(ec.read(export))
    from dataclasses import replace

    broken = replace(tree, files=(*tree.files, replace(tree.files[-1], path="z/broken.png", content=Broken())))
    with pytest.raises(ec.DestinationError, match="bytes"):
        ec.write(broken, vault, into=into)
    assert (read_tree(vault) if into else os.listdir(tmp_path)) == ({"mine.md": b"mine"} if into else ["export"])
    if into:
        assert sorted(os.listdir(vault)) == ["mine.md"]


def test_interrupt_leaves_nothing(export, tmp_path, monkeypatch):
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_write_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ec.convert(export, tmp_path / "vault")
    assert os.listdir(tmp_path) == ["export"]


def test_short_writes_are_finished(export, tmp_path, monkeypatch, read_tree):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data)[:3]))
    ec.convert(export, tmp_path / "vault")
    assert read_tree(tmp_path / "vault") == {"P.md": b"![[x.png]]", "P/x.png": b"picture"}


def test_file_as_destination(export, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ec.DestinationError, match="is a file"):
        ec.convert(export, tmp_path / "file")


@pytest.mark.parametrize("where", ["export", "export/sub", "."])
def test_source_and_destination_apart(export, tmp_path, where):
    with pytest.raises(ec.DestinationError, match="inside"):
        ec.convert(export, tmp_path / where, into=True)


def test_damaged_manifest(export, tmp_path):
    ec.convert(export, tmp_path / "vault")
    (tmp_path / "vault/.exportconv/manifest.json").write_text("{}")
    with pytest.raises(ec.DestinationError, match="damaged"):
        ec.convert(export, tmp_path / "vault", into=True)


def test_nothing_is_written_through_a_symbolic_link_to_a_folder(export, tmp_path, read_tree):
    vault = put_files(tmp_path / "vault", {"mine.md": "mine"})
    (tmp_path / "elsewhere").mkdir()
    (vault / "P").symlink_to(tmp_path / "elsewhere")
    ec.convert(export, vault, into=True)
    assert os.listdir(tmp_path / "elsewhere") == []
    assert set(read_tree(vault)) == {"mine.md", "P 2.md", "P 2/x.png"}


def test_symbolic_links_in_a_circle_are_one_line(export, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    for source, destination in ((tmp_path / "loop", tmp_path / "out"), (export, tmp_path / "loop/out")):
        with pytest.raises(ec.ExportconvError):
            ec.convert(source, destination)


def test_writing_a_tree_again_changes_nothing(export, make_folder, tmp_path, read_tree):
    tree = ec.render(ec.read(export))
    assert ec.write(tree, tmp_path / "vault")
    before = read_tree(tmp_path / "vault")
    assert not ec.write(tree, tmp_path / "vault")
    other = ec.render(ec.read(make_folder({f"Z {B}.md": "# Z"}, "other")))
    with pytest.raises(ec.DestinationError, match="another export"):
        ec.write(other, tmp_path / "vault")
    assert read_tree(tmp_path / "vault") == before


def test_folder_that_cannot_be_replaced_is_filled(export, tmp_path, monkeypatch, read_tree):
    """A mount point, or the folder one stands in: the files are staged inside it."""
    vault = tmp_path / "vault"
    vault.mkdir()
    monkeypatch.chdir(vault)
    inode = vault.stat().st_ino
    ec.convert(export, vault)
    assert vault.stat().st_ino == inode
    assert sorted(os.listdir(vault)) == [".exportconv", "P", "P.md"]
    assert set(read_tree(vault)) == {"P.md", "P/x.png"}


def test_interrupt_while_adding_leaves_nothing(make_folder, tmp_path, monkeypatch, read_tree):
    """Also when it comes right behind the system call that makes the file."""
    vault = make_folder({"mine.md": "mine"}, "vault")
    source = make_folder({f"P{n} {n:032x}.md": f"# P{n}" for n in range(5)})
    real, opened = os.open, []

    def interrupted(path, flags, mode=0o777):
        descriptor = real(path, flags, mode)
        opened.append(descriptor)
        if len(opened) == 3:
            os.close(descriptor)
            raise KeyboardInterrupt
        return descriptor

    monkeypatch.setattr(module.os, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ec.convert(source, vault, into=True)
    monkeypatch.undo()
    assert sorted(os.listdir(vault)) == ["mine.md"]


def test_order_of_parts_does_not_matter(make_zip, tmp_path):
    one = make_zip({f"P {A}.md": "# P\n\none", "x.png": "1"}, "one.zip")
    two = make_zip({f"P {A}.md": "# P\n\ntwo", "y.png": "2"}, "two.zip")
    ec.convert([one, two], tmp_path / "vault")
    assert not ec.convert([two, one], tmp_path / "vault").changed
    assert sorted(os.listdir(tmp_path / "vault")) == [".exportconv", "P 2.md", "P.md", "x.png", "y.png"]


def test_dry_run_writes_nothing(export, tmp_path):
    assert ec.convert(export, tmp_path / "vault", dry_run=True).changed
    assert os.listdir(tmp_path) == ["export"]


def test_large_file_is_copied_in_chunks(make_folder, tmp_path, read_tree):
    data = os.urandom(3 << 20)
    ec.convert(make_folder({f"P {A}.md": "# P", f"P {A}/big.bin": data}), tmp_path / "vault")
    assert read_tree(tmp_path / "vault")["P/big.bin"] == data


def test_source_is_not_touched(export, tmp_path, read_tree):
    before = {path: (export / path).stat().st_mtime_ns for path in read_tree(export)}
    ec.convert(export, tmp_path / "vault")
    assert {path: (export / path).stat().st_mtime_ns for path in read_tree(export)} == before


def test_the_same_vault_again_changes_nothing_although_something_is_left_out(tmp_path, read_tree):
    put_files(tmp_path / "v", {".obsidian/app.json": "{}", "a.md": "[[b]]", "b.md": "#secret", "c.png": b"png"})
    options = ec.Options(skip_tags=("secret",), exclude=("c.png",), to="markdown")
    assert ec.convert(tmp_path / "v", tmp_path / "out", options=options).changed
    assert not ec.convert(tmp_path / "v", tmp_path / "out", options=options).changed
    before = read_tree(tmp_path / "out")
    (tmp_path / "v/b.md").write_text("#secret, more", "utf-8")
    ec.convert(tmp_path / "v", tmp_path / "out", options=options)
    assert read_tree(tmp_path / "out") == before
    assert not ec.convert(tmp_path / "v", tmp_path / "out", options=options).changed


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), OSError(28, "No space left on device")])
@pytest.mark.parametrize("call", ["open", "chmod", "replace"])
def test_a_file_that_is_not_replaced_stays_alone(tmp_path, monkeypatch, call, error):
    """Also when the interrupt comes right behind the system call."""
    (tmp_path / "글.md").write_text("old", "utf-8")
    real = getattr(os, call)

    def interrupted(*args):
        real(*args)
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, call, interrupted)
        with pytest.raises(type(error)):
            put_bytes(os.fsencode(tmp_path / "글.md"), b"new")
    assert os.listdir(tmp_path) == ["글.md"]
    assert (tmp_path / "글.md").read_text("utf-8") == ("new" if call == "replace" else "old")


def as_somebody_weak() -> list[str]:
    """What runs a command so that modes mean something to it, for root too."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("only root can be somebody else, with setpriv")
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o555, 0o444, 0o000])
def test_an_empty_folder_that_is_closed_is_refused_at_once(export, tmp_path, mode):
    (tmp_path / "vault").mkdir(mode)
    (tmp_path / "vault").chmod(mode)
    done = exportconv("convert", export, "vault", cwd=tmp_path, under=as_somebody_weak())
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "vault: cannot be " in done.stderr
    assert "ermission denied" in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["export", "vault"]
    assert (tmp_path / "vault").stat().st_mode & 0o777 == mode
    (tmp_path / "vault").chmod(0o755)
    assert os.listdir(tmp_path / "vault") == []


CLOSED_TOO_EARLY = """
import os, sys
from pathlib import Path
from exportconv.writers.staging import staged
with staged(Path("vault")) as staging:
    (staging.tree / "note.md").write_bytes(b"x")
    staging.tree.chmod(0o555)
    sys.exit(7)
"""


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_what_has_the_mode_of_its_place_already_is_cleared_away(tmp_path):
    command = [*as_somebody_weak(), sys.executable, "-c", CLOSED_TOO_EARLY]
    assert subprocess.run(command, cwd=tmp_path).returncode == 7
    assert os.listdir(tmp_path) == []


LEFT_OUT = {"exclude": ("Salary*", "!x"), "skip_tags": ("비밀",), "only_tags": ("public-ish",)}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_the_manifest_does_not_tell_what_was_left_out(make_folder, tmp_path, name):
    vault = make_folder({".obsidian/app.json": "{}", "A.md": "x #public-ish", "B.md": "x #비밀", "Salary.md": "x"})
    options = ec.Options(**{name: LEFT_OUT[name]})
    assert ec.convert(vault, tmp_path / "out", options=options).changed
    manifest = (tmp_path / "out/.exportconv/manifest.json").read_text("utf-8")
    assert not [word for word in LEFT_OUT[name] if word in manifest]
    # but whether they are the same again
    assert not ec.convert(vault, tmp_path / "out", options=options).changed
    assert ec.verify(vault, tmp_path / "out").exit_code() == 0
    for other in ((), (*LEFT_OUT[name], "more")):
        with pytest.raises(ec.DestinationError, match=f"other options .{name.replace('_', '-')}."):
            ec.convert(vault, tmp_path / "out", options=ec.Options(**{name: other}))


def test_a_manifest_with_the_words_in_it_is_understood_and_loses_them(make_folder, tmp_path):
    files = {".obsidian/app.json": "{}", "A.md": "x", "B.md": "x #비밀"}
    vault, options = make_folder(files), ec.Options(skip_tags=("비밀",))
    ec.convert(vault, tmp_path / "out", options=options)
    file = tmp_path / "out/.exportconv/manifest.json"
    data = json.loads(file.read_bytes())
    data["runs"][0]["settings"]["skip_tags"] = ["비밀"]
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert not ec.convert(vault, tmp_path / "out", options=options).changed
    (vault / "A.md").write_text("newer", "utf-8")
    assert ec.convert(vault, tmp_path / "out", options=options).changed
    assert "비밀" not in file.read_text("utf-8")
