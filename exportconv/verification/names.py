"""The file that a link means, as Obsidian and as a renderer of Markdown look for it; no converter uses this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from exportconv.paths import decode_once, decode_path, fold, parent_of, target_path

__all__ = ["Names"]


class Names:
    """The files of a folder, found by links."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Indexes all paths; case and Unicode form do not matter where no path fits letter by letter."""
        self._exact: set[str] = set()
        self._folded: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._folders: set[str] = {""}
        for path in sorted(paths, key=lambda path: (path.count("/"), len(path), path)):
            self._exact.add(path)
            key = fold(path)
            self._folded.setdefault(key, path)
            self._by_name.setdefault(key.rpartition("/")[2], []).append(path)
            folder = parent_of(key)
            while folder not in self._folders:
                self._folders.add(folder)
                folder = parent_of(folder)

    def __contains__(self, path: str) -> bool:
        return path in self._exact

    def strict(self, target: str, folder: str) -> str | None:
        """The file or folder that a Markdown link means to any renderer: decoded once, relative to the folder."""
        for form in dict.fromkeys((target, target.partition("#")[0], target.partition("#")[0].partition("?")[0])):
            path = self._at(unquote(form), folder)
            if path is not None:
                return path
        return None

    def find(self, target: str, folder: str, *, wikilink: bool) -> str | None:
        """The file that a link means in Obsidian: its target without part, whole first, for a name may hold `#`."""
        for form in dict.fromkeys((target, target.partition("#")[0], target.partition("#")[0].partition("?")[0])):
            for path in _forms(form.strip(), wikilink=wikilink):
                found = self._found(path, folder, wikilink=wikilink)
                if found is not None:
                    return found
        return None

    def _at(self, path: str, folder: str) -> str | None:
        whole = target_path("" if path.startswith("/") else folder, path)
        if not whole:
            return whole
        for each in (whole, f"{whole}.md"):
            if each in self._exact:
                return each
            if (known := self._folded.get(fold(each))) is not None:
                return known
        return whole if fold(whole) in self._folders else None

    def _found(self, path: str, folder: str, *, wikilink: bool) -> str | None:
        has_steps = path.startswith(("./", "../"))
        folders = [folder] if has_steps else ["", folder] if wikilink else [folder, ""]
        for each in folders:
            found = self._at(path, each) if path else None
            if found and (found in self._exact or not wikilink):
                return found
        return None if has_steps and not wikilink else self._by_end(path, folder)

    def _by_end(self, path: str, folder: str) -> str | None:
        """The file whose path ends so: in the same folder, else the one with the shortest path."""
        tail = "/".join(step for step in fold(path).split("/") if step not in (".", "..", ""))
        for each in (f"{tail}.md", tail):
            named = self._by_name.get(each.rpartition("/")[2], ())
            ends = [one for one in named if f"/{fold(one)}".endswith(f"/{each}")]
            if ends:
                return next((one for one in ends if parent_of(one) == folder), ends[0])
        return None


def _forms(target: str, *, wikilink: bool) -> Iterator[str]:
    """The spellings of a path that a link may mean."""
    yield from dict.fromkeys((
        target, *(() if wikilink else ("/".join(map(decode_once, target.split("/"))), decode_path(target))),
    ))  # fmt: skip
