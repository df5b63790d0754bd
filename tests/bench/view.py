"""`kg view` next to plain pyvis: building a page, opening it until the picture stands still, and its size.

    python tests/bench/view.py [NODES ...]

The same network (Barabási and Albert, three links a node) goes both ways in one run; pyvis is used as its
documentation shows it (``from_nx``, physics on). "Still" is the end of stabilisation; a page that has not come so far
within the limit is given as longer. The browser is offline, so pyvis's page is given its scripts in line.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import networkx as nx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from browser import Browser, browser

from kg import ontology, view

LIMIT = 60  # seconds until a page is given up
STILL = "return performance.getEntriesByName('drawn').map((mark) => mark.startTime)[0] ?? null"
WATCH = "<script>network.once('stabilized', () => performance.mark('drawn'))</script></body>"


def actors(net: nx.Graph[int]) -> nx.MultiDiGraph[str]:
    """The network as one of persons who met."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, names={})
    head = "https://kg.example/entity/person/"
    for node in net:
        labels = {"en": f"Actor {node}", "ar": f"الفاعل {node}"}
        graph.add_node(f"{head}{node}", labels=labels, aliases=(), kind="Person", named=True, identities=())
    for at, (left, right) in enumerate(net.edges):
        graph.add_edge(
            f"{head}{left}",
            f"{head}{right}",
            key=f"s{at}",
            relation="meets",
            status="asserted",
            sources=1,
            inferred=False,
            claims=(),
        )
    return graph


def still(found: Browser, page: Path) -> str:
    """Milliseconds from navigation until nothing moves."""
    from selenium.common.exceptions import TimeoutException, WebDriverException

    found.driver.set_page_load_timeout(LIMIT)
    found.driver.set_script_timeout(LIMIT)
    end = time.monotonic() + LIMIT
    try:
        found.open(page)
        while time.monotonic() < end:
            if (mark := found.run(STILL)) is not None:
                return f"{mark:.0f} ms"
            time.sleep(0.1)
    except (TimeoutException, WebDriverException):
        pass
    return f"> {LIMIT} s"


def main(sizes: list[int]) -> None:
    print("| nodes / links | | build | still after | size |\n|---|---|---|---|---|")
    for size in sizes:
        net = nx.barabasi_albert_graph(size, 3, seed=7)
        for name in ("kg view", "pyvis"):
            graph, began = actors(net), time.perf_counter()
            if name == "pyvis":
                from pyvis.network import Network

                plain = Network(cdn_resources="in_line")
                labelled = nx.relabel_nodes(net, {node: f"Actor {node}" for node in net})
                plain.from_nx(labelled)
                html = plain.generate_html()
            else:
                html = view.page(graph, "Actors", ontology.load(), cap=size)
            built = time.perf_counter() - began
            # pyvis keeps the network in a local variable; to hear of its end it is made a global one.
            html = html.replace("</body>", WATCH) if name == "pyvis" else html
            with tempfile.TemporaryDirectory() as folder, browser() as found:
                page = Path(folder) / "page.html"
                page.write_text(html, encoding="utf-8")
                after = still(found, page)
            megabytes = len(html.encode()) / 1e6
            row = (f"{size} / {net.number_of_edges()}", name, f"{built:.2f} s", after, f"{megabytes:.2f} MB")
            print("|", " | ".join(row), "|", flush=True)


if __name__ == "__main__":
    view.page(actors(nx.path_graph(9)), "", ontology.load())  # imports are not part of what is timed
    main([int(size) for size in sys.argv[1:]] or [100, 1000, 5000])
