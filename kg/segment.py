"""Text into paragraphs, sentences, words and quotations, all pointing into the text as read.

No word of any language is known here: what ends a sentence, which marks quote, and which abbreviations keep a
point, comes with the language pack (:class:`kg.language.Language`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from statistics import median

from kg.model import Span

# A word is letters and their marks, with inner hyphens, apostrophes and points of acronyms (U.S., д-р, l'Élysée);
# a number keeps its separators (1,200.5); any other visible sign stands alone.
_LETTER = r"[^\W\d_][\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]*"
_MARKS = "\u2019'\u02bc"
_WORD = re.compile(
    rf"""
    (?:(?:{_LETTER})\.){{2,}}                       # U.S., Д.А.
  | (?:{_LETTER})+(?:[-\u2010\u2011{_MARKS}](?:{_LETTER}|\d)+)*   # Аль-Фейсал, Ту-154, Russia's
  | \d+(?:[.,٫٬\u00a0\u202f]\d+)*                   # 1,200.5
  | \d+(?:{_LETTER})+
  | \S
    """,
    re.VERBOSE,
)
_OPENING = "«“„‹‘(["
_CLOSING = {"«": "»", "“": "”", "„": "“”", "‹": "›", "‘": "’"}
_STRAIGHT = '"'
_END = ".!?؟…"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign: ``text == document[start:stop]``."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text between quotation marks. ``inner`` leaves the marks out; ``closed`` is False without an end mark."""

    outer: Span
    inner: Span
    closed: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its paragraph's number, and whether it is a heading (alone in its line, no final mark)."""

    span: Span
    paragraph: int
    heading: bool


def paragraphs(text: str) -> list[Span]:
    """Paragraphs without surrounding white space.

    A blank line always ends one; a line end does, unless the text is wrapped at a fixed width and the line
    breaks inside a sentence.
    """
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n\r\u2028\u2029]*", text) if m.end() > m.start()]
    lines = [line for line in (_strip(text, line) for line in lines) if len(line)]
    long = [len(line) for line in lines]
    wrapped = len(lines) > 3 and sum(n > 100 for n in long) <= len(long) / 10 and median(long) >= 50
    out: list[Span] = []
    for line in lines:
        if out and wrapped:
            between = text[out[-1].stop : line.start]
            before = text[out[-1].start : out[-1].stop]
            last_line = before[before.rfind("\n") + 1 :]
            if between.count("\n") == 1 and len(last_line) >= 45:
                out[-1] = Span(out[-1].start, line.stop)
                continue
        out.append(line)
    return out


def _strip(text: str, span: Span) -> Span:
    start, stop = span.start, span.stop
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Span(start, stop)


def sentences(text: str, abbreviations: Collection[str] = ()) -> list[Sentence]:
    """Sentences in order. ``abbreviations`` are lower-case words that keep a point without ending a sentence."""
    out: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(text)):
        heading = text[paragraph.stop - 1] not in _END + '"»”’:;،,)' and len(paragraph) < 200
        start = paragraph.start
        for stop in _sentence_ends(text, paragraph, abbreviations):
            piece = _strip(text, Span(start, stop))
            if len(piece):
                out.append(Sentence(piece, number, heading))
            start = stop
    return out


def _sentence_ends(text: str, paragraph: Span, abbreviations: Collection[str]) -> Iterator[int]:
    for match in re.finditer(rf"[{re.escape(_END)}]+[\"»”’\)\]]*(?=\s)", text[paragraph.start : paragraph.stop]):
        end = paragraph.start + match.end()
        if match.group()[0] == "." and _keeps_point(text, paragraph.start + match.start(), abbreviations):
            continue
        rest = text[end : paragraph.stop].lstrip()
        if rest and (rest[0].islower() or rest[0] in ",;)" or (rest[0] in "—–-" and match.group()[-1] in '"»”’')):
            continue
        yield end
    yield paragraph.stop


def _keeps_point(text: str, point: int, abbreviations: Collection[str]) -> bool:
    word = re.search(r"[\w.'’-]*$", text[max(0, point - 20) : point])
    before = word.group() if word else ""
    if len(before) == 1 and before.isalpha() and before.isupper():  # an initial: "J. Biden", «В. Путин»
        return True
    return before.casefold() in abbreviations or bool(re.fullmatch(r"(?:\w\.)+\w", before))


def words(text: str, span: Span) -> list[Word]:
    """Words, numbers and signs of a passage, in order; white space and invisible formatting signs are passed over."""
    out = []
    for match in _WORD.finditer(text, span.start, span.stop):
        if len(match.group()) == 1 and unicodedata.category(match.group()) in {"Cf", "Cc", "Mn"}:
            continue
        out.append(Word(match.start(), match.end(), match.group()))
    return out


def quotations(text: str) -> list[Quotation]:
    """Passages in quotation marks, sorted by start; nested ones have ``depth`` above 0.

    A straight mark opens after white space or an opening sign and closes otherwise. A quotation still open at the
    end of its paragraph ends there, as in speech that goes on over paragraphs.
    """
    out: list[Quotation] = []
    for paragraph in paragraphs(text):
        stack: list[tuple[int, str]] = []
        for position in range(paragraph.start, paragraph.stop):
            sign = text[position]
            if sign == _STRAIGHT or sign in "“”„":
                before = text[position - 1] if position > paragraph.start else " "
                after = text[position + 1] if position + 1 < paragraph.stop else " "
                may_open = (before.isspace() or before in _OPENING + ":،,-–—") and not after.isspace()
                is_open = any(mark in (_STRAIGHT, "“", "„") for _, mark in stack)
                if sign == "„" or (sign == "“" and not (stack and stack[-1][1] == "„")):
                    opens = True
                elif sign in "”“":
                    opens = False
                else:
                    opens = may_open and not (is_open and not before.isspace())
                if opens:
                    stack.append((position, sign))
                else:
                    _close(out, stack, position, {_STRAIGHT, "“", "„"})
            elif sign in "«‹":
                stack.append((position, sign))
            elif sign in "»›":
                _close(out, stack, position, {"«", "‹"})
        for depth, (start, _) in enumerate(stack):
            if paragraph.stop - start > 1:
                out.append(Quotation(Span(start, paragraph.stop), Span(start + 1, paragraph.stop), False, depth))
    return sorted(out, key=lambda q: (q.outer.start, -q.outer.stop))


def _close(out: list[Quotation], stack: list[tuple[int, str]], position: int, marks: set[str]) -> None:
    for depth in range(len(stack) - 1, -1, -1):
        start, mark = stack[depth]
        if mark in marks:
            if position - start > 1:
                out.append(Quotation(Span(start, position + 1), Span(start + 1, position), True, depth))
            del stack[depth]
            return
