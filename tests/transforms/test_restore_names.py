"""Names that the export damaged come back from the texts of links, and only those."""

from __future__ import annotations

import pytest

from exportconv.notion_names import is_damaged_name_of, is_shortened_title

A, B = "a" * 32, "b" * 32


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pr-requis.pdf", "pré-requis.pdf"),
        ("kocky.JPG", "kočky.jpg"),
        ("----.jpg", "οι-γατες-ειναι-οι-καλυτερες.jpg"),
        ("a0063.txt", "a%00%63.txt"),
    ],
)
def test_damaged(name, text):
    assert is_damaged_name_of(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.pdf", "a.pdf"),
        ("a.pdf", "b.pdf"),
        ("pr-requis.pdf", "pré-requis.png"),
        ("스크린샷_1.png", "스크린샷 1.png"),
        ("image.png", "그림"),
        ("a b.pdf", "a_b.pdf"),
        ("report.pdf", "the report (보고서).pdf"),
    ],
)
def test_not_damaged(name, text):
    assert not is_damaged_name_of(name, text)


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("Tasks 2024", "Tasks: 2024", True),
        ("Tasks", "Tasks", False),
        ("Tasks", "tasks", False),
        ("Tasks", "Tasks and more", False),
        ("A" * 50, "A" * 60, True),
    ],
)
def test_shortened_title(name, title, expected):
    assert is_shortened_title(name, title) is expected


def test_a_file_gets_its_name_and_every_link_follows(render):
    files = {
        f"P {A}.md": f"# P\n\n[pré.pdf](P%20{A}/pr.pdf) and [that one](P%20{A}/pr.pdf)",
        f"P {A}/pr.pdf": b"x",
    }
    tree = render(files)
    assert tree["P/pré.pdf"] == "x"
    assert tree["P.md"] == "[[pré.pdf]] and [[pré.pdf|that one]]"


def test_two_texts_that_fit_leave_the_name(render):
    files = {f"P {A}.md": f"# P\n\n[pré.pdf](P%20{A}/pr.pdf) [prö.pdf](P%20{A}/pr.pdf)", f"P {A}/pr.pdf": b"x"}
    assert "P/pr.pdf" in render(files)


def test_a_database_gets_its_full_title(render):
    csv = "\ufeffName\nOne\n"
    files = {
        f"P {A}.md": f"# P\n\n[Tasks: 2024/25](P%20{A}/Tasks%202024%2025%20{B}.csv)",
        f"P {A}/Tasks 2024 25 {B}.csv": csv,
        f"P {A}/Tasks 2024 25 {B}_all.csv": csv,
    }
    assert "P/Tasks - 2024-25/Tasks - 2024-25.base" in render(files)
