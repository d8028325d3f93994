"""Hostile content stays inert, and bytes that are no text stay what they are."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support.notion_pages import page

import exportconv as ec

PROMISES = (13, 18)

PACKAGE = Path(ec.__file__).parent
ID, OTHER = "a" * 32, "b" * 32
DANGER = re.compile(r"^\s*(?:javascript|vbscript|file|data):", re.IGNORECASE)
TAG = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|svg|object|embed|style|link|meta|base|form)\b|\bon\w+\s*=", re.IGNORECASE
)


# --- the code itself

_MODULES = frozenset((
    "asyncio", "code", "ftplib", "http", "marshal", "multiprocessing", "pickle", "pty", "runpy", "shelve", "smtplib", "socket", "socketserver", "ssl",
    "subprocess", "telnetlib", "urllib.request", "webbrowser", "xmlrpc",
))  # fmt: skip
_CALLS = frozenset(("eval", "exec", "compile", "__import__", "input"))
_METHODS = frozenset(
    (
        "os.system",
        "os.popen",
        "os.startfile",
        "yaml.unsafe_load",
        "yaml.full_load",
        "yaml.unsafe_load_all",
        "yaml.full_load_all",
    )
)
ALLOWED = {"workers.py": {"os.fork", "pickle"}}
"""A child is this very program, and what it sends comes through a pipe that nobody else has."""
_RUNS = re.compile(r"os\.(?:exec|spawn|posix_spawn|fork)")
_YAML = frozenset(("yaml.load", "yaml.load_all"))


def dangers(source: str) -> set[str]:
    """What in a module could run code that is not ours, start a program or reach a network."""
    found: set[str] = set()
    tree = ast.parse(source)
    made = {
        ast.unparse(node.targets[0]): ast.unparse(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            origin = getattr(node, "module", None)
            names = (
                [origin or "", *(f"{origin}.{alias.name}" for alias in node.names)]
                if origin
                else [alias.name for alias in node.names]
            )
            found |= {name for name in names for known in _MODULES if name == known or name.startswith(f"{known}.")}
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in _CALLS | _METHODS or _RUNS.match(called):
                found.add(called)
            loaders = [
                made.get(ast.unparse(word.value), "") + ast.unparse(word.value)
                for word in node.keywords
                if word.arg == "Loader"
            ] + [ast.unparse(item) for item in node.args[1:2]]
            if called in _YAML and not any(
                # the plainest of them makes texts and lists alone
                "Safe" in loader or "BaseLoader" in loader or "yaml_loader()" in loader
                for loader in loaders
            ):
                found.add(called)
        elif isinstance(node, ast.Attribute) and node.attr in (
            "UnsafeLoader",
            "FullLoader",
            "CUnsafeLoader",
            "CFullLoader",
        ):
            found.add(node.attr)
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_code_runs_nothing_and_reaches_nobody(path):
    assert dangers(path.read_text(encoding="utf-8")) == ALLOWED.get(path.relative_to(PACKAGE).as_posix(), set())


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)", "exec(x)", "import subprocess", "from socket import socket", "from urllib.request import urlopen", "from urllib import request", "import http.client",
        "import pickle", "yaml.load(x)", "yaml.load(x, Loader)", "yaml.load(x, Loader=yaml.UnsafeLoader)", "yaml.full_load(x)", "os.system(x)", "os.execv(x, y)",
    ],
)  # fmt: skip
def test_the_lint_finds(source):
    assert dangers(source)


@pytest.mark.parametrize(
    "source", ["yaml.load(x, yaml.CSafeLoader)", "from urllib.parse import quote", "os.walk(x)", "re.compile(x)"]
)
def test_the_lint_leaves_alone(source):
    assert not dangers(source)


# --- what is written

PAYLOADS = {
    "script": "<script>alert(1)</script>", "handler": "<img src=x onerror=alert(1)>", "frame": "<iframe src=//evil.example></iframe>", "svg": "<svg onload=alert(1)>",
    "link": "[click](javascript:alert(1))", "image": "![x](data:text/html,<script>1</script>)", "file": "[x](file:///etc/passwd)", "address": "<javascript:alert(1)>",
    "reference": "[x]: javascript:alert(1)", "comment": "<!-- x --><script>1</script>", "tick": "`</code><script>1</script>`",
}  # fmt: skip


def active(text: str) -> list[str]:
    """Tags that act and links that lead to what acts, as a Markdown renderer that allows everything sees them."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True
    found: list[str] = []
    # properties and what stands in a wikilink are plain text
    body = re.sub(r"\A---\n.*?\n---\n|!?\[\[[^\[\]\n]*\]\]", "", text, flags=re.DOTALL)
    todo = list(parser.parse(body))
    while todo:
        token = todo.pop()
        todo += token.children or ()
        if token.type in ("html_block", "html_inline"):
            found += TAG.findall(token.content)
        found += [str(value) for name in ("href", "src") if (value := token.attrGet(name)) and DANGER.match(str(value))]
    return found


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_text_of_an_html_page_stays_text(render, payload, to):
    text = escaped(payload)
    cells = f'<table class="simple-table"><tr><th>{text}</th></tr><tr><td>{text}</td></tr></table>'
    body = (
        f"<p>{text}</p><h2>{text}</h2><ul class='bulleted-list'><li>{text}</li></ul><blockquote>{text}</blockquote>{cells}"
        f'<details><summary>{text}</summary><p>{text}</p></details><figure class="callout"><div>{text}</div></figure>'
        f'<p><a href="https://x.y/">{text}</a> <strong>{text}</strong></p><figure><img src="a.png" alt="{text}"><figcaption>{text}</figcaption></figure>'
    )
    files = render({f"Page {ID}.html": page(body, era="C", title=payload, page_id=ID), "a.png": b"x"}, to=to)
    note = next(text for path, text in files.items() if path.endswith(".md"))
    assert active(note) == []
    assert re.sub(r"\W", "", note).count(re.sub(r"\W", "", payload)) >= 9


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_titles_and_cells_of_an_export_stay_text(render, payload, to):
    cell = payload.replace('"', '""')
    files = {
        f"Page {ID}.md": f"# {payload}\n\n[Other](Other%20{OTHER}.md)\n",
        f"Other {OTHER}.md": f"# Other\n\n[Page](Page%20{ID}.md)\n",
        f"DB {'c' * 32}.csv": f'Name,Text\n"{cell}","{cell}"\nRow,"{cell}"\n',
        f"DB/Row {'d' * 32}.md": f"# Row\n\nText: {payload}\n",
    }
    for path, text in render(files, to=to, databases="table").items():
        if path.endswith(".md"):
            assert active(text) == [], path
    assert not any(char in "<>:|?*" or ord(char) < 32 for path in render(files, to=to) for char in path)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_what_acted_before_is_no_more_than_it_was(render, payload):
    text = f"Some {payload} text\n\n{payload}\n\n> {payload}\n"
    before = sorted(active(text))
    for source in ({f"Page {ID}.md": f"# Page\n\n{text}"}, {".obsidian/app.json": "{}", "Page.md": text}):
        for to in ("obsidian", "markdown"):
            found = render(source, to=to)["Page.md"]
            assert sorted(active(found)) == before
            assert payload in found


