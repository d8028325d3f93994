"""Names on disk that the locale cannot read."""

from __future__ import annotations

import os
import re
from contextlib import suppress

__all__ = ["readable", "shown"]


def readable(path: str) -> str:
    """A path that the locale cannot read, as UTF-8 or as Korean CP949, whichever it is."""
    if path.isascii() or not re.search("[\udc80-\udcff]", path):
        return path
    return "/".join(_readable_name(os.fsencode(name)) for name in path.split("/"))


def shown(place: bytes) -> str:
    """A place on disk as it is told."""
    return readable(os.fsdecode(place))


def _readable_name(raw: bytes) -> str:
    for encoding in ("utf-8", "cp949"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", "backslashreplace").replace("\\", "%")
