"""The pages of the documentation are true: what they show is run, and their tables say what the code says."""

from __future__ import annotations

import dataclasses
import inspect
import re
import tomllib
from pathlib import Path

import pytest
from support.doc_pages import DOCS, ROOT, blocks, make_workplace, ran

import exportconv as ec
import exportconv.normalize
from exportconv.cli.commands import cli
from exportconv.normalize import RULES, Fix
from exportconv.options import CHOICES

PAGES = {file.relative_to(DOCS).as_posix(): file.read_text("utf-8") for file in sorted(DOCS.rglob("*.md"))}
SNIPPET = re.compile(r'^--8<-- "(.+)"$', re.MULTILINE)


def with_block(*kinds: str) -> list[str]:
    return [name for name, page in PAGES.items() if any(blocks(page, kind) for kind in kinds)]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    return make_workplace(tmp_path)


def output_of(command: str, workplace: Path) -> str:
    """What a command prints; it has to end as such a command does."""
    done = ran(command, workplace)
    assert done.returncode == (1 if "--check" in command else 0), f"{command}\n{done.stdout}"
    return done.stdout


@pytest.mark.parametrize("name", with_block("python"))
def test_python(name, tmp_path, monkeypatch, capsys):
    for number, code in enumerate(blocks(PAGES[name], "python")):
        (tmp_path / str(number)).mkdir()
        monkeypatch.chdir(make_workplace(tmp_path / str(number)))
        exec(compile(code, name, "exec"), {})


@pytest.mark.parametrize("name", with_block("sh"))
def test_commands(name, workplace):
    lines = [line for text in blocks(PAGES[name], "sh") for line in text.splitlines()]
    assert all(line.startswith("exportconv ") for line in lines)
    for line in lines:
        output_of(line, workplace)


@pytest.mark.parametrize("name", with_block("console"))
def test_commands_print_what_is_shown(name, workplace):
    for text in blocks(PAGES[name], "console"):
        command, _, shown = text.partition("\n")
        assert output_of(command.removeprefix("$ "), workplace) == shown


def test_there_is_something_to_run():
    assert {"library.md", "verify.md"} <= set(with_block("python", "sh"))
    assert {"start.md", "ko/index.md", "normalize.md"} <= set(with_block("console"))


def test_what_pages_take_in_is_there():
    taken = [ROOT / path for page in PAGES.values() for path in SNIPPET.findall(page)]
    assert taken
    assert [path for path in taken if not path.is_file()] == []


def test_every_name_is_in_the_reference():
    shown = set(re.findall(r"^::: (\S+)$", PAGES["api.md"] + PAGES["model.md"], re.MULTILINE))
    names = {f"exportconv.{name}" for name in ec.__all__}
    assert names | {f"exportconv.normalize.{name}" for name in exportconv.normalize.__all__} <= shown


@pytest.mark.parametrize("module", [ec, exportconv.normalize], ids=lambda module: module.__name__)
def test_every_name_says_in_a_sentence_what_it_is(module):
    for name in set(module.__all__) - {"RULES"}:
        first = inspect.getdoc(getattr(module, name)).split("\n")[0]
        assert re.fullmatch(r"[A-Z].+\.", first), name


def rows(page: str, heading: str) -> dict[str, tuple[str, str]]:
    """The rows of three cells below a heading, by the first."""
    part = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {
        key: (default, values)
        for key, default, values in re.findall(r"^\| `(.+)` \| (.+) \| (.+) \|$", part, re.MULTILINE)
    }


def as_toml(value: object) -> str:
    if value is None:
        return "by target"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`[{', '.join(as_toml(item).strip('`') for item in value)}]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


@pytest.mark.parametrize(("heading", "options"), [("Conversion", ec.Options()), ("Normalize", ec.NormalizeOptions())])
def test_configuration_table(heading, options):
    # what a configuration cannot say in one line, or a run finds out for itself
    not_keys = {"properties", "database_rules", "reserved", "avoided", "vault_types", "known", "moved", "mtime"}
    fields = {item.name: item.name.replace("_", "-") for item in dataclasses.fields(options)}
    keys = {name: {"source-format": "from"}.get(key, key) for name, key in fields.items() if name not in not_keys}
    table = rows(PAGES["configuration.md"], heading)
    assert set(table) == set(keys.values())
    for name, key in keys.items():
        default = {"max_size": "64G", "link_path": "shortest", "attachments": "keep"}.get(name, getattr(options, name))
        assert table[key][0] == as_toml(default), key
        if name in CHOICES:
            assert table[key][1] == ", ".join(as_toml(word) for word in CHOICES[name]), key
        elif isinstance(default, bool):
            assert table[key][1].startswith("`true`, `false`"), key


def test_configuration_example(tmp_path):
    (text,) = blocks(PAGES["configuration.md"], "toml")
    tomllib.loads(text)
    (tmp_path / "exportconv.toml").write_bytes(text.encode())
    options = ec.load_options(tmp_path / "exportconv.toml")
    assert (options.attachments, options.attachment_folder) == ("folder", "files")
    assert options.properties.rename["상태"] == "status"
    assert options.database_rules["읽은 책"].types == {"값": "text"}
    assert ec.load_normalize_options(tmp_path / "exportconv.toml").ignore == ("XC621", "XC622")


def test_code_table():
    rules = {rule.code for rule in RULES}
    for code in ec.Code:
        if code in rules and code.startswith("XC6"):
            continue
        tail = " (exit code 1)" if code.is_finding else ""
        assert f"| `{code}` | {code.meaning}{tail} |" in PAGES["codes.md"]


def test_rule_table():
    words = {Fix.SAFE: "yes", Fix.UNSAFE: "with `--unsafe-fixes`", Fix.NONE: "no"}
    lines = [f"| `{rule.code}` | {rule.meaning} | {words[rule.fix]} |" for rule in RULES]
    assert "| --- | --- | --- |\n" + "\n".join(lines) + "\n\n" in PAGES["rules.md"]


def test_codes_that_pages_name_are_codes():
    named = {code for page in PAGES.values() for code in re.findall(r"\bXC\d{3}\b", page)}
    assert named <= {str(code) for code in ec.Code}


@pytest.mark.parametrize("command", ["convert", "inspect", "normalize", "verify"])
def test_every_option_is_among_the_commands(command):
    flags = {flag for param in cli.commands[command].params for flag in param.opts if flag.startswith("--")}
    documented = set(re.findall(r"`(?:-\w`, `)?(--[\w-]+)", PAGES["commands.md"]))
    assert flags - documented - {"--verbose", "--quiet"} == set()


def test_options_that_pages_name_are_options():
    params = [param for command in cli.commands.values() for param in command.params]
    known = {flag for param in params for flag in param.opts if flag.startswith("--")}
    others = {"--help", "--version"}
    for name, page in PAGES.items():
        named = set(re.findall(r"`(?:exportconv [^`]*)?(--[a-z][\w-]+)", page))
        assert named - known - others == set(), name
