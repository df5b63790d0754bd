"""The whole way on the sample articles: one article in three languages becomes one graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline, readers
from kg.model import Record
from kg.store import Store

PREFIXES = (
    "PREFIX kg: <https://kg.example/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX g: <https://kg.example/graph/> "
)


def read(articles: Path) -> list[Record]:
    documents = readers.read([articles]).documents
    return [record for record in pipeline.extract(documents) if isinstance(record, Record)]


@pytest.fixture(scope="module")
def store(articles: Path) -> Iterator[Store]:
    with Store.memory() as made:
        pipeline.build(made, read(articles))
        yield made


def ask(store: Store, pattern: str, variables: str = "*") -> list[tuple[str, ...]]:
    found = store.graph.query(
        f"{PREFIXES}SELECT DISTINCT {variables} WHERE {{ {pattern} }}", use_default_graph_as_union=True
    )
    return sorted(tuple(str(term.value) for term in row) for row in found)  # type: ignore[union-attr]


def labelled(variable: str, english: str) -> str:
    return f'GRAPH g:entities {{ ?{variable} rdfs:label "{english}"@en }}'


@pytest.mark.parametrize(
    "english",
    ["Alexey Borodavkin", "Kassym-Jomart Tokayev", "Kazakhstan", "Russia", "KAZ Minerals Baimskaya", "Chukotka"],
)
def test_one_actor_is_one_node_with_a_name_in_each_language(store: Store, english: str) -> None:
    labels = ask(store, f"{labelled('who', english)} GRAPH g:entities {{ ?who rdfs:label ?label }}", "?who ?label")
    assert len({who for who, _ in labels}) == 1
    assert len(labels) == 3


@pytest.mark.parametrize(
    ("subject", "relation", "object"),
    [
        ("Alexey Borodavkin", "ambassador_of", "Russia"),
        ("Alexey Borodavkin", "represents", "Russia"),
        ("Alexey Borodavkin", "accredited_to", "Kazakhstan"),
        ("Kassym-Jomart Tokayev", "president_of", "Kazakhstan"),
        ("KAZ Minerals Baimskaya", "invests_in", "Chukotka"),
    ],
)
def test_the_article_s_statements_are_direct_triples(store: Store, subject: str, relation: str, object: str) -> None:
    assert ask(store, f"{labelled('s', subject)} {labelled('o', object)} ?s kg:{relation} ?o")


def test_the_investment_is_said_by_the_ambassador_with_its_sum_in_each_language(store: Store) -> None:
    claims = ask(
        store,
        f"{labelled('company', 'KAZ Minerals Baimskaya')} {labelled('speaker', 'Alexey Borodavkin')}"
        "?claim kg:subject ?company ; kg:relation kg:invests_in ; kg:speaker ?speaker ; kg:modality 'planned' ;"
        " kg:document ?document ; kg:amount [ kg:value ?value ; kg:unit ?unit ]",
        "?document ?value ?unit",
    )
    assert len(claims) == 3
    assert {row[1:] for row in claims} == {("8000000000", "USD")}


def test_every_quote_is_the_stored_text_at_its_place(store: Store) -> None:
    rows = ask(
        store,
        "?claim a kg:Claim ; kg:document [ kg:text ?text ] ; kg:evidence"
        " [ kg:quote ?quote ; kg:start_char ?start ; kg:stop_char ?stop ]",
        "?claim ?text ?quote ?start ?stop",
    )
    assert len(rows) > 10
    for _, text, quote, start, stop in rows:
        assert text[int(start) : int(stop)] == quote


def test_the_order_of_reading_changes_no_byte(articles: Path, store: Store, tmp_path: Path) -> None:
    import io

    import pyoxigraph as ox

    with Store.memory() as other:
        pipeline.build(other, reversed(read(articles)))
        first, second = io.BytesIO(), io.BytesIO()
        store.dump(first, ox.RdfFormat.TRIG)
        other.dump(second, ox.RdfFormat.TRIG)
    assert first.getvalue() == second.getvalue()