def test_formulas_in_a_csv_stay(render):
    table = 'Name,Sum\n=1+1,"=HYPERLINK(""http://evil.example"")"\n@x,+1\n-2,\t=3\n'
    for source in ({f"DB {ID}.csv": table}, {".obsidian/app.json": "{}", "N.md": "x", "DB.csv": table}):
        files = render(source, databases="csv")
        assert table in files.values()


# --- bytes that are no text

NO_TEXT = {
    "cp949": "# 한글\n\n[x](y.md)\n".encode("cp949"), "latin": b"# caf\xe9\n", "cut": "# 한글".encode()[:-1], "surrogate": b"# \xed\xa0\x80\n", "overlong": b"# \xc0\xaf\n",
    "utf-16 without a mark": "# 한글".encode("utf-16-le"), "any": bytes(range(256)), "half of a mark": b"\xef\xbb# x", "utf-32": "# x".encode("utf-32"),
}  # fmt: skip


@pytest.mark.parametrize("data", NO_TEXT.values(), ids=NO_TEXT)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize("kind", ["markdown", "html", "csv", "vault"])
def test_bytes_that_are_no_text_are_copied_and_reported(make_folder, data, to, kind):
    files = {
        "markdown": {f"Page {ID}.md": data, f"Other {OTHER}.md": "# Other\n\n[x](Page%20" + ID + ".md)\n"},
        "html": {
            f"Page {ID}.html": b'<div class="page-body">' + data,
            f"Other {OTHER}.html": '<div class="page-body">x</div>',
        },
        "csv": {f"DB {ID}.csv": b"Name,B\n" + data, f"Other {OTHER}.md": "# Other\n"},
        "vault": {".obsidian/app.json": "{}", "Page.md": data, "Other.md": "[[Page]]\n"},
    }[kind]
    given = next(content for content in files.values() if isinstance(content, bytes))
    with pytest.raises(UnicodeDecodeError):
        given.decode()
    vault = ec.read(make_folder(files))
    written = {file.path: file.content.read() for file in ec.render(vault, to=to)}
    assert given in written.values()
    assert not any("\ufffd".encode() in content for content in written.values())
    assert ec.Code.UNREADABLE_TEXT in {issue.code for issue in vault.issues}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names of any bytes")
