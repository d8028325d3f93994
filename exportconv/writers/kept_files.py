"""Write files that are no notes as they are, but for links that lead elsewhere now."""

from __future__ import annotations

from collections.abc import Mapping

from exportconv.model import Vault
from exportconv.options import Options
from exportconv.paths import SourcePath
from exportconv.syntax.edits import apply_edits
from exportconv.writers.kept_links import KeptLinks

__all__ = ["edited_files"]


def edited_files(
    vault: Vault, options: Options, kept: KeptLinks | None = None, *, canvases: bool = True
) -> Mapping[SourcePath, str]:
    """The new texts of the files with links that would lead elsewhere.

    kept: what knows where every file went, where the caller has one. canvases: whether they follow, too.
    """
    edited: dict[SourcePath, str] = {}
    for item in vault.attachments:
        if item.links and (canvases or not item.path.endswith(".canvas")):
            kept = kept or KeptLinks(vault, options)
            text = item.content.read().decode()
            edits = list(kept.edits(item, text, item.links))
            if edits:
                edited[item.path] = apply_edits(text, edits)
    return edited
