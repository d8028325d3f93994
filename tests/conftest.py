"""What the tests share: small exports made of a dictionary, and trees read back as one."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.vault_trees import put_files

import exportconv as ec

Files = Mapping[str, "str | bytes"]

# machines are shared: how long an example takes says nothing
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def as_bytes(files: Files) -> dict[str, bytes]:
    return {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes files below a new folder and returns it."""

    def make(files: Files, name: str = "export") -> Path:
        return put_files(tmp_path / name, files)

    return make


@pytest.fixture
def make_zip(tmp_path: Path) -> Callable[..., Path]:
    """Writes files into a new zip and returns it."""

    def make(files: Files, name: str = "export.zip") -> Path:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in as_bytes(files).items():
                archive.writestr(path, content)
        file = tmp_path / name
        file.write_bytes(data.getvalue())
        return file

    return make


@pytest.fixture
def read_tree() -> Callable[[Path], dict[str, bytes]]:
    """All files below a folder, the manifest left out."""

    def read(root: Path) -> dict[str, bytes]:
        return {
            os.path.relpath(os.path.join(base, name), root).replace(os.sep, "/"): (Path(base) / name).read_bytes()
            for base, _, names in os.walk(root)
            for name in names
            if not base.endswith(".exportconv")
        }

    return read


@pytest.fixture
def render(make_folder: Callable[..., Path]) -> Callable[..., dict[str, str]]:
    """Files of an export → output path → text (or, for other files, their bytes as Latin-1)."""

    def run(files: Files, *, to: str = "obsidian", **options: object) -> dict[str, str]:
        chosen = ec.Options(to=to, **options)  # type: ignore[arg-type]
        vault = ec.read(make_folder(files), options=chosen)
        return {file.path: file.content.read().decode("utf-8", "replace") for file in ec.render(vault, options=chosen)}

    return run


@pytest.fixture
def nfd() -> Callable[[str], str]:
    """Text in decomposed form; such text is made in the tests, for git and editors would compose it."""
    return lambda text: unicodedata.normalize("NFD", text)
