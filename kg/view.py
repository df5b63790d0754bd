"""A network as one HTML file that needs nothing else, to be looked at; and the report of a run (:mod:`kg.summary`).

pyvis builds the nodes, edges and options; the page round them is ours (``kg/templates``). It opens with the network
off, at once, for the places are computed beforehand (:mod:`kg.layout`) and nothing moves.

Text from articles is data there, and is shown as text only (:mod:`kg.html`); ids in the page are numbers of ours.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources as packages
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg import layout, network, resources
from kg.graph import KG
from kg.html import TEMPLATES, Vocabulary, environment, labels_of, legible, plain, policy, template
from kg.network import Passage
from kg.summary import report as report

if TYPE_CHECKING:
    import networkx as nx

_SCRIPTS = ("content.js", "picture.js", "filters.js", "details.js", "query.js", "page.js")
_FLAGS = {"evidence": 1, "subject": 2, "object": 4}
_CAP = 1500


def page(
    graph: nx.MultiDiGraph[str],
    title: str,
    ontology: Vocabulary,
    *,
    language: str | None = None,
    cap: int = _CAP,
) -> str:
    """The network as an interactive HTML page: the same graph gives the same bytes.

    ``language`` fixes the interface (``en``, ``ar``, ``ru``); without it the reader's browser chooses. Of more than
    ``cap`` actors the most central are drawn, and the page says how many are not.
    """
    from pyvis.network import Network

    rank = network.central(graph)
    order = sorted(graph, key=lambda node: (-rank[node], node))
    kept = order[:cap]
    number = {node: index for index, node in enumerate(kept)}
    content, pairs = _content(graph, ontology, number)
    most = max((rank[node] for node in kept), default=1.0)
    group = network.communities(graph.subgraph(kept))
    places = layout.positions(len(kept), pairs, [group[node] for node in kept])
    # In a large picture the central actors are landmarks: larger, to be seen from afar.
    largest = 20 + 6 * max(0.0, math.log2(len(kept) / 16)) if kept else 20

    drawing = Network(directed=True, cdn_resources="in_line")
    for node, (x, y) in zip(kept, places, strict=True):
        type_ = _style()[_type(ontology, graph.nodes[node]["kind"])]
        drawing.add_node(
            f"n{number[node]}",
            label=f"n{number[node]}",
            shape=type_["shape"],
            color=type_["light"],
            size=round(8 + (largest - 8) * (rank[node] / most) ** 0.75),
            x=x,
            y=y,
        )
    for index, (left, right) in enumerate(pairs):
        drawing.add_edge(f"n{left}", f"n{right}", id=f"e{index}")
    drawing.set_options(json.dumps(_options(len(pairs))))
    content |= {"title": legible(title), "language": language}
    scripts, css = [_library(), _wrapped()], template("view.css")
    drawing.templateEnv = environment(
        # pyvis renders the template with values of its own; these are what else it needs.
        policy=policy(scripts, [css]),
        style=css,
        scripts=scripts,
        content=content,
    )
    drawing.path = "view.html.j2"
    drawing.heading = legible(title)
    html: str = drawing.generate_html()
    return html


def _options(edges: int) -> dict[str, Any]:
    """Options of vis-network: places are given, nothing moves, labels are drawn by the page."""
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"borderWidth": 1.5, "font": {"size": 0}},
        "edges": {"smooth": False, "arrowStrikethrough": False, "hoverWidth": 1, "selectionWidth": 1},
        "interaction": {
            "hover": True,
            "hideEdgesOnDrag": edges > 3000,
            "hideEdgesOnZoom": edges > 3000,
            "selectConnectedEdges": False,
            "tooltipDelay": 3600000,
            "zoomSpeed": 0.7,
        },
    }


def _content(
    graph: nx.MultiDiGraph[str], ontology: Vocabulary, number: Mapping[str, int]
) -> tuple[dict[str, Any], list[tuple[int, int]]]:
    """What the page tells about its nodes and edges, lists that refer to each other by position; and the pairs."""
    documents: Mapping[str, network.Source] = graph.graph.get("documents", {})
    kept = sorted(
        (
            (number[left], number[right], data["relation"], key, data)
            for left, right, key, data in graph.edges(keys=True, data=True)
            if left in number and right in number
        ),
        key=lambda edge: edge[:4],
    )
    relations = sorted({relation for _, _, relation, _, _ in kept})
    passages = [passage for *_, data in kept for passage in data["claims"]]
    read = sorted({passage.document for passage in passages} | set(documents))
    speakers = sorted({passage.speaker for passage in passages if passage.speaker is not None})
    style = _style()
    type_of = {node: _type(ontology, graph.nodes[node]["kind"]) for node in number}
    types = sorted(set(type_of.values()), key=lambda name: (list(style).index(name), name))
    kinds = sorted({graph.nodes[node]["kind"] for node in number})
    claim_at = {passage.iri: index for index, passage in enumerate({p.iri: p for p in passages}.values())}
    pairs: dict[tuple[int, int], list[int]] = {}
    for index, (left, right, *_) in enumerate(kept):
        pairs.setdefault((min(left, right), max(left, right)), []).append(index)
    document_at = {iri: index for index, iri in enumerate(read)}
    speaker_at = {iri: index for index, iri in enumerate(speakers)}
    content = {
        "vocabulary": KG,
        "unnamed": not all(graph.nodes[node]["named"] for node in number),
        "total": {"actors": graph.number_of_nodes(), "statements": graph.number_of_edges()},
        "omitted": {
            "actors": graph.number_of_nodes() - len(number),
            "statements": graph.number_of_edges() - len(kept),
        },
        "words": _words(),
        "types": [{"name": name, "names": labels_of(ontology.kinds, name), **style[name]} for name in types],
        "kinds": [{"iri": KG + name, "names": labels_of(ontology.kinds, name)} for name in kinds],
        "relations": [
            {
                "name": name,
                "iri": KG + name,
                "names": labels_of(ontology.relations, name),
                "sign": getattr(ontology.relations.get(name), "sign", 0),
                "symmetric": getattr(ontology.relations.get(name), "symmetric", False),
            }
            for name in relations
        ],
        "documents": [
            {
                "iri": iri,
                "title": legible((s.title or s.id) if (s := documents.get(iri)) else iri.rsplit("/", 1)[-1]),
                "source": s and s.source and legible(s.source),
                "published": s and s.published,
                "language": s and s.language,
            }
            for iri in read
        ],
        "speakers": [
            {
                "iri": iri,
                "actor": number.get(iri),
                "names": {} if iri in number else _names(graph.graph.get("names", {}).get(iri), iri),
            }
            for iri in speakers
        ],
        "actors": _table(
            {
                "iri": node,
                "names": _names(data["labels"], None),
                "fallback": legible(node.rsplit("/", 1)[-1]),
                "aliases": sorted({legible(alias) for alias in data["aliases"]} - {""}),
                "identities": [legible(identity, 300) for identity in data["identities"]],
                "type": types.index(type_of[node]),
                "kind": kinds.index(data["kind"]),
            }
            for node in number
            for data in (graph.nodes[node],)
        ),
        "statements": _table(
            {
                "subject": left,
                "relation": relations.index(relation),
                "object": right,
                "status": data["status"],
                "sources": data["sources"],
                "inferred": data["inferred"],
                "claims": [claim_at[passage.iri] for passage in data["claims"]],
            }
            for left, right, relation, _, data in kept
        ),
        "pairs": list(pairs.values()),  # their ends are those of the drawing's edges
        "claims": _table(
            _claim(passage, documents.get(passage.document), document_at, speaker_at)
            for passage in {p.iri: p for p in passages}.values()
        ),
    }
    return content, list(pairs)


def _table(rows: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    """Dictionaries of the same keys with the keys told once: a third of the size."""
    listed = list(rows)
    return {"keys": list(listed[0]) if listed else [], "rows": [list(row.values()) for row in listed]}


def _claim(
    passage: Passage, source: network.Source | None, document_at: Mapping[str, int], speaker_at: Mapping[str, int]
) -> dict[str, Any]:
    when = passage.date or (source.published if source else None)
    return {
        "text": pieces(passage),
        "document": document_at[passage.document],
        "speaker": None if passage.speaker is None else speaker_at[passage.speaker],
        "polarity": passage.polarity,
        "modality": passage.modality,
        "ended": passage.ended,
        "time": passage.date,
        "date": when.split("/")[0] if when else None,  # what the time filter goes by
        "amount": [passage.amount[0], legible(passage.amount[1])] if passage.amount else None,
        "rule": passage.rule and legible(passage.rule),
        "confidence": passage.confidence,
    }


def pieces(passage: Passage) -> list[tuple[str, int]]:
    """The sentence cut where marks begin and end: each piece with its flags (1 evidence, 2 subject, 4 object).

    Cutting comes before cleaning, so that what cleaning drops does not move a mark.
    """
    text, marks = passage.sentence, [mark for mark in passage.marks if mark.role in _FLAGS]
    cuts = sorted({0, len(text), *(min(max(at, 0), len(text)) for m in marks for at in (m.start, m.stop))})
    whole = (min((m.start for m in marks if m.role == "evidence"), default=0) <= 0) and any(
        m.role == "evidence" and m.stop >= len(text) for m in marks
    )
    found: list[tuple[str, int]] = []
    for start, stop in pairwise(cuts):
        flags = 0
        for mark in marks:
            # Evidence that is the whole sentence needs no mark of its own.
            if mark.start <= start and stop <= mark.stop and not (whole and mark.role == "evidence"):
                flags |= _FLAGS[mark.role]
        piece = plain(text[start:stop])
        if found and found[-1][1] == flags:
            found[-1] = (found[-1][0] + piece, flags)
        elif piece:
            found.append((piece, flags))
    return found


def _names(labels: Mapping[str, str] | None, iri: str | None) -> dict[str, str]:
    names = {language: legible(label) for language, label in sorted((labels or {}).items()) if legible(label)}
    return names or ({} if iri is None else {"en": legible(iri.rsplit("/", 1)[-1])})


def _type(ontology: Vocabulary, kind: str) -> str:
    """The coarse type that says how a kind is drawn; the first of the style sheet's where there is none for it."""
    type_ = getattr(ontology.kinds.get(kind), "type", kind)
    return type_ if type_ in _style() else next(iter(_style()))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """The interface's words: key to language to word."""
    return {
        row["key"]: {language: cell for language, cell in row.cells.items() if language != "key" and cell}
        for row in resources.table(TEMPLATES / "interface.tsv")
    }


@cache
def _style() -> Mapping[str, Mapping[str, str]]:
    """Shape and colours of each type of actor."""
    return {
        row["type"]: {key: cell for key, cell in row.cells.items() if key != "type"}
        for row in resources.table(TEMPLATES / "style.tsv")
    }


@cache
def _library() -> str:
    """vis-network, from the pyvis that is installed."""
    lib = packages.files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return lib.read_text(encoding="utf-8")


@cache
def _wrapped() -> str:
    """The page's own scripts, in one scope of their own."""
    parts = "\n".join(template(name) for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();'
