"""Statements with the sentences behind them, read out of a store into a network that networkx can work on.

=======  ==========================================================================================================
nodes    keyed by the entity's IRI: ``labels`` (language to name), ``aliases``, ``kind`` (its class), ``named``,
         ``identities`` (IRIs of the same thing elsewhere)
edges    keyed by the statement's IRI: ``relation``, ``status``, ``sources`` (independent ones), ``inferred``,
         ``claims`` (a tuple of :class:`Passage`, in the order of documents and places)
graph    ``documents`` (IRI to :class:`Source`), ``names`` (labels of speakers that are no nodes, by IRI)
=======  ==========================================================================================================
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from kg.model import Status

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import QuerySolutions

    from kg.store import Store

_END = re.compile(r"[.!?؟…][\"»”’)\]]*(?=\s)|\n")
_REACH = 400  # characters of context at most, to either side


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the network shows it."""

    iri: str
    id: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words to be marked in a passage: half-open offsets into its text; role: evidence, subject, object or speaker."""

    start: int
    stop: int
    role: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim with the sentence it stands in. ``start`` is the sentence's offset in the document's text.

    ``speaker`` is an entity's IRI, or None where the document itself says it. ``date`` is the claim's own time
    (ISO 8601, an interval as ``start/stop``), ``amount`` a value with its unit.
    """

    iri: str
    document: str
    sentence: str
    start: int
    marks: tuple[Mark, ...]
    speaker: str | None = None
    polarity: str = "positive"
    modality: str = "asserted"
    date: str | None = None
    amount: tuple[float, str] | None = None
    rule: str | None = None
    confidence: float | None = None
    ended: bool = False


