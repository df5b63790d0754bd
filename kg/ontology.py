"""Kinds and relations as the ontology declares them: ``ontology/*.ttl`` and the lexicons of the languages.

A *kind* is a class below ``kg:Entity`` that has a ``kg:type`` or inherits one. A *relation* is an object property
with a ``kg:sign``; its domain and range are read from ``rdfs:domain`` and ``rdfs:range`` (a class, or an
``owl:unionOf`` classes). ``data/lang/<code>/lexicon.ttl`` adds patterns, and may add relations and kinds.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg import resources
from kg.errors import OntologyError, UnknownName

NAMESPACE = "https://kg.example/ontology#"
_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of actors, places, agreements or events.

    ``broader`` are all its ancestors, nearest first. ``type`` is the one of eight coarse kinds that it counts as
    (Person, Country, Organization, Media, Place, Facility, Agreement, Event). ``adjectival`` is the relation that a
    demonym or a country's name beside such a thing states: "the Russian army" is part of Russia.
    """

    name: str
    labels: Mapping[str, str]
    definition: Mapping[str, str]
    broader: tuple[str, ...]
    type: str
    adjectival: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """What may hold between two entities.

    ``domain`` and ``range`` list kinds, any of which will do. ``broader`` are all its super-relations, nearest first.
    ``inverse`` is the name of the same relation read the other way. ``plover`` and ``cameo`` are codes of the event
    vocabularies PLOVER and CAMEO; ``sign`` is +1 for support and cooperation, -1 for conflict, 0 for neither.
    ``patterns`` and ``examples`` are by language. ``through`` tells that what somebody owns, says or does stands for
    them as its object: who condemned Russia's policy criticizes Russia.
    """

    name: str
    labels: Mapping[str, str]
    definition: Mapping[str, str]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    broader: tuple[str, ...]
    inverse: str | None
    symmetric: bool
    transitive: bool
    plover: str | None
    cameo: str | None
    sign: int
    patterns: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, tuple[str, ...]]
    through: bool


@dataclass(frozen=True, slots=True)
class Ontology:
    """Kinds and relations by name, in alphabetical order."""

    kinds: Mapping[str, Kind]
    relations: Mapping[str, Relation]

    def kind(self, name: str) -> Kind:
        """Raises UnknownName, with the nearest names."""
        try:
            return self.kinds[name]
        except KeyError:
            raise UnknownName(name, "kind", difflib.get_close_matches(name, self.kinds)) from None

    def relation(self, name: str) -> Relation:
        """Raises UnknownName, with the nearest names."""
        try:
            return self.relations[name]
        except KeyError:
            raise UnknownName(name, "relation", difflib.get_close_matches(name, self.relations)) from None

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Whether a kind is another one or below it."""
        return kind == ancestor or ancestor in self.kind(kind).broader

    def type_of(self, kind: str) -> str:
        """The coarse kind of a kind; "" for "", the kind of what has none yet."""
        return self.kind(kind).type if kind else ""

    def broader(self, relation: str) -> tuple[str, ...]:
        """All super-relations, nearest first."""
        return self.relation(relation).broader

    def admits(self, relation: str, subject: str | None, object: str | None) -> bool:
        """Whether parties of these kinds fit a relation's domain and range; a kind not known (None) fits."""
        found = self.relation(relation)
        return self._fits(subject, found.domain) and self._fits(object, found.range)

    def _fits(self, kind: str | None, wanted: Iterable[str]) -> bool:
        return not kind or any(self.is_a(kind, one) for one in wanted)


def files() -> tuple[Path, ...]:
    """The files that make the ontology: its own, without the shapes that graphs are checked by, then the lexicons."""
    own = sorted(file for file in resources.path("ontology").glob("*.ttl") if file.name != "shapes.ttl")
    return (*own, *sorted(resources.path("data", "lang").glob("*/lexicon.ttl")))


