"""Where to draw the nodes of a network: computed once, always the same, before any page opens.

Stress majorisation (Gansner, Koren, North 2004) over shortest ways, so that the distance drawn tells the distance in
the network; beyond a few hundred nodes against pivots only (Ortmann, Klimenta, Brandes 2017). Then nodes are pushed
apart until their labels have room, and the separate parts are packed round the largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]  # shape (nodes, 2)

_PIVOTS = 300
_ROUNDS = 100
_EDGE = 165.0  # pixels of a typical edge
_ASPECT = 1.15  # the picture is a little wider than high
_APART = 1.7  # an edge between two groups is that much longer than one within


def positions(
    count: int,
    edges: Sequence[tuple[int, int]],
    groups: Sequence[int] | None = None,
    room: tuple[float, float] = (92.0, 54.0),
) -> list[tuple[int, int]]:
    """Whole pixels for each of ``count`` nodes; ``room`` is the width and height that a node and its label need.

    Edges between nodes of different ``groups`` (a number for each node) are drawn longer, so that groups stand apart.
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not count:
        return []
    pairs = np.array(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}), dtype=np.int64).reshape(-1, 2)
    group = np.zeros(count, dtype=np.int64) if groups is None else np.array(groups)
    ones = np.ones(len(pairs))
    _, part = connected_components(coo_array((ones, (pairs[:, 0], pairs[:, 1])), (count, count)), directed=False)
    members: dict[int, list[int]] = {}
    for node in range(count):
        members.setdefault(int(part[node]), []).append(node)
    parts = sorted(members.values(), key=lambda nodes: (-len(nodes), nodes))
    local = np.zeros(count, dtype=np.int64)
    drawn = []
    for nodes in parts:
        local[nodes] = np.arange(len(nodes))
        inside = pairs[part[pairs[:, 0]] == part[nodes[0]]]
        stretch = np.where(group[inside[:, 0]] == group[inside[:, 1]], 1.0, _APART)
        placed = _spread(_arrange(len(nodes), local[inside], stretch), np.array(room))
        drawn.append(placed - (placed.min(axis=0) + placed.max(axis=0)) / 2)
    points = np.zeros((count, 2))
    for nodes, placed in zip(parts, _pack(drawn, np.array(room)), strict=True):
        points[nodes] = placed
    return [(int(x), int(y)) for x, y in np.rint(points)]


