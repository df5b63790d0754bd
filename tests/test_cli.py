"""The command line: what users' scripts rely on."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import main

ENGLISH = (
    "Foreign Minister of Kazakhstan Mukhtar Tleuberdi arrived in Moscow on Tuesday.\n\n"
    '"Kazakhstan supports Russia," Tleuberdi said.\n'
)


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run the command line in this process."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ending:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = ending.value.code
        assert isinstance(code, int | None)
        return Result(code or 0, printed.out, printed.err)

    return run


@pytest.fixture(scope="module")
def store(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of the sample articles."""
    folder = tmp_path_factory.mktemp("store") / "store"
    with pytest.raises(SystemExit) as ending:
        main(["build", str(articles), "--store", str(folder)])
    assert not ending.value.code
    yield folder


def article(folder: Path, name: str = "good.txt", text: str = ENGLISH) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# the main job


def test_run_writes_three_files_and_a_summary(kg: Callable[..., Result], articles: Path, tmp_path: Path) -> None:
    result = kg("run", articles, "-o", tmp_path / "out")
    assert result.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["graph.html", "graph.trig", "report.html"]
    assert "3 documents, 0 refused" in result.out
    for part in ("Documents by language", "Actors by kind", "Statements by relation", "Who speaks", " s; written"):
        assert part in result.out
    assert "read 3 documents" in result.err and "read 3 documents" not in result.out


def test_the_same_articles_give_the_same_bytes_in_any_order_and_number_of_processes(
    kg: Callable[..., Result], articles: Path, tmp_path: Path
) -> None:
    files = sorted(articles.glob("*.txt"))
    assert len(files) == 3
    runs = [[articles], files[::-1], [files[1], files[2], files[0], "--processes", "2"]]
    for number, arguments in enumerate(runs):
        assert kg("run", *arguments, "-o", tmp_path / str(number)).code == 0
    for name in ("graph.trig", "graph.html", "report.html"):
        assert len({(tmp_path / str(number) / name).read_bytes() for number in range(len(runs))}) == 1, name


def test_the_graph_is_the_same_in_another_process_with_other_hashes(
    kg: Callable[..., Result], articles: Path, root: Path, tmp_path: Path
) -> None:
    """Strings hash otherwise in each process: nothing may depend on the order of a set of them."""
    kg("run", articles, "-o", tmp_path / "here")
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from kg.cli import main; main()"
    seed = "0" if os.environ.get("PYTHONHASHSEED") != "0" else "1"
    command = [sys.executable, "-c", code, root, "run", articles, "-o", tmp_path / "there"]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
    for name in ("graph.trig", "graph.html", "report.html"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes(), name


def test_every_quotation_of_the_graph_stands_at_its_offsets(
    store: Path, kg: Callable[..., Result], articles: Path
) -> None:
    answer = kg(
        "query", "--store", store, "--format", "json",
        "SELECT ?id ?start ?stop ?quote { ?p kg:document ?d ; kg:start_char ?start ; kg:stop_char ?stop ;"
        " kg:quote ?quote . ?d kg:id ?id }",
    )  # fmt: skip
    rows = json.loads(answer.out)["results"]["bindings"]
    assert len(rows) > 50
    texts = {path.stem: path.read_bytes().decode() for path in articles.glob("*.txt")}
    for row in rows:
        start, stop = int(row["start"]["value"]), int(row["stop"]["value"])
        assert texts[row["id"]["value"]][start:stop] == row["quote"]["value"]


def test_strangers_text_runs_nothing(kg: Callable[..., Result], tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)><script>alert(2)</script>"
    fields = {"id": f"x{evil}", "lang": "en", "title": evil, "source": f"javascript:{evil}", "date": evil}
    text = (
        ENGLISH.replace("supports", f"{evil} supports") + f"\nPresident Kassym {evil} Tokayev visited Russia.\n\x1b[2J"
    )
    (tmp_path / "a.jsonl").write_text(json.dumps({**fields, "text": text}), encoding="utf-8")
    result = kg("run", tmp_path / "a.jsonl", "-o", tmp_path / "out")
    assert result.code == 0
    for page in ("graph.html", "report.html"):
        html = (tmp_path / "out" / page).read_text(encoding="utf-8")
        assert "<img src=x" not in html and "<script>alert" not in html
    assert "\x1b" not in result.out + result.err
    ox.Store().load(path=tmp_path / "out" / "graph.trig", format=ox.RdfFormat.TRIG)


# records


def test_extract_writes_records_that_point_into_the_text(
    kg: Callable[..., Result], articles: Path, tmp_path: Path
) -> None:
    result = kg("extract", articles, "-o", tmp_path / "r.jsonl")
    assert result.code == 0 and not result.out
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["document"]["id"] for line in lines] == ["article-ar", "article-en", "article-ru"]
    for line in lines:
        record = json.loads(line)
        text = record["document"]["text"]
        assert record["claims"]
        assert all(text[claim["start"] : claim["stop"]] == claim["quote"] for claim in record["claims"])