@cache
def load(*extra: Path) -> Ontology:
    """The ontology, with the Turtle files of ``extra`` added to it.

    Raises OntologyError for a file that is not Turtle, a lexicon's word for what is not declared, or a declaration
    that lacks something.
    """
    graph = _Graph()
    for file in (*files(), *extra):
        graph.read(file)
    kinds = {name: kind for name in graph.members("Class") if (kind := _kind(graph, name)) is not None}
    names = [name for name in graph.members("ObjectProperty") if graph.one(name, NAMESPACE + "sign")]
    relations = {name: _relation(graph, name) for name in names}
    for name, file in graph.patterned.items():
        if name not in relations:
            near = difflib.get_close_matches(name, relations)
            hint = f"; the nearest known: {', '.join(near)}" if near else ""
            raise OntologyError(f"a pattern for kg:{name}, which is not declared as a relation{hint}", file)
    for relation in relations.values():
        for party in (*relation.domain, *relation.range):
            if party not in kinds:
                raise OntologyError(f"kg:{relation.name} has kg:{party} in its domain or range, which is no kind")
    return Ontology(MappingProxyType(kinds), MappingProxyType(relations))


def _kind(graph: _Graph, name: str) -> Kind | None:
    broader = graph.above(name, _RDFS + "subClassOf")
    line = (name, *broader)
    type_ = next((value for one in line if (value := graph.one(one, NAMESPACE + "type")) is not None), None)
    if type_ is None:
        return None
    adjectival = next((value for one in line if (value := graph.one(one, NAMESPACE + "adjectival")) is not None), None)
    return Kind(
        name,
        graph.texts(name, _RDFS + "label"),
        graph.texts(name, _SKOS + "definition"),
        broader,
        _local(type_) or "",
        None if adjectival is None else _local(adjectival),
    )


def _relation(graph: _Graph, name: str) -> Relation:
    def code(scheme: str) -> str | None:
        value = graph.one(name, NAMESPACE + scheme)
        return None if value is None else value.value

    domain, range_ = graph.classes(name, _RDFS + "domain"), graph.classes(name, _RDFS + "range")
    types = graph.values(name, _RDF + "type")
    sign = code("sign") or ""
    if sign not in ("1", "-1", "0"):
        raise OntologyError(f"kg:{name} has the sign {sign!r}, which is not 1, -1 or 0")
    return Relation(
        name=name,
        labels=graph.texts(name, _RDFS + "label"),
        definition=graph.texts(name, _SKOS + "definition"),
        domain=domain,
        range=range_,
        broader=graph.above(name, _RDFS + "subPropertyOf"),
        inverse=next(iter(graph.inverses(name)), None),
        symmetric=ox.NamedNode(_OWL + "SymmetricProperty") in types,
        transitive=ox.NamedNode(_OWL + "TransitiveProperty") in types,
        plover=code("plover"),
        cameo=code("cameo"),
        sign=int(sign),
        patterns=graph.lists(name, NAMESPACE + "pattern"),
        examples=graph.lists(name, _SKOS + "example"),
        through=code("through") == "true",
    )


_Term = ox.NamedNode | ox.BlankNode | ox.Literal


def _local(node: _Term) -> str | None:
    """The name of a term of this ontology; None for terms of others."""
    value = node.value if isinstance(node, ox.NamedNode) else ""
    return value[len(NAMESPACE) :] if value.startswith(NAMESPACE) else None


