"""The pages, in a browser with the network off."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import actors
import networkx as nx
import pytest
from browser import Browser, browser, require
from hypothesis import given
from hypothesis import strategies as st

from kg import html, network, ontology, view
from kg.model import Document, Entity
from kg.network import Mark, Passage

HEAD = "https://kg.example/entity/"
RU, KZ, TOKAYEV = HEAD + "country/RU", HEAD + "country/KZ", HEAD + "person/tokayev"
BORODAVKIN = HEAD + "person/borodavkin"


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    return network.load(actors.store())


@pytest.fixture(scope="module")
def text(graph: nx.MultiDiGraph[str]) -> str:
    return view.page(graph, "أخبار – News", actors.ONTOLOGY)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require()
    with browser(tmp_path_factory.mktemp("downloads")) as found:
        yield found


@pytest.fixture
def show(chromium: Browser, tmp_path: Path, text: str) -> Iterator[Callable[..., Browser]]:
    """Opens a page (the small corpus's unless another is given) and, after the test, sees that it did nothing amiss."""

    def open(page: str = text, fragment: str = "#lang=en&theme=light", size: tuple[int, int] = (1400, 900)) -> Browser:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8", newline="")
        chromium.size(*size)
        chromium.open(path, fragment)
        return chromium

    yield open
    assert chromium.complaints() == []
    assert chromium.requests() == []
    assert chromium.run("return window.__pwned === undefined")


def content(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def shown(b: Browser) -> tuple[int, int]:
    counts = b.run("return view.shown()")
    return counts["actors"], counts["statements"]


def details(b: Browser) -> str:
    return str(b.run("return document.getElementById('details-panel').innerText"))


def keys(b: Browser, *pressed: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(b.driver).send_keys(*pressed).perform()


def click_at(b: Browser, x: float, y: float) -> None:
    """Click a point of the picture, in pixels from its corner."""
    from selenium.webdriver.common.action_chains import ActionChains

    box = b.run("const r = document.getElementById('picture').getBoundingClientRect(); return [r.left, r.top]")
    ActionChains(b.driver).move_by_offset(0, 0).perform()
    actions = ActionChains(b.driver)
    actions.w3c_actions.pointer_action.move_to_location(round(box[0] + x), round(box[1] + y))
    actions.w3c_actions.pointer_action.click()
    actions.perform()
    time.sleep(0.4)  # vis-network waits for a second tap


# The file ---------------------------------------------------------------------------------------------------------


def test_the_same_graph_gives_the_same_bytes(root: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "import actors; from kg import network, view\n"
        "g = network.load(actors.store())\n"
        "sys.stdout.write(view.page(g, 'News', actors.ONTOLOGY))\n"
        "sys.stdout.write(view.report(g, network.analyze(g, actors.ONTOLOGY), 'News', actors.ONTOLOGY))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1 and len(outputs.pop()) > 100_000


def test_the_policy_names_every_script_and_style(text: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    for tag in ("script", "style"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(bodies) == (2 if tag == "script" else 1)
        for body in bodies:
            digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            assert f"&#39;sha256-{digest}&#39;" in policy[1] or f"'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1] and "default-src &#39;none&#39;" in policy[1]
    assert not re.search(
        r"<[a-z][^>]*\s(style|on[a-z]+|src)\s*=", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    )


def test_ids_are_ours(text: str) -> None:
    found = re.search(r'<script type="application/json" id="drawing">(.*?)</script>', text, re.DOTALL)
    assert found
    drawing = json.loads(found[1])
    assert {node["id"] for node in drawing["nodes"]} == {f"n{index}" for index in range(8)}
    assert all(re.fullmatch(r"e\d+", edge["id"]) for edge in drawing["edges"])
    assert drawing["options"]["physics"] == {"enabled": False}


def test_a_cap_draws_the_most_central_and_counts_the_rest(graph: nx.MultiDiGraph[str]) -> None:
    data = content(view.page(graph, "x", actors.ONTOLOGY, cap=2))
    assert [row[data["actors"]["keys"].index("iri")] for row in data["actors"]["rows"]] == [RU, KZ]
    assert data["total"] == {"actors": 8, "statements": 6}
    assert data["omitted"] == {"actors": 6, "statements": 5}


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_embedded_json_reads_back_and_ends_no_element(value: Any) -> None:
    made = html.embedded(value)
    assert json.loads(made) == value
    assert not set("<>&\u2028\u2029") & set(made)


@given(st.text(max_size=400))
def test_legible_text_is_one_short_line(text: str) -> None:
    line = html.legible(text, 50)
    assert len(line) <= 50 and "\n" not in line and line == html.legible(line, 50)
    line.encode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]", line)


def test_pieces_keep_marks_in_place_while_cleaning() -> None:
    passage = Passage(
        "c", "d", "A\u202eB met\x00 C.", 0, (Mark(0, 3, "subject"), Mark(0, 7, "evidence"), Mark(9, 10, "object"))
    )
    assert view.pieces(passage) == [("AB", 3), (" met", 1), ("  ", 0), ("C", 4), (".", 0)]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_pieces_are_the_sentence(text: str, spans: list[tuple[int, int]]) -> None:
    marks = tuple(
        Mark(min(s), max(s), role) for s, role in zip(spans, cycle(("evidence", "subject", "object")), strict=False)
    )
    assert "".join(piece for piece, _ in view.pieces(Passage("c", "d", text, 0, marks))) == html.plain(text)


# The page ---------------------------------------------------------------------------------------------------------


def test_opens_offline_and_says_what_it_holds(show: Callable[..., Browser]) -> None:
    b = show()
    assert b.driver.title == "أخبار – News"
    assert b.run("return document.getElementById('totals').textContent") == "Articles: 2 · Actors: 8 · Statements: 6"
    assert shown(b) == (7, 6), "the actor without a link is not shown at first"
    assert b.run("return document.querySelector('#picture canvas').width > 500")


def test_something_is_drawn(show: Callable[..., Browser]) -> None:
    colors = show().run(
        "const c = document.querySelector('#picture canvas'), seen = new Set();"
        "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "for (let i = 0; i < d.length; i += 4)"
        "  if (d[i + 3] === 255) seen.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]);"
        "return [...seen];"
    )
    for type_ in ("Person", "Country", "Organization", "Place"):
        assert int(view._style()[type_]["light"][1:], 16) in colors


@pytest.mark.parametrize("name", ["توكاييف", "Токаев", "Tokayev", "tokayev", "ТОКАЕВ"])
def test_search_in_any_script_selects_the_same_actor(show: Callable[..., Browser], name: str) -> None:
    from selenium.webdriver.common.keys import Keys

    b = show()
    keys(b, "/")
    keys(b, name)
    assert b.run("return document.querySelectorAll('#suggestions [role=option]').length") == 1
    assert b.run("return document.getElementById('search').getAttribute('aria-expanded')") == "true"
    keys(b, Keys.ENTER)
    assert b.run("return view.selected()") == TOKAYEV
    assert "Токаев" in details(b) and "توكاييف" in details(b)


def test_search_for_nobody_says_so(show: Callable[..., Browser]) -> None:
    b = show()
    keys(b, "/", "zzz")
    assert "No such name" in b.run("return document.getElementById('suggestions').textContent")


@pytest.mark.parametrize(
    ("filter", "value", "expected"),
    [
        ("type", "Place", (4, 4)),
        ("relation", "sanctions", (6, 5)),
        ("polarity", "negative", (7, 5)),
        ("modality", "planned", (5, 5)),
    ],
)
def test_each_filter_changes_what_is_shown(
    show: Callable[..., Browser], text: str, filter: str, value: str, expected: tuple[int, int]
) -> None:
    data = content(text)
    names = {"type": data["types"], "relation": data["relations"]}
    at = next((str(i) for i, entry in enumerate(names.get(filter, [])) if entry["name"] == value), value)
    b = show()
    b.run(f"document.querySelector('input[data-filter={filter}][value=\"{at}\"]').click()")
    assert shown(b) == expected
    assert f"Actors {expected[0]} of 8" in b.run("return document.getElementById('count').textContent")
    b.run("document.getElementById('reset').click()")
    assert shown(b) == (7, 6)


def choose(b: Browser, field: str, part: str) -> None:
    b.run(
        "const s = document.querySelector(`select[data-filter=${arguments[0]}]`);"
        "s.value = [...s.options].find((o) => o.text.includes(arguments[1])).value;"
        "s.dispatchEvent(new Event('change'))",
        field,
        part,
    )


@pytest.mark.parametrize(
    ("field", "part", "expected"),
    [
        ("speaker", "Alexey Borodavkin", (4, 2)),
        ("speaker", "The article itself", (5, 4)),
        ("document", "Sanctions", (5, 3)),
    ],
)
def test_speaker_and_article_filter(
    show: Callable[..., Browser], field: str, part: str, expected: tuple[int, int]
) -> None:
    b = show()
    choose(b, field, part)
    assert shown(b) == expected


def test_time_slider_leaves_out_what_is_earlier(show: Callable[..., Browser]) -> None:
    b = show()
    dates = b.run("return document.getElementById('time-from').max")
    b.run("const r = document.getElementById('time-from'); r.value = r.max; r.dispatchEvent(new Event('input'))")
    assert int(dates) == 3  # 2022-10-18, 2023, 2024-05, 2024-05-01
    assert shown(b) == (2, 1), "only what was said of 2024-05-01"


def test_unlinked_actors_on_request(show: Callable[..., Browser]) -> None:
    b = show()
    b.run("document.querySelector('input[data-filter=unlinked]').click()")
    assert shown(b) == (8, 6)


def test_a_click_on_an_actor_shows_its_statements(show: Callable[..., Browser]) -> None:
    b = show()
    place = b.run("return view.place(arguments[0])", RU)
    click_at(b, place["x"], place["y"])
    assert b.run("return view.selected()") == RU
    said = details(b)
    assert "Россия" in said and "Москва" in said and "ambassador of" in said
    assert b.run("return location.hash").startswith("#node=" + quote(RU, safe=""))


def test_a_click_on_a_line_shows_the_sentence_with_the_words_marked(show: Callable[..., Browser]) -> None:
    b = show()
    left, right = (b.run("return view.place(arguments[0])", iri) for iri in (RU, KZ))
    click_at(b, left["x"] * 0.6 + right["x"] * 0.4, left["y"] * 0.6 + right["y"] * 0.4)
    assert b.run("return view.selected()") == "pair"
    said = details(b)
    assert "روسيا تدعم كازاخستان" in said and "Russia supports Kazakhstan" in said
    assert "Alexey Borodavkin says" in said and "2024-05-01" in said and "daily.example" in said
    marks = b.run("return [...document.querySelectorAll('mark')].map((m) => [m.className, m.textContent])")
    assert ["subject", "روسيا"] in marks and ["object", "Kazakhstan"] in marks
    directions = b.run("return [...document.querySelectorAll('blockquote')].map((q) => getComputedStyle(q).direction)")
    assert directions == ["rtl", "ltr"]


def test_a_plan_shows_its_amount_and_a_denial_says_so(show: Callable[..., Browser]) -> None:
    b = show(fragment=f"#lang=en&node={quote(HEAD + 'organization/kaz', safe='')}")
    assert "planned" in details(b) and "8,000,000,000" in details(b) and "USD" in details(b)
    b = show(fragment=f"#lang=en&pair={quote(TOKAYEV, safe='')},{quote(BORODAVKIN, safe='')}")
    assert "denied" in details(b)


def test_a_path_between_two_actors(show: Callable[..., Browser]) -> None:
    from selenium.webdriver.common.keys import Keys

    b = show(fragment=f"#lang=en&node={quote(HEAD + 'place/west', safe='')}")
    b.run("document.getElementById('path').click()")
    keys(b, "Tokayev", Keys.ENTER)
    assert b.run("return view.selected()") == "path"
    said = details(b)
    assert "Step 3" in said or "Step 2" in said
    assert "The West imposed sanctions on Russia." in said
    assert b.run("return location.hash").startswith("#path=")


def test_neighbourhood_and_back(show: Callable[..., Browser]) -> None:
    b = show(fragment=f"#lang=en&node={quote(KZ, safe='')}")
    b.run("document.getElementById('neighbourhood').click()")
    assert shown(b) == (3, 2)
    b.run("document.getElementById('whole').click()")
    assert shown(b) == (7, 6)


def test_keyboard_alone(show: Callable[..., Browser]) -> None:
    from selenium.webdriver.common.keys import Keys

    b = show()
    b.run("document.getElementById('picture').focus()")
    keys(b, Keys.ARROW_RIGHT)
    assert b.run("return view.selected()") == RU, "first the most central"
    keys(
        b,
        Keys.ARROW_RIGHT
        if b.run("return view.place(arguments[0]).x < view.place(arguments[1]).x", RU, KZ)
        else Keys.ARROW_LEFT,
    )
    assert b.run("return view.selected()") not in (RU, None)
    keys(b, Keys.ENTER)
    assert b.run("return document.activeElement.id") == "details-panel"
    keys(b, Keys.ESCAPE)
    assert b.run("return view.selected()") is None
    b.run("document.getElementById('tab-filters').focus()")
    keys(b, Keys.ARROW_RIGHT)
    assert b.run("return document.getElementById('list').hidden") is False
    keys(b, Keys.TAB, Keys.ENTER)
    assert b.run("return view.selected()") == RU


@pytest.mark.parametrize(
    ("language", "direction", "word", "label"),
    [
        ("ar", "rtl", "التصفية", "كازاخستان"),
        ("ru", "ltr", "Фильтры", "Казахстан"),
        ("en", "ltr", "Filters", "Kazakhstan"),
    ],
)
def test_interface_in_three_languages(
    show: Callable[..., Browser], language: str, direction: str, word: str, label: str
) -> None:
    b = show()
    b.run("document.querySelector(`[data-language=${arguments[0]}]`).click()", language)
    assert b.run("return [document.documentElement.lang, document.documentElement.dir]") == [language, direction]
    assert b.run("return document.getElementById('tab-filters').textContent") == word
    b.run("view.select(arguments[0])", KZ)
    assert b.run("return document.querySelector('#details-panel h2').textContent") == label
    assert f"lang={language}" in b.run("return location.hash")


def test_every_word_of_the_interface_is_in_every_language() -> None:
    for key, word in view._words().items():
        assert set(word) == {"en", "ar", "ru"}, key
    used = set()
    for path in html.TEMPLATES.glob("view*"):
        used |= set(re.findall(r'data-(?:word|label)="(\w+)"', path.read_text(encoding="utf-8")))
    for path in html.TEMPLATES.glob("*.js"):
        used |= set(re.findall(r'\bword\("(\w+)"\)', path.read_text(encoding="utf-8")))
    assert len(used) > 30 and used <= set(view._words())


def test_every_type_of_actor_has_a_look_of_its_own() -> None:
    style = view._style()
    assert {kind.type for kind in ontology.load().kinds.values()} == set(style)
    for key in ("shape", "light", "dark"):
        assert len({look[key] for look in style.values()}) == len(style)


def test_dark_and_light(show: Callable[..., Browser]) -> None:
    b = show()
    light = b.run("return getComputedStyle(document.body).backgroundColor")
    b.run("document.getElementById('theme').click()")
    assert b.run("return document.documentElement.dataset.theme") == "dark"
    assert b.run("return getComputedStyle(document.body).backgroundColor") != light


def test_colours_are_told_apart_by_contrast_with_their_ground() -> None:
    """Marks need 3:1 against what they stand on (WCAG 2.2, 1.4.11)."""

    def luminance(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for type_, style in view._style().items():
        for theme, ground in (("light", "#f5f6f8"), ("dark", "#0f1319")):
            pair = sorted((luminance(style[theme]), luminance(ground)))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3, (type_, theme)


def test_on_a_phone_nothing_runs_over_and_sheets_open(show: Callable[..., Browser]) -> None:
    b = show(size=(390, 844))
    assert b.run("return document.documentElement.scrollWidth") <= 390
    assert b.run("return getComputedStyle(document.getElementById('side')).display") == "none"
    b.run("document.querySelector('#dock [data-sheet=side]').click()")
    assert b.run("return getComputedStyle(document.getElementById('side')).display") == "block"
    b.run("view.select(arguments[0])", RU)
    assert b.run("return getComputedStyle(document.getElementById('side')).display") == "none"
    assert b.run("return getComputedStyle(document.getElementById('details-panel')).display") == "block"


# What leaves the page ---------------------------------------------------------------------------------------------


def download(b: Browser, button: str, name: str) -> Path:
    folder = Path(b.downloads)
    (folder / name).unlink(missing_ok=True)
    b.run("document.getElementById(arguments[0]).click()", button)
    for _ in range(100):
        if (folder / name).is_file() and (folder / name).stat().st_size:
            return folder / name
        time.sleep(0.05)
    raise AssertionError(f"no {name} came")


def test_csv_has_a_row_for_each_claim_shown(show: Callable[..., Browser]) -> None:
    b = show()
    with download(b, "export-csv", "statements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    assert {row["relation"] for row in rows} == {
        "ambassador_of",
        "supports",
        "invests_in",
        "president_of",
        "sanctions",
        "meets",
    }
    (plan,) = [row for row in rows if row["relation"] == "invests_in"]
    assert (plan["speaker"], plan["modality"], plan["amount"], plan["unit"]) == (
        "Alexey Borodavkin",
        "planned",
        "8000000000",
        "USD",
    )
    assert plan["sentence"] == "وأضاف أن كاز مينيرالز ستستثمر 8 مليارات دولار في تشوكوتكا."


def test_png_is_a_picture_on_its_ground(show: Callable[..., Browser]) -> None:
    data = download(show(), "export-png", "network.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 5000
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    assert width > 500 and height > 500


def test_the_query_gives_what_is_shown(show: Callable[..., Browser]) -> None:
    b, store = show(), actors.store()

    def asked() -> set[tuple[str, str, str]]:
        query = download(b, "export-sparql", "shown.rq").read_text(encoding="utf-8")
        return {tuple(row[at].value for at in range(3)) for row in store.query(query)}  # type: ignore[misc, union-attr]

    assert len(asked()) == shown(b)[1] == 6
    choose(b, "speaker", "Alexey Borodavkin")
    assert {row[1].rpartition("#")[2] for row in asked()} == {"supports", "invests_in"}
    b.run("document.getElementById('reset').click()")
    b.run("document.querySelector('input[data-filter=modality][value=planned]').click()")
    b.run("document.querySelector('input[data-filter=polarity][value=negative]').click()")
    assert {row[1].rpartition("#")[2] for row in asked()} == {"ambassador_of", "supports", "president_of", "sanctions"}
    b.run("document.getElementById('reset').click()")
    b.run("const r = document.getElementById('time-from'); r.value = r.max; r.dispatchEvent(new Event('input'))")
    assert {row[1].rpartition("#")[2] for row in asked()} == {"supports"}
    b.run("document.getElementById('reset').click()")
    b.run("document.querySelectorAll('input[data-filter=type]')[0].click()")
    assert len(asked()) == shown(b)[1] < 6
    b.run("document.getElementById('reset').click()")
    b.run("view.select(arguments[0])", KZ)
    b.run("document.getElementById('neighbourhood').click()")
    assert len(asked()) == shown(b)[1] == 2


# Hostile text -----------------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>window.__pwned=1</script>",
    '</script><img src=x onerror="window.__pwned=1">',
    "<!--<script>window.__pwned=1",
    "]]><svg/onload=window.__pwned=1>",
    "\"'><b onmouseover=window.__pwned=1>",
    "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe\u202c\u2066x",
    "ن" * 10_000,
    "😀👩‍👩‍👧‍👦 e\u0301\u0301\u0301",
    "a\x00b\x1b[31m\x7f",
    "javascript:window.__pwned=1",
    "=cmd|' /C calc'!A0",
    "__proto__",
    "\u2028\u2029line",
)


def hostile_store() -> Any:
    people, said, text = [], [], ""
    for index, words in enumerate(HOSTILE):
        names = {"ar": words, "en": words[:300], "ru": f"{words[:50]} ю"}
        people.append(
            Entity(
                f"person/h{index}",
                "Person",
                names,
                (),
                True,
                (("en", words),),
                ("https://x.example/<script>".replace("<", "%3C").replace(">", "%3E"),),
            )
        )
        start = len(text)
        text += f"{words} met somebody {index}. "
        if index:
            said.append(
                actors.Said(
                    f"person/h{index - 1}", "meets", f"person/h{index}", text[start : len(text) - 1], f"person/h{index}"
                )
            )
    documents = [(Document("h<script>", text, "en", HOSTILE[1], "javascript:alert(1)", "2024"), said)]
    return actors.store(documents, people)


def test_hostile_text_runs_nothing_and_breaks_nothing(show: Callable[..., Browser]) -> None:
    graph = network.load(hostile_store())
    page = view.page(graph, HOSTILE[1] + HOSTILE[6], actors.ONTOLOGY)
    b = show(page, fragment="#lang=en&node=%E0%A4%A&pair=<img src=x onerror=window.__pwned=1>")
    assert b.run("return view.shown().actors") == len(HOSTILE)
    for language in ("ar", "ru", "en"):
        b.run("document.querySelector(`[data-language=${arguments[0]}]`).click()", language)
        for node in graph:
            b.run("view.select(arguments[0])", node)
    for part in ("<script", "=cmd", "😀", "javascript:", "gnp", "ن"):
        keys(b, "/")
        b.run(
            "const s = document.getElementById('search'); s.value = arguments[0]; s.dispatchEvent(new Event('input'))",
            part,
        )
        assert b.run("return document.querySelectorAll('#suggestions [role=option]:not(.none)').length") >= 1
    assert b.run("return document.querySelectorAll('img, iframe, b, object, embed').length") == 0
    assert b.run("return document.querySelectorAll('script').length") == 4
    assert b.run("return document.documentElement.scrollWidth <= innerWidth")
    b.run("document.getElementById('tab-list').click()")
    with download(b, "export-csv", "statements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(HOSTILE) - 1
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@", "\t", "\r")]


def test_hostile_text_in_the_report(show: Callable[..., Browser]) -> None:
    graph = network.load(hostile_store())
    page = view.report(
        graph,
        network.analyze(graph, actors.ONTOLOGY),
        HOSTILE[1],
        actors.ONTOLOGY,
        facts={HOSTILE[0]: HOSTILE[1]},
        problems=HOSTILE,
    )
    b = show(page, fragment="")
    assert b.run("return document.querySelectorAll('img, iframe, b, object, embed, script').length") == 0
    assert "<img src=x" in b.run("return document.body.innerText")


# The report -------------------------------------------------------------------------------------------------------


def test_the_report_tells_who_speaks_and_what_it_costs(
    show: Callable[..., Browser], graph: nx.MultiDiGraph[str]
) -> None:
    page = view.report(
        graph,
        network.analyze(graph, actors.ONTOLOGY),
        "Two articles",
        actors.ONTOLOGY,
        problems=["broken.html: no text in it"],
    )
    b = show(page, fragment="")
    said = b.run("return document.body.innerText")
    for words in (
        "Two articles",
        "broken.html: no text in it",
        "8,000,000,000 USD",
        "ambassador of",
        "Brokers",
        "wakala.example",
    ):
        assert words in said
    table = b.run(
        "return [...document.querySelectorAll('.matrix tr')].map((r) => [...r.children].map((c) => c.innerText))"
    )
    assert (table[2][0], table[2][table[0].index("Russia")]) == ("Tokayev", "1")


# Large pages ------------------------------------------------------------------------------------------------------


def test_two_thousand_actors_are_drawn_within_three_seconds(show: Callable[..., Browser]) -> None:
    net = nx.barabasi_albert_graph(2000, 2, seed=7)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, names={})
    for node in net:
        name = {"en": f"Actor number {node}", "ar": f"الفاعل رقم {node}"}
        graph.add_node(f"{HEAD}person/{node}", labels=name, aliases=(), kind="Person", named=True, identities=())
    for at, (left, right) in enumerate(net.edges):
        graph.add_edge(
            f"{HEAD}person/{left}",
            f"{HEAD}person/{right}",
            key=f"s{at}",
            relation="meets",
            status="asserted",
            sources=1,
            inferred=False,
            claims=(),
        )
    b = show(view.page(graph, "Many", actors.ONTOLOGY, cap=2000))
    assert shown(b) == (2000, net.number_of_edges())
    drawn = b.run("return performance.getEntriesByName('drawn')[0].startTime")
    assert drawn < 3000
    before = b.run("return view.place(arguments[0])", f"{HEAD}person/0")
    time.sleep(0.5)
    assert b.run("return view.place(arguments[0])", f"{HEAD}person/0") == before, "nothing moves"
