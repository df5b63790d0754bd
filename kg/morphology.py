"""Words taken apart: clitics, inflection, lemmas. One class per kind of morphology, chosen by the language pack.

Each answers ``pieces(word)``: the tokens that a written word consists of, with offsets into the word, every piece
with *all* its readings. Nothing here knows a sentence; each distinct word is analysed once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Protocol

from kg.model import Reading

# Orthographic variants that Arabic papers use for one letter; the tables are written with any of them.
_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ؤ": "و",
        "ئ": "ي",
        "گ": "ك",
        "ڤ": "ف",
        "ک": "ك",
        "ی": "ي",
        "پ": "ب",
        "چ": "ج",
        "ـ": None,
    }
)
_PUNCTUATION = str.maketrans({"’": "'", "ʼ": "'", "ё": "е", "Ё": "Е", "‐": "-", "‑": "-"})


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """The spelling that lexicons are looked up by: no case, no marks, one letter for its variants."""
    if word.isascii():
        return word.lower()
    word = word.translate(_PUNCTUATION).translate(_ARABIC)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c) or c == "\u0306")
        word = unicodedata.normalize("NFC", word)
    return word.lower()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a written word: offsets into the word, its folded form and all its readings."""

    start: int
    stop: int
    form: str
    readings: tuple[Reading, ...]
    known: bool = True
    features: frozenset[str] = frozenset()


class Morphology(Protocol):
    """What a language pack needs: a written word's pieces, and the dictionary form of a name."""

    def pieces(self, word: str) -> tuple[Piece, ...]: ...

    def nominative(self, words: tuple[str, ...], gender: str = "") -> tuple[str, ...]:
        """A name or phrase as a dictionary gives it."""
        ...


class PlainMorphology:
    """A language without inflection tables: a word is its own lemma."""

    def pieces(self, word: str) -> tuple[Piece, ...]:
        form = fold(word)
        return (Piece(0, len(word), form, (Reading(form, "noun"),) if word.isalpha() else ()),)

    def nominative(self, words: tuple[str, ...], gender: str = "") -> tuple[str, ...]:
        return words


# ── English ────────────────────────────────────────────────────────────────────────────────────────────────────

_UPOS = {"NOUN": "noun", "VERB": "verb", "ADJ": "adjective", "ADV": "adverb", "PROPN": "name", "AUX": "verb"}


class EnglishMorphology:
    """Lemmas from lemminflect's dictionary (MIT); possessive 's and hyphened compounds (Moscow-based) are split."""

    def __init__(self) -> None:
        import lemminflect

        self._lemmas: Callable[[str], Mapping[str, tuple[str, ...]]] = lemminflect.getAllLemmas
        self._oov: Callable[..., Mapping[str, tuple[str, ...]]] = lemminflect.getAllLemmasOOV
        self.pieces = cache(self._pieces)

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        plain = word.replace("’", "'")
        lower = plain.lower()
        if len(plain) > 2 and lower.endswith("'s"):
            return (*self.pieces(word[:-2]), _possessive(len(word) - 2, len(word)))
        if len(plain) > 2 and lower.endswith("s'"):
            return (*self.pieces(word[:-1]), _possessive(len(word) - 1, len(word)))
        head, hyphen, tail = plain.rpartition("-")
        if hyphen and head[:1].isupper() and tail.islower() and len(tail) > 2:
            return (
                *self.pieces(word[: len(head)]),
                Piece(len(head), len(head) + 1, "-", ()),
                *(
                    replace(p, start=p.start + len(head) + 1, stop=p.stop + len(head) + 1)
                    for p in self.pieces(word[len(head) + 1 :])
                ),
            )
        if not any(c.isalpha() for c in plain):
            return (Piece(0, len(word), plain, ()),)
        found = self._lemmas(lower)
        known = bool(found)
        if not found and lower.isascii() and not plain[0].isupper():
            found = {upos: self._oov(lower, upos=upos).get(upos, ()) for upos in ("NOUN", "VERB")}
        readings = [
            _english_reading(lower, lemma.lower(), _UPOS.get(upos, "noun"))
            for upos, lemmas in sorted(found.items())
            for lemma in lemmas[:1] + tuple(x for x in lemmas[1:] if upos == "NOUN" and x != lower)
        ]
        if not readings:
            readings = [Reading(lower, "name", number="s")]
        return (Piece(0, len(word), fold(word), tuple(readings), known),)

    def nominative(self, words: tuple[str, ...], gender: str = "") -> tuple[str, ...]:
        return words


