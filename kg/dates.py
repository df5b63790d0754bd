"""Dates and periods that a text names, as ISO 8601, resolved against the day the article came out.

"on 18 October 2022", "18 أكتوبر/تشرين الأول", «в минувшую пятницу», "two years ago", "from 2008 until 2016". A month or
year stays one ("2024-04"); a week is the interval from its Monday to its Sunday. Whatever hangs on the day of
publication is left out where that day is not known. Hijri dates are passed over.

The words come from ``dates.tsv`` of the language pack, by class: month, weekday, relative (days from today), unit, ago,
last, next, this, in, since, until, of, open and join (from … to …), part (beginning, middle, end), daypart, ordinal,
future (a day or month named after it is still to come), era, hijri.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.marks import Mark, scan
from kg.model import Span, Time

FIRST_YEAR, LAST_YEAR = 1500, 2100
_FORWARD = 31  # days after the article up to which a day named without its year is taken as still to come
_FUTURE_REACH = 10  # words within which a word of the future governs a day or month
_ABBREVIATION = 4  # letters of a weekday that counts only beside a date: Sun, Tues
_SENTENCE_END = frozenset(".!?؟;\n")
_STARTS = frozenset(
    ("month", "weekday", "relative", "unit", "ago", "last", "next", "this", "part", "open", "number", "approx", "hijri")
)
_DASHES = frozenset("-–—")
_WHOLE_NUMBER = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class _Point:
    """A day (all three known), month or year; ``year`` is None where the text leaves it out."""

    year: int | None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What marks ``[first, last)`` say: one ISO value."""

    value: str
    first: int
    last: int


def find(text: str, language: str, published: str | None = None) -> list[Time]:
    """Times in the order of the text, not overlapping.

    ``published`` is an ISO date, month or year, or None. Values are dates, months, years, or intervals of two of those.
    """
    return _Reader(scan(text, language), text, published).find()


def headline_date(text: str, language: str) -> str | None:
    """The day of publication that an article states near its top, in a line of little else; None where it does not."""
    seen = 0
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if not line.strip():
            continue
        seen += 1
        if seen > 15:
            return None
        if len(line) > 200:
            continue
        for time in find(line, language):
            rest = line[: time.span.start] + line[time.span.stop :]
            if re.fullmatch(r"\d{4}-\d\d-\d\d", time.value) and sum(map(str.isalpha, rest)) <= 40:
                return time.value
    return None


