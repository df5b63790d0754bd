"""The tables of the Russian pack: well-formed, sorted, in dictionary form, naming only what the ontology has."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from kg import language, ontology, resources
from kg.language import Language
from kg.ontology import Ontology
from kg.pattern import compile_pattern
from kg.registry import Registry
from kg.resources import Row

FOLDER = resources.path("data", "lang", "ru")
COLUMNS = {
    "affixes.tsv": ["affix", "class", "features"],
    "carriers.tsv": ["carrier", "features"],
    "cues.tsv": ["cue", "class", "features"],
    "dates.tsv": ["form", "class", "value"],
    "demonyms.tsv": ["demonym", "actor"],
    "dictionary.tsv": ["word", "class"],
    "heads.tsv": ["head", "kind", "complement", "features"],
    "names.tsv": ["name", "class"],
    "nominals.tsv": ["nominal", "refers", "features"],
    "numbers.tsv": ["form", "class", "value"],
    "titles.tsv": ["title", "relations", "features", "implies"],
    "words.tsv": ["form", "class", "features"],
}
CLASSES = {
    "words.tsv": {
        "and", "but", "prep", "neg", "rel", "that", "sub", "pron", "det", "aux", "modal", "adv", "such", "interjection",
    },
    "cues.tsv": {
        "say", "according", "publish", "negation", "refuse", "plan", "promise", "hypothetical", "former", "fail",
        "begin", "end", "deny", "light",
    },
    "dates.tsv": {
        "month", "weekday", "relative", "unit", "ago", "last", "next", "this", "since", "until", "in", "of", "open",
        "join", "part", "daypart", "ordinal", "future", "era", "hijri",
    },
    "numbers.tsv": {
        "number", "multiplier", "currency", "subunit", "percent", "approx", "thousands", "decimal", "skip", "unit",
    },
    "names.tsv": {"given", "family", "particle", "m", "f"},
    "dictionary.tsv": {"word", "calendar"},
}  # fmt: skip
FEATURES = {
    "words.tsv": {
        "of", "at", "in", "to", "from", "by", "with", "lead", "between", "against", "about", "for", "as", "time",
        "cause", "topic", "other", "concession", "condition", "purpose", "hypothetical", "planned", "be", "become",
        "passive",
        "1s", "1p", "2", "3ms", "3fs", "3ns", "3p", "poss", "dem", "refl", "reciprocal", "indefinite",
        "dual",
    },
    "titles.tsv": {"honorific", "rank", "deputy", "counterpart", "former", "f"},
    "heads.tsv": {"role", "alone", "states:capital_of"},
    "carriers.tsv": {"country", "unnamed", "people"},
    "nominals.tsv": {"dual", "plural", "side", "unnamed"},
    "cues.tsv": {"that", "weak", "noun", "object", "verb"},
}  # fmt: skip
COMPLEMENTS = {"name", "phrase", "country", "any"}
BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LATIN_IN_CYRILLIC = re.compile("[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE)
TABLES = sorted(COLUMNS)
# Phrase tables whose one-word entries stand for things: no form of a verb may be taken for one.
THINGS = ["titles.tsv", "heads.tsv", "carriers.tsv", "nominals.tsv"]


def rows(name: str) -> list[Row]:
    return list(resources.table(FOLDER / name))


def parts(cell: str) -> list[str]:
    return [part for part in re.split(r"[|,]", cell) if part]


@pytest.fixture(scope="module")
def pack() -> Language:
    return language.load("ru")


@pytest.fixture(scope="module")
def vocabulary() -> Ontology:
    return ontology.load()


def patterns(vocabulary: Ontology) -> list[tuple[str, str]]:
    return [(name, text) for name, r in sorted(vocabulary.relations.items()) for text in r.patterns.get("ru", ())]


def is_preposition(pack: Language) -> Callable[[Sequence[str]], bool]:
    def check(words: Sequence[str]) -> bool:
        tokens = pack.entry(" ".join(words))
        length, functions = pack.functions.longest(tokens, 0) if tokens else (0, [])
        return bool(tokens) and length == len(tokens) and any(f.kind == "prep" for f in functions)

    return check


@pytest.mark.parametrize("name", TABLES)
def test_table_is_well_formed(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not BIDI.search(text)
    assert not LATIN_IN_CYRILLIC.search(text), "a Latin letter inside a Russian word"
    assert "\r" not in text and text.endswith("\n") and not text.endswith("\n\n")
    header = next(line for line in text.split("\n") if line and not line.startswith("#"))
    assert header.split("\t") == COLUMNS[name]
    for row in rows(name):
        assert row[COLUMNS[name][0]], row.line
        for cell in row.cells.values():
            assert cell == " ".join(cell.split()), row.line


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_sorted_and_unique(name: str) -> None:
    found = [tuple(row.cells.values()) for row in rows(name)]
    assert found == sorted(found)
    assert not [cells for cells, count in Counter(cells[:2] for cells in found).items() if count > 1]


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_classes_are_known(name: str) -> None:
    for row in rows(name):
        assert set(parts(row["class"])) <= CLASSES[name], (row.line, row["class"])


@pytest.mark.parametrize("name", sorted(FEATURES))
def test_features_are_known(name: str) -> None:
    for row in rows(name):
        assert set(parts(row["features"])) <= FEATURES[name], (row.line, row["features"])


def test_kinds_relations_and_actors_exist(vocabulary: Ontology) -> None:
    registry = Registry.load()
    for row in rows("titles.tsv"):
        assert set(parts(row["relations"])) <= set(vocabulary.relations), row.line
        assert not row["implies"] or registry.actor(row["implies"]) is not None, (row.line, row["implies"])
    for row in rows("heads.tsv"):
        assert row["kind"] in vocabulary.kinds and row["complement"] in COMPLEMENTS, row.line
    for row in rows("nominals.tsv"):
        assert row["refers"] in vocabulary.kinds, row.line
    for row in rows("demonyms.tsv"):
        assert registry.actor(row["actor"]) is not None, (row.line, row["actor"])


@pytest.mark.parametrize("name", ["titles.tsv", "heads.tsv", "carriers.tsv"])
def test_no_two_entries_are_found_by_the_same_words(name: str, pack: Language) -> None:
    """Inflected forms of one entry («глава МИД», «глава МИДа») are the same entry."""
    column = COLUMNS[name][0]
    counts = Counter(pack.keys(row[column]) for row in rows(name))
    assert not [keys for keys, count in counts.items() if count > 1]


@pytest.mark.parametrize("name", THINGS)
def test_no_verb_is_taken_for_a_thing(name: str, pack: Language) -> None:
    """A participle used as a noun (обвиняемый) would be found by its verb: «обвиняет» is nobody."""
    for row in rows(name):
        tokens = pack.entry(row[COLUMNS[name][0]])
        keys = pack.keys(row[COLUMNS[name][0]])
        if len(tokens) == 1 and not tokens[0].text.isupper():
            verbs = {r.lemma for r in tokens[0].readings if r.pos in ("verb", "participle", "gerund")}
            nouns = {r.lemma for r in tokens[0].readings if r.pos not in ("verb", "participle", "gerund")}
            assert keys[0] not in verbs - nouns, (row.line, keys)


def test_values_are_of_their_class() -> None:
    for row in rows("dates.tsv"):
        limits = {"month": (1, 12), "weekday": (1, 7), "relative": (-2, 2), "hijri": (1, 12)}.get(row["class"])
        if limits:
            assert limits[0] <= int(row["value"]) <= limits[1], row.line
    for row in rows("numbers.tsv"):
        if row["class"] in ("number", "multiplier"):
            assert float(row["value"]) >= 0, row.line
        if row["class"] in ("currency", "subunit"):
            assert re.fullmatch("[A-Z]{3}", row["value"]), row.line
        if row["class"] == "unit":
            assert re.fullmatch("[A-Za-z][A-Za-z -]+", row["value"]), row.line


def test_patterns_compile_and_are_unique(pack: Language, vocabulary: Ontology) -> None:
    found = patterns(vocabulary)
    assert len(found) > 500
    assert len(set(found)) == len(found)
    for relation, text in found:
        compile_pattern(relation, text, lambda word: pack.keys(word)[0], is_preposition(pack))


def test_words_of_patterns_are_in_dictionary_form(pack: Language, vocabulary: Ontology) -> None:
    """Verbs in the infinitive, nouns in the nominative: a word that no form can be found by would never match."""
    preposition = is_preposition(pack)
    wrong = set()
    for _, text in patterns(vocabulary):
        for group in re.split(r"[|()]", re.sub(r"\{[^}]*\}|!\w+", "|", text)):
            for word in [] if preposition(group.split()) else group.split():
                (token, *_) = pack.entry(word)
                if not preposition([word]) and not any(
                    "infinitive" in r.features if r.pos == "verb" else r.case in ("", "nom") for r in token.readings
                ):
                    wrong.add(word)
    assert not wrong


def test_alternatives_of_a_pattern_are_single_words_or_prepositions(pack: Language, vocabulary: Ontology) -> None:
    preposition = is_preposition(pack)
    for relation, text in patterns(vocabulary):
        for group in re.findall(r"\(([^()]*)\)", text):
            words = group.split("|")
            assert len(words) == len(set(words)), (relation, text)
            for word in words:
                assert " " not in word or preposition(word.split()), (relation, text, word)


@pytest.mark.parametrize(
    ("form", "nominative"),
    [
        ("Александру Вучичу", "Александр Вучич"),
        ("Анналеной Бербок", "Анналена Бербок"),
        ("Биньямином Нетаньяху", "Биньямин Нетаньяху"),
        ("Воиславом Коштуницей", "Воислав Коштуница"),
        ("Гелой Бежуашвили", "Гела Бежуашвили"),
        ("Джо Байденом", "Джо Байден"),
        ("Дика Схоофа", "Дик Схооф"),
        ("Зеленского", "Зеленский"),
        ("Касым-Жомартом Токаевым", "Касым-Жомарт Токаев"),
        ("Ким Чен Ына", "Ким Чен Ын"),
        ("Линн Трейси", "Линн Трейси"),
        ("Майя Санду", "Майя Санду"),
        ("Марией Захаровой", "Мария Захарова"),
        ("Мигелем Диас-Канелем", "Мигель Диас-Канель"),
        ("Никола Пашиняна", "Никол Пашинян"),
        ("Светланой Тихановской", "Светлана Тихановская"),
        ("Сергея Скрипаля", "Сергей Скрипаль"),
        ("Си Цзиньпином", "Си Цзиньпин"),
        ("Урсулой фон дер Ляйен", "Урсула фон дер Ляйен"),
    ],
)
def test_names_are_put_back_into_the_nominative(form: str, nominative: str, pack: Language) -> None:
    assert " ".join(pack.morphology.nominative(tuple(form.split()))) == nominative


def test_far_fetched_readings_are_left_out(pack: Language) -> None:
    """«после» is no form of «посол», «бывший» none of «быть», «к» none of «как»."""
    for word, lemma in (("после", "посол"), ("бывший", "быть"), ("к", "как")):
        (token,) = pack.entry(word)
        assert lemma not in token.keys


def test_settings() -> None:
    settings = tomllib.loads((FOLDER / "language.toml").read_text(encoding="utf-8"))
    assert settings["name"] == "русский" and settings["morphology"] == "russian"
