"""A system call that fails, whichever it is, leaves the destination as it was, or is done without."""

from __future__ import annotations

import pytest
from support.faults import CASES, Case, needs_strace

PROMISES = (8, 19)
TOTALS = (("sum", r"(\d+) of \d+ points.*; (\d+) half", "{:,.0f} errors of single calls swept, {:,.0f} half"),)

pytestmark = [pytest.mark.faults, needs_strace]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EPERM"])
@pytest.mark.parametrize("name", CASES)
def test_an_error_at_a_system_call(tmp_path, record_property, name, error):
    case = Case(CASES[name], tmp_path)
    found = {"refused": 0, "done without": 0}
    points = case.chosen(10)
    for call, number in points:
        case.fresh()
        done = case.run("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}")
        where = (call, number, done)
        assert done.code in (0, 1, 2), where
        assert case.tree() == (case.old if done.code == 2 else case.new), where
        assert not case.has_journal(), where
        if done.code == 2:
            assert done.said.count("\n") == 1, where
            assert "a bug" not in done.said, where
        found["refused" if done.code == 2 else "done without"] += 1
        assert case.run().code in (0, 1), where
        assert case.whole_tree() == case.new, where
    said = ", ".join(f"{count} {what}" for what, count in found.items())
    record_property("figure", f"{name}, {error}: {len(points)} of {len(case.points)} points swept: {said}; 0 half")
