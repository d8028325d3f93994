"""New names on disk: files and folders get them, every link follows, and nothing else changes."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from support.made_vaults import read_tree
from support.repositories import nfd
from support.vault_trees import put_files

from exportconv.normalize.rules import (
    encoded_name,
    id_in_name,
    missing_extension,
    name_clash,
    nfd_name,
    unsafe_name,
)
from exportconv.normalize.run import normalize
from exportconv.options import NormalizeOptions

ID = "0123456789abcdef0123456789abcdef"
OTHER = ID[::-1]
CODES = tuple(
    module.RULE.code for module in (nfd_name, encoded_name, id_in_name, unsafe_name, name_clash, missing_extension)
)
PNG = b"\x89PNG\r\n\x1a\n\0"


@pytest.fixture(autouse=True)
def _only_names(monkeypatch):
    monkeypatch.setattr("exportconv.normalize.run.CODES", CODES)


@pytest.fixture
def mended(tmp_path):
    """The files of a repository after mending, the codes of what was mended and of what is left."""

    def run(files, *, unsafe=True):
        root = put_files(tmp_path, {".obsidian/app.json": "{}", **files})
        options = NormalizeOptions(unsafe_fixes=unsafe)
        before = read_tree(root)
        planned = normalize([root], options=options, check=True)
        assert read_tree(root) == before
        result = normalize([root], options=options)
        assert [change[:2] for change in planned.changes] == [change[:2] for change in result.changes]
        tree = read_tree(root)
        again = normalize([root], options=options)
        assert again.changes == again.mended == ()
        assert again.found == result.found
        assert read_tree(root) == tree
        del tree[".obsidian/app.json"]
        texts = {path: data.decode("utf-8", "surrogateescape") for path, data in sorted(tree.items())}
        return texts, [str(item.code) for item in result.mended], [f"{item.code} {item.path}" for item in result.found]

    return run


LINKS = """---\r
up: "[[{stem}|위]]"\r
list:\r
  - '[[{stem}]]'\r
