"""The graph in RDF: pure functions from what was read to quads.

Plain RDF 1.1. Every node has an IRI of its own (no blank nodes), so that a graph can be compared, replaced and
cited. The same input gives the same quads. Each document has a graph named by the document's IRI; what concerns
the corpus is in ``{base}graph/entities``, ``statements``, ``inferred``, ``ontology`` and ``decisions``.

An ambassador says that a company is to put eight billion dollars into Chukotka. In the document's graph::

    <document/ar-000#claim-7>                    a kg:Claim
      ├─ kg:subject   ──▶ <entity/organization/kaz-minerals-5e1a90>
      ├─ kg:relation  ──▶ kg:invests_in
      ├─ kg:object    ──▶ <entity/place/chukotka-0c44d1>
      ├─ kg:speaker   ──▶ <entity/person/borodavkin-71fe02>        (none: the document itself says it)
      ├─ kg:evidence  ──▶ <document/ar-000#char=3120,3188>         a kg:Evidence
      │                     kg:start_char 3120 ; kg:stop_char 3188 ; kg:quote "…"@ar
      ├─ kg:amount    ──▶ <document/ar-000#amount-3170-3184>       a kg:Amount  (one for all claims it is in)
      │                     kg:value 8000000000 ; kg:unit "USD" ; kg:start_char … ; kg:stop_char … ; kg:quote …
      ├─ kg:document  ──▶ <document/ar-000>                        a kg:Document  (so has each of these nodes)
      │                     kg:id "ar-000" ; kg:title "…"@ar ; kg:language "ar" ; kg:published "2022-10-18"^^xsd:date ;
      │                     kg:source "…" ; kg:extractor "…" ; kg:sha256 "…" ; kg:text "…"@ar
      │ kg:polarity "positive" ; kg:modality "planned" ; kg:rule "…" ; kg:confidence 0.9
      │ kg:time "2022" ; kg:start "2022-01-01"^^xsd:date ; kg:end "2022-12-31"^^xsd:date ; kg:time_words "…"@ar
      └ kg:ended true  (a former post) ; kg:inferred true  (a party that is not named but was looked up)

    <entity/organization/kaz-minerals-5e1a90>    kg:invests_in <entity/place/chukotka-0c44d1>

    <document/ar-000#char=3100,3118>             a kg:Mention
      ├─ kg:refers_to ──▶ <entity/person/borodavkin-71fe02>
      └ kg:form "nominal" ; kg:start_char … ; kg:stop_char … ; kg:quote …

    <document/ar-000#quote-3001-3300>            a kg:Quotation
      ├─ kg:speaker   ──▶ <entity/person/borodavkin-71fe02>
      └ kg:direct true ; kg:start_char … ; kg:stop_char … ; kg:quote …

and in the graphs of the corpus::

    <statement/77ae01…>                          a kg:Statement                               graph/statements
      ├─ kg:subject, kg:relation, kg:object      as above
      ├─ kg:claim     ──▶ <document/ar-000#claim-7>, <document/ru-000#claim-5>
      └ kg:status "planned" ; kg:sources 1       (independent ones)

    <document/ru-000#amount-88-104>              kg:counted_as <document/ar-000#amount-3170-3184>   graph/statements
                                                 (each amount says which it repeats: itself, or one in another claim
                                                 of the same statement, so that one deal's money is counted once)

    <entity/place/chukotka-0c44d1>               a kg:Place                                   graph/entities
      │ rdfs:label "Chukotka"@en, "Чукотка"@ru ; skos:altLabel "تشاكوتكا"@ar ; kg:named true ; owl:sameAs <…>
      └ skos:hiddenLabel "chukotka", "чукотка", "chukotka-0c44d1" …       (names as a search compares them)

    <judgement/0b5c22…>                          a kg:Judgement              graph/entities, a person's graph/decisions
      └ kg:left "…" ; kg:right "…" ; kg:same true ; kg:score 0.93 ; kg:reason "…" ; kg:by "rule"

    <inference/91c24f…>                          a kg:Inference                               graph/inferred
      ├─ kg:subject, kg:relation, kg:object      a fact that follows, its direct triple beside it
      ├─ kg:premise   ──▶ <statement/77ae01…>    or another inference, or the entity whose kind it follows from
      └ kg:axiom "…"                             the axiom of the ontology, in Turtle

The *direct triple* stands for a claim with both parties that is positive, asserted or planned, and has not ended; a
symmetric relation has it in both directions, and one statement for both. ``kg:status`` is one of
:class:`kg.model.Status`. Offsets are half-open and count code points of ``kg:text``:
``SUBSTR(?text, ?start + 1, ?stop - ?start) = ?quote``.

Numbers are written as Oxigraph keeps them (``8000000000``, not ``8.0E9``): what is read back is what was written.
"""

