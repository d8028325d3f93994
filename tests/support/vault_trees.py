"""Small vaults given as texts, converted without touching the disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import exportconv as ec

__all__ = ["converted", "put_files", "tree"]


def put_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes files below a folder, and gives the folder."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def converted(
    folder: Path, files: Mapping[str, str | bytes], *, to: str, source: str = "obsidian", **options: Any
) -> tuple[dict[str, str], list[str]]:
    """The files that a vault becomes, by path, and the issues as `code path:line`."""
    settings = ec.Options(source_format=source, to=to, **options)
    put_files(folder, files)
    result = ec.convert(folder, folder.with_name(folder.name + "-out"), options=settings)
    out = folder.with_name(folder.name + "-out")
    tree = {
        file.relative_to(out).as_posix(): file.read_bytes().decode("utf-8", "surrogateescape")
        for file in sorted(out.rglob("*"))
        if file.is_file() and ".exportconv" not in file.parts
    }
    return tree, [f"{issue.code} {issue.path}:{issue.line}" for issue in result.report.issues]


def tree(root: Path) -> dict[str, object]:
    """Every name with its bytes, or with what a symbolic link says."""
    found = sorted(root.rglob("*"))
    return {
        path.relative_to(root).as_posix(): os.readlink(path)
        if path.is_symlink()
        else path.is_dir() or (path.read_bytes(), path.stat().st_mode)
        for path in found
    }