def _possessive(start: int, stop: int) -> Piece:
    return Piece(start, stop, "'s", (Reading("'s", "particle", features=frozenset({"possessive"})),))


def _english_reading(form: str, lemma: str, pos: str) -> Reading:
    if pos == "noun":
        return Reading(lemma, pos, number="s" if form == lemma else "p")
    if pos != "verb":
        return Reading(lemma, pos)
    if form == lemma:
        return Reading(lemma, pos, features=frozenset({"base", "present"}))
    if form.endswith("ing"):
        return Reading(lemma, pos, features=frozenset({"gerund"}))
    if form.endswith("s") and not form.endswith("ss"):
        return Reading(lemma, pos, number="s", person="3", features=frozenset({"present"}))
    if form.endswith(("en", "wn", "rn", "ne")):
        return Reading(lemma, pos, features=frozenset({"participle"}))
    return Reading(lemma, pos, features=frozenset({"past", "participle"}))


# ── Russian ────────────────────────────────────────────────────────────────────────────────────────────────────

_OPENCORPORA_POS = {
    "NOUN": "noun", "ADJF": "adjective", "ADJS": "adjective", "COMP": "adjective", "VERB": "verb", "INFN": "verb",
    "PRTF": "participle", "PRTS": "participle", "GRND": "gerund", "NUMR": "numeral", "ADVB": "adverb",
    "NPRO": "pronoun",
    "PRED": "adverb", "PREP": "preposition", "CONJ": "particle", "PRCL": "particle", "INTJ": "particle",
}  # fmt: skip
_OPENCORPORA_CASE = {
    "nomn": "nom", "gent": "gen", "gen1": "gen", "gen2": "gen", "datv": "dat", "accs": "acc", "acc2": "acc",
    "ablt": "ins", "loct": "loc", "loc1": "loc", "loc2": "loc", "voct": "nom",
}  # fmt: skip
_OPENCORPORA_FEATURES = {
    "pssv": "passive", "past": "past", "pres": "present", "futr": "future", "Name": "given", "Surn": "family",
    "Patr": "patronymic", "Geox": "place", "Orgn": "organization", "anim": "animate", "Fixd": "fixed", "actv": "active",
}  # fmt: skip


_CASES = {
    "nomn": "nomn", "voct": "nomn", "gent": "gent", "gen1": "gent", "gen2": "gent", "datv": "datv", "accs": "accs",
    "ablt": "ablt", "loct": "loct", "loc1": "loct", "loc2": "loct",
}  # fmt: skip
_NAMES = frozenset({"Name", "Surn", "Patr"})
_UNINFLECTED = "еиоуыэю"  # the letters in which names from other languages end that take no endings
_FIRST = {  # names in a consonant; * is й, ь or nothing
    "gent": (("а", ""), ("я", "*")), "accs": (("а", ""), ("я", "*")), "datv": (("у", ""), ("ю", "*")),
    "ablt": (("ом", ""), ("ем", "*"), ("ым", "")), "loct": (("е", ""), ("е", "*")),
}  # fmt: skip
_SECOND = {  # names in а and я, of women and men
    "gent": (("ы", "а"), ("и", "а"), ("и", "я")), "accs": (("у", "а"), ("ю", "я")),
    "datv": (("е", "а"), ("е", "я"), ("и", "я")), "loct": (("е", "а"), ("е", "я"), ("и", "я")),
    "ablt": (("ой", "а"), ("ей", "я"), ("ей", "а")),
}  # fmt: skip
_ADJECTIVE = (("ской", "ская"), ("цкой", "цкая"), ("скую", "ская"), ("цкую", "цкая"))
# The endings of names that no dictionary has, by case and sex, and what the nominative has in their place.
_ENDINGS = {
    **{(case, "masc"): (*endings, *_SECOND[case]) for case, endings in _FIRST.items()},
    **{(case, "femn"): (*_ADJECTIVE, *endings) for case, endings in _SECOND.items()},
}


