"""What people decided about who is who: ``data/decisions.tsv``, appended to and never rewritten.

A line says that two actors are the same or different, why, and who says so. An actor is named by its entity id
(``person/tokayev-3f2a9c``) or by a name in any script; a later line on the same two overrules an earlier one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from kg import resources
from kg.errors import KGError
from kg.model import Judgement

_VERDICTS = {"same": True, "different": False}
_HEADER = "left\tright\tverdict\twhy\tby\n"


def path() -> Path:
    """The project's own file of decisions."""
    return resources.path("data", "decisions.tsv")


def load(file: Path | None = None) -> tuple[Judgement, ...]:
    """The decisions in force, in the order they were made. Raises ResourceError naming a wrong line."""
    file = file or path()
    if not file.exists():
        return ()
    kept: dict[frozenset[str], Judgement] = {}
    for row in resources.table(file):
        if row["verdict"] not in _VERDICTS:
            raise row.error(f"the verdict is same or different, not {row['verdict']!r}")
        judgement = Judgement(
            row["left"], row["right"], _VERDICTS[row["verdict"]], 1.0, row["why"], row["by"] or "person"
        )
        pair = frozenset((row["left"], row["right"]))
        kept.pop(pair, None)
        kept[pair] = judgement
    return tuple(kept.values())


def append(left: str, right: str, same: bool, why: str, by: str = "person", file: Path | None = None) -> Judgement:
    """Add a decision. Raises KGError for an empty name or the same one twice."""
    cells = [_cell(text) for text in (left, right, "same" if same else "different", why, by)]
    if not cells[0] or not cells[1] or cells[0] == cells[1]:
        raise KGError("a decision is about two different names or entity ids")
    file = file or path()
    text = "" if file.exists() and file.stat().st_size else _HEADER
    with file.open("a", encoding="utf-8", newline="\n") as out:
        out.write(text + "\t".join(cells) + "\n")
    return Judgement(cells[0], cells[1], same, 1.0, cells[3], cells[4])


def _cell(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def names(judgements: Iterable[Judgement]) -> set[str]:
    """Every id or name that a decision is about."""
    return {side for judgement in judgements for side in (judgement.left, judgement.right)}
