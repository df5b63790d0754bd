"""The words and figures that dates and amounts are made of, found in a text in one pass.

What a word means here ("Tuesday", "last", "billion", "€") is said by ``dates.tsv`` and ``numbers.tsv`` of a language
pack; a word is looked up by its folded form, then without the proclitics of ``affixes.tsv``, then by its lemmas. An
entry written with a capital ("May", "Sun") is found only so written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from kg import language, resources
from kg.morphology import fold

TABLES = ("dates.tsv", "numbers.tsv")
_SIGNS_OF_THOUSANDS = ",٬"
_SIGNS_OF_DECIMALS = ".٫"
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
_FULL_DATE = r"\d{4}-\d{1,2}-\d{1,2}(?![\d-])|\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d\d)(?![\d/])"


class Mark(NamedTuple):
    """A word, figure or sign. ``senses`` maps each class it is listed under to its value.

    ``number`` is the value of figures, ``digits`` the figures as written with European digits; ``proclitic`` tells
    that something was taken off its front (Arabic و ب ل).
    """

    start: int
    stop: int
    text: str
    senses: Mapping[str, str]
    number: float | None
    digits: str
    proclitic: bool


_NONE: Mapping[str, str] = {}


class Marker:
    """The tables of one language, ready to be looked up. Use :func:`scan`."""

    def __init__(self, code: str) -> None:
        self.code = code
        folder = resources.path("data", "lang", code)
        self._phrases: dict[str, list[tuple[tuple[tuple[str, bool], ...], bool, str, str]]] = {}
        thousands: list[str] = []
        decimals: list[str] = []
        self._token = _token_pattern(False)
        tables = [folder / name for name in TABLES if (folder / name).exists()]
        for row in (row for table in tables for row in resources.table(table)):
            if row["class"] == "thousands":
                thousands.append(row["form"])
                continue
            if row["class"] == "decimal":
                decimals.append(row["form"])
                continue
            capital = row["form"][:1].isupper()
            first, *rest = ((fold(m.group()), m.start()) for m in self._token.finditer(row["form"]))
            others = tuple((part, row["form"][start - 1].isspace()) for part, start in rest)
            self._phrases.setdefault(first[0], []).append((others, capital, row["class"], row["value"]))
        for entries in self._phrases.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._thousands = "".join(s for s in thousands if len(s) == 1) or _SIGNS_OF_THOUSANDS
        self._decimals = "".join(decimals) or _SIGNS_OF_DECIMALS
        self._token = _token_pattern("space" in thousands)
        affixes = list(resources.table(folder / "affixes.tsv"))
        self._proclitics = frozenset(row["affix"] for row in affixes if row["class"] in ("conjunction", "preposition"))
        self._articles = tuple(fold(row["affix"]) for row in affixes if row["class"] == "article")
        self._cache: dict[str, tuple[int, tuple[str, ...]]] = {}

    def scan(self, text: str) -> list[Mark]:
        """All words, figures and signs of the text in order, phrases of the tables as one."""
        tokens = [(m.start(), m.end(), m.group()) for m in self._token.finditer(text)]
        keys = [self._keys(word) for _, _, word in tokens]
        out: list[Mark] = []
        at = 0
        while at < len(tokens):
            start, stop, word = tokens[at]
            offset, forms = keys[at]
            senses, width = self._senses(forms, word[offset].isupper(), at, tokens, keys) if forms else (_NONE, 1)
            if width > 1:
                stop = tokens[at + width - 1][1]
            if word[0].isdecimal():
                number, digits = self._figure(word)
                out.append(Mark(start, stop, word, senses, number, digits, False))
            else:
                name = forms[0] if forms else fold(word)
                out.append(Mark(start + offset, stop, name, senses, None, "", offset > 0))
            at += width
        return out

    def _senses(
        self,
        forms: tuple[str, ...],
        capital: bool,
        at: int,
        tokens: list[tuple[int, int, str]],
        keys: list[tuple[int, tuple[str, ...]]],
    ) -> tuple[Mapping[str, str], int]:
        width = 0
        senses: dict[str, str] = {}
        for form in forms:
            for rest, needs_capital, kind, value in self._phrases[form]:
                length = len(rest) + 1
                if length < width or (needs_capital and not capital) or at + length > len(tokens):
                    continue
                if all(
                    self._is(part, tokens[at + n], keys[at + n])
                    and (apart or tokens[at + n][0] == tokens[at + n - 1][1])  # "A$" is not "a $"
                    for n, (part, apart) in enumerate(rest, 1)
                ):
                    if length > width:
                        width, senses = length, {}
                    senses.setdefault(kind, value)
        return (senses, width) if senses else (_NONE, 1)

    @staticmethod
    def _is(part: str, token: tuple[int, int, str], keys: tuple[int, tuple[str, ...]]) -> bool:
        return part == fold(token[2]) or (keys[0] == 0 and part in keys[1])

    def _keys(self, word: str) -> tuple[int, tuple[str, ...]]:
        """How many letters to take off, and the forms under which the tables may have the word."""
        found = self._cache.get(word)
        if found is None:
            found = self._look_up(word)
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found

    def _look_up(self, word: str) -> tuple[int, tuple[str, ...]]:
        form = fold(word)
        if not word[0].isalpha():
            return 0, (form,) if form in self._phrases else ()
        if form in self._phrases:
            return 0, tuple(dict.fromkeys((form, *self._lemmas(word))))
        for length in (0, 1, 2):
            if len(word) - length < 3 or any(letter not in self._proclitics for letter in word[:length]):
                break
            rest = fold(word[length:])
            bare = [rest] if length else []
            bare += [rest[len(article) :] for article in self._articles if rest.startswith(article)]
            found = tuple(b for b in bare if len(b) > 2 and b in self._phrases)
            if found:
                return length, found
        return 0, tuple(self._lemmas(word))

    def _lemmas(self, word: str) -> Iterator[str]:
        pieces = language.load(self.code).morphology.pieces(word)
        if len(pieces) == 1:
            for reading in pieces[0].readings:
                if reading.lemma in self._phrases and reading.pos not in ("verb", "participle", "gerund", "name"):
                    yield reading.lemma

    def _figure(self, word: str) -> tuple[float | None, str]:
        """The value of figures (None for a date) and the figures with European digits."""
        plain = "".join(str(int(c)) if c.isdecimal() else c for c in word)
        if re.fullmatch(r"\d+", plain):
            return float(plain), plain
        signs = [c for c in plain if not c.isdigit()]
        if re.fullmatch(r"\d{1,3}(?:\D\d{3})+", plain) and len(set(signs)) == 1:
            if signs[0].isspace() or signs[0] in self._thousands or len(signs) > 1:
                return float(re.sub(r"\D", "", plain)), plain
            return float(re.sub(r"\D", ".", plain)), plain
        if len(signs) == 1:
            return float(re.sub(r"\D", ".", plain)), plain
        if re.fullmatch(r"\d{1,3}(?:\D\d{3})+\D\d+", plain) and len(set(signs[:-1])) == 1 and signs[-1] != signs[0]:
            whole, _, part = plain.rpartition(signs[-1])
            return float(re.sub(r"\D", "", whole) + "." + part), plain
        return None, plain


def _token_pattern(spaces: bool) -> re.Pattern[str]:
    """Full dates in figures; numbers with their separators; words; any other visible sign."""
    gap = "[\u00a0\u202f ]" if spaces else "[\u00a0\u202f]"
    number = rf"\d{{1,3}}(?:{gap}\d{{3}})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫٬]\d+)*"
    word = rf"[\u0621-\u064a][\u0621-\u064a{_MARKS}\u0640]*|[^\W\d_][\w{_MARKS}]*"  # و7 is two words, G7 one
    return re.compile(rf"{_FULL_DATE}|{number}|{word}|\S")


@cache
def _marker(code: str) -> Marker:
    return Marker(code)


@lru_cache(maxsize=4)
def scan(text: str, code: str) -> tuple[Mark, ...]:
    """The marks of a text in the language of that code. Raises LanguageError where there is no pack."""
    language.load(code)
    return tuple(_marker(code).scan(text))
