"""What the options leave out is gone, links to it keep their text and are told of, and all else stays."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata

import pytest
from support.vault_trees import converted, put_files

import exportconv as ec
from exportconv.model import Vault
from exportconv.normalize import normalize
from exportconv.transforms.ignore_patterns import IgnoreFiles
from exportconv.transforms.leave_out import leave_out
from exportconv.transforms.note_tags import tags_of, tags_of_file

SETTINGS = ".obsidian/app.json"


def read(folder, files, source="obsidian") -> Vault:
    return ec.read(put_files(folder / "v", files), options=ec.Options(source_format=source))


def paths(vault: Vault) -> set[str]:
    return {note.path for note in vault.notes} | {item.path for item in vault.attachments}


def gone(folder, files, **options) -> set[str]:
    """The paths of the files that the options leave out."""
    vault = read(folder, files)
    return paths(vault) - paths(leave_out(vault, ec.Options(**options)))


@pytest.mark.parametrize(
    "text", ["[", "a[b", "[]", "[z-a]", "", "/", "!", "#x.md", " ", "a\\", "x/[/y", "[[:nothing:]]"]
)
def test_a_pattern_that_can_fit_nothing_is_refused(tmp_path, text):
    with pytest.raises(ec.ConfigError, match=f"^exclude: {re.escape(repr(text))} leaves out nothing: "):
        gone(tmp_path, {"A.md": "x"}, exclude=("*.txt", text))
    with pytest.raises(ec.ConfigError, match=f"^exclude: {re.escape(repr(text))} leaves out nothing: "):
        normalize(tmp_path, options=ec.NormalizeOptions(exclude=(text,)), check=True)


@pytest.mark.parametrize("text", [r"\[.md", "[[].md", "[.md]*", r"\#.md", "!A.md", "**", "a]"])
def test_an_odd_pattern_that_can_fit_something_is_none_of_them(tmp_path, text):
    gone(tmp_path, {"A.md": "x"}, exclude=(text,))


def excluded(*filters: object) -> str:
    return json.dumps({"userIgnoreFilters": list(filters)})


def gone_of(vault: Vault, **options) -> set[str]:
    return paths(vault) - paths(leave_out(vault, ec.Options(**options)))


# --- by patterns

NAMES = [
    "A.md", "B.md", "초안.md", "일기/A.md", "일기/2024/봄.md", "일기/사진.png", "work/A.md", "work/old/A.md", "#x.md", "a b.md",
]  # fmt: skip
FILES = dict.fromkeys(NAMES, "글")


@pytest.fixture(scope="module")
def vault(tmp_path_factory) -> Vault:
    return read(tmp_path_factory.mktemp("files"), FILES)


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["B.md"], {"B.md"}),
        (["A.md"], {"A.md", "일기/A.md", "work/A.md", "work/old/A.md"}),
        (["/A.md"], {"A.md"}),
        (["work/A.md"], {"work/A.md"}),
        (["일기/"], {"일기/A.md", "일기/2024/봄.md", "일기/사진.png"}),
        (["일기"], {"일기/A.md", "일기/2024/봄.md", "일기/사진.png"}),
        (["초안"], set()),
        (["초?.md"], {"초안.md"}),
        (["[AB].md"], {"A.md", "B.md", "일기/A.md", "work/A.md", "work/old/A.md"}),
        (["work/*.md"], {"work/A.md"}),
        (["work/**"], {"work/A.md", "work/old/A.md"}),
        (["**/old/"], {"work/old/A.md"}),
        (["*.png"], {"일기/사진.png"}),
        (["B.md", "*.png"], {"B.md", "일기/사진.png"}),
        (["A.md", "!/A.md"], {"일기/A.md", "work/A.md", "work/old/A.md"}),
        ([r"\#x.md"], {"#x.md"}),
        (["a b.md "], {"a b.md"}),
        (["b.md"], set()),
        (["gone.md"], set()),
    ],
    ids=["name", "name at any depth", "from the root", "path", "folder", "name of a folder", "no part of a name", "one character",
         "set of characters", "one folder alone", "all below", "folder at any depth", "suffix", "several", "exception",
         "escaped number sign", "blank at the end", "case", "nothing fits"],
)  # fmt: skip
def test_patterns_leave_out_what_a_gitignore_would(vault, patterns, expected):
    assert gone_of(vault, exclude=tuple(patterns)) == expected


def test_files_with_a_dot_before_their_names_can_be_left_out_too(tmp_path):
    files = {"A.md": "글", SETTINGS: "{}", ".obsidian/plugins/x/data.json": "{}"}
    assert gone(tmp_path, files, exclude=(".obsidian/plugins/",)) == {".obsidian/plugins/x/data.json"}


def test_a_vault_within_the_vault_can_be_left_out(tmp_path):
    files = {"A.md": "글", "안쪽/.obsidian/app.json": "{}", "안쪽/B.md": "x"}
    assert gone(tmp_path, files, exclude=("안쪽/",)) == {"안쪽/.obsidian/app.json", "안쪽/B.md"}


@pytest.mark.parametrize(
    "options",
    [{}, {"gitignore": True}, {"skip_ignored": True}],
    ids=["nothing asked for", "no .gitignore there", "no setting there"],
)
def test_a_vault_of_which_nothing_is_asked_is_the_same_vault(tmp_path, options):
    vault = read(tmp_path, {"A.md": "[[B]] #일기", "B.md": "x", "p.png": b"1"})
    assert leave_out(vault, ec.Options(**options)) is vault


def test_a_vault_of_which_nothing_fits_is_an_equal_vault(tmp_path):
    vault = read(tmp_path, {"A.md": '---\nup: "[[B]]"\n---\n[[B]] ![[p.png]]', "B.md": "x", "p.png": b"1"})
    assert leave_out(vault, ec.Options(exclude=("*.txt",))) == vault


# --- by .gitignore


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"": "B.md\n"}, {"B.md"}),
        ({"": "/A.md\n*.png"}, {"A.md", "일기/사진.png"}),
        ({"": "# B.md\n\n  \n"}, set()),
        ({"": "B.md\r\n*.png\r\n"}, {"B.md", "일기/사진.png"}),
        ({"일기": "A.md\n"}, {"일기/A.md"}),
        ({"일기": "/봄.md\n"}, set()),
        ({"일기": "/2024/봄.md\n"}, {"일기/2024/봄.md"}),
        ({"일기": "2024/\n", "work": "old/\n"}, {"일기/2024/봄.md", "work/old/A.md"}),
        ({"": "A.md\n", "work": "!A.md\n"}, {"A.md", "일기/A.md"}),
        ({"": "A.md\n", "work": "!A.md\n", "work/old": "A.md\n"}, {"A.md", "일기/A.md", "work/old/A.md"}),
        ({"": "A.md\n!work/A.md\n"}, {"A.md", "일기/A.md", "work/old/A.md"}),
        ({"": "work/*\n!work/old/\n"}, {"work/A.md"}),
        ({"": "!A.md\nA.md\n"}, {"A.md", "일기/A.md", "work/A.md", "work/old/A.md"}),
    ],
    ids=["name", "from the root", "comments and blanks", "CRLF", "of a folder", "root of a folder", "path in a folder", "two folders",
         "a nearer one has the last word", "the nearest has the last word", "exception", "folder taken back", "last line wins"],
)  # fmt: skip
def test_gitignore_files_are_heeded_when_asked(tmp_path, rules, expected):
    files = {**FILES, **{f"{folder}/.gitignore".lstrip("/"): text for folder, text in rules.items()}}
    assert gone(tmp_path, files, gitignore=True) == expected
    assert gone(tmp_path, files) == set()


IGNORED = {
    "folder, file taken back": ({"": "d/\n!d/B.md"}, {"A.md"}),
    "folder, taken back in it": ({"": "d/", "d": "!B.md"}, {"A.md"}),
    "all but notes": ({"": "*\n!*.md"}, {"A.md"}),
    "all but notes in folders": ({"": "*\n!*/\n!*.md"}, {"A.md", "d/B.md", "d/e/C.md"}),
    "folder taken back is no file": ({"": "*.md\n!d/"}, {"d/p.png"}),
    "all within": ({"": "d/**\n!d/e/"}, {"A.md"}),
    "all within, all below taken back": ({"": "d/**\n!d/e/\n!d/e/**"}, {"A.md", "d/e/C.md"}),
    "folders alone": ({"": "*/"}, {"A.md"}),
    "folders within": ({"": "d/**/"}, {"A.md", "d/B.md", "d/p.png"}),
    "steps between": ({"": "d/**/C.md"}, {"A.md", "d/B.md", "d/p.png"}),
    "no step between": ({"": "d/**/B.md"}, {"A.md", "d/p.png", "d/e/C.md"}),
    "several steps between": ({"": "**/d/**/e/**/C.md"}, {"A.md", "d/B.md", "d/p.png"}),
    "stars within a name": ({"": "d/*B**d\n*C*m*"}, {"A.md", "d/p.png"}),
    "sets": ({"": "[!A].md\n[[:lower:]].p*\n[a-c-]"}, {"A.md"}),
    "set with a bracket": ({"": "[]B].md"}, {"A.md", "d/p.png", "d/e/C.md"}),
    "open set": ({"": "[B.md"}, {"A.md", "d/B.md", "d/p.png", "d/e/C.md"}),
    "odd sets": ({"": "[z-a]*\n[[:x:]]*\nA\\"}, {"A.md", "d/B.md", "d/p.png", "d/e/C.md"}),
    "escapes": ({"": "\\A.m[\\d]\nd/\\e"}, {"d/B.md", "d/p.png"}),
    "no patterns": ({"": "/\n!\n//\n!/\n\\\n\\ "}, {"A.md", "d/B.md", "d/p.png", "d/e/C.md"}),
    "blanks": ({"": "A.md   \nd/B.md\\ \n e"}, {"d/B.md", "d/p.png", "d/e/C.md"}),
    "BOM": ({"": "\ufeffA.md\n\ufeffd/"}, {"d/B.md", "d/p.png", "d/e/C.md"}),
}  # fmt: skip


@pytest.mark.parametrize(("rules", "kept"), IGNORED.values(), ids=IGNORED)
def test_folders_are_judged_before_what_is_in_them(tmp_path, rules, kept):
    files = {"A.md": "x", "d/B.md": "x", "d/p.png": b"1", "d/e/C.md": "x"}
    ignores = {f"{folder}/.gitignore".lstrip("/"): text for folder, text in rules.items()}
    assert files.keys() - gone(tmp_path, files | ignores, gitignore=True) == kept
    assert files.keys() - ignored_by_git(tmp_path / "v", files) == kept


def ignored_by_git(folder, files) -> set[str]:
    git = shutil.which("git") or pytest.skip("there is no git")
    env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run([git, "init", "-q", "--template=", folder], check=True, env=env)
    found = subprocess.run(
        [git, "-C", folder, "check-ignore", "-z", "--stdin"],
        input="\0".join(files).encode(),
        stdout=-1,
        check=False,
        env=env,
    )
    return set(filter(None, found.stdout.decode().split("\0")))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("of_path", ["NFC", "NFD"])
def test_unicode_forms_of_paths_and_patterns_do_not_matter(tmp_path, form, of_path):
    path = unicodedata.normalize(of_path, "회의/가.md")
    text = unicodedata.normalize(form, "회의/")
    settings = {SETTINGS: excluded(f"/{text}/")}
    files = {"A.md": "x", path: "y"}
    assert gone(tmp_path / "a", files, exclude=(text,)) == {path}
    assert gone(tmp_path / "b", files | {".gitignore": text}, gitignore=True) == {path}
    assert gone(tmp_path / "c", files | settings, skip_ignored=True) == {path}
    own = {unicodedata.normalize(of_path, "회의/.gitignore"): unicodedata.normalize(form, "/가.md")}
    assert gone(tmp_path / "d", files | own, gitignore=True) == {path}


def test_gitignore_files_are_kept_themselves(tmp_path):
    tree, _ = converted(
        tmp_path / "v", {"A.md": "x", "B.md": "y", ".gitignore": "B.md\n"}, to="obsidian", gitignore=True
    )
    assert tree == {"A.md": "x", ".gitignore": "B.md\n"}


def test_gitignore_files_that_are_no_text_do_no_harm(tmp_path):
    assert gone(tmp_path, {"A.md": "x", "B.md": "y", ".gitignore": b"\xff\xfe\nB.md\n"}, gitignore=True) == {"B.md"}


# --- by Obsidian's setting


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["일기/"], {"일기/A.md", "일기/2024/봄.md", "일기/사진.png"}),
        (["일기/2024"], {"일기/2024/봄.md"}),
        (["A.md"], {"A.md"}),
        (["old/"], set()),
        (["work", "B"], {"work/A.md", "work/old/A.md", "B.md"}),
        ([unicodedata.normalize("NFD", "초안.md")], {"초안.md"}),
        (["/old/"], {"work/old/A.md"}),
        ([r"/^일기\/.*\.md$/"], {"일기/A.md", "일기/2024/봄.md"}),
        (["/\\d{4}/"], {"일기/2024/봄.md"}),
        (["*.md"], set()),
        (["/[/", "/(?<y>x)/", "B.md"], {"B.md"}),
        (["", "/", "//", 3, None], set()),
    ],
    ids=["folder", "beginning of a path", "file", "only from the root", "several", "Unicode form", "pattern", "pattern of a path",
         "digits", "no glob", "what Python cannot read", "nothing"],
)  # fmt: skip
def test_excluded_files_are_left_out_when_asked(tmp_path, filters, expected):
    files = {**FILES, SETTINGS: excluded(*filters)}
    assert gone(tmp_path, files, skip_ignored=True) == expected
    assert gone(tmp_path, files) == set()


def test_a_decomposed_path_begins_as_the_setting_says(tmp_path, nfd):
    name = nfd("초안/가.md")
    assert gone(tmp_path, {"A.md": "x", name: "y", SETTINGS: excluded("초안/")}, skip_ignored=True) == {name}


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "{",
        "[]",
        "null",
        '"A"',
        "{}",
        '{"userIgnoreFilters": null}',
        '{"userIgnoreFilters": []}',
        "\xff",
        '{"userIgnoreFilters": 5}',
        '{"userIgnoreFilters": "A"}',
        '{"userIgnoreFilters": {"A": 1}}',
        '{"userIgnoreFilters": [["A"], {"A": "A"}, 1.5, true]}',
    ],
)
def test_settings_without_such_a_list_leave_out_nothing(tmp_path, settings):
    files = {"A.md": "x", SETTINGS: settings.encode("latin-1")}
    assert gone(tmp_path, files, skip_ignored=True) == set()


def test_only_the_settings_of_the_vault_itself_count(tmp_path):
    files = {"A.md": "x", SETTINGS: "{}", "안쪽/.obsidian/app.json": excluded("A.md", "안쪽/")}
    assert gone(tmp_path, files, skip_ignored=True) == set()


# --- by tags

TAGGED = {
    "inline.md": "오늘 #일기 썼다",
    "nested.md": "#일기/2024 at the start",
    "list.md": "---\ntags:\n  - 일기\n  - work\n---\n",
    "flow.md": '---\ntags: [work, "#일기/봄"]\n---\n',
    "words.md": "---\ntags: 일기, work\n---\n",
    "old.md": "---\ntag: 일기 play\n---\n",
    "longer.md": "#일기장 is another tag",
    "code.md": "`#일기` and\n\n```\n#일기\n```\n",
    "math.md": "$x #일기$ and\n\n$$\n #일기\n$$\n",
    "link.md": "[[B#일기]] [x](B.md#일기) [#일기](B.md)",
    "glued.md": "a#일기 https://a.example/#일기",
    "heading.md": "# 일기\n",
    "other.md": "---\ntopic: 일기\n---\n#work",
    "none.md": "일기",
    "B.md": "x",
}
DIARIES = {"inline.md", "nested.md", "list.md", "flow.md", "words.md", "old.md"}


@pytest.fixture(scope="module")
def tagged(tmp_path_factory) -> Vault:
    return read(tmp_path_factory.mktemp("tagged"), TAGGED)


def test_notes_with_a_tag_or_one_below_it_are_skipped(tagged):
    assert gone_of(tagged, skip_tags=("일기",)) == DIARIES


def test_only_notes_with_a_tag_or_one_below_it_are_kept(tagged):
    assert gone_of(tagged, only_tags=("일기",)) == TAGGED.keys() - DIARIES


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"skip_tags": ("#일기",)}, DIARIES),
        ({"skip_tags": (" 일기 ",)}, DIARIES),
        ({"skip_tags": (unicodedata.normalize("NFD", "일기"),)}, DIARIES),
        ({"skip_tags": ("일기/2024",)}, {"nested.md"}),
        ({"skip_tags": ("일",)}, set()),
        ({"skip_tags": ("2024",)}, set()),
        ({"skip_tags": ("일기장", "play")}, {"longer.md", "old.md"}),
        ({"skip_tags": ("WORK",)}, {"list.md", "flow.md", "words.md", "other.md"}),
        ({"only_tags": ("일기", "work"), "skip_tags": ("play",)}, TAGGED.keys() - (DIARIES - {"old.md"}) - {"other.md"}),
        ({"only_tags": ("work",), "skip_tags": ("일기",)}, TAGGED.keys() - {"other.md"}),
        ({"only_tags": ("nobody has it",)}, set(TAGGED)),
    ],
    ids=["number sign", "blanks", "Unicode form", "nested", "beginning of a tag", "last part of a tag", "several", "case",
         "only and skip", "skip wins", "nobody"],
)  # fmt: skip
def test_how_tags_are_compared(tagged, options, expected):
    assert gone_of(tagged, **options) == expected


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#a #B/c #1984 #y1984 #한글", {"a", "b/c", "y1984", "한글"}),
        ("#a, #b. #d/ #e!", {"a", "b", "d", "e"}),
        ("---\ntags:\n  - Work/Old\n  - '#Play'\n---\n#work", {"work/old", "play", "work"}),
        ("---\nTags: a b,c\nTAG: d\n---\n", {"a", "b", "c", "d"}),
        ("---\ntags: a\ntag: a\n---\n#A", {"a"}),
        ("---\ntags:\n---\n", set()),
        ("---\ntags: []\n---\n# no tag\n## none", set()),
        ("- #a\n> #b\n\n| #c |\n|---|\n| #d |\n", {"a", "b", "c", "d"}),
        ("#🎉 #a-b_c", {"🎉", "a-b_c"}),
        ("<!-- #a --> &#35; \\#b", set()),
        (unicodedata.normalize("NFD", "#가나"), {"가나"}),
    ],
    ids=["in a line", "punctuation", "list", "older names", "one tag twice", "empty", "headings", "in blocks", "signs", "no tags",
         "decomposed"],
)  # fmt: skip
def test_tags_of_a_note(tmp_path, text, tags):
    vault = read(tmp_path, {"A.md": text, ".trash/A.md": text})
    assert tags_of(vault.notes[0]) == tags
    assert tags_of_file(vault.attachments[0].content) == tags


@pytest.mark.parametrize("tags", [("일기/",), ("play,일기",), ("play, #일기",), ("play 일기/", "none")])
def test_tags_may_come_in_one_text_and_with_a_slash_behind(tagged, tags):
    assert gone_of(tagged, skip_tags=tags) == DIARIES


@pytest.mark.parametrize("name", ["skip_tags", "only_tags"])
def test_a_tag_that_no_note_has_is_told_of(tagged, name):
    issues = leave_out(tagged, ec.Options(**{name: ("일기", "일가")})).issues
    assert [str(issue) for issue in issues if issue.code == "XC107"] == [".:0: XC107 no note has the tag '#일가'"]


def test_hidden_notes_and_those_of_nested_vaults_have_tags_too(tmp_path):
    files = {
        "A.md": "#일기", "B.md": "#work", ".trash/C.md": "#일기", ".copies/D.MD": "---\ntags: [일기]\n---\n",
        ".copies/E.md": "#work", "안쪽/.obsidian/app.json": "{}", "안쪽/F.md": "#일기/봄", ".trash/G.md": b"#\xff",
        ".obsidian/workspace.json": '{"lastOpenFiles": ["A.md"]}', ".obsidian/workspace-mobile.json": "{}",
    }  # fmt: skip
    gone_files = {"A.md", ".trash/C.md", ".copies/D.MD", "안쪽/F.md"}
    gone_files |= {".obsidian/workspace.json", ".obsidian/workspace-mobile.json"}
    assert gone(tmp_path, files, skip_tags=("일기",)) == gone_files
    assert gone(tmp_path, files, skip_tags=("none",)) == set()


def test_nothing_is_said_of_what_is_left_out(tmp_path):
    files = {"A.md": "#일기 [[nowhere]] [[#none]]", "B.md": "[[nowhere]]"}
    for options in ({"skip_tags": ("일기",)}, {"exclude": ("A.md",)}):
        issues = leave_out(read(tmp_path, files), ec.Options(**options)).issues
        assert [f"{issue.code} {issue.path}" for issue in issues] == ["XC101 B.md"]


def test_files_that_are_no_notes_have_no_tags(tmp_path):
    files = {"A.md": "#a", "B.md": "x", "그림.png": b"1", SETTINGS: "{}", ".trash/C.css": "#a"}
    assert gone(tmp_path, files, only_tags=("a",)) == {"B.md"}
    assert gone(tmp_path, files, skip_tags=("a",)) == {"A.md"}


# --- attachments go with the notes that link to them


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ("no link", {"B.md", "p.png"}),
        ("![[p.png]]", {"B.md"}),
        ("[사진](p.png)", {"B.md"}),
        ('---\ncover: "[[p.png]]"\n---\n', {"B.md"}),
        ("`![[p.png]]`", {"B.md", "p.png"}),
    ],
    ids=[
        "nobody else links to it",
        "another embeds it",
        "another links to it",
        "frontmatter links to it",
        "code does not count",
    ],
)
def test_an_attachment_goes_when_nobody_is_left_that_links_to_it(tmp_path, kept, expected):
    files = {"A.md": kept, "B.md": "![[p.png]] #x", "p.png": b"1", "alone.png": b"2"}
    assert gone(tmp_path, files, exclude=("B.md",)) == expected
    assert gone(tmp_path, files, skip_tags=("x",)) == expected


@pytest.mark.parametrize("options", [{}, {"ascii_names": True}], ids=["names", "ascii names"])
def test_an_attachment_that_a_canvas_shows_stays(tmp_path, options):
    nodes = [{"type": "file", "file": "i.png"}, {"type": "file", "file": "B.md"}, {"type": "text", "text": "[[B]]"}]
    canvas = json.dumps({"nodes": nodes})
    files = {"A.md": "x", "B.md": "![[i.png]]", "i.png": b"1", "c.canvas": canvas}
    tree, issues = converted(tmp_path / "v", files, to="obsidian", exclude=("B.md",), **options)
    assert len(tree) == 3
    assert canvas in tree.values()
    assert issues == ["XC105 c.canvas:1"] * 2


def test_an_attachment_of_a_left_out_canvas_goes_with_it(tmp_path):
    canvas = json.dumps({"nodes": [{"type": "file", "file": "i.png"}]})
    files = {"A.md": "x", "B.md": "[[c.canvas]]", "i.png": b"1", "c.canvas": canvas}
    assert gone(tmp_path, files, exclude=("*.canvas",)) == {"c.canvas", "i.png"}
    assert gone(tmp_path, files, exclude=("B.md",)) == {"B.md", "c.canvas", "i.png"}
    assert gone(tmp_path / "2", files | {"A.md": "![[i.png]]"}, exclude=("B.md",)) == {"B.md", "c.canvas"}


def test_a_note_that_only_left_out_notes_link_to_stays(tmp_path):
    assert gone(tmp_path, {"A.md": "x", "B.md": "[[C]]", "C.md": "y"}, exclude=("B.md",)) == {"B.md"}


# --- links to what is left out

LINKS = '---\nup: "[[B]]"\n---\n[[B]] [[B|비]] ![[B]]\n\n[글](B.md) [글](B.md#제목) [[B#제목]] ![[p.png]] [[C]]\n'


def test_links_to_what_is_left_out_are_as_they_were_in_a_vault(tmp_path):
    files = {"A.md": LINKS, "B.md": "# 제목", "C.md": "x", "p.png": b"1"}
    tree, issues = converted(tmp_path / "v", files, to="obsidian", exclude=("B.md", "*.png"))
    assert tree == {"A.md": LINKS, "C.md": "x"}
    assert issues == ["XC105 A.md:2"] + ["XC105 A.md:4"] * 3 + ["XC105 A.md:6"] * 4


def test_links_to_what_is_left_out_are_their_text_in_plain_markdown(tmp_path):
    files = {"A.md": LINKS, "B.md": "# 제목", "C.md": "x", "p.png": b"1"}
    tree, issues = converted(tmp_path / "v", files, to="markdown", exclude=("B.md", "*.png"))
    assert tree["A.md"] == '---\nup: "B"\n---\nB 비\n\n글 글 B > 제목 [C](C.md)\n'
    assert sorted(tree) == ["A.md", "C.md"]
    assert len(issues) == 8
    assert {issue.partition(" ")[0] for issue in issues} == {"XC105"}


def test_links_are_told_of_by_the_path_that_is_left_out(tmp_path):
    vault = leave_out(read(tmp_path, {"A.md": "\n[[b|비]]", "d/B.md": "x"}), ec.Options(exclude=("d/",)))
    (issue,) = vault.issues
    assert (issue.code, issue.path, issue.line, issue.message) == ("XC105", "A.md", 2, "'d/B.md' is left out")
    assert not issue.code.is_finding
    (link,) = vault.notes[0].links
    assert (link.target, link.heading, link.section, link.block) == (None, None, None, None)
    assert (link.raw_target, link.text) == ("b", "비")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a ![[B]] b\n", "a b\n"),
        ("a\n\n![[B#제목|비]]\n\nb\n", "a\n\n\nb\n"),
        ("a\n- ![[B]]\n- b\n", "a\n- b\n"),
        ("a\n- [ ] ![[B]]", "a\n"),
        ("- ![[B]]\n  - b\n", "-\n  - b\n"),
        ("- a ![[B]]\n", "- a\n"),
        ("> ![[B]]\n", ">\n"),
        ("![[B|==x==]] ==y==\n", "<mark>y</mark>\n"),
        ("==a== ![[B]] ![[B]] %%c%%\n", "<mark>a</mark>\n"),
        ("![그림](p.png) ![[p.png|100]]\n", "\n"),
        ("[![[p.png]]](C.md)\n", "[p.png](C.md)\n"),
        ("`![[B]]`\n", "`![[B]]`\n"),
    ],
    ids=["in a line", "alone", "item", "task", "item with another below", "end of an item", "quote", "highlight", "several", "image",
         "within a link", "code"],
)  # fmt: skip
@pytest.mark.parametrize("links", [None, "wikilink"])
def test_nothing_is_shown_of_an_embed_of_what_is_left_out(tmp_path, text, shown, links):
    files = {"A.md": text, "B.md": "# 제목", "C.md": "x", "p.png": b"1"}
    tree, _ = converted(tmp_path / "v", files, to="markdown", exclude=("B.md", "*.png"), links=links)
    assert tree["A.md"] == shown


def test_nothing_is_shown_of_a_left_out_embed_in_an_embed(tmp_path):
    files = {"A.md": "![[C]]", "B.md": "x", "C.md": "c\n\n![[B]]\n\n[[B]]"}
    tree, issues = converted(tmp_path / "v", files, to="markdown", exclude=("B.md",))
    assert tree["A.md"] == "c\n\n\nB"
    assert issues == ["XC105 C.md:3", "XC105 C.md:5"]


def test_parts_of_what_is_left_out_are_not_missed(tmp_path):
    files = {"A.md": "[[foo#^abc]] [[C#^abc]]\n\n[[foo#x]]", "foo.md": "x", "C.md": "y"}
    _, issues = converted(tmp_path / "v", files, to="obsidian", exclude=("foo.md",))
    assert issues == ["XC103 A.md:1", "XC105 A.md:1", "XC105 A.md:3"]


def test_links_in_what_is_left_out_are_not_told_of(tmp_path):
    _, issues = converted(
        tmp_path / "v", {"A.md": "x", "B.md": "[[C]]", "C.md": "y"}, to="obsidian", exclude=("B.md", "C.md")
    )
    assert issues == []


def test_links_between_what_stays_lead_where_they_led(tmp_path):
    files = {"A.md": "[[C#제목]] [[C#^b1]] ![[p.png]]", "C.md": "# 제목\n\nx ^b1\n", "p.png": b"1", "B.md": "y"}
    before = read(tmp_path, files)
    after = leave_out(before, ec.Options(exclude=("B.md",)))
    assert after.notes == tuple(note for note in before.notes if note.path != "B.md")
    assert after.attachments == before.attachments
    assert after.issues == before.issues


def test_several_options_add_up(tmp_path):
    files = {**FILES, "tagged.md": "#일기", ".gitignore": "B.md\n", SETTINGS: excluded("work/")}
    options = {"exclude": ("초안.md",), "gitignore": True, "skip_ignored": True, "skip_tags": ("일기",)}
    assert gone(tmp_path, files, **options) == {"초안.md", "B.md", "work/A.md", "work/old/A.md", "tagged.md"}


def test_a_folder_of_markdown_can_be_thinned_out_too(tmp_path):
    files = {"A.md": "[b](d/B.md#h) #keep", "d/B.md": "# H\n\n[a](../A.md)", ".gitignore": "d/\n"}
    tree, issues = converted(
        tmp_path / "v", files, to="markdown", source="markdown", gitignore=True, exclude=(".gitignore",)
    )
    assert sorted(tree) == ["A.md"]
    assert issues == ["XC105 A.md:1"]


# --- Notion

A, B, C, D = (letter * 32 for letter in "abcd")
TABLE = "\ufeffName,Tags\nOne,x\nTwo,y\n"
EXPORT = {
    f"P {A}.md": f"# P\n\n[One](P%20{A}/DB%20{B}/One%20{C}.md)",
    f"P {A}/DB {B}.csv": TABLE,
    f"P {A}/DB {B}_all.csv": TABLE,
    f"P {A}/DB {B}/One {C}.md": "# One\n\nTags: x\n\n![그림](one.png)",
    f"P {A}/DB {B}/one.png": b"1",
    f"P {A}/DB {B}/Two {D}.md": f"# Two\n\nTags: y\n\n[One](One%20{C}.md)",
}


@pytest.mark.parametrize(
    "options",
    [{"exclude": ("*One*.md",)}, {"skip_tags": ("x",)}],
    ids=["by its path", "by the tags of its row"],
)
def test_a_row_of_a_database_can_be_left_out(tmp_path, options):
    tree, issues = converted(tmp_path / "v", EXPORT, to="obsidian", source="notion", **options)
    assert sorted(path for path in tree if path.startswith("P")) == ["P.md", "P/DB/DB.base", "P/DB/Two.md"]
    assert [issue.partition(" ")[0] for issue in issues] == ["XC105", "XC105"]


def test_the_parent_of_pages_can_be_left_out(tmp_path):
    tree, issues = converted(tmp_path / "v", EXPORT, to="obsidian", source="notion", exclude=(f"/P {A}.md",))
    assert sorted(path for path in tree if path.endswith(".md")) == ["DB/One.md", "DB/Two.md"]
    assert tree["DB/Two.md"].endswith("[[One]]")
    assert issues == []


P, DB = f"P {A}", f"P {A}/DB {B}"
ONE, TWO = f"{DB}/One {C}.md", f"{DB}/Two {D}.md"


@pytest.mark.parametrize("form", ["table", "base", "csv", "none"])
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_rows_of_left_out_notes_are_in_no_table(tmp_path, to, form):
    files = EXPORT | {f"{P}/Linked {A}.csv": "\ufeffName,Tags\nOne,x\n"}
    for number, options in enumerate([{"skip_tags": ("x",)}, {"exclude": ("One*",)}]):
        tree, _ = converted(tmp_path / f"{number}", files, to=to, source="notion", databases=form, **options)
        assert not any("One" in text for path, text in tree.items() if path != "P.md" and not path.endswith("Two.md"))
        assert not any(path.endswith(".csv") for path in tree)
        assert ("P/DB.md" in tree, "P/DB/DB.base" in tree) == (form == "table", form == "base")


def test_rows_that_stay_are_in_the_table(tmp_path):
    tree, _ = converted(tmp_path / "v", EXPORT, to="markdown", source="notion", skip_tags=("x",))
    assert tree["P/DB.md"] == "# DB\n\n| Name | Tags |\n| --- | --- |\n| [Two](DB/Two.md) | y |\n"


def test_a_csv_with_rows_that_are_left_out_is_not_copied_for_what_else_it_says(tmp_path):
    table = TABLE.replace("Two,y", "Two,y,more")
    files = EXPORT | {f"{DB}.csv": table, f"{DB}_all.csv": table}
    tree, issues = converted(tmp_path / "v", files, to="obsidian", source="notion", skip_tags=("x",))
    assert not any(path.endswith(".csv") for path in tree)
    assert f"XC105 {DB}_all.csv:0" in issues
    tree, issues = converted(tmp_path / "w", files, to="obsidian", source="notion", skip_tags=("z",))
    assert {"P/DB.csv", "P/DB_all.csv"} <= tree.keys()
    assert not any(issue.startswith("XC105") for issue in issues)


def test_a_row_that_may_be_a_left_out_note_is_in_no_table(tmp_path):
    table = "\ufeffName,Tags\nOne,x\nOne,secret\nTwo,y\n"
    twin = f"{DB}/One {'e' * 32}.md"
    files = EXPORT | {f"{DB}.csv": table, f"{DB}_all.csv": table, ONE: "# One", twin: "# One\n\n#private"}
    tree, _ = converted(tmp_path / "v", files, to="markdown", source="notion", skip_tags=("private",))
    assert "secret" not in "".join(tree.values())
    assert "Two" in tree["P/DB.md"]


def test_a_csv_that_may_show_left_out_rows_is_not_copied(tmp_path):
    other = f"{P}/DB2 {'e' * 32}"
    files = EXPORT | {
        f"{other}.csv": TABLE,
        f"{other}_all.csv": TABLE,
        f"{P}/View {'f' * 32}.csv": "\ufeffName,Tags\nOne,x\n",
    }
    tree, issues = converted(tmp_path / "v", files, to="obsidian", source="notion")
    assert "XC502" in " ".join(issues)
    assert "P/View.csv" in tree
    tree, issues = converted(tmp_path / "w", files, to="obsidian", source="notion", exclude=("One*",))
    assert "P/View.csv" not in tree
    assert f"XC105 {P}/View {'f' * 32}.csv:0" in issues


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_database_goes_with_its_csv_and_the_pages_of_its_rows_stay(tmp_path, to):
    page = f"# P\n\n[DB](P%20{A}/DB%20{B}.csv)\n\n[One](P%20{A}/DB%20{B}/One%20{C}.md)"
    table = TABLE + "Three,z\n"
    files = EXPORT | {f"{P}.md": page, f"{DB}.csv": table, f"{DB}_all.csv": table}
    for number, pattern in enumerate(["*.csv", f"DB {B}.csv", "*_all.csv"]):
        tree, issues = converted(tmp_path / f"{number}", files, to=to, source="notion", exclude=(pattern,))
        assert sorted(path for path in tree if path.startswith("P")) == [
            "P.md",
            "P/DB/One.md",
            "P/DB/Two.md",
            "P/DB/one.png",
        ]
        assert tree["P.md"].removeprefix("# P\n\n").startswith("DB\n\n[")
        assert issues == [f"XC105 {P}.md:3"]


def test_a_database_stays_when_a_page_in_its_folder_or_a_view_is_left_out(tmp_path):
    view = f"{P}/Other {'e' * 32}.csv"
    files = EXPORT | {f"{DB}/Note {'f' * 32}.md": "# Note", view: "\ufeffName,Tags\nOne,x\n"}
    tree, issues = converted(
        tmp_path / "v", files, to="obsidian", source="notion", exclude=("Note*", "Other*"), databases="base"
    )
    assert "P/DB/DB.base" in tree
    assert "Other" not in tree["P/DB/DB.base"]
    assert "Note" not in tree["P/DB/DB.base"]
    assert issues == []


@pytest.mark.parametrize(
    "options", [{"exclude": ("DB*/",)}, {"only_tags": ("z",)}], ids=["by its folder", "by the tags"]
)
def test_a_database_goes_when_no_row_is_left(tmp_path, options):
    files = EXPORT | {f"{P}.md": f"# P\n\n#z [DB](P%20{A}/DB%20{B}.csv)"}
    tree, issues = converted(tmp_path / "v", files, to="markdown", source="notion", **options)
    assert tree == {"P.md": "# P\n\n#z DB"}
    assert issues == [f"XC105 {P}.md:3"]


def test_an_empty_database_stays(tmp_path):
    files = EXPORT | {f"{P}/Empty {C}.csv": "\ufeffName\n", f"{P}/Empty {C}_all.csv": "\ufeffName\n"}
    tree, _ = converted(tmp_path / "v", files, to="obsidian", source="notion", exclude=("One*",))
    assert "P/Empty/Empty.base" in tree


@pytest.mark.parametrize("to", ["obsidian", "markdown"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[One](One.md) x", "One x"),
        ("[**One** 1](One.md)", "**One** 1"),
        ("[1. One](One.md)", "1\\. One"),
        ("a ![그림](p.png) b", "a  b"),
        ("![그림 100](p.png)", ""),
        ("[![그림](p.png)](Two.md)", "[그림](Two.md)"),
        ("[![그림](q.png)](One.md)", "![그림](q.png)"),
        ("[l]\n\n[l]: One.md", "[l]\n\n[l]: One.md"),
        ("<https://www.notion.so/One-" + C + ">", "<https://www.notion.so/One-" + C + ">"),
        ("[One](https://www.notion.so/One-" + C + ")", "One"),
    ],
    ids=["link", "markup", "number", "image", "image alone", "image in a link", "image within", "definition", "address", "Notion's"],
)  # fmt: skip
def test_links_of_an_export_to_what_is_left_out_are_their_text(tmp_path, to, text, shown):
    files = {
        f"P {A}.md": f"# P\n\n{text}",
        f"One {C}.md": "# One",
        f"Two {D}.md": "# Two",
        "p.png": b"1",
        "q.png": b"2",
    }
    files[f"P {A}.md"] = files[f"P {A}.md"].replace("One.md", f"One%20{C}.md").replace("Two.md", f"Two%20{D}.md")
    tree, _ = converted(tmp_path / "v", files, to=to, source="notion", exclude=("One*", "p.png"), links="relative")
    shown = shown.replace(": One.md", f": One%20{C}.md")
    assert tree["P.md"].removeprefix("# P\n").removeprefix("\n") == shown


def test_relations_to_what_is_left_out_are_their_text(tmp_path):
    table = f"\ufeffName,Rel\nOne,\nTwo,One (DB%20{B}/One%20{C}.md)\n"
    files = EXPORT | {
        f"{DB}.csv": table,
        f"{DB}_all.csv": table,
        ONE: "# One",
        TWO: f"# Two\n\nRel: One (One%20{C}.md)",
    }
    tree, issues = converted(tmp_path / "v", files, to="markdown", source="notion", exclude=("One*",))
    assert tree["P/DB/Two.md"] == "---\nRel:\n  - One\n---\n\n# Two\n"
    assert issues == [f"XC105 {P}.md:3", f"XC105 {TWO}:3"]


def test_parts_of_a_left_out_page_are_not_missed(tmp_path):
    files = {f"P {A}.md": f"# P\n\n[One](One%20{C}.md#gone)", f"One {C}.md": "# One"}
    _, issues = converted(tmp_path / "v", files, to="obsidian", source="notion", exclude=("One*",))
    assert issues == [f"XC105 P {A}.md:3"]


def test_a_gitignore_that_says_nothing_hides_nothing_from_the_next_one():
    lists = IgnoreFiles({"": ["# nothing", ""], "a": ["*.png"]})
    assert (lists.ignores("a/b/x.png"), lists.ignores("x.png")) == (True, False)
    assert not IgnoreFiles({"": ["# nothing"]}).ignores("x.png")
