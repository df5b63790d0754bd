"""Inputs to documents: exact text, what is found in it, and what bad input gets."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import readers
from kg.errors import DocumentError
from kg.model import Document

ENGLISH = "Alexey Borodavkin met the president of Kazakhstan in Astana on Tuesday and said that relations were good.\n"
RUSSIAN = "Алексей Бородавкин встретился с президентом Казахстана в Астане и заявил, что отношения хорошие.\n"
ARABIC = "أكد السفير الروسي لدى كازاخستان، أليكسي بورودافكين، أن العلاقات بين البلدين جيدة.\n"


def one(path: Path, **options: str) -> Document:
    intake = readers.read([path], **options)  # type: ignore[arg-type]
    assert not intake.errors
    (document,) = intake.documents
    return document


def refused(*paths: Path | str) -> DocumentError:
    intake = readers.read(paths)
    assert not intake.documents
    (error,) = intake.errors
    assert "\n" not in str(error), "an error is one line"
    assert error.problem and error.cure
    return error


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


# exact text


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "One\r\ntwo three four\rfive\u2028six\u0085 end \u200f\ufeff of the text here\n\n",
        RUSSIAN + "\t\u00a0\x0c",
    ],
)
def test_text_is_kept_exactly_as_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    document = one(path, language="en")
    assert document.text == text
    assert document.id == "a"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back_from_a_file_and_from_json_lines(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "b.jsonl").write_text(json.dumps({"id": "b", "text": text, "lang": "en"}), encoding="utf-8")
    intake = readers.read([folder], language="en")
    mark = text.startswith("\ufeff")
    wanted = [text[1:] if mark else text, text]
    assert [d.text for d in intake.documents] == [t for t in wanted if t.strip()] or any(
        text.encode().startswith(start) for start in (b"\xff\xfe", b"\xfe\xff")
    )


def test_a_byte_order_mark_is_removed_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + RUSSIAN.encode())
    heard: list[str] = []
    (document,) = readers.read([tmp_path], tell=heard.append).documents
    assert document.text == RUSSIAN
    assert [message for message in heard if "byte order mark" in message and "a.txt" in message]


# formats


def test_folders_are_read_in_order_and_say_what_they_pass_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "inner.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.md").write_text("# A heading of the article\n\n" + ENGLISH, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "photo.jpeg").write_bytes(b"\xff\xd8")
    heard: list[str] = []
    intake = readers.read([tmp_path], tell=heard.append)
    assert [d.id for d in intake.documents] == ["a", "inner"]
    assert intake.documents[0].title == "A heading of the article"
    assert not intake.errors
    assert any("photo.jpeg" in message for message in heard)


def test_json_lines_keep_what_they_state(tmp_path: Path) -> None:
    stated = {
        "id": "x/1",
        "lang": "ar",
        "title": "عنوان",
        "date": "2022-10-18T09:30:00Z",
        "source": "تاس",
        "text": ARABIC,
    }
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps(stated, ensure_ascii=False) + "\n\n" + json.dumps({"id": 7, "text": ENGLISH}), encoding="utf-8"
    )
    first, second = readers.read([path]).documents
    assert first == Document("x/1", ARABIC, "ar", "عنوان", "تاس", "2022-10-18")
    assert (second.id, second.language) == ("7", "en")


def test_a_line_separator_inside_a_json_line_does_not_end_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"id": "a", "text": ENGLISH + "\u2028\u0085" + ENGLISH}, ensure_ascii=False), encoding="utf-8"
    )
    assert one(path).text == ENGLISH + "\u2028\u0085" + ENGLISH


def test_json_holds_one_article_or_many(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"text": ENGLISH}), encoding="utf-8")
    (tmp_path / "two.json").write_text(
        json.dumps([{"id": "p", "text": ENGLISH}, {"id": "q", "text": RUSSIAN}]), encoding="utf-8"
    )
    assert [d.id for d in readers.read([tmp_path]).documents] == ["one", "p", "q"]


def test_html_gives_main_text_title_date_and_source(tmp_path: Path) -> None:
    head = (
        '<meta charset="utf-8"><meta property="og:title" content="Посол высказался об отношениях">'
        '<meta property="article:published_time" content="2022-10-18T10:00:00Z">'
        '<meta property="og:site_name" content="Агентство">'
    )
    body = (
        '<nav><a href="/">Главная</a> <a href="/n">Новости</a></nav><article>'
        f"<p>{RUSSIAN}</p><p>{RUSSIAN} &lt;script&gt;alert(1)&lt;/script&gt;</p></article><script>evil()</script>"
        "<footer>© 2019 Все права защищены</footer>"
    )
    path = tmp_path / "a.html"
    path.write_text(page(body, head), encoding="utf-8")
    document = one(path)
    assert (document.title, document.published) == ("Посол высказался об отношениях", "2022-10-18")
    assert (document.source, document.language) == ("Агентство", "ru")
    assert "Бородавкин встретился" in document.text and "<script>alert(1)</script>" in document.text
    assert "evil" not in document.text and "Главная" not in document.text and "защищены" not in document.text


def test_html_in_a_character_set_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page(f"<article><p>{RUSSIAN * 3}</p></article>", '<meta charset="windows-1251">').encode("cp1251"))
    assert "Бородавкин встретился" in one(path).text


def test_a_year_in_a_footer_is_no_date_of_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(f"<article><p>{ENGLISH * 3}</p></article><footer>Copyright 2019</footer>"), encoding="utf-8")
    assert one(path).published is None


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (ENGLISH.encode(), ["stdin"]),
        (
            json.dumps({"id": "a", "text": ENGLISH}).encode()
            + b"\n"
            + json.dumps({"id": "b", "text": RUSSIAN}).encode(),
            ["a", "b"],
        ),
        (page(f"<article><p>{ENGLISH * 3}</p></article>").encode(), ["stdin"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, ids: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    intake = readers.read(["-"])
    assert [d.id for d in intake.documents] == ids
    assert all("Borodavkin" in d.text or "Бородавкин" in d.text for d in intake.documents)


# what a text tells


def test_the_sample_articles(articles: Path) -> None:
    documents = {d.id: d for d in readers.read([articles]).documents}
    assert {id: d.language for id, d in documents.items()} == {
        "article-ar": "ar",
        "article-en": "en",
        "article-ru": "ru",
    }
    assert documents["article-ar"].title == "السفير الروسي: هناك قوى في كازاخستان لا تريد تقارب الجمهورية مع روسيا"
    assert (documents["article-ru"].title or "").startswith("Посол России: в Казахстане есть силы")
    assert (documents["article-en"].title or "").startswith("Russian ambassador: there are forces")


def test_the_sample_article_is_as_it_was_given(articles: Path, shared: Path) -> None:
    assert (articles / "article-ar.txt").read_bytes() == (shared / "seed" / "article-ar.txt").read_bytes()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ru En\n\nPresident visits Astana\n\nText", "President visits Astana"),
        ("Home | News | World\nPresident visits Astana\n", "President visits Astana"),
        ("Главная › Новости › Политика и общество\nПрезидент посетил Астану\n", "Президент посетил Астану"),
        ("\n \n**President visits Astana**\n", "President visits Astana"),
        ("The president came to Astana on Tuesday.\nHe met the ambassador.", None),
        ("12345\n", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert readers.find_title(text) == title


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", ARABIC),
        ("ru", RUSSIAN),
        ("en", ENGLISH),
        (
            "fa",
            "رئیس جمهور قزاقستان قاسم جومارت توکایف روز سه‌شنبه با سفیر روسیه در آستانه دیدار کرد و گفت.",
        ),
        ("ur", "قازقستان کے صدر قاسم جومارت توکایف نے منگل کو روسی سفیر سے ملاقات کی اور کہا کہ تعلقات اچھے ہیں۔"),
        ("ps", "د افغانستان د بهرنیو چارو وزیر په کابل کې د روسیې له سفیر سره ولیدل."),
        ("sdh", "سەرۆکی هەرێمی کوردستان پێشوازی لە باڵیۆزی ڕووسیا کرد"),
        ("uk", "Президент Казахстану Касим-Жомарт Токаєв зустрівся з послом Росії в Астані."),
        ("bg", "Президентът на Казахстан Касъм-Жомарт Токаев се срещна с посланика на Русия в Астана."),
        ("sr", "Председник Казахстана Касим-Жомарт Токајев састао се са амбасадором Русије у Астани."),
        ("be", "Прэзідэнт Казахстана Касым-Жамарт Такаеў сустрэўся з паслом Расіі ў Астане."),
        ("kk", "Қазақстан Президенті Қасым-Жомарт Тоқаев Ресей елшісімен Астанада кездесті."),
        ("de", "Der russische Botschafter in Kasachstan sagte am Dienstag, dass die Beziehungen gut seien."),
        ("fr", "L'ambassadeur de Russie au Kazakhstan a déclaré mardi que les relations étaient bonnes."),
    ],
)
def test_language_is_told_from_its_neighbours(tmp_path: Path, code: str, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    if code in {"ar", "ru", "en"}:
        assert one(path).language == code
    else:
        error = refused(path)
        assert f"({code!r})" in error.problem and "--language" in error.cure


def test_a_few_words_are_read_in_a_language_with_a_pack_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Putin met Tokayev", encoding="utf-8")
    heard: list[str] = []
    (document,) = readers.read([tmp_path], tell=heard.append).documents
    assert document.language == "en"
    assert any("too short" in message for message in heard)


def test_the_language_given_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12345", encoding="utf-8")
    assert "no language" in refused(tmp_path / "a.txt").problem
    assert one(tmp_path / "a.txt", language="ru").language == "ru"
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b", "lang": "en-GB", "text": RUSSIAN}), encoding="utf-8")
    assert one(tmp_path / "b.jsonl").language == "en"


# one id, two texts


def test_one_id_with_two_texts_is_refused_naming_both_in_any_order(tmp_path: Path) -> None:
    for folder, text in (("p", ENGLISH), ("q", RUSSIAN)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text, encoding="utf-8")
    first, second = tmp_path / "p" / "a.txt", tmp_path / "q" / "a.txt"
    assert str(refused(first, second)) == str(refused(second, first))
    error = refused(tmp_path)
    assert str(first) in str(error) and str(second) in str(error) and "'a'" in str(error)


def test_one_text_given_twice_is_read_once_whatever_the_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "a", "text": ENGLISH, "source": "Agency"}), encoding="utf-8")
    for paths in ([tmp_path / "a.txt", tmp_path / "b.jsonl"], [tmp_path / "b.jsonl", tmp_path / "a.txt"]):
        heard: list[str] = []
        intake = readers.read(paths, tell=heard.append)
        assert [d.source for d in intake.documents] == ["Agency"]
        assert not intake.errors and any("read once" in message for message in heard)


# bad input

BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\r\n", "empty"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "picture.png": (b"\x89PNG\r\n", "nothing reads"),
    "cyrillic.txt": (RUSSIAN.encode("cp1251"), "not UTF-8"),
    "arabic.txt": (ARABIC.encode("cp1256"), "not UTF-8"),
    "wide.txt": (RUSSIAN.encode("utf-16"), "UTF-16"),
    "long.txt": (b"word " * 2_000_000, "larger than"),
    "tall.txt": (("слово " * 200_000).encode(), "longer than"),
    "broken.html": (b"\x00\x01<<<>>", "no article"),
    "bare.html": (b"<html><head><title>x</title></head><body></body></html>", "no article"),
    "deep.html": (b"<div>" * 200_000, "no article"),
    "number.json": (b"17", "not a JSON object"),
    "broken.json": (b'{"text": "abc', "broken JSON"),
    "nested.json": (b"[" * 200_000, "broken JSON"),
    "huge-number.json": (b'{"id":' + b"1" * 10_000 + b"}", "broken JSON"),
    "textless.json": (b'{"id": "a"}', 'no "text"'),
    "title.json": (b'{"id": "a", "text": "The president came to Astana.", "title": ["x"]}', '"title"'),
    "null.json": (b'{"id": "a", "text": "The president \\u0000 came."}', "null character"),
    "half.json": (b'{"id": "a", "text": "The president \\ud800 came."}', "surrogate"),
    "id.json": (b'{"id": "a\\nb", "text": "The president came to Astana."}', "id"),
    "persian.txt": ("رئیس جمهور ایران روز سه‌شنبه با سفیر روسیه در تهران دیدار کرد و گفت".encode(), "'fa'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_others_come_through(tmp_path: Path, name: str) -> None:
    data, problem = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(ENGLISH, encoding="utf-8")
    intake = readers.read([tmp_path / name, tmp_path / "good.txt"])
    assert [d.id for d in intake.documents] == ["good"]
    (error,) = intake.errors
    assert name in error.source and "\n" not in str(error)
    assert problem in error.problem or problem in str(error)
    assert len(str(error)) < 400


def test_a_bad_json_line_is_refused_alone_and_named(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": ENGLISH}).encode(),
        b'{"id": "b", "text": "broken',
        b'{"id": "c", "text": "' + b"x" * (9 * 2**20) + b'"}',
        RUSSIAN.strip().encode("cp1251"),
        b'{"text": "no id"}',
        json.dumps({"id": "z", "text": RUSSIAN}).encode(),
    ]
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join(lines))
    intake = readers.read([path])
    assert [d.id for d in intake.documents] == ["a", "z"]
    assert [error.source for error in intake.errors] == [f"{path}:{n}" for n in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("given", "problem"),
    [("missing", "no such"), ("missing.txt", "no such"), ("https://example.org/a.html", "address")],
)
def test_what_is_not_there(tmp_path: Path, given: str, problem: str) -> None:
    assert problem in refused(given if "//" in given else tmp_path / given).problem


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "no article" in refused(tmp_path).problem
