"""The house rules that a few lines can check: imports only go down, and the face is small and lazy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import exportconv as ec

PACKAGE = Path(ec.__file__).parent
LAYERS = [
    {"__main__"}, {"cli"}, {"__init__", "conversion"}, {"pipeline", "report_page"}, {"normalize", "update", "verification"}, {"inventory"}, {"readers", "transforms", "writers"}, {"syntax"}, {"model"}, {"source_keys"}, {"notion_names", "vault_paths"}, {"paths"},
    {"codes", "collector", "config", "landing", "nesting", "options", "report", "errors", "digests", "disk_names", "unfinished", "version", "workers"},
]  # fmt: skip
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_bytes())
    found = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    found += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return [name for name in found if name.split(".")[0] == "exportconv"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_only_go_down(path):
    here = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(path):
        there = part_of(name)
        on_the_ground = RANK[here] == RANK[there] == len(LAYERS) - 1
        assert RANK[here] < RANK[there] or here == there or on_the_ground, f"{here} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_below_the_command_prints(path):
    if path.relative_to(PACKAGE).parts[0] in ("cli", "__main__.py"):
        return
    tree = ast.parse(path.read_bytes())
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert "print" not in called
    assert not modules & {"click", "logging", "warnings"}


def test_all_is_sorted_and_there():
    assert ec.__all__ == sorted(ec.__all__)
    assert {name for name in ec.__all__ if not hasattr(ec, name)} == set()
    assert set(ec.__all__) <= set(dir(ec))
    with pytest.raises(AttributeError):
        ec.nothing  # noqa: B018


def test_every_public_name_says_what_it_is():
    assert [name for name in ec.__all__ if not (getattr(ec, name).__doc__ or "").strip()] == []


def test_version_is_the_installed_one():
    from importlib.metadata import version

    assert ec.__version__ == version("exportconv")


def test_import_is_lazy():
    code = "import sys, exportconv; print([m for m in ('pyromark', 'click', 'yaml', 'unidecode') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_unidecode_waits_for_ascii_names():
    code = "import sys, exportconv.pipeline; print('unidecode' in sys.modules, 'yaml' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "False False"


def test_the_version_waits_for_nothing():
    command = [sys.executable, "-X", "importtime", "-m", "exportconv", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.stdout == f"exportconv {ec.__version__}\n"
    assert {name for name in loaded if name.startswith("exportconv")} == {"exportconv", "exportconv.version"}
    assert not loaded & {"click", "typing", "dataclasses", "importlib.metadata", "json"}
    # the same words where it is asked for in another way
    again = subprocess.run([*command[:1], *command[3:], "--traceback"], capture_output=True, text=True, check=True)
    assert again.stdout == done.stdout


def test_the_version_stands_in_one_place():
    here = PACKAGE.parent
    places = [
        path
        for path in (*PACKAGE.rglob("*.py"), here / "pyproject.toml")
        if f'"{ec.__version__}"' in path.read_text("utf-8")
    ]
    assert places == [PACKAGE / "version.py"]
