"""What people decided about who is who: ``data/decisions.tsv``, appended to and never rewritten.

A line says that two actors are the same or different, why, and who says so. An actor is named by its entity id
(``person/tokayev-3f2a9c``, ``country/KZ``) or by a name in any script; the names are those that were read, not those
that were made of them, so that a decision holds whatever is merged later. A later line on the same two overrules an
earlier one, and the verdict ``open`` takes it back: then the rules decide again.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from kg import resources
from kg.errors import KGError
from kg.model import Judgement
from kg.morphology import fold

_VERDICTS = {"same": True, "different": False, "open": None}
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
        left, right, verdict = row["left"], row["right"], row["verdict"]
        if verdict not in _VERDICTS:
            raise row.error(f"the verdict is {', '.join(_VERDICTS)}, not {verdict!r}")
        pair = _pair(left, right)
        if len(pair) < 2:
            raise row.error("a decision is about two different names or entity ids")
        kept.pop(pair, None)
        if (same := _VERDICTS[verdict]) is not None:
            kept[pair] = Judgement(left, right, same, 1.0, row["why"], row["by"] or "person")
    return tuple(kept.values())


def append(left: str, right: str, same: bool | None, why: str, by: str = "person", file: Path | None = None) -> None:
    """Add a decision; ``same`` is None to take back what was decided about the two.

    Raises KGError, and adds nothing, where there are not two names, or no reason.
    """
    verdict = next(name for name, value in _VERDICTS.items() if value is same)
    cells = [" ".join(unicodedata.normalize("NFC", text).split()) for text in (left, right, verdict, why, by)]
    if len(_pair(cells[0], cells[1])) < 2:
        raise KGError(f"{cells[0]!r} and {cells[1]!r} are not two; a decision names two actors, by name or entity id")
    if cells[0].startswith("#"):  # the line would be a comment
        cells[:2] = reversed(cells[:2])
    if cells[0].startswith("#") or not cells[3]:
        raise KGError("a decision needs a reason, and the name of an actor cannot begin with #")
    file = file or path()
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    start = "" if before.endswith("\n") else "\n" if before else _HEADER
    with file.open("a", encoding="utf-8", newline="\n") as out:
        out.write(start + "\t".join(cells) + "\n")


def _pair(left: str, right: str) -> frozenset[str]:
    """The two that a decision is about, however they are spelt."""
    return frozenset({fold(left), fold(right)} - {""})
