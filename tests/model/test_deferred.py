"""What is worked out later is what would have been worked out at once, and only once."""

from __future__ import annotations

from exportconv.model import Deferred, DeferredMapping


def test_a_deferred_sequence_is_the_sequence() -> None:
    items = Deferred(lambda: ("a", "b", "c"))
    assert (len(items), items[0], items[1:], list(items)) == (3, "a", ("b", "c"), ["a", "b", "c"])
    assert items == ("a", "b", "c")
    assert items == Deferred(lambda: ["a", "b", "c"])
    assert items != ("a", "b")
    assert items != 3
    assert repr(items) == "('a', 'b', 'c')"
    assert not Deferred(tuple)


def test_a_deferred_mapping_is_the_mapping() -> None:
    items = DeferredMapping(lambda: {"a": 1, "b": 2})
    assert (len(items), items["a"], items.get("c"), list(items)) == (2, 1, None, ["a", "b"])
    assert items == {"a": 1, "b": 2}
    assert items != {"a": 1}
    assert repr(items) == "{'a': 1, 'b': 2}"


def test_it_is_worked_out_once_and_not_before_somebody_asks() -> None:
    calls = []

    def work_out() -> tuple[int, ...]:
        calls.append("called")
        return (1, 2)

    items = Deferred(work_out)
    assert calls == []
    assert list(items) == [1, 2]
    assert 2 in items
    assert len(calls) == 1
