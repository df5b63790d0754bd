"""The laws of the store, over real directories."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from corpus import ARABIC, ENGLISH, FORMER, RECORDS, RUSSIAN, read, resolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DocumentError, StoreError, UnknownName
from kg.graph import Iris, term
from kg.model import Judgement, Record
from kg.store import Changes, Store

ONTOLOGY = [
    ox.Quad(term("kg:president_of"), term("rdfs:subPropertyOf"), term("kg:represents"), Iris().graph("ontology")),
]


def build(store: Store, *records: Record) -> Changes:
    return store.build(records, resolve, ontology=ONTOLOGY)


def dumped(store: Store, format: ox.RdfFormat = ox.RdfFormat.TRIG) -> bytes:
    file = io.BytesIO()
    store.dump(file, format)
    return file.getvalue()


def fresh(records: Iterable[Record]) -> bytes:
    """What a store gives that never held anything else."""
    with Store.memory() as store:
        build(store, *records)
        return dumped(store)


def test_what_is_built_is_read_by_another(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", write=True) as store:
        assert build(store, ENGLISH, ARABIC) == Changes(added=("en-000", "ar-001"))
        written = dumped(store)
    with Store.open(tmp_path / "store") as store:
        assert dumped(store) == written == fresh([ARABIC, ENGLISH])
        assert store.documents() == ("ar-001", "en-000")
        assert list(store.records()) == [ARABIC, ENGLISH]


OPERATIONS = st.lists(st.tuples(st.sampled_from(["add", "remove", "change"]), st.sampled_from(RECORDS)), max_size=8)


@settings(max_examples=40, deadline=None)
@given(OPERATIONS)
def test_the_graph_is_a_function_of_the_documents_it_has(operations: list[tuple[str, Record]]) -> None:
    """In whatever order they came, however often, and whatever was there before."""
    with Store.memory() as store:
        held: dict[str, Record] = {}
        for operation, record in operations:
            id = record.document.id
            if operation == "remove" and id in held:
                del held[id]
                store.remove(id)
            elif operation == "add":
                held[id] = record
                build(store, record)
            elif operation == "change":
                held[id] = replace(record, claims=record.claims[:1])
                build(store, held[id])
        store.derive(resolve(store.records()), ontology=ONTOLOGY)
        assert dumped(store) == fresh(held.values())
        assert list(store.records()) == [held[id] for id in sorted(held)]


@given(st.permutations(RECORDS))
@settings(max_examples=10, deadline=None)
def test_order_does_not_change_a_byte(records: list[Record]) -> None:
    with Store.memory() as store:
        for record in records:
            build(store, record)
        assert dumped(store) == fresh(RECORDS)


def test_adding_twice_is_adding_once_and_writes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path, write=True) as store:
        build(store, *RECORDS)
        assert build(store, ENGLISH) == Changes(kept=("en-000",))
        assert store.derive(resolve(RECORDS), ontology=ONTOLOGY) == ()


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path, write=True) as store:
        build(store, ENGLISH, RUSSIAN)
        base = store.iris.base
        store.put([ARABIC])
        corpus = {f"{base}graph/entities", f"{base}graph/statements"}
        assert set(store.derive(resolve(store.records()), ontology=ONTOLOGY)) == {f"{base}document/ar-001", *corpus}
        decision = Judgement("a", "b", True, 1.0, "the same person", "analyst")
        written = store.derive(resolve(store.records()), ontology=ONTOLOGY, decisions=[decision])
        assert written == (f"{base}graph/decisions",)


def test_a_merge_rewrites_the_documents_it_concerns_and_can_be_taken_back(tmp_path: Path) -> None:
    resolution = resolve(RECORDS)
    merged = replace(
        resolution,
        entity_of={m: "person/putin" if m.referent == "tokayev" else e for m, e in resolution.entity_of.items()},
    )
    with Store.open(tmp_path, write=True) as store:
        build(store, *RECORDS)
        before = dumped(store)
        written = store.derive(merged, ontology=ONTOLOGY)
        assert written == tuple(f"{store.iris.base}document/{id}" for id in ("ar-001", "en-000", "en-002"))
        assert dumped(store) != before
        store.derive(resolution, ontology=ONTOLOGY)
        assert dumped(store) == before


def test_inference_is_asked_for_only_when_something_changed() -> None:
    asked = []

    def infer(store: Store) -> list[ox.Quad]:
        asked.append(len(list(store.query("SELECT ?s { ?s a kg:Statement }"))))
        graph = store.iris.graph("inferred")
        return [ox.Quad(term("kg:a"), term("rdf:type"), term("kg:Claim"), graph)]

    with Store.memory() as store:
        for records in ([ARABIC], [ARABIC], [FORMER]):
            store.build(records, resolve, infer=infer)
        assert asked == [2, 4]
        assert store.iris.graph("inferred") in store
        store.derive(resolve(store.records()))
        assert store.iris.graph("inferred") not in store


def test_a_record_that_does_not_reread_is_refused_and_nothing_is_put(tmp_path: Path) -> None:
    bad = replace(ENGLISH, document=replace(ENGLISH.document, id="bad", text="another text"))
    with Store.open(tmp_path, write=True) as store:
        with pytest.raises(DocumentError, match=r"^bad: "):
            store.put([RUSSIAN, bad])
        assert store.documents() == ()


def test_removing_what_is_not_there_removes_nothing() -> None:
    with Store.memory() as store:
        build(store, *RECORDS)
        with pytest.raises(UnknownName, match="en-000"):
            store.remove("ar-001", "en-00")
        assert len(store.documents()) == 4


def test_one_writes_others_read_what_was_committed(tmp_path: Path) -> None:
    with Store.open(tmp_path, write=True) as writer:
        build(writer, ENGLISH)
        with Store.open(tmp_path) as reader:
            seen = dumped(reader)
            build(writer, ARABIC)
            build(writer, RUSSIAN)
            assert dumped(reader) == seen == fresh([ENGLISH])
            with Store.open(tmp_path) as later:
                assert dumped(later) == fresh([ENGLISH, ARABIC, RUSSIAN])
            with pytest.raises(StoreError, match="reading only"):
                reader.put([FORMER])
        with pytest.raises(StoreError, match="being written by another process"):
            Store.open(tmp_path, write=True)


def test_a_second_writing_process_is_refused(tmp_path: Path) -> None:
    code = f"import kg.store; kg.store.Store.open({str(tmp_path)!r}, write=True)"
    with Store.open(tmp_path, write=True) as store:
        build(store, ENGLISH)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=_environment())
    assert done.returncode == 1
    assert "is being written by another process" in done.stderr
    assert subprocess.run([sys.executable, "-c", code], env=_environment()).returncode == 0


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


INGEST = """
import sys
from corpus import RECORDS, resolve
from kg.store import Store
from test_store import ONTOLOGY
with Store.open(sys.argv[1], write=True) as store:
    print("open", flush=True)
    for record in RECORDS:
        store.build([record], resolve, ontology=ONTOLOGY)
