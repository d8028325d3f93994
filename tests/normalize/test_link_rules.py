"""Rules of links: what each finds, what it makes of it, and what it leaves alone."""

from __future__ import annotations

from unicodedata import normalize as in_form
from urllib.parse import quote

import pytest
from support.vault_trees import put_files

from exportconv.normalize.run import normalize
from exportconv.options import NormalizeOptions

ID = "0123456789abcdef0123456789abcdef"


def nfd(text: str) -> str:
    return in_form("NFD", text)


FILES = {
    ".git/HEAD": "",
    "회의록.md": "# 둘째 날\n",
    "100%25.md": "글\n",
    "그림/é.png": b"png",
    "문서/보고 (1).pdf": b"pdf",
    f"일 {ID}.md": "글\n",
    "표.md": f"---\nnotion-id: {ID[::-1]}\n---\n",
}


@pytest.fixture
def mended(tmp_path):
    """What a rule makes of a note, and how often it finds something in it."""

    def run(body: str, code: str) -> tuple[str, int]:
        put_files(tmp_path, {**FILES, "글.md": body})
        options = NormalizeOptions(select=(code,))
        found = normalize([tmp_path / "글.md"], options=options, check=True).found
        normalize([tmp_path / "글.md"], options=options)
        assert not [item for item in normalize([tmp_path / "글.md"], options=options).found if item.edit]
        return (tmp_path / "글.md").read_bytes().decode(), len(found)

    return run


def twice(path: str) -> str:
    return quote(quote(path))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"[a]({twice('회의록.md')}#x)", "[a](%ED%9A%8C%EC%9D%98%EB%A1%9D.md#x)"),
        (f"![a](<{twice('그림/é.png')}>)", "![a](<그림/é.png>)"),
        (f"[a](<{twice('회의록.md')}#둘째 날>)", "[a](<회의록.md#둘째 날>)"),
        (f"[a](문서/{twice('보고 (1).pdf')} 'b')", "[a](%EB%AC%B8%EC%84%9C/%EB%B3%B4%EA%B3%A0%20%281%29.pdf 'b')"),
        (f"[a][b]\n\n[b]: {twice('회의록.md')}", "[a][b]\n\n[b]: %ED%9A%8C%EC%9D%98%EB%A1%9D.md"),
    ],
    ids=["a note", "in angle brackets", "with a blank behind it", "with a title", "a definition"],
)
def test_encoded_twice(mended, body, expected):
    assert mended(body, "XC611") == (expected, 1)


@pytest.mark.parametrize(
    "body",
    [f"[a]({quote('회의록.md')})", "[a](회의록.md)", "[a](100%2525.md)", "[a](100%25.md)", "[[100%25]]", "[a](%25EA%25B0%2580.md)",
     f"`[a]({twice('회의록.md')})`", f"[a](https://a.example/{twice('회의록.md')})", "[a](%E0%A4%A)"],
    ids=["once", "not at all", "a name with a code in it", "that name as it is", "wikilink", "no such file", "code", "web", "no code"],
)  # fmt: skip
def test_not_encoded_twice(mended, body):
    assert mended(body, "XC611") == (body, 0)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"[[{nfd('회의록')}|{nfd('글')}]]", f"[[회의록|{nfd('글')}]]"),
        (f"[[{nfd('회의록#둘째 날')}]]", "[[회의록#둘째 날]]"),
        (f"![[{nfd('é.png')}|30]]", "![[é.png|30]]"),
        (f"[a]({nfd('회의록.md')})", "[a](회의록.md)"),
        (f"[a](<문서/{nfd('보고 (1).pdf')}>)", "[a](<문서/보고 (1).pdf>)"),
        (f"[a]({quote(nfd('회의록.md'))})", f"[a]({quote('회의록.md')})"),
        (f"[a](<{quote(nfd('회의록.md'))}>)", f"[a](<{quote('회의록.md')}>)"),
        (f"[a](./{nfd('문서')}/보고%20%281%29.pdf)", "[a](./문서/보고%20%281%29.pdf)"),
        (f"[a]({nfd('문서')}/)", "[a](문서/)"),
        ("![a](%EA%B7%B8%EB%A6%BC/e%CC%81.png)", "![a](%EA%B7%B8%EB%A6%BC/%C3%A9.png)"),
        (f"[a]({quote(nfd('회의록.md'))}#{quote(nfd('둘째 날'))})", f"[a]({quote('회의록.md')}#{quote('둘째 날')})"),
        (f'---\nup: "[[{nfd("회의록")}]]"\n---\n', '---\nup: "[[회의록]]"\n---\n'),
    ],
    ids=["wikilink", "heading", "embed", "plain", "in angle brackets", "encoded", "encoded in angle brackets", "blanks encoded",
         "folder", "one letter encoded", "encoded heading", "frontmatter"],
)  # fmt: skip
def test_nfd_target(mended, body, expected):
    assert mended(body, "XC612") == (expected, 1)


