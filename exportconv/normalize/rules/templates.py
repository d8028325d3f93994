"""The notes that are templates; what is wrong in a note may be right there."""

from __future__ import annotations

import json
from collections.abc import Callable

from exportconv.model import Content
from exportconv.normalize.repository import Repository
from exportconv.paths import fold

__all__ = ["is_template"]

_SETTINGS = {
    ".obsidian/templates.json": "folder",
    ".obsidian/plugins/templater-obsidian/data.json": "templates_folder",
}
"""Where Obsidian and the plugin Templater say which folder is the one for templates."""


def is_template(repository: Repository) -> Callable[[str], bool]:
    """Whether a note lies in a folder that the vault's settings name as the one for templates."""
    settings = {item.path: item.content for item in repository.vault.attachments if item.path in _SETTINGS}
    folders = tuple(folder for path, content in settings.items() if (folder := _folder(content, _SETTINGS[path])))
    return lambda path: bool(folders) and fold(path).startswith(folders)


def _folder(content: Content, key: str) -> str:
    """The folder that settings name, with a slash behind it; empty where they name none."""
    try:
        data = json.loads(content.read())
    except (ValueError, RecursionError):
        return ""
    name = data.get(key) if isinstance(data, dict) else None
    folder = fold(name).strip("/") if isinstance(name, str) else ""
    return folder and f"{folder}/"
