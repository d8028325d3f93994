"""The suite can be run as on a system without fcntl, renameat2 and syncfs: PYTHONPATH=tests/support/bare pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BARE = HERE / "support/bare"
CHANGE_DISKS = ("writers", "update", "normalize/test_disk.py", "normalize/test_killed.py")
"""The tests of what writes: there such a system differs. `long.py` runs all."""
SHOWS = """
import sys
from exportconv.writers import lock, system_calls
calls = [system_calls._call(name, 0, b"a", 0, b"b", 0) for name in ("renameat2", "syncfs")]
print(calls, sys.modules["fcntl"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere these are missing anyway")
def test_nothing_of_it_is_there():
    environment = {**os.environ, "PYTHONPATH": str(BARE)}
    done = subprocess.run([sys.executable, "-c", SHOWS], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[False, False] None\n"


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere these are missing anyway")
@pytest.mark.parametrize("part", CHANGE_DISKS)
def test_what_writes_works_without_them(part):
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", str(HERE / part)]
    environment = {**os.environ, "PYTHONPATH": str(BARE)}
    done = subprocess.run(command, env=environment, cwd=HERE.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
