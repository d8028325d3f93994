"""The source of a run is afterwards what it was before: bytes, times, modes and inodes."""

from __future__ import annotations

import pytest
from support.commands import exportconv
from support.sources import READING, seen_of, sources_in

PROMISES = (10,)


@pytest.mark.parametrize("command", READING)
def test_nothing_of_the_source_changes(tmp_path, command: str) -> None:
    sources, out = sources_in(tmp_path / "in"), tmp_path / "out"
    before = seen_of(sources)
    line = [str(out) if word == "OUT" else word for word in READING[command].split()]
    for _ in range(2):
        assert exportconv(*line, cwd=sources).returncode in (0, 1)
        assert seen_of(sources) == before
    assert out.exists() == ("OUT" in READING[command] and "--dry-run" not in line)


def test_what_is_seen_would_tell(tmp_path) -> None:
    """A file that is written again with the same bytes is another one."""
    sources = sources_in(tmp_path)
    before = seen_of(sources)
    file = sources / "export.zip"
    file.write_bytes(file.read_bytes())
    assert seen_of(sources) != before
