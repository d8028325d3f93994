"""Programs run in turn, so that each is compared with its floor in the same minute."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["EXPORTCONV", "Runs", "in_turn"]

EXPORTCONV = (sys.executable, "-m", "exportconv")
NOISE = 1.2
"""A floor whose slowest run takes so many times its fastest makes a comparison doubtful."""


class Runs(NamedTuple):
    """What the runs of one program took."""

    seconds: list[float]
    """Wall time of each."""
    peak: int
    """KiB that the largest of its processes had at most, in any run."""

    def ratios(self, floor: Runs) -> list[float]:
        """Each run in times of the floor's run of the same round."""
        return [ours / theirs for ours, theirs in zip(self.seconds, floor.seconds, strict=True)]

    def ratio(self, floor: Runs) -> float:
        """The median of those."""
        return statistics.median(self.ratios(floor))

    @property
    def is_noisy(self) -> bool:
        """Whether nothing can be told from comparing with it."""
        return max(self.seconds) > NOISE * min(self.seconds)


def in_turn(programs: Mapping[str, Sequence[str]], out: Path, rounds: int) -> Mapping[str, Runs]:
    """Runs every program once a round; `OUT` in a command is a folder that it makes and that is removed afterwards."""
    found = {name: Runs([], 0) for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            seconds, peak = _timed([str(out) if word == "OUT" else word for word in command])
            found[name] = Runs([*found[name].seconds, seconds], max(found[name].peak, peak))
            shutil.rmtree(out, ignore_errors=True)
        print("  " + "   ".join(f"{name} {runs.seconds[-1]:.2f} s" for name, runs in found.items()), flush=True)
    return found


def _timed(command: Sequence[str]) -> tuple[float, int]:
    """Wall time, and the KiB of its largest process; what it finds in the notes is no failure."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        told = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed: {told.decode(errors='replace')}")
    return seconds, usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
