"""The report for people: what stands in it, that nothing of a source acts in it, and where its links lead."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.vault_trees import put_files

import exportconv as ec
from exportconv.inventory import report_of
from exportconv.report_page.korean import COUNTS, MEANINGS, REMARKS, TYPES
from exportconv.report_page.markup import shown, size

PROMISES = (7, 18)

A, B, C, D = (letter * 32 for letter in "abcd")
EXPORT = {
    f"우리집 {A}.md": (
        f"# 우리집\n\n[아이](%EC%9A%B0%EB%A6%AC%EC%A7%91%20{A}/%EC%95%84%EC%9D%B4%20{B}.md)\n\n"
        f"[표](%EC%9A%B0%EB%A6%AC%EC%A7%91%20{A}/%ED%91%9C%20{C}.csv)\n\n[gone](%EC%9A%B0%EB%A6%AC%EC%A7%91%20{A}/gone.pdf)\n\n![](https://img.example.com/x.png)\n\n"
        f"[away](https://www.notion.so/Away-{D})\n\n"
        "![](https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/photo.png?X-Amz-Expires=3600)\n"
    ),
    f"우리집 {A}/아이 {B}.md": "# 아이\n\n태그: 가, 나\n\n<aside>\n💡 open\n",
    f"우리집 {A}/표 {C}.csv": "\ufeffName,별점\r\n첫째,3\r\n둘째,4\r\n",
    f"우리집 {A}/a #1 100%.png": b"\x89PNG\r\n" + b"x" * 1500,
    f"우리집 {A}/empty.pdf": b"",
}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u202egpj.exe"


def parsed(page: str):
    """The page as a tree; the parser is strict, so that nothing is only guessed right."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def words(page: str) -> str:
    return "".join(parsed(page).find("body").itertext())


@pytest.fixture
def converted(make_folder, tmp_path):
    """Converts files, and gives the page about it."""

    def run(files=EXPORT, place: str = "report.html", **how: object) -> str:
        source, destination = make_folder(files), tmp_path / "the vault"
        result = ec.convert(source, destination, keep_tree=True, **how)
        return ec.html_report(
            result.report, result.tree, sources=[source], destination=destination, file=tmp_path / place,
            changed=result.changed, dry_run=bool(how.get("dry_run")),
        )  # fmt: skip

    return run


def test_says_what_came_in_and_went_out(converted):
    page = converted()
    text = words(page)
    assert "export · Notion export, Markdown &amp; CSV" in page.replace("</bdi>", "").replace("<bdi>", "").replace(
        '<span lang="en">', ""
    )
    rows = {
        row.find("th").findtext("span"): row.find("td").text
        for row in parsed(page).iter("tr")
        if row.find("td") is not None and row.find("th").find("span") is not None
    }
    assert rows["Pages"] == "2"
    assert rows["Rows without a page"] == "2"
    assert rows["Databases"] == "1"
    assert rows["Attachments"] == "2"
    assert rows["Size of attachments"] == "1.5 kB"
    assert rows["Notes"] == "4"
    assert rows["Obsidian bases"] == "1"
    assert "1 of the things noticed needs a look" in text
    assert "확인이 필요합니다" in text


def test_issues_are_grouped_with_their_places(converted):
    page = converted()
    for code in ("XC101", "XC202"):
        assert f'<span class="code">{code}</span>' in page
        assert ec.Code(code).meaning.replace("'", "&#x27;") in page
        assert MEANINGS[ec.Code(code)] in page
    assert f"우리집 {A}.md</bdi>:7" in page
    # what needs a look comes first, and open
    groups = [item for item in parsed(page).iter("details") if item.find("summary/span").get("class") == "code"]
    assert [item.findtext("summary/span") for item in groups] == ["XC202", "XC101"]
    assert ["open" in item.attrib for item in groups] == [True, False]


def test_says_what_is_missing(converted):
    page = converted()
    absent = page[page.index('<section id="absent"') :]
    assert f"우리집 {A}/gone.pdf" in absent
    assert f'<a href="https://www.notion.so/Away-{D}" rel="noreferrer noopener">' in absent
    assert "img.example.com" in absent
    assert "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/photo.png<" in absent
    assert "X-Amz-Expires" not in absent
    assert "empty.pdf" in absent
    assert "<bdi>표</bdi>" in absent  # it has no `_all.csv`


