"""The graph as a network: who is linked with whom, on whose word, and what that structure says.

The graph is that of :mod:`kg.passages`, a ``networkx.MultiDiGraph``; everything here is plain networkx over it.

The figures count *links*: pairs of actors with at least one standing statement (asserted, reported or planned;
not denied, hypothetical or ended), weighted by the number of independent sources behind it.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import UnknownName
from kg.model import Polarity, Status
from kg.passages import Mark as Mark
from kg.passages import Passage as Passage
from kg.passages import Source as Source
from kg.passages import load as load

if TYPE_CHECKING:
    import networkx as nx

_STANDING = frozenset({Status.ASSERTED, Status.REPORTED, Status.PLANNED})
_EXACT = 1000  # betweenness is exact up to this many actors, estimated from as many sources beyond
_SAMPLES = 200


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of an analysis, with a title and what the figures mean, in plain words."""

    name: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]

    def csv(self) -> str:
        """The rows as CSV; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([[harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in self.rows])
        return file.getvalue()

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "note": self.note,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor's place in the network; ``rank`` is PageRank, ``bridge`` betweenness, ``constraint`` Burt's."""

    links: int
    evidence: int
    rank: float
    bridge: float
    constraint: float | None
    community: int
    support: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the network's structure says: a standing for each actor (by IRI), and tables made to be read."""

    standing: Mapping[str, Standing]
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        for table in self.tables:
            if table.name == name:
                return table
        raise UnknownName(name, "table", [table.name for table in self.tables])


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: the statement that makes it, in its own direction, and what was said."""

    subject: str
    relation: str
    object: str
    status: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one actor to another: the actors on it, and for each step every statement that makes it."""

    actors: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...]


class Signs(Protocol):
    """What the analysis needs from the ontology: the sign of each relation (+1 support, -1 conflict, 0 neither)."""

    @property
    def relations(self) -> Mapping[str, Any]: ...


def harmless(cell: str) -> str:
    """The cell as a spreadsheet may hold it: a leading ``=``, ``+``, ``-``, ``@`` or tab would run as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def name(graph: nx.MultiDiGraph[str], node: str, languages: Sequence[str] = ("en", "ru", "ar")) -> str:
    """The actor's name in the first of these languages that has one, else in any, else the end of its IRI."""
    labels: Mapping[str, str] = graph.nodes[node].get("labels") or {}
    for language in languages:
        if language in labels:
            return labels[language]
    return labels[min(labels)] if labels else node.rsplit("/", 1)[-1]


def links(graph: nx.MultiDiGraph[str]) -> nx.Graph[Any]:
    """The undirected network of standing statements, nodes and edges in sorted order.

    ``weight`` is the number of independent sources, summed over the pair's statements; ``distance`` its inverse.
    """
    import networkx as nx

    weights: dict[tuple[str, str], int] = defaultdict(int)
    for left, right, data in graph.edges(data=True):
        if left != right and data["status"] in _STANDING:
            weights[min(left, right), max(left, right)] += max(1, data["sources"])
    plain: nx.Graph[Any] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(
        (*pair, {"weight": weight, "distance": 1 / weight}) for pair, weight in sorted(weights.items())
    )
    return plain


