"""Vaults that hypothesis makes: any names, any bytes, all forms of links; and where their links lead, found anew."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from hypothesis import strategies as st

__all__ = ["read_tree", "resolve", "vaults"]

NAMES = [
    "Note", "note", "회의록", unicodedata.normalize("NFD", "회의록"), unicodedata.normalize("NFD", "Café"), "Café", "100% done",
    "a#b", "[x] y", "it's", 'say "x"', "🎉 party", "_under", "v1.2", "A b", "1. first", "%25", "q?", "long name with many words",
]  # fmt: skip
FOLDERS = ["", "", "dir/", "dir/sub/", "하위/", unicodedata.normalize("NFD", "폴더") + "/", ".hidden/", "Note d/"]
BLOCKS = [
    "plain text", "가나 **굵게** `code [[Note]]`", "", "", "- item ^id1", "  - nested", "> [!note]- T\n> b", "> quote\n^q",
    "```\n[[Note]]\n```", "    [[Note]]", "$[[Note]]$", "%% [[Note]] %%", "%%\n[[Note]]\n%%", "<div>[[Note]]</div>",
    "# Head", "## Head", "Set\n===", "==high==", "para ^id2", "^own", "[^1]: foot [[Note]]", "a[^1]", "---", "\ttab",
    "| a | b |\n|---|---|\n| [[Note\\|x]] | ![[Note\\|y]] |", "trailing  ", "[[", "]]", "[[]]", "![[", "%%", "==", "```",
    "\u2028sep", "nul \0", "[a](", "[a](b c)", "[ref]: Note.md", "[r][ref]", "https://a.example/[[x]]", "#tag",
]  # fmt: skip
HEADS = [
    b"", b"", b"", b"---\na: 1\n---\n", b"---\n---\n", b"---\nunclosed: [\n---\n", b"---\nnever closed\n", b"\xef\xbb\xbf",
    b'---\r\nup: "[[Note|x]]"\r\nl:\r\n  - \'[[A b]]\'\r\n---\r\n', b"\xef\xbb\xbf---\nx: see [[Note]]\n---\n",
    b'---\nx: "a \\" [[it\'s]]"\ny: \'it\'\'s [[A b]]\'\nz: [[Note]]\n---\n',
]  # fmt: skip
RAW = [b"", b"\xff\xfe\x00x", b"no utf-8 \x80 [[Note]]", b"\xef\xbb\xbf", b"\r", b"---", b"[[Note]]"]
FILES = [
    ("x.png", b"\x89PNG"), ("d.pdf", b"%PDF"), ("z.zip", b"PK\x05\x06" + b"\0" * 18), ("t.csv", b"a,b\n"), (".DS_Store", b"\0"),
    ("c.canvas", '{"nodes":[{"type":"file","file":"Note.md"},{"type":"text","text":"[[회의록]] \\"q\\""}]}'.encode()),
    ("b.base", b"views:\n  - type: table\n"), ("no suffix", b"x"), ("Thumbs.db", b""), (".gitignore", b"x\n"), ("bad.canvas", b"{"),
]  # fmt: skip
SETTINGS = [".obsidian/app.json", ".trash/Note.md", "dir/.obsidian/app.json", "index.html"]
FORMS = [
    "[[{}]]", "[[{}|text]]", "![[{}]]", "[[{}#Head]]", "[[{}#Head#Head|t]]", "[[{}#^id1]]", "![[{}#^own]]", "[[ {} ]]", "[[{}.md]]",
    "![[{}|300]]", "[[/{}]]", "[[./{}]]", "text [[{}]] and [[{}|b]]", "- [[{}]]", "> ![[{}]]", "==[[{}]]==",
]  # fmt: skip
MARKDOWN = ["[t]({}.md)", "[t]({})", "![t|50]({}.md)", "[*t*]({}.md#Head)", "[r]: {}.md", "[t](/{}.md 'title')"]


def link(name: str, form: str, folder: str) -> str:
    """A link of some form to a note, with or without its folder."""
    target = folder + name
    return form.replace("{}", target) if form in FORMS else form.replace("{}", quote(target))


LINES = st.builds(
    link, st.sampled_from(NAMES), st.sampled_from(FORMS + MARKDOWN), st.sampled_from(["", "", "", "dir/", "../"])
)
BODY = st.lists(st.one_of(LINES, LINES, st.sampled_from(BLOCKS)), max_size=14)
NEWLINES = st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r"])


def note(head: bytes, lines: list[str], newline: str, end: str) -> bytes:
    """The bytes of a note."""
    return head + (newline.join(lines) + end).encode()


NOTE = st.one_of(
    st.builds(note, st.sampled_from(HEADS), BODY, NEWLINES, st.sampled_from(["", "\n"])), st.sampled_from(RAW)
)
PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", st.sampled_from(FOLDERS), st.sampled_from(NAMES))
OTHERS = st.builds(lambda folder, file: (folder + file[0], file[1]), st.sampled_from(FOLDERS), st.sampled_from(FILES))


def _vault(notes: dict[str, bytes], others: list[tuple[str, bytes]], settings: list[str]) -> dict[str, bytes]:
    files = {**dict(others), **dict.fromkeys(settings, b"{}"), **notes}
    return files if any(not _is_hidden(path) for path in notes) else {**files, "Home.md": b"# Home"}


def _is_hidden(path: str) -> bool:
    return path.startswith((".", "dir/")) or "/." in path


def vaults() -> st.SearchStrategy[dict[str, bytes]]:
    """Paths of files with their bytes; at least one is a note at a place where it is read."""
    return st.builds(
        _vault,
        st.dictionaries(PATHS, NOTE, min_size=1, max_size=6),
        st.lists(OTHERS, max_size=4),
        st.lists(st.sampled_from(SETTINGS), max_size=2),
    )


def read_tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder, without what the converter and git note for themselves."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not {".exportconv", ".git"} & set(file.relative_to(folder).parts)
    }


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def resolve(paths: Iterable[str], place: str, target: str, *, is_wiki: bool) -> str | None:
    """The file that a link's path (decoded, without its fragment) leads to, as Obsidian finds it.

    The path from the root, else the only file whose path ends so, else the one in the note's folder, else the one with
    the shortest path; for Markdown links the path from the note's folder comes first.
    """
    folder = place.rpartition("/")[0]
    known = sorted(paths)
    parts: list[str] = []
    is_relative = {".", ".."} & set(target.split("/"))
    for step in [*(folder.split("/") if is_relative and folder else []), *target.strip().split("/")]:
        if step == "..":
            if not parts:
                return None
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    wanted = "/".join(parts)
    is_whole = bool(is_relative) or target.strip().startswith("/")
    has_suffix = "." in wanted.rpartition("/")[2].strip(".")
    for name in [wanted, f"{wanted}.md"] if has_suffix else [f"{wanted}.md", wanted]:
        keys = [_key(name)] if is_wiki or is_whole else [_key(f"{folder}/{name}".lstrip("/")), _key(name)]
        exact = [[path for path in known if _key(path) == key] for key in keys]
        ends = [path for path in known if _key(path).endswith("/" + _key(name))] if not is_whole else []
        for found in filter(None, exact):
            return _spelt(found, name)
        own = [path for path in ends if _key(path.rpartition("/")[0]) == _key(folder)]
        if own or ends:
            return _spelt(own, name) if own else _spelt(_shortest(ends), name)
    return None


def _shortest(paths: list[str]) -> list[str]:
    best = min(paths, key=lambda path: (path.count("/"), len(_key(path)), _key(path)))
    return [path for path in paths if _key(path) == _key(best)]


def _spelt(paths: list[str], name: str) -> str:
    """Of paths that differ in case or Unicode form only, the one that ends as the link is spelt."""
    for form in (str, lambda text: unicodedata.normalize("NFC", text)):
        for path in paths:
            if form(path).endswith(form(name)):
                return path
    return paths[0]
