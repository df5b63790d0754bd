"""Known actors: tables of a few rows read back, who held an office when, and the project's own tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.errors import ResourceError
from kg.registry import LANGUAGES, Registry

# Islands without a people of their own, which CLDR names in some languages only.
UNINHABITED = ("BQ", "BV", "CC", "CX", "HM", "NF", "PN", "UM")
COLUMNS = ("id", "kind", "en", "ar", "ru", "codes", "country", "start", "stop")
ACTORS = """
country/NO | Country | Norway;Kingdom of Norway | النرويج | Норвегия | iso:NO;wikidata:Q20
country/CL | Country | Chile | تشيلي | Чили | iso:CL
person/berg | Person | Lars Berg | | | | country/NO
person/dahl | Person | Eva Dahl | | | | country/NO
person/lind | Person | Nils Lind | | | | country/NO
"""
PLACES = """
place/oslo | City | Oslo;Christiania | أوسلو | Осло | geonames:314;wikidata:Q585;seat:country/NO | country/NO | 700000
place/oslo-us | City | Oslo | | | | country/US | 300
"""
OFFICES = """
person/berg | president_of | country/NO | 2010-03-05 | 2018
person/dahl | president_of | country/NO | 2018 | 2021-06
person/lind | president_of | country/NO | 2021-07
"""
DOMAINS = """
avisen.example | country/NO
cl.avisen.example | country/CL
"""


def write(path: Path, columns: tuple[str, ...], rows: str) -> None:
    """A table from lines with ``|`` between cells and ``;`` between the values of one."""
    cells = [[cell.strip().replace(";", "|") for cell in line.split("|")] for line in rows.strip().splitlines()]
    path.write_text("".join("\t".join(row) + "\n" for row in [list(columns), *cells]), encoding="utf-8")


def registry(folder: Path, actors: str = ACTORS, places: str = PLACES, offices: str = OFFICES) -> Registry:
    write(folder / "domains.tsv", ("suffix", "country"), DOMAINS)
    write(folder / "actors.tsv", COLUMNS, actors)
    write(folder / "places.tsv", (*COLUMNS[:7], "population"), places)
    write(folder / "offices.tsv", ("person", "relation", "of", "start", "stop"), offices)
    return Registry(folder)


@pytest.fixture
def few(tmp_path: Path) -> Registry:
    return registry(tmp_path)


def test_an_actor_has_a_name_and_others_in_each_language(few: Registry) -> None:
    norway = few.actor("country/NO")
    assert norway is not None
    assert norway.names == {"en": "Norway", "ar": "النرويج", "ru": "Норвегия"}
    assert norway.aliases == (("en", "Kingdom of Norway"),)
    assert (norway.kind, norway.country) == ("Country", None)
    assert few.actor("country/XX") is None
    assert len(few) == len(list(few)) == 7


def test_an_actor_is_the_same_as_what_others_know_under_its_codes(few: Registry) -> None:
    oslo = few.actor("place/oslo")
    assert oslo is not None
    assert oslo.codes == {"geonames": "314", "wikidata": "Q585", "seat": "country/NO"}
    assert oslo.identities == ("https://sws.geonames.org/314/", "http://www.wikidata.org/entity/Q585")


def test_of_several_bearers_of_a_name_the_best_known_comes_first(few: Registry) -> None:
    named = list(few.named("en"))
    assert [id for name, id in named if name == "Oslo"] == ["place/oslo", "place/oslo-us"]
    assert ("Christiania", "place/oslo") in named and ("Kingdom of Norway", "country/NO") in named
    assert dict(few.named("ar")) == {"النرويج": "country/NO", "تشيلي": "country/CL", "أوسلو": "place/oslo"}


def test_a_seat_stands_for_its_government(few: Registry) -> None:
    assert few.represented("place/oslo") == "country/NO"
    assert few.represented("place/oslo-us") is None


@pytest.mark.parametrize(
    ("date", "holder"),
    [
        ("2009", None),
        ("2010-03-04", None),
        ("2010-03-05", "person/berg"),
        ("2010", "person/berg"),
        ("2015-07", "person/berg"),
        ("2018-05-05", None),  # the year in which one followed the other
        ("2019", "person/dahl"),
        ("2021-06-30", "person/dahl"),
        ("2021-07-01", "person/lind"),
        ("2021", None),
        ("2030-01-01", "person/lind"),
    ],
)
def test_who_held_an_office_on_a_date(few: Registry, date: str, holder: str | None) -> None:
    found = few.holder("president_of", "country/NO", date)
    assert (found and found.id) == holder


def test_an_office_that_nobody_is_known_to_hold(few: Registry) -> None:
    assert few.holder("president_of", "country/CL", "2019") is None
    assert few.holder("prime_minister_of", "country/NO", "2019") is None
    assert few.held("president_of") and not few.held("prime_minister_of")
    assert [(o.of, o.start, o.stop) for o in few.offices("person/dahl")] == [("country/NO", "2018", "2021-06")]
    assert few.offices("country/NO") == ()


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"actors": ACTORS + "country/NO | Country | Norway"}, "has a row already"),
        ({"actors": ACTORS + "country/XX | Country"}, "has no name"),
        ({"actors": ACTORS + "country/XX | Country | Xanadu | | | iso"}, "not of the form scheme:value"),
        ({"offices": OFFICES + "person/nobody | president_of | country/NO"}, "has no row in actors.tsv"),
        ({"offices": OFFICES + "person/berg | president_of | country/XX"}, "has no row in actors.tsv"),
    ],
)
def test_a_wrong_row_is_refused_with_its_file_and_line(tmp_path: Path, tables: dict[str, str], problem: str) -> None:
    (name, rows) = next(iter(tables.items()))
    with pytest.raises(ResourceError, match=problem) as error:
        registry(tmp_path, **tables)
    assert f"{name}.tsv" in str(error.value)
    assert str(len(rows.strip().splitlines()) + 1) in str(error.value)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"actors\.tsv"):
        Registry(tmp_path)


@pytest.mark.parametrize(
    ("host", "state"),
    [
        ("avisen.example", "country/NO"),
        ("www.avisen.example", "country/NO"),
        ("cl.avisen.example", "country/CL"),
        ("www.regjeringen.no", "country/NO"),
        ("news.cl", "country/CL"),
        ("news.example", None),
        ("avisen", None),
    ],
)
def test_the_state_that_a_site_belongs_to(few: Registry, host: str, state: str | None) -> None:
    assert few.publisher_state(host) == state


# ── the project's own tables ───────────────────────────────────────────────────────────────────────────────────


def test_every_actor_is_of_a_kind_and_belongs_to_a_known_state() -> None:
    known, kinds = Registry.load(), ontology.load()
    for actor in known:
        assert actor.kind in kinds.kinds, actor.id
        assert actor.country is None or known.actor(actor.country) is not None, actor.id


def test_every_state_has_one_row_with_a_name_in_each_language() -> None:
    states = [actor for actor in Registry.load() if actor.id.startswith("country/")]
    assert len(states) > 190
    nameless = {actor.id for actor in states if set(actor.names) != set(LANGUAGES)}
    assert nameless <= {f"country/{code}" for code in UNINHABITED}
    codes = Counter(actor.codes["iso"] for actor in states if "iso" in actor.codes)
    assert set(codes.values()) == {1}


def test_every_seat_stands_for_a_known_actor() -> None:
    known = Registry.load()
    seats = [state for actor in known if (state := known.represented(actor.id)) is not None]
    assert len(seats) > 150 and all(known.actor(state) for state in seats)


def test_offices_are_of_persons_and_fit_the_ontology() -> None:
    known, kinds = Registry.load(), ontology.load()
    offices = [office for actor in known for office in known.offices(actor.id)]
    assert offices
    for office in offices:
        person, of = known.actor(office.person), known.actor(office.of)
        assert person and of and kinds.admits(office.relation, person.kind, of.kind), office
        assert not office.stop or office.start <= office.stop, office


@given(st.integers(1950, 2030), st.integers(1, 12))
def test_whoever_held_an_office_in_a_month_held_it_on_its_days_or_nobody_is_sure(year: int, month: int) -> None:
    known = Registry.load()
    for state in ("country/FR", "country/GB", "country/RU"):
        for relation in ("president_of", "prime_minister_of"):
            sure = known.holder(relation, state, f"{year}-{month:02}")
            on_day = known.holder(relation, state, f"{year}-{month:02}-15")
            assert sure is None or on_day is None or sure == on_day
