"""Names on file systems that take fewer of them than Linux does, and for one what to Linux are two."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from support.commands import exportconv
from support.mounts import KINDS
from support.nasty_names import by_bytes, nasty_export
from support.vault_trees import put_files

PROMISES = (16,)
TOTALS = (
    (
        "sum",
        r"(\d+) files in, (\d+) out",
        "{:,.0f} files written to exFAT, NTFS, and APFS and HFS+ as simulated, {:,.0f} found there",
    ),
)
ID = "0123456789abcdef0123456789abcdef"
every_kind = pytest.mark.parametrize("kind", KINDS)
Mount = Callable[[str], Path]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> Path:
    return put_files(tmp_path_factory.mktemp("nasty") / "export", nasty_export())


@pytest.fixture(scope="module")
def converted_here(export, tmp_path_factory) -> Callable[..., dict[str, bytes]]:
    """The files that a conversion gives on the file system of this machine."""
    known: dict[tuple[str, ...], dict[str, bytes]] = {}

    def convert(*flags: str) -> dict[str, bytes]:
        if flags not in known:
            vault = tmp_path_factory.mktemp("here") / "vault"
            assert exportconv("convert", export, vault, "-q", *flags).returncode == 0
            known[flags] = files_of(vault)
        return known[flags]

    return convert


def files_of(root: Path) -> dict[str, bytes]:
    """Every file as it is listed, the manifest left out, for it has the time."""
    return {
        os.path.relpath(os.path.join(base, name), root): Path(base, name).read_bytes()
        for base, _, names in os.walk(root)
        for name in names
        if not base.endswith(".exportconv")
    }


def assert_same(found: dict[str, bytes], expected: dict[str, bytes]) -> None:
    assert len(found) == len(expected)
    assert by_bytes(found) == by_bytes(expected)


FLAGS = [
    pytest.param((), id="obsidian"),
    pytest.param(("--to", "markdown", "--folder-notes"), id="markdown"),
    pytest.param(("--ascii-names", "--attachments", "folder"), id="ascii"),
]


@pytest.mark.parametrize("flags", FLAGS)
def test_every_file_of_the_export_is_there(export, converted_here, flags) -> None:
    """What is compared below is complete."""
    texts = b"\0".join(converted_here(*flags).values())
    for data in nasty_export().values():
        assert texts.count(data.rpartition(b"\n")[2]) >= 1


@every_kind
@pytest.mark.parametrize("flags", FLAGS)
def test_converted_straight_onto_it(mount: Mount, export, converted_here, kind, flags, record_property) -> None:
    vault = mount(kind) / "vault"
    done = exportconv("convert", export, vault, *flags)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, f"written to {vault}")
    found, expected = files_of(vault), converted_here(*flags)
    assert_same(found, expected)
    if kind in ("exfat", "apfs"):
        assert found == expected
    again = exportconv("convert", export, vault, *flags)
    assert (again.returncode, again.stderr.splitlines()[-1]) == (0, f"{vault} has all of this already; nothing changed")
    assert files_of(vault) == found
    assert sorted(os.listdir(vault.parent)) == ["vault"]
    record_property("figure", f"{kind}: {len(found)} files in, {len(found)} out")


@every_kind
def test_added_to_a_vault_on_it(mount: Mount, export, converted_here, kind) -> None:
    """What stands there has names like those that come, in another case and form."""
    vault = mount(kind) / "vault"
    mine = {
        "home.MD": b"mine",
        nfd("회의록.md"): b"mine too",
        "Home/NOTE.md": b"mine as well",
        ".obsidian/app.json": b"{}",
    }
    put_files(vault, mine)
    done = exportconv("convert", export, vault, "--into")
    assert done.returncode == 0
    found = files_of(vault)
    assert len(found) == len(converted_here()) + len(mine)
    assert set(mine.values()) <= set(found.values())
    texts = b"\0".join(found.values())
    assert all(data.rpartition(b"\n")[2] in texts for data in nasty_export().values())
    again = exportconv("convert", export, vault, "--into")
    assert (again.returncode, again.stderr.splitlines()[-1]) == (0, f"{vault} has all of this already; nothing changed")
    assert files_of(vault) == found


@every_kind
def test_an_empty_folder_on_it(mount: Mount, export, converted_here, kind) -> None:
    vault = mount(kind)
    done = exportconv("convert", export, vault, "-q")
    assert (done.returncode, done.stderr) == (0, "")
    assert_same(files_of(vault), converted_here())


SOURCE = {
    f"{nfd('집')} {ID}.md": f"# 집\n\n[그림]({nfd('집')}%20{ID}/{nfd('그림')}.png) [글]({nfd('집')}%20{ID}/{nfd('글')}%20{ID[::-1]}.md)",
    f"{nfd('집')} {ID}/{nfd('그림')}.png": "png",
    f"{nfd('집')} {ID}/{nfd('글')} {ID[::-1]}.md": "# 글\n\ntext",
}


@every_kind
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_source_on_it(mount: Mount, tmp_path, kind, to, form) -> None:
    files = {unicodedata.normalize(form, path): text for path, text in SOURCE.items()}
    outputs = []
    for number, root in enumerate([put_files(tmp_path / "here", files), put_files(mount(kind) / "there", files)]):
        done = exportconv("convert", root, tmp_path / f"out{number}", "--to", to, "--strict")
        assert (done.returncode, "XC" in done.stderr) == (0, False), done.stderr
        outputs.append(files_of(tmp_path / f"out{number}"))
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) >= {"집.md", "집/그림.png", "집/글.md"}


REPOSITORY = {
    ".git/HEAD": "",
    nfd("회의록.md"): f"[글]({nfd('폴더/글.md')}) ![[{nfd('그림')}.png]]\n",
    nfd("폴더/글.md"): f"[[{nfd('회의록')}]]",
    nfd("폴더/그림") + ".png": "png",
    nfd("폴더/안/가.md"): "가",
}
MENDED = {
    ".git/HEAD": b"",
    "회의록.md": "[글](폴더/글.md) ![[그림.png]]\n".encode(),
    "폴더/글.md": "[[회의록]]".encode(),
    "폴더/그림.png": b"png",
    "폴더/안/가.md": "가".encode(),
}


@every_kind
def test_normalize_on_it(mount: Mount, kind, record_property) -> None:
    root = put_files(mount(kind) / "notes", REPOSITORY)
    done = exportconv("normalize", root)
    assert done.returncode == 0, done.stderr
    found = files_of(root)
    assert by_bytes(found) == by_bytes(MENDED)
    form = nfd if kind == "hfs" else str
    assert {path.casefold() for path in found} == {form(path).casefold() for path in MENDED}
    again = exportconv("normalize", root)
    assert (again.returncode, files_of(root)) == (0, found)
    # HFS+ writes every name decomposed, so that no run can ever mend one there
    assert exportconv("normalize", root, "--check").returncode == (1 if kind == "hfs" else 0)
    assert not [name for name in os.listdir(root) if name.startswith(".exportconv")]
    record_property("figure", f"{kind}: {len(MENDED)} files in, {len(found)} out")
