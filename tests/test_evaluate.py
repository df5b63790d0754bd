"""Scoring: small articles worked out by hand, and the same figures as the annotators' own program."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg import evaluate, ontology, pipeline, readers, records
from kg.errors import DocumentError
from kg.evaluate import Count
from kg.model import (
    Claim,
    Document,
    Evidence,
    Mention,
    MentionForm,
    Modality,
    Polarity,
    Quote,
    Record,
    Referent,
    Span,
)

TEXT = "President Tokayev of Kazakhstan met Putin. He said that Russia was a friend of Kazakhstan."
GOLD = {
    "lang": "en",
    "entities": [
        {"id": "t", "type": "Person", "name": "Tokayev", "mentions": ["Tokayev"], "nominal": []},
        {"id": "k", "type": "Country", "name": "Kazakhstan", "mentions": ["Kazakhstan"], "nominal": []},
        {"id": "p", "type": "Person", "name": "Putin", "mentions": ["Putin"], "nominal": []},
        {"id": "r", "type": "Country", "name": "Russia", "mentions": ["Russia"], "nominal": []},
    ],
    "relations": [
        {"s": "t", "r": "president_of", "o": "k", "evidence": "President Tokayev of Kazakhstan"},
        {"s": "p", "r": "meets", "o": "t", "evidence": "met Putin"},
        {"s": "r", "r": "supports", "o": "k", "evidence": "a friend of Kazakhstan", "speaker": "t"},
    ],
    "quotes": [{"speaker": "t", "text": "Russia was a friend of Kazakhstan", "direct": False}],
}


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def referent(id: str, kind: str, name: str) -> Referent:
    return Referent(id, kind, name, True, (Mention(span(name), MentionForm.NAME),))


def claim(subject: str, relation: str, object: str, words: str, speaker: str | None = None) -> Claim:
    return Claim(relation, subject, object, Evidence(span(words), words, "test", 0.9), speaker=speaker)


def record() -> Record:
    """All right but the speaker of the last claim."""
    return Record(
        Document("a", TEXT, "en"),
        "test",
        (
            referent("e1", "Person", "Tokayev"),
            referent("e2", "Country", "Kazakhstan"),
            referent("e3", "Person", "Putin"),
            referent("e4", "Country", "Russia"),
        ),
        (
            claim("e1", "president_of", "e2", "President Tokayev of Kazakhstan"),
            claim("e1", "meets", "e3", "Tokayev of Kazakhstan met Putin"),
            claim("e4", "supports", "e2", "Russia was a friend of Kazakhstan"),
        ),
        (Quote("e1", span("Russia was a friend"), False),),
    )


def score(read: Record | None) -> evaluate.Score:
    article = evaluate.Gold("a", TEXT, GOLD)
    return evaluate.evaluate([article], [read] if read else [], ontology.load())["a"]


def test_what_is_right_counts() -> None:
    measures = score(record()).measures
    assert measures["entities"] == Count(4, 4, 4)
    assert measures["relations"] == Count(3, 3, 3), "a symmetric relation counts either way round"
    assert measures["claims"] == Count(2, 3, 3), "the last lacks its speaker"
    assert measures["reported"] == Count(0, 1, 0)
    assert measures["speaker"] == Count(2, 3, 3)
    assert measures["quotes"] == Count(1, 1, 1), "half of the words are enough"


def test_what_was_not_read_counts_as_missed() -> None:
    empty = score(None)
    assert empty.measures["relations"] == Count(0, 3, 0)
    assert empty.measures["relations"].f1 == 0
    assert {mistake.label for mistake in empty.mistakes if mistake.kind == "missed"} == {
        "president_of",
        "meets",
        "supports",
    }


def test_evidence_that_points_elsewhere_is_worth_nothing() -> None:
    read = record()
    elsewhere = Evidence(span("He said that"), "He said that", "test", 0.9)
    wrong = replace(read, claims=(replace(read.claims[0], evidence=elsewhere), *read.claims[1:]))
    assert score(wrong).measures["relations"] == Count(2, 3, 3)
    assert "ungrounded president_of" in score(wrong).relations


def test_polarity_modality_and_type_count() -> None:
    read = record()
    claims = (replace(read.claims[0], polarity=Polarity.NEGATIVE), replace(read.claims[1], modality=Modality.PLANNED))
    measures = score(replace(read, claims=claims)).measures
    assert measures["relations"].hit == 2 and measures["claims"].hit == 0
    assert (measures["polarity"].hit, measures["modality"].hit) == (1, 1)
    wrong = (replace(read.referents[0], kind="Organization"), *read.referents[1:])
    assert score(replace(read, referents=wrong)).measures["entities"].hit == 3


def test_a_narrower_relation_counts_as_the_annotators_one() -> None:
    read = record()
    narrower = next(r for r in ontology.load().relations.values() if "supports" in r.broader)
    claims = (*read.claims[:2], replace(read.claims[2], relation=narrower.name))
    assert score(replace(read, claims=claims)).measures["relations"].hit == 3


def test_the_unnamed_and_the_unmentioned_are_passed_over() -> None:
    read = record()
    extra = Referent("e9", "Person", "He", False, (Mention(span("He"), MentionForm.PRONOUN),))
    more = (*read.claims, claim("e9", "meets", "e3", "met Putin"), replace(read.claims[0], subject=None))
    measures = score(replace(read, referents=(*read.referents, extra), claims=more)).measures
    assert measures["entities"].found == 4 and measures["relations"].found == 3


def test_scores_add_up_by_language_and_article() -> None:
    articles = [evaluate.Gold("a", TEXT, GOLD), evaluate.Gold("b", TEXT, {**GOLD, "lang": "ru"})]
    scores = evaluate.evaluate(articles, [record()], ontology.load())
    by_language = evaluate.grouped(articles, scores)
    assert list(by_language) == ["en", "ru", "all"]
    assert by_language["all"].measures["relations"] == Count(3, 6, 3)
    assert list(evaluate.grouped(articles, scores, "article")) == ["a", "b", "all"]


def test_a_folder_that_holds_no_annotation(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no annotation"):
        evaluate.load(tmp_path)
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"a\.json"):
        evaluate.load(tmp_path)


@pytest.fixture(scope="module")
def read_articles(shared: Path) -> list[Record]:
    """The reader's records of every third annotated article, so that some go without."""
    intake = readers.read([shared / "gold" / "train.jsonl"])
    found = list(pipeline.extract(intake.documents[::3], processes=1))
    assert all(isinstance(one, Record) for one in found)
    return [one for one in found if isinstance(one, Record)]


