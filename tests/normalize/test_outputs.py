"""What `normalize` prints, in each of its formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exportconv.normalize.findings import Finding
from exportconv.normalize.outputs import FORMATS, diff_of
from exportconv.normalize.registry import RULES
from exportconv.normalize.run import Normalized
from exportconv.normalize.state import Change
from exportconv.report import Code

EVIL = "a%b,c:\r\n::error::d"
FOUND = (
    Finding(Code.NFD_NAME, "폴더/가 나.md", 0, "a message", name="다.md"),
    Finding(Code.BROKEN_LINK, EVIL, 3, f"{EVIL} is not there"),
)
RESULT = Normalized(Path("/repository"), FOUND)


def test_text():
    assert FORMATS["text"](RESULT).startswith("폴더/가 나.md:0: XC601 a message\n")


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
        Change("b.md", "c.md", None, None),
    )
    assert diff_of(Normalized(Path("/r"), (), (), changes)) == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+three\n"
        "\\ No newline at end of file\nrename from b.md\nrename to c.md\n"
    )
