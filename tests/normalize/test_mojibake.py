"""Korean text that was decoded wrongly, and all the text that was not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repository_texts import findings, lines

from exportconv.normalize.rules.mojibake import _EAST_BEFORE, _EAST_LEADS, _LATIN, _LATIN_LEADS, _PAIRS, RULE

SENTENCES = [
    "회의록을 정리하고 다음 일정을 확인했습니다",
    "프로젝트 관리 방법과 문서 작성 순서",
    "서울에서 부산까지 기차로 두 시간 반",
    "오늘의 할 일: 보고서 제출, 장보기",
]


def as_web(data: bytes) -> str:
    """Windows-1252 as browsers read it: what it does not have stays."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in data
    )


WAYS = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as Windows-1252": lambda text: as_web(text.encode()),
    "the same without no-break spaces": lambda text: as_web(text.encode()).replace("\xa0", " "),
    "UTF-8 as CP949": lambda text: text.encode().decode("cp949", "replace"),
    "UTF-8 as CP949 with question marks": lambda text: text.encode().decode("cp949", "replace").replace("\ufffd", "?"),
    "CP949 as Latin-1": lambda text: text.encode("cp949").decode("latin-1"),
    "CP949 as Windows-1252": lambda text: as_web(text.encode("cp949")),
    "decomposed UTF-8 as Latin-1": lambda text: unicodedata.normalize("NFD", text).encode().decode("latin-1"),
    "decomposed UTF-8 as Windows-1252": lambda text: as_web(unicodedata.normalize("NFD", text).encode()),
}


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("way", WAYS)
def test_sentences(way, text):
    # U+0085 is no line end here
    assert lines(RULE, f"---\ntitle: x\n---\n{text}\n\n- {WAYS[way](text)}\n{text}\n") == [6]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("ë³´ê³ ì„œ", "보고서"),
        ("ë³´ê³\xa0ì„œ", "보고서"),
        ("<ë³´ê³\xa0>", "보고"),
        ("蹂닿퀬", "보고"),
        ("蹂닿퀬�꽌", "보고"),
        ("?덈뀞?섏꽭??", "녕세"),
        ("º¸°í¼\xad", "보고서"),
        ("`Á¦¸ñ: È¸ÀÇ·Ï`", "제목"),
    ],
)
def test_words(text, right):
    (finding,) = findings(RULE, f"A\n{text}\n")
    assert (finding.line, finding.edit) == (2, None)
    assert finding.message == f"Korean text was decoded wrongly: {right!r}"


REAL = [
    "한국어 문장은 그대로 둡니다. 뭐? 왜?그래서?어디로?아니?정말?? 똠방각하 뷁 펲시",
    "大韓民國은 民主共和國이다. 歷史는 反復된다. 韓國語와 漢字를 混用한 文章이라도 問題가 없어야 한다.",
    "學校에서 敎授님이 說明을 하셨다? 그럼?學生은? 理論的으로 可能한가?",
    "첫째①둘째②　전각，문장。「인용」『책』※참고→결과",
    "ㅋㅋㅋㅋ ㅎㅎ ㅠㅠ ㄱㄴㄷ 아ㅏㅏ",
    "日本語の文章です。漢字とかなとカタカナ、ｶﾀｶﾅ。何？本当？？",
    "这是中文。汉字、标点？真的？？繁體中文也一樣。",
    "Où êtes-vous ? « À l'île » — déjà vu, cœur, garçon, naïf, Noël… «ê» êëìíîï",
    "Größe, Äpfel, Öl, Übung, Straße; ÄÖÜ äöüß »Zitat« §§ 1–3, 20 °C ±2 µm ½ ¼ ¾ x² y³",
    "¿Qué tal? ¡Olé! España, mañana, ª º. AÇÃO, AÇÕES, coração, São João",
    "Tiếng Việt: Trường hợp này, những người ở đây đều biết. ÊÂÔƯĐ êâôưđ ế ề ể ễ ệ “ê” ‘ê’…",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃ",
    "················ °°°°°° ¸¸¸¸ ´´´´ »»»» ««««»»»» ¿¿¿¿ ±±±± ·Ä·Ö·Ü· ¯\\_(ツ)_/¯ ¸.·´¯`·.¸ ·.¸¸.·´¯`·.¸¸.·",
    "┌──┬──┐ │a │b │ ├──┼──┤ └──┴──┘ ╔══╗ ║░▒▓█║ ╚══╝ ▀▄▌▐ ■□▪▫",
    "😀👍🏽👨‍👩‍👧🇰🇷 ✅❌➡️ ★☆ ♥ 가👍나?😀?",
    "Жёлтый, БАЗА, Ελληνικά, עברית, العربية, हिन्दी, ไทย",
    "Færøerne, Þingvellir, ÆØÅ æøå, Ísland, Łódź, Žižek, İstanbul",
    "â€™ Ã© Ã¼ Â© â€œquoteâ€ ðŸ˜€",
    "a\ufffdb \ufffd\ufffd 가\ufffd나 \ufffd\ufffd다라\ufffd",
    "\u1112\u1161\u11ab\u1100\u1173\u11af 한글 Café Cafe\u0301 e\u0308",
    "肄용를 寃브보",
    "𠀀𠮷野家에서 밥을 먹다. 﨑山에 豈",
]


@pytest.mark.parametrize("text", REAL)
def test_real_text(text):
    assert lines(RULE, f"{text}\n# {text}\n{text.upper()}\n{text.lower()}\n{text.replace(' ', '')}\n") == []
    assert lines(RULE, unicodedata.normalize("NFD", text)) == []


@pytest.mark.parametrize("text", ["¾È", "¿Ä¿Ä", "ë³´", "ì„ œ„", "º¸°í¼", "Çб³", "ë³´é©", "êµ\xad\xff"])
def test_what_is_too_little_or_not_only_that(text):
    assert lines(RULE, f"x {text} y\n") == []


def test_names():
    wrong = "Á¦¸ñ"
    found = findings(RULE, {"회의.md": "x", f"{wrong}/a.md": "x", "ë³´ê³\xa0ì„œ.png": b"", "Café.md": "x"})
    assert [(item.path, item.line) for item in found] == [(wrong, 0), ("ë³´ê³\xa0ì„œ.png", 0)]
    assert [item.message for item in found] == [f"the name may have been {text!r}" for text in ("제목", "보고서")]


def test_one_finding_a_line():
    assert lines(RULE, "ë³´ê³\xa0ì„œ º¸°í¼\xad\r\n蹂닿퀬 蹂닿퀬\n") == [1, 2]


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=8))
def test_whatever_was_utf_8_is_found_by_latin_1_and_gives_the_text_back(text):
    (finding,) = findings(RULE, text.encode().decode("latin-1"))
    assert finding.message.endswith(repr(text))


@given(
    st.text(
        st.sampled_from("가각간나다라마바사아자차카타파하한국의을를이는에서로고회록문관리보일정"),
        min_size=1,
        max_size=30,
    )
)
def test_korean_text_is_right(text):
    assert lines(RULE, text) == []
    assert lines(RULE, text[:2] + "?" + text[2:]) == []


def test_the_first_bytes_that_are_looked_for_are_those_of_all_characters_that_matter():
    chars = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert {char.encode()[:1] for char in chars if _PAIRS.match(char * 4)} == set(_LATIN_LEADS)
    assert {char.encode()[:1] for char in chars if _LATIN.match(f"{char}\x80\x80")} <= set(_LATIN_LEADS)
    assert {char.encode()[:1] for char in chars if _EAST_BEFORE.match(f"{char}가")} == set(_EAST_LEADS)
