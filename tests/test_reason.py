"""What follows, from what, and how it is told."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from axioms import axioms
from corpus import RECORDS, claim, read, resolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnknownName
from kg.graph import KG, term
from kg.model import Record
from kg.queries import ask, names, run
from kg.reason import Rule, contradictions, explain, infer, parties, rules
from kg.store import Store

E = "https://kg.example/entity/"


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> list[ox.Quad]:
    return axioms(tmp_path_factory.mktemp("ontology"))


@pytest.fixture(scope="module")
def store(ontology: list[ox.Quad]) -> Iterator[Store]:
    with Store.memory() as store:
        store.build(RECORDS, resolve, ontology=ontology, infer=infer)
        yield store


def built(ontology: list[ox.Quad], *records: Record) -> Store:
    store = Store.memory()
    store.build(records, resolve, ontology=ontology, infer=infer)
    return store


def follows(store: Store) -> set[tuple[str, str, str]]:
    """Inferred triples between entities and kinds, in short."""
    quads = store.graph.quads_for_pattern(None, None, None, store.iris.graph("inferred"))
    return {
        (
            str(quad.subject).strip("<>").rpartition("/")[2],
            quad.predicate.value.rpartition("#")[2],
            str(quad.object).strip("<>").rpartition("/")[2].rpartition("#")[2],
        )
        for quad in quads
        if quad.subject.value.startswith(E)  # type: ignore[union-attr]
    }


def why(store: Store, subject: str, relation: str, object: str) -> str:
    explained = explain(store, subject, relation, object)
    return "\n".join(
        line for one in explained for line in one.lines(names(store, parties(explained)), store.prefixes())
    )


def test_super_relations_inverses_symmetry_and_kinds(store: Store) -> None:
    assert follows(store) == {
        ("borodavkin", "represents", "ru"),
        ("ru", "has_ambassador", "borodavkin"),
        ("tokayev", "holds_office", "kz"),
        ("tokayev", "represents", "kz"),
        ("putin", "holds_office", "ru"),
        ("putin", "represents", "ru"),
        *((person, "type", "Actor") for person in ("borodavkin", "tokayev", "putin", "gunmen")),
        *((country, "type", "Actor") for country in ("kz", "ru", "us")),
        ("minerals", "type", "Organization"),
        ("minerals", "type", "Actor"),
    }


def test_a_chain_of_premises_is_told_down_to_the_passage(store: Store) -> None:
    assert why(store, "توكاييف", "represents", "Kazakhstan") == (
        "Tokayev kg:represents Kazakhstan  [inferred: kg:holds_office rdfs:subPropertyOf kg:represents]\n"
        "    Tokayev kg:holds_office Kazakhstan  [inferred: kg:president_of rdfs:subPropertyOf kg:holds_office]\n"
        "        Tokayev kg:president_of Kazakhstan  [asserted, 1 independent source]\n"
        "            “President Tokayev leads the republic”\n"
        "              Alexey Borodavkin in document:en-000 69–105, 2022-10-18"
    )


def test_what_is_said_against_a_statement_is_told_too(store: Store) -> None:
    [explained] = explain(store, "США", "threatens")
    assert (explained.status, explained.sources, explained.axiom) == ("disputed", 2, None)
    assert [(said.polarity, said.quote) for said in explained.said] == [
        ("negative", "Washington denied that it put pressure on Kazakhstan"),
        ("positive", "США давят на Казахстан"),
    ]
    assert "(negative)" in why(store, "Washington", "threatens", "Kazakhstan")
    assert "(planned, 2023, 8000000000 USD)" in why(store, "KAZ Minerals", "invests_in", "Chukotka")


def test_an_actor_is_explained_by_all_its_statements(store: Store) -> None:
    relations = [one.relation.removeprefix(KG) for one in explain(store, "Tokayev")]
    assert relations == ["meets", "president_of", "prime_minister_of"]
    assert [one.relation for one in explain(store, "Tokayev", object="Putin")] == [KG + "meets"]
    assert [one.relation for one in explain(store, "Putin", object="Tokayev")] == [KG + "meets"]
    assert explain(store, "Tokayev", "president_of", "Russia") == ()
    with pytest.raises(UnknownName):
        explain(store, "Nobody")
    with pytest.raises(UnknownName, match="president_of"):
        explain(store, "Tokayev", "presidentof")


def test_symmetry(ontology: list[ox.Quad]) -> None:
    """What is said of a pair is one statement and holds in both directions; what follows of it does too."""
    one = read("a", "{tokayev:T} met {putin:P}", "tokayev meets putin")
    other = read("b", "{putin:P} met {tokayev:T}, an ally", "putin meets tokayev", "putin allied_with tokayev")
    store = built(ontology, one, other)
    assert follows(store) == {
        ("putin", "cooperates_with", "tokayev"),
        ("tokayev", "cooperates_with", "putin"),
        ("putin", "type", "Actor"),
        ("tokayev", "type", "Actor"),
    }
    asked = run(store, "SELECT DISTINCT ?who { ?who kg:meets ?whom } ORDER BY ?who")
    assert asked.table() == [["person:putin"], ["person:tokayev"]]
    [told] = explain(store, "T", "meets", "P")
    assert [told] == list(explain(store, "P", "meets", "T"))
    assert [said.quote for said in told.said] == ["T met P", "P met T, an ally"]
    assert "kg:cooperates_with a owl:SymmetricProperty" in why(store, "T", "cooperates_with", "P")


def test_transitivity_and_chains(ontology: list[ox.Quad]) -> None:
    text = "{borodavkin:B} {eaeu:E} {minerals:M} {chukotka:C} {ru:R} {kz:K}"
    record = read(
        "a", text, "borodavkin leads minerals", "minerals part_of eaeu", "eaeu part_of chukotka",
        "chukotka part_of ru", "ru cooperates_with kz",
    )  # fmt: skip
    store = built(ontology, record)
    parts = {fact for fact in follows(store) if fact[1] == "part_of"}
    assert parts == {("minerals", "part_of", "chukotka"), ("minerals", "part_of", "ru"), ("eaeu", "part_of", "ru")}
    assert ("borodavkin", "serves", "kz") in follows(store)
    told = why(store, "B", "serves", "K")
    assert "kg:serves owl:propertyChainAxiom ( kg:leads kg:part_of kg:cooperates_with )" in told
    assert told.count("independent source") == 5, "down to the five statements it rests on"


def test_transitive_relations_that_turn_in_a_circle_come_to_an_end(ontology: list[ox.Quad]) -> None:
    record = read("a", "{ru:R} {kz:K} {us:U}", "ru part_of kz", "kz part_of us", "us part_of ru")
    facts = {fact for fact in follows(built(ontology, record)) if fact[1] == "part_of"}
    assert facts == {("ru", "part_of", "us"), ("us", "part_of", "kz"), ("kz", "part_of", "ru")}


def test_nothing_follows_from_what_is_denied_supposed_or_over(ontology: list[ox.Quad]) -> None:
    record = read(
        "a",
        "{putin:P} {ru:R} {kz:K} {us:U}",
        claim("putin president_of ru", polarity="negative"),
        claim("putin president_of kz", modality="hypothetical"),
        claim("putin president_of us", ended=True),
    )
    assert {fact for fact in follows(built(ontology, record)) if fact[1] != "type"} == set()


def test_domain_and_range_make_kinds_and_contradictions_are_told(ontology: list[ox.Quad]) -> None:
    record = read("a", "{minerals:M}, ambassador of {ru:R}, and president {putin:P} of {chukotka:C}",
                  "minerals ambassador_of ru", "putin president_of chukotka")  # fmt: skip
    store = built(ontology, record)
    assert {("minerals", "type", "Person"), ("chukotka", "type", "Country")} <= follows(store)
    assert ("ru", "type", "Organization") not in follows(store), "a union as range says nothing of the one"
    [told] = contradictions(store)
    assert told.startswith("company:minerals is a kg:")
    assert "kg:Organization (as read)" in told
    assert "kg:Person (kg:represents rdfs:domain kg:Person, from https://kg.example/inference/" in told
    assert contradictions(built(ontology, *RECORDS)) == []


def test_alignments_with_other_vocabularies_are_not_materialised(store: Store) -> None:
    assert not any("schema.org" in str(quad) for quad in infer(store))


def test_every_inference_rests_on_statements_that_are_there(store: Store) -> None:
    answer = run(
        store,
        """SELECT ?inference ?premise { ?inference a kg:Inference ; kg:premise ?premise ; kg:axiom ?axiom ;
             kg:subject ?s ; kg:relation ?p ; kg:object ?o . GRAPH <https://kg.example/graph/inferred> { ?s ?p ?o }
             FILTER NOT EXISTS { ?premise kg:relation ?r ; kg:subject ?s1 ; kg:object ?o1 . ?s1 ?r ?o1 } }""",
    )
    assert answer.rows == ()
    assert len(ask(store, "inferred").rows) == 6
    assert len(ask(store, "inferred", about="Tokayev").rows) == 2


def test_a_rule_reads_as_its_axiom_and_none_is_lost(store: Store) -> None:
    axioms_ = {rule.axiom for rule in rules(store)}
    assert {
        "kg:Company rdfs:subClassOf kg:Organization",
        "kg:ambassador_of owl:inverseOf kg:has_ambassador",
        "kg:part_of a owl:TransitiveProperty",
        "kg:president_of rdfs:range kg:Country",
    } <= axioms_
    assert not any("schema" in axiom or "c14n" in axiom for axiom in axioms_)


RELATIONS = ["ambassador_of", "president_of", "meets", "part_of", "leads", "cooperates_with"]
FACTS = st.lists(
    st.tuples(
        st.sampled_from(["ru", "kz", "us", "putin"]),
        st.sampled_from(RELATIONS),
        st.sampled_from(["ru", "kz", "us", "putin"]),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(FACTS)
def test_inference_reaches_the_same_as_rules_applied_one_by_one(
    ontology: list[ox.Quad], facts: list[tuple[str, str, str]]
) -> None:
    record = read("a", "{ru:R} {kz:K} {us:U} {putin:P}", *(" ".join(fact) for fact in facts))
    store = built(ontology, record)
    said = set(facts) | {(o, r, s) for s, r, o in facts if r in ("meets", "cooperates_with")}
    kinds = {("putin", "type", "Person"), *((country, "type", "Country") for country in ("ru", "kz", "us"))}
    assert follows(store) == closure(rules(store), said | kinds) - said - kinds


def closure(rules: Iterable[Rule], facts: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """The same by brute force: every rule on every combination of facts."""
    facts = set(facts)
    rules = list(rules)
    while True:
        new = set()
        for rule in rules:
            for bound in matches(rule.body, facts, {}):
                fact = tuple(bound.get(part, part.rpartition("#")[2]) for part in rule.head)
                if len({part for part in rule.head if part.startswith("?")}) == 1 or fact[0] != fact[2]:
                    new.add(fact)
        if new <= facts:
            return facts
        facts |= new


def matches(
    body: tuple[tuple[str, str, str], ...], facts: set[tuple[str, str, str]], bound: dict[str, str]
) -> Iterator[dict[str, str]]:
    if not body:
        yield bound
        return
    for fact in facts:
        here = dict(bound)
        if all(
            here.setdefault(part, value) == value if part.startswith("?") else part.rpartition("#")[2] == value
            for part, value in zip(body[0], fact, strict=True)
        ):
            yield from matches(body[1:], facts, here)


@settings(max_examples=15, deadline=None)
@given(st.permutations(RECORDS), st.integers(0, 4))
def test_inference_is_a_function_of_the_documents(ontology: list[ox.Quad], records: list[Record], removed: int) -> None:
    """Whatever was added and removed before; premises, axioms and all."""
    with Store.memory() as store:
        for record in records:
            store.build([record], resolve, ontology=ontology, infer=infer)
        gone = [record.document.id for record in records[:removed]]
        store.remove(*gone)
        store.derive(resolve(store.records()), ontology=ontology, infer=infer)
        kept = [record for record in RECORDS if record.document.id not in gone]
        assert dumped(store) == dumped(built(ontology, *kept))


def dumped(store: Store) -> bytes:
    file = io.BytesIO()
    store.dump(file)
    return file.getvalue()


def test_without_an_ontology_nothing_follows(tmp_path: Path) -> None:
    with Store.memory() as store:
        store.build(RECORDS, resolve, infer=infer)
        assert infer(store) == []
        assert store.iris.graph("inferred") not in store
        assert term("kg:president_of") in {quad.predicate for quad in store.graph}
