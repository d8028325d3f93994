"""Whole vaults against whole trees that stand in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.vault_trees import converted

import exportconv as ec

PROMISES = (1,)

ROOT = Path(__file__).parent.parent
EVERYTHING = {
    ".obsidian/app.json": '{"userIgnoreFilters": ["초안/"]}',
    ".obsidian/types.json": "{}",
    "처음.md": """---
created: 2024-05-10
up: "[[지도 모음|지도]]"
tags: [여행, work/old]
---
# 처음

[[지도 모음]], [[지도 모음|지도]], [[지도 모음#서쪽 길]], [[지도 모음#^gate|문]], [[#할 일]], [[없는 글]], [[초안/비밀|초안]].
[글](%EC%A7%80%EB%8F%84%20%EB%AA%A8%EC%9D%8C.md) [보고서](<문서/보고서 (1).pdf>) [밖](https://example.org/?a==b&c==d)

![[섬.png|둘레|200]] ![[보고서 (1).pdf#page=2]] ![](문서/보고서%20(1).pdf)

## 할 일

- [ ] ==급한== 일 %%아무도 모르게%%
- [x] 1~2시, 3~4시 ^done
- ![[지도 모음#서쪽 길]]

> [!faq]- 왜 걷나?
> 걸으면 보인다.
> > [!warning]
> > [[지도 모음]]

>[!tip]
>가볍게

| 곳 | 링크 |
| --- | --- |
| 문 | [[지도 모음\\|지도]] |

각주가 있다.[^1] 식은 $a_1$ 이다.

```dataview
LIST FROM [[지도 모음]]
```

![[곳.base]]
![[처음]]

[^1]: [[지도 모음#^gate]]에서.
""",
    "지도 모음.md": "---\nkind: 지도\n---\n동쪽 문. ^gate\n\n## 서쪽 길\n\n길은 좁다.[^a]\n\n![[초안/비밀]]\n\n## 끝\n\n[^a]: 한 사람.\n",
    "초안/비밀.md": "아직.\n",
    "문서/보고서 (1).pdf": b"pdf",
    "그림/섬.png": b"png",
    "판.canvas": '{"nodes":[{"id":"1","type":"file","file":"처음.md","x":0,"y":0,"width":1,"height":1}],"edges":[]}',
    "곳.base": 'filters: kind == "지도"\nviews:\n  - type: table\n    name: 곳\n    order: [file.name, kind]\n',
}
CASES = {
    "markdown": {"to": "markdown"},
    "markdown-sizes-skipped": {"to": "markdown", "image_sizes": True, "skip_ignored": True, "anchors": "none"},
    "relative": {"to": "obsidian", "links": "relative"},
    "slugs": {"to": "obsidian", "ascii_names": True},
}


@pytest.mark.parametrize("case", CASES)
def test_whole_vault(case, tmp_path, data_regression):
    tree, issues = converted(tmp_path / "v", EVERYTHING, **CASES[case])
    data_regression.check({"files": tree, "issues": issues})


def test_a_vault_with_everything_stays_as_it_is(tmp_path):
    tree, _ = converted(tmp_path / "v", EVERYTHING, to="obsidian")
    assert tree == {path: text if isinstance(text, str) else text.decode() for path, text in EVERYTHING.items()}


def test_the_example_is_converted_cleanly(tmp_path):
    result = ec.convert(ROOT / "examples/vault", tmp_path / "out", to="markdown")
    assert [(issue.code, issue.path, issue.line) for issue in result.report.issues] == [("XC101", "시작.md", 17)]
