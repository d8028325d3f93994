"""Paths that Windows may refuse."""

from __future__ import annotations

import pytest
from support.repositories import findings, nfd

from exportconv.normalize.rules.long_path import RULE


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("가" * 60 + "/" + "나" * 177 + ".md", 241),
        ("a/" * 119 + "b.png", 243),
        ("🎉" * 119 + ".md", 241),
        (nfd("강") * 79 + "ab.md", 242),
    ],
)
def test_found(path, length):
    (found,) = findings([path, "a.md"], RULE)
    assert (found.path, found.name) == (path, None)
    assert found.message == f"the path has {length} characters; Windows may refuse it"


@pytest.mark.parametrize("path", ["가" * 237 + ".md", "a/" * 118 + "b.md", "🎉" * 118 + ".md", "." + "a" * 250 + ".md"])
def test_left_alone(path):
    assert findings([path], RULE) == []