def test_says_that_nothing_is_missing(converted):
    page = converted({f"P {A}.md": f"# P\n\n[q](Q%20{B}.md)", f"Q {B}.md": "# Q\n\ntext"})
    assert "No link was found that leads to a file or page that is not there." in page
    assert "Nothing to report" in page
    assert 'class="state"' in page
    assert 'id="attachments"' not in page
    assert "#attachments" not in page


def test_a_page_of_nothing(tmp_path):
    tree = ec.render(ec.Vault())
    assert "0" in words(ec.html_report(ec.Report(), tree))


def links_of(page: str) -> list[str]:
    return [item.get("href") for item in parsed(page).iter("a")]


@pytest.mark.parametrize("place", ["report.html", "보고/a b/report.html", "x/../report.html"])
def test_links_lead_to_files_that_are_there(converted, tmp_path, place):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "x").mkdir(exist_ok=True)
    page = converted(place=place)
    found = set()
    for link in links_of(page):
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page
        elif not link.startswith("https:"):
            assert not re.search(r"[^\w/.%~-]", link, re.ASCII)
            file = (tmp_path / place).parent / unquote(link)
            assert file.is_file()
            found.add(os.path.relpath(file.resolve(), tmp_path / "the vault"))
    assert {"우리집.md", "우리집/아이.md", "우리집/a ＃1 100%.png", "우리집/표/표.base"} <= found


def test_links_from_another_drive_are_whole(monkeypatch, converted):
    monkeypatch.setattr(os.path, "relpath", lambda *_: (_ for _ in ()).throw(ValueError("another drive")))
    page = converted()
    assert "file:///" in page
    assert all(Path(unquote(link[7:])).is_file() for link in links_of(page) if link.startswith("file:"))


def test_what_is_not_there_is_not_linked(converted, tmp_path, make_folder):
    page = converted(dry_run=True)
    assert not (tmp_path / "the vault").exists()
    assert [link for link in links_of(page) if not link.startswith(("#", "https:"))] == []
    assert "A dry run: nothing was written" in page
    tree = ec.render(ec.read(tmp_path / "export"))
    page = ec.html_report(report_of(tree.vault), tree)
    assert [link for link in links_of(page) if not link.startswith(("#", "https:"))] == []


def test_a_second_run_has_all_of_it_too(converted):
    first, second = converted(), converted()
    assert "so nothing was changed" in second
    assert links_of(first) == links_of(second)


def test_the_issues_of_an_update_are_linked(converted, tmp_path):
    converted()
    note = tmp_path / "the vault/우리집/아이.md"
    note.write_bytes(note.read_bytes() + b"mine\n")
    page = converted(EXPORT | {f"우리집 {A}/아이 {B}.md": "# 아이\n\nnew\n"})
    assert "XC405" in page
    assert re.search(r'XC405.*?<li><span class="path"><a href="[^"]*/%EC%95%84%EC%9D%B4\.md">', page, re.DOTALL)
    assert "Edited files kept" in page
    assert "직접 고친 그대로 둔 파일" in page


def test_nothing_of_a_source_acts(make_folder, tmp_path):
    title = HOSTILE.replace("/", "\u2215")
    files = {
        f"P {A}.md": f"# {HOSTILE}\n\n{HOSTILE}: {HOSTILE}\n\n[{HOSTILE}]({HOSTILE.replace(' ', '%20')})\n\n"
        f"![x](https://evil.example/{HOSTILE.replace(' ', '')})\n\n<aside>\n",
        f"{title} {B}.md": f"# {HOSTILE}\n\n[p](P%20{A}.md)\n\n[j](javascript:alert%283%29)",
        f"{title} {B}/{title}.p<b>g": b"x",
    }
    source, destination = make_folder(files, "<b>export"), tmp_path / "<i>vault"
    result = ec.convert(source, destination, keep_tree=True)
    page = ec.html_report(
        result.report, result.tree, sources=[source], destination=destination, file=tmp_path / "r.html"
    )
    root = parsed(page)
    assert [item.tag for item in root.iter() if item.tag in ("img", "iframe", "b", "i", "object", "link")].count(
        "b"
    ) == 6
    assert {item.tag for item in root.iter()} & {"img", "i", "iframe", "object", "link", "base", "form"} == set()
    assert len(list(root.iter("script"))) == 1
    assert not [name for item in root.iter() for name in item.attrib if str(name).startswith("on") or name == "style"]
    assert not [link for link in links_of(page) if link.lower().startswith(("javascript:", "data:"))]
    assert "\u202e" not in page
    assert "\\u202egpj.exe" in page


