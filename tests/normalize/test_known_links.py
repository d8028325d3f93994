"""Fifteen links that link checkers get wrong: eight that are right, six that are not, and one in code."""

from __future__ import annotations

from unicodedata import normalize as in_form
from urllib.parse import quote

from support.vault_trees import put_files

from exportconv.normalize.run import normalize
from exportconv.options import NormalizeOptions

GOOD = [
    "[[계획]]",
    "[[plan b]]",
    "[[계획#첫 걸음]]",
    "[[계획#^goal]]",
    "![[지도.png]]",
    f"[a]({quote('계획.md')})",
    f"[b]({quote('하위/일정.md')}#{quote('내일')})",
    "[c](하위/일정.md)",
]
BROKEN = [
    "[[없는 글]]", "[[계획#없는 제목]]", "[[계획#^none]]", "![[없는 그림.png]]", "[d](none.md)", f"[e]({quote('계획.md')}#none)",
]  # fmt: skip


def test_eight_are_right_six_are_broken_and_code_is_left_alone(tmp_path):
    nfd = in_form("NFD", "하위/일정.md")
    put_files(
        tmp_path,
        {
            ".obsidian/app.json": "{}",
            "처음.md": "\n".join([*GOOD, *BROKEN, "`[[in code]]`"]) + "\n",
            in_form("NFD", "계획.md"): "# 첫 걸음\n\n목표 ^goal\n",
            "Plan B.md": "",
            nfd: "## 내일\n",
            "깊은/곳/지도.png": b"png",
        },
    )
    found = normalize([tmp_path], options=NormalizeOptions(select=("XC1",)), check=True).found
    assert [item.line for item in found] == list(range(len(GOOD) + 1, len(GOOD) + len(BROKEN) + 1))
    assert {item.path for item in found} == {"처음.md"}
