"""Databases from the export to the vault and back: every cell, every row, every relation.

What is written is read with PyYAML and markdown-it-py and put back into Notion's words by the code below, which
shares nothing with the converter.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support import bases
from support.exports import Database, Export, Layout, Row

import exportconv as ec

OLD = Layout()

# --- an export converted, and the vault read back ---


class Core(yaml.SafeLoader):
    """Scalars by the core schema of YAML 1.2; a key that is there twice is an error."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML's own way to have none

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT002  # PyYAML calls it so
        keys = [self.construct_object(key) for key, _ in node.value]
        assert len(set(keys)) == len(keys), f"keys are there twice: {keys}"
        return super().construct_mapping(node, deep)


for _name, _pattern, _make in (
    ("null", r"~|null|Null|NULL|", lambda text: None),
    ("bool", r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    ("int", r"[-+]?[0-9]+", int),
    ("int", r"0o[0-7]+|0x[0-9a-fA-F]+", lambda text: int(text, 0)),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", float),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", lambda text: float(text.replace(".", ""))),
):
    Core.add_implicit_resolver(f"!{_name} {_pattern}", re.compile(rf"(?:{_pattern})\Z"), None)
    Core.add_constructor(f"!{_name} {_pattern}", lambda loader, node, make=_make: make(node.value))

LOADERS = {"1.2": Core, "1.1": yaml.SafeLoader}


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Note:
    """A note of the output."""

    path: str
    properties: Mapping[str, Any]
    body: str

    @property
    def text(self) -> str:
        """The body without the title, which stands above it where the file's name is another."""
        return re.sub(r"\A\s*# .*\n*", "", self.body).strip()

    @property
    def title(self) -> str:
        aliases = self.properties.get("aliases")
        return aliases[0] if aliases else posixpath.basename(self.path).removesuffix(".md")


def read_note(path: str, text: str, loader: type = Core) -> Note:
    """A note in its parts; only `---` alone on a line ends the frontmatter."""
    lines = text.split("\n")
    if lines[0] != "---":
        return Note(path, {}, text)
    end = lines.index("---", 1)
    return Note(path, yaml.load("\n".join(lines[1:end]), loader) or {}, "\n".join(lines[end + 1 :]))


@dataclass(frozen=True)
class Vault:
    """All files of the output, and the issues."""

    files: Mapping[str, bytes]
    issues: Collection[Any]

    def text(self, path: str) -> str:
        return self.files[path].decode()

    def paths(self, suffix: str) -> list[str]:
        return sorted(path for path in self.files if path.endswith(suffix))

    def notes(self, loader: type = Core) -> list[Note]:
        if loader not in self._notes:
            self._notes[loader] = [read_note(path, self.text(path), loader) for path in self.paths(".md")]
        return self._notes[loader]

    def codes(self) -> set[str]:
        return {str(issue.code) for issue in self.issues}

    def everything(self) -> str:
        return "\n".join([*self.files, *(data.decode("utf-8", "replace") for data in self.files.values())])

    @cached_property
    def _notes(self) -> dict[type, list[Note]]:
        return {}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.files:
            stem = path.removesuffix(".md")
            for name in {stem, posixpath.basename(stem)}:
                found.setdefault(name.casefold(), []).append(path)
        return found

    def reached(self, wikilink: str) -> str:
        """Path of the file that `[[…]]` opens: by its whole path, or by a name that only one file has."""
        assert re.fullmatch(r"!?\[\[[^\[\]]+\]\]", wikilink), wikilink
        target = wikilink.lstrip("!")[2:-2].partition("|")[0].partition("#")[0]
        exact = [path for path in (target, f"{target}.md") if path in self.files]
        found = exact or self._by_name.get(target.casefold(), [])
        assert len(found) == 1, (wikilink, found)
        return found[0]


def read_folder(root: Path) -> dict[str, bytes]:
    """All files below a folder, the manifest left out."""
    return {
        (Path(base) / name).relative_to(root).as_posix(): (Path(base) / name).read_bytes()
        for base, _, names in os.walk(root)
        for name in names
        if not base.endswith(".exportconv")
    }


def converted(files: Mapping[str, bytes], to: str = "obsidian", **options: str) -> Vault:
    """An export as the vault that it becomes."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "export"), Path(folder, "vault")
        for path, data in files.items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).write_bytes(data)
        result = ec.convert(source, target, to=to, options=ec.Options(**options))
        return Vault(read_folder(target), result.report.issues)


# --- from frontmatter back to Notion's words ---

TAG_COLUMNS = {"tags", "tag", "태그", "タグ", "标签", "標籤"}


def property_name(column: str) -> str:
    return "tags" if column.casefold() in TAG_COLUMNS else nfc(column)


def spellings(value: object) -> list[str]:
    """All that Notion may have written for a value."""
    if isinstance(value, bool):
        return ["Yes" if value else "No"]
    if isinstance(value, datetime):
        half, hour = ("오후" if value.hour >= 12 else "오전"), value.hour % 12 or 12
        clock = f"{hour}:{value:%M}"
        times = [f" {half} {clock}", f" {clock} {'PM' if value.hour >= 12 else 'AM'}", f" {value:%H:%M}"]
        return [day + clock for day in spellings(value.date()) for clock in times] + [value.isoformat()]
    if isinstance(value, date):
        chinese = f"{value.year}年{value.month}月{value.day}日"
        korean = f"{value.year}년 {value.month}월 {value.day}일"
        return [value.isoformat(), f"{value:%B} {value.day}, {value.year}", korean, chinese]
    return []


def as_moment(value: object) -> object:
    """A date that the core schema leaves as text."""
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            pass
    return value


def is_number_of(value: object, cell: str, *, exact: bool) -> bool:
    """Whether a number is the one in a cell; exactly where no text stands beside it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    digits = cell.replace(",", "") if exact else re.sub(r"[^-\d.]", "", cell)
    try:
        wanted = Decimal(digits)
    except InvalidOperation:
        return False
    if exact:
        return Decimal(repr(value)) == wanted and not re.search(r"\.\d*0\Z", digits)
    return float(wanted / (100 if "%" in cell else 1)) == pytest.approx(value)