TITLES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TITLES, TITLES, st.sampled_from(["obsidian", "markdown"]))
def test_any_title_and_message(title, message, to):
    tree = ec.render(ec.Vault(), to=to)
    note = ec.Note(
        path="p",
        title=title,
        body="",
        digest="",
        output="p.md",
        properties=(ec.Property(name=message, raw="", line=1),),
    )
    vault = ec.Vault(notes=(note,), attachments=())
    from dataclasses import replace

    tree = replace(tree, vault=vault)
    report = ec.Report((ec.Issue(ec.Code.BROKEN_LINK, title, 1, message),))
    page = ec.html_report(report, tree, sources=[])
    page.encode()
    root = parsed(page)
    assert [item.get("class") for item in root.iter("script")] == [None]
    items = [item for item in root.iter("span") if item.get("class") == "message stays"]
    assert ["".join(item.itertext()) for item in items] == [re.sub("", "", _plain(shown(message)))]


def _plain(html: str) -> str:
    from html import unescape

    return unescape(html)


def test_every_word_is_there_in_both_languages(converted):
    assert set(MEANINGS) == set(ec.Code)
    assert set(TYPES) == set(ec.PropertyType)
    assert all(re.search("[가-힣]", text) for table in (MEANINGS, TYPES, REMARKS, COUNTS) for text in table.values())
    root = parsed(converted())
    spans = [item for item in root.find("body").iter("span") if item.get("lang")]
    twice = [item for item in spans if "stays" not in (item.get("class") or "")]
    assert [item.get("lang") for item in twice] == ["en", "ko"] * (len(twice) // 2)
    assert len(twice) > 60
    for remark in report_of(ec.read(Path(__file__).parents[2] / "examples/notion-export.zip")).remarks:
        assert remark in REMARKS


def test_the_same_input_gives_the_same_bytes(tmp_path, make_folder):
    source = make_folder(EXPORT)
    code = (
        "import sys, exportconv as ec; from exportconv import workers; workers._FEW, workers._EACH = 0, 1;"
        "r = ec.convert(*sys.argv[1:3], keep_tree=True, options=ec.Options(jobs=int(sys.argv[3])));"
        "sys.stdout.buffer.write(ec.html_report(r.report, r.tree, sources=sys.argv[1:2]).encode())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", code, source, tmp_path / name, jobs],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": place},
            capture_output=True,
            check=True,
        ).stdout
        for name, seed, zone, place, jobs in (("one", "1", "UTC", "C", "1"), ("two", "2", "Asia/Seoul", "C.UTF-8", "3"))
    }
    assert len(pages) == 1


def test_long_lists_are_cut_and_say_so(converted):
    files = {f"P {A}.md": "# P\n\n" + "\n\n".join(f"[x](P%20{A}/gone{n}.png)" for n in range(250))}
    page = converted(files)
    assert page.count('<span class="message stays"') == 200
    assert "and 50 more, which are not listed here" in page
    assert "그 밖에 50개는" in page
    assert "and 150 more, which are not listed here" in page  # the names of what is missing


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1.0 kB"), (1500, "1.5 kB"), (99_949, "99.9 kB"), (123_456, "123 kB"),
     (999_600, "1.0 MB"), (5 * 10**9, "5.0 GB"), (10**12, "1.0 TB"), (5 * 10**15, "5,000 TB")],
)  # fmt: skip
def test_sizes(value, text):
    assert size(value) == text


def test_a_vault_and_its_plain_markdown(make_folder, tmp_path):
    files = {
        ".obsidian/app.json": "{}",
        "가.md": "[[나]] [[없음]]",
        "나.md": "---\ntags: [x]\n---\n![[그림.png]]",
        "그림.png": b"p",
    }
    source = make_folder(files)
    for to in ("obsidian", "markdown"):
        result = ec.convert(source, tmp_path / to, to=to, keep_tree=True)
        page = ec.html_report(
            result.report, result.tree, sources=[source], destination=tmp_path / to, file=tmp_path / "r.html"
        )
        text = words(page)
        assert "Obsidian vault" in text
        assert "옵시디언 보관함" in text
        assert "Comments, the history" not in text
        assert f'<a href="{to}/%EA%B7%B8%EB%A6%BC.png">' in page
        assert "없음" in text[text.index("What the source did not contain") :]


