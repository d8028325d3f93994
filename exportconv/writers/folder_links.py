"""Print links to folders, which follow where their files went."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from exportconv.model import Attachment, Link, Note, Vault
from exportconv.paths import parent_of, parents_of, relative_path, target_path
from exportconv.syntax.edits import Edit
from exportconv.syntax.link_targets import target_text
from exportconv.vault_paths import VaultFolders

__all__ = ["FolderLinks"]


class FolderLinks:
    """Knows where every folder went."""

    def __init__(self, vault: Vault) -> None:
        """`vault` with everything named."""
        files: list[Note | Attachment] = [*vault.notes, *vault.attachments]
        self._pairs = [(item.path, item.output) for item in files]
        self._sources = VaultFolders(path for path, _ in self._pairs)
        self._targets = VaultFolders(output for _, output in self._pairs)

    @cached_property
    def _outputs(self) -> Mapping[str, str]:
        """Folder → where it went; one whose files went to another depth is in no new place."""
        found = {"": ""}
        for path, output in self._pairs:
            if path.count("/") == output.count("/"):
                found.update(zip(parents_of(path), parents_of(output), strict=True))
        return found

    def edit(self, holder: Note | Attachment, text: str, link: Link, *, plain: bool) -> Edit | None:
        """The edit of a link to a folder that would lead elsewhere now.

        plain: whether it has to name it from where it stands and letter by letter, as others than Obsidian want it. A
        link to a folder with a new name does so in any case: what is the same to Obsidian is not so on every disk.
        """
        output = self._outputs.get(link.folder or "")
        read = self._sources.read(link.raw_target, parent_of(holder.path))
        if output is None or read is None:
            return None
        here, path = parent_of(holder.output), read[1].path
        is_absolute = path.startswith("/")
        if plain or output != link.folder:
            now = target_path("" if is_absolute else here, path)
        else:
            again = self._targets.read(link.raw_target, here)
            now = again[0] if again else None
        if now == output:
            return None
        folder = f"{output}/" if output else ""
        new = f"/{folder}" if is_absolute else relative_path(here, folder)
        new = (new if path.endswith("/") else new.rstrip("/")) or "."
        return Edit(link.target_span, target_text(text, link, new, link.raw_target[read[1].length :]))
