"""A repository with a case for every rule, and with what looks like one and must not be touched."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from support.vault_trees import put_files

from exportconv.normalize import RULES, normalize
from exportconv.options import NormalizeOptions

ID = "0123456789abcdef0123456789abcdef"
PNG = b"\x89PNG\r\n\x1a\n"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


WRONG = {
    "처음.md": "\n".join(
        [
            "---", "up: [[없는 글]]", "tag: a, b", "done: no", "done: yes", "---",
            "[[없는 글]] [[쌍둥이]] [[계획#없는 제목]] [a](%25EA%25B3%2584%25ED%259A%258D.md)",
            f"[b]({nfd('그림')}.png) [c](https://www.notion.so/Page-{ID}) [d](/Users/ann/a.md)",
            "보고서가 여기 있다".encode().decode("latin-1"), f"ᅡ 혼자, ㅋㅋ 아니다, {nfd('완성')}도 아니다 ![[그림.png]] ![[scan]] [[%EC%9D%BC]] [[쪽 {ID}]]", "",
        ]
    ),
    nfd("계획.md"): "---\ndone: 3\n---\n# 제목\n",
    "%EC%9D%BC.md": "하나\r\n둘\n셋\n",
    f"쪽 {ID}.md": "\ufeff글\n",
    "물음?.md": "---\na: [b\n---\n글\n",
    "가/쌍둥이.md": "",
    "나/쌍둥이.md": "",
    "Case.md": "",
    "case.md": "",
    "깊은/" + "아주 긴 이름의 폴더/" * 20 + "글.md": "",
    "그림.png": PNG + b"1",
    "또.png": PNG + b"1",
    "scan": PNG + b"2",
    "한글.md": "한글".encode("cp949"),
    "깊은 인용.md": ">" * 1001 + "[[없는 글]]\n",
}  # fmt: skip
RIGHT = {
    "문서/100%.md": "[[100%]] `[[없는 글]]` `%EC%9D%BC`\n\n```\n[x](none.md)\n```\n",
    "문서/50%25 off.md": '---\ntags: [일, "no"]\ndate: 2024-05-10\nup: "[[100%]]"\n---\n[a](100%25.md) [[50%25 off]]\n',
    f"문서/해시 {ID[:31]}.md": "https://www.notion.so/help [b](https://example.org/a%25b) file:///nowhere 한국어 日本語 Übung\r\n",
    "문서/C# 노트/글.md": "[[#제목]]\n\n# 제목\n\n[[글#제목]] [a](#제목)\n",
    "문서/LICENSE": "text",
    "문서/.숨김/%EC%9D%BC.md": nfd("가"),
}


def texts(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes().decode("utf-8", "backslashreplace")
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def printed(folder: Path, result) -> dict[str, object]:
    """What is left, and the whole tree; names that are not composed are shown by their escapes."""

    def shown(text: str) -> str:
        return text if unicodedata.is_normalized("NFC", text) else ascii(text)

    return {
        "left": [f"{item.code} {shown(item.path)}:{item.line} {shown(item.message)}" for item in result.found],
        "tree": {shown(path): shown(text) for path, text in texts(folder).items()},
    }


def test_every_rule_finds_its_case(tmp_path, data_regression):
    put_files(tmp_path, {".obsidian/app.json": "{}", **WRONG})
    result = normalize([tmp_path], check=True)
    assert {item.code for item in result.found} == {rule.code for rule in RULES}
    data_regression.check(printed(tmp_path, result))


def test_safe_mending(tmp_path, data_regression):
    put_files(tmp_path, {".obsidian/app.json": "{}", **WRONG})
    data_regression.check(printed(tmp_path, normalize([tmp_path])))
    assert normalize([tmp_path]).changes == ()


def test_all_mending(tmp_path, data_regression):
    put_files(tmp_path, {".obsidian/app.json": "{}", **WRONG})
    options = NormalizeOptions(unsafe_fixes=True)
    data_regression.check(printed(tmp_path, normalize([tmp_path], options=options)))
    assert normalize([tmp_path], options=options).changes == ()


def test_what_only_looks_wrong_is_left_alone(tmp_path):
    put_files(tmp_path, {".obsidian/app.json": "{}", **RIGHT})
    before = texts(tmp_path)
    result = normalize([tmp_path], options=NormalizeOptions(unsafe_fixes=True))
    assert [str(item) for item in result.found] == []
    assert texts(tmp_path) == before
