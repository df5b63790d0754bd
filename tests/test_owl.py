"""The graph in owlready2, and HermiT's judgement of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import owlready2
import pyoxigraph as ox
import pytest
from axioms import axioms
from corpus import RECORDS, read, resolve

from kg.errors import Inconsistent, MissingDependency, UnknownName
from kg.graph import KG
from kg.owl import classify, world
from kg.reason import infer
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


def test_classes_instances_and_search_in_python(store: Store) -> None:
    made = world(store)
    person = made[KG + "Person"]
    assert {one.iri for one in person.instances()} == {
        f"{E}person/{name}" for name in ("borodavkin", "tokayev", "putin", "gunmen")
    }
    assert made[KG + "Company"] in made[KG + "Organization"].descendants()
    [found] = made.search(iri=f"{E}*tokayev", type=person)
    assert [country.iri for country in found.president_of] == [f"{E}country/kz"]
    assert {str(label) for label in found.label} == {"Tokayev", "توكاييف"}
    assert [c.iri for c in made[f"{E}country/kz"].INVERSE_president_of] == [found.iri]


def test_the_graph_of_one_article_has_what_it_is_about_and_no_more(store: Store) -> None:
    made = world(store, "ar-001")
    assert {one.iri for one in made[KG + "Person"].instances()} == {
        f"{E}person/{name}" for name in ("tokayev", "putin", "gunmen")
    }
    claims = [claim.iri for claim in made[KG + "Claim"].instances()]
    assert sorted(claims) == [f"https://kg.example/document/ar-001#claim-{index}" for index in range(3)]
    with pytest.raises(UnknownName, match="ar-001"):
        world(store, "ar-002")


def test_worlds_do_not_mix(store: Store) -> None:
    assert world(store)[f"{E}person/borodavkin"] is not None
    assert world(store, "ar-001")[f"{E}person/borodavkin"] is None
    assert owlready2.default_world[f"{E}person/tokayev"] is None


def test_hermit_finds_the_kinds_and_facts_that_follow(store: Store, program: Callable[..., str]) -> None:
    program("java")
    found = classify(store)
    assert found.kinds[f"{E}person/borodavkin"] == (KG + "Diplomat",), "whoever is ambassador of something"
    assert (KG + "Diplomat", KG + "Person") in found.subkinds
    assert found.empty == ()
    assert f"{E}person/borodavkin" not in classify(store, "ar-001").kinds


def test_hermit_and_the_rules_agree(ontology: list[ox.Quad], program: Callable[..., str]) -> None:
    """Facts between things: all that HermiT gives, the rules give."""
    program("java")
    record = read(
        "a", "{borodavkin:B} {eaeu:E} {minerals:M} {chukotka:C} {ru:R} {kz:K}", "borodavkin leads minerals",
        "minerals part_of eaeu", "eaeu part_of chukotka", "chukotka part_of ru", "ru cooperates_with kz",
        "borodavkin ambassador_of ru",
    )  # fmt: skip
    with Store.memory() as store:
        store.build([record], resolve, ontology=ontology, infer=infer)
        complete = classify(store)
        mine = {
            (quad.subject.value, quad.predicate.value, quad.object.value)
            for quad in infer(store)
            if quad.subject.value.startswith(E)
        }
        assert len(complete.facts) >= 4
        assert set(complete.facts) <= mine
        chains = {fact for fact in complete.facts if fact[1] == KG + "serves"}
        assert chains == {(f"{E}person/borodavkin", KG + "serves", f"{E}country/kz")}


def test_a_contradiction_is_told_with_its_reason(ontology: list[ox.Quad], program: Callable[..., str]) -> None:
    program("java")
    record = read("a", "{minerals:M}, ambassador of {ru:R}", "minerals ambassador_of ru")
    with Store.memory() as store:
        store.build([record], resolve, ontology=ontology, infer=infer)
        with pytest.raises(Inconsistent, match=r"company:minerals is a kg:Organization .* and a kg:Person"):
            classify(store)


def test_without_java_it_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingDependency, match="Java"):
        classify(store)
    assert world(store)[KG + "Person"] is not None
