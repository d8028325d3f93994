"""Whatever stands in a title or a cell is the same text again for both readers of YAML, and opens nothing."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.npm import npm_answers, why_no_npm

import exportconv as ec
from exportconv.paths import nfc
from exportconv.syntax.frontmatter import dump, load, split

PROMISES = (15,)

AT_ONCE = 50
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(
        st.sampled_from("ay1-:#'\"\\,[]{}&*!|>%@`~=<. \t\n가🎉\u00a0\u0085\u2028\ufeff\x00\x7f?+0xoeE_"), max_size=14
    ),
    st.sampled_from(
        [
            "no",
            "012",
            "1:30:00",
            "2024-05-10",
            "---",
            "...",
            "!!python/object/apply:os.system [id]",
            "{{x}}",
            "<<",
            "=1+1",
            "null",
            "0x1F",
        ]
    ),
    st.from_regex(r"[-+]?[0-9_]{1,6}[.:eEoxb]?[-+]?[0-9_]{0,6}", fullmatch=True),
)
VALID = {
    "title": "a\n---\nb: c", "tag": "!!python/object/apply:os.system [id]", "alias": "*a", "anchor": "&a x", "merge": "<<", "braces": "{{x}}", "flow": "[a, {b: c}]",
    "comment": "a # b", "colon": "a: b", "separator": "a\u2028b", "next line": "a\u0085b", "document": "--- x", "end": "...", "directive": "%YAML 1.1",
}  # fmt: skip
INVALID = [
    "a: [b\n",
    "a: {b: c\n",
    "a: 'b\n",
    "\tb: c\n",
    "a: *b\n",
    "a: b: c\n",
    "- a\nb: c\n",
    "a: !x y\n",
    "? [\n",
    "a: \x00\n",
    "@a: b\n",
    "a: |\n b\nc\n",
]


def _check_many(count: int, record_property) -> None:
    blocks: list[str] = []
    expected: list[dict[str, object]] = []

    @settings(
        max_examples=count // AT_ONCE, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(TEXTS, min_size=AT_ONCE, max_size=AT_ONCE))
    def collect(texts: list[str]) -> None:
        for number, text in enumerate(texts):
            values = {nfc(texts[number - 1]): text, "list ": [text, "x"]}
            block = dump(values.items())
            found = yaml.load(block[4:-4], yaml.CSafeLoader)
            assert found == values
            assert [type(value) for value in found.values()] == [str, list]
            assert load(block) == values
            blocks.append(block[4:-4])
            expected.append(values)

    collect()
    assert len(blocks) >= count
    wrong = [
        block
        for block, values, answer in zip(blocks, expected, npm_answers(blocks), strict=True)
        if answer.get("value") != values
    ]
    assert wrong == []
    record_property("figure", f"{len(blocks):,} texts as key, value and item, 2 readers, 0 mismatches")


needs_npm = pytest.mark.skipif(bool(why_no_npm()), reason=why_no_npm())


@needs_npm
def test_texts_read_back(record_property):
    _check_many(2_000, record_property)


@needs_npm
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_texts_read_back(record_property):
    _check_many(100_000, record_property)


@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_titles_and_cells_inject_nothing(make_folder, text, to):
    cell = text.replace('"', '""')
    files = {
        f"DB {'a' * 32}.csv": f'Name,Text\nRow,"{cell}"\n"{cell}",x\n',
        f"DB/Row {'b' * 32}.md": f"# Row\n\nText: {' '.join(text.split())}\n\nbody\n",
    }
    written = [
        file.content.read().decode()
        for file in ec.render(ec.read(make_folder(files)), to=to)
        if file.path.endswith(".md")
    ]
    blocks = [block for block, _ in map(split, written) if block]
    assert blocks
    for block in blocks:
        values = yaml.load(block[4:-4], yaml.CSafeLoader)
        assert set(values) <= {"Text", "aliases", "title"}
        assert values == load(block)
    said = [value for block in blocks for value in load(block).values()]
    assert text in said or " ".join(text.split()) in said or [text] in said


@pytest.mark.parametrize("inner", INVALID, ids=ascii)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=ascii)
def test_invalid_yaml_stays_and_the_body_is_converted(make_folder, read_tree, tmp_path, inner, end):
    head = f"---\n{inner}---\n".replace("\n", end)
    note = f"{head}[[Other]] 글{end}".encode()
    source = make_folder({".obsidian/app.json": "{}", "Note.md": note, "하위/Other.md": "x\n"})
    assert load(head) is None, "it is valid"
    ec.convert(source, tmp_path / "same", to="obsidian")
    assert read_tree(tmp_path / "same")["Note.md"] == note
    ec.convert(source, tmp_path / "plain", to="markdown")
    plain = read_tree(tmp_path / "plain")["Note.md"].decode()
    assert plain == f"{head}[Other](%ED%95%98%EC%9C%84/Other.md) 글{end}"


def test_a_bomb_of_aliases_is_no_bomb():
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    found = load("---\n" + "\n".join(lines) + "\n---\n")
    assert found is None or len(found) == 30
    assert load("---\na: " + "[" * 3000 + "\n---\n") is None
