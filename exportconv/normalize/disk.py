"""Put what was mended on disk, all or nothing: files are replaced at once, names changed as git would see it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from exportconv.disk_names import shown
from exportconv.errors import DestinationError
from exportconv.model import Content
from exportconv.paths import SourcePath
from exportconv.readers.folders import FileContent
from exportconv.unfinished import JOURNAL
from exportconv.writers.symlinks import follow_renames

if TYPE_CHECKING:
    from exportconv.normalize.state import Change

__all__ = ["finish_killed", "write_changes"]


def finish_killed(root: Path, unfinished: Iterable[str], *, check: bool) -> tuple[str, ...]:
    """Finishes what runs that were killed had left to do, and says so in lines; nothing to say, nothing done.

    unfinished: places in the repository. Raises DestinationError where it cannot be done, in a check always, and
    where something is left to do for a folder above.
    """
    homes = [Path(place).parent for place in unfinished if os.path.basename(place) == JOURNAL]
    homes = [home for home in homes if ".git" not in home.relative_to(root).parts]
    above = [folder for folder in root.parents if os.path.lexists(os.path.join(folder, JOURNAL))]
    if not homes and not above:
        return ()
    from exportconv.writers.recovery import finish, refuse_above

    for folder in above:
        refuse_above(root, folder)
    if homes and check:
        place = shown(os.fsencode(homes[0]))
        raise DestinationError(f"{place}: a run is changing files here, or was killed; run it without --check first")
    return tuple(line for home in homes for line in finish(root, home))


def write_changes(
    root: Path,
    places: Mapping[SourcePath, str],
    changes: Iterable[Change],
    special: Iterable[str] = (),
    listed: Mapping[SourcePath, Content] | None = None,
) -> None:
    """Writes the texts that changed, then symbolic links, then renames; whatever stops it, all is taken back.

    places: where each path is on disk. special: places of files that may be symbolic links. listed: files as they
    were before they were read. Raises DestinationError: where a name is taken or a folder may not be written to,
    before anything is done, and where somebody else has changed a file since.
    """
    found = list(changes)
    if not found:
        return
    # most runs write nothing, and start sooner without this
    from exportconv.writers.work import all_or_nothing, changed_meanwhile, in_order

    # new names are UTF-8 whatever the locale, which may not even be able to say them
    renames = _renames({change.path: os.fsencode(places[SourcePath(change.path)]) for change in found}, found)
    links = list(follow_renames(map(os.fsencode, special), renames))
    texts = [
        (os.fsencode(places[SourcePath(change.path)]), change.before or b"", change.after)
        for change in found
        if change.after is not None
    ]
    _refuse_taken(renames)
    top = os.fsencode(root)
    written = (*(place for place, _, _ in texts), *renames, *(link.place for link in links))
    _refuse_closed({top, *map(os.path.dirname, written)})
    for change in found:
        if change.after is not None and not _is_as_listed((listed or {}).get(SourcePath(change.path))):
            raise changed_meanwhile(os.fsencode(places[SourcePath(change.path)]))
    with all_or_nothing(top) as work:
        work.stage(texts, links)
        work.finish(in_order(renames))


def _is_as_listed(content: Content | None) -> bool:
    """Whether a file is as it was before it was read: it may have been read twice, with something between."""
    if not isinstance(content, FileContent) or os.name == "nt":
        # Windows lists times that are not always up to date
        return True
    try:
        status = os.lstat(content.file)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (content.size, content.modified)


def _refuse_taken(renames: Mapping[bytes, bytes]) -> None:
    from exportconv.writers.steps import is_one

    for old, new in renames.items():
        if os.path.lexists(new) and new not in renames and not is_one(old, new):
            raise DestinationError(f"{shown(new)}: is there already, so {shown(old)} cannot get its name")


def _refuse_closed(folders: Iterable[bytes]) -> None:
    for folder in sorted(folders):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise DestinationError(f"{shown(folder)}: may not be written to; nothing was changed")


def _renames(places: Mapping[str, bytes], changes: Iterable[Change]) -> Mapping[bytes, bytes]:
    """Old and new place of each file and folder with a new name, the deepest first, so that the others stay valid."""
    found: dict[bytes, bytes] = {}
    for change in changes:
        place = places[change.path]
        old, new = change.path.split("/"), change.new_path.split("/")
        for depth in range(len(old), 0, -1):
            if old[depth - 1] != new[depth - 1]:
                found[place] = os.path.join(os.path.dirname(place), new[depth - 1].encode())
            place = os.path.dirname(place)
    return dict(sorted(found.items(), key=lambda pair: (-pair[0].count(os.sep.encode()), pair)))
