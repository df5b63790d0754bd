"""The graph as files for other programs, by suffix.

To add a format, write a function from a store and a path, and decorate it::

    @format(".graphml", "GraphML, for Gephi and yEd")
    def _graphml(store: Store, path: Path) -> None: ...

The same store gives the same bytes. TriG, N-Quads and JSON-LD keep which graph says what, and
:meth:`kg.store.Store.open` reads them back without loss; Turtle and N-Triples hold the union of all graphs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import RdfFormat

from kg.errors import StoreError, UnknownName
from kg.store import Store

Format = Callable[[Store, Path], None]
_formats: dict[str, tuple[str, Format]] = {}  # filled by the decorator below while this module loads, then only read


def format(suffix: str, meaning: str) -> Callable[[Format], Format]:
    """Register what writes files that end so; ``meaning`` is a line for users."""

    def register(write: Format) -> Format:
        _formats[suffix] = (meaning, write)
        return write

    return register


def formats() -> dict[str, str]:
    """What each suffix stands for, in alphabetical order."""
    return {suffix: _formats[suffix][0] for suffix in sorted(_formats)}


def write(store: Store, path: str | Path) -> None:
    """Write the store's graph to a file, wholly or not at all.

    Raises UnknownName for a suffix that no format has, and StoreError where the file cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _formats:
        raise UnknownName(path.name, "format with such a suffix", list(formats()))
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        _formats[suffix][1](store, unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _rdf(store: Store, path: Path, kind: RdfFormat) -> None:
    with path.open("wb") as file:
        store.dump(file, kind)


@format(".trig", "TriG: all graphs, to be read by people and programs")
def _trig(store: Store, path: Path) -> None:
    _rdf(store, path, RdfFormat.TRIG)


@format(".nq", "N-Quads: all graphs, a line for each statement")
def _n_quads(store: Store, path: Path) -> None:
    _rdf(store, path, RdfFormat.N_QUADS)


@format(".jsonld", "JSON-LD: all graphs")
def _json_ld(store: Store, path: Path) -> None:
    _rdf(store, path, RdfFormat.JSON_LD)


@format(".ttl", "Turtle: all graphs as one")
def _turtle(store: Store, path: Path) -> None:
    _rdf(store, path, RdfFormat.TURTLE)


@format(".nt", "N-Triples: all graphs as one")
def _n_triples(store: Store, path: Path) -> None:
    _rdf(store, path, RdfFormat.N_TRIPLES)
