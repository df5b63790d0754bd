"""What follows from the graph, and why.

:func:`infer` applies the axioms of the ontology (sub-relations, inverses, symmetry, transitivity, chains, classes,
domain and range) as SPARQL updates that are generated from it, until nothing new follows. It needs nothing but the
embedded store. Each fact is worked out in a graph of its own, named by what it rests on: a statement, the entity that
a kind belongs to, or an inference. So a rule reads ``GRAPH ?premise { ?s kg:ambassador_of ?o }``, and its premises
are recorded with its result. Where a fact follows in several ways, one of them is recorded, always the same.

:func:`explain` shows statements with the passages they stand in, and inferred facts with their premises and axiom.

:mod:`kg.owl` asks a complete OWL reasoner instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.graph import KG, PREFIXES, ordered, term
from kg.queries import find, find_relation, short
from kg.store import Store

_TYPE = PREFIXES["rdf"] + "type"
_SUBCLASS = "rdfs:subClassOf"


# Entailment -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """An axiom as a rule: a fact of the form ``head`` follows from facts of the forms in ``body``.

    A form is (variable, IRI of a relation, variable) or (variable, rdf:type, IRI of a kind). Where the relation of
    the head is in the body twice, it is enough that one of the two was not inferred by the same axiom.
    """

    axiom: str
    body: tuple[tuple[str, str, str], ...]
    head: tuple[str, str, str]

    def update(self, base: str) -> str:
        """The SPARQL update that adds what follows and is not there, with the premises as one string."""
        head = " ".join(map(_written, self.head))
        body = "\n".join(
            f"    GRAPH ?premise{index} {{ {' '.join(map(_written, pattern))} }}"
            for index, pattern in enumerate(self.body)
        )
        premises = ', " ", '.join(f"STR(?premise{index})" for index in range(len(self.body)))
        sum = ', "\\n", '.join(f"STR({_written(part)})" for part in self.head)
        axiom = ox.Literal(self.axiom)
        step = f"FILTER NOT EXISTS {{ ?premise1 kg:axiom {axiom} }}" if self._transitive else ""
        variables = [part for part in self.head if part.startswith("?")]
        return f"""
INSERT {{
  GRAPH ?inference {{ {head} }}
  ?inference kg:axiom {axiom} ; kg:premise ?premises .
}}
WHERE {{
  {{ SELECT {" ".join(variables)} (MIN(CONCAT({premises})) AS ?premises) WHERE {{
{body}
    {"FILTER(?s != ?o)" if len(variables) == 2 else ""} {step}
    FILTER NOT EXISTS {{ GRAPH ?known {{ {head} }} }}
  }} GROUP BY {" ".join(variables)} }}
  BIND(IRI(CONCAT({ox.Literal(base)}, "inference/", SUBSTR(SHA256(CONCAT({sum})), 1, 16))) AS ?inference)
}}"""

    @property
    def _transitive(self) -> bool:
        return [relation for _, relation, _ in self.body] == [self.head[1]] * 2


def _written(part: str) -> str:
    return part if part.startswith("?") else str(ox.NamedNode(part))


def rules(store: Store) -> list[Rule]:
    """The axioms of the store's ontology that :func:`infer` applies, between its own relations and kinds."""
    ontology = _Ontology(store)

    def pairs(predicate: str) -> Iterator[tuple[str, str, str]]:
        for one, other in ontology.pairs(predicate):
            yield f"{_short(one)} {predicate} {_short(other)}", one, other

    def kinds(kind: str) -> Iterator[tuple[str, str]]:
        for relation in ontology.instances(kind):
            yield f"{_short(relation)} a {kind}", relation

    found = [Rule(axiom, (("?s", _TYPE, one),), ("?s", _TYPE, other)) for axiom, one, other in pairs(_SUBCLASS)]
    for axiom, one, other in pairs("rdfs:subPropertyOf"):
        found.append(Rule(axiom, (("?s", one, "?o"),), ("?s", other, "?o")))
    for axiom, one, other in pairs("owl:inverseOf"):
        found.append(Rule(axiom, (("?s", one, "?o"),), ("?o", other, "?s")))
        found.append(Rule(axiom, (("?s", other, "?o"),), ("?o", one, "?s")))
    for axiom, relation in kinds("owl:SymmetricProperty"):
        found.append(Rule(axiom, (("?s", relation, "?o"),), ("?o", relation, "?s")))
    for axiom, relation in kinds("owl:TransitiveProperty"):
        found.append(Rule(axiom, (("?s", relation, "?m"), ("?m", relation, "?o")), ("?s", relation, "?o")))
    for relation, links in ontology.lists("owl:propertyChainAxiom"):
        nodes = ["?s", *(f"?m{index}" for index in range(1, len(links))), "?o"]
        axiom = f"{_short(relation)} owl:propertyChainAxiom ( {' '.join(map(_short, links))} )"
        found.append(Rule(axiom, tuple(zip(nodes, links, nodes[1:], strict=False)), ("?s", relation, "?o")))
    for axiom, relation, kind in pairs("rdfs:domain"):
        found.append(Rule(axiom, (("?s", relation, "?o"),), ("?s", _TYPE, kind)))
    for axiom, relation, kind in pairs("rdfs:range"):
        found.append(Rule(axiom, (("?s", relation, "?o"),), ("?o", _TYPE, kind)))
    return found


