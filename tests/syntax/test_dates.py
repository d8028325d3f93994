"""Dates as Notion writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exportconv.model import DateRange
from exportconv.syntax.dates import parse_date

SETTINGS = settings(max_examples=300, deadline=None, derandomize=True)
DAY = date(2022, 12, 17)
EVENING = datetime(2022, 12, 17, 18, 0)  # Notion names no zone


def zoned(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


def at(hour: int, minute: int = 0, second: int = 0, zone: timezone | None = None) -> datetime:
    return datetime(2022, 12, 17, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    "text",
    [
        "December 17, 2022", "Dec 17, 2022", "Dec. 17, 2022", "december 17, 2022", "DECEMBER 17, 2022",
        "17 December 2022", "17 Dec 2022", "17 Dec, 2022", "17 December, 2022",
        "2022년 12월 17일", "2022년12월17일", "2022년 12월 17일 토요일", "2022년 12월 17일 (토)", "2022년 12월 17일(토요일)",
        "2022年12月17日", "2022年 12月 17日", "2022年12月17日 土曜日", "2022年12月17日(土)", "2022年12月17日（六）"[:11],
        "2022-12-17", "2022/12/17", "2022.12.17", "12/17/2022", "17/12/2022", "17.12.2022", "12-17-2022",
        " 2022-12-17 ", "\t2022-12-17\n",
    ],
)  # fmt: skip
def test_a_day(text):
    assert parse_date(text) == DAY
    assert type(parse_date(text)) is date


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        *((f"{name} 5, 2023", number, 5) for number, name in enumerate(
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"], 1)),
        *((f"{name} 5, 2023", number, 5) for number, name in enumerate(
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)),
        ("Sept 5, 2023", 9, 5), ("Sept. 5, 2023", 9, 5), ("2023년 1월 5일", 1, 5), ("2023-1-5", 1, 5), ("2023-01-05", 1, 5),
        ("05/05/2023", 5, 5), ("5/5/2023", 5, 5), ("13/2/2023", 2, 13), ("2/13/2023", 2, 13),
    ],
)  # fmt: skip
def test_month_and_day(text, month, day):
    assert parse_date(text) == date(2023, month, day)


def test_leap_day():
    assert parse_date("February 29, 2024") == date(2024, 2, 29)
    assert parse_date("February 29, 2023") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("December 17, 2022 6:00 PM", at(18)),
        ("December 17, 2022 6:00 pm", at(18)),
        ("December 17, 2022 6:00 p.m.", at(18)),
        ("December 17, 2022, 6:00 PM", at(18)),
        ("December 17, 2022 6:00\u202fPM", at(18)),
        ("December 17, 2022\u00a06:00 PM", at(18)),
        ("December 17, 2022 18:00", at(18)),
        ("December 17, 2022 12:00 AM", at(0)),
        ("December 17, 2022 12:30 PM", at(12, 30)),
        ("December 17, 2022 11:59 PM", at(23, 59)),
        ("2022년 12월 17일 오후 6:00", at(18)),
        ("2022년 12월 17일 오후6:00", at(18)),
        ("2022년 12월 17일 오전 6:00", at(6)),
        ("2022년 12월 17일 오전 12:00", at(0)),
        ("2022년 12월 17일 오전 12:30", at(0, 30)),
        ("2022년 12월 17일 오후 12:00", at(12)),
        ("2022년 12월 17일 오후 12:59", at(12, 59)),
        ("2022년 12월 17일 오후 11:59", at(23, 59)),
        ("2022년 12월 17일 (토) 오후 6:00", at(18)),
        ("2022年12月17日 18:00", at(18)),
        ("2022年12月17日 午後6:00", at(18)),
        ("2022年12月17日 午前0:00"[:-4] + "12:00", at(0)),
        ("2022年12月17日 下午5:26", at(17, 26)),
        ("2022年12月17日 上午5:26", at(5, 26)),
        ("2022年12月17日 上午 12:05", at(0, 5)),
        ("2022年12月17日 凌晨12:30", at(0, 30)),
        ("2022年12月17日 凌晨3:30", at(3, 30)),
        ("2022年12月17日 早上8:30", at(8, 30)),
        ("2022年12月17日 中午12:10", at(12, 10)),
        ("2022年12月17日 中午1:10", at(13, 10)),
        ("2022年12月17日 晚上9:05", at(21, 5)),
        ("2022-12-17 18:00", at(18)),
        ("2022-12-17T18:00", at(18)),
        ("2022-12-17T18:00:09", at(18, 0, 9)),
        ("2022/12/17 6:00 PM", at(18)),
        ("12/17/2022 6:00 PM", at(18)),
    ],
)
def test_a_moment_without_a_zone(text, expected):
    moment = parse_date(text)
    assert moment == expected
    assert isinstance(moment, datetime)
    assert moment.tzinfo is None


def test_noon_in_chinese_may_be_before_twelve():
    assert parse_date("2022年12月17日 中午11:40") == at(11, 40)


def test_twelve_at_night_in_chinese_is_not_noon():
    assert parse_date("2022年12月17日 晚上12:00") != at(12)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2022년 12월 17일 오후 6:00 (GMT+9)", zoned(9)),
        ("December 17, 2022 6:00 PM (GMT+9)", zoned(9)),
        ("December 17, 2022 6:00 PM (GMT-3)", zoned(-3)),
        ("December 17, 2022 6:00 PM (GMT+5:30)", zoned(5.5)),
        ("December 17, 2022 6:00 PM (GMT-3:30)", zoned(-3.5)),
        ("December 17, 2022 6:00 PM (UTC+09:00)", zoned(9)),
        ("December 17, 2022 6:00 PM (GMT+14)", zoned(14)),
        ("December 17, 2022 6:00 PM (+0900)", zoned(9)),
        ("December 17, 2022 6:00 PM (GMT)", zoned(0)),
        ("December 17, 2022 6:00 PM (UTC)", zoned(0)),
        ("December 17, 2022 6:00 PM (EDT)", zoned(-4)),
        ("December 17, 2022 6:00 PM (EST)", zoned(-5)),
        ("December 17, 2022 6:00 PM (PST)", zoned(-8)),
        ("December 17, 2022 6:00 PM (kst)", zoned(9)),
        ("December 17, 2022 6:00 PM(JST)", zoned(9)),
        ("2022-12-17T18:00:00Z", zoned(0)),
        ("2022-12-17T18:00:00+09:00", zoned(9)),
        ("2022-12-17 18:00 -03:30", zoned(-3.5)),
    ],
)
def test_a_moment_with_a_zone(text, zone):
    moment = parse_date(text)
    assert moment == at(18, zone=zone)
    assert moment.utcoffset() == zone.utcoffset(None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("April 23, 2024 → May 22, 2024", date(2024, 4, 23), date(2024, 5, 22)),
        ("2023년 3월 6일 → 2023년 4월 5일", date(2023, 3, 6), date(2023, 4, 5)),
        ("2022-12-17 → 2022-12-17", DAY, DAY),
        ("2025年10月8日 → 2025年10月9日", date(2025, 10, 8), date(2025, 10, 9)),
        ("December 17, 2022 5:00 PM → 6:00 PM", at(17), at(18)),
        ("2022년 12월 17일 오후 5:00 → 오후 6:00", at(17), at(18)),
        ("2022-12-17 17:00 → 18:00", at(17), at(18)),
        ("December 17, 2022 5:00 PM → December 17, 2022 6:00 PM", at(17), at(18)),
        ("December 17, 2022 → December 17, 2022 6:00 PM", DAY, at(18)),
        ("December 17, 2022 5:00 PM (GMT+9) → 6:00 PM", at(17, zone=zoned(9)), at(18, zone=zoned(9))),
        ("December 17, 2022 5:00 PM → 6:00 PM (GMT+9)", at(17, zone=zoned(9)), at(18, zone=zoned(9))),
        (
            "2022년 12월 17일 오후 5:00 → 2022년 12월 17일 오후 6:00 (GMT+9)",
            at(17, zone=zoned(9)),
            at(18, zone=zoned(9)),
        ),
        ("2022-12-17T17:00Z → 2022-12-17T18:00+09:00", at(17, zone=zoned(0)), at(18, zone=zoned(9))),
    ],
)
def test_a_range(text, start, end):
    found = parse_date(text)
    assert found == DateRange(start, end)
    for got, wanted in ((found.start, start), (found.end, end)):
        assert type(got) is type(wanted)
        assert getattr(got, "tzinfo", None) == getattr(wanted, "tzinfo", None)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=ascii(text))
        for text in [
            "", " ", "a", "No", "12", "2022", "3.14", "2022-12", "12-17", "December 2022", "May 2024", "17 December",
            "02/03/2023", "2/3/2023", "02.03.2023", "02-03-2023", "12/11/2022",
            "2022-13-01", "2022-00-10", "2022-12-32", "2023-02-29", "13/13/2023", "32/12/2022", "0000-01-01",
            "2022-12/17", "2022.12-17", "22-12-17", "2022-123-1", "12022-12-17",
            "Foo 5, 2023", "Decem 17, 2022", "Decembre 17, 2022", "17 Dez 2022",
            "on 2022-12-17", "2022-12-17.", "2022-12-17 notes", "2022-12-17x", "play May 4, 2019 around with", "due: 2022-12-17",
            "2022년 12월 17일 회의", "2022년 12월 17일에", "오늘은 2022년 12월 17일", "2022년 12월", "12월 17일", "2022年12月17日 会議",
            "2022-12-17, 2022-12-18", "2022-12-17 - 2022-12-18", "2022-12-17 → ", "→ 2022-12-17", "2022-12-17→2022-12-18",
            "2022-12-17 → a", "2022-12-17 → 6:00 PM", "2022-12-17 17:00 → 25:00", "2022-12-17 → 2022-12-18 → 2022-12-19",
            "2022-12-17 25:00", "2022-12-17 18:60", "2022-12-17 18", "2022-12-17 13:00 PM", "2022-12-17 0:30 AM", "2022-12-17 18:00:60",
            "2022년 12월 17일 오후 13:00", "2022년 12월 17일 오후 0:10", "2022년 12월 17일 오후 6:00 PM", "2022년 12월 17일 오후",
            "2022-12-17 18:00 (CST)", "2022-12-17 18:00 (BST)", "2022-12-17 18:00 (IST)", "2022-12-17 18:00 (Seoul)", "2022-12-17 18:00 (GMT+15)",
            "2022-12-17 18:00 (GMT+1:99)", "2022-12-17T18:00+99:00", "2022-12-17 18:00 ()", "2022-12-17 (UTC)", "2022-12-17T", "2022-12-1718:00",
            "6:00 PM", "오후 6:00", "2022-12-17T18:00:00.123Z", "a2022-12-17", "=2022-12-17", "v2022.12.17",
            "[2022-12-17](x.md)", "2022-12-17\n2022-12-18", "2022-12-17\n", "1. 2022-12-17",
        ]
        if text != "2022-12-17\n"
    ],
)  # fmt: skip
def test_what_is_not_surely_a_date_is_none(text):
    assert parse_date(text) is None


@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("0123456789-/.: →年月日년월일오전후APMT+Z()GMT, \u00a0０"), max_size=30),
        st.builds(
            "{} {}".format, st.sampled_from(["2022-12-17", "May 5, 2022", "2022년 1월 2일"]), st.text(max_size=12)
        ),
    )
)
@example("9999-12-31 23:59 (GMT-14) → 23:59")
@example("0001-01-01 00:00 (GMT+14)")
@example("²²²²-1-1")
@example("١٢/١٣/٢٠٢٢")
@SETTINGS
def test_never_raises(text):
    found = parse_date(text)
    assert found is None or isinstance(found, date | DateRange)


@given(st.dates(date(1000, 1, 1)))
@SETTINGS
def test_every_day_in_every_unambiguous_form(day):
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    year, month = day.year, day.month
    for text in (
        day.isoformat(),
        f"{months[month - 1]} {day.day}, {year}",
        f"{day.day} {months[month - 1][:3]} {year}",
        f"{year}년 {month}월 {day.day}일",
        f"{year}年{month}月{day.day}日",
    ):
        assert parse_date(text) == day


@given(st.datetimes(datetime(1000, 1, 1)), st.integers(-12, 14))
@SETTINGS
def test_every_minute_of_the_day(moment, hours):
    moment = moment.replace(second=0, microsecond=0)
    half, hour = ("오후" if moment.hour >= 12 else "오전"), moment.hour % 12 or 12
    korean = f"{moment.year}년 {moment.month}월 {moment.day}일 {half} {hour}:{moment.minute:02}"
    assert parse_date(korean) == moment
    assert parse_date(f"{moment:%Y-%m-%d} {hour}:{moment:%M} {'PM' if moment.hour >= 12 else 'AM'}") == moment
    assert parse_date(f"{korean} (GMT{hours:+d})") == moment.replace(tzinfo=zoned(hours))
