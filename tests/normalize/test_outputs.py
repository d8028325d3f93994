"""What `normalize` prints, in each of its formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exportconv.codes import Code
from exportconv.normalize import RULES
from exportconv.normalize.findings import Finding
from exportconv.normalize.outputs import FORMATS, diff_of, summary
from exportconv.normalize.run import Normalized
from exportconv.normalize.state import Change

PROMISES = (18,)

EVIL = "a%b,c:\r\n::error::d"
FOUND = (
    Finding(Code.NFD_NAME, "폴더/가 나.md", 0, "a message", name="다.md"),
    Finding(Code.BROKEN_LINK, EVIL, 3, f"{EVIL} is not there"),
)
RESULT = Normalized(Path("/repository"), FOUND)


def test_text():
    assert FORMATS["text"](RESULT).startswith("폴더/가 나.md:0: XC601 a message\n")


def test_each_finding_is_one_line():
    (_, line) = FORMATS["text"](RESULT).splitlines()
    assert line == r"a%b,c:\r\n::error::d:3: XC101 a%b,c:\r\n::error::d is not there"
    item = Finding(Code.NFD_NAME, "\x1b[2J가\u2028나", 0, "a\tb")
    assert FORMATS["text"](Normalized(Path("/r"), (item,))) == "\\x1b[2J가\\u2028나:0: XC601 a\\tb\n"


def test_mended_findings_are_printed_unless_nothing_was_written():
    mended = FOUND[:1]
    lines = FORMATS["text"](Normalized(Path("/r"), FOUND[1:], mended)).splitlines()
    assert lines[0] == "폴더/가 나.md:0: XC601 a message (mended)"
    assert len(lines) == 2
    assert len(FORMATS["text"](Normalized(Path("/r"), FOUND[1:], mended, is_check=True)).splitlines()) == 1


CHANGE = Change("a.md", "b.md", None, None)


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (Normalized(Path("/r"), ()), "0 found, 0 mended, 0 left"),
        (Normalized(Path("/r"), FOUND[1:], FOUND[:1], (CHANGE,)), "2 found, 1 mended, 1 left; 1 file changed"),
        (Normalized(Path("/r"), (), FOUND, (CHANGE, CHANGE)), "2 found, 2 mended, 0 left; 2 files changed"),
        (Normalized(Path("/r"), (), is_check=True), "0 found, 0 can be mended"),
        (
            Normalized(Path("/r"), FOUND, FOUND[:1] * 2, (CHANGE,), is_check=True),
            "2 found, 1 can be mended; 1 file would change",
        ),
    ],
)
def test_summary(result, line):
    assert summary(result) == line


def test_json():
    data = json.loads(FORMATS["json"](RESULT))
    assert data["findings"][0] == {
        "code": "XC601", "path": "폴더/가 나.md", "line": 0, "message": "a message", "fixable": True,
    }  # fmt: skip
    assert (data["findings"][1]["fixable"], data["mended"], data["changes"]) == (False, [], [])


def test_no_name_is_a_command_to_github():
    lines = FORMATS["github"](RESULT).splitlines()
    assert lines == [
        "::error file=폴더/가 나.md,line=1,title=XC601::a message",
        "::error file=a%25b%2Cc%3A%0D%0A%3A%3Aerror%3A%3Ad,line=3,title=XC101::a%25b,c:%0D%0A::error::d is not there",
    ]


def test_sarif_has_what_the_standard_asks_for():
    """The members that SARIF 2.1.0 requires, and the values it allows, in sections 3.13 to 3.52; no package has its schema."""
    log = json.loads(FORMATS["sarif"](RESULT))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == [str(rule.code) for rule in RULES]
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert len(run["results"]) == len(FOUND)
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (place,) = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].isascii()
        assert place["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "%ED%8F%B4%EB%8D%94/%EA%B0%80%20%EB%82%98.md"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(name):
    printed = FORMATS[name](Normalized(Path("/repository"), ()))
    assert printed == "" if name in ("text", "github") else json.loads(printed)


def test_diff():
    changes = (
        Change("a.md", "a.md", b"one\ntwo", b"one\nthree"),
        Change("b\n.md", "c.md", None, None),
    )
    assert diff_of(Normalized(Path("/r"), (), (), changes)) == (
        "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+three\n"
        "\\ No newline at end of file\n"
        'diff --git "a/b\\n.md" b/c.md\nrename from "b\\n.md"\nrename to c.md\n'
    )
