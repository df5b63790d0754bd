"""The report of a run: what was read, who is in it, who speaks, what the network says. One HTML file, no scripts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg import network
from kg.html import Vocabulary, environment, label, legible, policy, template
from kg.model import Polarity
from kg.network import Analysis, Table

if TYPE_CHECKING:
    import networkx as nx

_ROWS = 15  # of a table or a row of bars
_PARTIES = 10  # of the matrix of speakers


def report(
    graph: nx.MultiDiGraph[str],
    analysis: Analysis,
    title: str,
    ontology: Vocabulary,
    *,
    facts: Mapping[str, str | int] | None = None,
    problems: Sequence[str] = (),
    language: str = "en",
) -> str:
    """The report as HTML. ``facts`` are shown first, as they are (how many articles, how long it took);
    ``problems`` are the messages of inputs that could not be read; ``language`` is that of names and labels.
    """
    documents: Mapping[str, network.Source] = graph.graph["documents"]
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    claims = {passage.iri: passage for *_, data in edges for passage in data["claims"]}
    order = (language, "en", "ru", "ar")

    def called(iri: str) -> str:
        if iri in graph:
            return legible(network.name(graph, iri, order))
        names = graph.graph["names"].get(iri, {})
        return legible(
            next((names[code] for code in (*order, *sorted(names)) if code in names), iri.rsplit("/", 1)[-1])
        )

    def sign(relation: str) -> str:
        value = getattr(ontology.relations.get(relation), "sign", 0)
        return "support" if value > 0 else "conflict" if value < 0 else ""

    shown = facts or {
        "Articles": len(documents),
        "Actors": graph.number_of_nodes(),
        "Statements": graph.number_of_edges(),
        "Claims": len(claims),
    }
    kinds = Counter(graph.nodes[node]["kind"] for node in graph)
    relations = Counter(data["relation"] for *_, data in edges)
    speakers = Counter(passage.speaker for passage in claims.values() if passage.speaker is not None)
    read = Counter(passage.document for passage in claims.values())
    css = template("report.css")
    html: str = (
        environment()
        .get_template("report.html.j2")
        .render(
            policy=policy([], [css]),
            style=css,
            title=legible(title),
            facts=[(legible(key), legible(str(value))) for key, value in shown.items()],
            problems=[legible(problem, 600) for problem in problems],
            kinds=_bars((label(ontology.kinds, name, order), number, "") for name, number in kinds.items()),
            relations=_bars(
                (label(ontology.relations, name, order), number, sign(name)) for name, number in relations.items()
            ),
            statuses=_bars((name, number, "") for name, number in Counter(d["status"] for *_, d in edges).items()),
            speakers=_bars((called(iri), number, "") for iri, number in speakers.items()),
            amounts=_amounts(edges, documents, ontology, order, called),
            matrix=_matrix(edges, called),
            tables=[_table(table) for table in analysis.tables if table.name != "speakers"],
            documents=[
                {
                    "id": legible(source.id),
                    "title": legible(source.title or ""),
                    "source": legible(source.source or ""),
                    "published": source.published or "",
                    "language": source.language or "",
                    "claims": read[iri],
                }
                for iri, source in sorted(documents.items())
            ],
        )
    )
    return html


class _Bars(list[tuple[str, int, str]]):
    """Labels, amounts and classes, the largest first; the rest is summed up below, without a bar."""

    others: int = 0
    rest: int = 0

    @property
    def most(self) -> int:
        return max((amount for _, amount, _ in self), default=1)


def _bars(rows: Iterable[tuple[str, int, str]]) -> _Bars:
    ordered = sorted(rows, key=lambda row: (-row[1], row[0]))
    bars = _Bars(ordered[:_ROWS])
    bars.others = len(ordered) - len(bars)
    bars.rest = sum(amount for _, amount, _ in ordered[_ROWS:])
    return bars


def _table(table: Table) -> dict[str, Any]:
    """The first rows of a table, without the column of IRIs."""
    columns = [at for at, column in enumerate(table.columns) if column != "iri"]
    rows = table.rows[:_ROWS]
    return {
        "title": table.title,
        "note": table.note,
        "columns": [table.columns[at] for at in columns],
        "numeric": [any(isinstance(row[at], int | float) for row in table.rows) for at in columns],
        "rows": [[_cell(row[at]) for at in columns] for row in rows],
        "more": len(table.rows) - len(rows),
    }


def _cell(value: str | int | float | None) -> str:
    if isinstance(value, str):
        return legible(value)
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


def _amounts(
    edges: Sequence[tuple[str, str, str, Mapping[str, Any]]],
    documents: Mapping[str, network.Source],
    ontology: Vocabulary,
    order: Sequence[str],
    called: Any,
) -> list[dict[str, str]]:
    """Sums that claims name, the largest of each unit first; one named by several claims of a place once."""
    found: dict[tuple[str, int, tuple[float, str]], tuple[Any, ...]] = {}
    for subject, object_, _, data in edges:
        for passage in data["claims"]:
            if passage.amount is not None:
                key = (passage.document, passage.start, passage.amount)
                found.setdefault(key, (subject, data["relation"], object_, data["status"], passage))
    rows = sorted(found.items(), key=lambda item: (item[0][2][1], -item[0][2][0], item[0][:2]))
    return [
        {
            "amount": f"{value:,.15g} {legible(unit)}",
            "subject": called(subject),
            "relation": label(ontology.relations, relation, order),
            "object": called(object_),
            "status": status,
            "speaker": called(passage.speaker) if passage.speaker else "",
            "sentence": legible(passage.sentence, 600),
            "language": ((source := documents.get(passage.document)) and source.language) or "",
        }
        for (_, _, (value, unit)), (subject, relation, object_, status, passage) in rows[: 2 * _ROWS]
    ]


def _matrix(edges: Sequence[tuple[str, str, str, Mapping[str, Any]]], called: Any) -> dict[str, Any]:
    """Who speaks about whom: claims that affirm and that deny, for the most frequent of either."""
    said: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for subject, object_, _, data in edges:
        for passage in data["claims"]:
            if passage.speaker is not None:
                for party in {subject, object_} - {passage.speaker}:
                    said[passage.speaker, party][passage.iri] = passage.polarity == Polarity.NEGATIVE
    rows, columns = Counter[str](), Counter[str]()
    for (speaker, party), held in said.items():
        rows[speaker] += len(held)
        columns[party] += len(held)

    def most(counter: Counter[str]) -> list[str]:
        return sorted(counter, key=lambda iri: (-counter[iri], iri))[:_PARTIES]

    def cell(speaker: str, party: str) -> dict[str, Any]:
        held = said.get((speaker, party), {})
        denied = sum(held.values())
        affirmed = len(held) - denied
        text = (str(affirmed) if affirmed else "") + (f" −{denied}" if denied else "")
        return {"text": text, "heat": min(3, (len(held) + 1) // 2)}

    return {
        "columns": [called(party) for party in most(columns)],
        "rows": [(called(speaker), [cell(speaker, party) for party in most(columns)]) for speaker in most(rows)],
    }
