"""Runs the fuzzers for long and notes in `record.json` what they have shown.

    python tests/fuzz/record.py                      a million executions of each, one after another
    python tests/fuzz/record.py html -runs=50000     of one, and so many

What a run finds new is the start of the next round; a round has 50,000 executions and is noted when it is over, so
that a run which is stopped says how far it came. It ends with 1 at the first crash, whose input stands below.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
RECORD = HERE / "record.json"
NAMES = sorted(file.stem.removeprefix("fuzz_") for file in HERE.glob("fuzz_*.py"))
_ROUND = 50_000
_DONE = re.compile(r"^Done (\d+) runs in", re.MULTILINE)
_AT = re.compile(r"^#(\d+)\s", re.MULTILINE)


def main(arguments: list[str]) -> int:
    wanted = [int(argument.partition("=")[2]) for argument in arguments if argument.startswith("-runs=")]
    names = [argument for argument in arguments if not argument.startswith("-")] or NAMES
    return max([run_long(name, wanted[0] if wanted else 1_000_000) for name in names])


def run_long(name: str, executions: int) -> int:
    """Runs one fuzzer; 1 for a crash."""
    done = 0
    with tempfile.TemporaryDirectory() as found:
        while done < executions:
            count, output = run_round(name, min(_ROUND, executions - done), found)
            has_crashed = not _DONE.search(output)
            done += count
            note(name, done, int(has_crashed))
            print(f"{name}: {done} executions, {int(has_crashed)} crashes", flush=True)
            if has_crashed:
                print(output[-4000:], flush=True)
                return 1
    return 0


def run_round(name: str, executions: int, folder: str, *flags: str) -> tuple[int, str]:
    """How many executions there were, and what was printed."""
    corpus = str(HERE / "corpus" / name)
    command = [sys.executable, str(HERE / f"fuzz_{name}.py"), f"-runs={executions}", f"-artifact_prefix={folder}/"]
    done = subprocess.run([*command, *flags, folder, corpus], capture_output=True, check=False)
    output = done.stderr.decode("utf-8", "replace")
    counts = [int(number) for number in (_DONE.findall(output) or _AT.findall(output))]
    return (counts[-1] if counts else 0), output


def note(name: str, executions: int, crashes: int) -> None:
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    date = datetime.now(tz=UTC).date().isoformat()
    known[name] = {"executions": executions, "crashes": crashes, "date": date}
    RECORD.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
