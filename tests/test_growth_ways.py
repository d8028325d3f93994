"""No text makes a reader, a writer or a rule quadratic: four times the text may not cost many times as much.

What is measured is the CPU time of this process, so other work on the machine counts little. A way is called quadratic
only where it is so three times in a row; code that is linear stays far below the line, what is quadratic goes far
beyond it (16 times as much for 4 times the text).
"""

from __future__ import annotations

import time

import pytest
from support.hostile import TAGS, UNITS, WAYS, cases, fill

PROMISES = (17,)

SMALL, LARGE = 16_000, 64_000
MOST, SLACK = 9, 0.3
"""So many times as much, and so many seconds, are never too much."""


def seconds(way: str, text: str) -> float:
    start = time.process_time()
    WAYS[way](text)
    return time.process_time() - start


def growth(way: str, unit: str) -> tuple[float, float]:
    """Seconds for the small and the large text; the best of three, if the first is bad."""
    small, large = seconds(way, fill(unit, SMALL)), seconds(way, fill(unit, LARGE))
    for _ in range(2):
        if large <= MOST * small + SLACK:
            break
        small, large = max(small, seconds(way, fill(unit, SMALL))), min(large, seconds(way, fill(unit, LARGE)))
    return small, large


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
def test_no_text_makes_it_quadratic(way, record_property):
    found = {name: growth(way, unit) for each, name, unit in cases() if each == way}
    bad = {name: pair for name, pair in found.items() if pair[1] > MOST * pair[0] + SLACK}
    assert bad == {}
    worst = max(large for _, large in found.values())
    record_property("figure", f"{way}: {len(found)} texts of 64 kB, none quadratic, {worst:.1f} s at most")


@pytest.mark.parametrize("way", WAYS)
def test_every_text_can_be_read_and_written(way):
    for each, _, unit in cases():
        if each == way:
            WAYS[way](fill(unit, 600))


@pytest.mark.parametrize(("power", "is_bad"), [(1, False), (1.3, False), (2, True)])
def test_the_gate_sees_what_is_quadratic(monkeypatch, power, is_bad):
    monkeypatch.setitem(globals(), "seconds", lambda _, text: 0.1 * (len(text) / SMALL) ** power)
    small, large = growth("vault", "a")
    assert (large > MOST * small + SLACK) == is_bad


def test_there_are_enough_texts():
    assert len(UNITS) + len(TAGS) >= 90