def load(store: Store, *, unnamed: bool = False, inferred: bool = False) -> nx.MultiDiGraph[str]:
    """The store's actors and statements as a network.

    Actors that no text names (gunmen, three soldiers) come only with ``unnamed``, and what follows from the ontology
    without being said only with ``inferred``: as edges with the claims that they follow from.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    people = _entities(store)
    for iri, data in sorted(people.items()):
        if data["named"] or unnamed:
            graph.add_node(iri, **data)
    documents, texts = _documents(store)
    claims = _claims(store, texts)
    found: dict[str, list[Passage]] = defaultdict(list)
    for row in _rows(store, "SELECT ?s ?c WHERE { ?s a kg:Statement ; kg:claim ?c }"):
        if (claim := _iri(row[1])) in claims:
            found[_iri(row[0])].append(claims[claim])
    held = {statement: _sorted(passages) for statement, passages in found.items()}
    stated = set()
    rows = _rows(
        store,
        "SELECT ?i ?s ?r ?o ?status ?sources WHERE { ?i a kg:Statement ; kg:subject ?s ; kg:relation ?r ;"
        " kg:object ?o ; kg:status ?status ; kg:sources ?sources }",
    )
    for iri, subject, relation, object_, status, sources in sorted([_text(cell) for cell in row] for row in rows):
        stated.add((subject, relation, object_))
        if subject in graph and object_ in graph:
            graph.add_edge(
                subject,
                object_,
                key=iri,
                relation=_local(relation),
                status=status,
                sources=int(sources),
                inferred=False,
                claims=held.get(iri, ()),
            )
    if inferred:
        for iri, (subject, relation, object_), passages in _inferences(store, held):
            if (subject, relation, object_) not in stated and subject in graph and object_ in graph:
                graph.add_edge(
                    subject,
                    object_,
                    key=iri,
                    relation=_local(relation),
                    status=Status.ASSERTED.value,
                    sources=len({passage.document for passage in passages}),
                    inferred=True,
                    claims=passages,
                )
    speakers = {p.speaker for p in claims.values() if p.speaker is not None and p.speaker not in graph}
    graph.graph["documents"] = documents
    graph.graph["names"] = {iri: people[iri]["labels"] for iri in sorted(speakers) if iri in people}
    return graph


def _rows(store: Store, sparql: str) -> Iterator[Sequence[Any]]:
    return iter(cast("QuerySolutions", store.query(sparql)))


def _iri(term: Any) -> str:
    return str(term.value)


def _text(term: Any) -> str:
    return "" if term is None else str(term.value)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _sorted(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: (passage.document, passage.start, passage.marks, passage.iri)))


def _entities(store: Store) -> dict[str, dict[str, Any]]:
    where = f"GRAPH <{store.iris.graph('entities').value}>"
    people: dict[str, dict[str, Any]] = {}
    for row in _rows(store, f"SELECT ?e ?kind ?named WHERE {{ {where} {{ ?e a ?kind ; kg:named ?named }} }}"):
        people[_iri(row[0])] = {
            "labels": {},
            "aliases": [],
            "kind": _local(_iri(row[1])),
            "named": row[2].value == "true",
            "identities": [],
        }
    for row in _rows(store, f"SELECT ?e ?l WHERE {{ {where} {{ ?e kg:named ?n ; rdfs:label ?l }} }}"):
        people[_iri(row[0])]["labels"][row[1].language or "und"] = row[1].value
    for property_, key in (("skos:altLabel", "aliases"), ("owl:sameAs", "identities")):
        for row in _rows(store, f"SELECT DISTINCT ?e ?l WHERE {{ {where} {{ ?e kg:named ?n ; {property_} ?l }} }}"):
            people[_iri(row[0])][key].append(_text(row[1]))
    for data in people.values():
        data["labels"] = dict(sorted(data["labels"].items()))
        data["aliases"] = tuple(sorted(set(data["aliases"])))
        data["identities"] = tuple(sorted(data["identities"]))
    return people


def _documents(store: Store) -> tuple[dict[str, Source], dict[str, str]]:
    """Documents by IRI, in order, and their texts."""
    rows = _rows(
        store,
        "SELECT ?d ?id ?text ?language ?title ?source ?published WHERE { ?d a kg:Document ; kg:id ?id ; kg:text ?text ;"
        " kg:language ?language OPTIONAL { ?d kg:title ?title } OPTIONAL { ?d kg:source ?source }"
        " OPTIONAL { ?d kg:published ?published } }",
    )
    documents, texts = {}, {}
    for iri, id, text, language, title, source, published in sorted([_text(cell) for cell in row] for row in rows):
        documents[iri] = Source(iri, id, title or None, source or None, published or None, language)
        texts[iri] = text
    return documents, texts


def _claims(store: Store, texts: Mapping[str, str]) -> dict[str, Passage]:
    """Every claim with its sentence, where the parties are named in it and what qualifies it."""
    named: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in _rows(
        store,
        "SELECT ?d ?who ?start ?stop WHERE { ?m a kg:Mention ; kg:document ?d ; kg:refers_to ?who ;"
        " kg:start_char ?start ; kg:stop_char ?stop }",
    ):
        named[_iri(row[0]), _iri(row[1])].append((int(row[2].value), int(row[3].value)))
    claims = {}
    for row in _rows(
        store,
        "SELECT ?c ?d ?start ?stop ?s ?o ?speaker ?polarity ?modality ?time ?value ?unit ?rule ?confidence ?ended"
        " WHERE { ?c a kg:Claim ; kg:document ?d ; kg:polarity ?polarity ; kg:modality ?modality ; kg:evidence ?e ."
        " ?e kg:start_char ?start ; kg:stop_char ?stop ."
        " OPTIONAL { ?c kg:subject ?s } OPTIONAL { ?c kg:object ?o } OPTIONAL { ?c kg:speaker ?speaker }"
        " OPTIONAL { ?c kg:time ?time } OPTIONAL { ?c kg:amount ?a . ?a kg:value ?value ; kg:unit ?unit }"
        " OPTIONAL { ?c kg:rule ?rule } OPTIONAL { ?c kg:confidence ?confidence } OPTIONAL { ?c kg:ended ?ended } }",
    ):
        (
            claim,
            document,
            begin,
            end,
            subject,
            object_,
            speaker,
            polarity,
            modality,
            time,
            value,
            unit,
            rule,
            sure,
            ended,
        ) = (_text(cell) for cell in row)
        start, stop = int(begin), int(end)
        left, right = sentence(texts[document], start, stop)
        marks = {Mark(start - left, stop - left, "evidence")}
        for role, who in (("subject", subject), ("object", object_)):
            marks |= {Mark(a - left, b - left, role) for a, b in named[document, who] if left <= a and b <= right}
        claims[claim] = Passage(
            iri=claim,
            document=document,
            sentence=texts[document][left:right],
            start=left,
            marks=tuple(sorted(marks)),
            speaker=speaker or None,
            polarity=polarity,
            modality=modality,
            date=time or None,
            amount=(float(value), unit) if value else None,
            rule=rule or None,
            confidence=float(sure) if sure else None,
            ended=ended == "true",
        )
    return claims


def _inferences(
    store: Store, held: Mapping[str, tuple[Passage, ...]]
) -> list[tuple[str, tuple[str, str, str], tuple[Passage, ...]]]:
    """What was inferred, with the claims of the statements that it follows from, over inferences in between."""
    triples: dict[str, tuple[str, str, str]] = {}
    premises: dict[str, set[str]] = defaultdict(set)
    for row in _rows(
        store,
        "SELECT ?i ?s ?r ?o ?p WHERE { ?i a kg:Inference ; kg:subject ?s ; kg:relation ?r ; kg:object ?o"
        " OPTIONAL { ?i kg:premise ?p } }",
    ):
        iri, subject, relation, object_, premise = (_text(cell) for cell in row)
        triples[iri] = (subject, relation, object_)
        if premise:
            premises[iri].add(premise)

    def said(iri: str, above: frozenset[str]) -> set[Passage]:
        if iri in above:
            return set()
        return set(held.get(iri, ())).union(*(said(premise, above | {iri}) for premise in premises.get(iri, ())))

    return [(iri, triples[iri], _sorted(said(iri, frozenset()))) for iri in sorted(triples)]


def sentence(text: str, start: int, stop: int) -> tuple[int, int]:
    """Offsets of the sentence round a passage; no more than some hundred characters to either side of it."""
    left = max(0, start - _REACH)
    before = [match.end() for match in _END.finditer(text, left, start)]
    left = before[-1] if before else left
    # A passage may end with its sentence, full stop included.
    after = _END.search(text, max(start, stop - 1), min(len(text), stop + _REACH))
    right = max(stop, after.end()) if after else min(len(text), stop + _REACH)
    while left < start and text[left].isspace():
        left += 1
    while right > stop and text[right - 1].isspace():
        right -= 1
    return left, right
