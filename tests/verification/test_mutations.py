"""Each way to break a converted folder is named, with its code and its place; nothing else is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.vault_trees import put_files

import exportconv as ec

PROMISES = (1, 2, 3, 4, 5, 25)
TOTALS = (("count", r": 8\d\d", "{} breaks of a note, each found"),)

IDS = {name: f"{number:032x}" for number, name in enumerate(["home", "far", "db", "one", "two"], 1)}
HOME, FAR, DB, ONE, TWO = (
    f"{title} {IDS[key]}"
    for title, key in [("집", "home"), ("먼 곳", "far"), ("Books", "db"), ("One", "one"), ("Two", "two")]
)
CSV = '\ufeffName,Status,Pages,Day,Done\r\nOne,Open,12,"May 10, 2024",Yes\r\nTwo,Closed,34,2024년 6월 3일,No\r\n'
EXPORT = {
    f"{HOME}.md": f"""# 집

첫 문단이 여기 있고 낱말이 여럿 있다.

둘째 문단은 지워질 것이다.

[먼 곳]({HOME.replace(" ", "%20")}/{FAR.replace(" ", "%20")}.md)에 가 보자.

<aside>
💡 첫 칸의 글

</aside>

<aside>
⚠️ 둘째 칸의 글

</aside>

```python
def walk():
    return 1
```

| 가 | 나 |
| --- | --- |
| 하나 | 둘 |
| 셋 | 넷 |

![photo]({HOME.replace(" ", "%20")}/a.png)

![photo]({HOME.replace(" ", "%20")}/b.png)

