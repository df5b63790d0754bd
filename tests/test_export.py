"""Files for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from axioms import axioms
from corpus import RECORDS, resolve
from rdflib.compare import isomorphic

from kg import export
from kg.errors import StoreError, UnknownName
from kg.reason import infer
from kg.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.memory() as store:
        store.build(RECORDS, resolve, ontology=axioms(tmp_path_factory.mktemp("ontology")), infer=infer)
        yield store


def quads(store: Store) -> set[ox.Quad]:
    return {quad for graph in store.graphs() for quad in graph}


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])
def test_all_graphs_come_back_without_loss(store: Store, tmp_path: Path, suffix: str) -> None:
    export.write(store, tmp_path / f"graph{suffix}")
    with Store.open(tmp_path / f"graph{suffix}") as again:
        assert quads(again) == quads(store)
        export.write(again, tmp_path / f"again{suffix}")
    assert (tmp_path / f"again{suffix}").read_bytes() == (tmp_path / f"graph{suffix}").read_bytes()


@pytest.mark.parametrize(("suffix", "format"), [(".ttl", "turtle"), (".nt", "nt")])
def test_one_graph_holds_the_union(store: Store, tmp_path: Path, suffix: str, format: str) -> None:
    export.write(store, tmp_path / f"graph{suffix}")
    graph = rdflib.Graph().parse(tmp_path / f"graph{suffix}", format=format)
    assert len(graph) == len({quad.triple for quad in quads(store)})
    parsed = ox.parse(path=tmp_path / f"graph{suffix}")
    assert {quad.triple for quad in parsed} == {quad.triple for quad in quads(store)}
    with pytest.raises(StoreError, match=r"ends in \.jsonld, \.nq, \.trig"):  # which graph says what is lost
        Store.open(tmp_path / f"graph{suffix}")


def test_rdflib_reads_the_same_from_each_format(store: Store, tmp_path: Path) -> None:
    for suffix in (".trig", ".nq", ".jsonld"):
        export.write(store, tmp_path / f"graph{suffix}")
    trig = rdflib.Dataset().parse(tmp_path / "graph.trig", format="trig")
    for suffix, format in ((".nq", "nquads"), (".jsonld", "json-ld")):
        other = rdflib.Dataset().parse(tmp_path / f"graph{suffix}", format=format)
        names = {graph.identifier for graph in trig.graphs() if len(graph)}
        assert names == {graph.identifier for graph in other.graphs() if len(graph)}
        assert all(isomorphic(trig.graph(name), other.graph(name)) for name in names)


def test_every_suffix_is_described_and_written_twice_the_same(store: Store, tmp_path: Path) -> None:
    for suffix, meaning in export.formats().items():
        assert meaning
        first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
        export.write(store, first)
        export.write(store, second)
        assert first.read_bytes() == second.read_bytes() != b""


def test_what_cannot_be_written_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"\.trig"):
        export.write(store, tmp_path / "graph.docx")
    with pytest.raises(StoreError, match="cannot be written"):
        export.write(store, tmp_path / "missing" / "graph.nq")
    (tmp_path / "graph.nq").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        export.write(store, tmp_path / "graph.nq")
    assert [file.name for file in tmp_path.iterdir()] == ["graph.nq"]


def test_a_format_can_be_added(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_formats", dict(export._formats))

    @export.format(".count", "how many quads there are")
    def count(store: Store, path: Path) -> None:
        path.write_text(str(len(quads(store))), "utf-8")

    export.write(store, tmp_path / "graph.count")
    assert (tmp_path / "graph.count").read_text("utf-8") == str(len(quads(store)))
    assert export.formats()[".count"] == "how many quads there are"