def are_tags_of(tags: object, cell: str) -> bool:
    """Whether a list of tags says a cell, but for blanks and digits."""
    items = [item.strip() for item in cell.split(", ") if item.strip()]
    wanted = list(dict.fromkeys("-".join(item.split()) for item in items))
    return isinstance(tags, list) and len(tags) == len(wanted) and all(
        tag in (item, f"y{item}") for tag, item in zip(tags, wanted, strict=True)
    )  # fmt: skip


def says(properties: Mapping[str, Any], column: str, cell: str) -> bool:
    """Whether frontmatter holds a cell."""
    name = property_name(column)
    value = properties.get(name)
    text = properties.get(f"{nfc(column)} (text)", properties.get(f"{name} (text)"))
    if text is not None:
        return text == cell and (name == "tags" or is_number_of(value, cell, exact=False))
    if value is None:
        return not cell.strip()
    if name == "tags":
        return are_tags_of(value, cell)
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value) and ", ".join(value) == cell
    end = properties.get(f"{name} (end)")
    if end is not None:
        return cell in {f"{a} → {b}" for a in spellings(as_moment(value)) for b in spellings(as_moment(end))}
    return value == cell or cell in spellings(as_moment(value)) or is_number_of(value, cell, exact=True)


def is_title_of(note: Note, cell: str) -> bool:
    """Names are composed, as file names in a vault must be; apart from that a title is the cell."""
    return nfc(note.title) == nfc(cell.strip()) or (not cell.strip() and note.title.startswith("Untitled"))


def fits(note: Note, cells: Mapping[str, str], title_column: str) -> bool:
    """Whether a note holds a row, and nothing else."""
    known = {property_name(column) for column in cells} | {"aliases"}
    known |= {f"{name} ({part})" for name in [*cells, *known] for part in ("end", "text")}
    return (
        note.properties.keys() <= known
        and is_title_of(note, cells[title_column])
        and all(says(note.properties, column, cell) for column, cell in cells.items() if column != title_column)
    )


def without_note(rows: Sequence[Any], notes: Sequence[Note], fit: Callable[[Note, Any], bool]) -> list[Any]:
    """The rows that are left over when rows and notes are paired as well as they can be."""
    owner: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for number, note in enumerate(notes):
            if number not in seen and fit(note, rows[row]):
                seen.add(number)
                if number not in owner or place(owner[number], seen):
                    owner[number] = row
                    return True
        return False

    return [rows[number] for number in range(len(rows)) if not place(number, set())]


def assert_same_cells(database: Database, vault: Vault) -> None:
    """Every row is one note that says all its cells, by YAML 1.2 and by YAML 1.1."""
    [base] = vault.paths(".base")
    names = yaml.load(vault.text(base), Core)["properties"]
    title_column = names["file.name"]["displayName"]
    rows = [{column: str(row.cells.get(column, "")) for column in database.columns} for row in database.rows]
    needed = [cells for cells in rows if database.pages or any(cell.strip() for cell in cells.values())]
    for loader in LOADERS.values():
        notes = [note for note in vault.notes(loader) if note.path != "Home.md"]
        lost = without_note(needed, notes, lambda note, cells: fits(note, cells, title_column))
        assert lost == [], [(note.path, note.properties) for note in notes]
        assert len(notes) <= sum(database.pages or any(cells.values()) for cells in rows)
    if database.pages:
        texts = sorted(note.text for note in vault.notes() if note.path != "Home.md")
        assert texts == sorted(row.body for row in database.rows)
    assert not vault.paths(".csv")
    assert not vault.codes() & {"XC305", "XC501"}


def round_trip(database: Database) -> None:
    assert_same_cells(database, converted(Export([database]).files()))


# --- any table ---

TRAPS = {
    "no": "no", "yes": "yes", "on": "on", "y": "y", "tilde": "~", "null": "null", "octal": "012", "sexagesimal": "1:30:00",
    "no date": "2023-13-45", "formula": "=1+1", "dashes": "---", "dots": "...", "colon": ": ", "key": "a: b", "hash": "#",
    "comment": "a #x", "blank hash": " #x", "item": "- a", "list": "[x]", "map": "{a", "quote": '"', "apostrophe": "'",
    "quoted": '"a"', "backslash": "\\", "escape": "\\n", "bar": "|", "fold": ">", "at": "@", "percent": "%", "backtick": "`", "code": "`a`",
    "tab": "a\tb", "emoji": "👩‍👩‍👧 🎉", "line separator": "a\u2028b", "next line": "a\u0085b", "nbsp": "a\u00a0b", "bom": "a\ufeffb",
    "zero width": "a\u200bb", "zero width alone": "\u200b", "right to left": "\u202eabc\u200f", "newline": "a\nb", "two newlines": "a\n\nb",
    "crlf": "a\r\nb", "newline at the end": "a\n", "leading blank": " a", "trailing blank": "a ", "tab at the end": "a\t",
    "hangul": "회의록", "decomposed": unicodedata.normalize("NFD", "회의록 계획"), "long": "가 b" + "x" * 9_996 + " ",
    "groups": "1,234", "wrong groups": "1,23,4", "dollar": "$5", "share": "15%", "Yes": "Yes", "No": "No", "true": "true", "iso": "2024-05-10",
    "english": "May 10, 2024", "korean": "2022년 6월 25일", "chinese": "2025年10月8日", "range": "April 23, 2024 → May 22, 2024",
    "moment": "2022년 12월 17일 오후 6:00", "two": "a, b", "empty item": "a, , b", "comma at the end": "a, ", "hex": "0x1F", "exponent": "1e3",
    "infinite": ".inf", "zeros": "0.50", "plus": "+5", "minus": "-3", "big": "12345678901234567890", "fine": "0.1234567890123456789", "merge": "<<",
    "anchor": "&a", "alias": "*a", "tag": "!a", "question": "? a", "html": "<b>x</b>", "entity": "&amp;", "emphasis": "*a* _b_", "math": "$a$ $b$",
    "link": "[a](b.md)", "wikilink": "[[a]]", "url": "https://example.com/a?b=c#d", "strike": "~~a~~", "gone": "Gone (Gone.md)", "file": "gone.pdf",
    "url behind a letter": "~https://example.com/a", "break": "a<br>b", "escaped bar": "a\\|b", "backslash at the end": "a\\", "mark": "==a==", "note": "%%a%%",
}  # fmt: skip
"""Name → a cell that YAML, Markdown, CSV or a reader of types may take for something else."""