@pytest.mark.parametrize(
    "body",
    ["[[회의록]]", f"[a]({quote('회의록.md')})", f"[{nfd('글')}](회의록.md)", f"{nfd('글')} [[회의록|{nfd('글')}]]", f"[[{nfd('없음')}]]",
     f"`[[{nfd('회의록')}]]`", f"[a](https://a.example/{nfd('가')})", "[a](%E1%84)"],
    ids=["composed", "encoded", "text of a link", "text and alias", "no such file", "code", "web", "half a letter"],
)  # fmt: skip
def test_no_nfd_target(mended, body):
    assert mended(body, "XC612") == (body, 0)


@pytest.mark.parametrize("form", ["[[{}#{}]]", "[a]({}.md#{})", "[a](<{}.md#{}>)"])
def test_a_heading_in_decomposed_letters_is_named_so(tmp_path, form):
    heading = nfd("둘째 날") if "[[" in form else nfd("둘째-날")
    put_files(tmp_path, {".git/HEAD": "", "가.md": f"# {nfd('둘째 날')}\n", "나.md": form.format(nfd("가"), heading)})
    assert [str(item.code) for item in normalize([tmp_path]).mended] == ["XC612"]
    assert (tmp_path / "나.md").read_bytes().decode() == form.format("가", heading)
    assert not normalize([tmp_path]).found


def test_what_no_heading_has_stays_as_it_is_written(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "가.md": "# 글\n", "나.md": f"[[{nfd('가')}#{nfd('없음')}]]"})
    assert [str(item.code) for item in normalize([tmp_path]).found] == ["XC103"]
    assert (tmp_path / "나.md").read_bytes().decode() == f"[[가#{nfd('없음')}]]"


def test_a_link_to_one_of_two_files_that_differ_in_form_stays(tmp_path):
    files = {".git/HEAD": "", "가.md": "하나", nfd("가.md"): "둘", "나.md": f"[[가]] [[{nfd('가')}]]"}
    put_files(tmp_path, files)
    assert {str(item.code) for item in normalize([tmp_path]).found} == {"XC601", "XC605"}
    assert (tmp_path / "나.md").read_text("utf-8") == files["나.md"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"[a](https://www.notion.so/team/Day-{ID})", f"[a](%EC%9D%BC%20{ID}.md)"),
        (f"[a](https://app.notion.com/p/{ID}?pvs=4)", f"[a](%EC%9D%BC%20{ID}.md)"),
        (f"[a](https://notion.so/{ID[::-1]}#)", "[a](%ED%91%9C.md)"),
        (f"[a](<https://notion.so/{ID}> 'b')", f"[a](<일 {ID}.md> 'b')"),
        (f"<a href='https://notion.so/{ID}'>x</a>", f"<a href='%EC%9D%BC%20{ID}.md'>x</a>"),
    ],
    ids=["name", "short", "property", "in angle brackets", "HTML"],
)
def test_notion_address(mended, body, expected):
    assert mended(body, "XC613") == (expected, 1)


@pytest.mark.parametrize(
    "body",
    [f"[a](https://www.notion.so/Day-{ID[1:]}0)", "[a](https://www.notion.so/help)", f"[a](https://a.example/{ID})", f"[[{ID}]]",
     f"[a](https://api.notion.com/v1/pages/{ID})"],
    ids=["another page", "no page", "another host", "wikilink", "no page for people"],
)  # fmt: skip
def test_no_notion_address(mended, body):
    assert mended(body, "XC613") == (body, 0)


@pytest.mark.parametrize("more", ["#0123456789abcdef0123456789abcdef", "?v=0123", "?pvs=4&p=fedcba98&pm=s"])
def test_a_notion_address_that_says_more_than_its_page_is_told_of_and_stays(mended, more):
    body = f"[a](https://www.notion.so/Day-{ID}{more})"
    assert mended(body, "XC613") == (body, 1)


@pytest.mark.parametrize(
    "target",
    ["file:///home/ann/a.md", "C:\\notes\\a.md", "c:/notes/a.md", "/Users/ann/a.png", "/home/ann/a.md", "~/a.md"],
)
def test_machine_path(mended, target):
    assert mended(f"[a]({target})", "XC614") == (f"[a]({target})", 1)


@pytest.mark.parametrize(
    "target",
    [
        "/home/about",
        "/mnt/x",
        "/회의록.md",
        "home/a.md",
        "https://a.example/home/a",
        "mailto:c@a.example",
        "회의록.md#~/x",
    ],
)
def test_no_machine_path(mended, target):
    assert mended(f"[a]({target})", "XC614") == (f"[a]({target})", 0)


def test_a_folder_that_is_named_so_is_no_machine(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "home/a.md": "", "b.md": "[a](/home/a.md)"})
    assert normalize([tmp_path], check=True).found == ()
