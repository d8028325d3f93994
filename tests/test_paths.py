"""Paths and names. Decomposed and percent-encoded names are built here, never stored."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exportconv import paths
from exportconv.notion_names import split_id
from exportconv.paths import (
    NamePool,
    decode_once,
    decode_path,
    encode_path,
    fold,
    join_path,
    nfc,
    parent_of,
    path_key,
    relative_path,
    safe_name,
    split_name,
)

PROMISES = (14, 16)

SETTINGS = settings(max_examples=200, deadline=None, derandomize=True)

ID = "0123456789abcdef0123456789abcdef"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAG = "\U0001f1f0\U0001f1f7"
THUMB = "\U0001f44d\U0001f3fd"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)
FORBIDDEN = '\\/:*?"<>|#^[]'

# Names people give: no percent sign, so that what was encoded is known.
plain_names = st.text(
    st.sampled_from("abcXYZ 019.-_(),'&+=!@#[]$;~가각힣한글ㄱéüñйがパ漢字Ωß🎉👍🏽"), min_size=1, max_size=20
).filter(lambda name: name not in (".", ".."))
# Whatever a title can hold.
titles = st.one_of(
    st.text(max_size=60),
    st.text(
        st.sampled_from('aZ가각é\u0301\u200d\u200b\ufeff\t\n /\\:*?<>|"#^[].%-_🎉👍🏽🇰🇷\ufe0f\u20e3'), max_size=300
    ),
    st.builds(
        lambda unit, n: unit * n,
        st.sampled_from(["가", "😀", FAMILY, THUMB, "é", "a.", "ab ", "한글 "]),
        st.integers(1, 150),
    ),
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def encoded(text: str, rounds: int) -> str:
    for _ in range(rounds):
        text = quote(text, safe="")
    return text


# --- Unicode form


@pytest.mark.parametrize("text", ["", "abc", "회의록", "é", "パ"])
def test_nfc_composes_and_leaves_composed_text_alone(text):
    assert nfc(nfd(text)) == text
    assert nfc(text) == text


# --- decode_once


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ("a%20b", "a b"),
        ("%EA%B0%80", "가"),
        ("%ea%b0%80", "가"),
        ("%F0%9F%8E%89", "🎉"),
        ("100%25.png", "100%.png"),
        ("a%2541", "a%41"),
        ("a%252541", "a%2541"),
        ("%25EA%25B0%2580", "%EA%B0%80"),
        ("%252F", "%2F"),
        ("%%41", "%A"),
        ("%EA%B0%80%EA%B0", "가%EA%B0"),
        ("%EA%B0%EA%B0%80", "%EA%B0가"),
        ("%FF%41", "%FFA"),
        ("%2", "%2"),
        ("%2e%2ea", "..a"),
        ("100%.png%20", "100%.png "),
        ("50%25%20off", "50% off"),
    ],
)
def test_decode_once_takes_one_round_off(segment, expected):
    assert decode_once(segment) == expected


@pytest.mark.parametrize(
    "segment",
    [
        "", "plain", "가", "%", "%%", "%%%", "%ZZ", "%4", "%4G", "100%.png", "100%", "a % b", "% 41",
        "%EA%B0", "%FF", "%80", "%C0%AF", "%ED%A0%80", "%F8%88%80%80%80",
        "%00", "a%00b", "%2F", "a%2Fb", "a%2fb", "%5C", "a%5Cb%20c", "%2e", "%2E", "%2e%2e", ".%2e", "%2E.",
        "+", "a+b", "\ufdd0",
    ],
)  # fmt: skip
def test_decode_once_leaves_alone(segment):
    assert decode_once(segment) == segment


def test_decode_once_keeps_the_spelling_of_what_it_cannot_decode():
    assert decode_once("%ea%b0") == "%ea%b0"


@pytest.mark.parametrize(
    ("segment", "expected"), [("\ufdd0%41", "\ufdd0A"), ("%EF%B7%90%41", "\ufdd0A")], ids=["raw", "encoded"]
)
def test_decode_once_keeps_a_noncharacter(segment, expected):
    assert decode_once(segment) == expected


@given(st.one_of(st.text(), st.text(st.sampled_from("%0123456789ABCDEFabcdef/.\\ 가"))))
@example("%2e%2e%2f")
@example("%25252F")
@SETTINGS
def test_decoding_is_total_and_never_makes_a_separator(text):
    segment = text.replace("/", "").replace("\\", "")
    for decoded in (decode_once(segment), decode_path(segment)):
        assert "/" not in decoded
        assert "\\" not in decoded
        assert segment in (".", "..") or decoded not in (".", "..")
        assert "\0" in segment or "\0" not in decoded


@given(st.text(st.characters(exclude_characters="/\\\0\ufdd0", exclude_categories=["Cs"])), st.sampled_from(["", "/"]))
@SETTINGS
def test_decode_once_undoes_one_quote(text, safe):
    if text not in (".", ".."):
        assert decode_once(quote(text, safe=safe)) == text


# --- decode_path


@pytest.mark.parametrize("rounds", range(5))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["보고.pdf", "a b (1).png", "スクリーンショット.png", "é #1.md", "100%.png", "🎉.md"])
def test_decode_path_undoes_up_to_four_rounds(name, form, rounds):
    assert decode_path(encoded(unicodedata.normalize(form, name), rounds)) == name


@given(
    st.lists(plain_names, min_size=1, max_size=4), st.lists(st.integers(0, 4), min_size=4, max_size=4), st.booleans()
)
@SETTINGS
def test_decode_path_undoes_each_segment_on_its_own(names, rounds, decomposed):
    spelled = [nfd(name) if decomposed else name for name in names]
    path = "/".join(encoded(name, n) for name, n in zip(spelled, rounds, strict=False))
    assert decode_path(path) == "/".join(nfc(name) for name in names)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a%20b/%EA%B0%80.md", "a b/가.md"),
        ("%252e%252e/x", "%2e%2e/x"),
        ("a%252Fb", "a%2Fb"),
        ("%2e%2e/%2e%2e/x%20y", "%2e%2e/%2e%2e/x y"),
        ("../a%20b", "../a b"),
        ("/a%20b/", "/a b/"),
        ("100%.png", "100%.png"),
        ("%EA%B0/%EA%B0%80", "%EA%B0/가"),
    ],
)
def test_decode_path(path, expected):
    assert decode_path(path) == expected


@pytest.mark.parametrize("rounds", range(4))
def test_a_letter_that_only_decomposed_looks_like_a_digit_of_a_code_is_none(rounds):
    # the `e` of an `é` in two characters, behind `%2`, would be a dot
    assert decode_path(encoded(nfd("100%2é.png"), rounds)) == "100%2é.png"
    assert path_key(nfd("100%2é.png")) == path_key("100%2é.png")


def test_decode_path_stops_after_four_rounds():
    assert decode_path(encoded("가", 5)) == quote("가")


@pytest.mark.parametrize("path", ["", "a", "a/b.md", "../x", "회의록/가.md", "a+b", "#x", "%zz/%"])
def test_decode_path_leaves_decoded_paths_alone(path):
    assert decode_path(path) == path


# --- path_key


@pytest.mark.parametrize("name", ["회의록.md", "Über uns.md", "Й/ё.png", "DB (grid view)/Résumé.PDF", "パス/ガ.md"])
def test_path_key_is_equal_for_all_spellings(name):
    spellings = {
        spelled
        for form in ("NFC", "NFD")
        for cased in (name, name.lower(), name.upper())
        for base in [unicodedata.normalize(form, cased)]
        for spelled in (base, quote(base), quote(quote(base)), quote(base, safe="/()"), quote(base).lower())
    }
    assert len(spellings) > 5
    assert {path_key(spelled) for spelled in spellings} == {path_key(name)}


@given(st.lists(plain_names, min_size=1, max_size=3), st.integers(0, 4))
@SETTINGS
def test_path_key_ignores_form_and_encoding(names, rounds):
    path = "/".join(names)
    assert path_key("/".join(encoded(nfd(name), rounds) for name in names)) == path_key(path)
    assert unicodedata.is_normalized("NFC", path_key(path))


@pytest.mark.parametrize(
    ("one", "two"),
    [("a.md", "b.md"), ("a", "a.md"), ("a/b", "a-b"), ("a/b", "b/a"), ("가", "각"), ("e", "é"), ("a b", "ab"), ("a%2Fb", "a/b"),
     ("a", "a/"), ("ㄱ", "ᄀ")],
)  # fmt: skip
def test_path_key_tells_different_paths_apart(one, two):
    assert path_key(one) != path_key(two)


def test_path_key_of_casefolding_is_more_than_lower_case():
    assert path_key("Straße") == path_key("STRASSE")


def test_path_key_takes_a_path_of_any_depth():
    assert path_key("A/" * 5000 + "B") == "a/" * 5000 + "b"


# --- encode_path


@given(st.text(st.characters(exclude_categories=["Cs"])))
@SETTINGS
def test_encode_path_is_undone_by_unquote(path):
    written = encode_path(path)
    assert unquote(written).removeprefix("./" if written.startswith("./") and not path.startswith("./") else "") == path
    assert written.isascii()
    assert not set(written) & set(' ()<>[]"`|#?\\:\n')


@given(st.lists(plain_names, min_size=1, max_size=4))
@SETTINGS
def test_encode_path_is_undone_by_decode_path(names):
    path = "/".join(names)
    assert decode_path(encode_path(path)) == nfc(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b.md", "a%20b.md"),
        ("100%.png", "100%25.png"),
        ("a%20b.md", "a%2520b.md"),
        ("C#.md", "C%23.md"),
        ("a(1).png", "a%281%29.png"),
        ("회/가.md", "%ED%9A%8C/%EA%B0%80.md"),
        ("a?b", "a%3Fb"),
    ],
)
def test_encode_path_escapes(path, expected):
    assert encode_path(path) == expected


@pytest.mark.parametrize("path", ["", "a.md", "../a/b-c_d.md", "a'b!c@d,e;f=g+h$i~j.md"])
def test_encode_path_leaves_alone(path):
    assert encode_path(path) == path


@pytest.mark.parametrize("path", ["#1 note.md", "mailto:x.md", "http:x", "a:b.md", "#"])
def test_encode_path_never_reads_as_a_fragment_or_scheme(path):
    written = encode_path(path)
    assert not written.startswith("#")
    assert ":" not in written


# --- split_id


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        (f"회의록 {ID}", ("회의록", ID)),
        (f"a  {ID}", ("a", ID)),
        (f"a b-{ID}", ("a b", ID)),
        (f"a_{ID}", ("a", ID)),
        (f"a {ID.upper()}", ("a", ID)),
        (ID, ("", ID)),
        (f"a-b_c {ID}", ("a-b_c", ID)),
        (f"{ID} {ID[::-1]}", (ID, ID[::-1])),
    ],
)
def test_split_id(stem, expected):
    assert split_id(stem) == expected


def test_split_id_keeps_the_form_of_the_title():
    assert split_id(f"{nfd('회의록')} {ID}") == (nfd("회의록"), ID)


@pytest.mark.parametrize(
    "stem",
    ["", "a", "회의록", f"a {ID[:-1]}", f"a {ID[:-1]}g", f"{ID} a", f" a {ID}.md", f"a {ID} ", f"a {ID}_all", ID[:31],
     "a 01234567-89ab-cdef-0123-456789abcdef", f"a {ID[:-1]}０"],
)  # fmt: skip
def test_split_id_leaves_alone(stem):
    assert split_id(stem) == (stem, None)


@pytest.mark.parametrize("digits", [40, 64], ids=["sha1", "sha256"])
def test_split_id_takes_no_longer_digest_for_an_id(digits):
    stem = (ID * 2)[:digits]
    assert split_id(stem) == (stem, None)


# --- names and folders


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b/c.md", ("a/b", "c", ".md")),
        ("c.tar.gz", ("", "c.tar", ".gz")),
        (".gitignore", ("", ".gitignore", "")),
        ("a/.x", ("a", ".x", "")),
        ("..x", ("", "..x", "")),
        ("noext", ("", "noext", "")),
        ("a.b/noext", ("a.b", "noext", "")),
        ("a.", ("", "a", ".")),
        ("", ("", "", "")),
    ],
)
def test_split_name(path, expected):
    assert split_name(path) == expected


@given(st.text(st.sampled_from("ab./가 "), max_size=12))
@SETTINGS
def test_split_name_loses_nothing(path):
    folder, stem, suffix = split_name(path)
    slash = "/" if "/" in path else ""
    assert f"{folder}{slash}{stem}{suffix}" == path
    assert folder == parent_of(path)


@pytest.mark.parametrize(
    ("folder", "name", "path"), [("", "a.md", "a.md"), ("x", "a.md", "x/a.md"), ("x/y", "a", "x/y/a")]
)
def test_join_path_and_parent_of(folder, name, path):
    assert join_path(folder, name) == path
    assert parent_of(path) == folder


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [
        ("", "a.md", "a.md"),
        ("", "x/a.md", "x/a.md"),
        ("x", "x/a.md", "a.md"),
        ("x", "a.md", "../a.md"),
        ("x/y", "x/z/a.md", "../z/a.md"),
        ("x/y", "z/a.md", "../../z/a.md"),
        ("x", "x", "../x"),
        ("x/y", "x/y", "../y"),
        ("ab", "a/b.md", "../a/b.md"),
    ],
)
def test_relative_path(folder, path, expected):
    assert relative_path(folder, path) == expected


folder_lists = st.lists(st.sampled_from(["a", "b", "c", "가", "a b"]), max_size=5)


@given(folder_lists, folder_lists.filter(bool))
@SETTINGS
def test_relative_path_leads_back(folder, path):
    here = list(folder)
    parts = relative_path("/".join(folder), "/".join(path)).split("/")
    for at, part in enumerate(parts):
        if part == "..":
            assert set(parts[:at]) <= {".."}
            here.pop()
        else:
            here.append(part)
    assert here == path
    shared = 0
    while shared < min(len(folder), len(path) - 1) and folder[shared] == path[shared]:
        shared += 1
    assert parts.count("..") == len(folder) - shared


# --- safe_name


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("a/b", "a-b"),
        ("a / b", "a - b"),
        ("a: b", "a - b"),
        ("a|b\\c", "a-b-c"),
        ("why?", "why？"),
        ("C#", "C＃"),
        ("2^8", "2＾8"),
        ("<a>", "＜a＞"),
        ('"a"', "'a'"),
        ("[a]", "(a)"),
        ("a*", "a＊"),
        ("a  b\t c\n", "a b c"),
        (" . a . ", "a"),
        (".gitignore", "gitignore"),
        ("etc...", "etc"),
        ("a\u200bb\ufeff", "ab"),
        ("a\u202eb", "ab"),
        ("a\x00b\x7f", "ab"),
        ("a\ud800b", "ab"),
        ("a\u2028b", "ab"),
        ("a\u00a0b", "a b"),
        ("", "Untitled"),
        ("...", "Untitled"),
        (" \t\n", "Untitled"),
        ("\u200b", "Untitled"),
        ("NUL", "NUL_"),
        ("con", "con_"),
        ("Com1", "Com1_"),
        ("lpt¹", "lpt¹_"),
    ],
)
def test_safe_name_changes(stem, expected):
    assert safe_name(stem) == expected


@pytest.mark.parametrize(
    "stem",
    ["a", "회의록", "회의록 2026-11-01", "a.b", "v1.2.3", "a, b & (c) + d = 'e'!", "100%", "@x", "ㄱ", "한글 ㅏ", "ᄋ", "Ünï", "パス",
     "🎉 party", FAMILY, FLAG, THUMB, ENGLAND, "1️⃣", "console", "CON_", "com10", "nulls", "aux cable", "~a", "a;b", "？！，。", "{a}", "$x", "`a`",
     "ตัวอย่าง", "हिन्दी"],
)  # fmt: skip
def test_safe_name_leaves_alone(stem):
    assert safe_name(stem) == stem


def test_safe_name_keeps_forbidden_characters_apart():
    names = [safe_name(f"a{char}b") for char in "?*<>#^"]
    assert len(set(names)) == 6
    assert "ab" not in names


@pytest.mark.parametrize("char", FORBIDDEN)
def test_safe_name_replaces_and_never_drops(char):
    name = safe_name(f"a{char}b")
    assert len(name) == 3
    assert not set(name) & set(FORBIDDEN)


@pytest.mark.parametrize(
    "stem", ["NUL", "nul.tar", "con.foo", "COM1.a.b", "aux .x", "LPT².md", "conin$", "clock$.x", "prn."]
)
def test_safe_name_is_not_reserved_up_to_its_first_dot(stem):
    name = safe_name(stem, ".md")
    assert name.partition(".")[0].strip().upper() not in RESERVED
    assert safe_name(name, ".md") == name


@pytest.mark.parametrize(
    ("stem", "suffix"),
    [
        ("가" * 300, ".md"),
        ("가" * 84 + "a" * 10, ".md"),
        ("😀" * 84, ""),
        ("😀" * 84, ".md"),
        ("😀" * 63 + "aaa", ".md"),
        ("a" * 300, ".md"),
        (FAMILY * 100, ".md"),
        ("e" + "\u0301" * 500, ".md"),
        ("CON.ab" + "가" * 100, ".md"),
        ("nul." + "a" * 300, ".md"),
        ("가" * 300, " 1234567890.excalidraw.md"),
        ("漢" * 85, ""),
        ("가" * 84 + "😀", ".md"),
    ],
    ids=["hangul", "hangul and ascii", "emoji", "emoji and suffix", "emoji and ascii", "ascii", "zwj", "endless accents", "reserved hangul", "reserved ascii",
         "long suffix", "han", "hangul and emoji"],
)  # fmt: skip
def test_safe_name_fits_in_255_bytes_and_100_graphemes(stem, suffix):
    name = safe_name(stem, suffix)
    assert len((name + suffix).encode()) <= 255
    assert len(name) <= 100 or len(name.replace("\u200d", "")) < len(name) or "\u0301" in name
    assert len(name) > 5


@pytest.mark.parametrize("char", ["ǖ", "ᾂ", "가", "각", "ΐ", "漢", "\U0001f600", "क\u093f"])
def test_safe_name_fits_where_names_are_decomposed(char):
    """HFS+ takes 255 UTF-16 units of the decomposed form, which may be more than there are bytes."""
    name = safe_name(char * 200, ".md") + ".md"
    units = len(unicodedata.normalize("NFD", name).encode("utf-16-le")) // 2
    assert 150 < max(units, len(name.encode())) <= 255


@pytest.mark.parametrize("n", [99, 100, 101, 150, 1000])
def test_safe_name_cuts_at_100_characters(n):
    assert safe_name("a" * n, ".md") == "a" * min(n, 100)


@pytest.mark.parametrize("n", [83, 84, 85, 300])
def test_safe_name_cuts_at_255_bytes(n):
    assert safe_name("가" * n, ".md") == "가" * min(n, 84)


@pytest.mark.parametrize(
    "unit", [FAMILY, THUMB, ENGLAND, "1\ufe0f\u20e3", "❤\ufe0f\u200d🔥", "q\u0303\u0323", "ᄀ\u119e", "षि", "กี่", "กำ", FLAG],
    ids=["zwj family", "skin tone", "tag flag", "keycap", "zwj heart", "stacked accents", "old hangul", "hindi", "thai", "thai am", "flag"],
)  # fmt: skip
@pytest.mark.parametrize("lead", ["", "a", "ab", "abc", "가", "가나a"])
def test_safe_name_never_cuts_a_character_in_two(unit, lead):
    unit = nfc(unit)
    name = safe_name(lead + unit * 200, ".md")
    body = name.removeprefix(lead)
    assert body
    assert body == unit * (len(body) // len(unit))


@pytest.mark.parametrize("n", [40, 84, 85, 120])
def test_safe_name_never_cuts_a_decomposed_syllable(n):
    name = safe_name(nfd("각" * n), ".md")
    assert name == "각" * min(n, 84)


def test_safe_name_leaves_no_blank_or_dot_where_it_cuts():
    assert safe_name("a" * 98 + " . b" * 10) == "a" * 98


def test_safe_name_composes_what_an_invisible_character_held_apart():
    name = safe_name("e\u200b\u0301 \u1100\u200b\u1161")
    assert name == "é 가"


@given(titles, st.sampled_from(["", ".md", ".png", " 12.md"]))
@example(nfd("가") * 200, ".md")
@example("ᄋ", "")
@example("a" + "\u0301" * 300, ".md")
@example("\ud800", "")
@SETTINGS
def test_safe_name_is_safe_for_every_title(title, suffix):
    name = safe_name(title, suffix)
    assert name
    assert len((name + suffix).encode()) <= 255
    assert len((name + suffix).encode("utf-16-le")) // 2 <= 255
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set(FORBIDDEN)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
    assert name == name.strip(" .")
    assert name.partition(".")[0].strip().upper() not in RESERVED


@given(titles)
@SETTINGS
def test_safe_name_is_idempotent(title):
    name = safe_name(title, ".md")
    assert safe_name(name, ".md") == name


@given(titles)
@SETTINGS
def test_safe_name_ignores_the_unicode_form(title):
    assert safe_name(nfd(title), ".md") == safe_name(nfc(title), ".md")


# --- NamePool


def test_pool_numbers_equal_stems():
    pool = NamePool()
    assert [pool.claim("회의록", ".md") for _ in range(3)] == ["회의록", "회의록 2", "회의록 3"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Note", "note"), ("Straße", "STRASSE"), ("회의록", nfd("회의록")), ("É", nfd("é"))],
    ids=["case", "casefold", "hangul NFD", "accent NFD"],
)
def test_pool_compares_without_case_and_form(first, second):
    pool = NamePool()
    assert pool.claim(first, ".md") == first
    name = pool.claim(second, ".md")
    assert name.endswith(" 2")
    assert path_key(name) != path_key(first)


def test_pool_leaves_different_names_alone():
    pool = NamePool()
    stems = ["a", "b", "가", "각", "a b", "ab", "a-b", "2", "a.b"]
    assert [pool.claim(stem, ".md") for stem in stems] == stems


def test_pool_tells_suffixes_apart():
    pool = NamePool()
    assert pool.claim("a", ".md") == "a"
    assert pool.claim("a", ".png") == "a"
    assert pool.claim("a", ".md", ".png") == "a 2"
    assert pool.claim("a", "") == "a"


def test_pool_skips_a_number_that_is_taken():
    pool = NamePool(["a 2.md", "A.md"])
    assert pool.claim("a", ".md") == "a 3"
    assert pool.claim("a 2", ".md") == "a 2 2"


def test_pool_glue():
    pool = NamePool(["a.md"], glue="-")
    assert pool.claim("a", ".md") == "a-2"


def test_take_takes_all_or_nothing():
    pool = NamePool(["a.png"])
    assert not pool.take("a", ".md", ".png")
    assert pool.take("a", ".md")
    assert not pool.take("A", ".md")


@pytest.mark.parametrize("stem", ["가" * 84, "a" * 100, FAMILY * 10], ids=["hangul", "ascii", "zwj"])
def test_pool_keeps_numbered_names_short_enough(stem):
    pool = NamePool()
    names = [pool.claim(stem, ".md") for _ in range(120)]
    assert len({path_key(name) for name in names}) == 120
    assert max(len((name + ".md").encode()) for name in names) <= 255
    assert names[-1].endswith(" 120")


@given(
    st.lists(
        st.sampled_from(["a", "A", "a 2", "A 2", "a 2 2", "a 3", "가", nfd("가"), "가 2", "ß", "ss", "b"]), max_size=40
    )
)
@SETTINGS
def test_pool_names_are_unique(stems):
    pool = NamePool()
    names = [pool.claim(stem, ".md", "") for stem in stems]
    assert len({nfc(nfc(name).casefold()) for name in names}) == len(stems)
    for stem, name in zip(stems, names, strict=True):
        assert nfc(name).startswith(nfc(stem))


@pytest.mark.parametrize(
    "stems", [["a"], ["a", "A"], [nfd("가"), "가"], ["a", "b", "c"]], ids=["one", "case", "form", "three"]
)
def test_a_thousand_equal_stems_cost_a_thousand_steps(monkeypatch, stems):
    steps = 0

    def counted(path):
        nonlocal steps
        steps += 1
        return fold(path)

    monkeypatch.setattr(paths, "fold", counted)
    pool = NamePool()
    for at in range(1000):
        pool.claim(stems[at % len(stems)], ".md")
    assert 1000 <= steps <= 5000
