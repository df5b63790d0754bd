"""Names compared across Arabic, Cyrillic and Latin letters, by sound and by structure.

A word of a name becomes a sequence of sounds, each with its alternatives (``data/sounds.tsv``). Two words are compared
by an edit distance between these sequences with the costs of ``data/phones.tsv``: vowels weigh little, least where the
other word leaves short ones out, and so do letters that stand for one foreign sound (ج غ ك for g, ف for v, ب for p).
Names are compared word by word (:func:`compare`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import resources
from kg.morphology import fold

SAME = 0.92  # from here on two names are taken for one, where nothing speaks against it

Sound = tuple[str, ...]  # the alternatives of one place in a word, the usual one first; "" is silence


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are: ``score`` in [0, 1], and why; ``whole`` if every word of both took part in full."""

    score: float
    reason: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Phone:
    """A sound: what its absence costs (also where short vowels are left out), and what it is looked up by."""

    weight: float
    unwritten: float
    broad: tuple[str, ...]


_KEY = 4  # consonants of a word that it is looked up by
_SILENT = 0.03  # what it costs to leave out a sound that may be silent
_LATER = 0.02  # and to take an alternative that is not the usual one
_EXTRA = 0.02  # a patronymic or other word that one name has more
_INITIAL = 0.9  # how alike an initial is to a word that begins with it
_BEFORE = 0.15  # words before the first or
_AFTER = 0.08  # after the last that are found in the shorter name
_APART = 0.7  # a word less alike to all of another name is none of its words
_STEPS = ((1, 1), (1, 2), (2, 1))  # words of either name that may go together
_TURNABLE = 0.8  # below which it is asked whether a name is turned round:
_TURNED = 0.12  # surname and given name in the other order
_WORST = 0.06  # how much better a whole name may be than its worst word
_PART = 0.9  # one word that a name of several has too


@cache
def _phones() -> tuple[Mapping[str, _Phone], Mapping[tuple[str, str], float]]:
    """The sounds, and for pairs of them what it costs to take one for the other."""
    phones: dict[str, _Phone] = {}
    near: dict[tuple[str, str], float] = {}
    for row in resources.table(resources.path("data", "phones.tsv")):
        weight = float(row["weight"])
        phones[row["phone"]] = _Phone(weight, float(row["unwritten"] or weight), _alternatives(row["class"]))
        for cell in row.list("near"):
            other, _, cost = cell.partition(":")
            near[row["phone"], other] = near[other, row["phone"]] = float(cost)
    return phones, near


@cache
def _spellings() -> Mapping[str, tuple[Sound, ...]]:
    rows = resources.table(resources.path("data", "sounds.tsv"))
    return {row["spelling"]: tuple(_alternatives(place) for place in row["sounds"].split()) for row in rows}


def _alternatives(cell: str) -> Sound:
    return tuple(part.strip("-") for part in cell.split("|"))


@lru_cache(maxsize=200_000)
def sounds(word: str) -> tuple[Sound, ...]:
    """A word as a sequence of sounds. A letter that the table does not have (a digit, a Han sign) is its own sound."""
    table = _spellings()
    longest = max(map(len, table))
    form = f"^{fold(word)}$"
    out: list[Sound] = []
    at = 0
    while at < len(form):
        for length in range(min(longest, len(form) - at), 0, -1):
            found = table.get(form[at : at + length])
            if found is not None:
                break
        else:
            length, found = 1, ((form[at],),)
        if length > 1 or form[at] != form[at - 1 : at]:  # a doubled letter is one sound
            out += found
        at += length
    return tuple(out)


@lru_cache(maxsize=50_000)
def _cost(a: Sound, b: Sound) -> float:
    """What it costs to take one sound for another: of their alternatives the best pair."""
    near = _phones()[1]
    costs = [1.0]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            if x and y:
                costs.append((0.0 if x == y else near.get((x, y), 1.0)) + _LATER * min(i + j, 2))
    return min(costs)


