"""The ontology: how it is read, and whether its files say what the program and its readers need."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from kg import ontology, owl, resources
from kg.errors import Inconsistent, OntologyError, UnknownName
from kg.extraction import reader
from kg.graph import PREFIXES, ontology_quads, term
from kg.model import Document, Entity, Span
from kg.ontology import NAMESPACE, Kind, Ontology, Relation
from kg.store import Store
from tests import actors

LANGUAGES = {"ar": "[ء-ي]", "en": "[A-Za-z]", "ru": "[А-яё]"}
TYPES = {"Person", "Country", "Organization", "Media", "Place", "Facility", "Agreement", "Event"}
TURTLE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
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
        file.write_text(TURTLE + turtle, encoding="utf-8")
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
    assert not known.admits("legislator_of", "Person", "Organization"), (
        "a parliament is asked for, not what is above it"
    )
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
        ("kg:meets kg:pattern .", r"more\.ttl:[0-9]+: not Turtle"),
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


# What its files say


@kinds
def test_kind_is_described(kind: Kind) -> None:
    _described(kind)
    assert kind.type in TYPES
    assert kind.type in (kind.name, *kind.broader) or kind.name == "Actor"
    assert "Entity" in kind.broader
    if kind.adjectival is not None:
        assert known.admits(kind.adjectival, kind.name, "Country")


@relations
def test_relation_is_described(relation: Relation) -> None:
    _described(relation)
    for code, form in ((relation.plover, "[A-Z]+"), (relation.cameo, "[0-9]{3,4}")):
        assert code is None or re.fullmatch(form, code)
    if relation.symmetric:
        assert relation.inverse is None and set(relation.domain) == set(relation.range)
    else:
        assert relation.inverse is not None


def _described(term: Kind | Relation) -> None:
    for texts in (term.labels, term.definition):
        assert set(texts) == set(LANGUAGES)
        for language, text in texts.items():
            assert re.search(LANGUAGES[language], text), (language, text)
            assert text == " ".join(text.split()) and unicodedata.is_normalized("NFC", text)
            foreign = "".join(letters for code, letters in LANGUAGES.items() if code not in (language, "en"))
            assert not re.search(foreign, text), (language, text)


@relations
def test_relation_admits_no_more_than_those_above_it(relation: Relation) -> None:
    for name in relation.broader:
        above = known.relation(name)
        for own, wider in ((relation.domain, above.domain), (relation.range, above.range)):
            for kind in own:
                assert any(known.is_a(kind, one) for one in wider), f"{kind} is not admitted by {name}"
        assert relation.sign == above.sign or above.sign == 0, f"{name} has another sign"


def test_the_annotators_relations_are_there() -> None:
    assert {row["relation"] for row in resources.table(DATA / "inventory.tsv")} <= known.relations.keys()


@relations
def test_examples_mark_both_parties(relation: Relation) -> None:
    assert set(relation.examples) == set(LANGUAGES)
    for language, examples in relation.examples.items():
        for example in examples:
            assert re.findall(r"\{([so]):[^{}\s][^{}]*\}", example).count("s") == 1, example
            assert sorted(re.findall(r"\{(.)", example)) == ["o", "s"], example
            assert re.search(LANGUAGES[language], example) and example.endswith("."), example
            assert unicodedata.is_normalized("NFC", example)


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_read(language: str) -> None:
    """Four of five examples, at least, give their relation or a narrower one between the parties they mark."""
    examples = [(name, text) for name, found in known.relations.items() for text in found.examples[language]]
    unread = [example for example in examples if not is_read(*example, language)]
    assert len(unread) <= len(examples) / 5, unread


def is_read(relation: str, example: str, language: str) -> bool:
    text, places = "", {}
    for before, role, words in re.findall(r"([^{]*)(?:\{([so]):([^}]*)\})?", example):
        text += before
        places[role] = Span(len(text), len(text) + len(words))
        text += words
    record = reader().read(Document("example", text, language, published="2024-05-01"))

    def stands(referent: str | None, role: str) -> bool:
        return referent is not None and any(m.span.meets(places[role]) for m in record.referent(referent).mentions)

    return any(
        relation in (claim.relation, *known.broader(claim.relation))
        and (
            (stands(claim.subject, "s") and stands(claim.object, "o"))
            or (known.relation(relation).symmetric and stands(claim.subject, "o") and stands(claim.object, "s"))
        )
        for claim in record.claims
    )


def test_inverses_are_labelled_and_named_once() -> None:
    inverses = [relation.inverse for relation in known.relations.values() if relation.inverse]
    assert len(inverses) == len(set(inverses))
    assert not set(inverses) & known.relations.keys()
    for name in inverses:
        labels = [quad.object for quad in axioms(NAMESPACE + name, "http://www.w3.org/2000/01/rdf-schema#label")]
        assert sorted(label.language for label in labels) == sorted(LANGUAGES), name


def test_labels_tell_kinds_and_relations_apart() -> None:
    for terms in (known.kinds, known.relations):
        for language in LANGUAGES:
            labels = [term.labels[language] for term in terms.values()]
            assert [label for label in labels if labels.count(label) > 1] == []


@pytest.mark.parametrize(
    ("files", "column", "terms"),
    [
        ("lang/*/heads.tsv", "kind", known.kinds),
        ("lang/*/nominals.tsv", "refers", known.kinds),
        ("lang/*/titles.tsv", "relations", known.relations),
        ("actors.tsv", "kind", known.kinds),
        ("places.tsv", "kind", known.kinds),
        ("offices.tsv", "relation", known.relations),
        ("inventory.tsv", "relation", known.relations),
    ],
)
def test_tables_use_what_is_declared(files: str, column: str, terms: dict[str, object]) -> None:
    found = sorted(DATA.glob(files))
    assert found
    for file in found:
        for row in resources.table(file):
            assert [name for name in row.list(column) if name not in terms] == [], row.error("not declared")


def test_files_are_normalized() -> None:
    for file in (*ontology.files(), resources.path("ontology", "shapes.ttl")):
        text = file.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text) and "\r" not in text and text.endswith("\n")
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


def axioms(subject: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
    """Triples of the ontology's own files, without the lexicons."""
    folder = resources.path("ontology")
    for file in ontology.files():
        if file.parent == folder:
            for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                if subject in (None, getattr(quad.subject, "value", "")) and predicate in (None, quad.predicate.value):
                    yield quad