def central(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """PageRank of every actor over the links, weighted by sources."""
    import networkx as nx

    plain = links(graph)
    rank = nx.pagerank(nx.convert_node_labels_to_integers(plain), weight="weight") if len(plain) else {}
    return {node: round(rank[number], 9) for number, node in enumerate(plain)}


def communities(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """The number of each actor's community, the largest being 1."""
    import networkx as nx

    plain = links(graph)
    nodes = list(plain)
    groups = _groups(nx.convert_node_labels_to_integers(plain))
    return {nodes[at]: number for number, group in enumerate(groups, 1) for at in group}


def _groups(numbered: nx.Graph[int]) -> list[list[int]]:
    """Louvain communities, the largest first."""
    import networkx as nx

    if not len(numbered):
        return []
    found = nx.community.louvain_communities(numbered, weight="weight", seed=0)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def analyze(graph: nx.MultiDiGraph[str], ontology: Signs) -> Analysis:
    """Centrality, communities, brokers and the balance of support and conflict, the same for the same graph."""
    import networkx as nx

    plain = links(graph)
    nodes = list(plain)
    # By number, not by IRI: networkx walks sets of nodes, and the order of a set of strings changes from run to run.
    numbered: nx.Graph[int] = nx.convert_node_labels_to_integers(plain)
    rank = nx.pagerank(numbered, weight="weight") if nodes else {}
    bridge = nx.betweenness_centrality(
        numbered, weight="distance", k=None if len(nodes) <= _EXACT else _SAMPLES, seed=0
    )
    constraint = nx.constraint(numbered, weight="weight") if nodes else {}
    groups = _groups(numbered)
    community = {node: number for number, group in enumerate(groups, 1) for node in group}
    signed = _signed(graph, ontology)
    support: dict[str, int] = defaultdict(int)
    conflict: dict[str, int] = defaultdict(int)
    for (left, right), (good, bad) in signed.items():
        for node in (left, right):
            support[node] += good
            conflict[node] += bad
    standing = {
        node: Standing(
            links=numbered.degree(number),
            evidence=int(numbered.degree(number, weight="weight")),
            rank=round(rank[number], 6),
            bridge=round(bridge[number], 6),
            # A lone actor has no constraint (nan), which is not the same as being free.
            constraint=round(constraint[number], 4) if numbered.degree(number) else None,
            community=community[number],
            support=support[node],
            conflict=conflict[node],
        )
        for number, node in enumerate(nodes)
    }
    members = [[nodes[number] for number in group] for group in groups]
    return Analysis(
        standing,
        (
            _overview(graph, plain, signed),
            _actors(graph, standing),
            _communities(graph, standing, members),
            _brokers(graph, standing),
            _balance(graph, signed),
            _speakers(graph),
        ),
    )


def _signed(graph: nx.MultiDiGraph[str], ontology: Signs) -> dict[tuple[str, str], tuple[int, int]]:
    """Sources of support and of conflict for each pair that has either, in sorted order."""
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for left, right, data in graph.edges(data=True):
        relation = ontology.relations.get(data["relation"])
        if left != right and relation is not None and relation.sign and data["status"] in _STANDING:
            tally[min(left, right), max(left, right)][relation.sign < 0] += max(1, data["sources"])
    return {pair: (good, bad) for pair, (good, bad) in sorted(tally.items())}


def triangles(signed: Mapping[tuple[str, str], tuple[int, int]]) -> tuple[int, int]:
    """Triangles of signed pairs: how many are balanced (the product of the signs is positive), how many are not.

    Heider 1946, Cartwright and Harary 1956: the friend of a friend, or the enemy of an enemy, is a friend.
    """
    sign = {pair: 1 if good > bad else -1 for pair, (good, bad) in signed.items() if good != bad}
    around: dict[str, set[str]] = defaultdict(set)
    for left, right in sign:
        around[left].add(right)
        around[right].add(left)
    balanced = unbalanced = 0
    for left, right in sign:
        for third in around[left] & around[right]:
            if third > right:
                product = sign[left, right] * sign[left, third] * sign[right, third]
                balanced += product > 0
                unbalanced += product < 0
    return balanced, unbalanced


def _overview(
    graph: nx.MultiDiGraph[str], plain: nx.Graph[Any], signed: Mapping[tuple[str, str], tuple[int, int]]
) -> Table:
    import networkx as nx

    parts = [len(part) for part in nx.connected_components(plain)]
    balanced, unbalanced = triangles(signed)
    rows: list[tuple[str, int | float]] = [
        ("actors", len(plain)),
        ("statements", graph.number_of_edges()),
        ("linked pairs", plain.number_of_edges()),
        ("separate parts", len(parts)),
        ("actors in the largest part", max(parts, default=0)),
        ("density", round(nx.density(plain), 4) if len(plain) > 1 else 0.0),
        ("balanced triangles", balanced),
        ("unbalanced triangles", unbalanced),
    ]
    return Table(
        "overview",
        "The network as a whole",
        "Density is the share of all possible pairs that are linked. A triangle of support and conflict is balanced "
        "when a friend's friend is a friend and an enemy's enemy is one too; many unbalanced ones hint at tension, or "
        "at articles that tell only one side.",
        ("figure", "value"),
        tuple(rows),
    )


def _actors(graph: nx.MultiDiGraph[str], standing: Mapping[str, Standing]) -> Table:
    order = sorted(standing, key=lambda node: (-standing[node].rank, node))
    return Table(
        "actors",
        "The most central actors",
        "Links: different actors it is linked with. Evidence: independent sources behind those links. PageRank: the "
        "share of attention it gets when attention flows along links; countries gather much of it merely because "
        "posts and places point to them. Betweenness: how often the best-attested way between two others leads "
        "through it. All of them measure who is written about in these articles, not who has power.",
        ("actor", "kind", "links", "evidence", "pagerank", "betweenness", "support", "conflict", "community", "iri"),
        tuple(
            (
                name(graph, node),
                graph.nodes[node]["kind"],
                (s := standing[node]).links,
                s.evidence,
                s.rank,
                s.bridge,
                s.support,
                s.conflict,
                s.community,
                node,
            )
            for node in order
        ),
    )


def _communities(
    graph: nx.MultiDiGraph[str], standing: Mapping[str, Standing], members: Sequence[Sequence[str]]
) -> Table:
    rows = []
    for number, group in enumerate(members, 1):
        if len(group) > 1:
            top = sorted(group, key=lambda node: (-standing[node].rank, node))
            rows.append((number, len(group), ", ".join(name(graph, node) for node in top[:3])))
    return Table(
        "communities",
        "Communities",
        "Actors more linked among themselves than with others (Louvain, always from the same start), called by their "
        "most central members. They show what is reported together, which may be an alliance or a quarrel.",
        ("community", "actors", "called after"),
        tuple(rows),
    )


def _brokers(graph: nx.MultiDiGraph[str], standing: Mapping[str, Standing]) -> Table:
    between = [node for node, s in standing.items() if s.links > 1 and s.bridge > 0]
    between.sort(key=lambda node: (-standing[node].bridge, standing[node].constraint or 0.0, node))
    return Table(
        "brokers",
        "Brokers",
        "Actors that others reach each other through. Constraint (Burt) is low for one whose partners are not linked "
        "with each other, so that it stands between them; high for one held inside a single circle.",
        ("actor", "kind", "betweenness", "constraint", "links", "iri"),
        tuple(
            (
                name(graph, node),
                graph.nodes[node]["kind"],
                standing[node].bridge,
                standing[node].constraint,
                standing[node].links,
                node,
            )
            for node in between
        ),
    )


def _balance(graph: nx.MultiDiGraph[str], signed: Mapping[tuple[str, str], tuple[int, int]]) -> Table:
    order = sorted(signed, key=lambda pair: (-sum(signed[pair]), pair))
    return Table(
        "balance",
        "Support and conflict",
        "For each pair, how many sources report support or cooperation (agreements, aid, meetings that the ontology "
        "counts as such) and how many conflict (criticism, sanctions, attacks). Balance runs from -1, all conflict, "
        "to 1, all support. What is denied or only supposed is left out.",
        ("one", "other", "support", "conflict", "balance"),
        tuple(
            (
                name(graph, left),
                name(graph, right),
                (tally := signed[left, right])[0],
                tally[1],
                round((tally[0] - tally[1]) / sum(tally), 3),
            )
            for left, right in order
        ),
    )


def _speakers(graph: nx.MultiDiGraph[str]) -> Table:
    said: dict[str, dict[str, Passage]] = defaultdict(dict)
    about: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for left, right, data in graph.edges(data=True):
        for passage in data["claims"]:
            if passage.speaker is not None and passage.iri not in said[passage.speaker]:
                said[passage.speaker][passage.iri] = passage
                for node in {left, right} - {passage.speaker}:
                    about[passage.speaker][node] += 1
    order = sorted(said, key=lambda node: (-len(said[node]), node))
    return Table(
        "speakers",
        "Who speaks",
        "Claims that an article gives in somebody's words: how many they affirm and deny, in how many documents, and "
        "whom they speak about most.",
        ("speaker", "claims", "affirmed", "denied", "documents", "about", "iri"),
        tuple(
            (
                name(graph, node) if node in graph else node.rsplit("/", 1)[-1],
                len(said[node]),
                sum(p.polarity == Polarity.POSITIVE for p in said[node].values()),
                sum(p.polarity == Polarity.NEGATIVE for p in said[node].values()),
                len({p.document for p in said[node].values()}),
                ", ".join(
                    name(graph, other)
                    for other in sorted(about[node], key=lambda other: (-about[node][other], other))[:3]
                ),
                node,
            )
            for node in order
        ),
    )


def change(graph: nx.MultiDiGraph[str], date: str) -> Table:
    """What changed at an ISO date: claims for each pair of actors before it, and from it on.

    A claim is dated by its own time, else by its document's publication; undated ones are left out.
    """
    documents: Mapping[str, Source] = graph.graph["documents"]
    tally: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for left, right, data in graph.edges(data=True):
        for passage in data["claims"]:
            source = documents.get(passage.document)
            when = passage.date or (source.published if source else None)
            if when:
                tally[left, right][data["relation"]][when.split("/")[0] >= date] += 1
    rows = [
        (name(graph, left), relation, name(graph, right), before, after)
        for (left, right), relations in tally.items()
        for relation, (before, after) in relations.items()
        if before != after
    ]
    rows.sort(key=lambda row: (-abs(row[4] - row[3]), row[:3]))
    return Table(
        "change",
        f"Before and from {date}",
        "Claims of each kind before the date and from it on. More articles on one side of it give more claims there: "
        "compare the shares, not the counts.",
        ("subject", "relation", "object", "before", "after"),
        tuple(rows),
    )


def paths(graph: nx.MultiDiGraph[str], a: str, b: str, *, limit: int = 5, longest: int = 4) -> tuple[Path, ...]:
    """The shortest ways from actor ``a`` to actor ``b`` (IRIs or names), at most ``limit`` of ``longest`` steps.

    Among ways of one length, those with more sources behind their weakest step come first. Raises UnknownName.
    """
    import networkx as nx

    start, stop = find(graph, a), find(graph, b)
    plain = links(graph)
    if start == stop or not nx.has_path(plain, start, stop):
        return ()
    found = []
    for way in islice(nx.shortest_simple_paths(plain, start, stop), 20 * limit):
        if len(way) - 1 > longest:
            break
        found.append(way)
    found.sort(key=lambda way: (len(way), -min(plain.edges[pair]["weight"] for pair in pairwise(way)), way))
    return tuple(
        Path(tuple(way), tuple(_between(graph, left, right) for left, right in pairwise(way))) for way in found[:limit]
    )


def _between(graph: nx.MultiDiGraph[str], left: str, right: str) -> tuple[Step, ...]:
    steps: list[tuple[int, str, Step]] = []
    for subject, object in ((left, right), (right, left)):
        held: Any = graph.get_edge_data(subject, object, default={})
        for key, data in held.items():
            if data["status"] in _STANDING:
                step = Step(subject, data["relation"], object, data["status"], data["claims"])
                steps.append((-data["sources"], key, step))
    return tuple(step for *_, step in sorted(steps, key=lambda step: step[:2]))


def around(graph: nx.MultiDiGraph[str], actor: str, steps: int = 1) -> nx.MultiDiGraph[str]:
    """The part within some steps of an actor (IRI or name), over whatever statements there are. Raises UnknownName."""
    import networkx as nx

    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), find(graph, actor), cutoff=steps)
    return graph.subgraph(near).copy()