@pytest.mark.parametrize("name", [b"\xc7\xd1\xb1\xdb.png", b"\xff\xfe.png", b"a\xed\xa0\x80.png"], ids=ascii)
def test_a_name_that_is_no_text_loses_no_byte(tmp_path, read_tree, name):
    source = os.fsencode(tmp_path / "source")
    os.mkdir(source)
    for path, content in (
        (name, b"picture"),
        (f"Page {ID}.md".encode(), b"# Page\n"),
        (f"Other {OTHER}.md".encode(), b"# Other\n"),
    ):
        with open(os.path.join(source, path), "wb") as stream:
            stream.write(content)
    ec.convert(tmp_path / "source", tmp_path / "out")
    tree = read_tree(tmp_path / "out")
    assert b"picture" in tree.values()
    assert all(path.encode() for path in tree)


# --- the process


def _command(*before: str, source: Path, out: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*before, sys.executable, "-m", "exportconv", "convert", str(source), str(out)],
        capture_output=True,
        check=False,
    )


@pytest.fixture
def evil_export(make_folder) -> Path:
    body = "![x](https://evil.example/a.png) <iframe src=//evil.example></iframe> [x](file://evil.example/x)"
    return make_folder(
        {
            f"Page {ID}.md": f"# Page\n\n{body}\n",
            f"Web {OTHER}.html": page(f"<p>{body}</p>", era="C", title="Web", page_id=OTHER),
        }
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_sends_nothing_to_the_terminal(make_folder, tmp_path):
    source = make_folder(
        {f"Page {ID}.md": "# Page\n\n[x](\x1b[31mred.png) [y](::error::z)\n", "\x1b[31m\n::error::x.zip": b"PK no zip"}
    )
    done = _command(source=source, out=tmp_path / "out")
    assert done.returncode in (0, 1), done.stderr
    said = done.stdout + done.stderr
    assert b"\x1b" not in said
    assert not any(line.startswith(b"::") for line in said.splitlines())


def _may_unshare() -> bool:
    program = shutil.which("unshare")
    return (
        program is not None
        and subprocess.run([program, "-n", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.faults
@pytest.mark.skipif(not _may_unshare(), reason="no network can be taken away here (unshare -n)")
def test_it_works_without_any_network(evil_export, tmp_path, record_property):
    done = _command(shutil.which("unshare"), "-n", source=evil_export, out=tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.md"))) == 2
    record_property("figure", f"{len(PAYLOADS)} payloads, none of which acts")
    record_property("promise", 18)


def _may_trace() -> bool:
    program = shutil.which("strace")
    return (
        program is not None
        and subprocess.run([program, "-qq", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.faults
@pytest.mark.skipif(not _may_trace(), reason="no process can be traced here (strace)")
def test_it_asks_for_no_network(evil_export, tmp_path, record_property):
    log = tmp_path / "log"
    trace = (shutil.which("strace"), "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(log))
    done = _command(*trace, source=evil_export, out=tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert log.read_text() == ""
    seen = [*trace, sys.executable, "-c", "import socket; socket.socket()"]
    assert subprocess.run(seen, check=False).returncode == 0
    assert "socket(" in log.read_text(), "a socket would not be seen"
    record_property("figure", "0 system calls for a network")
    record_property("promise", 18)