class RussianMorphology:
    """Readings from pymorphy3 (MIT), whose tags follow OpenCorpora; names put back into the nominative by it."""

    _LIMIT = 12
    _RARE = 0.04  # the share of a lemma among a word's readings below which it is not considered

    def __init__(self, names: Mapping[str, frozenset[str]] | None = None) -> None:
        """``names``: the folded words of personal names that a pack lists, with their classes."""
        import pymorphy3

        self._names = names or {}
        self._analyzer = pymorphy3.MorphAnalyzer()
        self.pieces = cache(self._pieces)

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        form = fold(word)
        if not any(c.isalpha() for c in word) or not all(unicodedata.name(c, "") for c in word):
            return (Piece(0, len(word), form, ()),)  # the analyzer cannot take letters that Unicode gives no name
        readings: dict[Reading, None] = {}
        for parse in self._likely(form):
            grammemes = set(parse.tag.grammemes)
            features = {name for tag, name in _OPENCORPORA_FEATURES.items() if tag in grammemes}
            if "INFN" in grammemes:
                features.add("infinitive")
            pos = _OPENCORPORA_POS.get(str(parse.tag.POS), "particle")
            if "PRTS" in grammemes or "ADJS" in grammemes:
                features.add("short")
            readings[
                Reading(
                    fold(parse.normal_form),
                    pos,
                    next((case for tag, case in _OPENCORPORA_CASE.items() if tag in grammemes), ""),
                    "p" if "plur" in grammemes else "s" if "sing" in grammemes else "",
                    "m" if "masc" in grammemes else "f" if "femn" in grammemes else "n" if "neut" in grammemes else "",
                    next((p for p in "123" if f"{p}per" in grammemes), ""),
                    frozenset(features),
                )
            ] = None
        return (Piece(0, len(word), form, tuple(readings), self._analyzer.word_is_known(form)),)

    def _likely(self, form: str) -> list[Any]:
        """The analyzer's parses without the far-fetched: «после» is no ambassador, «бывший» no form of «быть»."""
        parses = self._analyzer.parse(form)[: self._LIMIT]
        if not parses or not parses[0].is_known:
            return list(parses)
        share: dict[str, float] = {}
        for parse in parses:
            share[parse.normal_form] = share.get(parse.normal_form, 0.0) + parse.score
        adjective = any(
            str(parse.tag.POS) == "ADJF" and "Apro" not in parse.tag.grammemes and share[parse.normal_form] >= 0.4
            for parse in parses
        )
        return [
            parse
            for parse in parses
            if share[parse.normal_form] >= self._RARE and not (adjective and str(parse.tag.POS) == "PRTF")
        ]

    def nominative(self, words: tuple[str, ...], gender: str = "") -> tuple[str, ...]:
        """A person's name put back into the nominative, capitals and hyphens kept.

        The words of a name stand in one case: the one that they can all stand in is looked for, and each is put
        back from it. A word that ``names.tsv`` lists is a nominative as it stands; a foreign name in a vowel
        («Рубио», «Мелони») is not inflected.
        """
        parts = [
            (part, number == len(words) - 1 and place == len(word.split("-")) - 1)
            for number, word in enumerate(words)
            for place, part in enumerate(word.split("-"))
            if _inflected(word, part)
        ]
        best = ("nomn", "masc")
        most = 0.0
        for sex in {"m": ("masc",), "f": ("femn",)}.get(gender, ("masc", "femn")):
            for case in ("nomn", "gent", "datv", "accs", "ablt", "loct"):
                likely = 1.3 if case == "nomn" else 1.0
                for part, last in parts:
                    likely *= self._stands(part, case, sex, last)
                if likely > most:
                    best, most = (case, sex), likely
        if best[0] == "nomn":
            return words
        return tuple(
            "-".join(self._base(part, *best) if _inflected(word, part) else part for part in word.split("-"))
            for word in words
        )

    def _stands(self, word: str, case: str, sex: str, last: bool) -> float:
        """How likely a word of a name stands in a case and is of a sex: above 0, not a probability.

        ``last``: it is the name's last word; in «Ким Чен Ын» and «Касым-Жомарт» only that takes endings.
        """
        form = fold(word)
        listed = self._names.get(form)
        if listed is not None and ("particle" in listed or (form[-1] in _UNINFLECTED and case != "nomn")):
            return 1.0
        likely = 0.01
        if listed is not None and case == "nomn" and not (listed & {"m", "f"} and sex[0] not in listed):
            likely = 2.0
        known = self._analyzer.word_is_known(form)
        named = known and any(_NAMES & parse.tag.grammemes for parse in self._analyzer.parse(form))
        if not last and form[-1] not in "аяйь" and (listed is not None or not named):
            likely = max(likely, 1.9 if listed is not None and len(form) < 5 else 0.5)
        if not known and form[-1] in "ая" and case == "nomn":
            likely = max(likely, 0.2)
        if not known and (form[-1] in _UNINFLECTED or (form[-1] not in "аяйь" and (case == "nomn" or sex == "femn"))):
            likely = max(likely, 0.3)
        for base, ending in _stripped(word, case, sex):
            if fold(base) in self._names:
                likely = max(likely, 2.0)
            elif not known and len(base) > 3:
                likely = max(likely, 0.5 if ending in ("ом", "ем") else 0.2)
        for parse in self._fitting(word, case, sex):
            weight = 2.0 if _NAMES & parse.tag.grammemes else 0.5 if known else 0.2
            likely = max(likely, parse.score * weight * (3.0 if fold(parse.normal_form) in self._names else 1.0))
        return likely

    def _fitting(self, word: str, case: str, sex: str) -> list[Any]:
        """The analyzer's parses of a word in a case, singular, and of a sex; listed names first, then other names."""
        found = [
            parse
            for parse in self._analyzer.parse(word)
            if _CASES.get(str(parse.tag.case)) == case
            and str(parse.tag.POS) in ("NOUN", "ADJF")
            and "plur" not in parse.tag.grammemes
            and parse.tag.gender in (None, sex)
        ]
        return sorted(found, key=lambda p: (fold(p.normal_form) not in self._names, not _NAMES & p.tag.grammemes))

    def _base(self, word: str, case: str, sex: str) -> str:
        """The nominative of a name's word that stands in another case."""
        bases = [base for base, _ in _stripped(word, case, sex)]
        listed = next((base for base in bases if fold(base) in self._names), None)
        if listed is not None:
            return listed
        found = self._fitting(word, case, sex)
        if not self._analyzer.word_is_known(fold(word)) and not (found and fold(found[0].normal_form) in self._names):
            stays = fold(word) in self._names or (word[-1] in _UNINFLECTED and case != "loct")
            return word if stays or not bases else bases[0]
        inflected = found[0].inflect({"nomn", "sing"}) if found else None
        if inflected is None or "Fixd" in found[0].tag.grammemes:
            return word
        base = str(inflected.word) if "ё" in word else str(inflected.word).replace("ё", "е")
        return base[:1].upper() + base[1:]


