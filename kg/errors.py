"""Errors a user can meet.

KGError
├── ResourceError        a file of ours (ontology, lexicon, actors, decisions) is wrong: file and line are named
│   ├── OntologyError
│   └── LanguageError    a language pack is wrong, or there is none for a language
├── UnknownName          a name that nothing carries; the nearest known ones are listed
├── DocumentError        one input cannot be read; the run goes on without it and counts it
├── QueryError           a query that is wrong or not allowed
├── StoreError           a store that is missing, locked or of another kind
├── MissingDependency    an optional package or program is not installed; says what to install
└── Inconsistent         the ontology or a graph contradicts itself

Each message says what happened, where, and what to do. ``KGError`` catches them all::

    try:
        documents = list(kg.read("articles/"))
    except kg.KGError as error:
        print(error)
"""

from __future__ import annotations

from collections.abc import Sequence


class KGError(Exception):
    """Root of all errors that this package raises on purpose."""

    exit_code = 2  # the user's mistake, unless a subclass says otherwise


class ResourceError(KGError):
    """A resource file is wrong. ``path`` and ``line`` (1-based, or None) say where."""

    def __init__(self, message: str, path: object = None, line: int | None = None) -> None:
        where = "" if path is None else f"{path}:{line}: " if line is not None else f"{path}: "
        super().__init__(where + message)
        self.path = path
        self.line = line


class OntologyError(ResourceError):
    """The ontology does not say what the program needs."""


class LanguageError(ResourceError):
    """A language pack is missing or wrong."""


class UnknownName(KGError):
    """Nothing carries this name; ``nearest`` lists what does carry a similar one."""

    def __init__(self, name: str, what: str, nearest: Sequence[str] = ()) -> None:
        hint = f"; the nearest known: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no {what} is called {name!r}{hint}")
        self.name = name
        self.nearest = tuple(nearest)


class DocumentError(KGError):
    """One input cannot be read. ``source`` names it; the rest of the run is not affected."""

    exit_code = 1

    def __init__(self, source: str, problem: str, cure: str) -> None:
        super().__init__(f"{source}: {problem}; {cure}")
        self.source = source
        self.problem = problem
        self.cure = cure


class QueryError(KGError):
    """A SPARQL query that cannot be parsed or is not allowed."""


class StoreError(KGError):
    """A store cannot be opened, read or written."""


class MissingDependency(KGError):
    """Something optional is not installed."""

    def __init__(self, what: str, needed_for: str, cure: str) -> None:
        super().__init__(f"{what} is needed for {needed_for}; {cure}")


class Inconsistent(KGError):
    """The ontology or a graph contradicts itself; the message gives the explanation."""

    exit_code = 1