# What follows from it


def filled(people: tuple[Entity, ...] = actors.PEOPLE) -> Store:
    """The corpus made by hand, with the ontology's own files."""
    store = actors.store(people=people)
    own = [file for file in ontology.files() if file.parent == resources.path("ontology")]
    store.graph.bulk_extend(ontology_quads(own, store.iris))
    return store


def test_ontology_is_consistent(program: Callable[..., str]) -> None:
    program("java")
    store = filled()
    found = owl.classify(store)
    assert found.empty == ()
    west = store.iris.entity("place/west").value
    assert NAMESPACE + "Actor" in found.kinds[west], "who imposes sanctions acts"


def test_a_person_is_no_country(program: Callable[..., str]) -> None:
    program("java")
    people = tuple(replace(one, kind="Country") if one.id == "person/tokayev" else one for one in actors.PEOPLE)
    with pytest.raises(Inconsistent):
        owl.classify(filled(people))


def test_nothing_holds_one_thing_only() -> None:
    """Two reported presidents are two people, not one: no relation is functional."""
    types = {quad.object.value.rpartition("#")[2] for quad in axioms(None, term("rdf:type").value)}
    assert types == {
        "AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty", "Ontology", "SymmetricProperty",
        "TransitiveProperty",
    }  # fmt: skip


def test_terms_of_the_graph_are_declared() -> None:
    declared = {quad.subject.value for quad in axioms(None, term("rdf:type").value)}
    used = set()
    for quad in (quad for quads in actors.store().graphs() for quad in quads):
        used |= {node.value for node in (quad.predicate, quad.object) if isinstance(node, ox.NamedNode)}
    assert {iri for iri in used if iri.startswith(NAMESPACE)} <= declared
    source = resources.path("kg", "graph.py").read_text(encoding="utf-8")
    assert {NAMESPACE + name for name in re.findall(r'"kg:(\w+)"', source)} <= declared


def test_every_term_is_declared_as_one_thing() -> None:
    """What OWL 2 DL asks for: each term is declared, and no property is of two sorts."""
    sorts = {"AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty"}
    declared: dict[str, set[str]] = {}
    for quad in axioms(None, term("rdf:type").value):
        if isinstance(quad.subject, ox.NamedNode) and (sort := quad.object.value.rpartition("#")[2]) in sorts:
            declared.setdefault(quad.subject.value, set()).add(sort)
    assert {name: found for name, found in declared.items() if len(found) > 1} == {}
    names = "rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range rdf:first owl:inverseOf owl:disjointWith"
    logical = {term(name).value for name in names.split()}
    built_in = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl"))
    for quad in axioms():
        assert quad.predicate.value.startswith(built_in) or quad.predicate.value in declared, quad
        if quad.predicate.value in logical and isinstance(quad.object, ox.NamedNode):
            assert quad.object.value in declared, quad


def test_what_is_declared_has_a_label() -> None:
    types, labels = (
        {quad.subject.value for quad in axioms(None, term(name).value)} for name in ("rdf:type", "rdfs:label")
    )
    assert {iri for iri in types if iri.startswith(NAMESPACE)} <= labels


# What a graph promises


def check(store: Store) -> tuple[bool, str]:
    """Whether the graph keeps its promises, and the report."""
    merged = {(quad.subject, quad.predicate, quad.object) for quads in store.graphs() for quad in quads}
    triples = ox.serialize((ox.Triple(*parts) for parts in merged), format=ox.RdfFormat.N_TRIPLES) or b""
    data = rdflib.Graph().parse(io.BytesIO(triples), format="nt")
    shapes = rdflib.Graph().parse(resources.path("ontology", "shapes.ttl"))
    kept, _, report = pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)
    return bool(kept), str(report)