def infer(store: Store) -> list[ox.Quad]:
    """The quads of the inferred graph: what follows from the statements and kinds of a store, and is not said in it.

    What follows from the hierarchy of kinds is written as the type alone; everything else has a ``kg:Inference``.
    """
    scratch = ox.Store()
    scratch.bulk_extend(_facts(store))
    todo = [(rule, rule.update(store.iris.base)) for rule in rules(store)]
    grown = {_key(pattern) for rule, _ in todo for pattern in rule.body}
    while grown:
        before, grown = grown, set()
        for rule, update in todo:
            if not before.isdisjoint(map(_key, rule.body)) or not grown.isdisjoint(map(_key, rule.body)):
                count = _count(scratch, rule.head)
                scratch.update(update, prefixes=PREFIXES)
                if _count(scratch, rule.head) > count:
                    grown.add(_key(rule.head))
    return _inferred(scratch, store)


def _key(pattern: tuple[str, str, str]) -> str:
    return " ".join(part for part in pattern if not part.startswith("?"))


def _count(scratch: ox.Store, pattern: tuple[str, str, str]) -> int:
    object = f"<{pattern[2]}>" if pattern[1] == _TYPE else "?o"
    found = scratch.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s <{pattern[1]}> {object} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)["n"].value)


def _facts(store: Store) -> Iterator[ox.Quad]:
    """What the store says: direct triples, each in a graph named by its statement; kinds, by their entity."""
    inferred, statements = store.iris.graph("inferred"), store.iris.graph("statements")
    symmetric = set(_Ontology(store).instances("owl:SymmetricProperty"))
    parties: dict[Any, dict[str, Any]] = {}
    for quad in store.graph.quads_for_pattern(None, None, None, statements):
        parties.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    for statement, said in parties.items():
        if KG + "subject" in said:
            subject, relation, object = (said[KG + role] for role in ("subject", "relation", "object"))
            stated = store.graph.quads_for_pattern(subject, relation, object)
            if any(quad.graph_name != inferred for quad in stated):
                yield ox.Quad(subject, relation, object, statement)
                if relation.value in symmetric:
                    yield ox.Quad(object, relation, subject, statement)
    for quad in store.graph.quads_for_pattern(None, term("rdf:type"), None, store.iris.graph("entities")):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, quad.subject)  # type: ignore[arg-type]


def _inferred(scratch: ox.Store, store: Store) -> list[ox.Quad]:
    graph = store.iris.graph("inferred")
    quads = []
    for note in scratch.quads_for_pattern(None, term("kg:axiom"), None, ox.DefaultGraph()):
        inference = note.subject
        [fact] = scratch.quads_for_pattern(None, None, None, inference)  # type: ignore[arg-type]
        quads.append(ox.Quad(fact.subject, fact.predicate, fact.object, graph))
        if _SUBCLASS in note.object.value:  # type: ignore[union-attr]
            continue
        for predicate, object in (
            ("rdf:type", term("kg:Inference")),
            ("kg:subject", fact.subject),
            ("kg:relation", fact.predicate),
            ("kg:object", fact.object),
            ("kg:axiom", note.object),
        ):
            quads.append(ox.Quad(inference, term(predicate), object, graph))
        [premises] = scratch.quads_for_pattern(inference, term("kg:premise"), None, ox.DefaultGraph())
        for premise in premises.object.value.split(" "):  # type: ignore[union-attr]
            quads.append(ox.Quad(inference, term("kg:premise"), ox.NamedNode(premise), graph))  # noqa: PERF401
    return ordered(quads)


