"""From inputs to a graph: read, extract, resolve, write.

Documents are read in the order given; everything after extraction is a function of the *set* of records, so the
order of inputs and the number of processes change nothing in the graph.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import repeat
from typing import TYPE_CHECKING

from kg import extraction
from kg.errors import DocumentError, Inconsistent, KGError, ResourceError
from kg.model import Document, Record

if TYPE_CHECKING:
    import networkx as nx

    from kg.network import Table
    from kg.store import Changes, Store

_MANY = 24  # documents; below that, starting processes takes longer than they save


def extract(
    documents: Sequence[Document],
    extractor: str = "rules",
    processes: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Record | DocumentError]:
    """The record of each document, in order, or what went wrong with that one alone.

    ``processes`` are as many as there are processors where not given. Raises UnknownName for an unknown extractor.
    """
    _reader(extractor)  # says here, once, where there is none of that name; and processes that are forked share it
    if processes is None:
        processes = (os.cpu_count() or 1) if len(documents) >= _MANY else 1
    for done, outcome in enumerate(_outcomes(documents, extractor, processes), 1):
        progress(done)
        yield outcome


def _outcomes(documents: Sequence[Document], extractor: str, processes: int) -> Iterable[Record | DocumentError]:
    if processes == 1:
        return (_outcome(document, extractor) for document in documents)
    return _in_processes(documents, extractor, processes)


def _in_processes(documents: Sequence[Document], extractor: str, processes: int) -> Iterator[Record | DocumentError]:
    # The first document of each language is read here: what that loads, processes that are forked then share.
    first = {document.language: index for index, document in reversed([*enumerate(documents)])}
    read = {index: _outcome(documents[index], extractor) for index in sorted(first.values())}
    rest = [document for index, document in enumerate(documents) if index not in read]
    with ProcessPoolExecutor(processes) as pool:
        others = pool.map(_outcome, rest, repeat(extractor), chunksize=4)
        for index in range(len(documents)):
            yield read[index] if index in read else next(others)


@cache
def _reader(extractor: str) -> extraction.Reader:
    return extraction.reader(extractor)


def _outcome(document: Document, extractor: str) -> Record | DocumentError:
    try:
        return _reader(extractor).read(document)
    except KGError:
        raise
    except Exception as error:  # one article that trips the reader must not cost the others
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_name}, line {where.tb_lineno}" if where else "?"
        problem = f"the reader failed on it ({type(error).__name__} in {place})"
        return DocumentError(document.id, problem, "please report it with the article; the others were read")


def build(store: Store, records: Iterable[Record]) -> Changes:
    """Put records into a store, resolve all that it then holds, and write the graphs that follow."""
    from kg import decisions, ontology, reason, resolve
    from kg.graph import ontology_quads

    judged = decisions.load()
    return store.build(
        records,
        lambda found: resolve.resolve(found, ontology.load(), judged),
        ontology=ontology_quads(ontology.files(), store.iris),
        decisions=judged,
        infer=reason.infer,
    )


def counts(graph: nx.MultiDiGraph[str]) -> tuple[Table, ...]:
    """What a graph holds, counted: documents by language, actors by kind, statements by relation, who speaks."""
    from kg import network

    claims = {passage.iri: passage for *_, data in graph.edges(data=True) for passage in data["claims"]}
    names: dict[str, dict[str, str]] = graph.graph["names"]

    def name(iri: str) -> str:
        if iri in graph:
            return network.name(graph, iri)
        labels = names.get(iri) or {"": iri}
        return labels.get("en") or labels[min(labels)]

    return (
        _counted("Documents by language", "language", (d.language for d in graph.graph["documents"].values())),
        _counted("Actors by kind", "kind", (node["kind"] for _, node in graph.nodes(data=True))),
        _counted("Statements by relation", "relation", (edge["relation"] for *_, edge in graph.edges(data=True))),
        _counted("Who speaks", "speaker", (name(claim.speaker) for claim in claims.values() if claim.speaker)),
    )


def _counted(title: str, column: str, items: Iterable[str]) -> Table:
    from kg.network import Table

    rows = sorted(Counter(items).items(), key=lambda item: (-item[1], item[0]))
    return Table(column, title, "", (column, "count"), tuple(rows))


def why(text: str, code: str | None = None) -> Iterator[str]:
    """What each stage of the reader sees in a text, line by line. Raises DocumentError where no language is told."""
    from kg import readers
    from kg.extraction import why as account
    from kg.extraction.rules import RuleReader

    if code is None:
        found = readers.detect_language(text, among_packs=True)
        if found is None:
            raise DocumentError("the sentence", "no language can be told from it", "name it with --language")
        code, _ = found
    yield from account.lines(RuleReader().analyse(Document("sentence", text, code)))


def check(store: Store | None = None, hermit: bool = False) -> Iterator[str]:
    """Faults, a line each: in the ontology, the lexicons and the registry; with a store, in that too.

    Of a store every quotation is read again from its stored text, and things of kinds that exclude each other are
    looked for; ``hermit`` lets that reasoner look too. Raises MissingDependency where it lacks Java.
    """
    from kg import language, ontology, owl, reason
    from kg.graph import verify
    from kg.registry import Registry

    loads: list[Callable[[], object]] = [
        ontology.load,
        Registry.load,
        *(partial(language.load, code) for code in language.codes()),
    ]
    for load in loads:
        try:
            load()
        except ResourceError as error:
            yield str(error)
    if store is None:
        return
    for record in store.records():
        try:
            verify(record)
        except DocumentError as error:
            yield str(error)
    yield from reason.contradictions(store)
    if hermit:
        try:
            owl.classify(store)
        except Inconsistent as error:
            yield str(error)
