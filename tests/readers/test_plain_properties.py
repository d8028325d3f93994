"""Properties of a frontmatter block; equal ones are made once, and none takes the place of another."""

from __future__ import annotations

import pytest

from exportconv.model import PropertyType, PropertyValue
from exportconv.readers.plain_properties import properties_in


@pytest.mark.parametrize("again", [1, 2])
@pytest.mark.parametrize(
    ("value", "kind", "typed", "raw"),
    [
        ("1", PropertyType.NUMBER, 1, "1"),
        ("true", PropertyType.CHECKBOX, True, "true"),
        ("1.0", PropertyType.NUMBER, 1.0, "1.0"),
        ("-0.0", PropertyType.NUMBER, -0.0, "-0.0"),
        ("0.0", PropertyType.NUMBER, 0.0, "0.0"),
        ("'1'", PropertyType.TEXT, "1", "1"),
        ("[1]", PropertyType.LIST, ("1",), "[1]"),
        ("['1']", PropertyType.LIST, ("1",), '["1"]'),
        ("[true]", PropertyType.LIST, ("true",), "[true]"),
        ("", PropertyType.TEXT, "", ""),
        ("{a: 1}", PropertyType.TEXT, '{"a": 1}', '{"a": 1}'),
    ],
)
def test_values_that_are_equal_keep_their_types(
    value: str, kind: PropertyType, typed: PropertyValue, raw: str, again: int
) -> None:
    for _ in range(again):
        (found,) = properties_in(f"---\na: {value}\n---\n")
        assert (found.name, found.raw, found.type, found.value) == ("a", raw, kind, typed)
        assert type(found.value) is type(typed)


def test_equal_properties_are_made_once() -> None:
    first, second = (properties_in("---\na: x\nb: [c, d]\n---\n") for _ in range(2))
    assert [one is other for one, other in zip(first, second, strict=True)] == [True, True]
