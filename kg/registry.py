"""Known actors: countries, bodies, media, people and places with their names in every language, and who held office.

Three tables feed it: ``data/actors.tsv`` (whoever acts), ``data/places.tsv`` (cities, regions, waters) and
``data/offices.tsv`` (who held which office, and when). ``data/README.md`` names their sources and licences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import resources
from kg.resources import Row

LANGUAGES = ("en", "ar", "ru")
_IDENTITIES = {"geonames": "https://sws.geonames.org/{}/", "wikidata": "http://www.wikidata.org/entity/{}"}


@dataclass(frozen=True, slots=True)
class Actor:
    """A row of the registry.

    ``names`` holds the preferred name by language, ``aliases`` every other one as (language, name). ``codes`` are
    its identifiers by scheme (``iso``, ``wikidata``, ``geonames``); ``country`` is the id of the state it belongs
    to; ``start`` and ``stop`` are ISO dates or years of its life, empty where not given.
    """

    id: str
    kind: str
    names: Mapping[str, str]
    aliases: tuple[tuple[str, str], ...]
    codes: Mapping[str, str]
    country: str | None
    start: str
    stop: str

    @property
    def identities(self) -> tuple[str, ...]:
        """IRIs of the same thing elsewhere, by scheme in alphabetical order."""
        return tuple(iri.format(self.codes[scheme]) for scheme, iri in _IDENTITIES.items() if scheme in self.codes)


@dataclass(frozen=True, slots=True)
class Office:
    """``person`` stood in ``relation`` to ``of`` from ``start`` to ``stop``: ISO dates, months or years, or empty."""

    person: str
    relation: str
    of: str
    start: str
    stop: str


class Registry:
    """The tables, loaded. Use :meth:`load`."""

    def __init__(self, folder: Path) -> None:
        """Read the tables of a folder. Raises ResourceError naming the file and line of a row that is wrong."""
        self._actors: dict[str, Actor] = {}
        self._seats: dict[str, str] = {}
        inhabitants: dict[str, int] = {}
        for name in ("actors.tsv", "places.tsv"):
            for row in resources.table(folder / name):
                actor = _actor(row)
                if actor.id in self._actors:
                    raise row.error(f"{actor.id} has a row already")
                self._actors[actor.id] = actor
                if row.cells.get("population"):
                    inhabitants[actor.id] = int(row["population"])
                if "seat" in actor.codes:
                    self._seats[actor.id] = actor.codes["seat"]
        self._rank = {id: (-inhabitants.get(id, 0) if id in inhabitants else -(10**12)) for id in self._actors}
        self._domains = {row["suffix"]: row["country"] for row in resources.table(folder / "domains.tsv")}
        self._offices: dict[tuple[str, str], list[Office]] = {}
        self._held: dict[str, list[Office]] = {}
        for row in resources.table(folder / "offices.tsv"):
            office = Office(row["person"], row["relation"], row["of"], row["start"], row["stop"])
            for id in (office.person, office.of):
                if id not in self._actors:
                    raise row.error(f"{id} has no row in actors.tsv")
            self._offices.setdefault((office.relation, office.of), []).append(office)
            self._held.setdefault(office.person, []).append(office)

    @staticmethod
    @cache
    def load(folder: Path | None = None) -> Registry:
        """The registry of a folder (default: the project's own), read once."""
        return Registry(folder or resources.path("data"))

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def actor(self, id: str) -> Actor | None:
        """The actor with that id, or None."""
        return self._actors.get(id)

    def named(self, language: str) -> Iterator[tuple[str, str]]:
        """Every name in a language with the id of what bears it; of several bearers the best known comes first."""
        for actor in sorted(self._actors.values(), key=lambda a: (self._rank[a.id], a.id)):
            if language in actor.names:
                yield actor.names[language], actor.id
            for code, name in actor.aliases:
                if code == language:
                    yield name, actor.id

    def represented(self, place: str) -> str | None:
        """The id of the state or union whose government a place's name stands for (its capital or seat), or None."""
        return self._seats.get(place)

    def offices(self, person: str) -> tuple[Office, ...]:
        """What a person is known to have held."""
        return tuple(self._held.get(person, ()))

    def publisher_state(self, host: str) -> str | None:
        """The id of the state whose news a site tells: by ``data/domains.tsv``, else by its country-code domain."""
        labels = host.lower().split(".")
        for first in range(len(labels)):
            found = self._domains.get(".".join(labels[first:]))
            if found is not None:
                return found
        state = f"country/{labels[-1].upper()}"
        return state if state in self._actors and len(labels) > 1 else None

    def held(self, relation: str) -> bool:
        """Whether the registry knows holders of that kind of office: it means one person of a state at a time."""
        return any(held == relation for held, _ in self._offices)

    def holder(self, relation: str, of: str, date: str) -> Actor | None:
        """Who held an office on an ISO date (or in a month or year); None where nobody or more than one may have."""
        held = self._offices.get((relation, of), ())
        first, last = _widest(date)
        possible = {o.person for o in held if _widest(o.start)[0] <= last and first <= _widest(o.stop or "9999")[1]}
        if len(possible) > 1:  # a term that surely covers the date outweighs one that only may, as on a day of change
            possible = {o.person for o in held if _widest(o.start)[1] <= first and last < _widest(o.stop or "9999")[0]}
        return self._actors[possible.pop()] if len(possible) == 1 else None


def _widest(date: str) -> tuple[str, str]:
    """The first and last day that a date, month or year may mean; an unknown beginning is the first of all."""
    year, month, day = ([*date.split("-"), "", ""])[:3]
    return f"{year or '0000'}-{month or '01'}-{day or '01'}", f"{year or '0000'}-{month or '12'}-{day or '31'}"


def _actor(row: Row) -> Actor:
    names: dict[str, str] = {}
    aliases: list[tuple[str, str]] = []
    for language in LANGUAGES:
        cell = row.cells[language]
        if cell:
            preferred, *others = cell.split("|")
            names[language] = preferred
            aliases.extend((language, name) for name in others)
    if not names:
        raise row.error(f"{row['id']} has no name")
    codes: dict[str, str] = {}
    for code in row.list("codes"):
        scheme, sign, value = code.partition(":")
        if not sign:
            raise row.error(f"{code!r} is not of the form scheme:value")
        codes[scheme] = value
    return Actor(
        row["id"],
        row["kind"],
        names,
        tuple(aliases),
        codes,
        row["country"] or None,
        row.cells.get("start", ""),
        row.cells.get("stop", ""),
    )
