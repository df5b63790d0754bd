"""From records to quads."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from corpus import ARABIC, ENGLISH, FORMER, RECORDS, RUSSIAN, claim, read, resolve
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.errors import DocumentError, StoreError
from kg.graph import (
    KG,
    PREFIXES,
    VERSION,
    Iris,
    decision_quads,
    document_quads,
    entity_quads,
    ontology_quads,
    ordered,
    period,
    relation,
    statement_quads,
    term,
)
from kg.model import Amount, Entity, Judgement, Record, Resolution, Span

IRIS = Iris()
RESOLUTION = resolve(RECORDS)


def people(record: Record, resolution: Resolution = RESOLUTION) -> dict[str, str]:
    document = record.document.id
    return {member.referent: entity for member, entity in resolution.entity_of.items() if member.document == document}


def graph(record: Record) -> ox.Store:
    store = ox.Store()
    store.extend(document_quads(record, people(record), IRIS))
    return store


def rows(store: ox.Store, query: str) -> list[list[str]]:
    found = store.query(query, prefixes={**PREFIXES, "e": IRIS.base + "entity/"}, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted([cell.value if cell is not None else "" for cell in row] for row in found)


def test_the_money_of_a_deal_is_one_node_for_all_claims_it_is_in() -> None:
    query = (
        "SELECT DISTINCT ?amount ?value ?unit { ?claim kg:amount ?amount . ?amount kg:value ?value ; kg:unit ?unit }"
    )
    [[iri, value, unit]] = rows(graph(ENGLISH), query)
    start = ENGLISH.document.text.index("8 billion")
    assert iri == f"https://kg.example/document/en-000#amount-{start}-{start + len('8 billion dollars')}"
    assert (value, unit) == ("8000000000", "USD")
    assert len(rows(graph(ENGLISH), "SELECT ?claim { ?claim kg:amount ?amount }")) == 2


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.document.id)
def test_every_passage_rereads_from_the_text_inside_the_graph(record: Record) -> None:
    found = rows(
        graph(record),
        """SELECT ?passage (SUBSTR(?text, ?start + 1, ?stop - ?start) AS ?reread) ?quote
           { ?passage kg:quote ?quote ; kg:start_char ?start ; kg:stop_char ?stop ; kg:document/kg:text ?text }""",
    )
    assert len(found) >= len(record.claims)
    assert all(reread == quote for _, reread, quote in found)
    claims = rows(graph(record), "SELECT ?claim { ?claim a kg:Claim ; kg:evidence/kg:quote ?quote }")
    assert len(claims) == len(record.claims)


def test_direct_triples_are_of_what_is_given_as_true_or_planned() -> None:
    def direct(record: Record) -> set[tuple[str, str, str]]:
        query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(e:)) && STRSTARTS(STR(?p), STR(kg:))) }"
        return {tuple(cell.rpartition("/")[2].rpartition("#")[2] for cell in row) for row in rows(graph(record), query)}

    assert direct(ENGLISH) == {
        ("borodavkin", "ambassador_of", "ru"),
        ("borodavkin", "accredited_to", "kz"),
        ("tokayev", "president_of", "kz"),
        ("minerals", "invests_in", "chukotka"),
        ("minerals", "invests_in", "ru"),  # but not that the US threatens, which is denied
    }
    assert direct(FORMER) == {("putin", "meets", "tokayev")}  # neither the former post nor the visit that may be
    assert direct(ARABIC) == {("tokayev", "meets", "putin"), ("putin", "president_of", "ru")}


def test_a_claim_without_a_party_is_kept_without_it() -> None:
    query = "SELECT ?claim ?object { ?claim kg:relation kg:attacks . OPTIONAL { ?claim kg:object ?object } }"
    assert rows(graph(ARABIC), query) == [["https://kg.example/document/ar-001#claim-2", ""]]


def test_times_are_periods_with_their_words() -> None:
    query = (
        "SELECT ?time ?start ?end ?words { ?c kg:time ?time ; kg:start ?start ; kg:end ?end ; kg:time_words ?words }"
    )
    assert rows(graph(ENGLISH), query) == [["2023", "2023-01-01", "2023-12-31", "2023"]]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-10/2023", date(2022, 10, 1), date(2023, 12, 31)),
        ("2022/..", date(2022, 1, 1), None),
        ("../2022-03", None, date(2022, 3, 31)),
    ],
)
def test_periods(value: str, first: date | None, last: date | None) -> None:
    assert period(value) == (first, last)


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2022-13", "2022-02-30", "22-10-18", "2022-1", "٢٠٢٢", "2022-10-18T00"]
)
def test_what_is_no_period(value: str) -> None:
    with pytest.raises(ValueError):
        period(value)


def test_a_published_month_stays_a_month() -> None:
    [quad] = [q for q in document_quads(ARABIC, people(ARABIC), IRIS) if q.predicate == term("kg:published")]
    assert quad.object == ox.Literal("2023-01", datatype=term("xsd:gYearMonth"))


def test_who_is_who() -> None:
    store = ox.Store()
    store.extend(entity_quads(RESOLUTION, IRIS))
    labels = rows(store, "SELECT ?l (LANG(?l) AS ?lang) { e:person\\/tokayev rdfs:label ?l }")
    assert labels == [["Tokayev", "en"], ["توكاييف", "ar"]]
    assert rows(store, "SELECT ?e { ?e kg:named false }") == [["https://kg.example/entity/person/gunmen"]]
    assert ["Казахстан"] in rows(store, "SELECT ?l { ?e skos:altLabel ?l }")
    assert len(rows(store, "SELECT ?j { ?j a kg:Judgement ; kg:same true ; kg:score 0.97 ; kg:reason ?why }")) == len(
        RESOLUTION.judgements
    )


def test_identities_elsewhere_and_names_without_a_language() -> None:
    entity = Entity("place/astana", "Place", {"": "Astana"}, (), identities=("https://sws.geonames.org/1526273/",))
    quads = entity_quads(Resolution((entity,), (), ()), IRIS)
    node = ox.NamedNode("https://kg.example/entity/place/astana")
    objects = {quad.object for quad in quads if quad.subject == node}
    assert objects >= {ox.NamedNode("https://sws.geonames.org/1526273/"), ox.Literal("Astana"), relation("Place")}


def test_statements_keep_what_affirms_and_what_denies() -> None:
    store = ox.Store()
    store.extend(statement_quads(RESOLUTION.statements, RECORDS, IRIS))
    for record in RECORDS:
        store.extend(document_quads(record, people(record), IRIS))
    found = rows(
        store,
        """SELECT ?status ?sources ?polarity ?who
           { ?s kg:relation kg:threatens ; kg:status ?status ; kg:sources ?sources ; kg:claim ?c .
             ?c kg:polarity ?polarity ; kg:speaker ?who }""",
    )
    base = "https://kg.example/entity/"
    assert found == [
        ["disputed", "2", "negative", base + "country/us"],
        ["disputed", "2", "positive", base + "person/borodavkin"],
    ]


def test_money_said_in_several_places_is_counted_once() -> None:
    """Claims 3 and 4 of the English article and claim 2 of the Russian one are about the same eight billion."""
    other = read(
        "en-003",
        "{us:US} 8 billion dollars in {kz:KZ}",
        claim("us invests_in kz", amount=(8e9, "USD", "8 billion dollars")),
    )
    records = (*RECORDS, other)
    counted = {
        (quad.subject.value.partition("document/")[2], quad.object.value.partition("document/")[2])
        for quad in statement_quads(resolve(records).statements, records, IRIS)
        if quad.predicate == term("kg:counted_as")
    }
    english = f"en-000#amount-{ENGLISH.claims[3].amount.span.start}-{ENGLISH.claims[3].amount.span.stop}"
    russian = f"ru-000#amount-{RUSSIAN.claims[2].amount.span.start}-{RUSSIAN.claims[2].amount.span.stop}"
    assert counted >= {(english, english), (russian, english), ("en-003#amount-3-20", "en-003#amount-3-20")}
    assert len({same for _, same in counted}) == 3  # with the ten people of the Arabic article


def test_a_persons_decision() -> None:
    decision = Judgement("person/a", "person/b", False, 1.0, "a son", "analyst")
    quads = decision_quads([decision], IRIS)
    assert {quad.graph_name for quad in quads} == {IRIS.graph("decisions")}
    assert ox.Literal("false", datatype=term("xsd:boolean")) in {quad.object for quad in quads}


def test_iris_keep_scripts_readable_and_paths_apart() -> None:
    assert IRIS.document("статья 1").value == "https://kg.example/document/статья%201"
    assert IRIS.document("a/../b#c?d").value == "https://kg.example/document/a%2F..%2Fb%23c%3Fd"
    assert IRIS.document("..").value == "https://kg.example/document/%2E%2E"
    assert IRIS.entity("country/KZ").value == "https://kg.example/entity/country/KZ"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(0, 10**6))
def test_a_document_is_found_again_from_any_iri_in_it(id: str, index: int) -> None:
    assert IRIS.document_id(IRIS.document(id).value) == id
    assert IRIS.document_id(IRIS.claim(id, index).value) == id
    assert IRIS.document_id(IRIS.passage(id, Span(index, index + 1)).value) == id


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_two_documents_never_share_an_iri(one: str, other: str) -> None:
    assert (IRIS.document(one) == IRIS.document(other)) == (one == other)


@pytest.mark.parametrize("base", ["kg.example/", "https://kg.example", "https://kg example/", ""])
def test_what_is_no_base(base: str) -> None:
    with pytest.raises(StoreError):
        Iris(base)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_what_is_written_is_read_back_as_it_was(value: float, unit: str) -> None:
    """Oxigraph keeps numbers by value: other spellings would never compare equal to what is stored."""
    [first, *rest] = ENGLISH.claims
    amount = Amount(value, unit, Span(0, 7))
    record = replace(ENGLISH, claims=(replace(first, amount=amount), *rest))
    quads = document_quads(record, people(record), IRIS)
    store = ox.Store()
    store.extend(quads)
    assert ordered(store) == quads
    if abs(value) < 1e15 and round(value, 15) == value:
        [back] = {float(q.object.value) for q in quads if q.predicate == term("kg:value") and "amount-0-7" in str(q)}
        assert back == value


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (replace(ENGLISH, document=replace(ENGLISH.document, text="X" + ENGLISH.document.text)), "evidence of claim 0"),
        (read("x", "{ru:Russia}", "kz hosts ru"), "'kz', which is no referent"),
        (read("x", "{ru:Russia} in 2022", claim("ru hosts ru", time=("soon", "2022"))), "no date"),
        (read("x", "{ru:Russia} in 2022", claim("ru hosts ru", amount=(float("nan"), "USD", "2022"))), "no number"),
        (read("x", "{ru:Russia} said", quotes=[("kz", "said")]), "speaker 'kz'"),
        (read("x", "a lone surrogate: \ud800"), "cannot be written down"),
        (read("x", "text", published="18 October"), "cannot be written down"),
    ],
)
def test_a_record_that_breaks_its_promises_is_refused(broken: Record, problem: str) -> None:
    with pytest.raises(DocumentError, match=problem):
        document_quads(broken, {id: f"x/{id}" for id in ("ru", "kz", *people(ENGLISH))}, IRIS)


def test_text_is_data_whatever_it_says() -> None:
    hostile = '"@en . <x:s> <x:p> "}} ; DROP ALL # \\" \x00 \u202e <script>'
    record = read("x", hostile + " {ru:Russia}", title=hostile, source="javascript:alert(1)")
    quads = document_quads(record, {"ru": "country/RU"}, IRIS)
    again = list(ox.parse(ox.serialize(quads, format=ox.RdfFormat.TRIG), format=ox.RdfFormat.TRIG))
    assert set(again) == set(quads)
    assert record.document.text in {quad.object.value for quad in quads}


def test_the_ontologys_blank_nodes_get_names_that_do_not_depend_on_order(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("@prefix : <x:> . :a :is (:b :c), [ :d :e ] .", "utf-8")
    (tmp_path / "b.ttl").write_text("@prefix : <x:> . :f :is [ :g :h ] .", "utf-8")
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    quads = ontology_quads(files, IRIS)
    assert quads == ontology_quads(reversed(files), IRIS)
    assert len(quads) == 9
    assert all(isinstance(node, ox.NamedNode) for quad in quads for node in (quad.subject, quad.object))


def test_order_within_a_document_is_that_of_numbers() -> None:
    record = read("x", "{ru:Russia}", *["ru hosts ru"] * 12)
    subjects = [quad.subject.value.partition("#")[2] for quad in document_quads(record, {"ru": "country/RU"}, IRIS)]
    claims = list(dict.fromkeys(subject for subject in subjects if subject.startswith("claim")))
    assert claims == [f"claim-{index}" for index in range(12)]


def test_every_term_of_the_graph_is_declared_in_the_ontology() -> None:
    declared = {
        quad.subject.value for quad in ontology_quads(ontology.files(), IRIS) if quad.predicate == term("rdf:type")
    }
    quads = [
        *(quad for record in RECORDS for quad in document_quads(record, people(record), IRIS)),
        *entity_quads(RESOLUTION, IRIS),
        *statement_quads(RESOLUTION.statements, RECORDS, IRIS),
    ]
    used = {quad.predicate.value for quad in quads} | {
        str(quad.object).strip("<>") for quad in quads if quad.predicate == term("rdf:type")
    }
    ours = {name for name in used if name.startswith(KG)}
    assert len(ours) > 40
    assert ours <= declared


def test_the_shape_is_the_one_that_stores_know_by_its_number() -> None:
    """If this fails, the same record gives other quads than before: raise ``VERSION`` and put the new sum here."""
    quads = [quad for record in RECORDS for quad in document_quads(record, people(record), IRIS)]
    sum = hashlib.sha256("\n".join(map(str, quads)).encode()).hexdigest()[:12]
    assert (VERSION, sum) == ("1", "105da7e01023")
