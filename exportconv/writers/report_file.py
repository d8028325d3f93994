"""Write a report beside the work: in no place where it could overwrite something, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from exportconv.errors import ConfigError, DestinationError
from exportconv.writers.replace_file import put_bytes, replaced

__all__ = ["check_report_places", "write_report"]


def check_report_places(files: Sequence[Path], places: Iterable[Path]) -> None:
    """Raises ConfigError where a report cannot be written, would lie in one of the places, or is named twice."""
    closed = set(map(_real, places))
    for file in files:
        if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
            raise ConfigError(f"{file}: its folder is not there or cannot be written")
        here = _real(file)
        if closed & {here, *here.parents}:
            raise ConfigError(f"{file}: lies in the source or the destination, where it could overwrite something")
    if len(set(map(_real, files))) < len(files):
        raise ConfigError(f"{files[0]}: is named for two reports; give each a file of its own")


def _real(file: Path) -> Path:
    return Path(os.path.realpath(file))


def write_report(file: Path, text: str) -> None:
    """Writes a report, in the place of an older one; raises DestinationError where the disk refuses.

    A pipe or a device is written to as it is.
    """
    place, data = os.fsencode(os.path.realpath(file)), text.encode("utf-8", "backslashreplace")
    try:
        if os.path.isfile(file):
            put_bytes(place, data)
        elif os.path.lexists(file):
            file.write_bytes(data)
        else:
            with replaced(place) as fresh, open(fresh, "xb") as stream:
                stream.write(data)
    except OSError as error:
        raise DestinationError(f"{file}: cannot be written: {error.strerror}; all else is done") from error
