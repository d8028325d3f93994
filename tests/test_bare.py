"""The suite can be run as on a system without fcntl, renameat2 and syncfs: PYTHONPATH=tests/support/bare pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BARE = Path(__file__).parent / "support/bare"
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
