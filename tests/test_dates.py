"""Dates and periods in three languages, resolved against the day of publication."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import dates

ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

CASES = {
    "en": [
        ("He met her on Tuesday.", "2022-10-20", [("2022-10-18", "Tuesday")]),
        ("Thursday, September 12, 2019", None, [("2019-09-12", "Thursday, September 12, 2019")]),
        ("an election to be held on August 9", "2020-08-03", [("2020-08-09", "August 9")]),
        ("met on August 27-28 with Wang Yi", "2024-08-28", [("2024-08-27/2024-08-28", "August 27-28")]),
        ("29 September – 1 October 2023", None, [("2023-09-29/2023-10-01", "29 September – 1 October 2023")]),
        ("served from 2008 until 2016", None, [("2008/2016", "from 2008 until 2016")]),
        ("in a call in late July", "2019-09-25", [("2019-07", "late July")]),
        ("the November 2023 Woodside Summit", "2024-08-28", [("2023-11", "November 2023")]),
        ("since April 2018", None, [("2018-04", "April 2018")]),
        ("two years ago", "2024-05-05", [("2022", "two years ago")]),
        ("three days ago", "2024-05-05", [("2024-05-02", "three days ago")]),
        ("last week", "2024-08-16", [("2024-08-05/2024-08-11", "last week")]),
        ("next Friday", "2024-08-14", [("2024-08-16", "next Friday")]),
        ("this coming Friday", "2019-02-11", [("2019-02-15", "this coming Friday")]),
        ("They will meet on Friday.", "2024-08-14", [("2024-08-16", "Friday")]),
        ("last night, yesterday", "2024-01-01", [("2023-12-31", "last night"), ("2023-12-31", "yesterday")]),
        ("on Dec. 28", "2024-01-03", [("2023-12-28", "Dec. 28")]),
        ("before the end of next week", "2024-08-16", [("2024-08-19/2024-08-25", "the end of next week")]),
        ("the past three years", "2024-08-16", [("2021/2024", "the past three years")]),
        ("In the 1990s", None, [("1990/1999", "1990s")]),
        ("May I say that March and Sun Yat-sen sat?", "2024-01-10", []),
        ("in 2000 dollars, 30 February 2020, 12 May", None, []),
        ("10/18/2022", None, [("2022-10-18", "10/18/2022")]),
    ],
    "ar": [
        (
            "نشره اليوم الثلاثاء 18 أكتوبر/تشرين الأول 2022",
            "2022-10-18",
            [("2022-10-18", "اليوم الثلاثاء 18 أكتوبر/تشرين الأول 2022")],
        ),
        ("١٨ أكتوبر ٢٠٢٢", None, [("2022-10-18", "١٨ أكتوبر ٢٠٢٢")]),
        ("2 أكتوبر (تشرين الأول) 2018", None, [("2018-10-02", "2 أكتوبر (تشرين الأول) 2018")]),
        ("الثلاثاء الماضي", "2022-10-20", [("2022-10-18", "الثلاثاء الماضي")]),
        ("والخميس", "2022-10-18", [("2022-10-13", "الخميس")]),
        ("قبل أسبوعين", "2022-10-20", [("2022-10-03/2022-10-09", "قبل أسبوعين")]),
        ("قبل ثلاثة أيام", "2022-10-20", [("2022-10-17", "قبل ثلاثة أيام")]),
        ("الشهر الماضي", "2022-10-20", [("2022-09", "الشهر الماضي")]),
        ("في مايو من العام الماضي", "2022-10-20", [("2021-05", "مايو من العام الماضي")]),
        ("أمس الأول", "2022-10-20", [("2022-10-18", "أمس الأول")]),
        ("بين 5 و7 مايو 2021", None, [("2021-05-05/2021-05-07", "5 و7 مايو 2021")]),
        ("5 رمضان 1436 هـ الموافق 22 يونيو 2015", None, [("2015-06-22", "22 يونيو 2015")]),
        ("لعام 2015", None, [("2015", "عام 2015")]),
        ("اثنين من الجنود، أحد القادة", "2022-10-20", []),
    ],
    "ru": [
        ("Во вторник, 18 октября 2022 года,", None, [("2022-10-18", "вторник, 18 октября 2022 года")]),
        ("в минувшую пятницу", "2022-10-20", [("2022-10-14", "минувшую пятницу")]),
        ("на прошлой неделе", "2022-10-20", [("2022-10-10/2022-10-16", "прошлой неделе")]),
        ("два года назад", "2022-10-20", [("2020", "два года назад")]),
        ("неделю назад", "2022-10-20", [("2022-10-10/2022-10-16", "неделю назад")]),
        ("с 5 по 7 мая 2021 г.", None, [("2021-05-05/2021-05-07", "5 по 7 мая 2021 г.")]),
        ("в октябре прошлого года", "2022-12-20", [("2021-10", "октябре прошлого года")]),
        ("в 2014–2016 годах", None, [("2014/2016", "2014–2016 годах")]),
        ("в мае и в начале июня", "2022-10-20", [("2022-05", "мае"), ("2022-06", "в начале июня")]),
        ("вчера, 19 октября", "2022-10-20", [("2022-10-19", "вчера, 19 октября")]),
        ("18.10.2022", None, [("2022-10-18", "18.10.2022")]),
        ("восемнадцать лет, в течение трёх недель", "2022-10-20", []),
    ],
}  # fmt: skip
FLAT = [(code, *case) for code, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("code", "text", "published", "expected"), FLAT)
def test_find(code: str, text: str, published: str | None, expected: list[tuple[str, str]]) -> None:
    assert [(time.value, time.span.of(text)) for time in dates.find(text, code, published)] == expected


@pytest.mark.parametrize(("code", "text", "published", "expected"), FLAT)
def test_nothing_relative_without_a_day_of_publication(
    code: str, text: str, published: str | None, expected: list[tuple[str, str]]
) -> None:
    for time in dates.find(text, code, None):
        assert re.search(r"\d", time.span.of(text)), "a value from nowhere"
    for time in dates.find(text, code, "1901"):
        assert re.search(r"\d", time.span.of(text)) or len(time.value) in (4, 7, 9)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([(code, text) for code, text, _, _ in FLAT]), min_size=1, max_size=4),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2050, 1, 1)).map(date.isoformat)),
)
def test_values_are_iso_and_spans_read_again(pieces: list[tuple[str, str]], published: str | None) -> None:
    code = pieces[0][0]
    text = ". ".join(piece for other, piece in pieces if other == code)
    stop = 0
    for time in dates.find(text, code, published):
        ends = time.value.split("/")
        assert all(ISO.fullmatch(end) for end in ends)
        assert ends == sorted(ends)
        for end in ends:
            date.fromisoformat((end + "-01-01")[:10])
        assert time.span.start >= stop
        stop = time.span.stop
        assert dates.find(time.span.of(text), code, published), time.span.of(text)


@settings(max_examples=80, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["en", "ar", "ru"]))
def test_any_full_date_is_read(day: date, code: str) -> None:
    for text in (day.isoformat(), f"{day.day:02d}.{day.month:02d}.{day.year}"):
        assert [time.value for time in dates.find(text, code)] == [day.isoformat()]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "ar", "ru"]))
def test_any_text_is_survived(text: str, code: str) -> None:
    for time in dates.find(text, code, "2022-10-18"):
        assert time.span.of(text)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("ar", "Ru En\n\nالسفير الروسي: هناك قوى\n\n١٨ أكتوبر ٢٠٢٢\n\nأكد السفير", "2022-10-18"),
        ("en", "US president ousts advisor\n\nThursday, September 12, 2019 \n\nOn Tuesday he said", "2019-09-12"),
        ("ru", "Заголовок\n\n18 октября 2022, 10:05\n\nВо вторник", "2022-10-18"),
        ("en", "A title\n\nOn Tuesday he said that it had begun on 3 May 2019 in the capital of the country.", None),
    ],
)
def test_headline_date(code: str, text: str, expected: str | None) -> None:
    assert dates.headline_date(text, code) == expected
