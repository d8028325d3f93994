"""No text makes a reader, a writer or a rule quadratic: four times the text may not cost many times as much.

What is measured is the CPU time of this process, so other work on the machine counts little. The garbage collector is
off meanwhile: what it costs depends on what earlier tests left in memory. A way is called quadratic only where it is
so three times in a row, and again from the large text to one four times as large: memory that a machine gives slowly
makes one step steep, what is quadratic makes each of them so (16 times as much for 4 times the text).
"""

from __future__ import annotations

import gc
import time

import pytest
from support.hostile import TAGS, UNITS, WAYS, cases, fill

PROMISES = (17,)

SMALL, LARGE = 16_000, 64_000
MOST, SLACK = 9, 0.3
"""So many times as much, and so many seconds, are never too much."""


def seconds(way: str, text: str) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        WAYS[way](text)
        return time.process_time() - start
    finally:
        gc.enable()


def is_steep(small: float, large: float) -> bool:
    return large > MOST * small + SLACK


def growth(way: str, unit: str, length: int = SMALL) -> tuple[float, float]:
    """Seconds for a text and one four times as long; the best of three, if the first is bad."""
    small, large = seconds(way, fill(unit, length)), seconds(way, fill(unit, 4 * length))
    for _ in range(2):
        if not is_steep(small, large):
            break
        small, large = max(small, seconds(way, fill(unit, length))), min(large, seconds(way, fill(unit, 4 * length)))
    return small, large


def is_quadratic(way: str, unit: str, pair: tuple[float, float]) -> bool:
    return is_steep(*pair) and is_steep(*growth(way, unit, LARGE))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
def test_no_text_makes_it_quadratic(way, record_property):
    units = {name: unit for each, name, unit in cases() if each == way}
    found = {name: growth(way, unit) for name, unit in units.items()}
    bad = {name: pair for name, pair in found.items() if is_quadratic(way, units[name], pair)}
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
    assert is_quadratic("vault", "a", growth("vault", "a")) == is_bad


def test_one_steep_step_alone_is_not_quadratic(monkeypatch):
    monkeypatch.setitem(globals(), "seconds", lambda _, text: len(text) / SMALL + (100 if len(text) > SMALL else 0))
    pair = growth("vault", "a")
    assert is_steep(*pair)
    assert not is_quadratic("vault", "a", pair)


def test_there_are_enough_texts():
    assert len(UNITS) + len(TAGS) >= 90