[Books]({HOME.replace(" ", "%20")}/{DB.replace(" ", "%20")}.csv)
""",
    f"{HOME}/{FAR}.md": "# 먼 곳\n\n멀다.",
    f"{HOME}/a.png": b"first picture",
    f"{HOME}/b.png": b"second picture",
    f"{HOME}/{DB}.csv": CSV,
    f"{HOME}/{DB}_all.csv": CSV,
    f"{HOME}/{DB}/{ONE}.md": "# One\n\nStatus: Open\nPages: 12\nDay: May 10, 2024\nDone: Yes\n\n하나의 글.",
    f"{HOME}/{DB}/{TWO}.md": "# Two\n\nStatus: Closed\nPages: 34\nDay: 2024년 6월 3일\nDone: No\n\n둘의 글.",
}
VAULT = {
    ".obsidian/app.json": "{}",
    "처음.md": "---\r\nup: 위\r\n---\r\n첫 줄\r\n[[다음]] ![[그림.png]]\r\n\r\n- 하나\r\n",
    "다음.md": "다음 글\n\n```\n  a  b\n```\n",
    "셋째.md": "\ufeff셋째 글\n",
    "그림.png": b"picture",
}

Change = Callable[[Path], None]


def replaced(path: str, old: str, new: str) -> Change:
    """Writes another text in the place of one."""

    def change(out: Path) -> None:
        data = (out / path).read_bytes().decode()
        assert old in data, data
        (out / path).write_bytes(data.replace(old, new, 1).encode())

    return change


def deleted(path: str) -> Change:
    return lambda out: (out / path).unlink()


def swapped(one: str, two: str) -> Change:
    def change(out: Path) -> None:
        first, second = (out / one).read_bytes(), (out / two).read_bytes()
        (out / one).write_bytes(second)
        (out / two).write_bytes(first)

    return change


def flipped(path: str) -> Change:
    def change(out: Path) -> None:
        data = bytearray((out / path).read_bytes())
        data[3] ^= 1
        (out / path).write_bytes(bytes(data))

    return change


def swapped_texts(path: str, one: str, two: str) -> Change:
    def change(out: Path) -> None:
        data = (out / path).read_bytes().decode()
        assert one in data
        assert two in data
        (out / path).write_bytes(data.replace(one, "\0").replace(two, one).replace("\0", two).encode())

    return change


BOTH = {
    "a note is gone": (deleted("집/먼 곳.md"), "집/먼 곳.md:0: XC802"),
    "a row is gone": (deleted("집/Books/Two.md"), "집/Books/Two.md:0: XC802"),
    "an attachment is gone": (deleted("집/a.png"), "집/a.png:0: XC801"),
    "attachments are swapped": (swapped("집/a.png", "집/b.png"), "집/a.png:0: XC804"),
    "a byte is flipped": (flipped("집/b.png"), "집/b.png:0: XC801"),
    "a paragraph is gone": (
        replaced("집.md", "둘째 문단은 지워질 것이다.\n\n", ""),
        "집.md:{}: XC811 lost '둘째 문단은",
    ),
    "a word is gone": (replaced("집.md", "낱말이 ", ""), "집.md:{}: XC811 lost '낱말이' behind '첫 문단이 여기 있고'"),
    "a sign is gone": (replaced("집.md", "여럿 있다.", "여럿 있다"), "집.md:{}: XC811 lost '있다.', new '있다'"),
    "blanks in code": (replaced("집.md", "    return 1", "  return 1"), "집.md:{}: XC812"),
    "the last row is gone": (replaced("집.md", "| 셋 | 넷 |\n", ""), "집.md:{}: XC811 lost '셋 넷'"),
    "callouts are swapped": (swapped_texts("집.md", "첫 칸의", "둘째 칸의"), "집.md:{}: XC811 lost '첫"),
    "images are swapped": (swapped_texts("집.md", "a.png", "b.png"), "집.md:{}: XC832 a link leads to '집/b.png'"),
    "a property is gone": (replaced("집/Books/One.md", "Status: Open\n", ""), "집/Books/One.md:1: XC813"),
    "another day": (replaced("집/Books/One.md", "2024-05-10", "2024-05-11"), "집/Books/One.md:1: XC813"),
    "another month": (replaced("집/Books/Two.md", "2024-06-03", "2024-07-03"), "집/Books/Two.md:1: XC813"),
    "another year": (replaced("집/Books/One.md", "2024-05-10", "2025-05-10"), "집/Books/One.md:1: XC813"),
    "another number": (replaced("집/Books/One.md", "Pages: 12", "Pages: 13"), "집/Books/One.md:1: XC813"),
    "a number with a sign": (replaced("집/Books/One.md", "Pages: 12", "Pages: -12"), "집/Books/One.md:1: XC813"),
    "a box is checked": (replaced("집/Books/Two.md", "Done: false", "Done: true"), "집/Books/Two.md:1: XC813"),
    "a property says something else": (replaced("집/Books/One.md", "Open", "Closed"), "집/Books/One.md:1: XC813"),
    "the text of a row": (replaced("집/Books/Two.md", "둘의 글.", ""), "집/Books/Two.md:{}: XC811"),
}
"""What is broken → how, and the finding; `{}` is the line on which it was broken, or which stands there now."""
LINKS = {
    "obsidian": {
        "another note": (replaced("집.md", "[[먼 곳]]", "[[One|먼 곳]]"), "집.md:{}: XC832 'One'"),
        "nowhere": (replaced("집.md", "[[먼 곳]]", "[[먼 데|먼 곳]]"), "집.md:{}: XC831 '먼 데'"),
        "out": (replaced("집.md", "[[먼 곳]]", "[먼 곳](../../etc/passwd)"), "집.md:{}: XC833"),
        "absolute": (replaced("집.md", "[[먼 곳]]", "[먼 곳](/etc/passwd)"), "집.md:{}: XC831"),
        "machine": (replaced("집.md", "[[먼 곳]]", "[먼 곳](file:///etc/passwd)"), "집.md:{}: XC833"),
        "only text": (replaced("집.md", "[[먼 곳]]", "먼 곳"), "집.md:1: XC832 no link leads to '집/먼 곳.md'"),
        "no image": (replaced("집.md", "![[a.png|photo]]", "![[b.png|photo]]"), "집.md:{}: XC832"),
        "the base is gone": (deleted("집/Books/Books.base"), "집/Books/Books.base:0: XC803"),
    },
    "markdown": {
        "another note": (replaced("집.md", "(%EC%A7%91/%EB%A8%BC%20%EA%B3%B3.md)", "(%EC%A7%91/Books/One.md)"), "집.md:{}: XC832"),
        "nowhere": (replaced("집.md", "(%EC%A7%91/%EB%A8%BC%20%EA%B3%B3.md)", "(gone.md)"), "집.md:{}: XC831 'gone.md'"),
        "out": (replaced("집.md", "(%EC%A7%91/%EB%A8%BC%20%EA%B3%B3.md)", "(../x.md)"), "집.md:{}: XC833"),
        "a row of a table": (replaced("집/Books.md", "| [Two]", "| [One]"), "집/Books.md:{}: XC814"),
        "the last row of a database": (replaced("집/Books.md", "| [Two](Books/Two.md) | Closed | 34 | 2024년 6월 3일 | No |\n", ""), "집/Books.md:{}: XC814"),
    },
}  # fmt: skip
CASES = [(to, name, *case) for to in LINKS for name, case in {**BOTH, **LINKS[to]}.items()]


@pytest.fixture(params=["obsidian", "markdown"])
def target(request: pytest.FixtureRequest) -> str:
    return request.param


def broken(source: Path, out: Path, change: Change, **options: object) -> list[str]:
    """What is found in a folder that was converted, was clean, and was then broken."""
    ec.convert(source, out, options=ec.Options(**options))
    assert [str(issue) for issue in ec.verify(source, out).issues] == []
    change(out)
    return [str(issue) for issue in ec.verify(source, out).issues if issue.code.is_finding]


@pytest.mark.parametrize(("to", "name", "change", "expected"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_what_was_broken_is_named(to, name, change, expected, tmp_path, record_property):
    found = broken(put_files(tmp_path / "export", EXPORT), tmp_path / "out", change, to=to)
    pattern = re.escape(expected).replace(r"\{\}", "[1-9][0-9]*")
    named = [line for line in found if re.match(pattern, line)]
    assert named, found
    record_property("figure", f"{name} ({to}): {named[0].split(' XC')[1][:3]}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (replaced("처음.md", "첫 줄\r\n", "첫 줄\n"), "처음.md:4: XC821 the line has another line end"),
        (replaced("셋째.md", "\ufeff", ""), "셋째.md:1: XC821 has another byte order mark"),
        (replaced("다음.md", "  a  b", "  a b"), "다음.md:4: XC812"),
        (replaced("다음.md", "다음 글\n", "다음 글 \n"), "다음.md:1: XC821 the line is not as it was"),
        (replaced("처음.md", "up: 위", "up: 아래"), "처음.md:1: XC813"),
        (replaced("처음.md", "![[그림.png]]", ""), "처음.md:7: XC811"),
        (deleted("그림.png"), "그림.png:0: XC801"),
    ],
)
def test_a_vault_that_stays_one_is_kept_byte_for_byte(change, expected, tmp_path):
    found = broken(put_files(tmp_path / "vault", VAULT), tmp_path / "out", change, source_format="obsidian")
    assert any(line.startswith(expected) for line in found), found


def test_every_line_is_right(tmp_path):
    """The line that a finding names is the one where the word stood."""
    source = put_files(tmp_path / "export", EXPORT)
    found = broken(source, tmp_path / "out", replaced("집.md", "낱말이 ", ""))
    note = (tmp_path / "out/집.md").read_bytes().decode().split("\n")
    line = int(found[0].split(":")[1])
    assert "첫 문단이" in note[line - 1]


def test_what_the_user_adds_is_said_and_is_no_finding(tmp_path, target):
    source = put_files(tmp_path / "export", EXPORT)
    change = replaced("집.md", "첫 문단이", "새 말. 첫 문단이")
    assert broken(source, tmp_path / "out", change, to=target) == []
    assert [str(issue) for issue in ec.verify(source, tmp_path / "out").issues] == [
        "집.md:0: XC805 was changed after it was written"
    ]


def test_a_copy_that_the_user_moved_is_not_lost(tmp_path):
    source = put_files(tmp_path / "export", {f"{FAR}.md": "# 먼 곳\n\n글", f"{FAR}/a.png": b"a"})
    ec.convert(source, tmp_path / "out")
    (tmp_path / "out/먼 곳/a.png").rename(tmp_path / "out/b.png")
    assert [str(issue) for issue in ec.verify(source, tmp_path / "out").issues] == [
        "먼 곳/a.png:0: XC806 was moved to 'b.png'"
    ]


def test_a_page_that_is_new_in_the_source_is_named(tmp_path):
    source = put_files(tmp_path / "export", EXPORT)
    ec.convert(source, tmp_path / "out")
    put_files(source, {f"New {'9' * 32}.md": "# New\n\ntext", f"{HOME}/c.png": b"third", f"{HOME}/a.png": b"other"})
    found = {(issue.path, str(issue.code)) for issue in ec.verify(source, tmp_path / "out").issues}
    assert found == {(f"New {'9' * 32}.md", "XC802"), (f"{HOME}/c.png", "XC801"), (f"{HOME}/a.png", "XC807")}


def test_a_folder_that_was_not_converted_and_another_source_are_refused(tmp_path):
    source = put_files(tmp_path / "export", EXPORT)
    other = put_files(tmp_path / "other", {f"Else {'8' * 32}.md": "# Else\n\ntext"})
    ec.convert(source, tmp_path / "out")
    with pytest.raises(ec.DestinationError, match=r"no \.exportconv/manifest\.json"):
        ec.verify(source, other)
    with pytest.raises(ec.SourceError, match="was not made from this source"):
        ec.verify(other, tmp_path / "out")
