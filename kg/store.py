"""The store: what was read, and the graph that follows from it, in one directory.

::

    DIR/records.db        the truth: one record for each document, and which graphs are up to date (SQLite)
    DIR/graph/            the graph, an embedded Oxigraph (RocksDB): what the writer works on
    DIR/snapshots/000042/ the graph as of the last commit: what readers open (hard links, so it costs no space)

Records are put in and taken out; :meth:`Store.derive` then writes each graph that has become different, and no other.
Killed at any moment and run again, it ends where an undisturbed run ends: a record is there wholly or not at all,
and a graph counts as up to date only once it has reached the disk. One process may write; any number may read beside
it, each seeing the last commit.

    >>> store = Store.memory()
    >>> store.documents()
    ()

A file that keeps the graphs apart (TriG, N-Quads, JSON-LD) can be opened too, for reading. :meth:`Store.as_rdflib`
gives an ``rdflib.Dataset`` on the same graphs; its default graph, as that of every query, is the union of all of them.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import StoreError, UnknownName
from kg.graph import (
    BASE,
    PREFIXES,
    VERSION,
    Iris,
    decision_quads,
    digest,
    document_quads,
    entity_quads,
    ordered,
    statement_quads,
    symmetric,
    term,
    verify,
)
from kg.model import Judgement, Record, Resolution
from kg.records import from_json, to_json

if TYPE_CHECKING:
    import rdflib

FILES = {".jsonld": ox.RdfFormat.JSON_LD, ".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
_OURS = ("records.db", "graph", "snapshots")  # and SQLite's own files beside records.db
_MANY = 64  # graphs; beyond that, Oxigraph's bulk loader is faster and leaves a fifth of the disk space
_FORMAT = "1"  # of the directory
_TABLES = """
    CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, digest TEXT NOT NULL, json TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS fresh (graph TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the documents that were new, that replaced another version, and that were there already."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class _Bare:
    """Records are kept without what the ontology knows of them: it may change while they do not."""

    def type_of(self, kind: str) -> str:
        return kind

    def broader(self, relation: str) -> tuple[str, ...]:
        return ()


class Store:
    """Records and the graph derived from them. Made by :meth:`open` or :meth:`memory`; a context manager."""

    def __init__(self, graph: ox.Store, records: sqlite3.Connection, path: Path | None, base: str, write: bool) -> None:
        self.path = path
        self.iris = Iris(base)
        self.writable = write
        self._graph: ox.Store | None = graph
        self._records = records
        self._prefixes: dict[str, str] | None = None

    @classmethod
    def memory(cls, base: str = BASE) -> Self:
        """An empty store that is gone with the process."""
        records = sqlite3.connect(":memory:")
        records.executescript(_TABLES)
        return cls(ox.Store(), records, None, base, True)

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False, base: str | None = None) -> Self:
        """Open a directory (to write: made if it is not there), or a .trig, .nq or .jsonld file for reading.

        ``base`` is the base IRI of a new store; one that exists has its own. Raises StoreError for what is no store,
        is being written by another process, or has another base IRI.
        """
        path = Path(path)
        if path.is_file():
            if write:
                raise StoreError(f"{path} is a file, which can only be read; give a directory to build a store in")
            if path.suffix.lower() not in FILES:
                raise StoreError(f"{path} is no store: give a directory, or a file that ends in {', '.join(FILES)}")
            return cls._file(path, base)
        return cls._write(path, base) if write else cls._read(path, base)

    @classmethod
    def _file(cls, path: Path, base: str | None) -> Self:
        graph = ox.Store()
        try:
            graph.bulk_load(path=path, format=FILES[path.suffix.lower()])
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreError(f"{path} cannot be read: {error}") from error
        store = cls.memory(base or BASE)
        store._graph, store.path, store.writable = graph, path, False
        if base is None:
            tail = "graph/entities"
            heads = [str(g.value)[: -len(tail)] for g in graph.named_graphs() if str(g.value).endswith(tail)]
            store.iris = Iris(min(heads, default=BASE))
        return store

    @classmethod
    def _write(cls, path: Path, base: str | None) -> Self:
        if path.is_dir() and any(not item.name.startswith(_OURS) for item in path.iterdir()):
            raise StoreError(f"{path} holds something else than a store; give an empty or a new directory")
        path.mkdir(parents=True, exist_ok=True)
        try:
            graph = ox.Store(path / "graph")
        except OSError as error:
            if "lock" in str(error).lower():
                raise StoreError(f"{path} is being written by another process; try again when it has ended") from error
            raise StoreError(f"{path} cannot be opened: {error}") from error
        records = sqlite3.connect(path / "records.db", timeout=60)
        records.executescript(_TABLES)
        about = dict(records.execute("SELECT key, value FROM about"))
        if not about:
            about = {"format": _FORMAT, "base": Iris(base or BASE).base}
            with records:
                records.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        cls._check(path, about, base)
        return cls(graph, records, path, about["base"], True)

    @classmethod
    def _read(cls, path: Path, base: str | None) -> Self:
        if not (path / "records.db").is_file():
            raise StoreError(f"there is no store at {path}; make one with `kg build PATH... --store {path}`")
        try:
            records = sqlite3.connect(f"{(path / 'records.db').resolve().as_uri()}?mode=ro", uri=True, timeout=60)
            about = dict(records.execute("SELECT key, value FROM about"))
        except sqlite3.Error as error:
            raise StoreError(f"{path} cannot be read: {error}") from error
        cls._check(path, about, base)
        while snapshot := max(_snapshots(path), default=None):
            try:
                return cls(ox.Store.read_only(str(snapshot)), records, path, about["base"], False)
            except OSError as error:
                if snapshot.exists():  # else a writer has just put a newer one in its place
                    raise StoreError(f"{path} cannot be opened: {error}") from error
        raise StoreError(f"{path} was never finished; run `kg build PATH... --store {path}` again")

    @staticmethod
    def _check(path: Path, about: Mapping[str, str], base: str | None) -> None:
        if about.get("format") != _FORMAT:
            raise StoreError(f"{path} was made by another version of this program; build it again from the articles")
        if base is not None and base != about["base"]:
            raise StoreError(f"{path} has the base IRI {about['base']}, not {base}; build another store for that")

    # Records ----------------------------------------------------------------------------------------------------

    def documents(self) -> tuple[str, ...]:
        """Ids of the documents, sorted."""
        return tuple(id for (id,) in self._records.execute("SELECT id FROM records ORDER BY id"))

    def record(self, id: str) -> Record:
        """What was read in one document. Raises UnknownName."""
        row = self._records.execute("SELECT json FROM records WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise self._unknown(id)
        return from_json(json.loads(row[0]))

    def records(self) -> Iterator[Record]:
        """All records, in the order of their documents' ids."""
        for (text,) in self._records.execute("SELECT json FROM records ORDER BY id"):
            yield from_json(json.loads(text))

    def put(self, records: Iterable[Record]) -> Changes:
        """Add records, each replacing that of the same document; all or, where one is refused, none.

        Raises DocumentError for a record whose passages do not re-read from its text.
        """
        self._must_write()
        added: list[str] = []
        replaced: list[str] = []
        kept: list[str] = []
        with self._records:
            for record in records:
                verify(record)
                text = json.dumps(to_json(record, _Bare()), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                id, sum = record.document.id, digest(text)
                row = self._records.execute("SELECT digest FROM records WHERE id = ?", (id,)).fetchone()
                (added if row is None else kept if row[0] == sum else replaced).append(id)
                if row is None or row[0] != sum:
                    self._records.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", (id, sum, text))
        return Changes(tuple(added), tuple(replaced), tuple(kept))

    def remove(self, *ids: str) -> None:
        """Take documents out. Raises UnknownName, and removes none, where one is not there."""
        self._must_write()
        with self._records:
            for id in ids:
                if not self._records.execute("DELETE FROM records WHERE id = ?", (id,)).rowcount:
                    raise self._unknown(id)

    def _unknown(self, id: str) -> UnknownName:
        import difflib

        return UnknownName(id, "document", difflib.get_close_matches(id, self.documents(), 5))

    # The graph --------------------------------------------------------------------------------------------------

    @property
    def graph(self) -> ox.Store:
        """The Oxigraph store itself."""
        if self._graph is None:
            raise StoreError("this store is closed")
        return self._graph

    def build(
        self,
        records: Iterable[Record],
        resolve: Callable[[Iterable[Record]], Resolution],
        *,
        ontology: Iterable[ox.Quad] = (),
        decisions: Iterable[Judgement] = (),
        infer: Callable[[Store], Iterable[ox.Quad]] | None = None,
    ) -> Changes:
        """Put records in, resolve all that the store holds, and write the graphs that follow."""
        changes = self.put(records)
        self.derive(resolve(self.records()), ontology=ontology, decisions=decisions, infer=infer)
        return changes

    def derive(
        self,
        resolution: Resolution,
        *,
        ontology: Iterable[ox.Quad] = (),
        decisions: Iterable[Judgement] = (),
        infer: Callable[[Store], Iterable[ox.Quad]] | None = None,
    ) -> tuple[str, ...]:
        """Write each graph that is not yet what follows from the records, and commit.

        ``infer`` gives the quads of the inferred graph from the store as it then is; it is called only if another
        graph has changed. The IRIs of the graphs written are returned, in order.
        """
        self._must_write()
        people: dict[str, dict[str, str]] = {}
        for member, entity in resolution.entity_of.items():
            people.setdefault(member.document, {})[member.referent] = entity
        corpus = {
            "entities": entity_quads(resolution, self.iris),
            "statements": statement_quads(resolution.statements, self.records(), self.iris),
            "ontology": ordered(_moved(ontology, self.iris.graph("ontology"))),
            "decisions": decision_quads(decisions, self.iris),
        }
        both_ways = symmetric(corpus["ontology"])
        shape = digest(VERSION, *sorted(map(str, both_ways)))
        wanted = {
            self.iris.document(id).value: digest(shape, sum, json.dumps(people.get(id, {}), sort_keys=True))
            for id, sum in self._records.execute("SELECT id, digest FROM records")
        }
        for name, quads in corpus.items():
            if quads:
                wanted[self.iris.graph(name).value] = digest(*map(str, quads))
        inferred = self.iris.graph("inferred").value
        if infer is not None:
            wanted[inferred] = digest(VERSION, *(f"{graph} {sum}" for graph, sum in sorted(wanted.items())))

        fresh = dict(self._records.execute("SELECT graph, digest FROM fresh"))
        stored = {str(graph.value) for graph in self.graph.named_graphs()}
        stale = sorted((stored | fresh.keys() | wanted.keys()) - {g for g in wanted if fresh.get(g) == wanted[g]})
        with self._records:
            self._records.executemany("DELETE FROM fresh WHERE graph = ?", [(graph,) for graph in stale])
        documents = {self.iris.document(id).value: id for id in self.documents()}

        def follows(graph: str) -> Iterable[ox.Quad]:
            if (id := documents.get(graph)) is not None:
                return document_quads(self.record(id), people.get(id, {}), self.iris, both_ways)
            return corpus[graph.rpartition("/")[2]]

        new = [graph for graph in stale if graph in wanted and graph not in stored and graph != inferred]
        if len(new) > _MANY:  # no transaction, and none needed: what is not noted as fresh below is written again
            self.graph.bulk_extend(quad for graph in new for quad in follows(graph))
        for graph in stale:
            if graph not in wanted:
                self.graph.remove_graph(ox.NamedNode(graph))
            elif graph != inferred and (graph not in new or len(new) <= _MANY):
                self.replace_graph(graph, follows(graph))
        self._prefixes = None
        if infer is not None and inferred in stale:
            self.replace_graph(inferred, infer(self))
        if len(stale) > _MANY:
            self.graph.optimize()
        self.graph.flush()
        with self._records:
            self._records.executemany("INSERT INTO fresh VALUES (?, ?)", [(g, wanted[g]) for g in stale if g in wanted])
        self._publish()
        return tuple(stale)

    def replace_graph(self, iri: str, quads: Iterable[ox.Quad]) -> bool:
        """Make the named graph hold exactly these quads of it, in one transaction; whether that changed anything."""
        self._must_write()
        graph = ox.NamedNode(iri)
        new = set(quads)
        old = set(self.graph.quads_for_pattern(None, None, None, graph))
        if gone := old - new:
            operations = [_data("DELETE", gone), _data("INSERT", new - old)] if new - old else [_data("DELETE", gone)]
            self.graph.update(";\n".join(operations))
        elif new - old:
            self.graph.extend(new - old)
        self._prefixes = None
        return old != new

    def _publish(self) -> None:
        """Let readers see the graph as it is now; those still reading the one before it may finish."""
        if self.path is None:
            return
        folder = self.path / "snapshots"
        folder.mkdir(exist_ok=True)
        older = sorted(_snapshots(self.path))
        for leftover in folder.glob("unfinished*"):
            shutil.rmtree(leftover)
        number = int(older[-1].name) + 1 if older else 1
        self.graph.backup(str(folder / "unfinished"))
        (folder / "unfinished").rename(folder / f"{number:06}")
        for snapshot in older[:-1]:
            shutil.rmtree(snapshot)

    def backup(self, path: str | Path) -> None:
        """Copy the store, as of now, into a new directory, which is a store again (a restore is the same copy)."""
        path = Path(path)
        if path.exists():
            raise StoreError(f"{path} exists; a backup goes into a new directory")
        if self.path is None or self.path.is_file():
            raise StoreError("only a store in a directory can be backed up; export this one instead")
        unfinished = path.with_name(path.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / "snapshots").mkdir(parents=True)
        with sqlite3.connect(unfinished / "records.db") as copy:
            self._records.backup(copy)
        copy.close()
        if self.writable:
            self.graph.backup(str(unfinished / "graph"))
            self.graph.backup(str(unfinished / "snapshots" / "000001"))
        else:
            snapshot = max(_snapshots(self.path))
            shutil.copytree(snapshot, unfinished / "graph")
            shutil.copytree(snapshot, unfinished / "snapshots" / "000001")
        unfinished.rename(path)

    # Reading ----------------------------------------------------------------------------------------------------

    def query(
        self, sparql: str, bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query of our own (what users write goes through :mod:`kg.queries`) over the union of all graphs.

        The prefixes of :meth:`prefixes` are declared. ``bindings`` give values to variables that are selected.
        """
        return self.graph.query(
            sparql,
            prefixes=self.prefixes(),
            use_default_graph_as_union=True,
            substitutions={ox.Variable(name): value for name, value in (bindings or {}).items()},
        )

    def prefixes(self) -> dict[str, str]:
        """Prefixes that make the IRIs of this store short: the vocabularies, documents, and one for each kind of id."""
        if self._prefixes is None:
            head = self.iris.base + "entity/"
            named = self.graph.quads_for_pattern(None, term("kg:named"), None, self.iris.graph("entities"))
            folders = {str(quad.subject)[1:].removeprefix(head).partition("/")[0] for quad in named}
            kinds = {folder: f"{head}{folder}/" for folder in folders if re.fullmatch("[a-z][a-z0-9-]*", folder)}
            documents = {"document": self.iris.base + "document/"}
            self._prefixes = dict(sorted((kinds | documents | PREFIXES).items()))
        return self._prefixes

    def graphs(self) -> Iterator[list[ox.Quad]]:
        """The quads of each graph, graphs and quads in the order of every file written; the default graph first."""
        names = sorted(self.graph.named_graphs(), key=lambda name: str(name.value))
        for name in (ox.DefaultGraph(), *names):
            if quads := ordered(self.graph.quads_for_pattern(None, None, None, name)):
                yield quads

    def dump(self, file: IO[bytes], format: ox.RdfFormat = ox.RdfFormat.TRIG) -> None:
        """Write all graphs, as one in a format of triples: the same store, the same bytes."""
        groups: Iterable[list[ox.Quad]] = self.graphs()
        if not format.supports_datasets:
            groups = [ordered(_moved((quad for quads in groups for quad in quads), ox.DefaultGraph()))]
        if format == ox.RdfFormat.JSON_LD:
            groups = [[quad for quads in groups for quad in quads]]
        prefixes = {
            name: iri for name, iri in self.prefixes().items() if name != "document"
        }  # its IRIs have a fragment
        heads = b"".join(f"@prefix {name}: <{iri}> .\n".encode() for name, iri in prefixes.items())
        heads = heads if format in (ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE) else b""
        file.write(heads)
        for quads in groups:  # whose own heads come in an order that is nobody's
            body = ox.serialize(quads, format=format, prefixes=prefixes) or b""
            file.write(b"\n" * bool(heads) + body[len(heads) :])

    def as_rdflib(self) -> rdflib.Dataset:
        """The same graphs as an ``rdflib.Dataset``, whose default graph is their union.

        Oxigraph answers queries given as strings; prepared ones, and ``len``, fall back to slow scans in Python.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.graph), default_union=True)
        for prefix, iri in self.prefixes().items():
            dataset.bind(prefix, iri)
        return dataset

    def __contains__(self, graph: ox.NamedNode) -> bool:
        return self.graph.contains_named_graph(graph)

    # Ending -----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the directory, for another process to write."""
        self._graph = None
        self._records.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _must_write(self) -> None:
        if not self.writable:
            raise StoreError(f"{self.path} is open for reading only")


def _snapshots(path: Path) -> Iterator[Path]:
    folder = path / "snapshots"
    return (item for item in folder.iterdir() if item.name.isdecimal()) if folder.is_dir() else iter(())


def _moved(quads: Iterable[ox.Quad], graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    return (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)


def _data(verb: str, quads: Iterable[ox.Quad]) -> str:
    """``DELETE DATA`` or ``INSERT DATA`` of quads, each written by the library."""
    body = "\n".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)
    return f"{verb} DATA {{\n{body}\n}}"