@lru_cache(maxsize=10_000)
def _weight(sound: Sound, unwritten: bool) -> float:
    """What it costs to leave a sound out."""
    if "" in sound:
        return _SILENT
    phone = _phones()[0].get(sound[0], _Phone(1.0, 1.0, ()))
    return phone.unwritten if unwritten else phone.weight


@lru_cache(maxsize=200_000)
def _short(word: str) -> bool:
    """Whether a word leaves short vowels out, as all Arabic ones do."""
    return all(_weight(sound, True) == _weight(sound, False) for sound in sounds(word))


@lru_cache(maxsize=400_000)
def alike(a: str, b: str) -> float:
    """How alike two words sound, in [0, 1]: one less the weighted edit distance over the longer one's weight.

    Words without a key in common (:func:`keys`) are not alike at all.
    """
    if a == b:
        return 1.0
    x, y = sounds(a), sounds(b)
    if not x or not y or keys(a).isdisjoint(keys(b)):
        return 0.0
    for_a, for_b = _short(b), _short(a)
    gaps = [_weight(sound, for_b) for sound in y]
    previous = [0.0]
    for gap in gaps:
        previous.append(previous[-1] + gap)
    whole = previous[-1]
    for sound in x:
        drop = _weight(sound, for_a)
        last = previous[0] + drop
        row = [last]
        for other, gap, above, corner in zip(y, gaps, previous[1:], previous, strict=False):
            last += gap
            if above + drop < last:
                last = above + drop
            if corner < last:
                last = min(last, corner + _cost(sound, other))
            row.append(last)
        previous = row
    return max(0.0, 1.0 - previous[-1] / max(whole, previous[0], 1.0))


@lru_cache(maxsize=200_000)
def keys(word: str) -> frozenset[str]:
    """What a word is looked up by before it is compared: its first consonants in broad classes, in each reading.

    Words that sound alike share a key: ``george`` and ``جورج`` have ``sr``. A word without consonants has the key "".
    """
    phones = _phones()[0]
    found = {""}
    for sound in sounds(word):
        broad = {more for phone in sound for more in (phones[phone].broad if phone in phones else (phone,))}
        found = {key if len(key) >= _KEY or key.endswith(more) else key + more for key in found for more in broad}
        if all(len(key) >= _KEY for key in found):
            break
    return frozenset(found)


def consonants(words: Iterable[str]) -> int:
    """How many consonants words have that are sure to be heard: what there is to tell them by across scripts."""
    phones = _phones()[0]
    return sum(
        all(phone in phones and all(phones[phone].broad) for phone in sound) for word in words for sound in sounds(word)
    )


@lru_cache(maxsize=200_000)
def surname(name: str) -> tuple[str, str]:
    """The last word of a name with the particle before it, if there is one: ("", "putin"), ("bin", "laden")."""
    *before, last = _plain(name) or [""]
    return before[-1] if before and not sounds(before[-1]) else "", last


def _plain(name: str) -> list[str]:
    return [fold(word) for word in "".join(c if c.isalnum() or c in "'’" else " " for c in name).split()]


