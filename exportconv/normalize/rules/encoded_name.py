"""Names that are percent-encoded, once or several times.

A name counts as encoded where a run of escapes is UTF-8 text beyond ASCII, or has a blank (`%20`) in it, as a browser
or an archiver writes them. All else may be meant as it stands and is left alone: `100%`, `50%25 off`, `C%23 notes`,
`a%2Fb`; so is a `%20` right behind a digit (`50%20off`), or in a name that has real blanks, which no encoder leaves.
A round of decoding that only the rounds before it ask for is not done: `%EB%B3%B4%2541` becomes `보%41`.
Where the decoded name is not safe, or the decoder refuses it for a separator, a person has to find a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from exportconv.codes import Code
from exportconv.normalize.findings import Finding, Fix, Rule
from exportconv.normalize.repository import Repository
from exportconv.normalize.rules.unsafe_name import files_of, link_problem_of, problem_of
from exportconv.paths import MAX_ROUNDS, decode_once, is_hidden, nfc

__all__ = ["RULE"]

_UNSEEN = re.compile("[\u00a0\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What nobody sees in a name: blanks that are none to Obsidian, and marks that turn the direction of a text."""
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})++")


def _check(repository: Repository) -> Iterator[Finding]:
    files = files_of(repository)
    for path in repository.names:
        name = path.rpartition("/")[2]
        decoded = _decoded(name) if "%" in name else None
        if decoded is None:
            continue
        is_usable = decoded != name and not is_hidden(decoded) and not _UNSEEN.search(decoded)
        # a link names the folders, too
        if is_usable and not problem_of(decoded, is_folder=path not in files) and not link_problem_of(decoded):
            yield Finding(
                Code.ENCODED_NAME, path, 0, f"the name is percent-encoded and means {decoded!r}", name=decoded
            )
        else:
            message = f"the name is percent-encoded, and {unquote(name)!r} is no safe name"
            yield Finding(Code.ENCODED_NAME, path, 0, message)


def _decoded(name: str) -> str | None:
    """The name without its encoding, the same where the decoder refuses it; None for a name that is not encoded."""
    found, step = None, name
    for _ in range(MAX_ROUNDS):
        decoded = decode_once(step)
        if _is_encoded(step):
            is_text = "\ufffd" not in unquote(step)
            found = nfc(decoded) if is_text else name
        if decoded == step:
            break
        step = decoded
    return found


def _is_encoded(name: str) -> bool:
    for match in _ESCAPES.finditer(name):
        decoded = unquote(match[0], errors="ignore")
        if not decoded.isascii():
            return True
        is_behind_digit = name[match.start() - 1 : match.start()].isdigit()
        if " " in decoded[is_behind_digit:] and " " not in name:
            return True
    return False


RULE = Rule(Code.ENCODED_NAME, Fix.SAFE, _check)