class _Ontology:
    """The axioms of a store's ontology, as far as both sides are terms of ours; all of it sorted."""

    def __init__(self, store: Store) -> None:
        self._graph = store.graph
        self._name = store.iris.graph("ontology")

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        found = self._graph.quads_for_pattern(None, term(predicate), None, self._name)
        pairs = ((_iri(quad.subject), _iri(quad.object)) for quad in found)
        return sorted(pair for pair in pairs if all(iri.startswith(KG) for iri in pair) and pair[0] != pair[1])

    def instances(self, kind: str) -> list[str]:
        found = self._graph.quads_for_pattern(None, term("rdf:type"), term(kind), self._name)
        return sorted(iri for quad in found if (iri := _iri(quad.subject)).startswith(KG))

    def lists(self, predicate: str) -> list[tuple[str, tuple[str, ...]]]:
        found = self._graph.quads_for_pattern(None, term(predicate), None, self._name)
        return sorted((_iri(quad.subject), tuple(self._items(quad.object))) for quad in found)

    def _items(self, node: Any) -> Iterator[str]:
        while node != term("rdf:nil"):
            [first] = self._graph.quads_for_pattern(node, term("rdf:first"), None, self._name)
            yield _iri(first.object)
            [rest] = self._graph.quads_for_pattern(node, term("rdf:rest"), None, self._name)
            node = rest.object


def _iri(node: Any) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _short(iri: str) -> str:
    return short(iri, PREFIXES)


def contradictions(store: Store) -> list[str]:
    """Things that are of two kinds which exclude each other, each with where its kinds come from; sorted.

    Kinds are those read and, in a store built with :func:`infer`, those that follow from domain and range.
    """
    ontology = _Ontology(store)
    apart = set(ontology.pairs("owl:disjointWith"))
    for _, members in ontology.lists("owl:members"):
        apart |= {(one, other) for one in members for other in members if one < other}
    inferred = store.iris.graph("inferred")
    kinds: dict[str, dict[str, str]] = {}
    for graph in (store.iris.graph("entities"), inferred):
        for quad in store.graph.quads_for_pattern(None, term("rdf:type"), None, graph):
            if store.iris.entity_id(subject := _iri(quad.subject)) is not None:
                kinds.setdefault(subject, {}).setdefault(_iri(quad.object), "as read")
    for inference in store.graph.quads_for_pattern(None, term("kg:relation"), term("rdf:type"), inferred):
        node = _Node(store, inference.subject)
        premises = " and ".join(short(premise.value, store.prefixes()) for premise in node.values("kg:premise"))
        kinds[str(node.text("kg:subject"))][str(node.text("kg:object"))] = f"{node.text('kg:axiom')}, from {premises}"
    found = []
    for iri, its in kinds.items():
        for one, other in apart:
            if one in its and other in its:
                thing = short(iri, store.prefixes())
                found.append(f"{thing} is a {_short(one)} ({its[one]}) and a {_short(other)} ({its[other]})")
    return sorted(set(found))


