"""A run that is killed at any system call that changes a disk leaves the old or the new, and the next run the new."""

from __future__ import annotations

import pytest
from support.faults import CASES, Case, needs_strace

PROMISES = (8,)
TOTALS = (("sum", r"(\d+) of (\d+) points.*; (\d+) half", "killed at {:,.0f} points of {:,.0f}, {:,.0f} half"),)

pytestmark = [pytest.mark.faults, needs_strace]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", CASES)
def test_killed_at_a_system_call(tmp_path, record_property, name):
    case = Case(CASES[name], tmp_path)
    found = {"old": 0, "new": 0, "journalled": 0}
    points = case.chosen(20)
    for call, number in points:
        case.fresh()
        done = case.run("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")
        assert done.code == -9, (call, number)
        state = case.tree()
        if case.has_journal():
            found["journalled"] += 1
        else:
            assert state in (case.old, case.new), (call, number)
            found["old" if state == case.old else "new"] += 1
        again = case.run()
        assert again.code in (0, 1), (call, number, again.said)
        assert case.whole_tree() == case.new, (call, number)
    assert found["old"]
    said = ", ".join(f"{count} {what}" for what, count in found.items())
    record_property("figure", f"{name}: {len(points)} of {len(case.points)} points swept: {said}; 0 half")
