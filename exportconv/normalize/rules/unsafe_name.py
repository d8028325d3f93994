r"""Names that Windows cannot have, or that no wikilink can say.

Of Windows: `\ / : * ? " < > |`, control characters, a dot or blank at the end, and the names of devices (`CON`,
`nul.txt`); they hold for every file and folder. Of wikilinks: `# ^ [ ]`, and blanks around the name; they hold for what
notes link to (notes, canvases, bases, attachments) and neither for folders, which links rarely name, nor for code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.unused_file import is_attached
from exportconv.paths import safe_name, split_name

__all__ = ["RULE", "files_of", "link_problem_of", "problem_of"]

_WINDOWS = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]')
_WIKILINK = re.compile(r"[#^\[\]]")
_LINKED = (".md", ".canvas", ".base")
_LONGEST_DEVICE = len("CONOUT$")


def files_of(repository: Repository) -> AbstractSet[str]:
    """The paths among `repository.names` that are files and no folders."""
    return repository.notes.keys() | {item.path for item in repository.attachments}


def problem_of(name: str, *, is_folder: bool) -> str:
    """What is wrong with the name of a file or folder, as the end of a sentence; `""` for nothing."""
    found = _WINDOWS.search(name)
    if found:
        return f"has {found[0]!r}, which Windows does not allow"
    if name.endswith((".", " ")):
        return "ends with a dot or blank, which Windows drops"
    device = name.partition(".")[0].strip()
    if len(device) <= _LONGEST_DEVICE and safe_name(device) == f"{device}_":
        return "is the name of a device on Windows"
    if is_folder or not (name.lower().endswith(_LINKED) or is_attached(name)):
        return ""
    problem = link_problem_of(name)
    if problem:
        return problem
    stem = split_name(name)[1]
    # of an attachment a link says the suffix, too, so that a blank before it does no harm
    is_padded = stem != stem.strip() if name.lower().endswith(".md") else name != name.strip()
    return "has a blank before or behind it, so no wikilink can lead to it" if is_padded else ""


def link_problem_of(name: str) -> str:
    """What of a name no wikilink can say, as the end of a sentence; `""` for nothing."""
    found = _WIKILINK.search(name)
    return f"has {found[0]!r}, so no wikilink can lead to it" if found else ""


def _check(repository: Repository) -> Iterator[Finding]:
    files = files_of(repository)
    for path in repository.names:
        name, is_folder = path.rpartition("/")[2], path not in files
        problem = problem_of(name, is_folder=is_folder)
        if problem:
            new = _safe(name, is_folder=is_folder)
            yield Finding(Code.UNSAFE_NAME, path, 0, f"{name!r} {problem}", name=new if new != name else None)


def _safe(name: str, *, is_folder: bool) -> str:
    if is_folder:
        return safe_name(name)
    _, stem, suffix = split_name(name)
    suffix = safe_name("x" + suffix)[1:] if suffix else ""
    return safe_name(stem, suffix) + suffix


RULE = Rule(Code.UNSAFE_NAME, Fix.UNSAFE, _check)