PIECES = st.sampled_from([*TRAPS.values(), "plain", "words of text", " ", "", "가나다"])
TEXT = st.lists(PIECES, max_size=3).map("".join)
CELLS = {
    "text": TEXT,
    "trap": st.sampled_from(["", *TRAPS.values()]),
    "number": st.sampled_from(["", "7", "-3", "0.5", "1,234", "1,234,567.25", "0.10"]),
    "money": st.sampled_from(["", "$5", "$1,234.50", "₩3,000", "€0.10"]),
    "percent": st.sampled_from(["", "15%", "0%", "100%", "12.5%"]),
    "checkbox": st.sampled_from(["Yes", "No"]),
    "date": st.sampled_from(["", "May 10, 2024", "2022년 6월 25일", "2025年10月8日", "2024-05-10"]),
    "moment": st.sampled_from(["", "2022년 12월 17일 오후 6:00", "August 6, 2022 11:59 PM"]),
    "range": st.sampled_from(["", "May 10, 2024", "April 23, 2024 → May 22, 2024"]),
    "several": st.sampled_from(["", "a", "b", "a, b", "c, a", "home office, b"]),
}
COLUMNS = [
    "Status", "상태", "Tags", "no", "a: b", "#", "1", "Due date", "true", "<<", "~", "2024-05-10", "Price ($)", "a | b",
    unicodedata.normalize("NFD", "담당자"), "Done?", "*", "[x]", "'", "x #y",
]  # fmt: skip


def one_line(cell: str) -> str:
    """What a page can show of a cell."""
    return re.sub(r"[\r\n]+", " ", cell).strip()


@st.composite
def tables(draw: st.DrawFn, *, pages: bool) -> Database:
    """A table of up to 5 columns and 8 rows, its title column anywhere."""
    columns = draw(st.lists(st.sampled_from(COLUMNS), max_size=4, unique_by=lambda name: name.casefold()))
    cells = {column: draw(st.sampled_from(list(CELLS.values()))) for column in columns} | {"Name": TEXT}
    kept = {column: found.map(one_line) if pages else found for column, found in cells.items()}
    columns.insert(draw(st.integers(0, len(columns))), "Name")
    rows = draw(st.lists(st.fixed_dictionaries(kept), max_size=8))
    return Database(columns=columns, rows=[Row(row, f"BODY-{n}") for n, row in enumerate(rows)], pages=pages)


def one_of_each(cell: str, *more: str, pages: bool = False) -> Database:
    rows = [Row({"Name": f"row {n}", "X": text}, f"BODY-{n}") for n, text in enumerate([cell, *more])]
    return Database(columns=["Name", "X"], rows=rows, pages=pages)


@settings(max_examples=150, deadline=None)
@given(tables(pages=False))
def test_any_table_without_pages_reads_back(database):
    round_trip(database)


@settings(max_examples=150, deadline=None)
@given(tables(pages=True))
@example(Database(columns=["X", "Name"], rows=[Row({"Name": "a", "X": "1"}, "BODY-0"), Row({"Name": "a"}, "BODY-1")]))
@example(Database(columns=["X", "Name"], rows=[Row({}, "BODY-0"), Row({"X": "1"}, "BODY-1")]))
def test_any_table_with_pages_reads_back(database):
    round_trip(database)


traps = pytest.mark.parametrize("cell", TRAPS.values(), ids=TRAPS)


@traps
def test_a_trap_alone_in_its_column(cell):
    round_trip(one_of_each(cell))


@traps
def test_a_trap_beside_ordinary_text(cell):
    round_trip(one_of_each(cell, "ordinary words"))


@traps
def test_a_trap_on_a_page(cell):
    round_trip(one_of_each(one_line(cell), "ordinary words", pages=True))


@traps
def test_a_trap_as_title(cell):
    round_trip(Database(columns=["Name", "X"], rows=[Row({"Name": cell, "X": "1"})], pages=False))


@traps
def test_a_trap_as_tag(cell):
    round_trip(Database(columns=["Name", "Tags"], rows=[Row({"Name": "a", "Tags": cell})], pages=False))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_name_is_a_property(column):
    round_trip(Database(columns=[column, "Name"], rows=[Row({"Name": "a", column: "text"}, "BODY")]))


# --- cells that a page shows in its own way, names that clash, tables with holes ---


def row_note(vault: Vault, name: str = "a") -> Note:
    return next(note for note in vault.notes() if posixpath.basename(note.path) == f"{name}.md")


def converted_rows(*rows: Row, columns: Sequence[str], to: str = "obsidian", **described: Any) -> Vault:
    return converted(Export([Database(columns=columns, rows=rows, **described)]).files(), to)


def test_a_cell_that_a_page_shows_over_several_lines():
    text = "first line\nsecond line\nthird: line"
    vault = converted_rows(
        Row({"Name": "a", "Memo": text, "Status": "Open"}, "BODY"), columns=["Name", "Memo", "Status"]
    )
    note = row_note(vault)
    assert (note.properties, note.body.strip()) == ({"Memo": text, "Status": "Open"}, "BODY")
    assert not vault.codes() & {"XC305", "XC501"}


def test_columns_that_differ_by_case_only_are_both_kept():
    vault = converted_rows(
        Row({"Name": "a", "Status": "one", "status": "two"}), columns=["Name", "Status", "status"], pages=False
    )
    assert row_note(vault).properties == {"Status": "one", "status 2": "two"}


def test_a_column_without_a_name_has_its_number():
    vault = converted_rows(Row({"Name": "a", "": "text", "X": "1 b"}), columns=["Name", "X", ""], pages=False)
    assert row_note(vault).properties == {"X": "1 b", "Column 3": "text"}


