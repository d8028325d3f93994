"""Several processes make the same as one, whatever becomes of them, and none outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from support.vault_trees import put_files
from test_determinism import SOURCES

PROMISES = (7, 8)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

WITH_JOBS = Path(__file__).parent / "support/with_jobs.py"
ERROR = """
import sys
from exportconv import workers
workers._FEW, workers._EACH = 0, 3
def work(item):
    if item == 20:
        raise ValueError("twenty")
    return item * item
try:
    for found in workers.in_order(work, range(40), 3):
        print(found)
except ValueError as error:
    print(error)
"""
ENDLESS = """
import sys, time
from contextlib import closing
from exportconv import workers
from exportconv.__main__ import _on_stops, _stop
workers._FEW, workers._EACH = 0, 1
_on_stops(_stop)
with closing(workers.in_order(lambda item: (time.sleep(0.05), bytes(100_000)), range(10_000), 3)) as found:
    for number, item in enumerate(found):
        if number == 4:
            print("working", flush=True)
"""


def converted(out: Path, sources: list[str], jobs: int, trouble: str = "none") -> tuple[str, int]:
    """What was made and noticed, and how many processes were started."""
    command = [sys.executable, str(WITH_JOBS), str(jobs), trouble, str(out), *sources]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, int(done.stderr.rpartition(" ")[2])


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> list[str]:
    root = tmp_path_factory.mktemp("sources")
    return [str(put_files(root / name, files)) for name, files in SOURCES.items()]


@pytest.fixture(scope="module")
def alone(folders, tmp_path_factory) -> str:
    found, forks = converted(tmp_path_factory.mktemp("alone"), folders, 1)
    assert forks == 0
    assert len(found.splitlines()) > 6, "nothing was noticed"
    return found


@pytest.mark.parametrize("jobs", [2, 3, 7])
def test_any_number_makes_the_same(folders, alone, tmp_path, jobs, record_property):
    found, forks = converted(tmp_path, folders, jobs)
    assert found == alone
    # notes are printed by so many, and those of the exports also read
    assert forks == jobs * (6 + 4)
    record_property("figure", f"the same from {jobs} processes")
    record_property("promise", 7)


@pytest.mark.parametrize("trouble", ["killed", "no fork", "one fork", "thread"])
def test_trouble_with_processes_changes_nothing(folders, alone, tmp_path, trouble):
    found, forks = converted(tmp_path, folders, 3, trouble)
    assert found == alone
    assert forks == {"killed": 30, "one fork": 1}.get(trouble, 0)


def test_a_note_that_fails_its_check_is_told(folders, tmp_path):
    one, _ = converted(tmp_path / "one", folders, 1, "wrong note")
    three, _ = converted(tmp_path / "three", folders, 3, "wrong note")
    assert one == three
    assert "XC841" in three


def test_an_error_comes_where_it_would_have_come():
    done = subprocess.run([sys.executable, "-c", ERROR], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [*(str(item * item) for item in range(20)), "twenty"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_outlives_the_run(number):
    if number != signal.SIGKILL and signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("the signal is ignored here")
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, start_new_session=True) as run:
        assert run.stdout.readline() == b"working\n"
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        assert len(children) == 3
        os.killpg(run.pid, number) if number == signal.SIGINT else run.send_signal(number)
        assert run.wait(60) == (-number if number == signal.SIGKILL else 128 + number)
        waited = time.monotonic() + 60
        while left := [child for child in children if is_running(child)]:
            assert time.monotonic() < waited, left
            time.sleep(0.05)


def is_running(process: str) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    return False
