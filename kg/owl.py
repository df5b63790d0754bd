"""The graph as OWL: for Python through owlready2, and for HermiT, a complete reasoner.

:func:`world` loads ontology and graph into a fresh ``owlready2.World``: classes, instances, search. :func:`classify`
asks HermiT, which needs Java, whether they are consistent and what each thing is. HermiT, as owlready2 calls it, gives
no values of super-relations; those, and whatever else the ready queries need, come from :func:`kg.reason.infer`.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import Inconsistent, MissingDependency, UnknownName
from kg.graph import KG, PREFIXES, term
from kg.reason import contradictions
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Classification:
    """What HermiT adds. All names are IRIs.

    ``kinds`` are the most specific kinds it finds for a thing, ``facts`` new triples between things, ``subkinds``
    new pairs of a kind and one above it, ``empty`` kinds that nothing can belong to.
    """

    kinds: Mapping[str, tuple[str, ...]]
    facts: tuple[tuple[str, str, str], ...]
    subkinds: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]


def world(store: Store, document: str | None = None) -> Any:
    """The ontology, and all graphs or that of one document with the entities in it, as a fresh ``owlready2.World``.

    Look things up by IRI (``world["https://kg.example/ontology#Person"].instances()``), or with ``world.search``.
    """
    entities = store.iris.graph("entities")
    if document is None:
        quads = [quad for quads in store.graphs() for quad in quads]
    else:
        [graph] = _documents(store, document)
        quads = list(store.graph.quads_for_pattern(None, None, None, graph))
        nodes = {node for quad in quads for node in (quad.subject, quad.object) if isinstance(node, ox.NamedNode)}
        for node in sorted(nodes, key=str):
            quads.extend(store.graph.quads_for_pattern(node, None, None, entities))
    return _world(store, quads)


def _world(store: Store, facts: Iterable[ox.Quad]) -> Any:
    import owlready2

    ontology = store.iris.graph("ontology")
    made = owlready2.World()
    axioms = store.graph.quads_for_pattern(None, None, None, ontology)
    about = (quad for quad in facts if quad.graph_name != ontology)
    # owlready2 writes a Turtle file of no bytes and reads none: it is given N-Triples.
    made.get_ontology(KG).load(fileobj=_triples(axioms, ontology.value + "#"))
    made.get_ontology(store.iris.base + "graph#").load(fileobj=_triples(about, None))
    return made


def _triples(quads: Iterable[ox.Quad], nameless: str | None) -> io.BytesIO:
    """N-Triples, with blank nodes again where the ontology's lists and unions have been given names (``nameless``)."""

    def node(value: Any) -> Any:
        if nameless and isinstance(value, ox.NamedNode) and value.value.startswith(nameless):
            return ox.BlankNode(value.value[len(nameless) :])
        return value

    triples = {ox.Triple(node(quad.subject), quad.predicate, node(quad.object)) for quad in quads}
    return io.BytesIO(ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b"")


def classify(store: Store, document: str | None = None) -> Classification:
    """Let HermiT check and classify the ontology with the entities and their relations (of one document, if given).

    Raises Inconsistent, with the reason as far as :func:`kg.reason.contradictions` finds it, UnknownName for a document
    that is not there, and MissingDependency without Java.
    """
    import owlready2

    if shutil.which(owlready2.JAVA_EXE) is None:
        raise MissingDependency("a Java runtime", "HermiT", "install one, such as the package default-jre-headless")
    made = _world(store, _between_entities(store, document))
    inferred = made.get_ontology(store.iris.base + "hermit#")
    try:
        with inferred:
            owlready2.sync_reasoner_hermit(made, infer_property_values=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        reasons = contradictions(store) or ["HermiT gives no reason"]
        raise Inconsistent("the ontology and the graph contradict each other: " + "; ".join(reasons)) from error
    except owlready2.OwlReadyJavaError as error:
        raise Inconsistent(f"HermiT failed: {error}") from error
    file = io.BytesIO()
    inferred.save(file=file, format="ntriples")
    kinds: dict[str, set[str]] = {}
    facts, subkinds = [], []
    for quad in ox.parse(file.getvalue(), format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, object = _iri(quad.subject), quad.predicate.value, _iri(quad.object)
        if predicate == PREFIXES["rdf"] + "type" and object.startswith(KG):
            kinds.setdefault(subject, set()).add(object)
        elif predicate == PREFIXES["rdfs"] + "subClassOf" and subject and object:
            subkinds.append((subject, object))
        elif predicate.startswith(KG):
            facts.append((subject, predicate, object))
    empty = sorted(kind.iri for kind in made.inconsistent_classes() if kind is not owlready2.Nothing)
    return Classification(
        {iri: tuple(sorted(found)) for iri, found in sorted(kinds.items())},
        tuple(sorted(facts)),
        tuple(sorted(subkinds)),
        tuple(empty),
    )


def _between_entities(store: Store, document: str | None) -> Iterator[ox.Quad]:
    """Kinds and direct triples: what OWL can reason about."""
    entities = store.iris.graph("entities")
    things = set()
    for graph in _documents(store, document):
        for quad in store.graph.quads_for_pattern(None, None, None, graph):
            if store.iris.entity_id(_iri(quad.subject)) is not None:
                things |= {quad.subject, quad.object}
                yield quad
    for quad in store.graph.quads_for_pattern(None, term("rdf:type"), None, entities):
        if store.iris.entity_id(_iri(quad.subject)) is not None and (document is None or quad.subject in things):
            yield quad


def _documents(store: Store, document: str | None) -> list[ox.NamedNode]:
    """The graphs of all documents, or that of one."""
    graphs = (graph for graph in store.graph.named_graphs() if isinstance(graph, ox.NamedNode))
    known = {id: graph for graph in graphs if (id := store.iris.document_id(graph.value)) is not None}
    if document is not None and document not in known:
        raise UnknownName(document, "document of this store", sorted(known)[:5])
    return [known[id] for id in sorted(known) if document in (None, id)]


def _iri(node: Any) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