@lru_cache(maxsize=200_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in their folded spelling, without signs and particles.

    A particle is a word that the table calls silent (bin, de, von); one that it only says may be silent (al, ben) is
    a name where it comes first (Al Gore).
    """
    found = _plain(name)
    kept = [word for i, word in enumerate(found) if (i == 0 and sounds(word)) or not all("" in s for s in sounds(word))]
    return tuple(kept or found)


@lru_cache(maxsize=400_000)
def compare(a: tuple[str, ...], b: tuple[str, ...]) -> Comparison:
    """Compare two names of persons given as words (:func:`words`).

    Every word of the shorter name is matched with one of the longer, in order; two words may be one in the other
    (Abd al-Fattah, Abdelfattah). The score is the mean likeness, a little less for each word that the longer has more
    (a patronymic) and for an initial, and little better than that of the worst pair: Ahmed and Hamdan of one family
    stay two. What costs more: words before the name (Muhammad ibn Salman is Salman's son) or after it, and the surname
    before the given name, because Khalid Faisal and Faisal Khalid are two as well.
    """
    if not a or not b:
        return Comparison(0.0, "no name", False)
    short, long = (a, b) if (len(a), a) <= (len(b), b) else (b, a)
    if len(short) == 1:
        best = max(long, key=lambda word: (alike(short[0], word), word))
        score = alike(short[0], best) * (1.0 if len(long) == 1 else _PART)
        return Comparison(round(score, 4), f"{short[0]} ~ {best}", len(long) == 1)
    for i in range(len(short)):
        if _nearest(short, i, long) < _APART:
            return Comparison(0.0, f"{short[i]} is another name", False)
    score, pairs = _aligned(short, long)
    if score < _TURNABLE:
        turned, others = _aligned(short, (*long[1:], long[0]))
        score, pairs = max((score, pairs), (turned - _TURNED, others))
    whole = len(short) == sum(len(x) for x, _ in pairs) and len(long) == sum(len(y) for _, y in pairs)
    whole = whole and not any(_initial(x, y) for x, y in pairs)
    shown = ", ".join(f"{' '.join(x)} ~ {' '.join(y)}" for x, y in pairs)
    return Comparison(round(max(0.0, score), 4), shown, whole)


_Pairs = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[float, _Pairs]:
    """The best way to find each word of one name in another, in order: its score and which words went together."""

    @cache
    def best(i: int, j: int) -> tuple[float, float, _Pairs]:
        """From words i and j on: the sum, the worst pair, the pairs."""
        if i == len(short):
            left = len(long) - j
            return -n * (_EXTRA * left + (_AFTER if left else 0.0)), 1.0, ()
        if j == len(long):
            return float("-inf"), 0.0, ()
        options = []
        for own, others in _STEPS:
            if i + own <= n and j + others <= len(long):
                x, y = short[i : i + own], long[j : j + others]
                one = _one(x, y)
                total, worst, pairs = best(i + own, j + others)
                options.append((total + own * one, min(worst, one), ((x, y), *pairs)))
        total, worst, pairs = best(i, j + 1)
        options.append((total - n * (_EXTRA + (_BEFORE if i == j == 0 else 0.0)), worst, pairs))
        return max(options)

    n = len(short)
    total, worst, pairs = best(0, 0)
    return min(total / n, worst + _WORST), pairs


def _nearest(short: tuple[str, ...], i: int, long: tuple[str, ...]) -> float:
    """How alike a word of one name is to the most alike of the other, alone or run together with its neighbour."""
    alone = max(_one(short[i : i + 1], (word,)) for word in long)
    if alone >= _APART:
        return alone
    whole = range(len(short))
    starts = ((at, own, others) for own, others in _STEPS for at in range(i - own + 1, i + 1))
    return max(
        _one(short[at : at + own], long[j : j + others])
        for at, own, others in starts
        if at in whole and at + own - 1 in whole
        for j in range(len(long) - others + 1)
    )


def _one(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """How alike a word is to a word, or to two run together that are not much longer."""
    if _initial(x, y):
        return _INITIAL
    a, b = "".join(x), "".join(y)
    if len(x) != len(y) and 2 * abs(len(a) - len(b)) > max(len(a), len(b)):
        return 0.0
    return alike(a, b)


def _initial(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Whether one word is the other's first letter (or the letter that begins it in another script)."""
    if len(x) != 1 or len(y) != 1 or (len(x[0]) > 1 and len(y[0]) > 1) or x == y:
        return False
    first = [set(sounds(word[:1])[0]) - {""} if sounds(word[:1]) else set() for word in (x[0], y[0])]
    return bool(first[0] & first[1])
