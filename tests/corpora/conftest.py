"""Real inputs: skipped with a reason without EXPORTCONV_CORPORA, and never silently empty with it."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

import pytest

NAMES = ["joshuadavis", "notion-qa", "multi_part_zip", "csv_relation", "project&task_contain_zip_attachment"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpora, a seed page and acceptance tools."""
    named = os.environ.get("EXPORTCONV_CORPORA")
    if not named:
        pytest.skip("EXPORTCONV_CORPORA is not set")
    folder = Path(named)
    assert (folder / "corpora").is_dir(), f"{folder} holds no corpora"
    return folder


def unzip(file: Path, target: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(target)
    for inner in target.glob("*-Part-*.zip"):
        part = inner.rename(target.parent / f"{target.name}-{inner.name}")
        unzip(part, target)


@pytest.fixture(scope="session", params=NAMES)
def corpus(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A Markdown export as it came, and unpacked."""
    folder = tmp_path_factory.mktemp("corpus")
    base = shared / "corpora/notion-markdown" / request.param
    tar = base.with_name(f"{base.name}.tar.gz")
    if tar.exists():
        with tarfile.open(tar) as archive:
            archive.extractall(folder, filter="data")
        return folder, folder
    file = base.with_name(f"{base.name}.zip")
    unzip(file, folder)
    return file, folder
