"""Why an archive is refused, each reason with its code and its way out."""

from __future__ import annotations

from collections.abc import Mapping

from exportconv.codes import Code
from exportconv.errors import SourceError, UnsafeSourceError
from exportconv.report import one_line

__all__ = ["refusal"]

_ANEW = "get the archive anew from where it came"
_WITHOUT = "make the archive anew without it"
_UNPACK = "unpack the archive first and give the folder"
_WAYS: Mapping[Code, tuple[type[SourceError], str]] = {
    Code.LEADS_OUT: (UnsafeSourceError, _WITHOUT),
    Code.ABSOLUTE_PATH: (UnsafeSourceError, _WITHOUT),
    Code.NUL_IN_NAME: (UnsafeSourceError, _WITHOUT),
    Code.SPECIAL_FILE: (UnsafeSourceError, _UNPACK),
    Code.OVERLAP: (UnsafeSourceError, _ANEW),
    Code.TOO_LARGE: (UnsafeSourceError, "--max-size {} lets it pass"),
    Code.HIGH_RATIO: (UnsafeSourceError, "--max-ratio {} lets it pass"),
    Code.DEEP_NESTING: (UnsafeSourceError, "unpack the outer archives first"),
    Code.ENCRYPTED: (SourceError, "unpack the archive with its password first"),
    Code.UNKNOWN_COMPRESSION: (SourceError, "unpack the archive with another program first and give the folder"),
    Code.DAMAGED: (SourceError, _ANEW),
    Code.WRONG_SIZE: (SourceError, _ANEW),
    Code.TOO_MANY_ENTRIES: (UnsafeSourceError, _UNPACK),
}
"""Code → its error, and what to do."""


def refusal(code: Code, place: str, what: str, value: object = "") -> SourceError:
    """The one-line error for an archive or an entry; `value` is the limit that would let it pass."""
    kind, way = _WAYS[code]
    return kind(one_line(f"{place} {what}; {way.format(value)}"), code)