"""


def killed(path: Path, delay: float) -> bool:
    """Start an ingest, kill it after a delay; whether it was still at work."""
    child = subprocess.Popen([sys.executable, "-c", INGEST, str(path)], env=_environment(), stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(delay)
    os.kill(child.pid, signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


def rerun(path: Path) -> bytes:
    with Store.open(path, write=True) as store:
        for record in RECORDS:
            build(store, record)
    with Store.open(path) as store:
        return dumped(store)


@pytest.mark.parametrize("delay", [0, 0.02, 0.05, 0.08])
def test_killed_and_run_again_it_ends_where_an_undisturbed_run_ends(tmp_path: Path, delay: float) -> None:
    killed(tmp_path / "store", delay)
    assert rerun(tmp_path / "store") == fresh(RECORDS)


@pytest.mark.long
def test_killed_at_a_hundred_moments(tmp_path: Path) -> None:
    at_work = 0
    for number in range(100):
        path = tmp_path / str(number)
        at_work += killed(path, number * 0.002)
        assert rerun(path) == fresh(RECORDS), f"killed after {number * 2} ms"
    assert at_work > 50


@pytest.mark.parametrize("graph", ["document/en-000", "graph/entities", "graph/statements"])
def test_a_graph_left_half_written_is_mended(tmp_path: Path, graph: str) -> None:
    """As after a kill between a graph's commit and the note that it is up to date."""
    with Store.open(tmp_path, write=True) as store:
        build(store, *RECORDS)
        iri = ox.NamedNode(store.iris.base + graph)
        store.replace_graph(iri.value, [ox.Quad(iri, term("rdfs:label"), ox.Literal("half"), iri)])
        store.graph.add(ox.Quad(iri, iri, iri, ox.NamedNode(store.iris.base + "document/ghost")))
        store._records.execute("DELETE FROM fresh WHERE graph = ?", (iri.value,))
        build(store, *RECORDS)
        assert dumped(store) == fresh(RECORDS)


