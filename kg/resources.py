"""Where the data files are, and how the tables among them are read.

A checkout keeps ``ontology/`` and ``data/`` beside the package; a wheel carries them inside it, as ``kg/_data``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The data file or folder of that name, such as ``path("ontology", "core.ttl")``."""
    bundled = _PACKAGE / "_data"
    root = bundled if bundled.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by column name, and where it stands."""

    cells: dict[str, str]
    path: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def list(self, column: str) -> list[str]:
        """The parts of a cell that holds several values, separated by ``|``."""
        return [part for part in self.cells[column].split("|") if part]

    def error(self, message: str) -> ResourceError:
        return ResourceError(message, self.path, self.line)


def table(path: Path) -> Iterator[Row]:
    """Rows of a tab-separated file: ``#`` begins a comment line, the first other line names the columns.

    Missing cells at the end of a row are empty. Raises ResourceError for a missing file, a row that is too long,
    or text that is not in Unicode normal form C.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ResourceError(f"cannot be read ({error.strerror})", path) from error
    columns: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise ResourceError(f"{len(cells)} cells where there are {len(columns)} columns", path, number)
        if not unicodedata.is_normalized("NFC", line):
            raise ResourceError("not in Unicode normal form C", path, number)
        cells += [""] * (len(columns) - len(cells))
        yield Row(dict(zip(columns, (cell.strip() for cell in cells), strict=True)), path, number)
