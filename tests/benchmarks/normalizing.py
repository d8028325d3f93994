"""How fast a clean repository is checked, as a ratio to `rumdl check` of the same files in the same minute.

Machines are shared and noisy, so only ratios of neighbouring runs mean something. Usage, with rumdl installed:

    python tests/benchmarks/normalizing.py [--rounds 5] [--folder /dev/shm] [--notes 10000]

Makes a vault of its own, and an empty one for the time that starting takes; prints every pair and the median ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vaults import make_vault

__all__ = ["main"]


def timed(*command: str) -> float:
    """Wall time of a command, whatever it finds."""
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(folder: Path, rounds: int) -> None:
    """Prints the rounds over one folder."""
    ratios = []
    for _ in range(rounds):
        theirs = timed("rumdl", "check", "--no-cache", str(folder))
        ours = timed(sys.executable, "-m", "exportconv", "normalize", "--check", str(folder))
        ratios.append(ours / theirs)
        print(f"  rumdl {theirs:.2f} s   exportconv {ours:.2f} s   ratio {ratios[-1]:.1f}")
    print(f"  median ratio {statistics.median(ratios):.1f}")


def main() -> None:
    """Runs all and prints it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--notes", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        for notes in (0, chosen.notes):
            vault = Path(name) / str(notes)
            vault.mkdir()
            if notes:
                make_vault(vault, notes, seed=notes)
            print(f"{notes} notes")
            compare(vault, chosen.rounds)


if __name__ == "__main__":
    main()
