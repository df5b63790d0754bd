"""Written words taken apart. A bar in a case marks where a clitic, a suffix or a part of a compound is cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import language
from kg.model import Reading
from kg.morphology import Morphology, PlainMorphology, fold

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئء\u064e\u064f\u0650\u0651\u0640"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖ-"
ENGLISH = "abcdefghijklmnopqrstuvwxyzABCDE'’-."
ALPHABETS = {"ar": ARABIC, "en": ENGLISH, "ru": RUSSIAN}


def morphology(code: str) -> Morphology:
    return language.load(code).morphology


def bars(code: str, word: str) -> str:
    return "|".join(word[piece.start : piece.stop] for piece in morphology(code).pieces(word))


def readings(code: str, word: str) -> tuple[Reading, ...]:
    """The readings of the longest part of a word."""
    pieces = morphology(code).pieces(word)
    return max(pieces, key=lambda piece: piece.stop - piece.start).readings


# ── any language ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أنقرة", "انقره"),
        ("إلى", "الي"),
        ("مسؤول", "مسوول"),
        ("قُتِلَ", "قتل"),
        ("عمّـــان", "عمان"),
        ("Пётр", "петр"),
        ("Йемен", "йемен"),
        ("Côte", "cote"),
        ("Russia’s", "russia's"),
        ("U‑turn", "u-turn"),
    ],
)
def test_spellings_of_one_word_fold_together(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("code", ALPHABETS)
def test_pieces_follow_one_another_and_make_up_the_word(code: str) -> None:
    pieces = morphology(code).pieces

    @given(st.text(ALPHABETS[code], min_size=1, max_size=12) | st.text(min_size=1, max_size=12))
    def check(word: str) -> None:
        assert "".join(word[piece.start : piece.stop] for piece in pieces(word)) == word
        assert all(piece.start < piece.stop for piece in pieces(word))

    check()


@pytest.mark.parametrize("code", ALPHABETS)
@pytest.mark.parametrize("gender", ["", "m", "f"])
def test_a_name_keeps_its_number_of_words_in_the_nominative(code: str, gender: str) -> None:
    nominative = morphology(code).nominative

    @given(st.lists(st.text(ALPHABETS[code], min_size=1, max_size=12), max_size=3))
    def check(words: list[str]) -> None:
        base = nominative(tuple(words), gender)
        assert len(base) == len(words) and all(base)

    check()


def test_a_language_without_tables_has_each_word_as_its_own_lemma() -> None:
    (piece,) = PlainMorphology().pieces("Straße")
    assert [(r.lemma, r.pos) for r in piece.readings] == [("straße", "noun")]


# ── Arabic ─────────────────────────────────────────────────────────────────────────────────────────────────────

CLITICS = """
    و|ب|الرياض  و|ل|لأردن  ل|لبنان  ل|ليمن  ب|الكرملين  ل|لكرملين  ل|طهران  و|لبنان  و|لافروف  ب|ألمانيا
    س|يزور  و|س|يوقعون  ف|س|يلتقون  ف|قال  و|قال  و|التقى  و|التقاء  ل|يبحث  ل|لاتحاد
    زيارت|ه  قنصليت|ها  ل|التقائ|ه  لقائ|ه  لقاء|ه  حكومت|هم  بلاد|ه  و|بلدان|هم  أبنائ|هم  مسؤولي|ها
    التقا|ه  استقبل|هم  يستقبل|هم  بين|هما  علي|ه  لدي|ها  ل|هم  و|ب|ه
    و|وزارة  ب|مسؤولين  و|الذين  ك|المعتاد
"""
WHOLE = """
    وزير وزارة وكالة وفد وليد وائل بيروت بيان بحث بغداد لقاء لبنان لكن لن كتاب كمال كريم كازاخستان
    فهد فيصل فرنسا سلطان سلمان سوريا سيرغي بوتين لافروف إسلام التقاء الذي
