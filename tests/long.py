"""The long form of everything: all tests, those of every day also as on a bare system, a million executions of each
fuzzer, and the table of promises anew.

    python tests/long.py

EXPORTCONV_LONG=1 is set for the tests: one that has a short and a long form takes the long one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
EVERYTHING = "long or not long"


def main() -> int:
    environment = os.environ | {"EXPORTCONV_LONG": "1"}
    fuzzed = subprocess.run([sys.executable, str(HERE / "fuzz/record.py")], env=environment, check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        report = str(Path(folder, "report.xml"))
        command = [sys.executable, "-m", "pytest", "-m", EVERYTHING, f"--junitxml={report}"]
        tested = subprocess.run(command, cwd=HERE.parent, env=environment, check=False).returncode
        bare = environment | {"PYTHONPATH": str(HERE / "support/bare")}
        without = subprocess.run([sys.executable, "-m", "pytest"], cwd=HERE.parent, env=bare, check=False).returncode
        made = subprocess.run([sys.executable, str(HERE / "promises.py"), report, "--write"], check=False).returncode
    return max(fuzzed, tested, without, made)


if __name__ == "__main__":
    sys.exit(main())