class _Graph:
    """Triples of several files, found by subject and predicate."""

    def __init__(self) -> None:
        self.objects: dict[tuple[_Term, ox.NamedNode], set[_Term]] = defaultdict(set)
        self.subjects: dict[tuple[_Term, ox.NamedNode], set[_Term]] = defaultdict(set)
        self.patterned: dict[str, Path] = {}  # each name with a pattern, and a file that has it

    def read(self, file: Path) -> None:
        try:
            # blank nodes of two files are not the same, even where both call one _:a
            for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                subject, value = quad.subject, quad.object
                if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                    raise OntologyError("a triple about a triple; the ontology is plain RDF 1.1", file)
                self.objects[subject, quad.predicate].add(value)
                self.subjects[value, quad.predicate].add(subject)
                if quad.predicate.value == NAMESPACE + "pattern" and (name := _local(subject)):
                    self.patterned[name] = file
        except SyntaxError as error:
            raise OntologyError(f"not Turtle: {error.msg}", file, error.lineno) from error
        except OSError as error:
            raise OntologyError(f"cannot be read ({error.strerror or error})", file) from error

    def members(self, type: str) -> list[str]:
        """Names of this ontology's terms that are declared as an OWL class or property."""
        found = self._subjects(ox.NamedNode(_OWL + type), _RDF + "type")
        return sorted(one for node in found if (one := _local(node)))

    def inverses(self, name: str) -> list[str]:
        """Names declared the inverse of a name, from either side."""
        node = ox.NamedNode(NAMESPACE + name)
        found = (*self._objects(node, _OWL + "inverseOf"), *self._subjects(node, _OWL + "inverseOf"))
        return sorted({other for node in found if (other := _local(node))})

    def values(self, name: str, predicate: str) -> list[_Term]:
        return self._objects(ox.NamedNode(NAMESPACE + name), predicate)

    def _objects(self, subject: _Term, predicate: str) -> list[_Term]:
        return sorted(self.objects.get((subject, ox.NamedNode(predicate)), ()), key=str)

    def _subjects(self, value: _Term, predicate: str) -> list[_Term]:
        return sorted(self.subjects.get((value, ox.NamedNode(predicate)), ()), key=str)

    def one(self, name: str, predicate: str) -> ox.NamedNode | ox.Literal | None:
        """The only value of a predicate. Raises OntologyError where there are several."""
        found = [value for value in self.values(name, predicate) if not isinstance(value, ox.BlankNode)]
        if len(found) > 1:
            raise OntologyError(f"kg:{name} has {len(found)} values of <{predicate}>, which takes one")
        return found[0] if found else None

    def texts(self, name: str, predicate: str) -> Mapping[str, str]:
        """A text for each language."""
        found: dict[str, str] = {}
        for language, text in self._texts(name, predicate):
            if language in found:
                raise OntologyError(f"kg:{name} has two values of <{predicate}> in {language!r}")
            found[language] = text
        return MappingProxyType(found)

    def lists(self, name: str, predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Texts for each language, in alphabetical order."""
        found: dict[str, list[str]] = defaultdict(list)
        for language, text in self._texts(name, predicate):
            found[language].append(text)
        return MappingProxyType({language: tuple(texts) for language, texts in found.items()})

    def _texts(self, name: str, predicate: str) -> Iterator[tuple[str, str]]:
        literals = [value for value in self.values(name, predicate) if isinstance(value, ox.Literal)]
        yield from sorted((literal.language or "", literal.value) for literal in literals)

    def above(self, name: str, predicate: str) -> tuple[str, ...]:
        """Whatever of this ontology a hierarchy has above a name, nearest first."""
        found: dict[str, None] = {}
        level = [name]
        while level:
            parents = {parent for one in level for node in self.values(one, predicate) if (parent := _local(node))}
            level = sorted(parents - found.keys() - {name})
            found.update(dict.fromkeys(level))
        return tuple(found)

    def classes(self, name: str, predicate: str) -> tuple[str, ...]:
        """The class that a domain or range is, or the members of the union that it is, in their order."""
        found = self.values(name, predicate)
        if len(found) != 1:
            raise OntologyError(f"kg:{name} has {len(found)} values of <{predicate}>; write one class, or one union")
        if local := _local(found[0]):
            return (local,)
        return tuple(kind for node in self._objects(found[0], _OWL + "unionOf") for kind in self._members(node))

    def _members(self, node: _Term) -> Iterator[str]:
        while node != ox.NamedNode(_RDF + "nil"):
            first, rest = self._objects(node, _RDF + "first"), self._objects(node, _RDF + "rest")
            if len(first) != 1 or len(rest) != 1:
                raise OntologyError("a list of classes is broken off")
            yield _local(first[0]) or first[0].value
            node = rest[0]