from __future__ import annotations

import calendar
import hashlib
import math
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg.errors import DocumentError, StoreError
from kg.model import (
    Amount,
    Claim,
    ClaimAddress,
    Entity,
    Judgement,
    Modality,
    Polarity,
    Record,
    Resolution,
    Span,
    Statement,
)
from kg.morphology import fold

VERSION = "1"  # of the shape above: raise it when the same record gives other quads, so that stores write them anew
KG = "https://kg.example/ontology#"
BASE = "https://kg.example/"
PREFIXES = {
    "kg": KG,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cache
def term(name: str) -> NamedNode:
    """A term of a vocabulary by its short name: ``term("kg:Claim")``, ``term("rdfs:label")``."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def relation(name: str) -> NamedNode:
    """A relation or kind of the ontology."""
    return NamedNode(KG + name)


@dataclass(frozen=True, slots=True)
class Iris:
    """The names of things, below a base IRI. Raises StoreError for a base that cannot be one."""

    base: str = BASE

    def __post_init__(self) -> None:
        try:
            NamedNode(self.base)
        except ValueError as error:
            raise StoreError(f"{self.base!r} is not an absolute IRI ({error})") from error
        if not self.base.endswith(("/", "#")):
            raise StoreError(f"the base IRI {self.base!r} must end in / or #")

    def document(self, id: str) -> NamedNode:
        return NamedNode(self.base + "document/" + _segment(id))

    def document_id(self, iri: str) -> str | None:
        """The id of the document of that IRI (also of a claim or passage in it), or None if it is no document's."""
        head = self.base + "document/"
        return unquote(iri[len(head) :].partition("#")[0]) if iri.startswith(head) else None

    def entity(self, id: str) -> NamedNode:
        return NamedNode(self.base + "entity/" + "/".join(_segment(part) for part in id.split("/")))

    def entity_id(self, iri: str) -> str | None:
        head = self.base + "entity/"
        return unquote(iri[len(head) :]) if iri.startswith(head) else None

    def passage(self, document: str, span: Span) -> NamedNode:
        """A passage of a document, as RFC 5147 names it."""
        return NamedNode(f"{self.document(document).value}#char={span.start},{span.stop}")

    def quotation(self, document: str, span: Span) -> NamedNode:
        return NamedNode(f"{self.document(document).value}#quote-{span.start}-{span.stop}")

    def amount(self, document: str, span: Span) -> NamedNode:
        return NamedNode(f"{self.document(document).value}#amount-{span.start}-{span.stop}")

    def claim(self, document: str, index: int) -> NamedNode:
        return NamedNode(f"{self.document(document).value}#claim-{index}")

    def statement(self, subject: str, relation: str, object: str) -> NamedNode:
        return NamedNode(f"{self.base}statement/{digest(subject, relation, object)}")

    def inference(self, subject: str, relation: str, object: str) -> NamedNode:
        return NamedNode(f"{self.base}inference/{digest(subject, relation, object)}")

    def judgement(self, judgement: Judgement) -> NamedNode:
        parts = (judgement.left, judgement.right, f"{judgement.same} {judgement.score}", judgement.by, judgement.reason)
        return NamedNode(f"{self.base}judgement/{digest(*parts)}")

    def graph(self, name: str) -> NamedNode:
        """``entities``, ``statements``, ``inferred``, ``ontology`` or ``decisions``."""
        return NamedNode(f"{self.base}graph/{name}")


def digest(*parts: str) -> str:
    """Sixteen hex digits for a sequence of strings, no two of which run together."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _segment(text: str) -> str:
    """One segment of an IRI's path: letters and digits of any script stay, the rest is percent-encoded.

    ``..`` and ``.`` would mean another path, so their dots are encoded too.
    """
    if set(text) <= {"."}:
        return "%2E" * len(text)
    if re.fullmatch("[A-Za-z0-9._~-]+", text):
        return text
    return "".join(char if char.isalnum() else quote(char, safe="") for char in text)


def document_quads(
    record: Record, entity_of: Mapping[str, str], iris: Iris, symmetric: Container[NamedNode] = ()
) -> list[Quad]:
    """The graph of one document: a function of its record and of who its referents are (referent id to entity id).

    The direct triples of a ``symmetric`` relation are written in both directions. Raises DocumentError where the record
    breaks its own promises (see :func:`verify`).
    """
    verify(record)
    document, graph = record.document, iris.document(record.document.id)
    draft = _Draft(graph)

    def words(text: str) -> Literal:
        return _text(text, document.language)

    people = {referent.id: iris.entity(entity_of[referent.id]) for referent in record.referents}

    def passage(node: NamedNode, kind: str, span: Span) -> NamedNode:
        draft.add(node, "rdf:type", term(kind))
        draft.add(node, "kg:document", graph)
        draft.add(node, "kg:start_char", _integer(span.start))
        draft.add(node, "kg:stop_char", _integer(span.stop))
        draft.add(node, "kg:quote", words(span.of(document.text)))
        return node

    draft.add(graph, "rdf:type", term("kg:Document"))
    draft.add(graph, "kg:id", Literal(document.id))
    draft.add(graph, "kg:language", Literal(document.language))
    draft.add(graph, "kg:extractor", Literal(record.extractor))
    draft.add(graph, "kg:sha256", Literal(document.sha256))
    draft.add(graph, "kg:text", words(document.text))
    draft.add(graph, "rdfs:label", words(document.title) if document.title else Literal(document.id))
    if document.title:
        draft.add(graph, "kg:title", words(document.title))
    if document.source:
        draft.add(graph, "kg:source", Literal(document.source))
    if document.published:
        draft.add(graph, "kg:published", _published(document.published))
    for referent in record.referents:
        for mention in referent.mentions:
            node = passage(iris.passage(document.id, mention.span), "kg:Mention", mention.span)
            draft.add(node, "kg:refers_to", people[referent.id])
            draft.add(node, "kg:form", Literal(mention.form.value))
    for quotation in record.quotes:
        node = passage(iris.quotation(document.id, quotation.span), "kg:Quotation", quotation.span)
        draft.add(node, "kg:speaker", people[quotation.speaker])
        draft.add(node, "kg:direct", _boolean(quotation.direct))
    for index, claim in enumerate(record.claims):
        node = iris.claim(document.id, index)
        draft.add(node, "rdf:type", term("kg:Claim"))
        draft.add(node, "kg:document", graph)
        draft.add(node, "kg:relation", relation(claim.relation))
        for role, party in (("kg:subject", claim.subject), ("kg:object", claim.object), ("kg:speaker", claim.speaker)):
            if party is not None:
                draft.add(node, role, people[party])
        draft.add(node, "kg:polarity", Literal(claim.polarity.value))
        draft.add(node, "kg:modality", Literal(claim.modality.value))
        span = claim.evidence.span
        draft.add(node, "kg:evidence", passage(iris.passage(document.id, span), "kg:Evidence", span))
        draft.add(node, "kg:rule", Literal(claim.evidence.rule))
        draft.add(node, "kg:confidence", _decimal(claim.evidence.confidence))
        if claim.time is not None:
            start, end = period(claim.time.value)
            draft.add(node, "kg:time", Literal(claim.time.value))
            draft.add(node, "kg:time_words", words(claim.time.span.of(document.text)))
            if start is not None:
                draft.add(node, "kg:start", _date(start))
            if end is not None:
                draft.add(node, "kg:end", _date(end))
        if claim.amount is not None:
            span = claim.amount.span
            amount = passage(iris.amount(document.id, span), "kg:Amount", span)
            draft.add(amount, "kg:value", _decimal(claim.amount.value))
            draft.add(amount, "kg:unit", Literal(claim.amount.unit))
            draft.add(node, "kg:amount", amount)
        if claim.ended:
            draft.add(node, "kg:ended", _boolean(True))
        if claim.inferred:
            draft.add(node, "kg:inferred", _boolean(True))
        if claim.subject is not None and claim.object is not None and stands(claim):
            subject, predicate, object = people[claim.subject], relation(claim.relation), people[claim.object]
            draft.quads.add(Quad(subject, predicate, object, graph))
            if predicate in symmetric:
                draft.quads.add(Quad(object, predicate, subject, graph))
    return ordered(draft.quads)


def stands(claim: Claim) -> bool:
    """Whether the claim, taken alone, is given as true or to come true: then it has a direct triple."""
    return claim.polarity is Polarity.POSITIVE and claim.modality is not Modality.HYPOTHETICAL and not claim.ended


def verify(record: Record) -> None:
    """Raise DocumentError unless every passage re-reads from the text and every party is a referent of the document."""
    document = record.document
    parties = {referent.id for referent in record.referents}

    def refuse(problem: str) -> DocumentError:
        return DocumentError(document.id, problem, f"it was read wrongly by {record.extractor!r}: extract it again")

    try:
        for text in (document.id, document.text, document.title or "", document.source or ""):
            text.encode()
        if document.published:
            period(document.published)
    except ValueError as error:  # a lone surrogate, or no date
        raise refuse(f"cannot be written down: {error}") from error
    for index, claim in enumerate(record.claims):
        if claim.evidence.span.of(document.text) != claim.evidence.quote or not claim.evidence.quote:
            raise refuse(f"the evidence of claim {index} is not what the text says at its offsets")
        for party in (claim.subject, claim.object, claim.speaker):
            if party is not None and party not in parties:
                raise refuse(f"claim {index} names {party!r}, which is no referent of the document")
        if claim.amount is not None and not math.isfinite(claim.amount.value):
            raise refuse(f"claim {index} has an amount that is no number")
        if claim.time is not None:
            try:
                period(claim.time.value)
            except ValueError as error:
                raise refuse(f"claim {index} has a time that is no date: {error}") from error
    for quotation in record.quotes:
        if quotation.speaker not in parties:
            raise refuse(f"a quotation's speaker {quotation.speaker!r} is no referent of the document")


def entity_quads(resolution: Resolution, iris: Iris) -> list[Quad]:
    """Who is who: kind, preferred and other names by language, identities elsewhere, and the judgements behind it."""
    draft = _Draft(iris.graph("entities"))
    for entity in resolution.entities:
        _describe(entity, draft, iris)
    for judgement in resolution.judgements:
        _judge(judgement, draft, iris)
    return ordered(draft.quads)


def _describe(entity: Entity, draft: _Draft, iris: Iris) -> None:
    node = iris.entity(entity.id)
    draft.add(node, "rdf:type", relation(entity.kind or "Entity"))
    draft.add(node, "kg:named", _boolean(entity.named))
    for language, name in entity.names.items():
        draft.add(node, "rdfs:label", _text(name, language))
    for language, name in entity.aliases:
        if entity.names.get(language) != name:
            draft.add(node, "skos:altLabel", _text(name, language))
    for name in (*entity.names.values(), *(name for _, name in entity.aliases), entity.id.rpartition("/")[2]):
        draft.add(node, "skos:hiddenLabel", Literal(searched(name)))
    for identity in entity.identities:
        draft.add(node, "owl:sameAs", NamedNode(identity))


def searched(name: str) -> str:
    """The form that names are compared in when one is looked for: no case, marks, or variants of a letter."""
    return fold(" ".join(name.split()))


def _judge(judgement: Judgement, draft: _Draft, iris: Iris) -> None:
    node = iris.judgement(judgement)
    draft.add(node, "rdf:type", term("kg:Judgement"))
    draft.add(node, "kg:left", Literal(judgement.left))
    draft.add(node, "kg:right", Literal(judgement.right))
    draft.add(node, "kg:same", _boolean(judgement.same))
    draft.add(node, "kg:score", _decimal(judgement.score))
    draft.add(node, "kg:reason", Literal(judgement.reason))
    draft.add(node, "kg:by", Literal(judgement.by))


def decision_quads(decisions: Iterable[Judgement], iris: Iris) -> list[Quad]:
    """What people decided about who is who."""
    draft = _Draft(iris.graph("decisions"))
    for decision in decisions:
        _judge(decision, draft, iris)
    return ordered(draft.quads)


def statement_quads(statements: Iterable[Statement], records: Iterable[Record], iris: Iris) -> list[Quad]:
    """What the corpus says, with all the claims that say, deny or suppose it, and which amounts are the same one."""
    statements = list(statements)
    draft = _Draft(iris.graph("statements"))
    for statement in statements:
        node = iris.statement(statement.subject, statement.relation, statement.object)
        draft.add(node, "rdf:type", term("kg:Statement"))
        draft.add(node, "kg:subject", iris.entity(statement.subject))
        draft.add(node, "kg:relation", relation(statement.relation))
        draft.add(node, "kg:object", iris.entity(statement.object))
        draft.add(node, "kg:status", Literal(statement.status.value))
        draft.add(node, "kg:sources", _integer(statement.sources))
        for address in statement.claims:
            draft.add(node, "kg:claim", iris.claim(address.document, address.index))
    for (document, amount), (first, same) in _counted(statements, records).items():
        draft.add(iris.amount(document, amount.span), "kg:counted_as", iris.amount(first, same.span))
    return ordered(draft.quads)


_Sum = tuple[str, Amount]  # an amount and the id of the document that it stands in


def _counted(statements: Iterable[Statement], records: Iterable[Record]) -> dict[_Sum, _Sum]:
    """For each amount the first one that it repeats: of equal value and unit, over claims of one statement.

    Three articles on one deal of eight billion, in which it is also eight billion for the region and for the country,
    are eight billion in all.
    """
    sums: dict[ClaimAddress, _Sum] = {
        ClaimAddress(record.document.id, index): (record.document.id, claim.amount)
        for record in records
        for index, claim in enumerate(record.claims)
        if claim.amount is not None
    }
    first = {sum: sum for sum in sums.values()}

    def root(sum: _Sum) -> _Sum:
        while first[sum] != sum:
            first[sum] = first[first[sum]]
            sum = first[sum]
        return sum

    for statement in statements:
        said: dict[tuple[float, str], _Sum] = {}
        for address in statement.claims:
            if (sum := sums.get(address)) is not None:
                one, other = root(said.setdefault((sum[1].value, sum[1].unit), sum)), root(sum)
                first[max(one, other, key=_place)] = min(one, other, key=_place)
    return {sum: root(sum) for sum in first}


def _place(sum: _Sum) -> tuple[str, Span, float, str]:
    document, amount = sum
    return document, amount.span, amount.value, amount.unit


def ontology_quads(files: Iterable[Path], iris: Iris) -> list[Quad]:
    """The ontology as its Turtle files have it, each blank node (of a list or a union) given an IRI.

    The numbers are those of RDF Dataset Canonicalization 1.0, so they depend on the files' content alone.
    """
    dataset = Dataset(quad for file in files for quad in parse(path=file, format=RdfFormat.TURTLE))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    graph = iris.graph("ontology")

    def named(node: Any) -> Any:
        return NamedNode(f"{graph.value}#{node.value}") if isinstance(node, BlankNode) else node

    return ordered({Quad(named(quad.subject), quad.predicate, named(quad.object), graph) for quad in dataset})


def symmetric(ontology: Iterable[Quad]) -> frozenset[NamedNode]:
    """The relations that an ontology declares symmetric."""
    kind = term("owl:SymmetricProperty")
    return frozenset(quad.subject for quad in ontology if quad.object == kind and isinstance(quad.subject, NamedNode))


def ordered(quads: Iterable[Quad]) -> list[Quad]:
    """Quads in the order of every file: by graph, subject (``claim-2`` before ``claim-10``), predicate, object."""
    groups: dict[tuple[str, str], set[Quad]] = {}
    for quad in quads:
        graph = quad.graph_name
        name = graph.value if isinstance(graph, NamedNode) else ""
        groups.setdefault((name, str(quad.subject)), set()).add(quad)
    return [
        quad
        for key in sorted(groups, key=_natural)
        for quad in sorted(groups[key], key=lambda quad: (quad.predicate.value, str(quad.object)))
    ]


def _natural(key: tuple[str, str]) -> tuple[str, str, list[tuple[int, str]]]:
    graph, subject = key
    head, _, fragment = subject.rstrip(">").partition("#")
    numbered = [(int(part), part) if part.isdecimal() else (0, part) for part in re.split("([0-9]+)", fragment)]
    return graph, head, numbered


def period(value: str) -> tuple[date | None, date | None]:
    """First and last day of an ISO 8601 date, month, year or interval; None where an interval is open (``..``).

    >>> period("2022-02")
    (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28))

    Raises ValueError for what is none of these.
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _days(value)
    return (None if first == ".." else _days(first)[0]), (None if last == ".." else _days(last)[1])


