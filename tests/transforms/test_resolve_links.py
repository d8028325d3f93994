"""Links find what they mean, in every spelling, and never something else."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest

import exportconv as ec
from exportconv.paths import target_path
from exportconv.transforms.link_index import notion_ids

PROMISES = (5,)

A, B, C = "a" * 32, "b" * 32, "c1" * 16
NAMES = [
    "보고서.pdf",
    "100%.png",
    "a b(1).png",
    "C# 정리.png",
    "50%25.txt",
    "ᄋ 낱자.png",
    "한글 [1].png",
    "a+b&c=d.png",
]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def enc(text: str) -> str:
    return quote(text, safe="/#()&+,=;!~@$'")


def read(make_folder, files):
    return ec.read(make_folder(files))


def links_of(vault: ec.Vault, path: str) -> list[ec.Link]:
    return next(list(note.links) for note in vault.notes if note.path == path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("disk", ["plain", "encoded", "decoded"])
@pytest.mark.parametrize("disk_form", ["NFC", "NFD"])
@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_attachment_in_every_spelling(make_folder, name, form, disk, disk_form, rounds):
    """Any disk form is found from a link that was encoded one to three times."""
    linked = unicodedata.normalize(form, name)
    for _ in range(rounds):
        linked = quote(linked, safe="()&+,=;!~@$'") if rounds > 1 else enc(linked)
    on_disk = unicodedata.normalize(disk_form, name)
    if disk == "encoded":
        on_disk = quote(on_disk, safe="")
    page, folder = f"쪽 {A}", nfd(f"쪽 {A}")
    vault = read(make_folder, {f"{nfd(page)}.md": f"# 쪽\n\n[x]({enc(folder)}/{linked})", f"{folder}/{on_disk}": b"x"})
    assert [link.target for link in links_of(vault, f"{nfd(page)}.md")] == [f"{folder}/{on_disk}"]
    assert vault.issues == ()


def test_missing_attachment_is_reported_with_its_line(make_folder):
    vault = read(make_folder, {f"P {A}.md": f"# P\n\ntext\n\n- [x](P%20{A}/%EB%B3%B4.pdf)"})
    assert [link.target for link in vault.notes[0].links] == [None]
    assert [(i.code, i.path, i.line) for i in vault.issues] == [(ec.Code.BROKEN_LINK, f"P {A}.md", 5)]
    assert f"'P {A}/보.pdf'" in vault.issues[0].message


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.notion.so/{B}",
        f"https://www.notion.so/Some-title-{B}?pvs=21",
        f"https://notion.so/team/{quote('한글-제목')}-{B}",
        f"https://app.notion.com/p/Title-{B}?pvs=4",
        "https://www.notion.so/bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb",
        f"http://team.notion.site/X-{B.upper()}",
        f"notion://www.notion.so/X-{B}",
        f"https://www.notion.so/{'d' * 32}?v={'e' * 32}&p={B}&pm=s",
        f"https://www.notion.so/Parent-{A}#{B}",
    ],
)
def test_notion_address_of_a_page_in_the_export(make_folder, url):
    vault = read(make_folder, {f"P {A}.md": f"# P\n\n[t]({url})", f"Q {B}.md": "# Q"})
    assert links_of(vault, f"P {A}.md")[0].target == f"Q {B}.md"
    assert vault.issues == ()


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.notion.so/X-{C}",
        f"https://example.com/{B}",
        f"https://notnotion.so/{B}",
        f"https://www.notion.so.example.com/{B}",
        "https://www.notion.so",
        "mailto:a@example.com",
        "%",
        "https://example.com/%",
    ],
)
def test_addresses_outside_are_left_alone(make_folder, render, url):
    text = f"# P\n\nsee [t]({url}) and more"
    out = render({f"P {A}.md": text, f"Q {B}.md": "# Q"})
    assert out["P.md"] == f"see [t]({url}) and more"


def test_block_of_a_page_goes_to_the_page_and_is_reported(make_folder):
    vault = read(
        make_folder,
        {f"P {A}.md": f"# P\n\n[t](https://notion.so/Q-{B}#{C})\n\n[u](Q%20{B}.md#{C})", f"Q {B}.md": "# Q"},
    )
    assert [link.target for link in links_of(vault, f"P {A}.md")] == [f"Q {B}.md"] * 2
    assert [(i.code, i.line) for i in vault.issues] == [(ec.Code.UNKNOWN_FRAGMENT, 3), (ec.Code.UNKNOWN_FRAGMENT, 5)]


def test_heading_fragment_is_found_by_text_and_slug(make_folder, render):
    out = render(
        {
            f"P {A}.md": f"# P\n\n[t](Q%20{B}.md#%EB%91%98%EC%A7%B8%20%EC%9E%A5) [u](Q%20{B}.md#first-part)",
            f"Q {B}.md": "# Q\n\n## 둘째 장\n\n## First part",
        }
    )
    assert out["P.md"] == "[[Q#둘째 장|t]] [[Q#First part|u]]"


def test_path_with_hash_is_no_fragment(make_folder):
    page, file = f"#letter {A}", f"C# notes {B}.md"
    vault = read(make_folder, {f"P {C}.md": f"# P\n\n[x]({enc(page)}/{enc(file)})", f"{page}/{file}": "# C# notes"})
    assert links_of(vault, f"P {C}.md")[0].target == f"{page}/{file}"


@pytest.mark.parametrize("name", ["Report (final", "a) b", "a)b", "1) x", "(", "if ((x", "중복 사용(if"])
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_path_with_half_a_pair_of_parentheses(render, name, to):
    """The cut after 50 characters makes such names, and Notion leaves parentheses in links as they are."""
    folder, page, picture = f"P {A}", f"{name} {B}.md", f"{name}.png"
    body = f"- [{name}]({enc(folder)}/{enc(page)}) and\n\n![]({enc(folder)}/{enc(picture)})\n\n| [t]({enc(folder)}/{enc(page)}) |\n| - |"
    out = render({f"P {A}.md": f"# P\n\n{body}", f"{folder}/{page}": f"# {name}", f"{folder}/{picture}": "x"}, to=to)
    if to == "obsidian":
        assert out["P.md"] == f"- [[{name}]] and\n\n![[{picture}]]\n\n| [[{name}\\|t]] |\n| - |"
    else:
        plain = quote(f"P/{name}", safe="/")
        assert out["P.md"] == f"# P\n\n- [{name}]({plain}.md) and\n\n![]({plain}.png)\n\n| [t]({plain}.md) |\n| - |"


def test_database_mentioned_as_page(make_folder, render):
    """Notion writes `.md` for a database in a sentence, and leaves the text empty."""
    out = render(
        {
            f"P {A}.md": f"# P\n\n- [Tasks](P%20{A}/Tasks%20{B}.md): all\n\n[](P%20{A}/Tasks%20{B}.md)",
            f"P {A}/Tasks {B}.csv": "\ufeffName,Done",
        }
    )
    assert out["P.md"] == "- [[Tasks.base|Tasks]]: all\n\n![[Tasks.base]]"


def test_view_written_as_page(make_folder):
    vault = read(make_folder, {f"P {A}.md": f"# P\n\n[v](P%20{A}/V%20{B}.csv)", f"P {A}/V {B}.md": "# V"})
    assert links_of(vault, f"P {A}.md")[0].target == f"P {A}/V {B}.md"


def test_files_that_differ_in_case_or_encoding_only(make_folder):
    files = {
        f"P {A}.md": f"# P\n\n[1](P%20{A}/A.png) [2](P%20{A}/a.png) [3](P%20{A}/a%20b.png) [4](P%20{A}/a%2520b.png)"
    }
    files |= {f"P {A}/{name}": name for name in ("A.png", "a.png", "a b.png", "a%20b.png")}
    vault = read(make_folder, files)
    names = [link.target.rpartition("/")[2] for link in links_of(vault, f"P {A}.md")]
    assert names == ["A.png", "a.png", "a b.png", "a%20b.png"]
    # two files with one decoded name: the nearest is taken, and said
    assert [i.code for i in vault.issues] == [ec.Code.AMBIGUOUS_LINK] * 2


def test_images_moved_to_the_root(make_folder):
    """A moved file is found by its name, unless two links mean different files by it."""
    vault = read(
        make_folder,
        {
            f"P {A}.md": f"# P\n\n![](P%20{A}/one.png) ![](P%20{A}/Untitled.png)",
            f"Q {B}.md": f"# Q\n\n![](Q%20{B}/Untitled.png)",
            "one.png": b"1",
            "Untitled.png": b"?",
        },
    )
    assert [link.target for link in links_of(vault, f"P {A}.md")] == ["one.png", None]
    assert [link.target for link in links_of(vault, f"Q {B}.md")] == [None]
    assert [i.code for i in vault.issues] == [ec.Code.UNDECIDED_LINK] * 2


def test_moved_file_with_an_owner_is_not_guessed(make_folder):
    vault = read(
        make_folder,
        {
            f"P {A}.md": "# P\n\n![](x.png)",
            f"Q {B}.md": f"# Q\n\n![](Q%20{B}/x.png)",
            "x.png": b"P's own",
        },
    )
    assert links_of(vault, f"P {A}.md")[0].target == "x.png"
    assert links_of(vault, f"Q {B}.md")[0].target is None
    assert [i.code for i in vault.issues] == [ec.Code.UNDECIDED_LINK]


def test_folders_without_ids(make_folder):
    vault = read(
        make_folder,
        {
            f"P {A}.md": f"# P\n\n![](P%20{A}/x.png) [q](P%20{A}/Q%20{B}.md)",
            "P/x.png": b"x",
            f"P/Q {B}.md": f"# Q\n\n[up](../P%20{A}.md) ![](../P%20{A}/x.png)",
        },
    )
    assert [link.target for note in vault.notes for link in note.links] == [
        "P/x.png",
        f"P/Q {B}.md",
        f"P {A}.md",
        "P/x.png",
    ]
    assert vault.issues == ()


def test_everything_without_ids_needs_to_be_told(make_folder, render):
    files = {"P.md": f"# P\n\n[q](P%20{A}/Q%20{B}.md)", "P/Q.md": "# Q"}
    with pytest.raises(ec.SourceError, match="--from notion"):
        read(make_folder, files)
    assert render(files, source_format="notion")["P.md"] == "[[Q|q]]"


@pytest.mark.parametrize("target", ["..%2F..%2Fx.md", "../../x.md", "%00", "a%00.md", "%", "%ZZ", "%EA%B0"])
def test_hostile_targets_resolve_to_nothing(make_folder, render, target):
    out = render({f"P {A}.md": f"# P\n\n[x]({target})", "x.md": "no page"})
    assert out["P.md"] == f"[x]({target})"


def test_links_in_code_are_text(render):
    body = (
        f"`[x](Q%20{B}.md)`\n\n```\n[x](Q%20{B}.md)\nhttps://www.notion.so/Q-{B}\n```\n\n`https://www.notion.so/Q-{B}`"
    )
    assert render({f"P {A}.md": f"# P\n\n{body}", f"Q {B}.md": "# Q"})["P.md"] == body


def test_copies_of_one_page_keep_their_own_links(make_folder):
    """The same page at two places (copied by hand): a path decides before the id does."""
    files = {f"X {A}.md": f"# X\n\n[1](one/Q%20{B}.md) [2](two/Q%20{B}.md)"}
    files |= {f"one/Q {B}.md": "# Q", f"two/Q {B}.md": "# Q"}
    vault = read(make_folder, files)
    assert [link.target for link in links_of(vault, f"X {A}.md")] == [f"one/Q {B}.md", f"two/Q {B}.md"]


@pytest.mark.parametrize(
    ("folder", "target", "expected"),
    [
        ("", "a/b.md", "a/b.md"),
        ("a/b", "../c.md", "a/c.md"),
        ("a", "../../c.md", None),
        ("a", "./b//c.md", "a/b/c.md"),
        ("a", "..", ""),
    ],
)
def test_target_path(folder, target, expected):
    assert target_path(folder, target) == expected


def test_notion_ids():
    assert notion_ids(f"https://www.notion.so/T-{A}?p={B}#{C}") == ((B, A), C)
    assert notion_ids("https://example.com") is None
    assert notion_ids("https://www.notion.so/help/guides") == ((), None)
