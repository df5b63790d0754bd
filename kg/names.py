"""Names compared across Arabic, Cyrillic and Latin letters, by sound and by structure.

A word of a name becomes a sequence of sounds (``data/sounds.tsv``); two words are compared by an edit distance in
which vowels weigh little, because Arabic leaves short ones out, and letters that stand for one foreign sound (غ ج ق
for g, ف for v, ب for p) weigh little against each other. Names are compared word by word, in any order of surname
and given name; initials, patronymics left out and particles count for less than a surname.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import resources
from kg.morphology import fold

SAME = 0.86  # from here on two names of two or more words are taken for one, where nothing speaks against it


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are: ``score`` in [0, 1], and why."""

    score: float
    reason: str


@cache
def _sounds() -> Mapping[str, tuple[str, ...]]:
    rows = resources.table(resources.path("data", "sounds.tsv"))
    return {row["spelling"]: tuple(row["sounds"].split("|")) for row in rows}


@lru_cache(maxsize=200_000)
def sounds(word: str) -> tuple[frozenset[str], ...]:
    """A word as positions of possible sounds; vowels are ``a``. Unknown letters (digits) stand for themselves."""
    table = _sounds()
    form = fold(word)
    if form.startswith("ال") and len(form) > 4:
        form = form[2:]
    out: list[frozenset[str]] = []
    at = 0
    while at < len(form):
        for length in (4, 3, 2, 1):
            spelling = form[at : at + length]
            if spelling in table:
                for alternative in zip(*(s or " " for s in table[spelling]), strict=False):
                    out.append(frozenset(alternative))
                if not table[spelling][0]:
                    out.pop() if out and out[-1] == frozenset(" ") else None
                at += length
                break
        else:
            out.append(frozenset(form[at]))
            at += 1
    squeezed: list[frozenset[str]] = []
    for sound in out:
        if sound != {" "} and not (squeezed and squeezed[-1] == sound):
            squeezed.append(sound)
    return tuple(squeezed)


_NEAR = ({"g", "j", "k", "q", "h"}, {"s", "z", "S", "C", "Z", "j"}, {"f", "w", "b"}, {"t", "d", "s"}, {"y", "a", "w"}, {"l", "r"})


@lru_cache(maxsize=50_000)
def _cost(a: frozenset[str], b: frozenset[str]) -> float:
    if a & b:
        return 0.0 if min(a | b) == min(a & b) or a == b else 0.05
    if any(a & near and b & near for near in _NEAR):
        return 0.4
    return 1.0


def _weight(sound: frozenset[str]) -> float:
    """What leaving a sound out costs: vowels little, half vowels and h some, consonants all."""
    if "a" in sound:
        return 0.12 if len(sound) == 1 else 0.2
    if sound & {"y", "w", "h"}:
        return 0.4
    return 1.0


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> float:
    """How alike two words sound, in [0, 1]: one less the weighted edit distance over the longer one's weight."""
    if a == b:
        return 1.0
    x, y = sounds(a), sounds(b)
    if not x or not y:
        return 0.0
    previous = [0.0]
    for sound in y:
        previous.append(previous[-1] + _weight(sound))
    for sound in x:
        drop = _weight(sound)
        row = [previous[0] + drop]
        for j, other in enumerate(y, 1):
            row.append(
                min(previous[j] + drop, row[-1] + _weight(other), previous[j - 1] + _cost(sound, other))
            )
        previous = row
    whole = max(sum(map(_weight, x)), sum(map(_weight, y)), 1.0)
    return max(0.0, 1.0 - previous[-1] / whole)


def skeleton(word: str) -> str:
    """The consonants of a word in their broadest classes: what a name is looked up by before it is compared."""
    out = ""
    for sound in sounds(word):
        if "a" in sound or sound & {"y", "w", "h"}:
            continue
        letter = next((min(near) for near in _NEAR[:4] if sound & near), min(sound))
        if not out.endswith(letter):
            out += letter
    return out


def words(name: str, particles: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a name without signs and particles."""
    plain = "".join(c if c.isalnum() or c in "'’" else " " for c in name)
    found = tuple(fold(word) for word in plain.split())
    return tuple(word for word in found if word not in particles) or found


def compare(a: Sequence[str], b: Sequence[str]) -> Comparison:
    """Compare two names given as words (:func:`words`): each word of the shorter with its best partner in the longer.

    The score is the mean likeness of the shorter name's words, less a little for each word the longer has more. A
    name of one word is compared with the last and first words of the other only.
    """
    if not a or not b:
        return Comparison(0.0, "no name")
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1:
        candidates = {long[0], long[-1]} if len(long) > 1 else {long[0]}
        best = max(sorted(candidates), key=lambda word: alike(short[0], word))
        score = alike(short[0], best) * (1.0 if len(long) == 1 else 0.9)
        return Comparison(round(score, 4), f"{short[0]} ~ {best}")
    free = list(long)
    total, pairs = 0.0, []
    for word in short:
        best = max(free, key=lambda other: (_part(word, other), -free.index(other)))
        total += _part(word, best)
        pairs.append(f"{word} ~ {best}")
        free.remove(best)
    joined = alike("".join(short), "".join(long))
    score = max(total / len(short) - 0.03 * len(free), joined)
    return Comparison(round(max(0.0, score), 4), ", ".join(pairs))


def _part(a: str, b: str) -> float:
    """Two words of names; an initial is alike to any word that begins with its sound, but says little."""
    if len(a) == 1 or len(b) == 1:
        x, y = sounds(a[:1]), sounds(b[:1])
        return 0.8 if x and y and x[0] & y[0] else 0.0
    return alike(a, b)