def test_a_graph_keeps_its_promises() -> None:
    kept, report = check(filled())
    assert kept, report


BROKEN = {
    "the words are others": 'DELETE { GRAPH ?g { ?e kg:quote ?q } } INSERT { GRAPH ?g { ?e kg:quote "x" } } '
    "WHERE { GRAPH ?g { ?e a kg:Evidence ; kg:quote ?q } }",
    "no evidence": "DELETE { GRAPH ?g { ?c kg:evidence ?e } } WHERE { GRAPH ?g { ?c kg:evidence ?e } }",
    "no statement": "DELETE { GRAPH ?g { ?s kg:subject ?o } } WHERE { GRAPH ?g { ?s a kg:Statement ; kg:subject ?o } }",
    "a fact out of nowhere": "INSERT { GRAPH ?g { ?s kg:kills ?s } } WHERE { GRAPH ?g { ?s kg:named true } }",
    "no direct triple": "DELETE { GRAPH ?g { ?s kg:sanctions ?o } } WHERE { GRAPH ?g { ?s kg:sanctions ?o } }",
    "nobody's name": "DELETE { GRAPH ?g { ?s rdfs:label ?l } } WHERE { GRAPH ?g { ?s kg:named true ; rdfs:label ?l } }",
    "an unknown status": 'INSERT { GRAPH ?g { ?s kg:status "sure" } } WHERE { GRAPH ?g { ?s a kg:Statement } }',
    "too sure": "DELETE { GRAPH ?g { ?c kg:confidence ?o } } INSERT { GRAPH ?g { ?c kg:confidence 1.5 } } "
    "WHERE { GRAPH ?g { ?c kg:confidence ?o } }",
    "in another document": "DELETE { GRAPH ?g { ?e kg:document ?g } } INSERT { GRAPH ?g { ?e kg:document ?other } } "
    "WHERE { GRAPH ?g { ?e a kg:Evidence ; kg:document ?g } GRAPH ?other { ?other a kg:Document } "
    "FILTER(?other != ?g) }",
}


@pytest.mark.parametrize("update", BROKEN.values(), ids=BROKEN)
def test_a_broken_promise_is_found(update: str) -> None:
    store = filled()
    store.graph.update(update, prefixes=PREFIXES)
    kept, report = check(store)
    assert not kept
    assert "Violation" in report


@pytest.mark.parametrize(
    ("update", "message"),
    [
        (
            "DELETE { GRAPH ?g { ?p a kg:Person } } INSERT { GRAPH ?g { ?p a kg:Event } } "
            'WHERE { GRAPH ?g { ?p a kg:Person ; rdfs:label "Tokayev"@en } }',
            "The subject is of a kind",
        ),
        (
            "INSERT { GRAPH ?g { ?n a kg:Statement ; kg:subject ?o ; kg:relation kg:president_of ; kg:object ?c ; "
            'kg:status "asserted" ; kg:sources 1 ; kg:claim ?claim . ?o kg:president_of ?c } } WHERE { '
            "GRAPH ?g { ?s a kg:Statement ; kg:relation kg:president_of ; kg:object ?c ; kg:claim ?claim } "
            'GRAPH ?e { ?o rdfs:label "Alexey Borodavkin"@en } BIND(IRI(CONCAT(STR(?s), "0")) AS ?n) }',
            "Two hold an office",
        ),
    ],
)
def test_a_doubt_is_a_warning(update: str, message: str) -> None:
    store = filled()
    _, before = check(store)
    store.graph.update(update, prefixes=PREFIXES)
    kept, report = check(store)
    assert kept, report
    assert report.count(message) > before.count(message)


@pytest.mark.parametrize(("year", "doubt"), [("1999", False), ("2024", True)])
def test_an_office_passes_from_one_to_another(year: str, doubt: bool) -> None:
    store = filled()
    _, before = check(store)
    store.graph.update(
        "INSERT { GRAPH ?g { ?n a kg:Statement ; kg:subject ?o ; kg:relation kg:president_of ; kg:object ?c ; "
        'kg:status "asserted" ; kg:claim ?claim . ?document kg:published "2024" . ?claim kg:document ?later . '
        f'?later kg:published "{year}" }} }} WHERE {{ GRAPH ?g {{ ?s a kg:Statement ; kg:relation kg:president_of ; '
        "kg:object ?c ; kg:claim ?first } GRAPH ?document { ?first kg:document ?document } "
        'GRAPH ?e { ?o rdfs:label "Alexey Borodavkin"@en } BIND(IRI(CONCAT(STR(?s), "0")) AS ?n) '
        'BIND(IRI(CONCAT(STR(?first), "0")) AS ?claim) BIND(IRI(CONCAT(STR(?document), "0")) AS ?later) }',
        prefixes=PREFIXES,
    )
    message = "Two hold an office"
    assert (check(store)[1].count(message) > before.count(message)) == doubt
