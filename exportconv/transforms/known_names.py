"""The names that an earlier run gave: what has not been renamed in the source since keeps its own."""

from __future__ import annotations

from collections.abc import Iterable

from exportconv.model import Attachment, Note, Vault, evolve
from exportconv.options import Options
from exportconv.paths import OutputPath, join_path, parent_of, safe_name
from exportconv.source_keys import is_same_name, key_of_made, output_keys, source_keys

__all__ = ["KnownNames", "stay_where_moved"]


class KnownNames:
    """Knows where an earlier run put the files of this source."""

    def __init__(self, options: Options, paths: Iterable[str]) -> None:
        """`paths` are the source paths of all files."""
        self._known = options.known
        self._keys = source_keys(paths) if options.known else {}
        self._has_folder_notes = options.folder_notes
        self._glue = "-" if options.ascii_names else " "

    def stem(self, path: str, folder: str, stem: str, suffix: str) -> str | None:
        """The stem that a file has already in an output folder, where that is the one it wants, perhaps with a number.

        path: in the source. suffix: what its name has behind the stem.
        """
        return self._fitting(self._keys.get(path), path, folder, stem, suffix)

    def database(self, path: str, folder: str, stem: str) -> str | None:
        """The same for what stands for a database: a base in its folder, a note with a table, or its CSV."""
        key = self._keys.get(path)
        if key is None:
            return None
        made = key_of_made(key, f"{stem}.base")
        place = self._known.get(made, ("", ""))[1]
        if place:
            home = parent_of(place)
            return self._fit(made, path, home, folder, stem, ".base")
        return self._fitting(key_of_made(key, f"{stem}.md"), path, folder, stem, ".md") or self._fitting(
            key, path, folder, stem, ".csv"
        )

    def _fitting(self, key: str | None, path: str, folder: str, stem: str, suffix: str) -> str | None:
        place = self._known.get(key or "", ("", ""))[1]
        home = place.removesuffix(suffix) if place.endswith(suffix) else ""
        return self._fit(key or "", path, home, folder, stem, suffix) if home else None

    def _fit(self, key: str, path: str, home: str, folder: str, stem: str, suffix: str) -> str | None:
        known = home.rpartition("/")[2]
        if self._has_folder_notes and home == join_path(join_path(folder, known), known):
            home = parent_of(home)
        if parent_of(home) != folder or not is_same_name(self._known[key][0], path):
            return None
        if known == stem:
            return known
        base, glue, number = known.rpartition(self._glue)
        tail = f"{glue}{number}"
        is_numbered = number.isascii() and number.isdigit() and base == safe_name(stem, tail + suffix)
        return known if is_numbered else None


def stay_where_moved(vault: Vault, options: Options) -> Vault:
    """The vault with what the user has moved to another folder of the destination since then, left there."""
    if not options.moved:
        return vault
    items: list[Note | Attachment] = [*vault.notes, *vault.attachments]
    keys = output_keys((item.path, item.output, False) for item in items)
    places = {item.path: options.moved[key] for item, key in zip(items, keys, strict=True) if key in options.moved}
    notes = tuple(evolve(item, output=OutputPath(places.get(item.path, item.output))) for item in vault.notes)
    files = tuple(evolve(item, output=OutputPath(places.get(item.path, item.output))) for item in vault.attachments)
    return evolve(vault, notes=notes, attachments=files)
