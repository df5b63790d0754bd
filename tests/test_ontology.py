"""The ontology: how it is read, and whether its files say what the program and its readers need."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ontology, resources
from kg.errors import OntologyError, UnknownName
from kg.graph import Iris, ontology_quads
from kg.ontology import NAMESPACE, Kind, Ontology, Relation
from tests import actors

LANGUAGES = {"ar": "[ء-ي]", "en": "[A-Za-z]", "ru": "[А-яё]"}
TYPES = {"Person", "Country", "Organization", "Media", "Place", "Facility", "Agreement", "Event"}
PREFIXES = f"""
@prefix kg: <{NAMESPACE}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TEACHES = """
kg:teaches a owl:ObjectProperty ;
    rdfs:subPropertyOf kg:aids ;
    rdfs:label "teaches"@en , "يعلم"@ar ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( kg:Person kg:University ) ] ;
    rdfs:range kg:Person ;
    kg:sign 1 ;
    kg:cameo "070" ;
    kg:pattern "{subject} teach {object}"@en , "{subject} educate {object}"@en ;
    skos:example "{s:Anna} taught {o:Omar}."@en .
kg:taught_by a owl:ObjectProperty ; owl:inverseOf kg:teaches .
"""
DATA = resources.path("data")

known = ontology.load()
relations = pytest.mark.parametrize("relation", known.relations.values(), ids=lambda relation: relation.name)
kinds = pytest.mark.parametrize("kind", known.kinds.values(), ids=lambda kind: kind.name)


# How it is read


@pytest.fixture
def more(tmp_path: Path) -> Callable[[str], Ontology]:
    """Loads the ontology with a piece of Turtle added."""

    def load(turtle: str) -> Ontology:
        file = tmp_path / "more.ttl"
        file.write_text(PREFIXES + turtle, encoding="utf-8")
        return ontology.load.__wrapped__(file)

    return load


def test_one_block_adds_a_relation(more: Callable[[str], Ontology]) -> None:
    assert more(TEACHES).relation("teaches") == Relation(
        name="teaches",
        labels={"ar": "يعلم", "en": "teaches"},
        definition={},
        domain=("Person", "University"),
        range=("Person",),
        broader=("aids",),
        inverse="taught_by",
        symmetric=False,
        transitive=False,
        plover=None,
        cameo="070",
        sign=1,
        patterns={"en": ("{subject} educate {object}", "{subject} teach {object}")},
        examples={"en": ("{s:Anna} taught {o:Omar}.",)},
        through=False,
    )


def test_kinds_inherit(more: Callable[[str], Ontology]) -> None:
    academy = more('kg:Academy a owl:Class ; rdfs:subClassOf kg:University ; rdfs:label "academy"@en .').kind("Academy")
    university = known.kind("University")
    assert academy == Kind(
        "Academy", {"en": "academy"}, {}, ("University", *university.broader), "Organization", university.adjectival
    )
    assert (known.kind("Ministry").adjectival, known.kind("Newspaper").adjectival) == ("part_of", "based_in")
    assert (known.type_of("Newspaper"), known.type_of("Region"), known.type_of("")) == ("Media", "Place", "")
    assert known.kind("Newspaper").broader[:2] == ("Media", "Organization")


def test_super_relations_are_transitive() -> None:
    assert known.broader("consul_of") == ("ambassador_of", "represents")
    assert known.broader("represents") == ()


def test_admits_by_kinds_and_those_below() -> None:
    assert known.admits("ambassador_of", "Person", "Country")
    assert known.admits("published_in", "Company", "Newspaper")
    assert not known.admits("ambassador_of", "Country", "Person")
    assert known.admits("legislator_of", "Person", "Parliament")
    assert not known.admits("legislator_of", "Person", "Organization"), "a parliament is asked for, not what is above it"
    assert known.admits("ambassador_of", None, None) and not known.admits("ambassador_of", None, "Person")
    assert known.is_a("Ministry", "Actor") and known.is_a("Region", "Place") and not known.is_a("City", "Actor")


def test_nearest_names_are_given() -> None:
    with pytest.raises(UnknownName, match="president_of"):
        known.relation("presidentof")
    with pytest.raises(UnknownName, match="Ministry"):
        known.kind("Minstry")
    with pytest.raises(UnknownName):
        known.admits("meets", "Unicorn", "Person")


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("kg:meets kg:pattern .", r"more\.ttl:7: not Turtle"),
        ('kg:meet kg:pattern "{subject} meet {object}"@en .', "kg:meet, which is not declared.*meets"),
        (TEACHES.replace("kg:University", "kg:Universe"), "kg:Universe in its domain or range, which is no kind"),
        (TEACHES.replace("    rdfs:range kg:Person ;\n", ""), "kg:teaches has 0 values of .*range"),
        (TEACHES.replace("range kg:Person", "range kg:Person , kg:Company"), "has 2 values of .*range"),
        (TEACHES.replace("kg:sign 1", "kg:sign 5"), "the sign '5'"),
        (TEACHES.replace('"teaches"@en', '"teaches"@en , "instructs"@en'), "two values of .*label> in 'en'"),
        ("kg:meets kg:sign 1 , -1 .", "kg:meets has [23] values of .*sign"),
    ],
)
def test_what_is_wrong_is_said(more: Callable[[str], Ontology], turtle: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        more(turtle)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        ontology.load(tmp_path / "none.ttl")


def test_a_circle_of_super_relations_ends(more: Callable[[str], Ontology]) -> None:
    found = more("kg:meets rdfs:subPropertyOf kg:phones .")
    assert (found.broader("meets"), found.broader("phones")) == (("phones",), ("meets",))
