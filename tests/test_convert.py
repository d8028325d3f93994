"""Whole exports against whole trees that stand in the repository."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

import exportconv as ec

PROMISES = (1, 2)

ROOT = Path(__file__).parent.parent
ID = {
    name: f"{number:032x}" for number, name in enumerate(["home", "sub", "db", "row", "row2", "copy", "cut", "odd"], 1)
}


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def link(path: str) -> str:
    return quote(path, safe="/#()&+,=;!~@$'")


def everything() -> dict[str, str | bytes]:
    """An export with every construct the reader knows, in our own words."""
    home, sub, odd = nfd(f"모든 것 {ID['home']}"), nfd(f"하위 쪽 {ID['sub']}"), f"#1 C & (D) {ID['odd']}"
    db, row, row2, copy = (
        f"{title} {ID[key]}"
        for title, key in [("Books", "db"), ("First book", "row"), ("Second", "row2"), ("Second", "copy")]
    )
    cut = nfd(f"이 제목은 오십 자를 넘기 때문에 파일 이름에서 잘려 나간다 {ID['cut']}")
    shot = quote(nfd("스크린샷_2024-01-02.png"), safe="")
    body = f"""# 모든 것

<aside>
💡 **Tip:** see [the sub page]({link(f"{home}/{sub}.md")}).

- one
- two
</aside>

<aside>
⚠️

# Big warning

Two paragraphs.

</aside>

1. First
    
    <aside>
    📌 Pinned in a list
    
    </aside>
    
2. Second
    
        deep [link]({link(f"{home}/{odd}.md")})

A paragraph with an indented child:

    child text with [하위]({link(f"{home}/{sub}.md")})

![스크린샷 2024-01-02.png]({link(f"{home}/{shot}")})

![A sunny day]({link(f"{home}/sun (1).jpg")})

A sunny day

![{link(f"{home}/sun (1).jpg")}]({link(f"{home}/sun (1).jpg")})

| page | note |
| --- | --- |
| [하위 쪽]({link(f"{home}/{sub}.md")}) | [other text]({link(f"{home}/{odd}.md")}) |

> quoted [하위 쪽]({link(f"{home}/{sub}.md")})
> 

- [ ]  to do with [하위 쪽]({link(f"{home}/{sub}.md")}) 
- [x]  done

```python
[not](a%20link.md)  # <aside>
```

Bare: https://www.notion.so/Whatever-{ID["sub"]}?pvs=4 and <https://app.notion.com/p/{ID["row"]}>

[Books]({link(f"{home}/{db}.csv")})

- [Books]({link(f"{home}/{db}.md")}): a mention

[Gone]({link(f"{home}/Gone {'f' * 32}.md")})

Money: $5 and $6, a < b, #tag, 1 * 2 * 3, \\[escaped\\]"""
    return {
        f"Export-12345678-1234-1234-1234-123456789abc/{path}": text
        for path, text in {
            f"{home}.md": body,
            f"{home}/{sub}.md": f"# 하위 쪽\n\nCreated by: 누구\nCreated time: March 3, 2024 11:05 PM\n\n---\n\nback to [모든 것](../{link(home)}.md)",
            f"{home}/{odd}.md": "# #1 C & (D)\n\n---\nfirst line is a divider",
            f"{home}/{cut}.md": "# 이 제목은 오십 자를 넘기 때문에 파일 이름에서 잘려 나간다고 한다\n\ntext",
            f"{home}/{shot}": b"shot",
            f"{home}/sun (1).jpg": b"sun",
            f"{home}/{db}.csv": "\ufeffName,Done\r\nFirst book,Yes",
            f"{home}/{db}_all.csv": "\ufeffName,Done,Pages,Read,Next\r\nFirst book,Yes,320,2024년 1월 2일,\r\nSecond,No,,,\r\nSecond,No,,,",
            f"{home}/{db}/{row}.md": (
                f"# First book\n\nDone: Yes\nPages: 320\nRead: 2024년 1월 2일\nNext: Second ({link(row2)}.md), Second ({link(copy)}.md)\n\n"
                "Done: this is text, not a property"
            ),
            f"{home}/{db}/{row2}.md": "# Second\n\nDone: No",
            f"{home}/{db}/{copy}.md": "# Second\n\nDone: No\n\nno end of line",
            "__MACOSX/._x": b"litter",
            f"{home}/.DS_Store": b"litter",
        }.items()
    }


def printed(tree: ec.FileTree) -> dict[str, object]:
    return {
        ascii(f.path) if not unicodedata.is_normalized("NFC", f.path) else str(f.path): f.content.read().decode(
            "latin-1" if f.path.endswith((".png", ".jpg", ".pdf")) else "utf-8"
        )
        for f in tree
    }


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("case", ["everything", "example"])
def test_whole_tree(case, to, make_zip, data_regression):
    source = make_zip(everything()) if case == "everything" else ROOT / "examples/notion-export.zip"
    vault = ec.read(source)
    tree = printed(ec.render(vault, to=to))
    if case == "example":
        tree = {path: text for path, text in tree.items() if not path.endswith((".png", ".pdf"))}
    data_regression.check(
        {"files": tree, "issues": [str(issue).replace(nfd("모든 것"), "모든 것") for issue in vault.issues]}
    )


def test_own_transform(make_folder):
    """A library user's transform sees typed properties, and names follow what it changes."""
    from dataclasses import replace

    def shout(vault: ec.Vault) -> ec.Vault:
        return replace(vault, notes=tuple(replace(note, title=note.title.upper()) for note in vault.notes))

    source = make_folder(
        {f"one {ID['sub']}.md": f"# one\n\n[two](two%20{ID['row']}.md)", f"two {ID['row']}.md": "# two"}
    )
    tree = ec.render(ec.read(source), transforms=[shout])
    assert {file.path: file.content.read() for file in tree} == {"ONE.md": b"[[TWO|two]]", "TWO.md": b""}
