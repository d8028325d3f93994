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
TOTALS = (
    ("sum", r"(\d+) texts of 64 kB", "{:,.0f} texts of 64 kB, none quadratic"),
    ("max", r"1,000 kB, none quadratic, ([\d.]+) s", "of 1 MB none quadratic, {:.1f} s at most for both targets"),
    (
        "max",
        r"320 kB, none quadratic, ([\d.]+) s",
        "of 320 kB, with the disk and `verify`, none quadratic, {:.1f} s at most",
    ),
)

SMALL, LARGE = 16_000, 64_000
SLACK = 0.3
"""So many seconds are never too much."""
HUGE = {way: 320_000 if way.startswith("proved") else 1_000_000 for way in WAYS if way != "notion_csv"}
"""The ways in which a long text is one long page, and how long; each line of a table is a page of its own."""


@pytest.fixture(autouse=True, scope="module")
def _frozen():
    """What earlier tests left in memory is looked through no more: it would cost more than all that is measured."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def seconds(way: str, text: str) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        WAYS[way](text)
        return time.process_time() - start
    finally:
        gc.enable()


def is_steep(times: float, small: float, large: float) -> bool:
    """Whether so many times the text takes more than twice as many times as long."""
    return large > 2.2 * times * small + SLACK


def growth(way: str, unit: str, small_size: int, large_size: int) -> tuple[float, float]:
    """Seconds for a text and a longer one; the best of three, if the first is bad."""
    small, large = seconds(way, fill(unit, small_size)), seconds(way, fill(unit, large_size))
    for _ in range(2):
        if not is_steep(large_size / small_size, small, large):
            break
        small = max(small, seconds(way, fill(unit, small_size)))
        large = min(large, seconds(way, fill(unit, large_size)))
    return small, large


def is_quadratic(way: str, unit: str, pair: tuple[float, float]) -> bool:
    return is_steep(4, *pair) and is_steep(4, *growth(way, unit, LARGE, 4 * LARGE))


def units_of(way: str) -> dict[str, str]:
    return {name: unit for each, name, unit in cases() if each == way}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
def test_no_text_makes_it_quadratic(way, record_property):
    units = units_of(way)
    found = {name: growth(way, unit, SMALL, LARGE) for name, unit in units.items()}
    bad = {name: pair for name, pair in found.items() if is_quadratic(way, units[name], pair)}
    assert bad == {}
    worst = max(large for _, large in found.values())
    record_property("figure", f"{way}: {len(found)} texts of 64 kB, none quadratic, {worst:.1f} s at most")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("way", "size"), HUGE.items(), ids=HUGE)
def test_no_page_is_so_long_that_it_becomes_quadratic(way, size, record_property):
    """What costs little for each sign before it shows in a megabyte only, such as a look at the start of the line."""
    found = {name: growth(way, unit, LARGE, size) for name, unit in units_of(way).items()}
    bad = {name: pair for name, pair in found.items() if is_steep(size / LARGE, *pair)}
    assert bad == {}
    worst = max(found, key=lambda name: found[name][1])
    record_property(
        "figure",
        f"{way}: {len(found)} texts of {size // 1000:,} kB, none quadratic, {found[worst][1]:.1f} s at most ({worst})",
    )


@pytest.mark.parametrize("way", WAYS)
def test_every_text_can_be_read_and_written(way):
    for each, _, unit in cases():
        if each == way:
            WAYS[way](fill(unit, 600))


@pytest.mark.parametrize(("power", "is_bad"), [(1, False), (1.2, False), (2, True)])
def test_the_gate_sees_what_is_quadratic(monkeypatch, power, is_bad):
    monkeypatch.setitem(globals(), "seconds", lambda _, text: 0.1 * (len(text) / SMALL) ** power)
    assert is_quadratic("vault", "a", growth("vault", "a", SMALL, LARGE)) == is_bad
    assert is_steep(16, *growth("vault", "a", LARGE, 16 * LARGE)) == is_bad


def test_a_long_page_shows_what_is_quadratic_and_costs_little(monkeypatch):
    monkeypatch.setitem(globals(), "seconds", lambda _, text: 2 * (len(text) / 1e6) + 5 * (len(text) / 1e6) ** 2)
    assert not is_quadratic("vault", "a", growth("vault", "a", SMALL, LARGE))
    assert is_steep(16, *growth("vault", "a", LARGE, 16 * LARGE))


def test_one_steep_step_alone_is_not_quadratic(monkeypatch):
    monkeypatch.setitem(globals(), "seconds", lambda _, text: len(text) / SMALL + (100 if len(text) > SMALL else 0))
    pair = growth("vault", "a", SMALL, LARGE)
    assert is_steep(4, *pair)
    assert not is_quadratic("vault", "a", pair)


def test_there_are_enough_texts():
    assert len(UNITS) + len(TAGS) >= 90