def test_two_kinds_of_tags_are_both_kept():
    vault = converted_rows(
        Row({"Name": "a", "Tags": "x, y", "태그": "z"}), columns=["Name", "Tags", "태그"], pages=False
    )
    assert re.findall(r"'(\w)'", repr(row_note(vault).properties)) == ["x", "y", "z"]


@pytest.mark.parametrize("second", ["Price (text)", "Price (end)"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_column_named_like_a_second_property_loses_nothing(second, order):
    cells = {"Name": "a", "Price": "$5", second: "other words", "Due": "May 1, 2024 → May 3, 2024"}
    vault = converted_rows(Row(cells), columns=[*cells][::order], pages=False)
    values = list(row_note(vault).properties.values())
    assert {"$5", "other words", "2024-05-01", "2024-05-03"} <= set(values)


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("title", ["Name", "이름"])
def test_the_title_column_is_found_anywhere_without_pages(title, at):
    columns = ["A", "B", "C"]
    columns.insert(at, title)
    vault = converted_rows(
        Row({title: "Plan", "A": "x", "B": "y", "C": "z"}), columns=columns, title_column=title, pages=False
    )
    assert row_note(vault, "Plan").properties == {"A": "x", "B": "y", "C": "z"}


@pytest.mark.parametrize("at", range(4))
def test_the_title_column_is_found_by_its_pages(at):
    columns = ["A", "B", "C"]
    columns.insert(at, "Word")
    rows = [Row({"Word": f"Plan {n}", "A": "x", "B": "y", "C": "z"}) for n in range(2)]
    vault = converted_rows(*rows, columns=columns, title_column="Word")
    assert [row_note(vault, f"Plan {n}").properties for n in range(2)] == [{"A": "x", "B": "y", "C": "z"}] * 2


def test_empty_rows_are_no_notes_and_untitled_rows_are():
    rows = [Row(), Row({"X": "1"}), Row(), Row({"X": "2"}), Row({"Name": "a"})]
    vault = converted_rows(*rows, columns=["Name", "X"], pages=False)
    assert {note.path: note.properties.get("X") for note in vault.notes() if note.path != "Home.md"} == {
        "Home/DB/Untitled.md": 1,
        "Home/DB/Untitled 2.md": 2,
        "Home/DB/a.md": None,
    }


def test_the_value_of_the_page_wins_and_the_csv_stays_beside_it():
    row = Row({"Name": "a", "X": "in the csv", "Y": "same"}, "BODY", shown={"X": "on the page"})
    export = Export([Database(columns=["Name", "X", "Y"], rows=[row])])
    vault = converted(export.files())
    assert row_note(vault).properties == {"X": "on the page", "Y": "same"}
    assert "XC305" in vault.codes()
    assert any(path.startswith("Home/DB") and b"in the csv" in vault.files[path] for path in vault.paths(".csv"))


def test_a_ragged_csv_is_kept_beside_its_notes():
    files = Export([Database(columns=["Name", "X"], rows=[Row({"Name": "a", "X": "1"})], pages=False)]).files()
    files = {path: data + b",extra" if path.endswith(".csv") else data for path, data in files.items()}
    vault = converted(files)
    assert row_note(vault).properties["X"] in (1, "1")
    assert "XC503" in vault.codes()
    assert any(b"extra" in vault.files[path] for path in vault.paths(".csv"))


# --- plain Markdown ---

MARKDOWN = MarkdownIt("commonmark").enable("table")


def folded(text: str) -> str:
    return " ".join(text.split())


def visible(token: Any) -> str:
    """What a reader sees of one inline token."""
    if token.type == "image":
        return "".join(map(visible, token.children))
    if token.type == "html_inline":
        return "\n" if re.fullmatch(r"<br ?/?>", token.content) else ""
    return token.content or ("\n" if token.type in ("softbreak", "hardbreak") else "")


def table_in(text: str) -> list[list[tuple[str, list[str]]]]:
    """Rows of the one table: text and link targets of each cell."""
    tokens = MARKDOWN.parse(text)
    assert [token.type for token in tokens].count("table_open") == 1
    tokens = tokens[next(at for at, token in enumerate(tokens) if token.type == "table_open") :]
    rows: list[list[tuple[str, list[str]]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline":
            targets = [child.attrs["href"] for child in token.children if child.type == "link_open"]
            rows[-1].append((folded("".join(map(visible, token.children))), targets))
        if token.type == "table_close":
            break
    return rows


def assert_same_table(database: Database) -> None:
    """The rendered table shows every cell of every row that is not empty, and every title leads to a note."""
    vault = converted(Export([database]).files(), "markdown")
    header, *lines = table_in(vault.text("Home/DB.md"))
    assert [text for text, _ in header] == [folded(column) for column in database.columns]
    at = list(database.columns).index("Name")
    wanted = [[folded(str(row.cells.get(column, ""))) for column in database.columns] for row in database.rows]
    shown = [[text for text, _ in line] for line in lines]
    for cells in [*wanted, *shown]:
        cells[at] = "" if cells[at].startswith("Untitled") else cells[at]
    assert [cells for cells in shown if any(cells)] == [cells for cells in wanted if any(cells)]
    for line in lines:
        [target] = line[at][1]
        assert posixpath.normpath(posixpath.join("Home", unquote(target))) in vault.files


@settings(max_examples=150, deadline=None)
@given(tables(pages=True))
def test_any_table_with_pages_renders(database):
    assert_same_table(database)


@settings(max_examples=100, deadline=None)
@given(tables(pages=False))
def test_any_table_without_pages_renders(database):
    assert_same_table(database)


@traps
def test_a_trap_renders(cell):
    assert_same_table(one_of_each(cell, "ordinary words"))


@traps
def test_a_trap_renders_as_title(cell):
    assert_same_table(Database(columns=["Name", "X"], rows=[Row({"Name": cell, "X": "1"})], pages=False))


# --- five thousand rows in three databases, joined to their pages ---
#
# Every page has a mark in its body, and every row a number in a column that no page shows: the two meet in one note
# or the row was joined to the wrong page.

LONG = "분기별 사업 계획 검토와 다음 분기의 예산을 함께 정하는 회의 "


def numbered(title: str, count: int, cells: Callable[[int], dict[str, Any]], pages: Callable[[int], bool]) -> list[Row]:
    return [Row(cells(n) | {"No": f"{title}-{n}"}, f"BODY-{title}-{n}", page=pages(n)) for n in range(count)]


def meeting(n: int) -> dict[str, Any]:
    """Equal titles that differ in a relation, in one cell, or in the order of a relation; long titles; none."""
    group, kind = divmod(n, 6)
    projects = [("프로젝트", group), ("프로젝트", group + 1)]
    return {"Status": "Done", "Date": "2024년 5월 10일", "Ready": "Yes"} | [
        {"Name": "회의록", "Project": projects[:1]},
        {"Name": "회의록", "Topic": f"topic {group}"},
        {"Name": "회의록", "Project": projects[:: 1 if group % 2 else -1], "Topic": "both"},
        {"Name": f"{LONG}{group}", "Ready": ""},
        {"Name": "", "Topic": f"untitled {group}", "Ready": "No"},
        {"Name": f"Plan {group}: next / steps?"},
    ][kind]  # fmt: skip


def project(n: int) -> dict[str, Any]:
    name = ["프로젝트", f"Project {n}", f"{LONG}{n}"][n % 3]
    return {"Name": name, "Meetings": [("회의록", m) for m in sorted({6 * (n % 12), n})], "Budget": "1,000"}


def person(n: int) -> dict[str, Any]:
    return {"Name": ["Kim", "Lee", "김민수"][n % 3], "Email": f"{n}@example.com", "Projects": [("프로젝트", n)]}


def large_export(layout: Layout = OLD, share: int = 1) -> Export:
    """The three databases, or a share of them."""
    meetings = Database(
        title="회의록",
        columns=["Status", "No", "Date", "Name", "Topic", "Project", "Ready"],
        rows=numbered("회의록", 3000 // share, meeting, lambda n: True),
        checkboxes=frozenset({"Ready"}),
        csv_only=frozenset({"No"}),
        view_rows=range(0, 3000 // share, 7),
        view_columns=["No", "Date", "Name"],
    )
    projects = Database(
        title="프로젝트",
        columns=["Name", "Budget", "Meetings", "No"],
        rows=numbered("프로젝트", 1200 // share, project, lambda n: True),
        csv_only=frozenset({"No"}),
    )
    people = Database(
        title="People",
        columns=["Email", "Projects", "Name", "No"],
        rows=numbered("People", 800 // share, person, lambda n: n % 2 == 0),
        csv_only=frozenset({"No"}),
    )
    return Export([meetings, projects, people], layout)


@pytest.fixture(scope="module")
def large() -> tuple[Export, Vault]:
    export = large_export()
    return export, converted(export.files())


def by_number(vault: Vault) -> dict[str, Note]:
    """Number of a row → its note."""
    notes = [note for note in vault.notes() if "No" in note.properties]
    found = {note.properties["No"]: note for note in notes}
    assert len(found) == len(notes)
    return found


def all_rows(export: Export) -> Iterator[tuple[Database, int, str]]:
    """Every row with its database and its number."""
    for database in export.databases:
        for at, row in enumerate(database.rows):
            yield database, at, row.cells["No"]


def assert_joined(export: Export, vault: Vault) -> None:
    """Every row is in the note of its page, and a row without a page in a note of its own."""
    notes = by_number(vault)
    assert notes.keys() == {number for *_, number in all_rows(export)}
    for database, at, number in all_rows(export):
        row, note = database.rows[at], notes[number]
        assert note.text == (row.body if row.page else ""), number
        assert is_title_of(note, row.cells["Name"]), number
        for column in set(database.columns) - {"Name", "No"}:
            cell = database.cell(at, column)
            assert not isinstance(cell, str) or says(note.properties, column, cell), (number, column)
    assert len(vault.paths(".md")) == len(notes) + 1
    assert not vault.codes() & {"XC305", "XC501"}


def assert_related(export: Export, vault: Vault) -> int:
    """Every relation leads to the notes it names, in order; gives how many there are."""
    notes, count = by_number(vault), 0
    paths = {note.path: number for number, note in notes.items()}
    for database, at, number in all_rows(export):
        for column, cell in database.rows[at].cells.items():
            if not isinstance(cell, str):
                reached = [paths[vault.reached(item)] for item in notes[number].properties[column]]
                assert reached == [f"{title}-{other}" for title, other in cell], (number, column)
                count += len(cell)
    return count


def test_every_row_of_a_large_export_meets_its_page(large):
    assert_joined(*large)


def test_every_relation_of_a_large_export_leads_to_its_row(large):
    assert assert_related(*large) > 4000


def test_nothing_of_a_large_export_is_left_as_csv(large):
    _, vault = large
    assert vault.paths(".csv") == []
    assert vault.paths(".base") == ["Home/People/People.base", "Home/프로젝트/프로젝트.base", "Home/회의록/회의록.base"]


def test_the_bases_of_a_large_export_show_their_rows(large):
    export, vault = large
    notes = {note.path: number for number, note in by_number(vault).items()}
    for database in export.databases:
        base = vault.text(f"Home/{database.title}/{database.title}.base")
        wanted = [range(len(database.rows)), *([database.view_rows] if database.view_rows else [])]
        for view, rows in enumerate(wanted):
            shown = bases.rows(base, vault.files, view)
            assert sorted(notes[path] for path in shown) == sorted(f"{database.title}-{n}" for n in rows)


LAYOUTS = {
    "lf": Layout(newline="\n"), "no bom": Layout(bom=False), "flat": Layout(flat=True), "no folder ids": Layout(folder_ids=False),
    "decomposed": Layout(nfd=True), "all": Layout(newline="\n", bom=False, folder_ids=False, nfd=True),
    "flat and decomposed": Layout(flat=True, nfd=True), "relations of 2023": Layout(old_relations=True),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_of_an_export_is_joined_alike(layout):
    export = large_export(layout, share=40)
    vault = converted(export.files())
    assert_joined(export, vault)
    assert assert_related(export, vault) > 100


def test_without_a_csv_of_all_rows_the_view_is_joined():
    small = large_export(share=40)
    full = [
        Database(**{name: getattr(item, name) for name in item.__slots__} | {"view_rows": None, "view_columns": None})
        for item in small.databases
    ]
    export = Export(full, Layout(all_csv=False))
    vault = converted(export.files())
    assert_joined(export, vault)
    assert_related(export, vault)


# --- linear time, without a clock ---


def steps(database: Database) -> int:
    """How many calls and lines a conversion takes; lines are counted in the converter alone."""
    files, count = Export([database]).files(), 0

    def trace(frame: Any, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return trace if f"{os.sep}exportconv{os.sep}" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        converted(files)
    finally:
        sys.settrace(before)
    return count


def of_one_kind(count: int, cells: Callable[[int], dict[str, Any]], **described: Any) -> Database:
    shown = described.pop("shown", lambda n: {})
    rows = [Row(cells(n), f"BODY-{n}", shown=shown(n)) for n in range(count)]
    return Database(columns=["Name", "X", "Next", "Day"], rows=rows, **described)


GROWING: dict[str, Callable[[int], Database]] = {
    "different": lambda count: of_one_kind(
        count, lambda n: {"Name": f"row {n}", "X": str(n), "Next": [("DB", n // 2)], "Day": "May 1, 2024"}
    ),
    "equal titles": lambda count: of_one_kind(count, lambda n: {"Name": "회의록", "X": f"x {n}"}),
    "untitled": lambda count: of_one_kind(count, lambda n: {"X": f"x {n}"}),
    "nothing in them": lambda count: of_one_kind(count, lambda n: {}),
    "all equal": lambda count: of_one_kind(count, lambda n: {"Name": "회의록", "X": "x", "Day": "May 1, 2024"}),
    "equal but for a relation": lambda count: of_one_kind(count, lambda n: {"Name": "회의록", "Next": [("DB", n)]}),
    "contradicting pages": lambda count: of_one_kind(
        count, lambda n: {"Name": "회의록", "X": f"x {n}"}, shown=lambda n: {"X": f"y {n}"}
    ),
    "long titles of one beginning": lambda count: of_one_kind(count, lambda n: {"Name": f"{LONG}{n}", "X": "x"}),
    "without pages": lambda count: of_one_kind(count, lambda n: {"Name": "회의록", "X": f"x {n}"}, pages=False),
    "untitled without pages": lambda count: of_one_kind(count, lambda n: {"X": f"x {n}"}, pages=False),
    "seen in a view": lambda count: of_one_kind(
        count, lambda n: {"Name": "회의록", "X": f"x {n}"}, view_rows=range(0, count, 2)
    ),
}


@pytest.mark.parametrize("grow", GROWING.values(), ids=GROWING)
def test_four_times_the_rows_take_four_times_the_steps(grow):
    few, many = (steps(grow(count)) for count in (250, 1000))
    assert many < 6 * few


# --- rows that could be either of two pages ---


def two_alike(rows: Sequence[str], pages: Sequence[str]) -> Export:
    """Rows of one title with a status in the CSV, another on the page, and a secret that no page shows."""
    alike = [
        Row({"Name": "회의록", "Status": row, "Secret": f"secret {n}"}, f"BODY-{n}", shown={"Status": page})
        for n, (row, page) in enumerate(zip(rows, pages, strict=True))
    ]
    other = Row({"Name": "Plan", "Status": "Open", "Secret": "secret of the plan"}, "BODY-plan")
    database = Database(columns=["Name", "Status", "Secret"], rows=[*alike, other], csv_only=frozenset({"Secret"}))
    return Export([database])


def by_body(vault: Vault) -> dict[str, dict[str, Any]]:
    """What the body of a page says → the properties of its note."""
    return {
        note.text: {name: value for name, value in note.properties.items() if name != "aliases"}
        for note in vault.notes()
        if "BODY-" in note.body
    }


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        pytest.param(["Open", "Late"], ["Closed", "New"], id="contradicting"),
        pytest.param(["Open", "Open"], ["Open", "Open"], id="alike"),
        pytest.param(["Open", "Open"], ["Closed", "New"], id="alike-in-the-csv"),
        pytest.param(["Open", "Late"], ["Closed", "Closed"], id="alike-on-the-pages"),
        pytest.param(["Open", "Late"], ["Late", "Late"], id="one-row-fits-two-pages"),
        pytest.param(["Open", "Open"], ["Open", "New"], id="one-page-fits-two-rows"),
    ],
)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_a_row_that_fits_several_pages_is_not_guessed(to, rows, pages):
    export = two_alike(rows, pages)
    files = export.files()
    vault = converted(files, to)
    notes = by_body(vault)
    assert "XC501" in vault.codes()
    assert [notes[f"BODY-{n}"] for n in range(2)] == [{"Status": status} for status in pages]
    assert notes["BODY-plan"] == {"Status": "Open", "Secret": "secret of the plan"}
    assert files[export.csv_path("DB").replace(".csv", "_all.csv")] in vault.files.values()


def test_a_row_that_one_page_fits_is_joined_though_another_is_changed():
    vault = converted(two_alike(["Open", "Late"], ["Open", "Closed"]).files())
    notes = by_body(vault)
    assert notes["BODY-0"] == {"Status": "Open", "Secret": "secret 0"}
    assert notes["BODY-1"]["Status"] == "Closed"
    assert {"secret 1", "Late"} <= set(re.findall(r"secret 1|Late", vault.everything()))


CHOICES = st.tuples(
    st.sampled_from(["회의록", "Plan", ""]), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "c"])
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CHOICES, st.booleans()), max_size=7))
def test_no_row_is_joined_to_the_page_of_another(found):
    """Pages that tell the truth, but not all: what only one row can be is joined, and nothing else is."""
    # one page with all properties says which columns pages have
    found = [(("Full", "a", "c"), True), *found]
    rows = [
        Row({"Name": name, "X": x, "Y": y, "Secret": f"secret {n}"}, f"BODY-{n}", page=page)
        for n, ((name, x, y), page) in enumerate(found)
    ]
    database = Database(columns=["Y", "Name", "X", "Secret"], rows=rows, csv_only=frozenset({"Secret"}))
    vault = converted(Export([database]).files())
    notes, cells = by_body(vault), [cells for cells, _ in found]
    assert len(notes) == sum(row.page for row in rows)
    for n, row in enumerate(rows):
        assert f"secret {n}" in vault.everything()
        if row.page and cells.count(cells[n]) == 1:
            assert notes[f"BODY-{n}"]["Secret"] == f"secret {n}"
        elif row.page:
            assert notes[f"BODY-{n}"].get("Secret") in (None, f"secret {n}")


# --- bases ---


def with_neighbours(layout: Layout = OLD) -> tuple[Export, dict[str, bytes]]:
    """A database with all that may lie in its folder and is no row."""
    rows = [Row({"Name": f"Row {n}", "Status": "Open", "Tags": "x"}, f"BODY-{n}", page=n < 3) for n in range(4)]
    nested = Database(title="Nested", columns=["X", "Name"], rows=[Row({"Name": "Row 0", "X": "1"})], inside=("DB", 0))
    columns = ["Status", "Name", "Tags"]
    export = Export(
        [Database(columns=columns, rows=rows, view_rows=[2, 0], view_columns=["Status", "Name"]), nested], layout
    )
    folder, row = export.folder_of(export.csv_path("DB")), export.folder_of(export.row_path("DB", 1))
    more = {
        f"{folder}/photo.png": b"photo",
        f"{folder}/New task {'d' * 32}.md": b"# New task\n\nfill in",
        f"{row}/Row 2 {'e' * 32}.md": b"# Row 2\n\nsub-page of a row",
        f"{row}/image.png": b"image",
        f"{row}/Deep {'f' * 32}.csv": b"Name\r\nx",
    }
    return export, export.files() | more


ROWS = [f"Home/DB/Row {n}.md" for n in range(4)]


@pytest.mark.parametrize("layout", [Layout(), Layout(folder_ids=False), Layout(nfd=True)], ids=["old", "new", "nfd"])
def test_a_base_shows_its_rows_and_nothing_else_in_its_folder(layout):
    _, files = with_neighbours(layout)
    vault = converted(files)
    assert {"Home/DB/New task.md", "Home/DB/Row 1/Row 2.md", "Home/DB/Row 0/Nested/Row 0.md"} <= vault.files.keys()
    base, paths = vault.text("Home/DB/DB.base"), sorted(vault.files)
    assert bases.rows(base, paths) == ROWS
    assert bases.rows(base, paths, view=1) == [ROWS[0], ROWS[2]]
    assert bases.rows(vault.text("Home/DB/Row 0/Nested/Nested.base"), paths) == ["Home/DB/Row 0/Nested/Row 0.md"]


@pytest.mark.parametrize(
    "options",
    [{"folder_notes": True}, {"ascii_names": True}, {"attachments": "note"}, {"keep_ids": True}],
    ids=lambda o: next(iter(o)),
)
def test_a_base_shows_its_rows_whatever_the_options(options):
    vault = converted(with_neighbours()[1], **options)
    [base] = vault.paths("/db.base") or vault.paths("/DB.base")
    notes = {note.path: note.text for note in vault.notes()}
    assert sorted(notes[path] for path in bases.rows(vault.text(base), notes)) == ["", "BODY-0", "BODY-1", "BODY-2"]


def test_the_columns_of_a_base_stand_in_the_order_of_the_csv():
    base = converted(with_neighbours()[1]).text("Home/DB/DB.base")
    status, name, tags = ("note.Status", "Status"), ("file.name", "Name"), ("note.tags", "Tags")
    assert bases.columns(base) == [status, name, tags]
    assert bases.columns(base, view=1) == [status, name]


@given(tables(pages=True))
@settings(max_examples=50, deadline=None)
def test_every_base_shows_all_rows_and_columns(database):
    vault = converted(Export([database]).files())
    [base] = vault.paths(".base")
    assert set(bases.rows(vault.text(base), vault.files)) == set(vault.paths(".md")) - {"Home.md"}
    shown = [(at, name) for at, name in bases.columns(vault.text(base)) if not name.endswith(" (end)")]
    assert [nfc(name) for _, name in shown] == [nfc(column) for column in database.columns]
    properties = {name for note in vault.notes() for name in note.properties}
    known = {identifier.removeprefix("note.") for identifier, _ in shown}
    assert {re.sub(r" \((?:end|text)\)\Z", "", name) for name in properties} <= known | {"aliases"}


def test_a_decomposed_column_has_one_name_everywhere():
    column = unicodedata.normalize("NFD", "담당자")
    vault = converted_rows(Row({"Name": "a", column: "Kim"}, "BODY"), columns=["Name", column])
    name = nfc(column)
    assert row_note(vault).properties == {name: "Kim"}
    assert [at for at, _ in bases.columns(vault.text("Home/DB/DB.base"))] == ["file.name", f"note.{name}"]
    assert list(json.loads(vault.text(".obsidian/types.json"))["types"]) == [name]


def test_a_view_that_shows_all_is_not_written_twice():
    vault = converted_rows(Row({"Name": "a", "X": "1"}), columns=["Name", "X"])
    assert len(bases.views(vault.text("Home/DB/DB.base"))) == 1


def test_types_are_told_to_obsidian():
    cells = {
        "Name": "a", "Text": "words", "Number": "1,234", "Money": "$5", "Done": "Yes", "Day": "May 1, 2024", "Tags": "x",
        "Moment": "2022년 12월 17일 오후 6:00", "Next": [("DB", 0)],
    }  # fmt: skip
    vault = converted_rows(Row(cells, "BODY"), columns=list(cells), checkboxes=frozenset({"Done"}))
    types = json.loads(vault.text(".obsidian/types.json"))["types"]
    assert types == {
        "Text": "text", "Number": "number", "Money": "number", "Money (text)": "text", "Done": "checkbox", "Day": "date",
        "Moment": "datetime", "Next": "multitext", "tags": "tags",
    } | {name: types[name] for name in ("aliases",) if name in types}  # fmt: skip


# --- views and links ---


def view_of(export: Export, title: str, text: str) -> dict[str, bytes]:
    """A linked view of a database, written as Notion does: a CSV of its own, linked from a page."""
    folder, name = export.folder_of(export.home_path()), f"{title} {'c' * 32}.csv"
    target = f"{folder}/{name}".replace(" ", "%20")
    database = export.csv_path("DB").replace(" ", "%20")
    page = f"# Notes\n\n[{title}]({target})\n\nsee [{title}]({target}) and [the rows]({database}) here"
    return {f"{folder}/{name}": text.encode("utf-8-sig"), f"Notes {'a' * 32}.md": page.encode()}


def test_a_linked_view_is_a_view_of_the_base():
    export, files = with_neighbours()
    vault = converted(files | view_of(export, "Open ones", "Name,Tags\r\nRow 1,x\r\nRow 3,x"))
    base = vault.text("Home/DB/DB.base")
    at = bases.views(base).index("Open ones")
    assert bases.rows(base, sorted(vault.files), at) == [ROWS[1], ROWS[3]]
    assert bases.columns(base, at) == [("file.name", "Name"), ("note.tags", "Tags")]
    assert [path for path in vault.files if "Open ones" in path] == []
    body = next(note.body for note in vault.notes() if note.path == "Notes.md").strip()
    assert body == "![[DB.base#Open ones]]\n\nsee [[DB.base#Open ones|Open ones]] and [[DB.base|the rows]] here"


@pytest.mark.parametrize("text", ["Name,Other\r\nRow 1,x", "Name,Tags\r\nRow 1,other", "Name,Tags\r\nRow 9,x"])
def test_a_csv_with_something_of_its_own_is_no_view(text):
    export, files = with_neighbours()
    vault = converted(files | view_of(export, "Open ones", text))
    assert "Open ones" not in bases.views(vault.text("Home/DB/DB.base"))
    assert "Open ones.base" in {posixpath.basename(path) for path in vault.files}
    for word in text.replace("\r\n", ",").split(","):
        assert word in vault.everything()


# --- what becomes of databases is a choice ---

MODES = ["base", "table", "csv", "none"]


def small_export() -> Export:
    """Two databases with words that occur once each, relations, rows without pages and a smaller view."""
    tasks = Database(
        title="Tasks",
        columns=["State", "Name", "Owner"],
        rows=[
            Row({"Name": f"Task {n}", "State": f"state{n}x", "Owner": [("Team", n % 2)]}, f"BODY-{n}", page=n < 3)
            for n in range(4)
        ],
        view_rows=[1],
    )
    team = Database(
        title="Team",
        columns=["Name", "Skill"],
        rows=[Row({"Name": f"Who {n}", "Skill": f"skill{n}x"}) for n in range(2)],
    )
    return Export([tasks, team])


def local_links(note: Note) -> Iterator[tuple[str, bool]]:
    """Targets of all links of a note, in its body and its properties, and whether they are wikilinks."""
    values = [text for value in note.properties.values() for text in (value if isinstance(value, list) else [value])]
    for text in [note.body, *map(str, values)]:
        for match in re.finditer(r"!?\[\[[^\[\]]+\]\]", text):
            yield match[0].replace("\\|", "|"), True
        for token in MARKDOWN.parse(text):
            for child in token.children or ():
                target = child.attrs.get("href") or child.attrs.get("src")
                if target and ":" not in target:
                    yield unquote(target), False


def assert_links_lead_somewhere(vault: Vault) -> int:
    count = 0
    for note in vault.notes():
        for target, is_wikilink in local_links(note):
            count += 1
            if is_wikilink:
                assert vault.reached(target)
            else:
                assert posixpath.normpath(posixpath.join(posixpath.dirname(note.path), target)) in vault.files, target
    return count


def database_files(vault: Vault) -> set[str]:
    return {path for path in vault.files if re.fullmatch(r"Home/(?:[^/]+/)?(?:Tasks|Team)[^/]*", path)}


FILES = {
    ("obsidian", "base"): {"Home/Tasks/Tasks.base", "Home/Team/Team.base"},
    ("obsidian", "table"): {"Home/Tasks.md", "Home/Team.md"},
    ("markdown", "table"): {"Home/Tasks.md", "Home/Team.md"},
} | {(to, "csv"): {f"Home/{name}.csv" for name in ("Tasks", "Tasks_all", "Team", "Team_all")} for to in ("obsidian", "markdown")}  # fmt: skip


@pytest.mark.parametrize(("to", "mode"), FILES)
def test_a_choice_decides_which_files_there_are(to, mode):
    vault = converted(small_export().files(), to, databases=mode)
    assert database_files(vault) == FILES[to, mode]
    rows = {f"Home/Tasks/Task {n}.md" for n in range(4)}
    assert {path for path in vault.files if "/Task " in path} == rows


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("to", ["obsidian", "markdown"])
def test_no_choice_loses_a_word_or_a_link(to, mode):
    vault = converted(small_export().files(), to, databases=mode)
    text = vault.everything()
    words = [*(f"state{n}x" for n in range(4)), *(f"skill{n}x" for n in range(2)), *(f"BODY-{n}" for n in range(3))]
    assert [word for word in words if word not in text] == []
    assert assert_links_lead_somewhere(vault) >= 3
    assert not vault.codes() & {"XC305", "XC501"}


@pytest.mark.parametrize(("to", "mode"), [("obsidian", "base"), ("markdown", "table")])
def test_the_default_is_what_the_target_shows_best(to, mode):
    files = small_export().files()
    assert converted(files, to).files == converted(files, to, databases=mode).files


def test_the_home_page_shows_its_bases():
    vault = converted(small_export().files())
    assert row_note(vault, "Home").body.strip() == "![[Tasks.base]]\n\n![[Team.base]]"


def test_the_home_page_leads_to_its_tables():
    vault = converted(small_export().files(), "markdown")
    assert [target for target, _ in local_links(row_note(vault, "Home"))] == ["Home/Tasks.md", "Home/Team.md"]


def test_relations_are_links_in_the_table():
    _, *lines = table_in(converted(small_export().files(), "markdown").text("Home/Tasks.md"))
    assert lines[3] == [("state3x", []), ("Task 3", ["Tasks/Task%203.md"]), ("Who 1", ["Team/Who%201.md"])]
