"""A whole repository on disk: what is found, what is mended, and what stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize as in_form

import pytest
from support.made_vaults import read_tree
from support.vault_trees import put_files

import exportconv as ec
from exportconv.config import load_normalize_options
from exportconv.normalize import RULES, rules
from exportconv.normalize.registry import CODES
from exportconv.normalize.run import find_root, normalize
from exportconv.options import NormalizeOptions


def nfd(text: str) -> str:
    return in_form("NFD", text)


FILES = {
    ".obsidian/app.json": "{}",
    "시작.md": f"[[회의록]], [회의]({nfd('폴더/회의록.md')}), [b](%25ED%258F%25B4%25EB%258D%2594/a.md) [[없음]]\n",
    nfd("폴더/회의록.md"): '---\nup: "[[시작]]"\n---\n[[시작#없음]]\n',
    "폴더/a.md".replace("폴더", nfd("폴더")): "`[[없음]]`\n",
    "판.canvas": '{"nodes":[{"id":"1","type":"file","file":"' + nfd("폴더/회의록.md") + '"}]}',
}  # fmt: skip


def texts(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes().decode() for file in folder.rglob("*") if file.is_file()
    }


def codes(result) -> list[tuple[str, str, int]]:
    return [(str(item.code), in_form("NFC", item.path), item.line) for item in result.found]


def test_a_check_finds_and_writes_nothing(tmp_path):
    put_files(tmp_path, FILES)
    result = normalize([tmp_path], check=True)
    assert codes(result) == [
        ("XC601", "폴더", 0), ("XC601", "폴더/회의록.md", 0), ("XC103", "폴더/회의록.md", 4),
        ("XC101", "시작.md", 1), ("XC611", "시작.md", 1),
    ]  # fmt: skip
    assert texts(tmp_path) == FILES


def test_names_and_links_are_mended_and_nothing_else(tmp_path):
    put_files(tmp_path, FILES)
    result = normalize([tmp_path])
    assert sorted(str(item.code) for item in result.found) == ["XC101", "XC103"]
    assert texts(tmp_path) == {
        ".obsidian/app.json": "{}",
        "시작.md": "[[회의록]], [회의](폴더/회의록.md), [b](%ED%8F%B4%EB%8D%94/a.md) [[없음]]\n",
        "폴더/회의록.md": FILES[nfd("폴더/회의록.md")],
        "폴더/a.md": "`[[없음]]`\n",
        "판.canvas": in_form("NFC", FILES["판.canvas"]),
    }
    again = normalize([tmp_path])
    assert (again.mended, again.changes) == ((), ())


def test_a_name_that_is_taken_is_reported_and_left(tmp_path):
    put_files(tmp_path, {"가.md": "하나", nfd("가.md"): "둘", ".git/HEAD": ""})
    result = normalize([tmp_path], options=NormalizeOptions(select=("XC601",)))
    assert [(str(item.code), item.path) for item in result.found] == [("XC601", nfd("가.md"))]
    assert texts(tmp_path) == {"가.md": "하나", nfd("가.md"): "둘", ".git/HEAD": ""}


ID = "0123456789abcdef0123456789abcdef"


def test_a_name_that_becomes_free_may_be_given_away(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "CON.md": "하나", f"CON {ID}.md": "둘", "글.md": f"[[CON]] [[CON {ID}]]"})
    normalize([tmp_path], options=NormalizeOptions(unsafe_fixes=True))
    found = texts(tmp_path)
    assert sorted(found.values()) == sorted(["", "하나", "둘", found["글.md"]])
    targets = [target.split("]]")[0] for target in found["글.md"].split("[[")[1:]]
    assert [found[f"{target}.md"] for target in targets] == ["하나", "둘"]
    assert normalize([tmp_path], options=NormalizeOptions(unsafe_fixes=True)).changes == ()


def test_links_in_excluded_notes_follow_what_is_renamed(tmp_path):
    files = {
        ".git/HEAD": "",
        ".gitignore": "out/\n",
        f"x {ID}.md": "",
        "틀/a.md": f"[[x {ID}]] \r\n\n",
        "out/b.md": f"[[x {ID}]]",
    }
    put_files(tmp_path, files)
    normalize([tmp_path], options=NormalizeOptions(unsafe_fixes=True, exclude=("틀/",)))
    assert texts(tmp_path) == {
        ".git/HEAD": "", ".gitignore": "out/\n", "x.md": "", "틀/a.md": "[[x]] \r\n\n", "out/b.md": f"[[x {ID}]]",
    }  # fmt: skip


def test_links_in_html_follow(tmp_path):
    text = f'<img src="{nfd("그림.png")}"> <a href="%25EA%25B0%2580.md">x</a> <img src="none.png">'
    put_files(tmp_path, {".git/HEAD": "", nfd("그림.png"): b"1", "가.md": "", "a.md": text})
    assert normalize([tmp_path]).found == ()
    assert (tmp_path / "a.md").read_text(
        "utf-8"
    ) == '<img src="그림.png"> <a href="%EA%B0%80.md">x</a> <img src="none.png">'


def test_a_wikilink_keeps_the_folders_it_names(tmp_path):
    put_files(
        tmp_path, {".git/HEAD": "", f"가/나/x {ID}.md": "", "a.md": f"[[나/x {ID}]] [[가/나/x {ID}|y]] [[x {ID}]]"}
    )
    normalize([tmp_path], options=NormalizeOptions(unsafe_fixes=True))
    assert (tmp_path / "a.md").read_text("utf-8") == "[[나/x]] [[가/나/x|y]] [[x]]"


def test_one_file_is_looked_at_and_resolves_against_all(tmp_path):
    put_files(tmp_path, FILES)
    result = normalize([tmp_path / nfd("폴더/회의록.md")], check=True)
    assert codes(result) == [("XC601", "폴더/회의록.md", 0), ("XC103", "폴더/회의록.md", 4)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"select": ("XC101",)}, {"XC101"}),
        ({"select": ("XC6",)}, {"XC601", "XC611"}),
        ({"ignore": ("XC6", "XC103")}, {"XC101"}),
        ({"exclude": (nfd("폴더/"),)}, {"XC101", "XC611"}),
        ({"exclude": ("시작.md",)}, {"XC103", "XC601"}),
    ],
    ids=["one", "a group", "all but some", "without a folder", "without a note"],
)
def test_what_is_looked_for(tmp_path, options, expected):
    put_files(tmp_path, FILES)
    assert {
        str(item.code) for item in normalize([tmp_path], options=NormalizeOptions(**options), check=True).found
    } == expected


def test_ignored_files_are_links_targets_and_no_more(tmp_path):
    files = {".git/HEAD": "", ".gitignore": "만든 것/\n", "a.md": "[[b]] [[b#x]]", "만든 것/b.md": "[[없음]]"}
    put_files(tmp_path, files)
    assert normalize([tmp_path], check=True).found == ()
    everything = normalize([tmp_path], options=NormalizeOptions(gitignore=False), check=True)
    assert [str(item.code) for item in everything.found] == ["XC103", "XC101"]


def test_modes_are_kept_and_links_in_other_folders_follow(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "깊은/곳/a.md": "[b](../../%25EA%25B0%2580.md)\n", nfd("가.md"): "글"})
    place = tmp_path / "깊은/곳/a.md"
    place.chmod(0o640)
    normalize([tmp_path])
    assert place.read_text("utf-8") == "[b](../../%EA%B0%80.md)\n"
    assert place.stat().st_mode & 0o777 == 0o640


def test_nothing_is_done_where_a_folder_may_not_be_written_to(tmp_path, monkeypatch):
    put_files(tmp_path, {".git/HEAD": "", "a/b.md": f"[[{nfd('가')}]]", "나/가.md": "", nfd("나/다.md"): ""})
    before = texts(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: not os.fsdecode(path).endswith("/a"))
    with pytest.raises(ec.DestinationError, match="may not be written to; nothing was changed"):
        normalize([tmp_path])
    assert texts(tmp_path) == before


def test_a_note_that_is_not_utf8_is_reported_and_left(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "가.md": "한글".encode("cp949")})
    result = normalize([tmp_path])
    assert [str(item.code) for item in result.found] == ["XC201"]
    assert (tmp_path / "가.md").read_bytes() == "한글".encode("cp949")


@pytest.mark.parametrize("mark", [".obsidian/app.json", ".git/HEAD", "exportconv.toml"])
def test_the_root_is_the_nearest_folder_with_a_mark(tmp_path, mark):
    put_files(tmp_path, {mark: "", "a/b/c.md": ""})
    assert find_root([tmp_path / "a/b/c.md"]) == find_root([tmp_path / "a"]) == tmp_path


def test_without_a_mark_the_root_is_what_is_named(tmp_path):
    put_files(tmp_path, {"a/b/c.md": ""})
    assert find_root([tmp_path / "a"]) == tmp_path / "a"


def test_several_repositories_are_refused(tmp_path):
    put_files(tmp_path, {"a/.git/HEAD": "", "b/.git/HEAD": ""})
    with pytest.raises(ec.SourceError, match="several repositories"):
        normalize([tmp_path / "a", tmp_path / "b"])


def test_paths_are_understood_as_the_system_does(tmp_path, monkeypatch):
    put_files(tmp_path, {".git/HEAD": "", "안/a.md": "[[없음]]", "밖/곳/b.md": "[[없음]]"})
    (tmp_path / "안/길").symlink_to(tmp_path / "밖/곳")
    monkeypatch.chdir(tmp_path)
    assert find_root([".", "안/../밖"]) == tmp_path
    found = {path: normalize(path, check=True).found for path in ("안/../밖", "안/길", "안/길/../곳/b.md", Path("밖"))}
    assert {item.path for items in found.values() for item in items} == {"밖/곳/b.md"}
    assert all(len(items) == 1 for items in found.values())


def test_a_symbolic_link_is_what_it_leads_to(tmp_path):
    put_files(tmp_path, {"방/.obsidian/app.json": "{}", "방/글.md": "\ufeff글"})
    (tmp_path / "글.md").symlink_to("방/글.md")
    (tmp_path / "길").symlink_to("방")
    for link in ("글.md", "길", "길/글.md"):
        result = normalize([tmp_path / link], check=True)
        assert (result.root, [item.path for item in result.found], result.unseen) == (tmp_path / "방", ["글.md"], ())
    normalize([tmp_path / "글.md"])
    assert (tmp_path / "글.md").is_symlink()
    assert (tmp_path / "방/글.md").read_text("utf-8") == "글"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("만든 것", "git ignores it"),
        ("만든 것/a.md", "git ignores it"),
        ("틀", "it is excluded"),
        (".숨은/a.md", "names with a dot before them are left alone"),
        (".git", "names with a dot before them are left alone"),
        ("빈 곳", "there is no file in it"),
        ("책/다른 방", "it belongs to another vault"),
    ],
)
def test_a_path_in_which_nothing_is_looked_for_is_said(tmp_path, place, reason):
    files = {
        ".git/HEAD": "", ".gitignore": "만든 것/\n", "만든 것/a.md": "[[없음]]", "틀/a.md": "[[없음]]",
        ".숨은/a.md": "[[없음]]", "a.md": "a", "책/다른 방/방/.obsidian/app.json": "{}", "책/다른 방/방/a.md": "[[없음]]",
    }  # fmt: skip
    put_files(tmp_path, files)
    (tmp_path / "빈 곳").mkdir()
    result = normalize([tmp_path / place], options=NormalizeOptions(exclude=("틀/",)), check=True)
    assert (result.found, result.unseen) == ((), (f"{place}: nothing is looked for there; {reason}",))
    assert normalize([tmp_path], check=True).unseen == ()


@pytest.mark.parametrize("paths", [[], [""], "", ["a.md", ""]])
def test_no_path_is_no_place(tmp_path, monkeypatch, paths):
    put_files(tmp_path, {".git/HEAD": "", "a.md": "\ufeff"})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ec.SourceError, match=r"no path|empty path"):
        normalize(paths)
    assert (tmp_path / "a.md").read_text("utf-8") == "\ufeff"


@pytest.fixture
def closed(monkeypatch):
    """A folder with this name may not be read."""
    real = os.scandir

    def scan(folder):
        if os.path.basename(folder) == "닫힌 곳":
            raise PermissionError(13, "Permission denied", folder)
        return real(folder)

    monkeypatch.setattr(os, "scandir", scan)


@pytest.mark.parametrize(
    ("options", "patterns"),
    [({}, "닫힌 곳/\n"), ({}, "안/*\n"), ({"exclude": ("닫힌 곳",)}, ""), ({"exclude": ("안",)}, "")],
)
def test_a_closed_folder_that_nobody_asks_for_is_of_no_interest(tmp_path, closed, options, patterns):
    put_files(tmp_path, {".git/HEAD": "", ".gitignore": patterns, "안/닫힌 곳/a.md": "", "b.md": "\ufeff"})
    assert normalize([tmp_path], options=NormalizeOptions(**options)).found == ()
    assert (tmp_path / "b.md").read_bytes() == b""


def test_a_closed_file_that_git_ignores_is_of_no_interest(tmp_path, monkeypatch):
    files = {
        ".git/HEAD": "",
        ".gitignore": "비밀.md\n",
        "비밀.md": "![[그림.png]]",
        "a.md": "[[비밀]]",
        "그림.png": "1",
    }
    put_files(tmp_path, files)
    assert normalize([tmp_path], check=True).found == ()
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("비밀.md") and real(path, mode))
    assert [item.code for item in normalize([tmp_path], check=True).found] == ["XC621"]


def test_a_closed_folder_stops_everything(tmp_path, closed):
    put_files(tmp_path, {".git/HEAD": "", ".gitignore": "다른 곳/\n", "안/닫힌 곳/a.md": "", "b.md": "\ufeff"})
    with pytest.raises(ec.SourceError, match="닫힌 곳: cannot be read: Permission denied"):
        normalize([tmp_path])
    assert (tmp_path / "b.md").read_text("utf-8") == "\ufeff"


@pytest.mark.parametrize("options", [{"select": ("XC9",)}, {"ignore": ("nothing",)}, {"select": ("",)}])
def test_a_rule_that_does_not_exist_is_refused(tmp_path, options):
    with pytest.raises(ec.ConfigError, match="there is no rule"):
        normalize([tmp_path], options=NormalizeOptions(**options))


def test_the_configuration_has_a_table(tmp_path):
    put_files(tmp_path, {"exportconv.toml": '[normalize]\nignore = ["XC1"]\nunsafe-fixes = true\ngitignore = false\n'})
    options = load_normalize_options(tmp_path / "exportconv.toml")
    assert options == NormalizeOptions(ignore=("XC1",), unsafe_fixes=True, gitignore=False)
    assert ec.load_options(tmp_path / "exportconv.toml") == ec.Options()


@pytest.mark.parametrize("text", ["normalize = 1", "[normalize]\nselect = 3", "[normalize]\nnothing = true"])
def test_a_configuration_without_meaning_is_refused(tmp_path, text):
    put_files(tmp_path, {"exportconv.toml": text})
    with pytest.raises(ec.ConfigError, match=r"exportconv\.toml"):
        load_normalize_options(tmp_path / "exportconv.toml")


def test_a_name_that_no_disk_takes_is_refused_and_nothing_else(tmp_path):
    long = "a" * 253
    put_files(tmp_path, {".git/HEAD": "", long: b"\x89PNG\r\n\x1a\n", nfd("가.md"): "글"})
    result = normalize([tmp_path], options=NormalizeOptions(select=("XC601", "XC623"), unsafe_fixes=True))
    assert [(item.path, item.name) for item in result.found] == [(long, None)]
    assert result.found[0].message.endswith("; the name would be longer than 255 bytes")
    assert (tmp_path / "가.md").exists()


@pytest.mark.parametrize(
    ("line", "now"),
    [(f"/{nfd('개인')}/secret.md", True), (f"{nfd('개인')}/*\n!note.md", True), ("개인/secret.md", False)],
    ids=["path", "exception", "only under the new name"],
)
def test_git_ignores_the_same_files_afterwards(tmp_path, line, now):
    files = {
        ".git/HEAD": "",
        ".gitignore": line,
        nfd("개인") + "/note.md": "글",
        nfd("개인") + "/secret.md": "글",
        nfd("가.md"): "",
    }
    put_files(tmp_path, files)
    for gitignore in (True, False):
        result = normalize([tmp_path], options=NormalizeOptions(select=("XC601",), gitignore=gitignore))
        (finding,) = result.found
        assert (finding.path, finding.name) == (nfd("개인"), None)
        assert ("does not speak of" in finding.message, "speaks of" in finding.message) == (now, not now)
    assert (tmp_path / "가.md").exists()
    (tmp_path / ".gitignore").write_bytes(b"secret.md\n")
    assert normalize([tmp_path], options=NormalizeOptions(select=("XC601",))).found == ()
    assert (tmp_path / "개인/secret.md").exists()


@pytest.mark.parametrize("mark", [".git", ".git/HEAD"], ids=["submodule", "repository"])
def test_other_repositories_are_left_alone_and_links_lead_into_them(tmp_path, mark):
    put_files(tmp_path, {".git/HEAD": "", f"sub/{mark}": "", f"sub/{nfd('가.md')}": "[[없음]]", "나.md": "[[가]]"})
    result = normalize([tmp_path])
    assert (result.found, result.changes, result.unseen) == ((), (), ())
    # named by itself, it is a repository like any other
    assert [str(item.code) for item in normalize([tmp_path / "sub"], check=True).found] == ["XC601", "XC101"]


def test_why_nothing_is_looked_for_is_said(tmp_path):
    files = {
        ".git/HEAD": "",
        "a/.gitignore": "*.md",
        "a/b.md": "",
        "c/.d.md": "",
        "e/.obsidian/app.json": "",
        "e/f.md": "",
    }
    put_files(tmp_path, files)
    result = normalize([tmp_path / "a", tmp_path / "c"])
    assert [line.partition("; ")[2] for line in result.unseen] == ["git ignores it", "there is no file in it"]


def test_what_a_configuration_takes_is_said(tmp_path):
    put_files(tmp_path, {"exportconv.toml": '[normalize]\nselect = "XC6"\n'})
    with pytest.raises(ec.ConfigError, match="select cannot be 'XC6', it takes a list of texts"):
        load_normalize_options(tmp_path / "exportconv.toml")


def test_options_take_any_sequence_of_texts_but_no_text_alone():
    assert NormalizeOptions(select=["XC6"]) == NormalizeOptions(select=("XC6",))  # type: ignore[arg-type]
    assert ec.Options(skip_tags=["일기"]).skip_tags == ("일기",)  # type: ignore[arg-type]
    for make in (lambda: NormalizeOptions(ignore="XC6"), lambda: ec.Options(skip_tags="일기")):
        with pytest.raises(ec.ConfigError, match="it takes several texts, not one"):
            make()


def test_a_name_that_another_file_has_is_not_given_and_that_is_said(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "a%20b.md": "x", "A b.md": "y", f"{nfd('가')}.md": "z"})
    told = "the name is percent-encoded and means 'a b.md'; another file has or wants the name 'a b.md'"
    for check in (True, False):
        result = normalize([tmp_path], check=check)
        found = [item for item in result.found if item.code == "XC602"]
        assert [(item.path, item.name, item.message) for item in found] == [("a%20b.md", None, told)]
        assert [item.code for item in result.mended] == ["XC601"]


def test_every_rule_has_a_module_and_its_own_code():
    files = {path.stem for path in Path(rules.__file__).parent.glob("*.py")}
    helpers = {"__init__", "head_values", "noticed", "templates"}
    assert len(RULES) == len(CODES) == len(files - helpers)
    assert [rule.code for rule in RULES] == list(CODES) == sorted(CODES)


def test_an_empty_folder_asks_for_no_reader_and_no_rule(tmp_path):
    code = (
        "import sys; from exportconv.normalize import normalize; normalize(sys.argv[1], check=True);"
        "print([m for m in sys.modules if m.startswith(('exportconv.normalize.rules', 'exportconv.readers.obsidian'))])"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_codes_are_told_apart():
    found = [rule.code for rule in RULES]
    assert len(set(found)) == len(found)
    assert all(code.is_finding or code.startswith("XC1") or code.meaning for code in found)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "exportconv", "normalize", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env={**os.environ})


def test_a_code_that_is_asked_for_is_not_ignored_by_the_configuration(tmp_path):
    config = '[normalize]\nignore = ["XC101", "XC601", "XC62"]\n'
    put_files(tmp_path, {"exportconv.toml": config, nfd("가.md"): "[[나]]", "x.png": b"1"})
    codes = {
        arguments: {line.split()[1] for line in run(".", "--check", *arguments, cwd=tmp_path).stderr.splitlines()[:-1]}
        for arguments in [
            ("--select", "XC101"),
            ("--select", "XC6"),
            ("--select", "XC621,XC6"),
            ("--select", "XC101", "--ignore", "XC1"),
        ]
    }
    assert list(codes.values()) == [{"XC101"}, set(), {"XC621"}, set()]


def test_git_can_apply_what_the_diff_says(tmp_path):
    names = [nfd("가 나.md"), 'a "b".md', "sp ace.md", nfd("폴더/다.md"), "tab\t.md"]
    texts = [f"x\n[[{nfd('가 나')}]] [a](<{nfd('폴더/다.md')}>)\r\ny\n", "", "[[none]]"]
    put_files(tmp_path / "a", {name: texts[number % 3] for number, name in enumerate(names)})
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    command = [sys.executable, "-m", "exportconv", "normalize", "a", "--check", "--diff"]
    patch = subprocess.run(command, cwd=tmp_path, capture_output=True).stdout
    subprocess.run(["git", "apply", "-"], cwd=tmp_path / "a", input=patch, check=True)
    normalize([tmp_path / "b"])
    assert read_tree(tmp_path / "a") == read_tree(tmp_path / "b")


def test_command_checks_mends_and_is_clean_then(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", nfd("가.md"): "[[나]]\n", "나.md": f"[a]({nfd('가.md')})\n"})
    check = run(".", "--check", "--diff", cwd=tmp_path)
    assert check.returncode == 1
    assert check.stderr.splitlines()[-1] == "1 found, 1 can be mended; 2 files would change"
    assert f"rename from {nfd('가.md')}\nrename to 가.md\n" in check.stdout
    assert "-[a](" in check.stdout
    assert "+[a](가.md)" in check.stdout
    assert run(".", cwd=tmp_path).returncode == 0
    clean = run(".", "--check", cwd=tmp_path)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "", "0 found, 0 can be mended\n")


def test_command_shows_what_it_has_mended(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", nfd("가.md"): "\ufeff# a\n", "나.md": "\ufeffb\n"})
    check = run(".", "--check", "--diff", cwd=tmp_path)
    done = run(".", "--diff", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, check.stdout)
    assert "-\ufeffb\n+b\n" in done.stdout
    assert f"rename from {nfd('가.md')}\nrename to 가.md\n" in done.stdout
    assert texts(tmp_path) == {".git/HEAD": "", "가.md": "# a\n", "나.md": "b\n"}


@pytest.mark.parametrize("arguments", [["nowhere"], [""], ["--", "", "a"], [".", "--select", "XC9"]])
def test_command_says_what_it_cannot_do(tmp_path, arguments):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("exportconv: ")
    assert done.stderr.count("\n") == 1


def test_an_empty_folder_is_clean(tmp_path):
    assert run(".", "--check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["json", "github", "sarif"])
def test_what_a_machine_reads_stands_alone(tmp_path, name):
    put_files(tmp_path, {".git/HEAD": "", "가.md": "\ufeff가\n"})
    done = run(".", "--check", "--diff", "--output-format", name, cwd=tmp_path)
    assert done.stdout == run(".", "--check", "--output-format", name, cwd=tmp_path).stdout
    assert name == "github" or json.loads(done.stdout)
    assert done.stderr == "diff --git a/가.md b/가.md\n--- a/가.md\n+++ b/가.md\n@@ -1 +1 @@\n-\ufeff가\n+가\n"


def test_codes_may_have_blanks_between(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "가.md": "[[없음]]"})
    assert run(".", "--check", "--select", "XC601, XC101 ", cwd=tmp_path).stderr.startswith("가.md:1: XC101 ")
    assert run(".", "--check", "--ignore", "XC601, XC101", cwd=tmp_path).returncode == 0


def test_command_says_what_it_mended_and_what_is_left(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", "가.md": "\ufeff[[없음]]\n"})
    done = run(".", cwd=tmp_path)
    first, second, last = done.stderr.splitlines()
    assert first.startswith("가.md:1: XC643 ")
    assert first.endswith(" (mended)")
    assert second.startswith("가.md:1: XC101 ")
    assert last == "2 found, 1 mended, 1 left; 1 file changed"
    assert run(".", cwd=tmp_path).stderr.splitlines()[1:] == ["1 found, 0 mended, 1 left"]


def test_command_says_where_it_does_not_look(tmp_path):
    put_files(tmp_path, {".git/HEAD": "", ".gitignore": "a.md", "a.md": "[[없음]]"})
    done = run("a.md", "--check", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "exportconv: a.md: nothing is looked for there; git ignores it",
        "0 found, 0 can be mended",
    ]
