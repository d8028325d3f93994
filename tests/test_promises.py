"""Every promise has tests, and the table of them is what its command makes."""

from __future__ import annotations

import pytest
from promises import PROMISES, TABLE, UNTESTED, figures_in, files_of_promises, known_figures, main, table

REPORT = """<testsuites><testsuite>
<testcase classname="tests.test_promises" name="a"><properties><property name="figure" value="3 things | 0 lost"/></properties></testcase>
<testcase classname="tests.test_promises" name="b"><properties><property name="other" value="no"/></properties></testcase>
<testcase classname="tests.syntax.test_links.TestX" name="c"><properties><property name="figure" value="links"/><property name="promise" value="5"/></properties></testcase>
<testcase classname="tests.test_cli" name="d"><properties><property name="figure" value="bad"/></properties><failure/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize("number", PROMISES)
def test_a_promise_has_tests(number):
    held = bool(files_of_promises()[number])
    assert held == (number not in UNTESTED), (
        f"promise {number}: {'take it out of UNTESTED' if held else 'no test file holds it'}"
    )


def test_the_table_is_what_the_command_makes():
    assert TABLE.read_text(encoding="utf-8") == table(files_of_promises(), known_figures()), (
        "run tests/promises.py --write"
    )


def test_figures_are_read_from_a_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert figures_in(report) == {
        "test_promises.py": {"3 things | 0 lost": []},
        "syntax/test_links.py": {"links": [5]},
    }


def test_the_table_shows_tests_and_figures():
    files = {number: ["test_cli.py"] if number in (7, 8) else [] for number in PROMISES}
    page = table(files, {"test_cli.py": {"a|b": [], "c": [7]}})
    assert f"| 7 | {PROMISES[7]} | `test_cli.py` | a\\|b<br>c |\n" in page
    assert f"| 8 | {PROMISES[8]} | `test_cli.py` | a\\|b |\n" in page
    assert page.count("\n| ") == len(PROMISES) + 2
    assert page.endswith("\n`test_cli.py`\n\n- a|b\n- c\n")


# what the table tells of the figures below
TOTALS = (
    ("sum", r"(\d+) of (\d+) points", "{:,.0f} points of {:,.0f}"),
    ("max", r"([\d.]+) s", "{:.1f} s at most"),
    ("count", "found", "{} found"),
    ("count", "nothing", "{} of nothing"),
)


def test_many_figures_have_totals():
    texts = ["a: 2 of 3 points", "b: 40 of 50 points", "c: 1.5 s", "d: 0.25 s", "e is found", "f"]
    page = table(
        {number: ["test_promises.py"] for number in PROMISES}, {"test_promises.py": {text: [] for text in texts}}
    )
    assert "| `test_promises.py` | 42 points of 53<br>1.5 s at most<br>1 found<br>f |\n" in page
    assert "\n- a: 2 of 3 points\n- b: 40 of 50 points\n" in page


def test_without_write_nothing_is_written(capsys):
    before = TABLE.read_bytes()
    assert main([]) == 0
    assert capsys.readouterr().out == before.decode()
    assert TABLE.read_bytes() == before
