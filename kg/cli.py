"""The command ``kg``. Results go to standard output, progress and messages to standard error.

Exit codes: 0 all well; 1 done, with findings (an input that could not be read, a fault that ``kg check`` found);
2 a mistake in what was asked for, or nothing could be read at all.

Each command imports what it needs when it runs, so that ``kg --help`` answers at once.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from kg.errors import DocumentError, KGError
from kg.terminal import Progress, count, harmless, say, table, visible, write, writing

if TYPE_CHECKING:
    import networkx as nx

    from kg.evaluate import Count
    from kg.model import Record
    from kg.network import Table

app = typer.Typer(
    help="News articles in Arabic, Russian and English become a knowledge graph of actors and their relations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Articles (.txt .md .html .json .jsonl), folders of them, or - for stdin."),
]
Lang = Annotated[str | None, typer.Option("--language", help="The language of all inputs (else found in each).")]
Extractor = Annotated[str, typer.Option("--extractor", help="Which reader reads.")]
Processes = Annotated[int | None, typer.Option("--processes", min=1, help="How many processes read (else one a core).")]
Base = Annotated[str | None, typer.Option("--base", help="The IRI that all names of things begin with.")]
StorePath = Annotated[Path, typer.Option("--store", help="A store made by `kg build`, or a TriG or N-Quads file.")]
NewStore = Annotated[Path, typer.Option("--store", help="The store's folder; made if it is not there.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write (else standard output).")]


class Shape(StrEnum):
    """How a table is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class AnswerShape(StrEnum):
    """How the answer of a query is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


class By(StrEnum):
    """What scores are added up by."""

    LANG = "lang"
    RELATION = "relation"
    ARTICLE = "article"


# ------------------------------------------------------------------------------------------------ from articles


@app.command()
def run(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")] = Path("out"),
    language: Lang = None,
    extractor: Extractor = "rules",
    processes: Processes = None,
    base: Base = None,
) -> None:
    """Read articles and write graph.trig, graph.html (a page to explore) and report.html; print a summary."""
    from kg import network, ontology, pipeline, summary, view
    from kg.graph import BASE
    from kg.store import Store

    began = time.monotonic()
    intake = _Intake(paths, language)
    found = intake.records(extractor, processes)
    vocabulary = ontology.load()
    with Store.memory(base or BASE) as store:
        pipeline.build(store, found)
        graph = network.load(store)
        with writing(output / "graph.trig") as file:
            store.dump(file)
    title = _title(intake.documents)
    write(output / "graph.html", view.page(graph, title, vocabulary))
    analysis = network.analyze(graph, vocabulary)
    write(output / "report.html", summary.report(graph, analysis, title, vocabulary, problems=intake.problems))
    typer.echo(f"{count(len(found), 'document')}, {len(intake.problems)} refused\n")
    for part in pipeline.counts(graph):
        _print_table(part, Shape.TABLE)
    typer.echo(f"{time.monotonic() - began:.1f} s; written: {output}/graph.trig graph.html report.html")
    intake.finish()


@app.command()
def extract(
    paths: Paths,
    output: Output = None,
    language: Lang = None,
    extractor: Extractor = "rules",
    processes: Processes = None,
) -> None:
    """Read articles into records, one JSON line each: entities, claims with their passages, quotations."""
    from kg import ontology, records

    intake = _Intake(paths, language)
    vocabulary = ontology.load()
    if output is None:
        records.write(intake.stream(extractor, processes), sys.stdout, vocabulary)
    else:
        with writing(output) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
            records.write(intake.stream(extractor, processes), text, vocabulary)
    intake.finish()


@app.command()
def build(
    paths: Paths,
    store: NewStore,
    language: Lang = None,
    extractor: Extractor = "rules",
    processes: Processes = None,
    base: Base = None,
) -> None:
    """Read articles into a store. One that is there already is kept, or replaced where its text has changed."""
    from kg import pipeline
    from kg.store import Store

    intake = _Intake(paths, language)
    found = intake.records(extractor, processes)
    with Store.open(store, write=True, base=base) as opened:
        changes = pipeline.build(opened, found)
        total = len(opened.documents())
    say(
        f"{store}: {len(changes.added)} added, {len(changes.replaced)} replaced, {len(changes.kept)} unchanged;"
        f" {count(total, 'document')} in all"
    )
    intake.finish()


@app.command()
def why(
    text: Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence or two; - reads standard input.")],
    language: Lang = None,
) -> None:
    """Show how a sentence is read: what each stage saw, which rule fired or nearly did."""
    from kg import pipeline

    for line in pipeline.why(sys.stdin.read() if text == "-" else text, language):
        typer.echo(visible(line))


# ---------------------------------------------------------------------------------------------- from the graph


@app.command()
def query(
    store: StorePath,
    sparql: Annotated[
        str | None, typer.Argument(metavar="[SPARQL]", help="SELECT, ASK, CONSTRUCT or DESCRIBE.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file with the query.")] = None,
    name: Annotated[str | None, typer.Option("--name", "-n", help="A ready query; --list shows them.")] = None,
    arguments: Annotated[
        list[str] | None, typer.Option("--with", "-w", metavar="NAME=VALUE", help="A value for a ready query.")
    ] = None,
    shape: Annotated[AnswerShape, typer.Option("--format", help="How to print the answer.")] = AnswerShape.TABLE,
) -> None:
    """Ask the graph in SPARQL: a query as it stands, one in a file, or a ready one by name (see `kg queries`)."""
    from kg import queries
    from kg.store import Store

    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise typer.BadParameter("give one query: as text, with --file, or with --name")
    if arguments and name is None:
        raise typer.BadParameter("--with gives values to a ready query, named with --name")
    with Store.open(store) as opened:
        if name is not None:
            answer = queries.ask(opened, name, **_assignments(arguments or []))
        else:
            answer = queries.run(opened, sparql if file is None else _read_text(file))  # type: ignore[arg-type]
        if shape is AnswerShape.TABLE:
            typer.echo(table(answer.columns, queries.named(opened, answer)))
        else:
            sys.stdout.write({"csv": answer.csv, "json": answer.json, "turtle": answer.turtle}[shape]())


@app.command()
def queries() -> None:
    """List the ready queries of `kg query --name`, with the values that each takes."""
    from kg import queries

    for ready in queries.ready().values():
        typer.echo(f"{ready.name}: {ready.title}")
        for parameter in ready.parameters:
            typer.echo(f"    --with {parameter.name}=…  ({parameter.type}) {parameter.meaning}")


@app.command()
def explain(
    store: StorePath,
    subject: Annotated[str, typer.Argument(help="A name in any script, or an IRI.")],
    relation: Annotated[str | None, typer.Argument(help="A relation, such as ambassador_of.")] = None,
    object: Annotated[str | None, typer.Argument(help="A name in any script, or an IRI.")] = None,
) -> None:
    """Show what is said of an actor, with every passage that says it; for what was inferred, what it follows from."""
    from kg import queries, reason
    from kg.store import Store

    with Store.open(store) as opened:
        found = reason.explain(opened, subject, relation, object)
        names = queries.names(opened, reason.parties(found))
        for explanation in found:
            for line in explanation.lines(names, opened.prefixes()):
                typer.echo(visible(line))
    if not found:
        say("nothing is said of that")
        raise typer.Exit(1)


@app.command()
def view(
    store: StorePath,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")],
    title: Annotated[str | None, typer.Option("--title", help="The page's title.")] = None,
) -> None:
    """Write the graph as one HTML page that opens anywhere, without a network."""
    from kg import network, ontology, view
    from kg.store import Store

    with Store.open(store) as opened:
        graph = network.load(opened)
    write(output, view.page(graph, title or _title(graph.graph["documents"].values()), ontology.load()))
    say(f"{output}: {count(len(graph), 'actor')}, {count(graph.number_of_edges(), 'statement')}")


@app.command()
def analyze(
    store: StorePath,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--between", metavar="A B", help="The ways from A to B, with sentences.")
    ] = None,
    only: Annotated[str | None, typer.Option("--table", help="One table alone, by its name.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="How to print the tables.")] = Shape.TABLE,
) -> None:
    """Who is central, who links whom, which groups there are; or the ways from one actor to another."""
    from kg import network, ontology
    from kg.store import Store

    with Store.open(store) as opened:
        graph = network.load(opened)
    if between:
        for line in _ways(graph, *between):
            typer.echo(visible(line))
        return
    analysis = network.analyze(graph, ontology.load())
    tables = [analysis.table(only)] if only else analysis.tables
    if shape is Shape.JSON:
        typer.echo(json.dumps([part.to_json() for part in tables], ensure_ascii=False, indent=1))
        return
    for part in tables:
        _print_table(part, shape)


@app.command()
def export(
    store: StorePath, file: Annotated[Path, typer.Argument(help="The file to write; its ending says how.")]
) -> None:
    """Write the whole graph to a file: .trig, .nq, .ttl, .nt or .jsonld."""
    from kg import export
    from kg.store import Store

    with Store.open(store) as opened:
        export.write(opened, file)


# --------------------------------------------------------------------------------------------------- upkeep


@app.command()
def check(
    store: Annotated[Path | None, typer.Option("--store", help="A store to check as well.")] = None,
    hermit: Annotated[bool, typer.Option("--hermit", help="Let the reasoner HermiT look too; needs Java.")] = False,
) -> None:
    """Check ontology, lexicons and registry, and a store: every quotation read again, no contradiction."""
    from kg import pipeline
    from kg.store import Store

    if store is None:
        faults = list(pipeline.check())
    else:
        with Store.open(store) as opened:
            faults = list(pipeline.check(opened, hermit))
    for fault in faults:
        typer.echo(harmless(fault))
    say(f"{count(len(faults), 'fault')} found")
    if faults:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="A folder of annotated articles (ID.txt, ID.json).")],
    records: Annotated[
        Path | None, typer.Option("--records", help="Records to score (else the articles are read).")
    ] = None,
    by: Annotated[By, typer.Option("--by", help="What to add the figures up by.")] = By.LANG,
    errors: Annotated[int, typer.Option("--errors", metavar="N", help="Show N missed and N wrong relations.")] = 0,
    extractor: Extractor = "rules",
    processes: Processes = None,
) -> None:
    """Score the reader against articles that a person annotated."""
    from kg import evaluate, ontology
    from kg import records as record_files

    articles = evaluate.load(gold)
    if records is not None:
        found = list(record_files.read(records))
    else:
        given = gold.with_name(gold.name + ".jsonl")
        found = _Intake([str(given if given.is_file() else gold)], None).records(extractor, processes)
    scores = evaluate.evaluate(articles, found, ontology.load())
    for id in sorted({article.id for article in articles} - {record.document.id for record in found}):
        say(f"{id}: no record; counted as read empty")
    if by is By.RELATION:
        total = evaluate.grouped(articles, scores)["all"]
        rows = sorted(total.relations.items(), key=lambda item: (-item[1].gold, item[0]))
        typer.echo(table(("relation", *_FIGURES), [(name, *_figures(count)) for name, count in rows]))
    else:
        for name, score in evaluate.grouped(articles, scores, by).items():
            rows = [(m, score.measures.get(m, evaluate.Count())) for m in (*evaluate.MEASURES, *evaluate.DETAILS)]
            typer.echo(table((name, *_FIGURES), [(measure, *_figures(count)) for measure, count in rows]) + "\n")
    mistakes = [mistake for id in sorted(scores) for mistake in scores[id].mistakes]
    for kind in ("missed", "wrong"):
        for m in [m for m in mistakes if m.kind == kind][:errors]:
            typer.echo(visible(f"{kind} | {m.article} | {m.label} | {m.subject} -> {m.object} | {m.passage}"))


_FIGURES = ("precision", "recall", "f1", "hit", "gold", "found")


def _figures(count: Count) -> tuple[float | int, ...]:
    return (count.precision, count.recall, count.f1, count.hit, count.gold, count.found)


# -------------------------------------------------------------------------------------------------- what they share


class _Intake:
    """Inputs read for a command, with what could not be read said and counted."""

    def __init__(self, paths: Iterable[str], language: str | None) -> None:
        from kg import readers

        intake = readers.read(paths, language, tell=say)
        self.documents = intake.documents
        self.problems: list[str] = []
        for error in intake.errors:
            self._refuse(error)
        if not self.documents:
            say("kg: nothing was read")
            raise typer.Exit(2)

    def stream(self, extractor: str, processes: int | None) -> Iterator[Record]:
        from kg import pipeline

        with Progress("read", len(self.documents)) as progress:
            for outcome in pipeline.extract(self.documents, extractor, processes, progress.show):
                if isinstance(outcome, DocumentError):
                    self._refuse(outcome)
                else:
                    yield outcome

    def records(self, extractor: str, processes: int | None) -> list[Record]:
        return list(self.stream(extractor, processes))

    def finish(self) -> None:
        """End the command: with code 1 where an input was refused."""
        if self.problems:
            say(f"kg: {count(len(self.problems), 'input')} could not be read; the others were")
            raise typer.Exit(1)

    def _refuse(self, error: DocumentError) -> None:
        self.problems.append(str(error))
        say(str(error))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KGError(f"{path}: cannot be read ({error})") from error


def _assignments(given: Iterable[str]) -> dict[str, str]:
    pairs = [item.partition("=") for item in given]
    if any(not sign for _, sign, _ in pairs):
        raise typer.BadParameter("--with takes NAME=VALUE")
    return {name.strip(): value for name, _, value in pairs}


class _Titled(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str | None: ...


def _title(documents: Iterable[_Titled]) -> str:
    """What to call a picture: the article's title if there is one article alone."""
    titles = [document.title or document.id for document in documents]
    return titles[0] if len(titles) == 1 else f"{len(titles)} articles"


def _ways(graph: nx.MultiDiGraph[str], a: str, b: str) -> Iterator[str]:
    from kg import network

    found = network.paths(graph, network.find(graph, a), network.find(graph, b))
    if not found:
        yield "no way of four steps or fewer"
    for number, path in enumerate(found, 1):
        yield f"{number}. " + " — ".join(network.name(graph, actor) for actor in path.actors)
        for steps in path.steps:
            for step in steps:
                subject, object = network.name(graph, step.subject), network.name(graph, step.object)
                yield f"     {subject} {step.relation} {object} ({step.status})"
                yield from (f"        “{harmless(passage.sentence)}”" for passage in step.passages[:3])


def _print_table(part: Table, shape: Shape) -> None:
    if shape is Shape.CSV:
        sys.stdout.write(part.csv())
    else:
        typer.echo(part.title)
        typer.echo("\n".join("  " + line for line in table(part.columns, part.rows).split("\n")) + "\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; always ends by SystemExit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    try:
        app(args=arguments, prog_name="kg")
    except KGError as error:
        say(f"kg: {error}")
        sys.exit(error.exit_code)
