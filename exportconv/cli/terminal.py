"""What a terminal is told in colour: codes of issues and the name before an error, and only where that is wanted."""

from __future__ import annotations

import os
import re
import sys

__all__ = ["coloured_error", "coloured_issues", "is_coloured", "is_watched"]

_CODE = re.compile(r"^(?P<place>[^\n]*?:(?:\d+:)* )(?P<code>XC\d{3})(?= )", re.MULTILINE)


def is_watched() -> bool:
    """Whether somebody sits at a terminal that can do more than print."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def is_coloured() -> bool:
    """Whether standard error gets colours: at a terminal, or with `FORCE_COLOR`, and never with `NO_COLOR`."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_watched()


def coloured_issues(text: str) -> str:
    """Lines of issues, each with its code in yellow where colours are wanted."""
    return _CODE.sub("\\g<place>\033[33m\\g<code>\033[0m", text) if is_coloured() else text


def coloured_error(text: str) -> str:
    """The line of an error, with the name of the command in red where colours are wanted."""
    # old consoles of Windows print the codes themselves, and click, which knows about it, may not be loaded here
    if os.name == "nt" or not is_coloured():
        return text
    name, colon, rest = text.partition(":")
    return f"\033[31m{name}{colon}\033[0m{rest}"
