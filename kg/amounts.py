"""Amounts that a text names: sums of money, percentages, and counts of things.

"$110bn", "8 مليارات دولار", «56 000 долларов», "more than 12 per cent", "23 projects". Money carries its ISO 4217
currency, a percentage the unit ``percent``, a count the thing counted, in English and the plural (``projects``). Of a
range ("between 5 and 7 billion euros") the value is its upper end. Dates, ages, ordinals and the numbers inside names
(F-16, Resolution 1701) are no amounts.

The words come from ``numbers.tsv`` of the language pack, by class: number, multiplier, currency, subunit, percent,
approx, skip (nouns whose count says nothing) and unit (the English plural of a counted noun).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg import language, resources
from kg.marks import Mark, scan
from kg.model import Amount, Span
from kg.morphology import fold

PERCENT = "percent"
_STARTS = frozenset(("number", "multiplier", "currency"))
_DASHES = frozenset("-–—")
_REACH = 4  # words between a number and the noun it counts
_YEARS = range(1900, 2101)
_COUNTABLE = frozenset(("unit", "approx"))  # other classes mean a period, a distance, a party: no count


@dataclass(frozen=True, slots=True)
class _Number:
    """The value of marks ``[first, last)``; ``exact`` figures or words, ``scaled`` by a multiplier."""

    value: float
    first: int
    last: int
    scaled: bool
    figures: bool


def find(text: str, language: str) -> list[Amount]:
    """Amounts in the order of the text, not overlapping. Raises LanguageError where there is no such language pack."""
    return _Reader(scan(text, language), text, language).find()


class _Reader:
    """The marks of one text, read from left to right."""

    def __init__(self, marks: Sequence[Mark], text: str, code: str) -> None:
        self.marks = marks
        self.text = text
        self.code = code

    def find(self) -> list[Amount]:
        out: list[Amount] = []
        at = 0
        while at < len(self.marks):
            mark = self.marks[at]
            if not mark.digits and _STARTS.isdisjoint(mark.senses):
                at += 1
                continue
            found = self._amount(at)
            if found is None:
                at += 1
                continue
            amount, at = found
            out.append(amount)
        return out

    # looking at marks

    def _has(self, at: int, *kinds: str) -> bool:
        return 0 <= at < len(self.marks) and any(kind in self.marks[at].senses for kind in kinds)

    def _value(self, at: int, kind: str) -> str | None:
        return self.marks[at].senses.get(kind) if 0 <= at < len(self.marks) else None

    def _sign(self, at: int, signs: str | frozenset[str]) -> bool:
        return 0 <= at < len(self.marks) and len(self.marks[at].text) == 1 and self.marks[at].text in signs

    def _glued(self, at: int) -> bool:
        return 0 < at < len(self.marks) and self.marks[at].start == self.marks[at - 1].stop

    # amounts

    def _amount(self, at: int) -> tuple[Amount, int] | None:
        """The amount that begins at ``at`` and the index after it."""
        before = self._value(at, "currency") if self._leads(at) else None
        number = self._number(at + 1 if before else at)
        if number is None or (before is None and self._inside_name(number)):
            return None
        value, last = number.value, number.last
        other = self._upper(number, before)
        if other is not None:
            value, last = other
        if before is not None:
            return self._made(value, before, at, last)
        after = last + (self._sign(last, "-") and self._glued(last) and self._has(last + 1, "currency"))
        unit = self._value(after, "currency")
        if unit is not None:
            return self._made(value, unit, at, after + 1)
        subunit = self._value(last, "subunit")
        if subunit is not None:
            return self._made(value / 100, subunit, at, last + 1)
        if self._has(last, "percent"):
            return self._made(value, PERCENT, at, last + 1)
        if self._dated(number, last):
            return None
        if number.figures and not number.scaled and self._named(number.first - 1):
            return None
        return self._count(value, at, last)

    def _leads(self, at: int) -> bool:
        """Whether the currency at ``at`` is written so that it may stand before its sum: $5, US$5, EUR 300 million."""
        word = self.text[self.marks[at].start : self.marks[at].stop]
        return word.isupper() or not word.isalpha()

    def _made(self, value: float, unit: str, first: int, last: int) -> tuple[Amount, int]:
        value = round(value, 4)
        span = Span(self.marks[first].start, self.marks[last - 1].stop)
        return Amount(int(value) if value == int(value) else value, unit, span), last

    def _number(self, at: int) -> _Number | None:
        """A number in figures or words at ``at``, with its multipliers: 8.5 billion, خمسة وعشرون ألفا, пять тысяч."""
        total = 0.0
        part: float | None = None
        smallest = float("inf")
        last = at
        figures = False
        while last < len(self.marks):
            mark = self.marks[last]
            if (
                mark.digits
                and mark.number is not None
                and part is None
                and (last == at or (figures and smallest > 1000))
            ):
                part, figures, last = mark.number, True, last + 1
                continue
            index = last
            if last > at and self._links(last, figures):
                index = last + 1
            word = None if figures else self._value(index, "number")
            multiplier = self._value(index, "multiplier")
            if multiplier is not None and (part is not None or (last == at and word is None and not self._many(at))):
                step = float(multiplier)
                if step == 100 and not figures:
                    part = (part or 1.0) * step
                elif step < smallest:
                    total, part, smallest = total + (part if part is not None else 1.0) * step, None, step
                else:
                    break
                last = index + 1
                continue
            if word is None or (part is not None and not _adds(part, float(word))):
                break
            if part is None and float(word) >= smallest:
                break
            part, last = (part or 0.0) + float(word), index + 1
        if last == at or (part is None and smallest == float("inf")):
            return None
        return _Number(total + (part or 0.0), at, last, smallest < float("inf"), figures)

    def _many(self, at: int) -> bool:
        """Whether a multiplier is a plural that is no number alone: millions, миллионы, ملايين."""
        if self._has(at, "many"):
            return True
        pieces = language.load(self.code).morphology.pieces(self.text[self.marks[at].start : self.marks[at].stop])
        numbers = {r.number for piece in pieces for r in piece.readings if r.pos == "noun"}
        return numbers == {"p"}

    def _links(self, at: int, figures: bool) -> bool:
        """A word or hyphen inside a number: one hundred *and* twenty, خمسة *و*عشرون, 5*-*million."""
        if self._sign(at, _DASHES) and self._glued(at) and self._glued(at + 1):
            return self._has(at + 1, "multiplier")
        return not figures and self._value(at, "join") == "and" and self._has(at + 1, "number", "multiplier")

    def _upper(self, number: _Number, currency: str | None) -> tuple[float, int] | None:
        """The upper end of a range that begins with ``number``: 5–7, between 5 and 7 billion, $5bn to $7bn."""
        at = number.last
        join = self._value(at, "join")
        between = self._value(number.first - 1 - bool(currency), "open") == "and"
        if not (self._sign(at, _DASHES) or join == "" or (join == "and" and between)):
            return None
        start = at + 1
        if currency is not None and self._value(start, "currency") == currency:
            start += 1
        other = self._number(start)
        if other is None or other.value <= number.value or not self._marked(start, other.last, currency):
            return None
        return other.value, other.last

    def _marked(self, at: int, last: int, currency: str | None) -> bool:
        """Whether what follows a range shows that it is one of amounts, not of days or pages."""
        return currency is not None or not (self._has(last, "month") or self._has(at - 3, "month"))

    def _inside_name(self, number: _Number) -> bool:
        """Whether the number belongs to a name: F-16, Resolution 1701, 5G; or to an ordinal: 20th."""
        first, last = number.first, number.last
        if not number.figures:
            return False
        if self._glued(first) and (self._sign(first - 1, _DASHES) or self._sign(first - 1, "/.:#№")):
            return True
        if self._glued(last) and not number.scaled and last < len(self.marks):
            mark = self.marks[last]
            if not self._has(last, "currency", "percent", "multiplier") and (
                mark.text[0].isalpha() or mark.text in "/:"
            ):
                return True
        return False

    def _dated(self, number: _Number, last: int) -> bool:
        """Whether the number is a year, a day of a month or a clock time."""
        plain = self.marks[number.first].digits
        if not number.scaled and len(plain) == 4 and plain.isdigit() and int(plain) in _YEARS:
            return True
        return self._has(number.first - 1, "month") or self._has(last, "month", "ordinal", "daypart", "era")

    def _named(self, at: int) -> bool:
        """Whether the word at ``at`` makes the number after it a part of its name: Resolution 1701, Channel 4."""
        if at < 1 or self._has(at, "approx", "in", "since", "until", "open"):
            return False
        mark = self.marks[at]
        word = self.text[mark.start : mark.stop]
        return word[0].isupper() and mark.text not in _stops(self.code) and self.marks[at - 1].text not in '.!?:"“”'

    # things counted

    def _count(self, value: float, at: int, last: int) -> tuple[Amount, int] | None:
        """The thing that a number counts: the noun after it, past adjectives and nouns that describe it."""
        if value < 2 or value != int(value):
            return None
        found: tuple[str, int] | None = None
        for index in range(last, min(last + _REACH, len(self.marks))):
            mark = self.marks[index]
            if index > last and self._sign(index, _DASHES) and self._glued(index) and self._glued(index + 1):
                continue
            if not mark.text[0].isalpha() or mark.proclitic or mark.text in _stops(self.code):
                break
            if not mark.senses.keys() <= _COUNTABLE:
                return None
            unit = self._unit(index)
            if unit is not None:
                found = unit, index + 1
            elif found is not None:
                break
        return self._made(value, found[0], at, found[1]) if found else None

    def _unit(self, at: int) -> str | None:
        """The unit that a counted noun makes: its English plural, or itself where any plural noun is its own unit."""
        mark = self.marks[at]
        unit = mark.senses.get("unit")
        if unit is not None and "skip" not in mark.senses:
            return unit
        if not _own_units(self.code):
            return None
        pieces = language.load(self.code).morphology.pieces(self.text[mark.start : mark.stop])
        plural = len(pieces) == 1 and any(r.pos == "noun" and r.number == "p" for r in pieces[0].readings)
        return mark.text if plural else None


def _adds(part: float, word: float) -> bool:
    """Whether a number word goes on with the number before it: twenty | five, hundred | twelve, خمسة | وعشرون."""
    if part >= 100 and part % 100 == 0:
        return word < 100
    if 20 <= part < 1000 and part % 10 == 0:
        return word < 10
    return (part < 10 and 20 <= word < 100 and word % 10 == 0) or word < 1 <= part


@cache
def _stops(code: str) -> frozenset[str]:
    """Function words at which the search for a counted noun stops."""
    return frozenset(
        fold(row["form"])
        for row in resources.table(resources.path("data", "lang", code, "words.tsv"))
        if not {"det", "adv"} >= set(row.list("class"))
    )


@cache
def _own_units(code: str) -> bool:
    """Whether the table says, by the unit ``*``, that any plural noun is a unit."""
    rows = resources.table(resources.path("data", "lang", code, "numbers.tsv"))
    return any(row["form"] == "*" and row["class"] == "unit" for row in rows)
