"""Sources of every kind, and all that can be seen of their files from outside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from support.vault_trees import put_files
from support.zips import zip_bytes

__all__ = ["READING", "seen_of", "sources_in"]

ID = "0123456789abcdef0123456789abcdef"
_EXPORT = {
    f"집 {ID}.md": f"# 집\n\n![x](집%20{ID}/x.png) [DB](집%20{ID}/DB%20{ID[::-1]}.csv)",
    f"집 {ID}/x.png": "png" * 1000,
    f"집 {ID}/DB {ID[::-1]}.csv": "\ufeffName,별점\r\n가,3\r\n나,4.5",
}
_NOTES = {".obsidian/app.json": "{}", "글%20.md": "\ufeff[[gone]]\r\nx\n", "폴더/CON.md": "x", "폴더/그림.png": "png"}
READING = {
    "convert a folder": "convert export OUT",
    "convert a zip": "convert export.zip OUT --to markdown",
    "convert parts": "convert parts OUT",
    "convert a vault": "convert notes OUT",
    "convert a vault to markdown": "convert notes OUT --to markdown --preserve-mtime",
    "dry run": "convert export OUT --dry-run",
    "inspect": "inspect export --json",
    "inspect a zip": "inspect export.zip",
    "inspect a vault": "inspect notes",
    "check": "normalize notes --check",
    "check all": "normalize notes --check --diff --unsafe-fixes --output-format sarif",
}
"""Commands that only read what `sources_in` made; `OUT` is where they may write."""


def sources_in(folder: Path) -> Path:
    """Writes an export as a folder, as a zip and in parts, and a vault."""
    files: Mapping[str, bytes] = {path: text.encode() for path, text in _EXPORT.items()}
    put_files(folder / "export", files)
    put_files(folder / "notes", _NOTES)
    whole = zip_bytes(files)
    part = "Export-0f3c5a7e-1111-4222-8333-944455556666-Part-1.zip"
    put_files(folder, {"export.zip": whole, f"parts/{part}": whole})
    return folder


def seen_of(folder: Path) -> dict[str, object]:
    """Bytes, times, mode, owner and inode of all below a folder, but not when it was read last."""
    found = {}
    for place in (folder, *sorted(folder.rglob("*"))):
        status = os.lstat(place)
        data = place.read_bytes() if place.is_file() else None
        facts = (status.st_mtime_ns, status.st_ctime_ns, status.st_mode, status.st_uid, status.st_ino, status.st_nlink)
        found[str(place)] = (data, facts)
    return found
