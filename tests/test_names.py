"""Names across scripts: what is one name, what is two, and how often that is right on names nobody here chose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import names, resources
from kg.morphology import fold

PHONES = list(resources.table(resources.path("data", "phones.tsv")))
SOUNDS = list(resources.table(resources.path("data", "sounds.tsv")))
WORD = st.text("abdehikmorstuvyаеийковгнрстхяابدهكلمنورسيعج'-123中", min_size=0, max_size=9)
NAME = st.lists(WORD.filter(str.strip), min_size=1, max_size=4).map(tuple)


def score(a: str, b: str) -> float:
    return names.compare(names.words(a), names.words(b)).score


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Владимир Владимирович Путин", "Vladimir Putin"),
        ("В. В. Путин", "Владимир Владимирович Путин"),
        ("В. Путин", "Vladimir Putin"),
        ("فلاديمير بوتين", "Владимир Путин"),
        ("Касым-Жомарт Токаев", "قاسم جومارت توكاييف"),
        ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев"),
        ("Kassym-Jomart Tokaev", "Kassym-Jomart Tokayev"),
        ("Алексей Бородавкин", "أليكسي بورودافكين"),
        ("Abdel Fattah el-Sisi", "عبد الفتاح السيسي"),
        ("Abdelfattah al-Sisi", "Абдель Фаттах ас-Сиси"),
        ("عبد الله بن عبد العزيز", "عبدالله بن عبدالعزيز"),
        ("Mohammed bin Salman", "Мухаммед бен Сальман"),
        ("Recep Tayyip Erdoğan", "رجب طيب أردوغان"),
        ("Реджеп Эрдоган", "Recep Tayyip Erdogan"),
        ("Angela Merkel", "أنجيلا ميركل"),
        ("Ангела Меркель", "أنغيلا ميركل"),
        ("John Kerry", "جون كيري"),
        ("دونالد ترمب", "دونالد ترامب"),
        ("Xi Jinping", "شي جين بينغ"),
        ("Benjamin Netanyahu", "بنيامين نتنياهو"),
        ("George W. Bush", "George Bush"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Yury Ushakov", "يوري أوشاكوف"),
        ("Дмитрий Песков", "ديمتري بيسكوف"),
        ("Шавкат Мирзиёев", "Shavkat Mirziyoyev"),
        ("Ilham Aliyev", "إلهام علييف"),
        ("KAZ Minerals Baimskaya", "كاز مينيرالز بايمسكايا"),
        ("КАЗ Минералз Баимская", "KAZ Minerals Baimskaya"),
        ("Чукотка", "تشوكوتكا"),
        ("Dhahran", "الظهران"),
    ],
)
def test_one_name(a: str, b: str) -> None:
    assert score(a, b) >= names.SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Александр Иванов", "Александра Иванова"),  # brother and sister
        ("Hafez al-Assad", "بشار الأسد"),  # father and son
        ("George Bush", "Jeb Bush"),
        ("محمد بن راشد آل مكتوم", "حمدان بن راشد آل مكتوم"),
        ("خالد الفيصل", "فيصل بن خالد"),  # names in another order
        ("Mohammed bin Salman", "Salman bin Mohammed"),
        ("حسن نصر", "حسين نصر"),
        ("Hassan Ali", "حسين علي"),
        ("Hassan Ali", "Hussein Ali"),
        ("خالد سعد", "خالد سعيد"),
        ("علي صالح", "علي صلاح"),
        ("عبد الله السالم", "عبد الرحمن السالم"),
        ("أحمد محمد", "محمود محمد"),
        ("John Smith", "Joan Smith"),
        ("Sergey Ivanov", "Sergey Ivashov"),
        ("Ivan Petrov", "Иван Петровский"),
        ("Bill Clinton", "Hillary Clinton"),
        ("Mohammed bin Zayed", "محمد بن راشد"),
        ("J. Smith", "Robert Smith"),
        ("سلمان بن عبد العزيز", "محمد بن سلمان بن عبد العزيز"),  # a king and his son
        ("Путин", "Владимир Путин"),  # a surname alone is another's matter (kg.resolve)
        ("中国", "日本"),
    ],
)
def test_two_names(a: str, b: str) -> None:
    assert score(a, b) < names.SAME


def test_particles_are_no_words_of_a_name() -> None:
    assert names.words("Мухаммед бен Сальман Аль Сауд") == ("мухаммед", "сальман", "сауд")
    assert names.words("محمد بن سلمان") == ("محمد", "سلمان")
    assert names.words("Charles de Gaulle") == ("charles", "gaulle")
    assert names.words("de Gaulle") == ("gaulle",)
    assert names.words("Al Gore") == ("al", "gore")  # where it comes first it is a given name
    assert names.words("bin") == ("bin",)


def test_a_name_that_goes_on_needs_support() -> None:
    """What the shorter of two names leaves out at its end costs, but little enough for a shared office to outweigh."""
    assert names.SAME - 0.08 < score("Mohamed bin Zayed Al Nahyan", "محمد بن زايد") < names.SAME
    assert names.SAME - 0.12 < score("Токаев Касым-Жомарт", "Kassym-Jomart Tokayev") < names.SAME


@pytest.mark.parametrize(
    ("a", "b"), [("george", "جورج"), ("владимир", "فلاديمير"), ("washington", "вашингтон"), ("жан", "جان")]
)
def test_words_that_sound_alike_share_a_key(a: str, b: str) -> None:
    assert names.keys(fold(a)) & names.keys(fold(b))


def test_a_comparison_says_why_and_whether_it_is_whole() -> None:
    full = names.compare(names.words("Vladimir Putin"), names.words("Владимир Путин"))
    part = names.compare(names.words("Vladimir Putin"), names.words("Владимир Владимирович Путин"))
    initial = names.compare(names.words("V. Putin"), names.words("Владимир Путин"))
    assert "putin ~ путин" in full.reason
    assert (full.whole, part.whole, initial.whole) == (True, False, False)
    assert full.score > part.score


def test_doubled_silent_and_unknown_letters() -> None:
    assert names.alike("anna", "ana") == 1.0
    assert names.sounds("объект") == names.sounds("обект")
    assert names.sounds("x7")[-1] == ("7",)
    assert names.alike("", "anna") == 0.0


@given(WORD, WORD)
def test_likeness_is_symmetric_and_of_itself_whole(a: str, b: str) -> None:
    a, b = fold(a), fold(b)
    assert names.alike(a, b) == pytest.approx(names.alike(b, a))
    assert 0.0 <= names.alike(a, b) <= 1.0
    assert names.alike(a, a) == 1.0


@given(NAME, NAME)
def test_comparison_does_not_depend_on_sides(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    there, back = names.compare(a, b), names.compare(b, a)
    assert (there.score, there.whole) == (back.score, back.whole)
    assert 0.0 <= there.score <= 1.0
    if a == b:
        assert there.score == 1.0


def test_tables_are_sorted_and_speak_of_the_same_sounds() -> None:
    phones = [row["phone"] for row in PHONES]
    spellings = [row["spelling"] for row in SOUNDS]
    assert phones == sorted(set(phones))
    assert spellings == sorted(set(spellings))
    used = {s for row in SOUNDS for place in row["sounds"].split() for s in place.split("|")} - {"-"}
    assert used == set(phones)
    for row in SOUNDS:
        assert fold(row["spelling"]) == row["spelling"], "names are looked up folded"
    pairs = [frozenset((row["phone"], cell.partition(":")[0])) for row in PHONES for cell in row.list("near")]
    assert len(pairs) == len(set(pairs)), "a pair is given once"
    assert all(len(pair) == 2 and pair <= set(phones) for pair in pairs)


# ── names in Arabic and Latin letters from parallel texts (ANETAC) ─────────────────────────────────────────────────


def measured(folder: Path, every: int) -> tuple[float, float, float]:
    """Of each ``every``-th Arabic name against all the English ones: how many are most alike to their own (a tie counts
    as wrong), how many of those reach the threshold, and how many of the ten next best do, which are false."""
    arabic, english = (
        [names.words(line) for line in (folder / f"dev.{code}").read_text(encoding="utf-8").splitlines()]
        for code in ("ar", "en")
    )
    assert len(arabic) == len(english) > 1000
    asked = range(0, len(arabic), every)
    first = reached = false = 0
    for i in asked:
        own = names.compare(arabic[i], english[i]).score
        others = sorted((names.compare(arabic[i], name).score for name in english if name != english[i]), reverse=True)
        first += own > others[0]
        reached += own >= names.SAME
        false += sum(score >= names.SAME for score in others[:10])
    return first / len(asked), reached / len(asked), false / (10 * len(asked))


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.long)])
def test_arabic_names_find_their_english_ones(shared: Path, every: int) -> None:
    first, reached, false = measured(shared / "data" / "names" / "anetac", every)
    assert first >= 0.98
    assert reached >= 0.96
    assert false <= 0.01
