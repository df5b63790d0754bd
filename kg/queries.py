"""Questions to the graph: SPARQL that users write, and a small library of ready queries.

A user's query may read and nothing else: Update, SERVICE (which would call other hosts) and FROM graphs that are not
in the store are refused, by looking into the query's algebra. Its default graph is the union of all graphs, unless it
says FROM; the prefixes of :meth:`kg.store.Store.prefixes` need not be declared.

The ready queries are files ``data/queries/*.rq``, each of them valid as it stands::

    # Who represents whom
    # Ambassadors, ministers, spokespersons … and the states or bodies that they speak for.
    #
    # whom (entity): only those who represent it
    SELECT … { VALUES ?whom { UNDEF }  … }

A parameter is a variable with such a VALUES block, of one type (entity, relation, document, date, text); a value
given for it takes the place of UNDEF, written by the RDF library. An entity may be given by its name in any script,
a relation by its name in the ontology, a document by its id. What one graph says is in one GRAPH block, so that the
same query works whether or not a server's default graph is the union of all graphs; the VALUES stand inside it, for
Oxigraph to begin with them.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.errors import QueryError, UnknownName
from kg.graph import PREFIXES, period, relation, searched, term
from kg.store import Store

FORMATS = ("table", "csv", "json", "turtle")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a SELECT, the triples of a CONSTRUCT or DESCRIBE (three columns), or the truth of an ASK (one)."""

    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    prefixes: Mapping[str, str]

    def table(self, names: Mapping[str, str] | None = None) -> list[list[str]]:
        """Cells as text: an IRI as its name among ``names`` (by IRI), else short, a literal as its text."""
        return [[self._cell(cell, names or {}) for cell in row] for row in self.rows]

    def csv(self) -> str:
        """RFC 4180, IRIs in full; a cell that a spreadsheet would run as a formula gets an apostrophe before it."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return file.getvalue()

    def json(self) -> str:
        """SPARQL 1.1 Query Results JSON Format."""
        if self.form == "ask":
            data: dict[str, Any] = {"head": {}, "boolean": self.rows[0][0] == _truth(True)}
        else:
            bindings = [
                {name: _json(cell) for name, cell in zip(self.columns, row, strict=True) if cell is not None}
                for row in self.rows
            ]
            data = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def turtle(self) -> str:
        """The triples of a CONSTRUCT or DESCRIBE, sorted. Raises QueryError for the others, which have none."""
        if self.form != "graph":
            raise QueryError("only CONSTRUCT and DESCRIBE give triples; ask for a table, csv or json")
        triples = sorted({ox.Triple(*row) for row in self.rows}, key=lambda t: (str(t.subject), str(t)))  # type: ignore[arg-type]
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(self.prefixes))
        return (text or b"").decode()

    def _cell(self, cell: Term | None, names: Mapping[str, str]) -> str:
        if isinstance(cell, ox.NamedNode):
            return names.get(cell.value) or short(cell.value, self.prefixes)
        return "" if cell is None else cell.value if isinstance(cell, ox.Literal) else str(cell)


def run(store: Store, sparql: str) -> Answer:
    """Run a user's query. Raises QueryError where it is wrong, or would do more than read this store."""
    prefixes = store.prefixes()
    named = check(sparql, prefixes)
    for graph in named:
        if ox.NamedNode(graph) not in store:
            raise QueryError(f"FROM <{graph}>: this store has no such graph, and nothing is fetched from elsewhere")
    try:
        found = store.graph.query(_lines(sparql), prefixes=dict(prefixes), use_default_graph_as_union=not named)
        return _answer(found, prefixes)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"not a SPARQL query: {error}") from error


def _answer(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, prefixes: Mapping[str, str]) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return Answer("ask", ("answer",), ((_truth(bool(found)),),), prefixes)
    if isinstance(found, ox.QueryTriples):
        triples = tuple((triple.subject, triple.predicate, triple.object) for triple in found)
        return Answer("graph", ("subject", "predicate", "object"), triples, prefixes)
    columns = tuple(variable.value for variable in found.variables)
    return Answer("select", columns, tuple(tuple(row) for row in found), prefixes)


