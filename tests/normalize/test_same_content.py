"""Attachments that are there twice."""

from __future__ import annotations

import pytest
from support.repositories import findings

from exportconv.normalize.rules.same_content import RULE


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"그림/b.png": b"1", "그림/a.png": b"1"}, [("그림/b.png", "has the same bytes as '그림/a.png'")]),
        ({"a.png": b"1", "b.jpg": b"1", "c/d.pdf": b"1"}, [("b.jpg", "has the same bytes as 'a.png'"), ("c/d.pdf", "has the same bytes as 'a.png'")]),
        ({"a.zip": b"12", "b.zip": b"21", "c.zip": b"12"}, [("c.zip", "has the same bytes as 'a.zip'")]),
        ({"a.mp4": b"0" * 2_500_000, "b.mp4": b"0" * 2_500_000, "c.mp4": b"0" * 2_499_999 + b"1"}, [("b.mp4", "has the same bytes as 'a.mp4'")]),
    ],
)  # fmt: skip
def test_found(files, expected):
    assert [(item.path, item.message) for item in findings(files, RULE)] == expected


@pytest.mark.parametrize(
    "files",
    [
        {"a.png": b"1", "b.png": b"2"},
        {"a.png": b"", "b.png": b""},
        {"a.md": b"1", "b.md": b"1", "a.png": b"1"},
        {"a/LICENSE": b"1", "b/LICENSE": b"1"},
        {"a/x.py": b"1", "b/x.py": b"1", "a/x.json": b"1", "b/x.base": b"1", "c/x.canvas": b"1"},
        {"a.png": b"1", ".trash/a.png": b"1", "sub/.obsidian/x": b"", "sub/a.png": b"1"},
    ],
    ids=["other bytes", "empty", "notes", "licences", "code and settings", "hidden and apart"],
)
def test_left_alone(files):
    assert findings(files, RULE) == []


def test_files_of_different_size_are_not_read(monkeypatch):
    def read(_):
        raise AssertionError

    monkeypatch.setattr("exportconv.normalize.rules.same_content.content_digest", read)
    assert findings({"a.png": b"1", "b.png": b"22"}, RULE) == []


def test_what_is_skipped_does_not_count():
    assert findings({"a.png": b"1", "b.png": b"1"}, RULE, skipped=["a.png"]) == []