def test_extract_writes_to_standard_output_and_reads_standard_input(
    kg: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    result = kg("extract", "-")
    assert result.code == 0
    assert json.loads(result.out)["document"]["text"] == ENGLISH


# a store


def test_build_keeps_what_is_there_and_replaces_what_changed(kg: Callable[..., Result], tmp_path: Path) -> None:
    first = article(tmp_path)
    assert "1 added" in kg("build", first, "--store", tmp_path / "s").err
    assert "1 unchanged" in kg("build", first, "--store", tmp_path / "s").err
    article(tmp_path, text=ENGLISH + "\nHe met Putin.\n")
    assert "1 replaced" in kg("build", first, "--store", tmp_path / "s").err


@pytest.mark.parametrize("shape", ["table", "csv", "json"])
def test_query_by_text_file_and_name(kg: Callable[..., Result], store: Path, tmp_path: Path, shape: str) -> None:
    sparql = "SELECT ?id { ?d a kg:Document ; kg:id ?id } ORDER BY ?id"
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    answers = [
        kg("query", "--store", store, "--format", shape, *rest)
        for rest in ([sparql], ["--file", tmp_path / "q.rq"])
    ]  # fmt: skip
    assert answers[0] == answers[1] and answers[0].code == 0
    out = answers[0].out
    if shape == "csv":
        assert list(csv.reader(io.StringIO(out))) == [["id"], ["article-ar"], ["article-en"], ["article-ru"]]
    elif shape == "json":
        assert json.loads(out)["results"]["bindings"][0]["id"]["value"] == "article-ar"
    else:
        assert out.split() == ["id", "article-ar", "article-en", "article-ru"]
    assert kg("query", "--store", store, "--name", "represents", "--format", shape).code == 0


def test_query_gives_turtle(kg: Callable[..., Result], store: Path) -> None:
    result = kg("query", "--store", store, "--format", "turtle", "CONSTRUCT { ?d kg:id ?id } { ?d kg:id ?id }")
    assert len(list(ox.parse(result.out, format=ox.RdfFormat.TURTLE))) == 3


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <a:b> <a:c> <a:d> }",
        "DROP ALL",
        "LOAD <file:///etc/passwd>",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <https://example.org/> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT nonsense",
    ],
)
def test_query_only_reads_this_store(kg: Callable[..., Result], store: Path, sparql: str) -> None:
    result = kg("query", "--store", store, sparql)
    assert result.code == 2 and not result.out and result.err.startswith("kg: ")
    assert result.err.count("\n") == 1


def test_query_wants_one_query(kg: Callable[..., Result], store: Path) -> None:
    assert kg("query", "--store", store).code == 2
    assert kg("query", "--store", store, "ASK {}", "--name", "deals").code == 2
    assert "represents" in kg("query", "--store", store, "--name", "represent").err
    assert kg("query", "--store", store, "--name", "about", "--with", "about").code == 2


