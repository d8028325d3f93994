"""What is refused before anything is read, because something else was meant, with a guess at what."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from exportconv.errors import DestinationError, SourceError

__all__ = ["refuse_unlikely"]

_EXPORT = re.compile(r"(?:.*[_-])?(?:Export|ExportBlock)-[0-9a-f-]{8,}.*\.zip", re.IGNORECASE)


def refuse_unlikely(sources: Sequence[Path], destination: Path | None = None) -> None:
    """Raises SourceError for a source that is not there and DestinationError for a destination that is a file."""
    missing = next((source for source in sources if not os.path.exists(source)), None)
    if destination is not None and destination.is_file():
        other = missing or sources[0]
        right = shlex.join(["exportconv", "convert", str(destination), str(other)])
        is_swapped = destination.suffix.lower() == ".zip" and other != destination
        swapped = f"; the source comes first, as in `{right}`" if is_swapped else ""
        raise DestinationError(f"{destination}: is a file, not a folder{swapped or '; choose a new name'}")
    if missing is not None:
        guess = next(_others(missing), None)
        raise SourceError(f"{missing}: there is no such file or folder" + (f"; did you mean {guess}?" if guess else ""))


def _others(missing: Path) -> Iterator[Path]:
    """What may have been meant: a like name in the same folder, the same one among the downloads, an export there."""
    # few runs come here, and all others start sooner without
    from difflib import get_close_matches

    from exportconv.paths import nfc

    names = {nfc(name): name for name in _names_in(missing.parent)}
    for name in get_close_matches(nfc(missing.name), names, 1):
        yield missing.with_name(names[name])
    with suppress(RuntimeError):
        downloads = Path.home() / "Downloads"
        is_zip = missing.suffix.lower() == ".zip"
        found = (name for name in _names_in(downloads) if name == missing.name or (is_zip and _EXPORT.fullmatch(name)))
        for name in sorted(found, key=lambda name: (name != missing.name, name)):
            yield downloads / name


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