def _days(value: str) -> tuple[date, date]:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        raise ValueError(f"{value!r} is no date, month or year")
    match [int(part) for part in value.split("-")]:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            first = date(year, month, 1)
            return first, first.replace(day=calendar.monthrange(year, month)[1])
        case parts:
            return date(*parts), date(*parts)


@dataclass(slots=True)
class _Draft:
    """A graph being written."""

    graph: NamedNode
    quads: set[Quad] = field(default_factory=set)

    def add(self, subject: NamedNode, predicate: str, object: NamedNode | Literal) -> None:
        self.quads.add(Quad(subject, term(predicate), object, self.graph))


def _text(text: str, language: str) -> Literal:
    if re.fullmatch("[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", language):
        return Literal(text, language=language)
    return Literal(text)


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=term("xsd:integer"))


def _decimal(value: float) -> Literal:
    """The shortest decimal that is this number, without an exponent or a fraction of zero: 8000000000, 0.9."""
    digits = format(Decimal(repr(float(value) + 0.0)), "f")  # of -0.0 too
    return Literal(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype=term("xsd:decimal"))


def _boolean(value: bool) -> Literal:
    return Literal(str(value).lower(), datatype=term("xsd:boolean"))


def _date(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=term("xsd:date"))


def _published(value: str) -> Literal:
    """A full date, or a month or year as such: nothing is added to what the document says of itself."""
    return Literal(value, datatype=term(("xsd:gYear", "xsd:gYearMonth", "xsd:date")[value.count("-")]))