def test_queries_are_listed(kg: Callable[..., Result]) -> None:
    out = kg("queries").out
    assert "represents: " in out and "--with whom=…" in out


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".ttl", ".jsonld"])
def test_export(kg: Callable[..., Result], store: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"graph{suffix}"
    assert kg("export", "--store", store, file).code == 0
    assert "president_of" in file.read_text(encoding="utf-8")


def test_export_names_the_formats_it_knows(kg: Callable[..., Result], store: Path, tmp_path: Path) -> None:
    result = kg("export", "--store", store, tmp_path / "graph.docx")
    assert result.code == 2 and ".trig" in result.err


def test_a_trig_file_is_a_store_to_read(kg: Callable[..., Result], store: Path, tmp_path: Path) -> None:
    kg("export", "--store", store, tmp_path / "g.trig")
    ask = "SELECT ?id { ?d kg:id ?id } ORDER BY ?id"
    assert kg("query", "--store", tmp_path / "g.trig", ask) == kg("query", "--store", store, ask)


def test_view(kg: Callable[..., Result], store: Path, tmp_path: Path) -> None:
    assert kg("view", "--store", store, "-o", tmp_path / "page.html").code == 0
    assert "Токаев" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_analyze(kg: Callable[..., Result], store: Path) -> None:
    assert "Kazakhstan" in kg("analyze", "--store", store).out
    tables = json.loads(kg("analyze", "--store", store, "--format", "json").out)
    one = kg("analyze", "--store", store, "--table", tables[1]["name"], "--format", "csv").out
    assert next(csv.reader(io.StringIO(one))) == list(tables[1]["rows"][0])
    assert kg("analyze", "--store", store, "--table", "nonsense").code == 2


def test_the_ways_between_two_actors(kg: Callable[..., Result], store: Path) -> None:
    out = kg("analyze", "--store", store, "--between", "Tokayev", "Казахстан").out
    assert "president_of" in out and "“" in out


@pytest.mark.parametrize("name", ["Tokayev", "Токаев", "توكاييف"])
def test_explain_in_any_script(kg: Callable[..., Result], store: Path, name: str) -> None:
    result = kg("explain", "--store", store, name, "president_of")
    assert result.code == 0
    assert "Kazakhstan" in result.out and "article-en" in result.out


def test_explain_what_is_not_there(kg: Callable[..., Result], store: Path) -> None:
    assert kg("explain", "--store", store, "Nobody").code == 2
    assert kg("explain", "--store", store, "Tokayev", "detains").code in (1, 2)


def test_a_store_that_is_not_there(kg: Callable[..., Result], tmp_path: Path) -> None:
    for command in (["query", "ASK {}"], ["analyze"], ["view", "-o", tmp_path / "p.html"], ["explain", "x"]):
        result = kg(command[0], "--store", tmp_path / "none", *command[1:])
        assert result.code == 2 and "kg build" in result.err and result.err.count("\n") == 1


# upkeep


def test_check_finds_no_fault(kg: Callable[..., Result], store: Path) -> None:
    result = kg("check", "--store", store)
    assert (result.code, result.out) == (0, "")


def test_why(kg: Callable[..., Result]) -> None:
    out = kg("why", "Президент Казахстана Касым-Жомарт Токаев прибыл в Москву.").out
    assert "sentence" in out and "Токаев" in out and "president_of" in out


def test_evaluate(kg: Callable[..., Result], tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    article(gold, "a.txt", "Kazakh President Kassym-Jomart Tokayev arrived in Moscow.\n")
    annotation = {
        "lang": "en",
        "entities": [
            {"id": "t", "type": "Person", "name": "Tokayev", "mentions": ["Kassym-Jomart Tokayev"], "nominal": []},
            {"id": "k", "type": "Country", "name": "Kazakhstan", "mentions": ["Kazakh"], "nominal": []},
            {"id": "x", "type": "Country", "name": "Chile", "mentions": ["arrived"], "nominal": []},
        ],
        "relations": [
            {"s": "t", "r": "president_of", "o": "k", "evidence": "Kazakh President Kassym-Jomart Tokayev"},
            {"s": "t", "r": "criticizes", "o": "x", "evidence": "arrived"},
        ],
        "quotes": [],
    }
    (gold / "a.json").write_text(json.dumps(annotation), encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(
        json.dumps({"id": "a", "text": (gold / "a.txt").read_text(encoding="utf-8")}), encoding="utf-8"
    )
    result = kg("evaluate", gold, "--errors", "5")
    assert result.code == 0
    assert "missed | a | criticizes | Tokayev -> Chile | arrived" in result.out
    by_relation = kg("evaluate", gold, "--by", "relation").out
    assert [line.split()[1:5] for line in by_relation.splitlines() if line.startswith("president_of")] == [
        ["1.000", "1.000", "1.000", "1"]
    ]


# mistakes


def test_bad_inputs_are_counted_and_the_others_come_through(kg: Callable[..., Result], tmp_path: Path) -> None:
    article(tmp_path)
    article(tmp_path, "empty.txt", "")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "wrong.txt").write_bytes("Президент прибыл".encode("cp1251"))
    (tmp_path / "long.txt").write_bytes(b"x" * (10 * 2**20))
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    (tmp_path / "page.html").write_text("<html></html>", encoding="utf-8")
    article(
        tmp_path, "persian.txt", "رئیس جمهور ایران روز سه‌شنبه با سفیر روسیه در تهران دیدار کرد و گفت که روابط خوب است"
    )
    result = kg("run", tmp_path, tmp_path / "missing", "-o", tmp_path / "out")
    assert result.code == 1
    assert "1 document, 8 refused" in result.out
    lines = result.err.splitlines()
    for name in ("empty", "binary", "wrong", "long", "broken", "page", "persian", "missing"):
        (line,) = [line for line in lines if f"{name}" in line.split(": ")[0]]
        assert "; " in line, "says what to do"
    assert (tmp_path / "out" / "graph.trig").is_file()


def test_nothing_read_is_a_mistake(kg: Callable[..., Result], tmp_path: Path) -> None:
    result = kg("run", tmp_path / "missing", "-o", tmp_path / "out")
    assert result.code == 2 and "no such file" in result.err and not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written(kg: Callable[..., Result], tmp_path: Path) -> None:
    good = article(tmp_path)
    result = kg("extract", good, "-o", good / "r.jsonl")
    assert result.code == 2 and "cannot be written" in result.err


def test_an_unknown_extractor_names_those_there_are(kg: Callable[..., Result], tmp_path: Path) -> None:
    result = kg("extract", article(tmp_path), "--extractor", "oracle")
    assert result.code == 2 and "rules" in result.err


def test_an_article_that_trips_the_reader_costs_only_itself(
    kg: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.extraction.rules import RuleReader
    from kg.model import Document, Record

    read = RuleReader.read

    def trip(self: RuleReader, document: Document) -> Record:
        if document.id == "bad":
            raise IndexError("here")
        return read(self, document)

    monkeypatch.setattr(RuleReader, "read", trip)
    article(tmp_path)
    article(tmp_path, "bad.txt", ENGLISH + "More.")
    result = kg("extract", tmp_path)
    assert result.code == 1 and json.loads(result.out)["document"]["id"] == "good"
    assert "bad: the reader failed on it (IndexError" in result.err


# manners


def test_help_is_quick(root: Path) -> None:
    def once() -> float:
        began = time.perf_counter()
        code = "from kg.cli import main; main(['--help'])"
        result = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
        assert "run" in result.stdout
        return time.perf_counter() - began

    assert min(once() for _ in range(5)) < 0.5


def test_results_can_be_piped_into_a_program_that_stops_reading(root: Path, tmp_path: Path) -> None:
    if shutil.which("head") is None:
        pytest.skip("no head")
    for number in range(3):
        article(tmp_path, f"{number}.txt")
    command = f'"{sys.executable}" -c "from kg.cli import main; main()" extract "{tmp_path}" | head -c 10'
    result = subprocess.run(["bash", "-c", command], cwd=root, capture_output=True, text=True)
    assert "Traceback" not in result.stderr and result.stdout.startswith('{"document')