class _Reader:
    """The marks of one text, read from left to right."""

    def __init__(self, marks: Sequence[Mark], text: str, published: str | None) -> None:
        self.marks = marks
        self.text = text
        parts = [int(part) for part in published.split("-")] if published else []
        self.year = parts[0] if parts else None
        self.month = parts[1] if len(parts) > 1 else None
        self.today = date(parts[0], parts[1], parts[2]) if len(parts) > 2 else None

    def find(self) -> list[Time]:
        out: list[Time] = []
        at = 0
        while at < len(self.marks):
            mark = self.marks[at]
            if not mark.digits and _STARTS.isdisjoint(mark.senses):
                at += 1
                continue
            past = self._hijri(at)
            if past:
                at = past
                continue
            found = self._range(at) or self._one(at)
            if found is None:
                at += 1
                continue
            start, stop = self.marks[found.first].start, self.marks[found.last - 1].stop
            out.append(Time(found.value, Span(start, stop)))
            at = found.last
        return out

    # looking at marks

    def _has(self, at: int, *kinds: str) -> bool:
        return 0 <= at < len(self.marks) and any(kind in self.marks[at].senses for kind in kinds)

    def _value(self, at: int, kind: str) -> str | None:
        return self.marks[at].senses.get(kind) if 0 <= at < len(self.marks) else None

    def _sign(self, at: int, signs: str | frozenset[str]) -> bool:
        return 0 <= at < len(self.marks) and len(self.marks[at].text) == 1 and self.marks[at].text in signs

    def _glued(self, at: int) -> bool:
        """Whether the mark stands directly against the one before it."""
        return 0 < at < len(self.marks) and self.marks[at].start == self.marks[at - 1].stop

    def _year_at(self, at: int) -> int | None:
        if not (0 <= at < len(self.marks)) or not re.fullmatch(r"\d{4}", self.marks[at].digits):
            return None
        year = int(self.marks[at].digits)
        if not FIRST_YEAR <= year <= LAST_YEAR or self._has(at + 1, "multiplier", "currency", "percent"):
            return None
        return year

    def _day_at(self, at: int) -> int | None:
        if not (0 <= at < len(self.marks)) or not _WHOLE_NUMBER.fullmatch(self.marks[at].digits):
            return None
        day = int(self.marks[at].digits)
        return day if 1 <= day <= 31 else None

    def _month_at(self, at: int) -> int | None:
        value = self._value(at, "month")
        return int(value) if value else None

    def _hijri(self, at: int) -> int:
        """The index after a Hijri date that begins at ``at``, or 0."""
        month = next((i for i in (at, at + 1, at + 2) if self._has(i, "hijri") and not self._has(i, "month")), None)
        if month is not None and (month == at or self._day_at(at) is not None):
            last = month + 1
        elif re.fullmatch(r"1[345]\d\d|\d{1,2}\D\d{1,2}\D1[345]\d\d", self.marks[at].digits):
            last = at + 1
            if not self._has(last, "era") and not re.search(r"\D", self.marks[at].digits):
                return 0
        else:
            return 0
        while last < len(self.marks) and (
            re.fullmatch(r"1[345]\d\d", self.marks[last].digits)
            or self._has(last, "era", "last", "next", "this")
            or (self._has(last, "unit") and self._value(last, "unit") == "year")
        ):
            last += 1
        return last

    def _coming(self, at: int) -> bool:
        """Whether the sentence has a word of the future shortly before ``at``."""
        for index in range(at - 1, max(-1, at - 1 - _FUTURE_REACH), -1):
            gap = self.text[self.marks[index].stop : self.marks[index + 1].start]
            if self._sign(index, _SENTENCE_END) or "\n\n" in gap:
                return False
            if self._has(index, "future"):
                return True
        return False

    # ranges

    def _range(self, at: int) -> _Found | None:
        """From X to Y, between X and Y, X–Y."""
        first = at
        need_and = False
        if self._has(at, "open"):
            need_and = self._value(at, "open") == "and"
            at = self._over(at + 1)
        left = self._within_month(at)
        if left is not None:
            return left
        left = self._one(at, True) or self._without_year(at)
        if left is None:
            return None
        join = left.last
        if not self._has(join, "join", "until") and not self._sign(join, _DASHES):
            return None
        if (self._value(join, "join") == "and") != need_and and not (need_and and self._has(join, "join")):
            return None
        right = self._one(self._over(join + 1), True)
        if right is None:
            return None
        begin, end = left.value.split("/")[0], right.value.split("/")[-1]
        if not self._stated_year(left.last)[0] and re.fullmatch(r"\d{4}-\d\d-\d\d", end):
            begin = self._before(left.first, end) or begin
        if (len(begin) == 4 and len(end) != 4) or begin >= end or begin == "0000":
            return None
        return _Found(f"{begin}/{end}", left.first if first == at else first, right.last)

    def _without_year(self, at: int) -> _Found | None:
        """A day and month whose year only the end of the range tells: the value is a place-holder."""
        day = self._day_at(at) or self._day_at(at + 1)
        month, last = self._month_name(at if self._month_at(at) else at + 1)
        if day is None or month is None:
            return None
        return _Found("0000", at, last + bool(self._month_at(at)))

    def _before(self, at: int, end: str) -> str | None:
        """The day and month at ``at`` in the year that puts them before the ISO date ``end``, if they are some."""
        day = self._day_at(at) or self._day_at(at + 1)
        month = self._month_at(at) or self._month_at(at + 1)
        if day is None or month is None:
            return None
        years = (int(end[:4]), int(end[:4]) - 1)
        return next((value for year in years if (value := _iso(year, month, day)) and value < end), None)

    def _within_month(self, at: int) -> _Found | None:
        """Days of one month: "27-28 August 2024", "August 27-28", "5 по 7 мая"."""
        month = self._month_at(at)
        if month is not None:
            start = at + 1
            one, other = self._day_at(start), self._day_at(start + 2)
            if one is None or other is None or not self._joins(start + 1) or one >= other:
                return None
            year, last = self._year_after(start + 3)
        else:
            start = at
            one, other = self._day_at(start), self._day_at(start + 2)
            if one is None or other is None or not self._joins(start + 1) or one >= other:
                return None
            month, last = self._month_name(start + 3)
            if month is None:
                return None
            year, last = self._year_after(last)
        begin = self._day(_Point(year, month, one), at)
        end = self._day(_Point(year, month, other), at)
        return _Found(f"{begin}/{end}", at, last) if begin and end else None

    def _joins(self, at: int) -> bool:
        return self._has(at, "join", "until") or self._sign(at, _DASHES)

    def _over(self, at: int) -> int:
        """Past the words that only introduce a period: в, in the year, عام."""
        while self._has(at, "of", "in") and not self._has(at, "ago", "unit", "month", "weekday"):
            at += 1
        return at

    # one time

    def _one(self, at: int, licensed: bool = False) -> _Found | None:
        """The time that begins at ``at``. ``licensed``: the words before tell that a bare year or month is a time."""
        if at >= len(self.marks):
            return None
        mark = self.marks[at]
        if mark.digits and mark.number is None:
            return self._figures(at)
        if self._has(at, "part"):
            inner = self._one(self._skip(at + 1, "of", "in"), True)
            if inner is not None:
                return _Found(inner.value, at, inner.last)
        if self._value(at, "unit") == "day" and self._has(at + 1, "weekday"):
            inner = self._weekday(at + 1)
            return _Found(inner.value, at, inner.last) if inner else None
        if self._value(at, "unit") in ("month", "day") and self._has(at + 1, "month"):
            inner = self._month(at + 1, True)
            if inner is not None:
                return _Found(inner.value, at, inner.last)
        return (
            self._relative(at)
            or self._weekday(at)
            or self._day_month(at)
            or self._month(at, licensed)
            or self._units(at)
            or self._year(at, licensed)
        )

    def _skip(self, at: int, *kinds: str) -> int:
        while self._has(at, *kinds) and not self._has(at, "month", "weekday", "unit", "ago", "last", "next", "this"):
            at += 1
        return at

    def _figures(self, at: int) -> _Found | None:
        """18.10.2022, 2022-10-18; 10/11/2022 only where one of the two cannot be a month, or the language says."""
        digits = self.marks[at].digits
        if not re.fullmatch(r"\d{4}-\d\d?-\d\d?|\d\d?([./])\d\d?\1\d\d(?:\d\d)?", digits):
            return None
        parts = [int(part) for part in re.split(r"\D", digits)]
        if digits[4:5] == "-":
            year, month, day = parts
        else:
            day, month, year = parts
            if year < 100:
                year += 2000 if year < 70 else 1900
            if month > 12 >= day:
                day, month = month, day
            elif "/" in digits and day <= 12 and day != month and self._has(at, "month-first"):
                return None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        value = _iso(year, month, day)
        return _Found(value, at, at + 1) if value else None

    def _relative(self, at: int) -> _Found | None:
        """Yesterday, today; also before the day itself: "today, Tuesday 18 October"."""
        offset = self._value(at, "relative")
        if offset is None:
            return None
        after = at + 1
        while self._has(after, "daypart") or self._sign(after, ",،("):
            after += 1
        inner = self._weekday(after, explicit=True) if self._has(after, "weekday") else self._day_month(after)
        if inner is not None:
            return _Found(inner.value, at, inner.last)
        if self.today is None:
            return None
        last = after + 1 if self._has(after, "weekday") else at + 1
        return _Found((self.today + timedelta(int(offset))).isoformat(), at, last)

    def _weekday(self, at: int, explicit: bool = False) -> _Found | None:
        """Tuesday, last Tuesday, يوم الثلاثاء الماضي, во вторник, 18 октября. ``explicit``: only with its date."""
        first = at
        direction = ""
        if self._has(at, "last", "next", "this") and self._has(at + 1, "weekday"):
            direction = self._direction(at)
            at += 1
        value = self._value(at, "weekday")
        if value is None:
            return None
        after = at + 1
        if self._sign(after, ".") and len(self.marks[at].text) <= _ABBREVIATION:
            after += 1
        if not direction and self._has(after, "last", "next", "this") and not self._has(after + 1, "unit", "month"):
            direction = self._direction(after)
            after += 1
        last = after
        while self._has(after, "daypart", "in", "of") or self._sign(after, ",،("):
            after += 1
        inner = self._figures(after) if self._is_date(after) else self._day_month(after)
        if inner is not None:
            return _Found(inner.value, first, inner.last)
        if explicit or self.today is None:
            return None
        if len(self.marks[at].text) <= _ABBREVIATION and not direction and not self._alone(first, last):
            return None
        ahead = (int(value) - 1 - self.today.weekday()) % 7
        if direction == "next" or (not direction and (self._coming(first) or self._has(first - 1, "until"))):
            day = self.today + timedelta(ahead or 7)
        elif direction == "last":
            day = self.today - timedelta((7 - ahead) % 7 or 7)
        elif direction == "this":
            day = self.today - timedelta(self.today.weekday()) + timedelta(int(value) - 1)
        else:
            day = self.today - timedelta((7 - ahead) % 7)
        return _Found(day.isoformat(), first, last)

    def _direction(self, at: int) -> str:
        return next(kind for kind in ("last", "next", "this") if self._has(at, kind))

    def _is_date(self, at: int) -> bool:
        return at < len(self.marks) and bool(self.marks[at].digits) and self.marks[at].number is None

    def _alone(self, first: int, last: int) -> bool:
        return first == 0 and last == len(self.marks)

    def _day_month(self, at: int) -> _Found | None:
        """18 October 2022, October 18th, the 18th of October, 18 أكتوبر/تشرين الأول."""
        first = at
        day = self._day_at(at)
        if day is not None:
            after = at + 1
            if self._glued(after) and self._has(after, "ordinal"):
                after += 1
            after = self._skip(after, "of")
            month, last = self._month_name(after)
            if month is None:
                return None
        else:
            month, after = self._month_name(at)
            if month is None:
                return None
            day = self._day_at(after)
            if day is None or self._has(after + 1, "multiplier", "currency", "percent", "month"):
                return None
            last = after + 1
            if self._glued(last) and self._has(last, "ordinal"):
                last += 1
        year, last = self._year_after(last)
        value = self._day(_Point(year, month, day), first)
        return _Found(value, first, last) if value else None

    def _month_name(self, at: int) -> tuple[int | None, int]:
        """A month at ``at``, with its second name: أكتوبر/تشرين الأول, أكتوبر (تشرين الأول)."""
        month = self._month_at(at)
        if month is None:
            return None, at
        last = at + 1
        if self._sign(last, ".") and len(self.marks[at].text) <= 4:
            last += 1
        if self._sign(last, "/(-") and self._month_at(last + 1) == month:
            last += 3 if self._sign(last, "(") and self._sign(last + 2, ")") else 2
        return month, last

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """The year that follows a day or month, if one does, and the index after it: ", 2022", من العام الماضي."""
        year, last = self._stated_year(at)
        if year is not None:
            return year, last
        after = self._skip(at, "of", "in")
        if self.year is not None:
            for index, word in ((after, after + 1), (after + 1, after)):
                if self._has(index, "last", "next", "this") and self._value(word, "unit") == "year":
                    step = {"last": -1, "next": 1, "this": 0}[self._direction(index)]
                    return self.year + step, max(index, word) + 1
            if self.month is not None and after == at and self._has(at, "last", "next", "this"):
                month = next((self._month_at(i) for i in (at - 1, at - 2, at - 3) if self._month_at(i)), None)
                if month is not None and not self._has(at + 1, "unit", "month"):
                    direction = self._direction(at)
                    if direction == "last":
                        return self.year - (month >= self.month + (direction == "this")), at + 1
                    if direction == "next":
                        return self.year + (month <= self.month), at + 1
                    return self.year, at + 1
        return None, at

    def _stated_year(self, at: int) -> tuple[int | None, int]:
        after = at
        if self._sign(after, ",،") or (self._sign(after, "/") and self._year_at(after + 1)):
            after += 1
        after = self._skip(after, "of", "in") if not self._sign(at, ",،") else after
        if self._value(after, "unit") == "year" and self._year_at(after + 1) is not None:
            after += 1
        year = self._year_at(after)
        if year is None:
            return None, at
        last = after + 1
        if self._value(last, "unit") == "year":
            last += 1
            if self._sign(last, ".") and len(self.marks[last - 1].text) == 1 and self._glued(last):
                last += 1
        if self._has(last, "era"):
            last += 1
        return year, last

    def _month(self, at: int, licensed: bool) -> _Found | None:
        """October 2022; a bare month where a preposition or its direction says that it is one."""
        first = at
        direction = ""
        if self._has(at, "last", "next", "this") and self._has(at + 1, "month"):
            direction = self._direction(at)
            at += 1
        month, after = self._month_name(at)
        if month is None or (self._day_at(first - 1) is not None and not self.marks[first - 1].proclitic):
            return None
        year, last = self._year_after(after)
        if year is None:
            if self.year is None or self.month is None:
                return None
            if not (direction or licensed or self._licensed(first) or self._alone(first, after)):
                return None
            if direction == "next" or (not direction and self._coming(first)):
                year = self.year + (month < self.month + (direction == "next"))
            elif direction == "this":
                year = self.year
            else:
                year = self.year - (month > self.month - (direction == "last"))
        return _Found(f"{year:04d}-{month:02d}", first, last)

    def _licensed(self, at: int) -> bool:
        before = at - 1
        if at < len(self.marks) and self.marks[at].proclitic:
            return True
        return self._has(before, "in", "since", "until", "of", "part", "open", "unit") or (
            self._sign(before, "(") and self._sign(at + 1, ")")
        )

    def _year(self, at: int, licensed: bool) -> _Found | None:
        """In 2015, عام 2015, в 2015 году, the 1990s."""
        first = at
        if self._value(at, "unit") == "year" and self._year_at(at + 1) is not None:
            at += 1
            licensed = True
        year = self._year_at(at)
        if year is None or (self._glued(at) and self._sign(at - 1, _DASHES) and not licensed):
            return None
        last = at + 1
        if self._glued(last) and self.marks[last].text == "s" and year % 10 == 0:
            return _Found(f"{year:04d}/{year + 9:04d}", first, last + 1)
        if self._value(last, "unit") == "year" and not self._glued(last):
            last += 1
            licensed = True
            if self._sign(last, ".") and len(self.marks[last - 1].text) == 1 and self._glued(last):
                last += 1
        if self._has(last, "era"):
            last += 1
            licensed = True
        if not (licensed or self._licensed(first) or self._alone(first, last)):
            return None
        return _Found(f"{year:04d}", first, last)

    def _units(self, at: int) -> _Found | None:
        """Last week, two years ago, قبل أسبوعين, за последние три года."""
        if self.year is None:
            return None
        if self._has(at, "last", "next", "this"):
            direction = self._direction(at)
            count, after = self._count(at + 1)
            unit = self._value(after, "unit")
            if unit is not None:
                steps = int(self._value(at, direction) or 0)
                return self._period(unit, direction, count, steps, at, after + 1)
        count, after = self._count(at)
        unit = self._value(after, "unit")
        if unit is not None:
            if self._has(after + 1, "ago"):
                return self._ago(unit, count or 1, at, after + 2)
            if self._has(after + 1, "last", "next", "this"):
                direction = self._direction(after + 1)
                steps = int(self._value(after + 1, direction) or 0)
                return self._period(unit, direction, count, steps, at, after + 2)
        if self._has(at, "ago") and not self._has(at - 1, "unit"):
            count, after = self._count(at + 1)
            unit = self._value(after, "unit")
            if unit is not None and not self._has(after + 1, "weekday"):
                if (year := self._year_at(after + 1)) is not None:
                    return _Found(f"{year:04d}", after, after + 2)
                if self._has(after + 1, "last", "next", "this"):
                    return None
                return self._ago(unit, count or 1, at, after + 1)
        return None

    def _count(self, at: int) -> tuple[int | None, int]:
        """A whole number of units at ``at`` (None where none stands there) and the index after it."""
        start = at
        while self._has(at, "approx") and not self._has(at, "last", "unit", "number"):
            at += 1
        if at < len(self.marks) and re.fullmatch(r"\d{1,3}", self.marks[at].digits):
            return int(self.marks[at].digits), at + 1
        value = self._value(at, "number")
        if value is not None and float(value) == int(float(value)):
            return int(float(value)), at + 1
        return None, start if self._value(at, "unit") is None else at

    def _ago(self, unit: str, count: int, first: int, last: int) -> _Found | None:
        unit, count = _counted(unit, count)
        return self._shift(unit, -count, first, last)

    def _shift(self, unit: str, count: int, first: int, last: int) -> _Found | None:
        """The day, week, month or year that many units away from today."""
        assert self.year is not None
        value: str | None = None
        if unit == "year":
            value = f"{self.year + count:04d}"
        elif unit == "decade":
            value = f"{self.year + 10 * count:04d}"
        elif unit == "month" and self.month is not None:
            value = _month_from(self.year, self.month, count)
        elif unit == "week" and self.today is not None:
            monday = self.today - timedelta(self.today.weekday()) + timedelta(7 * count)
            value = f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"
        elif unit == "day" and self.today is not None:
            value = (self.today + timedelta(count)).isoformat()
        elif unit == "weekend" and self.today is not None:
            saturday = self.today - timedelta(self.today.weekday()) + timedelta(5 + 7 * count)
            value = f"{saturday.isoformat()}/{(saturday + timedelta(1)).isoformat()}"
        elif unit in ("hour", "minute") and self.today is not None and abs(count) <= 12:
            value = self.today.isoformat()
        return _Found(value, first, last) if value else None

    def _period(self, unit: str, direction: str, count: int | None, steps: int, first: int, last: int) -> _Found | None:
        """One unit before, after or around today; several as an interval that ends or begins today."""
        unit, number = _counted(unit, count or 1)
        if number == 1 and unit not in ("decade", "century", "hour", "minute"):
            return self._shift(unit, steps or {"last": -1, "next": 1, "this": 0}[direction], first, last)
        if direction == "this" or self.year is None or (count is None and number == 1):
            return None
        sign = -1 if direction == "last" else 1
        other: str | None = None
        here = ""
        if unit in ("year", "decade"):
            other, here = f"{self.year + sign * number * (10 if unit == 'decade' else 1):04d}", f"{self.year:04d}"
        elif unit == "month" and self.month is not None:
            other, here = _month_from(self.year, self.month, sign * number), f"{self.year:04d}-{self.month:02d}"
        elif unit in ("day", "week", "hour") and self.today is not None:
            days = {"day": number, "week": 7 * number, "hour": -(-number // 24)}[unit]
            other, here = (self.today + timedelta(sign * days)).isoformat(), self.today.isoformat()
        if other is None:
            return None
        begin, end = sorted((other, here))
        return _Found(f"{begin}/{end}", first, last)

    def _day(self, point: _Point, at: int) -> str | None:
        """The ISO date of a day and month; a missing year is the one that puts it near the article."""
        assert point.month is not None and point.day is not None
        if point.year is not None:
            return _iso(point.year, point.month, point.day)
        if self.year is None:
            return None
        anchor = self.today or date(self.year, self.month or 12, monthrange(self.year, self.month or 12)[1])
        coming = self._coming(at) or self._has(at - 1, "until")
        best: date | None = None
        for year in (anchor.year - 1, anchor.year, anchor.year + 1):
            value = _iso(year, point.month, point.day)
            if value is None:
                continue
            day = date.fromisoformat(value)
            if coming:
                if day >= anchor - timedelta(_FORWARD) and best is None:
                    best = day
            elif day <= anchor + timedelta(_FORWARD):
                best = day
        return best.isoformat() if best else None


def _counted(unit: str, count: int) -> tuple[str, int]:
    """A unit that carries its number, as the Arabic dual does: "2 week" is two weeks."""
    number, _, name = unit.rpartition(" ")
    return (name, count * int(number)) if number else (unit, count)


def _month_from(year: int, month: int, count: int) -> str:
    months = year * 12 + month - 1 + count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
