"""The tables of the English pack: well-formed, sorted, and naming only what the ontology has."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence

import pytest

from kg import language, ontology, resources
from kg.pattern import compile_pattern
from kg.registry import Registry
from kg.resources import Row

FOLDER = resources.path("data", "lang", "en")
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
}
CLASSES = {
    "words.tsv": {
        "and", "but", "prep", "neg", "rel", "that", "sub", "pron", "det", "aux", "modal", "adv", "such", "interjection",
    },
    "cues.tsv": {
        "say", "according", "publish", "negation", "refuse", "plan", "promise", "hypothetical", "former", "fail",
        "begin", "end", "deny",
    },
    "dates.tsv": {
        "month", "weekday", "relative", "unit", "ago", "last", "next", "this", "since", "until", "in", "of", "open",
        "join", "part", "daypart", "ordinal", "future", "era", "hijri",
    },
    "numbers.tsv": {
        "number", "multiplier", "currency", "subunit", "percent", "approx", "thousands", "decimal", "skip",
        "unit", "many",
    },
    "names.tsv": {"given", "family", "particle", "m", "f"},
    "affixes.tsv": {"possessive", "negation", "modal", "aux", "prefix", "suffix"},
    "heads.tsv": {"name", "phrase", "country", "any"},
}  # fmt: skip
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
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
    assert len({tuple(cells[:2]) for cells in found}) == len(found)


@pytest.mark.parametrize("name", ["titles.tsv", "heads.tsv", "carriers.tsv", "nominals.tsv", "cues.tsv", "words.tsv"])
def test_entries_are_in_lower_case_or_plainly_capitalised(name: str) -> None:
    """An entry that begins with a capital counts only where so written; none has a capital further in alone."""
    column = COLUMNS[name][0]
    for row in rows(name):
        entry = row[column]
        assert entry == entry.lower() or entry[0].isupper(), row.line


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_classes_are_known(name: str) -> None:
    column = "complement" if name == "heads.tsv" else "class"
    for row in rows(name):
        assert set(re.split("[|,]", row[column])) <= CLASSES[name], row.line


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


def test_settings() -> None:
    settings = tomllib.loads((FOLDER / "language.toml").read_text(encoding="utf-8"))
    assert settings["name"] == "English"


def test_relations_kinds_and_actors_exist() -> None:
    known = ontology.load()
    registry = Registry.load()
    for row in rows("titles.tsv"):
        assert all(relation in known.relations for relation in row.list("relations")), row.line
        assert not row["implies"] or registry.actor(row["implies"]), row.line
    for name, column in (("heads.tsv", "kind"), ("nominals.tsv", "refers")):
        for row in rows(name):
            assert row[column] in known.kinds, f"{name}:{row.line}"
    for row in rows("demonyms.tsv"):
        assert registry.actor(row["actor"]), row.line
    for row in rows("affixes.tsv"):
        if row["class"] == "suffix" and row["features"] != "title":
            relation, party = row["features"].split("|")
            assert relation in known.relations and party in ("subject", "object"), row.line


def test_every_relation_has_patterns_that_compile() -> None:
    known = ontology.load()
    pack = language.load("en")

    def is_preposition(words: Sequence[str]) -> bool:
        tokens = pack.entry(" ".join(words))
        length, found = pack.functions.longest(tokens, 0) if tokens else (0, [])
        return bool(tokens) and length == len(tokens) and any(f.kind == "prep" for f in found)

    titled = {relation for row in rows("titles.tsv") for relation in row.list("relations")}
    for relation in known.relations.values():
        patterns = relation.patterns.get("en", ())
        assert patterns or relation.name in titled or not relation.definition, relation.name
        for text in patterns:
            frame = compile_pattern(relation.name, text, str.lower, is_preposition)
            roles = {slot.role for slot in frame.slots}
            assert roles == {"subject", "object"} or relation.symmetric, text
            for alternatives in re.findall(r"\(([^)]*)\) \{", text):
                marks = {is_preposition(word.split()) for word in alternatives.split("|")}
                assert len(marks) == 1, f"prepositions and other words mixed: {text}"