# Explanation ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A claim: where it stands, its words, who makes it (None: the document itself) and how."""

    claim: str
    document: str
    start: int
    stop: int
    quote: str
    polarity: str
    modality: str
    published: str | None = None
    speaker: str | None = None
    time: str | None = None
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement with what was said, or an inferred fact with its axiom and premises. All names are IRIs."""

    iri: str
    subject: str
    relation: str
    object: str
    status: str = "inferred"
    sources: int = 0
    said: tuple[Said, ...] = ()
    axiom: str | None = None
    premises: tuple[Explanation, ...] = field(default=())

    def lines(
        self, names: Mapping[str, str], prefixes: Mapping[str, str] = PREFIXES, indent: str = ""
    ) -> Iterator[str]:
        """For people: entities by their names where ``names`` has them, premises below what follows from them."""

        def name(iri: str) -> str:
            return names.get(iri) or short(iri, prefixes)

        fact = f"{indent}{name(self.subject)} {name(self.relation)} {name(self.object)}"
        if self.axiom is None:
            plural = "" if self.sources == 1 else "s"
            yield f"{fact}  [{self.status}, {self.sources} independent source{plural}]"
        else:
            yield f"{fact}  [inferred: {self.axiom}]"
        for said in self.said:
            about = [said.polarity] * (said.polarity != "positive") + [said.modality] * (said.modality != "asserted")
            about += [text for text in (said.time, said.amount) if text]
            who = f"{name(said.speaker)} in " if said.speaker else ""
            when = f", {said.published}" if said.published else ""
            qualified = f" ({', '.join(about)})" if about else ""
            yield f"{indent}    “{said.quote}”{qualified}"
            yield f"{indent}      {who}{name(said.document)} {said.start}–{said.stop}{when}"
        for premise in self.premises:
            yield from premise.lines(names, prefixes, indent + "    ")


def explain(
    store: Store, subject: str, relation: str | None = None, object: str | None = None
) -> tuple[Explanation, ...]:
    """Why the store says something: names in any script, ids or IRIs.

    With a relation, what is stated or inferred of the subject in it (or of the object, if it is symmetric); without
    one, every statement that it is a party of. Empty where nothing is said. Raises UnknownName.
    """
    predicate = None if relation is None else find_relation(store, relation)
    either = predicate is None or predicate in _Ontology(store).instances("owl:SymmetricProperty")
    objects = None if object is None else {ox.NamedNode(iri) for iri in find(store, object)}
    found = {}
    for one in map(ox.NamedNode, find(store, subject)):
        for role, other in (("kg:subject", "kg:object"), ("kg:object", "kg:subject"))[: 1 + either]:
            for quad in store.graph.quads_for_pattern(None, term(role), one):
                node = _Node(store, quad.subject)
                wanted = node.is_a("kg:Statement") or (predicate is not None and node.is_a("kg:Inference"))
                wanted &= predicate is None or node.text("kg:relation") == predicate
                if wanted and (objects is None or node.value(other) in objects):
                    found[node.iri] = node
    told = (_explanation(node, frozenset()) for node in found.values())
    return tuple(sorted(told, key=lambda one: (one.axiom is not None, one.relation, one.subject, one.object)))


def parties(explanations: Iterable[Explanation]) -> set[str]:
    """The IRIs that occur in explanations, to look their names up."""
    found = set()
    for one in explanations:
        found |= {one.subject, one.object, *(said.speaker for said in one.said if said.speaker)}
        found |= parties(one.premises)
    return found


class _Node:
    """A node of the graph with its values, whatever graph they are in."""

    def __init__(self, store: Store, node: Any) -> None:
        self.store, self.iri = store, node.value
        self._values: dict[str, list[Any]] = {}
        for quad in store.graph.quads_for_pattern(node, None, None):
            self._values.setdefault(quad.predicate.value, []).append(quad.object)

    def values(self, name: str) -> list[Any]:
        return sorted(self._values.get(term(name).value, ()), key=str)

    def value(self, name: str) -> Any:
        values = self.values(name)
        return values[0] if values else None

    def text(self, name: str) -> str | None:
        value = self.value(name)
        return None if value is None else str(value.value)

    def node(self, name: str) -> _Node:
        return _Node(self.store, self.value(name))

    def is_a(self, kind: str) -> bool:
        return term(kind) in self._values.get(_TYPE, ())


def _explanation(node: _Node, above: frozenset[str]) -> Explanation:
    subject, relation, object = (str(node.text(role)) for role in ("kg:subject", "kg:relation", "kg:object"))
    if node.is_a("kg:Statement"):
        said = sorted((_said(_Node(node.store, claim)) for claim in node.values("kg:claim")), key=_reading_order)
        status, sources = str(node.text("kg:status")), int(node.text("kg:sources") or 0)
        return Explanation(node.iri, subject, relation, object, status, sources, tuple(said))
    premises = (_Node(node.store, premise) for premise in node.values("kg:premise") if premise.value not in above)
    told = (_explanation(one, above | {node.iri}) for one in premises if one.text("kg:relation"))
    return Explanation(node.iri, subject, relation, object, axiom=node.text("kg:axiom"), premises=tuple(told))


def _said(claim: _Node) -> Said:
    passage, document = claim.node("kg:evidence"), claim.node("kg:document")
    amount = claim.node("kg:amount") if claim.value("kg:amount") is not None else None
    return Said(
        claim=claim.iri,
        document=document.iri,
        start=int(passage.text("kg:start_char") or 0),
        stop=int(passage.text("kg:stop_char") or 0),
        quote=passage.text("kg:quote") or "",
        polarity=claim.text("kg:polarity") or "",
        modality=claim.text("kg:modality") or "",
        published=document.text("kg:published"),
        speaker=claim.text("kg:speaker"),
        time=claim.text("kg:time"),
        amount=f"{amount.text('kg:value')} {amount.text('kg:unit')}" if amount else None,
    )


def _reading_order(said: Said) -> tuple[str, str, int, str]:
    return said.published or "", said.document, said.start, said.claim
