"""What a column holds, told from all of its values."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from exportconv.model import ColumnKind, DateRange, Link, LinkForm, Property, PropertyType, Span
from exportconv.paths import SourcePath
from exportconv.transforms.column_types import converted, infer

KST = timezone(timedelta(hours=9))


def column(*texts: str) -> list[Property]:
    return [Property(name="X", raw=text, line=1) for text in texts]


def kind_of(*texts: str, name: str = "X", is_full: bool = False) -> ColumnKind:
    return infer(name, column(*texts), is_column=True, is_full=is_full).kind


def values(*texts: str, **options: bool) -> list[object]:
    typing = infer("X", column(*texts), **{"is_column": True, "is_full": True, **options})
    return [typing.values.get(text, text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1", "2.5", "-3"], ColumnKind.NUMBER),
        (["1,234", "12", "999"], ColumnKind.NUMBER),
        (["$1,234.56", "$0.50", "-$3"], ColumnKind.NUMBER),
        (["₩1,000", "₩20"], ColumnKind.NUMBER),
        (["15%", "0.5%", "100%"], ColumnKind.NUMBER),
        (["1,000원", "20원"], ColumnKind.NUMBER),
        (["Yes", "No", "Yes"], ColumnKind.CHECKBOX),
        (["May 10, 2024", "2024-05-11"], ColumnKind.DATE),
        (["May 10, 2024", "May 11, 2024 6:00 PM"], ColumnKind.DATETIME),
        (["May 10, 2024 → May 12, 2024", "May 13, 2024"], ColumnKind.RANGE),
        (["02/03/2023", "25/03/2023"], ColumnKind.DATE),
        (["https://a.example/x", "http://b.example"], ColumnKind.URL),
        (["a@b.example", "c.d@e.example"], ColumnKind.EMAIL),
        (["TASK-1", "TASK-22"], ColumnKind.UNIQUE_ID),
        (["Done", "Open", "Done", "Done"], ColumnKind.SELECT),
        (["a, b", "b, c", "c", "a, c"], ColumnKind.MULTI_SELECT),
        (["Some text.", "Other text"], ColumnKind.TEXT),
        ([], ColumnKind.EMPTY),
    ],
)
def test_kinds(texts, kind):
    assert kind_of(*texts, is_full=True) is kind


@pytest.mark.parametrize(
    "texts",
    [
        ["012", "013"],  # a leading zero is part of it
        ["1e5", "2"],
        ["1.10", "1.9"],  # versions: a number would lose the zero
        ["+5", "6"],
        ["1_000"],
        ["12345678901234567890"],  # more digits than a float holds
        ["1:30:00", "12:30"],
        ["2023-13-45"],
        ["02/03/2023", "05/06/2023"],  # nothing proves the order
        ["02/03/2023", "25/03/2023", "03/25/2023"],  # and here two prove the opposite
        ["$5", "€6"],
        ["$5", "6"],
        ["15%", "3"],
        ["1,234", "5678"],  # one with groups, one long enough for them and without
        ["1.234,56", "2.000,00"],
        ["no", "yes"],
        ["true", "false"],
        ["Yes", "No", "Maybe"],
        ["=1+1", "---", ": ", "#", "~", "null"],
        ["Seoul, Korea", "Busan, Korea", "Paris, France", "Lyon, France"],  # each place has a vocabulary of its own
        ["Kim, Bob", "Lee, Bob"],
        ["eggs, milk", "milk"],
        ["First this, then that.", "First this, and more."],
        ["a,b", "b,a", "a,b"],  # Notion puts a blank behind the comma
        ["a, a", "a, b"],  # an option stands in a cell once
    ],
)
def test_text_stays_text(texts):
    assert values(*texts) == texts


def test_a_blank_makes_a_checkbox_a_select():
    assert kind_of("Yes", "No", is_full=True) is ColumnKind.CHECKBOX
    assert kind_of("Yes", "No", "Yes", "No", is_full=False) is ColumnKind.SELECT


@pytest.mark.parametrize(
    ("text", "number", "kept"),
    [
        ("1,234", 1234, False),
        ("1,234.5", 1234.5, False),
        ("1,234.50", 1234.5, True),
        ("$1,234.56", 1234.56, True),
        ("-$3", -3, True),
        ("15%", 0.15, True),
        ("15.5%", 0.155, True),
        ("0%", 0, True),
        ("HK$20", 20, True),
        ("1,000원", 1000, True),
    ],
)
def test_formatted_numbers(text, number, kept):
    typing = infer("X", column(text), is_column=True, is_full=True)
    assert (typing.values, text in typing.kept) == ({text: number}, kept)
    assert type(typing.values[text]) is type(number)


def test_a_lone_value_proves_less_than_a_column():
    assert values("$5", is_column=False) == ["$5"]
    assert values("1,234", is_column=False) == ["1,234"]
    assert values("5", is_column=False) == [5]


def test_the_column_proves_the_order_of_day_and_month():
    assert values("02/03/2023", "25/03/2023") == [date(2023, 3, 2), date(2023, 3, 25)]
    assert values("02/03/2023", "03/25/2023") == [date(2023, 2, 3), date(2023, 3, 25)]
    assert values("02/03/2023 5:00 PM → 13/03/2023") == [DateRange(datetime(2023, 3, 2, 17), date(2023, 3, 13))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022년 12월 17일 오후 6:00 (GMT+9)", datetime(2022, 12, 17, 18, tzinfo=KST)),
        ("2022년 12월 17일 오전 12:05", datetime(2022, 12, 17, 0, 5)),
        ("2025年10月8日 下午5:26", datetime(2025, 10, 8, 17, 26)),
        ("2025年10月8日 午前9:05", datetime(2025, 10, 8, 9, 5)),
        ("May 10, 2024 6:00 PM (GMT+9) → 7:30 PM", DateRange(datetime(2024, 5, 10, 18, tzinfo=KST), datetime(2024, 5, 10, 19, 30, tzinfo=KST))),
        ("2023년 3월 6일 → 2023년 4월 5일", DateRange(date(2023, 3, 6), date(2023, 4, 5))),
    ],
)  # fmt: skip
def test_dates_of_all_languages(text, value):
    assert values(text) == [value]


def test_one_odd_value_keeps_the_column_text_and_is_told():
    typing = infer("X", column("1", "2", "3", "n/a"), is_column=True, is_full=True)
    assert (typing.type, typing.values, typing.odd) == (PropertyType.TEXT, {}, (ColumnKind.NUMBER, ("n/a",)))
    typing = infer("X", column("a", "2", "b"), is_column=True, is_full=True)
    assert typing.odd is None


def test_persons_are_a_list_where_a_cell_has_several():
    assert kind_of("Ann", "Bob", name="Assignee") is ColumnKind.PERSON
    typing = infer("담당자", column("penny 🐧, Christina Lin", "Ann"), is_column=True, is_full=True)
    assert typing.values == {"penny 🐧, Christina Lin": ("penny 🐧", "Christina Lin"), "Ann": ("Ann",)}


def link(form: LinkForm, target: str | None) -> Link:
    path = None if target is None else SourcePath(target)
    return Link(span=Span(0, 1), target_span=Span(0, 1), raw_target="x", text="x", line=1, form=form, target=path)


def linked(raw: str, form: LinkForm, *targets: str | None) -> Property:
    return Property(name="X", raw=raw, line=1, links=tuple(link(form, target) for target in targets))


def test_relations_and_files():
    relation = linked("A (A.md)", LinkForm.RELATION, "A.md")
    lost = linked("B (B.md)", LinkForm.RELATION, None)
    file = linked("a.pdf", LinkForm.FILE, "a.pdf")
    url = Property(name="X", raw="https://a.example/x.pdf", line=1)

    def kind(*items: Property) -> ColumnKind:
        return infer("X", items, is_column=True, is_full=True).kind

    assert kind(relation, lost) is ColumnKind.RELATION
    assert kind(lost) is ColumnKind.TEXT
    assert kind(file, url) is ColumnKind.FILES
    assert kind(relation, *column("text", "more", "text")) is not ColumnKind.RELATION
    assert kind(linked("[A](A.md)", LinkForm.INLINE, "A.md")) is ColumnKind.TEXT


@pytest.mark.parametrize(
    ("kind", "texts", "expected"),
    [
        (PropertyType.TEXT, ["1", "2"], {"1": "1", "2": "2"}),
        (PropertyType.NUMBER, ["1", "$5", "x"], {"1": 1, "$5": 5}),
        (PropertyType.LIST, ["a, b", "c"], {"a, b": ("a", "b"), "c": ("c",)}),
        (PropertyType.CHECKBOX, ["yes", "FALSE", "x"], {"yes": True, "FALSE": False}),
        (PropertyType.DATETIME, ["May 10, 2024"], {"May 10, 2024": datetime(2024, 5, 10)}),
        (PropertyType.LINKS, ["https://a.example", "x"], {"https://a.example": ("https://a.example",)}),
    ],
)
def test_types_that_the_configuration_asks_for(kind, texts, expected):
    assert converted(kind, column(*texts)).values == expected
