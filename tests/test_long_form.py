"""The one command of the long form makes the tests take theirs."""

from __future__ import annotations

import os
import subprocess

import long
from support.faults import Case


def test_it_tries_every_point(monkeypatch):
    seen: list[dict[str, str]] = []

    def run(command, *, env=None, **_):
        seen.append(env or {})
        return subprocess.CompletedProcess(command, 0)

    case = Case.__new__(Case)
    case.points = [("write", number) for number in range(100)]
    monkeypatch.delenv("EXPORTCONV_LONG", raising=False)
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "run", run)
        assert long.main() == 0
    tests = seen[1]
    assert 0 < len(case.chosen(20)) < 100
    monkeypatch.setattr(os, "environ", {**os.environ, **tests})
    assert len(case.chosen(20)) == 100