def test_ten_thousand_notes_take_a_moment():
    notes = [
        ec.Note(
            path=f"{n}.md", title=f"노트 {n}", body="", digest="", output=f"폴더 {n % 13}/노트 {n}.md",
            links=tuple(_link(f"{(n * 7 + k * k) % 10_000}.md") for k in range(5)),
        )
        for n in range(10_000)
    ]  # fmt: skip
    tree = _tree(notes)
    report = ec.Report(tuple(ec.Issue(ec.Code.BROKEN_LINK, f"{n}.md", n, "is not there") for n in range(10_000)))
    began = time.process_time()
    page = ec.html_report(report, tree)
    # a second on a machine that has nothing else to do; others may be slower
    assert time.process_time() - began < 6
    assert len(page) < 600_000
    assert page.count('class="dots') >= 12
    assert "10,000 notes and databases" in page


def _link(target: str) -> ec.Link:
    from exportconv.model import Span

    return ec.Link(span=Span(0, 0), target_span=Span(0, 0), raw_target=target, text="", line=1, target=target)


def _tree(notes: list[ec.Note]) -> ec.FileTree:
    from dataclasses import replace

    return replace(ec.render(ec.Vault()), vault=ec.Vault(notes=tuple(notes)))


def test_it_is_not_loaded_without_need():
    code = "import sys, exportconv.cli.commands; import exportconv.conversion; print([m for m in sys.modules if 'report_page' in m])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_the_result_has_the_files_only_where_they_are_asked_for(make_folder, tmp_path):
    source = make_folder(EXPORT)
    assert ec.convert(source, tmp_path / "v").tree is None
    again = ec.convert(source, tmp_path / "v")
    assert (again.changed, again.tree) == (False, None)
    kept = ec.convert(source, tmp_path / "v", keep_tree=True)
    assert not kept.changed
    assert {file.path for file in kept.tree} >= {"우리집.md", "우리집/아이.md"}


def test_command(tmp_path):
    source = put_files(tmp_path / "export", EXPORT)

    def run(*flags: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "exportconv", "convert", source, tmp_path / "v", *map(str, flags)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)

    for where in (source / "r.html", tmp_path / "v/r.html", tmp_path / "gone/r.html", tmp_path):
        done = run("--html-report", where)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "v").exists()
    done = run("--html-report", tmp_path / "r", "--report", tmp_path / "r")
    assert done.returncode == 2
    assert "named for two reports" in done.stderr
    (tmp_path / "r.html").write_bytes(b"older")
    assert run("--html-report", tmp_path / "r.html", "-q").returncode == 1
    page = (tmp_path / "r.html").read_bytes().decode()
    assert page.startswith("<!doctype html>\n")
    assert all((tmp_path / unquote(link)).is_file() for link in links_of(page) if link.startswith("v/"))
    assert sorted(os.listdir(tmp_path)) == ["export", "r.html", "v"]
    again = run("--html-report", tmp_path / "r2.html", "--report", tmp_path / "r.json", "-q")
    assert again.returncode == 0
    assert "so nothing was changed" in (tmp_path / "r2.html").read_bytes().decode()


def test_a_result_without_its_tree_is_told(make_folder, tmp_path):
    result = ec.convert(make_folder({f"P {A}.md": "# P"}), tmp_path / "v")
    with pytest.raises(ec.ConfigError, match="keep_tree"):
        ec.html_report(result.report, result.tree)


def test_what_properties_name_is_missed_too(make_folder, tmp_path):
    csv = f"Name,Rel,File\nRow,Gone (Away/Gone%20{B}.md),x/gone.png\n"
    result = ec.convert(make_folder({f"DB {A}.csv": csv}), tmp_path / "v", keep_tree=True)
    page = ec.html_report(result.report, result.tree)
    absent = page[page.index('<section id="absent"') :]
    assert f"Away/Gone {B}.md" in absent
    assert "x/gone.png" in absent