def _stripped(word: str, case: str, sex: str) -> list[tuple[str, str]]:
    """What a name may be in the nominative by its ending, and the ending taken off."""
    out = []
    for ending, instead in _ENDINGS.get((case, sex), ()):
        stem = word[: len(word) - len(ending)]
        if word.endswith(ending) and len(stem) > 1:
            soft = "й" if stem[-1] in "аеиоуыэюя" else "" if stem[-1] in "жшцчщ" else "ь"
            out.append((stem + instead.replace("*", soft), ending))
    return out


def _inflected(word: str, part: str) -> bool:
    """Whether a part of a name's word takes endings: capitalised letters, no acronym, no initial."""
    return part[:1].isupper() and part.isalpha() and len(part) > 1 and (len(part) < 3 or not word.isupper())


# ── Arabic ─────────────────────────────────────────────────────────────────────────────────────────────────────

_SUFFIX_PRONOUNS = {
    "هما": ("3", "d", ""), "كما": ("2", "d", ""), "هم": ("3", "p", "m"), "هن": ("3", "p", "f"), "كم": ("2", "p", ""),
    "ها": ("3", "s", "f"), "نا": ("1", "p", ""), "ه": ("3", "s", "m"), "ك": ("2", "s", ""), "ي": ("1", "s", ""),
}  # fmt: skip
_PREPOSITION_LETTERS = "بلك"