def test_a_backup_is_a_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", write=True) as store:
        build(store, ENGLISH, RUSSIAN)
        store.backup(tmp_path / "copy")
        build(store, ARABIC)
    with Store.open(tmp_path / "copy") as copy:
        assert dumped(copy) == fresh([ENGLISH, RUSSIAN])
        copy.backup(tmp_path / "again")
    with Store.open(tmp_path / "again", write=True) as again:
        build(again, ARABIC)
        assert dumped(again) == fresh([ENGLISH, RUSSIAN, ARABIC])
    with Store.open(tmp_path / "copy") as copy:
        assert dumped(copy) == fresh([ENGLISH, RUSSIAN])
        with pytest.raises(StoreError, match="exists"):
            copy.backup(tmp_path / "store")


@pytest.mark.parametrize("suffix", [".trig", ".nq"])
def test_a_file_written_is_a_store_to_read(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"graph{suffix}"
    with Store.memory("https://else.example/x/") as store:
        build(store, *RECORDS)
        file.write_bytes(dumped(store, {".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS}[suffix]))
        written = dumped(store)
    with Store.open(file) as store:
        assert dumped(store) == written
        assert store.iris.base == "https://else.example/x/"
        with pytest.raises(StoreError, match="reading only"):
            store.put([ENGLISH])
    with pytest.raises(StoreError, match="can only be read"):
        Store.open(file, write=True)


def test_trig_is_sorted_and_made_to_be_read() -> None:
    text = fresh(RECORDS).decode()
    heads = text.splitlines()[: text.count("@prefix")]
    assert heads == sorted(heads)
    assert "@prefix country: <https://kg.example/entity/country/> ." in heads
    assert "person:tokayev kg:president_of country:kz ." in text
    subjects = [
        line.split()[0] for line in text.splitlines() if line.startswith("\t<https://kg.example/document/en-000#claim")
    ]
    assert [subject[-2] for subject in subjects] == ["0", "1", "2", "3", "4", "5"]


def test_rdflib_is_at_home_on_the_same_graphs(tmp_path: Path) -> None:
    with Store.open(tmp_path, write=True) as store:
        build(store, *RECORDS)
        dataset = store.as_rdflib()
        [row] = dataset.query("SELECT ?who { ?who kg:president_of country:kz }")
        assert row == (rdflib.URIRef("https://kg.example/entity/person/tokayev"),)
        graph = dataset.graph(rdflib.URIRef("https://kg.example/document/en-000"))
        kg = rdflib.Namespace("https://kg.example/ontology#")
        assert str(graph.value(None, kg.value)) is not None
        assert len(list(graph.subjects(rdflib.RDF.type, kg.Claim))) == 6
        parsed = rdflib.Dataset()
        parsed.parse(data=dumped(store), format="trig")
        assert sum(1 for _ in parsed.quads()) == sum(map(len, store.graphs()))


@pytest.mark.parametrize("text", ['a\\b"c\n\r\t\x08\x0c\x00é', "\u202e} ; DROP ALL", "𝄞\ufffe"])
def test_any_text_is_replaced_in_place(text: str) -> None:
    record = read("x", text + "{ru:Russia}", "ru hosts ru", title=text)
    with Store.memory() as store:
        build(store, record)
        build(store, replace(record, claims=()))
        build(store, record)
        assert dumped(store) == fresh([record])
        assert store.record("x") == record


def test_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store at .*kg build"):
        Store.open(tmp_path / "missing")
    (tmp_path / "broken.trig").write_text("<a> <b>", "utf-8")
    with pytest.raises(StoreError, match=r"broken\.trig cannot be read"):
        Store.open(tmp_path / "broken.trig")
    with pytest.raises(StoreError, match="holds something else"):
        Store.open(tmp_path, write=True)
    (tmp_path / "records.db").write_text("not a database " * 100, "utf-8")
    with pytest.raises(StoreError, match="cannot be read"):
        Store.open(tmp_path)


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    with Store.open(tmp_path, write=True, base="https://else.example/") as store:
        build(store, ENGLISH)
    with Store.open(tmp_path) as store:
        assert store.iris.base == "https://else.example/"
        assert b"https://kg.example/entity" not in dumped(store)
    with pytest.raises(StoreError, match="has the base IRI"):
        Store.open(tmp_path, write=True, base="https://kg.example/")


def test_a_closed_store_says_so() -> None:
    store = Store.memory()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