"""


@pytest.mark.parametrize("word", CLITICS.split())
def test_an_arabic_word_is_parted_from_its_clitics(word: str) -> None:
    assert bars("ar", word.replace("|", "")) == word


@pytest.mark.parametrize("word", WHOLE.split())
def test_a_first_or_last_letter_of_the_word_itself_is_no_clitic(word: str) -> None:
    assert bars("ar", word) == word


@pytest.mark.parametrize("word", ["والدروفسكي", "بالدروفسكي", "للدروفسكي"])
def test_of_an_unknown_word_only_what_stands_before_the_article_is_taken(word: str) -> None:
    assert len(morphology("ar").pieces(word)) == 2
    assert bars("ar", "دروفسكي") == "دروفسكي"


def test_a_possessed_noun_is_found_under_its_own_spelling() -> None:
    noun, pronoun = morphology("ar").pieces("زيارته")
    assert (noun.form, pronoun.form) == ("زياره", "ه")
    assert (pronoun.readings[0].person, pronoun.readings[0].gender) == ("3", "m")


# Each verb form: lemma, number (s singular, d dual, p plural), gender, person.
VERBS = {
    "قال": "قال s m 3",
    "قالت": "قال s f 3",
    "قلنا": "قال p - 1",
    "زارت": "زار s f 3",
    "زرنا": "زار p - 1",
    "يزورون": "زار p m 3",
    "يزر": "زار s m 3",
    "سيوقعون": "وقع p m 3",
    "يوقعان": "وقع d m 3",
    "وقعوا": "وقع p m 3",
    "التقى": "التقي s m 3",
    "التقيا": "التقي d m 3",
    "التقت": "التقي s f 3",
    "التقوا": "التقي p m 3",
    "يلتقيان": "التقي d m 3",
    "يلتق": "التقي s m 3",
    "دعت": "دعا s f 3",
    "دعوا": "دعا p m 3",
    "يدعو": "دعا s m 3",
    "بقيت": "بقي s f 3",
    "استطاعت": "استطاع s f 3",
    "اتفقا": "اتفق d m 3",
    "ردت": "رد s f 3",
    "يرد": "رد s m 3",
    "أدانت": "ادان s f 3",
    "نؤكد": "اكد p - 1",
    "ندين": "ادان p - 1",
    "تدعم": "دعم s f 3",
}


@pytest.mark.parametrize("form", VERBS)
def test_a_verb_is_known_in_all_its_forms(form: str) -> None:
    verbs = [r for r in readings("ar", form) if r.pos == "verb"]
    assert VERBS[form] in {f"{r.lemma} {r.number} {r.gender or '-'} {r.person}" for r in verbs}


def features(code: str, form: str, pos: str) -> set[frozenset[str]]:
    return {r.features for r in readings(code, form) if r.pos == pos}


def test_passives_are_told_by_their_spelling_or_a_vowel_mark() -> None:
    assert {"passive", "past"} in features("ar", "اغتيل", "verb")
    assert {"passive", "past"} in features("ar", "قُتل", "verb")
    assert features("ar", "قتل", "verb") == {frozenset({"past"})}


def test_participles_are_readings_of_their_verb() -> None:
    assert ("وقع", "participle") in {(r.lemma, r.pos) for r in readings("ar", "موقع")}
    assert ("شارك", "participle") in {(r.lemma, r.pos) for r in readings("ar", "المشاركون")}


def test_the_name_and_the_preposition_of_the_same_letters_are_told_apart() -> None:
    assert [r.pos for r in readings("ar", "علي")] == ["name"]
    assert readings("ar", "على")[0].pos == "preposition"


def test_a_foreign_name_with_hamza_has_no_article() -> None:
    pieces = [*morphology("ar").pieces("ألكسندر"), *morphology("ar").pieces("الرئيس")]
    assert ["definite" in piece.features for piece in pieces] == [False, True]


# ── Russian ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Москве", "москва noun loc s f"),
        ("России", "россия noun gen s f"),
        ("российского", "российский adjective gen s m"),
        ("встретились", "встретиться verb - p -"),
        ("подписанное", "подписать participle nom s n"),
        ("подписав", "подписать gerund - - -"),
        ("президентом", "президент noun ins s m"),
        ("министров", "министр noun gen p m"),
        ("ею", "она pronoun ins s f"),
        ("Ещё", "еще adverb - - -"),
    ],
)
def test_russian_readings_hold_the_lemma_and_the_inflection(form: str, expected: str) -> None:
    found = {" ".join(x or "-" for x in (r.lemma, r.pos, r.case, r.number, r.gender)) for r in readings("ru", form)}
    assert expected in found


def test_far_fetched_russian_readings_are_left_out() -> None:
    assert "посол" not in {r.lemma for r in readings("ru", "после")}
    assert "быть" not in {r.lemma for r in readings("ru", "бывший")}


def test_short_participles_and_infinitives_are_marked() -> None:
    assert {"passive", "past", "short"} in features("ru", "подписан", "participle")
    assert {"infinitive"} in features("ru", "заявить", "verb")


NOMINATIVES = [
    ("m", "Касым-Жомарта Токаева", "Касым-Жомарт Токаев"),
    ("m", "Токаева", "Токаев"),
    ("m", "Сийярто", "Сийярто"),
    ("m", "Петера Сийярто", "Петер Сийярто"),
    ("m", "Сергею Лаврову", "Сергей Лавров"),
    ("m", "Дмитрием Песковым", "Дмитрий Песков"),
    ("m", "Алексея Бородавкина", "Алексей Бородавкин"),
    ("m", "Антониу Гутерришем", "Антониу Гутерриш"),
    ("m", "Ильхама Алиева", "Ильхам Алиев"),
    ("m", "Мирзиёева", "Мирзиёев"),
    ("m", "Ван И", "Ван И"),
    ("f", "Марии Захаровой", "Мария Захарова"),
    ("f", "Ангелой Меркель", "Ангела Меркель"),
    ("f", "Валентины Матвиенко", "Валентина Матвиенко"),
    ("f", "Урсулы фон дер Ляйен", "Урсула фон дер Ляйен"),
    ("", "Владимиром Путиным", "Владимир Путин"),
    ("", "ООН", "ООН"),
]


@pytest.mark.parametrize(("gender", "form", "nominative"), NOMINATIVES)
def test_a_russian_name_is_put_back_into_the_nominative(gender: str, form: str, nominative: str) -> None:
    assert " ".join(morphology("ru").nominative(tuple(form.split()), gender)) == nominative


@pytest.mark.parametrize(("gender", "form", "nominative"), NOMINATIVES)
def test_a_name_in_the_nominative_stays_as_it_is(gender: str, form: str, nominative: str) -> None:
    assert " ".join(morphology("ru").nominative(tuple(nominative.split()), gender)) == nominative


# ── English ────────────────────────────────────────────────────────────────────────────────────────────────────

ENGLISH_WORDS = """
    Russia|'s  Russia|’s  leaders|'  leaders|’  UN|'s  James|'s  Moscow|-|based  U.S.|-|led  Dubai|-|based|'s
    Al-Assad  Kassym-Jomart  O'Brien  Sino-Russian  state-owned  non-aligned  2022  U.S.
"""


@pytest.mark.parametrize("word", ENGLISH_WORDS.split())
def test_english_possessives_and_compounds_of_place_names_are_parted(word: str) -> None:
    assert bars("en", word.replace("|", "")) == word


def test_the_possessive_mark_is_a_particle_of_its_own() -> None:
    _, mark = morphology("en").pieces("Russia’s")
    assert (mark.form, mark.readings[0].features) == ("'s", {"possessive"})


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("signed", "sign verb"),
        ("met", "meet verb"),
        ("says", "say verb"),
        ("writing", "write verb"),
        ("ministers", "minister noun"),
        ("treaties", "treaty noun"),
        ("united", "united adjective"),
        ("Tokayev", "tokayev name"),
    ],
)
def test_english_lemmas(form: str, expected: str) -> None:
    assert expected in {f"{r.lemma} {r.pos}" for r in readings("en", form)}


def test_forms_of_a_verb_are_told_apart() -> None:
    assert features("en", "signing", "verb") == {frozenset({"gerund"})}
    assert features("en", "signs", "verb") == {frozenset({"present"})}
    assert features("en", "sign", "verb") == {frozenset({"base", "present"})}
    assert features("en", "taken", "verb") == {frozenset({"participle"})}
