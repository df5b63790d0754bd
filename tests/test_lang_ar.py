"""The tables of the Arabic pack: well-formed, sorted, naming only what the ontology has, and fit for one another."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter

import pytest

from kg import language, ontology, resources
from kg.morphology import fold
from kg.pattern import compile_pattern
from kg.resources import Row

FOLDER = resources.path("data", "lang", "ar")
COLUMNS = {
    "words.tsv": ["form", "class", "features"],
    "titles.tsv": ["title", "relations", "features", "implies"],
    "heads.tsv": ["head", "kind", "complement", "features"],
    "carriers.tsv": ["carrier", "features"],
    "demonyms.tsv": ["demonym", "actor"],
    "names.tsv": ["name", "class"],
    "nominals.tsv": ["nominal", "refers", "features"],
    "cues.tsv": ["cue", "class", "features"],
    "dates.tsv": ["form", "class", "value"],
    "numbers.tsv": ["form", "class", "value"],
    "affixes.tsv": ["affix", "class", "features"],
    "dictionary.tsv": ["word", "class"],
    "nouns.tsv": ["noun", "plurals"],
    "verbs.tsv": [
        "verb", "imperfect", "masdar", "active participle", "passive participle", "passive perfect",
        "passive imperfect",
    ],
}  # fmt: skip
CLASSES = {
    "words.tsv": {
        "and", "but", "prep", "neg", "rel", "that", "sub", "pron", "det", "aux", "modal", "adv", "such", "interjection",
    },
    "cues.tsv": {
        "say", "according", "publish", "negation", "refuse", "plan", "promise", "hypothetical", "former", "fail",
        "begin", "end", "deny", "light",
    },
    "names.tsv": {"given", "family", "particle", "m", "f", "word"},
    "dictionary.tsv": {"noun", "verb", "adjective", "other"},
    "affixes.tsv": {
        "conjunction", "preposition", "future", "article", "question", "pronoun", "plural", "dual", "feminine", "nisba",
    },
}  # fmt: skip
KEYS = {"words.tsv": 2, "cues.tsv": 2, "dates.tsv": 2, "numbers.tsv": 2, "affixes.tsv": 2, "verbs.tsv": 3}
ONE_WORD = {"names.tsv": "name", "dictionary.tsv": "word", "nouns.tsv": "noun", "verbs.tsv": "verb"}
BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")
TABLES = sorted(COLUMNS)


def rows(name: str) -> list[Row]:
    return list(resources.table(FOLDER / name))


@pytest.mark.parametrize("name", TABLES)
def test_table_is_well_formed(name: str) -> None:
    found = rows(name)
    assert found, "an empty table"
    assert list(found[0].cells) == COLUMNS[name]
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not BIDI.search(text)
    assert "\r" not in text and text.endswith("\n") and not text.endswith("\n\n")
    for row in found:
        for cell in row.cells.values():
            assert cell == " ".join(cell.split()), row.line


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_sorted_and_unique(name: str) -> None:
    found = [tuple(row.cells.values()) for row in rows(name)]
    assert found == sorted(found)
    keys = Counter(cells[: KEYS.get(name, 1)] for cells in found)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_classes_are_known(name: str) -> None:
    for row in rows(name):
        assert set(re.split("[|,]", row["class"])) <= CLASSES[name], row.line


@pytest.mark.parametrize("name", sorted(ONE_WORD))
def test_words_are_single_and_unvocalised(name: str) -> None:
    for row in rows(name):
        assert " " not in row[ONE_WORD[name]], row.line
        assert not VOWELS.search(row[ONE_WORD[name]]), row.line


def test_complements_are_known() -> None:
    assert {row["complement"] for row in rows("heads.tsv")} <= {"name", "phrase", "country", "any"}


def test_kinds_and_relations_are_in_the_ontology() -> None:
    known = ontology.load()
    for row in rows("heads.tsv"):
        known.kind(row["kind"])
    for row in rows("nominals.tsv"):
        known.kind(row["refers"])
    for row in rows("titles.tsv"):
        for relation in row.list("relations"):
            assert known.admits(relation, "Person", None), row.line


def test_a_verb_is_given_in_its_two_stems() -> None:
    for row in rows("verbs.tsv"):
        assert row["imperfect"].startswith("ي"), row.line
        assert row["masdar"], row.line


def test_patterns_have_known_triggers() -> None:
    """Each pattern compiles; its words are known to the morphology, and a verb pattern's trigger is a verb."""
    pack, known = language.load("ar"), ontology.load()
    prepositions = {fold(row["form"]) for row in rows("words.tsv") if row["class"] == "prep"}
    vocabulary = {fold(form) for name in ("verbs.tsv", "nouns.tsv", "dictionary.tsv") for row in rows(name)
                  for cell in row.cells.values() for form in cell.split("|")}  # fmt: skip
    vocabulary |= {fold(word) for row in rows("words.tsv") for word in row["form"].split()}
    verbs = {fold(row["verb"]) for row in rows("verbs.tsv")}
    seen = 0
    for relation in known.relations.values():
        for text in relation.patterns.get("ar", ()):
            frame = compile_pattern(
                relation.name,
                text,
                lambda word: pack.keys(word)[0],
                lambda words: " ".join(map(fold, words)) in prepositions,
            )
            if frame.verb_only:
                assert set(frame.triggers) <= verbs, text
            unknown = {key for keys in (frame.triggers, *frame.context) for key in keys if len(key) > 1} - vocabulary
            assert not unknown, (text, unknown)
            for slot in frame.slots:
                assert slot.kind is None or known.admits(
                    relation.name,
                    slot.kind if slot.role == "subject" else None,
                    slot.kind if slot.role == "object" else None,
                ), text
            seen += 1
    assert seen > 1000


def test_settings() -> None:
    settings = tomllib.loads((FOLDER / "language.toml").read_text(encoding="utf-8"))
    assert settings["name"] == "العربية"
    assert settings["direction"] == "rtl"