def between(graph: nx.MultiDiGraph[str], a: str, b: str) -> nx.MultiDiGraph[str]:
    """The part that the shortest paths between two actors run through; the two alone where none does."""
    ways = paths(graph, a, b)
    return graph.subgraph({find(graph, a), find(graph, b)}.union(*(way.actors for way in ways))).copy()


def within(graph: nx.MultiDiGraph[str], document: str) -> nx.MultiDiGraph[str]:
    """What one document (id or IRI) says: its claims, and the actors that they are about. Raises UnknownName."""
    documents: Mapping[str, Source] = graph.graph["documents"]
    wanted = [iri for iri, source in documents.items() if document in (iri, source.id)]
    if not wanted:
        raise UnknownName(document, "document", sorted(source.id for source in documents.values())[:5])
    part = graph.copy()
    for left, right, key, data in list(graph.edges(keys=True, data=True)):
        held = tuple(passage for passage in data["claims"] if passage.document == wanted[0])
        if held:
            part.edges[left, right, key].update(claims=held, sources=1)
        else:
            part.remove_edge(left, right, key)
    part.remove_nodes_from([node for node in graph if not part.degree(node)])
    part.graph["documents"] = {wanted[0]: documents[wanted[0]]}
    return part


def find(graph: nx.MultiDiGraph[str], wanted: str) -> str:
    """The actor that an IRI, a label or an alias in any script means; the most linked one of several.

    Raises UnknownName with the nearest names where there is none.
    """
    import difflib

    if wanted in graph:
        return wanted
    from kg.morphology import fold

    key = fold(wanted)
    names: dict[str, list[str]] = defaultdict(list)
    for node in graph:
        data: Mapping[str, Any] = graph.nodes[node]
        for label in {*data["labels"].values(), *data["aliases"], node.rsplit("/", 1)[-1]}:
            names[fold(label)].append(node)
    if key in names:
        return min(names[key], key=lambda node: (-graph.degree(node), node))
    within = sorted({node for label, nodes in names.items() if key and key in label.split() for node in nodes})
    if len(within) == 1:
        return within[0]
    nearest = [name(graph, node) for node in within[:5]] or difflib.get_close_matches(key, sorted(names), 5)
    raise UnknownName(wanted, "actor", nearest)
