"""The patterns of `.gitignore` files, read as git reads them.

`pathspec` was tried first: it does not tell apart what fits a file and what fits a folder of it, and git decides folder
by folder. Two differences to git are on purpose: a `?` is a character, not a byte, and two stars within a name are one,
also in `a**/b`, where git cuts off the `a` before it looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from exportconv.errors import ConfigError
from exportconv.model import Content
from exportconv.paths import nfc, parent_of, parents_of

__all__ = ["IgnoreFiles", "exclude_patterns", "ignore_files"]

_WITHOUT_BLANKS = re.compile(r"(?:[^\\ ]|\\.?| ++(?!$))*+", re.DOTALL)
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|(?P<stars>\*++)|(?P<any>\?)"
    r"|\[(?P<negated>[!^]?)(?P<set>(?:\\.|\[:[a-z]++:\]|[^\\])(?:\\.|\[:[a-z]++:\]|[^\\\]])*+)\]|(?P<char>.)",
    re.DOTALL,
)
_MEMBER = re.compile(r"\\(?P<escaped>.)|\[:(?P<kind>[a-z]++):\]|(?P<char>.)", re.DOTALL)
_KINDS: Mapping[str, str] = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "digit": "0-9", "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~", "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_FOLDERS = "(?:[^/]+/)*"


class _Pattern(NamedTuple):
    """One line."""

    regex: re.Pattern[str]
    """What it says of a path, or of a name."""
    by_name: bool
    """Whether it speaks of names in any folder, and not of paths from the file's own."""
    folders_only: bool
    """Whether it ends with a slash."""
    is_exception: bool
    """Whether it begins with an exclamation mark."""


class IgnoreFiles:
    """Tells whether files are ignored, by the lines of `.gitignore` files and the folders that these lie in.

    The nearest file has the last word, and in it the last line that fits. Nothing in an ignored folder can be taken
    back.
    """

    def __init__(self, lines: Mapping[str, Iterable[str]], *, form: Callable[[str], str] = nfc) -> None:
        """`lines` by folder, `""` for the root.

        form: makes paths and lines alike that are to be equal; by default Unicode forms do not matter. To git they do.
        """
        self._form = form
        patterns = {folder: list(_patterns(map(form, texts)))[::-1] for folder, texts in lines.items()}
        self._patterns = {folder: found for folder, found in patterns.items() if found}
        self._folders: dict[str, bool] = {}

    def ignores(self, path: str) -> bool:
        """Whether a file is ignored, by itself or with one of its folders."""
        if not self._patterns:
            return False
        for folder in reversed([*parents_of(path)]):
            if folder not in self._folders:
                self._folders[folder] = self._is_named(folder, is_folder=True)
            if self._folders[folder]:
                return True
        return self._is_named(path, is_folder=False)

    def _is_named(self, path: str, *, is_folder: bool) -> bool:
        name = self._form(path.rpartition("/")[2])
        for folder in (*parents_of(path), ""):
            patterns = self._patterns.get(folder, ())
            tail = self._form(path[len(folder) + 1 :] if folder else path) if patterns else ""
            for pattern in patterns:
                is_kind = is_folder or not pattern.folders_only
                if is_kind and pattern.regex.fullmatch(name if pattern.by_name else tail):
                    return not pattern.is_exception
        return False


def exclude_patterns(texts: Iterable[str]) -> IgnoreFiles:
    """What the patterns say that somebody gave by hand.

    Raises ConfigError for one that can fit nothing. git passes over it, but whoever wants to leave out something had
    better be told.
    """
    found = list(texts)
    for text in found:
        if not any(_patterns([text])):
            reason = "it begins a comment; put a \\ before it" if text.startswith("#") else "it can fit no name"
            if "[" in text:
                reason = "it can fit no name; is a [ without its ]? Put a \\ before one that belongs to the name"
            raise ConfigError(f"exclude: {text!r} leaves out nothing: {reason}")
    return IgnoreFiles({"": found})


def ignore_files(files: Iterable[tuple[str, Content]], *, form: Callable[[str], str] = nfc) -> IgnoreFiles:
    """What the `.gitignore` files among some files say; `form` as for `IgnoreFiles`."""
    found = ((path, content) for path, content in files if path.rpartition("/")[2] == ".gitignore")
    return IgnoreFiles({parent_of(path): _lines(content) for path, content in found}, form=form)


def _lines(content: Content) -> list[str]:
    """Its lines; git passes over a byte order mark."""
    return content.read().decode("utf-8-sig", "replace").split("\n")


def _patterns(lines: Iterable[str]) -> Iterator[_Pattern]:
    for line in lines:
        found = _WITHOUT_BLANKS.match(line.removesuffix("\r"))
        text = found[0] if found else ""
        if text.startswith("#"):
            continue
        is_exception = text.startswith("!")
        text = text[is_exception:]
        folders_only = text.endswith("/")
        text = text[: len(text) - folders_only]
        by_name = "/" not in text
        source = _name(text) if by_name else _path(text.removeprefix("/"))
        if source is not None:
            yield _Pattern(re.compile(source, re.DOTALL), by_name, folders_only, is_exception)


def _path(text: str) -> str | None:
    """A regular expression for a path; None for a pattern that fits nothing.

    Of what stands between two `**` the first place that fits will do, so nothing there is tried twice.
    """
    groups: list[list[str]] = [[]]
    for step in text.split("/"):
        if step == "**":
            groups.append([])
            continue
        name = _name(step)
        if name is None:
            return None
        groups[-1].append(name)
    first, *middle, last = groups if len(groups) > 1 else ([], groups[0])
    if len(groups) == 1:
        return "/".join(last)
    parts = [f"{name}/" for name in first]
    parts += [f"(?>{_FOLDERS}?{''.join(f'{name}/' for name in names)})" for names in middle if names]
    return "".join(parts) + (_FOLDERS + "/".join(last) if last else ".+")


def _name(text: str) -> str | None:
    """A regular expression for a name; None for a pattern that fits nothing, as one with an open bracket."""
    parts = [""]
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token["char"] in ("[", "\\"):
            return None
        at = token.end()
        if token["stars"]:
            parts.append("")
        elif token["any"]:
            parts[-1] += "[^/]"
        elif token["set"]:
            members = _members(token["set"])
            if members is None:
                return None
            parts[-1] += f"(?!/)[{'^' if token['negated'] else ''}{members}]"
        else:
            parts[-1] += re.escape(token["escaped"] or token["char"])
    if not text or len(parts) == 1:
        return parts[0] or None
    # between two stars, too, the first place will do
    return parts[0] + "".join(f"(?>[^/]*?{part})" for part in parts[1:-1] if part) + "[^/]*" + parts[-1]


def _members(text: str) -> str | None:
    """The inside of brackets; None for one that git or Python cannot read."""
    members = ""
    for found in _MEMBER.finditer(text):
        if found["kind"]:
            if found["kind"] not in _KINDS:
                return None
            members += _KINDS[found["kind"]]
        else:
            members += "-" if found["char"] == "-" else re.escape(found["escaped"] or found["char"])
    try:
        re.compile(f"[{members}]")
    except re.error:
        return None  # a range that ends before it begins
    return members