@pytest.mark.parametrize("by", ["lang", "article"])
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_the_figures_are_those_of_the_annotators_program(
    shared: Path, tmp_path: Path, read_articles: list[Record], by: str, seed: int | None
) -> None:
    """On records as read, and on records with things broken at random."""
    found = (
        read_articles
        if seed is None
        else [spoilt(one, random.Random(f"{seed} {one.document.id}")) for one in read_articles]
    )
    file = tmp_path / "r.jsonl"
    with file.open("w", encoding="utf-8", newline="") as out:
        records.write(found, out, ontology.load())
    program = [sys.executable, shared / "gold" / "score.py", shared / "gold" / "train", file, "--json", "--by", by]
    theirs = json.loads(subprocess.run(program, capture_output=True, text=True, check=True).stdout)
    articles = evaluate.load(shared / "gold" / "train")
    ours = evaluate.grouped(articles, evaluate.evaluate(articles, records.read(file), ontology.load()), by)
    assert theirs.keys() == ours.keys()
    for name, measures in theirs.items():
        for measure, row in measures.items():
            count = ours[name].measures.get(measure, Count())
            assert (count.hit, count.gold, count.found) == (row["hit"], row["gold"], row["found"]), (name, measure)
            assert [round(x, 4) for x in (count.precision, count.recall, count.f1)] == [
                row["precision"],
                row["recall"],
                row["f1"],
            ]


def spoilt(read: Record, chance: random.Random) -> Record:
    """The record with speakers, parties, passages and names changed here and there."""
    ids: list[str | None] = [referent.id for referent in read.referents]
    end = len(read.document.text)

    def change(one: Claim) -> Claim:
        start = chance.randrange(end)
        passage = Span(start, min(end, start + chance.randrange(1, 2000)))
        changes = [
            {"speaker": chance.choice([None, *ids])},
            {"subject": chance.choice([None, *ids])},
            {"subject": one.object, "object": one.subject},
            {"evidence": replace(one.evidence, span=passage, quote=passage.of(read.document.text))},
            {"polarity": Polarity.NEGATIVE},
            {"modality": Modality.HYPOTHETICAL},
        ]
        return replace(one, **chance.choice(changes)) if chance.random() < 0.6 else one  # type: ignore[arg-type]

    referents = tuple(replace(r, named=r.named and chance.random() > 0.2) for r in read.referents)
    return replace(read, referents=referents, claims=tuple(change(one) for one in (*read.claims, *read.claims)))