def _arrange(count: int, pairs: NDArray[np.int64], stretch: NDArray[np.float64]) -> Points:
    """Positions of one connected part, an edge about `_EDGE` long: the core by stress, the leaves round their hubs."""
    import numpy as np

    if count <= 2:
        return np.array([[0.0, 0.0], [_EDGE, 0.0]])[:count]
    leaf = np.bincount(pairs.ravel(), minlength=count) == 1
    core = np.flatnonzero(~leaf)
    local = np.zeros(count, dtype=np.int64)
    local[core] = np.arange(len(core))
    inner = ~leaf[pairs].any(axis=1)
    points = np.zeros((count, 2))
    points[core] = _majorize(len(core), local[pairs[inner]], stretch[inner])
    outer = pairs[~inner]
    leaves: dict[int, list[int]] = {}
    for one, other in outer.tolist():
        hub, end = (other, one) if leaf[one] else (one, other)
        leaves.setdefault(hub, []).append(end)
    ties = pairs[inner]
    for hub, ends in sorted(leaves.items()):
        # Away from what else the hub is linked with; all round it where there are many.
        away = -sum(points[other] - points[hub] for pair in ties[(ties == hub).any(axis=1)] for other in pair)
        turn = float(np.arctan2(away[1], away[0])) if np.any(away) else 0.0
        width = min(2 * np.pi * (1 - 1 / len(ends)), 0.55 * (len(ends) - 1))
        rings = -(-len(ends) // 18)
        for at, end in enumerate(ends):
            angle = turn + (width * (at / (len(ends) - 1) - 0.5) if len(ends) > 1 else 0.0)
            reach = _EDGE * (0.8 + 0.55 * (at % rings))
            points[end] = points[hub] + reach * np.array([np.cos(angle), np.sin(angle)])
    return points


def _majorize(count: int, pairs: NDArray[np.int64], stretch: NDArray[np.float64]) -> Points:
    """Positions of a connected network by stress majorisation."""
    import numpy as np
    from scipy.sparse import coo_array

    if count <= 2:
        return np.array([[0.0, 0.0], [1.6 * _EDGE, 0.0]])[:count]
    degree = np.bincount(pairs.ravel(), minlength=count).astype(float)
    # Edges between busy nodes are longer, so that the leaves of each hub find room around it.
    length = stretch * (1 + 0.28 * np.log2(np.minimum(degree[pairs[:, 0]], degree[pairs[:, 1]])))
    graph = coo_array((length, (pairs[:, 0], pairs[:, 1])), (count, count)).tocsr()
    pivots, far = _pivots(graph, count, int(degree.argmax()))
    nearest = far.argmin(axis=0)
    share = np.bincount(nearest, minlength=len(pivots)).astype(float)
    points = _scaling(far) if count > 3 else np.array([[0.0, 0.0], [1.0, 0.1], [0.4, 0.9]])
    # Terms: each node against every pivot, weighted by the nodes that the pivot stands for, and against its neighbours.
    with np.errstate(divide="ignore"):
        weight = np.where(far > 0, share[:, None] / far**2, 0.0)
    local = 1.0 / length**2
    left, right = pairs[:, 0], pairs[:, 1]
    total = weight.sum(axis=0) + np.bincount(left, local, count) + np.bincount(right, local, count)
    wanted = weight * far
    for _ in range(_ROUNDS):
        gaps = points[None, :, :] - points[pivots][:, None, :]
        ratio = wanted / (np.sqrt(gaps[:, :, 0] ** 2 + gaps[:, :, 1] ** 2) + 1e-9)
        gap = points[left] - points[right]
        stretched = gap * (local * length / (np.sqrt((gap**2).sum(axis=1)) + 1e-9))[:, None]
        pull = np.empty_like(points)
        for axis in (0, 1):
            # einsum adds up in a fixed order, which a matrix product does not on every machine.
            pull[:, axis] = np.einsum("pn,p->n", weight, points[pivots, axis])
            pull[:, axis] += np.einsum("pn,pn->n", ratio, gaps[:, :, axis])
            pull[:, axis] += np.bincount(left, local * points[right, axis] + stretched[:, axis], count)
            pull[:, axis] += np.bincount(right, local * points[left, axis] - stretched[:, axis], count)
        points = pull / total[:, None]
    # Lay the longer extent along x; the sign by the first node, so that a mirror image cannot come out.
    points -= points.mean(axis=0)
    if np.ptp(points[:, 0]) < np.ptp(points[:, 1]):
        points = points[:, ::-1].copy()
    points *= np.where(points[0] < 0, -1.0, 1.0)
    typical = float(np.median(np.sqrt(((points[left] - points[right]) ** 2).sum(axis=1))))
    return points * (_EDGE / max(typical, 1e-6))


def _pivots(graph: object, count: int, first: int) -> tuple[list[int], NDArray[np.float64]]:
    """Nodes far from each other, and the distances from each of them to all nodes: shape (pivots, nodes)."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    if count <= _PIVOTS:
        return list(range(count)), dijkstra(graph, directed=False)
    chosen, rows = [first], [dijkstra(graph, directed=False, indices=first)]
    closest = rows[0].copy()
    while len(chosen) < _PIVOTS // 3:
        chosen.append(int(closest.argmax()))
        rows.append(dijkstra(graph, directed=False, indices=chosen[-1]))
        closest = np.minimum(closest, rows[-1])
    return chosen, np.array(rows)


def _scaling(far: NDArray[np.float64]) -> Points:
    """Pivot MDS (Brandes, Pich 2006): a first picture from the distances to the pivots."""
    import numpy as np

    squares = far.T**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    top = vectors[:, [-1, -2]]
    top = top * np.where(top[np.abs(top).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    points = centred @ top
    # Twins (leaves of one hub) fall on one spot: a fixed spiral, small beside the picture, tells them apart.
    turn = np.arange(len(points)) * 2.399963
    scale = np.abs(points).max() or 1.0
    points = points / scale + 0.02 * np.sqrt(np.arange(len(points)) / len(points))[:, None] * np.stack(
        [np.cos(turn), np.sin(turn)], axis=1
    )
    rounded: Points = np.round(points, 9) * float(far.max())
    return rounded


def _spread(points: Points, room: NDArray[np.float64]) -> Points:
    """Push nodes apart until no two are nearer than their room, in units where the room is a circle."""
    import numpy as np
    from scipy.spatial import cKDTree

    scaled = np.round(points, 3) / room
    for step in range(80):
        pairs = cKDTree(scaled).query_pairs(1.0, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        left, right = pairs[:, 0], pairs[:, 1]
        delta = scaled[left] - scaled[right]
        gap = np.sqrt((delta**2).sum(axis=1))
        turn = (left + step) * 2.399963  # two on one spot part in a fixed direction
        delta = np.where((gap < 1e-6)[:, None], np.stack([np.cos(turn), np.sin(turn)], axis=1), delta)
        push = delta / np.maximum(gap, 1e-6 if gap.size else 1)[:, None] * ((1.02 - gap) / 2)[:, None]
        push = np.where((gap < 1e-6)[:, None], delta * 0.5, push)
        for axis in (0, 1):
            scaled[:, axis] += np.bincount(left, push[:, axis], len(scaled)) - np.bincount(
                right, push[:, axis], len(scaled)
            )
    return scaled * room


def _pack(drawn: Sequence[Points], room: NDArray[np.float64]) -> list[Points]:
    """The parts moved so that none lies over another: the first in the middle, each other as near to it as fits.

    On a grid of cells of half a node's room: a part takes the cells round its nodes, and moves outward along rings.
    """
    import numpy as np

    if len(drawn) == 1:
        return list(drawn)
    cell = room * 0.75
    widest = max(float(np.abs(points / cell).max()) for points in drawn)
    half = int(2 * widest + 2 * (9 * sum(len(points) for points in drawn[1:])) ** 0.5) + 8
    taken = np.zeros((2 * half + 1, 2 * half + 1), dtype=bool)
    axis = np.arange(-half, half + 1)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    far = ((grid * cell / (_ASPECT, 1.0)) ** 2).sum(axis=1)
    order = grid[np.lexsort((grid[:, 1], grid[:, 0], np.round(far)))]
    around = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1], indexing="ij"), axis=-1).reshape(-1, 2)
    placed, at, before = [], 0, 0
    for points in drawn:
        core = np.unique(np.rint(points / cell).astype(np.int64), axis=0)
        cells = np.unique((core[:, None, :] + around[None, :, :]).reshape(-1, 2), axis=0)
        if len(points) != before:
            at, before = 0, len(points)
        span = np.abs(cells).max(axis=0)
        while True:
            chunk = order[at : at + 256]
            if not len(chunk):
                chunk = np.zeros((1, 2), dtype=np.int64)  # no room on the grid: in the middle rather than not at all
                free = np.ones(1, dtype=bool)
            else:
                fits = (np.abs(chunk) + span <= half).all(axis=1)
                spots = chunk[:, None, :] + cells[None, :, :]
                spots = np.clip(spots, -half, half) + half
                free = fits & ~taken[spots[:, :, 0], spots[:, :, 1]].any(axis=1)
            if free.any():
                first = int(free.argmax())
                spot = chunk[first]
                at += first
                break
            at += len(chunk)
        mark = core + spot + half
        taken[mark[:, 0].clip(0, 2 * half), mark[:, 1].clip(0, 2 * half)] = True
        placed.append(points + spot * cell)
    return placed
