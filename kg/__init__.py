"""News articles become a knowledge graph of actors and their relations.

The way from text to graph, in four calls::

    import kg

    documents = kg.read("data/articles")
    records = kg.extract(documents)
    store = kg.build(records)
    print(kg.query(store, "SELECT ?who ?whom { ?who kg:represents ?whom }").csv())

Every error raised on purpose is a :class:`KGError`. What each module does stands at its head: ``kg.readers``,
``kg.extraction``, ``kg.resolve``, ``kg.graph`` (the RDF, drawn), ``kg.store``, ``kg.queries``, ``kg.reason``,
``kg.network``, ``kg.view``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DocumentError, KGError

if TYPE_CHECKING:
    from kg.model import Document, Record
    from kg.queries import Answer
    from kg.store import Store

__all__ = ["DocumentError", "KGError", "build", "extract", "open", "query", "read"]


def read(
    *paths: str | Path, language: str | None = None, on_error: Callable[[DocumentError], object] | None = None
) -> list[Document]:
    """Documents of files, folders and ``-`` (standard input), in order.

    What cannot be read goes to ``on_error``; without one, the first such DocumentError is raised.
    """
    from kg import readers

    intake = readers.read(paths, language)
    _report(intake.errors, on_error)
    return list(intake.documents)


def extract(
    documents: Iterable[Document],
    extractor: str = "rules",
    processes: int | None = None,
    on_error: Callable[[DocumentError], object] | None = None,
) -> list[Record]:
    """What each document says: its referents, claims and quotations, with their places in the text."""
    from kg import pipeline

    outcomes = list(pipeline.extract(list(documents), extractor, processes))
    _report([outcome for outcome in outcomes if isinstance(outcome, DocumentError)], on_error)
    return [outcome for outcome in outcomes if not isinstance(outcome, DocumentError)]


def build(records: Iterable[Record], path: str | Path | None = None, base: str | None = None) -> Store:
    """The graph of records, in a new or existing store at ``path``, or else in memory. Close it after use."""
    from kg import pipeline
    from kg.graph import BASE
    from kg.store import Store

    store = Store.memory(base or BASE) if path is None else Store.open(path, write=True, base=base)
    pipeline.build(store, records)
    return store


def open(path: str | Path) -> Store:
    """A store, or a TriG or N-Quads file, for reading."""
    from kg.store import Store

    return Store.open(path)


def query(store: Store, sparql: str) -> Answer:
    """The answer to a SPARQL query that only reads."""
    from kg import queries

    return queries.run(store, sparql)


def _report(errors: Iterable[DocumentError], on_error: Callable[[DocumentError], object] | None) -> None:
    for error in errors:
        if on_error is None:
            raise error
        on_error(error)
