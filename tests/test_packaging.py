"""What people install: the wheel and the source archive, what is in them, and that they work where they land.

They are built as anybody would build them, which takes packages from an index; where none can be reached the tests that
need one are skipped.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import pytest
from support.vault_trees import tree

import exportconv as ec

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "exportconv"
EXAMPLE = ROOT / "examples/notion-export.zip"
NO_INDEX = re.compile(
    r"No matching distribution|Could not find a version|ConnectionError|Name or service|NewConnection"
)
TOOLS = {"build": "build", "twine": "twine", "pipx": "pipx", "readme_renderer": "readme-renderer"}
WITHOUT_SOCKETS = """
import socket

def refuse(*args, **kwargs):
    raise SystemExit("a socket was asked for")

socket.socket = socket.create_connection = socket.getaddrinfo = refuse
"""
JOBS = (
    ("--version",),
    ("convert", "Export.zip", "vault"),
    ("convert", "Export.zip", "plain", "--to", "markdown", "--ascii-names"),
    ("verify", "Export.zip", "vault"),
    ("normalize", "plain"),
    ("inspect", "Export.zip", "--json"),
)


def ran(*command: object, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command that works; the test is skipped where it needs an index and there is none."""
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=500
    )
    if done.returncode and NO_INDEX.search(done.stdout + done.stderr):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def results(*command: object, place: Path, env: dict[str, str] | None = None) -> dict[str, bytes]:
    """All files that the main jobs leave in a new folder, run by a command."""
    place.mkdir()
    shutil.copy(EXAMPLE, place / "Export.zip")
    for job in JOBS:
        ran(*command, *job, cwd=place, env=env)
    return {path: data for path, data in tree(place).items() if isinstance(data, bytes)}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the jobs leave when they are run as always."""
    return results(sys.executable, "-m", "exportconv", place=tmp_path_factory.mktemp("usual") / "here")


# --- however Python is started ---


@pytest.mark.parametrize("flags", [["-OO"], ["-I"], ["-W", "error"], ["-X", "dev"], ["-B", "-s", "-E"]], ids=" ".join)
def test_flags_of_python_make_no_difference(usual, tmp_path: Path, flags: list[str]) -> None:
    assert results(sys.executable, *flags, "-m", "exportconv", place=tmp_path / "here") == usual


def test_nothing_is_checked_with_assert() -> None:
    """`-O` leaves that out."""
    import ast

    for path in PACKAGE.rglob("*.py"):
        assert not [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Assert)], path


# --- built ---

needs_tools = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, TOOLS)),
    reason="build, twine and pipx are not here (pip install --group package)",
)


class Built:
    """The two archives, and the wheel that the tree gives without the source archive between."""

    def __init__(self, out: Path) -> None:
        [self.wheel] = out.glob("*.whl")
        [self.source] = out.glob("*.tar.gz")
        [self.direct] = (out / "direct").glob("*.whl")

    def metadata(self) -> Message:
        with zipfile.ZipFile(self.wheel) as archive:
            [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
            return BytesParser().parsebytes(archive.read(name))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("dist")
    ran(sys.executable, "-m", "build", "--outdir", out, ROOT, cwd=out)
    ran(sys.executable, "-m", "build", "--wheel", "--outdir", out / "direct", ROOT, cwd=out)
    return Built(out)


def files_of(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
@needs_tools
def test_an_index_would_take_them_and_show_the_readme(built: Built) -> None:
    ran(sys.executable, "-m", "twine", "check", "--strict", built.wheel, built.source, cwd=ROOT)
    from readme_renderer.markdown import render

    metadata = built.metadata()
    assert metadata["Description-Content-Type"] == "text/markdown"
    page = render(metadata.get_payload())
    assert page is not None
    anchors = set(re.findall(r'id="([^"]+)"', page))
    targets = re.findall(r'href="([^"]+)"', page)
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []
    assert {target[1:] for target in targets if target.startswith("#")} <= anchors


@pytest.mark.slow
@needs_tools
def test_metadata(built: Built) -> None:
    metadata = built.metadata()
    assert (metadata["Name"], metadata["Version"]) == ("exportconv", ec.__version__)
    assert "Notion" in metadata["Summary"]
    assert "Obsidian" in metadata["Summary"]
    assert metadata["License-Expression"] == "MIT"
    # there are none yet, and one that leads nowhere is worse
    assert metadata.get_all("Project-URL") is None
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert len(metadata.get_all("Requires-Dist") or ()) == len(project["dependencies"])


@pytest.mark.slow
@needs_tools
def test_the_wheel_has_the_package_and_nothing_else(built: Built) -> None:
    own = {
        f"exportconv/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "exportconv/py.typed" in own
    found = files_of(built.wheel)
    assert {
        name: data for name, data in found.items() if not name.startswith(f"exportconv-{ec.__version__}.dist-info/")
    } == own
    rest = {name.partition("/")[2] for name in found.keys() - own.keys()}
    assert rest == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}


@pytest.mark.slow
@needs_tools
def test_the_source_archive_gives_the_same_wheel_and_holds_no_litter(built: Built) -> None:
    assert files_of(built.wheel) == files_of(built.direct)
    with tarfile.open(built.source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "tests/conftest.py",
        "examples/notion-export.zip",
    } <= names
    litter = re.compile(
        r"__pycache__|\.pyc$|\.venv|(^|/)\.(git|hypothesis|mypy_cache|pytest_cache|ruff_cache|coverage)(/|$)"
    )
    assert [name for name in names if litter.search(name)] == []


@pytest.mark.slow
@needs_tools
def test_it_runs_out_of_the_zip_that_the_wheel_is(built: Built, usual, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(built.wheel)}
    where = ran(sys.executable, "-c", "import exportconv; print(exportconv.__file__)", cwd=tmp_path, env=env).stdout
    assert where.startswith(str(built.wheel))
    assert results(sys.executable, "-m", "exportconv", place=tmp_path / "here", env=env) == usual


# --- installed ---


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as pipx installs it from the wheel."""
    home = tmp_path_factory.mktemp("pipx")
    env = {"PIPX_HOME": str(home / "home"), "PIPX_BIN_DIR": str(home / "bin"), "PIPX_MAN_DIR": str(home / "man")}
    ran(sys.executable, "-m", "pipx", "install", "--python", sys.executable, built.wheel, cwd=home, env=env)
    return home / "bin" / ("exportconv.exe" if os.name == "nt" else "exportconv")