def check(sparql: str, prefixes: Mapping[str, str] = PREFIXES) -> list[str]:
    """The graphs that a query names with FROM. Raises QueryError where it is no query, or would call other hosts."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    if re.search(r"\\u[0-9a-f]{4}", sparql, re.IGNORECASE):
        # rdflib puts such characters in before it parses, Oxigraph after: the two would see different queries.
        raise QueryError("write the character itself instead of a \\u escape")
    try:
        tree = parseQuery(_lines(sparql))
        algebra = translateQuery(tree, initNs=dict(prefixes)).algebra
    except RecursionError as error:
        raise QueryError("the query is nested too deeply") from error
    except ParseBaseException as error:
        if _is_update(sparql):
            raise QueryError(
                "updates are refused: the graph follows from the documents; see `kg add`, `kg remove`, `kg judge`"
            ) from error
        message = f"not a SPARQL query: line {error.lineno}, column {error.col}: {error.msg}"
        raise QueryError(message) from error
    except Exception as error:  # rdflib raises bare exceptions for unknown prefixes, misplaced variables …
        raise QueryError(f"not a SPARQL query: {error}") from error
    for part in (*_parts(tree), *_parts(algebra)):
        if part.name == "ServiceGraphPattern":
            raise QueryError("SERVICE is refused: a query reads this store and calls no other")
    clauses = algebra.datasetClause or ()
    return [str(clause.default or clause.named) for clause in clauses]


def _lines(sparql: str) -> str:
    """Line ends as LF alone: for Oxigraph a CR ends a comment, for rdflib it does not."""
    return sparql.replace("\r\n", "\n").replace("\r", "\n")


def _parts(node: Any) -> Iterator[Any]:
    """Every part of a parsed query, whatever it is nested in."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, CompValue):
            yield item
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list | tuple | set | ParseResults):
            stack.extend(item)


def _is_update(sparql: str) -> bool:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(parseUpdate(_lines(sparql)).request)
    except (ParseBaseException, RecursionError):
        return False


# Ready queries --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """``type`` is entity, relation, document, date or text."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready query: its name, what it answers, its parameters, and the SPARQL itself."""

    name: str
    title: str
    meaning: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def bind(self, store: Store, arguments: Mapping[str, str]) -> str:
        """The query for these values, given as users write them. Raises UnknownName and QueryError."""
        known = {parameter.name: parameter for parameter in self.parameters}
        sparql = self.sparql
        for name in arguments:
            if name not in known:
                raise UnknownName(name, f"parameter of the query {self.name!r}", sorted(known))
        for name, parameter in known.items():
            values = None
            if name in arguments:
                terms = " ".join(str(cell) for cell in _terms(store, parameter, arguments[name]))
                values = f"VALUES ?{name} {{ {terms} }}"
            sparql = _substituted(sparql, name, values)
        return sparql


