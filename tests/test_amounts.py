"""Sums, percentages and counts in three languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import amounts

CASES = {
    "en": [
        ("a $110bn deal", [(110e9, "USD", "$110bn")]),
        ("US$8.5 billion", [(8.5e9, "USD", "US$8.5 billion")]),
        ("€300 million to €400 million", [(400e6, "EUR", "€300 million to €400 million")]),
        ("between 5 and 7 billion dollars", [(7e9, "USD", "5 and 7 billion dollars")]),
        ("12.5 percent, 5–7%", [(12.5, "percent", "12.5 percent"), (7, "percent", "5–7%")]),
        ("four new flagship projects", [(4, "projects", "four new flagship projects")]),
        ("flown over 870 missions", [(870, "missions", "870 missions")]),
        ("twenty-five thousand troops", [(25000, "troops", "twenty-five thousand troops")]),
        ("one hundred and twenty people", [(120, "people", "one hundred and twenty people")]),
        ("half a million dollars", [(500000, "USD", "half a million dollars")]),
        ("millions of dollars, one soldier, two leaders, 18-year-old boys", []),
        ("F-16 jets, 20th century wars, in 2015 elections, May 5 attacks, 5 May", []),
        ("UN Resolution 1701 members", []),
        ("50 cents", [(0.5, "USD", "50 cents")]),
    ],
    "ar": [
        ("8 مليارات دولار", [(8e9, "USD", "8 مليارات دولار")]),
        ("٨ ملايين يورو", [(8e6, "EUR", "٨ ملايين يورو")]),
        ("مليوني دولار", [(2e6, "USD", "مليوني دولار")]),
        ("خمسة وعشرون ألف دولار", [(25000, "USD", "خمسة وعشرون ألف دولار")]),
        ("مائة ألف ريال سعودي", [(100000, "SAR", "مائة ألف ريال سعودي")]),
        ("23 مشروعاً كبيراً", [(23, "projects", "23 مشروعاً")]),
        ("بنسبة 12.5%", [(12.5, "percent", "12.5%")]),
        ("ملايين الدولارات", []),
    ],
    "ru": [
        ("8 млрд долларов", [(8e9, "USD", "8 млрд долларов")]),
        ("56 000 долларов", [(56000, "USD", "56 000 долларов")]),
        ("12,5 %", [(12.5, "percent", "12,5 %")]),
        ("пять тысяч солдат", [(5000, "soldiers", "пять тысяч солдат")]),
        ("23 крупных проекта", [(23, "projects", "23 крупных проекта")]),
        ("от 5 до 7 млн евро", [(7e6, "EUR", "5 до 7 млн евро")]),
        ("миллионы долларов, 30-летний", []),
    ],
}
FLAT = [(code, *case) for code, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("code", "text", "expected"), FLAT)
def test_find(code: str, text: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(a.value, a.unit, a.span.of(text)) for a in amounts.find(text, code)] == expected


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([(code, text) for code, text, _ in FLAT]), min_size=1, max_size=4))
def test_spans_read_again(pieces: list[tuple[str, str]]) -> None:
    code = pieces[0][0]
    text = "; ".join(piece for other, piece in pieces if other == code)
    stop = 0
    for amount in amounts.find(text, code):
        assert amount.span.start >= stop
        stop = amount.span.stop
        assert amount.value > 0
        assert re.fullmatch(r"[A-Z]{3}|[a-z][a-z -]*", amount.unit)
        quote = amount.span.of(text)
        assert any(again.value == amount.value for again in amounts.find(quote, code)) or " and " in quote


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 999), st.sampled_from([("million", 1e6), ("billion", 1e9), ("trillion", 1e12)]))
def test_figures_times_multiplier(number: int, multiplier: tuple[str, float]) -> None:
    [amount] = amounts.find(f"${number} {multiplier[0]}", "en")
    assert (amount.value, amount.unit) == (number * multiplier[1], "USD")


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**12))
def test_separators_of_thousands(number: int) -> None:
    [amount] = amounts.find(f"{number:,} dollars", "en")
    assert amount.value == number


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "ar", "ru"]))
def test_any_text_is_survived(text: str, code: str) -> None:
    for amount in amounts.find(text, code):
        assert amount.span.of(text)
