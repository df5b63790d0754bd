"""Reading a document into a record: mentions, claims and quotations, each with its evidence.

A reader is anything with a ``name`` and ``read(document) -> Record``. The reader of this project is ``rules``; others
are named on the command line, never chosen because they happen to be installed.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from kg.errors import UnknownName
from kg.model import Document, Record

EXTRACTORS = ("rules",)


class Reader(Protocol):
    """Reads one document at a time; pure: the same document gives the same record."""

    name: str

    def read(self, document: Document) -> Record: ...


@cache
def reader(extractor: str = "rules") -> Reader:
    """The reader of that name. Raises UnknownName."""
    if extractor == "rules":
        from kg.extraction.rules import RuleReader

        return RuleReader()
    raise UnknownName(extractor, "extractor", EXTRACTORS)
