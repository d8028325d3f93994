"""What the time of a conversion is spent on, stage by stage, in one process.

    python tests/benchmarks/stages.py EXPORT OUT

prints JSON: stage → seconds, each without the stages that it calls; `the rest` is what none of them takes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

__all__ = ["STAGES", "measured"]

STAGES = (
    "list the archive", "unpack", "read pages", "find targets of links", "type properties", "name notes", "other transforms",
    "print notes", "compare notes with pages", "write and hash", "save to disk", "the rest",
)  # fmt: skip


class _Clock:
    """Seconds by stage; while one stage is inside another, only the inner one counts."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._running = ["the rest"]
        self._since = time.perf_counter()

    def switch(self) -> None:
        """Counts what has passed for the stage that runs."""
        now = time.perf_counter()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time counted."""

        @wraps(work)
        def run(*args: Any, **kwargs: Any) -> Any:
            self.switch()
            self._running.append(stage)
            try:
                return work(*args, **kwargs)
            finally:
                self.switch()
                self._running.pop()

        return run


def measured(export: str, out: str) -> Mapping[str, float]:
    """The seconds of each stage of one conversion to an Obsidian vault."""
    import exportconv as ec
    from exportconv import conversion, pipeline
    from exportconv.readers import notion, packed
    from exportconv.verification import checked_notes
    from exportconv.writers import write_tree

    clock = _Clock()
    for stage, place, name in (
        ("list the archive", conversion, "open_any"),
        ("unpack", packed.ZipContent, "read"),
        ("read pages", notion, "read_page"),
        ("read pages", notion, "read_html_page"),
        ("compare notes with pages", checked_notes, "compare_page"),
        ("print notes", checked_notes._CheckedContent, "read"),
        ("write and hash", write_tree, "write_content"),
        ("save to disk", write_tree, "sync_written"),
    ):
        setattr(place, name, clock.timed(stage, getattr(place, name)))
    named = {
        "resolve_links": "find targets of links", "map_properties": "type properties", "name_notes": "name notes",
    }  # fmt: skip
    steps = {name: clock.timed(named.get(name, "other transforms"), step) for name, step in pipeline.TRANSFORMS.items()}
    pipeline.TRANSFORMS = steps
    ec.convert(export, out, options=ec.Options(jobs=1))
    clock.switch()
    return clock.seconds


if __name__ == "__main__":
    print(json.dumps(measured(*sys.argv[1:])))
