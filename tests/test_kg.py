"""The public functions of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg


def test_from_articles_to_an_answer(articles: Path, tmp_path: Path) -> None:
    documents = kg.read(articles)
    records = kg.extract(documents)
    assert [record.document for record in records] == documents
    ask = "SELECT ?who ?whom { ?who kg:represents ?whom } ORDER BY ?who ?whom"
    with kg.build(records) as store:
        answer = kg.query(store, ask)
    assert len(answer.rows) >= 2
    kg.build(records, tmp_path / "store").close()
    with kg.open(tmp_path / "store") as store:
        assert kg.query(store, ask) == answer


def test_errors_are_raised_or_handed_over(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The president of Kazakhstan visited Moscow on Tuesday.", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    with pytest.raises(kg.KGError, match=r"empty\.txt"):
        kg.read(tmp_path)
    errors: list[kg.DocumentError] = []
    assert [document.id for document in kg.read(tmp_path, on_error=errors.append)] == ["good"]
    assert len(errors) == 1


def test_every_public_name_is_explained() -> None:
    for name in kg.__all__:
        assert getattr(kg, name).__doc__
