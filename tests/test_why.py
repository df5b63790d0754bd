"""The account of a reading: what every stage saw, which pattern fired and which nearly did."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from notation import PUBLISHED
from test_extraction import TEXTS

from kg import language, readers
from kg.extraction import why
from kg.extraction.rules import RuleReader
from kg.model import Document


def account(reader: RuleReader, text: str, code: str = "en") -> list[str]:
    return list(why.lines(reader.analyse(Document("case", text, code, published=PUBLISHED))))


def told(lines: list[str], stage: str) -> list[str]:
    """What the lines of a stage say."""
    return [line.strip().removeprefix(stage).strip() for line in lines if line.strip().startswith(stage)]


def test_it_tells_each_sentence_with_its_words(reader: RuleReader) -> None:
    lines = account(reader, "Norway condemned Chile. It rained.")
    assert told(lines, "sentence") == ["Norway condemned Chile.", "It rained."]
    words = told(lines, "words")[0].split()
    assert [word.split("[")[0] for word in words] == ["Norway", "condemned", "Chile", "."]
    assert "condemned[condemn:verb]" in words


def test_it_tells_each_phrase_with_its_title_and_who_is_meant(reader: RuleReader) -> None:
    phrases = told(account(reader, "Chilean Foreign Minister Ana Rojas thanked Norway."), "phrase")
    assert "'Chilean Foreign Minister Ana Rojas' (name, Person; title foreign minister) → Ana Rojas" in phrases
    assert "'Norway' (name, Country) → Norway" in phrases


def test_it_tells_a_phrase_that_means_nobody_known(reader: RuleReader) -> None:
    assert any(line.endswith("→ nobody known") for line in told(account(reader, "The minister left."), "phrase"))


def test_it_tells_which_pattern_fired_and_which_lacks_a_party(reader: RuleReader) -> None:
    lines = account(reader, "Norway condemned Chile.")
    assert any(line.startswith("condemned as verb: subject = Norway") for line in told(lines, "trigger"))
    assert "condemns: {subject} condemn {object}" in told(lines, "fired")
    assert "condemns: {subject} condemn {object} (no object)" in told(account(reader, "Norway condemned."), "nearly")
    assert "condemns: {subject} condemn {object} (no object)" not in told(lines, "nearly")


def test_it_tells_who_speaks_and_the_claims_that_came_of_it(reader: RuleReader) -> None:
    lines = account(reader, "Ana Rojas said that Norway will not support Chile.")
    assert told(lines, "speech") == ["Ana Rojas (indirect): Norway will not support Chile"]
    (claim,) = told(lines, "claim")
    assert claim.startswith("Norway — supports → Chile (negative, planned, says Ana Rojas) by pattern ")
    assert claim.endswith(": 'Norway will not support Chile'")


@pytest.mark.parametrize("code", language.codes())
def test_its_claims_and_sentences_are_those_of_the_record(reader: RuleReader, articles: Path, code: str) -> None:
    (document,) = [d for d in readers.read([articles]).documents if d.language == code]
    reading = reader.analyse(document)
    lines = list(why.lines(reading))
    assert len(told(lines, "claim")) == len(reader.read(document).claims)
    assert len(told(lines, "sentence")) == len(reading.words)


@pytest.mark.parametrize("code", language.codes())
def test_any_text_has_an_account(reader: RuleReader, code: str) -> None:
    @settings(deadline=None, max_examples=40)
    @given(TEXTS)
    def check(text: str) -> None:
        assert account(reader, text, code) is not None

    check()
