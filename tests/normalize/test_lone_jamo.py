"""Korean letters that belong to no syllable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repository_texts import findings, lines

from exportconv.normalize.rules.lone_jamo import RULE

LEAD, VOWEL, TAIL = "\u1112", "\u1161", "\u11ab"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        (VOWEL, VOWEL),
        (f"회의{LEAD}", LEAD),
        (f"a{TAIL}b", TAIL),
        (f"{nfd('회의록')}{VOWEL}", VOWEL),
        (f"{LEAD}{nfd('한')}", LEAD),
        (f"{LEAD}한", LEAD),
        (f"한{TAIL}", TAIL),
        (f"{nfd('한')}{TAIL}", TAIL),
        (f"하{VOWEL}", VOWEL),
        (f"{LEAD} {VOWEL}", LEAD),
        (f"{VOWEL}{LEAD}", VOWEL),
        ("\ua960", "\ua960"),
        ("\ud7b0", "\ud7b0"),
        ("\ud7cb", "\ud7cb"),
        ("각\u11f0", "\u11f0"),
    ],
)
def test_lone_letters(text, letter):
    (finding,) = findings(RULE, f"한글\n\n- {text}\n")
    assert (finding.line, finding.edit) == (3, None)
    assert finding.message == f"U+{ord(letter):04X} belongs to no syllable"


@pytest.mark.parametrize(
    "text",
    [
        "한글 ㅋㅋㅋ ㅠㅠ ㄱㄴㄷ ㅏㅑ ㆍ ㆎ ﾡﾢ",
        nfd("회의록 2024년 결과 Café"),
        f"{LEAD}{VOWEL}",
        f"하{TAIL}",
        "\u1112\u119e\u11ab 나랏말ᄊᆞ미",
        "\u115f\u1161 \u1100\u1160",
        "가\u11f0 \ua960\ud7b0\ud7cb",
        "",
    ],
)
def test_whole_syllables_and_other_letters(text):
    assert lines(RULE, f"{text}\n{nfd(text)}\n") == []


def test_lines_in_the_whole_file():
    text = f"\ufeff---\r\nname: {VOWEL}\r\n---\r\n한\r\n{VOWEL} {VOWEL}\r\n```\r\n{TAIL}\r\n```\r\n"
    assert lines(RULE, text) == [2, 5, 7]


def test_names():
    files = {f"{nfd('회의록')}{LEAD}/{nfd('한글')}.md": "x", f"{VOWEL}.png": b"", f".{VOWEL}/a": b"", "ㅋ.md": "x"}
    found = [(item.path, item.line, item.message) for item in findings(RULE, files)]
    assert sorted(found) == [
        (f"{nfd('회의록')}{LEAD}", 0, "U+1112 in the name belongs to no syllable"),
        (f"{VOWEL}.png", 0, "U+1161 in the name belongs to no syllable"),
    ]


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=20), st.integers(0, 60))
def test_a_cut_in_decomposed_text(text, at):
    whole = nfd(text)
    assert lines(RULE, whole) == []
    rest = whole[at:]
    is_cut = bool(rest) and not 0x1100 <= ord(rest[0]) <= 0x1112
    assert lines(RULE, rest) == ([1] if is_cut else [])