def _values(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{name} \{{ ([^{{}}]*) \}}")


def _substituted(sparql: str, name: str, values: str | None) -> str:
    """With the blocks of a parameter replaced, or, where it has no value, those that let it be anything left out.

    Engines plan better without them.
    """
    return _values(name).sub(lambda block: values or ("" if block[1] == "UNDEF" else block[0]), sparql)


def ready(folder: Path | None = None) -> dict[str, Ready]:
    """The ready queries by name, in alphabetical order."""
    folder = folder or resources.path("data", "queries")
    return {file.stem: _ready(file) for file in sorted(folder.glob("*.rq"))}


def _ready(file: Path) -> Ready:
    sparql = file.read_text(encoding="utf-8")
    head = [line[1:].strip() for line in sparql.splitlines() if line.startswith("#")]
    told = [re.fullmatch(r"(\w+) \((entity|relation|document|date|text)\): (.+)", line) for line in head]
    parameters = tuple(Parameter(match[1], match[2], match[3]) for match in told if match)
    meaning = " ".join(line for line, match in zip(head[1:], told[1:], strict=True) if line and not match)
    for parameter in parameters:
        if not _values(parameter.name).search(sparql):
            raise QueryError(
                f"{file}: the parameter {parameter.name} has no block VALUES ?{parameter.name} {{ UNDEF }}"
            )
    return Ready(file.stem, head[0], meaning, parameters, sparql)


def ask(store: Store, name: str, **arguments: str) -> Answer:
    """Run a ready query. Raises UnknownName for the query, a parameter or a value that the store does not know."""
    library = ready()
    if name not in library:
        raise UnknownName(name, "ready query", difflib.get_close_matches(name, library, 5) or sorted(library))
    return run(store, library[name].bind(store, arguments))


def _terms(store: Store, parameter: Parameter, value: str) -> list[Term]:
    match parameter.type:
        case "entity":
            return [ox.NamedNode(iri) for iri in find(store, value)]
        case "relation":
            return [ox.NamedNode(find_relation(store, value))]
        case "document":
            return [ox.NamedNode(_document(store, value))]
        case "date":
            try:
                period(value)
            except ValueError as error:
                raise QueryError(f"{parameter.name}: {error}; give one such as 2022-10-18") from error
            return [ox.Literal(value)]
    return [ox.Literal(value)]


# Names ----------------------------------------------------------------------------------------------------------


def find(store: Store, wanted: str) -> list[str]:
    """IRIs of the entities meant by an IRI, an id or its end (``KZ``), or a name in any script; sorted.

    Those that bear exactly this name, else those with all of its words in one of their names. Raises UnknownName.
    """
    graph = store.iris.graph("entities")
    for iri in (wanted.strip("<>"), store.iris.entity(wanted).value):
        if _is_iri(iri) and next(store.graph.quads_for_pattern(ox.NamedNode(iri), None, None, graph), None):
            return [iri]
    key, label = searched(wanted), term("skos:hiddenLabel")
    exact = {quad.subject for quad in store.graph.quads_for_pattern(None, label, ox.Literal(key), graph)}
    if exact and key:
        return sorted(str(entity).strip("<>") for entity in exact)
    words = set(key.split())
    partial: set[str] = set()
    known: dict[str, str] = {}
    for quad in store.graph.quads_for_pattern(None, label, None, graph):
        name = str(quad.object)[1:-1]
        known[name] = str(quad.subject).strip("<>")
        if words and words <= set(re.split(r"[\s-]+", name)):
            partial.add(known[name])
    if not partial:
        near = [known[name] for name in difflib.get_close_matches(key, sorted(known), 5, 0.7)]
        raise UnknownName(wanted, "entity of this store", sorted(set(names(store, near).values())))
    return sorted(partial)


def names(store: Store, iris: Iterable[str], language: str = "en") -> dict[str, str]:
    """The preferred name of each entity among these IRIs: in this language, else in English, else in any."""
    graph = store.iris.graph("entities")
    found = {}
    for iri in sorted(set(iris)):
        if store.iris.entity_id(iri) is not None:
            labels = {
                quad.object.language or "": quad.object.value
                for quad in store.graph.quads_for_pattern(ox.NamedNode(iri), term("rdfs:label"), None, graph)
                if isinstance(quad.object, ox.Literal)
            }
            if labels:
                found[iri] = labels.get(language) or labels.get("en") or labels[min(labels)]
    return found


def named(store: Store, answer: Answer, language: str = "en") -> list[list[str]]:
    """The answer as a table for people, entities by their names."""
    iris = (cell.value for row in answer.rows for cell in row if isinstance(cell, ox.NamedNode))
    return answer.table(names(store, iris, language))


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with the longest prefix that fits; what follows it may be anything, for this is to be read."""
    prefix, head = max(
        ((prefix, head) for prefix, head in prefixes.items() if iri.startswith(head)),
        key=lambda item: len(item[1]),
        default=("", ""),
    )
    return f"{prefix}:{iri[len(head) :]}" if head else iri


def find_relation(store: Store, wanted: str) -> str:
    """A relation by its name, with or without ``kg:``, or its IRI. Raises UnknownName."""
    iri = wanted.strip("<>")
    if not _is_iri(iri) or iri.startswith("kg:"):
        iri = relation(re.sub(r"\W", "_", wanted.removeprefix("kg:"))).value
    predicate = term("kg:relation")
    node = ox.NamedNode(iri)
    if next(store.graph.quads_for_pattern(node, None, None), None) or next(
        store.graph.quads_for_pattern(None, predicate, node), None
    ):
        return iri
    relations = {quad.object.value for quad in store.graph.quads_for_pattern(None, predicate, None)}  # type: ignore[union-attr]
    local = sorted(str(name).rpartition("#")[2] for name in relations)
    raise UnknownName(wanted, "relation", difflib.get_close_matches(wanted, local, 5))


def _document(store: Store, wanted: str) -> str:
    predicate = term("kg:id")
    ids = {
        quad.object.value: quad.subject.value
        for quad in store.graph.quads_for_pattern(None, predicate, None)
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
    }
    if wanted.strip("<>") in ids.values():
        return wanted.strip("<>")
    if wanted not in ids:
        raise UnknownName(wanted, "document of this store", difflib.get_close_matches(wanted, ids, 5))
    return ids[wanted]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _truth(value: bool) -> ox.Literal:
    return ox.Literal(str(value).lower(), datatype=term("xsd:boolean"))


def _harmless(cell: Term | None) -> str:
    """A cell of CSV: text of strangers must not become a formula; a number may begin with a sign."""
    if not isinstance(cell, ox.Literal):
        return "" if cell is None else cell.value if isinstance(cell, ox.NamedNode) else str(cell)
    text = cell.value
    number = cell.datatype.value != PREFIXES["xsd"] + "string" and re.fullmatch(r"[-+]?[0-9.]+", text)
    return f"'{text}" if not number and re.match(r"[\t\r\n]|\s*[=+\-@＝＋－＠]", text) else text


def _json(cell: Term) -> dict[str, Any]:
    match cell:
        case ox.NamedNode():
            return {"type": "uri", "value": cell.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": cell.value}
        case ox.Literal() if cell.language:
            return {"type": "literal", "value": cell.value, "xml:lang": cell.language}
        case ox.Literal() if cell.datatype.value != PREFIXES["xsd"] + "string":
            return {"type": "literal", "value": cell.value, "datatype": cell.datatype.value}
    return {"type": "literal", "value": cell.value if isinstance(cell, ox.Literal) else str(cell)}