class ArabicMorphology:
    """Clitics split off and verbs recognised in all their forms, from the tables of the language pack.

    Modern written Arabic leaves short vowels out, so a word often has many readings; what is split is decided by
    what is known: a split is taken where the rest is a known word and the whole is not (وزير is not و + زير).
    Conjugation follows the strong, hollow, defective and doubled paradigms of any grammar of the language
    (Ryding, *A Reference Grammar of Modern Standard Arabic*, 2005, chapters 20 to 33).
    """

    def __init__(
        self,
        verbs: Iterable[tuple[str, str, str, str, str, str, str]],
        nouns: Iterable[tuple[str, str, tuple[str, ...]]],
        function_words: Mapping[str, str],
        names: Iterable[str],
        dictionary: Mapping[str, str],
        proper: Iterable[str],
    ) -> None:
        """``verbs`` are (perfect, imperfect, verbal nouns, active participles, passive participles, passive perfect,
        passive imperfect), the passives where they are spelt otherwise than the actives; ``nouns`` are (lemma,
        "person" or "thing", other forms); ``function_words`` map a form to its part of speech; ``dictionary`` maps
        ordinary words to theirs; ``names`` and ``proper`` are tokens of names."""
        self._forms: dict[str, dict[Reading, None]] = {}
        for perfect, imperfect, noun, active, passive, passive_perfect, passive_imperfect in verbs:
            lemma = fold(perfect)
            self._conjugate(lemma, perfect, imperfect)
            if passive_perfect or passive_imperfect:
                self._conjugate(lemma, passive_perfect, passive_imperfect, "passive")
            for masdar in noun.split("|"):
                self._add_noun(masdar, "noun", (), article=False, person=False)
            for forms, feature in ((active, "active"), (passive, "passive")):
                for form in filter(None, forms.split("|")):
                    self._add_noun(form, "noun", ())
                    for ending in ("", "ه", "ون", "ين", "ات", "ان", "ا"):
                        self._add(
                            fold(form) + ending if ending != "ه" else fold(form) + "ه",
                            Reading(lemma, "participle", features=frozenset({feature})),
                        )
        for lemma, kind, plurals in nouns:
            self._add_noun(lemma, "noun", plurals, person=kind == "person")
        self._function = {fold(form): pos for form, pos in function_words.items()}
        self._names = {fold(name) for name in names}
        self._proper = {fold(name) for name in proper}
        self._dictionary = {fold(word): pos for word, pos in dictionary.items()}
        self.pieces = cache(self._pieces)

    # building the tables

    def _add(self, form: str, reading: Reading) -> None:
        self._forms.setdefault(form, {})[reading] = None

    def _add_noun(
        self, lemma: str, pos: str, others: tuple[str, ...], article: bool = True, person: bool = True
    ) -> None:
        """A noun's forms. Only one of a person has a feminine and a sound masculine plural: معرض has no معرضة."""
        base = fold(lemma)
        if not base:
            return
        bare = base[2:] if article and lemma.startswith("ال") and len(base) > 4 else base  # not إلغاء, التقاء
        stem = bare[:-1] + "ت" if bare.endswith("ه") else bare
        feminine = bare.endswith("ه")
        self._add(bare, Reading(bare, pos, number="s", gender="f" if feminine else "m"))
        self._add(bare + "ا", Reading(bare, pos, "acc", "s", "m"))
        if feminine:
            self._add(stem[:-1] + "ات", Reading(bare, pos, number="p", gender="f"))
        else:
            self._add(bare + "ات", Reading(bare, pos, number="p", gender="f"))
            if person:
                for ending in ("ون", "ين", "و", "ي"):
                    self._add(bare + ending, Reading(bare, pos, number="p", gender="m"))
                self._add(bare + "ه", Reading(bare, pos, number="s", gender="f"))
        for ending in ("ان", "ين", "ا", "ي") if feminine or person else ("ان", "ين"):
            self._add(stem + ending, Reading(bare, pos, number="d", gender="f" if feminine else "m"))
        for other in others:
            form = fold(other)
            self._add(form, Reading(bare, pos, number="p"))
            self._add(form + "ا", Reading(bare, pos, "acc", "p"))

    def _conjugate(self, lemma: str, perfect: str, imperfect: str, *voice: str) -> None:
        """All forms of a verb; either stem may be empty."""
        past = fold(perfect)
        raw = perfect.rstrip()

        def add(form: str, number: str, gender: str, person: str, *features: str) -> None:
            same = (r for r in self._forms.get(form, ()) if r.lemma == lemma)
            if voice and any(r.pos == "verb" and r.person == "3" for r in same):
                return  # folding has made passive and active one: التقى, التقي
            self._add(form, Reading(lemma, "verb", "", number, gender, person, frozenset((*features, *voice))))

        defective = raw.endswith(("ى", "ا", "ي"))
        stem = past[:-1] if defective else past
        if not past:
            pass
        elif defective:
            kept = raw.endswith("ي")  # بقي: بقيت; but التقى: التقت
            add(past, "s", "m", "3", "past")
            if not kept:
                add(stem + "ا", "s", "m", "3", "past", "stem")  # before a pronoun: التقاه
            add(stem + ("يت" if kept else "ت"), "s", "f", "3", "past")
            add(stem + "وا", "p", "m", "3", "past")
            add(stem + "و", "p", "m", "3", "past", "stem")
            dual = "و" if raw.endswith("ا") else "ي"
            add(stem + dual + "ا", "d", "m", "3", "past")
            add(stem + ("يتا" if kept else "تا"), "d", "f", "3", "past")
            for ending, number in (("ت", "s"), ("نا", "p")):
                add(stem + dual + ending, number, "", "1", "past")
        else:
            add(past, "s", "m", "3", "past")
            add(past + "ت", "s", "f", "3", "past")
            add(past + "وا", "p", "m", "3", "past")
            add(past + "و", "p", "m", "3", "past", "stem")
            add(past + "ا", "d", "m", "3", "past")
            add(past + "تا", "d", "f", "3", "past")
            short = past
            if len(past) >= 3 and past[-2] == "ا":  # hollow: قال, قلت; استطاع, استطعت
                short = past[:-2] + past[-1]
            add(short + "ت", "s", "", "1", "past")
            add(short + "نا", "p", "", "1", "past")
            add(short + "ن", "p", "f", "3", "past")
        present = fold(imperfect)
        if len(present) < 3:
            return
        body = present[1:]
        weak = imperfect.rstrip().endswith(("ى", "ا", "ي", "و"))
        root = body[:-1] if weak else body
        for prefix, number, gender, person in (
            ("ي", "s", "m", "3"),
            ("ت", "s", "f", "3"),
            ("ا", "s", "", "1"),
            ("ن", "p", "", "1"),
        ):
            add(prefix + body, number, gender, person, "present")
            if weak:
                add(prefix + root, number, gender, person, "present", "jussive")
                if body.endswith("ي") and imperfect.rstrip().endswith("ى"):
                    add(prefix + root + "ا", number, gender, person, "present", "stem")
            elif len(body) >= 3 and body[-2] in "اوي":
                add(prefix + body[:-2] + body[-1], number, gender, person, "present", "jussive")
        for prefix, gender in (("ي", "m"), ("ت", "f")):
            joint = root if weak else body
            for ending in ("ون", "وا", "و"):
                add(prefix + joint + ending, "p", gender, "3", "present")
            add(prefix + joint + ("ين" if weak else "ن"), "p", "f", "3", "present")
            dual = joint + ("و" if weak and imperfect.rstrip().endswith("و") else "ي" if weak else "")
            for ending in ("ان", "ا"):
                add(prefix + dual + ending, "d", gender, "3", "present")

    # analysing a word

    def known(self, form: str) -> bool:
        return (
            form in self._function
            or form in self._forms
            or form in self._dictionary
            or form in self._names
            or form in self._proper
        )

    def is_lemma(self, form: str) -> bool:
        """Whether the form is the dictionary form of a word (التقى and التقاء begin like the article)."""
        return any(r.lemma == form for r in self._forms.get(form, ()))

    def is_name(self, form: str) -> bool:
        return form in self._names

    def _core(self, form: str) -> bool:
        """Whether the form, with or without the article, is a known word or name."""
        if self.known(form):
            return True
        return form.startswith("ال") and len(form) > 4 and self.known(form[2:])

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        length = len(word)
        form = fold(word)
        if not any(c.isalpha() for c in word) or form.isascii():
            return (Piece(0, length, form, (Reading(form, "name"),) if form.isalpha() else (), False),)
        if form in self._function or (len(form) <= 3 and self._core(form)):
            return (self._piece(word, 0, length),)
        for start, proclitics in self._proclitics(word):
            rest = fold(word[start:])
            if proclitics and proclitics[-1][2] == "lil":
                rest = "ال" + rest[1:]
            if start == 0 and self._core(rest) and not self._suffix_preferred(word):
                return (self._piece(word, 0, length),)
            short = len(rest) < 3 and proclitics and proclitics[-1][2] == "preposition" and rest not in self._function
            if start and len(rest) > 1 and not short and self._core(rest) and self._fits(proclitics, rest):
                return (*self._clitics(word, proclitics), self._piece(word, start, length, rest))
            pronoun = self._with_pronoun(word, start, rest)
            if pronoun and (not proclitics or proclitics[-1][2] != "lil"):
                return (*self._clitics(word, proclitics), *pronoun)
        return self._unknown(word)

    def _fits(self, proclitics: tuple[tuple[int, int, str], ...], rest: str) -> bool:
        """The future سـ goes before an imperfect verb only, a preposition never before a verb alone."""
        kinds = [kind for _, _, kind in proclitics]
        readings = self._lookup(rest)
        if rest in self._function and "future" not in kinds:
            return True
        if "future" in kinds:
            return any(r.pos == "verb" and "present" in r.features for r in readings)
        if "preposition" in kinds and readings and all(r.pos == "verb" for r in readings):
            return "present" in readings[0].features  # the ل of purpose: ليبحث
        return True

    def _proclitics(self, word: str) -> Iterable[tuple[int, tuple[tuple[int, int, str], ...]]]:
        """Ways to take proclitics off, fewest first: (length taken, ((start, stop, kind), …))."""
        yield 0, ()
        for conjunction in (0, 1):
            if conjunction and word[0] not in "وف":
                continue
            lead: tuple[tuple[int, int, str], ...] = ((0, 1, "conjunction"),) if conjunction else ()
            at = conjunction
            if conjunction and len(word) > 2:
                yield at, lead
            if len(word) - at > 3 and word[at] == "س" and fold(word[at + 1]) in "يتنا":
                yield at + 1, (*lead, (at, at + 1, "future"))
            if len(word) - at > 2 and word[at : at + 2] == "لل":
                yield at + 1, (*lead, (at, at + 1, "lil"))
            if len(word) - at > 2 and word[at] in _PREPOSITION_LETTERS:
                yield at + 1, (*lead, (at, at + 1, "preposition"))

    def _clitics(self, word: str, proclitics: tuple[tuple[int, int, str], ...]) -> tuple[Piece, ...]:
        names = {"conjunction": "particle", "future": "particle", "preposition": "preposition", "lil": "preposition"}
        return tuple(
            Piece(
                start,
                stop,
                word[start:stop],
                (Reading(word[start:stop], names[kind]),),
                True,
                frozenset({"clitic", kind}),
            )
            for start, stop, kind in proclitics
        )

    def _suffix_preferred(self, word: str) -> bool:
        """حكومته is written with ه and not ة: a possessed noun, although folding makes it look like a whole word."""
        if not word.endswith("ه") or len(word) < 4:
            return False
        stem = fold(word[:-1])
        return self.known(stem) and fold(word) not in self._names and fold(word) not in self._proper

    def _with_pronoun(self, word: str, start: int, rest: str) -> tuple[Piece, ...]:
        definite = rest.startswith("ال")  # a noun with the article has no possessor; التقاه is a verb
        for ending, (person, number, gender) in _SUFFIX_PRONOUNS.items():
            if not rest.endswith(ending) or len(rest) == len(ending):
                continue
            cut = len(word) - len(ending)
            if ending == "ه" and word.endswith("ة"):
                continue
            stem = rest[: -len(ending)]
            candidates = [stem]
            if stem.endswith("ت"):
                candidates.append(stem[:-1] + "ه")  # زيارته: زيارة + ه
            if stem.endswith("ا"):
                candidates.append(stem[:-1] + "ي")  # التقاه: التقى + ه
            if stem.endswith(("ي", "و")):
                candidates.append(stem[:-1] + "ء")
            for candidate in candidates:
                readings = self._lookup(candidate)
                function = self._function.get(candidate)
                if (ending in ("ي", "ك") or len(candidate) < 2) and function != "preposition":
                    continue
                if (
                    any(
                        r.pos == "verb"
                        or (r.pos in ("noun", "adjective") and (not definite or r.lemma.startswith("ال")))
                        for r in readings
                    )
                    or (self._dictionary.get(candidate) in ("noun", "verb") and not definite)
                    or function == "preposition"
                    or (function == "particle" and candidate in ("ان", "لكن", "لان", "كان", "انه"))
                ):
                    head = self._piece(word, start, cut, candidate)
                    tail = Piece(
                        cut,
                        len(word),
                        fold(word[cut:]),
                        (
                            Reading(
                                ending,
                                "pronoun",
                                number=number,
                                gender=gender,
                                person=person,
                                features=frozenset({"suffix"}),
                            ),
                        ),
                        True,
                        frozenset({"clitic"}),
                    )
                    return (head, tail)
        return ()

    def _unknown(self, word: str) -> tuple[Piece, ...]:
        """An unknown word is kept whole, but for و or ف before the article and لل."""
        if word[0] in "وف" and len(word) > 4 and fold(word[1:]).startswith(("ال", "لل")):
            return (*self._clitics(word, ((0, 1, "conjunction"),)), *(_shift(p, 1) for p in self.pieces(word[1:])))
        if word[0] in _PREPOSITION_LETTERS and len(word) > 4 and fold(word[1:]).startswith("ال"):
            return (*self._clitics(word, ((0, 1, "preposition"),)), self._piece(word, 1, len(word)))
        if word.startswith("لل") and len(word) > 4:
            return (*self._clitics(word, ((0, 1, "lil"),)), self._piece(word, 1, len(word), "ال" + fold(word[2:])))
        return (self._piece(word, 0, len(word)),)

    def resplit(self, word: str, vocabulary: frozenset[str]) -> tuple[Piece, ...]:
        """An unknown word taken apart because its rest stands elsewhere in the text (ولافروف beside لافروف)."""
        for start, proclitics in self._proclitics(word):
            if start and len(word) - start > 2 and proclitics[-1][2] != "future" and fold(word[start:]) in vocabulary:
                return (*self._clitics(word, proclitics), self._piece(word, start, len(word)))
        return self.pieces(word)

    def _lookup(self, form: str, article: bool = True) -> tuple[Reading, ...]:
        found = list(self._forms.get(form, ()))
        if article and form.startswith("ال") and len(form) > 4:
            found += [
                replace(r, features=r.features | {"definite"})
                for r in self._forms.get(form[2:], ())
                if r.pos in ("noun", "adjective", "participle")
            ]
        return tuple(found)

    def _piece(self, word: str, start: int, stop: int, form: str | None = None) -> Piece:
        raw = "".join(c for c in word[start:stop] if not unicodedata.combining(c) and c != "ـ")
        form = fold(raw) if form is None else form
        features: set[str] = set()
        # the article is written with a bare alif: أليكسي and ألمانيا have none
        article = (
            form.startswith("ال") and len(form) > 3 and (raw.startswith(("ال", "ٱل")) or not fold(raw).startswith("ال"))
        )
        if article:
            features.add("definite")
        if start and word[start - 1 : start + 1] == "لل" and not fold(word[start:stop]).startswith("ال"):
            features.add("lil")
        if raw == "علي" and stop == len(word):  # the name, not the preposition على
            return Piece(start, stop, form, (Reading("علي", "name"),), True, frozenset({"given"}))
        readings = list(self._lookup(form, article))
        known = bool(readings)
        if form in self._function:
            readings.insert(0, Reading(form, self._function[form]))
            known = True
        bare = form[2:] if article and len(form) > 4 else form
        for candidate in (form, bare):
            pos = self._dictionary.get(candidate)
            if pos is not None:
                known = True
                if not any(r.pos == pos for r in readings):
                    readings.append(
                        Reading(
                            candidate,
                            pos if pos in ("noun", "verb", "adjective") else "adverb",
                            features=frozenset({"definite"}) if candidate != form else frozenset(),
                        )
                    )
        if form in self._names or (form in self._proper and not readings):
            readings.append(Reading(form, "name"))  # a word of a longer name only where it is nothing else
        if "ُ" in word[start : start + 3]:
            readings = [replace(r, features=r.features | {"passive"}) if r.pos == "verb" else r for r in readings]
        return Piece(start, stop, form, tuple(readings), known, frozenset(features))

    def nominative(self, words: tuple[str, ...], gender: str = "") -> tuple[str, ...]:
        return words


def _shift(piece: Piece, by: int) -> Piece:
    return replace(piece, start=piece.start + by, stop=piece.stop + by)
