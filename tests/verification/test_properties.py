"""A property of a note says the same as that of its page, in whatever form; nothing else does."""

from __future__ import annotations

import pytest
from support.vault_trees import put_files

import exportconv as ec
from exportconv.codes import Code
from exportconv.verification.properties import Pair, lost_property

PROMISES = (4, 25)

SAME = [
    ("2024년 3월 5일 오후 3:04", {"A": "2024-03-05T15:04:00"}),
    ("March 26, 2025", {"A": "2025-03-26"}),
    ("26 March 2025", {"A": "2025-03-26"}),
    ("2025年10月8日 下午5:26", {"A": "2025-10-08T17:26:00"}),
    ("2025-10-08", {"A": "2025-10-08"}),
    ("02/03/2023", {"A": "2023-03-02"}),
    ("02/03/2023", {"A": "2023-02-03"}),
    ("May 3, 2024 → May 9, 2024", {"A": "2024-05-03", "A (end)": "2024-05-09"}),
    ("May 3, 2024 1:00 PM → 2:30 PM", {"A": "2024-05-03T13:00:00", "A (end)": "2024-05-03T14:30:00"}),
    ("May 3, 2024 → whenever", {"A": "May 3, 2024 → whenever"}),
    ("1,234.50", {"A": "1234.5"}),
    ("-$5", {"A": "-5"}),
    ("15%", {"A": "0.15", "A (text)": "15%"}),
    ("1e3", {"A": "1e3"}),
    ("a\ufeffb", {"A": "a\ufeffb"}),
    ("Yes", {"A": "true"}),
    ("No", {"A": "No"}),
    ("home office, 2024", {"A": ["home office", "2024"]}),
    ("회의 (../회의%20aa.md)", {"A": ["[[회의]]"]}),
    ("보고 서.pdf", {"A": ["[[보고서.pdf]]"]}),
]
OTHER = [
    ("2024년 3월 5일 오후 3:04", ["2024-05-03", "2024-03-04", "2003-04-05", "2025-03-05"]),
    ("March 26, 2025", ["2026-03-26", "2025-04-26", "2025-03-25"]),
    ("November 28, 2021 1:10 PM", ["2021-11-01", "2021-11-10", "2021-01-28"]),
    ("02/03/2023", ["2023-02-02", "2022-02-03"]),
    ("1,234.50", ["1234", "-1234.5", "1235.5"]),
    ("Yes", ["false"]),
    ("No", ["true"]),
    ("Room 1", ["Room 12"]),
    ("Open", ["Reopened", "Opened"]),
    ("010-1234-5678", ["010-1234-56789"]),
    ("₩15,800", ["₩15,8001"]),
    ("https://example.com/a", ["https://wexample.com/a"]),
]
RANGES = [
    {"A": "1999-01-01", "A (end)": "2024-05-09"},
    {"A": "2024-05-03", "A (end)": "1999-01-01"},
    {"A": "2024-05-03", "A (end)": "hello"},
    {"A": "2024-05-03"},
    {"A (end)": "2024-05-09"},
]


@pytest.mark.parametrize(("value", "values"), SAME)
def test_the_same(value, values):
    assert lost_property([Pair("A", value)], values, {}) is None


def test_tags_in_the_form_of_obsidian():
    assert lost_property([Pair("Tags", "봄, a/b, 2025")], {"tags": ["봄", "a/b", "y2025"]}, {}) is None
    assert lost_property([Pair("Tags", "봄, a/b, 2025")], {"tags": ["봄", "a/b", "y2026"]}, {}) is not None


@pytest.mark.parametrize(("value", "written"), [(value, each) for value, all_ in OTHER for each in all_])
def test_another(value, written):
    assert lost_property([Pair("A", value)], {"A": written}, {}) == f"the property 'A' does not say {value!r}"


@pytest.mark.parametrize("values", RANGES, ids=str)
def test_another_range(values):
    assert lost_property([Pair("A", "May 3, 2024 → May 9, 2024")], values, {}) is not None


def test_a_property_of_another_name_says_nothing():
    values = {"Date": "2020-01-01", "Date created": "2024-05-03"}
    assert lost_property([Pair("Date", "May 3, 2024")], values, {}) is not None
    assert lost_property([Pair("Date", "May 3, 2024")], {"Date": "2020-01-01", "Date 2": "2024-05-03"}, {}) is None


ID = "1" * 32
ROWS = {
    f"Tasks {ID}_all.csv": "\ufeffName,Status,Day\nOne,Open,2024년 3월 5일\nTwo,,\n",
    f"Tasks {ID}.csv": "\ufeffName,Status,Day\nOne,Open,2024년 3월 5일\nTwo,,\n",
}


@pytest.mark.parametrize(
    ("old", "new"), [("Status: Open\n", ""), ("Open", "Closed"), ("2024-03-05", "2024-03-06"), ("---", "")]
)
def test_a_row_without_a_page_is_compared_with_its_note(tmp_path, old, new):
    source = put_files(tmp_path / "e", ROWS)
    ec.convert(source, tmp_path / "v")
    found = ec.verify(source, tmp_path / "v")
    assert (found.issues, found.counts["notes compared"]) == ((), 2)
    note = tmp_path / "v/Tasks/One.md"
    assert old in note.read_text("utf-8")
    note.write_text(note.read_text("utf-8").replace(old, new), "utf-8", newline="")
    assert [str(issue.code) for issue in ec.verify(source, tmp_path / "v").issues] == ["XC805", "XC813"]


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_database_whose_csv_is_copied_is_linked_as_ever(tmp_path, to):
    home, base = f"Home {'2' * 32}", f"Home {'2' * 32}/Books {'3' * 32}"
    table = "Name,N\nAlpha,1\nBeta,2\n"
    files = {
        f"{home}.md": f"# Home\n\n[Books]({base.replace(' ', '%20')}.csv)\n",
        f"{base}.csv": table,
        f"{base}_all.csv": table,
        f"{base}/Alpha {'4' * 32}.md": "# Alpha\n\nN: 1\n\naa\n",
        f"{base}/Beta {'5' * 32}.md": "# Beta\n\nN: 5\n\nbb\n",
    }
    source = put_files(tmp_path / "e", files)
    assert ec.convert(source, tmp_path / "v", to=to).report.issues
    assert [str(issue) for issue in ec.verify(source, tmp_path / "v").issues] == []


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_cell_may_be_longer_than_the_csv_module_likes(tmp_path, to):
    # it refuses one of more than 128 Ki characters
    long = "긴 글 " * 50_000 + "끝말"
    source = put_files(
        tmp_path / "e",
        {f"Tasks {ID}.csv": f"Name,Text\nOne,{long}\n", f"Tasks {ID}_all.csv": f"Name,Text\nOne,{long}\n"},
    )
    ec.convert(source, tmp_path / "v", to=to)
    assert [str(issue) for issue in ec.verify(source, tmp_path / "v").issues] == []
    place = tmp_path / "v" / ("Tasks/One.md" if to == "obsidian" else "Tasks.md")
    text = place.read_text("utf-8")
    place.write_text(text.replace("끝말", "딴말"), "utf-8", newline="")
    lost = Code.PROPERTY_DIFFERS if to == "obsidian" else Code.ROW_DIFFERS
    assert [issue.code for issue in ec.verify(source, tmp_path / "v").issues] == [Code.EDITED_FILE, lost]