---\r
# {stem}\r
[[{stem}]] ![[{stem}#머리|글]] [[{stem}.md]]\t[가]({coded}.md#머리 "제목") [나](<{stem}.md>)\r
`[[{stem}]]` {stem}  \r
| [[{stem}\\|x]] |\r
|---|\r
\r
[r]: {coded}.md"""


def moved(text: str, old: str, new: str) -> str:
    """The same with the links to a new name, and what is no link as it was."""
    words = {quote(old): quote(new), old: new}
    pattern = re.compile(rf"(?P<kept># .*|`.*)|{'|'.join(map(re.escape, words))}")
    return pattern.sub(lambda match: match["kept"] or words[match[0]], text)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (quote("회의록"), "회의록", "XC602"),
        (quote("둘째 회의"), "둘째 회의", "XC602"),
        (f"회의록 {ID}", "회의록", "XC603"),
        ("왜?", "왜？", "XC604"),
        ("con", "con_", "XC604"),
        ("9:30 회의", "9-30 회의", "XC604"),
    ],
)
def test_every_form_of_link_follows(mended, old, new, code):
    text = LINKS.format(stem=old, coded=quote(old))
    canvas = json.dumps(
        {"nodes": [{"type": "file", "file": f"{old}.md"}, {"type": "text", "text": f"[[{old}|x]]"}]}, ensure_ascii=False
    )
    tree, done, left = mended({f"{old}.md": "## 머리\r\n글", "글.md": text, "판.canvas": canvas})
    assert (done, left) == ([code], [])
    assert tree[f"{new}.md"] == "## 머리\r\n글"
    assert tree["글.md"] == moved(text, old, new)
    assert tree["판.canvas"] == canvas.replace(old, new)
    assert len(tree) == 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(quote("자료 함"), "자료 함", "XC602"), (f"자료 {ID}", "자료", "XC603"), ("자료:", "자료-", "XC604")],
)
def test_folders(mended, old, new, code):
    files = {
        f"{old}/글.md": "## 머리\n[위](../위.md) [옆](옆.md)\n![](%EA%B7%B8%EB%A6%BC.png)",
        f"{old}/옆.md": "[[글]]",
        f"{old}/그림.png": PNG,
        f"{old}/.숨은 글": "x",
        f"{old}/아래/끝.md": f"[[{old}/글]]",
        "위.md": f"[[글]] [[{old}/글|x]] [나]({quote(old)}/{quote('글')}.md) ![[그림.png]] [[끝]]",
    }
    tree, done, left = mended(files)
    assert (done, left) == ([code], [])
    expected = {path.replace(old, new): data for path, data in files.items()}
    expected["위.md"] = f"[[글]] [[{new}/글|x]] [나]({quote(new)}/{quote('글')}.md) ![[그림.png]] [[끝]]"
    expected[f"{new}/아래/끝.md"] = f"[[{new}/글]]"
    assert tree == {
        path: data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
        for path, data in expected.items()
    }


def test_attachments(mended):
    tree, done, left = mended(
        {
            f"그림/{quote('사진')}.png": PNG,
            "그림/photo": PNG,
            "x#1.pdf": b"%PDF",
            "글.md": f"![[{quote('사진')}.png|30]] ![[photo]] ![]({quote('그림/photo')}) [a](x%231.pdf#page=2) ![](<그림/photo>)",
            "속.md": '---\ncover: "[[photo]]"\n---\n',
        }
    )
    assert sorted(done) == ["XC602", "XC604", "XC623"]
    assert left == []
    assert sorted(tree) == ["x＃1.pdf", "그림/photo.png", "그림/사진.png", "글.md", "속.md"]
    assert tree["글.md"] == (
        f"![[사진.png|30]] ![[photo.png]] ![]({quote('그림/photo')}.png) [a]({quote('x＃1')}.pdf#page=2) ![](<그림/photo.png>)"
    )
    assert tree["속.md"] == '---\ncover: "[[photo.png]]"\n---\n'


def test_a_page_of_notion_and_all_that_belongs_to_it(mended):
    page, row = f"할 일 {ID}", f"첫째 {OTHER}"
    files = {
        f"{page}.md": f"[표]({quote(page)}.csv) [첫째]({quote(page)}/{quote(row)}.md)",
        f"{page}.csv": "이름\n첫째\n",
        f"{page}_all.csv": "이름\n첫째\n",
        f"{page}/{row}.md": f"[위](../{quote(page)}.md)",
    }
    tree, done, left = mended(files)
    assert (set(done), len(done), left) == ({"XC603"}, 5, [])
    assert tree == {
        "할 일.md": f"[표]({quote('할 일')}.csv) [첫째]({quote('할 일/첫째')}.md)",
        "할 일.csv": "이름\n첫째\n",
        "할 일_all.csv": "이름\n첫째\n",
        "할 일/첫째.md": f"[위](../{quote('할 일')}.md)",
    }


def test_one_name_may_be_wrong_in_several_ways(mended):
    name = quote(quote(nfd(f"왜 {ID}")))
    tree, done, left = mended({f"{name}.md": "글", "a.md": f"[[{name}]] [x]({quote(name)}.md)"})
    assert (done, left) == (["XC602", "XC603"], [])
    assert tree == {"왜.md": "글", "a.md": f"[[왜]] [x]({quote('왜')}.md)"}


def test_a_name_that_is_not_alone_any_more_gets_its_folder_in_links(mended):
    tree, _, left = mended({f"가/일 {ID}.md": "1", f"나/일 {OTHER}.md": "2", "글.md": f"[[일 {ID}]] [[일 {OTHER}|x]]"})
    assert left == []
    assert tree["글.md"] == "[[가/일]] [[나/일|x]]"


@pytest.mark.parametrize(
    ("files", "left"),
    [
        ({f"{quote('글')}.md": "1", "글.md": "[[글]]"}, [f"XC602 {quote('글')}.md"]),
        ({f"일 {ID}.md": "1", "일.md": f"[[일 {ID}]]"}, [f"XC603 일 {ID}.md"]),
        ({f"일 {ID}.md": f"[[일 {OTHER}]]", f"일 {OTHER}.md": ""}, [f"XC603 일 {ID}.md", f"XC603 일 {OTHER}.md"]),
        ({"왜?.md": "1", "왜？.md": "[[왜?]]"}, ["XC604 왜?.md"]),
        ({"photo": PNG, "Photo.png": b"x", "글.md": "![[photo]]"}, ["XC623 photo"]),
        ({"Note.md": "1", "note.md": "[[note]]"}, ["XC605 note.md"]),
        ({nfd("회의록.md"): "1", "회의록.md": "[[회의록]]"}, [f"XC601 {nfd('회의록.md')}", "XC605 회의록.md"]),
    ],
    ids=["encoded", "id", "two ids", "unsafe", "extension", "case", "form"],
)
def test_clashes_are_not_renamed(mended, files, left):
    tree, done, found = mended(files)
    assert (done, found) == ([], left)
    assert tree == {
        path: text if isinstance(text, str) else text.decode("utf-8", "surrogateescape") for path, text in files.items()
    }


def test_without_unsafe_fixes_only_encodings_go(mended):
    files = {f"{quote('글')}.md": "", f"일 {ID}.md": f"[[{quote('글')}]]", "왜?.md": "", "photo": PNG}
    tree, done, left = mended(files, unsafe=False)
    assert done == ["XC602"]
    assert left == ["XC623 photo", "XC604 왜?.md", f"XC603 일 {ID}.md"]
    assert tree[f"일 {ID}.md"] == "[[글]]"


def test_a_clean_repository_stays_as_it_is(mended):
    files = {
        "100%.md": "[[50%25 off]] [a](100%25.md)\r\n",
        "50%25 off.md": b"\xef\xbb\xbf# x\n".decode(),
        "C%23 notes.md": nfd("회의록"),
        f"그림/{ID}.png": PNG,
        "LICENSE": "MIT",
        "C#/Makefile": "all:",
        "회의록.md": f"[[C%23 notes]] ![[{ID}.png]] [[없음?]]",
    }
    tree, done, left = mended(files)
    assert (done, left) == ([], [])
    assert {path: text.encode("utf-8", "surrogateescape") for path, text in tree.items()} == {
        path: text.encode() if isinstance(text, str) else text for path, text in files.items()
    }