def without_network(tmp_path: Path) -> tuple[list[str], dict[str, str]]:
    """What takes the network away from a command: a namespace without one, where that can be; no sockets everywhere."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(WITHOUT_SOCKETS, "utf-8")
    nowhere = "http://127.0.0.1:9"
    env = {"PYTHONPATH": str(tmp_path / "hook"), "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere, "ALL_PROXY": nowhere}
    unshare = shutil.which("unshare")
    can = unshare and subprocess.run([unshare, "-n", "true"], capture_output=True).returncode == 0
    return ([str(unshare), "-n"] if can else []), env


@pytest.mark.slow
@needs_tools
def test_what_pipx_installs_works_offline(installed: Path, usual, tmp_path: Path) -> None:
    under, env = without_network(tmp_path)
    assert results(*under, installed, place=tmp_path / "here", env=env) == usual
    assert ran(*under, installed, "--version", cwd=tmp_path, env=env).stdout == f"exportconv {ec.__version__}\n"
    # a socket would be seen
    seen = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"], env={**os.environ, **env}, capture_output=True
    )
    assert b"a socket was asked for" in seen.stderr


@pytest.mark.slow
@needs_tools
@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_it_works_where_nothing_may_be_written(built: Built, usual, tmp_path: Path) -> None:
    """No file is written beside the code, and none is missed there."""
    site = tmp_path / "site"
    with zipfile.ZipFile(built.wheel) as archive:
        archive.extractall(site)
    for path in (site, *site.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted(site.rglob("*"))
    weak = (
        ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 and shutil.which("setpriv") else []
    )
    try:
        found = results(
            *weak, sys.executable, "-m", "exportconv", place=tmp_path / "here", env={"PYTHONPATH": str(site)}
        )
    finally:
        for path in (site, *site.rglob("*")):
            path.chmod(0o755)
    assert found == usual
    assert sorted(site.rglob("*")) == before or not weak


@pytest.mark.slow
@needs_tools
def test_the_oldest_versions_that_are_allowed_are_enough(built: Built, usual, tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = [re.sub(r"^([\w-]+)>=([\d.]+).*$", r"\1==\2", text) for text in project["dependencies"]]
    assert all("==" in text for text in oldest)
    ran(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    folder = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    ran(folder / "python", "-m", "pip", "install", "-q", built.wheel, *oldest, cwd=tmp_path)
    assert results(folder / "exportconv", place=tmp_path / "here") == usual
    for command in ("convert", "inspect", "verify", "normalize"):
        assert "Examples:" in ran(folder / "exportconv", command, "--help", cwd=tmp_path).stdout
