"""What a person at a terminal sees: messages, progress, tables, and files that appear whole or not at all.

Text of strangers may hold anything: nothing printed here lets a terminal obey it.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import KGError


def say(message: str) -> None:
    """A line for the user, on standard error."""
    sys.stderr.write(harmless(message) + "\n")
    sys.stderr.flush()


def harmless(text: str) -> str:
    """Text of strangers for a terminal: one line, and nothing that a terminal would obey."""
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)


class Progress:
    """A count on standard error while something long goes on; on a terminal it moves, elsewhere it is one line."""

    def __init__(self, verb: str, total: int) -> None:
        self.verb, self.total = verb, total
        self._live = sys.stderr.isatty()
        self._last = 0.0

    def show(self, done: int) -> None:
        if self._live and (done == self.total or time.monotonic() - self._last > 0.1):
            self._last = time.monotonic()
            sys.stderr.write(f"\r{self.verb} {done} of {self.total}")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        self._began = time.monotonic()
        return self

    def __exit__(self, *ending: object) -> None:
        if self._live:
            sys.stderr.write("\r\033[K")
        say(f"{self.verb} {count(self.total, 'document')} in {time.monotonic() - self._began:.1f} s")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows in aligned columns; numbers to the right."""
    body = [["" if cell is None else _cell(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(columns, *body, strict=True)]
    numeric = [all(_is_number(row[i]) for row in body) for i in range(len(columns))] if body else [False] * len(columns)
    lines = []
    for line in (list(columns), *body):
        padded = [
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _cell(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else harmless(str(cell))


def _is_number(text: str) -> bool:
    return bool(text) and text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _width(text: str) -> int:
    """Columns on a terminal, of scripts whose marks stand over letters."""
    return sum(unicodedata.category(c) not in {"Mn", "Me", "Cf"} for c in text)


def count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears whole or not at all. Raises KGError where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise KGError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error
    finally:
        with suppress(OSError):
            part.unlink()


def write(path: Path, text: str) -> None:
    with writing(path) as file:
        file.write(text.encode("utf-8"))
