"""How fast exportconv is, in times of what only unpacks or copies the same data in the same minute.

    python tests/benchmarks/run.py                  all of it, printed
    python tests/benchmarks/run.py --write          the same, and to RESULTS.md
    python tests/benchmarks/run.py --pages 1000 10000 100000 --write

Machines are shared and noisy, so only ratios of neighbouring runs mean something: every program runs once a round, on a
disk in memory where there is one. 'inconclusive' stands where the floor itself varies by more than a fifth.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from made_exports import make_export
from made_vaults import make_vault
from measuring import EXPORTCONV, Runs, in_turn
from stages import STAGES

RESULTS = Path(__file__).with_name("RESULTS.md")
STAGES_OF = Path(__file__).with_name("stages.py")
FORMATS = ("Markdown", "HTML")
IN_MEMORY = Path("/dev/shm")
UNPACK = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])"
JOBS = ("1", "2")
MANY = 20_000
"""So many pages are converted in a single round, and no vaults are made of so many: that takes minutes."""


def exports(folder: Path, pages: Sequence[int], rounds: int) -> Iterator[str]:
    """Conversions of exports, as lines of a table."""
    yield "## Notion exports to an Obsidian vault"
    yield "In times of `unzip -q`; goals with one process and with two: 4 and 2.5 for Markdown, 10 and 6 for HTML.\n"
    yield "| export | `unzip -q` | Python's `zipfile` | `--jobs 1` | `--jobs 2` | a page | peak memory |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    grown = []
    for name in FORMATS:
        usual: dict[int, float] = {}
        peak: dict[int, int] = {}
        for count in sorted(pages):
            export = folder / f"{count}.zip"
            _apart(make_export, export, count, html=name == "HTML")
            print(f"{name}, {count} pages", flush=True)
            found = in_turn(_programs(str(export)), folder / "out", rounds if count < MANY else 1)
            export.unlink()
            usual[count], peak[count] = median(found["--jobs 1"].seconds) / count, found["--jobs 1"].peak
            yield _export_line(name, count, found)
        grown += _growth(name, usual, peak)
    yield "\nFrom one size to the next; goals: 15 % more time a page at most, and 12 KiB of memory a page. Of the largest exports"
    yield "there is a single run, so the noise of the machine is in it.\n"
    yield "| export | pages | time of a page | memory of each further page |"
    yield "| --- | --- | --- | --- |"
    yield from grown


def _apart(work: Callable[..., None], *args: object, **kwargs: object) -> None:
    """Does it in a process of its own: the peak of a program begins with what the one that starts it has in memory."""
    process = get_context("spawn").Process(target=work, args=args, kwargs=kwargs)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")


def _growth(name: str, usual: Mapping[int, float], peak: Mapping[int, int]) -> Iterator[str]:
    for less, more in pairwise(usual):
        time = f"{100 * (usual[more] / usual[less] - 1):+.0f} %"
        yield _row(name, f"{less:,} to {more:,}", time, f"{(peak[more] - peak[less]) / (more - less):.1f} KiB")


def stages(folder: Path, pages: int) -> Iterator[str]:
    """What the time of a conversion is spent on, as lines of a table."""
    yield "\n## What the time is spent on"
    yield f"A conversion of {pages:,} pages in one process, stage by stage, without what a stage calls of another one.\n"
    yield f"| stage | {' | '.join(f'{name}, a page | share' for name in FORMATS)} |"
    yield f"| --- |{' --- | --- |' * len(FORMATS)}"
    found = []
    for name in FORMATS:
        export, out = folder / "stages.zip", folder / "out"
        _apart(make_export, export, pages, html=name == "HTML")
        print(f"{name}, {pages} pages, stage by stage", flush=True)
        command = [sys.executable, str(STAGES_OF), str(export), str(out)]
        found.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
        shutil.rmtree(out)
        export.unlink()
    for stage in STAGES:
        each = ((1000 * times[stage] / pages, 100 * times[stage] / sum(times.values())) for times in found)
        yield _row(stage, *(cell for time, share in each for cell in (f"{time:.2f} ms", f"{share:.0f} %")))


def _programs(export: str) -> dict[str, Sequence[str]]:
    ours = {f"--jobs {jobs}": (*EXPORTCONV, "convert", export, "OUT", "-q", "--jobs", jobs) for jobs in JOBS}
    return {
        "unzip": ("unzip", "-q", export, "-d", "OUT"),
        "zipfile": (sys.executable, "-c", UNPACK, export, "OUT"),
    } | ours


def _export_line(name: str, pages: int, found: Mapping[str, Runs]) -> str:
    floor, one = found["unzip"], found["--jobs 1"]
    others = (_ratio(found[each], floor) for each in ("zipfile", "--jobs 1", "--jobs 2"))
    each = f"{1000 * min(one.seconds) / pages:.2f} ms"
    cells = (f"{name}, {pages:,} pages", f"{min(floor.seconds):.2f} s", *others, each, _peak(one, pages))
    return _row(*cells)


def copies(folder: Path, notes: Sequence[int], rounds: int) -> Iterator[str]:
    """Conversions and checks of vaults, as lines of a table."""
    yield "\n## Obsidian vaults"
    yield "In times of `cp -r` of the vault; goals: 6 for a conversion, 1.5 for a check, which is to take 4 times `rumdl check`.\n"
    yield "| vault | `cp -r` | to Markdown | to a vault | `normalize --check` | the same in times of `rumdl check` | peak memory |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for count in notes:
        vault = folder / f"{count}"
        _apart(make_vault, vault, count, seed=count)
        print(f"vault of {count} notes", flush=True)
        found = in_turn(_vault_programs(str(vault)), folder / "out", rounds)
        shutil.rmtree(vault)
        floor, rumdl = found["cp"], found.get("rumdl")
        ours = (_ratio(found[each], floor) for each in ("to Markdown", "to a vault", "check"))
        theirs = _ratio(found["check"], rumdl) if rumdl else "not installed"
        peak = _peak(found["to Markdown"], count)
        yield _row(f"{count:,} notes", f"{min(floor.seconds):.2f} s", *ours, theirs, peak)


def _vault_programs(vault: str) -> dict[str, Sequence[str]]:
    convert = (*EXPORTCONV, "convert", vault, "OUT", "-q", "--from", "obsidian", "--to")
    rumdl = {"rumdl": ("rumdl", "check", "--no-cache", vault)} if shutil.which("rumdl") else {}
    return {
        "cp": ("cp", "-r", vault, "OUT"),
        "to Markdown": (*convert, "markdown"),
        "to a vault": (*convert, "obsidian"),
        "check": (*EXPORTCONV, "normalize", "--check", vault),
        **rumdl,
    }


def starts(folder: Path, rounds: int) -> Iterator[str]:
    """What starting takes, as lines of a table."""
    yield "\n## Starting"
    yield "Goals: 0.1 s for `--version`, 0.2 s for a check of an empty folder.\n"
    yield "| `python -c pass` | `exportconv --version` | `exportconv normalize --check` of an empty folder |"
    yield "| --- | --- | --- |"
    empty = folder / "empty"
    empty.mkdir()
    check = (*EXPORTCONV, "normalize", "--check", str(empty))
    programs = {"python": (sys.executable, "-c", "pass"), "--version": (*EXPORTCONV, "--version"), "check": check}
    found = in_turn(programs, folder / "out", 2 * rounds)
    yield _row(*(f"{min(runs.seconds):.2f}-{max(runs.seconds):.2f} s" for runs in found.values()))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _ratio(runs: Runs, floor: Runs) -> str:
    ratios = runs.ratios(floor)
    doubt = ", inconclusive" if floor.is_noisy else ""
    return f"{runs.ratio(floor):.1f} ({min(ratios):.1f}-{max(ratios):.1f}{doubt})"


def _peak(runs: Runs, count: int) -> str:
    return f"{runs.peak / 1024:.0f} MiB, {runs.peak / count:.1f} KiB each"


def _about(folder: Path, rounds: int) -> Iterator[str]:
    kind = subprocess.run(
        ["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False
    ).stdout.strip()
    yield "# How fast it is\n"
    yield (
        "Made by `python tests/benchmarks/run.py --write`, not by hand: medians of the ratios of neighbouring runs, with "
        f"the smallest and largest, {rounds} rounds, on {kind or 'a disk'}; {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {datetime.now(tz=UTC).date()}. Six of ten pages have an attachment of 900 "
        "bytes, and each has five links.\n"
    )


def main() -> None:
    """Runs all and prints it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=IN_MEMORY if IN_MEMORY.is_dir() else None)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--write", action="store_true", help=f"also to {RESULTS.name}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        lines = [*_about(folder, chosen.rounds), *exports(folder, chosen.pages, chosen.rounds)]
        notes = [count for count in chosen.pages if count < MANY]
        lines += [*stages(folder, max(notes)), *copies(folder, notes, chosen.rounds), *starts(folder, chosen.rounds)]
    text = "\n".join(lines) + "\n"
    print(text)
    if chosen.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
